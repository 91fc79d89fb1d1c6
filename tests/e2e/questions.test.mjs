// The worked examples of the specification's query chapter, posted to the API of the real program as
// PostHog's clients post them, with the numbers that the chapter gives.
// Source: queries.md
import assert from 'node:assert/strict';
import test from 'node:test';

import { signUp, startServer, until } from '../harness.mjs';

/** An event: name, who, when, properties. */
const event = (name, who, when, properties = {}) => ({ event: name, distinct_id: who, timestamp: when.includes('T') ? when : `${when}T10:00:00Z`, properties });
const node = (name, more = {}) => ({ kind: 'EventsNode', event: name, ...more });
const pick = (rows, ...keys) => rows.map((row) => Object.fromEntries(keys.map((key) => [key, row[key]])));

/** A project with these events: { ask, refuse, people, token }. */
async function makeProject(owner, name, events, settings = {}) {
  const project = await owner.api('POST', '/api/projects/', { name });
  const at = `/api/projects/${project.id}/`;
  if (Object.keys(settings).length > 0) await owner.api('PATCH', at, settings);
  const sent = await owner.server.post('/batch/', { api_key: project.api_token, batch: events });
  assert.equal(sent.status, 200, sent.text);
  const headers = { authorization: `Bearer ${owner.key}` };
  const post = (query, more = {}) => owner.server.post(`${at}query/`, { query, refresh: 'force_blocking', ...more }, headers);
  const ask = async (query, more) => {
    const answer = await post(query, more);
    assert.equal(answer.status, 200, `${JSON.stringify(query)}\n${answer.text}`);
    return answer.json;
  };
  const count = async () => Number((await ask({ kind: 'HogQLQuery', query: 'select count() from events' })).results[0][0]);
  await until(`${events.length} events of ${name}`, async () => (await count()) === events.length);
  // Persons and groups land a moment after the events.
  await until(`all of ${name}`, async () => (await owner.api('GET', `${at}ingestion/ledger/`)).instance.in_flight === 0);
  return {
    id: project.id,
    ask,
    api: (method, target, value) => owner.api(method, at + target, value),
    /** The body of the refusal. */
    refuse: async (query, more) => {
      const answer = await post(query, more);
      assert.equal(answer.status, 400, `${JSON.stringify(query)}\n${answer.text}`);
      return answer.json;
    },
    /** Ids of the people behind a number. */
    people: async (source) => (await ask({ kind: 'ActorsQuery', source, select: ['actor_id'], orderBy: ['actor_id'], limit: 1000 })).results.map(([id]) => id),
  };
}

const NONE = '$$_posthog_breakdown_null_$$';
const OTHER = '$$_posthog_breakdown_other_$$';

async function trends(owner) {
  const chrome = { $browser: 'Chrome' };
  const project = await makeProject(owner, 'Trends', [
    event('sign up', 'p1', '2020-01-09', chrome),
    event('sign up', 'p1', '2020-01-11T10:00:00Z', chrome),
    event('sign up', 'p1', '2020-01-11T11:00:00Z', { $browser: 'Safari' }),
    event('sign up', 'p2', '2020-01-11T12:00:00Z', chrome),
    event('sign up', 'p2', '2020-01-11T13:00:00Z'),
  ]);
  const question = (more = {}, ...maths) => ({ kind: 'TrendsQuery', dateRange: { date_from: '2020-01-09', date_to: '2020-01-11' }, series: (maths.length ? maths : ['total']).map((math) => node('sign up', { math })), ...more });
  const rows = async (query) => pick((await project.ask(query)).results, 'data', 'count');
  assert.deepEqual(await rows(question()), [{ data: [1, 0, 4], count: 5 }]);
  assert.deepEqual(await rows(question({}, 'dau')), [{ data: [1, 0, 2], count: 3 }]);
  assert.deepEqual(pick((await project.ask(question({}, 'avg_count_per_actor'))).results, 'data'), [{ data: [1, 0, 2] }]);
  assert.deepEqual(pick((await project.ask(question({}, 'weekly_active'))).results, 'data'), [{ data: [1, 1, 2] }]);

  const byBrowser = await project.ask(question({ breakdownFilter: { breakdown: '$browser', breakdown_type: 'event' } }));
  assert.deepEqual(pick(byBrowser.results, 'breakdown_value', 'label', 'data', 'count'), [
    { breakdown_value: 'Chrome', label: 'Chrome', data: [1, 0, 2], count: 3 },
    { breakdown_value: 'Safari', label: 'Safari', data: [0, 0, 1], count: 1 },
    { breakdown_value: NONE, label: 'None (i.e. no value)', data: [0, 0, 1], count: 1 },
  ]);
  assert.equal(byBrowser.hasMore, false);
  const first = await project.ask(question({ breakdownFilter: { breakdown: '$browser', breakdown_type: 'event', breakdown_limit: 1 } }));
  assert.deepEqual(pick(first.results, 'breakdown_value', 'label', 'data', 'count'), [
    { breakdown_value: 'Chrome', label: 'Chrome', data: [1, 0, 2], count: 3 },
    { breakdown_value: OTHER, label: 'Other (i.e. all remaining values)', data: [0, 0, 2], count: 2 },
  ]);
  assert.equal(first.hasMore, true);

  const bold = { trendsFilter: { display: 'BoldNumber' } };
  assert.deepEqual(pick((await project.ask(question(bold))).results, 'aggregated_value', 'data', 'days', 'count'), [{ aggregated_value: 5, data: [], days: [], count: 0 }]);
  assert.deepEqual(pick((await project.ask(question(bold, 'dau'))).results, 'aggregated_value'), [{ aggregated_value: 2 }]);
  assert.deepEqual(pick((await project.ask(question({ trendsFilter: { formula: 'A/B' } }, 'total', 'dau'))).results, 'data', 'label', 'action'), [{ data: [1, 0, 2], label: 'Formula (A/B)', action: null }]);
  assert.deepEqual(await rows(question({ trendsFilter: { display: 'ActionsLineGraphCumulative' } })), [{ data: [1, 1, 5], count: 5 }]);

  // The whole row, as 4.6 shows it.
  const whole = (await project.ask({ ...question(), series: [node('sign up')], properties: [] })).results[0];
  assert.deepEqual(whole, {
    action: { days: ['2020-01-09T00:00:00Z', '2020-01-10T00:00:00Z', '2020-01-11T00:00:00Z'], id: 'sign up', type: 'events', order: 0, name: 'sign up', custom_name: null, math: 'total', math_property: null, math_hogql: null, math_group_type_index: null, properties: {} },
    label: 'sign up',
    count: 5,
    data: [1, 0, 4],
    labels: ['9-Jan-2020', '10-Jan-2020', '11-Jan-2020'],
    days: ['2020-01-09', '2020-01-10', '2020-01-11'],
    filter: { insight: 'TRENDS', date_from: '2020-01-09T00:00:00Z', date_to: '2020-01-11T23:59:59.999999Z', entity_type: 'events', interval: 'day', properties: [], display: 'ActionsLineGraph' },
    order: 0,
  });
}

