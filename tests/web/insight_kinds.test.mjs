import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { after, before, test } from 'node:test'
import { signUp, startServer } from '../harness.mjs'
import { account, asked, assertWellMade, hasRows, launchBrowser, openAs } from './browser.mjs'
import { seed } from './seed.mjs'

// Funnels, retention and the other kinds of insight beside trends: made, changed, opened to their people, saved, put
// on a dashboard.

let server
let browser
let owner

const hour = 3_600_000
const day = 24 * hour
const phone = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true }

before(async () => {
  server = await startServer()
  browser = await launchBrowser()
  owner = Object.assign(await signUp(server, account), account)
  const events = []
  // One moment for all, so that what lies between two events is the same on every machine.
  const now = Date.now()
  const at = (event, person, back, more = {}) =>
    events.push({ event, distinct_id: `person-${person}`, timestamp: new Date(now - back).toISOString(), properties: { plan: person % 2 === 0 ? 'pro' : 'free', ...more } })
  // Of twelve who open, eight sign up and three pay; the first six come back a day later, the first two a third time.
  for (let person = 0; person < 12; person++) {
    at('opened', person, 5 * day)
    if (person < 8) at('signed up', person, 5 * day - hour)
    if (person < 3) at('paid', person, 5 * day - 2 * hour)
    if (person < 6) at('opened', person, 4 * day)
    if (person < 2) at('opened', person, 3 * day)
  }
  // Six look at the site, four of them at its prices, two sign up.
  const look = (person, place, minute) => at('$pageview', person, 2 * day - minute * 60_000, { $current_url: `https://shop.example${place}` })
  for (let person = 0; person < 6; person++) {
    look(person, '/', 0)
    look(person, person < 4 ? '/pricing' : '/docs', 1)
    if (person < 2) look(person, '/signup', 2)
  }
  await seed(owner, events)
})
after(async () => {
  await browser?.close()
  await server?.remove()
})

/** Somebody signed in on the page. */
const openAt = (path, options) => openAs(browser, server, owner, path, options)
const asLink = (query) => `/insights/new?q=${encodeURIComponent(JSON.stringify(query))}`
const event = (name) => ({ kind: 'EventsNode', event: name })

/** Opens a number, counts the people of its panel, and closes it. */
async function drill(page, number, title, count) {
  await page.getByRole('button', { name: number }).first().click()
  const panel = page.getByRole('dialog', { name: title })
  await panel.getByRole('status').filter({ hasText: new RegExp(`^${count} (person|people)$`) }).waitFor()
  await hasRows(panel, count)
  await page.keyboard.press('Escape')
  await panel.waitFor({ state: 'detached' })
}

/** Saves what is shown, puts it on a new dashboard and waits there for what its tile shows. */
async function saveAndPlace(page, board, shows) {
  await page.keyboard.press('Control+s')
  await page.waitForURL(/\/insights\/(?!new)[A-Za-z0-9]+$/)
  await page.reload()
  await shows(page)
  const made = await owner.api('POST', `/api/projects/${owner.project.id}/dashboards/`, { name: board })
  await page.getByRole('button', { name: 'More', exact: true }).click()
  await page.getByRole('menuitem', { name: 'Add to dashboard' }).click()
  const dialog = page.getByRole('dialog', { name: 'Add to dashboard' })
  await dialog.getByRole('button', { name: new RegExp(`^${board}`) }).click()
  await dialog.getByRole('button', { name: new RegExp(`^${board}.*On it`) }).waitFor()
  await dialog.getByRole('button', { name: 'Done' }).click()
  await dialog.waitFor({ state: 'detached' })
  await page.goto(`/project/${owner.project.id}/dashboard/${made.id}`)
  await shows(page)
  await assertWellMade(page, `${board}, as a tile`)
}

const reached = (page) => page.getByRole('button', { name: '8 people reached signed up, 66.7%' }).waitFor()

