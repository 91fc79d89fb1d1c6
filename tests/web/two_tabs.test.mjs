// The same thing open twice: in two tabs of one browser, where what one saves is seen in the other, and by two people,
// where whoever saves second is told. Nothing is overwritten without a word.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { signUp, startServer, until } from '../harness.mjs'
import { account, assertWellMade, hasFocus, launchBrowser, openAs } from './browser.mjs'
import { seed } from './seed.mjs'

let server
let browser
let owner

before(async () => {
  server = await startServer()
  browser = await launchBrowser()
  owner = Object.assign(await signUp(server, account), account)
  await seed(owner, [
    ...['signed_up', 'paid'].map((event) => ({ event, distinct_id: 'grace', properties: { plan: 'pro', $set: { email: 'grace@example.com', plan: 'pro' } } })),
    { event: '$groupidentify', distinct_id: 'grace', properties: { $group_type: 'company', $group_key: 'acme', $group_set: { name: 'Acme', seats: 3 } } },
  ])
  await until('the definition of the event', async () => (await api('GET', 'event_definitions/?search=paid')).results.length === 1)
})
after(async () => {
  await browser?.close()
  await server?.remove()
})

const api = (method, place, body) => owner.api(method, `/api/projects/${owner.project.id}/${place}`, body)

/** A page in two tabs of one browser. */
async function twoTabs(path, shown) {
  const { profile, page } = await openAs(browser, server, owner, path)
  await shown(page).waitFor()
  const other = await profile.newPage()
  await other.goto(page.url())
  await shown(other).waitFor()
  return { profile, page, other }
}

/** A page before two people. */
async function twoPeople(path, shown) {
  const [mine, theirs] = await Promise.all([1, 2].map(() => openAs(browser, server, owner, path)))
  for (const { page } of [mine, theirs]) await shown(page).waitFor()
  return {
    page: mine.page,
    other: theirs.page,
    async close() {
      await mine.profile.close()
      await theirs.profile.close()
    },
  }
}

const saved = (page) => page.getByRole('region', { name: 'Notifications' }).getByText('Saved', { exact: true }).first()