/** 5.4: time and what the event is, of one actor; the window is 100 s. */
const VECTORS = [
  { steps: 3, events: '1:A 2:B 4:C', counts: [1, 1, 1], times: [1, 2] },
  { steps: 2, events: '1:A 5:A 7:B', counts: [1, 1], times: [2] },
  { steps: 2, events: '1:A 101:B', counts: [1, 1], times: [100] },
  { steps: 2, events: '1:A 102:B', counts: [1, 0], times: [null] },
  { steps: 2, events: '1:A 80:A 150:B', counts: [1, 1], times: [70] },
  { steps: 3, events: '1:A 2:C 3:B', counts: [1, 1, 0], times: [2, null] },
  { steps: 2, events: '1:AB', counts: [1, 0], times: [null] },
  { steps: 2, events: '1:AB 3:AB', counts: [1, 1], times: [2] },
  { steps: 2, events: '1:B 1:A', counts: [1, 1], times: [null] }, // no time passes
  { steps: 2, events: '1:A 2:X 3:B', exclude: true, counts: [] },
  { steps: 2, events: '1:A 2:X', exclude: true, counts: [] },
  { steps: 2, events: '1:A 2:X 3:A 4:B', exclude: true, counts: [1, 1], times: [1] },
  { steps: 2, events: '1:X 2:A 3:B', exclude: true, counts: [1, 1], times: [1] },
  { steps: 2, events: '1:A 150:X', exclude: true, counts: [1, 0], times: [null] },
  { steps: 3, events: '1:A 2:o 3:B', order: 'strict', counts: [1, 0, 0], times: [null, null] },
  { steps: 3, events: '1:A 2:B 3:o 4:C', order: 'strict', counts: [1, 1, 0], times: [1, null] },
  { steps: 3, events: '1:A 4:C', optional: 1, counts: [1, 0, 1] },
  { steps: 3, events: '1:A 2:B 4:C', optional: 1, counts: [1, 1, 1] },
  { steps: 2, events: '1:A/x 2:A/y 3:B/z', attribution: 'step', counts: { x: [1, 1], y: [1, 1] }, times: { x: [2], y: [1] } },
  { steps: 2, events: '1:A/x 2:B/y 3:B/x', attribution: 'all_events', counts: { x: [1, 1] }, times: { x: [2] } },
];

async function funnelVectors(owner) {
  const begin = Date.parse('2024-01-10T10:00:00Z');
  const events = VECTORS.flatMap((vector, i) =>
    vector.events.split(' ').map((one) => {
      const [, second, flags, value] = /^(\d+):(\w+)(?:\/(\w))?$/.exec(one);
      const properties = { vector: i, ...Object.fromEntries([...flags].map((flag) => [`is_${flag}`, 'yes'])), ...(value ? { value } : {}) };
      return event('did', `of ${i}`, new Date(begin + Number(second) * 1000).toISOString(), properties);
    }),
  );
  const project = await makeProject(owner, 'Vectors', events);
  const has = (key) => ({ type: 'event', key, operator: 'is_set', value: 'is_set' });
  for (const [i, vector] of VECTORS.entries()) {
    const series = ['A', 'B', 'C'].slice(0, vector.steps).map((flag) => node('did', { properties: [has(`is_${flag}`)] }));
    if (vector.optional) series[vector.optional].optionalInFunnel = true;
    const funnelsFilter = { funnelWindowInterval: 100, funnelWindowIntervalUnit: 'second', funnelOrderType: vector.order ?? 'ordered' };
    if (vector.exclude) funnelsFilter.exclusions = [node('did', { properties: [has('is_X')], funnelFromStep: 0, funnelToStep: 1 })];
    const query = { kind: 'FunnelsQuery', series, funnelsFilter, dateRange: { date_from: '2024-01-10', date_to: '2024-01-10' }, properties: [{ type: 'event', key: 'vector', operator: 'exact', value: [String(i)] }] };
    if (vector.attribution) {
      Object.assign(funnelsFilter, { breakdownAttributionType: vector.attribution, breakdownAttributionValue: 0 });
      query.breakdownFilter = { breakdown: 'value', breakdown_type: 'event' };
    }
    const { results } = await project.ask(query);
    const about = `${vector.events}: ${JSON.stringify(results)}`;
    const counts = (steps) => steps.map((step) => step.count);
    const times = (steps) => steps.slice(1).map((step) => step.average_conversion_time);
    if (!vector.attribution) {
      assert.deepEqual(counts(results), vector.counts, about);
      if (vector.times) assert.deepEqual(times(results), vector.times, about);
      continue;
    }
    const byValue = (of) => Object.fromEntries(results.map((steps) => [steps[0].breakdown_value[0], of(steps)]));
    assert.deepEqual(byValue(counts), vector.counts, about);
    assert.deepEqual(byValue(times), vector.times, about);
  }
}

async function funnels(owner) {
  const day = '2021-05-01T';
  const project = await makeProject(owner, 'Funnels', [
    event('sign up', 'p1', `${day}00:00:00Z`),
    event('sign up', 'p2', `${day}00:00:00Z`),
    event('sign up', 'p3', `${day}00:00:00Z`),
    event('play', 'p1', `${day}01:00:00Z`),
    event('play', 'p2', `${day}02:00:00Z`),
    event('buy', 'p1', `${day}03:00:00Z`),
  ]);
  const query = { kind: 'FunnelsQuery', series: ['sign up', 'play', 'buy'].map((name) => node(name)), dateRange: { date_from: '2021-05-01', date_to: '2021-05-03' } };
  const step = (name, order, count, seconds) => ({ action_id: name, name, custom_name: null, order, people: [], count, type: 'events', average_conversion_time: seconds, median_conversion_time: seconds });
  const answer = await project.ask(query);
  assert.deepEqual(answer.results, [step('sign up', 0, 3, null), step('play', 1, 2, 5400), step('buy', 2, 1, 7200)]);
  assert.equal(answer.isUdf, true);
  const unordered = await project.ask({ ...query, funnelsFilter: { funnelOrderType: 'unordered' } });
  assert.deepEqual(pick(unordered.results, 'action_id', 'name', 'custom_name', 'count'), [
    { action_id: null, name: 'Completed 1 step', custom_name: null, count: 3 },
    { action_id: null, name: 'Completed 2 steps', custom_name: null, count: 2 },
    { action_id: null, name: 'Completed 3 steps', custom_name: null, count: 1 },
  ]);
  assert.deepEqual((await project.ask({ ...query, dateRange: { date_from: '2022-05-01', date_to: '2022-05-03' } })).results, []);
  // 5.8 and 5.9
  const convert = await project.ask({ ...query, funnelsFilter: { funnelVizType: 'time_to_convert' } });
  assert.deepEqual(convert.results, { bins: [[10800, 1], [10860, 0]], average_conversion_time: 10800 });
  const nobody = await project.ask({ ...query, series: [node('buy'), node('play')], funnelsFilter: { funnelVizType: 'time_to_convert' } });
  assert.deepEqual(nobody.results, { bins: [], average_conversion_time: null });
  const over = await project.ask({ ...query, funnelsFilter: { funnelVizType: 'trends' } });
  assert.deepEqual(over.results, [{ count: 3, data: [33.33, 0, 0], days: ['2021-05-01', '2021-05-02', '2021-05-03'], labels: ['1-May-2021', '2-May-2021', '3-May-2021'] }]);
}

