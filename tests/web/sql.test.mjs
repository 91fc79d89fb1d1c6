import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { after, before, test } from 'node:test'
import { signUp, startServer, until } from '../harness.mjs'
import { account, assertWellMade, hasFocus, launchBrowser, openAs, pressInTurn, stopTime } from './browser.mjs'
import { seed } from './seed.mjs'

let server
let browser
let owner

const count = 240

before(async () => {
  server = await startServer()
  browser = await launchBrowser()
  owner = Object.assign(await signUp(server, account), account)
  await owner.api('PATCH', `/api/projects/${owner.project.id}/`, { timezone: 'America/New_York' })
  const batch = Array.from({ length: count }, (_, i) => ({
    event: i % 3 === 0 ? 'paid' : 'seen',
    distinct_id: `person-${i % 5}`,
    timestamp: `2026-07-0${1 + (i % 4)}T03:30:00Z`,
    properties: { row: i, plan: i % 2 === 0 ? 'Pro' : 'Free' },
  }))
  await seed(owner, batch)
})
after(async () => {
  await browser?.close()
  await server?.remove()
})

const openAt = (path, options) => openAs(browser, server, owner, path, options)

const editorOf = (page) => page.getByRole('textbox', { name: 'Question in SQL' })
const answerOf = (page) => page.getByRole('grid', { name: 'Answer' })
const status = (page, text) => page.getByRole('region', { name: 'Answer' }).getByRole('status').filter({ hasText: text })

/** Replaces what is written, as with a keyboard; suggestions that open on the way are sent away. */
async function write(page, text) {
  await editorOf(page).click()
  await page.keyboard.press('Control+a')
  await page.keyboard.insertText(text)
  await until('the text', async () => (await page.locator('.cm-line').allInnerTexts()).join('\n') === text)
}

