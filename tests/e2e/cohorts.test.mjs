// Random histories and random cohorts: the members that the program finds are those that a plain
// reading of the rows finds. Then lists of people, changes, merges, and cohorts in questions.
import assert from 'node:assert/strict';
import test from 'node:test';

import { signUp, startServer, until } from '../harness.mjs';
import { Random, theSeed } from '../reference/random.mjs';
import { PersonsModel } from './persons_model.mjs';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const EVENTS = ['opened', 'paid', 'shared', 'left'];
const PLANS = ['free', 'pro', 'team'];
const SECONDS = { hour: HOUR, day: DAY, week: 7 * DAY };

const startOfDay = (at) => Math.floor(at / DAY) * DAY;

/** Events of the last 50 days, none near the whole or half hours from now that definitions ask about. */
function makeEvents(random, now) {
  const events = [];
  // The first values of a property decide its type.
  events.push({ event: 'note', distinct_id: 'first', at: now - 51 * DAY, properties: { amount: 1, plan: 'free', $set: { tier: 'x', score: 1 } } });
  for (let person = 0; person < 26; ++person) {
    const ids = Array.from({ length: random.between(1, 3) }, (_, i) => `p${person}-${i}`);
    const count = random.chance(20) ? 30 : random.between(1, 12);
    for (let i = 0; i < count; ++i) {
      const age = random.chance(50) ? random.below(9 * 24) : random.below(50 * 24);
      const at = now - age * HOUR - random.between(10, 50) * MINUTE;
      const properties = { plan: random.pick(PLANS), amount: random.between(0, 5) };
      if (random.chance(30)) properties.$set = { tier: random.pick(['x', 'y', 'z']), score: random.between(0, 9) };
      events.push({ event: random.pick(EVENTS), distinct_id: random.pick(ids), at, properties });
      // Two things at one instant.
      if (random.chance(15)) events.push({ event: random.pick(EVENTS), distinct_id: random.pick(ids), at, properties: { plan: random.pick(PLANS), amount: 2 } });
    }
    for (const other of ids.slice(1)) {
      if (random.chance(80)) events.push({ event: '$identify', distinct_id: ids[0], at: now - random.below(50 * 24) * HOUR - 5 * MINUTE, properties: { $anon_distinct_id: other } });
    }
  }
  return events.sort((a, b) => a.at - b.at);
}

// ---- definitions -------------------------------------------------------------------------------

function entity(random, prefix = '') {
  const key = prefix === '' ? 'key' : `${prefix}_event`;
  const type = prefix === '' ? 'event_type' : `${prefix}_event_type`;
  return random.chance(15) ? { [key]: prefix === '' ? String(PAID_ACTION) : PAID_ACTION, [type]: 'actions' } : { [key]: random.pick(EVENTS), [type]: 'events' };
}
let PAID_ACTION = 0;

const window = (random, prefix = '') => ({ [`${prefix}time_value`]: random.between(1, 20), [`${prefix}time_interval`]: random.pick(['day', 'day', 'week']) });
const filters = (random) => (random.chance(30) ? { event_filters: [random.chance(50) ? { type: 'event', key: 'plan', operator: 'exact', value: [random.pick(PLANS)] } : { type: 'event', key: 'amount', operator: 'gt', value: random.between(0, 4) }] } : {});

function behavior(random) {
  const value = random.pick(['performed_event', 'performed_event_multiple', 'performed_event_first_time', 'performed_event_sequence', 'performed_event_regularly', 'stopped_performing_event', 'restarted_performing_event']);
  const leaf = { type: 'behavioral', value, ...entity(random), ...filters(random) };
  const count = { operator: random.pick(['gte', 'lte', 'gt', 'lt', 'exact', 'eq']), operator_value: random.between(1, 4) };
  if (value === 'performed_event_regularly') {
    const total = random.between(1, 7);
    return { ...leaf, ...count, operator: random.pick(['gte', 'lte', 'exact']), time_value: random.between(1, 2), time_interval: random.pick(['day', 'week']), min_periods: random.between(1, total), total_periods: total };
  }
  Object.assign(leaf, random.chance(15) ? { explicit_datetime: `-${random.between(2, 30)}d` } : window(random));
  if (value === 'performed_event_multiple') Object.assign(leaf, count);
  if (value === 'performed_event_sequence') Object.assign(leaf, entity(random, 'seq'), { seq_time_value: random.between(1, 5), seq_time_interval: random.pick(['hour', 'day', 'week']) });
  if (value.endsWith('performing_event')) Object.assign(leaf, { time_value: random.between(10, 40), time_interval: 'day', explicit_datetime: undefined, seq_time_value: random.between(1, 9), seq_time_interval: 'day' });
  return leaf;
}

