// What each screen is for, done by keys alone; keyboard.test.mjs is one person's way from the sign-up to the settings.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { signUp, startServer, until } from '../harness.mjs'
import { account, hasFocus, launchBrowser, openAs, openProfile } from './browser.mjs'
import { assertKept, tabTo } from './keys.mjs'
import { seed } from './seed.mjs'

let server
let browser
let owner

const day = 86_400_000
const uuid = '0190b0d4-7c5f-7000-8000-00000000abcd'

before(async () => {
  server = await startServer()
  browser = await launchBrowser()
  owner = Object.assign(await signUp(server, account), account)
  const events = []
  for (const back of [1, 2, 3]) {
    for (const [i, name] of ['grace', 'alan', 'edsger'].entries()) {
      for (const event of ['signed_up', 'paid'].slice(0, 3 - i)) {
        events.push({ event, distinct_id: name, timestamp: new Date(Date.now() - back * day).toISOString(), properties: { plan: i === 0 ? 'pro' : 'free', $set: { email: `${name}@example.com` } } })
      }
    }
  }
  events.push(
    { event: 'paid', distinct_id: 'grace', uuid },
    { event: '$groupidentify', distinct_id: 'grace', properties: { $group_type: 'company', $group_key: 'acme', $group_set: { name: 'Acme', seats: 3 } } },
    // An id that stands for nobody is not merged, and ingestion says so.
    { event: '$create_alias', distinct_id: 'grace', properties: { alias: 'anonymous' } },
  )
  await seed(owner, events)
  await until('the definition of the event', async () => (await api('GET', 'event_definitions/?search=paid')).results.length === 1)
  await until('the warning', async () => (await api('GET', 'ingestion_warnings/')).length === 1)
})
after(async () => {
  await browser?.close()
  await server?.remove()
})

const api = (method, place, body) => owner.api(method, `/api/projects/${owner.project.id}/${place}`, body)
const asked = (query) => `insights/new?q=${encodeURIComponent(JSON.stringify(query))}`
const dialogOf = (page) => page.getByRole('dialog')

/** Leaves the layer with Esc, and is back where it was opened. */
async function back(page, opener) {
  await page.keyboard.press('Escape')
  await dialogOf(page).waitFor({ state: 'detached' })
  if (opener) await hasFocus(opener)
  else await assertKept(page, 'closing the layer')
}

/** Opens a number by Enter, steps into the first person, and out again. */
async function openNumber(page, number) {
  await tabTo(page, number)
  await page.keyboard.press('Enter')
  const panel = dialogOf(page)
  await panel.locator('[data-row]').first().waitFor()
  await assertKept(page, 'opening the panel')
  await tabTo(page, panel.locator('[data-row] [data-row-open], [data-row] button, button[data-row], [data-row]').first())
  await page.keyboard.press('Enter')
  await panel.getByRole('link', { name: 'Open their page' }).waitFor()
  await page.keyboard.press('Escape')
  await panel.getByRole('link', { name: 'Open their page' }).waitFor({ state: 'detached' })
  await back(page, number)
}

