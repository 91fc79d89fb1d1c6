// What capture answers over HTTP, row by row, and what is stored of what it took.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import net from 'node:net';
import test, { after, before } from 'node:test';
import zlib from 'node:zlib';

import { signUp, startServer, until } from '../harness.mjs';

let server;
let owner;

before(async () => {
  server = await startServer();
  owner = await signUp(server);
});
after(() => server?.remove());

const JSON_TYPE = { 'content-type': 'application/json' };
const event = (more = {}) => ({ event: 'e2e', distinct_id: 'p', ...more });
const single = (more = {}) => JSON.stringify({ api_key: owner.token, ...event(more) });
const batch = (events, more = {}) => JSON.stringify({ api_key: owner.token, batch: events, ...more });
const post = (target, body, headers = JSON_TYPE) => server.request('POST', target, { headers, body });

/** The stored event of that uuid. */
async function stored(uuid) {
  const rows = await until(`event ${uuid}`, async () => {
    const found = await owner.hogql(`select event, distinct_id, toUnixTimestamp64Milli(timestamp), properties from events where uuid = '${uuid}'`);
    return found.length > 0 && found;
  });
  assert.equal(rows.length, 1, `${uuid} is stored once`);
  const [name, distinctId, millis, properties] = rows[0];
  return { event: name, distinctId, millis: Number(millis), properties: typeof properties === 'string' ? JSON.parse(properties) : properties };
}

test('refusals of the v0 paths', async (t) => {
  const deep = '['.repeat(10_000) + ']'.repeat(10_000);
  const rows = [
    // name, path, body, headers, status, text
    ['empty body', '/e/', '', JSON_TYPE, 400, /^failed to decode request: request missing data payload/],
    ['plain body labelled gzip', '/e/', () => single(), { ...JSON_TYPE, 'content-encoding': 'gzip' }, 400, /invalid GZIP data/],
    ['cut gzip', '/e/', () => zlib.gzipSync(single()).subarray(0, 40), JSON_TYPE, 400, /invalid GZIP data/],
    ['invalid UTF-8', '/e/', Buffer.from([0x7b, 0xff, 0xfe, 0x7d]), JSON_TYPE, 400, /invalid UTF8 in request payload/],
    ['form without data', '/e/', 'hello=1', { 'content-type': 'application/x-www-form-urlencoded' }, 400, /expected form data in POST request payload/],
    ['no JSON', '/e/', '{"event":', JSON_TYPE, 400, /^failed to parse request: /],
    ['a number', '/e/', '17', JSON_TYPE, 400, /./],
    ['10,000 deep', '/e/', () => `{"api_key":"${owner.token}","event":"x","distinct_id":"p","properties":{"a":${deep}}}`, JSON_TYPE, 400, /./],
    ['no event name', '/e/', () => JSON.stringify({ api_key: owner.token, distinct_id: 'p' }), JSON_TYPE, 400, /^failed to hydrate events from request: /],
    ['empty batch', '/batch/', () => batch([]), JSON_TYPE, 400, /^request holds no event/],
    ['empty event name', '/e/', () => single({ event: '' }), JSON_TYPE, 400, /^event submitted with an empty event name/],
    ['no distinct_id', '/e/', () => JSON.stringify({ api_key: owner.token, event: 'x' }), JSON_TYPE, 400, /^event submitted without a distinct_id/],
    ['blank distinct_id', '/e/', () => single({ distinct_id: '  ' }), JSON_TYPE, 400, /^event submitted without a distinct_id/],
    ['cookieless of a wrong type', '/e/', () => single({ properties: { $cookieless_mode: 'yes' } }), JSON_TYPE, 400, /^event submitted with invalid cookieless mode/],
    ['no UUID', '/e/', () => single({ uuid: 'x' }), JSON_TYPE, 400, /./],
    ['no token', '/e/', () => JSON.stringify(event()), JSON_TYPE, 401, /^event submitted without an api_key/],
    ['empty token', '/e/', () => JSON.stringify({ api_key: '', ...event() }), JSON_TYPE, 401, /empty/],
    ['long token', '/e/', () => JSON.stringify({ api_key: 'x'.repeat(65), ...event() }), JSON_TYPE, 401, /too_long/],
    ['token with umlaut', '/e/', () => JSON.stringify({ api_key: 'phc_ä', ...event() }), JSON_TYPE, 401, /not_ascii/],
    ['personal key', '/e/', () => JSON.stringify({ api_key: 'phx_abc', ...event() }), JSON_TYPE, 401, /personal_api_key/],
    ['two tokens', '/e/', () => JSON.stringify([event({ properties: { token: 'phc_a' } }), event({ properties: { token: 'phc_b' } })]), JSON_TYPE, 401, /inconsistent/],
    ['replay without session', '/s/', () => JSON.stringify([{ event: '$snapshot', api_key: owner.token, distinct_id: 'p', properties: { $snapshot_data: [] } }]), JSON_TYPE, 400, /./],
    ['replay with a bad session', '/s/', () => JSON.stringify([{ event: '$snapshot', api_key: owner.token, distinct_id: 'p', properties: { $snapshot_data: [{ type: 2 }], $session_id: 'a_b' } }]), JSON_TYPE, 400, /session id/],
    ['wrong method', '/e/', '', JSON_TYPE, 405, /./, 'PUT'],
  ];
  for (const [name, path, body, headers, status, text, method = 'POST'] of rows) {
    await t.test(name, async () => {
      const answer = await server.request(method, path, { headers: { ...headers, origin: 'https://page.example' }, body: typeof body === 'function' ? body() : body });
      assert.equal(answer.status, status, answer.text);
      assert.match(answer.text, text);
      assert.doesNotMatch(answer.text, /<html/i);
      assert.equal(answer.headers['access-control-allow-origin'], 'https://page.example');
    });
  }
});

