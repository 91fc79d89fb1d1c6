import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { signUp, startServer, until, withoutDashboards } from '../harness.mjs'
import { account, assertWellMade, launchBrowser, openAs } from './browser.mjs'
import { seed } from './seed.mjs'

let server
let browser
let owner

const day = 86_400_000

before(async () => {
  server = await startServer()
  browser = await launchBrowser()
  owner = Object.assign(await signUp(server, account), account)
  await withoutDashboards(owner)
  const events = []
  for (let back = 0; back < 10; back++) {
    for (const plan of ['free', 'pro']) {
      events.push({ event: '$pageview', distinct_id: plan, timestamp: new Date(Date.now() - back * day).toISOString(), properties: { plan } })
    }
  }
  await seed(owner, events)
})
after(async () => {
  await browser?.close()
  await server?.remove()
})

const openAt = (path, options) => openAs(browser, server, owner, path, options)

const at = (rest = '') => `/api/projects/${owner.project.id}/dashboards/${rest}`
const tileOf = (page, name) => page.getByRole('region', { name })
const makeInsight = (name, query = {}) =>
  owner.api('POST', `/api/projects/${owner.project.id}/insights/`, {
    name,
    query: { kind: 'InsightVizNode', source: { kind: 'TrendsQuery', series: [{ kind: 'EventsNode', event: '$pageview' }], ...query } },
  })

test('a dashboard is made, filled, arranged by keyboard, and is the same after a reload', async () => {
  await makeInsight('Views a day')
  await makeInsight('Views by plan', { breakdownFilter: { breakdown: 'plan', breakdown_type: 'event' } })
  const { profile, page } = await openAt('/dashboard')
  await page.getByText('Dashboards keep the charts you look at every week').waitFor()
  await assertWellMade(page, 'no dashboards')

  await page.keyboard.press('n')
  await page.getByRole('textbox', { name: 'Name' }).fill('Weekly <b>review</b>')
  await page.keyboard.press('Enter')
  await page.waitForURL(/\/dashboard\/\d+$/)
  const id = Number(page.url().split('/').at(-1))
  await page.getByText('Nothing is on this dashboard yet').waitFor()

  await page.keyboard.press('n')
  for (const name of ['Views a day', 'Views by plan']) {
    await page.getByRole('dialog').getByRole('button', { name: new RegExp(`^${name}`) }).click()
    await page.getByRole('dialog').getByRole('button', { name: new RegExp(`^${name}.*On it`) }).waitFor()
  }
  await page.getByRole('button', { name: 'Done' }).click()
  await tileOf(page, 'Views a day').getByRole('group', { name: /^Views a day/ }).waitFor()
  await tileOf(page, 'Views by plan').getByText('free').first().waitFor()
  await assertWellMade(page, 'dashboard with two tiles')

  await page.getByRole('button', { name: 'More', exact: true }).click()
  await page.getByRole('menuitem', { name: 'Add text' }).click()
  await page.getByRole('textbox', { name: 'Text' }).fill('## Notes\nWatch **plans** on <i>Monday</i>')
  await page.getByRole('button', { name: 'Save text' }).click()
  await tileOf(page, 'Text').getByText('Watch plans on <i>Monday</i>').waitFor()
  // Keys go to the page again when the dialog is gone.
  await page.getByRole('dialog').waitFor({ state: 'detached' })

  await page.keyboard.press('e')
  const grip = page.getByRole('button', { name: /^Move Views a day/ })
  await grip.waitFor()
  await grip.focus()
  await page.keyboard.press('Shift+ArrowDown')
  const heightOf = async () => {
    const board = await owner.api('GET', at(`${id}/`))
    return board.tiles.find((tile) => tile.insight?.name === 'Views a day').layouts.sm?.h
  }
  await until('the new height is kept', async () => (await heightOf()) === 6)
  await page.getByRole('button', { name: 'Done' }).click()

  await page.reload()
  await tileOf(page, 'Views a day').getByRole('group', { name: /^Views a day/ }).waitFor()
  await page.getByRole('heading', { name: 'Weekly <b>review</b>' }).waitFor()
  await profile.close()
})

test('dates of the dashboard hold for every tile, as a draft until they are saved', async () => {
  const board = await owner.api('POST', at(), { name: 'Dated' })
  const insight = await makeInsight('Ten days')
  await owner.api('PATCH', `/api/projects/${owner.project.id}/insights/${insight.id}/`, { dashboards: [board.id] })
  const { profile, page } = await openAt(`/dashboard/${board.id}`)
  const tile = tileOf(page, 'Ten days')
  await tile.getByText('Last 7 days').waitFor()
  await page.keyboard.press('d')
  await page.getByRole('button', { name: 'Last 14 days' }).click()
  await tile.getByText('Last 14 days').waitFor()
  await page.getByText('Filters not saved').waitFor()

  // The link shows the same to somebody else.
  const link = page.url()
  const other = await openAt(link)
  await tileOf(other.page, 'Ten days').getByText('Last 14 days').waitFor()
  await other.profile.close()

  await page.getByRole('button', { name: 'Save filters' }).click()
  await page.getByText('Filters not saved').waitFor({ state: 'detached' })
  await until('the saved dates', async () => (await owner.api('GET', at(`${board.id}/`))).filters.date_from === '-14d')
  await page.goto(`/dashboard/${board.id}`)
  await tile.getByText('Last 14 days').waitFor()
  await profile.close()
})

