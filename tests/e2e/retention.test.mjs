// How long events stay: days of a project, removed behind everybody's back and shown until done.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';

import { signUp, startServer, until } from '../harness.mjs';

test('events past the days of their project go, and the disk is accounted for', { timeout: 300_000 }, async (t) => {
  const server = await startServer();
  t.after(() => server.remove());
  const owner = await signUp(server);
  const api = `/api/projects/${owner.project.id}`;
  const days = [0, 1, 20, 40, 41, 400, 9000];
  const batch = days.map((ago) => ({ event: `of ${ago}`, distinct_id: 'a', timestamp: new Date(Date.now() - ago * 86_400_000).toISOString() }));
  assert.equal((await server.post('/batch/', { api_key: owner.token, batch })).status, 200);
  const left = async () => (await owner.hogql('select event from events')).map(([event]) => Number(event.slice(3))).toSorted((a, b) => a - b);
  await until('the events', async () => (await left()).length === days.length, 120_000);

  const disk = await owner.api('GET', '/api/instance/disk/');
  const names = disk.uses.map((use) => `${use.kind} ${use.name}`);
  for (const name of ['analytics events', 'log events', 'log recordings', 'metadata metadata.db']) assert.ok(names.includes(name), `${name} in ${names}`);
  assert.equal(disk.uses.reduce((sum, use) => sum + use.bytes, 0), disk.used_bytes);
  assert.ok(disk.uses.find((use) => use.name === 'metadata.db').bytes >= fs.statSync(path.join(server.data, 'metadata.db')).size);
  assert.ok(disk.forecast.events_per_day > 0 && disk.forecast.bytes_per_event > 0);
  assert.equal(disk.budget_bytes, null);

  assert.deepEqual(await owner.api('GET', `${api}/retention/`), { days: null, runs: [] });
  assert.equal((await owner.api('PATCH', `${api}/retention/`, { days: 30 })).days, 30);
  const over = await until('the removal is over', async () => {
    const { runs } = await owner.api('GET', `${api}/retention/`);
    return runs.length === 1 && runs[0].finished_at !== null && runs[0];
  }, 120_000);
  assert.equal(over.reason, 'age');
  assert.equal(over.events, 4);
  assert.deepEqual(await left(), [0, 1, 20]);

  // What comes late is of yesterday's days too; after a restart nothing is done twice.
  await server.stop();
  await server.start();
  assert.deepEqual(await left(), [0, 1, 20]);
  assert.equal((await owner.api('PATCH', '/api/instance/disk/', { budget_bytes: 50_000_000_000 })).budget_bytes, 50_000_000_000);
  assert.equal((await owner.api('GET', '/api/instance/disk/')).runs.length, 1);
});
