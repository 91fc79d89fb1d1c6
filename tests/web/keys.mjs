/** A person without a mouse: every stop of Tab has to be seen, and focus has to be somewhere after each step. */
import assert from 'node:assert/strict'
import { settled } from './browser.mjs'

const mostStops = 150

/** What has focus: its name, whether it is seen to have it, and whether it is the page itself. */
export const stop = (page) =>
  page.evaluate(() => {
    const element = document.activeElement
    const marked = (one) => {
      const style = getComputedStyle(one)
      return style.outlineStyle !== 'none' && Number.parseFloat(style.outlineWidth) >= 2
    }
    // A field without a frame of its own stands in a box that shows it.
    let seen = marked(element)
    for (let one = element, up = 0; !seen && up < 3 && one.parentElement; up++, one = one.parentElement) seen = one.parentElement.matches(':focus-within') && marked(one.parentElement)
    const box = element.getBoundingClientRect()
    return {
      name: `${element.tagName} ${element.getAttribute('aria-label') ?? element.innerText?.slice(0, 40) ?? ''}`,
      isPage: element === document.body,
      seen: seen || element.matches('input, textarea, [contenteditable="true"], main, [role="dialog"]'),
      inSight: box.width > 0 && box.height > 0,
    }
  })

/** Goes on with Tab until the thing has focus; every stop on the way has to be visible. */
export async function tabTo(page, target, key = 'Tab') {
  const wanted = target.first()
  await wanted.waitFor()
  const unseen = new Set()
  for (let stops = 0; stops < mostStops; stops++) {
    if (await wanted.evaluate((element) => element.contains(document.activeElement))) {
      assert.deepEqual([...unseen], [], 'stops without a visible ring')
      return
    }
    await page.keyboard.press(key)
    const at = await stop(page)
    if (!at.isPage && (!at.seen || !at.inSight)) unseen.add(at.name)
  }
  assert.fail(`Tab does not reach ${target}`)
}

/** Fails when focus is nowhere. */
export async function assertKept(page, what) {
  await settled(page)
  assert.ok(!(await stop(page)).isPage, `focus is lost after ${what}`)
}
