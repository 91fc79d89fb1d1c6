import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { signUp, startServer, until } from '../harness.mjs'
import { account, asked, assertWellMade, hasRows, launchBrowser, openAs } from './browser.mjs'
import { seed } from './seed.mjs'

// The parts that questions of every kind are made of: what they are broken down by, who is counted, which days.

let server
let browser
let owner
let cohort

const hour = 3_600_000
const day = 24 * hour
const phone = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true }

before(async () => {
  server = await startServer()
  browser = await launchBrowser()
  owner = Object.assign(await signUp(server, account), account)
  // One moment for all, so that what lies between two events is the same on every machine.
  const now = Date.now()
  const events = []
  const add = (event, id, back, properties) => events.push({ event, distinct_id: id, timestamp: new Date(now - back).toISOString(), properties })
  for (let company = 0; company < 4; company++) {
    add('$groupidentify', 'person-0', 6 * day, { $group_type: 'company', $group_key: `company-${company}`, $group_set: { name: `Company ${company}`, tier: company < 2 ? 'gold' : 'basic' } })
  }
  // Twelve people in four companies open, those of the first three sign up, four of two companies pay.
  for (let person = 0; person < 12; person++) {
    const at = (event, back, more = {}) => add(event, `person-${person}`, back, { $groups: { company: `company-${person % 4}` }, $session_id: `session-${person}`, ...more })
    at('opened', 5 * day, { $set: { vip: person < 3 ? 'yes' : 'no' } })
    if (person % 4 < 3) at('signed up', 5 * day - hour)
    if (person % 4 < 2 && person < 8) at('paid', 5 * day - hour - 600_000, { amount: 10 + person, currency: person === 5 ? 'EUR' : 'USD' })
    if (person < 6) at('opened', 4 * day)
  }
  await seed(owner, events)
  cohort = await owner.api('POST', `/api/projects/${owner.project.id}/cohorts/`, {
    name: 'Very important',
    filters: { properties: { type: 'AND', values: [{ type: 'person', key: 'vip', operator: 'exact', value: ['yes'] }] } },
  })
  await until('the cohort is computed', async () => (await owner.api('GET', `/api/projects/${owner.project.id}/cohorts/${cohort.id}/`)).count === 3)
})
after(async () => {
  await browser?.close()
  await server?.remove()
})

/** Somebody signed in on the page of a question. */
const ask = (query, options) => openAs(browser, server, owner, `/insights/new?q=${encodeURIComponent(JSON.stringify(query))}`, options)
const event = (name, more = {}) => ({ kind: 'EventsNode', event: name, ...more })
const range = { date_from: '-14d' }
const trend = { kind: 'TrendsQuery', series: [event('opened')], dateRange: range }
const funnel = { kind: 'FunnelsQuery', series: [event('opened'), event('signed up'), event('paid')], dateRange: range }

/** Adds a breakdown: opens the list, looks for it, takes it. */
async function breakDownBy(page, search, option) {
  await page.getByRole('combobox', { name: 'Add breakdown' }).click()
  await page.getByRole('combobox', { name: /^Find (a property|another cohort)/ }).fill(search)
  await page.getByRole('option', { name: option }).first().click()
  await page.getByRole('combobox', { name: /^Find (a property|another cohort)/ }).waitFor({ state: 'detached' })
}

/** Opens a number and counts the rows of its panel. */
async function drill(page, number, title, rows) {
  await number.click()
  const panel = page.getByRole('dialog', { name: title })
  await hasRows(panel, rows)
  await assertWellMade(page, `${title}, opened`)
  await page.keyboard.press('Escape')
  await panel.waitFor({ state: 'detached' })
}

