// What a page does while the server, the way to it, or the login is not as it should be.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { signUp, startServer, until } from '../harness.mjs'
import { account, asked, assertWellMade, hasFocus, launchBrowser, openAs, stopTime } from './browser.mjs'
import { openGate } from './gate.mjs'
import { seed } from './seed.mjs'

let server
let gate
let browser
let owner
let board

const lost = [/status of 50[23]/, /ERR_CONNECTION|ERR_EMPTY_RESPONSE|ERR_INCOMPLETE/, /dynamically imported module/]
const day = 86_400_000

before(async () => {
  server = await startServer()
  gate = await openGate(server)
  browser = await launchBrowser()
  owner = Object.assign(await signUp(server, account), account)
  await seed(
    owner,
    [1, 2, 3].flatMap((back) => ['$pageview', 'signed_up'].map((event) => ({ event, distinct_id: 'grace', timestamp: new Date(Date.now() - back * day).toISOString(), properties: { plan: 'pro', $set: { email: 'grace@example.com' } } }))),
  )
  board = await owner.api('POST', at('dashboards/'), { name: 'Faulty board' })
  await makeInsight('Well', 'signed_up', { dashboards: [board.id] })
  const refused = [{ type: 'hogql', key: "no_such_function(event) = 'signed_up'" }]
  await makeInsight('Failing', 'signed_up', { dashboards: [board.id] }, { properties: refused })
})
after(async () => {
  await browser?.close()
  await gate?.close()
  await server?.remove()
})

const at = (rest) => `/api/projects/${owner.project.id}/${rest}`
const trend = (event, more = {}) => ({ kind: 'TrendsQuery', series: [{ kind: 'EventsNode', event }], ...more })
const makeInsight = (name, event, more = {}, query = {}) => owner.api('POST', at('insights/'), { name, query: { kind: 'InsightVizNode', source: trend(event, query) }, ...more })
const asLink = (query) => `/insights/new?q=${encodeURIComponent(JSON.stringify(query))}`
/** Through the gate. */
const openAt = (path, options) => openAs(browser, gate, owner, path, { expectErrors: lost, ...options })
const asks = (text) => ({ method, path, body }) => method === 'POST' && path.includes('/query/') && body.includes(text)

test('answers that take ten seconds: every screen says that it works, and then shows them', async () => {
  const { profile, page } = await openAt('/settings/project')
  const skeleton = (tab) => tab.locator('.animate-pulse').first().waitFor()
  const screens = [
    [asLink(trend('signed_up')), (tab) => tab.getByText('Still running').waitFor(), (tab) => tab.getByRole('row', { name: /signed_up/ }).waitFor()],
    ['/persons', skeleton, (tab) => tab.getByRole('row', { name: /grace/ }).waitFor()],
    ['/dashboard', skeleton, (tab) => tab.getByRole('main').getByRole('link', { name: 'Faulty board' }).waitFor()],
  ]
  const begun = Date.now()
  // One answer of each, and none of those beside them: a browser keeps no more than six connections to a server.
  gate.hold((asked) => asks('signed_up')(asked) || (/\/(persons|dashboards)\/\?/.test(asked.path) && !asked.path.includes('pinned=')))
  const tabs = []
  for (const [path, works] of screens) {
    const tab = await profile.newPage()
    await tab.goto(path)
    tabs.push(tab)
    await works(tab)
  }
  await until('ten seconds', () => Date.now() - begun > 10_000)
  for (const tab of tabs) assert.equal(await tab.getByRole('alert').count(), 0)
  gate.pass()
  for (const [i, [, , shows]] of screens.entries()) await shows(tabs[i])
  await page.close()
  await profile.close()
})

test('a server that stays busy: what failed is said in words, the rest of the page works, and Try again goes on', async () => {
  const { profile, page } = await openAt('/insights')
  gate.refuse(503, asks('signed_up'))
  await page.goto(asLink(trend('signed_up')))
  const alert = page.getByRole('alert').first()
  await alert.waitFor()
  assert.ok(gate.refusals >= 3, 'it is asked again by itself')
  assert.match(await alert.innerText(), /The server answered 503/)
  await assertWellMade(page, 'a busy server')
  gate.pass()
  await page.getByRole('button', { name: 'Try again' }).first().click()
  await page.getByRole('row', { name: /signed_up/ }).waitFor()

  // What is written while the server is busy stays in its field, and is kept with the next try.
  await page.goto('/settings/project')
  const name = page.getByRole('textbox', { name: 'Name', exact: true })
  gate.refuse(503, ({ method }) => method === 'PATCH')
  await name.fill('Busy papers')
  await name.press('Enter')
  await page.getByText(/The server answered 503/).waitFor()
  assert.equal(await name.inputValue(), 'Busy papers')
  gate.pass()
  await name.press('Enter')
  await until('the name', async () => (await owner.api('GET', '/api/projects/@current/')).name === 'Busy papers')
  await profile.close()
})

