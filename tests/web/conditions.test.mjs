import { after, before, test } from 'node:test'
import { signUp, startServer, until } from '../harness.mjs'
import { account, assertWellMade, launchBrowser, openAs } from './browser.mjs'
import { seed } from './seed.mjs'

// Conditions on what neither an event nor a person carries: properties of groups and of sessions, and cohorts.

let server
let browser
let owner
let cohort

const day = 86_400_000
const phone = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true }
// Yesterday at noon, whenever the test runs.
const noon = Math.floor(Date.now() / day) * day - day / 2
const range = { date_from: new Date(noon).toISOString().slice(0, 10), date_to: new Date(noon).toISOString().slice(0, 10) }

/** A session's id carries when it began. */
function sessionId(at, number) {
  const hex = at.toString(16).padStart(12, '0')
  return `${hex.slice(0, 8)}-${hex.slice(8)}-7000-8000-${String(number).padStart(12, '0')}`
}

before(async () => {
  server = await startServer()
  browser = await launchBrowser()
  owner = Object.assign(await signUp(server, account), account)
  const events = []
  const add = (event, person, at, properties) => events.push({ event, distinct_id: `person-${person}`, timestamp: new Date(at).toISOString(), properties })
  for (const [company, tier] of [[0, 'gold'], [1, 'basic']]) {
    add('$groupidentify', 0, noon - 1, { $group_type: 'company', $group_key: `company-${company}`, $group_set: { name: `Company ${company}`, tier } })
  }
  // Six people view two pages each: three begin at the prices, three are in the gold company, two are very important.
  for (let person = 0; person < 6; person++) {
    const pages = person < 3 ? ['pricing', 'docs'] : ['docs', 'pricing']
    pages.forEach((name, i) =>
      add('$pageview', person, noon + i * 60_000, {
        $current_url: `https://acme.example/${name}`,
        $pathname: `/${name}`,
        $session_id: sessionId(noon, person),
        $groups: { company: `company-${person % 2}` },
        $set: { vip: person < 2 ? 'yes' : 'no' },
      }),
    )
  }
  await seed(owner, events)
  cohort = await owner.api('POST', `/api/projects/${owner.project.id}/cohorts/`, {
    name: 'Very important',
    filters: { properties: { type: 'AND', values: [{ type: 'person', key: 'vip', operator: 'exact', value: ['yes'] }] } },
  })
  await until('the cohort is computed', async () => (await owner.api('GET', `/api/projects/${owner.project.id}/cohorts/${cohort.id}/`)).count === 2)
})
after(async () => {
  await browser?.close()
  await server?.remove()
})

const ask = (query, options) => openAs(browser, server, owner, `/insights/new?q=${encodeURIComponent(JSON.stringify(query))}`, options)
const pageviews = { kind: 'EventsNode', event: '$pageview' }
const all = { dateRange: range, properties: [] }
const total = (page, count) => page.getByRole('button', { name: `${count} in Pageview, whole range` })

/** The condition, which can be changed; a button beside it takes it away. */
const chip = (page, text) => page.locator(`button[title="${text}"]`)

/** Opens the picker of conditions with the button, looks for something and takes it. */
async function add(page, button, search, option) {
  await page.getByRole('combobox', { name: button, exact: true }).click()
  const field = page.getByRole('combobox', { name: 'Find a property' })
  await field.fill(search)
  await page.getByRole('option', { name: option }).first().click()
  await field.waitFor({ state: 'detached' })
}

/** Gives the condition that is open the value. */
async function giveValue(page, of, value) {
  const field = page.getByRole('combobox', { name: `Value of ${of}` })
  await field.fill(value)
  await page.getByRole('option', { name: value, exact: true }).click()
  await page.keyboard.press('Escape')
  await field.waitFor({ state: 'detached' })
}