function personLeaf(random) {
  switch (random.below(5)) {
    case 0:
      return { type: 'person', key: 'tier', operator: random.pick(['exact', 'is_not']), value: random.pick(['x', 'y', 'z']) };
    case 1:
      return { type: 'person', key: 'tier', operator: 'exact', value: ['x', random.pick(['y', 'z'])] };
    case 2:
      return { type: 'person', key: 'tier', operator: random.pick(['is_set', 'is_not_set']), value: 'set' };
    case 3:
      return { type: 'person', key: 'score', operator: random.pick(['gt', 'lte']), value: random.between(0, 9) };
    default:
      return { type: 'person', key: 'distinct_id', operator: 'exact', value: `p${random.below(26)}-0` };
  }
}

function leaf(random, known) {
  const kind = random.below(10);
  const made = kind < 5 ? behavior(random) : kind < 8 || known.length === 0 ? personLeaf(random) : { type: 'cohort', key: 'id', value: random.pick(known) };
  return random.chance(25) ? { ...made, negation: true } : made;
}

function group(random, known, depth) {
  const values = Array.from({ length: random.between(1, 3) }, () => (depth > 0 && random.chance(60) ? group(random, known, depth - 1) : leaf(random, known)));
  return { type: random.pick(['AND', 'OR']), values };
}

// ---- the plain reading -------------------------------------------------------------------------

class Reference {
  constructor(events, model) {
    this.rows = events.map((event, i) => ({ ...event, i, person: model.owners.get(event.distinct_id) }));
    this.persons = [...model.persons];
    this.idsOf = new Map(this.persons.map((person) => [person, [...model.owners].filter(([, owner]) => owner === person).map(([id]) => id)]));
    this.cohorts = new Map();
  }

  matches(row, key, type) {
    return type === 'actions' ? row.event === 'paid' && row.properties.plan !== 'free' : row.event === key;
  }

  passes(row, leaf) {
    return (leaf.event_filters ?? []).every(({ key, operator, value }) => (operator === 'exact' ? value.includes(row.properties[key]) : row.properties[key] > value));
  }

  match(row, leaf) {
    return this.matches(row, leaf.key, leaf.event_type) && this.passes(row, leaf);
  }

