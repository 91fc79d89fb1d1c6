import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { signUp, startServer, until, withoutDashboards } from '../harness.mjs'
import { account, asked, assertWellMade, hasFocus, launchBrowser, openAs, pressInTurn } from './browser.mjs'
import { seed } from './seed.mjs'

let server
let browser
let owner

const day = 86_400_000

before(async () => {
  server = await startServer()
  browser = await launchBrowser()
  owner = Object.assign(await signUp(server, account), account)
  const events = []
  for (let back = 0; back < 10; back++) {
    for (const [i, plan] of ['free', 'free', 'pro', 'team'].entries()) {
      for (const event of ['$pageview', 'signed_up']) {
        events.push({
          event,
          distinct_id: `person-${i}`,
          timestamp: new Date(Date.now() - back * day).toISOString(),
          properties: { plan, price: i * 2.5, $browser: i % 2 ? 'Chrome' : 'Safari', $geoip_country_code: i % 2 ? 'DE' : 'US' },
        })
      }
    }
  }
  await seed(owner, events)
})
after(async () => {
  await browser?.close()
  await server?.remove()
})

const openAt = (path, options) => openAs(browser, server, owner, path, options)

const insightsPath = () => `/api/projects/${owner.project.id}/insights/`
const pageviews = { kind: 'TrendsQuery', series: [{ kind: 'EventsNode', event: '$pageview' }] }
const asLink = (query) => `/insights/new?q=${encodeURIComponent(JSON.stringify(query))}`
async function makeInsight(name, query = pageviews, more = {}) {
  return owner.api('POST', insightsPath(), { name, query: { kind: 'InsightVizNode', source: query }, ...more })
}
const chart = (page, name) => page.getByRole('group', { name })

test('a question is named, saved, changed, reverted, starred, copied and found again', async () => {
  const { profile, page } = await openAt(asLink(pageviews))
  await page.getByRole('row', { name: /Pageview/ }).waitFor()
  await page.getByRole('button', { name: /^Rename insight/ }).click()
  await page.getByRole('textbox', { name: 'Name of this insight' }).fill('Views a day')
  await page.keyboard.press('Enter')
  await page.keyboard.press('Control+s')
  await page.waitForURL(/\/insights\/[A-Za-z0-9]{8}$/)
  const address = page.url()
  // Only a saved insight has a star: the page of the new one is gone by then.
  await page.getByRole('button', { name: 'Star', exact: true }).waitFor()
  await assertWellMade(page, 'saved insight')
  await page.getByText('Draft kept').waitFor({ state: 'detached' })

  await page.keyboard.press('x')
  await page.getByText('Draft kept').waitFor()
  await page.waitForURL(/\?q=/)
  await assertWellMade(page, 'insight with a draft')
  await page.getByRole('button', { name: 'Revert' }).click()
  await page.getByText('Draft kept').waitFor({ state: 'detached' })
  await page.waitForURL(address)

  await page.keyboard.press('x')
  await page.getByText('Draft kept').waitFor()
  await page.keyboard.press('Control+s')
  await page.getByText('Draft kept').waitFor({ state: 'detached' })
  await page.reload()
  await page.getByRole('columnheader', { name: 'Change' }).waitFor()

  await page.getByRole('button', { name: 'Star', exact: true }).click()
  await page.getByRole('button', { name: 'Take the star away' }).waitFor()
  await page.getByRole('combobox', { name: 'Tags' }).fill('growth')
  await page.keyboard.press('Enter')
  await page.getByRole('textbox', { name: 'Description' }).fill('For Mondays')
  await page.getByRole('textbox', { name: 'Description' }).blur()
  await until('what is said about it', async () => {
    const [saved] = (await owner.api('GET', `${insightsPath()}?search=Views`)).results
    return saved.favorited && saved.tags.includes('growth') && saved.description === 'For Mondays'
  })

  await page.keyboard.press('Control+Shift+s')
  await page.getByRole('button', { name: 'Rename insight: Views a day (copy)' }).waitFor()
  await page.waitForURL((url) => url.href !== address)

  await page.getByRole('link', { name: 'Insights', exact: true }).first().click()
  await page.getByRole('row', { name: /Views a day/ }).first().waitFor()
  await page.getByRole('tab', { name: 'Starred' }).click()
  await page.getByText('1 insight', { exact: true }).waitFor()
  await assertWellMade(page, 'list of insights')
  await page.getByRole('button', { name: 'growth', exact: true }).click()
  await page.waitForURL(/tag=growth/)
  await page.getByRole('button', { name: 'Clear' }).click()
  await page.getByRole('searchbox', { name: 'Find an insight' }).fill('copy')
  await page.getByText('1 insight', { exact: true }).waitFor()
  await page.getByRole('link', { name: 'Views a day (copy)' }).waitFor()
  await profile.close()
})