test('a trend by cohort beside everybody, and the same as a funnel and as retention', async () => {
  const { profile, page } = await ask(trend)
  await page.getByRole('row', { name: /opened/ }).waitFor()
  await breakDownBy(page, 'important', /Very important/)
  await page.getByRole('row', { name: /Very important/ }).waitFor()
  await breakDownBy(page, 'every', /Everybody/)
  await page.getByRole('row', { name: /Everybody/ }).waitFor()
  await asked(page, (question) => question.breakdownFilter, { breakdown: [cohort.id, 'all'], breakdown_type: 'cohort' })
  await assertWellMade(page, 'a trend by cohort')
  await drill(page, page.getByRole('row', { name: /Very important/ }).getByRole('button', { name: '6 in Very important, whole range' }), /^6 events/, 3)

  // A link brings it back, with the names.
  await page.reload()
  await page.getByRole('row', { name: /Very important/ }).waitFor()
  await page.getByRole('link', { name: 'Funnel' }).or(page.getByRole('tab', { name: 'Funnel' })).first().click()
  await page.getByText('A funnel needs at least two steps.').waitFor()
  await asked(page, (question) => question.breakdownFilter, { breakdown: [cohort.id, 'all'], breakdown_type: 'cohort' })
  await profile.close()

  const split = { breakdownFilter: { breakdown: [cohort.id, 'all'], breakdown_type: 'cohort' } }
  const second = await ask({ ...funnel, ...split })
  const steps = second.page.getByRole('table', { name: /^Steps of/ })
  await steps.getByRole('button', { name: '9 people of Everybody reached signed up' }).waitFor()
  await drill(second.page, steps.getByRole('button', { name: '3 people of Very important reached signed up' }), '3 people reached “signed up”', 3)
  await second.page.getByRole('button', { name: 'Conversion over time' }).click()
  await second.page.getByRole('row', { name: /Very important/ }).waitFor()
  await second.profile.close()

  const entity = { id: 'opened', type: 'events' }
  const third = await ask({ kind: 'RetentionQuery', dateRange: range, retentionFilter: { targetEntity: entity, returningEntity: entity }, ...split }, { colorScheme: 'dark' })
  await third.page.getByText('Very important').nth(1).waitFor()
  await assertWellMade(third.page, 'retention by cohort')
  await third.profile.close()
})

test('properties of groups and of sessions, one in a funnel, several in retention', async () => {
  const { profile, page } = await ask(funnel)
  await page.getByRole('table', { name: /^Steps of/ }).waitFor()
  await breakDownBy(page, 'tier', /tier.*Company/)
  await page.getByRole('table', { name: /^Steps of/ }).getByRole('row', { name: /^gold/ }).getByRole('button', { name: '6 people of gold reached signed up' }).waitFor()
  await asked(page, (question) => question.breakdownFilter, { breakdown: 'tier', breakdown_type: 'group', breakdown_group_type_index: 0 })
  await page.getByRole('combobox', { name: 'Add breakdown' }).waitFor({ state: 'detached' })
  await profile.close()

  const entity = { id: 'opened', type: 'events' }
  const second = await ask({ kind: 'RetentionQuery', dateRange: range, retentionFilter: { targetEntity: entity, returningEntity: entity } })
  await second.page.getByRole('button', { name: /12 people began/ }).first().waitFor()
  await breakDownBy(second.page, 'tier', /tier.*Company/)
  await second.page.getByText('gold', { exact: true }).first().waitFor()
  await breakDownBy(second.page, 'channel', /Channel type/)
  await second.page.getByText(/^gold · /).first().waitFor()
  await assertWellMade(second.page, 'retention by two properties')
  await second.profile.close()
})

