// The pages as `npm run shots` takes them, fewer: every page on a desk in light and on a phone in dark, and every
// other state once; each screen also at 400 %. What fails a picture fails here.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { after, before, test } from 'node:test'
import { ROOT } from '../harness.mjs'
import { elsewhere, routes, statesOf } from './shots/routes.mjs'
import { openStudio } from './shots/studio.mjs'

let studio

before(async () => {
  studio = await openStudio({ events: 20_000 })
})
after(() => studio?.close())

test('every screen of the app has its pictures', () => {
  const table = readFileSync(path.join(ROOT, 'web/src/routes.ts'), 'utf8')
  const screens = [...new Set([...table.matchAll(/import\('@\/(screens\/[\w/]+)'\)/g)].map(([, screen]) => screen))]
  assert.ok(screens.length > 4)
  const known = new Set([...routes.map((route) => route.screen), ...elsewhere])
  assert.deepEqual(screens.filter((screen) => !known.has(screen)), [], 'add them to tests/web/shots/routes.mjs')
})

const firsts = routes.filter((route, at) => routes.findIndex((other) => other.screen === route.screen) === at)
const plain = routes.flatMap((route) => [
  { route, state: 'default', size: 1440, theme: 'light' },
  { route, state: 'default', size: 390, theme: 'dark' },
])
const zoomed = firsts.map((route) => ({ route, state: 'default', size: '400 %', theme: 'light' }))
const others = routes.flatMap((route) =>
  statesOf(route)
    .filter((state) => state !== 'default')
    .map((state, at) => ({ route, state, size: at % 2 === 0 ? 1024 : 390, theme: at % 2 === 0 ? 'dark' : 'light' })),
)

test('pages are well made', async (t) => {
  const queue = [...plain, ...zoomed, ...others]
  const work = async () => {
    for (let job = queue.shift(); job; job = queue.shift()) {
      const { route, state, size, theme } = job
      await t.test(`${route.name}, ${state}, ${typeof size === 'number' ? `${size} px` : size}, ${theme}`, async () => {
        assert.deepEqual(await studio.shoot(route, job), [])
      })
    }
  }
  await Promise.all([work(), work()])
})
