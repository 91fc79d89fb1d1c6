import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { signUp, startServer, until } from '../harness.mjs'
import { ageLog, holdIngestion, releaseIngestion } from '../held_ingestion.mjs'
import { account, assertWellMade, launchBrowser, openProfile, signIn } from './browser.mjs'
import { seed } from './seed.mjs'

let server
let browser
let owner

const uuid = '0190b0d4-7c5f-7000-8000-00000000abcd'

before(async () => {
  server = await startServer()
  browser = await launchBrowser()
  owner = Object.assign(await signUp(server, account), account)
  const batch = [
    ...Array.from({ length: 40 }, (_, i) => ({ event: 'seen', distinct_id: `u-${i}` })),
    { event: 'paid', distinct_id: 'u-1', uuid },
    // An id that stands for nobody is not merged, and ingestion says so.
    { event: '$create_alias', distinct_id: 'u-2', properties: { alias: 'anonymous' } },
  ]
  await seed(owner, batch)
  await until('the books', async () => (await owner.api('GET', `/api/projects/${owner.project.id}/ingestion/ledger/`)).total.stored >= 41)
  await until('the warning', async () => (await owner.api('GET', `/api/projects/${owner.project.id}/ingestion_warnings/`)).length === 1)
})
after(async () => {
  await browser?.close()
  await server?.remove()
})

