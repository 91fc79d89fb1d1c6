// Random histories of people, made from a seed, sent to the real program by capture's batch endpoint
// and kept as plain rows, so that a plain reference and the program answer over the same events.
//
//   const world = await startWorld({ seed: 7 });      // five projects in five time zones
//   for (const history of world.histories) {
//     history.rows                                    // in the order of time, then of uuid
//     await history.ask({ kind: 'RetentionQuery', … });  // the program's answer
//   }
//   await world.remove();
//
// history.sets holds what the project has named: { actions: [{ id, name, steps }], cohorts: [{ id, name, members }] }.
// A row: { uuid, event, timestamp, distinctId, person, personCreatedAt, personCreatedThen, personProperties,
// properties, groups, sets }.
// Instants are milliseconds; `person` is the id of whoever has the distinct id when the history is over;
// `personCreatedThen` and `personProperties` are those that the person had when the event came; `groups[0]` is the company's key or ''.
import { createHash } from 'node:crypto';

import { signUp, startServer, until } from '../harness.mjs';
import { PersonsModel, personIdOf } from '../e2e/persons_model.mjs';
import { Calendar } from './calendar.mjs';
import { Random } from './random.mjs';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const BATCH = 500;

/** Zones whose clocks change, and one whose offset has a quarter of an hour. */
export const ZONES = ['UTC', 'America/New_York', 'Europe/Berlin', 'Australia/Lord_Howe', 'Asia/Kathmandu'];

/** Both hold a change of the clock of every zone that has one. */
const ERAS = [
  { from: '2024-02-26', to: '2024-04-20' },
  { from: '2024-09-24', to: '2024-11-16' },
];

/** What pages, screens and people do. */
export const EVENTS = ['$pageview', '$screen', 'signed up', 'paid', 'note'];
const PAGES = ['/', '/a', '/a/', '/b', '/product/1', '/product/2', '/product/2/', '/docs/x y'];

/** What the project calls by a name of its own. */
const ACTIONS = [
  { name: 'Paying', steps: [{ event: 'paid', properties: [{ type: 'event', key: 'plan', operator: 'is_not', value: ['free'] }] }, { event: 'signed up', properties: [] }] },
  { name: 'Anything large', steps: [{ event: null, properties: [{ type: 'event', key: 'amount', operator: 'gt', value: 1 }] }] },
  { name: 'Looking', steps: [{ event: '$screen', properties: [] }] },
];

/** Name and percent of the people. */
const COHORTS = [['Half', 50], ['Some', 25], ['Most', 80], ['Nobody', 0]];

/** Keeps out what the project's own people do. */
const TEST_ACCOUNTS = [{ type: 'event', key: 'plan', operator: 'is_not', value: 'internal' }];

/** The project's rules that shorten paths. */
const PATH_RULES = [{ regex: '/docs/.*', alias: '/docs' }];

