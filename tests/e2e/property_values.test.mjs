// The values that editors of filters suggest: exact for what a project has, an even sample where it has very much.
// What sessions can be asked, and how much definitions are used.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { signUp, startServer, until } from '../harness.mjs';

let server;
let owner;
let sent = 0;
const values = (of, query) => owner.api('GET', `/api/projects/${owner.project.id}/${of}/values/?${new URLSearchParams(query)}`);
const names = async (query) => (await values('events', query)).map((value) => value.name);

async function send(events) {
  for (let at = 0; at < events.length; at += 1000) {
    assert.equal((await server.post('/batch/', { api_key: owner.token, batch: events.slice(at, at + 1000) })).status, 200);
  }
  sent += events.length;
  await until('the events and what comes behind them', async () => {
    const { total, instance } = await owner.api('GET', `/api/projects/${owner.project.id}/ingestion/ledger/`);
    return total.stored === sent && instance.in_flight === 0;
  });
}
const count = (number, make) => Array.from({ length: number }, (_, i) => make(i));
const personless = { $process_person_profile: false };

/** How many questions were answered by reading events, and not from what is kept. */
async function answered() {
  const { text } = await server.request('GET', '/metrics');
  return Number(/^query_questions_total\{kind="HogQLQuery",result="answered"\} (\d+)$/m.exec(text)?.[1] ?? 0);
}

before(async () => {
  server = await startServer();
  owner = await signUp(server);
});
after(() => server?.remove());

test('values of events come in the order of their frequency, of one event or of all, searched or not', async () => {
  await send([
    ...count(3, () => ({ event: 'paid', distinct_id: 'a', properties: { ...personless, plan: 'Pro', seats: 7 } })),
    { event: 'paid', distinct_id: 'a', properties: { ...personless, plan: 'Free 50%' } },
    ...count(2, () => ({ event: 'seen', distinct_id: 'a', properties: { ...personless, plan: 'Business', empty: '' } })),
    ...count(12, (i) => ({ event: `event ${i}`, distinct_id: 'a', properties: { ...personless, plan: `of ${i}` } })),
  ]);
  const all = await names({ key: 'plan' });
  assert.deepEqual(all.slice(0, 3), ['Pro', 'Business', 'Free 50%']);
  assert.equal(all.length, 15, 'of many events as of few');
  assert.deepEqual(await names({ key: 'plan', event_name: '["seen"]' }), ['Business']);
  assert.deepEqual(await names({ key: 'plan', event_name: '["paid"]' }), ['Pro', 'Free 50%']);
  assert.deepEqual(await names({ key: 'plan', value: 'B' }), ['Business']);
  assert.deepEqual(await names({ key: 'plan', value: '50%' }), ['Free 50%']);
  assert.deepEqual(await names({ key: 'seats' }), ['7']);
  assert.deepEqual(await names({ key: 'empty' }), []);
  assert.deepEqual(await names({ key: 'nobody has it' }), []);
  // Nothing is known of a key that definitions skip, and it is found all the same.
  await send([{ event: 'flagged', distinct_id: 'a', properties: { ...personless, '$feature/new-page': 'variant' } }]);
  assert.deepEqual(await names({ key: '$feature/new-page' }), ['variant']);
});

test('an event that is frequent does not hide the values of one that is rare', async () => {
  await send([
    ...count(6000, (i) => ({ event: 'a frequent event', distinct_id: `v${i}`, properties: { ...personless, source: 'web' } })),
    { event: 'a rare event', distinct_id: 'a', properties: { ...personless, source: 'import' } },
  ]);
  assert.deepEqual(await names({ key: 'source' }), ['web', 'import']);
});