test('a trend is narrowed by groups, sessions and cohorts, and a link brings the conditions back', async () => {
  const { profile, page } = await ask({ kind: 'TrendsQuery', series: [pageviews], ...all })
  await total(page, 12).waitFor()

  await add(page, 'Add filter', 'tier', /^tier/)
  await giveValue(page, 'tier', 'gold')
  await total(page, 6).waitFor()
  await chip(page, 'Company: tier is gold').waitFor()
  await assertWellMade(page, 'a condition on a group')

  await add(page, 'Add filter', 'entry path', /^Entry pathname/)
  await giveValue(page, 'Entry pathname', '/pricing')
  await total(page, 4).waitFor()

  await add(page, 'Add filter', 'important', /^Very important/)
  await total(page, 2).waitFor()
  await page.getByRole('combobox', { name: 'Operator' }).click()
  await page.getByRole('option', { name: 'People not in this cohort' }).click()
  await chip(page, 'Not in Very important').waitFor()
  await page.getByRole('option', { name: 'People not in this cohort' }).waitFor({ state: 'detached' })
  await page.keyboard.press('Escape')
  await page.getByRole('combobox', { name: 'Operator' }).waitFor({ state: 'detached' })
  await total(page, 2).waitFor()

  await page.reload()
  for (const name of ['Company: tier is gold', 'Entry pathname is /pricing', 'Not in Very important']) await chip(page, name).waitFor()
  await total(page, 2).waitFor()
  await total(page, 2).click()
  const panel = page.getByRole('dialog')
  await panel.getByRole('status').getByText('1 person', { exact: true }).waitFor()
  await panel.getByText('person-2').first().waitFor()
  await profile.close()
})

test('questions of every kind take them', async () => {
  const properties = [
    { type: 'group', key: 'tier', operator: 'exact', value: ['gold'], group_type_index: 0 },
    { type: 'session', key: '$entry_pathname', operator: 'exact', value: ['/pricing'] },
    { type: 'cohort', key: 'id', value: cohort.id, operator: 'in', label: 'Very important' },
  ]
  const entity = { id: '$pageview', type: 'events' }
  const { profile, page } = await ask({ kind: 'LifecycleQuery', series: [pageviews], dateRange: range, properties })
  const chips = async () => {
    for (const name of ['Company: tier is gold', 'Entry pathname is /pricing', 'In Very important']) await chip(page, name).waitFor()
    await page.getByText(/^Computed/).waitFor()
  }
  const go = async (query) => {
    await page.goto(`/insights/new?q=${encodeURIComponent(JSON.stringify({ dateRange: range, properties, ...query }))}`)
    await chips()
  }
  await chips()
  await page.getByRole('row', { name: /New/ }).waitFor()
  await go({ kind: 'StickinessQuery', series: [pageviews] })
  await page.getByRole('row', { name: /Pageview/ }).waitFor()
  await go({ kind: 'FunnelsQuery', series: [pageviews, pageviews] })
  await page.getByRole('table', { name: /^Steps of/ }).getByRole('button', { name: '1 person of Everybody entered with Pageview' }).waitFor()
  await go({ kind: 'RetentionQuery', retentionFilter: { targetEntity: entity, returningEntity: entity } })
  await page.getByRole('table').getByRole('button', { name: /1 person began/ }).first().waitFor()
  await go({ kind: 'PathsQuery', pathsFilter: { includeEventTypes: ['$pageview'] } })
  await page.getByText('/pricing').last().waitFor()
  await profile.close()
})

test('the list of events takes them, too, on a phone', async () => {
  const { profile, page } = await openAs(browser, server, owner, `/activity/explore?q=${encodeURIComponent(JSON.stringify({ kind: 'EventsQuery', select: ['*', 'event', 'person', 'timestamp'], event: '$pageview', after: range.date_from }))}`, phone)
  const rows = page.getByRole('table', { name: 'Events' }).locator('[data-row]')
  const shows = (count) => page.waitForFunction((wanted) => document.querySelectorAll('table[aria-label="Events"] [data-row]').length === wanted, count)
  await rows.first().waitFor()
  await shows(12)
  await add(page, 'Filter', 'tier', /^tier/)
  await giveValue(page, 'tier', 'gold')
  await shows(6)
  await add(page, 'Filter', 'important', /^Very important/)
  // The condition opens once the picker is gone.
  await page.getByRole('combobox', { name: 'Operator' }).waitFor()
  await page.keyboard.press('Escape')
  await page.getByRole('combobox', { name: 'Operator' }).waitFor({ state: 'detached' })
  await shows(2)
  await add(page, 'Filter', 'entry path', /^Entry pathname/)
  await giveValue(page, 'Entry pathname', '/docs')
  await page.getByText('No “Pageview” matches').waitFor()
  await assertWellMade(page, 'events with conditions of every kind')
  await profile.close()
})