test('bodies over the limits are 413, and memory stays bounded', async () => {
  const over = await post('/e/', Buffer.alloc(20 * 1024 * 1024 + 1, 0x20));
  assert.equal(over.status, 413, over.text);
  assert.match(over.text, /maximum event size exceeded/);

  // 400 KB that unpack to 400 MB.
  const gzip = zlib.createGzip({ level: 9 });
  const pieces = [];
  gzip.on('data', (piece) => pieces.push(piece));
  const packed = new Promise((resolve) => gzip.on('end', resolve));
  for (let i = 0; i < 400; ++i) gzip.write(Buffer.alloc(1024 * 1024));
  gzip.end();
  await packed;
  const bomb = Buffer.concat(pieces);
  const answers = await Promise.all(Array.from({ length: 4 }, () => post('/e/', bomb)));
  for (const answer of answers) assert.equal(answer.status, 413, answer.text);
  assert.ok(server.alive);

  // Recordings may be larger than events on the wire, and smaller when unpacked.
  const snapshot = (bytes) => JSON.stringify([{ event: '$snapshot', api_key: owner.token, distinct_id: 'p', properties: { $session_id: randomUUID(), $snapshot_data: [{ type: 2, data: { text: 'x'.repeat(bytes) }, timestamp: 1 }] } }]);
  const taken = await post('/s/', snapshot(21 * 1024 * 1024));
  assert.equal(taken.status, 200, taken.text);
  const tooLarge = await post('/s/', Buffer.alloc(25 * 1024 * 1024 + 1, 0x20));
  assert.equal(tooLarge.status, 413, tooLarge.text);
  const unpacked = await post('/s/', zlib.gzipSync(snapshot(64 * 1024 * 1024), { level: 1 }));
  assert.equal(unpacked.status, 413, unpacked.text);
});

test('a body that stops coming is 408', { timeout: 1_200_000 }, async () => {
  const socket = net.connect(server.port, '127.0.0.1');
  let text = '';
  socket.on('data', (chunk) => (text += chunk));
  socket.write('POST /e/ HTTP/1.1\r\nHost: a\r\nContent-Length: 100\r\n\r\n{"event"');
  await until('408', () => text !== '', 300_000);
  socket.destroy();
  assert.match(text, /^HTTP\/1.1 408 /);
  assert.match(text, /client stopped sending data/);
});

