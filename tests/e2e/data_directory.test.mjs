// One data directory, all of it or none: what is lost or belongs to somebody else is said, and
// nothing is made in its place.
import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';

import { Server, binary, freePort, signUp, startServer, temporary, until } from '../harness.mjs';

const STORES = ['metadata.db', 'analytics', 'log', 'blobs'];

function run(args) {
  return spawnSync(binary(), args, { encoding: 'utf8', timeout: 600_000 });
}

/** Starts on the directory, which must fail; gives what it says. */
function refuses(data) {
  const done = run(['serve', '--data', data, '--port', '0']);
  assert.equal(done.status, 1, done.stdout + done.stderr);
  return done.stderr;
}

/** A directory of an installation with a user and one event, stopped. */
async function makeInstallation(t) {
  const data = path.join(temporary(), 'data');
  const server = await startServer({ data });
  const owner = await signUp(server);
  await server.post('/capture/', { api_key: owner.token, event: 'x', distinct_id: 'a' });
  await until('the event', async () => (await owner.eventCount()) === 1);
  await server.stop();
  return { data, owner };
}

/** Everything below a directory, with its content. */
function contents(directory) {
  const found = {};
  for (const entry of fs.readdirSync(directory, { recursive: true, withFileTypes: true })) {
    const file = path.join(entry.parentPath ?? entry.path, entry.name);
    if (entry.isFile()) found[path.relative(directory, file)] = fs.readFileSync(file).toString('base64');
  }
  return found;
}

test('a store that is missing is named, and nothing is made in its place', { timeout: 1_200_000 }, async (t) => {
  const { data, owner } = await makeInstallation(t);
  const id = fs.readFileSync(path.join(data, 'installation_id'), 'utf8').trim();
  for (const file of ['log/installation_id', 'blobs/.installation_id']) {
    assert.equal(fs.readFileSync(path.join(data, file), 'utf8').trim(), id, file);
  }
  for (const store of STORES) {
    const aside = `${data}-${store}`;
    fs.renameSync(path.join(data, store), aside);
    const before = contents(data);
    const said = refuses(data);
    assert.match(said, new RegExp(`${store.replace('.', '\\.')} is missing`), said);
    assert.match(said, /[Rr]estore/);
    assert.deepEqual(contents(data), before, `${store}: the directory is as it was`);
    fs.renameSync(aside, path.join(data, store));
  }
  // An empty directory is what a disk that was not mounted looks like.
  fs.renameSync(path.join(data, 'analytics'), `${data}-analytics`);
  fs.mkdirSync(path.join(data, 'analytics'));
  assert.match(refuses(data), /analytics is missing/);
  fs.rmSync(path.join(data, 'analytics'), { recursive: true });
  fs.renameSync(`${data}-analytics`, path.join(data, 'analytics'));

  const server = await startServer({ data });
  t.after(() => server.stop());
  owner.server = server;
  assert.equal(await owner.eventCount(), 1);
});

test('a store of another installation is refused', { timeout: 1_200_000 }, async (t) => {
  const { data } = await makeInstallation(t);
  const { data: other } = await makeInstallation(t);
  for (const store of STORES) {
    const aside = `${data}-${store}`;
    fs.renameSync(path.join(data, store), aside);
    fs.cpSync(path.join(other, store), path.join(data, store), { recursive: true, verbatimSymlinks: true });
    assert.match(refuses(data), new RegExp(`${store.replace('.', '\\.')} belongs to installation`));
    fs.rmSync(path.join(data, store), { recursive: true });
    fs.renameSync(aside, path.join(data, store));
  }
});

test('a directory of before there were ids opens and gets one', { timeout: 1_200_000 }, async (t) => {
  const { data, owner } = await makeInstallation(t);
  // As the versions before left it: no id in a file, in the metadata or in analytics, and no blobs.
  fs.rmSync(path.join(data, 'installation_id'));
  fs.rmSync(path.join(data, 'log/installation_id'));
  fs.rmSync(path.join(data, 'blobs'), { recursive: true });
  const removed = spawnSync('python3', ['-c', `
import sqlite3, sys
db = sqlite3.connect(sys.argv[1])
db.execute("DROP TABLE installation")
db.execute("DROP TABLE sample_jobs")
db.execute("DELETE FROM schema_migrations WHERE room = 'server'")
db.commit()`, path.join(data, 'metadata.db')], { encoding: 'utf8' });
  assert.equal(removed.status, 0, removed.stderr);
  const store = fs.realpathSync(path.join(data, 'analytics/data/default/installation'));
  fs.rmSync(path.join(data, 'analytics/data/default/installation'));
  fs.rmSync(store, { recursive: true });
  fs.rmSync(path.join(data, 'analytics/metadata/default/installation.sql'));

  // A part of it alone is no new installation.
  fs.renameSync(path.join(data, 'metadata.db'), `${data}-metadata`);
  assert.match(refuses(data), /metadata\.db is missing/);
  fs.renameSync(`${data}-metadata`, path.join(data, 'metadata.db'));

  for (let start = 0; start < 2; ++start) {
    const server = await startServer({ data });
    owner.server = server;
    assert.equal(await owner.eventCount(), 1);
    await server.stop();
  }
  assert.ok(fs.existsSync(path.join(data, 'installation_id')));
});

test('an older copy of the metadata never gives a project the number of a later one', { timeout: 1_200_000 }, async (t) => {
  const data = path.join(temporary(), 'data');
  let server = await startServer({ data });
  await server.stop();
  fs.copyFileSync(path.join(data, 'metadata.db'), `${data}-old`);
  server = await startServer({ data });
  const first = await signUp(server);
  await server.post('/capture/', { api_key: first.token, event: 'secret', distinct_id: 'a' });
  await until('the event', async () => (await first.eventCount()) === 1);
  await server.stop();

  fs.rmSync(path.join(data, 'metadata.db-wal'), { force: true });
  fs.copyFileSync(`${data}-old`, path.join(data, 'metadata.db'));
  server = await startServer({ data });
  t.after(() => server.stop());
  const second = await signUp(server, { email: 'second@example.com' });
  assert.ok(second.project.id > first.project.id, `${second.project.id}`);
  assert.equal(await second.eventCount(), 0);
});

test('kill -9 at any moment of the first start leaves a directory that starts', { timeout: 1_200_000 }, async (t) => {
  // What the first start makes, in its order.
  const moments = ['lock', 'installation_pending', 'metadata.db', 'secret_key', 'analytics', 'analytics/metadata/default/events.sql',
    'analytics/metadata/default/installation.sql', 'log/events', 'log/recordings', 'log/installation_id', 'blobs',
    'blobs/.installation_id', 'installation_id'];
  for (const moment of moments) {
    const data = path.join(temporary(), 'data');
    const child = spawn(binary(), ['serve', '--data', data, '--port', '0'], { stdio: 'ignore' });
    const exited = once(child, 'exit');
    const file = path.join(data, moment);
    while (!fs.existsSync(file) && child.exitCode === null) await new Promise(setImmediate);
    child.kill('SIGKILL');
    await exited;
    const server = await new Server({ data, port: await freePort() }).start();
    assert.ok(fs.existsSync(path.join(data, 'installation_id')), moment);
    assert.ok(!fs.existsSync(path.join(data, 'installation_pending')), moment);
    await signUp(server);
    await server.stop();
    const again = await new Server({ data, port: await freePort() }).start();
    await again.stop();
  }
});
