import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { startServer, until } from '../harness.mjs'
import { hasFocus, launchBrowser, openProfile, settled } from './browser.mjs'

let server
let browser

before(async () => {
  server = await startServer()
  browser = await launchBrowser()
})
after(async () => {
  await browser?.close()
  await server?.remove()
})

async function openKit(options) {
  const profile = await openProfile(browser, server, options)
  const page = await profile.newPage()
  await page.goto('/kit')
  await page.getByRole('grid', { name: 'Result' }).waitFor()
  return { profile, page }
}

const focused = (page) => page.evaluate(() => document.activeElement?.textContent ?? '')

test('fifty thousand rows: the last one is one key away, and what is marked can be copied', async () => {
  const { profile, page } = await openKit({ permissions: ['clipboard-read', 'clipboard-write'] })
  const grid = page.getByRole('grid', { name: 'Result' })
  await grid.focus()
  await page.keyboard.press('Control+End')
  const active = () => grid.evaluate((element) => document.getElementById(element.getAttribute('aria-activedescendant') ?? '')?.closest('[role=row]')?.getAttribute('aria-rowindex'))
  await page.waitForFunction(() => document.querySelector('[role=grid][aria-label=Result] [aria-rowindex="50001"]') !== null)
  await until('the last row is the active one', async () => (await active()) === '50001')
  const box = await grid.boundingBox()
  await until('the last row is in sight', async () => {
    const row = await grid.locator('[aria-rowindex="50001"]').boundingBox()
    return row.y + row.height <= box.y + box.height + 1
  })
  assert.ok((await grid.getByRole('row').count()) < 60, 'only rows in sight are drawn')

  await page.keyboard.press('Control+Home')
  await page.keyboard.press('Shift+ArrowDown')
  await page.keyboard.press('Shift+ArrowRight')
  await page.keyboard.press('Control+c')
  await page.getByText('4 cells copied').waitFor({ state: 'attached' })
  const copied = await page.evaluate(() => navigator.clipboard.readText())
  assert.deepEqual(copied.split('\n').map((line) => line.split('\t').length), [2, 2, 2])
  assert.ok(copied.startsWith('event\tdistinct_id\n'))
  await profile.close()
})

test('rows of a long table are reached by keyboard, also those that were not drawn', async () => {
  const { profile, page } = await openKit()
  const table = page.getByRole('table', { name: 'Many people' })
  await table.locator('[data-row="0"] [data-row-open]').focus()
  await page.keyboard.press('End')
  await page.waitForFunction(() => document.activeElement?.closest('[data-row]')?.getAttribute('data-row') === '4999')
  await page.keyboard.press('k')
  await page.waitForFunction(() => document.activeElement?.closest('[data-row]')?.getAttribute('data-row') === '4998')
  await page.keyboard.press('Home')
  await page.waitForFunction(() => document.activeElement?.closest('[data-row]')?.getAttribute('data-row') === '0')
  await profile.close()
})

test('the panel steps in and out, leaves the page usable, and gives focus back', async () => {
  const { profile, page } = await openKit()
  const opener = page.getByRole('button', { name: 'Open a drill panel' })
  await opener.click()
  const panel = page.getByRole('dialog', { name: /^15,800 people/ })
  await panel.waitFor()
  assert.equal((await panel.boundingBox()).width, 560)

  const person = panel.getByRole('button', { name: 'Kofi Weber' }).first()
  await person.focus()
  await page.keyboard.press('j')
  await until('the next person', async () => (await focused(page)) !== 'Kofi Weber')
  const name = await focused(page)
  await page.keyboard.press('Enter')
  await page.getByRole('dialog', { name, exact: true }).waitFor()
  await page.getByRole('dialog').getByRole('button', { name: /^\$pageview/ }).click()
  await page.getByRole('dialog', { name: 'Pageview' }).waitFor()
  await page.keyboard.press('Escape')
  await page.getByRole('dialog', { name, exact: true }).waitFor()
  await page.keyboard.press('Escape')
  await panel.waitFor()
  await until('focus is back on the person', async () => (await focused(page)) === name)

  await page.getByRole('tab', { name: /^Events/ }).click()
  await page.getByText('The events behind the number.').waitFor()
  assert.ok(await panel.isVisible(), 'a click behind the panel leaves it open')
  await page.keyboard.press('Escape')
  await panel.waitFor({ state: 'detached' })
  await until('focus is back on the opener', async () => (await focused(page)) === 'Open a drill panel')
  await profile.close()
})

test('on a phone the panel is a sheet over the whole page', async () => {
  const { profile, page } = await openKit({ viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true })
  await page.getByRole('button', { name: 'Open a drill panel' }).tap()
  const panel = page.getByRole('dialog', { name: /^15,800 people/ })
  await panel.waitFor()
  // It slides in.
  await settled(page)
  assert.deepEqual(await panel.boundingBox(), { x: 0, y: 0, width: 390, height: 844 })
  await panel.getByRole('button', { name: 'Close' }).tap()
  await panel.waitFor({ state: 'detached' })
  await profile.close()
})

test('a list of five thousand opens on what can be seen, and its last entry is one key away', async () => {
  const { profile, page } = await openKit()
  await page.getByRole('combobox', { name: 'Event: event 7' }).click()
  await page.getByRole('option', { name: 'event 0', exact: true }).waitFor()
  assert.ok((await page.getByRole('option').count()) < 60)
  await hasFocus(page.getByRole('combobox', { name: 'Find an event' }))
  await page.keyboard.press('ArrowUp')
  await page.keyboard.type('event 4999')
  await page.getByRole('option', { name: 'event 4999', exact: true }).waitFor()
  await page.keyboard.press('Enter')
  await page.getByRole('combobox', { name: 'Event: event 4999' }).waitFor()
  await profile.close()
})

test('nothing moves for those who asked for it, and closer rows are four pixels lower', async () => {
  const { profile, page } = await openKit({ reducedMotion: 'reduce' })
  const height = async () => (await page.getByRole('table', { name: 'Many people' }).locator('[data-row="0"]').boundingBox()).height
  await until('usual rows', async () => (await height()) === 34)
  await page.getByRole('button', { name: 'Compact' }).click()
  await until('closer rows', async () => (await height()) === 30)
  const moving = await page.evaluate(() => document.getAnimations().filter((one) => one.playState === 'running' && one.effect.getComputedTiming().duration > 1).length)
  assert.equal(moving, 0)
  await profile.close()
})