test('names and descriptions that one tab saves are seen in the other, and who types there is told', async (t) => {
  await t.test('the name of a project, also in the sidebar', async () => {
    const name = (page) => page.getByRole('textbox', { name: 'Name', exact: true })
    const { profile, page, other } = await twoTabs('/settings/project', name)
    await name(page).fill('Acme Papers')
    await name(page).press('Enter')
    await until('the name in the other tab', async () => (await name(other).inputValue()) === 'Acme Papers')
    await other.getByRole('button', { name: 'Project: Acme Papers' }).waitFor()
    await name(other).fill('Acme Pens')
    await name(page).fill('Acme Paints')
    await name(page).press('Enter')
    await page.getByRole('button', { name: 'Project: Acme Paints' }).waitFor()
    await other.getByRole('button', { name: 'Project: Acme Paints' }).waitFor()
    await name(other).press('Enter')
    await other.getByRole('alert').getByText('By now it says “Acme Paints”').waitFor()
    await assertWellMade(other, 'a field that was changed meanwhile')
    assert.equal((await owner.api('GET', '/api/projects/@current/')).name, 'Acme Paints')
    await name(other).press('Enter')
    await page.getByRole('button', { name: 'Project: Acme Pens' }).waitFor()
    await profile.close()
  })

  await t.test('what is said about an event', async () => {
    const row = (page) => page.getByRole('row', { name: /paid/ })
    const text = (page) => page.getByRole('dialog').getByLabel('Description')
    const { profile, page, other } = await twoTabs('/data-management/events', row)
    for (const tab of [page, other]) {
      await row(tab).getByRole('button').click()
      await text(tab).waitFor()
    }
    await text(page).fill('Money came in')
    await text(page).blur()
    await until('the text in the other tab', async () => (await text(other).inputValue()) === 'Money came in')
    // Nothing was typed there: to look at it changes nothing.
    await text(other).focus()
    await text(page).fill('Money came')
    await text(page).blur()
    await until('the next text', async () => (await text(other).inputValue()) === 'Money came')
    await text(other).blur()
    await text(other).fill('A payment')
    await text(page).fill('Money went')
    await text(page).blur()
    await until('the last text', async () => (await api('GET', 'event_definitions/by_name/?name=paid')).description === 'Money went')
    await other.getByRole('row', { name: /Money went/ }).waitFor()
    await text(other).blur()
    await other.getByRole('alert').getByText('By now it says “Money went”').waitFor()
    assert.equal((await api('GET', 'event_definitions/by_name/?name=paid')).description, 'Money went')
    await profile.close()
  })

  await t.test('a property of a group', async () => {
    const value = (seats) => (page) => page.getByRole('button', { name: `Change seats: ${seats}` })
    const { profile, page, other } = await twoTabs('/groups/0/acme?tab=properties', value(3))
    await value(3)(other).click()
    await other.getByLabel('Value').fill('5')
    await value(3)(page).click()
    await page.getByLabel('Value').fill('4')
    await page.keyboard.press('Enter')
    await value(4)(page).waitFor()
    await other.getByText('seats').first().waitFor()
    await until('the value behind the dialog', async () => (await other.getByLabel('Change seats: 4').count()) > 0)
    await other.getByLabel('Value').press('Enter')
    await other.getByRole('alert').getByText('By now it says “4”').waitFor()
    await other.getByLabel('Value').press('Enter')
    await value(5)(other).waitFor()
    await value(5)(page).waitFor()
    await profile.close()
  })

  await t.test('stars, pins and tiles', async () => {
    const board = await api('POST', 'dashboards/', { name: 'Both look at it' })
    await api('PATCH', `dashboards/${board.id}/`, { tiles: [{ text: { body: 'First words' } }] })
    const { profile, page, other } = await twoTabs(`/dashboard/${board.id}`, (tab) => tab.getByText('First words'))
    await page.getByRole('button', { name: 'Pin to the sidebar' }).click()
    await other.getByRole('group', { name: 'Pinned' }).getByRole('link', { name: 'Both look at it' }).waitFor()
    await page.getByRole('button', { name: /^Rename dashboard/ }).click()
    await page.getByRole('textbox', { name: 'Name of this dashboard' }).fill('Both have read it')
    await page.keyboard.press('Enter')
    await other.getByRole('button', { name: 'Rename dashboard: Both have read it' }).waitFor()
    await profile.close()
  })
})

test('an insight that one tab saves is drawn in the other, where nothing was changed', async () => {
  const made = await api('POST', 'insights/', { name: 'In two tabs', query: { kind: 'InsightVizNode', source: { kind: 'TrendsQuery', series: [{ kind: 'EventsNode', event: 'paid' }] } } })
  const { profile, page, other } = await twoTabs(`/insights/${made.short_id}`, (tab) => tab.getByRole('row', { name: /paid/ }))
  await page.keyboard.press('x')
  await page.getByText('Draft kept').waitFor()
  await page.keyboard.press('Control+s')
  await page.getByText('Draft kept').waitFor({ state: 'detached' })
  await other.getByRole('columnheader', { name: 'Change' }).waitFor()
  assert.equal(await other.getByText('Draft kept').count(), 0)
  await profile.close()
})

test('an insight that somebody else saves meanwhile is not overwritten, however late one comes back to the draft', async () => {
  const made = await api('POST', 'insights/', { name: 'Of two people', query: { kind: 'InsightVizNode', source: { kind: 'TrendsQuery', series: [{ kind: 'EventsNode', event: 'paid' }] } } })
  const { page, other, close } = await twoPeople(`/insights/${made.short_id}`, (tab) => tab.getByRole('row', { name: /paid/ }))
  await page.keyboard.press('v')
  await page.getByText('Draft kept').waitFor()
  await other.keyboard.press('x')
  await other.getByText('Draft kept').waitFor()
  await other.keyboard.press('Control+s')
  await other.getByText('Draft kept').waitFor({ state: 'detached' })
  // The page reads what they saved; the draft still began before.
  await page.reload()
  await page.getByText('Draft kept').waitFor()
  await page.keyboard.press('Control+s')
  const dialog = page.getByRole('dialog', { name: 'Of two people was changed meanwhile' })
  await dialog.getByRole('button', { name: 'Keep it' }).click()
  await dialog.waitFor({ state: 'detached' })
  const source = async () => (await api('GET', `insights/${made.id}/`)).query.source
  assert.equal((await source()).compareFilter?.compare, true)
  await page.keyboard.press('Control+s')
  await dialog.getByRole('button', { name: 'Save mine over it' }).click()
  await dialog.waitFor({ state: 'detached' })
  await until('mine', async () => (await source()).compareFilter === undefined)
  await close()
})

