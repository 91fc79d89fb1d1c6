// posthog-js, as the server hands it out, in headless Chromium on a customer's page.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import fs from 'node:fs';
import http from 'node:http';
import test, { after, before } from 'node:test';
import zlib from 'node:zlib';

import { chromium } from 'playwright-core';

import { signUp, startServer, until } from '../harness.mjs';

const CHROMIUM = process.env.CHROMIUM ?? '/usr/bin/chromium';
// As the settings page of the product shows it.
const SNIPPET = `!function(t,e){var o,n,p,r;e.__SV||(window.posthog=e,e._i=[],e.init=function(i,s,a){function g(t,e){var o=e.split(".");2==o.length&&(t=t[o[0]],e=o[1]),t[e]=function(){t.push([e].concat(Array.prototype.slice.call(arguments,0)))}}(p=t.createElement("script")).type="text/javascript",p.crossOrigin="anonymous",p.async=!0,p.src=s.api_host+"/static/array.js",(r=t.getElementsByTagName("script")[0]).parentNode.insertBefore(p,r);var u=e;for(void 0!==a?u=e[a]=[]:a="posthog",u.people=u.people||[],u.toString=function(t){var e="posthog";return"posthog"!==a&&(e+="."+a),t||(e+=" (stub)"),e},u.people.toString=function(){return u.toString(1)+".people (stub)"},o="init capture register identify reset group".split(" "),n=0;n<o.length;n++)g(u,o[n]);e._i.push([i,s,a])},e.__SV=1)}(document,window.posthog||[]);`;

let server;
let owner;
let browser;
let site;
let siteUrl;

before(async () => {
  if (!fs.existsSync(CHROMIUM)) return;
  server = await startServer();
  owner = await signUp(server);
  const init = (more = '') => `${SNIPPET}\nposthog.init('${owner.token}', { api_host: '${server.url}', person_profiles: 'always', opt_out_useragent_filter: true, loaded: () => { window.ready = true }${more} });`;
  const page = '<!doctype html><title>Shop</title><h1>Shop</h1><button id="buy" class="primary">Buy now</button><a href="/next">Next</a>';
  const pages = {
    '/': { body: `${page}<script>${init()}</script>` },
    '/next': { body: `${page}<script>${init()}</script>` },
    '/plain': { body: `${page}<script>${init(', disable_compression: true')}</script>` },
    '/strict': {
      body: `${page}<script src="/init.js"></script>`,
      headers: { 'content-security-policy': `default-src 'none'; script-src 'self' ${server.url}; connect-src ${server.url}` },
    },
    '/favicon.ico': { body: '', type: 'image/x-icon' },
    '/init.js': { body: init(), type: 'text/javascript' },
  };
  site = http.createServer((request, response) => {
    const found = pages[new URL(request.url, 'http://site').pathname];
    response.writeHead(found ? 200 : 404, { 'content-type': `${found?.type ?? 'text/html'}; charset=utf-8`, ...found?.headers });
    response.end(found?.body ?? 'not found');
  });
  site.listen(0, '127.0.0.1');
  await once(site, 'listening');
  siteUrl = `http://localhost:${site.address().port}`;
  browser = await chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox'] });
});

after(async () => {
  await browser?.close();
  site?.closeAllConnections();
  site?.close();
  await server?.remove();
});

/** A fresh visitor on a page, with the capture requests that it made. */
async function visit(path, t) {
  const context = await browser.newContext();
  context.setDefaultTimeout(120_000);
  t.after(() => context.close());
  const page = await context.newPage();
  const requests = [];
  const problems = [];
  page.on('request', (request) => {
    const url = new URL(request.url());
    if (url.origin === server.url && request.method() === 'POST') requests.push(request);
  });
  page.on('console', (message) => {
    if (message.type() === 'error') problems.push(message.text());
  });
  page.on('pageerror', (error) => problems.push(String(error)));
  await page.goto(siteUrl + path);
  await page.waitForFunction(() => window.ready && window.posthog.__loaded);
  return { context, page, requests, problems };
}

