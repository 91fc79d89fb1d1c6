// A long random history of people who come anonymously, sign in on several devices, are joined by
// alias and by force, and change their properties, sent over eight connections while the program is
// killed again and again. In the end every person, distinct id, property and count of events must
// be what a plain model says (persons_model.mjs), before and after merges were written into events.
// TENREC_HISTORY_EVENTS: how many events, default 12,000. TENREC_KILLS: default 6.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import http from 'node:http';
import test from 'node:test';

import { signUp, startServer, until } from '../harness.mjs';
import { theSeed } from '../reference/random.mjs';
import { PersonsModel, canonical, personIdOf } from './persons_model.mjs';

const EVENTS = Number(process.env.TENREC_HISTORY_EVENTS ?? 12_000);
const KILLS = Number(process.env.TENREC_KILLS ?? 6);
const SEED = theSeed();
const CONNECTIONS = 8;
const PERSONS = Math.max(80, Math.floor(EVENTS / 50));
const BATCH = 25;

/** A generator of numbers that a seed brings back. */
function mixer(seed) {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return (t ^ (t >>> 14)) >>> 0;
  };
  const below = (bound) => next() % bound;
  return { below, pick: (list) => list[below(list.length)], chance: (percent) => below(100) < percent };
}

const VALUES = [1, 2, 'free', 'pro', 'é "quoted" \\ ', null, true, { deep: [1, { x: 'y' }] }, 0.5, -7, '', [1, 'two']];
const KEYS = ['plan', 'seats', 'email', 'a "b"', '$os', 'utm_source', '$initial_browser'];

/** The history of the people of one connection: nobody else names their ids. */
function historyOf(connection, count, start) {
  const random = mixer(SEED + connection);
  const people = Math.ceil(PERSONS / CONNECTIONS);
  const idOf = () => `c${connection}-${random.pick(['anon', 'user', 'phone'])}-${random.below(people)}`;
  const object = () => Object.fromEntries(Array.from({ length: random.below(3) + 1 }, () => [random.pick(KEYS), random.pick(VALUES)]));
  return Array.from({ length: count }, (_, i) => {
    const properties = { n: i };
    const event = { uuid: randomUUID(), event: '$pageview', distinct_id: idOf(), properties, timestamp: new Date(start + i * 1000 + connection).toISOString() };
    if (random.chance(60)) Object.assign(properties, { $current_url: `https://x.example/${random.below(5)}`, $browser: random.pick(['Chrome', 'Safari']) });
    if (random.chance(10)) properties.utm_source = random.pick(['mail', 'ads']);
    if (random.chance(20)) properties.$set = object();
    if (random.chance(15)) properties.$set_once = object();
    if (random.chance(6)) properties.$unset = random.chance(50) ? [random.pick(KEYS)] : { [random.pick(KEYS)]: '' };
    const kind = random.below(100);
    if (kind < 6) {
      event.event = '$identify';
      properties.$anon_distinct_id = random.chance(6) ? random.pick(['undefined', 'Guest', '"null"', ' ']) : idOf();
    } else if (kind < 9) {
      event.event = '$create_alias';
      properties.alias = idOf();
    } else if (kind < 12) {
      event.event = '$merge_dangerously';
      properties.alias = idOf();
    } else if (kind < 15) {
      event.event = random.pick(['$set', '$exception', '$groupidentify', '$identify']);
    } else if (kind < 35) {
      properties.$process_person_profile = false;
    } else if (kind < 40) {
      event.event = '$feature_flag_called';
    } else if (kind < 70) {
      event.event = 'note created';
    }
    if (random.chance(1)) properties.$process_person_profile = false; // also of what names people
    return event;
  });
}

/**
 * Sends batches in order; one that was not answered is sent again, as a client does. `share` says how much of the
 * history may be sent by now: a quick server would otherwise be done before it is killed often.
 */
async function send(server, token, events, share) {
  const agent = new http.Agent({ keepAlive: true, maxSockets: 1 });
  for (let at = 0; at < events.length; ) {
    if (at >= events.length * share()) {
      await new Promise((resolve) => setTimeout(resolve, 5));
      continue;
    }
    const body = JSON.stringify({ api_key: token, batch: events.slice(at, at + BATCH) });
    const answer = await server.request('POST', '/batch/', { headers: { 'content-type': 'application/json' }, body, agent }).catch(() => null);
    if (answer === null) {
      await new Promise((resolve) => setTimeout(resolve, 20)); // it was killed, and is coming back
      continue;
    }
    assert.equal(answer.status, 200, answer.text);
    at += BATCH;
  }
  agent.destroy();
}

