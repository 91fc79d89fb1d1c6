import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { signUp, startServer, until } from '../harness.mjs'
import { account, assertWellMade, launchBrowser, openAs, openProfile, pressInTurn, signIn } from './browser.mjs'
import { seed } from './seed.mjs'

let server
let browser
let owner

before(async () => {
  server = await startServer()
  browser = await launchBrowser()
  owner = Object.assign(await signUp(server, account), account)
  const batch = Array.from({ length: 30 }, (_, i) => ({ event: i % 3 === 0 ? 'paid' : 'seen', distinct_id: `u-${i}`, properties: { amount: i, $set: { plan: 'Pro' } } }))
  for (const [i, text] of ['Buy now', 'Buy now', 'BUY', 'Cancel'].entries()) {
    const chain = `button.primary:attr__class="primary"nth-child="1"nth-of-type="1"text="${text}";form.cart:attr__class="cart"nth-child="1"nth-of-type="1"`
    batch.push({ event: '$autocapture', distinct_id: `u-${i}`, properties: { $elements_chain: chain, $current_url: `https://acme.example/${i < 2 ? 'cart' : 'Cart'}`, $event_type: 'click' } })
  }
  await seed(owner, batch)
  const found = async (what) => (await owner.api('GET', `/api/projects/${owner.project.id}/${what}`)).results.length === 1
  await until('the definitions of events', () => found('event_definitions/?search=paid'))
  await until('the definitions of properties', () => found('property_definitions/?search=amount'))
  await until('the definitions of people', () => found('property_definitions/?type=person&search=plan'))
})
after(async () => {
  await browser?.close()
  await server?.remove()
})