async function correlation(owner) {
  const events = [];
  const at = (minute) => `2024-01-10T10:${String(minute).padStart(2, '0')}:00Z`;
  for (let i = 0; i < 18; ++i) {
    const wins = i < 7;
    events.push(event('sign up', `p${i}`, at(0)));
    if (wins ? i < 5 : i === 7) events.push(event('watched video', `p${i}`, at(5)));
    if (wins) events.push(event('paid', `p${i}`, at(10)));
  }
  const project = await makeProject(owner, 'Correlation', events);
  const source = { kind: 'FunnelsActorsQuery', funnelStep: 1, source: { kind: 'FunnelsQuery', series: [node('sign up'), node('paid')], dateRange: { date_from: '2024-01-10', date_to: '2024-01-10' } } };
  const { results } = await project.ask({ kind: 'FunnelCorrelationQuery', source, funnelCorrelationType: 'events' });
  assert.deepEqual(results, { events: [{ success_count: 5, failure_count: 1, odds_ratio: 11, correlation_type: 'success', event: { event: 'watched video', properties: {}, elements: [] } }], skewed: false });
}

async function retention(owner) {
  const visits = [['p1', 10], ['p1', 11], ['p1', 12], ['p2', 10], ['p2', 12]];
  const project = await makeProject(owner, 'Retention', visits.map(([who, day]) => event('$pageview', who, `2020-06-${day}`)));
  const question = (more = {}) => ({ kind: 'RetentionQuery', dateRange: { date_from: '2020-06-10', date_to: '2020-06-12' }, retentionFilter: { period: 'Day', totalIntervals: 3, retentionType: 'retention_recurring', targetEntity: { id: '$pageview', type: 'events' }, returningEntity: { id: '$pageview', type: 'events' }, ...more } });
  const row = (i, counts) => ({ values: counts.map((count, day) => ({ count, label: `Day ${day}` })), label: `Day ${i}`, date: `2020-06-1${i}T00:00:00Z`, breakdown_value: null });
  assert.deepEqual((await project.ask(question())).results, [row(0, [2, 1, 2]), row(1, [1, 1, 0]), row(2, [2, 0, 0])]);
  assert.deepEqual((await project.ask(question({ retentionType: 'retention_first_time' }))).results, [row(0, [2, 1, 2]), row(1, [0, 0, 0]), row(2, [0, 0, 0])]);
  const counts = ({ results }) => results.map(({ values }) => values.map(({ count }) => count));
  assert.deepEqual(counts(await project.ask(question({ cumulative: true })))[0], [2, 2, 2]);
  const brackets = await project.ask(question({ retentionCustomBrackets: [1, 3] }));
  assert.deepEqual(brackets.results[0].values.map(({ label }) => label), ['Day 0', 'Day 1', 'Day 2-4']);
  assert.equal((await project.refuse(question({ cumulative: true, timeWindowMode: '24_hour_windows' }))).detail, 'Cumulative retention is not supported for 24 hour windows.');
}

async function paths(owner) {
  const visit = (who, url, minute) => event('$pageview', who, `2024-01-10T10:0${minute}:00Z`, { $current_url: url });
  const project = await makeProject(owner, 'Paths', [visit('p1', '/1', 0), visit('p1', '/2', 1), visit('p1', '/3', 3), visit('p2', '/1', 0), visit('p2', '/3', 1)]);
  const { results } = await project.ask({ kind: 'PathsQuery', dateRange: { date_from: '2024-01-10', date_to: '2024-01-10' }, pathsFilter: { includeEventTypes: ['$pageview'] } });
  assert.deepEqual(results, [
    { source: '1_/1', target: '2_/2', value: 1, average_conversion_time: 60000 },
    { source: '1_/1', target: '2_/3', value: 1, average_conversion_time: 60000 },
    { source: '2_/2', target: '3_/3', value: 1, average_conversion_time: 120000 },
  ]);
}

async function stickinessAndLifecycle(owner) {
  const days = { p1: [9, 10, 11], p2: [10], p3: [9, 11] };
  const sticky = await makeProject(owner, 'Stickiness', Object.entries(days).flatMap(([who, list]) => list.map((day) => event('$pageview', who, `2020-01-${String(day).padStart(2, '0')}`))));
  const question = (more) => ({ kind: 'StickinessQuery', series: [node('$pageview')], dateRange: { date_from: '2020-01-09', date_to: '2020-01-11' }, ...more });
  assert.deepEqual(pick((await sticky.ask(question())).results, 'label', 'count', 'data', 'labels', 'days'), [{ label: '$pageview', count: 3, data: [1, 1, 1], labels: ['1 day', '2 days', '3 days'], days: [1, 2, 3] }]);
  assert.deepEqual(pick((await sticky.ask(question({ stickinessFilter: { computedAs: 'cumulative' } }))).results, 'count', 'data', 'labels'), [{ count: 3, data: [3, 2, 1], labels: ['1 day or more', '2 days or more', '3 days or more'] }]);

  const cycle = await makeProject(owner, 'Lifecycle', [11, 12, 14].map((day) => event('$pageview', 'p1', `2020-01-${day}`)));
  const { results } = await cycle.ask({ kind: 'LifecycleQuery', series: [node('$pageview')], dateRange: { date_from: '2020-01-12', date_to: '2020-01-14' } });
  assert.deepEqual(results.map(({ status, data }) => [status, data]), [['new', [0, 0, 0]], ['returning', [1, 0, 0]], ['resurrecting', [0, 0, 1]], ['dormant', [0, -1, 0]]]);
  const action = { id: '$pageview', name: '$pageview', type: 'events', order: 0, math: 'total', custom_name: null, properties: {} };
  assert.deepEqual(results[1], { action, data: [1, 0, 0], count: 1, labels: ['12-Jan-2020', '13-Jan-2020', '14-Jan-2020'], days: ['2020-01-12', '2020-01-13', '2020-01-14'], label: '$pageview - returning', status: 'returning' });
}

async function heatmapAndBoxes(owner) {
  // 2024-01-01 was a Monday.
  const project = await makeProject(owner, 'Heatmap', [1, 2, 3].map((value) => event('paid', `p${value}`, '2024-01-01T14:00:00Z', { value })));
  const range = { dateRange: { date_from: '2024-01-01', date_to: '2024-01-01' } };
  const results = { data: [{ row: 1, column: 14, value: 3 }], rowAggregations: [{ row: 1, value: 3 }], columnAggregations: [{ column: 14, value: 3 }], allAggregations: 3 };
  assert.deepEqual((await project.ask({ kind: 'CalendarHeatmapQuery', series: [node('paid')], ...range })).results, results);
  const [wrapped] = (await project.ask({ kind: 'TrendsQuery', series: [node('paid')], ...range, trendsFilter: { display: 'CalendarHeatmap' } })).results;
  assert.deepEqual({ ...wrapped, action: undefined }, { action: undefined, label: 'paid', data: [], count: 3, aggregated_value: 3, calendar_heatmap_data: results });
  const boxes = await project.ask({ kind: 'TrendsQuery', series: [node('paid', { math: 'avg', math_property: 'value' })], ...range, trendsFilter: { display: 'BoxPlot' } });
  assert.deepEqual(boxes.boxplot_data, [{ day: '2024-01-01', label: '1-Jan-2024', min: 1, q1: 1.5, median: 2, q3: 2.5, max: 3, mean: 2 }]);
  assert.deepEqual(pick(boxes.results, 'label', 'data', 'count'), [{ label: 'paid', data: [], count: 0 }]);
}

