// Real damage in real files: doctor finds it and changes nothing, repair goes past it and says what
// is lost.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { before, test } from 'node:test';

import { binary, signUp, startServer, temporary, until } from '../harness.mjs';

const EVENTS = 20_000;
let template;

function run(args) {
  return spawnSync(binary(), args, { encoding: 'utf8', timeout: 600_000 });
}

/** A copy of a directory with 20,000 events. */
function damaged(t) {
  const data = path.join(temporary(), 'data');
  fs.cpSync(template, data, { recursive: true, verbatimSymlinks: true });
  fs.chmodSync(data, 0o700);
  return data;
}

function doctor(data, ...flags) {
  const before = contents(data);
  const done = run(['doctor', '--data', data, ...flags]);
  assert.deepEqual(contents(data), before, 'doctor changes nothing');
  return { status: done.status, text: done.stdout + done.stderr };
}

/** Every file below a directory with its size, time and the sum of its bytes. */
function contents(directory) {
  const found = {};
  for (const entry of fs.readdirSync(directory, { recursive: true, withFileTypes: true })) {
    const file = path.join(entry.parentPath ?? entry.path, entry.name);
    const { size, mtimeMs, mode } = fs.lstatSync(file);
    const sum = entry.isFile() ? fs.readFileSync(file).reduce((a, b) => (a * 31 + b) | 0, 0) : 0;
    found[path.relative(directory, file)] = [size, mtimeMs, mode, sum].join(' ');
  }
  return found;
}

/** Turns bytes of a file over. */
function damage(file, position, bytes) {
  const handle = fs.openSync(file, 'r+');
  const buffer = Buffer.alloc(bytes);
  fs.readSync(handle, buffer, 0, bytes, position);
  fs.writeSync(handle, buffer.map((byte) => byte ^ 0x5a), 0, bytes, position);
  fs.closeSync(handle);
}

function segments(data) {
  const log = path.join(data, 'log/events');
  return fs.readdirSync(log).filter((name) => name.endsWith('.segment')).sort().map((name) => path.join(log, name));
}

/** The part of a table with the most rows. */
function largestPart(data, table) {
  const folder = path.join(data, 'analytics/data/default', table);
  return fs.readdirSync(folder)
    .map((name) => path.join(folder, name))
    .filter((part) => fs.existsSync(path.join(part, 'count.txt')))
    .map((part) => ({ part, rows: Number(fs.readFileSync(path.join(part, 'count.txt'), 'utf8')) }))
    .sort((a, b) => b.rows - a.rows)[0];
}

before(() => {
  const root = fs.mkdtempSync(path.join(os.tmpdir(), 'tenrec-test-'));
  process.on('exit', () => fs.rmSync(root, { recursive: true, force: true }));
  template = path.join(root, 'data');
  const wrote = run(['demo', '--data', template, '--events', String(EVENTS), '--seed', '3', '--days', '20']);
  assert.equal(wrote.status, 0, wrote.stderr);
});

test('a sound directory is sound, and doctor makes nothing where there is none', (t) => {
  const data = damaged(t);
  const quick = doctor(data);
  assert.equal(quick.status, 0, quick.text);
  assert.match(quick.text, /ok {4}identity +installation [0-9a-f-]{36}/);
  assert.match(quick.text, new RegExp(`ok {4}event log +${EVENTS} records in \\d+ files, each as it was written`));
  assert.match(quick.text, new RegExp(`ok {4}analytics +chDB \\S+, ${EVENTS} events`));
  const deep = doctor(data, '--deep');
  assert.equal(deep.status, 0, deep.text);
  assert.match(deep.text, /every part as it was written/);

  const none = path.join(temporary(), 'none');
  assert.equal(run(['doctor', '--data', none]).status, 0);
  assert.ok(!fs.existsSync(none));
  const empty = temporary();
  assert.equal(doctor(empty).status, 0);
});

test('doctor does not look at a directory that is in use', async (t) => {
  const server = await startServer();
  t.after(() => server.remove());
  const done = run(['doctor', '--data', server.data]);
  assert.equal(done.status, 1);
  assert.match(done.stdout, /FAIL {2}data +.* is in use by another process: stop it/);
});

test('a damaged record of the log is found, skipped and kept aside', { timeout: 1_200_000 }, async (t) => {
  const data = damaged(t);
  const [first] = segments(data);
  damage(first, 100_000, 600);
  const found = doctor(data);
  assert.equal(found.status, 1, found.text);
  assert.match(found.text, /FAIL {2}event log +records? \d+( to \d+)? in 0+\.segment: \d+ bytes at \d+ are damaged \(stored already, nothing is lost\)/);
  assert.match(found.text, /tenrec repair --data \S+ --skip-damaged/);

  const repaired = run(['repair', '--data', data, '--skip-damaged']);
  assert.equal(repaired.status, 0, repaired.stdout + repaired.stderr);
  assert.match(repaired.stdout, /no record is lost that was not stored already/);
  assert.ok(fs.readdirSync(path.join(data, 'log/events')).some((name) => name.includes('.segment.damaged-')));
  assert.equal(doctor(data).status, 0);
});

