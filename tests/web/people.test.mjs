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
  const batch = []
  for (let i = 0; i < 130; i++) {
    batch.push({
      event: '$identify',
      distinct_id: `user-${i}`,
      properties: { $set: { email: `user-${i}@acme.example`, plan: i % 2 === 0 ? 'Pro' : 'Free' } },
    })
    batch.push({ event: 'paid', distinct_id: `user-${i}`, properties: { amount: i, $groups: { company: `c-${i % 3}` } } })
  }
  // One person with two ids.
  batch.push({ event: '$create_alias', distinct_id: 'user-0', properties: { alias: 'phone-of-0' } })
  batch.push({ event: 'opened', distinct_id: 'phone-of-0' })
  for (const c of [0, 1, 2]) {
    batch.push({ event: '$groupidentify', distinct_id: 'user-0', properties: { $group_type: 'company', $group_key: `c-${c}`, $group_set: { name: `Company ${c}`, seats: 3 } } })
  }
  await seed(owner, batch)
})
after(async () => {
  await browser?.close()
  await server?.remove()
})

async function openAt(path, options) {
  const profile = await openProfile(browser, server, options)
  const page = await profile.newPage()
  await page.goto(path)
  await signIn(page, owner)
  return { profile, page }
}
const listed = async (search) => (await owner.api('GET', `/api/projects/${owner.project.id}/persons/?search=${search}`)).results

