import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { signUp, startServer, until, withoutDashboards } from '../harness.mjs'
import { account, assertWellMade, launchBrowser, openAs, pressInTurn } from './browser.mjs'
import { seed } from './seed.mjs'

let server
let browser
let owner

const day = 86_400_000

before(async () => {
  server = await startServer()
  browser = await launchBrowser()
  owner = Object.assign(await signUp(server, account), account)
})
after(async () => {
  await browser?.close()
  await server?.remove()
})

const openHome = (options) => openAs(browser, server, owner, '/home', options)
const numberOn = (page, name) => page.getByRole('article', { name })

test('a project without events shows its first steps, which lead to where each is done', async () => {
  const { profile, page } = await openHome()
  await page.getByRole('heading', { name: 'First steps' }).waitFor()
  await page.getByText('0 of 6 done').waitFor()
  assert.equal(await page.getByRole('heading', { name: 'At a glance' }).count(), 0)
  for (const colorScheme of ['light', 'dark']) {
    await page.emulateMedia({ colorScheme })
    await assertWellMade(page, `home of an empty project, ${colorScheme}`)
  }
  await page.getByRole('link', { name: /^Invite a teammate/ }).click()
  await page.waitForURL(/\/settings\/organization-members/)
  await profile.close()
})

test('with events Home is where one arrives, with numbers, what changed, and the people behind both', async () => {
  const events = []
  const add = (event, back, count) => {
    for (let i = 0; i < count; i++) {
      events.push({ event, distinct_id: `person-${i % 5}`, timestamp: new Date(Date.now() - back * day).toISOString(), properties: {} })
    }
  }
  add('$pageview', 0, 3)
  add('$pageview', 3, 20)
  add('$pageview', 10, 20)
  add('order <b>paid</b>', 2, 40)
  await seed(owner, events)

  const { profile, page } = await openAs(browser, server, owner, '/')
  await page.waitForURL(/\/project\/\d+\/home$/)
  // A new project counts today, too.
  await numberOn(page, 'Page views').getByRole('button', { name: /^23\b/ }).waitFor()
  await numberOn(page, 'Active people').getByRole('button', { name: /^5\b/ }).click()
  const panel = page.getByRole('dialog')
  await panel.getByRole('status').getByText('5 people').waitFor()
  await page.keyboard.press('Escape')
  await panel.waitFor({ state: 'detached' })

  const finding = page.getByRole('region', { name: 'This week' }).getByRole('link', { name: /^order <b>paid<\/b>: new/ })
  await finding.waitFor()
  assert.equal(await page.getByRole('region', { name: 'This week' }).getByRole('link').count(), 1, 'steady events are no news')
  for (const [width, height] of [[1440, 900], [1024, 768], [390, 844]]) {
    await page.setViewportSize({ width, height })
    await assertWellMade(page, `home at ${width} px`)
  }
  await page.setViewportSize({ width: 1440, height: 900 })
  await finding.click()
  await page.waitForURL(/\/insights\/new\?q=/)
  await pressInTurn(page, 'g', 'h')
  await page.waitForURL(/\/home$/)
  await profile.close()
})

test('somebody chooses their numbers, and finds them, and what they opened, in another browser', async () => {
  const insight = await owner.api('POST', `/api/projects/${owner.project.id}/insights/`, {
    name: 'Orders a month',
    query: { kind: 'InsightVizNode', source: { kind: 'TrendsQuery', series: [{ kind: 'EventsNode', event: 'order <b>paid</b>' }], dateRange: { date_from: '-30d' } } },
  })
  const { profile, page } = await openHome()
  await page.getByRole('button', { name: 'Choose numbers' }).click()
  const dialog = page.getByRole('dialog')
  for (const name of ['Sessions', 'Events', 'Page views']) await dialog.getByRole('button', { name: new RegExp(`^${name} Number`) }).click()
  await dialog.getByRole('button', { name: /^Orders a month/ }).click()
  await dialog.getByText('2 of 4 chosen').waitFor()
  await assertWellMade(page, 'choosing numbers')
  await dialog.getByRole('button', { name: 'Save' }).click()
  await dialog.waitFor({ state: 'detached' })
  await numberOn(page, 'Orders a month').getByRole('button', { name: /^40\b/ }).waitFor()
  assert.equal(await page.getByRole('article').count(), 2)
  await numberOn(page, 'Orders a month').getByRole('link', { name: 'Orders a month' }).click()
  await page.waitForURL(new RegExp(`/insights/${insight.short_id}`))
  await until('the visit is noted', async () => (await owner.api('GET', `/api/projects/${owner.project.id}/insights/my_last_viewed/`)).length > 0)
  await profile.close()

  const other = await openHome()
  await numberOn(other.page, 'Orders a month').getByRole('button', { name: /^40\b/ }).waitFor()
  await other.page.getByRole('region', { name: 'Looked at last' }).getByRole('link', { name: /Orders a month/ }).waitFor()
  await other.profile.close()
})

test('a dashboard is made for Home from a template, and another one takes its place', async () => {
  const { profile, page } = await openHome()
  // What every project begins with.
  await page.getByRole('heading', { name: 'My App Dashboard' }).waitFor()
  await page.getByRole('region', { name: 'Daily active users (DAUs)' }).getByRole('group', { name: /^Daily active users/ }).waitFor()
  await withoutDashboards(owner)
  await page.reload()
  await page.getByText('A dashboard can stand here for everybody').waitFor()
  await assertWellMade(page, 'home without a dashboard')
  await page.getByRole('button', { name: 'Make one from a template' }).click()
  await page.getByRole('heading', { name: 'Product overview' }).waitFor()
  await page.getByRole('region').getByRole('heading', { level: 2 }).nth(3).waitFor()

  const board = await owner.api('POST', `/api/projects/${owner.project.id}/dashboards/`, { name: 'Every Monday' })
  await owner.api('PATCH', `/api/projects/${owner.project.id}/dashboards/${board.id}/`, { tiles: [{ text: { body: 'Read **this** first' } }] })
  await page.goto(`/dashboard/${board.id}`)
  await page.getByRole('button', { name: 'More', exact: true }).click()
  await page.getByRole('menuitem', { name: 'Show it on Home' }).click()
  await page.getByText('Everybody sees Every Monday on Home').waitFor()
  await pressInTurn(page, 'g', 'h')
  await page.getByRole('heading', { name: 'Every Monday', exact: true }).waitFor()
  await page.getByText('Read this first').waitFor()
  await page.getByRole('heading', { name: 'Every Monday', exact: true }).getByRole('link').click()
  await page.waitForURL(new RegExp(`/dashboard/${board.id}$`))
  await profile.close()
})
