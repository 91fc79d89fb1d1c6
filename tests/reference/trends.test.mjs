// TrendsQuery beside its plain reference: random questions over random histories in five time zones.
import assert from 'node:assert/strict';
import test from 'node:test';

import { someFilters, someNode } from './filters.mjs';
import { EVENTS, startWorld } from './history.mjs';
import { Random, someDays, theSeed } from './random.mjs';
import { OTHER, actorsBehind, answer, boxes, calendarHeatmap, isExact, isTotal } from './trends.mjs';

const CASES = Number(process.env.TENREC_CASES ?? 600);
const ACTOR_EVERY = 3;

const PER_ACTOR = ['avg', 'min', 'max', 'median', 'p75', 'p90', 'p95', 'p99'].map((name) => `${name}_count_per_actor`);
const PROPERTY = ['sum', 'avg', 'min', 'max', 'median', 'p75', 'p90', 'p95', 'p99'];
const MATHS = ['total', 'total', 'dau', 'dau', 'weekly_active', 'monthly_active', 'unique_session', 'unique_group', 'first_time_for_user', 'first_matching_event_for_user', 'hogql'];

function makeNode(random, history) {
  const node = someNode(random, EVENTS, history);
  const kind = random.below(100);
  if (kind < 12) node.math = random.pick(PER_ACTOR);
  else if (kind < 30) Object.assign(node, { math: random.pick(PROPERTY), math_property: 'amount' });
  else node.math = random.pick(MATHS);
  if (node.math === 'hogql') node.math_hogql = random.pick(['count() * 2', 'uniq(distinct_id) + 1']);
  if (node.math === 'unique_group' || (node.math === 'dau' && random.chance(15)) || (node.math === 'weekly_active' && random.chance(30))) node.math_group_type_index = 0;
  if (random.chance(8)) node.math_multiplier = random.pick([2, 0.5]);
  return node;
}

function makeBreakdown(random, exact) {
  const single = random.pick([
    { breakdown: 'plan' },
    { breakdown: 'mixed' },
    { breakdown: 'amount' },
    { breakdown: 'tier', breakdown_type: 'person' },
    { breakdown: 'distinct_id', breakdown_type: 'event_metadata' },
    { breakdown: 'event', breakdown_type: 'event_metadata' },
    { breakdown: '$group_0', breakdown_type: 'event_metadata' },
    { breakdown: 'toHour(timestamp)', breakdown_type: 'hogql' },
    { breakdown: "concat(event, '!')", breakdown_type: 'hogql' },
    { breakdown: '$current_url' },
    { breakdown: '$current_url', breakdown_normalize_url: true },
    { breakdown: 'amount', breakdown_histogram_bin_count: random.between(1, 5) },
  ]);
  let filter = { ...single };
  if (random.chance(25)) {
    const some = [{ property: 'plan' }, { property: 'tier', type: 'person' }, { property: 'event', type: 'event_metadata' }, { property: 'amount', histogram_bin_count: 3 }, { property: '$current_url', normalize_url: true }];
    filter = { breakdowns: Array.from({ length: random.between(1, 3) }, () => some.splice(random.below(some.length), 1)[0]) };
  }
  if (!exact) filter.breakdown_limit = 1000;
  else if (random.chance(60)) filter.breakdown_limit = random.between(1, 6);
  if (random.chance(20)) filter.breakdown_hide_other_aggregation = true;
  return filter;
}

