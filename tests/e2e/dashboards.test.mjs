// Insights and dashboards as the web app and programs use them, over HTTP and across a restart.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { test } from 'node:test';

import { binary, signUp, startServer, until, withoutDashboards } from '../harness.mjs';

const trend = (event, more = {}) => ({
  kind: 'InsightVizNode',
  source: { kind: 'TrendsQuery', series: [{ kind: 'EventsNode', event }], dateRange: { date_from: '-7d' }, ...more },
});

async function world(t) {
  const server = await startServer();
  t.after(() => server.remove());
  const owner = await signUp(server);
  await withoutDashboards(owner);
  const at = `/api/projects/${owner.project.id}`;
  const api = (method, place, body) => owner.api(method, `${at}${place}`, body);
  const capture = async (...events) => {
    for (const event of events) assert.equal((await server.post('/capture/', { api_key: owner.token, distinct_id: 'a', ...event })).status, 200);
    await until('the events', async () => (await owner.eventCount()) >= events.length);
  };
  return { server, owner, api, at, capture };
}

test('an insight is made, answered, changed, put away and found again after a restart', async (t) => {
  const { server, api, capture } = await world(t);
  await capture({ event: 'paid' }, { event: 'paid' }, { event: 'seen' });
  const query = trend('paid');
  const made = await api('POST', '/insights/', { name: 'Payments', query, tags: ['Money'] });
  assert.equal(made.result, null, 'nothing is computed unasked');
  assert.deepEqual(made.query, query);

  const computed = await api('GET', `/insights/${made.short_id}/?refresh=blocking`);
  assert.equal(computed.result[0].count, 2);
  assert.match(computed.last_refresh, /Z$/);
  const cached = await api('GET', `/insights/${made.id}/`);
  assert.equal(cached.is_cached, true);
  assert.deepEqual(cached.result, computed.result);
  assert.equal((await api('GET', '/insights/')).results[0].result[0].count, 2, 'lists show what is known');

  const queued = await api('GET', `/insights/${made.id}/?refresh=force_async&client_query_id=mine`);
  assert.equal(queued.query_status.id, 'mine');
  await until('the answer', async () => (await api('GET', '/query/mine/')).query_status.complete);

  // Two tabs at once: each change stays.
  const tabs = Array.from({ length: 10 }, (_, i) => [{ name: `name ${i}` }, { description: `description ${i}` }, { favorited: i % 2 === 1 }]);
  for (const tab of tabs) await Promise.all(tab.map((change) => api('PATCH', `/insights/${made.short_id}/`, change)));
  const changed = await api('GET', `/insights/${made.short_id}/`);
  assert.deepEqual([changed.name, changed.description, changed.favorited], ['name 9', 'description 9', true]);

  await api('POST', `/insights/${made.id}/viewed/`);
  await api('POST', '/annotations/', { content: 'New price', date_marker: '2026-01-31T12:00:00+02:00', scope: 'dashboard_item', dashboard_item: made.id });
  for (const path of ['a', 'b']) await api('POST', '/file_system_shortcut/', { path, type: 'insight', ref: path });
  const pins = (await api('GET', '/file_system_shortcut/')).results;
  await api('POST', '/file_system_shortcut/reorder/', { ordered_ids: pins.map((pin) => pin.id).reverse() });
  await api('PATCH', `/insights/${made.id}/`, { deleted: true });
  await assert.rejects(api('GET', `/insights/${made.id}/`), /404/);
  assert.equal((await api('GET', '/insights/?deleted=true&search=name%209')).count, 1);
  await api('PATCH', `/insights/${made.id}/`, { deleted: false });

  await server.stop();
  await server.start();
  const kept = await api('GET', `/insights/${made.short_id}/`);
  assert.deepEqual([kept.id, kept.name, kept.tags, kept.query], [made.id, 'name 9', ['money'], query]);
  assert.equal((await api('GET', '/insights/my_last_viewed/'))[0].short_id, made.short_id);
  const [note] = (await api('GET', '/annotations/')).results;
  assert.deepEqual([note.date_marker, note.insight_short_id], ['2026-01-31T10:00:00.000000Z', made.short_id]);
  assert.deepEqual((await api('GET', '/file_system_shortcut/')).results.map((pin) => pin.path), ['b', 'a']);
  const history = await api('GET', `/insights/${made.id}/activity/?limit=2`);
  assert.deepEqual(history.results.map((entry) => entry.activity), ['restored', 'deleted']);
  assert.ok(history.total_count > 20);
});