test('a question that fails is said in its tile and on its page, with a way on', async () => {
  const { profile, page } = await openAt(`/dashboard/${board.id}`, { expectErrors: [/status of [45]\d\d/] })
  const tile = (name) => page.getByRole('region', { name })
  await tile('Well').getByRole('group', { name: /^Well/ }).waitFor()
  await tile('Failing').getByRole('alert').waitFor()
  await assertWellMade(page, 'a tile that fails')
  await tile('Failing').getByRole('link', { name: 'Failing', exact: true }).click()
  await page.getByRole('button', { name: 'Rename insight: Failing' }).waitFor()
  const alert = page.getByRole('alert').first()
  await alert.getByText(/no_such_function/).waitFor()
  await alert.getByRole('button', { name: 'Try again' }).waitFor()
  await page.goBack()
  await tile('Well').getByRole('group', { name: /^Well/ }).waitFor()
  await profile.close()
})

test('a login that expires while a question is changed: the change is saved after signing in over it', async () => {
  const made = await makeInsight('Half done', '$pageview')
  const { profile, page } = await openAt(`/insights/${made.short_id}`, { expectErrors: [/status of 401/] })
  await page.getByRole('row', { name: /Pageview/ }).waitFor()
  await page.context().clearCookies()
  await page.keyboard.press('x')
  const dialog = page.getByRole('dialog', { name: 'Sign in to go on' })
  await dialog.waitFor()
  await dialog.getByLabel(/^Password of/).fill(owner.password)
  await page.keyboard.press('Enter')
  await dialog.waitFor({ state: 'detached' })
  await page.getByRole('columnheader', { name: 'Change' }).waitFor()
  await page.getByText('Draft kept').waitFor()

  // Once more, now in the middle of saving.
  await page.context().clearCookies()
  await page.keyboard.press('Control+s')
  await dialog.waitFor()
  await dialog.getByLabel(/^Password of/).fill(owner.password)
  await page.keyboard.press('Enter')
  await page.getByText('Draft kept').waitFor({ state: 'detached' })
  await until('the saved change', async () => (await owner.api('GET', at(`insights/${made.id}/`))).query.source.compareFilter?.compare === true)
  await profile.close()
})

test('a server that restarts behind a gateway: pages go on by themselves, live events too', async () => {
  const { profile, page: live } = await openAt('/activity/live')
  await live.getByRole('row', { name: /signed_up/ }).first().waitFor()
  const page = await profile.newPage()
  await page.goto(asLink(trend('signed_up')))
  await page.getByRole('row', { name: /signed_up/ }).waitFor()
  await page.getByRole('switch', { name: 'Logarithmic axis' }).waitFor()
  await server.stop()
  await page.keyboard.press('r')
  await page.getByText('The server does not answer.').waitFor()
  // The last answer stays, and what is changed now is kept.
  await page.getByRole('row', { name: /signed_up/ }).waitFor()
  await page.keyboard.press('x')
  await page.getByText('Not saved, draft kept').waitFor()
  await assertWellMade(page, 'a gateway without a server')
  await server.start()
  await page.getByText('The server does not answer.').waitFor({ state: 'detached' })
  await page.getByRole('columnheader', { name: 'Change' }).waitFor()
  // The stream is back at a moment of its own.
  await until('an event after the restart', async () => {
    const sent = await server.post('/batch/', { api_key: owner.token, batch: [{ event: 'after the restart', distinct_id: 'grace' }] })
    assert.equal(sent.status, 200)
    return (await live.getByRole('row', { name: /after the restart/ }).count()) > 0
  })
  await profile.close()
})

const toSql = (page) => page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'SQL', exact: true })

test('a page that was never opened waits for the server, and then opens by itself', async () => {
  const { profile, page } = await openAt('/settings/project')
  // What says so is loaded while the server answers.
  await page.waitForFunction(() => performance.getEntriesByType('resource').some(({ name }) => name.includes('route_error')))
  await server.stop()
  await toSql(page).click()
  await page.getByRole('alert').getByText('The server cannot be reached').waitFor()
  await page.getByText('The server does not answer.').waitFor()
  await assertWellMade(page, 'a page that cannot be loaded')
  await server.start()
  await page.getByRole('textbox', { name: 'Question in SQL' }).waitFor()
  await profile.close()
})