function makeQuery(random, history) {
  const { calendar } = history;
  const rows = history.rows;
  const series = Array.from({ length: random.pick([1, 1, 1, 2, 2, 3]) }, () => makeNode(random, history));
  const query = { kind: 'TrendsQuery', series };
  query.interval = random.pick(['day', 'day', 'day', 'week', 'month', 'hour', 'minute']);
  const length = { day: random.between(0, 40), week: random.between(0, 50), month: random.between(0, 60) }[query.interval] ?? 0;
  const start = random.pick(rows).timestamp - random.between(0, 3) * 86_400_000;
  const from = calendar.date(start);
  query.dateRange = { date_from: from, date_to: calendar.date(start + length * 86_400_000) };
  if (query.interval === 'hour') query.dateRange = { date_from: `${from}T0${random.below(10)}:00:00`, date_to: `${calendar.date(start + random.between(0, 2) * 86_400_000)}T${random.between(10, 23)}:59:59` };
  if (query.interval === 'minute') query.dateRange = { date_from: `${from}T${random.between(10, 15)}:00:00`, date_to: `${from}T${random.between(16, 18)}:30:00` };
  if (query.interval === 'day' && random.chance(10)) {
    query.dateRange = { date_from: `${from}T06:30:00`, date_to: `${query.dateRange.date_to}T18:15:00`, explicitDate: true };
  }
  query.properties = random.chance(15) ? { type: 'OR', values: [{ type: 'AND', values: someFilters(random) }, { type: 'AND', values: [{ type: 'event', key: 'plan', operator: 'is_set', value: 'is_set' }] }] } : someFilters(random);
  if (random.chance(25)) query.filterTestAccounts = true;
  if (random.chance(10)) query.aggregation_group_type_index = 0;

  const display = random.below(100);
  const filter = {};
  if (display < 12) filter.display = 'ActionsLineGraphCumulative';
  else if (display < 18) filter.display = 'SlopeGraph';
  else if (display < 40 && query.interval === 'day') filter.display = random.pick(['BoldNumber', 'ActionsPie', 'ActionsTable', 'ActionsBarValue', 'WorldMap']);
  const exact = series.every((node) => isExact(node.math));
  // Smoothed numbers are rounded down, so that the last digit of a fraction would decide.
  if (random.chance(15)) query.dateRange.daysOfWeek = someDays(random);
  else if (random.chance(12) && exact && !isTotal({ trendsFilter: filter })) filter.smoothingIntervals = random.between(2, 5);
  if (random.chance(15)) filter.formulas = series.length === 1 ? ['A * 2', '-A'] : ['A + B', 'A / B', '(A - B) * 3'].slice(0, random.between(1, 3));
  if (Object.keys(filter).length > 0) query.trendsFilter = filter;
  if (random.chance(45)) query.breakdownFilter = makeBreakdown(random, exact && !filter.formulas);
  if (random.chance(25)) {
    query.compareFilter = { compare: true };
    if (random.chance(50)) query.compareFilter.compare_to = random.pick(['-1w', '-2w', '-1m', '-3d']);
  }
  return query;
}

const rounded = (number) => Number(Number(number).toPrecision(11));

function shownRows(query, response) {
  return response.results.map((row) => ({
    order: row.order,
    previous: row.compare_label === 'previous',
    value: row.breakdown_value,
    data: (isTotal(query) ? [row.aggregated_value] : row.data).map(rounded),
    count: isTotal(query) ? undefined : rounded(row.count),
  }));
}

function expectedRows(query, rows) {
  return rows.map((row) => ({ ...row, data: row.data.map((n) => rounded(n) + 0), count: isTotal(query) ? undefined : rounded(row.count) }));
}

/** Sums in another order may rank rows otherwise; then the order says nothing. */
function settled(query, rows) {
  const clean = rows.map((row) => JSON.parse(JSON.stringify({ ...row, data: row.data.map((n) => n + 0) })));
  const anyOrder = query.breakdownFilter && (query.trendsFilter?.formulas || !query.series.every((node) => isExact(node.math)));
  if (!anyOrder) return clean;
  const key = (row) => JSON.stringify([row.order, row.previous, row.value]);
  return clean.sort((a, b) => (key(a) < key(b) ? -1 : 1));
}

