import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { signUp, startServer, until } from '../harness.mjs'
import { account, assertWellMade, hasFocus, launchBrowser, openProfile, signIn } from './browser.mjs'
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
  for (let back = 0; back < 20; back++) {
    for (const [i, browserName] of ['Chrome', 'Chrome', 'Safari', 'Firefox'].entries()) {
      events.push({
        event: '$pageview',
        distinct_id: `person-${i}`,
        timestamp: new Date(Date.now() - back * day).toISOString(),
        properties: { $browser: browserName, $current_url: 'https://acme.example/', price: i * 2.5 },
      })
    }
  }
  await seed(owner, events)
})
after(async () => {
  await browser?.close()
  await server?.remove()
})

async function openTrends(query, options) {
  const profile = await openProfile(browser, server, options)
  const page = await profile.newPage()
  const search = query ? `?q=${encodeURIComponent(JSON.stringify({ kind: 'TrendsQuery', ...query }))}` : ''
  await page.goto(`/insights/new${search}`)
  await signIn(page, owner)
  return { profile, page }
}

const pageviews = { series: [{ kind: 'EventsNode', event: '$pageview' }] }

test('a trend is built with the keyboard alone', async () => {
  const { profile, page } = await openTrends()
  await page.getByRole('row', { name: /Pageview/ }).waitFor()

  // Not a moment between the keys: what is typed is meant for the list that has just been opened.
  await page.keyboard.press('b')
  await page.keyboard.type('browser')
  await page.keyboard.press('Enter')
  await page.getByRole('row', { name: /Safari/ }).waitFor()

  await page.keyboard.press('f')
  await page.keyboard.type('$browser')
  await page.keyboard.press('Enter')
  await page.keyboard.type('Chrome')
  await page.getByRole('option', { name: 'Chrome' }).waitFor()
  await page.keyboard.press('Enter')
  await page.getByRole('option', { name: 'Chrome', selected: true }).waitFor()
  await page.keyboard.press('Escape')
  await page.getByRole('row', { name: /Safari/ }).waitFor({ state: 'detached' })

  await page.keyboard.press('d')
  await hasFocus(page.getByRole('dialog', { name: 'Date range' }))
  for (let i = 0; i < 4; i++) await page.keyboard.press('Tab')
  await page.keyboard.press('Enter')
  await page.getByRole('button', { name: 'Date range: Last 14 days' }).waitFor()
  await page.keyboard.press('x')
  await page.getByRole('columnheader', { name: 'Change' }).waitFor()

  const chart = page.getByRole('group', { name: /Pageview by Browser, Last 14 days/ })
  await chart.focus()
  await page.keyboard.press('ArrowLeft')
  await page.keyboard.press('ArrowLeft')
  await page.getByRole('status').filter({ hasText: /^Chrome, 2, \w+day \d+ \w+ \d{4}$/ }).waitFor()
  await assertWellMade(page, 'trends by keyboard')
  await profile.close()
})

test('every chart type draws, in both themes', async () => {
  for (const colorScheme of ['light', 'dark']) {
    const { profile, page } = await openTrends(
      { ...pageviews, dateRange: { date_from: '-14d' }, breakdownFilter: { breakdown: '$browser', breakdown_type: 'event' }, compareFilter: { compare: true } },
      { colorScheme },
    )
    await page.getByRole('row', { name: /Chrome/ }).waitFor()
    for (const name of ['Lines', 'Stacked area', 'Bars', 'Stacked bars', 'Total bars', 'Pie', 'Number', 'Table', 'World map']) {
      await page.getByRole('button', { name, exact: true }).click()
      await page.getByText(/^Computed/).waitFor()
      await page.getByText('Chrome').first().waitFor()
      await assertWellMade(page, `${name}, ${colorScheme}`)
    }
    await profile.close()
  }
})

test('nothing found says so and offers a way out', async () => {
  const { profile, page } = await openTrends({
    ...pageviews,
    properties: [{ type: 'event', key: '$browser', operator: 'exact', value: ['Lynx'] }],
  })
  await page.getByText('No “Pageview” with these filters').waitFor()
  await page.getByText(/^Last 7 days\. [1-9]\d* without “Browser is Lynx”\.$/).waitFor()
  await assertWellMade(page, 'no match')
  await page.getByRole('button', { name: 'Remove that filter' }).click()
  await page.getByRole('row', { name: /Pageview/ }).waitFor()
  await profile.close()
})