test('what the last day lacks is found in the week, of the events that have the property', async () => {
  const days = (number) => new Date(Date.now() - number * 86_400_000).toISOString();
  await send([
    { event: 'paid', distinct_id: 'a', timestamp: days(3), properties: { ...personless, voucher: 'of this week' } },
    { event: 'refunded', distinct_id: 'a', timestamp: days(5), properties: { ...personless, voucher: 'of this week' } },
    { event: 'refunded', distinct_id: 'a', properties: { ...personless, voucher: 'of today' } },
    { event: 'paid', distinct_id: 'a', timestamp: days(9), properties: { ...personless, voucher: 'of long ago' } },
  ]);
  assert.deepEqual(await names({ key: 'voucher' }), ['of this week', 'of today']);
  assert.deepEqual(await names({ key: 'voucher', value: 'WEEK' }), ['of this week']);
  assert.deepEqual(await names({ key: 'voucher', event_name: '["paid"]' }), ['of this week']);
});

test('who goes on typing searches what the last letter found, and what came today', async () => {
  const days = (number) => new Date(Date.now() - number * 86_400_000).toISOString();
  const sent = (value, timestamp) => ({ event: 'typed', distinct_id: 'a', timestamp, properties: { ...personless, word: value } });
  await send([...count(3, () => sent('Lantern', days(3))), sent('lanyard', days(4)), sent('50% lan', days(5)), sent('Zürich', days(3))]);
  const typed = async (text) => {
    const before = await answered();
    const found = await names({ key: 'word', value: text });
    return { found, asked: (await answered()) - before };
  };
  const first = await typed('lan');
  assert.deepEqual(first.found, ['Lantern', '50% lan', 'lanyard']);
  const more = await typed('LANT');
  assert.deepEqual(more.found, ['Lantern']);
  assert.ok(more.asked < first.asked, `${more.asked} questions after ${first.asked}`);
  assert.deepEqual((await typed('lanx')).found, []);
  assert.deepEqual((await typed('0% lan')).found, ['50% lan']);
  assert.deepEqual((await typed('zÜr')).found, ['Zürich'], 'letters whose case only the engine knows');
  // What is new today is there at once, before and behind what is kept.
  await send([sent('lantana', days(0)), sent('Lantern', days(0))]);
  assert.deepEqual((await typed('lant')).found, ['Lantern', 'lantana']);
  // Another event and another property are other searches.
  assert.deepEqual(await names({ key: 'word', value: 'lant', event_name: '["typed"]' }), ['Lantern', 'lantana']);
  assert.deepEqual(await names({ key: 'plan', value: 'lant' }), []);
});

test('the first letter of a search finds the week read, where the list was opened for it', async () => {
  const days = (number) => new Date(Date.now() - number * 86_400_000).toISOString();
  const picked = (key, value, timestamp = days(0)) => ({ event: 'picked', distinct_id: 'a', timestamp, properties: { ...personless, [key]: value } });
  await send(['shade', 'tint'].flatMap((key) => [...count(1100, (i) => picked(key, i % 2 === 0 ? 'red' : 'blue')), picked(key, 'Umber', days(3))]));
  const asked = async (query) => {
    const before = await answered();
    const found = await names(query);
    return { found, asked: (await answered()) - before };
  };
  assert.deepEqual(await asked({ key: 'shade' }), { found: ['blue', 'red'], asked: 1 });
  const before = await answered();
  // Nobody types with a key.
  const list = await server.request('GET', `/api/projects/${owner.project.id}/events/values/?key=shade&for_search=true`, { headers: owner.session });
  assert.deepEqual(list.json.map(({ name }) => name), ['blue', 'red']);
  await until('the week is read', async () => (await answered()) > before);
  const first = await asked({ key: 'shade', value: 'u' });
  assert.deepEqual(first.found, ['blue', 'Umber']);
  const unprepared = await asked({ key: 'tint', value: 'u' });
  assert.deepEqual(unprepared.found, ['blue', 'Umber']);
  assert.deepEqual([first.asked, unprepared.asked], [1, 2], 'questions about the day, and the week');
  // What came meanwhile is found with what was read before.
  await send([picked('shade', 'Ultramarine')]);
  assert.deepEqual(await names({ key: 'shade', value: 'um' }), ['Umber']);
  assert.deepEqual(await names({ key: 'shade', value: 'ul' }), ['Ultramarine']);
});