  behavior(person, leaf, now) {
    const rows = this.rows.filter((row) => row.person === person);
    const back = (value, interval) => now - value * SECONDS[interval];
    const from = leaf.explicit_datetime ? now - parseInt(leaf.explicit_datetime.slice(1), 10) * DAY : leaf.time_value && back(leaf.time_value, leaf.time_interval);
    const today = startOfDay(now) + DAY - 1;
    const within = (row, begin, end = today) => row.at >= startOfDay(begin) && row.at <= end;
    const compare = { gte: (a, b) => a >= b, lte: (a, b) => a <= b, gt: (a, b) => a > b, lt: (a, b) => a < b, exact: (a, b) => a === b, eq: (a, b) => a === b }[leaf.operator ?? 'exact'];
    const performed = (begin, end) => rows.some((row) => this.match(row, leaf) && within(row, begin, end));
    const firstTime = (begin) => {
      const all = rows.filter((row) => this.matches(row, leaf.key, leaf.event_type));
      if (all.length === 0) return false;
      const first = Math.min(...all.map((row) => row.at));
      return first >= startOfDay(begin) && all.some((row) => row.at === first && this.passes(row, leaf));
    };
    switch (leaf.value) {
      case 'performed_event':
        return performed(from);
      case 'performed_event_multiple': {
        const count = rows.filter((row) => this.match(row, leaf) && row.at > from).length;
        return count > 0 && compare(count, leaf.operator_value);
      }
      case 'performed_event_first_time':
        return firstTime(from);
      case 'performed_event_sequence': {
        const limit = leaf.seq_time_value * SECONDS[leaf.seq_time_interval];
        const inside = rows.filter((row) => within(row, from));
        return inside.some((a) => this.match(a, leaf) && inside.some((b) => b.i !== a.i && this.matches(b, leaf.seq_event, leaf.seq_event_type) && b.at >= a.at && b.at - a.at <= limit));
      }
      case 'performed_event_regularly': {
        const unit = SECONDS[leaf.time_interval];
        const end = startOfDay(now) - 0.001;
        const begin = startOfDay(now - leaf.time_value * leaf.total_periods * unit);
        const periods = new Map();
        for (const row of rows) {
          if (!this.match(row, leaf) || row.at < begin || row.at > end) continue;
          const period = Math.floor(Math.floor((end - row.at) / unit) / leaf.time_value);
          periods.set(period, (periods.get(period) ?? 0) + 1);
        }
        return [...periods.values()].filter((count) => compare(count, leaf.operator_value)).length >= leaf.min_periods;
      }
      case 'stopped_performing_event':
        return performed(from) && !performed(back(leaf.seq_time_value, leaf.seq_time_interval));
      default: {
        const recent = back(leaf.seq_time_value, leaf.seq_time_interval);
        return performed(recent) && !firstTime(recent) && !performed(from, startOfDay(recent) + DAY - 1);
      }
    }
  }

  property(person, { key, operator, value }) {
    if (key === 'distinct_id') return this.idsOf.get(person).includes(value);
    const own = person.properties[key];
    const isSet = own !== undefined && own !== null;
    if (operator === 'is_set') return isSet;
    if (operator === 'is_not_set') return !isSet;
    if (operator === 'is_not') return own !== value;
    if (!isSet) return false;
    if (operator === 'gt') return own > value;
    if (operator === 'lte') return own <= value;
    return Array.isArray(value) ? value.includes(own) : own === value;
  }

  holds(person, node, now) {
    if (node.values) return node.type === 'AND' ? node.values.every((value) => this.holds(person, value, now)) : node.values.some((value) => this.holds(person, value, now));
    const plain = node.type === 'behavioral' ? this.behavior(person, node, now) : node.type === 'cohort' ? this.cohorts.get(node.value).has(person.id) : this.property(person, node);
    return node.negation ? !plain : plain;
  }

  members(id, definition, now) {
    const found = new Set(this.persons.filter((person) => this.holds(person, definition, now)).map((person) => person.id));
    this.cohorts.set(id, found);
    return found;
  }
}

// ---- the program -------------------------------------------------------------------------------

const P = (owner, path) => `/api/projects/${owner.project.id}/${path}`;
const cohort = (owner, id) => owner.api('GET', P(owner, `cohorts/${id}/`));
const calculated = (owner, id) => until(`members of cohort ${id}`, async () => {
  const now = await cohort(owner, id);
  return now.is_calculating ? null : now;
}, 300_000);

async function send(owner, events) {
  const batch = events.map((event) => ({ event: event.event, distinct_id: event.distinct_id, properties: event.properties, timestamp: new Date(event.at).toISOString() }));
  const answer = await owner.server.post('/batch/', { api_key: owner.token, batch });
  assert.equal(answer.status, 200, answer.text);
}

/** Everybody's cohorts as HogQL sees them: id → set of person ids. */
async function membersOf(owner, table = 'cohort_people') {
  const rows = await owner.hogql(`select cohort_id, toString(person_id) from ${table} limit 50000`);
  const sets = new Map();
  for (const [id, person] of rows) {
    if (!sets.has(Number(id))) sets.set(Number(id), new Set());
    assert.ok(!sets.get(Number(id)).has(person), 'a person counts once');
    sets.get(Number(id)).add(person);
  }
  return sets;
}