test('a funnel is begun, filled, opened, changed, saved and shown on a dashboard', async () => {
  const { profile, page } = await openAt('/insights')
  await page.getByRole('button', { name: 'New insight of a kind' }).click()
  await page.getByRole('menuitem', { name: 'Funnel' }).click()
  await page.getByText('A funnel needs at least two steps.').waitFor()
  await assertWellMade(page, 'a funnel of one step')

  await page.getByRole('combobox', { name: /^Event of step 1/ }).click()
  await page.getByRole('combobox', { name: 'Find an event for 1' }).fill('opened')
  await page.getByRole('option', { name: /^opened/ }).first().click()
  for (const name of ['paid', 'signed up']) {
    await page.getByRole('combobox', { name: /^Find an event/ }).waitFor({ state: 'detached' })
    await page.getByRole('combobox', { name: 'Add step' }).click()
    await page.getByRole('combobox', { name: 'Find an event', exact: true }).fill(name)
    await page.getByRole('option', { name: new RegExp(`^${name}`) }).first().click()
  }
  await page.getByRole('button', { name: '0 people reached signed up' }).first().waitFor()
  await page.getByRole('button', { name: 'More for step 3' }).click()
  await page.getByRole('menuitem', { name: 'Move up' }).click()
  await reached(page)
  await page.getByText('Biggest loss: 5 people (62.5%) leave before “paid”.').waitFor()
  await assertWellMade(page, 'a funnel')

  await drill(page, '4 people left before signed up', '4 people left before “signed up”', 4)
  await drill(page, '3 people reached paid, 25.0%', '3 people reached “paid”', 3)

  // What was changed is in the address: away and back again it is as it was.
  await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Events' }).click()
  await page.getByRole('searchbox', { name: 'Search events' }).waitFor()
  await page.goBack()
  await reached(page)
  await asked(page, (question) => question.series.map((step) => step.event), ['opened', 'signed up', 'paid'])
  await saveAndPlace(page, 'Funnel board', reached)
  await page.goto('/insights')
  await page.getByRole('row', { name: /opened → signed up → paid/ }).getByRole('img', { name: 'Funnel' }).waitFor()
  await profile.close()
})

const funnel = { kind: 'FunnelsQuery', series: [event('opened'), event('signed up'), event('paid')], dateRange: { date_from: '-14d' } }

test('a funnel by plan, in any order, with an exclusion, and what goes with converting', async () => {
  const { profile, page } = await openAt(asLink({ ...funnel, breakdownFilter: { breakdown: 'plan', breakdown_type: 'event' } }))
  await page.getByRole('table', { name: /^Steps of/ }).getByRole('row', { name: /free/ }).waitFor()
  await drill(page, 'pro: 2 people reached paid, 33.3%', '2 people reached “paid”', 2)
  await page.getByRole('button', { name: 'Find out' }).click()
  await page.getByRole('button', { name: 'Properties of people' }).click()
  await page.getByText(/Nothing stands out|Got through/).first().waitFor()
  await assertWellMade(page, 'a funnel by plan')

  await page.getByRole('combobox', { name: 'Exclude an event' }).click()
  await page.getByRole('combobox', { name: 'Find an event that must not happen' }).fill('paid')
  await page.getByRole('option', { name: /^paid/ }).first().click()
  await page.getByText('An event that is a step cannot be excluded between the same steps.').waitFor()
  await page.getByRole('button', { name: 'Allow paid again' }).click()
  await page.getByRole('combobox', { name: 'Order of steps' }).click()
  await page.getByRole('option', { name: 'In any order' }).click()
  await page.getByText('Completed 3 steps').first().waitFor()
  await profile.close()
})

test('a funnel over time and by time, dark, on a phone', async () => {
  const { profile, page } = await openAt(asLink(funnel), { ...phone, colorScheme: 'dark' })
  await reached(page)
  await assertWellMade(page, 'funnel on a phone')
  await page.getByRole('button', { name: 'Time to convert' }).click()
  await page.getByText('Average time').waitFor()
  await page.getByRole('button', { name: 'Conversion over time' }).click()
  await page.getByRole('row', { name: /Conversion/ }).waitFor()
  await assertWellMade(page, 'conversion over time on a phone')
  await profile.close()
})

const backOnDay1 = (page) => page.getByRole('button', { name: /^50\.0%: 6 of 12 people came back on Day 1/ }).first().waitFor()