test('an action that two people change: the second is asked before it is overwritten', async () => {
  const made = await api('POST', 'actions/', { name: 'Became a customer', steps: [{ event: 'signed_up' }] })
  const name = (page) => page.getByRole('textbox', { name: 'Name' })
  const { page, other, close } = await twoPeople(`/data-management/actions/${made.id}`, name)
  await name(page).fill('Became our customer')
  await page.getByText('Draft kept').waitFor()
  await name(other).fill('Bought something')
  await other.keyboard.press('Control+s')
  await saved(other).waitFor()
  await page.keyboard.press('Control+s')
  const dialog = page.getByRole('dialog', { name: /was changed meanwhile$/ })
  await dialog.waitFor()
  await assertWellMade(page, 'an action that was changed meanwhile')
  await dialog.getByRole('button', { name: 'Keep it' }).click()
  await dialog.waitFor({ state: 'detached' })
  const stored = async () => (await api('GET', `actions/${made.id}/`)).name
  assert.equal(await stored(), 'Bought something')
  await page.getByText('Draft kept').waitFor()
  await page.keyboard.press('Control+s')
  await dialog.getByRole('button', { name: 'Save mine over it' }).click()
  await dialog.waitFor({ state: 'detached' })
  await until('mine', async () => (await stored()) === 'Became our customer')
  await page.getByText('Draft kept').waitFor({ state: 'detached' })
  // Who has no change of their own and comes back sees it, and saves without a question.
  await other.reload()
  await until('theirs in the field', async () => (await name(other).inputValue()) === 'Became our customer')
  await name(other).fill('A customer')
  await other.keyboard.press('Control+s')
  await until('the last', async () => (await stored()) === 'A customer')
  await close()
})

test('an event filter that two people change: the second is asked before it is overwritten', async () => {
  const bots = (page) => page.getByRole('switch', { name: /^Drop events of bots/ })
  const { page, other, close } = await twoPeople('/data-management/event-filter', bots)
  await page.getByRole('button', { name: 'On trial' }).click()
  await page.getByText('Draft kept').waitFor()
  await bots(other).click()
  await other.getByRole('button', { name: 'Save filter' }).click()
  await other.getByText('Event filter saved').waitFor()
  await page.getByRole('button', { name: 'Save filter' }).click()
  const dialog = page.getByRole('dialog', { name: 'The event filter was changed meanwhile' })
  await dialog.getByRole('button', { name: 'Keep it' }).click()
  await dialog.waitFor({ state: 'detached' })
  assert.equal((await api('GET', 'event_filter/')).drop_bots, true)
  await page.getByRole('button', { name: 'Revert' }).click()
  await page.getByText('Draft kept').waitFor({ state: 'detached' })
  // What they saved.
  await page.getByRole('switch', { name: /^Drop events of bots/, checked: true }).waitFor()
  await close()
})