const screens = {
  async 'Home: other numbers are picked'(page, { keyboard }) {
    const opener = page.getByRole('button', { name: 'Choose numbers' })
    await tabTo(page, opener)
    await keyboard.press('Enter')
    await tabTo(page, dialogOf(page).getByRole('button', { name: /^Sessions Number/ }))
    await keyboard.press('Space')
    await tabTo(page, dialogOf(page).getByRole('button', { name: 'Save' }))
    await keyboard.press('Enter')
    await dialogOf(page).waitFor({ state: 'detached' })
    await page.getByRole('article').first().waitFor()
    await assertKept(page, 'picking numbers')
  },
  async 'Events: one is opened, and its neighbour'(page, { keyboard }) {
    await page.getByRole('row', { name: /paid/ }).first().waitFor()
    await keyboard.press('j')
    await keyboard.press('Enter')
    await dialogOf(page).getByText('Distinct ID').waitFor()
    await back(page)
    await keyboard.press('s')
    await hasFocus(page.getByRole('searchbox', { name: 'Search events' }))
    await keyboard.type('edsger')
    await page.getByText('3 events', { exact: true }).waitFor()
  },
  async 'People: one is found, opened, and gets a property'(page, { keyboard }) {
    await page.getByRole('row', { name: /grace/ }).waitFor()
    await keyboard.press('s')
    await hasFocus(page.getByRole('searchbox', { name: 'Find a person' }))
    await keyboard.type('alan')
    await page.getByText('1 person', { exact: true }).waitFor()
    await tabTo(page, page.getByRole('row', { name: /alan/ }).getByRole('link'))
    await keyboard.press('Enter')
    await page.getByRole('heading', { level: 1, name: 'alan@example.com' }).waitFor()
    await tabTo(page, page.getByRole('tab', { selected: true }))
    await keyboard.press('ArrowRight')
    await hasFocus(page.getByRole('tab', { name: /^Properties/ }))
    await keyboard.press('Enter')
    await tabTo(page, page.getByRole('button', { name: 'Add property' }))
    await keyboard.press('Enter')
    await tabTo(page, dialogOf(page).getByLabel('Name'))
    await keyboard.type('seats')
    await keyboard.press('Tab')
    await keyboard.type('12')
    await keyboard.press('Enter')
    await page.getByRole('button', { name: 'Change seats: 12' }).waitFor()
    await assertKept(page, 'a new property')
  },
  async 'Groups: one is opened and changed'(page, { keyboard }) {
    await tabTo(page, page.getByRole('link', { name: 'Acme' }))
    await keyboard.press('Enter')
    const value = page.getByRole('button', { name: 'Change seats: 3' })
    await tabTo(page, value)
    await keyboard.press('Enter')
    await tabTo(page, dialogOf(page).getByLabel('Value'))
    await keyboard.press('Control+a')
    await keyboard.type('4')
    await keyboard.press('Enter')
    await page.getByRole('button', { name: 'Change seats: 4' }).waitFor()
    await assertKept(page, 'a changed property')
  },
  async 'Definitions: an event is described and verified'(page, { keyboard }) {
    await page.getByRole('row', { name: /paid/ }).waitFor()
    await keyboard.press('s')
    await hasFocus(page.getByRole('searchbox', { name: 'Find among events' }))
    await keyboard.type('paid')
    await until('only it', async () => (await page.getByRole('row').count()) === 2)
    await tabTo(page, page.getByRole('row', { name: /paid/ }).getByRole('button'))
    await keyboard.press('Enter')
    await tabTo(page, dialogOf(page).getByLabel('Description'))
    await keyboard.type('Money came in')
    await tabTo(page, dialogOf(page).getByRole('switch', { name: /^Verified/ }))
    await keyboard.press('Space')
    await until('what was said', async () => {
      const found = await api('GET', 'event_definitions/by_name/?name=paid')
      return found.description === 'Money came in' && found.verified
    })
    await back(page)
  },
  async 'Actions: one is made'(page, { keyboard }) {
    await page.getByText('Actions give several events one name').waitFor()
    await keyboard.press('n')
    await page.getByRole('heading', { name: 'New action' }).waitFor()
    await tabTo(page, page.getByRole('textbox', { name: 'Name' }))
    await keyboard.type('Became a customer')
    await tabTo(page, page.getByRole('combobox', { name: /^Match 1, event/ }))
    await keyboard.press('Enter')
    await hasFocus(page.getByRole('combobox', { name: 'Find an event' }))
    await keyboard.type('paid')
    await page.getByRole('option', { name: /^paid/ }).waitFor()
    await keyboard.press('Enter')
    await page.getByRole('combobox', { name: /^Match 1, event: paid/ }).waitFor()
    await assertKept(page, 'picking an event')
    await keyboard.press('Control+s')
    await page.getByRole('heading', { level: 1, name: 'Became a customer' }).waitFor()
    assert.equal((await api('GET', 'actions/')).results[0].steps[0].event, 'paid')
  },
  async 'Notes: one is written'(page, { keyboard }) {
    await page.getByText('Notes say on charts what happened when').waitFor()
    await keyboard.press('n')
    await tabTo(page, dialogOf(page).getByLabel('What happened'))
    await keyboard.type('Launch')
    await tabTo(page, dialogOf(page).getByRole('button', { name: 'Add note' }))
    await keyboard.press('Enter')
    await page.getByRole('row', { name: /Launch/ }).waitFor()
    await dialogOf(page).waitFor({ state: 'detached' })
    await assertKept(page, 'a new note')
  },
  async 'Event filter: a rule is written, tried and saved'(page, { keyboard }) {
    await tabTo(page, page.getByRole('button', { name: 'Add a rule' }))
    await keyboard.press('Enter')
    await tabTo(page, page.getByLabel('Rule 1, condition 1, value'))
    await keyboard.type('paid')
    await page.getByRole('link', { name: /events match, list them$/ }).waitFor()
    await tabTo(page, page.getByRole('button', { name: 'Save filter' }))
    await keyboard.press('Enter')
    await page.getByText('Event filter saved').waitFor()
  },
  async 'Ingestion: the fate of an event is looked up'(page, { keyboard }) {
    await tabTo(page, page.getByLabel('What became of an event?'))
    await keyboard.type(uuid)
    await keyboard.press('Enter')
    await page.getByRole('region', { name: 'Find an event' }).getByRole('status').filter({ hasText: /Stored\s*paid/ }).waitFor()
    await assertKept(page, 'the fate of an event')
  },
  async 'Warnings: one is read'(page, { keyboard }) {
    await tabTo(page, page.getByRole('table', { name: 'Warnings' }).getByRole('row').nth(1).getByRole('button'))
    await keyboard.press('Enter')
    await page.getByText('Call identify only once').waitFor()
    await assertKept(page, 'a warning')
  },
  async 'Disk: a limit is set'(page, { keyboard }) {
    const field = page.getByLabel('Keep events of this project for')
    await tabTo(page, field)
    await keyboard.type('4000')
    await keyboard.press('Enter')
    const sure = dialogOf(page).getByRole('button').last()
    await page.getByRole('region', { name: 'Notifications' }).getByText('Saved').or(sure).first().waitFor()
    if (await sure.isVisible()) {
      await tabTo(page, sure)
      await keyboard.press('Enter')
      await page.getByRole('region', { name: 'Notifications' }).getByText('Saved').waitFor()
    }
    assert.equal((await api('GET', 'retention/')).days, 4000)
  },
  async 'Live: the stream is paused, and an event opened'(page, { keyboard }) {
    await page.getByRole('row', { name: /paid/ }).first().waitFor()
    await keyboard.press('Space')
    await page.getByText('Paused').waitFor()
    await tabTo(page, page.getByRole('row', { name: /paid/ }).first())
    await keyboard.press('Enter')
    await dialogOf(page).getByText('Distinct ID').waitFor()
    await back(page)
    await keyboard.press('Escape')
  },
  async 'SQL: a question is written and run, and a row opened'(page, { keyboard }) {
    const editor = page.getByRole('textbox', { name: 'Question in SQL' })
    await editor.waitFor()
    await keyboard.press('e')
    await hasFocus(editor)
    await keyboard.insertText('select event, count() as n from events group by event order by event')
    await keyboard.press('Control+Enter')
    const grid = page.getByRole('grid', { name: 'Answer' })
    await grid.getByRole('gridcell').first().waitFor()
    await keyboard.press('Escape')
    await tabTo(page, grid)
    await keyboard.press('ArrowDown')
    await keyboard.press('Enter')
    await dialogOf(page).waitFor()
    await back(page)
  },
  async 'Insights: they are listed, and one is opened'(page, { keyboard }) {
    await page.getByRole('row', { name: /By keys/ }).waitFor()
    await keyboard.press('j')
    await keyboard.press('Enter')
    await page.getByRole('button', { name: /^Rename insight/ }).waitFor()
  },
  async 'Dashboards: one is made, and gets a text that is moved'(page, { keyboard }) {
    await page.getByRole('heading', { level: 1, name: 'Dashboards' }).waitFor()
    await keyboard.press('n')
    await tabTo(page, dialogOf(page).getByLabel('Name', { exact: true }))
    await keyboard.type('By keys')
    await keyboard.press('Enter')
    await page.getByText('Nothing is on this dashboard yet').waitFor()
    await dialogOf(page).waitFor({ state: 'detached' })
    await tabTo(page, page.getByRole('button', { name: 'More', exact: true }))
    await keyboard.press('Enter')
    await hasFocus(page.getByRole('menuitem', { name: 'Add text' }))
    await keyboard.press('Enter')
    await tabTo(page, dialogOf(page).getByLabel('Text'))
    await keyboard.type('Read this')
    await keyboard.press('Control+Enter')
    await page.getByText('Read this').waitFor()
    await dialogOf(page).waitFor({ state: 'detached' })
    await page.keyboard.press('e')
    const grip = page.getByRole('button', { name: /^Move / })
    await tabTo(page, grip)
    await keyboard.press('ArrowRight')
    const id = Number(/dashboard\/(\d+)/.exec(page.url())[1])
    await until('its place', async () => (await api('GET', `dashboards/${id}/`)).tiles[0].layouts.sm?.x > 0)
    await hasFocus(grip)
  },
  async 'Keys: one is made'(page, { keyboard }) {
    await tabTo(page, page.getByRole('button', { name: 'New key' }))
    await keyboard.press('Enter')
    await tabTo(page, page.getByLabel('Label'))
    await keyboard.type('Nightly')
    await keyboard.press('Enter')
    await page.getByText('Copy Nightly now').waitFor()
    await assertKept(page, 'a new key')
  },
  async 'Members: somebody is invited'(page, { keyboard }) {
    await tabTo(page, page.getByLabel('Email'))
    await keyboard.type('mia@example.com')
    await keyboard.press('Enter')
    await page.getByText('Send this link to mia@example.com').waitFor()
    await assertKept(page, 'an invite')
  },
  async 'Appearance: dark is chosen'(page, { keyboard }) {
    const theme = page.getByRole('group', { name: 'Theme' })
    await tabTo(page, theme.getByRole('button'))
    await keyboard.press('End')
    await hasFocus(theme.getByRole('button', { name: 'Dark' }))
    await keyboard.press('Enter')
    await page.locator('html[data-theme="dark"]').waitFor()
  },
  async 'Profile: the name is changed'(page, { keyboard }) {
    const name = page.getByRole('textbox', { name: 'Name', exact: true })
    await tabTo(page, name)
    await keyboard.press('Control+a')
    await keyboard.type('Augusta')
    await keyboard.press('Enter')
    await page.getByText('Saved').first().waitFor()
    await page.getByRole('button', { name: 'Account of Augusta' }).waitFor()
  },
}

