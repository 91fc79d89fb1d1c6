// `tenrec log`: what the event log keeps, and ingestion moved back in it. A log of merges and sets that is read again
// changes nothing; one that is read again after analytics are lost brings their rows back.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';

import { binary, signUp, startServer, temporary, until } from '../harness.mjs';

function tenrec(...args) {
  const done = spawnSync(binary(), args, { encoding: 'utf8', timeout: 600_000 });
  return { status: done.status, text: done.stdout + done.stderr };
}
const PEOPLE = 12;

async function send(owner, batch) {
  const answer = await owner.server.post('/batch/', { api_key: owner.token, batch });
  assert.equal(answer.status, 200, answer.text);
}

/** Nothing waits, and nothing is being read again. */
const landed = (owner) =>
  until('everything landed', async () => {
    const { instance } = await owner.api('GET', `/api/projects/${owner.project.id}/ingestion/ledger/`);
    return instance.in_flight === 0 && instance.waiting_since === null;
  });

/** People who come unknown, change, sign in, and are merged; groups; an event that is dropped and one sent twice. */
async function tell(owner) {
  const at = (second) => new Date(Date.now() - 3_600_000 + second * 1000).toISOString();
  let second = 0;
  const event = (name, distinct_id, properties = {}) => ({
    event: name, distinct_id, properties, timestamp: at(second), uuid: `0199b1f0-0000-7000-8000-${String(second++).padStart(12, '0')}`,
  });
  const batch = [];
  for (let n = 0; n < PEOPLE; ++n) {
    batch.push(event('seen', `visitor ${n}`, { $set_once: { first: n } }));
    batch.push(event('seen', `visitor ${n}`, { $set: { step: 'visitor', n } }));
    batch.push(event('counted', `visitor ${n}`, { $process_person_profile: false, n }));
    batch.push(event('$identify', `person ${n}`, { $anon_distinct_id: `visitor ${n}`, $set: { step: 'signed in' } }));
    batch.push(event('bought', `person ${n}`, { $set: { step: 'bought' }, $set_once: { first: 99 }, $unset: ['n'], $groups: { firm: `f${n % 3}` } }));
  }
  batch.push(event('$merge_dangerously', 'person 1', { alias: 'person 2' }));
  batch.push(event('$create_alias', 'person 3', { alias: 'another id of 3' }));
  batch.push(event('$groupidentify', 'person 4', { $group_type: 'firm', $group_key: 'f1', $group_set: { size: 3 } }));
  batch.push(event('$$client_ingestion_warning', 'person 5', { $$client_ingestion_warning_message: 'odd' }));
  batch.push(batch[0]);
  await send(owner, batch);
  await landed(owner);
}

/** What the product says of events, persons, groups and the books. */
async function told(owner) {
  const at = `/api/projects/${owner.project.id}`;
  const persons = [];
  for (let page = `${at}/persons/?limit=100`; page; ) {
    const { results, next } = await owner.api('GET', page);
    persons.push(...results.map(({ uuid, distinct_ids, properties, created_at }) => ({ uuid, ids: distinct_ids.toSorted(), properties, created_at })));
    page = next && next.replace(/^https?:\/\/[^/]+/, '');
  }
  const ledger = await owner.api('GET', `${at}/ingestion/ledger/`);
  return {
    count: await owner.eventCount(),
    events: await owner.hogql('select uuid, event, distinct_id, person_id, properties from events order by uuid limit 1000'),
    people: await owner.hogql('select event, count(), count(distinct person_id) from events group by event order by event'),
    persons: persons.toSorted((a, b) => (a.uuid < b.uuid ? -1 : 1)),
    groups: (await owner.api('GET', `${at}/groups/?group_type_index=0`)).results.map(({ group_key, group_properties }) => ({ group_key, group_properties })),
    warnings: await owner.hogql('select count() from events where event = \'$$client_ingestion_warning\''),
    total: ledger.total,
    balanced: ledger.instance.balanced,
  };
}

const offsetFile = (data) => fs.readFileSync(path.join(data, 'log/events/consumers/ingest.offset'), 'hex');

