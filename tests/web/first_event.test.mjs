import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { isDeepStrictEqual } from 'node:util'
import { PostHog } from 'posthog-node'
import { signUp, startServer, until } from '../harness.mjs'
import { account, assertWellMade, launchBrowser, openAs, openProfile, signIn } from './browser.mjs'

let server
let browser
let owner

before(async () => {
  server = await startServer()
  browser = await launchBrowser()
  owner = Object.assign(await signUp(server, account), account)
})
after(async () => {
  await browser?.close()
  await server?.remove()
})

const openAt = (path, options) => openAs(browser, server, owner, path, options)

/** What the chart says to a screen reader at its last point, and the table beneath it. */
async function readChart(page) {
  await page.getByRole('region', { name: 'Numbers behind the chart' }).locator('tbody tr').first().waitFor()
  const rows = await page.getByRole('region', { name: 'Numbers behind the chart' }).locator('tbody tr').all()
  return Promise.all(rows.map(async (row) => (await row.innerText()).split(/\s*[\n\t]+\s*/).filter(Boolean)))
}

test('from the first event to a chart that a colleague opens by its link', async (t) => {
  const { profile, page } = await openAt('/')

  await t.test('the installation page waits and turns green when the SDK sends', async () => {
    await page.waitForURL(/\/onboarding$/)
    await page.getByRole('button', { name: 'Node.js' }).click()
    const snippet = await page.getByLabel('Code: Capture an event', { exact: true }).innerText()
    assert.ok(snippet.includes(owner.token), snippet)
    assert.ok(snippet.includes(server.url), snippet)
    await page.getByRole('heading', { name: 'Waiting for your first event' }).waitFor()
    await assertWellMade(page, 'installation, waiting')

    const client = new PostHog(owner.token, { host: server.url, flushAt: 1 })
    client.capture({ distinctId: 'grace', event: 'signed_up', properties: { plan: 'pro', price: 20 } })
    await client.shutdown()

    await page.getByRole('heading', { name: 'Your first event is here' }).waitFor()
    await page.getByText('signed_up', { exact: true }).waitFor()
    await page.getByText(/^posthog-node 5\.70\.0$/).waitFor()
    await assertWellMade(page, 'installation, done')
  })

  await t.test('the live page shows it, and what arrives while it is open', async () => {
    await page.getByRole('link', { name: 'See it' }).click()
    await page.waitForURL(/\/activity\/live$/)
    await page.getByRole('row', { name: /signed_up/ }).first().waitFor()
    const client = new PostHog(owner.token, { host: server.url, flushAt: 1 })
    for (const [name, plan] of [['linus', 'free'], ['ken', 'pro'], ['barbara', 'team']]) {
      client.capture({ distinctId: name, event: 'signed_up', properties: { plan, price: 5 } })
    }
    client.capture({ distinctId: 'ken', event: 'upgraded', properties: { plan: 'team' } })
    await client.shutdown()
    await page.getByRole('row', { name: /upgraded/ }).waitFor()
    await page.getByRole('row', { name: /barbara/ }).waitFor()
    await assertWellMade(page, 'live events')

    await page.getByRole('row', { name: /upgraded/ }).click()
    const drawer = page.getByRole('dialog')
    await drawer.getByText('team').waitFor()
    await assertWellMade(page, 'live events, one open')
    await drawer.getByRole('button', { name: 'Follow this person' }).click()
    await drawer.waitFor({ state: 'detached' })
    await until('only his events', async () => (await page.getByRole('row').count()) === 3)
    assert.equal(await page.getByLabel('Filter events').inputValue(), 'ken')

    await page.getByLabel('Filter events').fill('barbara')
    await until('only her event', async () => (await page.getByRole('row').count()) === 2)
    await page.getByLabel('Filter events').fill('')
  })

  await t.test('pausing holds new events back', async () => {
    await page.getByRole('heading', { level: 1 }).click()
    await page.keyboard.press('Space')
    await page.getByText('Paused').waitFor()
    const client = new PostHog(owner.token, { host: server.url, flushAt: 1 })
    client.capture({ distinctId: 'grace', event: 'while_paused' })
    await client.shutdown()
    await page.getByText('1 event held back').waitFor()
    assert.equal(await page.getByRole('row', { name: /while_paused/ }).count(), 0)
    await page.keyboard.press('Space')
    await page.getByRole('row', { name: /while_paused/ }).waitFor()
  })

  let link
  let chart
  await t.test('a trend with a breakdown is built by clicking', async () => {
    await until('the events', async () => (await owner.hogql("select count() from events where event = 'signed_up'"))[0][0] === 4)
    await page.getByRole('link', { name: 'Insights' }).click()
    await page.getByRole('link', { name: 'New insight' }).first().click()
    await page.waitForURL(/\/insights\/new/)
    await page.getByRole('combobox', { name: /^Event of series A/ }).click()
    await page.getByRole('combobox', { name: 'Find an event for A' }).fill('signed')
    await page.getByRole('option', { name: /signed_up/ }).click()
    await page.getByRole('combobox', { name: 'Add breakdown' }).click()
    await page.getByRole('combobox', { name: 'Find a property to break down by' }).fill('plan')
    await page.getByRole('option', { name: 'plan' }).first().click()
    await page.getByRole('row', { name: /pro/ }).waitFor()
    chart = await readChart(page)
    const counts = Object.fromEntries(chart.map(([name, total]) => [name, total]))
    assert.deepEqual(counts, { pro: '2', free: '1', team: '1' })
    await assertWellMade(page, 'trends with a breakdown')
    link = page.url()
    assert.ok(link.includes('plan'), link)
  })

  await t.test('a property maths, a filter and a formula are answered too', async () => {
    await page.getByRole('button', { name: 'Remove plan' }).click()
    await page.getByRole('combobox', { name: /^Counting of series A/ }).click()
    await page.getByRole('option', { name: 'Sum of a property' }).click()
    await page.getByRole('combobox', { name: /^Property of series A/ }).click()
    await page.getByRole('combobox', { name: 'Find a numeric property' }).fill('price')
    await page.getByRole('option', { name: 'price' }).first().click()
    await page.getByRole('row', { name: /sum of price.*35/ }).waitFor()
    await page.getByRole('combobox', { name: 'Add filter' }).click()
    await page.getByRole('combobox', { name: 'Find a property', exact: true }).fill('plan')
    await page.getByRole('option', { name: 'plan' }).first().click()
    await page.getByRole('option', { name: 'pro' }).click()
    await page.keyboard.press('Escape')
    await page.getByRole('row', { name: /sum of price.*25/ }).waitFor()
    await page.getByRole('button', { name: 'Add formula' }).click()
    await page.getByRole('textbox', { name: 'Formula 1', exact: true }).fill('A * 2')
    await page.getByRole('row', { name: /A \* 2.*50/ }).waitFor()
  })
  await profile.close()

  await t.test('the link gives the same chart in another browser, and after a reload', async () => {
    const other = await openAt(link.slice(server.url.length), { colorScheme: 'dark' })
    await other.page.waitForURL((url) => url.href === link)
    const same = () => until('the same chart', async () => isDeepStrictEqual(await readChart(other.page), chart))
    await same()
    await assertWellMade(other.page, 'trends in dark')
    await other.page.reload()
    await same()
    await other.profile.close()
  })
})

test('the page can send a test event itself', async () => {
  const profile = await openProfile(browser, server)
  const page = await profile.newPage()
  await page.goto('/login')
  await signIn(page, owner)
  await page.waitForURL(/\/home$/)
  // With the session: a project made with a key does not become the one its owner looks at.
  const made = await server.post('/api/projects/', { name: 'Second' }, owner.session)
  assert.equal(made.status, 201, made.text)
  await page.goto('/')
  await page.getByRole('button', { name: 'Send a test event from here' }).click()
  await page.getByRole('heading', { name: 'Your first event is here' }).waitFor()
  await page.getByText('test event', { exact: true }).waitFor()
  await profile.close()
})
