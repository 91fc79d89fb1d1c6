// What ingestion adds to events and takes away from them: places, addresses, bots, visitors without
// cookies; and who is believed about the client's address.
import assert from 'node:assert/strict';
import path from 'node:path';
import { after, before, test } from 'node:test';

import { ROOT, signUp, startServer, until } from '../harness.mjs';

const PLACES = path.join(ROOT, 'src/tenrec/ingest/testdata/places.mmdb');
const FIREFOX = 'Mozilla/5.0 (X11; Linux x86_64; rv:144.0) Gecko/20100101 Firefox/144.0';

let server;
let owner;

before(async () => {
  server = await startServer({ env: { GEOIP_DATABASE: PLACES } });
  owner = await signUp(server);
});
after(() => server?.remove());

async function makeProject(settings = {}) {
  const project = await owner.api('POST', '/api/projects/', { name: 'Enriched' });
  if (Object.keys(settings).length > 0) await owner.api('PATCH', `/api/projects/${project.id}/`, settings);
  const api = (method, rest, body) => owner.api(method, `/api/projects/${project.id}/${rest}`, body);
  return {
    api,
    id: project.id,
    hogql: async (query) => (await api('POST', 'query/', { query: { kind: 'HogQLQuery', query }, refresh: 'force_blocking' })).results,
    send: async (batch, headers = {}) => {
      const answer = await server.post('/batch/', { api_key: project.api_token, batch }, headers);
      assert.equal(answer.status, 200, answer.text);
    },
    /** The books, once so many events are accounted for. */
    settled: (accepted) =>
      until(`${accepted} events`, async () => {
        const { total } = await api('GET', 'ingestion/ledger/');
        assert.equal(total.balanced, true);
        return total.accepted === accepted && total.in_flight === 0 && total;
      }),
  };
}

const seen = (distinct_id, properties = {}, more = {}) => ({ event: 'seen', distinct_id, properties, ...more });
const from = (ip) => ({ 'x-forwarded-for': ip });

test('events and persons know their place, unless they ask not to', async () => {
  const project = await makeProject();
  await project.send([seen('visitor')], from('89.160.20.112'));
  await project.send([seen('traveller', { $ip: '81.2.69.160' })], from('89.160.20.112'));
  await project.send([seen('server', { $geoip_disable: true })], from('89.160.20.112'));
  await project.send([seen('unknown')], from('198.51.100.1'));
  await project.settled(4);
  const rows = await project.hogql('select distinct_id, properties.$ip, properties.$geoip_country_code, properties.$geoip_city_name, properties.$geoip_latitude from events order by 1');
  assert.deepEqual(rows.map((row) => row.map((cell) => (cell === null ? null : String(cell)))), [
    ['server', '89.160.20.112', null, null, null],
    ['traveller', '81.2.69.160', 'GB', null, null],
    ['unknown', '198.51.100.1', null, null, null],
    ['visitor', '89.160.20.112', 'SE', 'Linköping', '58.4167'],
  ]);
  const people = await project.api('GET', 'persons/?distinct_id=visitor');
  const { properties } = people.results[0];
  assert.equal(properties.$geoip_city_name, 'Linköping');
  assert.equal(properties.$initial_geoip_country_name, 'Sweden');
  assert.equal(properties.$geoip_continent_code, 'EU');

  // Who moves leaves no city behind.
  await project.send([seen('visitor')], from('81.2.69.160'));
  await project.settled(5);
  const moved = (await project.api('GET', 'persons/?distinct_id=visitor')).results[0].properties;
  assert.equal(moved.$geoip_country_code, 'GB');
  assert.equal(moved.$geoip_city_name, undefined);
  assert.equal(moved.$initial_geoip_city_name, 'Linköping');
});

test('a project that keeps no addresses keeps the place', async () => {
  const project = await makeProject({ anonymize_ips: true });
  await project.send([seen('visitor'), seen('own', { $ip: '81.2.69.160' })], from('89.160.20.112'));
  await project.settled(2);
  assert.deepEqual(await project.hogql("select distinct_id, properties.$geoip_country_code, position(properties, '20.112') + position(properties, '69.160') from events order by 1"), [
    ['own', 'GB', 0],
    ['visitor', 'SE', 0],
  ]);
});