async function upload(owner, fields, csv) {
  const parts = Object.entries(fields).map(([name, value]) => `--B\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`);
  const body = `${parts.join('')}--B\r\nContent-Disposition: form-data; name="csv"; filename="people.csv"\r\nContent-Type: text/csv\r\n\r\n${csv}\r\n--B--\r\n`;
  return owner.server.request('POST', P(owner, 'cohorts/'), { headers: { authorization: `Bearer ${owner.key}`, 'content-type': 'multipart/form-data; boundary=B' }, body });
}

test('cohorts', { timeout: 1_200_000 }, async (t) => {
  const seed = theSeed();
  t.diagnostic(`TENREC_SEED=${seed}`);
  const random = new Random(seed);
  const server = await startServer();
  t.after(() => server.remove());
  const owner = await signUp(server);
  // Ages are counted from a whole minute, so events stand minutes away from every boundary.
  const events = makeEvents(random, Math.floor(Date.now() / MINUTE) * MINUTE);
  const model = new PersonsModel(owner.project.id);
  for (const event of events) model.take({ ...event, timestamp: new Date(event.at).toISOString() });
  await send(owner, events);
  await until('all events', async () => (await owner.eventCount()) === events.length);
  // People may become visible a moment after their events.
  const people = JSON.stringify([...model.persons].map((person) => [person.id, person.properties.tier ?? null, person.properties.score ?? null]).sort());
  await until('all people', async () => {
    const ids = await owner.hogql('select count() from person_distinct_ids');
    const rows = await owner.hogql('select toString(id), toString(properties.tier), properties.score from persons limit 1000');
    return Number(ids[0][0]) === model.owners.size && JSON.stringify(rows.map(([id, tier, score]) => [id, tier, score === null ? null : Number(score)]).sort()) === people;
  });
  const reference = new Reference(events, model);
  const plain = new Map(); // id → definition

  await t.test('random definitions have the members that a plain reading finds', async () => {
    const action = await owner.api('POST', P(owner, 'actions/'), { name: 'Paid', steps: [{ event: 'paid', properties: [{ type: 'event', key: 'plan', operator: 'is_not', value: 'free' }] }] });
    PAID_ACTION = action.id;
    const definitions = [];
    for (let i = 0; i < 220; ++i) {
      const definition = group(random, definitions.slice(-20).map((made) => made.id), i % 3);
      const made = await owner.api('POST', P(owner, 'cohorts/'), { name: `c${i}`, filters: { properties: definition } });
      definitions.push({ id: made.id, definition });
      plain.set(made.id, definition);
    }
    const last = await calculated(owner, definitions.at(-1).id);
    assert.equal(last.errors_calculating, 0, last.last_error_message);
    const listed = new Map();
    await until('all cohorts', async () => {
      for (let offset = 0; offset < 300; offset += 100) {
        for (const one of (await owner.api('GET', P(owner, `cohorts/?limit=100&offset=${offset}`))).results) listed.set(one.id, one);
      }
      return [...listed.values()].every((one) => !one.is_calculating);
    }, 300_000);
    const found = await membersOf(owner);
    let people = 0;
    for (const { id, definition } of definitions) {
      const now = Date.parse(listed.get(id).last_calculation);
      const expected = reference.members(id, definition, now);
      people += expected.size;
      assert.deepEqual([...(found.get(id) ?? [])].sort(), [...expected].sort(), `${listed.get(id).last_error_message ?? ''} ${JSON.stringify(definition)}`);
      assert.equal(listed.get(id).count, expected.size);
      assert.equal(listed.get(id).errors_calculating, 0);
    }
    assert.ok(people > 500, `${people} memberships are enough to tell right from wrong`);
  });

  await t.test('questions take cohorts in every place', async () => {
    const ids = [...plain.keys()].filter((id) => reference.cohorts.get(id).size > 2).slice(0, 12);
    const inside = (id) => reference.rows.filter((row) => row.person && reference.cohorts.get(id).has(row.person.id)).length;
    for (const id of ids) {
      const ask = async (properties) => Number((await owner.query({ kind: 'EventsQuery', select: ['count()'], after: 'all', properties })).results[0][0]);
      assert.equal(await ask([{ type: 'cohort', key: 'id', value: id }]), inside(id));
      assert.equal(await ask([{ type: 'cohort', key: 'id', value: id, operator: 'not_in' }]), events.length - inside(id));
      const name = (await cohort(owner, id)).name;
      assert.deepEqual(await owner.hogql(`select count() from events where person_id in cohort '${name}'`), [[inside(id)]]);
      const page = await owner.api('GET', P(owner, `cohorts/${id}/persons/?limit=1000`));
      assert.deepEqual(page.results.map((person) => person.uuid).sort(), [...reference.cohorts.get(id)].sort());
    }
    const [a, b] = ids;
    // Somebody in more cohorts than a question without a limit answers.
    const counts = new Map();
    for (const members of reference.cohorts.values()) for (const id of members) counts.set(id, (counts.get(id) ?? 0) + 1);
    const [[person, most]] = [...counts].sort((x, y) => y[1] - x[1]);
    assert.ok(most > 100, `${most}`);
    const theirs = await owner.api('GET', P(owner, `persons/cohorts/?person_id=${person}`));
    const expected = [...reference.cohorts].filter(([, members]) => members.has(person)).map(([id]) => id);
    assert.deepEqual(theirs.results.map((one) => one.id).sort(), expected.sort());
    const trends = await owner.query({ kind: 'TrendsQuery', series: [{ kind: 'EventsNode', event: null }], dateRange: { date_from: '-60d' }, trendsFilter: { display: 'ActionsBarValue' }, breakdownFilter: { breakdown_type: 'cohort', breakdown: [a, 'all', b] } });
    assert.deepEqual(trends.results.map((row) => [row.breakdown_value, row.aggregated_value]), [[a, inside(a)], ['all', events.length], [b, inside(b)]]);
    await owner.api('PATCH', `/api/projects/${owner.project.id}/`, { test_account_filters: [{ type: 'cohort', key: 'id', value: a, operator: 'not_in' }] });
    const filtered = await owner.query({ kind: 'EventsQuery', select: ['count()'], after: 'all', filterTestAccounts: true });
    assert.equal(Number(filtered.results[0][0]), events.length - inside(a));
    await owner.api('PATCH', `/api/projects/${owner.project.id}/`, { test_account_filters: [] });
  });

  await t.test('lists of people make static cohorts', async () => {
    const persons = reference.persons.filter((person) => person.id);
    const [one, two, three] = persons;
    const idOf = (person) => reference.idsOf.get(person)[0];
    const made = await upload(owner, { name: 'List', is_static: 'true' }, `\uFEFFname,distinct_id\r\n"Roe, J",${idOf(one)}\r\nx,${idOf(one)}\r\ny,${idOf(two)}\r\nz,nobody`);
    assert.equal(made.status, 201, made.text);
    assert.equal(made.json.count, 2);
    const list = made.json.id;
    await owner.api('PATCH', P(owner, `cohorts/${list}/add_persons_to_static_cohort/`), { person_ids: [three.id, one.id, '00000000-0000-4000-8000-000000000000'] });
    assert.equal((await cohort(owner, list)).count, 3);
    await owner.api('PATCH', P(owner, `cohorts/${list}/remove_person_from_static_cohort/`), { person_id: one.id });
    const sets = await membersOf(owner, 'static_cohort_people');
    assert.deepEqual([...sets.get(list)].sort(), [two.id, three.id].sort());
    const csv = await server.request('GET', P(owner, `cohorts/${list}/persons/?format=csv`), { headers: { authorization: `Bearer ${owner.key}` } });
    assert.equal(csv.text.trim().split('\r\n').length, 3);

    const dynamic = [...plain.keys()].find((id) => reference.cohorts.get(id).size > 3);
    const copy = await owner.api('GET', P(owner, `cohorts/${dynamic}/duplicate_as_static_cohort/`));
    assert.equal(copy.is_static, true);
    assert.equal(copy.count, reference.cohorts.get(dynamic).size);
    assert.match(copy.name, / \(static copy\)$/);

    for (const query of [
      { kind: 'ActorsQuery', properties: [{ type: 'cohort', key: 'id', value: list }] },
      { kind: 'HogQLQuery', query: `select person_id from static_cohort_people where cohort_id = ${list}` },
      { kind: 'HogQLQuery', query: `select id from persons where id in cohort ${list}` },
    ]) {
      const saved = await owner.api('POST', P(owner, 'cohorts/'), { name: 'Saved', is_static: true, query });
      const done = await calculated(owner, saved.id);
      assert.equal(done.count, 2, `${JSON.stringify(query)} ${done.last_error_message}`);
    }
    const bad = await owner.api('POST', P(owner, 'cohorts/'), { name: 'Bad', is_static: true, query: { kind: 'HogQLQuery', query: 'select event from events' } });
    const failed = await calculated(owner, bad.id);
    assert.match(failed.last_error_message, /person_id, actor_id or id/);
    const history = await owner.api('GET', P(owner, `cohorts/${bad.id}/calculation_history/`));
    assert.match(history.results[0].error, /person_id/);
  });

  await t.test('an edit finds the members anew, and so do the cohorts that name it', async () => {
    const leaf = (value) => ({ properties: { type: 'AND', values: [{ type: 'person', key: 'tier', operator: 'exact', value }] } });
    const count = (value) => reference.persons.filter((person) => person.properties.tier === value).length;
    const inner = await owner.api('POST', P(owner, 'cohorts/'), { name: 'inner', filters: leaf('x') });
    const outer = await owner.api('POST', P(owner, 'cohorts/'), { name: 'outer', filters: { properties: { type: 'AND', values: [{ type: 'cohort', key: 'id', value: inner.id, negation: true }] } } });
    assert.equal((await calculated(owner, outer.id)).count, reference.persons.length - count('x'));
    await owner.api('PATCH', P(owner, `cohorts/${inner.id}/`), { filters: leaf('y') });
    await until('the outer cohort', async () => {
      const [now, around] = [await cohort(owner, inner.id), await cohort(owner, outer.id)];
      return now.count === count('y') && around.count === reference.persons.length - count('y');
    });
    const refused = await server.request('PATCH', P(owner, `cohorts/${inner.id}/`), { headers: { authorization: `Bearer ${owner.key}`, 'content-type': 'application/json' }, body: JSON.stringify({ filters: { properties: { type: 'AND', values: [{ type: 'cohort', key: 'id', value: outer.id }] } } }) });
    assert.equal(refused.status, 400);
    assert.match(refused.text, /loop/);
  });

  await t.test('whoever is merged away counts as whom they became, at once', async () => {
    const at = Date.now() - HOUR;
    await send(owner, [{ event: 'opened', distinct_id: 'm1', at, properties: {} }, { event: 'opened', distinct_id: 'm2', at, properties: {} }, { event: 'opened', distinct_id: 'm3', at, properties: {} }]);
    await until('three more', async () => (await owner.eventCount()) === events.length + 3);
    // Persons land beside the events, maybe a moment later, and an upload takes those who are there.
    await until('their persons', async () => Number((await owner.hogql("select uniq(person_id) from person_distinct_ids where distinct_id in ('m1', 'm2', 'm3')"))[0][0]) === 3);
    const made = await upload(owner, { name: 'Merged', is_static: 'true' }, 'm1\nm2');
    assert.equal(made.json.count, 2);
    const inCohort = async () => Number((await owner.hogql(`select count() from events where person_id in cohort ${made.json.id}`))[0][0]);
    await until('the members', async () => (await inCohort()) === 2);
    // m3 takes both over: their persons are gone.
    await send(owner, [{ event: '$merge_dangerously', distinct_id: 'm3', at, properties: { alias: 'm1' } }, { event: '$merge_dangerously', distinct_id: 'm3', at, properties: { alias: 'm2' } }]);
    await until('the merge', async () => (await inCohort()) === 5);
    const page = await owner.api('GET', P(owner, `cohorts/${made.json.id}/persons/`));
    assert.equal(page.results.length, 1);
    assert.deepEqual([...page.results[0].distinct_ids].sort(), ['m1', 'm2', 'm3']);
  });

  await t.test('members outlive the program', async () => {
    const before = await membersOf(owner);
    await server.kill();
    await server.start();
    assert.deepEqual(await membersOf(owner), before);
  });
});
