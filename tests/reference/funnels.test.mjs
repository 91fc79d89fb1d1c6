// Funnels of random questions over random histories are those of the plain reference, to the last digit,
// and the people behind their numbers are the same people.
import assert from 'node:assert/strict';
import test from 'node:test';

import { correlation, correlationActors } from './correlation.mjs';
import { eventsOf, someFilters, someNode, someProperties } from './filters.mjs';
import { before, byCohort, entrances, funnels, groupsOf, outcomes, periodsOf, shown } from './funnels.mjs';
import { EVENTS, startWorld } from './history.mjs';
import { Random, someDays, theSeed } from './random.mjs';

const CASES = Number(process.env.TENREC_CASES ?? 600);
/** Of so many questions the people behind a number are compared as well. */
const LISTED = 3;

function someBreakdown(random, history) {
  if (random.chance(15)) return { breakdown: [...history.sets.cohorts.map(({ id }) => id), 'all'].filter(() => random.chance(60)).concat('all').filter((id, i, list) => list.indexOf(id) === i), breakdown_type: 'cohort' };
  const breakdown = random.pick([
    { breakdown: 'plan', breakdown_type: 'event' },
    { breakdown: 'mixed', breakdown_type: 'event' },
    { breakdown: 'amount', breakdown_type: 'event', breakdown_histogram_bin_count: random.between(1, 4) },
    { breakdown: 'tier', breakdown_type: 'person' },
    { breakdown: 'properties.plan', breakdown_type: 'hogql' },
    { breakdown: 'event', breakdown_type: 'event_metadata' },
    { breakdown: 'name', breakdown_type: 'group', breakdown_group_type_index: 0 },
  ]);
  return random.chance(40) ? { ...breakdown, breakdown_limit: random.between(1, 3) } : breakdown;
}

/** What a node is about, its own filters aside. */
const sameEvents = ({ event, id, nodes }) => JSON.stringify([event ?? null, id, nodes]);

function someWindow(random) {
  const unit = random.pick(['second', 'minute', 'hour', 'day', 'day', 'week', 'month']);
  const most = { second: 4000, minute: 90, hour: 48, day: 15, week: 2, month: 1 };
  return { funnelWindowInterval: random.between(1, most[unit]), funnelWindowIntervalUnit: unit };
}

function someQuery(random, history) {
  const days = [...new Set(history.rows.map((row) => history.calendar.date(row.timestamp)))].slice(1);
  const begin = random.below(Math.ceil(days.length / 2));
  const end = random.between(begin, days.length - 1);
  const viz = random.pick(['steps', 'steps', 'steps', 'trends', 'time_to_convert']);
  const order = random.pick(['ordered', 'ordered', 'strict', 'unordered']);
  const count = random.between(2, 4);
  const series = Array.from({ length: count }, () => someNode(random, EVENTS, history));
  const filter = { funnelVizType: viz, funnelOrderType: order };
  if (random.chance(70)) Object.assign(filter, someWindow(random));
  if (random.chance(15)) {
    const math = random.pick(['first_time_for_user', 'first_time_for_user_with_filters']);
    random.pick(series).math = math;
  }
  if (viz === 'steps' && order !== 'unordered' && random.chance(30)) {
    const i = random.between(1, count - 1);
    if (i + 1 === count || sameEvents(series[i + 1]) !== sameEvents(series[i])) series[i].optionalInFunnel = true;
  }
  const free = EVENTS.filter((event) => !series.some((node) => node.kind === 'EventsNode' && node.event === event));
  if (free.length > 0 && random.chance(35)) {
    filter.exclusions = Array.from({ length: random.between(1, 2) }, () => {
      const from = order === 'unordered' ? 0 : random.below(count - 1);
      const to = order === 'unordered' ? count - 1 : random.between(from + 1, count - 1);
      const node = random.pick([...free.map((event) => ({ kind: 'EventsNode', event })), ...history.sets.actions.filter(({ id }) => !series.some((step) => step.id === id)).slice(0, 1).map(({ id }) => ({ kind: 'ActionsNode', id }))]);
      return { ...node, funnelFromStep: from, funnelToStep: to };
    });
  }
  if (viz !== 'steps' && random.chance(50)) {
    filter.funnelFromStep = random.below(count - 1);
    filter.funnelToStep = random.between(filter.funnelFromStep + 1, count - 1);
  }
  if (viz === 'time_to_convert' && random.chance(50)) filter.binCount = random.pick([0, 1, 4, 7, 200].filter((n) => n > 0));
  const query = { kind: 'FunnelsQuery', series, dateRange: { date_from: days[begin], date_to: days[end] }, funnelsFilter: filter };
  if (random.chance(50)) {
    query.breakdownFilter = someBreakdown(random, history);
    filter.breakdownAttributionType = random.pick(['first_touch', 'last_touch', 'all_events', 'step']);
    if (filter.breakdownAttributionType === 'step') filter.breakdownAttributionValue = order === 'unordered' ? 0 : random.below(count);
  }
  if (random.chance(20)) query.dateRange.daysOfWeek = someDays(random);
  if (viz === 'trends') query.interval = random.pick(['hour', 'day', 'day', 'week', 'month']);
  if (query.interval === 'hour') query.dateRange.date_to = days[Math.min(begin + 6, end)];
  if (random.chance(15)) query.aggregation_group_type_index = 0;
  else if (random.chance(15)) filter.funnelAggregateByHogQL = 'properties.$session_id';
  query.properties = someProperties(random, history);
  if (random.chance(25)) query.filterTestAccounts = true;
  if (random.chance(25)) query.compareFilter = { compare: true, ...(random.chance(50) ? { compare_to: random.pick(['-1w', '-1m', '-3d']) } : {}) };
  return query;
}

