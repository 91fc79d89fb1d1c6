import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { signUp, startServer, until } from '../harness.mjs'
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

const openAt = (path, options) => openAs(browser, server, owner, path, options)

test('project settings save by themselves', async () => {
  const { profile, page } = await openAt('/settings/project')
  await page.getByLabel('Name', { exact: true }).fill('Acme Notes')
  await page.getByLabel('Name', { exact: true }).press('Enter')
  await page.getByText('Saved').waitFor()
  await page.getByRole('button', { name: 'Project: Acme Notes' }).waitFor()
  await page.getByLabel('Time zone').click()
  await page.getByPlaceholder('Find a time zone').fill('berlin')
  await page.getByRole('option', { name: 'Europe/Berlin' }).click()
  await page.getByRole('group', { name: 'Week starts on' }).getByRole('button', { name: 'Monday' }).click()
  await assertWellMade(page, 'project settings')
  await until('all of it is kept', async () => {
    const { name, timezone, week_start_day } = await owner.api('GET', '/api/projects/@current/')
    return name === 'Acme Notes' && timezone === 'Europe/Berlin' && week_start_day === 1
  })
  await profile.close()
})

test('the key is rotated only after its project was named', async () => {
  const { profile, page } = await openAt('/settings/project')
  await page.getByText(owner.token).waitFor()
  await page.getByRole('button', { name: 'Rotate key' }).click()
  const dialog = page.getByRole('dialog', { name: /^Rotate the key/ })
  const rotate = dialog.getByRole('button', { name: /^Rotate the key of/ })
  assert.ok(await rotate.isDisabled())
  await assertWellMade(page, 'rotate the key')
  await dialog.getByRole('textbox').fill('Acme Notes')
  await rotate.click()
  await dialog.waitFor({ state: 'detached' })
  const { api_token } = await owner.api('GET', '/api/projects/@current/')
  assert.notEqual(api_token, owner.token)
  await page.getByText(api_token).waitFor()
  await profile.close()
})

test('a personal API key is shown once, works, and can be deleted', async () => {
  const { profile, page } = await openAt('/settings/user-api-keys')
  await page.getByRole('button', { name: 'New key' }).click()
  await page.getByLabel('Label').fill('Nightly export')
  await assertWellMade(page, 'new key')
  await page.getByRole('button', { name: 'Create key' }).click()
  const value = (await page.getByLabel('Key Nightly export', { exact: true }).innerText()).trim()
  assert.match(value, /^phx_/)
  const answer = await fetch(`${server.url}/api/projects/@current/`, { headers: { Authorization: `Bearer ${value}` } })
  assert.equal(answer.status, 200)
  await assertWellMade(page, 'keys')
  await page.reload()
  await page.getByRole('row', { name: /Nightly export/ }).waitFor()
  assert.equal(await page.getByText(value).count(), 0)
  await page.getByRole('button', { name: 'Delete Nightly export' }).click()
  await page.getByRole('button', { name: 'Delete the key Nightly export' }).click()
  await page.getByRole('row', { name: /Nightly export/ }).waitFor({ state: 'detached' })
  const refused = await fetch(`${server.url}/api/projects/@current/`, { headers: { Authorization: `Bearer ${value}` } })
  assert.equal(refused.status, 401)
  await profile.close()
})

test('a key that was seen gets a new value, and the old one ends', async () => {
  const { profile, page } = await openAt('/settings/user-api-keys')
  await page.getByRole('button', { name: 'New key' }).click()
  await page.getByLabel('Label').fill('Rolled')
  await page.getByRole('combobox', { name: /^Scopes/ }).click()
  await page.getByRole('option', { name: 'Choose' }).click()
  await page.getByRole('group', { name: 'Access to Insights' }).getByRole('button', { name: 'Read' }).click()
  await assertWellMade(page, 'scopes of a key')
  await page.getByRole('button', { name: 'Create key' }).click()
  const value = () => page.getByLabel('Key Rolled', { exact: true }).innerText()
  await page.getByText('Copy Rolled now').waitFor()
  const first = await value()
  const asks = async (key) => (await server.request('GET', `/api/projects/${owner.project.id}/insights/`, { headers: { authorization: `Bearer ${key}` } })).status
  assert.equal(await asks(first), 200)

  await page.getByRole('button', { name: 'New value for Rolled' }).click()
  await assertWellMade(page, 'a new value for a key', '[role="dialog"]')
  await page.getByRole('button', { name: 'Make a new value' }).click()
  await page.getByRole('dialog').waitFor({ state: 'detached' })
  await until('the new value', async () => (await value()) !== first)
  const second = await value()
  assert.deepEqual([await asks(first), await asks(second)], [401, 200])
  await profile.close()
})

