import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { after, before, test } from 'node:test'
import { signUp, startServer } from '../harness.mjs'
import { account, assertWellMade, launchBrowser, openAs } from './browser.mjs'
import { seed } from './seed.mjs'

// Calendars, box plots, times to convert and samples: each with its table, its people and its files.

let server
let browser
let owner

const day = 86_400_000
const minute = 60_000
const phone = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true }
// Two whole weeks that lie behind us, whenever the test runs.
const today = Math.floor(Date.now() / day) * day
const dayAt = (back) => new Date(today - back * day).toISOString().slice(0, 10)
const range = { date_from: dayAt(14), date_to: dayAt(1) }
const newest = new Date(today - day).toLocaleDateString('en-GB', { weekday: 'short', day: 'numeric', month: 'short', year: 'numeric', timeZone: 'UTC' }).replaceAll(',', '').replace('Sept', 'Sep')

before(async () => {
  server = await startServer()
  browser = await launchBrowser()
  owner = Object.assign(await signUp(server, account), account)
  const events = []
  const add = (event, person, at, properties) => events.push({ event, distinct_id: `person-${person}`, timestamp: new Date(at).toISOString(), properties })
  // Every day four people at nine and two of them again at two, each with a price of their own.
  for (let back = 1; back <= 14; back++) {
    const midnight = today - back * day
    for (let person = 0; person < 4; person++) add('viewed', person, midnight + 9 * 60 * minute, { price: 10 * (person + 1), plan: person % 2 ? 'pro' : 'free' })
    for (let person = 0; person < 2; person++) add('viewed', person, midnight + 14 * 60 * minute, { price: 10 * (person + 1), plan: person % 2 ? 'pro' : 'free' })
  }
  // On the last day three of them pay, after one, two and five minutes.
  for (const [person, after] of [[0, 1], [1, 2], [2, 5]]) add('paid', person, today - day + (14 * 60 * (person < 2 ? 1 : 0) + 9 * 60 * (person < 2 ? 0 : 1) + after) * minute, {})
  await seed(owner, events)
})
after(async () => {
  await browser?.close()
  await server?.remove()
})

const ask = (query, options) => openAs(browser, server, owner, `/insights/new?q=${encodeURIComponent(JSON.stringify(query))}`, options)
const viewed = (more = {}) => ({ kind: 'EventsNode', event: 'viewed', ...more })
const trend = (display, more = {}) => ({ kind: 'TrendsQuery', series: [viewed()], dateRange: range, ...more, trendsFilter: { display, ...more.trendsFilter } })
const boxes = trend('BoxPlot', { series: [viewed({ math: 'avg', math_property: 'price' })] })
const funnel = { kind: 'FunnelsQuery', series: [viewed(), { kind: 'EventsNode', event: 'paid' }], dateRange: { date_from: dayAt(1), date_to: dayAt(1) }, funnelsFilter: { funnelVizType: 'time_to_convert' } }

/** The people behind the number that was opened, with what the panel says above them; closes it again. */
async function opened(page, title, people) {
  const panel = page.getByRole('dialog')
  await panel.getByRole('heading', { name: title, exact: true }).waitFor()
  await panel.getByRole('status').getByText(people, { exact: true }).waitFor()
  await page.keyboard.press('Escape')
  await panel.waitFor({ state: 'detached' })
}

/** The file that the export menu hands to the downloads. */
async function exported(page, what) {
  await page.getByRole('button', { name: 'Export' }).click()
  const [file] = await Promise.all([page.waitForEvent('download'), page.getByRole('menuitem', { name: what }).click()])
  return readFile(await file.path())
}

async function assertFiles(page, csv) {
  assert.match(String(await exported(page, 'Numbers (CSV)')), csv)
  assert.match(String(await exported(page, 'Drawing (SVG)')), /<svg[^]*<text/)
  assert.equal((await exported(page, 'Picture (PNG)')).subarray(1, 4).toString(), 'PNG')
}

test('a calendar heat map tells the hours of a week, and every number opens its people', async () => {
  const { profile, page } = await ask(trend('ActionsLineGraph'))
  await page.getByRole('row', { name: /viewed/ }).waitFor()
  await page.getByRole('button', { name: 'Calendar heat map', exact: true }).click()
  const table = page.getByRole('table', { name: 'Numbers of viewed' })
  await table.waitFor()
  await assertWellMade(page, 'calendar')

  await page.getByRole('button', { name: '84, Total' }).click()
  await opened(page, '84 events by 4 people', '4 people')
  await table.getByRole('button', { name: '8 on Tuesdays at 09:00' }).click()
  await opened(page, '8 events by 4 people', '4 people')
  await table.getByRole('button', { name: '4 on Sundays at 14:00' }).click()
  await opened(page, '4 events by 2 people', '2 people')
  await table.getByRole('button', { name: '28 at 14:00' }).click()
  await opened(page, '28 events by 2 people', '2 people')

  // The cells: nine o'clock of the first day of the week is the tenth column.
  const chart = page.getByRole('group', { name: /^viewed, by hour and day of the week/ })
  await chart.focus()
  await page.keyboard.press('Home')
  for (let hour = 0; hour < 9; hour++) await page.keyboard.press('ArrowRight')
  await page.getByRole('status').filter({ hasText: /^on \w+days at 09:00, 8$/ }).waitFor()
  await page.keyboard.press('Enter')
  await opened(page, '8 events by 4 people', '4 people')

  await assertFiles(page, /^hour,\w+day,[^]*\n09:00,8,8,8,8,8,8,8,56\n[^]*\nall,12,12,12,12,12,12,12,84$/)
  await profile.close()
})