const node = (event) => ({ kind: 'EventsNode', event })
const places = {
  Home: 'home',
  Events: 'activity/explore',
  People: 'persons',
  Groups: 'groups/0',
  Definitions: 'data-management/events',
  Actions: 'data-management/actions',
  Notes: 'data-management/annotations',
  'Event filter': 'data-management/event-filter',
  Ingestion: 'data-management/ingestion',
  Warnings: 'data-management/ingestion-warnings',
  Disk: 'data-management/disk',
  Live: 'activity/live',
  SQL: 'sql',
  Insights: 'insights?search=By+keys',
  Dashboards: 'dashboard',
  Keys: 'settings/user-api-keys',
  Members: 'settings/organization-members',
  Appearance: 'settings/appearance',
  Profile: 'settings/user-profile',
}

test('what each screen is for is done by keys alone', async (t) => {
  await api('POST', 'insights/', { name: 'By keys', saved: true, query: { kind: 'InsightVizNode', source: { kind: 'TrendsQuery', series: [node('paid')] } } })
  const { profile, page } = await openAs(browser, server, owner, '/home')
  await page.getByRole('heading', { level: 1, name: 'Home' }).waitFor()
  for (const [name, act] of Object.entries(screens)) {
    await t.test(name, async () => {
      await page.goto(`/project/${owner.project.id}/${places[name.split(':')[0]]}`)
      await page.getByRole('navigation', { name: 'Main' }).waitFor()
      await act(page, page)
    })
  }
  await profile.close()
})