test('companies are counted instead of people, in a funnel and in a trend', async () => {
  const { profile, page } = await ask(funnel)
  await page.getByRole('button', { name: '9 people reached signed up, 75.0%' }).waitFor()
  await page.getByRole('combobox', { name: 'Who is counted' }).click()
  await page.getByRole('option', { name: 'Companies' }).click()
  const reached = page.getByRole('button', { name: '3 companies reached signed up, 75.0%' })
  await reached.waitFor()
  await asked(page, (question) => question.aggregation_group_type_index, 0)
  await drill(page, reached, '3 companies reached “signed up”', 3)
  await reached.click()
  const panel = page.getByRole('dialog')
  await panel.getByRole('tab', { name: 'Companies' }).waitFor()
  await panel.locator('[data-row]').first().click()
  await panel.getByRole('link', { name: 'Open its page' }).waitFor()
  await panel.getByText('opened', { exact: true }).first().waitFor()
  await assertWellMade(page, 'a company behind a number')
  await page.keyboard.press('Escape')
  await page.keyboard.press('Escape')
  // Undo brings people back, other kinds of question count companies, too.
  await page.keyboard.press('Control+z')
  await page.getByRole('button', { name: '9 people reached signed up, 75.0%' }).waitFor()
  await profile.close()

  const second = await ask(trend, { colorScheme: 'dark' })
  await second.page.getByRole('row', { name: /opened/ }).waitFor()
  await second.page.getByRole('combobox', { name: 'Counting of series A' }).click()
  await second.page.getByRole('option', { name: 'Unique companies' }).click()
  const most = second.page.getByRole('row', { name: /opened, unique companies/ }).getByRole('button', { name: '4 in opened, unique companies, highest' })
  await drill(second.page, most, '4 companies', 4)
  await second.profile.close()
})

test('every kind that counts people counts companies, on a phone', async () => {
  const counting = { dateRange: range, aggregation_group_type_index: 0 }
  const series = [event('opened')]
  const entity = { id: 'opened', type: 'events' }
  const shown = [
    [{ kind: 'StickinessQuery', series }, (page) => page.getByRole('row', { name: /opened/ })],
    [{ kind: 'LifecycleQuery', series }, (page) => page.getByRole('row', { name: /New/ })],
    [{ kind: 'PathsQuery', pathsFilter: { includeEventTypes: ['custom_event'] } }, (page) => page.getByRole('table')],
    [{ kind: 'RetentionQuery', retentionFilter: { targetEntity: entity, returningEntity: entity } }, (page) => page.getByRole('button', { name: /4 companies began/ })],
  ]
  const { profile, page } = await ask({ ...shown[0][0], ...counting }, phone)
  for (const [query, what] of shown) {
    await page.goto(`/insights/new?q=${encodeURIComponent(JSON.stringify({ ...query, ...counting }))}`)
    await what(page).first().waitFor()
    await asked(page, (question) => question.aggregation_group_type_index, 0)
    await page.getByRole('button', { name: 'Question' }).click()
    const sheet = page.getByRole('dialog', { name: 'Question' })
    await sheet.getByRole('combobox', { name: 'Who is counted' }).filter({ hasText: 'Companies' }).waitFor()
    await assertWellMade(page, `${query.kind} of companies`)
    await page.keyboard.press('Escape')
    await sheet.waitFor({ state: 'detached' })
  }
  await profile.close()
})

test('weekdays, complete periods and a sample are asked for, kept by undo and by the address', async () => {
  const { profile, page } = await ask({ ...trend, dateRange: { date_from: '-14d' } })
  await page.getByRole('row', { name: /opened/ }).waitFor()
  await page.getByRole('button', { name: /^Date range/ }).click()
  const dates = page.getByRole('dialog', { name: 'Date range' })
  await dates.getByRole('button', { name: 'Sat', exact: true }).click()
  await dates.getByRole('button', { name: 'Sun', exact: true }).click()
  await dates.getByRole('switch', { name: 'Only complete periods' }).click()
  await page.getByRole('button', { name: 'Date range: Last 14 days, weekdays, complete' }).waitFor()
  await asked(page, (question) => question.dateRange, { date_from: '-14d', daysOfWeek: [1, 2, 3, 4, 5], excludeIncompletePeriods: true })
  await assertWellMade(page, 'days of the week')
  // Other dates leave the days as they are.
  await dates.getByRole('button', { name: 'Last 30 days' }).click()
  await page.getByRole('button', { name: 'Date range: Last 30 days, weekdays, complete' }).waitFor()
  await page.getByText(/so far/i).first().waitFor({ state: 'detached' })
  // Changes that follow each other quickly are undone together; these two are to be steps of their own.
  await page.reload()
  await page.getByRole('button', { name: 'Date range: Last 30 days, weekdays, complete' }).waitFor()
  await page.getByRole('combobox', { name: 'Share of people asked about' }).click()
  await page.getByRole('option', { name: '50% of people' }).click()
  await asked(page, (question) => question.samplingFactor, 0.5)
  await page.keyboard.press('Control+z')
  await page.waitForURL((url) => !url.search.includes('samplingFactor'))
  await page.reload()
  await page.getByRole('button', { name: 'Date range: Last 30 days, weekdays, complete' }).waitFor()
  await profile.close()
})