test('a note and a text that two people change: the second is told what it says by now', async (t) => {
  await t.test('a note', async () => {
    const note = await api('POST', 'annotations/', { content: 'Launch', date_marker: '2026-07-01T10:00:00Z', scope: 'project' })
    const row = (page) => page.getByRole('row', { name: /Launch/ })
    const { page, other, close } = await twoPeople('/data-management/annotations', row)
    for (const tab of [page, other]) {
      await row(tab).getByRole('button').click()
      await hasFocus(tab.getByRole('dialog'))
    }
    const text = (tab) => tab.getByRole('dialog').getByLabel('What happened')
    await text(other).fill('Launch in Europe')
    await other.getByRole('button', { name: 'Save', exact: true }).click()
    await saved(other).waitFor()
    await text(page).fill('Launch in Asia')
    await page.getByRole('button', { name: 'Save', exact: true }).click()
    await page.getByRole('alert').getByText(/^By now it says “Launch in Europe, 2026-07-01 10:00”/).waitFor()
    await assertWellMade(page, 'a note that was changed meanwhile', '[role="dialog"]')
    const stored = async () => (await api('GET', `annotations/${note.id}/`)).content
    assert.equal(await stored(), 'Launch in Europe')
    await page.getByRole('button', { name: 'Save', exact: true }).click()
    await until('mine', async () => (await stored()) === 'Launch in Asia')
    await close()
  })

  await t.test('a text on a dashboard', async () => {
    const board = await api('POST', 'dashboards/', { name: 'Words' })
    await api('PATCH', `dashboards/${board.id}/`, { tiles: [{ text: { body: 'Good morning' } }] })
    const { page, other, close } = await twoPeople(`/dashboard/${board.id}`, (tab) => tab.getByText('Good morning'))
    for (const tab of [page, other]) {
      await tab.getByText('Good morning').hover()
      await tab.getByRole('button', { name: /^More for / }).click()
      await tab.getByRole('menuitem', { name: /text/i }).first().click()
      await tab.getByRole('dialog').getByLabel('Text').waitFor()
    }
    await other.getByRole('dialog').getByLabel('Text').fill('Good day')
    await other.getByRole('button', { name: 'Save text' }).click()
    await other.getByText('Good day').waitFor()
    await page.getByRole('dialog').getByLabel('Text').fill('Good night')
    await page.getByRole('button', { name: 'Save text' }).click()
    await page.getByRole('alert').getByText('By now it says “Good day”').waitFor()
    await page.getByRole('button', { name: 'Save text' }).click()
    await page.getByText('Good night').waitFor()
    await page.getByRole('dialog').waitFor({ state: 'detached' })
    await close()
  })
})

test('what one tab makes or takes away is so in the other', async (t) => {
  await t.test('a key', async () => {
    const { profile, page, other } = await twoTabs('/settings/user-api-keys', (tab) => tab.getByRole('button', { name: 'New key' }))
    await page.getByRole('button', { name: 'New key' }).click()
    await page.getByLabel('Label').fill('Nightly')
    await page.getByRole('button', { name: 'Create key' }).click()
    await page.getByText('Copy Nightly now').waitFor()
    await other.getByRole('row', { name: /Nightly/ }).waitFor()
    await other.getByRole('button', { name: 'Delete Nightly' }).click()
    await other.getByRole('button', { name: 'Delete the key Nightly' }).click()
    await other.getByRole('row', { name: /Nightly/ }).waitFor({ state: 'detached' })
    await page.getByRole('row', { name: /Nightly/ }).waitFor({ state: 'detached' })
    await profile.close()
  })

  await t.test('an insight in the list', async () => {
    await api('POST', 'insights/', { name: 'Soon gone', saved: true, query: { kind: 'InsightVizNode', source: { kind: 'TrendsQuery', series: [{ kind: 'EventsNode', event: 'paid' }] } } })
    const row = (tab) => tab.getByRole('row', { name: /Soon gone/ })
    const { profile, page, other } = await twoTabs('/insights', row)
    await row(page).getByRole('button', { name: 'More for Soon gone' }).click()
    await page.getByRole('menuitem', { name: 'Delete' }).click()
    await row(page).waitFor({ state: 'detached' })
    await row(other).waitFor({ state: 'detached' })
    await profile.close()
  })

  await t.test('each tab stays in its own project', async () => {
    const second = await owner.api('POST', '/api/projects/', { name: 'Second shop' })
    const { profile, page, other } = await twoTabs('/settings/project', (tab) => tab.getByRole('heading', { name: 'General' }))
    const first = await page.getByRole('button', { name: /^Project: / }).innerText()
    await other.goto(`/project/${second.id}/settings/project`)
    await other.getByRole('button', { name: 'Project: Second shop' }).waitFor()
    const name = other.getByRole('textbox', { name: 'Name', exact: true })
    await name.fill('Second store')
    await name.press('Enter')
    await other.getByRole('button', { name: 'Project: Second store' }).waitFor()
    // The first tab reads its user anew, and still says where it is.
    await page.getByRole('button', { name: /^Project: / }).click()
    await page.getByRole('menuitem', { name: 'Second store' }).waitFor()
    await page.keyboard.press('Escape')
    assert.equal(await page.getByRole('button', { name: /^Project: / }).innerText(), first)
    await profile.close()
  })
})