test('retention: every cell opens who came back and who did not', async () => {
  const entity = { id: 'opened', type: 'events' }
  const { profile, page } = await openAt(asLink({ kind: 'RetentionQuery', retentionFilter: { targetEntity: entity, returningEntity: entity } }))
  await backOnDay1(page)
  await assertWellMade(page, 'retention')
  await page.getByRole('button', { name: /^50\.0%: 6 of 12 people came back on Day 1/ }).click()
  const came = page.getByRole('dialog', { name: '6 people came back on Day 1' })
  await came.getByRole('status').filter({ hasText: '6 people' }).waitFor()
  await came.getByRole('button', { name: 'Who did not' }).click()
  const stayed = page.getByRole('dialog', { name: '6 people did not come back on Day 1' })
  await stayed.getByRole('status').filter({ hasText: '6 people' }).waitFor()
  await page.keyboard.press('Escape')
  await stayed.waitFor({ state: 'detached' })

  await page.getByRole('combobox', { name: 'Which time counts' }).click()
  await page.getByRole('option', { name: 'First time ever' }).click()
  await page.waitForURL((url) => JSON.parse(url.searchParams.get('q')).retentionFilter.retentionType === 'retention_first_ever_occurrence')
  await backOnDay1(page)
  await page.getByRole('button', { name: 'People', exact: true }).click()
  await page.getByRole('button', { name: /^6: 6 of 12 people came back on Day 1/ }).waitFor()
  await page.getByRole('button', { name: '%', exact: true }).click()
  await saveAndPlace(page, 'Retention board', backOnDay1)
  await profile.close()
})

test('lifecycle and stickiness: bars that open their people', async () => {
  const { profile, page } = await openAt(asLink({ kind: 'LifecycleQuery', series: [event('opened')], dateRange: { date_from: '-14d' } }))
  const lifecycle = page.getByRole('group', { name: /^Lifecycle of opened/ })
  await lifecycle.waitFor()
  await assertWellMade(page, 'lifecycle')
  await lifecycle.focus()
  // Backwards from today to the day after everybody but two had gone.
  for (let back = 0; back < 3; back++) await page.keyboard.press('ArrowLeft')
  await page.getByRole('status').filter({ hasText: /^New, / }).waitFor()

  await page.getByRole('tab', { name: 'Stickiness' }).click()
  const stickiness = page.getByRole('group', { name: /^Stickiness of opened/ })
  await stickiness.waitFor()
  await stickiness.focus()
  await page.keyboard.press('Home')
  await page.keyboard.press('Enter')
  const panel = page.getByRole('dialog', { name: '6 people were active on 1 day' })
  await panel.getByRole('status').filter({ hasText: '6 people' }).waitFor()
  await hasRows(panel, 6)
  await page.keyboard.press('Escape')
  await panel.waitFor({ state: 'detached' })
  await page.getByRole('button', { name: 'Bars', exact: true }).click()
  await assertWellMade(page, 'stickiness')
  await saveAndPlace(page, 'Stickiness board', (shown) => shown.getByRole('group', { name: /^Stickiness of opened/ }).waitFor())
  await profile.close()
})

test('switching between kinds keeps events and filters; what a number counts opens in SQL', async () => {
  const { profile, page } = await openAt(asLink({ ...funnel, properties: [{ type: 'event', key: 'plan', operator: 'exact', value: ['pro'] }] }))
  await page.getByRole('button', { name: '4 people reached signed up, 66.7%' }).waitFor()
  await page.getByRole('tab', { name: 'Trends' }).click()
  await page.getByRole('row', { name: /B signed up/ }).waitFor()
  await page.getByText('plan is pro').first().waitFor()
  await page.keyboard.press('2')
  await page.getByRole('button', { name: '4 people reached signed up, 66.7%' }).waitFor()

  await page.getByRole('button', { name: '4 people reached signed up, 66.7%' }).first().click()
  await page.getByRole('dialog').getByRole('button', { name: 'Open in SQL' }).click()
  await page.waitForURL(/\/sql\?open_query=/)
  await profile.close()
})

const toSignUp = (page) => page.getByRole('button', { name: /^2 times from \/pricing to \/signup/ }).first().waitFor()