/** A uuid that the seed brings back: the order of equal timestamps is part of the history. */
function uuidOf(text) {
  const hex = createHash('md5').update(text).digest('hex').split('');
  hex[12] = '4';
  hex[16] = '89ab'[parseInt(hex[16], 16) % 4];
  return hex.join('').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

/** Where the next event of somebody stands: bursts of seconds and minutes, then hours and days; often the very same instant. */
function step(random) {
  const kind = random.below(100);
  if (kind < 12) return 0;
  if (kind < 40) return random.between(1, 120) * SECOND;
  if (kind < 62) return random.between(1, 29) * MINUTE;
  if (kind < 70) return random.pick([30 * MINUTE - SECOND, 30 * MINUTE, 30 * MINUTE + SECOND, HOUR, DAY, DAY - SECOND, 7 * DAY]);
  if (kind < 85) return random.between(1, 40) * HOUR;
  return random.between(1, 9) * DAY + random.below(HOUR);
}

function propertiesOf(random, event, company) {
  const properties = {};
  if (random.chance(75)) properties.plan = random.pick(['free', 'free', 'pro', 'team', 'internal', null]);
  if (random.chance(70)) properties.amount = random.pick([0, 1, 2, 3, 7, 1.5, -2, null]);
  if (random.chance(60)) properties.mixed = random.pick(['a', 'b1', 'A', 1, 2.5, null]);
  if (random.chance(80)) properties.$session_id = `session-${random.below(40)}`;
  if (event === '$pageview' && random.chance(93)) properties.$current_url = `https://x.example${random.pick(PAGES)}`;
  if (event === '$screen' && random.chance(90)) properties.$screen_name = random.pick(['Home', 'Settings', '/a']);
  if (random.chance(75)) properties.$groups = { company };
  return properties;
}

/** The events of a project as a client sends them, in the order of sending. */
function makeEvents(random, name, calendar, { people, events }) {
  const era = random.pick(ERAS);
  const { from, to } = calendar.range(era.from, era.to);
  const companies = Array.from({ length: 5 }, (_, i) => `company-${i}`);
  // The first values of a property decide its type.
  const sent = [{ event: 'note', distinct_id: 'first', timestamp: from - 40 * DAY, properties: { plan: 'free', amount: 1.5, mixed: 'a', $set: { tier: 'x' }, $groups: { company: companies[0] } } }];
  for (const company of companies.slice(0, 4)) {
    const timestamp = from + random.between(-10, 30) * DAY + random.below(DAY);
    sent.push({ event: '$groupidentify', distinct_id: 'first', timestamp, properties: { $group_type: 'company', $group_key: company, $group_set: { name: company } } });
  }
  // The instants around which clocks and dates turn.
  const turns = [from];
  for (let day = from; day < to; day = calendar.next('day', day)) {
    if (calendar.offset(day) !== calendar.offset(calendar.next('day', day))) turns.push(day, day + HOUR, day + 2 * HOUR, day + 3 * HOUR);
    if (random.chance(8)) turns.push(day - SECOND, day);
  }
  const perPerson = Math.ceil(events / people / 2); // others stand beside them
  for (let person = 0; person < people; ++person) {
    const ids = Array.from({ length: random.between(1, 3) }, (_, i) => `p${person}-${i}`);
    const company = random.pick(companies);
    let at = from + random.below(to - from);
    const count = random.chance(15) ? 3 * perPerson : random.between(1, 2 * perPerson);
    for (let i = 0; i < count; ++i) {
      if (random.chance(4)) at = random.pick(turns) + random.below(90) * MINUTE;
      if (at > to + 3 * DAY) at = from + random.below(to - from);
      const event = random.pick(EVENTS);
      const properties = propertiesOf(random, event, random.chance(85) ? company : random.pick(companies));
      if (random.chance(10)) properties.$set = { tier: random.pick(['x', 'y', 3, null]) };
      sent.push({ event, distinct_id: random.pick(ids), timestamp: at, properties });
      if (random.chance(25)) sent.push({ event: random.pick([event, ...EVENTS]), distinct_id: random.pick(ids), timestamp: at, properties: propertiesOf(random, '$pageview', company) });
      at += step(random);
    }
    // Somewhere in between all ids turn out to be one person, or most of them.
    for (const other of ids.slice(1)) {
      if (random.chance(85)) sent.push({ event: '$identify', distinct_id: ids[0], timestamp: from + random.below(to - from), properties: { $anon_distinct_id: other } });
    }
  }
  sent.sort((a, b) => a.timestamp - b.timestamp);
  return sent.map((event, i) => ({ uuid: uuidOf(`${name} ${i}`), ...event, timestamp: Math.floor(event.timestamp / SECOND) * SECOND }));
}

export class History {
  constructor(owner, project, calendar, seed) {
    Object.assign(this, { owner, project, calendar, seed, zone: calendar.zone, testAccountFilters: TEST_ACCOUNTS, pathRules: PATH_RULES, rows: [], sets: { actions: [], cohorts: [] } });
  }

  /** The program's answer to the query, computed now. `more` goes beside the query in the body. */
  async ask(query, more = {}) {
    const answer = await this.post(query, more);
    if (answer.status !== 200) throw new Error(`${answer.status} ${answer.text}\n${JSON.stringify(query)}`);
    return answer.json;
  }

  post(query, more = {}) {
    const headers = { authorization: `Bearer ${this.owner.key}`, 'content-type': 'application/json' };
    return this.owner.server.request('POST', `/api/projects/${this.project.id}/query/`, { headers, body: JSON.stringify({ query, refresh: 'force_blocking', ...more }) });
  }

  /** The rows that HogQL finds. */
  async hogql(text) {
    return (await this.ask({ kind: 'HogQLQuery', query: text })).results;
  }

  /** The ids of the actors behind a number: `source` is an InsightActorsQuery or its like. Sorted. */
  async actors(source) {
    const found = [];
    for (let offset = 0; ; offset += 1000) {
      const answer = await this.ask({ kind: 'ActorsQuery', source, select: ['actor_id'], orderBy: ['actor_id'], limit: 1000, offset });
      found.push(...answer.results.map(([id]) => id));
      if (!answer.hasMore) return found.sort();
    }
  }

  /** Names actions and cohorts, once all events are there. */
  async nameSets(random) {
    const path = (rest) => `/api/projects/${this.project.id}/${rest}`;
    for (const { name, steps } of ACTIONS) this.sets.actions.push({ ...(await this.owner.api('POST', path('actions/'), { name, steps })), steps });
    const people = [...new Set(this.rows.map((row) => row.person))];
    for (const [name, share] of COHORTS) {
      const members = new Set(people.filter(() => random.chance(share)));
      const { id } = await this.owner.api('POST', path('cohorts/'), { name, is_static: true });
      if (members.size > 0) await this.owner.api('PATCH', path(`cohorts/${id}/add_persons_to_static_cohort/`), { person_ids: [...members] });
      this.sets.cohorts.push({ id, name, members });
    }
    await until(`the cohorts of ${this.zone}`, async () => {
      const counts = new Map((await this.hogql('select cohort_id, count() from static_cohort_people group by cohort_id')).map(([id, count]) => [Number(id), Number(count)]));
      return this.sets.cohorts.every(({ id, members }) => (counts.get(id) ?? 0) === members.size);
    }, 60_000);
  }

  /** Sends the events and waits until questions see all of them, with the person whom each belongs to. */
  async send(events) {
    const model = new PersonsModel(this.project.id);
    this.rows = [];
    for (const event of events) {
      model.take({ ...event, timestamp: new Date(event.timestamp).toISOString() });
      const person = model.owners.get(event.distinct_id);
      this.rows.push({
        uuid: event.uuid,
        event: event.event,
        timestamp: event.timestamp,
        distinctId: event.distinct_id,
        properties: event.properties,
        personProperties: { ...person.properties },
        personCreatedThen: person.createdAt,
        groups: [event.properties.$groups?.company ?? ''],
        sets: this.sets,
      });
    }
    for (const row of this.rows) {
      const person = model.owners.get(row.distinctId);
      row.person = person?.id ?? personIdOf(this.project.id, row.distinctId);
      row.personCreatedAt = person?.createdAt;
    }
    this.groupCreatedAt = new Map();
    for (const row of this.rows) {
      if (row.event === '$groupidentify' && !this.groupCreatedAt.has(row.properties.$group_key)) this.groupCreatedAt.set(row.properties.$group_key, row.timestamp);
    }
    this.rows.sort((a, b) => a.timestamp - b.timestamp || (a.uuid < b.uuid ? -1 : 1));

    for (let at = 0; at < events.length; at += BATCH) {
      const batch = events.slice(at, at + BATCH).map((event) => ({ ...event, timestamp: new Date(event.timestamp).toISOString() }));
      const answer = await this.owner.server.post('/batch/', { api_key: this.project.api_token, batch });
      if (answer.status !== 200) throw new Error(`batch: ${answer.status} ${answer.text}`);
    }
    await until(`${events.length} events of ${this.zone}`, async () => Number((await this.hogql('select count() from events'))[0][0]) === events.length, 300_000);
    const wanted = JSON.stringify([...new Set(this.rows.map((row) => row.person))].sort());
    await until(`the persons of ${this.zone}`, async () => JSON.stringify((await this.hogql('select distinct toString(person_id) as id from events order by id limit 10000')).map(([id]) => id)) === wanted, 300_000);
  }
}

export class World {
  constructor(server, histories) {
    Object.assign(this, { server, histories });
  }

  remove() {
    return this.server.remove();
  }
}

/** A server with a project per zone, each with a history of about `events` events of `people` people. */
export async function startWorld({ seed = 1, zones = ZONES, people = 22, events = 420 } = {}) {
  const server = await startServer();
  try {
    return await fillWorld(server, { seed, zones, people, events });
  } catch (error) {
    await server.remove(); // or the test would wait for it
    throw error;
  }
}

async function fillWorld(server, { seed, zones, people, events }) {
  const owner = await signUp(server);
  const histories = [];
  for (const [i, zone] of zones.entries()) {
    const random = new Random(seed * 1000 + i);
    const weekStart = random.below(2);
    const settings = { timezone: zone, week_start_day: weekStart, test_account_filters: TEST_ACCOUNTS, path_cleaning_filters: PATH_RULES };
    const made = i === 0 ? owner.project : await owner.api('POST', '/api/projects/', { name: zone });
    const project = await owner.api('PATCH', `/api/projects/${made.id}/`, settings);
    const calendar = new Calendar(zone, weekStart);
    const history = new History(owner, project, calendar, seed * 1000 + i);
    await history.send(makeEvents(random, `${seed} ${zone}`, calendar, { people, events }));
    await history.nameSets(new Random(seed * 1000 + 500 + i));
    histories.push(history);
  }
  return new World(server, histories);
}