test(`${EVENTS} events of ${PERSONS} people through ${KILLS} kills are what the model says`, { timeout: 1_200_000 }, async (t) => {
  t.diagnostic(`TENREC_SEED=${SEED}`);
  // Merges are written into the events all the while, and killed at that, too.
  const server = await startServer({ env: { TENREC_SQUASH_INTERVAL_SECONDS: '1' } });
  t.after(() => server.remove());
  const owner = await signUp(server);
  const start = Date.now() - 3 * 86_400_000;
  const histories = Array.from({ length: CONNECTIONS }, (_, i) => historyOf(i, Math.ceil(EVENTS / CONNECTIONS), start));
  const model = new PersonsModel(owner.project.id);
  for (const history of histories) for (const event of history) model.take(event);

  let round = 0;
  const sending = Promise.all(histories.map((history) => send(server, owner.token, history, () => (round + 1) / (KILLS + 1))));
  for (; round < KILLS; ++round) {
    await new Promise((resolve) => setTimeout(resolve, 20 + Math.random() * 600));
    await server.kill();
    await server.start();
  }
  await sending;
  const expected = [...model.events.values()].reduce((sum, count) => sum + count, 0);
  await until('every event is stored', async () => (await owner.eventCount()) >= expected, 300_000);
  assert.equal(await owner.eventCount(), expected, 'events stored');

  // Everything is asked for in slices, for one answer holds at most 50,000 rows.
  const rowsOf = async (columns, table, key) => {
    const rows = [];
    for (let slice = 0; slice < 4; ++slice) {
      const more = await owner.hogql(`select ${columns} from ${table} where modulo(cityHash64(toString(${key})), 4) = ${slice} limit 50000`);
      assert.ok(more.length < 50_000);
      rows.push(...more);
    }
    return rows;
  };
  const sorted = (entries) => [...entries].sort((a, b) => (a[0] < b[0] ? -1 : 1));

  // Questions hear of persons right behind the rows of their events.
  const owners = sorted([...model.owners].map(([id, person]) => [id, person.id]));
  const ownersNow = async () => sorted(await rowsOf('distinct_id, toString(person_id)', 'person_distinct_ids', 'distinct_id'));
  await until('the mirror of persons', async () => JSON.stringify(await ownersNow()) === JSON.stringify(owners)).catch(() => {});
  assert.deepEqual(await ownersNow(), owners, 'whose each distinct id is');

  const stored = await rowsOf('toString(id), is_identified, toUnixTimestamp64Milli(created_at), properties', 'persons', 'id');
  const line = (id, identified, createdAt, properties) => [id, `${identified} ${createdAt} ${canonical(properties)}`];
  assert.deepEqual(
    sorted(stored.map(([id, identified, createdAt, properties]) => line(id, Boolean(identified), Number(createdAt), JSON.parse(properties)))),
    sorted([...model.persons].map((person) => line(person.id, person.identified, person.createdAt, person.properties))),
    'every person',
  );

  const counts = await owner.hogql('select distinct_id, count(), count(distinct uuid) from events group by distinct_id limit 50000');
  assert.deepEqual(sorted(counts.map(([id, count, distinct]) => [id, Number(count), Number(distinct)])), sorted([...model.events].map(([id, count]) => [id, count, count])), 'events of each distinct id');

  // A question sees one person where there were several, and the personless as themselves.
  const perPerson = new Map();
  for (const [id, count] of model.events) {
    const person = model.owners.get(id)?.id ?? personIdOf(owner.project.id, id);
    perPerson.set(person, (perPerson.get(person) ?? 0) + count);
  }
  const perPersonNow = async () => sorted((await owner.hogql('select toString(person_id), count() from events group by person_id limit 50000')).map(([id, count]) => [id, Number(count)]));
  assert.deepEqual(await perPersonNow(), sorted(perPerson), 'events of each person');
  // Nobody is looked up any more when the events tell it themselves.
  await until('merges are written into events', async () => Number((await owner.hogql('select count() from raw_person_distinct_id_overrides'))[0][0]) === 0, 300_000);
  assert.deepEqual(await perPersonNow(), sorted(perPerson), 'events of each person, as they are stored');
  const ledger = await owner.api('GET', `/api/projects/${owner.project.id}/ingestion/ledger/?date_from=-2d`);
  assert.equal(ledger.total.balanced && ledger.instance.balanced, true, JSON.stringify(ledger));
  assert.equal(ledger.total.in_flight, 0);
  assert.equal(ledger.total.stored, expected, 'what the books call stored');
  t.diagnostic(`${expected} events, ${model.persons.size} persons, ${model.owners.size} ids, warnings ${JSON.stringify(Object.fromEntries(model.warnings))}`);
});