test('garbage of every kind leaves the program alive', async () => {
  let state = 12345;
  const random = () => (state = (state * 1103515245 + 12345) % 2147483648);
  for (let i = 0; i < 150; ++i) {
    const body = Buffer.from(Array.from({ length: random() % 600 }, () => random() % 256));
    if (i % 3 === 0) body.set([0x1f, 0x8b, 0x08].slice(0, body.length));
    const path = ['/e/', '/batch/', '/s/', '/i/v0/e/', '/flags/?v=2', '/i/v1/analytics/events', '/report?token=x'][i % 7];
    const answer = await post(path, body, { 'content-type': ['application/json', 'text/plain', 'application/x-www-form-urlencoded'][i % 3] });
    assert.ok(answer.status < 500, `${path}: ${answer.status} ${answer.text}`);
  }
  const raw = ['GET / HTTP/1.1\r\n\r\n', '\x16\x03\x01\x02\x00', 'POST /e/ HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n'];
  for (const bytes of raw) {
    const socket = net.connect(server.port, '127.0.0.1');
    let text = '';
    socket.on('data', (chunk) => (text += chunk));
    socket.on('error', () => {});
    socket.write(Buffer.from(bytes, 'latin1'));
    await until('400', () => text.startsWith('HTTP/1.1 400'));
    socket.destroy();
  }
  assert.equal((await server.request('GET', '/_health')).status, 200);
});

test('every envelope and encoding is taken and stored', async (t) => {
  const form = (json) => `data=${encodeURIComponent(Buffer.from(json).toString('base64'))}`;
  const rows = [
    // name, how to send an event of that uuid
    ['plain JSON', (u) => post('/e/', single({ uuid: u }))],
    ['without the last slash', (u) => post('/e', single({ uuid: u }))],
    ['gzip as text/plain, no hint', (u) => post('/e/', zlib.gzipSync(batch([event({ uuid: u })])), { 'content-type': 'text/plain' })],
    ['gzip of a declared encoding', (u) => post('/batch/', zlib.gzipSync(batch([event({ uuid: u })])), { ...JSON_TYPE, 'content-encoding': 'gzip' })],
    ['base64 form', (u) => post('/e/?compression=base64', form(single({ uuid: u })), { 'content-type': 'application/x-www-form-urlencoded' })],
    ['GET with data', (u) => server.request('GET', `/e/?data=${encodeURIComponent(Buffer.from(single({ uuid: u })).toString('base64'))}`)],
    ['array with tokens in properties', (u) => post('/e/?compression=gzip-js&ip=0&_=' + Date.now() + '&ver=1.2', zlib.gzipSync(JSON.stringify([event({ uuid: u, properties: { token: owner.token } })])), { 'content-type': 'text/plain' })],
    ['/capture/', (u) => post('/capture/', single({ uuid: u }))],
    ['/i/v0/e/', (u) => post('/i/v0/e/', single({ uuid: u }))],
    ['chunked body', (u) => server.request('POST', '/e/', { headers: { ...JSON_TYPE, 'transfer-encoding': 'chunked' }, body: single({ uuid: u }) })],
    ['lone surrogate', (u) => post('/e/', single({ uuid: u }).replace('"e2e"', '"e2e","extra":"\\ud800"'))],
    ['null entries in a batch', (u) => post('/batch/', batch([null, event({ uuid: u })]))],
  ];
  for (const [name, send] of rows) {
    await t.test(name, async () => {
      const uuid = randomUUID();
      const answer = await send(uuid);
      assert.equal(answer.status, 200, answer.text);
      assert.equal(answer.json.status, 'Ok');
      assert.equal((await stored(uuid)).event, 'e2e');
    });
  }
  await t.test('beacon is 204', async () => {
    const uuid = randomUUID();
    const answer = await post('/e/?beacon=1', single({ uuid }));
    assert.equal(answer.status, 204);
    assert.equal(answer.text, '');
    await stored(uuid);
  });
});