test('amounts count in the currency of the project, by the property that names it', async () => {
  const { profile, page } = await ask({ ...trend, series: [event('paid', { math: 'sum', math_property: 'amount' })] })
  // 10, 11, 14 and 15, the last of them in euros.
  await page.getByRole('button', { name: '50 in paid, sum of amount, whole range' }).waitFor()
  await page.getByRole('combobox', { name: 'Currency of series A' }).click()
  await page.getByRole('option', { name: 'Only those in USD, by a property' }).click()
  await page.getByRole('combobox', { name: 'Currency property of series A: choose one' }).click()
  await page.getByRole('combobox', { name: 'Find the property with the currency' }).fill('currency')
  await page.getByRole('option', { name: /^currency/ }).first().click()
  await page.getByRole('button', { name: '35 in paid, sum of amount, whole range' }).waitFor()
  await asked(page, (question) => question.series[0].math_property_revenue_currency, { property: 'currency' })
  await assertWellMade(page, 'amounts in a currency')
  await profile.close()
})

test('what happened around a step of a funnel is asked as paths, from the panel and from the editor', async () => {
  const { profile, page } = await ask(funnel)
  await page.getByRole('button', { name: '9 people reached signed up, 75.0%' }).click()
  const panel = page.getByRole('dialog', { name: '9 people reached “signed up”' })
  await panel.getByRole('button', { name: 'Their paths' }).click()
  await page.getByRole('menuitem', { name: 'After “signed up”' }).click()
  await page.waitForURL(/PathsQuery/)
  await page.getByRole('button', { name: /^4 times from “signed up” to “paid”/ }).or(page.getByRole('button', { name: /signed up.*paid/ })).first().waitFor()
  await asked(page, (question) => question.funnelPathsFilter.funnelPathType, 'funnel_path_after_step')
  await asked(page, (question) => question.funnelPathsFilter.funnelStep, 2)
  await page.getByText('Paths after “signed up”').first().waitFor()
  await assertWellMade(page, 'paths around a step')
  await page.getByRole('combobox', { name: 'Which part of the paths' }).click()
  await page.getByRole('option', { name: 'On the way to' }).click()
  await page.waitForURL(/funnel_path_between_steps/)
  await page.goBack()
  await page.getByRole('table', { name: /^Steps of/ }).waitFor()

  await page.getByRole('button', { name: 'More for step 3' }).click()
  await page.getByRole('menuitem', { name: 'Paths between “signed up” and “paid”' }).click()
  await page.waitForURL(/PathsQuery/)
  await asked(page, ({ funnelPathsFilter }) => [funnelPathsFilter.funnelPathType, funnelPathsFilter.funnelStep], ['funnel_path_between_steps', 3])
  await page.getByRole('tab', { name: 'Paths' }).or(page.getByRole('button', { name: 'Paths', exact: true })).first().waitFor()
  await page.keyboard.press('Control+z')
  await page.getByRole('table', { name: /^Steps of/ }).waitFor()
  await profile.close()
})