test('a record that was not stored yet is said to be lost, and the rest is ingested', { timeout: 1_200_000 }, async (t) => {
  const data = path.join(temporary(), 'data');
  // Without ingestion the events wait in the log.
  const all = await startServer({ data });
  const owner = await signUp(all);
  await all.stop();
  const capture = await startServer({ data, args: ['--roles', 'capture,api'] });
  for (let i = 0; i < 50; ++i) {
    const event = { api_key: owner.token, event: 'x', distinct_id: `person ${i}`, properties: { i, text: 'y'.repeat(300) } };
    assert.equal((await capture.post('/capture/', event)).status, 200);
  }
  await capture.stop();
  const [log] = segments(data);
  const at = fs.readFileSync(log).indexOf('"i":17');
  assert.ok(at > 0);
  damage(log, at, 4);

  const refused = run(['serve', '--data', data, '--port', '0']);
  assert.equal(refused.status, 1);
  assert.match(refused.stderr, /record 17 .* is damaged/);
  assert.match(doctor(data).text, /FAIL {2}event log +record 17 in .*--skip-damaged/);
  const repaired = run(['repair', '--data', data, '--skip-damaged']);
  assert.equal(repaired.status, 0, repaired.stderr);
  assert.match(repaired.stdout, /1 record is lost that had not been stored/);

  const server = await startServer({ data });
  t.after(() => server.stop());
  owner.server = server;
  await until('the others', async () => (await owner.eventCount()) === 49);
  await until('the loss is counted', async () =>
    (await server.request('GET', '/metrics')).text.includes('ingest_dropped_events_total{reason="malformed_record"} 1\n'));
});

test('a damaged part of analytics is found by --deep and put aside', { timeout: 1_200_000 }, async (t) => {
  const data = damaged(t);
  const { part, rows } = largestPart(data, 'events');
  damage(path.join(part, 'data.bin'), 5000, 16);
  assert.equal(doctor(data).status, 0, 'only reading all of it can tell');
  const found = doctor(data, '--deep');
  assert.equal(found.status, 1, found.text);
  assert.match(found.text, new RegExp(`part ${path.basename(part)} of events with ${rows} rows is damaged`));
  const repaired = run(['repair', '--data', data, '--skip-damaged']);
  assert.equal(repaired.status, 0, repaired.stderr);
  assert.match(repaired.stdout, new RegExp(`${rows} rows are lost`));
  assert.equal(doctor(data, '--deep').status, 0);
  const server = await startServer({ data });
  t.after(() => server.stop());
  const owner = await signUp(server);
  assert.equal(await owner.eventCount(), EVENTS - rows);
});

test('a part that the engine cannot open is no secret', { timeout: 1_200_000 }, async (t) => {
  const data = damaged(t);
  const { part, rows } = largestPart(data, 'events');
  fs.truncateSync(path.join(part, 'columns.txt'), 50);
  const found = doctor(data);
  assert.equal(found.status, 1, found.text);
  assert.match(found.text, new RegExp(`of events with ${rows} rows is damaged`));
  const server = await startServer({ data });
  assert.match(server.output, new RegExp(`error server.*damaged part.*rows=${rows}`));
  assert.match((await server.request('GET', '/metrics')).text, /engine_damaged_parts 1\n/);
  await server.stop();
  assert.equal(run(['repair', '--data', data, '--skip-damaged']).status, 0);
  assert.equal(doctor(data).status, 0);
});

test('damaged metadata is found', (t) => {
  const data = damaged(t);
  const file = path.join(data, 'metadata.db');
  damage(file, 4096 * 20, 4096 * 3);
  const found = doctor(data, '--deep');
  assert.equal(found.status, 1, found.text);
  assert.match(found.text, /FAIL {2}metadata/);
});

test('a lost store may be given up, and the rest goes on', { timeout: 1_200_000 }, async (t) => {
  const { data, owner } = await (async () => {
    const place = path.join(temporary(), 'data');
    const server = await startServer({ data: place });
    const signed = await signUp(server);
    await server.post('/capture/', { api_key: signed.token, event: 'x', distinct_id: 'a' });
    await until('the event', async () => (await signed.eventCount()) === 1);
    await server.stop();
    return { data: place, owner: signed };
  })();
  for (const store of ['analytics', 'log', 'blobs']) {
    fs.rmSync(path.join(data, store), { recursive: true });
    assert.match(doctor(data).text, new RegExp(`FAIL {2}identity +.*${store} is missing.*--start-empty ${store}`));
    const repaired = run(['repair', '--data', data, '--start-empty', store]);
    assert.equal(repaired.status, 0, repaired.stderr);
    const server = await startServer({ data });
    owner.server = server;
    const known = await owner.eventCount();
    await server.post('/capture/', { api_key: owner.token, event: store, distinct_id: 'a' });
    await until('the next event', async () => (await owner.eventCount()) === known + 1);
    await server.stop();
    assert.equal(doctor(data).status, 0, store);
  }
  const refused = run(['repair', '--data', data, '--start-empty', 'metadata']);
  assert.equal(refused.status, 1);
  assert.match(refused.stderr, /Restore metadata\.db/);

  // A store that is there is put aside, never removed.
  assert.equal(run(['repair', '--data', data, '--start-empty', 'blobs']).status, 0);
  assert.ok(fs.readdirSync(data).some((name) => name.startsWith('blobs.aside-')));
  const server = await startServer({ data });
  await server.stop();
});

test('a store of another installation can be adopted by name only', { timeout: 1_200_000 }, async (t) => {
  const data = damaged(t);
  const other = path.join(temporary(), 'data');
  await (await startServer({ data: other })).stop();
  fs.rmSync(path.join(data, 'log'), { recursive: true });
  fs.cpSync(path.join(other, 'log'), path.join(data, 'log'), { recursive: true });
  assert.match(doctor(data).text, /log belongs to installation .*--adopt log/);
  assert.equal(run(['repair', '--data', data]).status, 1);
  assert.equal(run(['repair', '--data', data, '--adopt', 'log']).status, 0);
  await (await startServer({ data })).stop();
  assert.equal(doctor(data).status, 0);
});