test('a dashboard rules its tiles, and one bad tile leaves the others', async (t) => {
  const { server, api, at, owner, capture } = await world(t);
  const now = Date.now();
  const daysAgo = (days) => new Date(now - days * 86_400_000).toISOString();
  await capture(
    { event: 'paid', timestamp: daysAgo(0), properties: { plan: 'pro' } },
    { event: 'paid', timestamp: daysAgo(20), properties: { plan: 'pro' } },
    { event: 'paid', timestamp: daysAgo(20), properties: { plan: 'free' } },
  );
  const board = await api('POST', '/dashboards/', { name: 'Board', pinned: true });
  const good = await api('POST', '/insights/', { name: 'good', query: trend('paid'), dashboards: [board.id] });
  // Saved before funnels could be answered, or with a column that is gone.
  const bad = { kind: 'DataVisualizationNode', source: { kind: 'HogQLQuery', query: 'select no_such_column from events' } };
  await api('POST', '/insights/', { name: 'bad', query: bad, dashboards: [board.id] });
  await api('PATCH', `/dashboards/${board.id}/`, { tiles: [{ text: { body: '# Hello <b>you</b>' }, layouts: { sm: { x: 0, y: 0, w: 12, h: 2 } } }] });

  const shown = await api('GET', `/dashboards/${board.id}/?refresh=blocking`);
  assert.deepEqual(shown.tiles.map((tile) => tile.insight?.name ?? tile.text.body), ['# Hello <b>you</b>', 'good', 'bad']);
  assert.equal(shown.tiles[1].insight.result[0].count, 1);
  assert.match(shown.tiles[2].error.message, /no_such_column/);

  await api('PATCH', `/dashboards/${board.id}/`, { filters: { date_from: '-30d' } });
  const wide = await api('GET', `/insights/${good.short_id}/?from_dashboard=${board.id}&refresh=blocking`);
  assert.equal(wide.result[0].count, 3);
  assert.equal(wide.query.source.dateRange.date_from, '-30d');
  const pro = encodeURIComponent(JSON.stringify({ date_from: '-30d', properties: [{ key: 'plan', value: ['pro'], operator: 'exact', type: 'event' }] }));
  const filtered = await api('GET', `/dashboards/${board.id}/?refresh=blocking&filters_override=${pro}`);
  assert.equal(filtered.tiles[1].insight.result[0].count, 2);
  assert.equal((await api('GET', `/insights/${good.short_id}/?refresh=blocking`)).result[0].count, 1, 'by itself it is as it was');

  // Tile by tile.
  const stream = await server.request('GET', `${at}/dashboards/${board.id}/stream_tiles/?refresh=force_blocking`, { headers: { authorization: `Bearer ${owner.key}` } });
  const events = stream.text.split('\n\n').filter(Boolean).map((frame) => JSON.parse(frame.slice('data: '.length)));
  assert.equal(events[0].type, 'metadata');
  assert.equal(events[0].dashboard.name, 'Board');
  assert.equal(events.at(-1).type, 'complete');
  const tiles = events.filter((event) => event.type === 'tile');
  assert.deepEqual(tiles.map((event) => event.order).sort(), [0, 1, 2]);
  assert.equal(tiles.find((event) => event.order === 1).tile.insight.result[0].count, 3);
  assert.equal(events.filter((event) => event.type === 'error').length, 1);

  // Layouts from one tab and a new text from another at once.
  const place = (y) => ({ sm: { x: 0, y, w: 6, h: 5 }, xs: { x: 0, y, w: 1, h: 5 } });
  await Promise.all([
    api('PATCH', `/dashboards/${board.id}/`, { tiles: [{ id: shown.tiles[1].id, layouts: place(20) }] }),
    api('PATCH', `/dashboards/${board.id}/`, { tiles: [{ id: shown.tiles[0].id, text: { body: 'new' } }] }),
    api('PATCH', `/dashboards/${board.id}/`, { name: 'Renamed' }),
  ]);
  await server.stop();
  await server.start();
  const kept = await api('GET', `/dashboards/${board.id}/`);
  assert.equal(kept.name, 'Renamed');
  assert.equal(kept.tiles[0].text.body, 'new');
  assert.deepEqual(kept.tiles[1].layouts, place(20));
  assert.equal((await api('GET', '/dashboards/?pinned=true')).results[0].name, 'Renamed');

  await api('PATCH', `/dashboards/${board.id}/`, { deleted: true, delete_insights: true });
  assert.equal((await api('GET', '/insights/')).count, 0);
  await api('PATCH', `/dashboards/${board.id}/`, { deleted: false });
  assert.equal((await api('GET', '/insights/')).count, 2);
});

test('each template answers every one of its tiles', async (t) => {
  const { api, capture } = await world(t);
  await capture({ event: '$pageview', properties: { $pathname: '/', $browser: 'Chrome' } });
  const templates = (await api('GET', '/dashboard_templates/')).results;
  assert.ok(templates.length >= 4);
  // What a project begins with; it is no template to choose.
  const first = await api('POST', '/dashboards/', { use_template: 'DEFAULT_APP' });
  for (const template of [...templates, { template_name: 'DEFAULT_APP', tiles: first.tiles }]) {
    const made = await api('POST', '/dashboards/', { use_template: template.template_name });
    const board = await api('GET', `/dashboards/${made.id}/?refresh=blocking`);
    assert.equal(board.tiles.length, template.tiles.length);
    for (const tile of board.tiles) {
      assert.equal(tile.error, undefined, `${template.template_name}: ${tile.insight.name}: ${tile.error?.message}`);
      assert.ok(Array.isArray(tile.insight.result), tile.insight.name);
    }
  }
});

test('what belongs to another project is out of reach', async (t) => {
  const { server, owner, api, at } = await world(t);
  const board = await api('POST', '/dashboards/', { name: 'Mine' });
  const insight = await api('POST', '/insights/', { name: 'mine', query: trend('x'), dashboards: [board.id] });
  const other = (await owner.api('POST', '/api/projects/', { name: 'Other' })).id;
  const elsewhere = (method, place, body) => owner.api(method, `/api/projects/${other}${place}`, body);
  await withoutDashboards({ project: { id: other }, api: owner.api.bind(owner) });
  assert.equal((await elsewhere('GET', '/insights/')).count, 0);
  for (const [method, place, body] of [
    ['GET', `/insights/${insight.short_id}/`],
    ['PATCH', `/insights/${insight.id}/`, { name: 'x' }],
    ['GET', `/dashboards/${board.id}/`],
    ['PATCH', `/dashboards/${board.id}/`, { deleted: true }],
    ['GET', `/dashboards/${board.id}/stream_tiles/`],
  ]) {
    await assert.rejects(elsewhere(method, place, body), /404/, `${method} ${place}`);
  }
  await assert.rejects(elsewhere('POST', '/insights/', { dashboards: [board.id] }), /"attr":"dashboards"/);
  const nobody = await server.request('GET', `${at}/insights/`);
  assert.equal(nobody.status, 401);
});
