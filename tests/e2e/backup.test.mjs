// Backups of a server under load, and what becomes of them: restored into an empty directory they
// must hold the same counts, exactly once, whatever was cut short or damaged on the way.
import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import fs from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';

import { Owner, ROOT, binary, signUp, startServer, temporary, until } from '../harness.mjs';
import { compareWithLoad, countsOf, endLoad, isQuiet, metadataCounts, sendUntilOver, succeedMeanwhile } from './backup_load.mjs';

const CLIENTS = 4;

function run(...args) {
  const done = spawnSync(binary(), args, { encoding: 'utf8', timeout: 600_000 });
  return { status: done.status, text: done.stdout + done.stderr };
}

function succeed(...args) {
  const done = run(...args);
  assert.equal(done.status, 0, `${args}: ${done.text}`);
  return done.text;
}

const points = (copies) => succeed('restore', copies, '--list').trim().split('\n').map((line) => line.split(' ')[0]);

test('a backup of a server under load comes back with every count', { timeout: 1_200_000 }, async (t) => {
  const copies = path.join(temporary(), 'copies');
  const server = await startServer();
  t.after(() => server.remove());
  const owner = await signUp(server);
  fs.mkdirSync(path.join(server.data, 'blobs', 'exports'), { recursive: true });
  fs.writeFileSync(path.join(server.data, 'blobs', 'exports', 'one'), 'x'.repeat(100_000));

  const load = { sent: new Set(), acknowledged: new Set(), over: false, most: 15_000 };
  const clients = Array.from({ length: CLIENTS }, (_, i) => sendUntilOver(server, owner.token, load, i));
  await until('some load', async () => load.acknowledged.size > 1000, 300_000);
  const before = new Set(load.acknowledged);
  const said = await succeedMeanwhile(['backup', copies, '--data', server.data]);
  assert.match(said, /new in it/);
  await endLoad(server, load, clients);

  // A point of a quiet server is equal to it in everything.
  await until('all is stored', isQuiet(owner), 300_000);
  const original = await countsOf(owner);
  assert.equal(Number(original.events[0]), load.sent.size);
  succeed('backup', copies, '--data', server.data);
  const rows = metadataCounts(server.data);
  const [underLoad, quiet] = points(copies);

  const restored = path.join(temporary(), 'quiet');
  succeed('restore', copies, '--data', restored, '--point', quiet);
  assert.deepEqual(metadataCounts(restored), rows);
  assert.equal(fs.readFileSync(path.join(restored, 'blobs', 'exports', 'one'), 'utf8').length, 100_000);
  await server.stop();
  const again = await startServer({ data: restored });
  t.after(() => again.remove());
  const same = new Owner(again, null, owner.project, owner.key);
  assert.deepEqual(await countsOf(same), original);
  // It knows what it has: a client that sends once more changes nothing, and new events arrive.
  const fresh = { ...load.last[0], uuid: randomUUID(), event: 'fresh' };
  assert.equal((await again.post('/batch/', { api_key: owner.token, batch: [...load.last, fresh] })).status, 200);
  await until('the fresh event', async () => Number((await same.hogql("select count() from events where event = 'fresh'"))[0][0]) === 1, 300_000);
  assert.equal(await same.eventCount(), load.sent.size + 1);
  await again.stop();

  // A point under load has what was acknowledged before it, and nothing twice.
  const during = path.join(temporary(), 'during');
  succeed('restore', copies, '--data', during, '--point', underLoad);
  const third = await startServer({ data: during });
  t.after(() => third.remove());
  const there = new Owner(third, null, owner.project, owner.key);
  await compareWithLoad(there, load, before);
});

