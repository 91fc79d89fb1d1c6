// The query endpoint as the specification's first section says it: envelope, cache, refresh modes, status,
// cancelling and errors, through the API of the real program.
// Source: queries.md 1
import assert from 'node:assert/strict';
import test from 'node:test';

import { signUp, startServer, until } from '../harness.mjs';

const TRENDS = { kind: 'TrendsQuery', series: [{ kind: 'EventsNode', event: 'e' }], dateRange: { date_from: '2024-01-10', date_to: '2024-01-12' } };

test('the query endpoint keeps its promises', { timeout: 300_000 }, async (t) => {
  const server = await startServer();
  t.after(() => server.remove());
  const owner = await signUp(server);
  const at = `/api/projects/${owner.project.id}/query/`;
  const headers = { authorization: `Bearer ${owner.key}`, 'content-type': 'application/json' };
  const call = (method, target, body) => server.request(method, target, { headers, body: body === undefined ? undefined : JSON.stringify(body) });
  const post = (body, target = at) => call('POST', target, body);
  const sent = await server.post('/batch/', { api_key: owner.token, batch: [{ event: 'e', distinct_id: 'p', timestamp: '2024-01-10T10:00:00Z', properties: {} }] });
  assert.equal(sent.status, 200, sent.text);
  await until('the event', async () => (await owner.eventCount()) === 1);

  await t.test('answers come in the envelope, the second time from the cache', async () => {
    // News of the event may come behind the event itself, and ends the first answers.
    const [first, second] = await until('an answer from the cache', async () => {
      const fresh = (await post({ query: TRENDS, refresh: 'force_blocking' })).json;
      const kept = (await post({ query: TRENDS })).json;
      return kept.is_cached && [fresh, kept];
    });
    assert.equal(first.is_cached, false);
    assert.equal(first.cache_key, second.cache_key);
    assert.ok(first.cache_key.startsWith('cache_'), first.cache_key);
    for (const field of ['last_refresh', 'next_allowed_client_refresh']) assert.ok(!Number.isNaN(Date.parse(first[field])), field);
    assert.equal(first.last_refresh, second.last_refresh);
    assert.equal(first.timezone, 'UTC');
    assert.equal(typeof first.hogql, 'string');
    assert.ok(first.timings.every(({ k, t: seconds }) => k.startsWith('.') && seconds >= 0));
    assert.deepEqual(first.resolved_date_range, { date_from: '2024-01-10T00:00:00Z', date_to: '2024-01-12T23:59:59.999999Z' });
    // Three days: the client may ask again after three minutes.
    assert.equal(Date.parse(first.next_allowed_client_refresh) - Date.parse(first.last_refresh), 180_000);
    assert.equal((await post({ query: { ...TRENDS, trendsFilter: { showLegend: true } } })).json.cache_key, first.cache_key, 'how it is drawn changes nothing');
    assert.notEqual((await post({ query: { ...TRENDS, interval: 'week' } })).json.cache_key, first.cache_key);
    // A range that is over stays fresh; only force computes it again.
    assert.equal((await post({ query: TRENDS, refresh: 'force_blocking' })).json.is_cached, false);
    assert.equal((await post({ query: TRENDS, refresh: true })).json.is_cached, false);
    for (const refresh of ['blocking', 'async', 'async_except_on_cache_miss', 'lazy_async', 'force_cache', false]) {
      await until(`an answer from the cache to ${refresh}`, async () => (await post({ query: TRENDS, refresh })).json.is_cached);
    }
  });

  await t.test('an editor learns what a text reads, through indexes or not, and which names nobody has sent', async () => {
    const ask = async (query, more = {}) => (await post({ query: { kind: 'HogQLMetadata', language: 'hogQL', query, ...more } })).json;
    const query = "select count() from events where event = 'ee' and timestamp > '2024-01-01'";
    const told = await until('the definition of the event', async () => {
      const metadata = await ask(query, { indexUsage: true });
      return metadata.warnings.length > 0 && metadata;
    });
    assert.deepEqual(told, {
      isValid: true,
      query,
      errors: [],
      warnings: [{ message: "No event is called 'ee' in this project. Did you mean 'e'?", start: 41, end: 45, fix: "'e'" }],
      notices: [],
      isUsingIndices: 'yes',
      table_names: ['events'],
      ch_table_names: ['events'],
    });
    const people = await ask('select person.properties.email from events, numbers(2) as n');
    assert.deepEqual([people.isUsingIndices, people.table_names, people.ch_table_names, people.warnings], ['no', ['events', 'numbers'], ['events'], []]);
    assert.deepEqual((await ask("select 1 from events where event = 'e'")).warnings, []);
  });

  await t.test('a question in the background has a status', async () => {
    const query = { ...TRENDS, interval: 'month' };
    const asked = await post({ query, refresh: 'async', client_query_id: 'later' });
    assert.ok([200, 202].includes(asked.status), asked.text);
    assert.equal(asked.json.query_status.id, 'later');
    const done = await until('the answer', async () => {
      const answer = await call('GET', `${at}later/`);
      assert.ok([200, 202].includes(answer.status), answer.text);
      return answer.status === 200 ? answer.json.query_status : null;
    });
    assert.equal(done.complete, true);
    assert.equal(done.error, false);
    assert.equal(done.query_async, true);
    assert.equal(done.team_id, owner.project.id);
    assert.deepEqual(done.results.results[0].data, [1]);
    for (const field of ['start_time', 'end_time', 'expiration_time']) assert.ok(!Number.isNaN(Date.parse(done[field])), field);
    const forced = await post({ query, refresh: 'force_async' });
    assert.deepEqual(Object.keys(forced.json), ['query_status'], 'only the status');
    assert.equal(forced.status, forced.json.query_status.complete ? 200 : 202);
    const old = await post({ query: { ...query, interval: 'week' }, async: true });
    assert.ok('query_status' in old.json, 'the old way to ask for the same');
  });

  await t.test('a question that fails in the background says why', async () => {
    await post({ query: { kind: 'HogQLQuery', query: 'select nonsense from events' }, refresh: 'async', client_query_id: 'bad' });
    const failed = await until('the failure', async () => {
      const answer = await call('GET', `${at}bad/`);
      return answer.status === 202 ? null : answer;
    });
    assert.equal(failed.status, 400, failed.text);
    const unknown = await call('GET', `${at}nobody/`);
    assert.equal(unknown.status, 404);
    assert.deepEqual(unknown.json, { type: 'invalid_request', code: 'not_found', detail: `Query nobody not found for team ${owner.project.id}`, attr: null });
  });

  await t.test('the small endpoints', async () => {
    const cancelled = await call('DELETE', `${at}nobody/`);
    assert.equal(cancelled.status, 200, cancelled.text);
    assert.equal(typeof cancelled.json.message, 'string');
    const upgraded = await post({ query: TRENDS }, `${at}upgrade/`);
    assert.deepEqual(upgraded.json.query, TRENDS);
    assert.equal((await post({ query: TRENDS }, `${at}TrendsQuery/`)).status, 200);
    assert.equal((await post({ query: TRENDS }, `${at}EventsQuery/`)).status, 400);
    // Environments are the projects under another name.
    assert.equal((await post({ query: TRENDS }, `/api/environments/${owner.project.id}/query/`)).status, 200);
  });

  await t.test('errors have four fields and their status', async () => {
    const refuse = async (body, status, type, code) => {
      const answer = await post(body);
      assert.equal(answer.status, status, answer.text);
      assert.deepEqual([answer.json.type, answer.json.code], [type, code], answer.text);
      assert.deepEqual(Object.keys(answer.json).sort(), ['attr', 'code', 'detail', 'type']);
    };
    await refuse({ query: { ...TRENDS, surprise: 1 } }, 400, 'validation_error', 'invalid_input');
    await refuse({ query: TRENDS, surprise: 1 }, 400, 'validation_error', 'invalid_input');
    await refuse({ query: { kind: 'MoonQuery' } }, 400, 'validation_error', 'invalid_input');
    await refuse({ query: { kind: 'HogQLQuery', query: 'select nonsense from events' } }, 400, 'validation_error', 'invalid_input');
    await refuse({ query: { kind: 'FunnelsQuery', series: TRENDS.series } }, 400, 'validation_error', 'funnels_require_at_least_two_steps');
    await refuse({ query: { kind: 'HogQLQuery', query: "select arrayMap(x -> x, event) from events" } }, 400, 'validation_error', 'illegal_type_of_argument');
    const nobody = await server.post(at, { query: TRENDS });
    assert.equal(nobody.status, 401, nobody.text);
    assert.equal(nobody.json.type, 'authentication_error');
    const elsewhere = await post({ query: TRENDS }, '/api/projects/987654/query/');
    assert.equal(elsewhere.status, 404, elsewhere.text);
    assert.deepEqual([elsewhere.json.type, elsewhere.json.code], ['invalid_request', 'not_found']);
  });

  await t.test('queries in wrappers are their sources', async () => {
    const plain = (await post({ query: TRENDS })).json.results;
    assert.deepEqual((await post({ query: { kind: 'InsightVizNode', source: TRENDS, full: true } })).json.results, plain);
    const table = { kind: 'DataTableNode', source: { kind: 'EventsQuery', select: ['event'], after: 'all' }, columns: ['event'] };
    assert.deepEqual((await post({ query: table })).json.results, [['e']]);
  });

  await t.test('a line is put together from what is remembered of it and what came since', async () => {
    const query = { kind: 'TrendsQuery', series: [{ kind: 'EventsNode', event: 'line' }, { kind: 'EventsNode', event: 'line', math: 'dau' }], dateRange: { date_from: '-30d' } };
    const send = async (distinctId, daysAgo) => {
      const timestamp = new Date(Date.now() - daysAgo * 86_400_000).toISOString();
      const answer = await server.post('/batch/', { api_key: owner.token, batch: [{ event: 'line', distinct_id: distinctId, timestamp, properties: {} }] });
      assert.equal(answer.status, 200, answer.text);
    };
    const remembered = async () => Number(/^query_buckets_total\{from="memory"\} (\d+)$/m.exec((await server.request('GET', '/metrics')).text)[1]);
    const counts = (answer) => answer.results.map(({ count }) => count);
    await send('ann', 20);
    await send('bob', 0);
    await until('two events', async () => counts((await post({ query })).json).join() === '2,2');
    const before = await remembered();
    await send('ann', 0);
    const answer = await until('the third', async () => {
      const { json } = await post({ query });
      return counts(json).join() === '3,3' && json;
    });
    assert.ok((await remembered()) >= before + 50, 'nearly all of thirty days, twice');
    const whole = (await post({ query, refresh: 'force_blocking' })).json;
    assert.deepEqual(answer.results, whole.results);
    assert.equal(answer.hogql, whole.hogql);
    // An event of long ago is counted where it belongs.
    await send('ann', 10);
    const later = await until('the fourth', async () => {
      const { json } = await post({ query });
      return counts(json).join() === '4,4' && json;
    });
    assert.deepEqual(later.results, (await post({ query, refresh: 'force_blocking' })).json.results);
  });
});
