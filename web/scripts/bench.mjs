// Measures what a reader waits for, prints it against the budgets and fails above one with --check.
//   npm run bench            charts by themselves
//   TENREC_URL=… TENREC_EMAIL=… TENREC_PASSWORD=… npm run bench   the screens of a running server too
import { createServer } from 'node:http'
import { createRequire } from 'node:module'
import { readFile, rm } from 'node:fs/promises'
import { extname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'vite'

const web = fileURLToPath(new URL('..', import.meta.url))
const { chromium } = createRequire(join(web, '../tests/package.json'))('playwright-core')
const runs = 5
const loads = 3
const results = []

const median = (numbers) => numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)]
function tell(what, ms, budget, unit = 'ms') {
  const over = budget !== null && ms > budget
  results.push(over)
  const number = `${ms < 10 ? ms.toFixed(1) : Math.round(ms)} ${unit}`
  console.log(`${what.padEnd(52)} ${number.padStart(10)}${budget === null ? '' : ` of ${String(budget).padStart(5)}  ${over ? 'OVER' : 'ok'}`}`)
}

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync', '--force-color-profile=srgb', '--enable-precise-memory-info', '--js-flags=--expose-gc'],
})
try {
  await measureCharts()
  if (process.env.TENREC_URL) await measureScreens(process.env.TENREC_URL)
} finally {
  await browser.close()
}
const over = results.filter(Boolean).length
if (over > 0) console.log(`${over} above budget`)
if (over > 0 && process.argv.includes('--check')) process.exitCode = 1

/** The bench page, built as the app is and served from a directory of its own. */
async function measureCharts() {
  const outDir = join(web, 'node_modules/.cache/bench')
  await build({
    root: web,
    base: '/',
    logLevel: 'error',
    build: {
      outDir,
      emptyOutDir: true,
      rolldownOptions: { input: join(web, 'bench/index.html') },
    },
  })
  const types = { '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css', '.woff2': 'font/woff2' }
  const server = createServer(async (request, response) => {
    const path = new URL(request.url, 'http://bench').pathname
    try {
      const body = await readFile(join(outDir, path))
      response.writeHead(200, { 'content-type': types[extname(path)] ?? 'application/octet-stream' }).end(body)
    } catch {
      response.writeHead(404).end()
    }
  })
  await new Promise((done) => server.listen(0, '127.0.0.1', done))
  const url = `http://127.0.0.1:${server.address().port}/bench/index.html`
  try {
    for (const [name, text, script, painted] of [
      ['lines', '25 lines of 365', null, 60],
      ['tiles', '20 tiles of 5 lines of 90, results at hand', null, 200],
      ['stacked', '25 stacked bars of 365', null, 90],
      ['canvas', '250 lines of 365', null, null],
    ]) {
      const times = []
      for (let i = 0; i < runs; i++) times.push(await inPage(`${url}?case=${name}&wait`, draw))
      tell(`${text}: script`, median(times.map((time) => time.script)), script)
      tell(`${text}: painted`, median(times.map((time) => time.painted)), painted)
      tell(`${text}: main thread`, median(times.map((time) => time.busy)), null)
    }
    for (const [name, text] of [['lines', '25 lines of 365'], ['stacked', '25 stacked bars of 365'], ['canvas', '250 lines of 365']]) {
      const hovers = []
      for (let i = 0; i < loads; i++) hovers.push(await inPage(`${url}?case=${name}`, hover))
      tell(`${text}: hover, a move`, median(hovers), 8)
    }
  } finally {
    server.close()
    await rm(outDir, { recursive: true, force: true })
  }
}

async function inPage(url, measure) {
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } })
  try {
    await page.goto(url)
    await page.waitForFunction(() => document.fonts.status === 'loaded')
    return await measure(page)
  } finally {
    await page.close()
  }
}

/** A clock that runs only while the page's main thread works: other programs do not count. */
async function threadClock(page) {
  const devtools = await page.context().newCDPSession(page)
  await devtools.send('Performance.enable', { timeDomain: 'threadTicks' })
  return async () => (await devtools.send('Performance.getMetrics')).metrics.find((metric) => metric.name === 'TaskDuration').value * 1000
}

function rest(page) {
  return page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))))
}

async function draw(page) {
  const busy = await threadClock(page)
  const start = await busy()
  const times = await page.evaluate(() => window.draw())
  await rest(page)
  return { ...times, busy: (await busy()) - start }
}

