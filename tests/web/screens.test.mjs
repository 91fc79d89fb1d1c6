// Every screen at every width, in both themes, after a reload and after the back button. The pictures of shots.test.mjs
// have each screen at 1440 px in light and on a phone in dark; here it is opened once and taken through the rest.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { assertFits, assertWellMade } from './browser.mjs'
import { routes } from './shots/routes.mjs'
import { openStudio, settle } from './shots/studio.mjs'

let studio

before(async () => {
  studio = await openStudio({ events: 20_000 })
})
after(() => studio?.close())

// One address a screen, and the kinds of questions that are drawn otherwise than a trend.
const apart = new Set(['funnel', 'paths', 'definitions-properties'])
const screens = routes.filter((route, at) => apart.has(route.name) || (route.screen.startsWith('screens/') && routes.findIndex((other) => other.screen === route.screen) === at))

const widths = [
  [1024, 768],
  [390, 844],
  [1920, 1080],
]

const title = (page) => page.getByRole('heading', { level: 1 })

/** Goes on to another screen by its link, and waits until that one is there. */
async function leave(page, name) {
  const away = name === 'Definitions' ? 'People' : 'Definitions'
  await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: away, exact: true }).first().click()
  await title(page).filter({ hasText: away }).waitFor()
}

async function walk(route) {
  const { profile, page } = await studio.open(route, { viewport: { width: 1920, height: 1080 } })
  const again = route.again ?? route.shows
  await page.goto(route.path(studio.project.id))
  await route.shows(page)
  await settle(page)
  await assertWellMade(page, `${route.name} at 1920 px`)
  for (const [width, height] of widths) {
    await page.setViewportSize({ width, height })
    await assertFits(page, `${route.name} at ${width} px`)
  }
  await page.setViewportSize({ width: 1440, height: 900 })
  await page.emulateMedia({ colorScheme: 'dark' })
  await page.locator('html[data-theme="dark"]').waitFor()
  await assertWellMade(page, `${route.name} in dark`)

  const called = (await title(page).count()) > 0 ? (await title(page).first().innerText()).trim() : null
  const isBack = async () => {
    if (called !== null) await title(page).filter({ hasText: called }).waitFor()
    await again(page)
    await settle(page)
    await assertFits(page, `${route.name}, once more`)
  }
  await page.reload()
  await isBack()
  if (!route.signedOut && (await page.getByRole('navigation', { name: 'Main' }).count()) > 0) {
    await leave(page, called)
    await page.goBack()
    await isBack()
  }
  await profile.close()
}

test('every screen fits every width in both themes, and is there again after a reload and after Back', async (t) => {
  assert.ok(screens.length > 25)
  const queue = [...screens]
  const work = async () => {
    for (let route = queue.shift(); route; route = queue.shift()) {
      const one = route
      await t.test(one.name, () => walk(one))
    }
  }
  await Promise.all([work(), work()])
})
