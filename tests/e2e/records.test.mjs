// What a project can read of the product itself with SQL: what its questions took (query_log), and
// its dashboards, insights, cohorts and the rest (system.*). Never those of another project.
import assert from 'node:assert/strict';
import test from 'node:test';

import { Owner, signUp, startServer, until } from '../harness.mjs';

async function world(t) {
  const server = await startServer();
  t.after(() => server.remove());
  const owner = await signUp(server);
  const project = await owner.api('POST', '/api/projects/', { name: 'Other' });
  const other = new Owner(server, owner.session, project, owner.key);
  return { server, owner, other };
}

test('questions are written down with what they took, for their project alone', async (t) => {
  const { owner, other } = await world(t);
  const ask = (by, query, id) =>
    by.api('POST', `/api/projects/${by.project.id}/query/`, { query, client_query_id: id, name: 'mine', refresh: 'force_blocking' });
  await ask(owner, { kind: 'HogQLQuery', query: "select sum(number + {n}) as s from numbers(1000)", values: { n: 3 } }, 'first');
  await ask(owner, { kind: 'TrendsQuery', series: [{ kind: 'EventsNode', event: '$pageview' }] }, 'second');
  await assert.rejects(ask(owner, { kind: 'HogQLQuery', query: 'select arrayElement(1, 2)' }, 'third'), /illegal_type_of_argument/);
  await ask(other, { kind: 'HogQLQuery', query: "select 'theirs'" }, 'fourth');

  const rows = await until('the rows are there', async () => {
    const found = await owner.hogql(
      'select query_id, query, kind, query_type, status, exception_code, exception_name, read_rows, result_rows, ' +
        'hogql_name, is_personal_api_key_request, api_key_label, created_by, endpoint, query_duration_ms >= 0, event_date = toDate(event_time) ' +
        "from query_log where query_id in ('first', 'second', 'third', 'fourth') order by event_time",
    );
    return found.length >= 3 && found;
  });
  const me = (await owner.api('GET', '/api/users/@me/')).id;
  const endpoint = `/api/projects/${owner.project.id}/query/`;
  assert.deepEqual(rows[0], ['first', 'select sum(number + {n}) as s from numbers(1000)', 'HogQLQuery', 'HogQLQuery', 'QueryFinish', 0, '', 1000, 1, 'mine', 1, 'test', me, endpoint, 1, 1]);
  assert.deepEqual(rows[1].slice(0, 1).concat(rows[1].slice(2, 6)), ['second', 'TrendsQuery', 'TrendsQuery', 'QueryFinish', 0]);
  assert.equal(JSON.parse(rows[1][1]).series[0].event, '$pageview');
  assert.deepEqual(rows[2].slice(0, 7), ['third', 'select arrayElement(1, 2)', 'HogQLQuery', 'HogQLQuery', 'ExceptionWhileProcessing', 400, 'illegal_type_of_argument']);
  assert.equal(rows.length, 3, 'the question of the other project is not among them');
  const theirs = await until('theirs are there', async () => {
    const found = await other.hogql("select query from query_log where query_id in ('first', 'second', 'third', 'fourth')");
    return found.length > 0 && found;
  });
  assert.deepEqual(theirs, [["select 'theirs'"]]);

  const log = await owner.api('GET', `/api/projects/${owner.project.id}/query/first/log/`);
  assert.equal(log.results.length, 1);
  assert.equal(log.results[0][log.columns.indexOf('read_rows')], 1000);
  assert.deepEqual((await other.api('GET', `/api/projects/${other.project.id}/query/first/log/`)).results, []);
});

test('the tables of system hold what the project made, and nothing of others', async (t) => {
  const { owner, other } = await world(t);
  const home = `/api/projects/${owner.project.id}`;
  const board = await owner.api('POST', `${home}/dashboards/`, { name: 'Board', description: 'of mine' });
  const insight = await owner.api('POST', `${home}/insights/`, { name: 'Views', query: { kind: 'TrendsQuery', series: [{ kind: 'EventsNode', event: 'e' }] }, saved: true });
  const gone = await owner.api('POST', `${home}/insights/`, { name: 'Gone', query: { kind: 'HogQLQuery', query: 'select 1' } });
  await owner.api('PATCH', `${home}/insights/${gone.id}/`, { deleted: true });
  const action = await owner.api('POST', `${home}/actions/`, { name: 'Paid', steps: [{ event: 'paid' }] });
  const cohort = await owner.api('POST', `${home}/cohorts/`, { name: 'Team', is_static: true });
  await owner.api('POST', `${home}/annotations/`, { content: 'new price', scope: 'project', date_marker: '2024-05-01T12:00:00Z' });

  assert.deepEqual(await owner.hogql('select id, name, timezone from system.teams'), [[owner.project.id, owner.project.name, 'UTC']]);
  assert.deepEqual(await owner.hogql('select id, name, description, deleted from system.dashboards where id = ' + board.id), [[board.id, 'Board', 'of mine', 0]]);
  assert.deepEqual(await owner.hogql('select id, short_id, name, saved, deleted, query.kind from system.insights where id >= ' + insight.id + ' order by id'), [
    [insight.id, insight.short_id, 'Views', 1, 0, 'TrendsQuery'],
    [gone.id, gone.short_id, 'Gone', 1, 1, 'HogQLQuery'],
  ]);
  assert.deepEqual(await owner.hogql('select id, name, steps_json.1.event from system.actions'), [[action.id, 'Paid', 'paid']]);
  assert.deepEqual(await owner.hogql('select id, name, is_static, deleted from system.cohorts'), [[cohort.id, 'Team', 1, 0]]);
  assert.deepEqual(await owner.hogql('select content, scope, date_marker from system.annotations'), [['new price', 'project', '2024-05-01T12:00:00Z']]);
  assert.deepEqual(await owner.hogql('select count() from system.group_type_mappings'), [[0]]);
  for (const table of ['data_warehouse_sources', 'experiments', 'exports', 'feature_flags', 'insight_variables', 'surveys']) {
    assert.deepEqual(await owner.hogql(`select count() from system.${table}`), [[0]], table);
  }

  assert.deepEqual(await other.hogql('select id from system.teams'), [[other.project.id]]);
  for (const table of ['insights', 'actions', 'cohorts', 'annotations']) {
    assert.deepEqual(await other.hogql(`select countIf(team_id != ${other.project.id}) from system.${table} where team_id = ${owner.project.id} or 1`), [[0]], table);
  }
  assert.deepEqual(await other.hogql(`select count() from system.dashboards where id = ${board.id}`), [[0]]);
});
