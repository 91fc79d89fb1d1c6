// A project that nobody tidied up: five thousand names of events, names of 300 characters, markup, right-to-left text,
// emoji, numbers that were sent as text; and one without anything. Nothing breaks, nothing is cut without a way to read
// it, lists draw only what is in sight.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { signUp, startServer, until, withoutDashboards } from '../harness.mjs'
import { account, assertWellMade, hasFocus, launchBrowser, openAs, settled } from './browser.mjs'
import { seed } from './seed.mjs'

let server
let browser
let owner

const day = 86_400_000
const noon = Math.floor(Date.now() / day) * day - day / 2
const at = (minutes) => new Date(noon + minutes * 60_000).toISOString()
const range = { date_from: new Date(noon - 2 * day).toISOString().slice(0, 10), date_to: new Date(noon).toISOString().slice(0, 10) }

const names = 5000
const nameOf = (i) => `event ${String(i).padStart(4, '0')}`
const sent = `The customer ${'who came back '.repeat(21)}`.slice(0, 299).padEnd(300, '.')
// Ingestion keeps the first 200 characters of an event's name.
const long = sent.slice(0, 200)
const markup = '<img src=x onerror="alert(1)"> & <b>bold</b>'
const arabic = 'تم دفع الطلب ١٢٣'
const emoji = '🎉 party 👩‍👩‍👧 ok'
const odd = [long, markup, arabic, emoji]
const values = [sent, markup, arabic, emoji]

before(async () => {
  server = await startServer()
  browser = await launchBrowser()
  owner = Object.assign(await signUp(server, account), account)
  for (let first = 0; first < names; first += 1000) {
    await seed(owner, Array.from({ length: 1000 }, (_, i) => ({ event: nameOf(first + i), distinct_id: `person-${i % 20}`, timestamp: at(i % 60), properties: { plan: 'pro' } })))
  }
  const events = []
  for (const [i, name] of odd.entries()) {
    for (const [j, value] of [...values, '12', '7.5'].entries()) {
      events.push({
        event: i === 0 ? sent : name,
        distinct_id: [arabic, emoji, '<i>somebody</i>', 'x'.repeat(190)][(i + j) % 4],
        timestamp: at(60 + j),
        properties: { said: value, price: String(j + 0.5), [name.slice(0, 200)]: value, $current_url: `https://acme.example/${encodeURIComponent(value)}`, $set: { called: value } },
      })
    }
  }
  await seed(owner, events)
  await until('every definition', async () => (await api('GET', 'event_definitions/?limit=1')).count === names + odd.length)
})
after(async () => {
  await browser?.close()
  await server?.remove()
})

const api = (method, place, body) => owner.api(method, `/api/projects/${owner.project.id}/${place}`, body)
const sizes = [
  [1440, 900],
  [390, 844],
]

/** Text that does not fit and that no pointer and no screen reader can get in full. */
const cutForGood = (page) =>
  page.evaluate(() => {
    const cut = []
    for (const element of document.querySelectorAll('body *')) {
      const own = [...element.childNodes].some((node) => node.nodeType === 3 && node.textContent.trim() !== '')
      if (!own || element.clientWidth <= 1 || element.getClientRects().length === 0 || getComputedStyle(element).textOverflow !== 'ellipsis') continue
      if (element.scrollWidth <= element.clientWidth + 1 || element.closest('[title], [aria-label], input, textarea, select') || element.querySelector('[title]')) continue
      cut.push(`${element.tagName} “${element.textContent.trim().slice(0, 60)}”`)
    }
    return [...new Set(cut)]
  })

async function assertReadable(page, what) {
  for (const [width, height] of sizes) {
    await page.setViewportSize({ width, height })
    await settled(page)
    await assertWellMade(page, `${what} at ${width} px`)
    assert.deepEqual(await cutForGood(page), [], `cut without a title: ${what} at ${width} px`)
    assert.equal(await page.locator('main img, main b').count(), 0, `markup became part of the page: ${what}`)
  }
  await page.setViewportSize({ width: 1440, height: 900 })
}

