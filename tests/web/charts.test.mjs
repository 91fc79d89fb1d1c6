import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { after, before, test } from 'node:test'
import { startServer } from '../harness.mjs'
import { assertWellMade, launchBrowser, openProfile, settled } from './browser.mjs'

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

/** The page of the kit, which shows every chart. */
async function openGallery(options) {
  const profile = await openProfile(browser, server, options)
  const page = await profile.newPage()
  await page.goto('/kit')
  await page.getByRole('group', { name: 'People on the map' }).waitFor()
  // Nothing shifts any more under a pointer.
  await settled(page)
  return { profile, page }
}

const chartOf = (page, name) => page.getByRole('group', { name, exact: true })
const tile = (page, title) => page.locator('section').filter({ has: page.getByRole('heading', { name: title, exact: true }) }).last()

test('every chart is well made, in both themes and three widths', async () => {
  for (const colorScheme of ['light', 'dark']) {
    for (const viewport of [
      { width: 1440, height: 900 },
      { width: 1024, height: 768 },
      { width: 390, height: 844 },
    ]) {
      const { profile, page } = await openGallery({ colorScheme, viewport })
      await assertWellMade(page, `charts, ${colorScheme}, ${viewport.width} px`, '#charts')
      await profile.close()
    }
  }
})

test('a chart is read and opened with the keyboard alone', async () => {
  const { profile, page } = await openGallery()
  await chartOf(page, 'Active people by country, last 12 months').focus()
  const said = (pattern) => page.getByRole('status').filter({ hasText: pattern }).first().waitFor({ state: 'attached' })
  await page.keyboard.press('ArrowLeft')
  await said(/^United States, [\d,]+ so far, Sunday 22 November 2026$/)
  await page.keyboard.press('Shift+ArrowLeft')
  await said(/^United States, [\d,]+, Sunday 15 November 2026$/)
  await page.keyboard.press('ArrowDown')
  await said(/^Germany, [\d,]+, Sunday 15 November 2026$/)
  await page.keyboard.press('Enter')
  await said(/^Picked: [\d,]+ in Germany, bucket 358$/)
  await page.keyboard.press('Escape')
  await profile.close()
})

test('a line under the pointer stands out, and a click opens its people', async () => {
  const { profile, page } = await openGallery()
  const chart = chartOf(page, 'Daily active people')
  await chart.scrollIntoViewIfNeeded()
  const box = await chart.boundingBox()
  await page.mouse.move(box.x + box.width / 2, box.y + 60)
  await page.getByText(/^compared with/).waitFor()
  const layer = await page.locator('[data-chart-layer]').boundingBox()
  assert.ok(layer.x >= 0 && layer.x + layer.width <= 1440 && layer.y + layer.height <= 900, 'the tooltip is in the window')
  await page.mouse.click(box.x + box.width / 2, box.y + 60)
  await page.getByText(/^Picked: [\d,]+ in United States, bucket \d+$/).waitFor()
  await page.mouse.move(2, 2)
  await page.locator('[data-chart-layer]').waitFor({ state: 'detached' })
  await profile.close()
})

test('on a phone a touch pins the numbers at the lower edge, and they can be touched', async () => {
  const { profile, page } = await openGallery({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true })
  const chart = chartOf(page, 'Active people by country')
  await chart.scrollIntoViewIfNeeded()
  const box = await chart.boundingBox()
  await page.touchscreen.tap(box.x + box.width / 2, box.y + 80)
  const layer = page.locator('[data-chart-layer]')
  await layer.waitFor()
  const place = await layer.boundingBox()
  assert.ok(Math.abs(place.y + place.height - 836) < 2, `at the lower edge: ${JSON.stringify(place)}`)
  await layer.getByRole('button').first().tap()
  await page.getByText(/^Picked: /).waitFor({ state: 'attached' })
  await page.touchscreen.tap(box.x + 20, box.y - 30)
  await layer.waitFor({ state: 'detached' })
  await profile.close()
})

test('a chart is saved as a picture, a drawing and numbers', async () => {
  const { profile, page } = await openGallery()
  const saved = async (title, kind) => {
    await tile(page, title).getByRole('button', { name: 'Export' }).click()
    const download = page.waitForEvent('download')
    await page.getByRole('menuitem', { name: kind }).click()
    const file = await download
    return [file.suggestedFilename(), await readFile(await file.path())]
  }
  for (const title of ['Lines, six', 'Pie', 'World map', 'Table', 'Calendar of days']) {
    const [name, png] = await saved(title, 'Picture (PNG)')
    assert.match(name, /\.png$/)
    assert.equal(png.subarray(1, 4).toString(), 'PNG')
    // Twice as fine as on the page, so no picture is small.
    assert.ok(png.readUInt32BE(16) > 1000, `${title}: ${png.readUInt32BE(16)} px wide`)
  }
  const [name, bytes] = await saved('Lines, six', 'Drawing (SVG)')
  const svg = bytes.toString()
  assert.equal(name, 'lines-six.svg')
  for (const text of ['Lines, six', 'Last 30 days, by day', 'Plan is not Free · Country is set', 'United Kingdom', '1,250']) assert.ok(svg.includes(text), text)
  assert.doesNotMatch(svg, /var\(|color-mix|NaN/)
  for (const [, url] of svg.matchAll(/(?:href|src|url)\s*[=(]\s*["']?([^"')\s]+)/g)) assert.match(url, /^(data:|#)/, 'nothing from outside')
  // The lines of this one are named by the table below it, which is not in the picture: it gets a legend.
  const many = (await saved('A year of 25 lines, with its legend table', 'Drawing (SVG)'))[1].toString()
  for (const text of ['>United States<', '>South Africa<', '>1 more<', '>v2 launch<']) assert.ok(many.includes(text), text)
  const [, csv] = await saved('Lines, six', 'Numbers (CSV)')
  const lines = csv.toString().split('\n')
  assert.match(lines[0], /^series,2026-10-24,/)
  assert.equal(lines.length, 7)
  await profile.close()
})
