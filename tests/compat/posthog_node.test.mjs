// posthog-node from npm against the real program.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import test, { after, before } from 'node:test';
import zlib from 'node:zlib';

import { PostHog } from 'posthog-node';

import { signUp, startServer, until } from '../harness.mjs';
import { startProxy } from './proxy.mjs';

let server;
let owner;

before(async () => {
  server = await startServer();
  owner = await signUp(server);
});
after(() => server?.remove());

const storedNamed = (name) => owner.hogql(`select distinct_id, properties, toString(uuid) from events where event = '${name}' order by timestamp`);
const awaitNamed = (name, count) =>
  until(`${count} of '${name}'`, async () => {
    const rows = await storedNamed(name);
    return rows.length >= count && rows;
  });
const parse = (value) => (typeof value === 'string' ? JSON.parse(value) : value);

test('capture and shutdown: one gzip batch', async (t) => {
  const proxy = await startProxy(server);
  t.after(() => proxy.close());
  const client = new PostHog(owner.token, { host: proxy.url });
  client.capture({ distinctId: 'node-1', event: 'node one', properties: { plan: 'pro', amount: 12.5, nested: { a: [1, 'ä'] } } });
  client.capture({ distinctId: 'node-1', event: 'node two' });
  await client.shutdown();
  const batches = proxy.to('/batch');
  assert.equal(batches.length, 1);
  assert.equal(batches[0].headers['content-encoding'], 'gzip');
  assert.equal(batches[0].status, 200);
  const [[distinctId, properties]] = await awaitNamed('node one', 1);
  assert.equal(distinctId, 'node-1');
  const stored = parse(properties);
  assert.equal(stored.plan, 'pro');
  assert.equal(stored.amount, 12.5);
  assert.deepEqual(stored.nested, { a: [1, 'ä'] });
  assert.equal(stored.$lib, 'posthog-node');
  await awaitNamed('node two', 1);
});

test('identify makes a person with properties', async () => {
  const client = new PostHog(owner.token, { host: server.url });
  client.identify({ distinctId: 'node-person', properties: { email: 'ada@example.com', $set_once: { first: 1 } } });
  client.capture({ distinctId: 'node-person', event: 'node identified' });
  await client.shutdown();
  await awaitNamed('node identified', 1);
  await until('person', async () => {
    const rows = await owner.hogql("select person.properties.email from events where event = 'node identified'");
    return rows[0]?.[0] === 'ada@example.com';
  });
});

test('groups have properties, and events know their groups', async () => {
  const client = new PostHog(owner.token, { host: server.url });
  client.groupIdentify({ groupType: 'company', groupKey: 'acme', properties: { name: 'Acme', seats: 5 }, distinctId: 'node-member' });
  await client.flush();
  client.groupIdentify({ groupType: 'company', groupKey: 'acme', properties: { seats: 6 }, distinctId: 'node-member' });
  client.capture({ distinctId: 'node-member', event: 'node grouped', groups: { company: 'acme' } });
  await client.shutdown();
  await awaitNamed('node grouped', 1);
  const ask = () => owner.hogql("select $group_0, group_0.properties.name, group_0.properties.seats from events where event = 'node grouped'");
  await until('the group as it is now', async () => {
    const [[key, name, seats]] = await ask();
    return key === 'acme' && name === 'Acme' && Number(seats) === 6;
  });
});

test('a hundred events in batches', async () => {
  const client = new PostHog(owner.token, { host: server.url, flushAt: 10 });
  for (let i = 0; i < 100; ++i) client.capture({ distinctId: `node-${i % 7}`, event: 'node many', properties: { i } });
  await client.shutdown();
  const rows = await awaitNamed('node many', 100);
  assert.deepEqual(rows.map(([, properties]) => parse(properties).i).sort((a, b) => a - b), Array.from({ length: 100 }, (_, i) => i));
});

test('413 halves the batch until it fits', async () => {
  const client = new PostHog(owner.token, { host: server.url, flushAt: 1000, maxBatchSize: 100, disableCompression: true, flushInterval: 600_000 });
  const problems = [];
  client.on('error', (error) => problems.push(error));
  // 100 × 300 KB is over the limit of 20 MiB, 50 × 300 KB is not.
  for (let i = 0; i < 100; ++i) client.capture({ distinctId: 'node-big', event: 'node big', properties: { i, text: 'x'.repeat(300_000) } });
  await client.flush();
  await client.shutdown();
  await until('all of them', async () => (await owner.hogql("select count(), uniq(toString(uuid)) from events where event = 'node big'"))[0].join() === '100,100', 300_000);
  assert.deepEqual(problems, []);
});

test('a 503 after the server took the batch makes no duplicates', async (t) => {
  let refusals = 0;
  const proxy = await startProxy(server, async (request, forward) => {
    if (!request.url.startsWith('/batch') || refusals >= 2) return undefined;
    refusals += 1;
    // The first answer is lost after the events were taken; the second never reached the server.
    if (refusals === 1) assert.equal((await forward()).status, 200);
    return { status: 503, headers: { 'retry-after': '0' }, body: 'service unavailable' };
  });
  t.after(() => proxy.close());
  const client = new PostHog(owner.token, { host: proxy.url, fetchRetryDelay: 50, fetchRetryCount: 5 });
  for (let i = 0; i < 5; ++i) client.capture({ distinctId: 'node-retry', event: 'node retry', properties: { i } });
  await client.shutdown();
  assert.deepEqual(proxy.to('/batch').map((request) => request.status), [503, 503, 200]);
  const marker = new PostHog(owner.token, { host: server.url });
  marker.capture({ distinctId: 'node-retry', event: 'node retry marker' });
  await marker.shutdown();
  await awaitNamed('node retry marker', 1);
  const rows = await awaitNamed('node retry', 5);
  assert.equal(rows.length, 5);
  assert.equal(new Set(rows.map(([, , uuid]) => uuid)).size, 5);
});

test('POSTHOG_CAPTURE_MODE=v1', async (t) => {
  let refused = false;
  const proxy = await startProxy(server, async (request) => {
    if (!request.url.startsWith('/i/v1/') || refused) return undefined;
    refused = true;
    return { status: 503, headers: { 'retry-after': '0' }, body: '{}' };
  });
  t.after(() => proxy.close());
  // The SDK reads the variable once, so it needs a process of its own.
  const child = spawn(process.execPath, [fileURLToPath(new URL('posthog_node_v1.mjs', import.meta.url)), proxy.url, owner.token], {
    env: { ...process.env, POSTHOG_CAPTURE_MODE: 'v1' },
    stdio: 'inherit',
  });
  const [code] = await once(child, 'exit');
  assert.equal(code, 0);
  const attempts = proxy.to('/i/v1/analytics/events');
  assert.deepEqual(attempts.map((request) => [request.headers['posthog-attempt'], request.status]), [['1', 503], ['2', 200]]);
  assert.equal(attempts[0].headers['posthog-request-id'], attempts[1].headers['posthog-request-id']);
  const sent = JSON.parse(attempts[1].headers['content-encoding'] === 'gzip' ? zlib.gunzipSync(attempts[1].body) : attempts[1].body);
  const rows = await awaitNamed('node v1', 3);
  assert.deepEqual(rows.map(([, , uuid]) => uuid).sort(), sent.batch.map((event) => event.uuid).sort());
  assert.equal(parse(rows[0][1]).$lib, 'posthog-node');
});
