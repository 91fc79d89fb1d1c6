// Kills the program again and again while it takes events: whatever it acknowledged must be there
// exactly once after the restart. One of the clients sends events of 125 years.
// Rounds: TENREC_KILLS, default 20.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import http from 'node:http';
import test from 'node:test';

import { signUp, startServer, until } from '../harness.mjs';

const ROUNDS = Number(process.env.TENREC_KILLS ?? 20);
const CLIENTS = 6;
const BATCH = 20;

const now = () => new Date().toISOString();
/** Some day of the last 125 years: such events make a part on disk for every month. */
const longAgo = () => new Date(Date.now() - Math.random() * 125 * 365.25 * 86_400_000).toISOString();

/** Sends batches over one kept connection until the server is gone. */
async function sendUntilKilled(server, token, acknowledged, sent, when) {
  const agent = new http.Agent({ keepAlive: true, maxSockets: 1 });
  try {
    for (;;) {
      const batch = Array.from({ length: BATCH }, (_, i) => ({
        event: 'load',
        uuid: randomUUID(),
        distinct_id: `person ${i}`,
        properties: { i, text: 'x'.repeat(200) },
        timestamp: when(),
      }));
      for (const event of batch) sent.add(event.uuid);
      const answer = await server.request('POST', '/batch/', {
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ api_key: token, batch }),
        agent,
      });
      assert.equal(answer.status, 200, answer.text);
      for (const event of batch) acknowledged.add(event.uuid);
    }
  } catch (error) {
    if (error instanceof assert.AssertionError) throw error;
  } finally {
    agent.destroy();
  }
}

test(`kill -9 under load, ${ROUNDS} times, loses and repeats nothing`, { timeout: 1_200_000 }, async (t) => {
  const server = await startServer();
  t.after(() => server.remove());
  const owner = await signUp(server);
  const acknowledged = new Set();
  const sent = new Set();

  for (let round = 0; round < ROUNDS; ++round) {
    const clients = Array.from({ length: CLIENTS }, (_, i) => sendUntilKilled(server, owner.token, acknowledged, sent, i === 0 ? longAgo : now));
    // Early rounds hit the first segments and inserts, late ones the middle of everything.
    await new Promise((resolve) => setTimeout(resolve, 80 + Math.random() * 700));
    await server.kill();
    await Promise.all(clients);
    await server.start();
  }

  assert.ok(acknowledged.size > ROUNDS * BATCH, `only ${acknowledged.size} were acknowledged`);
  await until('every acknowledged event is stored', async () => (await owner.eventCount()) >= acknowledged.size, 300_000);
  // The log may hold more that was never acknowledged: wait until nothing changes any more.
  let stored = -1;
  await until('ingestion is done', async () => {
    const now = await owner.eventCount();
    const settled = now === stored;
    stored = now;
    if (!settled) await new Promise((resolve) => setTimeout(resolve, 1_000));
    return settled;
  }, 300_000);

  // One answer holds at most 50,000 rows, so the question is asked for each first digit.
  const times = new Map();
  for (const digit of '0123456789abcdef') {
    const rows = await owner.hogql(`select toString(uuid), count() from events where event = 'load' and substring(toString(uuid), 1, 1) = '${digit}' group by uuid limit 50000`);
    assert.ok(rows.length < 50_000);
    for (const [uuid, count] of rows) times.set(uuid, Number(count));
  }
  const lost = [...acknowledged].filter((uuid) => !times.has(uuid));
  const repeated = [...times].filter(([, count]) => count !== 1);
  const unknown = [...times.keys()].filter((uuid) => !sent.has(uuid));
  t.diagnostic(`${acknowledged.size} acknowledged, ${times.size} stored, ${sent.size} sent, last start ${server.startMs} ms`);
  assert.deepEqual(lost.slice(0, 5), [], `${lost.length} acknowledged events are lost`);
  assert.deepEqual(repeated.slice(0, 5), [], `${repeated.length} events are there more than once`);
  assert.deepEqual(unknown.slice(0, 5), [], `${unknown.length} events that nobody sent`);

  // The books came through every kill: nothing is in flight, and what they call stored is stored.
  const ledger = await owner.api('GET', `/api/projects/${owner.project.id}/ingestion/ledger/?date_from=-2d`);
  assert.equal(ledger.total.balanced, true, JSON.stringify(ledger.total));
  assert.equal(ledger.instance.balanced, true, JSON.stringify(ledger.instance));
  assert.equal(ledger.total.in_flight, 0);
  assert.equal(ledger.total.stored, await owner.eventCount());
  assert.ok(ledger.total.accepted >= acknowledged.size);
  await until('no alarm is left', async () => (await server.request('GET', '/_health')).text === 'ok');
});