test('conditions and an interval of the dashboard hold for every tile, and are saved with it', async () => {
  const board = await owner.api('POST', at(), { name: 'Narrowed' })
  const insight = await makeInsight('All views', { dateRange: { date_from: '-30d' }, trendsFilter: { display: 'BoldNumber' } })
  await owner.api('PATCH', `/api/projects/${owner.project.id}/insights/${insight.id}/`, { dashboards: [board.id] })
  const { profile, page } = await openAt(`/dashboard/${board.id}`)
  const number = (value) => tileOf(page, 'All views').getByRole('button', { name: new RegExp(`^${value}\\b`) }).waitFor()
  await number(20)
  await page.keyboard.press('f')
  await page.getByPlaceholder('Find a property').fill('plan')
  await page.getByRole('option', { name: /^plan/ }).first().click()
  await page.getByRole('option', { name: 'pro', exact: true }).click()
  await page.keyboard.press('Escape')
  await number(10)
  await page.getByRole('button', { name: 'Interval: Own intervals' }).click()
  await page.getByRole('menuitemradio', { name: 'week' }).click()
  await page.getByRole('button', { name: 'Interval: by week' }).waitFor()
  await assertWellMade(page, 'a narrowed dashboard')
  await page.getByRole('button', { name: 'Save filters' }).click()
  await page.getByText('Filters not saved').waitFor({ state: 'detached' })
  // What was saved shows before the server has it.
  const { filters } = await until('the saved filters', async () => {
    const saved = await owner.api('GET', at(`${board.id}/`))
    return saved.filters.interval === 'week' && saved
  })
  assert.deepEqual(filters.properties, [{ type: 'event', key: 'plan', operator: 'exact', value: ['pro'] }])
  await page.goto(`/dashboard/${board.id}`)
  await number(10)
  await page.getByRole('button', { name: 'Remove plan' }).click()
  await number(20)
  await profile.close()
})

test('every tile is compared with the period before it, as long as the dashboard says so', async () => {
  const board = await owner.api('POST', at(), { name: 'Compared' })
  const number = await makeInsight('Views now', { dateRange: { date_from: '-6d' }, trendsFilter: { display: 'BoldNumber' } })
  const line = await makeInsight('Views by day', { dateRange: { date_from: '-6d' } })
  for (const { id } of [number, line]) await owner.api('PATCH', `/api/projects/${owner.project.id}/insights/${id}/`, { dashboards: [board.id] })
  const { profile, page } = await openAt(`/dashboard/${board.id}`)
  const said = (word) => page.getByRole('button', { name: `Comparison: ${word}` }).waitFor()
  const change = tileOf(page, 'Views now').getByText(/^from \d+$/)
  const value = tileOf(page, 'Views now').getByRole('button', { name: /^\d+ in Pageview$/ })
  await value.waitFor()
  await tileOf(page, 'Views by day').getByRole('group', { name: /^Views by day/ }).waitFor()
  assert.equal(await change.count(), 0)
  await said('Own comparisons')

  await page.keyboard.press('x')
  await said('vs previous period')
  await change.waitFor()
  await page.getByText('Filters not saved').waitFor()
  await assertWellMade(page, 'a compared dashboard')
  await page.getByRole('button', { name: 'Save filters' }).click()
  await page.getByText('Filters not saved').waitFor({ state: 'detached' })
  assert.deepEqual((await owner.api('GET', at(`${board.id}/`))).filters.compareFilter, { compare: true })
  await page.reload()
  await change.waitFor()
  await said('vs previous period')

  await page.keyboard.press('x')
  await said('Own comparisons')
  await change.waitFor({ state: 'detached' })
  await page.getByRole('button', { name: 'Save filters' }).click()
  await page.getByText('Filters not saved').waitFor({ state: 'detached' })
  await page.reload()
  await value.waitFor()
  await said('Own comparisons')
  assert.equal(await change.count(), 0)
  await profile.close()
})