const parse = (value) => (typeof value === 'string' ? JSON.parse(value) : value);
/** Stored events of a visitor, oldest first, as soon as the condition holds. */
const storedWhere = (condition, enough, what) =>
  until(what, async () => {
    const rows = await owner.hogql(`select event, distinct_id, properties, toUnixTimestamp64Milli(timestamp) from events where ${condition} order by timestamp`);
    const events = rows.map(([event, distinctId, properties, millis]) => ({ event, distinctId, properties: parse(properties), millis: Number(millis) }));
    return enough(events) && events;
  }, 300_000);
const has = (...names) => (events) => names.every((name) => events.some((event) => event.event === name));

test('pageview, autocapture, identify, reset', { timeout: 1_200_000 }, async (t) => {
  if (!browser) return t.skip(`no ${CHROMIUM}`);
  const started = Date.now();
  const { page, requests, problems } = await visit('/?utm_source=test&utm_campaign=spring', t);
  const anonymous = await page.evaluate(() => window.posthog.get_distinct_id());
  // Autocapture waits for the remote configuration.
  await page.waitForFunction(() => window.posthog.autocapture?.isEnabled);
  await page.click('#buy');
  await page.evaluate(() => window.posthog.capture('js bought', { price: 9.5, items: ['a', 'ü'] }));

  const first = await storedWhere(`distinct_id = '${anonymous}'`, has('$pageview', '$autocapture', 'js bought'), 'the anonymous events');
  const pageview = first.find((event) => event.event === '$pageview').properties;
  assert.equal(pageview.$current_url, `${siteUrl}/?utm_source=test&utm_campaign=spring`);
  assert.equal(pageview.$pathname, '/');
  assert.equal(pageview.utm_source, 'test');
  assert.equal(pageview.$lib, 'web');
  assert.equal(pageview.$browser, 'Chrome');
  assert.match(pageview.$session_id, /^[0-9a-f-]{36}$/);
  const click = first.find((event) => event.event === '$autocapture').properties;
  assert.equal(click.$event_type, 'click');
  assert.match(JSON.stringify(click), /Buy now/);
  const bought = first.find((event) => event.event === 'js bought');
  assert.equal(bought.properties.price, 9.5);
  assert.deepEqual(bought.properties.items, ['a', 'ü']);
  assert.ok(bought.millis >= started - 1_000 && bought.millis <= Date.now() + 1_000);

  await page.evaluate(() => window.posthog.identify('js-user', { email: 'grace@example.com' }));
  await page.evaluate(() => window.posthog.capture('js known'));
  const known = await storedWhere("distinct_id = 'js-user'", has('$identify', 'js known'), 'the identified events');
  assert.equal(known.find((event) => event.event === '$identify').properties.$anon_distinct_id, anonymous);
  await until('the person', async () => (await owner.hogql("select person.properties.email from events where event = 'js known'"))[0]?.[0] === 'grace@example.com');

  await page.evaluate(() => {
    window.posthog.reset();
    window.posthog.capture('js after reset');
  });
  const [afterReset] = await storedWhere("event = 'js after reset'", has('js after reset'), 'the event after reset');
  assert.notEqual(afterReset.distinctId, 'js-user');
  assert.notEqual(afterReset.distinctId, anonymous);

  const captures = requests.filter((request) => /^\/(e|i\/v0\/e)\/?$/.test(new URL(request.url()).pathname));
  assert.ok(captures.length >= 3);
  for (const request of captures) {
    const body = request.postDataBuffer();
    if (!body) continue; // a beacon's body is hidden
    assert.deepEqual([...body.subarray(0, 2)], [0x1f, 0x8b], 'gzip');
    assert.ok(JSON.parse(zlib.gunzipSync(body)).batch ?? JSON.parse(zlib.gunzipSync(body)));
  }
  assert.deepEqual(problems, []);
});

