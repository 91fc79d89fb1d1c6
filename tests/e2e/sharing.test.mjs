// Public links over HTTP: what strangers see, what they cannot do, who may frame a page.
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { signUp, startServer, until } from '../harness.mjs';

test('a link shows one dashboard and its numbers to anybody, until it is turned off', async (t) => {
  const server = await startServer();
  t.after(() => server.remove());
  const owner = await signUp(server);
  const at = `/api/projects/${owner.project.id}`;
  const api = (method, place, body) => owner.api(method, `${at}${place}`, body);
  const get = (path, headers = {}) => server.request('GET', path, { headers });

  // A project begins with a dashboard that Home shows.
  const main = (await owner.api('GET', `${at}/`)).primary_dashboard;
  const first = await api('GET', `/dashboards/${main}/`);
  assert.equal(first.name, 'My App Dashboard');
  assert.equal(first.tiles.length, 6);

  for (const id of ['a', 'b']) assert.equal((await server.post('/capture/', { api_key: owner.token, event: '$pageview', distinct_id: id })).status, 200);
  await until('the events', async () => (await owner.eventCount()) === 2);
  assert.equal((await api('GET', `/dashboards/${main}/sharing/`)).enabled, false);
  const shared = await api('PATCH', `/dashboards/${main}/sharing/`, { enabled: true });
  const link = `/shared/${shared.access_token}`;

  const page = await get(link, { accept: 'text/html' });
  assert.equal(page.status, 200);
  assert.equal(page.headers['x-frame-options'], undefined);
  assert.equal(page.headers['x-robots-tag'], 'noindex');
  const home = await get('/', { accept: 'text/html' });
  assert.equal(home.headers['x-frame-options'], 'SAMEORIGIN');

  const data = (await get(`${link}.json`)).json;
  assert.equal(data.type, 'scene');
  const daily = data.dashboard.tiles[0].insight;
  assert.equal(daily.result[0].data.at(-1), 2);
  assert.equal(daily.created_by, null);
  assert.equal((await get(`/embedded/${shared.access_token}.json`)).json.type, 'embed');

  // A stranger's wishes about the question are not heard; neither is a token that opens another door.
  const asked = (await get(`${link}.json?filters_override=${encodeURIComponent('{"date_from":"-1d"}')}&refresh=force_blocking`)).json;
  assert.deepEqual(asked.dashboard.tiles[0].insight.query, daily.query);
  for (const place of [`/dashboards/${main}/`, '/insights/']) {
    assert.equal((await get(`${at}${place}?sharing_access_token=${shared.access_token}`)).status, 401, place);
  }
  assert.equal((await server.request('POST', `${link}.json`, { headers: { 'content-type': 'application/json' }, body: '{"query":{}}' })).status, 400);

  // New events: the page may be old by minutes, so that nobody makes the server compute at will.
  await server.post('/capture/', { api_key: owner.token, event: '$pageview', distinct_id: 'c' });
  await until('the third', async () => (await owner.eventCount()) === 3);
  assert.equal((await get(`${link}.json`)).json.dashboard.tiles[0].insight.last_refresh, daily.last_refresh);

  const renewed = await api('POST', `/dashboards/${main}/sharing/refresh/`);
  assert.notEqual(renewed.access_token, shared.access_token);
  assert.equal((await get(`${link}.json`)).status, 200, 'for five more minutes');
  await server.stop();
  await server.start();
  assert.equal((await get(`/shared/${renewed.access_token}.json`)).status, 200);

  await api('PATCH', `/dashboards/${main}/sharing/`, { enabled: false });
  for (const path of [link, `${link}.json`, `/shared/${renewed.access_token}`, '/shared/no-such', '/embedded/no-such.json', `${link}.png`]) {
    assert.equal((await get(path, { accept: 'text/html' })).status, 404, path);
  }
});

test('a password stands before a link: the wrong one is refused, the right one opens it', async (t) => {
  const server = await startServer();
  t.after(() => server.remove());
  const owner = await signUp(server);
  const at = `/api/projects/${owner.project.id}`;
  const [insight] = (await owner.api('GET', `${at}/insights/`)).results;
  const { access_token: token } = await owner.api('PATCH', `${at}/insights/${insight.id}/sharing/`, { enabled: true, password_required: true });
  const made = await owner.api('POST', `${at}/insights/${insight.id}/sharing/passwords/`, { note: 'the board' });
  assert.deepEqual((await server.request('GET', `/shared/${token}.json`)).json, { type: 'unlock' });
  const wrong = await server.post(`/shared/${token}`, { password: 'not this' });
  assert.deepEqual([wrong.status, wrong.json.error], [401, 'Incorrect password']);
  const { shareToken } = (await server.post(`/shared/${token}`, { password: made.password })).json;
  const opened = await server.request('GET', `/shared/${token}.json`, { headers: { authorization: `Bearer ${shareToken}` } });
  assert.equal(opened.json.insight.short_id, insight.short_id);
  const activity = (await owner.api('GET', `${at}/insights/${insight.id}/activity/`)).results.map((entry) => entry.activity);
  assert.deepEqual(activity.slice(0, 4), ['share_login_success', 'share_login_failed', 'password created', 'sharing enabled']);
  assert.ok(!server.output.includes(made.password));
});
