import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { signUp, startServer, until } from '../harness.mjs'
import { account, assertWellMade, launchBrowser, openAs, openProfile } from './browser.mjs'

let server
let browser
let owner

before(async () => {
  server = await startServer()
  browser = await launchBrowser()
  owner = Object.assign(await signUp(server, account), account)
  const batch = ['Chrome', 'Chrome', 'Firefox'].map(($browser, i) => ({ event: '$pageview', distinct_id: `person-${i}`, properties: { $browser } }))
  assert.equal((await server.post('/batch/', { api_key: owner.token, batch })).status, 200)
  await until('all events stored', async () => (await owner.eventCount()) === batch.length)
})
after(async () => {
  await browser?.close()
  await server?.remove()
})

const api = (method, place, body) => owner.api(method, `/api/projects/${owner.project.id}/${place}`, body)

/** Somebody without an account. */
async function openStranger(path, options) {
  const profile = await openProfile(browser, server, options)
  const page = await profile.newPage()
  await page.goto(path)
  return { profile, page }
}

test('a dashboard is shared, looked at by a stranger, and taken back', async () => {
  const board = await api('POST', 'dashboards/', { name: 'Weekly <b>numbers</b>', description: 'What we look at' })
  await api('POST', 'insights/', {
    name: 'Views by browser',
    dashboards: [board.id],
    query: { kind: 'InsightVizNode', source: { kind: 'TrendsQuery', series: [{ kind: 'EventsNode', event: '$pageview' }], breakdownFilter: { breakdown: '$browser', breakdown_type: 'event' }, trendsFilter: { display: 'ActionsBarValue' } } },
  })
  await api('PATCH', `dashboards/${board.id}/`, { tiles: [{ text: { body: 'Read **this**' } }] })
  const { profile, page } = await openAs(browser, server, owner, `/dashboard/${board.id}`)
  await page.getByRole('button', { name: 'More', exact: true }).click()
  await page.getByRole('menuitem', { name: 'Share outside' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('switch', { name: /^Anyone with the link can look/, checked: false }).waitFor()
  assert.equal(await dialog.getByLabel('Link', { exact: true }).count(), 0)
  await dialog.getByRole('switch', { name: /^Anyone with the link can look/ }).click()
  const link = await dialog.getByLabel('Link', { exact: true }).inputValue()
  assert.match(link, /\/shared\/\w{22,}$/)
  await dialog.getByText('<iframe src=').waitFor()
  await assertWellMade(page, 'share dialog', '[role=dialog]')

  const stranger = await openStranger(link, { expectErrors: [/status of 404/] })
  await stranger.page.getByRole('heading', { name: 'Weekly <b>numbers</b>' }).waitFor()
  const tile = stranger.page.getByRole('region', { name: 'Views by browser' })
  await tile.getByText('Firefox').waitFor()
  assert.equal(await stranger.page.getByRole('link').count(), 0, 'nothing leads inside')
  for (const [width, height] of [[1440, 900], [1024, 768], [390, 844]]) {
    for (const colorScheme of ['light', 'dark']) {
      await stranger.page.setViewportSize({ width, height })
      await stranger.page.emulateMedia({ colorScheme })
      await assertWellMade(stranger.page, `shared dashboard at ${width} px, ${colorScheme}`)
    }
  }
  await stranger.page.goto(link.replace('/shared/', '/embedded/'))
  await tile.getByText('Firefox').waitFor()
  assert.equal(await stranger.page.getByText('What we look at').count(), 0, 'embedded: without a head')

  // Its looks are chosen, and show on the next look.
  const [saved] = await Promise.all([
    page.waitForResponse((response) => response.request().method() === 'PATCH' && response.url().endsWith('/sharing/')),
    dialog.getByRole('switch', { name: /Made with Tenrec/ }).click(),
  ])
  assert.equal(saved.status(), 200)
  await stranger.page.goto(link)
  await tile.getByText('Firefox').waitFor()
  assert.equal(await stranger.page.getByText('Made with').count(), 0)

  await dialog.getByRole('switch', { name: /^Anyone with the link can look/ }).click()
  await dialog.getByLabel('Link', { exact: true }).waitFor({ state: 'detached' })
  await stranger.page.goto(link)
  await stranger.page.getByText('This link shows nothing').waitFor()
  await assertWellMade(stranger.page, 'a link that is off')
  await stranger.profile.close()
  await profile.close()
})

test('an insight is shared behind a password, and a new link replaces the old one', async () => {
  const insight = await api('POST', 'insights/', {
    name: 'Views a day',
    query: { kind: 'InsightVizNode', source: { kind: 'TrendsQuery', series: [{ kind: 'EventsNode', event: '$pageview' }] } },
  })
  const { profile, page } = await openAs(browser, server, owner, `/insights/${insight.short_id}`)
  await page.getByRole('button', { name: 'More', exact: true }).click()
  await page.getByRole('menuitem', { name: 'Share outside' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('switch', { name: /^Anyone with the link can look/ }).click()
  const field = dialog.getByLabel('Link', { exact: true })
  const old = await field.inputValue()
  await dialog.getByRole('button', { name: 'Make a new link' }).click()
  await until('another link', async () => (await field.inputValue()) !== old)
  const link = await field.inputValue()

  await dialog.getByRole('switch', { name: /^Ask for a password/ }).click()
  await dialog.getByText('There is none yet, so nobody gets in.').waitFor()
  await dialog.getByRole('textbox', { name: 'Who it is for' }).fill('the board')
  await dialog.getByRole('button', { name: 'Make a password' }).click()
  const word = await dialog.getByLabel('password', { exact: true }).innerText()
  await dialog.getByText('the board').waitFor()

  const stranger = await openStranger(link, { expectErrors: [/status of 401/] })
  await stranger.page.getByRole('heading', { name: 'This page asks for a password' }).waitFor()
  await assertWellMade(stranger.page, 'the door of a shared page')
  const box = stranger.page.getByLabel('Password')
  await box.fill('not this')
  await box.press('Enter')
  await stranger.page.getByText('This is not the password.').waitFor()
  await box.fill(word)
  await box.press('Enter')
  await stranger.page.getByRole('group', { name: /^Views a day/ }).waitFor()
  await assertWellMade(stranger.page, 'a shared insight')
  await stranger.profile.close()
  await profile.close()
})
