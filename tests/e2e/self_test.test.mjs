// The event that the program sends itself: from capture to a question, outside of every project, with an alarm when it
// does not arrive.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { test } from 'node:test';
import { signUp, startServer, until } from '../harness.mjs';

const every = (seconds) => ({ env: { TENREC_SELF_TEST_SECONDS: String(seconds) } });
const metric = async (server, name) => Number((await server.request('GET', '/metrics')).text.split('\n').find((line) => line.startsWith(`${name} `))?.split(' ')[1] ?? NaN);
const ledgerOf = (owner) => owner.api('GET', `/api/projects/${owner.project.id}/ingestion/ledger/`);
const health = async (server) => (await server.request('GET', '/_health')).text;
const passes = (server) => until('a test that passes', async () => (await metric(server, 'server_self_test_total{result="passed"}')) > 0);

test('the self-test event arrives, and nobody sees it', async (t) => {
  const server = await startServer(every(60));
  t.after(() => server.remove());
  await passes(server);
  assert.equal(await health(server), 'ok');
  assert.equal((await server.request('GET', '/_readyz')).json.self_test, true);
  assert.equal(await metric(server, 'server_self_test_alarm'), 0);
  assert.equal(await metric(server, 'server_self_test_seconds_count'), 1);
  assert.equal(await metric(server, 'ingest_events_total{result="stored"}'), 1, 'it went the way of all events');

  const owner = await signUp(server);
  const ledger = await ledgerOf(owner);
  assert.equal(ledger.instance.self_test.state, 'passed');
  assert.ok(ledger.instance.self_test.seconds > 0, JSON.stringify(ledger));
  assert.ok(Date.parse(ledger.instance.self_test.sent_at) > 0);
  assert.equal(ledger.instance.balanced, true);

  // No number of the project, and none that a project could ask for.
  assert.deepEqual(ledger.results, []);
  assert.equal(ledger.total.accepted, 0);
  assert.equal(await owner.eventCount(), 0);
  for (const table of ['persons', 'person_distinct_ids', 'raw_persons', 'sessions', 'query_log']) {
    const rows = await owner.hogql(`select count() from ${table} where ${table === 'query_log' ? "query ilike '%self_test%' and query not ilike '%query_log%'" : 'true'}`);
    assert.deepEqual(rows, [[0]], table);
  }
  const at = `/api/projects/${owner.project.id}/`;
  for (const list of ['event_definitions/', 'property_definitions/', 'persons/', 'events/']) {
    assert.deepEqual((await owner.api('GET', at + list)).results.filter((row) => JSON.stringify(row).includes('self_test')), [], list);
  }
  assert.deepEqual((await owner.api('GET', '/api/projects/')).results.map((project) => project.id), [owner.project.id]);
  for (const target of ['/api/projects/9007199254740991/', '/api/environments/9007199254740991/', '/api/projects/9007199254740991/ingestion/ledger/', '/api/projects/9007199254740991/events/']) {
    const asked = await server.request('GET', target, { headers: { authorization: `Bearer ${owner.key}` } });
    assert.equal(asked.status, 404, target);
  }
  const question = { query: { kind: 'HogQLQuery', query: 'select count() from events where team_id = 9007199254740991' } };
  const asked = await server.post('/api/projects/9007199254740991/query/', question, { authorization: `Bearer ${owner.key}` });
  assert.equal(asked.status, 404);
});

test('when ingestion stands still the alarm shows, and ends with the first event that arrives', async (t) => {
  const server = await startServer(every(2));
  t.after(() => server.remove());
  const owner = await signUp(server);
  await passes(server);

  // Whoever holds the metadata keeps every batch from being written; capture and questions go on.
  const holder = spawn('python3', ['-c', [
    'import sqlite3, sys',
    'db = sqlite3.connect(sys.argv[1], timeout=60, isolation_level=None)',
    'db.execute("BEGIN IMMEDIATE")',
    'print("held", flush=True)',
    'sys.stdin.read()',
    'db.execute("ROLLBACK")',
  ].join('\n'), path.join(server.data, 'metadata.db')], { stdio: ['pipe', 'pipe', 'inherit'] });
  t.after(() => holder.kill('SIGKILL'));
  await once(holder.stdout, 'data');

  await until('the alarm', async () => (await health(server)).includes('alarm: the self-test event did not arrive'));
  const answer = await server.request('GET', '/_health');
  assert.equal(answer.status, 200, 'a restart would not help');
  await until('the metric', async () => (await metric(server, 'server_self_test_alarm')) === 1);
  assert.equal((await server.request('GET', '/_readyz')).json.self_test, false);
  assert.equal((await server.post('/i/v0/e/', { api_key: owner.token, event: 'kept', distinct_id: 'a' })).status, 200);
  await until('a line in the log', () => /the self-test event did not arrive why="ingestion does not land it"/.test(server.output));

  holder.stdin.end();
  await once(holder, 'exit');
  await until('the end of the alarm', async () => (await metric(server, 'server_self_test_alarm')) === 0);
  await until('the event that waited', async () => (await owner.eventCount()) === 1);

  // After kill -9 it begins anew, and what the runs left in the log is accounted for.
  await server.kill();
  await server.start();
  await passes(server);
  await until('no alarm', async () => (await health(server)) === 'ok');
  const ledger = await ledgerOf(owner);
  assert.equal(ledger.instance.balanced, true, JSON.stringify(ledger));
  assert.equal(ledger.total.stored, 1);
  assert.equal(await owner.eventCount(), 1);
});

test('0 switches it off', async (t) => {
  const server = await startServer(every(0));
  t.after(() => server.remove());
  const owner = await signUp(server);
  const { instance } = await ledgerOf(owner);
  assert.deepEqual(instance.self_test, { state: 'off', sent_at: null, seconds: null, why: '' });
  assert.equal(instance.entered, 0);
  assert.equal((await server.request('GET', '/_readyz')).json.self_test, undefined);
});