test('paths: ribbons and steps open their people, and lead to other questions', async () => {
  const { profile, page } = await openAt('/insights')
  await page.getByRole('button', { name: 'New insight of a kind' }).click()
  await page.getByRole('menuitem', { name: 'Paths' }).click()
  const chart = page.getByRole('group', { name: /^Paths through pages/ })
  await chart.waitFor()
  await toSignUp(page)
  await assertWellMade(page, 'paths')

  const people = (title, count) => page.getByRole('dialog', { name: title }).getByRole('status').filter({ hasText: new RegExp(`^${count} people$`) }).waitFor()
  const close = async () => {
    await page.keyboard.press('Escape')
    await page.getByRole('dialog').waitFor({ state: 'detached' })
  }
  // By keyboard: to the first step, along its widest ribbon to the next, and along that one's.
  await chart.getByRole('button', { name: '/ 6, step 1' }).focus()
  for (const key of ['ArrowRight', 'ArrowRight', 'ArrowRight', 'Enter']) await page.keyboard.press(key)
  await people('2 times from “/pricing” to “/signup” by 2 people', 2)
  await close()
  const pricing = chart.getByRole('button', { name: '/pricing 4, step 2, 2 went no further' })
  await pricing.click()
  await page.getByRole('menuitem', { name: 'Who came here' }).click()
  await people('4 times to “/pricing” by 4 people', 4)
  await close()
  await pricing.click()
  await page.getByRole('menuitem', { name: 'Who went no further' }).click()
  await people('2 times no further than “/pricing” by 2 people', 2)
  await close()
  await page.getByRole('table', { name: /^Steps of/ }).getByRole('button', { name: '4 times from / to /pricing' }).click()
  await people('4 times from “/” to “/pricing” by 4 people', 4)
  await close()

  await pricing.click()
  await page.getByRole('menuitem', { name: 'Start here' }).click()
  await chart.getByRole('button', { name: '/pricing 2, step 1' }).waitFor()
  await asked(page, (question) => question.pathsFilter.startPoint, 'https://shop.example/pricing')
  await page.getByRole('button', { name: 'Start at anywhere' }).click()
  await chart.getByRole('button', { name: '/ 6, step 1' }).waitFor()

  // What is left out closes the gap; a wildcard makes one step of many.
  await page.getByRole('combobox', { name: 'Leave out a step' }).click()
  await page.getByRole('combobox', { name: 'Find a step to leave out' }).fill('/pricing')
  await page.getByRole('option', { name: 'https://shop.example/pricing' }).click()
  await chart.getByRole('button', { name: '/signup 2, step 2' }).waitFor()
  await page.getByRole('button', { name: 'Remove /pricing' }).click()
  await page.getByRole('textbox', { name: 'Add a wildcard' }).fill('/sig*')
  await page.keyboard.press('Enter')
  await chart.getByRole('button', { name: /^\/sig\* 2, step 3/ }).waitFor()
  await page.getByRole('button', { name: 'Remove /sig*' }).click()
  await toSignUp(page)

  // An event that paths do not have waits until a kind that has it is asked again.
  await page.getByRole('tab', { name: 'Trends' }).click()
  await page.getByRole('row', { name: /Pageview/ }).waitFor()
  await page.keyboard.press('4')
  await toSignUp(page)
  await saveAndPlace(page, 'Paths board', toSignUp)
  await profile.close()
})

test('paths on a phone, dark: the table, which opens the same people', async () => {
  const query = { kind: 'PathsQuery', pathsFilter: { includeEventTypes: ['$pageview'] } }
  const { profile, page } = await openAt(asLink(query), { ...phone, colorScheme: 'dark' })
  await toSignUp(page)
  assert.equal(await page.getByRole('group', { name: /^Paths through pages/ }).count(), 0)
  await assertWellMade(page, 'paths on a phone')
  await drill(page, /^2 times from \/ to \/docs/, '2 times from “/” to “/docs” by 2 people', 2)
  await profile.close()
})

test('an action is a step, a return and a series, and nothing of it is lost between kinds', async () => {
  const action = await owner.api('POST', `/api/projects/${owner.project.id}/actions/`, { name: 'Joined somehow', steps: [{ event: 'signed up' }, { event: 'paid' }] })
  const { profile, page } = await openAt(asLink({ ...funnel, series: [event('opened'), event('paid')] }))
  await page.getByRole('combobox', { name: /^Event of step 2/ }).click()
  await page.getByRole('combobox', { name: 'Find an event for 2' }).fill('joined')
  await page.getByRole('option', { name: 'Joined somehow' }).click()
  await drill(page, '8 people reached Joined somehow, 66.7%', '8 people reached “Joined somehow”', 8)
  await asked(page, (question) => question.series[1], { kind: 'ActionsNode', id: action.id, name: 'Joined somehow' })
  await page.getByRole('tab', { name: 'Retention' }).click()
  await page.getByRole('combobox', { name: 'Event of return 2: Joined somehow' }).waitFor()
  await page.getByRole('table', { name: /^opened, then Joined somehow/ }).waitFor()
  await page.getByRole('tab', { name: 'Stickiness' }).click()
  await page.getByRole('row', { name: /B Joined somehow/ }).waitFor()
  await page.getByRole('tab', { name: 'Trends' }).click()
  await page.getByRole('row', { name: /B Joined somehow/ }).getByRole('button', { name: /^11/ }).waitFor()
  await assertWellMade(page, 'an action as a series')
  await profile.close()
})