const unique = (outcomesOf) => [...new Set(outcomesOf.map((one) => one.actor))].sort();

/** Compares some number's people. */
async function comparePeople(random, asked, history) {
  const filter = asked.funnelsFilter;
  const source = { kind: 'FunnelsActorsQuery', source: asked };
  const previous = asked.compareFilter?.compare && random.chance(50);
  if (previous) source.compare = 'previous';
  const query = previous ? before(asked, history) : asked;
  let expected;
  if (filter.funnelVizType === 'trends') {
    const found = entrances(query, history);
    if (found.length === 0) return;
    const one = random.pick(found);
    const start = periodsOf(query, history)[one.period];
    const dropped = random.chance(50);
    Object.assign(source, { funnelTrendsDropOff: dropped, funnelTrendsEntrancePeriodStart: history.calendar.dateTime(start) });
    if (query.breakdownFilter) source.funnelStepBreakdown = byCohort(query) ? shown(query, one.value) : one.value;
    expected = found.filter((other) => other.period === one.period && other.value === one.value && other.converted !== dropped);
  } else {
    const found = outcomes(query, history);
    if (found.length === 0) return;
    const groups = groupsOf(query, found);
    const value = random.pick([...groups.keys()]);
    if (query.breakdownFilter) source.funnelStepBreakdown = shown(query, value);
    const isOther = filter.funnelVizType === 'steps';
    expected = isOther ? groups.get(value) : found.filter((one) => one.value === value);
    if (value === 'Other' && !isOther) return;
    const step = random.between(1, query.series.length);
    if (step > 1 && random.chance(50)) {
      let before = step - 1;
      while (query.series[before - 1].optionalInFunnel) --before;
      source.funnelStep = -step;
      expected = expected.filter((one) => one.bits.has(before) && !one.bits.has(step));
    } else {
      source.funnelStep = step;
      expected = expected.filter((one) => one.bits.has(step));
    }
  }
  assert.deepEqual(await history.actors(source), unique(expected), JSON.stringify(source));
}

test('funnels agree with the reference, and so do the people behind them', async (t) => {
  const seed = theSeed();
  t.diagnostic(`TENREC_SEED=${seed}`);
  const world = await startWorld({ seed });
  t.after(() => world.remove());
  const random = new Random(seed);
  let answered = 0;
  for (let i = 0; i < CASES; ++i) {
    const history = world.histories[i % world.histories.length];
    const query = someQuery(random, history);
    const expected = funnels(query, history);
    const { results } = await history.ask(query);
    assert.deepEqual(results, expected, `${history.zone} case ${i}: ${JSON.stringify(query)}`);
    if (JSON.stringify(expected) !== '[]') ++answered;
    if (i % LISTED === 0) await comparePeople(random, query, history);
  }
  assert.ok(answered > CASES / 2, `only ${answered} of ${CASES} questions have an answer`);
});