test('definitions are described, tagged and verified, and a link opens one', async () => {
  const profile = await openProfile(browser, server)
  const page = await profile.newPage()
  await page.goto('/settings/project')
  await signIn(page, owner)
  await page.getByRole('navigation', { name: 'Main' }).waitFor()
  await pressInTurn(page, 'g', 'm')
  await page.waitForURL(/\/data-management\/events$/)
  await assertWellMade(page, 'definitions')
  await page.getByRole('row', { name: /paid/ }).getByRole('button').click()
  const panel = page.getByRole('dialog')
  await panel.getByLabel('Description').fill('Money came in')
  await panel.getByRole('combobox', { name: 'Tags' }).fill('revenue')
  await page.keyboard.press('Enter')
  await panel.getByRole('switch', { name: /^Verified/ }).click()
  await until('what was said', async () => {
    const found = await owner.api('GET', `/api/projects/${owner.project.id}/event_definitions/by_name/?name=paid`)
    return found.description === 'Money came in' && found.verified && found.tags[0] === 'revenue'
  })
  await assertWellMade(page, 'a definition')
  await page.reload()
  await panel.getByText('Money came in').waitFor()
  await page.keyboard.press('Escape')
  await panel.waitFor({ state: 'detached' })
  await page.getByRole('row', { name: /paid.*Money came in.*10/ }).getByRole('img', { name: 'verified' }).waitFor()
  await page.getByRole('button', { name: /^Which/ }).click()
  await page.getByRole('menuitemradio', { name: 'Verified' }).click()
  await until('only it', async () => (await page.getByRole('row').count()) === 2)

  await page.getByRole('navigation', { name: 'Definitions' }).getByRole('link', { name: 'Properties' }).click()
  await page.getByRole('row', { name: /amount/ }).waitFor()
  await page.getByRole('button', { name: /^Properties of/ }).click()
  await page.getByRole('menuitemradio', { name: 'People' }).click()
  await page.getByRole('row', { name: /plan/ }).waitFor()
  await assertWellMade(page, 'properties of people')
  await page.getByRole('searchbox', { name: 'Find among properties' }).fill('nothing here')
  await page.getByText('No properties match').waitFor()
  await page.getByRole('button', { name: 'Show all' }).click()
  await page.getByRole('row', { name: /plan/ }).waitFor()
  await profile.close()
})
test('an action is written, tried while it is, saved, changed and deleted', async (t) => {
  const { profile, page } = await openAs(browser, server, owner, '/data-management/actions', { expectErrors: [/400 \(/] })
  const name = page.getByRole('textbox', { name: 'Name' })
  const matching = page.getByRole('region', { name: 'Matching events' })
  const count = (text) => matching.getByRole('link', { name: `${text}, draw them by day` }).waitFor()
  const step = (number) => page.getByRole('group', { name: `Match ${number}`, exact: true })
  const pick = async (number, event) => {
    await step(number).getByRole('combobox', { name: new RegExp(`^Match ${number}, event:`) }).click()
    await page.getByPlaceholder('Find an event').or(page.getByRole('combobox', { name: 'Find an event' })).first().fill(event)
    await page.getByRole('option', { name: new RegExp(`^${event}`) }).first().click()
    await step(number).getByRole('combobox', { name: new RegExp(`^Match ${number}, event: ${event}`) }).waitFor()
  }

  await t.test('the page is empty, N begins one, and its matches are counted at once', async () => {
    await page.getByText('Actions give several events one name').waitFor()
    await assertWellMade(page, 'no actions')
    await page.keyboard.press('n')
    await page.getByRole('heading', { name: 'New action' }).waitFor()
    await page.getByText('As it stands every event fits.').waitFor()
    await count('34 events match')
    await pick(1, 'Autocapture')
    await count('4 events match')
    await page.getByRole('textbox', { name: 'Match 1, text' }).fill('Buy now')
    await count('2 events match')
    await page.getByRole('combobox', { name: /^Match 1, how text is compared/ }).click()
    await page.getByRole('option', { name: 'contains' }).click()
    await page.getByRole('textbox', { name: 'Match 1, text' }).fill('buy')
    await count('3 events match')
    await page.getByRole('textbox', { name: 'Match 1, selector' }).fill('form.cart > button.primary')
    await page.getByRole('textbox', { name: 'Match 1, URL' }).fill('/cart')
    await count('2 events match')
    await page.getByRole('button', { name: 'Or match another event' }).click()
    await pick(2, 'paid')
    await count('12 events match')
    await assertWellMade(page, 'an action as it is written')
  })

  await t.test('saved, it matches what was counted', async () => {
    assert.ok(await page.getByRole('button', { name: 'Save', exact: true }).isDisabled(), 'it has no name yet')
    await name.fill('Bought <b>it</b>')
    await page.keyboard.press('Control+s')
    await page.getByRole('heading', { level: 1, name: 'Bought <b>it</b>' }).waitFor()
    const [[matched]] = await owner.hogql("select count() from events where matchesAction('Bought <b>it</b>')")
    assert.equal(Number(matched), 12)
    await matching.getByRole('list', { name: 'Newest matching events' }).getByRole('button').first().click()
    await page.getByRole('dialog').getByText('Distinct ID').waitFor()
    await page.keyboard.press('Escape')
    await page.getByRole('dialog').waitFor({ state: 'detached' })
  })

  await t.test('a change is a draft until it is saved, also after the page was left', async () => {
    await page.getByRole('textbox', { name: 'Match 1, text' }).fill('cancel')
    await count('10 events match')
    await page.reload()
    await page.getByText('Draft kept').waitFor()
    assert.equal(await page.getByRole('textbox', { name: 'Match 1, text' }).inputValue(), 'cancel')
    await page.getByRole('button', { name: 'Revert' }).click()
    await page.getByText('Draft kept').waitFor({ state: 'detached' })
    assert.equal(await page.getByRole('textbox', { name: 'Match 1, text' }).inputValue(), 'buy')
    await count('12 events match')
  })

  await t.test('a name that is taken is said at the name', async () => {
    await page.getByRole('link', { name: 'Actions' }).first().click()
    await page.getByRole('row', { name: /^Bought <b>it<\/b>.*12/ }).waitFor()
    await assertWellMade(page, 'a list of actions')
    await page.getByRole('link', { name: /^New action/ }).click()
    await page.getByRole('heading', { name: 'New action' }).waitFor()
    await name.fill('Bought <b>it</b>')
    await page.getByRole('button', { name: 'Save', exact: true }).click()
    await page.getByRole('alert').getByText(/already has an action with this name/).waitFor()
    await page.getByRole('button', { name: 'Start over' }).click()
    await page.getByRole('alert').waitFor({ state: 'detached' })
  })

  await t.test('it is deleted and brought back', async () => {
    await page.goto(`/project/${owner.project.id}/data-management/actions`)
    await page.getByRole('row', { name: /^Bought/ }).getByRole('button').click()
    await page.getByRole('heading', { level: 1, name: 'Bought <b>it</b>' }).waitFor()
    await page.getByRole('button', { name: 'More', exact: true }).click()
    await page.getByRole('menuitem', { name: 'Delete action' }).click()
    await page.getByText('Actions give several events one name').waitFor()
    await page.getByRole('button', { name: 'Undo' }).click()
    await page.getByRole('row', { name: /^Bought <b>it<\/b>/ }).waitFor()
  })

  await t.test('on a phone everything is at hand', async () => {
    await page.setViewportSize({ width: 390, height: 844 })
    await page.getByRole('row', { name: /^Bought/ }).getByRole('button').click()
    await page.getByRole('heading', { level: 1, name: 'Bought <b>it</b>' }).waitFor()
    await count('12 events match')
    await assertWellMade(page, 'an action on a phone')
  })
  await profile.close()
})