test('a backup costs what changed, and old points go', { timeout: 1_200_000 }, async (t) => {
  const copies = path.join(temporary(), 'copies');
  const server = await startServer();
  t.after(() => server.remove());
  const owner = await signUp(server);
  const event = (name) => ({ api_key: owner.token, event: name, distinct_id: 'a', properties: { text: 'x'.repeat(1000) } });
  for (const name of ['a', 'b']) assert.equal((await server.post('/capture/', event(name))).status, 200);
  await until('the events', async () => (await owner.eventCount()) === 2, 300_000);
  await server.stop();

  // Of a directory that nobody uses, with what a merge leaves behind that a kill cut off.
  const store = path.join(server.data, 'analytics', 'store');
  const table = fs.readdirSync(store, { recursive: true }).find((name) => path.basename(name) === 'format_version.txt');
  for (const name of ['tmp_merge_all_1_2_1', 'delete_tmp_all_1_1_0']) {
    fs.mkdirSync(path.join(store, path.dirname(table), name));
    fs.writeFileSync(path.join(store, path.dirname(table), name, 'data.bin'), 'half');
  }
  const sizes = (said) => said.match(/: (\d+) files, ([\d.]+ .B); new in it (\d+) files, ([\d.]+ .B)/).slice(1);
  const first = sizes(succeed('backup', copies, '--data', server.data));
  assert.ok(Number(first[2]) > 0 && Number(first[0]) >= Number(first[2]), first.join());
  const list = fs.readFileSync(path.join(copies, 'points', `${points(copies)[0]}.point`), 'utf8');
  assert.ok(list.includes('format_version.txt') && !list.includes('tmp_'), 'what was half written is left out');
  // One right after the other, within a second: each is a point of its own.
  for (let time = 2; time <= 3; ++time) {
    assert.equal(sizes(succeed('backup', copies, '--data', server.data))[2], '0');
    assert.equal(points(copies).length, time);
  }
  await server.start();
  succeed('backup', copies, '--data', server.data, '--keep', '2');
  assert.equal(points(copies).length, 2);
  for (const point of points(copies)) assert.match(succeed('restore', copies, '--check', '--point', point), /is whole/);

  const refuses = (words, ...args) => {
    const done = run(...args);
    assert.equal(done.status, 1, done.text);
    assert.match(done.text, words);
  };
  refuses(/neither/, 'backup', 'ftp://bucket/place', '--data', server.data);
  refuses(/--s3-endpoint.* are for s3/, 'backup', copies, '--s3-endpoint', 'http://127.0.0.1:1', '--data', server.data);
  refuses(/lie in each other/, 'backup', path.join(server.data, 'copies'), '--data', server.data);
  refuses(/no installation in/, 'backup', copies, '--data', path.join(copies, '../nothing'));
  refuses(/holds something that is no backup/, 'backup', path.join(ROOT, 'tests'), '--data', server.data);
  refuses(/no backup in/, 'restore', server.data, '--data', path.join(copies, '../new'));
  refuses(/is not empty/, 'restore', copies, '--data', server.data);
  refuses(/no point 20010101T000000Z/, 'restore', copies, '--data', path.join(copies, '../new'), '--point', '20010101T000000Z');
  assert.equal(run('backup', '--data', server.data).status, 2);
  for (const method of ['POST', 'DELETE']) {
    for (const headers of [{}, { authorization: 'Bearer ' }, { authorization: `Bearer ${owner.key}` }]) {
      assert.equal((await server.request(method, '/_control/snapshot', { headers })).status, 401);
    }
  }
  // Another installation has no place among these.
  const other = await startServer();
  t.after(() => other.remove());
  refuses(/holds backups of installation/, 'backup', copies, '--data', other.data);
});

test('a backup that is cut off or damaged leaves the others as they are', { timeout: 1_200_000 }, async (t) => {
  const root = temporary();
  const copies = path.join(root, 'copies');
  const data = path.join(root, 'data');
  succeed('demo', '--data', data, '--events', '3000', '--days', '20');
  const server = await startServer({ data });
  t.after(() => server.remove());
  await until('the first point', async () => run('backup', copies, '--data', data).status === 0, 300_000);
  const [first] = points(copies);

  for (let round = 0; round < 4; ++round) {
    // A table of its own content each time, so that there is something to copy.
    fs.writeFileSync(path.join(data, 'blobs', `large ${round}`), Buffer.alloc(3_000_000, randomUUID()));
    const child = spawn(binary(), ['backup', copies, '--data', data], { stdio: 'ignore' });
    const gone = once(child, 'exit');
    const written = path.join(copies, 'unfinished', 'object');
    await until('something is written', async () => child.exitCode !== null || (round % 2 === 0 ? fs.existsSync(path.join(data, 'backup', 'tree')) : fs.existsSync(written)), 300_000);
    child.kill('SIGKILL');
    await gone;
    assert.equal(points(copies)[0], first);
    assert.match(succeed('restore', copies, '--check', '--point', first), /is whole/);
  }
  await until('the next one comes to its end', async () => run('backup', copies, '--data', data).status === 0, 300_000);
  const last = points(copies).at(-1);
  assert.match(succeed('restore', copies, '--check'), new RegExp(`${last} is whole`));

  // A restore that is cut off does not start.
  const half = path.join(root, 'half');
  const child = spawn(binary(), ['restore', copies, '--data', half], { stdio: 'ignore' });
  const gone = once(child, 'exit');
  await until('it has begun', async () => child.exitCode !== null || fs.existsSync(path.join(half, 'restore_unfinished')), 300_000);
  child.kill('SIGKILL');
  await gone;
  if (fs.existsSync(path.join(half, 'restore_unfinished'))) {
    const started = run('serve', '--data', half, '--port', '0');
    assert.equal(started.status, 1);
    assert.match(started.text, /a restore into .* did not come to its end/);
  }

  // One byte of one file.
  const list = fs.readFileSync(path.join(copies, 'points', `${last}.point`), 'utf8').split('\n');
  const entry = list.filter(Boolean).map((line) => JSON.parse(line)).find((line) => line.file?.startsWith('blobs/large'));
  const object = path.join(copies, 'objects', entry.object.slice(0, 2), entry.object.slice(2));
  const bytes = fs.readFileSync(object);
  bytes[1_000_000] ^= 1;
  fs.writeFileSync(object, bytes);
  const target = path.join(root, 'target');
  const refused = run('restore', copies, '--data', target);
  assert.equal(refused.status, 1);
  assert.match(refused.text, new RegExp(`${entry.file} is damaged in the backup`));
  assert.equal(fs.existsSync(target), false);
  succeed('restore', copies, '--data', target, '--point', first);
});