test('what is stored of an event', async (t) => {
  const send = async (more) => {
    const uuid = randomUUID();
    const answer = await post('/e/', single({ uuid, ...more }));
    assert.equal(answer.status, 200, answer.text);
    return stored(uuid);
  };
  const now = () => Date.now();
  /** Stored as of a moment while it was sent, or so long after it. */
  const isNow = async (more, laterMs = 0) => {
    const before = now() + laterMs;
    const { millis } = await send(more);
    assert.ok(millis >= before - 2_000 && millis <= now() + laterMs + 2_000, `${new Date(millis).toISOString()} is not between ${new Date(before).toISOString()} and the end of its sending`);
  };

  await t.test('a number as distinct_id', async () => assert.equal((await send({ distinct_id: 123 })).distinctId, '123'));
  await t.test('a long distinct_id is cut', async () => assert.equal((await send({ distinct_id: 'x'.repeat(250) })).distinctId, 'x'.repeat(200)));
  await t.test('characters outside the plane', async () => assert.equal((await send({ properties: { text: 'ä 😀 \u0001' } })).properties.text, 'ä 😀 \u0001'));
  await t.test('no timestamp is now', async () => isNow({}));
  await t.test('garbage timestamp is now', async () => isNow({ timestamp: 'garbage' }));
  await t.test('two days ahead is now', async () => isNow({ timestamp: new Date(now() + 2 * 86_400_000).toISOString() }));
  await t.test('a date is midnight UTC', async () => assert.equal((await send({ timestamp: '2026-11-02' })).millis, Date.UTC(2026, 10, 2)));
  await t.test('another zone keeps the instant', async () => assert.equal((await send({ timestamp: '2026-11-02T10:00:00+05:30' })).millis, Date.UTC(2026, 10, 2, 4, 30)));
  await t.test('a clock one hour ahead is put right', async () => {
    const ahead = new Date(now() + 3_600_000).toISOString();
    await isNow({ timestamp: ahead, sent_at: ahead });
    await isNow({ timestamp: new Date(now() + 3_600_000).toISOString(), sent_at: ahead, properties: { $ignore_sent_at: true } }, 3_600_000);
  });
});

test('a batch is all or nothing, and an event counts once', async () => {
  const good = randomUUID();
  const refused = await post('/batch/', batch([event({ uuid: good }), event({ distinct_id: '' })]));
  assert.equal(refused.status, 400);
  const twice = randomUUID();
  for (let i = 0; i < 3; ++i) assert.equal((await post('/e/', single({ uuid: twice }))).status, 200);
  await stored(twice);
  const marker = randomUUID();
  assert.equal((await post('/e/', single({ uuid: marker }))).status, 200);
  await stored(marker);
  await stored(twice);
  assert.deepEqual(await owner.hogql(`select count() from events where uuid = '${good}'`), [[0]]);
});

test('preflight and CORS', async () => {
  const preflight = await server.request('OPTIONS', '/e/', {
    headers: { origin: 'https://page.example', 'access-control-request-method': 'POST', 'access-control-request-headers': 'content-type,x-custom' },
  });
  assert.equal(preflight.status, 200);
  assert.equal(preflight.headers['access-control-allow-origin'], 'https://page.example');
  assert.equal(preflight.headers['access-control-allow-credentials'], 'true');
  assert.match(preflight.headers['access-control-allow-headers'], /x-custom/);
  const without = await post('/e/', single());
  assert.equal(without.headers['access-control-allow-origin'], undefined);
});

test('v1: one verdict for each event', async (t) => {
  const headers = (more = {}) => ({
    ...JSON_TYPE,
    authorization: `Bearer ${owner.token}`,
    'posthog-sdk-info': 'test/1.0',
    'posthog-attempt': '1',
    'posthog-request-id': randomUUID(),
    'posthog-request-timestamp': new Date().toISOString(),
    'user-agent': 'test',
    ...more,
  });
  const make = (more = {}) => ({ event: 'v1', uuid: randomUUID(), distinct_id: 'p', timestamp: new Date().toISOString(), properties: {}, ...more });
  const body = (events) => JSON.stringify({ created_at: new Date().toISOString(), batch: events });
  const send = (events, more) => post('/i/v1/analytics/events', typeof events === 'string' ? events : body(events), headers(more));

  await t.test('ok and drop side by side', async () => {
    const events = [make(), make({ distinct_id: 'x'.repeat(201) }), make()];
    const id = randomUUID();
    const answer = await send(events, { 'posthog-request-id': id });
    assert.equal(answer.status, 200, answer.text);
    assert.equal(answer.headers['posthog-request-id'], id);
    assert.equal(answer.headers['retry-after'], undefined);
    const { results } = answer.json;
    assert.deepEqual(Object.keys(results).sort(), events.map((e) => e.uuid).sort());
    assert.equal(results[events[0].uuid].result, 'ok');
    assert.deepEqual(results[events[1].uuid], { result: 'drop', details: 'distinct_id_too_large' });
    await stored(events[2].uuid);
  });

  const same = make();
  const rows = [
    ['no attempt', [make()], { 'posthog-attempt': '' }, 400, 'missing_required_headers'],
    ['no bearer', [make()], { authorization: '' }, 401, 'missing_authorization'],
    ['bad token', [make()], { authorization: 'Bearer phc_ä'.replace('ä', '\u00e4') }, 401, 'invalid_api_token'],
    ['unknown encoding', [make()], { 'content-encoding': 'foo' }, 415, 'unsupported_content_encoding'],
    ['no JSON type', [make()], { 'content-type': 'text/plain' }, 415, 'unsupported_content_type'],
    ['empty batch', [], {}, 400, 'empty_batch'],
    ['same uuid twice', [same, same], {}, 400, 'duplicate_event_uuid'],
    ['no uuid', [make({ uuid: undefined })], {}, 400, 'missing_event_uuid'],
    ['no JSON', '{', {}, 400, 'request_parsing_error'],
    ['empty body', '', {}, 400, 'empty_body'],
  ];
  for (const [name, events, more, status, tag] of rows) {
    await t.test(name, async () => {
      const answer = await send(events, more);
      assert.equal(answer.status, status, answer.text);
      assert.equal(answer.json.error, tag);
      assert.ok(answer.json.error_description);
    });
  }
  await t.test('GET is 405', async () => assert.equal((await server.request('GET', '/i/v1/analytics/events')).status, 405));
  await t.test('brotli and deflate bodies', async () => {
    for (const [coding, pack] of [['br', zlib.brotliCompressSync], ['deflate', zlib.deflateSync], ['gzip', zlib.gzipSync]]) {
      const one = make();
      const answer = await post('/i/v1/analytics/events', pack(body([one])), headers({ 'content-encoding': coding }));
      assert.equal(answer.status, 200, `${coding}: ${answer.text}`);
      await stored(one.uuid);
    }
  });
});

