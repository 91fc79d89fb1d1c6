import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { startServer } from '../harness.mjs'
import { assertWellMade, launchBrowser, openProfile, signIn } from './browser.mjs'

let server
let browser
let owner

before(async () => {
  server = await startServer()
  browser = await launchBrowser()
})
after(async () => {
  await browser?.close()
  await server?.remove()
})

test('a new server asks the first visitor to sign up, in both themes', async () => {
  for (const colorScheme of ['light', 'dark']) {
    const profile = await openProfile(browser, server, { colorScheme })
    const page = await profile.newPage()
    await page.goto('/')
    await page.getByRole('heading', { name: 'Create your account' }).waitFor()
    assert.equal(new URL(page.url()).pathname, '/signup')
    assert.equal(await page.evaluate(() => document.documentElement.dataset.theme), colorScheme)
    await assertWellMade(page, `sign-up, ${colorScheme}`)
    await profile.close()
  }
})

test('sign-up says what is missing, and then makes an account and its project', async () => {
  const profile = await openProfile(browser, server)
  const page = await profile.newPage()
  await page.goto('/signup')
  await page.getByRole('button', { name: 'Create account' }).click()
  await page.getByText('Enter your name').waitFor()
  await page.getByLabel('Your name').fill('Grace')
  await page.getByLabel('Email').fill('grace@example.com')
  await page.getByLabel('Password').fill('short')
  await page.getByLabel('Password').press('Enter')
  await page.getByText('Use at least 8 characters').waitFor()
  await page.getByLabel('Password').fill('copper-violin-meadow-7')
  await page.getByLabel('Password').press('Enter')
  await page.waitForURL(/\/project\/\d+\/onboarding$/)
  await page.getByRole('heading', { name: 'Waiting for your first event' }).waitFor()
  owner = { email: 'grace@example.com', password: 'copper-violin-meadow-7' }
  await profile.close()
})

test('a wrong password is said and the email stays', async () => {
  const profile = await openProfile(browser, server, { expectErrors: [/status of 400.*api\/login/] })
  const page = await profile.newPage()
  await page.goto('/')
  await page.waitForURL('**/login')
  await assertWellMade(page, 'sign in')
  await signIn(page, { ...owner, password: 'not-the-password' })
  await page.getByRole('alert').waitFor()
  assert.equal(await page.getByLabel('Email').inputValue(), owner.email)
  assert.equal(await page.getByLabel('Password').inputValue(), '')
  await profile.close()
})

test('signing in leads to the address that was asked for, signing out leads away from it', async () => {
  const profile = await openProfile(browser, server)
  const page = await profile.newPage()
  await page.goto('/settings/user-api-keys')
  await page.waitForURL(/\/login\?next=/)
  await signIn(page, owner)
  await page.waitForURL(/\/project\/\d+\/settings\/user-api-keys$/)
  await page.getByRole('heading', { level: 1, name: 'Personal API keys' }).waitFor()
  await page.getByRole('button', { name: /^Account of/ }).click()
  await page.getByRole('menuitem', { name: 'Log out' }).click()
  await page.waitForURL('**/login')
  await page.goto('/')
  await page.waitForURL('**/login')
  await profile.close()
})

test('an address of another site is not followed after signing in', async () => {
  const profile = await openProfile(browser, server)
  const page = await profile.newPage()
  await page.goto('/login?next=' + encodeURIComponent('//evil.example/'))
  await signIn(page, owner)
  await page.waitForURL(/\/project\/\d+\//)
  assert.equal(new URL(page.url()).origin, server.url)
  await profile.close()
})
