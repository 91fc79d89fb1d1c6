import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { signUp, startServer, until } from '../harness.mjs'
import { account, assertWellMade, launchBrowser, openProfile, signIn } from './browser.mjs'
import { seed } from './seed.mjs'

let server
let browser
let owner

const day = 86_400_000

before(async () => {
  server = await startServer()
  browser = await launchBrowser()
  owner = Object.assign(await signUp(server, account), account)
  const events = []
  for (let back = 1; back < 6; back++) {
    for (let i = 0; i < 4; i++) {
      for (let view = 0; view <= i; view++) {
        events.push({
          event: '$pageview',
          distinct_id: `person-${i}`,
          timestamp: new Date(Date.now() - back * day).toISOString(),
          properties: { plan: i % 2 ? 'pro' : 'free', $set: { email: `person${i}@example.com` } },
        })
      }
    }
  }
  await seed(owner, events)
})
after(async () => {
  await browser?.close()
  await server?.remove()
})

async function openQuestion(query) {
  const profile = await openProfile(browser, server)
  const page = await profile.newPage()
  await page.goto(`/insights/new?q=${encodeURIComponent(JSON.stringify(query))}`)
  await signIn(page, owner)
  await page.getByRole('row', { name: /Pageview|free/ }).first().waitFor()
  return { profile, page }
}
const pageviews = (more = {}) => ({ kind: 'TrendsQuery', series: [{ kind: 'EventsNode', event: '$pageview', ...more.series }], ...more.query })

test('a number of a trend opens its people, a person opens, Esc steps out one level', async () => {
  const { profile, page } = await openQuestion(pageviews({ series: { math: 'dau' } }))
  const chart = page.getByRole('group', { name: /^Pageview/ })
  await chart.focus()
  await page.keyboard.press('End')
  await page.keyboard.press('ArrowLeft')
  await page.keyboard.press('Enter')
  const panel = page.getByRole('dialog')
  await panel.getByRole('status').getByText('4 people').waitFor()
  await panel.getByRole('heading', { name: '4 people', exact: true }).waitFor()
  await assertWellMade(page, 'people behind a number')

  const first = panel.locator('[data-row]').first()
  await first.filter({ hasText: /person3@example.com[\s\S]*4 events/ }).click()
  await panel.getByRole('heading', { name: 'person3@example.com' }).waitFor()
  await panel.getByText('20 events').waitFor()
  await panel.getByRole('tab', { name: 'Properties' }).click()
  await panel.getByRole('definition').filter({ hasText: 'person-3' }).waitFor()
  await page.keyboard.press('Escape')
  await panel.getByRole('status').getByText('4 people').waitFor()
  await page.keyboard.press('Escape')
  await panel.waitFor({ state: 'detached' })
  await profile.close()
})

test('a row of a breakdown opens the events of that row, and they can be searched', async () => {
  const { profile, page } = await openQuestion(pageviews({ query: { breakdownFilter: { breakdown: 'plan', breakdown_type: 'event' } } }))
  // 'pro': persons 1 and 3 with 2 and 4 views on 5 days.
  await page.getByRole('row', { name: /pro/ }).getByRole('button', { name: /30/ }).first().click()
  const panel = page.getByRole('dialog')
  await panel.getByRole('status').getByText('2 people').waitFor()
  await panel.getByRole('heading', { name: '30 events by 2 people', exact: true }).waitFor()
  await panel.getByRole('searchbox', { name: 'Find a person' }).fill('person1')
  await panel.getByText('1 person').waitFor()
  await panel.getByRole('tab', { name: 'Events' }).click()
  await panel.getByText('30 events', { exact: true }).last().waitFor()
  await panel.locator('[data-row]').first().click()
  await panel.getByText('Distinct ID').waitFor()
  await profile.close()
})

test('the people behind a number are kept as a cohort, compared with everyone, and read as SQL', async () => {
  const { profile, page } = await openQuestion(pageviews({ series: { math: 'dau' } }))
  const chart = page.getByRole('group', { name: /^Pageview/ })
  await chart.focus()
  await page.keyboard.press('End')
  await page.keyboard.press('ArrowLeft')
  await page.keyboard.press('Enter')
  const panel = page.getByRole('dialog').first()
  await panel.getByRole('status').getByText('4 people').waitFor()

  await panel.getByRole('tab', { name: 'In common' }).click()
  // Everybody is behind this number, so nothing sets them apart.
  await panel.getByText('Nothing sets them apart').waitFor()
  await assertWellMade(page, 'what people have in common')

  await panel.getByRole('button', { name: 'Save as cohort' }).click()
  const name = page.getByRole('textbox', { name: 'Name' })
  await name.fill('Four <b>people</b>')
  await page.getByRole('button', { name: 'Save cohort' }).click()
  await page.getByText('Saved the cohort Four <b>people</b>').waitFor()
  const cohorts = `/api/projects/${owner.project.id}/cohorts/`
  const saved = await until('its members', async () => (await owner.api('GET', cohorts)).results.find((one) => one.count === 4))
  assert.equal(saved.name, 'Four <b>people</b>')

  await panel.getByRole('button', { name: 'Open in SQL' }).click()
  await page.waitForURL(/\/sql\?open_query=/)
  await profile.close()
})
