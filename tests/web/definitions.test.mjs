import { after, before, test } from 'node:test'
import { signUp, startServer, until } from '../harness.mjs'
import { account, assertWellMade, launchBrowser, openProfile, pressInTurn, signIn } from './browser.mjs'
import { seed } from './seed.mjs'

let server
let browser
let owner

before(async () => {
  server = await startServer()
  browser = await launchBrowser()
  owner = Object.assign(await signUp(server, account), account)
  const batch = Array.from({ length: 30 }, (_, i) => ({ event: i % 3 === 0 ? 'paid' : 'seen', distinct_id: `u-${i}`, properties: { amount: i, $set: { plan: 'Pro' } } }))
  await seed(owner, batch)
  const found = async (what) => (await owner.api('GET', `/api/projects/${owner.project.id}/${what}`)).results.length === 1
  await until('the definitions of events', () => found('event_definitions/?search=paid'))
  await until('the definitions of properties', () => found('property_definitions/?search=amount'))
  await until('the definitions of people', () => found('property_definitions/?type=person&search=plan'))
})
after(async () => {
  await browser?.close()
  await server?.remove()
})

test('definitions are described, tagged and verified, and a link opens one', async () => {
  const profile = await openProfile(browser, server)
  const page = await profile.newPage()
  await page.goto('/settings/project')
  await signIn(page, owner)
  await page.getByRole('navigation', { name: 'Main' }).waitFor()
  await pressInTurn(page, 'g', 'm')
  await page.waitForURL(/\/data-management\/events$/)
  await assertWellMade(page, 'definitions')
  await page.getByRole('row', { name: /paid/ }).getByRole('button').click()
  const panel = page.getByRole('dialog')
  await panel.getByLabel('Description').fill('Money came in')
  await panel.getByRole('combobox', { name: 'Tags' }).fill('revenue')
  await page.keyboard.press('Enter')
  await panel.getByRole('switch', { name: /^Verified/ }).click()
  await until('what was said', async () => {
    const found = await owner.api('GET', `/api/projects/${owner.project.id}/event_definitions/by_name/?name=paid`)
    return found.description === 'Money came in' && found.verified && found.tags[0] === 'revenue'
  })
  await assertWellMade(page, 'a definition')
  await page.reload()
  await panel.getByText('Money came in').waitFor()
  await page.keyboard.press('Escape')
  await panel.waitFor({ state: 'detached' })
  await page.getByRole('row', { name: /paid.*Money came in.*10/ }).getByRole('img', { name: 'verified' }).waitFor()
  await page.getByRole('button', { name: /^Which/ }).click()
  await page.getByRole('menuitemradio', { name: 'Verified' }).click()
  await until('only it', async () => (await page.getByRole('row').count()) === 2)

  await page.getByRole('navigation', { name: 'Definitions' }).getByRole('link', { name: 'Properties' }).click()
  await page.getByRole('row', { name: /amount/ }).waitFor()
  await page.getByRole('button', { name: /^Properties of/ }).click()
  await page.getByRole('menuitemradio', { name: 'People' }).click()
  await page.getByRole('row', { name: /plan/ }).waitFor()
  await assertWellMade(page, 'properties of people')
  await page.getByRole('searchbox', { name: 'Find among properties' }).fill('nothing here')
  await page.getByText('No properties match').waitFor()
  await page.getByRole('button', { name: 'Show all' }).click()
  await page.getByRole('row', { name: /plan/ }).waitFor()
  await profile.close()
})