test('an old session is asked for the password before a key is made', async () => {
  const profile = await openProfile(browser, server, { expectErrors: [/status of 403.*personal_api_keys/, /status of 400.*login/] })
  const page = await profile.newPage()
  await page.goto('/settings/user-api-keys')
  await signIn(page, owner)
  const detail = 'This action requires you to be recently authenticated.'
  await page.route('**/api/personal_api_keys/', (route) =>
    route.request().method() === 'POST'
      ? route.fulfill({ status: 403, json: { type: 'authentication_error', code: 'permission_denied', detail, attr: null } })
      : route.continue(),
  )
  await page.getByRole('button', { name: 'New key' }).click()
  await page.getByLabel('Label').fill('Late')
  await page.getByRole('button', { name: 'Create key' }).click()
  await page.getByLabel('Your password').fill('wrong-password')
  await page.getByRole('button', { name: 'Create key' }).click()
  await page.getByText('This is not your password.').waitFor()
  await assertWellMade(page, 'password asked')
  await page.unroute('**/api/personal_api_keys/')
  await page.getByLabel('Your password').fill(owner.password)
  await page.getByRole('button', { name: 'Create key' }).click()
  await page.getByText('Copy Late now').waitFor()
  await profile.close()
})

test('the chosen theme is there before the page is painted', async () => {
  const { profile, page } = await openAt('/settings/appearance')
  const root = (attribute) => page.locator(`html[${attribute}]`).waitFor()
  await page.getByRole('button', { name: 'Dark' }).click()
  await root('data-theme="dark"')
  await assertWellMade(page, 'appearance in dark')
  // What the document says of itself when the first thing that could be painted comes.
  await page.addInitScript(() => {
    new MutationObserver((_, observer) => {
      if (document.body === null) return
      window.themeAtFirst = document.documentElement.dataset.theme
      observer.disconnect()
    }).observe(document, { childList: true, subtree: true })
  })
  await page.goto('/settings/appearance')
  assert.equal(await page.evaluate(() => window.themeAtFirst), 'dark')
  await page.getByRole('group', { name: 'Theme' }).getByRole('button', { name: 'As the system' }).click()
  await root('data-theme="light"')
  await profile.close()
})

test('a second project has its own address', async () => {
  const { profile, page } = await openAt('/settings/project')
  await page.getByRole('button', { name: /^Project:/ }).click()
  await page.getByRole('menuitem', { name: 'New project' }).click()
  await page.getByRole('dialog').getByLabel('Name').fill('Acme Mobile')
  await page.getByRole('button', { name: 'Create project' }).click()
  await page.getByRole('button', { name: 'Project: Acme Mobile' }).waitFor()
  await page.waitForURL(/\/onboarding$/)
  const second = /\/project\/(\d+)\//.exec(page.url())?.[1]
  assert.notEqual(Number(second), owner.project.id)
  await page.goto(`/project/${owner.project.id}/settings/project`)
  await page.getByRole('button', { name: 'Project: Acme Notes' }).waitFor()
  await profile.close()
})

test('an unknown address says so', async () => {
  const { profile, page } = await openAt('/nowhere/at/all')
  await page.getByText('There is no page at this address').waitFor()
  await assertWellMade(page, 'not found')
  await profile.close()
})