async function open(path, options) {
  const opened = await openAs(browser, server, owner, path, options)
  opened.page.on('dialog', (dialog) => opened.profile.problems.push(`the page asked: ${dialog.message()}`))
  return opened
}
const asked = (query) => `/insights/new?q=${encodeURIComponent(JSON.stringify({ dateRange: range, ...query }))}`
const series = odd.map((event) => ({ kind: 'EventsNode', event }))
const computed = (page) => page.getByText(/^Computed/).waitFor()

test('a picker of five thousand names finds one at once, and draws only what is in sight', async () => {
  const { profile, page } = await open(asked({ kind: 'TrendsQuery', series: [{ kind: 'EventsNode', event: nameOf(7) }] }))
  await page.getByRole('row', { name: nameOf(7) }).waitFor()
  await page.keyboard.press('e')
  const field = page.getByRole('combobox', { name: /^Find an event/ })
  await hasFocus(field)
  await page.getByRole('option').nth(5).waitFor()
  assert.ok((await page.getByRole('option').count()) <= 110, 'a hundred names at most')
  for (const [typed, found] of [['4321', /^event 4321/], ['zzz nothing', null], ['دفع', arabic], ['🎉', emoji], ['<img', markup], ['customer who', long]]) {
    await field.fill(typed)
    if (found === null) await page.getByText(/^No event.* matches/).waitFor()
    else await page.getByRole('option', { name: found }).first().waitFor()
  }
  assert.deepEqual(await cutForGood(page), [])
  await page.keyboard.press('Enter')
  await field.waitFor({ state: 'detached' })
  await page.getByRole('row', { name: /The customer/ }).first().waitFor()
  await assertReadable(page, 'a trend of a long name')
  await profile.close()
})

test('charts, legends and tables of odd names and values, in every kind of question', async (t) => {
  const { profile, page } = await open('/settings/project')
  const shows = async (name, query, shown) => {
    await t.test(name, async () => {
      await page.goto(asked(query))
      await computed(page)
      await shown().first().waitFor()
      await assertReadable(page, name)
    })
  }
  const breakdownFilter = { breakdown: 'said', breakdown_type: 'event' }
  const all = [{ kind: 'EventsNode', event: null }]
  await shows('four series', { kind: 'TrendsQuery', series, compareFilter: { compare: true } }, () => page.getByRole('row', { name: /party/ }))
  for (const display of ['ActionsBarValue', 'ActionsPie', 'ActionsTable', 'ActionsBar', 'BoldNumber']) {
    await shows(`a breakdown as ${display}`, { kind: 'TrendsQuery', series: all, breakdownFilter, trendsFilter: { display } }, () => page.getByText(/party/))
  }
  await shows('numbers that are text, added up', { kind: 'TrendsQuery', series: [{ kind: 'EventsNode', event: emoji, math: 'sum', math_property: 'price' }], breakdownFilter: { breakdown: 'price', breakdown_type: 'event' } }, () => page.getByRole('row', { name: /0\.5/ }))
  await shows('numbers that are text, compared', { kind: 'TrendsQuery', series: all, properties: [{ type: 'event', key: 'price', operator: 'gt', value: 3 }] }, () => page.getByRole('row', { name: /All events/ }))
  await shows('a funnel', { kind: 'FunnelsQuery', series: series.slice(0, 3), breakdownFilter }, () => page.getByRole('table', { name: /^Steps of/ }))
  await shows('a funnel from top to bottom', { kind: 'FunnelsQuery', series: series.slice(0, 3), funnelsFilter: { layout: 'horizontal' } }, () => page.getByRole('table', { name: /^Steps of/ }))
  await shows('retention', { kind: 'RetentionQuery', retentionFilter: { targetEntity: { id: long, type: 'events' }, returningEntity: { id: arabic, type: 'events' } } }, () => page.getByRole('row', { name: /^Mean/ }))
  await shows('paths', { kind: 'PathsQuery', pathsFilter: { includeEventTypes: ['custom_event'] } }, () => page.getByRole('table', { name: /^Steps of/ }))
  await shows('stickiness', { kind: 'StickinessQuery', series }, () => page.getByRole('row', { name: /party/ }))
  await shows('lifecycle', { kind: 'LifecycleQuery', series: series.slice(0, 1) }, () => page.getByRole('row', { name: /New/ }))
  await profile.close()
})

