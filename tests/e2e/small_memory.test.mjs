// A flood of wide events into a program of little memory: the engine takes every batch at its first
// try and answers every question meanwhile, for merges leave room beside them.
import assert from 'node:assert/strict';
import http from 'node:http';
import test from 'node:test';

import { signUp, startServer, until } from '../harness.mjs';

const EVENTS = 120_000;
const BATCH = 500;
const CONNECTIONS = 6;

/** An event as posthog-js sends them: a column for most of its properties, and some text. */
function wideEvent(i) {
  const properties = {
    $os: i % 3 ? 'Windows' : 'Mac OS X', $browser: i % 5 ? 'Chrome' : 'Firefox', $device_type: 'Desktop', $browser_version: 120 + (i % 7),
    $current_url: `https://shop.example/product/${i % 997}?ref=${i}`, $host: 'shop.example', $pathname: `/product/${i % 997}`,
    $screen_height: 900 + (i % 50), $screen_width: 1440, $viewport_height: 800, $viewport_width: 1400, $lib: 'web', $lib_version: '1.200.0',
    $session_id: `session-${i % 4_000}`, $window_id: `window-${i % 4_000}`, $device_id: `device-${i % 2_000}`, $referrer: '$direct', $referring_domain: '$direct',
    utm_source: `source ${i % 20}`, utm_campaign: `campaign ${i % 60}`, plan: i % 2 ? 'free' : 'team', note: `${i} `.repeat(60), [`own_${i % 40}`]: i,
    $set: { email: `person${i % 3_000}@example.com`, name: `Person ${i % 3_000}` },
  };
  return { event: i % 4 ? '$pageview' : 'note created', distinct_id: `person-${i % 3_000}`, properties };
}

test('a flood fits into 768 MB', async () => {
  const server = await startServer({ env: { TENREC_MEMORY_MB: '768' } });
  try {
    const owner = await signUp(server);
    const bodies = Array.from({ length: 12 }, (_, b) => JSON.stringify({ api_key: owner.token, batch: Array.from({ length: BATCH }, (_, i) => wideEvent(b * BATCH + i)) }));
    const agent = new http.Agent({ keepAlive: true, maxSockets: CONNECTIONS });
    let sent = 0;
    const send = async () => {
      while (sent < EVENTS) {
        const body = bodies[(sent / BATCH) % bodies.length];
        sent += BATCH;
        // Capture may say "later" under load, as it would to an SDK, which then comes again.
        await until('a batch is taken', async () => {
          const answer = await server.request('POST', '/batch/', { headers: { 'content-type': 'application/json' }, body, agent });
          assert.ok(answer.status === 200 || answer.status === 503, answer.text);
          return answer.status === 200;
        }, 60_000);
      }
    };
    let flooding = true;
    let asked = 0;
    const ask = async () => {
      while (flooding) {
        // A refusal throws, and the test fails with its words.
        await owner.query({ kind: 'TrendsQuery', series: [{ kind: 'EventsNode', event: null, math: 'dau' }], breakdownFilter: { breakdown: '$current_url', breakdown_type: 'event' }, dateRange: { date_from: '-7d' } });
        ++asked;
      }
    };
    const flood = async () => {
      await Promise.all(Array.from({ length: CONNECTIONS }, send));
      await until('every event is stored', async () => (await owner.eventCount()) === EVENTS, 120_000);
      flooding = false;
    };
    await Promise.all([flood(), ask()]);
    assert.ok(asked > 0);
    const counts = (await server.request('GET', '/metrics')).text.split('\n').filter((line) => line.startsWith('engine_inserts_total{'));
    assert.ok(counts.length > 0);
    assert.deepEqual(counts.filter((line) => !line.includes('result="ok"') && !line.endsWith(' 0')), []);
  } finally {
    await server.remove();
  }
});