async function rows(owner) {
  const project = await makeProject(owner, 'Rows', [event('$pageview', 'p1', '2024-01-01T10:00:00Z')]);
  const events = await project.ask({ kind: 'EventsQuery', select: ['event', 'timestamp'], after: '2024-01-01' });
  assert.deepEqual(pick([events], 'columns', 'results', 'hasMore', 'limit', 'offset'), [{ columns: ['event', 'timestamp'], results: [['$pageview', '2024-01-01T10:00:00Z']], hasMore: false, limit: 100, offset: 0 }]);
  const persons = await project.ask({ kind: 'ActorsQuery' });
  assert.deepEqual(pick([persons], 'columns', 'limit', 'offset', 'hasMore', 'missing_actors_count'), [{ columns: ['person', 'id', 'person.$delete'], limit: 100, offset: 0, hasMore: false, missing_actors_count: 0 }]);
  const [[person, id, del]] = persons.results;
  assert.deepEqual([person.id, del, person.distinct_ids], [id, id, ['p1']]);
  const one = await project.ask({ kind: 'HogQLQuery', query: 'select 1' });
  assert.deepEqual(pick([one], 'query', 'hogql', 'columns', 'types', 'results', 'error', 'explain', 'metadata', 'hasMore', 'limit', 'offset'), [
    { query: 'select 1', hogql: 'SELECT 1 LIMIT 101 OFFSET 0', columns: ['1'], types: [['1', 'UInt8']], results: [[1]], error: null, explain: null, metadata: null, hasMore: false, limit: 100, offset: 0 },
  ]);
  // 1.5: a variable is replaced when the question has it.
  const variables = { id1: { variableId: 'id1', code_name: 'what', value: 'own' } };
  const query = { kind: 'HogQLQuery', query: 'select {variables.what}', variables };
  const override = { id1: { variableId: 'id1', code_name: 'what', value: 'given' }, id2: { variableId: 'id2', code_name: 'other', value: 'x' } };
  assert.deepEqual((await project.ask(query)).results, [['own']]);
  assert.deepEqual((await project.ask(query, { variables_override: override })).results, [['given']]);
  assert.deepEqual((await project.ask({ kind: 'DataVisualizationNode', source: query }, { variables_override: override })).results, [['given']]);
  // Dates and filters of a dashboard reach every kind that has a place for them.
  const until = { date_from: '2023-01-01', date_to: '2023-01-31' };
  const filtered = { kind: 'HogQLQuery', query: 'select count() from events where {filters}' };
  assert.deepEqual((await project.ask(filtered, { filters_override: until })).results, [[0]]);
  assert.deepEqual((await project.ask(filtered)).results, [[1]]);
  const listed = { kind: 'EventsQuery', select: ['event'], after: 'all' };
  assert.deepEqual((await project.ask(listed, { filters_override: until })).results, []);
  assert.deepEqual((await project.ask({ kind: 'DataTableNode', source: listed }, { filters_override: { properties: [{ type: 'event', key: 'missing', operator: 'is_set', value: 'is_set' }] } })).results, []);
  const all = { kind: 'TrendsQuery', series: [node('$pageview')], compareFilter: { compare: true }, dateRange: { date_from: '2024-01-01', date_to: '2024-01-02' } };
  assert.equal((await project.ask(all)).results.length, 2);
  assert.equal((await project.ask(all, { filters_override: { date_from: 'all' } })).results.length, 1, 'all of time is compared with nothing');
  // 2.5: an insight stands for its query.
  const saved = await project.api('POST', 'insights/', { name: 'Views', query: { kind: 'InsightVizNode', source: all } });
  const shown = { kind: 'SavedInsightNode', shortId: saved.short_id };
  assert.equal((await project.ask(shown)).results.length, 2);
  assert.equal((await project.ask({ kind: 'InsightVizNode', source: shown }, { filters_override: { date_from: 'all' } })).results.length, 1);
  await project.api('PATCH', `insights/${saved.id}/`, { deleted: true });
  const headers = { authorization: `Bearer ${owner.key}` };
  const gone = await owner.server.post(`/api/projects/${project.id}/query/`, { query: shown }, headers);
  assert.deepEqual([gone.status, gone.json.code, gone.json.detail], [404, 'not_found', `query.shortId: the project has no insight '${saved.short_id}'`]);
  // 12.3: sessions of a person, latest first.
  const timeline = await project.ask({ kind: 'SessionsTimelineQuery', after: '2024-01-01', before: '2024-01-02', personId: id });
  assert.deepEqual(timeline.results.map(({ sessionId, events: inside, recording_duration_s: seconds }) => [sessionId, seconds, pick(inside, 'event', 'distinct_id', 'timestamp', 'elements_chain', 'elements')]), [
    [null, null, [{ event: '$pageview', distinct_id: 'p1', timestamp: '2024-01-01T10:00:00Z', elements_chain: null, elements: [] }]],
  ]);
}

