import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { after, before, test } from 'node:test'
import { signUp, startServer, until } from '../harness.mjs'
import { account, assertWellMade, launchBrowser, openAs, pressInTurn } from './browser.mjs'
import { seed } from './seed.mjs'

let server
let browser
let owner

const minute = 60_000
const count = 260

before(async () => {
  server = await startServer()
  browser = await launchBrowser()
  owner = Object.assign(await signUp(server, account), account)
  // A zone with an offset: pages go on behind a moment of it.
  const changed = await owner.api('PATCH', `/api/projects/${owner.project.id}/`, { timezone: 'America/New_York' })
  assert.equal(changed.timezone, 'America/New_York')
  const batch = Array.from({ length: count }, (_, i) => ({
    event: i % 2 === 0 ? '$pageview' : 'paid',
    distinct_id: `person-${i % 5}`,
    // Ten share each moment, so that pages end in the middle of one.
    timestamp: new Date(Date.now() - (1 + Math.floor(i / 10)) * minute).toISOString(),
    properties: { row: i, $browser: i % 4 === 0 ? 'Firefox' : 'Chrome', $current_url: `https://acme.example/${i}` },
  }))
  await seed(owner, batch)
})
after(async () => {
  await browser?.close()
  await server?.remove()
})

const openAt = (path, options) => openAs(browser, server, owner, path, options)

test('events are found, read and narrowed, and the link brings all of it back', async (t) => {
  const { profile, page } = await openAt('/settings/project', { acceptDownloads: true })
  const row = page.getByRole('table', { name: 'Events' }).getByRole('row')

  await t.test('G A opens the list, and scrolling reads every event once', async () => {
    await page.getByRole('navigation', { name: 'Main' }).waitFor()
    await pressInTurn(page, 'g', 'a')
    await page.waitForURL(/\/activity\/explore$/)
    await page.getByText('100 events read, more below').waitFor()
    await assertWellMade(page, 'events')
    for (const said of ['200 events read, more below', `${count} events`]) {
      await page.getByRole('region', { name: 'Events' }).evaluate((box) => box.scrollTo({ top: box.scrollHeight }))
      await page.getByText(said, { exact: true }).waitFor()
    }
  })

  await t.test('a column of any property shows, and all of it is in the file', async () => {
    await page.getByRole('combobox', { name: 'Add a column' }).click()
    await page.getByRole('combobox', { name: 'Find a property to show' }).fill('row')
    await page.getByRole('option', { name: /^row/ }).first().click()
    await page.getByRole('columnheader', { name: 'row' }).waitFor()
    const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: 'Save as CSV' }).click()])
    const [head, ...lines] = (await readFile(await download.path(), 'utf8')).split('\n')
    assert.equal(head, 'Event,Person,URL or screen,row,Time')
    assert.equal(new Set(lines.map((line) => line.split(',')[3])).size, count)
    assert.equal(lines.length, count)
  })

  await t.test('keys open an event and its neighbour; a property of it narrows the list', async () => {
    await page.getByRole('region', { name: 'Events' }).evaluate((box) => box.scrollTo({ top: 0 }))
    await page.locator('[data-row="0"]').waitFor()
    await page.keyboard.press('j')
    await page.keyboard.press('Enter')
    const panel = page.getByRole('dialog')
    await panel.waitFor()
    const shownId = () => panel.getByRole('definition').nth(4).innerText()
    const first = await shownId()
    await page.keyboard.press('j')
    await until('the next event', async () => (await shownId()) !== first)
    await assertWellMade(page, 'an event beside the list')
    const property = panel.getByRole('term').filter({ hasText: '$browser' })
    await property.hover()
    await panel.getByRole('button', { name: 'Filter by this Browser', exact: true }).click()
    await page.getByRole('button', { name: /^Remove Browser is/ }).waitFor()
    await page.keyboard.press('Escape')
    await panel.waitFor({ state: 'detached' })
  })

  await t.test('a search narrows further; the link brings everything back', async () => {
    const [chip] = await page.getByRole('button', { name: /^Remove Browser is/ }).all()
    const browserName = (await chip.getAttribute('aria-label')).split(' ').at(-1)
    const number = browserName === 'Firefox' ? 248 : 249
    await page.keyboard.press('s')
    await page.keyboard.type(`example/${number}`)
    await page.getByText('1 event', { exact: true }).waitFor()
    await page.reload()
    await page.getByText('1 event', { exact: true }).waitFor()
    await until('only its row', async () => (await row.count()) === 2)
    await page.getByRole('cell', { name: `acme.example/${number}` }).waitFor()
    await page.getByRole('columnheader', { name: 'row' }).waitFor()
  })

  await t.test('nothing found offers a way out, and a new event comes with a refresh', async () => {
    await page.getByRole('searchbox', { name: 'Search events' }).fill('100%_nothing')
    await page.getByText('No events match').waitFor()
    await assertWellMade(page, 'no events')
    await page.getByRole('button', { name: 'Remove the filters' }).click()
    await page.getByText('100 events read, more below').waitFor()
    await seed(owner, [{ event: 'came late', distinct_id: 'grace' }])
    await page.keyboard.press('r')
    await row.filter({ hasText: 'came late' }).waitFor()
  })

  await t.test('what cannot be read is explained, and Try again reads it', async () => {
    let refuse = true
    await page.route('**/query/', (route) =>
      refuse ? route.fulfill({ status: 400, json: { type: 'validation_error', code: 'too_many_bytes', detail: 'This reads too much. Narrow the dates.', attr: null } }) : route.continue(),
    )
    await page.getByRole('button', { name: /^Date range/ }).click()
    await page.getByRole('button', { name: 'Last 90 days' }).click()
    await page.getByRole('alert').getByText('This reads too much. Narrow the dates.').waitFor()
    refuse = false
    await page.getByRole('button', { name: 'Try again' }).click()
    await row.filter({ hasText: 'came late' }).waitFor()
  })
  const expected = /status of 400.*query/
  profile.problems.splice(0, profile.problems.length, ...profile.problems.filter((problem) => !expected.test(problem)))
  await profile.close()
})

test('the list fits a phone of 390 px, and Live is a tab away', async () => {
  const { profile, page } = await openAt('/events?search=acme', { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true, colorScheme: 'dark' })
  await page.waitForURL(/\/activity\/explore\?search=acme$/)
  await page.getByRole('row', { name: /Pageview/ }).first().waitFor()
  await assertWellMade(page, 'events on a phone')
  await page.getByRole('row', { name: /Pageview/ }).first().click()
  await page.getByRole('dialog').waitFor()
  await assertWellMade(page, 'an event on a phone')
  await page.getByRole('dialog').getByRole('button', { name: 'Close' }).click()
  await page.getByRole('navigation', { name: 'Events' }).getByRole('link', { name: 'Live' }).click()
  await page.waitForURL(/\/activity\/live$/)
  await profile.close()
})