test('the books of ingestion are open: totals, the fate of an event, warnings', async () => {
  const profile = await openProfile(browser, server, { expectErrors: [/404 \(/, /400 \(/] })
  const page = await profile.newPage()
  await page.goto('/data-management/ingestion')
  await signIn(page, owner)
  await page.getByText('Up to date').waitFor()
  const books = page.getByRole('region', { name: 'Books' })
  await until('what was stored', async () => /Stored\s*4[12]\b/.test(await books.innerText()))
  await page.getByText('No dead letters').waitFor()
  await assertWellMade(page, 'ingestion')

  await page.getByLabel('What became of an event?').fill(uuid)
  await page.keyboard.press('Enter')
  await page.getByRole('region', { name: 'Find an event' }).getByRole('status').filter({ hasText: /Stored\s*paid\s*of u-1/ }).waitFor()
  await assertWellMade(page, 'the fate of an event')
  await page.getByLabel('What became of an event?').fill('0190b0d4-7c5f-7000-8000-000000000000')
  await page.keyboard.press('Enter')
  await page.getByText('No event with this uuid came').waitFor()

  const steps = page.getByRole('region', { name: 'Steps' })
  await steps.getByText('Gives visitors without cookies an id for the day').waitFor()
  await until('a time of each step', async () => /^person\n[^\n]*\n[\d.]+ µs/m.test(await steps.innerText()))
  const proxies = page.getByRole('region', { name: 'Proxies' })
  await proxies.getByText('The client', { exact: true }).waitFor()
  await proxies.getByText('addresses of private networks').waitFor()

  await page.getByRole('navigation', { name: 'Ingestion' }).getByRole('link', { name: 'Warnings' }).click()
  const row = page.getByRole('table', { name: 'Warnings' }).getByRole('row').nth(1)
  await row.getByRole('button').click()
  await page.getByText('Call identify only once').waitFor()
  await assertWellMade(page, 'a warning')
  await page.getByRole('searchbox', { name: 'Find a warning' }).fill('nothing such')
  await page.getByText('No warning matches “nothing such”').waitFor()
  await profile.close()
})

test('keys that no project has are listed while they come', async () => {
  const profile = await openProfile(browser, server)
  const page = await profile.newPage()
  await page.goto('/data-management/ingestion')
  await signIn(page, owner)
  const refused = page.getByRole('region', { name: 'Refused keys' })
  await refused.getByText('No refused keys').waitFor()
  for (const key of ['phc_of_another_server_of_another_server', 'phc_of_another_server_of_another_server', 'phs_secret']) {
    assert.equal((await server.post('/batch/', { api_key: key, batch: [{ event: 'lost', distinct_id: 'u', properties: { $lib: 'web' } }] })).status, 401)
  }
  const row = refused.getByRole('row').filter({ hasText: 'phc_of_a…' })
  await row.filter({ hasText: 'posthog-js' }).filter({ hasText: '127.0.0.1' }).filter({ hasText: 'another server’s' }).waitFor()
  await row.getByRole('cell', { name: '2', exact: true }).waitFor()
  await refused.getByRole('row').filter({ hasText: 'phs_…' }).filter({ hasText: 'replace it' }).waitFor()
  await assertWellMade(page, 'refused keys')
  await page.setViewportSize({ width: 390, height: 844 })
  await assertWellMade(page, 'refused keys on a phone')
  await profile.close()
})

test('an event filter is written as rules, tried on what is stored, and then drops', async () => {
  const profile = await openProfile(browser, server)
  const page = await profile.newPage()
  await page.goto('/home')
  await signIn(page, owner)
  await page.getByRole('link', { name: 'Ingestion', exact: true }).click()
  await page.getByRole('heading', { level: 1, name: 'Ingestion' }).waitFor()
  await page.getByRole('navigation', { name: 'Ingestion' }).getByRole('link', { name: 'Event filter' }).click()
  await page.getByText('Filter off').waitFor()
  const save = page.getByRole('button', { name: 'Save filter' })
  assert.ok(await save.isDisabled(), 'nothing to save')

  await page.getByRole('button', { name: 'Add a rule' }).click()
  await page.getByText('A condition lacks its value.').waitFor()
  await page.getByRole('textbox', { name: 'Rule 1, condition 1, value' }).or(page.getByRole('combobox', { name: 'Rule 1, condition 1, value' })).fill('seen')
  const trial = page.getByRole('region', { name: 'Trial' })
  await trial.getByText(/^of \d+ stored events match \(\d.*\), by 40 people\./).waitFor()
  await trial.getByRole('link', { name: '40 events match, list them' }).waitFor()
  await trial.getByRole('listitem').filter({ hasText: /^seen\s*40$/ }).waitFor()
  await assertWellMade(page, 'event filter')

  // An event that has to stay, which the rule takes: the two cannot be saved together.
  await page.getByRole('button', { name: 'Add an example' }).click()
  await page.getByLabel('Example 1, event name').fill('seen')
  await page.getByLabel('Example 1, distinct ID').fill('boss')
  await page.getByLabel('Comes out so').waitFor()
  await page.getByRole('combobox', { name: /^Example 1, what should become of it/ }).click()
  await page.getByRole('option', { name: 'is stored' }).click()
  await page.getByText('An example comes out otherwise than it should.').waitFor()
  assert.ok(await save.isDisabled(), 'an example fails')
  await page.getByRole('button', { name: 'And' }).click()
  await page.getByRole('combobox', { name: /^Rule 1, condition 2, what/ }).click()
  await page.getByRole('option', { name: 'Distinct ID' }).click()
  await page.getByRole('combobox', { name: /^Rule 1, condition 2, how/ }).click()
  await page.getByRole('option', { name: 'is not', exact: true }).click()
  await page.getByLabel('Rule 1, condition 2, value').fill('boss')
  await page.getByLabel('Comes out so').waitFor()

  await page.getByRole('button', { name: 'On', exact: true }).click()
  await page.getByRole('button', { name: 'On', exact: true, pressed: true }).waitFor()
  await page.getByText('Draft kept').waitFor()
  await page.reload()
  await page.getByText('Draft kept').waitFor()
  assert.equal(await page.getByLabel('Rule 1, condition 2, value').inputValue(), 'boss')
  for (const width of [390, 1024]) {
    await page.setViewportSize({ width, height: 844 })
    await assertWellMade(page, `event filter at ${width} px`)
  }
  await save.click()
  await page.getByRole('dialog').getByRole('button', { name: 'Drop what matches' }).click()
  await page.getByText('Filter on', { exact: true }).waitFor()
  await page.getByText('Draft kept').waitFor({ state: 'detached' })

  const send = (distinct_id) => server.post('/i/v0/e/', { api_key: owner.token, event: 'seen', distinct_id })
  const total = async () => (await owner.api('GET', `/api/projects/${owner.project.id}/ingestion/ledger/`)).total
  await until('events are dropped', async () => {
    await send('somebody')
    return (await total()).dropped.filtered > 0
  })
  const before = Number((await owner.hogql("select count() from events where distinct_id = 'boss'"))[0][0])
  await send('boss')
  await until('the one that has to stay', async () => Number((await owner.hogql("select count() from events where distinct_id = 'boss'"))[0][0]) === before + 1)
  await page.reload()
  await page.getByText(/^Dropped in the last 24 hours: \d+ by rules/).waitFor()
  await profile.close()
})

test('restrictions are written a line each, asked about before they drop, and hold', async () => {
  const profile = await openProfile(browser, server)
  const page = await profile.newPage()
  await page.goto('/data-management/restrictions')
  await signIn(page, owner)
  await page.getByText('Nothing restricted').waitFor()
  const save = page.getByRole('button', { name: 'Save restrictions' })
  assert.ok(await save.isDisabled(), 'nothing to save')

  await page.getByRole('switch', { name: 'Set events aside' }).click()
  await page.getByText('Every event of this project is set aside.').waitFor()
  await page.getByLabel('Set events aside: Event names').fill('odd\n\n odd ')
  await page.getByText('Taken are events that are in every list that is filled in.').waitFor()
  await page.getByLabel('Set events aside: Event UUIDs').fill('0190b0d4')
  await page.getByText('“0190b0d4” is no UUID').waitFor()
  assert.ok(await save.isDisabled(), 'a line that the server would refuse')
  await assertWellMade(page, 'restrictions')
  await page.getByLabel('Set events aside: Event UUIDs').fill('')
  await page.getByText('Draft kept').waitFor()
  await page.reload()
  await page.getByText('Draft kept').waitFor()
  await save.click()
  await page.getByText('1 restriction on').waitFor()
  await page.getByText('Draft kept').waitFor({ state: 'detached' })
  const kept = async () => (await owner.api('GET', `/api/projects/${owner.project.id}/event_ingestion_restrictions/`)).map((one) => [one.restriction_type, one.event_names, one.distinct_ids])
  assert.deepEqual(await kept(), [['redirect_to_dlq', ['odd'], []]])

  let sent = 0
  const send = (event, distinct_id) => server.post('/i/v0/e/', { api_key: owner.token, event, distinct_id })
  const total = async () => (await owner.api('GET', `/api/projects/${owner.project.id}/ingestion/ledger/`)).total
  await until('events are set aside', async () => {
    await send('odd', 'u-1')
    sent++
    return (await total()).dead_lettered.restricted_to_dlq > 0
  })

  // What is dropped is gone, so that is asked first.
  await page.getByRole('switch', { name: 'Drop events' }).click()
  await page.getByLabel('Drop events: Distinct IDs').fill('flood')
  await save.click()
  await page.getByRole('dialog', { name: 'Drop these events from now on?' }).getByRole('button', { name: 'Drop these events' }).click()
  await page.getByText('2 restrictions on').waitFor()
  assert.deepEqual(await kept(), [
    ['drop_event_from_ingestion', [], ['flood']],
    ['redirect_to_dlq', ['odd'], []],
  ])
  await until('events are dropped', async () => {
    await send('seen', 'flood')
    return (await total()).dropped.event_restriction_drop > 0
  })
  await page.reload()
  await page.getByText(/^In the last 24 hours: \d+ dropped, \d+ set aside\.$/).waitFor()
  assert.equal(await page.getByLabel('Drop events: Distinct IDs').inputValue(), 'flood')
  for (const width of [390, 1024]) {
    await page.setViewportSize({ width, height: 844 })
    await assertWellMade(page, `restrictions at ${width} px`)
  }

  await page.getByRole('switch', { name: 'Drop events' }).click()
  await page.getByRole('switch', { name: 'Set events aside' }).click()
  await save.click()
  await page.getByText('Nothing restricted').waitFor()
  assert.deepEqual(await kept(), [])

  // What was set aside comes in from the page.
  await page.setViewportSize({ width: 1440, height: 900 })
  await page.getByRole('navigation', { name: 'Ingestion' }).getByRole('link', { name: 'Overview' }).click()
  const letters = page.getByRole('region', { name: 'Dead letters' })
  await letters.getByRole('row').filter({ hasText: 'odd' }).first().waitFor()
  await letters.getByRole('button', { name: 'Try all again' }).click()
  await letters.getByText('No dead letters').waitFor()
  await until('all of them are stored', async () => Number((await owner.hogql("select count() from events where event = 'odd'"))[0][0]) === sent)
  await profile.close()
})

test('the disk page names its consumers, and removes what is past the days of the project', async () => {
  const old = new Date(Date.now() - 40 * 86_400_000).toISOString()
  await seed(owner, [{ event: 'of long ago', distinct_id: 'u-1', timestamp: old }])
  const profile = await openProfile(browser, server)
  const page = await profile.newPage()
  await page.goto('/data-management/disk')
  await signIn(page, owner)
  await page.getByText('Disk full in').waitFor()
  const consumers = page.getByRole('table', { name: 'Consumers of disk' })
  for (const name of ['events', 'log of events', 'log of recordings', 'metadata.db']) {
    await consumers.getByRole('row').filter({ has: page.getByText(name, { exact: true }) }).first().waitFor()
  }
  await page.getByLabel('Keep events of this project for').fill('thirty')
  await page.getByLabel('Keep events of this project for').press('Enter')
  await page.getByText('Write a whole number, or leave it empty.').waitFor()
  await page.getByLabel('Keep events of this project for').fill('30')
  await page.getByLabel('Keep events of this project for').press('Enter')
  const dialog = page.getByRole('dialog', { name: 'Keep events of this project for: 30 days?' })
  await dialog.getByText(/before the last 30 days are removed/).waitFor()
  await dialog.getByRole('button', { name: 'Remove old events' }).click()
  const removal = page.getByRole('table', { name: 'Removals' }).getByRole('row').nth(1)
  await removal.getByText('Done').waitFor()
  await removal.getByText(/^Past the days of project/).waitFor()
  await assertWellMade(page, 'disk')
  assert.deepEqual(await owner.hogql("select count() from events where event = 'of long ago'"), [[0]])
  await profile.close()
})

test('events that wait for more than a minute are an alarm on every page, until they have landed', async () => {
  const before = await owner.eventCount()
  holdIngestion(server.data)
  assert.equal((await server.post('/i/v0/e/', { api_key: owner.token, event: 'held back', distinct_id: 'u-1' })).status, 200)
  // A crash, and a start two minutes later.
  await server.kill()
  ageLog(server.data, 120_000)
  await server.start()
  const waiting = (await owner.api('GET', `/api/projects/${owner.project.id}/ingestion/ledger/`)).instance.waiting_since

  const profile = await openProfile(browser, server)
  const page = await profile.newPage()
  await page.goto('/home')
  await signIn(page, owner)
  const alarm = page.getByRole('status').filter({ hasText: 'New events have been waiting' })
  await alarm.getByText(/^New events have been waiting since (\d+ \w+ )?\d\d:\d\d\. The newest numbers lack them/).waitFor()
  assert.equal(await alarm.getByRole('time').getAttribute('datetime'), waiting)
  await assertWellMade(page, 'an alarm on a page')
  // It stays while one goes from page to page, and says what is wrong on a phone, too.
  await page.getByRole('navigation').getByRole('link', { name: 'Insights', exact: true }).click()
  await page.getByRole('heading', { level: 1, name: 'Insights' }).waitFor()
  await page.setViewportSize({ width: 390, height: 844 })
  await assertWellMade(page, 'an alarm on a phone')
  const other = await profile.newPage()
  await other.goto('/dashboard')
  const there = other.getByRole('status').filter({ hasText: 'New events have been waiting' })
  await there.waitFor()

  await alarm.getByRole('link', { name: 'See ingestion' }).click()
  await page.setViewportSize({ width: 1440, height: 900 })
  const books = page.getByRole('region', { name: 'Books' })
  const fact = async (name) => (await books.locator('div').filter({ has: page.getByText(name, { exact: true }) }).getByRole('definition').last().innerText()).trim()
  await page.getByText(/^\d+ m \d\d s behind$/).waitFor()
  assert.match(await fact('Behind by'), /^\d+ m \d\d s$/)
  assert.equal(await fact('Under way'), '1')
  assert.equal(await alarm.count(), 0, 'the page of ingestion says it by itself')
  await assertWellMade(page, 'events that wait')

  // Both pages hear of the end by themselves.
  releaseIngestion(server.data)
  await page.getByText('Up to date').waitFor()
  await until('nothing waits', async () => (await fact('Behind by')) === 'nothing' && (await fact('Under way')) === '0')
  await there.waitFor({ state: 'detached' })
  assert.equal(await owner.eventCount(), before + 1)
  await profile.close()
})
