// convertCurrency() with the rates of an operator's file, without one, and with one that cannot be read.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'node:test';

import { binary, freePort, signUp, startServer, until } from '../harness.mjs';

const folder = mkdtempSync(join(tmpdir(), 'tenrec-rates-'));
const file = (name, text) => {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
};
test.after(() => rmSync(folder, { recursive: true, force: true }));

async function serverWith(t, env) {
  const server = await startServer({ env });
  t.after(() => server.remove());
  const owner = await signUp(server);
  const ask = (query) =>
    server.post(`/api/projects/${owner.project.id}/query/`, { query: { kind: 'HogQLQuery', query } }, { authorization: `Bearer ${owner.key}` });
  return { server, owner, ask };
}

test('amounts are converted with the rates of the day', async (t) => {
  const rates = file('rates.csv', 'date,currency,rate\n2024-01-01,EUR,0.8\n2024-03-01,EUR,0.5\n2024-01-01,JPY,150\n');
  const { server, owner, ask } = await serverWith(t, { TENREC_CURRENCY_RATES: rates });
  const paid = (timestamp, amount, currency) => ({ event: 'paid', distinct_id: 'p', timestamp, properties: { amount, currency } });
  const sent = await server.post('/batch/', {
    api_key: owner.token,
    batch: [paid('2024-01-10T10:00:00Z', 8, 'EUR'), paid('2024-03-10T10:00:00Z', 8, 'EUR'), paid('2024-03-11T10:00:00Z', 1500, 'JPY'), paid('2024-03-12T10:00:00Z', 7, 'CHF')],
  });
  assert.equal(sent.status, 200, sent.text);
  await until('the events', async () => (await owner.eventCount()) === 4);
  const answer = await ask("select convertCurrency(properties.currency, 'USD', properties.amount, timestamp) from events order by timestamp");
  assert.equal(answer.status, 200, answer.text);
  assert.deepEqual(answer.json.results, [[10], [16], [10], [0]]);
  const sum = await ask("select sum(convertCurrency(properties.currency, 'EUR', properties.amount, timestamp)) from events");
  assert.deepEqual(sum.json.results, [[21]]);
});

test('without rates the function is refused and names the setting', async (t) => {
  const { ask } = await serverWith(t, {});
  const refused = await ask("select convertCurrency('EUR', 'USD', 1)");
  assert.equal(refused.status, 400, refused.text);
  assert.match(refused.text, /TENREC_CURRENCY_RATES/);
});

test('a file that cannot be read keeps the server from starting', async () => {
  const start = async (path) =>
    spawnSync(binary(), ['serve', '--data', join(folder, 'data'), '--port', String(await freePort()), '--currency-rates', path], { encoding: 'utf8', timeout: 60_000 });
  const wrong = await start(file('wrong.csv', 'date,currency,rate\n2024-01-01,EUR,much\n'));
  assert.notEqual(wrong.status, 0);
  assert.match(wrong.stderr + wrong.stdout, /TENREC_CURRENCY_RATES.*wrong\.csv: line 2: 'much' is no rate/);
  const missing = await start(join(folder, 'missing.csv'));
  assert.notEqual(missing.status, 0);
  assert.match(missing.stderr + missing.stdout, /TENREC_CURRENCY_RATES.*missing\.csv/);
});
