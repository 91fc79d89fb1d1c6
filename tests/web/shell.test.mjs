import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { signUp, startServer, until } from '../harness.mjs'
import { account, assertWellMade, hasFocus, launchBrowser, openProfile, pressInTurn, signIn } from './browser.mjs'
import { seed } from './seed.mjs'

let server
let browser
let owner

before(async () => {
  server = await startServer()
  browser = await launchBrowser()
  owner = Object.assign(await signUp(server, account), account)
  await seed(
    owner,
    ['$pageview', 'signed_up', '<b>bold</b> & "quoted"'].map((event) => ({ event, distinct_id: 'grace', properties: { plan: 'pro' } })),
  )
})
after(async () => {
  await browser?.close()
  await server?.remove()
})

async function openAt(path, options) {
  const profile = await openProfile(browser, server, options)
  const page = await profile.newPage()
  await page.goto(path)
  await signIn(page, owner)
  await page.waitForURL(/\/project\//)
  await page.getByRole('navigation', { name: 'Main' }).waitFor({ state: options?.isMobile ? 'hidden' : 'visible' })
  return { profile, page }
}

test('the command menu finds pages, settings and events by keyboard alone', async () => {
  const { profile, page } = await openAt('/settings/project')
  await page.keyboard.press('Control+k')
  const box = page.getByRole('combobox', { name: 'Search or jump to' })
  await hasFocus(box)
  await page.getByRole('option', { name: 'New insight' }).waitFor()
  await assertWellMade(page, 'command menu')

  await page.keyboard.type('time zone')
  await page.getByRole('option', { name: /^Time zone/ }).waitFor()
  await page.keyboard.type('x'.repeat(20))
  await page.getByText(/^Nothing is called/).waitFor()
  await assertWellMade(page, 'command menu, nothing found')

  await box.fill('#signed')
  await page.getByRole('option', { name: /signed_up/ }).waitFor()
  await page.keyboard.press('Enter')
  await page.waitForURL(/\/insights\/new\?q=/)
  await page.getByRole('row', { name: /signed_up/ }).waitFor()

  await page.keyboard.press('Control+k')
  await box.fill('live')
  await page.getByRole('option', { name: /^Events/ }).waitFor()
  await page.keyboard.press('Enter')
  await page.waitForURL(/\/activity\/explore/)

  await page.keyboard.press('Control+k')
  await page.getByRole('option', { name: 'signed_up' }).waitFor()
  await page.keyboard.press('Escape')
  await box.waitFor({ state: 'detached' })
  await profile.close()
})

test('Ctrl+Enter opens a new tab, > lists commands', async () => {
  const { profile, page } = await openAt('/settings/project')
  await page.keyboard.press('Control+k')
  await page.getByRole('combobox', { name: 'Search or jump to' }).fill('insights')
  await page.getByRole('option', { name: /^Insights/ }).waitFor()
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('ArrowUp')
  const [tab] = await Promise.all([page.context().waitForEvent('page'), page.keyboard.press('Control+Enter')])
  await tab.waitForURL(/\/insights/)
  assert.match(page.url(), /settings\/project/)
  await tab.close()

  await page.keyboard.press('Control+k')
  await page.getByRole('combobox', { name: 'Search or jump to' }).fill('>dark')
  await page.getByRole('option', { name: 'Dark theme' }).waitFor()
  await page.keyboard.press('Enter')
  await until('dark', () => page.evaluate(() => document.documentElement.dataset.theme === 'dark'))
  await page.keyboard.press('Control+k')
  await page.getByRole('option').first().waitFor()
  await assertWellMade(page, 'command menu in dark')
  await profile.close()
})

test('the command menu finds people by @, and opens the one it was asked for', async () => {
  const { profile, page } = await openAt('/settings/project')
  await page.keyboard.press('Control+k')
  await page.getByRole('combobox', { name: 'Search or jump to' }).fill('@grac')
  await page.getByRole('option', { name: /^grace/ }).waitFor()
  await page.keyboard.press('Enter')
  await page.waitForURL(/\/person/)
  await page.getByRole('main').getByText('grace').first().waitFor()
  await profile.close()
})

test('names of events are text, whatever they contain', async () => {
  const { profile, page } = await openAt('/activity/live')
  await page.getByRole('row', { name: /<b>bold<\/b>/ }).waitFor()
  await page.keyboard.press('Control+k')
  await page.getByRole('combobox', { name: 'Search or jump to' }).fill('#<b>')
  await page.getByRole('option', { name: /<b>bold<\/b> & "quoted"/ }).click()
  await page.getByRole('row', { name: /<b>bold<\/b>/ }).waitFor()
  assert.equal(await page.locator('main b').count(), 0)
  await assertWellMade(page, 'an event with markup in its name')
  await profile.close()
})

test('keys go places, fold the sidebar and list themselves', async () => {
  const { profile, page } = await openAt('/settings/project')
  await pressInTurn(page, 'g', 'a')
  await page.waitForURL(/\/activity\/explore/)
  const navigation = page.getByRole('navigation', { name: 'Main' })
  await navigation.locator('[aria-current="page"]', { hasText: 'Events' }).waitFor()
  await page.keyboard.press('[')
  await navigation.getByRole('button', { name: 'Show the sidebar' }).waitFor()
  await assertWellMade(page, 'folded sidebar')
  await page.reload()
  await navigation.getByRole('button', { name: 'Show the sidebar' }).waitFor()
  await page.keyboard.press('[')
  await navigation.getByRole('button', { name: 'Fold the sidebar' }).waitFor()
  await page.keyboard.press('?')
  await page.getByRole('dialog', { name: 'Keyboard shortcuts' }).waitFor()
  await page.getByText('Look for new events').waitFor()
  await assertWellMade(page, 'shortcuts')
  await page.keyboard.press('Escape')
  await page.getByRole('dialog').waitFor({ state: 'detached' })
  await page.goBack()
  await page.waitForURL(/\/settings\/project/)
  await profile.close()
})

test('the first Tab offers to skip the navigation', async () => {
  const { profile, page } = await openAt('/settings/project')
  await page.reload()
  await page.getByRole('heading', { name: 'General' }).waitFor()
  await page.keyboard.press('Tab')
  await page.getByRole('link', { name: 'Skip to content' }).press('Enter')
  await hasFocus(page.locator('#content'))
  await profile.close()
})

test('a login that expires in the middle of an edit is renewed over the page, and the edit is saved', async () => {
  const { profile, page } = await openAt('/settings/project', { expectErrors: [/status of 401/, /status of 400.*login/] })
  const name = page.getByRole('textbox', { name: 'Name', exact: true })
  await name.fill('Acme Papers')
  await page.context().clearCookies()
  await name.press('Enter')
  const dialog = page.getByRole('dialog', { name: 'Sign in to go on' })
  await dialog.waitFor()
  await assertWellMade(page, 'sign in again')
  await dialog.getByLabel(/^Password of/).fill('wrong')
  await page.keyboard.press('Enter')
  await dialog.getByText('This is not your password.').waitFor()
  await dialog.getByLabel(/^Password of/).fill(owner.password)
  await page.keyboard.press('Enter')
  await dialog.waitFor({ state: 'detached' })
  await page.getByText('Saved').waitFor()
  assert.equal((await owner.api('GET', '/api/projects/@current/')).name, 'Acme Papers')
  await page.getByRole('button', { name: 'Project: Acme Papers' }).waitFor()
  await profile.close()
})

test('who leaves instead comes to where one signs in, and from there back', async () => {
  const { profile, page } = await openAt('/settings/project', { expectErrors: [/status of 401/] })
  const name = page.getByRole('textbox', { name: 'Name', exact: true })
  await name.fill('Acme Left')
  // The session is over on the server: the browser does not know.
  await page.context().clearCookies({ name: 'sessionid' })
  await name.press('Enter')
  await page.getByRole('dialog', { name: 'Sign in to go on' }).getByRole('button', { name: 'Leave the page' }).click()
  await page.getByRole('heading', { name: 'Sign in' }).waitFor()
  await signIn(page, owner)
  await page.getByRole('heading', { name: 'General' }).waitFor()
  assert.notEqual(await name.inputValue(), 'Acme Left')
  await profile.close()
})

test('a server that restarts is said, and the page goes on by itself', async () => {
  const { profile, page } = await openAt('/insights/new', { expectErrors: [/ERR_CONNECTION_REFUSED|ERR_CONNECTION_RESET|ERR_EMPTY_RESPONSE|ERR_INCOMPLETE/] })
  await page.getByRole('row', { name: /Pageview/ }).waitFor()
  await server.stop()
  await page.keyboard.press('r')
  await page.getByText('The server does not answer.').waitFor()
  await page.getByRole('row', { name: /Pageview/ }).waitFor()
  await assertWellMade(page, 'server away')
  await server.start()
  await page.getByText('The server does not answer.').waitFor({ state: 'detached' })
  await page.getByRole('row', { name: /Pageview/ }).waitFor()
  await profile.close()
})

test('addresses of PostHog lead to the same screens', async () => {
  const { profile, page } = await openAt('/settings/project')
  const base = `/project/${owner.project.id}`
  for (const [from, to] of [
    ['/events', `${base}/activity/explore`],
    [`${base}/activity`, `${base}/activity/explore`],
    ['/onboarding/product_analytics', `${base}/onboarding`],
    ['/ingestion', `${base}/onboarding`],
    ['/settings', `${base}/settings/project`],
    ['/project/settings', `${base}/settings/project`],
  ]) {
    await page.goto(from)
    await page.waitForURL((url) => url.pathname === to)
    await page.getByRole('main').waitFor()
  }
  await profile.close()
})

test('on a phone the sidebar lies over the page and closes on the way', async () => {
  const { profile, page } = await openAt('/activity/live', { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true })
  await page.getByRole('button', { name: 'Open menu' }).click()
  const menu = page.getByRole('dialog', { name: 'Menu' })
  await menu.waitFor()
  await assertWellMade(page, 'menu on a phone')
  await menu.getByRole('link', { name: 'Events' }).click()
  await menu.waitFor({ state: 'detached' })
  // The menu belongs to the page it is opened on, so the page has to be the new one.
  await page.getByRole('heading', { level: 1, name: 'Explore' }).waitFor()
  await page.getByRole('button', { name: 'Open menu' }).click()
  await menu.getByRole('button', { name: /^Search or jump to/ }).click()
  await page.getByRole('combobox', { name: 'Search or jump to' }).waitFor()
  await assertWellMade(page, 'command menu on a phone')
  await profile.close()
})
