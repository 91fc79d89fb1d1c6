// The program's answers are what its document at /api/schema/ promises.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import test, { after, before } from 'node:test';

import { binary, signUp, startServer, until } from '../harness.mjs';
import { answerSchema, mismatch } from '../schema.mjs';

let server;
let owner;
let api;

before(async () => {
  server = await startServer();
  owner = await signUp(server);
  api = (await server.request('GET', '/api/schema/')).json;
  const batch = ['paid', 'paid', 'opened'].map((event, i) => ({
    event,
    distinct_id: `p${i}`,
    properties: { plan: i === 0 ? 'pro' : 'free', amount: i, $set: { email: `p${i}@example.com` } },
  }));
  await server.post('/batch/', { api_key: owner.token, batch });
  await until('the events', async () => (await owner.eventCount()) === batch.length);
});
after(() => server?.remove());

async function checked(method, path, target, value) {
  const headers = { ...owner.session, 'content-type': 'application/json' };
  const answer = await server.request(method.toUpperCase(), target, { headers, body: value === undefined ? undefined : JSON.stringify(value) });
  assert.ok(answer.status < 500, `${method} ${target}: ${answer.status} ${answer.text}`);
  const schema = answerSchema(api, path, method, answer.status);
  if (schema) assert.equal(mismatch(api, schema, answer.json), null, `${method} ${target}: ${answer.status} ${answer.text.slice(0, 2000)}`);
  return answer;
}

test('the document is that of `tenrec openapi`', () => {
  assert.deepEqual(api, JSON.parse(execFileSync(binary(), ['openapi'], { encoding: 'utf8', maxBuffer: 64 << 20 })));
});

test('every address that can be read answers as declared', async () => {
  const person = (await owner.hogql('select uuid from events limit 1'))[0][0];
  const definitions = await until('the definitions', async () => {
    const { results } = await owner.api('GET', `/api/projects/${owner.project.id}/event_definitions/`);
    return results.length > 0 && results;
  });
  const fill = (path) =>
    path.replace(/\{(\w+)\}/g, (_, gap) => {
      if (gap === 'uuid') return path.includes('/events/') ? person : '@me';
      if (gap === 'id') return path.includes('event_definitions') ? definitions[0].id : '0199a000-0000-7000-8000-000000000000';
      return gap === 'query_id' ? 'unknown' : '@current';
    });
  let asked = 0;
  for (const [path, item] of Object.entries(api.paths)) {
    const get = item.get;
    if (!get || path.includes('logout')) continue;
    if (get.responses[200]?.content && !get.responses[200].content['application/json']) continue;
    const needed = (get.parameters ?? []).filter(({ in: place, required }) => place === 'query' && required);
    const query = needed.map(({ name }) => `${name}=${name === 'event_names' ? encodeURIComponent('["paid"]') : 'plan'}`).join('&');
    await checked('get', path, fill(path) + (query ? `?${query}` : ''));
    asked += 1;
  }
  assert.ok(asked > 50, `only ${asked} were asked`);
});

test('questions of every kind answer as declared', async () => {
  const series = [{ kind: 'EventsNode', event: 'paid' }, { kind: 'EventsNode', event: null, math: 'dau' }];
  const trends = { kind: 'TrendsQuery', series };
  const questions = [
    trends,
    { ...trends, compareFilter: { compare: true }, breakdownFilter: { breakdown: 'plan', breakdown_type: 'event' } },
    { ...trends, breakdownFilter: { breakdowns: [{ property: 'plan' }, { property: 'email', type: 'person' }] } },
    { ...trends, trendsFilter: { display: 'BoldNumber', formulaNodes: [{ formula: 'A / B' }] } },
    { ...trends, trendsFilter: { display: 'ActionsTable' } },
    { kind: 'InsightVizNode', source: trends },
    { kind: 'EventsQuery', select: ['*', 'person', 'event', 'properties.amount'], after: 'all' },
    { kind: 'HogQLQuery', query: 'select event, count(), avg(properties.amount), null from events group by event' },
    { kind: 'HogQLQuery', query: 'select nonsense from events' },
    { kind: 'TrendsQuery', series: [] },
    { kind: 'Nonsense' },
  ];
  for (const query of questions) {
    for (const refresh of ['force_blocking', 'blocking', 'async', 'force_async']) {
      await checked('post', '/api/projects/{project_id}/query/', `/api/projects/${owner.project.id}/query/`, { query, refresh });
    }
  }
});

test('what is refused is refused in the declared shape', async () => {
  await checked('get', '/api/projects/{project_id}/', '/api/projects/99999/');
  await checked('post', '/api/organizations/{organization_id}/invites/', '/api/organizations/@current/invites/', { target_email: 'x' });
  await checked('patch', '/api/users/@me/', '/api/users/@me/', { email: 'x' });
});
