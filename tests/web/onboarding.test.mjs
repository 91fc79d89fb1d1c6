import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { signUp, startServer, until } from '../harness.mjs'
import { account, assertWellMade, launchBrowser, openAs, openProfile, signIn } from './browser.mjs'

let server
let browser
let owner

before(async () => {
  server = await startServer()
  browser = await launchBrowser()
  owner = Object.assign(await signUp(server, account), account)
})
after(async () => {
  await browser?.close()
  await server?.remove()
})

async function openInstall(options, prepare) {
  const profile = await openProfile(browser, server, options)
  const page = await profile.newPage()
  await prepare?.(page)
  await page.goto('/')
  await signIn(page, owner)
  await page.waitForURL(/\/onboarding/)
  await page.getByRole('heading', { name: 'Waiting for your first event' }).waitFor()
  return { profile, page }
}

test('a stack is found by any word for it, stays in the address, and fits every width in both themes', async () => {
  const { profile, page } = await openInstall()
  const find = page.getByRole('searchbox', { name: 'Find your stack' })
  await find.fill('django')
  await find.press('Enter')
  await page.waitForURL(/stack=python/)
  const code = page.getByLabel('Code: Capture an event', { exact: true })
  assert.ok((await code.innerText()).includes(owner.token))
  await find.fill('cobol')
  await page.getByText('Nothing here is called “cobol”.').waitFor()
  await page.getByRole('button', { name: 'see curl' }).click()
  await page.waitForURL(/stack=curl/)
  await page.getByRole('button', { name: /^Show all \d\d$/ }).click()
  for (const stack of ['Elixir', 'Flutter', 'Tag Manager', 'Next.js']) {
    await page.getByRole('button', { name: stack, exact: true }).click()
    await assertWellMade(page, stack)
  }
  await page.reload()
  await page.getByRole('button', { name: 'Next.js', exact: true, pressed: true }).waitFor()
  await page.getByRole('tab', { name: 'pnpm' }).click()
  await page.getByText('pnpm add posthog-js').waitFor()
  for (const width of [390, 860, 1024, 1920]) {
    await page.setViewportSize({ width, height: 900 })
    await assertWellMade(page, `installation at ${width} px`)
  }
  await page.emulateMedia({ colorScheme: 'dark' })
  await assertWellMade(page, 'installation in dark')
  await profile.close()
})

test('the history of another product has its commands, which stay in the address', async () => {
  const { profile, page } = await openInstall()
  const card = page.getByRole('region', { name: 'Bring your history' })
  for (const name of ['PostHog', 'Mixpanel', 'Amplitude', 'A file']) {
    await card.getByRole('button', { name, exact: true }).click()
    const code = page.getByLabel('Code: Send it, a thousand events at a time', { exact: true })
    await card.getByRole('button', { name, exact: true, pressed: true }).waitFor()
    assert.ok((await code.innerText()).includes(owner.token))
    await assertWellMade(page, `import from ${name}`)
  }
  await page.waitForURL(/stack=from-file/)
  await page.reload()
  await card.getByRole('button', { name: 'A file', exact: true, pressed: true }).waitFor()
  await profile.close()
})

test('the steps go to a teammate as text and to an assistant as a prompt', async () => {
  const { profile, page } = await openInstall({ permissions: ['clipboard-read', 'clipboard-write'] })
  const clipboard = () => page.evaluate(() => navigator.clipboard.readText())
  await page.getByRole('button', { name: 'Copy prompt for an assistant' }).click()
  await page.getByText(/^Prompt copied/).waitFor()
  const prompt = await clipboard()
  for (const part of [server.url, owner.token, 'identify']) assert.ok(prompt.includes(part), part)
  await page.getByRole('button', { name: 'Send to a teammate' }).click()
  await page.getByRole('menuitem', { name: 'Copy the steps as text' }).click()
  await page.getByText(/^Steps for HTML snippet copied/).waitFor()
  assert.ok((await clipboard()).includes('</script>'))
  await profile.close()
})