/** The file that the export menu hands to the downloads. */
async function exported(page, what) {
  await page.getByRole('button', { name: 'Export' }).click()
  const [file] = await Promise.all([page.waitForEvent('download'), page.getByRole('menuitem', { name: what }).click()])
  return { name: file.suggestedFilename(), content: await readFile(await file.path()) }
}

test('funnels, retention and paths are taken along as numbers and as pictures, and open in SQL', async () => {
  const { profile, page } = await openAt(asLink(funnel))
  await reached(page)
  const steps = await exported(page, 'Numbers (CSV)')
  assert.equal(steps.name, 'opened-signed-up-paid.csv')
  assert.match(String(steps.content), /^value,step,name,people,share of entered,median seconds\nEverybody,1,opened,12,1,\nEverybody,2,signed up,8,0\.6667,3600\n/)
  assert.match(String((await exported(page, 'Drawing (SVG)')).content), /<svg[^]*Last 14 days[^]*signed up/)
  const entity = { id: 'opened', type: 'events' }
  await page.goto(asLink({ kind: 'RetentionQuery', retentionFilter: { targetEntity: entity, returningEntity: entity } }))
  await backOnDay1(page)
  assert.match(String((await exported(page, 'Numbers (CSV)')).content), /^began,Day 0,Day 1[^]*,12,6,2,/)
  assert.deepEqual([...(await exported(page, 'Picture (PNG)')).content.subarray(1, 4)].map((byte) => String.fromCharCode(byte)).join(''), 'PNG')
  await page.goto(asLink({ kind: 'PathsQuery', pathsFilter: { includeEventTypes: ['$pageview'] } }))
  await toSignUp(page)
  assert.match(String((await exported(page, 'Numbers (CSV)')).content), /^step,from,to,times,average seconds\n1,https:\/\/shop\.example,https:\/\/shop\.example\/pricing,4,60\n/)

  // What was asked of several series is one statement.
  await page.goto(asLink({ kind: 'TrendsQuery', series: [event('opened'), event('paid')] }))
  await page.getByRole('row', { name: /B paid/ }).waitFor()
  await page.getByRole('button', { name: 'More', exact: true }).click()
  await page.getByRole('menuitem', { name: 'Open in SQL' }).click()
  await page.waitForURL(/\/sql\?open_query=/)
  await page.getByRole('textbox', { name: 'Question in SQL' }).waitFor()
  await page.getByRole('banner').getByRole('button', { name: 'Run', exact: true }).click()
  await page.getByRole('columnheader', { name: /series/ }).waitFor()
  await profile.close()
})

test('a funnel of three steps fits a narrow tile, and an insight without a name is called what it asks', async () => {
  const board = await owner.api('POST', `/api/projects/${owner.project.id}/dashboards/`, { name: 'Narrow board' })
  await owner.api('POST', `/api/projects/${owner.project.id}/insights/`, { query: { kind: 'InsightVizNode', source: { ...funnel, dateRange: { date_from: '-21d' } } }, saved: true, dashboards: [board.id] })
  const { profile, page } = await openAt(`/dashboard/${board.id}`, { viewport: { width: 1024, height: 768 } })
  await reached(page)
  await assertWellMade(page, 'a funnel in a narrow tile')
  const scrolls = await page.getByRole('list', { name: /opened → signed up → paid/ }).evaluate((list) => list.scrollWidth > list.clientWidth || list.parentElement.scrollWidth > list.parentElement.clientWidth)
  assert.equal(scrolls, false)
  await page.goto('/insights')
  await page.getByRole('row', { name: /opened → signed up → paid/ }).first().waitFor()
  assert.equal(await page.getByRole('link', { name: 'Untitled' }).count(), 0)
  await profile.close()
})

test('a funnel beside the period before: every part opens the people of its own period', async () => {
  // Everybody opened five days ago: the days before that are the period compared with.
  const { profile, page } = await openAt(asLink({ ...funnel, dateRange: { date_from: '-3d' } }))
  await page.getByRole('button', { name: 'Comparison' }).click()
  await page.getByRole('menuitemradio', { name: 'previous period' }).click()
  const before = page.getByRole('button', { name: 'Everybody, before: 8 people reached signed up, 66.7%' })
  await before.waitFor()
  await page.getByText('Conversion before').waitFor()
  await assertWellMade(page, 'a funnel compared')
  await drill(page, 'Everybody, before: 8 people reached signed up, 66.7%', '8 people reached “signed up”', 8)
  await page.keyboard.press('x')
  await before.waitFor({ state: 'detached' })
  await profile.close()
})
