// The program as its operator sees it: command line, health, counters, demo, doctor, one owner.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';

import { ROOT, binary, signUp, startServer, temporary, until } from '../harness.mjs';
import { ageLog, holdIngestion, releaseIngestion } from '../held_ingestion.mjs';

const METRICS_GOLDEN = path.join(ROOT, 'tests/e2e/metrics.txt');

function run(args, env = {}) {
  return spawnSync(binary(), args, { encoding: 'utf8', env: { ...process.env, ...env }, timeout: 600_000 });
}

test('the command line says what is wrong and how to mend it', () => {
  assert.match(run(['version']).stdout, /^tenrec \d+\.\d+\.\d+\n$/);
  const says = (args, env, words) => {
    const done = run(args, env);
    assert.equal(done.status, 1, `${args}: ${done.stdout}${done.stderr}`);
    assert.match(done.stderr, words);
  };
  says(['serve', '--port', '99999'], {}, /--port is '99999': write a whole number from 0 to 65535/);
  says(['serve', '--roles', 'cook'], {}, /unknown role 'cook'/);
  says(['serve'], { TENREC_MEMORY_MB: 'lots' }, /TENREC_MEMORY_MB is 'lots'/);
  says(['serve', '--data', '/proc/none'], {}, /data directory/);
  says(['serve'], { KAFKA_HOSTS: 'kafka:9092' }, /KAFKA_HOSTS is set/);
  const secret = run(['serve'], { DATABASE_URL: 'postgres://me:hunter2@db/x' });
  assert.equal(secret.status, 1);
  assert.match(secret.stderr, /DATABASE_URL is set/);
  assert.doesNotMatch(secret.stderr, /hunter2/);
});

test('a command line that nobody understands gets the nearest word and status 2', () => {
  const says = (args, words) => {
    const done = run(args);
    assert.equal(done.status, 2, `${args}: ${done.stdout}${done.stderr}`);
    assert.equal(done.stdout, '');
    assert.match(done.stderr, words);
  };
  says([], /Usage: tenrec .*serve.*doctor/s);
  says(['srve'], /^tenrec: no command 'srve'; did you mean serve\?\nTry `tenrec --help`/);
  says(['serve', '--prot', '1'], /no flag --prot for serve; did you mean --port\?/);
  says(['serve', '--port'], /--port needs a value/);
  says(['serve', '--port', '1', '--port', '2'], /--port is given twice/);
  says(['serve', '8000'], /'8000' is no flag of serve/);
  says(['demo', '--events', 'many'], /--events/);
  const help = run(['serve', '--help']);
  assert.equal(help.status, 0);
  assert.match(help.stdout, /--port TENREC_PORT/);
  assert.equal(run(['--help']).status, 0);
});

test('settings that cannot be used are said, without their secrets', async (t) => {
  const refuses = (args, env, words) => {
    const done = run(['serve', '--data', '/proc/none', ...args], env);
    assert.equal(done.status, 1);
    assert.match(done.stderr, words);
    assert.doesNotMatch(done.stderr, /hunter2/);
  };
  refuses(['--site-url', 'nonsense'], {}, /SITE_URL is 'nonsense': it does not begin with http/);
  refuses(['--web-dir', '/nowhere'], {}, /--web-dir is '\/nowhere': no built web app there/);
  refuses(['--sdk-dir', '/nowhere'], {}, /--sdk-dir is '\/nowhere': no posthog-js there/);
  refuses(['--roles', 'capture,,api'], {}, /unknown role ''/);
  refuses([], { CLICKHOUSE_PASSWORD: 'hunter2' }, /CLICKHOUSE_PASSWORD is set, but/);
  refuses([], { OBJECT_STORAGE_SECRET_ACCESS_KEY: 'hunter2' }, /OBJECT_STORAGE_SECRET_ACCESS_KEY is set, but/);

  const server = await startServer({
    env: { EMAIL_HOST: 'mail.example.com', EMAIL_HOST_PASSWORD: 'hunter2', SECRET_KEY: 'hunter2-hunter2-hunter2', STATSD_HOST: 'x' },
    args: ['--roles', 'capture,api'],
  });
  t.after(() => server.remove());
  for (const words of ['EMAIL_HOST is set, but', 'EMAIL_HOST_PASSWORD is set, but', 'STATSD_HOST is set, but', 'capture without ingest']) {
    assert.ok(server.output.includes(words), `${words} in ${server.output}`);
  }
  assert.doesNotMatch(server.output, /hunter2/);
  const pages = [run(['settings'], { SECRET_KEY: 'hunter2-hunter2-hunter2' }), run(['doctor', '--data', '/proc/none'], { SECRET_KEY: 'hunter2-hunter2-hunter2' })];
  for (const page of pages) assert.doesNotMatch(page.stdout + page.stderr, /hunter2/);
});