test('after twenty seconds it says what the server sees: what blocks, and what arrived and was not kept', async () => {
  const at = `/api/projects/${owner.project.id}`
  const rule = { type: 'condition', field: 'event_name', operator: 'exact', value: 'noise' }
  await owner.api('PATCH', `${at}/event_filter/`, { mode: 'live', filter_tree: rule })
  await server.post('/i/v0/e/', { api_key: owner.token, event: 'noise', distinct_id: 'somebody' })
  await until('the event dropped', async () => (await owner.api('GET', `${at}/ingestion/ledger/`)).total.dropped.filtered === 1)
  const { profile, page } = await openInstall({ expectErrors: [/ERR_FAILED/] }, async (opened) => {
    await opened.clock.install()
    await opened.route('**/static/array.js', (route) => route.abort())
  })
  await page.clock.runFor(25_000)
  await page.getByText('Nothing has arrived yet. What this server sees:').waitFor()
  await page.getByText('The project’s key is known.').waitFor()
  await page.getByText('The address that takes events answers.').waitFor()
  await page.getByText('Something in this browser blocks the library for pages.').waitFor()
  await page.getByLabel('Well:').first().waitFor()
  await page.getByText('1 event arrived in the last day and was not stored: filtered.').waitFor()
  await assertWellMade(page, 'what the server sees')
  await profile.close()
})

test('events with a key that no project has show at once, with what to do', async () => {
  const { profile, page } = await openInstall()
  const send = (key) => server.post('/i/v0/e/', { api_key: key, event: 'lost', distinct_id: 'somebody', properties: { $lib: 'posthog-node' } })
  assert.equal((await send(owner.token.slice(0, -1))).status, 401)
  const rows = page.getByRole('list', { name: 'Refused keys' }).getByRole('listitem')
  await rows.filter({ hasText: `Events arrived with the key ${owner.token.slice(0, 8)}… that no project has` }).filter({ hasText: 'from 127.0.0.1, posthog-node' }).filter({ hasText: 'It is almost this project’s key' }).waitFor()
  await page.getByRole('heading', { name: 'Waiting for your first event' }).waitFor()
  assert.equal((await send('phx_somebodys_own_key')).status, 401)
  await rows.filter({ hasText: 'with a personal API key, phx_…' }).waitFor()
  await until('both keys', async () => (await rows.count()) === 2)
  await assertWellMade(page, 'refused keys')
  for (const width of [390, 1024]) {
    await page.setViewportSize({ width, height: 844 })
    await assertWellMade(page, `refused keys at ${width} px`)
  }
  await page.emulateMedia({ colorScheme: 'dark' })
  await assertWellMade(page, 'refused keys in dark')
  await profile.close()
})

test('the first event ends the wait and leads on', async () => {
  const { profile, page } = await openInstall()
  await page.getByRole('button', { name: 'Send a test event from here' }).click()
  await page.getByRole('heading', { name: 'Your first event is here' }).waitFor()
  await assertWellMade(page, 'first event')
  await page.getByRole('link', { name: /^test event by day/ }).click()
  await page.waitForURL(/\/insights\/new\?q=/)
  await page.getByRole('row', { name: /test event/ }).waitFor()
  await profile.close()
})

test('a project with sample data fills itself and opens with charts', async () => {
  const { profile, page } = await openAs(browser, server, owner, '/onboarding')
  // It leads on by itself when it is full, however soon that is.
  await page.evaluate(() => {
    const look = () => {
      window.saidHowFull ||= [...document.querySelectorAll('[role="status"]')].some((one) => /\d+ % filled|Opening it/.test(one.textContent))
    }
    new MutationObserver(look).observe(document.body, { subtree: true, childList: true, characterData: true })
  })
  await page.getByRole('button', { name: 'Make the sample project' }).click()
  await page.waitForFunction(() => window.saidHowFull)
  await page.waitForURL(/\/home$/, { timeout: 300_000 })
  await page.getByRole('article', { name: 'Active people' }).locator('button.link-num').waitFor()
  await assertWellMade(page, 'home of the sample project')
  await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Dashboards' }).click()
  // The address changes before the page does, and home names the dashboard too.
  await page.getByRole('heading', { level: 1, name: 'Dashboards' }).waitFor()
  await page.getByRole('main').getByRole('link', { name: 'Product overview' }).click()
  await page.locator('section').getByRole('group').first().waitFor()
  // It stands beside the first project, which is as empty as before.
  await page.getByRole('button', { name: /^Project:/ }).click()
  for (const name of [owner.project.name, 'Sample: Acme Notes']) await page.getByRole('menuitem', { name }).waitFor()
  await profile.close()
})