test('a number of an odd value opens its people, and one of them', async () => {
  const { profile, page } = await open(asked({ kind: 'TrendsQuery', series: [{ kind: 'EventsNode', event: null }], breakdownFilter: { breakdown: 'said', breakdown_type: 'event' }, trendsFilter: { display: 'ActionsTable' } }))
  for (const value of [/party/, /تم/, /<img/, /^The customer/]) {
    await page.getByRole('row', { name: value }).locator('button.link-num').first().click()
    const panel = page.getByRole('dialog')
    await panel.locator('[data-row]').first().waitFor()
    await assertReadable(page, `the people of ${value}`)
    await panel.locator('[data-row]').first().click()
    await panel.getByRole('link', { name: 'Open their page' }).waitFor()
    await assertReadable(page, `one of the people of ${value}`)
    await panel.getByRole('button', { name: 'Close' }).click()
    await panel.waitFor({ state: 'detached' })
  }
  await profile.close()
})

test('lists of events, people and definitions', async (t) => {
  const { profile, page } = await open('/settings/project')
  await t.test('events, and one of them', async () => {
    await page.goto(`/activity/explore?q=${encodeURIComponent(JSON.stringify({ kind: 'EventsQuery', select: ['*', 'event', 'person', 'timestamp'], after: range.date_from }))}`)
    await page.getByRole('row', { name: /party/ }).first().waitFor()
    await assertReadable(page, 'events')
    await page.getByRole('row', { name: /party/ }).first().click()
    await page.getByRole('dialog').getByText('said').first().waitFor()
    await assertReadable(page, 'an event')
  })
  await t.test('people, and one of them', async () => {
    await page.goto('/persons')
    await page.getByRole('row', { name: /party/ }).first().waitFor()
    await assertReadable(page, 'people')
    await page.getByRole('row', { name: /party/ }).first().getByRole('link').first().click()
    await page.getByText('Last seen').waitFor()
    await assertReadable(page, 'a person')
    await page.getByRole('tab', { name: /^Properties/ }).click()
    await page.getByRole('button', { name: /^Change called/ }).waitFor()
    await assertReadable(page, 'properties of a person')
  })
  await t.test('definitions are read as one scrolls, and only those in sight are drawn', async () => {
    await page.goto('/data-management/events')
    const rows = page.getByRole('row')
    await page.locator('[data-row]').nth(5).waitFor()
    await assertReadable(page, 'definitions of events')
    assert.ok((await rows.count()) < 90)
    const box = page.getByRole('region', { name: 'Events' })
    for (let pages = 0; pages < 4; pages++) {
      const before = await box.evaluate((one) => one.scrollHeight)
      await box.evaluate((one) => one.scrollTo({ top: one.scrollHeight }))
      await page.waitForFunction(([element, height]) => element.scrollHeight > height, [await box.elementHandle(), before])
    }
    assert.ok((await rows.count()) < 90, 'drawn rows do not grow with the list')
    await page.getByRole('searchbox', { name: 'Find among events' }).fill('دفع')
    await page.getByRole('row', { name: /تم/ }).waitFor()
    await until('only it', async () => (await rows.count()) === 2)
    await page.getByRole('row', { name: /تم/ }).getByRole('button').click()
    await page.getByRole('dialog').getByLabel('Description').waitFor()
    await assertReadable(page, 'the definition of an event')
    await page.goto('/data-management/properties')
    await page.getByRole('row', { name: /party/ }).waitFor()
    await assertReadable(page, 'definitions of properties')
  })
  await t.test('an answer in SQL', async () => {
    await page.goto(`/sql?open_query=${encodeURIComponent('select event, properties.said as said, distinct_id, properties from events order by length(event) desc limit 30')}`)
    await page.getByRole('textbox', { name: 'Question in SQL' }).waitFor()
    await page.getByRole('button', { name: /^Run/ }).first().click()
    await page.getByRole('gridcell').first().waitFor()
    await assertReadable(page, 'an answer in SQL')
  })
  await t.test('insights and dashboards with such names', async () => {
    const board = await api('POST', 'dashboards/', { name: `${sent} ${arabic}` })
    for (const name of values) await api('POST', 'insights/', { name, saved: true, dashboards: [board.id], tags: ['<b>tag</b>', arabic, 'x'.repeat(90)], query: { kind: 'InsightVizNode', source: { kind: 'TrendsQuery', dateRange: range, series } } })
    await page.goto('/insights')
    await page.getByRole('link', { name: /party/ }).first().waitFor()
    await assertReadable(page, 'insights')
    await page.goto(`/dashboard/${board.id}`)
    await page.getByRole('region', { name: /party/ }).first().waitFor()
    await assertReadable(page, 'a dashboard')
    await page.goto('/dashboard')
    await page.getByRole('link', { name: /^The customer/ }).first().waitFor()
    await assertReadable(page, 'dashboards')
  })
  await t.test('actions and notes with such names', async () => {
    for (const [i, name] of values.entries()) {
      await api('POST', 'actions/', { name, tags: [arabic], steps: [{ event: odd[i] }] })
      await api('POST', 'annotations/', { content: name, date_marker: at(0), scope: 'project' })
    }
    await page.goto('/data-management/actions')
    await page.getByRole('row', { name: /party/ }).waitFor()
    await assertReadable(page, 'actions')
    await page.goto('/data-management/annotations')
    await page.getByRole('row', { name: /party/ }).waitFor()
    await assertReadable(page, 'notes')
    await page.goto(asked({ kind: 'TrendsQuery', series }))
    await page.getByRole('row', { name: /party/ }).waitFor()
    await page.getByRole('button', { name: /^4 notes|notes$/ }).first().waitFor()
    await assertReadable(page, 'a chart with notes')
    await page.keyboard.press('Control+k')
    await page.getByRole('combobox', { name: 'Search or jump to' }).fill('party')
    await page.getByRole('group', { name: 'Actions' }).getByRole('option', { name: /party/ }).waitFor()
    await assertReadable(page, 'the command menu')
    await page.getByRole('group', { name: 'Actions' }).getByRole('option', { name: /party/ }).click()
    await page.getByRole('heading', { level: 1, name: emoji }).waitFor()
    await assertReadable(page, 'an action')
  })
  await profile.close()
})