test('a question is written, run, drawn, kept and found again', async (t) => {
  const { profile, page } = await openAt('/settings/project', { acceptDownloads: true, expectErrors: [/400 \(/, /404 \(/] })

  await t.test('G Q opens it; a sample runs at once', async () => {
    await page.getByRole('navigation', { name: 'Main' }).waitFor()
    await pressInTurn(page, 'g', 'q')
    await page.waitForURL(/\/sql/)
    await editorOf(page).waitFor()
    await page.getByRole('tree', { name: 'Tables and fields' }).waitFor()
    await assertWellMade(page, 'the empty editor')
    await page.getByRole('button', { name: 'Newest events' }).click()
    await status(page, `${count} rows`).waitFor()
    await assertWellMade(page, 'an answer')
  })

  await t.test('⌘↵ runs what is written; times are on the project’s clock; the row opens in full', async () => {
    await write(page, "select event, timestamp, properties, null as nothing from events where properties.row = 0")
    await page.keyboard.press('Control+Enter')
    await status(page, /^1 row/).waitFor()
    // 03:30 in Greenwich is the evening before in New York.
    assert.equal(await answerOf(page).getByRole('gridcell').nth(1).innerText(), '2026-06-30 23:30:00')
    assert.equal(await answerOf(page).getByRole('gridcell').nth(3).innerText(), 'null')
    await answerOf(page).getByRole('gridcell').nth(2).dblclick()
    const panel = page.getByRole('dialog')
    await panel.getByText('"plan": "Pro"').waitFor()
    await assertWellMade(page, 'a row')
    await page.keyboard.press('Escape')
    await panel.waitFor({ state: 'detached' })
  })

  await t.test('what is marked runs alone', async () => {
    await write(page, 'select 1 as one\nselect 2 as two')
    await page.keyboard.press('Control+Home')
    await page.keyboard.press('Shift+End')
    await page.keyboard.press('Control+Enter')
    await answerOf(page).getByRole('columnheader', { name: 'one' }).waitFor()
  })

  await t.test('an error is underlined at its place, and said when it is run', async () => {
    await write(page, 'select evnt from events')
    const mark = page.locator('.cm-lintRange-error')
    await mark.waitFor()
    assert.equal(await mark.innerText(), 'evnt')
    await page.keyboard.press('Control+Enter')
    await page.getByRole('alert').getByText(/evnt/).waitFor()
    await assertWellMade(page, 'a failed question')
  })

  await t.test('an event that is spelled differently is offered', async () => {
    await write(page, "select count() as n, event from events where event = 'payd' group by event")
    await page.keyboard.press('Control+Enter')
    await page.getByText("did you mean 'paid'?").waitFor()
    await page.getByRole('button', { name: 'Replace' }).click()
    await status(page, /^1 row/).waitFor()
    assert.equal(await answerOf(page).getByRole('gridcell').first().innerText(), '80')
  })

  await t.test('fields are suggested while one writes, and picked from the tables', async () => {
    await write(page, 'select  from events')
    await page.keyboard.press('Control+Home')
    for (let i = 0; i < 7; i++) await page.keyboard.press('ArrowRight')
    await page.keyboard.type('distin', { delay: 20 })
    await page.locator('.cm-tooltip-autocomplete li').filter({ hasText: 'distinct_id' }).first().click()
    await until('the field', async () => (await page.locator('.cm-line').innerText()) === 'select distinct_id from events')
    await page.keyboard.type(', ')
    await page.getByRole('treeitem', { name: /^timestamp/ }).first().click()
    await until('the second field', async () => (await page.locator('.cm-line').innerText()) === 'select distinct_id, timestamp from events')
  })

  await t.test('⌘⇧F lays it out, ⌘Z takes that back, and what cannot be laid out stays', async () => {
    const lines = async () => (await page.locator('.cm-line').allInnerTexts()).join('\n')
    const flat = "select event,count() as n from events where event='paid' -- only these\ngroup by event"
    const laid = "select event, count() as n\nfrom events\nwhere event = 'paid' -- only these\ngroup by event"
    await write(page, flat)
    await page.keyboard.press('Control+Shift+F')
    await until('the clauses', async () => (await lines()) === laid)
    await page.keyboard.press('Control+z')
    await until('the text before', async () => (await lines()) === flat)
    await page.getByRole('button', { name: 'More', exact: true }).click()
    await page.getByRole('menuitem', { name: /^Format/ }).click()
    await until('the clauses again', async () => (await lines()) === laid)
    await page.getByRole('button', { name: /^Run/ }).first().click()
    await status(page, /^1 row/).waitFor()
    await write(page, "select 'no end")
    await page.keyboard.press('Control+Shift+F')
    await page.getByRole('region', { name: 'Notifications' }).getByText(/^Not formatted/).waitFor()
    assert.equal(await lines(), "select 'no end")
  })

  await t.test('a list that comes after the question was run stays away', async () => {
    const held = []
    let asked = 0
    const isCompletion = (request) => request.postDataJSON()?.query?.kind === 'HogQLAutocomplete'
    await page.route('**/query/', async (route) => {
      if (!isCompletion(route.request())) return route.fallback()
      asked += 1
      await new Promise((resolve) => held.push(resolve))
      await route.continue().catch(() => {})
    })
    await write(page, 'select event from events group by even')
    await until('the list is asked for', () => asked > 0)
    await page.keyboard.press('Control+Enter')
    await page.getByRole('alert').getByText(/even/).waitFor()
    const answers = page.waitForResponse((response) => isCompletion(response.request()))
    await page.unroute('**/query/')
    held.forEach((release) => release())
    await (await answers).finished()
    // Two frames: a list that wanted to open would be there by now.
    await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))))
    assert.equal(await page.locator('.cm-tooltip-autocomplete').count(), 0)
  })

  await t.test('a question without a limit says so and reads on', async () => {
    await write(page, 'select properties.row as row from events order by toInt(row)')
    await page.keyboard.press('Control+Enter')
    await status(page, '100+ rows').waitFor()
    await page.getByRole('button', { name: 'Read up to 50,000' }).click()
    await status(page, `${count} rows`).waitFor()
  })

  await t.test('it is saved, drawn by name, and opens again from the list of insights', async () => {
    await write(page, 'select event, count() as n from events group by event order by n')
    await page.keyboard.press('Control+Enter')
    await status(page, /^2 rows/).waitFor()
    await page.getByRole('button', { name: /^Show as/ }).click()
    await page.getByRole('menuitemradio', { name: 'Bars by name' }).click()
    await page.getByText('160').first().waitFor()
    await assertWellMade(page, 'a chart of an answer')
    await page.getByRole('button', { name: /^Rename query/ }).click()
    await page.getByRole('textbox', { name: 'Name of this query' }).fill('Events by kind')
    await page.keyboard.press('Enter')
    await page.getByRole('button', { name: 'Save', exact: true }).click()
    await page.getByText('Saved as Events by kind').waitFor()
    const { results } = await owner.api('GET', `/api/projects/${owner.project.id}/insights/?insight=SQL&saved=true`)
    assert.equal(results.length, 1)
    assert.equal(results[0].query.kind, 'DataVisualizationNode')
    assert.equal(results[0].query.display, 'ActionsBarValue')
    assert.equal(results[0].query.source.kind, 'HogQLQuery')
    await page.goto(`/project/${owner.project.id}/insights`)
    await page.getByRole('link', { name: 'Events by kind' }).click()
    await page.waitForURL(/\/sql\?.*open_insight=/)
    await until('its text', async () => (await page.locator('.cm-line').first().innerText()).startsWith('select event, count() as n'))
  })

  await t.test('drafts and tabs are there after a reload, and a link brings the question to another device', async () => {
    await page.getByRole('button', { name: 'New query' }).click()
    await write(page, "select {variables.plan} as plan, count() from events where properties.plan = {variables.plan}")
    await page.getByRole('button', { name: 'Kind of plan: Nothing' }).or(page.getByRole('combobox', { name: /^Kind of plan/ })).first().click()
    await page.getByRole('option', { name: 'Text' }).click()
    await page.getByRole('textbox', { name: 'Value of plan' }).fill('Pro')
    await editorOf(page).click()
    await page.keyboard.press('Control+Enter')
    await status(page, /^1 row/).waitFor()
    await answerOf(page).getByRole('gridcell').nth(1).waitFor()
    assert.deepEqual(await answerOf(page).getByRole('gridcell').allInnerTexts(), ['Pro', '120'])
    await page.waitForURL(/variables.plan.*view=.*Pro/)
    await page.reload()
    await until('the draft', async () => (await page.locator('.cm-line').first().innerText()).startsWith('select {variables.plan}'))
    await until('both tabs', async () => (await page.getByRole('navigation', { name: 'Open queries' }).getByRole('listitem').count()) === 2)
    const other = await openAt(page.url().slice(server.url.length))
    await until('the linked question', async () => (await other.page.locator('.cm-line').first().innerText()).startsWith('select {variables.plan}'))
    assert.equal(await other.page.getByRole('textbox', { name: 'Value of plan' }).inputValue(), 'Pro')
    await other.profile.close()
  })

  await t.test('the files hold what was read', async () => {
    await write(page, "select 'a,\"b\"' as text, -3 as n, [1, 2] as list")
    await page.keyboard.press('Control+Enter')
    await answerOf(page).getByRole('columnheader', { name: 'list' }).waitFor()
    const download = async (item, encoding = 'utf8') => {
      await page.getByRole('button', { name: 'Download' }).click()
      const [file] = await Promise.all([page.waitForEvent('download'), page.getByRole('menuitem', { name: item }).click()])
      return readFile(await file.path(), encoding)
    }
    assert.equal(await download(/^CSV/), 'text,n,list\n"a,""b""",-3,"[1,2]"')
    assert.deepEqual(JSON.parse(await download('JSON')), [{ text: 'a,"b"', n: -3, list: [1, 2] }])
    const xlsx = await download(/^Excel/, 'latin1')
    assert.ok(xlsx.startsWith('PK') && xlsx.includes('xl/worksheets/sheet1.xml'), 'a file of Excel')
    const parquet = await download('Parquet', 'latin1')
    assert.ok(parquet.startsWith('PAR1') && parquet.endsWith('PAR1') && parquet.includes('a,"b"'), 'a file of Parquet')
  })

  await t.test('a long question is cancelled, here and on the server', async () => {
    await write(page, 'select count() from numbers(1000000000000) where number % 7 = 3')
    await page.keyboard.press('Control+Enter')
    const cancelled = page.waitForRequest((request) => request.method() === 'DELETE' && /\/query\/[^/]+\/$/.test(request.url()))
    await page.getByRole('button', { name: 'Cancel' }).first().click()
    const id = /\/query\/([^/]+)\/$/.exec((await cancelled).url())[1]
    await status(page, 'Cancelled').waitFor()
    await until('the end on the server', async () => {
      const asked = await server.request('GET', `/api/projects/${owner.project.id}/query/${id}/`, { headers: { authorization: `Bearer ${owner.key}` } })
      return asked.status !== 202
    })
  })
  await profile.close()
})