test('a page of an older version loads itself anew when it is asked for what the server has no longer', async () => {
  const { profile, page } = await openAt('/settings/project', { expectErrors: [/status of 404/, /dynamically imported module/] })
  let older = true
  page.on('request', (request) => {
    if (request.isNavigationRequest()) older = false
  })
  await page.route('**/assets/sql-*.js', (route) => (older ? route.fulfill({ status: 404 }) : route.continue()))
  await toSql(page).click()
  await page.getByRole('textbox', { name: 'Question in SQL' }).waitFor()
  assert.equal(older, false)
  await profile.close()
})

test('keys pressed before what they are for has come reach it', async () => {
  const parts = ({ path }) => /\/(builder|command_menu)-/.test(path)
  // A profile each, which has no part from before.
  const openHeld = async () => {
    gate.hold(parts)
    const opened = await openAt(asLink(trend('signed_up')))
    await opened.page.getByRole('row', { name: /signed_up/ }).waitFor()
    return opened
  }
  const builder = await openHeld()
  // Keys are forgotten after seconds, which a busy machine may take.
  const buildOn = await stopTime(builder.page)
  await builder.page.keyboard.press('b')
  await builder.page.keyboard.type('plan')
  await builder.page.keyboard.press('Enter')
  gate.pass()
  await builder.page.getByRole('combobox', { name: 'Find a property to break down by' }).waitFor()
  await buildOn()
  await builder.page.getByRole('row', { name: /pro/ }).waitFor()
  // None of the letters was one of the page's own keys.
  assert.equal(await builder.page.getByRole('columnheader', { name: 'Change' }).count(), 0)
  await builder.profile.close()

  const menu = await openHeld()
  const goOn = await stopTime(menu.page)
  await menu.page.keyboard.press('Control+k')
  await menu.page.keyboard.type('dashboards')
  await menu.page.keyboard.press('Enter')
  gate.pass()
  await menu.page.getByRole('combobox', { name: 'Search or jump to' }).waitFor()
  await goOn()
  await menu.page.getByRole('main').getByRole('link', { name: 'Faulty board' }).waitFor()
  await menu.profile.close()
})

test('letters behind the choice of a property reach the field for its value, however late the choice comes', async () => {
  const { profile, page } = await openAt(asLink(trend('signed_up')))
  await page.getByRole('row', { name: /signed_up/ }).waitFor()
  await page.keyboard.press('f')
  await hasFocus(page.getByRole('combobox', { name: 'Find a property' }))
  gate.hold(({ path }) => path.includes('search=plan'))
  const asking = page.waitForRequest(/search=plan/)
  await page.keyboard.type('plan')
  await asking
  await page.keyboard.press('Enter')
  // Both are keys of the page, too.
  await page.keyboard.type('xv')
  gate.pass()
  const value = page.getByRole('combobox', { name: 'Value of plan' })
  await value.waitFor()
  await until('the letters', async () => (await value.inputValue()) === 'xv')
  assert.equal(await page.getByRole('columnheader', { name: 'Change' }).count(), 0, 'none was a key of the page')
  await profile.close()
})

test('what the command menu found for another search stays only as far as it answers this one', async () => {
  const { profile, page } = await openAt('/settings/project')
  await page.getByRole('heading', { name: 'General' }).waitFor()
  await page.keyboard.press('ControlOrMeta+k')
  const search = page.getByRole('combobox', { name: 'Search or jump to' })
  await search.fill('fa')
  const [well, failing] = ['Faulty board', 'Failing'].map((name) => page.getByRole('option', { name }))
  await well.waitFor()
  await failing.waitFor()
  gate.hold(({ path }) => path.includes('search=fau'))
  await search.fill('fau')
  await failing.waitFor({ state: 'detached' })
  assert.equal(await well.count(), 1, 'one that answers both stays')
  await search.fill('faux')
  await well.waitFor({ state: 'detached' })
  gate.pass()
  await page.getByText('Nothing is called “faux”.').waitFor()
  await profile.close()
})