test('a setting is found by another word for it and gets focus', async () => {
  const { profile, page } = await openAt('/settings/project')
  await page.getByRole('searchbox', { name: 'Find a setting' }).fill('compact')
  await page.getByRole('list', { name: 'Settings found' }).getByRole('button', { name: /^Density/ }).waitFor()
  await page.keyboard.press('Enter')
  await page.waitForURL(/\/settings\/appearance#density$/)
  await page.getByRole('group', { name: 'Density' }).getByRole('button', { name: 'Compact' }).click()
  await page.locator('html[data-density="compact"]').waitFor()
  await page.getByRole('group', { name: 'Contrast' }).getByRole('button', { name: 'More' }).click()
  await assertWellMade(page, 'compact rows with more contrast')
  await page.reload()
  await page.locator('html[data-density="compact"]').waitFor()
  await profile.close()
})

test('an entry of the sidebar can be hidden, and the command menu still finds it', async () => {
  const { profile, page } = await openAt('/settings/appearance')
  const navigation = page.getByRole('navigation', { name: 'Main' })
  await navigation.getByRole('link', { name: 'Events' }).waitFor()
  await page.getByRole('switch', { name: 'Events' }).click()
  await navigation.getByRole('link', { name: 'Events' }).waitFor({ state: 'detached' })
  await page.keyboard.press('Control+k')
  await page.getByRole('option', { name: /^Events/ }).waitFor()
  await page.keyboard.press('Escape')
  await page.getByRole('switch', { name: 'Events' }).click()
  await navigation.getByRole('link', { name: 'Events' }).waitFor()
  await profile.close()
})

test('a name of 300 characters, markup and right-to-left text is cut, kept and never breaks the page', async () => {
  const { profile, page } = await openAt('/settings/user-profile')
  const name = page.getByRole('textbox', { name: 'Name', exact: true })
  await name.fill('<i>شركة</i> ' + 'long'.repeat(75))
  assert.equal((await name.inputValue()).length, 150)
  await name.press('Enter')
  await page.getByText('Saved').waitFor()
  await assertWellMade(page, 'a long name')
  await page.getByRole('button', { name: /^Account of <i>شركة/ }).waitFor()
  await page.setViewportSize({ width: 390, height: 844 })
  await assertWellMade(page, 'a long name on a phone')
  await name.fill('Ada')
  await name.press('Enter')
  await until('the short name', async () => (await owner.api('GET', '/api/users/@me/')).first_name === 'Ada')
  await profile.close()
})

test('the organization is renamed, the password changed with the present one', async () => {
  const { profile, page } = await openAt('/settings/organization', { expectErrors: [/status of 400.*login/] })
  await page.getByRole('textbox', { name: 'Name', exact: true }).fill('Acme Group')
  await page.keyboard.press('Enter')
  await page.getByText('Saved').waitFor()
  assert.equal((await owner.api('GET', '/api/organizations/@current/')).name, 'Acme Group')

  await page.goto('/me/settings#password')
  await page.waitForURL(/\/settings\/user-profile/)
  await page.getByLabel('Present password').fill('not it')
  await page.getByLabel('New password').fill('amber-walrus-teapot-19')
  await page.getByRole('button', { name: 'Change password' }).click()
  await page.getByText('This is not your password.').waitFor()
  await assertWellMade(page, 'a wrong password')
  await page.getByLabel('Present password').fill(owner.password)
  await page.getByRole('button', { name: 'Change password' }).click()
  await page.getByText('Your password is changed').waitFor()
  owner.password = 'amber-walrus-teapot-19'
  await profile.close()
})

test('a project is deleted only after its name is typed', async () => {
  const made = await server.post('/api/projects/', { name: 'Short-lived' }, owner.session)
  // The session ended with the password: the page's own has not.
  const id = made.status === 201 ? made.json.id : (await owner.api('POST', '/api/projects/', { name: 'Short-lived' })).id
  const { profile, page } = await openAt(`/project/${id}/settings/project`)
  await page.getByRole('button', { name: 'Delete project' }).click()
  const dialog = page.getByRole('dialog')
  const confirm = dialog.getByRole('button', { name: 'Delete the project Short-lived' })
  assert.equal(await confirm.isDisabled(), true)
  await assertWellMade(page, 'deleting a project')
  await dialog.getByLabel('Type Short-lived to go on').fill('Short-lived')
  await confirm.click()
  await page.getByText('The project Short-lived is deleted').waitFor()
  await page.waitForURL((url) => !url.pathname.startsWith(`/project/${id}/`))
  await profile.close()
})