/** What sets apart those who came through a funnel, and who did it. */
async function compareCorrelation(random, history) {
  const funnel = someQuery(random, history);
  funnel.funnelsFilter = { ...funnel.funnelsFilter, funnelVizType: 'steps' };
  delete funnel.funnelsFilter.funnelAggregateByHogQL;
  delete funnel.aggregation_group_type_index;
  if (random.chance(30)) funnel.aggregation_group_type_index = 0;
  if (random.chance(80)) funnel.series = funnel.series.map((node) => (eventsOf(node, history).includes(null) ? { kind: 'EventsNode', event: 'paid' } : node));
  delete funnel.funnelsFilter.exclusions;
  for (const node of funnel.series) delete node.optionalInFunnel;
  delete funnel.interval;
  delete funnel.breakdownFilter;
  delete funnel.compareFilter;
  const type = random.pick(['events', 'event_with_properties', 'properties']);
  const query = { kind: 'FunnelCorrelationQuery', source: { kind: 'FunnelsActorsQuery', source: funnel, funnelStep: 1 }, funnelCorrelationType: type };
  let persons = new Map();
  if (type === 'events' && random.chance(40)) query.funnelCorrelationExcludeEventNames = [random.pick(EVENTS)];
  if (type === 'event_with_properties') Object.assign(query, { funnelCorrelationEventNames: ['note', '$screen', '$pageview'], funnelCorrelationEventExcludePropertyNames: ['$ip', '$group_0', '$groups', '$session_id', '$set', 'amount'] });
  if (type === 'properties') {
    const ofGroups = funnel.aggregation_group_type_index === 0;
    query.funnelCorrelationNames = [ofGroups ? 'name' : 'tier', 'missing'];
    if (ofGroups) persons = new Map((await history.hogql('select key, toString(properties.name) from groups where index = 0 limit 10000')).map(([key, name]) => [key, { name }]));
    else persons = new Map((await history.hogql('select toString(id), toString(properties.tier) from persons limit 10000')).map(([id, tier]) => [id, { tier }]));
  }
  const expected = correlation(query, history, persons);
  const { results } = await history.ask(query);
  assert.deepEqual(results, expected, `${history.zone}: ${JSON.stringify(query)}`);
  if (type === 'events' && expected.events.length > 0) {
    const { event } = random.pick(expected.events).event;
    const action = history.sets.actions.find((one) => random.chance(10) && one.id);
    const entity = { ...(action ? { kind: 'ActionsNode', id: action.id } : { kind: 'EventsNode', event }), properties: someFilters(random) };
    for (const converted of [true, false]) {
      const source = { kind: 'FunnelCorrelationActorsQuery', source: query, funnelCorrelationPersonEntity: entity, funnelCorrelationPersonConverted: converted };
      assert.deepEqual(await history.actors(source), correlationActors(query, entity, converted, history), JSON.stringify(source));
    }
  }
  if (type === 'properties' && expected.events.length > 0) {
    const { success_count: yes, event } = random.pick(expected.events);
    const [key, value] = event.event.split('::');
    const group = funnel.aggregation_group_type_index === 0 ? { type: 'group', group_type_index: 0 } : { type: 'person' };
    const filter = value === '' ? { operator: 'is_not_set', value: 'is_not_set' } : { operator: 'exact', value: [value] };
    const source = { kind: 'FunnelCorrelationActorsQuery', source: query, funnelCorrelationPropertyValues: [{ key, ...group, ...filter }], funnelCorrelationPersonConverted: true };
    assert.equal((await history.actors(source)).length, yes, JSON.stringify(source));
  }
  return expected.events.length;
}

test('correlations agree with the reference, and so do the people behind them', async (t) => {
  const seed = theSeed();
  t.diagnostic(`TENREC_SEED=${seed}`);
  const world = await startWorld({ seed });
  t.after(() => world.remove());
  const random = new Random(seed + 1);
  let rows = 0;
  for (let i = 0; i < CASES / 6; ++i) rows += await compareCorrelation(random, world.histories[i % world.histories.length]);
  assert.ok(rows > CASES / 12, `only ${rows} rows`);
});
