/** A browser whose pages fail the test on what a person would call broken. */
import assert from 'node:assert/strict'
import { createRequire } from 'node:module'
import { readFile } from 'node:fs/promises'
import { isDeepStrictEqual } from 'node:util'
import { chromium } from 'playwright-core'
import { until } from '../harness.mjs'

const axeSource = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

/** Who signs in on the pages. */
export const account = { email: 'ada@example.com', password: 'brisk-otter-lantern-42' }

/**
 * What TENREC_SLOW makes slower, as tests/README.md says: milliseconds, or a range of them; of the processor, how often
 * slower it is.
 */
const slower = new Map()
for (const [word, what, least, most] of (process.env.TENREC_SLOW ?? '').split(/\s+/).map((one) => /^(parts|requests|answers|cpu)=(\d+)(?:-(\d+))?$/.exec(one) ?? [one])) {
  if (word === '') continue
  if (!what) throw new Error(`TENREC_SLOW: “${word}” is none of parts=700, requests=0-400, answers=400, cpu=4`)
  slower.set(what, [Number(least), Number(most ?? least)])
}
const pause = (what) => {
  const [least, most] = slower.get(what)
  return new Promise((resolve) => setTimeout(resolve, least + Math.random() * (most - least)))
}

/** Makes everything in a profile as slow as TENREC_SLOW asks, and gives the way to open pages in it. */
async function slowDown(context) {
  if (slower.has('parts')) {
    await context.route('**/static/app/assets/**', async (route) => {
      await pause('parts')
      // The page may be gone by now.
      await route.fallback().catch(() => {})
    })
  }
  if (slower.has('answers')) {
    await context.route('**/api/**', async (route) => {
      // A stream has no end to wait for.
      if (route.request().headers().accept?.includes('event-stream')) return route.fallback()
      try {
        const response = await route.fetch({ maxRedirects: 0, timeout: 0 })
        await pause('answers')
        await route.fulfill({ response })
      } catch {
        await route.abort('connectionrefused').catch(() => {})
      }
    })
  }
  if (slower.has('requests')) {
    await context.route('**/api/**', async (route) => {
      await pause('requests')
      await route.fallback().catch(() => {})
    })
  }
  return async () => {
    const page = await context.newPage()
    if (slower.has('cpu')) await (await context.newCDPSession(page)).send('Emulation.setCPUThrottlingRate', { rate: slower.get('cpu')[0] })
    return page
  }
}

export function launchBrowser() {
  return chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--force-color-profile=srgb',
    ],
  })
}

/**
 * A fresh browser profile on the server. `expectErrors` are patterns of console errors that belong to
 * the test, such as a refused password.
 */
export async function openProfile(browser, server, { expectErrors = [], ...options } = {}) {
  const context = await browser.newContext({
    baseURL: server.url,
    viewport: { width: 1440, height: 900 },
    reducedMotion: 'reduce',
    colorScheme: 'light',
    timezoneId: 'UTC',
    ...options,
  })
  // How long a busy machine may take before a page counts as broken; no page that is well is waited for so long.
  context.setDefaultTimeout(120_000)
  const newPage = await slowDown(context)
  const problems = []
  const expected = (text) => expectErrors.some((pattern) => pattern.test(text))
  context.on('console', (message) => {
    if (message.type() !== 'error') return
    const text = `${message.text()} (${message.location().url})`
    if (!expected(text)) problems.push(`console: ${text}`)
  })
  context.on('weberror', (error) => problems.push(`page error: ${error.error().stack}`))
  context.on('request', (request) => {
    const url = new URL(request.url())
    if (/^https?:$/.test(url.protocol) && url.origin !== server.url) problems.push(`request to another host: ${request.url()}`)
  })
  return {
    context,
    /** What went wrong so far, as sentences. */
    problems,
    newPage,
    /** Closes the profile and fails if anything went wrong in it. */
    async close() {
      await context.close()
      assert.deepEqual(problems, [])
    },
  }
}

/** The page fits its width and cuts no text; colours and names are judged by `assertWellMade`, which takes longer. */
export async function assertFits(page, what) {
  assert.deepEqual(await lastingFaults(page, () => faultsNow(page)), [], what)
}

/** The page fits its width, says nothing broken, cuts no text, and passes axe, which may look at a part of it only. */
export async function assertWellMade(page, what, part) {
  assert.deepEqual(await faultsOf(page, part), [], what)
}

/**
 * Waits until nothing on the page opens, closes or moves any more: fonts are there, animations that end have ended,
 * no popup or message is on its way in or out, two frames have passed without another change of that kind, and what
 * the page has begun to draw is drawn.
 */
export async function settled(page) {
  await page.evaluate(async () => {
    const frame = () => new Promise((done) => requestAnimationFrame(done))
    const ends = (one) => one.playState === 'running' && Number.isFinite(one.effect?.getComputedTiming().endTime)
    const moving = () => document.querySelector('[data-starting-style], [data-ending-style]') !== null || document.getAnimations().some(ends)
    await document.fonts.ready
    for (let still = 0; still < 2; still = moving() ? 0 : still + 1) await frame()
    // Behind whatever the last frame has put into the queue.
    await new Promise((done) => setTimeout(done))
  })
}

/** Presses keys one directly after the other, as in "g i": the machine's load puts no pause between them. */
export async function pressInTurn(page, ...keys) {
  await Promise.all(keys.map((key) => page.keyboard.press(key)))
}