test('a log that is read again changes nothing, and one that analytics lost comes back', { timeout: 600_000 }, async (t) => {
  const server = await startServer();
  t.after(() => server.remove());
  const owner = await signUp(server);
  await tell(owner);
  const before = await told(owner);
  assert.equal(before.balanced, true);
  assert.equal(before.total.dropped.duplicate, 1, JSON.stringify(before.total));

  // While it runs: looked at, not moved.
  const running = tenrec('log', 'status', '--data', server.data);
  assert.equal(running.status, 0, running.text);
  assert.match(running.text, /consumer ingest: next is \d+, nothing waits/);
  const inUse = tenrec('log', 'replay', '--data', server.data, '--from', '0', '--execute');
  assert.equal(inUse.status, 1);
  assert.match(inUse.text, /is in use by another process/);
  await server.stop();

  const status = tenrec('log', 'status', '--data', server.data);
  assert.equal(status.status, 0, status.text);
  const end = Number(/^log\/events: (\d+) records in \d+ files?, /.exec(status.text)[1]);
  assert.match(status.text, new RegExp(`0+\\.segment {2}\\S+ MB {2}0 to ${end - 1} {2}20\\S+Z to 20\\S+Z`));
  assert.match(status.text, new RegExp(`can be read again: 0 to ${end - 1}, from 20\\S+Z on`));

  const refuses = (from, words) => {
    const place = offsetFile(server.data);
    const done = tenrec('log', 'replay', '--data', server.data, '--from', from, '--execute');
    assert.equal(done.status, 1, done.text);
    assert.match(done.text, words);
    assert.equal(offsetFile(server.data), place);
  };
  refuses(String(end), new RegExp(`record ${end} cannot be read again: ingestion has not read it yet\\. The log keeps records 0 to ${end - 1}, and those before ${end} can be read again`));
  refuses(new Date(Date.now() + 60_000).toISOString(), /ingestion has not read it yet/);
  refuses('yesterday', /--from 'yesterday' is neither the number of a record, such as 1200, nor a time, such as 2026-/);
  refuses('12x', /neither the number/);

  const place = offsetFile(server.data);
  const dry = tenrec('log', 'replay', '--data', server.data, '--from', '0');
  assert.equal(dry.status, 0, dry.text);
  assert.match(dry.text, new RegExp(`records 0 to ${end - 1} \\(${end}\\), accepted 20\\S+Z to 20\\S+Z`));
  assert.match(dry.text, new RegExp(`nothing is changed: say --execute to move ingestion from ${end} back to 0`));
  assert.equal(offsetFile(server.data), place, 'nothing is changed');

  for (const from of ['0', new Date(Date.now() - 86_400_000).toISOString(), String(Math.floor(end / 2))]) {
    const moved = tenrec('log', 'replay', '--data', server.data, '--from', from, '--execute');
    assert.equal(moved.status, 0, moved.text);
    assert.match(moved.text, /ingestion is moved from \d+ back to \d+; the next start reads on from there/);
    assert.match(tenrec('log', 'status', '--data', server.data).text, new RegExp(`being read again: \\d+ to ${end - 1}`));
    await server.start();
    await landed(owner);
    assert.deepEqual(await told(owner), before, from);
    await server.stop();
  }

  // Analytics are lost; the log brings back what it keeps.
  assert.equal(tenrec('repair', '--data', server.data, '--start-empty', 'analytics').status, 0);
  assert.equal(tenrec('log', 'replay', '--data', server.data, '--from', '0', '--execute').status, 0);
  await server.start();
  await landed(owner);
  assert.deepEqual(await told(owner), before);

  // And goes on as ever.
  await send(owner, [{ event: 'bought', distinct_id: 'person 0', properties: { $set: { step: 'after' } } }]);
  await landed(owner);
  const after = await told(owner);
  assert.equal(after.count, before.count + 1);
  assert.equal(after.balanced, true);
  assert.equal(after.persons.find((person) => person.ids.includes('person 0')).properties.step, 'after');
});

test('there is no log to look at where nothing was ever started', () => {
  const none = path.join(temporary(), 'none');
  for (const words of [['status'], ['replay', '--from', '0']]) {
    const done = tenrec('log', ...words, '--data', none);
    assert.equal(done.status, 1, done.text);
    assert.match(done.text, /no event log in --data|is no directory/);
    assert.ok(!fs.existsSync(none), 'and none is made');
  }
  assert.equal(tenrec('log', 'replay', '--data', none).status, 2);
});