test('fifty thousand rows are at hand', async () => {
  const { profile, page } = await openAt(`/sql?open_query=${encodeURIComponent("select number, concat('row ', toString(number)) as name from numbers(50000) limit 50000")}`)
  await editorOf(page).waitFor()
  await page.getByRole('button', { name: /^Run/ }).first().click()
  await status(page, '50,000 rows').waitFor()
  const grid = answerOf(page)
  await grid.focus()
  await page.keyboard.press('Control+End')
  await grid.getByText('row 49999').waitFor()
  // Only what is in sight is drawn.
  assert.ok((await grid.getByRole('row').count()) < 80)
  await grid.getByRole('columnheader', { name: 'number' }).click()
  await grid.evaluate((box) => box.scrollTo({ top: 0 }))
  await grid.getByText('row 49999').waitFor()
  await profile.close()
})

test('what is typed after E reaches the editor, however late it comes', async () => {
  const { profile, page } = await openAt('/settings/project')
  let come
  const coming = new Promise((resolve) => (come = resolve))
  await page.route('**/assets/code_editor-*.js', async (route) => {
    await coming
    await route.fallback()
  })
  await page.getByRole('navigation', { name: 'Main' }).waitFor()
  await pressInTurn(page, 'g', 'q')
  await page.getByRole('button', { name: 'Newest events' }).waitFor()
  const goOn = await stopTime(page)
  await page.keyboard.press('e')
  await page.keyboard.type('select 2')
  assert.equal(await editorOf(page).count(), 0)
  come()
  await hasFocus(editorOf(page))
  await goOn()
  await until('the text', async () => (await page.locator('.cm-line').innerText()) === 'select 2')
  await page.keyboard.press('Control+Enter')
  await status(page, /^1 row/).waitFor()
  await profile.close()
})