test('a calendar of people counts each where their sessions begin; other ways to count are explained', async () => {
  const { profile, page } = await ask(trend('CalendarHeatmap', { series: [viewed({ math: 'weekly_active' })] }))
  await page.getByText('A calendar shows when events happen or when people come.').waitFor()
  await assertWellMade(page, 'calendar of what it cannot count')
  await page.getByRole('button', { name: 'Count unique people' }).click()
  // Without session ids all events are one session, of whoever came first.
  await page.getByRole('button', { name: '1, Unique people' }).click()
  await opened(page, '1 person', '1 person')
  await profile.close()
})

test('a box plot shows how a number spreads, once it is told which', async () => {
  const { profile, page } = await ask(trend('ActionsLineGraph'))
  await page.getByRole('row', { name: /viewed/ }).waitFor()
  await page.getByRole('button', { name: 'Box plot', exact: true }).click()
  await page.getByText('A box plot shows how the numbers of a property spread.').waitFor()
  await page.getByRole('combobox', { name: 'Choose a property' }).click()
  await page.getByRole('option', { name: /^price/ }).click()
  const table = page.getByRole('table', { name: /^Numbers of viewed/ })
  await table.getByRole('button', { name: `10 in ${newest}, lowest` }).waitFor()
  await assertWellMade(page, 'box plot')

  await table.getByRole('button', { name: `20 in ${newest}, median` }).click()
  await opened(page, 'Median 20', '4 people')
  const chart = page.getByRole('group', { name: /^viewed, average of price/ })
  await chart.focus()
  await page.keyboard.press('End')
  await page.getByRole('status').filter({ hasText: /^viewed, price, \w+day \d+ \w+ \d{4}, median 20, from 10 to 40$/ }).waitFor()
  await page.keyboard.press('Enter')
  await opened(page, 'Median 20', '4 people')
  await assertFiles(page, new RegExp(`^from,lowest,lower quarter,median,mean,upper quarter,highest\\n[^]*${dayAt(1)},10,`))
  await profile.close()
})

test('a calendar and a box plot fit a phone, and say what they leave out', async () => {
  for (const colorScheme of ['light', 'dark']) {
    const more = { breakdownFilter: { breakdown: 'plan', breakdown_type: 'event' } }
    const { profile, page } = await ask({ ...trend('CalendarHeatmap'), ...more }, { ...phone, colorScheme })
    await page.getByRole('table', { name: /^Numbers of/ }).getByRole('button', { name: '8 on Fridays at 09:00' }).waitFor()
    await page.getByText('Only series A is drawn here, without the breakdown.').waitFor()
    await assertWellMade(page, `calendar on a phone, ${colorScheme}`)
    await page.goto(`/insights/new?q=${encodeURIComponent(JSON.stringify({ ...boxes, ...more }))}`)
    await page.getByRole('table', { name: /^Numbers of/ }).getByRole('button', { name: `40 in ${newest}, highest` }).waitFor()
    await assertWellMade(page, `box plot on a phone, ${colorScheme}`)
    await profile.close()
  }
})

test('both stand on a dashboard', async () => {
  const make = (name, source) => owner.api('POST', `/api/projects/${owner.project.id}/insights/`, { name, query: { kind: 'InsightVizNode', source } })
  const board = await owner.api('POST', `/api/projects/${owner.project.id}/dashboards/`, { name: 'Displays' })
  for (const [name, source] of [['Hours', trend('CalendarHeatmap')], ['Prices', boxes]]) {
    const insight = await make(name, source)
    await owner.api('PATCH', `/api/projects/${owner.project.id}/insights/${insight.id}/`, { dashboards: [board.id] })
  }
  const { profile, page } = await openAs(browser, server, owner, `/dashboard/${board.id}`, { colorScheme: 'dark' })
  const hours = page.getByRole('region', { name: 'Hours' }).getByRole('group', { name: /^Hours, by hour and day of the week/ })
  await hours.waitFor()
  await page.getByRole('region', { name: 'Prices' }).getByRole('group', { name: /^Prices/ }).waitFor()
  await assertWellMade(page, 'tiles of a calendar and a box plot')
  await hours.focus()
  await page.keyboard.press('Home')
  for (let hour = 0; hour < 14; hour++) await page.keyboard.press('ArrowRight')
  await page.getByRole('status').filter({ hasText: /^on \w+days at 14:00, 4$/ }).waitFor()
  await page.keyboard.press('Enter')
  await opened(page, '4 events by 2 people', '2 people')
  await profile.close()
})