/** What each kind refuses: [field, a change of a good question, the sentence]. */
const REFUSALS = {
  TrendsQuery: [
    { kind: 'TrendsQuery', series: [node('e')] },
    ['query.series: Field required', { series: undefined }],
    ['query.series', { series: 'e' }],
    ['query.series: List should have 1 to 26 items', { series: [] }],
    ["query.series.0.math: 'most' is not a known math", { series: [node('e', { math: 'most' })] }],
    ['query.series.0.math_hogql: Field required when math is hogql', { series: [node('e', { math: 'hogql' })] }],
    ['query.series.0.math_group_type_index', { series: [node('e', { math: 'unique_group' })] }],
    ['query.series.0.math_multiplier', { series: [node('e', { math_multiplier: 'x' })] }],
    ['query.series.0.event', { series: [node(5)] }],
    ['query.series.0.id', { series: [{ kind: 'ActionsNode', id: 'x' }] }],
    ['query.series.0.surprise: Extra inputs are not permitted', { series: [node('e', { surprise: 1 })] }],
    ['query.interval', { interval: 'fortnight' }],
    ['query.dateRange', { dateRange: 'today' }],
    ['query.dateRange.date_from', { dateRange: { date_from: 5 } }],
    ['query.dateRange.explicitDate', { dateRange: { explicitDate: 'yes' } }],
    ['query.dateRange.daysOfWeek: Input should be days from 1 (Monday) to 7 (Sunday)', { dateRange: { daysOfWeek: [0] } }],
    ['query.dateRange.daysOfWeek', { dateRange: { daysOfWeek: 'weekend' } }],
    ['query.dateRange.excludeIncompletePeriods', { dateRange: { excludeIncompletePeriods: 1 } }],
    ['query.trendsFilter.smoothingIntervals: Smoothing does not go together with dateRange.daysOfWeek', { dateRange: { daysOfWeek: [1] }, trendsFilter: { smoothingIntervals: 2 } }],
    ['query.filterTestAccounts', { filterTestAccounts: 'x' }],
    ['query.samplingFactor', { samplingFactor: 2 }],
    ['query.aggregation_group_type_index', { aggregation_group_type_index: 5 }],
    ['query.breakdownFilter.breakdown_limit', { breakdownFilter: { breakdown: 'a', breakdown_limit: -1 } }],
    ['Unsupported breakdown type: moon', { breakdownFilter: { breakdown: 'a', breakdown_type: 'moon' } }],
    ['query.breakdownFilter.breakdowns: List should have at most 3 items', { breakdownFilter: { breakdowns: [1, 2, 3, 4].map((i) => ({ property: String(i) })) } }],
    ['query.breakdownFilter.breakdown_histogram_bin_count', { breakdownFilter: { breakdown: 'a', breakdown_histogram_bin_count: 0 } }],
    ['query.compareFilter.compare', { compareFilter: { compare: 'x' } }],
    ['query.trendsFilter.display', { trendsFilter: { display: 'Spiral' } }],
    ['there is no series B', { trendsFilter: { formula: 'A+B' } }],
    ['query.trendsFilter.surprise: Extra inputs are not permitted', { trendsFilter: { surprise: 1 } }],
    ['query.surprise: Extra inputs are not permitted', { surprise: 1 }],
    ['PropertyGroupFilter of unknown type "XOR"', { properties: { type: 'XOR', values: [] } }],
    ['between operator requires a two-element array [min, max]', { properties: [{ type: 'event', key: 'a', operator: 'between', value: 1 }] }],
    ['requires min value to be less than or equal to max value', { properties: [{ type: 'event', key: 'a', operator: 'between', value: [2, 1] }] }],
    ['requires numeric values', { properties: [{ type: 'event', key: 'a', operator: 'between', value: ['x', 'y'] }] }],
  ],
  FunnelsQuery: [
    { kind: 'FunnelsQuery', series: [node('a'), node('b'), node('c')] },
    ['Funnels require at least two steps.', { series: [node('a')] }],
    ['query.series: Field required', { series: undefined }],
    ['query.series.0.math', { series: [node('a', { math: 'dau' }), node('b')] }],
    ['query.funnelsFilter.funnelVizType', { funnelsFilter: { funnelVizType: 'pie' } }],
    ['query.funnelsFilter.funnelOrderType', { funnelsFilter: { funnelOrderType: 'any' } }],
    ['query.funnelsFilter.funnelWindowInterval', { funnelsFilter: { funnelWindowInterval: 0 } }],
    ['query.funnelsFilter.funnelWindowIntervalUnit', { funnelsFilter: { funnelWindowIntervalUnit: 'year' } }],
    ['query.funnelsFilter.breakdownAttributionType', { funnelsFilter: { breakdownAttributionType: 'any' } }],
    ['query.funnelsFilter.binCount', { funnelsFilter: { binCount: 'x' } }],
    ['query.funnelsFilter.exclusions.0.funnelToStep: Field required', { funnelsFilter: { exclusions: [node('x', { funnelFromStep: 0 })] } }],
    ['funnelFromStep is out of bounds. It must be between 0 and 1.', { funnelsFilter: { funnelFromStep: 2 } }],
    ['funnelToStep is out of bounds. It must be between 1 and 2.', { funnelsFilter: { funnelToStep: 3 } }],
    ['Funnel step range is invalid. funnelToStep should be greater than funnelFromStep.', { funnelsFilter: { funnelFromStep: 1, funnelToStep: 1 } }],
    ['Exclusion event range is invalid. End of range should be greater than start.', { funnelsFilter: { exclusions: [node('x', { funnelFromStep: 1, funnelToStep: 1 })] } }],
    ['Exclusion event range is invalid. Start of range is greater than number of steps.', { funnelsFilter: { exclusions: [node('x', { funnelFromStep: 2, funnelToStep: 3 })] } }],
    ['Exclusion event range is invalid. End of range is greater than number of steps.', { funnelsFilter: { exclusions: [node('x', { funnelFromStep: 0, funnelToStep: 3 })] } }],
    ["Exclusion steps cannot contain an event that's part of funnel steps.", { funnelsFilter: { exclusions: [node('b', { funnelFromStep: 0, funnelToStep: 1 })] } }],
    ['Partial Exclusions not allowed in unordered funnels', { funnelsFilter: { funnelOrderType: 'unordered', exclusions: [node('x', { funnelFromStep: 0, funnelToStep: 1 })] } }],
    ['Only the first step can be used for breakdown attribution in unordered funnels', { breakdownFilter: { breakdown: 'p' }, funnelsFilter: { funnelOrderType: 'unordered', breakdownAttributionType: 'step', breakdownAttributionValue: 1 } }],
    ['Optional funnel steps are only supported in funnels with step order Sequential or Strict and the graph type "Conversion Steps".', { series: [node('a'), node('b', { optionalInFunnel: true }), node('c')], funnelsFilter: { funnelVizType: 'trends' } }],
    ['The first step of a funnel cannot be optional.', { series: [node('a', { optionalInFunnel: true }), node('b')] }],
    ['An optional step cannot be the same as the following required step.', { series: [node('a'), node('b', { optionalInFunnel: true }), node('b')] }],
    ['Filter parameter funnel_to_step can only be one of 1, 2 for time to convert!', { funnelsFilter: { funnelVizType: 'time_to_convert', funnelToStep: 3 } }],
    ['query.funnelsFilter.surprise: Extra inputs are not permitted', { funnelsFilter: { surprise: 1 } }],
  ],
  RetentionQuery: [
    { kind: 'RetentionQuery', retentionFilter: {} },
    ['query.retentionFilter: Field required', { retentionFilter: undefined }],
    ['query.retentionFilter.period', { retentionFilter: { period: 'Year' } }],
    ['query.retentionFilter.totalIntervals', { retentionFilter: { totalIntervals: 0 } }],
    ['query.retentionFilter.retentionType', { retentionFilter: { retentionType: 'often' } }],
    ['query.retentionFilter.minimumOccurrences', { retentionFilter: { minimumOccurrences: 0 } }],
    ['query.retentionFilter.timeWindowMode', { retentionFilter: { timeWindowMode: 'x' } }],
    ['query.retentionFilter.retentionCustomBrackets', { retentionFilter: { retentionCustomBrackets: [0] } }],
    ['query.retentionFilter.aggregationType', { retentionFilter: { aggregationType: 'max' } }],
    ['query.retentionFilter.aggregationPropertyType', { retentionFilter: { aggregationPropertyType: 'group' } }],
    ['query.retentionFilter.targetEntity.type', { retentionFilter: { targetEntity: { id: 'x', type: 'moons' } } }],
    ['query.retentionFilter.surprise: Extra inputs are not permitted', { retentionFilter: { surprise: 1 } }],
    ['query.series', { series: [] }],
  ],
  PathsQuery: [
    { kind: 'PathsQuery', pathsFilter: {} },
    ['query.pathsFilter: Field required', { pathsFilter: undefined }],
    ['query.pathsFilter.stepLimit', { pathsFilter: { stepLimit: -1 } }],
    ['query.pathsFilter.edgeLimit', { pathsFilter: { edgeLimit: 'x' } }],
    ['query.pathsFilter.includeEventTypes', { pathsFilter: { includeEventTypes: ['x'] } }],
    ['query.pathsFilter.excludeEvents', { pathsFilter: { excludeEvents: 'x' } }],
    ['query.pathsFilter.surprise: Extra inputs are not permitted', { pathsFilter: { surprise: 1 } }],
    ['query.funnelPathsFilter.funnelPathType', { funnelPathsFilter: { funnelPathType: 'x', funnelStep: 1, funnelSource: { kind: 'FunnelsQuery', series: [node('a'), node('b')] } } }],
  ],
  StickinessQuery: [
    { kind: 'StickinessQuery', series: [node('e')] },
    ['query.series: Field required', { series: undefined }],
    ['query.intervalCount', { intervalCount: 0 }],
    ['query.stickinessFilter.computedAs', { stickinessFilter: { computedAs: 'x' } }],
    ['query.stickinessFilter.stickinessCriteria.operator', { stickinessFilter: { stickinessCriteria: { operator: 'x', value: 1 } } }],
    ['query.stickinessFilter.stickinessCriteria.value: Field required', { stickinessFilter: { stickinessCriteria: { operator: 'gte' } } }],
    ['query.stickinessFilter.surprise: Extra inputs are not permitted', { stickinessFilter: { surprise: 1 } }],
  ],
  LifecycleQuery: [
    { kind: 'LifecycleQuery', series: [node('e')] },
    ['query.series: Field required', { series: undefined }],
    ['query.interval', { interval: 'year' }],
    ['query.lifecycleFilter.surprise: Extra inputs are not permitted', { lifecycleFilter: { surprise: 1 } }],
    ['query.surprise: Extra inputs are not permitted', { surprise: 1 }],
  ],
  CalendarHeatmapQuery: [
    { kind: 'CalendarHeatmapQuery', series: [node('e')] },
    ['query.series: Field required', { series: undefined }],
    ["query.series.0.math: Input should be 'total' or 'dau' for a calendar heatmap", { series: [node('e', { math: 'unique_session' })] }],
    ['query.calendarHeatmapFilter', { calendarHeatmapFilter: 'x' }],
    ['query.breakdownFilter: Extra inputs are not permitted', { breakdownFilter: {} }],
  ],
  FunnelsActorsQuery: [
    { kind: 'FunnelsActorsQuery', funnelStep: 1, source: { kind: 'FunnelsQuery', series: [node('a'), node('b')] } },
    ['Missing both funnelStep and funnelCustomSteps', { funnelStep: undefined }],
    ['funnelTimeToConvertFrom: it takes the place of funnelStep', { funnelTimeToConvertFrom: 0 }],
    ['funnelTimeToConvertFrom: only a funnel with funnelVizType time_to_convert has bins', { funnelStep: undefined, funnelTimeToConvertFrom: 0 }],
    ['funnelTimeToConvertTo: funnelTimeToConvertFrom is missing', { funnelStep: undefined, funnelTimeToConvertTo: 60 }],
    ['query.funnelTimeToConvertFrom', { funnelTimeToConvertFrom: 'x' }],
    ["Funnel steps are 1-indexed, so step 0 doesn't exist", { funnelStep: 0 }],
    ['The first valid drop-off argument for funnelStep is -2. -2 refers to persons who performed the first step but never made it to the second.', { funnelStep: -1 }],
    ['Actors parameter `funnelTrendsDropOff` must be provided for funnel trends persons!', { source: { kind: 'FunnelsQuery', series: [node('a'), node('b')], funnelsFilter: { funnelVizType: 'trends' } } }],
    ['Actors parameter `funnelTrendsEntrancePeriodStart` must be provided', { funnelTrendsDropOff: true, source: { kind: 'FunnelsQuery', series: [node('a'), node('b')], funnelsFilter: { funnelVizType: 'trends' } } }],
  ],
  FunnelCorrelationQuery: [
    { kind: 'FunnelCorrelationQuery', funnelCorrelationType: 'events', source: { kind: 'FunnelsActorsQuery', funnelStep: 1, source: { kind: 'FunnelsQuery', series: [node('a'), node('b')] } } },
    ['Property Correlation expects atleast one Property to run correlation on', { funnelCorrelationType: 'properties' }],
    ['Event Property Correlation expects atleast one event name to run correlation on', { funnelCorrelationType: 'event_with_properties' }],
    ['query.funnelCorrelationType', { funnelCorrelationType: 'moons' }],
    ['query.source', { source: undefined }],
  ],
  InsightActorsQuery: [
    { kind: 'InsightActorsQuery', day: '2024-01-10', source: { kind: 'TrendsQuery', series: [node('e')], dateRange: { date_from: '2024-01-10', date_to: '2024-01-10' } } },
    ['A `day` is required for trends actors queries without total value aggregation', { day: undefined }],
    ['A `day` is forbidden for trends actors queries with total value aggregation', { source: { kind: 'TrendsQuery', series: [node('e')], trendsFilter: { display: 'BoldNumber' } } }],
    ["query.source.day: '2019-01-01' is none of the question's periods", { day: '2019-01-01' }],
    ['query.series: there is no series 3', { series: 3 }],
    ['query.compare', { compare: 'next' }],
    ['query.includeRecordings', { includeRecordings: 'x' }],
    ['query.dayOfWeek: only a calendar heatmap has such numbers', { dayOfWeek: 1 }],
    ['query.hour: Input should be 0 to 23', { hour: 24 }],
    ['Cannot convert source query of type HogQLQuery to persons query', { source: { kind: 'HogQLQuery', query: 'select 1' } }],
  ],
  EventsQuery: [
    { kind: 'EventsQuery', select: ['event'] },
    ['query.select', { select: 'event' }],
    ['query.limit', { limit: 'x' }],
    ['query.where', { where: 'true' }],
    ['query.surprise: Extra inputs are not permitted', { surprise: 1 }],
    ['Interval is required for insight retention events query', { source: { kind: 'InsightActorsQuery', source: { kind: 'RetentionQuery', retentionFilter: {} } } }],
    ['Cannot convert source query of type LifecycleQuery to events query', { source: { kind: 'InsightActorsQuery', day: '2024-01-10', source: { kind: 'LifecycleQuery', series: [node('e')] } } }],
  ],
  ActorsQuery: [
    { kind: 'ActorsQuery' },
    ['query.select', { select: 'person' }],
    ['query.limit', { limit: 'x' }],
    ["The 'event' property filter does not work in 'person' scope", { properties: [{ type: 'event', key: 'a', value: 'b' }] }],
    ['query.source', { source: 'x' }],
  ],
};

