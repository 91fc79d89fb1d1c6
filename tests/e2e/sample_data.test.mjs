// A project full of sample data, made while the server runs, across a restart, and deleted again.
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { signUp, startServer, until } from '../harness.mjs';

test('a sample project is filled in the background, goes on after a kill, and can be deleted', async (t) => {
  const server = await startServer();
  t.after(() => server.remove());
  const owner = await signUp(server);
  const made = await owner.api('POST', '/api/organizations/@current/sample_project/');
  const at = `/api/projects/${made.id}`;
  const filling = () => owner.api('GET', `${at}/is_generating_demo_data/`);
  const first = await filling();
  assert.equal(first.is_generating_demo_data, true);
  const total = first.events_total;
  await until('the first events', async () => (await filling()).events_done > 0, 120_000);
  await server.kill();
  await server.start();
  await until('a full project', async () => !(await filling()).is_generating_demo_data, 240_000);
  const count = async () => (await owner.api('POST', `${at}/query/`, { query: { kind: 'HogQLQuery', query: 'select count() from events' }, refresh: 'force_blocking' })).results[0][0];
  assert.equal(await count(), total, 'each event once, though some were written twice');
  assert.equal(await owner.eventCount(), 0, 'and none in the real project');
  const main = (await owner.api('GET', `${at}/`)).primary_dashboard;
  assert.equal((await owner.api('GET', `${at}/dashboards/${main}/`)).name, 'Product overview');

  await owner.api('DELETE', `${at}/`);
  await assert.rejects(owner.api('GET', `${at}/`), /404/);
});
