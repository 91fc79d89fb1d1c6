import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { startServer, until } from '../harness.mjs'
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

test('a new server shows what it needs, with the command for what is wrong, and no more once it has an account', async () => {
  const profile = await openProfile(browser, server)
  const page = await profile.newPage()
  await page.goto('/signup')
  await page.getByRole('link', { name: /^This server is ready: \d+ of \d+ checks are well$/ }).click()
  await page.waitForURL('**/preflight')
  const checks = page.getByRole('list', { name: 'Checks' })
  for (const name of ['metadata', 'analytics', 'event log', 'disk', 'time zones', 'This browser', 'Clocks']) {
    await checks.getByRole('listitem').filter({ hasText: name }).getByLabel(/^(Well|Could be better):$/).waitFor()
  }
  await assertWellMade(page, 'preflight')

  // What is wrong leads here by itself, and the page notices when it is mended.
  const full = { name: 'disk', state: 'bad', found: 'only 0.0 GB free at /data', fix: 'du -xh --max-depth=2 /data | sort -h | tail' }
  await page.route('**/_preflight/checks', (route) => route.fulfill({ json: { ready: false, results: [{ name: 'metadata', state: 'good', found: 'answers', fix: '' }, full] } }))
  await page.goto('/')
  await page.waitForURL('**/preflight')
  await page.getByRole('heading', { name: 'One thing needs to be mended' }).waitFor()
  await page.getByLabel('What mends disk', { exact: true }).getByText(full.fix).waitFor()
  await assertWellMade(page, 'preflight, wrong')
  await page.setViewportSize({ width: 390, height: 844 })
  await page.emulateMedia({ colorScheme: 'dark' })
  await assertWellMade(page, 'preflight, wrong, on a phone')
  await page.unroute('**/_preflight/checks')
  await page.getByRole('heading', { name: 'This server is ready' }).waitFor()
  await page.getByRole('link', { name: 'Create your account' }).click()
  await page.getByRole('heading', { name: 'Create your account' }).waitFor()
  await profile.close()
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
  await page.goto('/preflight')
  await page.waitForURL(/\/project\/\d+\//)
  await profile.close()
})

test('a wrong password is said and the email stays', async () => {
  const profile = await openProfile(browser, server, { expectErrors: [/status of 400.*api\/login/] })
  const page = await profile.newPage()
  await page.goto('/')
  await page.getByRole('button', { name: 'Sign in' }).waitFor()
  assert.equal(new URL(page.url()).pathname, '/login')
  await assertWellMade(page, 'sign in')
  await signIn(page, { ...owner, password: 'not-the-password' })
  await page.getByRole('alert').waitFor()
  assert.equal(await page.getByLabel('Email').inputValue(), owner.email)
  await until('an empty password', async () => (await page.getByLabel('Password').inputValue()) === '')
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