test('a number of every kind of question opens its people by keys, and Esc comes back to it', async (t) => {
  const entity = (id) => ({ id, type: 'events' })
  const { profile, page } = await openAs(browser, server, owner, '/home')
  await page.getByRole('heading', { level: 1, name: 'Home' }).waitFor()
  const range = { dateRange: { date_from: '-7d' } }
  for (const [name, query, number] of [
    ['a trend', { kind: 'TrendsQuery', series: [node('paid')] }, () => page.getByRole('row', { name: /paid/ }).locator('button.link-num')],
    ['a funnel', { kind: 'FunnelsQuery', series: [node('signed_up'), node('paid')] }, () => page.getByRole('table', { name: /^Steps of/ }).locator('button.link-num')],
    ['retention, a cell', { kind: 'RetentionQuery', retentionFilter: { targetEntity: entity('signed_up'), returningEntity: entity('paid') } }, () => page.getByRole('button', { name: /of \d+ (person|people) came back on Day 1/ })],
    ['retention, all who began', { kind: 'RetentionQuery', retentionFilter: { targetEntity: entity('signed_up'), returningEntity: entity('paid') } }, () => page.getByRole('button', { name: /, Began$/ })],
    ['paths', { kind: 'PathsQuery', pathsFilter: { includeEventTypes: ['custom_event'] } }, () => page.getByRole('table', { name: /^Steps of/ }).locator('button.link-num')],
    ['stickiness', { kind: 'StickinessQuery', series: [node('paid')] }, () => page.getByRole('row', { name: /paid/ }).locator('button.link-num')],
    ['lifecycle', { kind: 'LifecycleQuery', series: [node('paid')] }, () => page.getByRole('region', { name: 'Numbers behind the chart' }).locator('button.link-num').filter({ hasText: /[1-9]/ })],
  ]) {
    await t.test(name, async () => {
      await page.goto(`/project/${owner.project.id}/${asked({ ...range, ...query })}`)
      await page.getByText(/^Computed/).waitFor()
      await openNumber(page, number().first())
    })
  }
  await profile.close()
})

test('one signs in, and looks at what was shared, by keys alone', async () => {
  const insight = await api('POST', 'insights/', { name: 'For everybody', saved: true, query: { kind: 'InsightVizNode', source: { kind: 'TrendsQuery', series: [node('paid')] } } })
  const { access_token } = await api('PATCH', `insights/${insight.id}/sharing/`, { enabled: true })
  const profile = await openProfile(browser, server)
  const page = await profile.newPage()
  await page.goto(`/shared/${access_token}`)
  const chart = page.getByRole('group', { name: /^For everybody/ })
  await tabTo(page, chart)
  await page.keyboard.press('ArrowLeft')
  await page.getByRole('status').filter({ hasText: /^paid, \d/ }).waitFor()
  await page.goto('/login')
  await tabTo(page, page.getByLabel('Email'))
  await page.keyboard.type(account.email)
  await page.keyboard.press('Tab')
  await hasFocus(page.getByLabel('Password'))
  await page.keyboard.type(account.password)
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { level: 1, name: 'Home' }).waitFor()
  await profile.close()
})