async function refusals(owner) {
  const project = await makeProject(owner, 'Refusals', [event('e', 'p1', '2024-01-10')]);
  for (const [kind, [good, ...bad]] of Object.entries(REFUSALS)) {
    await project.ask(good);
    for (const [sentence, change] of bad) {
      const { type, code, detail, attr } = await project.refuse({ ...good, ...change });
      const about = `${kind} with ${JSON.stringify(change)}: ${detail}`;
      assert.equal(type, 'validation_error', about);
      assert.equal(typeof code, 'string', about);
      assert.ok(attr === null || typeof attr === 'string', about);
      assert.ok(detail.includes(sentence), about);
    }
  }
  for (const [query, sentence] of [
    [{ kind: 'EventsNode', event: 'e' }, "Can't get a runner for an unknown query type: EventsNode"],
    [{ kind: 'MoonQuery' }, 'MoonQuery'],
    [{}, 'kind'],
  ]) {
    assert.ok((await project.refuse(query)).detail.includes(sentence), sentence);
  }
  assert.ok((await project.refuse(REFUSALS.TrendsQuery[0], { surprise: 1 })).detail.includes('surprise'));
}

/** Two weeks of 14 people, made without chance, for numbers to open. */
function someLife() {
  const events = [];
  const pages = ['/', '/a', '/b'];
  for (let p = 0; p < 14; ++p) {
    for (let day = 1; day <= 12; ++day) {
      if ((p * 7 + day * 5) % (3 + (p % 4)) !== 0) continue;
      const at = (minute) => `2024-01-${String(day).padStart(2, '0')}T${String(8 + (p % 9)).padStart(2, '0')}:${String(minute).padStart(2, '0')}:00Z`;
      const more = { plan: [undefined, 'free', 'pro', 'team'][(p + day) % 4], amount: (p * day) % 7, $session_id: `s${p}-${day}` };
      events.push(event('$pageview', `p${p}`, at(0), { ...more, $current_url: pages[(p + day) % 3] }));
      events.push(event('$pageview', `p${p}`, at(2), { ...more, $current_url: pages[(p * day) % 3] }));
      if ((p + day) % 3 !== 0) events.push(event('signed up', `p${p}`, at(5), more));
      if ((p * day) % 4 === 0) events.push(event('paid', `p${p}`, at(9 + (p % 3)), more));
    }
  }
  return events;
}

