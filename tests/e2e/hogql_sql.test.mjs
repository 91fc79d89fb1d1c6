// `tenrec hogql sql`: what a project's question becomes, beside the running server.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import test from 'node:test';

import { binary, signUp, startServer } from '../harness.mjs';

function sql(data, project, text) {
  const args = ['hogql', 'sql', '--data', data, '--project', String(project)];
  return spawnSync(binary(), args, { input: text, encoding: 'utf8' });
}

test('a question is printed as the guarded statement that it becomes', async (t) => {
  const server = await startServer();
  t.after(() => server.remove());
  const owner = await signUp(server);
  const ran = sql(server.data, owner.project.id, "select count() from events where event = 'a b'");
  assert.equal(ran.status, 0, ran.stderr);
  assert.match(ran.stdout, new RegExp(`PREWHERE equals\\(__events\\.team_id, ${owner.project.id}\\)`));
  assert.match(ran.stdout, /^-- p0: a b$/m);
  const wrong = sql(server.data, owner.project.id, 'select nope from events');
  assert.equal(wrong.status, 1);
  assert.match(wrong.stderr, /Unable to resolve field: nope/);
  assert.match(sql(server.data, 999999, 'select 1').stderr, /no project 999999/);
});

test('the rows of a question come as a Parquet file', async (t) => {
  const server = await startServer();
  t.after(() => server.remove());
  const owner = await signUp(server);
  const ask = (query) =>
    server.post(
      `/api/projects/${owner.project.id}/query/parquet/`,
      { query: { kind: 'HogQLQuery', query } },
      { authorization: `Bearer ${owner.key}` },
    );
  const file = await ask("select 'some text' as word, number from numbers(3)");
  assert.equal(file.status, 200, file.text);
  assert.equal(file.headers['content-type'], 'application/vnd.apache.parquet');
  assert.match(file.headers['content-disposition'], /query\.parquet/);
  assert.match(file.text, /^PAR1[^]*some text[^]*PAR1$/);
  const wrong = await ask('select nope from events');
  assert.equal(wrong.status, 400);
  assert.match(wrong.text, /Unable to resolve field: nope/);
});
