import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { after, before, test } from 'node:test'
import { binary, signUp, startServer } from '../harness.mjs'
import { account, assertWellMade, launchBrowser, openAs, openProfile, signIn } from './browser.mjs'

let server
let browser
let owner

before(async () => {
  server = await startServer()
  browser = await launchBrowser()
  owner = Object.assign(await signUp(server, account), account)
})
after(async () => {
  await browser?.close()
  await server?.remove()
})

const mia = { email: 'mia@example.com', password: 'velvet-harbor-sunrise-9' }
const members = (page) => page.getByRole('list', { name: 'Members' }).getByRole('listitem')
const openMembers = (who, options) => openAs(browser, server, who, '/settings/organization-members', options)

async function inviteLink(page, email) {
  await page.getByRole('heading', { name: 'Invite somebody' }).waitFor()
  await page.getByLabel('Email').fill(email)
  await page.getByRole('button', { name: 'Make an invite' }).click()
  await page.getByText(`Send this link to ${email}`).waitFor()
  return page.getByLabel('Invite link', { exact: true }).innerText()
}

test('somebody is invited, makes an account with the link, and is a member of the team', async () => {
  const { profile, page } = await openMembers(owner, { expectErrors: [/status of 400/] })
  await members(page).getByText('You').waitFor()
  await page.getByRole('button', { name: 'Make an invite' }).click()
  await page.getByText('Enter an email address').waitFor()
  await page.getByLabel('Email').fill(account.email)
  await page.getByRole('button', { name: 'Make an invite' }).click()
  await page.getByText('A user with this email address already belongs').waitFor()
  const link = await inviteLink(page, mia.email)
  assert.ok(link.startsWith(`${server.url}/signup/`), link)
  for (const [width, colorScheme] of [[1440, 'dark'], [390, 'light']]) {
    await page.setViewportSize({ width, height: 844 })
    await page.emulateMedia({ colorScheme })
    await assertWellMade(page, `members at ${width} px`)
  }
  await page.setViewportSize({ width: 1440, height: 900 })

  const guest = await openProfile(browser, server)
  const door = await guest.newPage()
  await door.goto(link)
  await door.getByRole('heading', { name: /^Join / }).waitFor()
  await door.getByText(/^Your account will have the address m/).waitFor()
  await assertWellMade(door, 'invite')
  await door.getByRole('button', { name: 'Create account' }).click()
  await door.getByText('Enter your name').waitFor()
  await door.getByLabel('Your name').fill('Mia')
  await door.getByLabel('Password').fill(mia.password)
  await door.getByLabel('Password').press('Enter')
  await door.waitForURL(/\/project\/\d+\//)
  await door.getByRole('button', { name: 'Account of Mia' }).waitFor()
  await guest.close()

  await page.reload()
  await members(page).filter({ hasText: mia.email }).waitFor()
  assert.equal(await page.getByRole('list', { name: 'Invites' }).count(), 0, 'the invite is taken')
  await profile.close()
})

test('an admin changes a level; a member sees who is there and changes nothing', async () => {
  const { profile, page } = await openMembers(owner)
  const row = members(page).filter({ hasText: mia.email })
  await row.getByRole('button', { name: 'Level of Mia: Member' }).click()
  await page.getByRole('menuitemradio', { name: 'Admin' }).click()
  await row.getByRole('button', { name: 'Level of Mia: Admin' }).waitFor()

  const admin = await openMembers(mia)
  const boss = members(admin.page).filter({ hasText: account.email })
  await boss.getByText('Owner').waitFor()
  assert.equal(await boss.getByRole('button').count(), 0, 'an admin does nothing to an owner')
  await admin.profile.close()

  await row.getByRole('button', { name: 'Level of Mia: Admin' }).click()
  await page.getByRole('menuitemradio', { name: 'Member', exact: true }).click()
  await row.getByRole('button', { name: 'Level of Mia: Member' }).waitFor()
  await profile.close()
})

test('an invite that is withdrawn says so at its link', async () => {
  const { profile, page } = await openMembers(owner)
  const link = await inviteLink(page, 'noah@example.com')
  await page.getByRole('button', { name: 'Withdraw the invite of noah@example.com' }).click()
  await page.getByRole('list', { name: 'Invites' }).waitFor({ state: 'detached' })
  await profile.close()

  const guest = await openProfile(browser, server, { expectErrors: [/status of 4\d\d/] })
  const door = await guest.newPage()
  await door.goto(link)
  await door.getByRole('heading', { name: 'This invite cannot be used' }).waitFor()
  await assertWellMade(door, 'invite that is gone')
  await guest.close()
})

test('who is signed in with another address is told, and may sign out from there', async () => {
  const { profile, page } = await openMembers(owner)
  const link = await inviteLink(page, 'zoe@example.com')
  await profile.close()
  const other = await openAs(browser, server, mia, '/home', { expectErrors: [/status of 4\d\d/] })
  await other.page.goto(link)
  await other.page.getByRole('heading', { name: 'This invite cannot be used' }).waitFor()
  await other.page.getByRole('button', { name: `Log out ${mia.email}` }).click()
  await other.page.getByRole('button', { name: 'Create account' }).waitFor()
  await other.profile.close()
})

test('who forgot the password is told how to get a link, and the link sets a new one once', async () => {
  const guest = await openProfile(browser, server, { expectErrors: [/status of 4\d\d/] })
  const page = await guest.newPage()
  await page.goto('/login')
  await page.getByRole('link', { name: 'Forgot password' }).click()
  // The page before asks for an email, too.
  await page.getByRole('button', { name: 'Get a link' }).waitFor()
  await page.getByLabel('Email').fill(mia.email)
  await assertWellMade(page, 'forgot password')
  await page.getByRole('button', { name: 'Get a link' }).click()
  await page.getByText(`tenrec password-link --email ${mia.email}`).waitFor()
  await assertWellMade(page, 'no email here')

  const { stdout } = await promisify(execFile)(binary(), ['password-link', '--data', server.data, '--port', String(server.port), '--email', mia.email])
  const link = new URL(/https?:\/\/\S+/.exec(stdout)[0])
  await page.goto(link.pathname + link.search)
  await page.getByLabel('New password').fill('short')
  await page.getByRole('button', { name: 'Save and sign in' }).click()
  await page.getByText('Use at least 8 characters').waitFor()
  await assertWellMade(page, 'new password')
  const next = { ...mia, password: 'amber-kettle-forest-31' }
  await page.getByLabel('New password').fill(next.password)
  await page.getByRole('button', { name: 'Save and sign in' }).click()
  await page.getByRole('button', { name: 'Account of Mia' }).waitFor()
  await page.goto(link.pathname + link.search)
  await page.getByRole('heading', { name: 'This link cannot be used' }).waitFor()
  await guest.close()

  const again = await openProfile(browser, server)
  const fresh = await again.newPage()
  await fresh.goto('/login')
  await signIn(fresh, next)
  await fresh.getByRole('button', { name: 'Account of Mia' }).waitFor()
  await again.close()
  mia.password = next.password
})

test('somebody is taken out of the team after a question, and opens nothing any more', async () => {
  const { profile, page } = await openMembers(owner)
  const row = members(page).filter({ hasText: mia.email })
  await row.getByRole('button', { name: 'Remove Mia' }).click()
  const dialog = page.getByRole('dialog', { name: 'Remove Mia?' })
  await assertWellMade(page, 'remove a member', '[role="dialog"]')
  await dialog.getByRole('button', { name: 'Keep it' }).click()
  await row.getByRole('button', { name: 'Remove Mia' }).click()
  await dialog.getByRole('button', { name: 'Remove Mia' }).click()
  await row.waitFor({ state: 'detached' })
  const { results } = await owner.api('GET', '/api/organizations/@current/members/')
  assert.deepEqual(results.map((one) => one.user.email), [account.email])
  await profile.close()
})