test('what is changed while it is saved stays a draft, and is saved when asked for once more', async () => {
  const made = await makeInsight('Saved twice', 'signed_up')
  const isCompared = async () => (await owner.api('GET', at(`insights/${made.id}/`))).query.source.compareFilter?.compare
  const { profile, page } = await openAt(`/insights/${made.short_id}`)
  await page.getByRole('row', { name: /signed_up/ }).waitFor()
  const draft = page.getByText('Draft kept')
  const change = async (page, compare) => {
    await page.keyboard.press('x')
    await asked(page, (query) => query?.compareFilter?.compare ?? null, compare)
  }
  const writes = ({ method, path }) => ['PATCH', 'POST'].includes(method) && /\/insights\/(\d+\/)?$/.test(path)
  const save = async (page) => {
    gate.hold(writes)
    const sent = page.waitForRequest((request) => writes({ method: request.method(), path: new URL(request.url()).pathname }))
    await page.keyboard.press('Control+s')
    await sent
  }

  // Twice: the last of it is saved, and nobody is asked whose question is to stay.
  const display = async () => (await owner.api('GET', at(`insights/${made.id}/`))).query.source.trendsFilter?.display
  await change(page, true)
  await save(page)
  await page.keyboard.press('v')
  await asked(page, (query) => query?.trendsFilter?.display ?? null, 'ActionsLineGraphCumulative')
  await page.keyboard.press('Control+s')
  gate.pass()
  await draft.waitFor({ state: 'detached' })
  await until('both changes', async () => (await isCompared()) === true && (await display()) === 'ActionsLineGraphCumulative')
  await page.waitForURL((url) => !url.searchParams.has('q'))

  // Once: what came behind it is a draft of what was saved.
  await page.keyboard.press('v')
  await draft.waitFor()
  const shown = new URL(page.url()).searchParams.get('q')
  await save(page)
  await page.keyboard.press('x')
  await until('another question', () => new URL(page.url()).searchParams.get('q') !== shown)
  gate.pass()
  await page.getByRole('note').getByText('Saved', { exact: true }).first().waitFor()
  await until('what was saved', async () => (await display()) !== 'ActionsLineGraphCumulative')
  assert.equal(await isCompared(), true)
  await draft.waitFor()
  await page.keyboard.press('Control+s')
  await draft.waitFor({ state: 'detached' })
  await until('the rest', async () => (await isCompared()) !== true)

  // A new one: it is one insight, and what came behind its first question is a draft of it.
  await page.goto(asLink(trend('signed_up')))
  await page.getByRole('row', { name: /signed_up/ }).waitFor()
  await save(page)
  await change(page, true)
  gate.pass()
  await page.waitForURL(/\/insights\/[A-Za-z0-9]{8}/)
  await page.getByRole('button', { name: 'Star', exact: true }).waitFor()
  await draft.waitFor()
  const shortId = /\/insights\/([A-Za-z0-9]{8})/.exec(page.url())[1]
  const [fresh] = (await owner.api('GET', at(`insights/?short_id=${shortId}`))).results
  assert.equal(fresh.query.source.compareFilter?.compare, undefined)
  await page.keyboard.press('Control+s')
  await draft.waitFor({ state: 'detached' })
  await until('the change of the new one', async () => (await owner.api('GET', at(`insights/${fresh.id}/`))).query.source.compareFilter?.compare === true)
  await page.goto('/insights/new')
  await page.getByRole('button', { name: /^Rename insight/ }).waitFor()
  assert.equal(await draft.count(), 0, 'no draft of a new insight is left')
  await profile.close()
})

test('a question in SQL that is changed while it is saved is saved as it was asked for last', async () => {
  const saved = async () => (await owner.api('GET', at('insights/?search=Query'))).results.map(({ query }) => query.source.query)
  const { profile, page } = await openAt('/sql?open_query=select%201')
  const editor = page.getByRole('textbox', { name: 'Question in SQL' })
  await editor.getByText('select 1').waitFor()
  await editor.click()
  await page.keyboard.press('Control+End')
  gate.hold(({ method, path }) => method === 'POST' && path.endsWith('/insights/'))
  const sent = page.waitForRequest((request) => request.method() === 'POST' && request.url().endsWith('/insights/'))
  await page.keyboard.press('Control+s')
  await sent
  await page.keyboard.type('1')
  await editor.getByText('select 11').waitFor()
  await page.keyboard.press('Control+s')
  gate.pass()
  await until('the one insight', async () => (await saved()).join() === 'select 11')
  await page.getByRole('note').getByText('Saved', { exact: true }).waitFor()
  assert.equal((await saved()).length, 1)
  await profile.close()
})