test('one process owns a data directory, with its own secret', async (t) => {
  const server = await startServer();
  t.after(() => server.remove());
  const second = run(['serve', '--data', server.data, '--port', '0']);
  assert.equal(second.status, 1);
  assert.match(second.stderr, /stop the other process, or choose another --data/);
  for (const file of ['secret_key', 'metadata.db']) {
    const mode = fs.statSync(path.join(server.data, file)).mode & 0o777;
    assert.equal(mode.toString(8), '600', file);
  }
});

test('health, readiness and every counter that exists', async (t) => {
  const server = await startServer();
  t.after(() => server.remove());
  const owner = await signUp(server);
  assert.equal((await server.request('GET', '/_health')).text, 'ok');
  assert.deepEqual((await server.request('GET', '/_livez')).json, { http: true });
  const ready = await server.request('GET', '/_readyz');
  assert.equal(ready.status, 200);
  assert.deepEqual(ready.json, { http: true, database: true, migrations: true, analytics: true, storage: true, ingestion: true, books: true, freshness: true });
  assert.equal((await server.request('GET', '/_readyz?role=cook')).status, 400);
  const preflight = (await server.request('GET', '/_preflight')).json;
  assert.equal(preflight.initiated, true);

  const event = { api_key: owner.token, event: 'x', distinct_id: 'a', properties: { $set: { plan: 'pro' } } };
  assert.equal((await server.post('/capture/', event)).status, 200);
  await until('the event', async () => (await owner.eventCount()) === 1);
  const text = (await server.request('GET', '/metrics')).text;
  const names = [...new Set([...text.matchAll(/^# TYPE (\S+) (\S+)/gm)].map(([, name, type]) => `${name} ${type}`))].sort();
  if (process.env.TENREC_REBASELINE) fs.writeFileSync(METRICS_GOLDEN, `${names.join('\n')}\n`);
  assert.deepEqual(names, fs.readFileSync(METRICS_GOLDEN, 'utf8').trim().split('\n'), 'TENREC_REBASELINE=1 rewrites the list');

  const hidden = await startServer({ args: ['--metrics', 'false'] });
  t.after(() => hidden.remove());
  assert.equal((await hidden.request('GET', '/metrics')).status, 404);
});

test('readiness is what the parts say, not what was true at the start', async (t) => {
  const server = await startServer();
  t.after(() => server.remove());
  const change = (sql) => {
    const done = spawnSync('python3', ['-c', 'import sqlite3, sys\ndb = sqlite3.connect(sys.argv[1], timeout=20)\ndb.execute(sys.argv[2])\ndb.commit()', path.join(server.data, 'metadata.db'), sql], { encoding: 'utf8' });
    assert.equal(done.status, 0, done.stderr);
  };
  const ready = async () => (await server.request('GET', '/_readyz')).json;
  change("UPDATE schema_migrations SET number = number + 100 WHERE room = 'server'");
  await until('stale migrations', async () => (await ready()).migrations === false);
  assert.equal((await server.request('GET', '/_readyz')).status, 503);
  assert.equal((await server.request('GET', '/_readyz?exclude=migrations')).status, 200);
  change("UPDATE schema_migrations SET number = number - 100 WHERE room = 'server'");
  await until('good migrations', async () => (await ready()).migrations === true);
  change('ALTER TABLE installation RENAME TO moved');
  await until('a broken database', async () => (await ready()).database === false);
  assert.equal((await server.request('GET', '/_health')).status, 503);
  change('ALTER TABLE moved RENAME TO installation');
  await until('a good database', async () => (await ready()).database === true);
});

test('books that do not balance are an alarm, and no reason to stop', async (t) => {
  const server = await startServer();
  t.after(() => server.remove());
  const owner = await signUp(server);
  const sqlite = (sql) => {
    const done = spawnSync('python3', ['-c', 'import sqlite3, sys\ndb = sqlite3.connect(sys.argv[1], timeout=20)\nprint(db.execute(sys.argv[2]).fetchall())\ndb.commit()', path.join(server.data, 'metadata.db'), sql], { encoding: 'utf8' });
    assert.equal(done.status, 0, done.stderr);
    return done.stdout.trim();
  };
  const send = async () => assert.equal((await server.post('/i/v0/e/', { api_key: owner.token, event: 'x', distinct_id: 'a' })).status, 200);
  // A batch is added to the sums with a later one.
  await until('sums', async () => {
    await send();
    return sqlite("SELECT count(*) FROM ingest_ledger_reach WHERE topic = 'events'") === '[(1,)]';
  });
  const health = async () => (await server.request('GET', '/_health')).text;
  await until('no alarm', async () => (await health()) === 'ok');

  sqlite("UPDATE ingest_ledger_reach SET settled = settled - 1 WHERE topic = 'events'");
  await until('the alarm', async () => (await health()) === 'ok\nalarm: the books of ingestion do not balance');
  const ready = await server.request('GET', '/_readyz');
  assert.deepEqual([ready.status, ready.json.books], [200, false], 'an alarm is for people');
  assert.equal((await owner.api('GET', `/api/projects/${owner.project.id}/ingestion/ledger/`)).instance.balanced, false);
  await until('the counter', async () => /^ingest_ledger_missing 1$/m.test((await server.request('GET', '/metrics')).text));
  const before = await owner.eventCount();
  await send();
  await until('what comes meanwhile is stored', async () => (await owner.eventCount()) > before);

  sqlite("UPDATE ingest_ledger_reach SET settled = settled + 1 WHERE topic = 'events'");
  await until('the end of the alarm', async () => (await health()) === 'ok');
  await until('a line in the log', () => /of \d+ events \d+ are entered and \d+ are accounted for/.test(server.output));
});

test('events that wait for more than a minute are an alarm until they have landed', async (t) => {
  const server = await startServer();
  t.after(() => server.remove());
  const owner = await signUp(server);
  const send = async () => assert.equal((await server.post('/i/v0/e/', { api_key: owner.token, event: 'x', distinct_id: 'a' })).status, 200);
  const health = async () => (await server.request('GET', '/_health')).text;
  const lag = async () => Number(/^ingest_lag_seconds (\d+)$/m.exec((await server.request('GET', '/metrics')).text)[1]);
  const ledger = () => owner.api('GET', `/api/projects/${owner.project.id}/ingestion/ledger/`);
  holdIngestion(server.data);
  await send();
  await until('a look at what has waited for seconds', async () => (await lag()) > 0);
  assert.equal(await health(), 'ok', 'seconds are no alarm');
  assert.equal((await ledger()).total.in_flight, 1);

  // A crash, and a start two minutes later.
  await server.kill();
  assert.equal(ageLog(server.data, 120_000), 1);
  await server.start();
  assert.equal(await health(), 'ok\nalarm: events wait for more than a minute');
  const ready = await server.request('GET', '/_readyz');
  assert.equal(ready.status, 200, 'an alarm is for people');
  assert.deepEqual(ready.json, { http: true, database: true, migrations: true, analytics: true, storage: true, ingestion: true, books: true, freshness: false });
  assert.ok((await lag()) >= 120);
  await send();
  const { instance, total } = await ledger();
  assert.ok(Date.now() - Date.parse(instance.waiting_since) >= 120_000, instance.waiting_since);
  assert.deepEqual([total.accepted, total.in_flight, total.balanced, instance.balanced], [2, 2, true, true]);
  await until('a line in the log', () => /does not work.*freshness.*events wait for more than a minute/.test(server.output));

  releaseIngestion(server.data);
  await until('the end of the alarm', async () => (await health()) === 'ok');
  assert.equal(await lag(), 0);
  await until('a line about the end', () => /works again.*freshness/.test(server.output));
  assert.equal((await ledger()).instance.waiting_since, null);
  assert.equal(await owner.eventCount(), 2);
});

test('a demo is a whole project that the first visitor owns, and doctor finds it sound', async (t) => {
  const data = path.join(temporary(), 'data');
  const wrote = run(['demo', '--data', data, '--events', '20000', '--seed', '7', '--days', '30']);
  assert.equal(wrote.status, 0, wrote.stderr);
  assert.match(wrote.stderr, /100 %/);

  const doctor = run(['doctor', '--data', data]);
  assert.equal(doctor.status, 0, doctor.stdout + doctor.stderr);
  assert.match(doctor.stdout, /analytics\s+chDB \S+, 20000 events/);

  const server = await startServer({ data });
  t.after(() => server.remove());
  const owner = await signUp(server);
  assert.equal(owner.project.is_demo, true);
  assert.equal(await owner.eventCount(), 20_000);
  const [[people, days, newest]] = await owner.hogql(
    'select count(distinct person_id), count(distinct toDate(timestamp)), dateDiff(\'minute\', max(timestamp), now()) from events',
  );
  assert.ok(people > 500 && people < 2000, `people: ${people}`);
  assert.ok(days >= 29, `days: ${days}`);
  assert.ok(newest < 24 * 60, `minutes since the newest event: ${newest}`);
  const trend = await owner.query({
    kind: 'TrendsQuery',
    series: [{ kind: 'EventsNode', event: '$pageview', math: 'dau' }],
    breakdownFilter: { breakdown: '$geoip_country_code', breakdown_type: 'event', breakdown_limit: 5 },
    dateRange: { date_from: '-14d' },
  });
  assert.equal(trend.results.length, 6, 'five countries and the rest');

  // Something to look at from the first minute.
  const project = await owner.api('GET', '/api/projects/@current/');
  const overview = await owner.api('GET', `/api/projects/@current/dashboards/${project.primary_dashboard}/?refresh=blocking`);
  assert.equal(overview.name, 'Product overview');
  assert.equal(overview.pinned, true);
  assert.equal(overview.created_by, null);
  assert.match(overview.tiles[0].text.body, /Acme Notes/);
  const charts = overview.tiles.slice(1);
  assert.equal(charts.length, 6);
  for (const tile of charts) {
    assert.equal(tile.error, undefined, `${tile.insight.name}: ${tile.error?.message}`);
    const total = tile.insight.result.reduce((sum, series) => sum + (series.count || series.aggregated_value || 0), 0);
    assert.ok(total > 0, `${tile.insight.name} shows something`);
  }
});

test('a part of the product runs alone when the roles say so', async (t) => {
  const server = await startServer({ args: ['--roles', 'capture'] });
  t.after(() => server.remove());
  assert.equal((await server.request('GET', '/api/users/@me/')).status, 404);
  assert.equal((await server.post('/capture/', { api_key: 'phc_unknown', event: 'x', distinct_id: 'a' })).status, 401);
});
