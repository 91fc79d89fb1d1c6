// What the suites of backups share: commands that are run, a load, and everything that can be counted.
import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import fs from 'node:fs';
import http from 'node:http';
import path from 'node:path';

import { binary, until } from '../harness.mjs';

const BATCH = 25;

/** Runs the program to its end, without holding up what else this process does. */
export async function runMeanwhile(args, env = {}) {
  const child = spawn(binary(), args, { stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, ...env } });
  let text = '';
  child.stdout.on('data', (chunk) => (text += chunk));
  child.stderr.on('data', (chunk) => (text += chunk));
  const [status] = await once(child, 'close');
  return { status, text };
}

export async function succeedMeanwhile(args, env) {
  const done = await runMeanwhile(args, env);
  assert.equal(done.status, 0, `${args}: ${done.text}`);
  return done.text;
}

/** Events of anonymous visitors who log in, some of them of months ago unless `load.recent`, until `load.over`:
 * no more than `load.most` at a time, so that a slow machine has no more to count in the end than a quick one. */
export async function sendUntilOver(server, token, load, client) {
  const agent = new http.Agent({ keepAlive: true, maxSockets: 1 });
  for (let round = 0; !load.over; ++round) {
    if (load.sent.size >= load.most) {
      await new Promise((resolve) => setTimeout(resolve, 25));
      continue;
    }
    const batch = Array.from({ length: BATCH }, (_, i) => {
      const visitor = `visitor ${client} ${(round + i) % 40}`;
      const event = { uuid: randomUUID(), distinct_id: visitor, event: `step ${i % 7}`, timestamp: new Date().toISOString(), properties: { i, [`key ${i % 9}`]: round } };
      if (i === 3) Object.assign(event, { event: '$identify', distinct_id: `user ${client} ${round % 40}`, properties: { $anon_distinct_id: visitor, $set: { round } } });
      if (i === 5 && client === 0 && !load.recent) event.timestamp = new Date(Date.now() - (round % 12) * 30 * 86_400_000).toISOString();
      return event;
    });
    for (const event of batch) load.sent.add(event.uuid);
    const answer = await server.request('POST', '/batch/', { headers: { 'content-type': 'application/json' }, body: JSON.stringify({ api_key: token, batch }), agent });
    assert.equal(answer.status, 200, answer.text);
    for (const event of batch) load.acknowledged.add(event.uuid);
    load.last = batch;
    // A steady load: what matters is that it goes on, not how much it is.
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  agent.destroy();
}

/** Lets the load go on for a while after a backup, then ends it: what the backup was made of must be gone. */
export async function endLoad(server, load, clients) {
  load.most = Infinity;
  const after = load.acknowledged.size;
  await until('more load', async () => load.acknowledged.size > after + 200, 300_000);
  load.over = true;
  await Promise.all(clients);
  assert.deepEqual(fs.readdirSync(path.join(server.data, 'backup')), ['lock'], 'what the copy was made of is gone');
}

export const isQuiet = (owner) => async () => {
  const ledger = await owner.api('GET', `/api/projects/${owner.project.id}/ingestion/ledger/?date_from=-2d`);
  return ledger.instance.in_flight === 0 && ledger.instance.balanced && ledger.total.balanced && ledger.total.in_flight === 0 && ledger;
};

/** Rows of every table of the metadata. */
export function metadataCounts(data) {
  const script = `
import json, sqlite3, sys
db = sqlite3.connect('file:' + sys.argv[1] + '?mode=ro', uri=True)
names = [name for (name,) in db.execute("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name")]
print(json.dumps({name: db.execute('SELECT count(*) FROM "' + name + '"').fetchone()[0] for name in names}))`;
  const done = spawnSync('python3', ['-c', script, path.join(data, 'metadata.db')], { encoding: 'utf8' });
  assert.equal(done.status, 0, done.stderr);
  return JSON.parse(done.stdout);
}

export async function countsOf(owner) {
  const one = async (question) => (await owner.hogql(question))[0];
  const api = `/api/projects/${owner.project.id}`;
  return {
    events: await one('select count(), uniq(uuid), uniq(distinct_id), uniq(person_id), min(timestamp), max(timestamp) from events'),
    kinds: await owner.hogql('select event, count() from events group by event order by event'),
    persons: await one('select count() from persons'),
    distinctIds: await one('select count() from person_distinct_ids'),
    eventDefinitions: (await owner.api('GET', `${api}/event_definitions/?limit=1`)).count,
    propertyDefinitions: (await owner.api('GET', `${api}/property_definitions/?limit=1`)).count,
  };
}

/** Of a restored point of a server under load: what was acknowledged before it is there, and nothing twice. */
export async function compareWithLoad(owner, load, before) {
  const ledger = await until('what was accepted is stored', isQuiet(owner), 300_000);
  const uuids = (await owner.hogql('select toString(uuid) from events limit 50000')).map(([uuid]) => uuid);
  const unique = new Set(uuids);
  assert.equal(unique.size, uuids.length, 'stored twice');
  assert.equal(ledger.total.stored, uuids.length);
  for (const uuid of before) assert.ok(unique.has(uuid), `${uuid} was acknowledged before the backup`);
  for (const uuid of unique) assert.ok(load.sent.has(uuid), `${uuid} was never sent`);
  assert.ok(uuids.length < load.sent.size, 'it is of a moment, not of the end');
  const counts = await countsOf(owner);
  assert.equal(counts.persons[0], counts.events[3], 'persons with events');
  assert.equal(counts.distinctIds[0] >= counts.events[2], true);
}