test('starred insights are pinned in the sidebar, found by the command menu, and put in order by keyboard', async () => {
  for (const name of ['Pin one', 'Pin two']) await makeInsight(name, pageviews, { favorited: true })
  const { profile, page } = await openAt('/insights')
  const pinned = page.getByRole('group', { name: 'Pinned' })
  const names = async () => (await pinned.getByRole('link', { name: /^Pin / }).allInnerTexts()).join(', ')
  for (const name of ['Pin one', 'Pin two']) await pinned.getByRole('link', { name }).waitFor()
  const first = (await names()).split(', ')[0]
  await pinned.getByRole('link', { name: first }).focus()
  await page.keyboard.press('Alt+ArrowDown')
  await until('the other order', async () => !(await names()).startsWith(first))
  await page.reload()
  for (const name of ['Pin one', 'Pin two']) await pinned.getByRole('link', { name }).waitFor()
  assert.ok(!(await names()).startsWith(first))
  await page.keyboard.press('Control+k')
  await page.getByRole('combobox', { name: 'Search or jump to' }).fill('pin tw')
  await page.getByRole('option', { name: /^Pin two/ }).waitFor()
  await page.keyboard.press('Enter')
  await page.getByRole('button', { name: 'Rename insight: Pin two' }).waitFor()
  await pinned.locator('[aria-current="page"]', { hasText: 'Pin two' }).waitFor()
  // One that nobody named is called by what it asks.
  await makeInsight('', pageviews, { favorited: true, saved: true })
  await page.reload()
  await pinned.getByRole('link', { name: 'Pageview', exact: true }).waitFor()
  await assertWellMade(page, 'pins in the sidebar')
  await profile.close()
})

test('A notes what happened on a chart; the note is listed, changed, deleted and brought back', async () => {
  const { profile, page } = await openAt(asLink(pageviews))
  const pill = (name) => page.getByRole('button', { name, exact: true })
  await chart(page, /Pageview/).focus()
  await page.keyboard.press('ArrowLeft')
  await page.keyboard.press('ArrowLeft')
  await page.keyboard.press('a')
  const dialog = page.getByRole('dialog')
  await hasFocus(dialog.getByLabel('What happened'))
  await page.keyboard.type('Price change')
  assert.match(await dialog.getByLabel('When').inputValue(), /T00:00$/)
  await dialog.getByRole('button', { name: 'Add note' }).click()
  await pill('Price change').waitFor()
  await assertWellMade(page, 'a note on a chart')
  await page.reload()
  await pill('Price change').click()
  await page.getByRole('button', { name: 'Edit “Price change”' }).click()
  await dialog.getByLabel('What happened').fill('New prices')
  await dialog.getByRole('button', { name: 'Save' }).click()
  await pill('New prices').waitFor()

  await page.goto(page.url().replace(/\/insights\/.*/, '/data-management/annotations'))
  await page.getByRole('row', { name: /New prices.*Every chart/ }).getByRole('button').click()
  await assertWellMade(page, 'a note that is changed')
  await dialog.getByRole('button', { name: 'Delete note' }).click()
  await page.getByText('Notes say on charts what happened when').waitFor()
  await page.getByRole('button', { name: 'Undo' }).click()
  await page.getByRole('row', { name: /New prices/ }).waitFor()
  await profile.close()
})