test('two browsers of one visitor become one person, and a new visitor gets a second name', { timeout: 1_200_000 }, async (t) => {
  if (!browser) return t.skip(`no ${CHROMIUM}`);
  const browsers = [await visit('/', t), await visit('/next', t)];
  const browse = ({ page }) => page.evaluate(() => window.posthog.capture('js browsed'));
  const idOf = ({ page }) => page.evaluate(() => window.posthog.get_distinct_id());
  const people = async () => Number((await owner.hogql("select count(distinct person_id) from events where event = 'js browsed'"))[0][0]);
  const idsOf = async (distinctId) => (await owner.api('GET', `/api/projects/${owner.project.id}/persons/?distinct_id=${distinctId}`)).results.map((person) => person.distinct_ids.sort());
  const anonymous = [];
  for (const each of browsers) {
    anonymous.push(await idOf(each));
    await browse(each);
  }
  assert.notEqual(anonymous[0], anonymous[1]);
  await storedWhere("event = 'js browsed'", (events) => events.length === 2, 'what both did');
  assert.equal(await people(), 2);

  for (const each of browsers) await each.page.evaluate(() => window.posthog.identify('js-both', { plan: 'pro' }));
  await storedWhere("event = '$identify' and distinct_id = 'js-both'", (events) => events.length === 2, 'both are identified');
  await until('they are one person', async () => (await people()) === 1);
  assert.deepEqual(await idsOf('js-both'), [[...anonymous, 'js-both'].sort()]);

  const [, second] = browsers;
  await second.page.evaluate(() => window.posthog.reset());
  const stranger = await idOf(second);
  assert.ok(!anonymous.includes(stranger) && stranger !== 'js-both');
  await browse(second);
  await second.page.evaluate(() => window.posthog.alias('js-stranger'));
  await storedWhere(`distinct_id = '${stranger}'`, has('js browsed', '$create_alias'), 'the stranger and the alias');
  await until('the alias is theirs', async () => (await idsOf('js-stranger')).length === 1);
  assert.deepEqual(await idsOf('js-stranger'), [[stranger, 'js-stranger'].sort()]);
  assert.equal(await people(), 2);
});

test('what is queued is sent when the page goes away', { timeout: 1_200_000 }, async (t) => {
  if (!browser) return t.skip(`no ${CHROMIUM}`);
  const { page } = await visit('/', t);
  const visitor = await page.evaluate(() => window.posthog.get_distinct_id());
  await storedWhere(`distinct_id = '${visitor}'`, has('$pageview'), 'the pageview');
  await page.evaluate(() => window.posthog.capture('js last words'));
  await page.goto('about:blank');
  const events = await storedWhere(`distinct_id = '${visitor}'`, has('js last words', '$pageleave'), 'the events of the unload');
  assert.equal(events.filter((event) => event.event === 'js last words').length, 1);
});

test('without compression', { timeout: 1_200_000 }, async (t) => {
  if (!browser) return t.skip(`no ${CHROMIUM}`);
  const { page, problems } = await visit('/plain', t);
  const visitor = await page.evaluate(() => window.posthog.get_distinct_id());
  await storedWhere(`distinct_id = '${visitor}'`, has('$pageview'), 'the pageview');
  assert.deepEqual(problems, []);
});

test('a page whose policy allows nothing but this server', { timeout: 1_200_000 }, async (t) => {
  if (!browser) return t.skip(`no ${CHROMIUM}`);
  const { page, problems } = await visit('/strict', t);
  const visitor = await page.evaluate(() => window.posthog.get_distinct_id());
  await page.waitForFunction(() => window.posthog.autocapture?.isEnabled);
  await page.click('#buy');
  await storedWhere(`distinct_id = '${visitor}'`, has('$pageview', '$autocapture'), 'the events');
  assert.deepEqual(problems, []);
});