test('the steps of ingestion are named, timed, and say what they know', async () => {
  const project = await makeProject();
  const on = await project.api('GET', 'ingestion/enrichment/');
  assert.deepEqual(on.geoip, { state: 'on', database: 'Tenrec-Test-City', built_at: '2025-10-09T08:53:20.000000Z', why: '' });
  const names = on.steps.map((step) => step.name);
  assert.deepEqual(names, ['repeated', 'restrictions', 'event_filter', 'age', 'client_warning', 'cookieless', 'person_mode', 'bots', 'geoip', 'normalise', 'flag_checks', 'person', 'ip', 'groups', 'heatmap', 'elements']);
  const metrics = (await server.request('GET', '/metrics')).text;
  for (const name of names) assert.ok(metrics.includes(`ingest_step_seconds_count{step="${name}"}`), name);
});

test('the database of countries that comes with the program is used, or none at all', async (t) => {
  const bundled = await startServer();
  t.after(() => bundled.remove());
  const person = await signUp(bundled);
  const state = (await person.api('GET', `/api/projects/${person.project.id}/ingestion/enrichment/`)).geoip;
  assert.equal(state.state, 'on', state.why);
  await bundled.post('/e/', { api_key: person.token, ...seen('u') }, from('133.242.0.3'));
  await until('the event', async () => (await person.eventCount()) === 1);
  assert.deepEqual(await person.hogql('select properties.$geoip_country_code, properties.$geoip_country_name, properties.$geoip_continent_name from events'), [['JP', 'Japan', 'Asia']]);

  const off = await startServer({ env: { GEOIP_DATABASE: 'off' } });
  t.after(() => off.remove());
  const other = await signUp(off);
  const why = (await other.api('GET', `/api/projects/${other.project.id}/ingestion/enrichment/`)).geoip;
  assert.equal(why.state, 'off');
  assert.match(why.why, /GEOIP_DATABASE/);
});

test('events that a project does not want end for a reason', async () => {
  const project = await makeProject();
  const noise = { type: 'condition', field: 'event_name', operator: 'exact', value: 'noise' };
  await project.api('POST', 'event_filter/', {
    mode: 'live',
    drop_bots: true,
    filter_tree: { type: 'or', children: [noise, { type: 'condition', field: 'property', key: '$host', operator: 'contains', value: 'staging.' }] },
    test_cases: [{ event_name: 'noise', distinct_id: 'u', expected_result: 'drop' }, { event_name: 'signup', distinct_id: 'u', expected_result: 'ingest' }],
  });
  const uuid = '0190b0d4-7c5f-7000-8000-00000000f117';
  const send = () =>
    project.send([
      { event: 'noise', distinct_id: 'u', uuid },
      { event: 'signup', distinct_id: 'u', properties: { $host: 'staging.example.com' } },
      { event: 'signup', distinct_id: 'u', properties: { $raw_user_agent: 'Googlebot/2.1' } },
      { event: 'signup', distinct_id: 'u', properties: { $host: 'example.com', $raw_user_agent: FIREFOX } },
    ]);
  await send();
  const books = await project.settled(4);
  assert.deepEqual({ stored: books.stored, dropped: books.dropped }, { stored: 1, dropped: { filtered: 2, bot: 1 } });
  const fate = await project.api('GET', `ingestion/events/${uuid}/`);
  assert.deepEqual([fate.state, fate.reason, fate.event], ['dropped', 'filtered', 'noise']);

  // On trial nothing is dropped.
  await project.api('PATCH', 'event_filter/', { mode: 'dry_run' });
  await send();
  const after_trial = await project.settled(8);
  assert.deepEqual({ stored: after_trial.stored, dropped: after_trial.dropped }, { stored: 4, dropped: { filtered: 2, bot: 1, duplicate: 1 } });
});

test('restricted events end, wait or know no person, and the books say which', async () => {
  const project = await makeProject({
    event_ingestion_restrictions: [
      { restriction_type: 'drop_event_from_ingestion', event_names: ['noise'] },
      { restriction_type: 'redirect_to_dlq', distinct_ids: ['odd'], event_names: ['seen'] },
      { restriction_type: 'skip_person_processing', session_ids: ['s1'] },
    ],
  });
  await project.send([
    { ...seen('u'), event: 'noise' },
    seen('odd'),
    { ...seen('odd'), event: 'other' },
    seen('u', { $session_id: 's1', $set: { plan: 'pro' } }),
  ]);
  const ledger = await project.settled(4);
  assert.deepEqual([ledger.stored, ledger.dropped, ledger.dead_lettered], [2, { event_restriction_drop: 1 }, { restricted_to_dlq: 1 }]);
  const stored = () => project.hogql('select event, distinct_id, person_mode from events order by 1, 2');
  assert.deepEqual(await stored(), [
    ['other', 'odd', 'full'],
    ['seen', 'u', 'propertyless'],
  ]);
  assert.equal((await project.api('GET', 'persons/?distinct_id=u')).results.length, 0);

  // What was set aside comes in once nobody holds it back any more.
  await project.api('PATCH', '', { event_ingestion_restrictions: [] });
  assert.deepEqual(await project.api('GET', 'event_ingestion_restrictions/'), []);
  const letters = await project.api('GET', 'ingestion/dead_letters/');
  assert.deepEqual(letters.results.map((letter) => [letter.reason, letter.distinct_id]), [['restricted_to_dlq', 'odd']]);
  await project.api('POST', `ingestion/dead_letters/${letters.results[0].id}/retry/`, {});
  await until('the letter is stored', async () => (await stored()).length === 3);
});