test('recordings and reports are taken', async () => {
  const snapshot = [{ event: '$snapshot', api_key: owner.token, distinct_id: 'p', properties: { $snapshot_data: [{ type: 2, data: {}, timestamp: Date.now() }], $session_id: randomUUID(), $window_id: randomUUID() } }];
  const taken = await post('/s/', zlib.gzipSync(JSON.stringify(snapshot)), { 'content-type': 'text/plain' });
  assert.equal(taken.status, 200, taken.text);
  const report = await post(`/report?token=${owner.token}&distinct_id=reporter`, JSON.stringify({ 'csp-report': { 'document-uri': 'https://page.example/', 'violated-directive': 'script-src', 'blocked-uri': 'https://evil.example' } }), { 'content-type': 'application/csp-report' });
  assert.equal(report.status, 204, report.text);
  await until('$csp_violation', async () => (await owner.hogql("select count() from events where event = '$csp_violation' and distinct_id = 'reporter'"))[0][0] === 1);
});

test('a key that no project has is told to members, and only its beginning', async () => {
  const wrong = `${owner.token.slice(0, -2)}~~`;
  const elsewhere = 'phc_elsewhere0elsewhere0elsewhere0elsewhere0els';
  for (const [key, library] of [[wrong, 'posthog-node'], [elsewhere, 'posthog-python'], [elsewhere, 'posthog-python']]) {
    const answer = await post('/batch/', JSON.stringify({ api_key: key, batch: [event({ properties: { $lib: library } })] }));
    assert.equal(answer.status, 401, answer.text);
  }
  const answer = await server.request('GET', `/api/projects/${owner.project.id}/ingestion/refused_keys/`, { headers: { authorization: `Bearer ${owner.key}` } });
  assert.equal(answer.status, 200, answer.text);
  assert.equal(answer.json.whole_server, true);
  const found = Object.fromEntries(answer.json.results.map((one) => [`${one.sdk} ${one.key}`, one]));
  const almost = found[`posthog-node ${owner.token.slice(0, 8)}…`];
  const other = found['posthog-python phc_else…'];
  assert.deepEqual([almost.kind, almost.requests, almost.origin], ['similar', 1, '127.0.0.1']);
  assert.deepEqual([other.kind, other.requests, other.origin], ['unknown', 2, '127.0.0.1']);
  assert.ok(Math.abs(Date.now() - Date.parse(other.last_seen)) < 600_000, other.last_seen);
  for (const whole of [wrong, elsewhere]) {
    assert.ok(!answer.text.includes(whole.slice(0, 12)), answer.text);
    assert.ok(!server.output.includes(whole.slice(0, 12)), 'nothing of it is logged');
  }
  const stranger = await server.request('GET', `/api/projects/${owner.project.id}/ingestion/refused_keys/`);
  assert.equal(stranger.status, 401, stranger.text);
});