test('undo goes back step by step, and forth again', async () => {
  const { profile, page } = await openAt(asLink(pageviews))
  await page.getByRole('row', { name: /Pageview/ }).waitFor()
  await page.keyboard.press('b')
  await page.keyboard.type('plan')
  await page.keyboard.press('Enter')
  await page.getByRole('row', { name: /team/ }).waitFor()
  // Changes that follow each other faster are one step.
  await page.waitForTimeout(800)
  await page.keyboard.press('x')
  await page.getByRole('columnheader', { name: 'Change' }).waitFor()
  await page.keyboard.press('Control+z')
  await page.getByRole('columnheader', { name: 'Change' }).waitFor({ state: 'detached' })
  await page.getByRole('row', { name: /team/ }).waitFor()
  await page.keyboard.press('Control+z')
  await page.getByRole('row', { name: /team/ }).waitFor({ state: 'detached' })
  await page.keyboard.press('Control+Shift+z')
  await page.getByRole('row', { name: /team/ }).waitFor()
  await profile.close()
})

test('leaving loses nothing: a draft is kept on the device until it is discarded', async () => {
  const { profile, page } = await openAt('/insights/new')
  await page.getByRole('row', { name: /Pageview/ }).waitFor()
  await page.keyboard.press('x')
  await page.getByText('Not saved, draft kept').waitFor()
  await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Events' }).click()
  await page.getByRole('searchbox', { name: 'Search events' }).waitFor()
  await pressInTurn(page, 'g', 'i')
  await page.getByText(/^A draft of a new insight is kept here/).waitFor()
  await assertWellMade(page, 'list with a draft')
  await page.getByRole('link', { name: 'Go on' }).click()
  await page.getByRole('columnheader', { name: 'Change' }).waitFor()
  await page.waitForURL(/\/insights\/new\?q=/)
  await page.goBack()
  await page.getByText(/^A draft of a new insight is kept here/).waitFor()
  await page.getByRole('button', { name: 'Discard' }).click()
  await page.getByText(/^A draft of a new insight is kept here/).waitFor({ state: 'detached' })
  await page.getByRole('button', { name: 'Undo' }).click()
  await page.getByText(/^A draft of a new insight is kept here/).waitFor()
  await profile.close()
})

test('two tabs that save the same insight: the second is asked before it overwrites', async () => {
  const made = await makeInsight('Shared by two')
  const { profile, page } = await openAt(`/insights/${made.short_id}`)
  await page.getByRole('row', { name: /Pageview/ }).waitFor()
  const other = await profile.newPage()
  await other.goto(`/insights/${made.short_id}`)
  await other.getByRole('row', { name: /Pageview/ }).waitFor()
  await page.keyboard.press('v')
  await page.getByText('Draft kept').waitFor()
  await other.keyboard.press('x')
  await other.getByText('Draft kept').waitFor()
  await other.keyboard.press('Control+s')
  await other.getByText('Draft kept').waitFor({ state: 'detached' })
  await page.getByText('Draft kept').waitFor()
  await page.keyboard.press('Control+s')
  const dialog = page.getByRole('dialog', { name: 'Shared by two was changed meanwhile' })
  await dialog.waitFor()
  await assertWellMade(page, 'conflict')
  await dialog.getByRole('button', { name: 'Save mine over it' }).click()
  await dialog.waitFor({ state: 'detached' })
  const { query } = await owner.api('GET', `${insightsPath()}${made.id}/`)
  assert.equal(query.source.compareFilter, undefined)
  assert.equal(query.source.trendsFilter.display, 'ActionsLineGraphCumulative')
  await profile.close()
})