test('what whoever runs the server holds against a token needs no project', async () => {
  const project = await makeProject();
  const { api_token: token } = await project.api('GET', '');
  await server.stop();
  Object.assign(server.options.env, { DROP_EVENTS_BY_TOKEN_DISTINCT_ID: `phc_other,${token}:gone`, SKIP_PERSONS_PROCESSING_BY_TOKEN_DISTINCT_ID: `${token}:nobody` });
  await server.start();
  await project.send([seen('gone'), seen('nobody'), seen('somebody')]);
  const ledger = await project.settled(3);
  assert.deepEqual([ledger.stored, ledger.dropped], [2, { event_restriction_drop: 1 }]);
  assert.deepEqual(await project.hogql('select distinct_id, person_mode from events order by 1'), [
    ['nobody', 'propertyless'],
    ['somebody', 'full'],
  ]);
});

test('what ingestion calls a bot HogQL calls one too', async () => {
  const agents = [
    FIREFOX,
    'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Version/18.0 Mobile/15E148 Safari/604.1',
    'Mozilla/5.0 (Linux; Android 9; CUBOT_X19) AppleWebKit/537.36 Chrome/131.0 Mobile Safari/537.36',
    'Mozilla/5.0 (compatible; Robotics/1.0)',
    'posthog-android/3.1',
    'Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)',
    'Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko; compatible; GPTBot/1.2)',
    'Mozilla/5.0 (X11; Linux x86_64) HeadlessChrome/131.0.0.0 Safari/537.36',
    'facebookexternalhit/1.1',
    'Mozilla/5.0 (compatible; YandexImages/3.0)',
    'Mozilla/5.0 (compatible; bingbot/2.0)',
    'curl/8.5.0',
    'python-requests/2.31.0',
    'Mozilla/5.0 with curl inside',
    'NewThing-Bot',
    'Some crawler of ours',
    'Scrapy/2.11',
  ];
  const project = await makeProject();
  await project.api('PATCH', 'event_filter/', { mode: 'live', drop_bots: true });
  await project.send(agents.map((agent, i) => seen(`u-${String(i).padStart(2, '0')}`, { $raw_user_agent: agent })));
  await project.settled(agents.length);
  const kept = new Set((await project.hogql('select properties.$raw_user_agent from events')).map(([agent]) => agent));
  for (const agent of agents) {
    const [[isBot]] = await project.hogql(`select isLikelyBot('${agent}')`);
    assert.equal(kept.has(agent), !Number(isBot), agent);
  }
  assert.ok(kept.size >= 4 && kept.size < agents.length, `${kept.size} are kept`);
});

// All of one moment, so that no midnight comes between them.
const MOMENT = new Date().toISOString();
const cookieless = (event, distinct_id, properties = {}) => ({ event, distinct_id, timestamp: MOMENT, properties: { $cookieless_mode: true, $raw_user_agent: FIREFOX, $host: 'shop.example.com', $current_url: 'https://shop.example.com/', $timezone: 'Europe/Berlin', ...properties } });
const SENTINEL = '$posthog_cookieless';

test('visitors without cookies are told apart for a day, and nothing of them is stored', async () => {
  const project = await makeProject({ cookieless_server_hash_mode: 1 });
  const page = cookieless('$pageview', SENTINEL);
  await project.send([page], from('89.160.20.112'));
  await project.send([page, { ...page, timestamp: new Date(Date.parse(MOMENT) - 2 * 86_400_000).toISOString() }], from('89.160.20.112'));
  await project.send([page], from('81.2.69.160'));
  await project.send([cookieless('$identify', 'u', { $anon_distinct_id: SENTINEL })], from('81.2.69.160'));
  const books = await project.settled(5);
  assert.deepEqual({ stored: books.stored, dropped: books.dropped }, { stored: 4, dropped: { cookieless_unsupported_event: 1 } });
  const rows = await project.hogql('select distinct_id, properties.$session_id, properties.$device_id, person_mode, properties, timestamp > now() - interval 1 day from events order by timestamp');
  for (const [id, , device, mode, properties] of rows) {
    assert.match(id, /^cookieless_[A-Za-z0-9+/]{22}$/);
    assert.match(device, /^cookielessd_/);
    assert.equal(mode, 'propertyless');
    assert.doesNotMatch(properties, /Firefox|89\.160|81\.2\.69|\$raw_user_agent/);
  }
  const today = rows.filter((row) => Number(row[5]) === 1).map((row) => row[0]);
  assert.equal(new Set(rows.map((row) => row[0])).size, 3, 'two visitors today, and another id two days ago');
  assert.equal(new Set(today).size, 2);
  assert.equal((await project.api('GET', 'persons/')).results.length, 0);

  // The same after a restart: the salt of the day is kept until the day is over.
  await server.stop();
  await server.start();
  await project.send([page], from('89.160.20.112'));
  await project.settled(6);
  assert.equal(Number((await project.hogql('select count(distinct distinct_id) from events'))[0][0]), 3);
});

