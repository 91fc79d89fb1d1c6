/** A server with a believable product's data, and a browser that takes pictures of its pages. */
import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import { binary, signUp, startServer, withoutDashboards } from '../../harness.mjs'
import { account, faultsOf, launchBrowser, openProfile } from '../browser.mjs'

export const sizes = {
  1440: { viewport: { width: 1440, height: 900 } },
  1024: { viewport: { width: 1024, height: 768 } },
  390: { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true },
}

/** A desk of 1440 × 900 at 400 %. */
export const zoomed = { viewport: { width: 360, height: 225 } }

export async function openStudio({ events = 100_000, webDir } = {}) {
  const data = mkdtempSync(path.join(tmpdir(), 'tenrec-shots-'))
  await promisify(execFile)(binary(), ['demo', '--data', data, '--events', String(events), '--seed', '1'])
  const server = await startServer({ data, args: webDir ? ['--web-dir', webDir] : [] })
  const owner = await signUp(server, account)
  const empty = await owner.api('POST', '/api/projects/', { name: 'Empty shop' })
  await withoutDashboards({ project: empty, api: owner.api.bind(owner) })
  const browser = await launchBrowser()
  // Ages on the pages are counted from here, whenever a picture is taken.
  const now = new Date(Math.ceil(Date.now() / 60_000) * 60_000)
  const cookies = owner.session.cookie.split('; ').map((pair) => {
    const at = pair.indexOf('=')
    return { name: pair.slice(0, at), value: pair.slice(at + 1), url: server.url }
  })

  /** A fresh profile of somebody who is signed in, and its first page; the caller closes the profile. */
  async function open(route, options) {
    const profile = await openProfile(browser, server, { locale: 'en-GB', ...options })
    if (!route.signedOut) await profile.context.addCookies(cookies)
    const page = await profile.newPage()
    await page.clock.setFixedTime(now)
    if (route.density) await page.addInitScript((density) => localStorage.setItem('tenrec.density', JSON.stringify(density)), route.density)
    return { profile, page }
  }

  /** Opens a page in a state and gives what is wrong with it; `file` is where its picture goes. */
  async function shoot(route, { state = 'default', size = 1440, theme = 'light', file }) {
    const { profile, page } = await open(route, {
      ...(sizes[size] ?? zoomed),
      colorScheme: theme,
      expectErrors: state === 'error' ? [/status of 500/] : [],
    })
    try {
      if (state === 'loading') await page.route(route.data, () => {})
      if (state === 'error') {
        const json = { type: 'server_error', code: 'error', detail: 'The engine stopped while it read the events.', attr: null }
        await page.route(route.data, (request) => request.fulfill({ status: 500, json }))
      }
      await page.goto(route.path(state === 'empty' ? empty.id : owner.project.id))
      const arrive = { empty: route.empty, loading: route.loading, error: route.failed }[state] ?? route.shows
      await arrive(page)
      if (state === 'menu' || state === 'drill') {
        await settle(page)
        await route[state](page)
      }
      if (state !== 'loading') await settle(page)
      const faults = [...profile.problems, ...(await faultsOf(page))]
      if (file) await page.screenshot({ path: file, fullPage: route.whole === true && state === 'default' })
      return faults
    } catch (error) {
      return [...profile.problems, `did not get there: ${error.message}`]
    } finally {
      await profile.context.close()
    }
  }

  return {
    shoot,
    open,
    project: owner.project,
    browser,
    async close() {
      await browser.close()
      await server.remove()
      rmSync(data, { recursive: true, force: true })
    },
  }
}

/** Nothing loads or moves any more, and fonts are there. */
export async function settle(page) {
  await page.waitForFunction(() => document.querySelector('[aria-busy="true"], .animate-spin') === null || document.querySelector('main#content') === null, null, { timeout: 10_000 }).catch(() => {})
  await page.evaluate(async () => {
    await document.fonts.ready
    await Promise.allSettled(document.getAnimations().filter((one) => one.effect?.getComputedTiming().endTime !== Infinity).map((one) => one.finished))
    await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))
  })
}

/** The share of pixels that two pictures differ in; 1 when their sizes do. */
export async function differenceOf(page, before, after) {
  return await page.evaluate(
    async (pictures) => {
      const [a, b] = await Promise.all(
        pictures.map(async (text) => {
          const bytes = Uint8Array.from(atob(text), (letter) => letter.codePointAt(0))
          const bitmap = await createImageBitmap(new Blob([bytes], { type: 'image/png' }))
          const canvas = new OffscreenCanvas(bitmap.width, bitmap.height)
          const context = canvas.getContext('2d')
          context.drawImage(bitmap, 0, 0)
          return context.getImageData(0, 0, bitmap.width, bitmap.height)
        }),
      )
      if (a.width !== b.width || a.height !== b.height) return 1
      const left = new Uint32Array(a.data.buffer)
      const right = new Uint32Array(b.data.buffer)
      let differing = 0
      for (let at = 0; at < left.length; at++) if (left[at] !== right[at]) differing += 1
      return differing / left.length
    },
    [before.toString('base64'), after.toString('base64')],
  )
}