test('a pinned dashboard stands in the sidebar, and the command menu finds every dashboard', async () => {
  await owner.api('POST', at(), { name: 'Pinned <i>board</i>', pinned: true })
  await owner.api('POST', at(), { name: 'Quarterly numbers' })
  const { profile, page } = await openAt('/insights')
  const pinned = page.getByRole('group', { name: 'Pinned' })
  await pinned.getByRole('link', { name: 'Pinned <i>board</i>' }).click()
  await page.getByRole('heading', { name: 'Pinned <i>board</i>' }).waitFor()
  await pinned.locator('[aria-current="page"]', { hasText: 'Pinned <i>board</i>' }).waitFor()
  // It is found last: what was shown for the search until then is no answer to it, and is gone.
  const others = ['event_definitions', 'property_definitions'].map((list) => page.waitForResponse((answer) => answer.url().includes(list) && answer.url().includes('search=quarterly')))
  await page.route(/\/dashboards\/\?.*search=quarterly/, async (route) => {
    await Promise.all(others)
    await route.fallback()
  })
  await page.keyboard.press('Control+k')
  await page.getByRole('combobox', { name: 'Search or jump to' }).fill('quarterly')
  await page.getByRole('option', { name: /^Quarterly numbers/ }).waitFor()
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { name: 'Quarterly numbers' }).waitFor()
  await profile.close()
})

test('on a wall a dashboard fills the screen, and its numbers still open', async () => {
  const board = await owner.api('POST', at(), { name: 'On the wall' })
  const insight = await makeInsight('Wall views', { dateRange: { date_from: '-30d' }, trendsFilter: { display: 'BoldNumber' } })
  await owner.api('PATCH', `/api/projects/${owner.project.id}/insights/${insight.id}/`, { dashboards: [board.id] })
  const { profile, page } = await openAt(`/dashboard/${board.id}`)
  const number = tileOf(page, 'Wall views').getByRole('button', { name: /^20\b/ })
  await number.waitFor()
  await page.keyboard.press('Shift+F')
  const leave = page.getByRole('button', { name: 'Leave full screen' })
  await leave.waitFor()
  const { width } = page.viewportSize()
  await until('the tiles have the whole width', async () => {
    const box = await page.locator('div:has(> div > section)').first().evaluate((grid) => grid.closest('.fixed')?.getBoundingClientRect().width)
    return box === width
  })
  await assertWellMade(page, 'dashboard on a wall')
  await number.click()
  await page.getByRole('dialog').getByRole('heading', { name: '20 events by 2 people' }).waitFor()
  await page.keyboard.press('Escape')
  await page.getByRole('dialog').waitFor({ state: 'detached' })
  await leave.click()
  await page.getByRole('button', { name: 'Add insight' }).waitFor()
  await leave.waitFor({ state: 'detached' })
  await profile.close()
})

test('a tile that fails is said in its place, and a removed one comes back', async () => {
  const board = await owner.api('POST', at(), { name: 'Mixed' })
  for (const name of ['Good', 'Bad']) {
    // Two questions: the same one would be asked once.
    const insight = await makeInsight(name, name === 'Bad' ? { interval: 'week' } : {})
    await owner.api('PATCH', `/api/projects/${owner.project.id}/insights/${insight.id}/`, { dashboards: [board.id] })
  }
  const { profile, page } = await openAt('/dashboard', { expectErrors: [/500|Failed to load/] })
  let failing = true
  let asked = 0
  await page.route('**/query/', async (route) => {
    asked += 1
    // The second question of the page fails.
    if (failing && asked === 2) return route.fulfill({ status: 500, json: { type: 'server_error', code: 'error', detail: 'Out of memory', attr: null } })
    return route.continue()
  })
  await page.getByRole('link', { name: 'Mixed' }).click()
  const alert = page.getByRole('alert').filter({ hasText: 'This tile could not be computed' })
  await alert.waitFor()
  // The other tile has its chart, and only it.
  await page.getByRole('group', { name: /^(Good|Bad),/ }).waitFor()
  failing = false
  await alert.getByRole('button', { name: 'Try again' }).click()
  await alert.waitFor({ state: 'detached' })

  await tileOf(page, 'Good').getByRole('button', { name: 'More for Good' }).click()
  await page.getByRole('menuitem', { name: 'Remove from dashboard' }).click()
  await tileOf(page, 'Good').waitFor({ state: 'detached' })
  await page.getByRole('button', { name: 'Undo' }).click()
  await tileOf(page, 'Good').waitFor()
  await profile.close()
})

test('a template fills a dashboard; on a phone it is one column', async () => {
  const { profile, page } = await openAt('/dashboard')
  await page.getByRole('button', { name: 'New dashboard' }).click()
  await page.getByRole('radio', { name: /^Product analytics/ }).check({ force: true })
  await page.getByRole('button', { name: 'Create dashboard' }).click()
  await page.waitForURL(/\/dashboard\/\d+$/)
  await page.getByRole('region').getByRole('heading', { level: 2 }).nth(3).waitFor()
  await page.setViewportSize({ width: 390, height: 844 })
  await until('one column', async () => {
    const boxes = await page.locator('section:has(h2)').evaluateAll((all) => all.map((one) => one.getBoundingClientRect().left))
    return new Set(boxes).size === 1
  })
  await assertWellMade(page, 'dashboard on a phone')
  await profile.close()
})