/** Every number of every insight opens into as many people as it says. */
async function everyNumberOpens(owner) {
  const project = await makeProject(owner, 'Numbers', someLife());
  const range = { dateRange: { date_from: '2024-01-04', date_to: '2024-01-07' } };
  let numbers = 0;
  const opens = async (source, expected) => {
    ++numbers;
    const ids = await project.people(source);
    assert.equal(new Set(ids).size, ids.length, 'somebody twice');
    assert.equal(ids.length, expected, JSON.stringify(source));
    return ids;
  };
  const behind = (source, more) => ({ kind: 'InsightActorsQuery', source, ...more });
  const dau = node('signed up', { math: 'dau' });

  const compareFilter = { compare: true, compare_to: '-2d' };
  const breakdownFilter = { breakdown: 'plan', breakdown_type: 'event', breakdown_limit: 2 };
  for (const [display, more] of [
    ['ActionsLineGraph', { compareFilter }],
    ['ActionsLineGraph', { breakdownFilter }],
    ['ActionsBar', { interval: 'week' }],
    ['ActionsAreaGraph', { series: [node('paid', { math: 'weekly_active' })] }],
    ['ActionsLineGraphCumulative', {}],
    ['SlopeGraph', {}],
    ['BoldNumber', { compareFilter }],
    ['ActionsPie', { breakdownFilter: { ...breakdownFilter, breakdown_limit: 25 } }],
    ['ActionsBarValue', { breakdownFilter: { breakdown: 'amount', breakdown_histogram_bin_count: 3 } }],
    ['ActionsTable', { series: [node('paid', { math: 'first_time_for_user' })] }],
    ['WorldMap', { breakdownFilter: { breakdown: '$geoip_country_code', breakdown_type: 'person' } }],
  ]) {
    const query = { kind: 'TrendsQuery', series: [dau], ...range, trendsFilter: { display }, ...more };
    const { results } = await project.ask(query);
    assert.ok(results.length > 0, display);
    for (const row of results) {
      // People of hidden values are counted once a value, and are one person in the list.
      if (row.breakdown_value === OTHER) continue;
      const point = { series: 0, ...(row.compare_label ? { compare: row.compare_label } : {}), ...(row.breakdown_value === undefined ? {} : { breakdown: row.breakdown_value }) };
      if (row.aggregated_value !== undefined) {
        await opens(behind(query, point), row.aggregated_value);
        continue;
      }
      const days = results.find((other) => other.compare_label !== 'previous').action.days;
      for (const [i, day] of days.entries()) if (row.data[i] !== undefined) await opens(behind(query, { ...point, day }), row.data[i]);
    }
  }
  const total = { kind: 'TrendsQuery', series: [node('signed up')], ...range };
  const [{ data, action }] = (await project.ask(total)).results;
  for (const [i, day] of action.days.entries()) {
    const { results } = await project.ask({ kind: 'ActorsQuery', source: behind(total, { day, series: 0 }), select: ['actor_id', 'event_count'] });
    assert.equal(results.reduce((sum, [, count]) => sum + count, 0), data[i], `events of ${day}`);
  }
  const box = { kind: 'TrendsQuery', series: [node('signed up', { math: 'avg', math_property: 'amount' })], ...range, trendsFilter: { display: 'BoxPlot' } };
  for (const { day } of (await project.ask(box)).boxplot_data) {
    const [[people]] = (await project.ask({ kind: 'HogQLQuery', query: `select count(distinct person_id) from events where event = 'signed up' and toDate(timestamp) = '${day}' and properties.amount is not null` })).results;
    await opens(behind(box, { day, series: 0 }), people);
  }
  const heat = { kind: 'TrendsQuery', series: [dau], ...range, trendsFilter: { display: 'CalendarHeatmap' } };
  const heatmap = (await project.ask(heat)).results[0];
  const calendar = heatmap.calendar_heatmap_data;
  await opens(behind(heat, { series: 0 }), heatmap.aggregated_value);
  for (const { row, column, value } of calendar.data) await opens(behind(heat, { dayOfWeek: row, hour: column }), value);
  for (const { row, value } of calendar.rowAggregations) await opens(behind(heat, { dayOfWeek: row }), value);
  for (const { column, value } of calendar.columnAggregations) await opens(behind(heat, { hour: column }), value);
  const visits = { ...heat, series: [node('$pageview')] };
  for (const { row, column, value } of (await project.ask(visits)).results[0].calendar_heatmap_data.data) {
    const { results } = await project.ask({ kind: 'ActorsQuery', source: behind(visits, { dayOfWeek: row, hour: column }), select: ['actor_id', 'event_count'] });
    assert.equal(results.reduce((sum, [, count]) => sum + count, 0), value, `events of day ${row} at ${column}`);
    ++numbers;
  }

  const series = ['$pageview', 'signed up', 'paid'].map((name) => node(name));
  for (const funnelOrderType of ['ordered', 'strict', 'unordered']) {
    for (const more of [{}, { breakdownFilter }, { breakdownFilter: { breakdown: 'amount', breakdown_histogram_bin_count: 2 } }]) {
      const query = { kind: 'FunnelsQuery', series, ...range, funnelsFilter: { funnelOrderType }, ...more };
      const { results } = await project.ask(query);
      for (const steps of more.breakdownFilter ? results : [results]) {
        const value = more.breakdownFilter ? { funnelStepBreakdown: steps[0].breakdown_value } : {};
        // Somebody with two of the values that were put together counts for each of them.
        if (steps[0].breakdown_value?.[0] === 'Other') continue;
        for (const [i, { count }] of steps.entries()) {
          await opens({ kind: 'FunnelsActorsQuery', source: query, funnelStep: i + 1, ...value }, count);
          if (i > 0) await opens({ kind: 'FunnelsActorsQuery', source: query, funnelStep: -(i + 1), ...value }, steps[i - 1].count - count);
        }
      }
    }
  }
  const over = { kind: 'FunnelsQuery', series: series.slice(0, 2), ...range, funnelsFilter: { funnelVizType: 'trends', funnelWindowInterval: 4, funnelWindowIntervalUnit: 'minute' } };
  const [line] = (await project.ask(over)).results;
  for (const [i, day] of line.days.entries()) {
    const at = { kind: 'FunnelsActorsQuery', source: over, funnelTrendsEntrancePeriodStart: `${day} 00:00:00` };
    const converted = (await project.people({ ...at, funnelTrendsDropOff: false })).length;
    const dropped = (await project.people({ ...at, funnelTrendsDropOff: true })).length;
    assert.equal(line.data[i], converted + dropped === 0 ? 0 : Math.round((100 * 100 * converted) / (converted + dropped)) / 100, day);
    ++numbers;
  }
  const convert = { kind: 'FunnelsQuery', series, ...range, funnelsFilter: { funnelVizType: 'time_to_convert' } };
  const { bins } = (await project.ask(convert)).results;
  await opens({ kind: 'FunnelsActorsQuery', source: convert, funnelStep: 3 }, bins.reduce((sum, [, count]) => sum + count, 0));
  assert.ok(bins.filter(([, count]) => count > 0).length > 1, 'more than one bin has people');
  for (const [i, [start, count]] of bins.entries()) {
    const next = bins[i + 1] === undefined ? {} : { funnelTimeToConvertTo: bins[i + 1][0] };
    await opens({ kind: 'FunnelsActorsQuery', source: convert, funnelTimeToConvertFrom: start, ...next }, count);
  }

  for (const more of [{}, { retentionType: 'retention_first_time' }, { timeWindowMode: '24_hour_windows' }, { retentionCustomBrackets: [1, 2, 3] }]) {
    const query = { kind: 'RetentionQuery', ...range, retentionFilter: { period: 'Day', totalIntervals: 4, targetEntity: { id: '$pageview', type: 'events' }, returningEntity: { id: 'signed up', type: 'events' }, ...more } };
    for (const [interval, row] of (await project.ask(query)).results.entries()) {
      const { results } = await project.ask({ kind: 'ActorsQuery', source: behind(query, { interval }), select: ['actor_id', 'appearances'], limit: 1000 });
      for (const [offset, { count }] of row.values.entries()) {
        ++numbers;
        assert.equal(results.filter(([, offsets]) => offsets.includes(offset)).length, count, `${JSON.stringify(more)}: row ${interval}, column ${offset}`);
      }
    }
  }

  const ways = { kind: 'PathsQuery', ...range, pathsFilter: { includeEventTypes: ['$pageview', 'custom_event'] } };
  for (const { source, target, value } of (await project.ask(ways)).results) {
    const asked = { ...ways, pathsFilter: { ...ways.pathsFilter, pathStartKey: source, pathEndKey: target } };
    const { results } = await project.ask({ kind: 'ActorsQuery', source: behind(asked), select: ['actor_id', 'event_count'], limit: 1000 });
    assert.equal(results.reduce((sum, [, count]) => sum + count, 0), value, `${source} to ${target}`);
    ++numbers;
  }

  for (const stickinessFilter of [{}, { computedAs: 'cumulative' }]) {
    const query = { kind: 'StickinessQuery', series: [node('$pageview')], ...range, stickinessFilter };
    for (const [i, count] of (await project.ask(query)).results[0].data.entries()) await opens(behind(query, { day: i + 1, series: 0 }), count);
  }
  const cycle = { kind: 'LifecycleQuery', series: [node('$pageview')], ...range };
  for (const { status, data: counts, days } of (await project.ask(cycle)).results) {
    for (const [i, day] of days.entries()) await opens(behind(cycle, { status, day }), Math.abs(counts[i]));
  }

  const people = { kind: 'FunnelsActorsQuery', source: { kind: 'FunnelsQuery', series: series.slice(0, 2), ...range, funnelsFilter: over.funnelsFilter && { funnelWindowInterval: 4, funnelWindowIntervalUnit: 'minute' } }, funnelStep: 1 };
  const apart = { kind: 'FunnelCorrelationQuery', source: people, funnelCorrelationType: 'events' };
  for (const { event: one, success_count: yes, failure_count: no } of (await project.ask(apart)).results.events) {
    const of = (converted) => ({ kind: 'FunnelCorrelationActorsQuery', source: apart, funnelCorrelationPersonEntity: node(one.event), funnelCorrelationPersonConverted: converted });
    await opens(of(true), yes);
    await opens(of(false), no);
  }

  // A number becomes a list of people that stays as it is.
  const source = behind(total, { day: action.days[0], series: 0 });
  const ids = await project.people(source);
  const saved = await project.api('POST', 'cohorts/', { name: 'Behind a number', is_static: true, query: { kind: 'ActorsQuery', source } });
  await until('the members', async () => (await project.api('GET', `cohorts/${saved.id}/`)).is_calculating === false);
  const members = (await project.ask({ kind: 'HogQLQuery', query: `select toString(id) from persons where id in cohort ${saved.id} order by toString(id)` })).results.map(([id]) => id);
  assert.deepEqual(members, [...ids].sort());
  return numbers;
}

test('the worked examples hold through the API', { timeout: 600_000 }, async (t) => {
  const server = await startServer();
  t.after(() => server.remove());
  const owner = await signUp(server);
  await t.test('trends', () => trends(owner));
  await t.test('the vectors of the funnel algorithm', () => funnelVectors(owner));
  await t.test('funnels', () => funnels(owner));
  await t.test('correlation', () => correlation(owner));
  await t.test('retention', () => retention(owner));
  await t.test('paths', () => paths(owner));
  await t.test('stickiness and lifecycle', () => stickinessAndLifecycle(owner));
  await t.test('heatmaps and box plots', () => heatmapAndBoxes(owner));
  await t.test('rows, variables and the filters of a dashboard', () => rows(owner));
  await t.test('each kind refuses what is wrong with a field', () => refusals(owner));
  await t.test('every number opens into its people', async (inner) => inner.diagnostic(`${await everyNumberOpens(owner)} numbers`));
});