test('deleting can be undone', async () => {
  const made = await makeInsight('Not for long')
  const { profile, page } = await openAt('/insights')
  const row = page.getByRole('row', { name: /Not for long/ })
  await row.getByRole('button', { name: 'More for Not for long' }).click()
  await page.getByRole('menuitem', { name: 'Delete' }).click()
  await row.waitFor({ state: 'detached' })
  await page.getByRole('button', { name: 'Undo' }).click()
  await row.waitFor()
  await page.goto(`/insights/${made.short_id}`)
  await page.getByRole('row', { name: /Pageview/ }).waitFor()
  await page.getByRole('button', { name: 'More', exact: true }).click()
  await page.getByRole('menuitem', { name: 'Delete' }).click()
  await page.waitForURL(/\/insights$/)
  await row.waitFor({ state: 'detached' })
  await page.goto(`/insights/${made.short_id}`)
  await page.getByText('This insight is not here').first().waitFor()
  await profile.close()
})

test('every part of a question can be built: maths, SQL, formulas, any of several filters, two breakdowns, goals', async () => {
  const { profile, page } = await openAt(asLink(pageviews))
  await page.getByRole('row', { name: /Pageview/ }).waitFor()
  await page.getByRole('combobox', { name: /^Counting of series A/ }).click()
  await page.getByRole('option', { name: 'SQL expression' }).click()
  await page.getByRole('textbox', { name: 'SQL expression of series A' }).fill('uniq(distinct_id) * 10')
  await page.getByRole('row', { name: /sql expression/i }).waitFor()
  await page.getByText('Highest').first().waitFor()

  await page.getByRole('button', { name: 'Add SQL condition' }).click()
  await page.keyboard.type("properties.plan = 'pro'")
  await page.keyboard.press('Enter')
  await page.getByRole('textbox', { name: 'SQL condition' }).waitFor({ state: 'detached' })
  await page.getByText("properties.plan = 'pro'").first().waitFor()
  await page.keyboard.press('f')
  await page.keyboard.type('plan')
  await page.keyboard.press('Enter')
  await page.keyboard.type('team')
  await page.getByRole('option', { name: 'team' }).waitFor()
  await page.keyboard.press('Enter')
  await page.getByRole('option', { name: 'team', selected: true }).waitFor()
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: 'Any holds' }).click()
  await page.getByText('20', { exact: true }).first().waitFor()

  // Letters on a button that opens a list are shortcuts, not choices from it.
  await page.getByRole('combobox', { name: 'Add breakdown' }).focus()
  for (const name of ['plan', 'browser']) {
    await page.keyboard.press('b')
    await page.keyboard.type(name)
    await page.keyboard.press('Enter')
    await page.getByRole('combobox', { name: 'Find a property to break down by' }).waitFor({ state: 'detached' })
  }
  await page.getByRole('row', { name: /pro · Safari/ }).waitFor()
  await page.getByRole('row', { name: /team · Chrome/ }).waitFor()
  await page.keyboard.press('v')
  await page.keyboard.press('p')
  await page.waitForURL((url) => JSON.parse(url.searchParams.get('q')).trendsFilter?.display === 'ActionsLineGraphCumulative')
  assert.equal(JSON.parse(new URL(page.url()).searchParams.get('q')).breakdownFilter.breakdowns.length, 2)
  await page.getByRole('button', { name: 'Add', exact: true }).click()
  await page.getByLabel('Name of goal 1').fill('Enough')
  await page.getByLabel('Value of goal 1').fill('15')
  await page.getByText('Enough').first().waitFor()
  await asked(page, (question) => question.trendsFilter.goalLines.map(({ label, value }) => [label, value]), [['Enough', 15]])
  await assertWellMade(page, 'a question with everything')
  const address = page.url()
  await page.goto(address)
  await page.getByRole('row', { name: /pro · Safari/ }).waitFor()
  assert.equal(await page.getByLabel('Value of goal 1').inputValue(), '15')
  await profile.close()
})

