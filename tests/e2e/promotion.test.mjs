// A property that many questions read gets a column of its own, and no answer changes on the way.
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { signUp, startServer, until } from '../harness.mjs';

test('properties in heavy use get a column while questions and events go on', async (t) => {
  const server = await startServer({ args: ['--promote-after', '8', '--promote-interval', '1'] });
  t.after(() => server.remove());
  const owner = await signUp(server);
  const send = async (count, at) => {
    const batch = Array.from({ length: count }, (_, i) => ({
      event: 'paid',
      distinct_id: `p${i % 7}`,
      properties: { plan: `plan ${i % 3}`, amount: at + i, rarely: 'x' },
    }));
    assert.equal((await server.post('/batch/', { api_key: owner.token, batch })).status, 200);
  };
  await send(90, 0);
  await until('events to land', async () => (await owner.eventCount()) === 90);

  const read = async () => {
    const rows = await owner.hogql("select properties.plan as plan, count() as c, sum(toFloat(properties.amount)) as s from events where properties.plan != 'plan 9' group by plan order by plan");
    return JSON.stringify(rows);
  };
  const want = await read();
  assert.match(want, /plan 0/);
  const reads = async () => {
    const answer = await owner.query({ kind: 'HogQLQuery', query: "select count() from events where properties.plan = 'plan 1'", modifiers: { debug: true } });
    return answer.clickhouse;
  };
  assert.match(await reads(), /properties_tail/);
  // Every question on the way gives the same answer, before, during and after.
  await until('a column of its own', async () => {
    assert.equal(await read(), want);
    return /p_plan/.test(await reads());
  }, 300_000);
  for (let i = 0; i < 10; i += 1) assert.equal(await read(), want);

  await send(30, 1000);
  await until('more events to land', async () => (await owner.eventCount()) === 120);
  assert.deepEqual(await owner.hogql("select count() from events where properties.plan = 'plan 1'"), [[40]]);
  await server.stop();
  await server.start();
  assert.match(await reads(), /p_plan/, 'the column outlives a restart');
  assert.deepEqual(await owner.hogql("select count() from events where properties.plan = 'plan 1'"), [[40]]);
  assert.match((await owner.query({ kind: 'HogQLQuery', query: 'select properties.rarely from events limit 1', modifiers: { debug: true } })).clickhouse, /properties_tail/, 'what few questions read stays where it is');
});
