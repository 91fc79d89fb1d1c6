import { after, before, test } from 'node:test'
import { signUp, startServer, until } from '../harness.mjs'
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

  await page.getByRole('navigation', { name: 'Definitions' }).getByRole('link', { name: 'Warnings' }).click()
  const row = page.getByRole('table', { name: 'Warnings' }).getByRole('row').nth(1)
  await row.getByRole('button').click()
  await page.getByText('Call identify only once').waitFor()
  await assertWellMade(page, 'a warning')
  await page.getByRole('searchbox', { name: 'Find a warning' }).fill('nothing such')
  await page.getByText('No warning matches “nothing such”').waitFor()
  await profile.close()
})