test('a project without anything: pickers and questions say so', async () => {
  const empty = await owner.api('POST', '/api/projects/', { name: 'Nothing yet' })
  await withoutDashboards({ project: empty, api: owner.api.bind(owner) })
  const { profile, page } = await open('/settings/project')
  await page.goto(`/project/${empty.id}/insights/new`)
  await page.getByText(/^No “All events”/).waitFor()
  await page.keyboard.press('e')
  await page.getByRole('combobox', { name: /^Find an event/ }).fill('paid')
  await page.getByText('No event or action matches “paid”.').waitFor()
  await page.keyboard.press('Escape')
  await page.getByRole('combobox', { name: /^Find an event/ }).waitFor({ state: 'detached' })
  await page.keyboard.press('b')
  await page.getByRole('combobox', { name: 'Find a property to break down by' }).fill('plan')
  await page.getByText(/matches “plan”/).waitFor()
  await page.keyboard.press('Escape')
  await page.getByRole('combobox', { name: 'Find a property to break down by' }).waitFor({ state: 'detached' })
  for (const [at, kind] of ['Funnel', 'Retention', 'Paths', 'Stickiness', 'Lifecycle'].entries()) {
    await page.keyboard.press(String(at + 2))
    await page.getByRole('tab', { name: kind, selected: true }).waitFor()
    await page.getByText(/^No /).first().waitFor()
    await assertWellMade(page, `${kind} of nothing`)
  }
  await profile.close()
})