test('every kind of chart draws, also the map, in both themes and on a phone', async () => {
  for (const options of [{ colorScheme: 'light' }, { colorScheme: 'dark' }, { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true }]) {
    const { profile, page } = await openAt(asLink({ ...pageviews, breakdownFilter: { breakdown: '$geoip_country_code', breakdown_type: 'event' }, compareFilter: { compare: true } }), options)
    await page.getByRole('row', { name: /Germany/ }).waitFor()
    for (const name of ['Running total', 'Bars', 'Total bars', 'Pie', 'World map']) {
      await page.getByRole('button', { name, exact: true }).click()
      await page.getByRole('button', { name, exact: true, pressed: true }).waitFor()
      // The map names its countries only under the pointer.
      await page.getByText(name === 'World map' ? /the middle colour is/ : 'Germany').filter({ visible: true }).first().waitFor()
      await assertWellMade(page, `${name}, ${JSON.stringify(options)}`)
    }
    await profile.close()
  }
})

test('a name of 300 characters, markup, right-to-left text', async () => {
  const name = `<img src=x onerror=alert(1)> تقرير ${'long '.repeat(60)}`.slice(0, 300)
  const made = await makeInsight(name, pageviews, { tags: ['<b>x</b>'], description: '<i>y</i>' })
  for (const options of [{}, { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true }]) {
    const { profile, page } = await openAt('/insights', options)
    await page.getByRole('link', { name: /^<img src=x/ }).waitFor()
    await assertWellMade(page, 'list with a long name')
    await page.goto(`/insights/${made.short_id}/edit`)
    await page.waitForURL(new RegExp(`/insights/${made.short_id}$`))
    await page.getByRole('row', { name: /Pageview/ }).waitFor()
    await assertWellMade(page, 'insight with a long name')
    assert.equal(await page.locator('main img').count(), 0)
    await profile.close()
  }
})

test('a slow question says that it still runs and can be cancelled', async () => {
  const { profile, page } = await openAt('/insights')
  await page.route('**/query/', async (route) => {
    if (route.request().postData()?.includes('signed_up')) await cancelled
    await route.continue().catch(() => {})
  })
  const cancelled = page.waitForRequest((request) => request.method() === 'DELETE' && request.url().includes('/query/'))
  await page.goto(asLink({ kind: 'TrendsQuery', series: [{ kind: 'EventsNode', event: 'signed_up' }] }))
  await page.getByText('Still running').waitFor()
  await page.getByRole('button', { name: 'Cancel' }).click()
  await cancelled
  await page.getByText('The question was cancelled').waitFor()
  await page.getByRole('button', { name: 'Ask again' }).click()
  await chart(page, /signed_up/).waitFor()
  await profile.close()
})

test('an insight of a kind without a screen stays as it is', async () => {
  const made = await owner.api('POST', insightsPath(), { name: 'Ways', query: { kind: 'InsightVizNode', source: { kind: 'CalendarHeatmapQuery', series: [{ kind: 'EventsNode', event: '$pageview' }] } } })
  const { profile, page } = await openAt(`/insights/${made.short_id}`)
  await page.getByText('It holds a kind of question that cannot be shown on this page yet.').waitFor()
  await assertWellMade(page, 'another kind of insight')
  await profile.close()
})

test('a project without insights says what they are for', async () => {
  const { profile, page } = await openAt('/insights')
  const made = await owner.api('POST', '/api/projects/', { name: 'Empty' })
  await withoutDashboards({ project: made, api: owner.api.bind(owner) })
  await page.goto(`/project/${made.id}/insights`)
  await page.getByText('Insights keep the questions you ask often').waitFor()
  await assertWellMade(page, 'no insights')
  await page.keyboard.press('n')
  await page.waitForURL(/\/insights\/new/)
  await page.getByText(/^No “All events”/).waitFor()
  await assertWellMade(page, 'no events at all')
  await profile.close()
})