test('a refused question is explained and can be asked again', async () => {
  const profile = await openProfile(browser, server, { expectErrors: [/status of 400.*query/] })
  const page = await profile.newPage()
  await page.goto('/login')
  await signIn(page, owner)
  await page.waitForURL(/\/project\//)
  let refuse = true
  await page.route('**/query/', (route) =>
    refuse && route.request().postData()?.includes('TrendsQuery')
      ? route.fulfill({ status: 400, json: { type: 'validation_error', code: 'too_many_bytes', detail: 'This reads too much. Narrow the dates.', attr: null } })
      : route.continue(),
  )
  await page.goto(`/insights/new?q=${encodeURIComponent(JSON.stringify({ kind: 'TrendsQuery', ...pageviews }))}`)
  await page.getByRole('alert').getByText('This reads too much. Narrow the dates.').waitFor()
  await assertWellMade(page, 'refused question')
  refuse = false
  await page.getByRole('button', { name: 'Try again' }).click()
  await page.getByRole('row', { name: /Pageview/ }).waitFor()
  await profile.close()
})

test('changing the question cancels the one that runs', async () => {
  const { profile, page } = await openTrends(pageviews)
  await page.getByRole('row', { name: /Pageview/ }).waitFor()
  const cancelled = page.waitForRequest((request) => request.method() === 'DELETE' && request.url().includes('/query/'))
  // The first question is held until it is cancelled.
  await page.route('**/query/', async (route) => {
    if (route.request().postData()?.includes('-180d')) await cancelled
    await route.continue().catch(() => {})
  })
  const asked = page.waitForRequest((request) => request.postData()?.includes('-180d'))
  await page.getByRole('button', { name: /^Date range/ }).click()
  await page.getByRole('button', { name: 'Last 180 days' }).click()
  await asked
  await page.getByRole('button', { name: /^Date range/ }).click()
  await page.getByRole('button', { name: 'Last 30 days' }).click()
  await cancelled
  await page.getByRole('button', { name: 'Date range: Last 30 days' }).waitFor()
  await page.getByRole('row', { name: /Pageview/ }).waitFor()
  await profile.close()
})

test('a link of PostHog opens the same question', async () => {
  const profile = await openProfile(browser, server)
  const page = await profile.newPage()
  await page.goto('/login')
  await signIn(page, owner)
  await page.waitForURL(/\/project\//)
  const node = { kind: 'InsightVizNode', source: { kind: 'TrendsQuery', ...pageviews, dateRange: { date_from: '-30d' } } }
  await page.goto(`/insights/new#q=${encodeURIComponent(JSON.stringify(node))}`)
  await page.getByRole('button', { name: 'Date range: Last 30 days' }).waitFor()
  await page.getByRole('row', { name: /Pageview/ }).waitFor()
  await profile.close()
})

test('everything fits a phone of 390 px', async () => {
  const { profile, page } = await openTrends(
    { ...pageviews, breakdownFilter: { breakdown: '$browser', breakdown_type: 'event' } },
    { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true },
  )
  await page.getByRole('row', { name: /Chrome/ }).waitFor()
  await assertWellMade(page, 'trends on a phone')
  const numbers = await page.getByText('Total', { exact: true }).first().boundingBox()
  assert.ok(numbers.y < 300, 'the answer is above the fold')

  await page.getByRole('button', { name: 'Question' }).click()
  await page.getByRole('dialog', { name: 'Question' }).waitFor()
  await assertWellMade(page, 'builder on a phone')
  await page.getByRole('dialog').getByRole('button', { name: 'Close' }).click()

  await page.getByRole('button', { name: 'Open menu' }).click()
  await page.getByRole('dialog').getByRole('link', { name: 'Events' }).click()
  await page.waitForURL(/\/activity\/explore/)
  await page.getByRole('row', { name: /Pageview/ }).first().waitFor()
  await assertWellMade(page, 'events on a phone')
  for (const path of ['onboarding', 'settings/project', 'settings/user-api-keys', 'settings/appearance']) {
    await page.goto(`/${path}`)
    await page.getByRole('main').getByRole('heading').first().waitFor()
    await assertWellMade(page, `${path} on a phone`)
  }
  await profile.close()
})