/** What the page's main thread does for a move of the mouse, from event to paint, on average over 100. */
async function hover(page) {
  const chart = page.locator('[role=group]').first()
  await chart.locator('svg').waitFor()
  const box = await chart.boundingBox()
  const busy = await threadClock(page)
  const track = async (moves, x, y) => {
    const start = await busy()
    for (let i = 0; i < moves; i++) {
      await page.mouse.move(x(i), y(i))
      await rest(page)
    }
    return ((await busy()) - start) / moves
  }
  const moves = 100
  // Looking and waiting cost too: as many moves outside of the chart are taken off.
  const idle = await track(moves, (i) => 2 + (i % 9), () => box.y + box.height + 40)
  return (await track(moves, (i) => box.x + 60 + (i * (box.width - 90)) / moves, (i) => box.y + 40 + ((i * 37) % (box.height - 90)))) - idle
}

/** Loads and changes of the screens of a server with data in it. */
async function measureScreens(url) {
  const context = await browser.newContext({ baseURL: url, viewport: { width: 1440, height: 900 }, reducedMotion: 'reduce' })
  const page = await context.newPage()
  await page.goto('/login')
  await page.getByLabel('Email').fill(process.env.TENREC_EMAIL ?? '')
  await page.getByLabel('Password').fill(process.env.TENREC_PASSWORD ?? '')
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.waitForURL(/\/project\//)
  const question = { kind: 'TrendsQuery', series: [{ kind: 'EventsNode', event: null }], dateRange: { date_from: '-90d' }, breakdownFilter: { breakdown: '$browser', breakdown_type: 'event' } }
  const trends = `/insights/new?q=${encodeURIComponent(JSON.stringify(question))}`
  const chart = '[role=group][aria-describedby] > svg path[d^=M]'

  const cold = []
  for (let i = 0; i < loads; i++) {
    // A profile without anything in its cache, but signed in.
    const fresh = await browser.newContext({ baseURL: url, viewport: { width: 1440, height: 900 }, storageState: await context.storageState() })
    const one = await fresh.newPage()
    await one.goto(trends)
    await one.locator(chart).first().waitFor({ state: 'attached' })
    cold.push(await one.evaluate(() => performance.now()))
    await fresh.close()
  }
  tell('cold load to painted chart', median(cold), 900)

  const slow = []
  for (let i = 0; i < loads; i++) {
    // A phone in a train: a quarter of the processor, 9 Mbit/s, 85 ms.
    const fresh = await browser.newContext({ baseURL: url, viewport: { width: 1440, height: 900 }, storageState: await context.storageState() })
    const one = await fresh.newPage()
    const devtools = await fresh.newCDPSession(one)
    await devtools.send('Emulation.setCPUThrottlingRate', { rate: 4 })
    await devtools.send('Network.emulateNetworkConditions', { offline: false, latency: 85, downloadThroughput: 9e6 / 8, uploadThroughput: 9e6 / 8 })
    await one.goto(trends, { waitUntil: 'commit' })
    await one.locator(chart).first().waitFor({ state: 'attached' })
    slow.push(await one.evaluate(() => performance.now()))
    await fresh.close()
  }
  tell('same, 4 times slower CPU, 9 Mbit/s, 85 ms', median(slow), 2200)

  await page.goto(trends)
  await page.locator(chart).first().waitFor({ state: 'attached' })
  tell('interaction to next paint, the slowest of 24', await interactions(page), 100)

  await page.goto(trends)
  await page.locator(chart).first().waitFor({ state: 'attached' })
  const changes = []
  for (let i = 0; i < runs; i++) {
    await page.getByRole('navigation').getByRole('link', { name: 'Events', exact: true }).click()
    await page.waitForURL(/\/activity\//)
    await page.locator(chart).first().waitFor({ state: 'detached' })
    const back = page.evaluate(
      (selector) =>
        new Promise((done) => {
          const start = performance.now()
          const look = () => (document.querySelector(selector) ? done(performance.now() - start) : requestAnimationFrame(look))
          history.back()
          look()
        }),
      chart,
    )
    changes.push(await back)
  }
  tell('route change with cached data', median(changes), 150)

  for (let i = 0; i < 50; i++) {
    await page.evaluate((back) => (back ? history.back() : history.forward()), i % 2 === 1)
    await page.waitForTimeout(50)
  }
  await page.evaluate(() => window.gc?.())
  tell('heap after opening 50 screens', (await page.evaluate(() => performance.memory.usedJSHeapSize)) / 1e6, 120, 'MB')
  await context.close()
}

/** From a key or a click to the next frame, as the browser counts it: menus, pickers, switches and rows of the trends editor. */
async function interactions(page) {
  await page.evaluate(() => {
    window.slowest = 0
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) if (entry.interactionId) window.slowest = Math.max(window.slowest, entry.duration)
    }).observe({ type: 'event', durationThreshold: 16 })
  })
  for (let i = 0; i < 4; i++) {
    for (const key of ['e', 'Escape', 'd', 'Escape', 'x', 'v']) {
      await page.keyboard.press(key)
      await rest(page)
    }
  }
  await rest(page)
  return page.evaluate(() => window.slowest)
}
