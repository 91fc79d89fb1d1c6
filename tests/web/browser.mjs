/** A browser whose pages fail the test on what a person would call broken. */
import assert from 'node:assert/strict'
import { createRequire } from 'node:module'
import { readFile } from 'node:fs/promises'
import { chromium } from 'playwright-core'

const axeSource = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

/** Who signs in on the pages. */
export const account = { email: 'ada@example.com', password: 'brisk-otter-lantern-42' }

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
  context.setDefaultTimeout(15_000)
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
    newPage: () => context.newPage(),
    /** Closes the profile and fails if anything went wrong in it. */
    async close() {
      await context.close()
      assert.deepEqual(problems, [])
    },
  }
}

/** The page fits its width, says nothing broken, cuts no text, and passes axe, which may look at a part of it only. */
export async function assertWellMade(page, what, part = 'html') {
  await page.evaluate(() => document.fonts.ready)
  const seen = await page.evaluate(() => {
    const cut = []
    const tiny = []
    for (const element of document.querySelectorAll('body *')) {
      const own = [...element.childNodes].some((node) => node.nodeType === 3 && node.textContent.trim() !== '')
      // Text for screen readers only is a box of one pixel.
      if (!own || element.clientWidth === 1) continue
      const style = getComputedStyle(element)
      if (Number.parseFloat(style.fontSize) < 11 && !element.matches('[aria-hidden]')) tiny.push(element.textContent.slice(0, 40))
      const clips = style.overflowX !== 'visible' && style.textOverflow !== 'ellipsis' && !['auto', 'scroll'].includes(style.overflowX)
      if (clips && style.display !== 'inline' && element.scrollWidth > element.clientWidth + 1) cut.push(element.textContent.slice(0, 40))
    }
    return {
      cut,
      tiny,
      overflow: document.documentElement.scrollWidth - window.innerWidth,
      broken: /\b(NaN|undefined|Invalid Date|\[object Object\])\b/.exec(document.body.innerText)?.[0] ?? null,
    }
  })
  assert.ok(seen.overflow <= 0, `${what}: the page scrolls sideways by ${seen.overflow} px`)
  assert.equal(seen.broken, null, `${what}: shows "${seen.broken}"`)
  assert.deepEqual(seen.cut, [], `${what}: text is cut`)
  assert.deepEqual(seen.tiny, [], `${what}: text under 11 px`)
  await assertAccessible(page, what, part)
}

/** No serious or critical finding of axe. */
export async function assertAccessible(page, what, part = 'html') {
  // The page's own policy refuses foreign scripts, so axe comes in beside it.
  await page.evaluate(axeSource)
  const findings = await page.evaluate(async (selector) => {
    const { violations } = await window.axe.run(selector, { resultTypes: ['violations'] })
    return violations
      .filter((violation) => ['serious', 'critical'].includes(violation.impact))
      .map((violation) => `${violation.id}: ${violation.nodes.map((node) => `${node.target} ${node.failureSummary}`).join(' | ')}`)
  }, part)
  assert.deepEqual(findings, [], `${what}: axe`)
}

/** Signs in on the page the way a person does. */
export async function signIn(page, { email, password }) {
  await page.getByLabel('Email').fill(email)
  await page.getByLabel('Password').fill(password)
  await page.getByRole('button', { name: 'Sign in' }).click()
}