test('values of persons count persons as they are now, after merges and deletions', async () => {
  await send([
    { event: 'x', distinct_id: 'p1', properties: { $set: { city: 'Lund' } } },
    { event: 'x', distinct_id: 'p2', properties: { $set: { city: 'Lund' } } },
    { event: 'x', distinct_id: 'p3', properties: { $set: { city: 'Oslo' } } },
    { event: 'x', distinct_id: 'p4', properties: { $set: { city: 'Rome' } } },
  ]);
  const cities = () => values('persons', { key: 'city' });
  assert.deepEqual(await cities(), [{ name: 'Lund', count: 2 }, { name: 'Oslo', count: 1 }, { name: 'Rome', count: 1 }]);
  await send([{ event: '$merge_dangerously', distinct_id: 'p1', properties: { alias: 'p2' } }, { event: 'x', distinct_id: 'p3', properties: { $set: { city: 'Bergen' } } }]);
  await until('the merge', async () => JSON.stringify(await cities()) === JSON.stringify([{ name: 'Bergen', count: 1 }, { name: 'Lund', count: 1 }, { name: 'Rome', count: 1 }]));
  const [rome] = (await owner.api('GET', `/api/projects/${owner.project.id}/persons/?distinct_id=p4`)).results;
  await owner.api('DELETE', `/api/projects/${owner.project.id}/persons/${rome.id}/`);
  await until('the deletion', async () => !(await cities()).some((city) => city.name === 'Rome'));
});

test('of very many persons a sample is read, and who is not in it is found by name', async () => {
  const people = 12_000;
  await send(count(people, (i) => ({ event: 'x', distinct_id: `many-${i}`, properties: { $set: { team: i % 4 === 0 ? 'red' : 'blue', nick: `nick-${i}` } } })));
  const teams = await until('all persons', async () => {
    const found = await values('persons', { key: 'team' });
    return found.length === 2 && found;
  });
  assert.deepEqual(teams.map((team) => team.name), ['blue', 'red']);
  const near = (value, wanted) => assert.ok(Math.abs(value - wanted) < wanted * 0.1, `${value} is not near ${wanted}`);
  near(teams[0].count, people * 0.75);
  near(teams[1].count, people * 0.25);
  for (const i of [1, 2, 3, 4, 5, 6]) {
    const found = await values('persons', { key: 'nick', value: `nick-1199${i}` });
    assert.deepEqual(found.map((value) => value.name), [`nick-1199${i}`]);
  }
});

const HOUR = 3_600_000;
const BEGAN = Date.now() - HOUR;
/** The id of a session that began then, a UUIDv7 of that time. */
const sessionId = (n) => BEGAN.toString(16).padStart(12, '0').replace(/(.{8})(.{4})/, '$1-$2-7000-8000-') + String(n).padStart(12, '0');
const inSession = (session, path, seconds, more = {}) => ({
  event: '$pageview', distinct_id: 'visitor', timestamp: new Date(BEGAN + seconds * 1000).toISOString(),
  properties: { ...personless, $session_id: session, $current_url: `https://shop.test${path}`, ...more },
});