test('a stateful project makes a visitor without cookies a person when they say who they are', async () => {
  const project = await makeProject({ cookieless_server_hash_mode: 2 });
  const sent = from('89.160.20.112');
  await project.send([cookieless('$pageview', SENTINEL), cookieless('$pageview', SENTINEL)], sent);
  await project.settled(2);
  await project.send([cookieless('$identify', 'u1', { $anon_distinct_id: SENTINEL, $set: { plan: 'pro' } })], sent);
  await project.send([cookieless('bought', 'u1')], sent);
  await project.send([cookieless('$pageview', SENTINEL)], sent);
  await project.settled(5);
  const rows = await project.hogql('select count() from events group by person_id order by 1 desc');
  assert.deepEqual(rows.map(([events]) => Number(events)), [4, 1], 'the pages before belong to the person, the one after to somebody else');
  const people = await project.api('GET', 'persons/');
  assert.equal(people.results.length, 1);
  assert.equal(people.results[0].properties.plan, 'pro');
  assert.equal(people.results[0].properties.$raw_user_agent, undefined);
  assert.deepEqual(people.results[0].distinct_ids.map((id) => id.slice(0, 10)).sort(), ['cookieless', 'u1']);
});

test('who is believed about the address of a client', async (t) => {
  const project = await makeProject();
  const ask = (headers, on = server, key = owner.key, id = project.id) =>
    on.request('GET', `/api/projects/${id}/ingestion/client_address/`, { headers: { authorization: `Bearer ${key}`, ...headers } }).then((answer) => answer.json);
  const direct = await ask({});
  assert.equal(direct.client_ip, '127.0.0.1');
  assert.equal(direct.reason, 'no_headers');
  assert.equal(direct.trusted, 'addresses of private networks');
  const behind = await ask({ 'x-forwarded-for': '203.0.113.5, 198.51.100.7', 'x-forwarded-proto': 'https' });
  assert.equal(behind.client_ip, '203.0.113.5');
  assert.equal(behind.reason, 'first_forwarded');
  assert.equal(behind.secure, true);
  assert.match(behind.why, /TRUSTED_PROXIES/);
  assert.deepEqual(behind.hops.map((hop) => [hop.address, hop.source, hop.trusted, hop.client]), [
    ['203.0.113.5', 'X-Forwarded-For', false, true],
    ['198.51.100.7', 'X-Forwarded-For', false, false],
    ['127.0.0.1', 'connection', true, false],
  ]);
  assert.deepEqual(behind.headers.find((header) => header.name === 'X-Forwarded-For').value, '203.0.113.5, 198.51.100.7');
  assert.equal((await ask({ 'x-real-ip': '203.0.113.9' })).reason, 'real_ip');
  assert.equal((await ask({ 'x-forwarded-for': 'somebody' })).reason, 'unreadable');

  const strict = await startServer({ env: { TRUSTED_PROXIES: '127.0.0.1, 198.51.100.7' } });
  t.after(() => strict.remove());
  const other = await signUp(strict);
  const listed = await ask({ 'x-forwarded-for': '1.1.1.1, 203.0.113.5, 198.51.100.7' }, strict, other.key, other.project.id);
  assert.equal(listed.client_ip, '203.0.113.5', 'what a client writes itself is not believed');
  assert.equal(listed.reason, 'last_untrusted');
  await strict.post('/e/', { api_key: other.token, ...seen('u') }, { 'x-forwarded-for': '1.1.1.1, 203.0.113.5, 198.51.100.7' });
  await until('the event', async () => (await other.eventCount()) === 1);
  assert.deepEqual(await other.hogql('select properties.$ip from events'), [['203.0.113.5']], 'events carry the same choice');
});