test('the bars of the time to convert open who took so long', async () => {
  const { profile, page } = await ask(funnel)
  const table = page.getByRole('table', { name: /^Times of/ })
  await table.waitFor()
  await assertWellMade(page, 'time to convert')
  // The widths are the server's; the people of all bars are those who converted.
  const counts = table.getByRole('button')
  const names = await counts.evaluateAll((buttons) => buttons.map((button) => button.getAttribute('aria-label')))
  assert.equal(names.reduce((sum, name) => sum + Number.parseInt(name, 10), 0), 3, names.join('; '))
  await counts.last().click()
  await opened(page, names.at(-1), '1 person')
  await page.getByRole('button', { name: '3, Converted' }).click()
  await opened(page, '3 people converted', '3 people')
  const chart = page.getByRole('group', { name: /time to convert/ })
  await chart.focus()
  await page.keyboard.press('Home')
  await page.getByRole('status').filter({ hasText: /^People, [12], / }).waitFor()
  await page.keyboard.press('Enter')
  await page.getByRole('dialog').getByRole('heading', { name: names[0], exact: true }).waitFor()
  await page.keyboard.press('Escape')
  await page.getByRole('dialog').waitFor({ state: 'detached' })
  await assertFiles(page, /^from seconds,to seconds,people\n\d+,\d+,\d/)

  await page.getByRole('button', { name: 'Conversion over time' }).click()
  await page.getByRole('group', { name: /conversion over time/ }).waitFor()
  await assertFiles(page, /^series,\d{4}-\d\d-\d\d\nConversion,\d/)
  await profile.close()
})

test('a sample says how far its numbers may be off, and where nobody can say', async () => {
  const { profile, page } = await ask(trend('ActionsLineGraph', { series: [viewed({ math: 'dau' })], samplingFactor: 0.5 }))
  await page.getByText('Estimated from 50% of people. In 95 of 100 samples the true numbers lie within the ±.').waitFor()
  await page.getByRole('row', { name: /^.*viewed.*± \d/ }).waitFor()
  await assertWellMade(page, 'a sample')
  const chart = page.getByRole('group', { name: /^viewed, unique people/ })
  await chart.focus()
  await page.keyboard.press('End')
  await page.getByRole('status').filter({ hasText: /^viewed, unique people, \d ± \d+, / }).waitFor()
  await page.getByRole('button', { name: 'Table', exact: true }).click()
  await page.getByRole('columnheader', { name: 'Value' }).waitFor()
  await page.getByRole('row', { name: /^viewed, unique people \d\b.*± \d/ }).waitFor()
  // Events are told with a margin, too; averages are not.
  await page.goto(`/insights/new?q=${encodeURIComponent(JSON.stringify(trend('ActionsTable', { samplingFactor: 0.5 })))}`)
  await page.getByRole('row', { name: /^viewed \d+ .*± \d/ }).waitFor()
  await page.goto(`/insights/new?q=${encodeURIComponent(JSON.stringify(trend('ActionsTable', { series: [viewed({ math: 'avg_count_per_actor' })], samplingFactor: 0.5 })))}`)
  await page.getByText(/^Estimated from 50% of people\. These numbers come without a ±/).waitFor()
  await page.goto(`/insights/new?q=${encodeURIComponent(JSON.stringify({ ...funnel, samplingFactor: 0.5, funnelsFilter: {} }))}`)
  await page.getByRole('table', { name: /^Steps of/ }).getByRole('row', { name: /^Everybody .*± \d/ }).waitFor()
  await profile.close()
})

test('on a phone the table shows which value of a breakdown a row is', async () => {
  const series = ['viewed', 'paid'].map((event) => ({ kind: 'EventsNode', event, custom_name: `The ${event} of somebody who has been here before` }))
  const { profile, page } = await ask({ ...trend('ActionsTable'), series, breakdownFilter: { breakdown: 'plan', breakdown_type: 'event' } }, phone)
  const value = page.getByRole('table').getByText('· free').first()
  await value.waitFor()
  await assertWellMade(page, 'a table on a phone')
  const [inside, room] = await value.evaluate((text) => [text.getBoundingClientRect().right, text.closest('td').getBoundingClientRect().right])
  assert.ok(inside <= room, `the value ends at ${inside}, its cell at ${room}`)
  assert.equal(await value.evaluate((text) => text.scrollWidth > text.clientWidth), false, 'the value is whole')
  await profile.close()
})
