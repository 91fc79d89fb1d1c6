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
    /** What went wrong so far, as sentences. */
    problems,
    newPage: () => context.newPage(),
    /** Closes the profile and fails if anything went wrong in it. */
    async close() {
      await context.close()
      assert.deepEqual(problems, [])
    },
  }
}

/** The page fits its width, says nothing broken, cuts no text, and passes axe, which may look at a part of it only. */
export async function assertWellMade(page, what, part) {
  assert.deepEqual(await faultsOf(page, part), [], what)
}

/** No serious or critical finding of axe. */
export async function assertAccessible(page, what, part) {
  assert.deepEqual(await axeFindings(page, part), [], `${what}: axe`)
}

/** Everything on the page that a person would call broken, as sentences. */
export async function faultsOf(page, part) {
  await page.evaluate(() => document.fonts.ready)
  const seen = await page.evaluate(() => {
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
  return [...seen, ...(await axeFindings(page, part))]
}

async function axeFindings(page, part = 'html') {
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