test('values of sessions are what filters by them find', async () => {
  const [first, second, third] = [1, 2, 3].map(sessionId);
  await send([
    inSession(first, '/pricing', 0, { utm_source: 'news', $referring_domain: '$direct' }), inSession(first, '/signup', 60),
    inSession(second, '/pricing', 0), inSession(second, '/signup', 30),
    inSession(third, '/blog', 0),
    inSession('mine', '/nowhere', 0),
  ]);
  const ofSessions = async (query) => (await values('sessions', query)).map((value) => value.name);
  assert.deepEqual(await ofSessions({ key: '$entry_pathname' }), ['/pricing', '/blog']);
  assert.deepEqual(await ofSessions({ key: '$entry_pathname', value: 'PRI' }), ['/pricing']);
  assert.deepEqual(await ofSessions({ key: '$entry_utm_source' }), ['news']);
  assert.deepEqual(await ofSessions({ key: '$session_duration' }), []);
  const found = async (key, value) => {
    const query = { kind: 'SessionsQuery', select: ['session_id'], orderBy: ['session_id'], after: 'all', properties: [{ type: 'session', key, operator: 'exact', value }] };
    return (await owner.api('POST', `/api/projects/${owner.project.id}/query/`, { query, refresh: 'force_blocking' })).results.flat();
  };
  assert.deepEqual(await found('$entry_pathname', ['/pricing']), [first, second]);
  const [bounced, stayed] = await ofSessions({ key: '$is_bounce' });
  assert.deepEqual(await found('$is_bounce', [bounced]), [third]);
  assert.deepEqual(await found('$is_bounce', [stayed]), [first, second]);
  for (const channel of await ofSessions({ key: '$channel_type' })) {
    assert.deepEqual(await found('$channel_type', [channel]), { Direct: [first], Unknown: [second, third] }[channel] ?? [], channel);
  }
  // Whatever a definition is called, a question can ask for it.
  const { results } = await owner.api('GET', `/api/projects/${owner.project.id}/sessions/property_definitions/`);
  assert.ok(results.length > 40, `${results.length} properties`);
  const query = { kind: 'HogQLQuery', query: `select ${results.map((one) => one.name).join(', ')} from sessions` };
  const answer = await owner.api('POST', `/api/projects/${owner.project.id}/query/`, { query, refresh: 'force_blocking' });
  assert.deepEqual([answer.results.length, answer.columns.length], [3, results.length]);
});

test('a definition says how many events it has and how many questions name it', async () => {
  const P = `/api/projects/${owner.project.id}/`;
  const ask = (query) => owner.api('POST', `${P}query/`, { query, refresh: 'force_blocking' });
  const metricsOf = async (kind, name, more = {}) => {
    const list = await owner.api('GET', `${P}${kind}_definitions/?${new URLSearchParams({ [kind === 'event' ? 'names' : 'properties']: name, ...more })}`);
    return owner.api('GET', `${P}${kind}_definitions/${list.results[0].id}/metrics/`);
  };
  await send([
    ...count(3, () => ({ event: 'rated (1.5)', distinct_id: 'a', properties: { stars: 5, $set: { fan: true } } })),
    { event: 'rated (1.5)', distinct_id: 'a', properties: { stars: null }, timestamp: new Date(Date.now() - 40 * 24 * HOUR).toISOString() },
    { event: 'rated (1.5)', distinct_id: 'a', properties: {} },
  ]);
  assert.deepEqual(await metricsOf('event', 'rated (1.5)'), { query_usage_30_day: 0, volume_30_day: 4 });
  await ask({ kind: 'TrendsQuery', series: [{ kind: 'EventsNode', event: 'rated (1.5)', math: 'sum', math_property: 'stars' }] });
  await ask({ kind: 'HogQLQuery', query: "select avg(properties.stars) from events where event = 'rated (1.5)'" });
  await ask({ kind: 'HogQLQuery', query: "select properties.stars_of_others, 'rated 1.5' from events limit 1" });
  await until('the questions are written down', async () => (await metricsOf('event', 'rated (1.5)')).query_usage_30_day === 2);
  assert.deepEqual(await metricsOf('property', 'stars'), { query_usage_30_day: 2, volume_30_day: 3 });
  assert.deepEqual(await metricsOf('property', 'fan', { type: 'person' }), { query_usage_30_day: 0, volume_30_day: null });
});
