// A person without a mouse: from the sign-up to the settings. Every stop of Tab has to be seen, and focus has to be
// somewhere after each step.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { startServer } from '../harness.mjs'
import { hasFocus, launchBrowser, openProfile, pressInTurn, settled } from './browser.mjs'
import { assertKept, stop, tabTo } from './keys.mjs'

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

test('from the sign-up to the settings without a mouse', async (t) => {
  const profile = await openProfile(browser, server)
  const page = await profile.newPage()
  const { keyboard } = page

  await t.test('an account is made', async () => {
    await page.goto('/')
    await hasFocus(page.getByLabel('Your name'))
    await keyboard.type('Ada')
    await keyboard.press('Tab')
    await keyboard.type('ada@example.com')
    await keyboard.press('Tab')
    await keyboard.type('brisk-otter-lantern-42')
    await keyboard.press('Enter')
    await page.waitForURL(/\/onboarding$/)
  })

  await t.test('the first event is sent', async () => {
    await tabTo(page, page.getByRole('button', { name: 'Send a test event from here' }))
    await keyboard.press('Enter')
    await page.getByRole('heading', { name: 'Your first event is here' }).waitFor()
    await assertKept(page, 'the first event')
    await tabTo(page, page.getByRole('link', { name: /^test event by day/ }))
    await keyboard.press('Enter')
    await page.waitForURL(/\/insights\/new\?q=/)
    await page.getByRole('row', { name: /test event/ }).waitFor()
  })

  await t.test('the trend is broken down, and saved under a name', async () => {
    await keyboard.press('b')
    await hasFocus(page.getByRole('combobox', { name: 'Find a property to break down by' }))
    await keyboard.press('Escape')
    await page.getByRole('listbox').waitFor({ state: 'detached' })
    await assertKept(page, 'the picker')
    await tabTo(page, page.getByRole('button', { name: /^Rename insight/ }))
    await keyboard.press('Enter')
    await hasFocus(page.getByRole('textbox', { name: 'Name of this insight' }))
    await keyboard.press('Control+a')
    await keyboard.type('Tests a day')
    await keyboard.press('Enter')
    await assertKept(page, 'the name')
    await keyboard.press('Control+s')
    await page.waitForURL(/\/insights\/[A-Za-z0-9]{8}$/)
    // Only what is saved can be starred.
    await page.getByRole('button', { name: 'Star', exact: true }).waitFor()
    await assertKept(page, 'saving')
  })

  await t.test('it is put on a dashboard', async () => {
    const more = page.getByRole('banner').getByRole('button', { name: 'More', exact: true })
    await tabTo(page, more)
    await keyboard.press('Enter')
    const item = page.getByRole('menuitem', { name: 'Add to dashboard' })
    await item.waitFor()
    await hasFocus(page.getByRole('menu'))
    // A letter goes to the entry that begins with it.
    await keyboard.press('A')
    await hasFocus(item)
    await keyboard.press('Enter')
    const dialog = page.getByRole('dialog')
    await tabTo(page, dialog.getByRole('button', { name: /Dashboard$/ }))
    await keyboard.press('Enter')
    await dialog.getByRole('button', { name: /On it/ }).waitFor()
    await keyboard.press('Escape')
    await dialog.waitFor({ state: 'detached' })
    await hasFocus(more)
  })

  await t.test('a number on the dashboard opens its people, and Esc comes back to it', async () => {
    await pressInTurn(page, 'g', 'd')
    await page.getByRole('heading', { level: 1, name: 'Dashboards' }).waitFor()
    await page.getByRole('table').getByRole('link').first().waitFor()
    await keyboard.press('j')
    await keyboard.press('Enter')
    await page.waitForURL(/\/dashboard\/\d+$/)
    const tile = page.locator('section').filter({ has: page.getByRole('heading', { name: 'Tests a day' }) })
    // A tile is computed when it comes into sight, as it does when its name has focus.
    await tabTo(page, tile.getByRole('link', { name: 'Tests a day' }))
    const number = tile.locator('button.link-num, [role="group"][tabindex="0"]').first()
    await tabTo(page, number)
    if (await number.evaluate((one) => one.tagName !== 'BUTTON')) await keyboard.press('End')
    await keyboard.press('Enter')
    const panel = page.getByRole('dialog')
    await panel.locator('[data-row]').first().waitFor()
    await assertKept(page, 'opening the panel')
    await keyboard.press('Escape')
    await panel.waitFor({ state: 'detached' })
    await hasFocus(number)
  })

  await t.test('every screen has a first stop that is seen, and its layers close with Esc', async () => {
    for (const [key, path, title] of [
      ['h', 'home', 'Home'],
      ['i', 'insights', 'Insights'],
      ['q', 'sql', /./],
      ['p', 'persons', 'People'],
      ['a', 'activity/explore', 'Explore'],
      ['m', 'data-management/events', 'Definitions'],
      ['t', 'data-management/ingestion', 'Ingestion'],
    ]) {
      await keyboard.press('Escape')
      await pressInTurn(page, 'g', key)
      await page.waitForURL(new RegExp(`/project/\\d+/${path}`))
      // The address changes before the page does.
      if (key === 'q') await page.getByRole('textbox', { name: 'Question in SQL' }).waitFor()
      await page.getByRole('heading', { level: 1, name: title, exact: true }).waitFor()
      await settled(page)
      // Out of whatever takes letters, so that the next keys go places.
      if (key === 'q') await keyboard.press('Escape')
      let at = await stop(page)
      // The last of them is no end of the page: what had focus before the menu is to have it again.
      for (let stops = 0; stops < 12 || at.isPage; stops++) {
        assert.ok(stops < 40, `${path}: Tab stops nowhere`)
        await keyboard.press('Tab')
        at = await stop(page)
        assert.ok(at.isPage || (at.seen && at.inSight), `${path}: ${at.name} has focus and does not show it`)
      }
      await keyboard.press('Control+k')
      await hasFocus(page.getByRole('combobox', { name: 'Search or jump to' }))
      await keyboard.press('Escape')
      await page.getByRole('combobox', { name: 'Search or jump to' }).waitFor({ state: 'detached' })
      await assertKept(page, `the command menu on ${path}`)
      await page.evaluate(() => document.activeElement.matches('input, textarea, [contenteditable="true"]') && document.activeElement.blur())
    }
  })

  await t.test('the project gets another name in the settings', async () => {
    await pressInTurn(page, 'g', ',')
    await page.waitForURL(/\/settings\/project$/)
    await tabTo(page, page.getByRole('textbox', { name: 'Name', exact: true }))
    await keyboard.press('Control+a')
    await keyboard.type('Acme Papers')
    await keyboard.press('Enter')
    await page.getByText('Saved').waitFor()
    await page.getByRole('button', { name: 'Project: Acme Papers' }).waitFor()
    await tabTo(page, page.getByRole('button', { name: 'Rotate key' }))
    await keyboard.press('Enter')
    const dialog = page.getByRole('dialog')
    await dialog.waitFor()
    await keyboard.press('Escape')
    await dialog.waitFor({ state: 'detached' })
    await hasFocus(page.getByRole('button', { name: 'Rotate key' }))
  })
  await profile.close()
})