test('questions about trends are answered as their reference answers them', { timeout: 1_200_000 }, async (t) => {
  const seed = theSeed();
  t.diagnostic(`TENREC_SEED=${seed}`);
  const world = await startWorld({ seed });
  t.after(() => world.remove());
  const random = new Random(seed);
  const seen = { numbers: 0, actors: 0 };
  for (let i = 0; i < CASES; ++i) {
    const history = world.histories[i % world.histories.length];
    const query = makeQuery(random, history);
    const what = `seed ${seed}, case ${i}, ${history.zone}: ${JSON.stringify(query)}`;
    const response = await history.ask(query);
    const expected = answer(query, history);
    const rows = settled(query, shownRows(query, response));
    assert.deepEqual(rows, settled(query, expectedRows(query, expected.rows)), what);
    assert.equal(response.hasMore, expected.hasMore, what);
    if (!isTotal(query) && response.results.length > 0) {
      const { interval, buckets } = expected.ranges[response.results[0].compare_label === 'previous' ? 1 : 0];
      const shown = query.trendsFilter?.display === 'SlopeGraph' && buckets.length > 2 ? [buckets[0], buckets.at(-1)] : buckets;
      const days = shown.map((bucket) => (['hour', 'minute'].includes(interval) ? history.calendar.dateTime(bucket) : history.calendar.date(bucket)));
      assert.deepEqual(response.results[0].days, days, what);
    }
    seen.numbers += rows.reduce((n, row) => n + row.data.filter((x) => x !== 0).length, 0);

    // The people behind one of the numbers.
    if (i % ACTOR_EVERY !== 0 || query.trendsFilter?.formulas || response.results.length === 0) continue;
    const row = random.pick(response.results);
    const value = row.breakdown_value;
    if (value !== undefined && [value].flat().includes(OTHER)) continue;
    let bucket = isTotal(query) ? undefined : random.below(row.days.length);
    const day = row.action.days[bucket];
    if (query.trendsFilter?.display === 'SlopeGraph' && bucket === 1) bucket = expected.ranges[0].buckets.length - 1;
    const point = { order: row.order, previous: row.compare_label === 'previous', value, bucket };
    const source = { kind: 'InsightActorsQuery', source: query, series: row.order, compare: row.compare_label };
    if (value !== undefined) source.breakdown = value;
    if (bucket !== undefined) source.day = day;
    if (point.previous && bucket !== undefined) {
      // Both periods are asked for by the days of the current one.
      const current = expected.ranges[0].buckets[bucket];
      if (current === undefined) continue;
      source.day = history.calendar.iso(current);
    }
    assert.deepEqual(await history.actors(source), actorsBehind(query, history, point), `${what}\n${JSON.stringify(source)}`);
    ++seen.actors;
  }
  t.diagnostic(`${CASES} questions, ${seen.numbers} numbers other than 0, ${seen.actors} lists of actors`);
  assert.ok(seen.numbers > CASES * 4, 'the questions found too little');
  assert.ok(seen.actors > CASES / 10, 'too few lists were compared');
});

test('boxes, calendars and samples are answered as their reference answers them', { timeout: 1_200_000 }, async (t) => {
  const seed = theSeed();
  t.diagnostic(`TENREC_SEED=${seed}`);
  const world = await startWorld({ seed: seed + 1 });
  t.after(() => world.remove());
  const random = new Random(seed + 1);
  const near = (value) => (typeof value === 'number' ? rounded(value) : value);
  const plain = (list) => list.map((one) => Object.fromEntries(Object.entries(one).map(([key, value]) => [key, near(value)])));
  const sorted = (list) => list.map((one) => JSON.stringify(one)).sort();
  for (let i = 0; i < 90; ++i) {
    const history = world.histories[i % world.histories.length];
    const { series, ...query } = makeQuery(random, history);
    for (const field of ['breakdownFilter', 'compareFilter', 'trendsFilter']) delete query[field];
    const what = (asked) => `seed ${seed}, case ${i}, ${history.zone}: ${JSON.stringify(asked)}`;

    const box = { ...query, series: [{ ...someNode(random, EVENTS), math: 'avg', math_property: 'amount' }], trendsFilter: { display: 'BoxPlot' } };
    const drawn = (await history.ask(box)).boxplot_data.map(({ label, ...rest }) => rest);
    assert.deepEqual(plain(drawn), plain(boxes(box, history)), what(box));

    const heat = { ...query, series: [{ ...someNode(random, EVENTS), math: random.pick(['total', 'dau']) }], trendsFilter: { display: 'CalendarHeatmap' } };
    const { calendar_heatmap_data: got } = (await history.ask(heat)).results[0];
    const expected = calendarHeatmap(heat, history);
    for (const part of ['data', 'rowAggregations', 'columnAggregations']) assert.deepEqual(sorted(got[part]), sorted(expected[part]), what(heat));
    assert.equal(got.allAggregations, expected.allAggregations, what(heat));

    // Who is in a sample is the program's choice; the same question over them alone is the reference's.
    const sample = { ...query, series, samplingFactor: random.pick([0.1, 0.5, 0.75]) };
    const parts = new Map(await history.hogql('select distinct_id, modulo(cityHash64(distinct_id), 1000000) from events group by distinct_id limit 10000'));
    const kept = Object.assign(Object.create(history), { rows: history.rows.filter((row) => Number(parts.get(row.distinctId)) < sample.samplingFactor * 1e6) });
    assert.deepEqual(settled(sample, shownRows(sample, await history.ask(sample))), settled(sample, expectedRows(sample, answer(sample, kept).rows)), what(sample));
  }
});