test('people are found, read and changed', async (t) => {
  const { profile, page } = await openAt('/settings/project', { expectErrors: [/404 \(/] })
  const rows = page.getByRole('table', { name: 'People' }).getByRole('row')

  await t.test('G P lists them; scrolling reads everybody once', async () => {
    await page.getByRole('navigation', { name: 'Main' }).waitFor()
    await pressInTurn(page, 'g', 'p')
    await page.waitForURL(/\/persons$/)
    await page.getByText('100 people read, more below').waitFor()
    await assertWellMade(page, 'people')
    await page.getByRole('region', { name: 'People' }).evaluate((box) => box.scrollTo({ top: box.scrollHeight }))
    await page.getByText('130 people', { exact: true }).waitFor()
  })

  await t.test('a search and a property narrow the list, and the link brings both back', async () => {
    await page.getByRole('searchbox', { name: 'Find a person' }).fill('user-12')
    await page.getByText('11 people', { exact: true }).waitFor()
    await page.getByRole('combobox', { name: 'Add a filter' }).or(page.getByRole('button', { name: 'Add a filter' })).click()
    await page.getByRole('option', { name: /^plan/ }).first().click()
    await page.getByRole('option', { name: 'Pro' }).click()
    await page.keyboard.press('Escape')
    await page.getByText('6 people', { exact: true }).waitFor()
    await page.reload()
    await page.getByText('6 people', { exact: true }).waitFor()
  })

  await t.test('nobody found offers a way out', async () => {
    await page.getByRole('searchbox', { name: 'Find a person' }).fill('nobody@nowhere')
    await page.getByText('Nobody matches “nobody@nowhere”').waitFor()
    await assertWellMade(page, 'nobody')
    await page.getByRole('button', { name: 'Show everybody' }).click()
    await page.getByText(/^1[03]0 people/).waitFor()
  })

  await t.test('a person has events, properties and ids; a property is set, changed and taken away', async () => {
    await page.getByRole('searchbox', { name: 'Find a person' }).fill('user-0@')
    await page.getByText('1 person', { exact: true }).waitFor()
    await rows.nth(1).getByRole('link').click()
    await page.getByRole('heading', { level: 1, name: 'user-0@acme.example' }).waitFor()
    const timeline = page.getByRole('region', { name: 'Timeline' })
    await timeline.getByRole('heading', { level: 3 }).first().waitFor()
    await assertWellMade(page, 'a person')
    await timeline.getByRole('button', { name: /opened/ }).first().focus()
    await page.keyboard.press('Enter')
    await page.getByRole('dialog', { name: 'opened' }).waitFor()
    await page.keyboard.press('Escape')
    await page.getByRole('dialog').waitFor({ state: 'detached' })
    await page.getByRole('tab', { name: 'Groups' }).click()
    await page.getByRole('link', { name: 'Company 0' }).waitFor()
    await assertWellMade(page, 'groups of a person')
    await page.getByRole('tab', { name: /^Properties/ }).click()
    await page.getByRole('button', { name: 'Add property' }).click()
    await page.getByLabel('Name').fill('seats')
    await page.getByLabel('Value').fill('12')
    await page.getByText('Kept as a number.').waitFor()
    await page.keyboard.press('Enter')
    await page.getByRole('button', { name: 'Change seats: 12' }).waitFor()
    await assertWellMade(page, 'properties')
    await until('the property on the server', async () => (await listed('user-0@'))[0]?.properties.seats === 12)
    await page.getByRole('button', { name: 'Remove seats' }).click()
    await page.getByRole('button', { name: 'Remove it' }).click()
    await until('the end of the property', async () => (await listed('user-0@'))[0]?.properties.seats === undefined)
  })

  await t.test('a distinct id in the address leads to its person; an event leads there, too', async () => {
    await page.goto(`/project/${owner.project.id}/person/phone-of-0`)
    await page.getByRole('heading', { level: 1, name: 'user-0@acme.example' }).waitFor()
    await page.goto(`/project/${owner.project.id}/activity/explore?search=phone-of-0`)
    await page.getByRole('row').filter({ hasText: 'opened' }).first().click()
    await page.getByRole('dialog').getByRole('link', { name: 'Person' }).click()
    await page.getByRole('heading', { level: 1, name: 'user-0@acme.example' }).waitFor()
  })

  await t.test('groups are listed, read and changed', async () => {
    await page.goto(`/project/${owner.project.id}/persons`)
    await page.getByRole('navigation', { name: 'People' }).getByRole('link', { name: 'Companies' }).click()
    await page.getByRole('link', { name: 'Company 1' }).waitFor()
    await assertWellMade(page, 'groups')
    await page.getByRole('link', { name: 'Company 1' }).click()
    await page.getByRole('button', { name: 'Change seats: 3' }).click()
    await page.getByLabel('Value').fill('30')
    await page.keyboard.press('Enter')
    await page.getByRole('button', { name: 'Change seats: 30' }).waitFor()
    await assertWellMade(page, 'a group')
    await page.getByRole('tab', { name: 'Events' }).click()
    await page.getByRole('row', { name: /paid/ }).first().waitFor()
    await page.getByRole('tab', { name: 'People' }).click()
    await page.getByRole('list', { name: 'People' }).getByRole('link', { name: 'user-4' }).or(page.getByRole('list', { name: 'People' }).getByRole('link').first()).first().waitFor()
  })
  await profile.close()
})

test('a person is merged with another, split again, and deleted with their events', async () => {
  const { profile, page } = await openAt(`/project/${owner.project.id}/person/user-7`, { expectErrors: [/404 \(/] })
  const more = async (action) => {
    await page.getByRole('banner').getByRole('button', { name: 'More', exact: true }).click()
    await page.getByRole('menuitem', { name: action }).click()
  }
  const idsOf = async (id) => ((await owner.api('GET', `/api/projects/${owner.project.id}/persons/?distinct_id=${id}`)).results[0]?.distinct_ids ?? []).toSorted()
  const people = async () => Number((await owner.hogql("select count(distinct person_id) from events where distinct_id in ('user-7', 'user-8')"))[0][0])
  await page.getByRole('heading', { level: 1, name: 'user-7@acme.example' }).waitFor()

  await more('Merge with others')
  const merge = page.getByRole('dialog', { name: 'Merge others into user-7@acme.example' })
  await merge.getByLabel('Who is the same person?').fill('user-8@')
  await merge.getByRole('checkbox', { name: 'user-8@acme.example' }).click()
  await merge.getByText(/^1 id with their events go to user-7@acme.example/).waitFor()
  await merge.getByRole('button', { name: 'Merge 1 person' }).click()
  await until('both ids are of one person', async () => String(await idsOf('user-8')) === 'user-7,user-8')
  await until('questions see one person', async () => (await people()) === 1)

  await page.reload()
  await page.getByRole('heading', { level: 1, name: 'user-7@acme.example' }).waitFor()
  await more('Split by id')
  const split = page.getByRole('dialog', { name: 'Split user-7@acme.example?' })
  await split.getByRole('button', { name: 'Make 1 new person' }).click()
  await until('each id is of its own person', async () => String([await idsOf('user-7'), await idsOf('user-8')]) === 'user-7,user-8')
  await until('questions see two people', async () => (await people()) === 2)

  await page.goto(`/project/${owner.project.id}/person/user-9`)
  await page.getByRole('heading', { level: 1, name: 'user-9@acme.example' }).waitFor()
  await page.getByRole('region', { name: 'Timeline' }).getByRole('button', { name: /paid/ }).first().waitFor()
  await more('Delete')
  const gone = page.getByRole('dialog', { name: 'Delete user-9@acme.example?' })
  await gone.getByRole('switch', { name: 'Delete their 2 events, too' }).click()
  await gone.getByRole('button', { name: 'Delete user-9@acme.example' }).click()
  await page.getByRole('table', { name: 'People' }).waitFor()
  await until('nobody has the id', async () => (await idsOf('user-9')).length === 0)
  await until('their events are gone', async () => Number((await owner.hogql("select count() from events where distinct_id = 'user-9'"))[0][0]) === 0)
  await profile.close()
})