/** Lets no time pass on a page: it does not give up what it gives up after seconds. Gives the way to let time go on. */
export async function stopTime(page) {
  await page.clock.install()
  await page.clock.pauseAt(await page.evaluate(() => Date.now() + 60_000))
  return () => page.clock.resume()
}

/** Waits until what is typed goes there: into the field, or into something within it. It may be drawn anew meanwhile. */
export async function hasFocus(locator) {
  await locator.waitFor()
  await until(`focus in ${locator}`, () => locator.evaluate((element) => element.contains(document.activeElement)))
}

/** Waits until a part of the question in the address is as expected. */
export async function asked(page, part, expected) {
  await until(`${JSON.stringify(expected)} in the address`, () => {
    const question = JSON.parse(new URL(page.url()).searchParams.get('q'))
    if (!isDeepStrictEqual(part(question), expected)) throw new Error(`the question is ${JSON.stringify(question)}`)
    return true
  })
}

/** Waits until as many rows of people or events are drawn. */
export async function hasRows(panel, count) {
  await until(`${count} rows`, async () => (await panel.locator('[data-row]').count()) === count)
}

/** Everything on the page at rest that a person would call broken, as sentences. */
export async function faultsOf(page, part = 'html') {
  await page.locator(part).first().waitFor()
  return lastingFaults(page, async () => [...(await faultsNow(page)), ...(await axeFindings(page, part))])
}

/**
 * What a look finds on the page at rest. What is seen while the page changes may be gone a moment later, so that a
 * finding counts only when the page stood still meanwhile; one that always changes is judged as it is.
 */
async function lastingFaults(page, look) {
  for (let looks = 1; ; looks++) {
    await settled(page)
    const watch = await page.evaluateHandle(() => {
      const seen = { changes: 0 }
      new MutationObserver((changes) => {
        seen.changes += changes.length
      }).observe(document.body, { subtree: true, childList: true, attributes: true, characterData: true })
      return seen
    })
    const found = await look()
    if (found.length === 0) return found
    await settled(page)
    const changed = await watch.evaluate((seen) => seen.changes > 0)
    if (!changed || looks === 5) return found
  }
}

/** Everything that is broken and that no tool of its own looks for. */
async function faultsNow(page) {
  return await page.evaluate(() => {
    const found = []
    const short = (element) => `“${element.textContent.trim().slice(0, 40)}”`
    for (const element of document.querySelectorAll('body *')) {
      const own = [...element.childNodes].some((node) => node.nodeType === 3 && node.textContent.trim() !== '')
      // Text for screen readers only is a box of one pixel; what is hidden is not seen.
      if (!own || element.clientWidth === 1 || element.getClientRects().length === 0) continue
      const style = getComputedStyle(element)
      if (Number.parseFloat(style.fontSize) < 11 && !element.matches('[aria-hidden]')) found.push(`text under 11 px: ${short(element)}`)
      const clips = style.overflowX !== 'visible' && style.textOverflow !== 'ellipsis' && !['auto', 'scroll'].includes(style.overflowX)
      if (clips && style.display !== 'inline' && element.scrollWidth > element.clientWidth + 1) found.push(`text is cut: ${short(element)}`)
      // A message that nobody wrote in words: its key, or a place in it that was not filled. Data may look so.
      const said = element.closest('pre, code, td, dd, textarea, [role="cell"], [role="gridcell"], [role="option"], [translate="no"]') ? '' : element.textContent.trim()
      if (/^[a-z]+(?:_[a-z]+)*(?:\.[a-z]+(?:_[a-z]+)*){2,}$/.test(said) || /\{[a-zA-Z]\w*\}/.test(said)) found.push(`not translated: ${short(element)}`)
    }
    const sideways = document.documentElement.scrollWidth - window.innerWidth
    if (sideways > 0) found.push(`the page scrolls sideways by ${sideways} px`)
    const main = document.querySelector('main')
    if (main && main.scrollWidth > main.clientWidth + 1) found.push(`the content scrolls sideways by ${main.scrollWidth - main.clientWidth} px`)
    const broken = /\b(NaN|undefined|Invalid Date|\[object Object\])\b|\[object Object\]/.exec(document.body.innerText)
    if (broken) found.push(`shows "${broken[0]}"`)
    return [...new Set(found)]
  })
}

async function axeFindings(page, part) {
  // The page's own policy refuses foreign scripts, so axe comes in beside it.
  await page.evaluate(axeSource)
  return await page.evaluate(async (selector) => {
    const { violations } = await window.axe.run(selector, { resultTypes: ['violations'] })
    return violations
      .filter((violation) => ['serious', 'critical'].includes(violation.impact))
      .map(({ id, nodes }) => {
        const first = nodes.slice(0, 3).map((node) => `${node.target} ${node.failureSummary.replace(/\s+/g, ' ')}`)
        return `axe ${id}: ${first.join(' | ')}${nodes.length > 3 ? ` | and ${nodes.length - 3} more` : ''}`
      })
  }, part)
}

/** Signs in on the page the way a person does. */
export async function signIn(page, { email, password }) {
  await page.getByLabel('Email').fill(email)
  await page.getByLabel('Password').fill(password)
  await page.getByRole('button', { name: 'Sign in' }).click()
}

/** Opens a page as somebody who has just signed in there. */
export async function openAs(browser, server, who, path, options) {
  const profile = await openProfile(browser, server, options)
  const page = await profile.newPage()
  await page.goto(path)
  await signIn(page, who)
  await page.waitForURL(/\/project\//)
  return { profile, page }
}
