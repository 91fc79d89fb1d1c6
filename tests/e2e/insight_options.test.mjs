// Options of insights that the generated questions of tests/reference do not choose, each beside numbers by hand.
import assert from 'node:assert/strict';
import test from 'node:test';
import { signUp, startServer, until } from '../harness.mjs';

const at = (day, time) => `2026-01-${String(day).padStart(2, '0')}T${time}Z`;
const dateRange = { date_from: '2026-01-10', date_to: '2026-01-12' };

/** p1 and p2 are one person; q is another. */
const EVENTS = [
  ['visit', 'p1', at(10, '10:00:00'), { n: 1, $session_id: '019ba000-0000-7000-8000-000000000001', $exception_types: ['TypeError', 'Error'], $exception_values: ['it broke', 'badly'], $exception_sources: ['a.js'], $exception_functions: ['run'] }],
  ['visit', 'p1', at(10, '10:05:00'), { n: 2, $session_id: '019ba000-0000-7000-8000-000000000001' }],
  ['visit', 'p2', at(10, '11:00:00'), { n: 3, $exception_types: ['RangeError'] }],
  ['visit', 'q', at(10, '12:00:00'), { n: 4, $session_id: '019ba000-0000-7000-8000-000000000002' }],
  ['visit', 'p1', at(11, '10:00:00'), { n: 5 }],
  ['buy', 'p1', at(10, '10:01:00'), {}],
  ['buy', 'q', at(10, '12:00:10'), {}],
];

test('options of insights', { timeout: 180_000 }, async (t) => {
  const server = await startServer();
  t.after(() => server.remove());
  const owner = await signUp(server);
  const project = `/api/projects/${owner.project.id}/`;
  await server.post('/batch/', {
    api_key: owner.token,
    historical_migration: true,
    batch: [
      { event: '$identify', distinct_id: 'p1', timestamp: at(1, '10:00:00'), properties: { $anon_distinct_id: 'p2', $set: { plan: 'pro', city: 'Rome' } } },
      { event: '$identify', distinct_id: 'q', timestamp: at(1, '10:00:00'), properties: { $set: { plan: 'free', city: 'Oslo' } } },
      ...EVENTS.map(([event, distinct_id, timestamp, properties]) => ({ event, distinct_id, timestamp, properties })),
      { event: '$autocapture', distinct_id: 'q', timestamp: at(12, '10:00:00'), properties: { $event_type: 'click', $elements: [{ tag_name: 'a', $el_text: 'Docs', attr__href: 'https://x.example/docs' }] } },
    ],
  });
  const stored = EVENTS.length + 3;
  await until('events of two people', async () => {
    const [[events, people]] = await owner.hogql('select count(), count(distinct person_id) from events');
    return Number(events) === stored && Number(people) === 2;
  });
  await until('people', async () => Number((await owner.hogql('select count() from persons where properties.plan is not null'))[0][0]) === 2);

  const series = [{ kind: 'EventsNode', event: 'visit' }];
  const trends = (more = {}) => owner.query({ kind: 'TrendsQuery', series, dateRange, ...more });
  const data = async (more) => (await trends(more)).results.map((row) => row.data);
  const math = async (more) => (await data({ series: [{ kind: 'EventsNode', event: 'visit', ...more }] }))[0];
  const refuses = async (query, status, why) => {
    const headers = { authorization: `Bearer ${owner.key}`, 'content-type': 'application/json' };
    const answer = await server.request('POST', `${project}query/`, { headers, body: JSON.stringify({ query }) });
    assert.equal(answer.status, status, `${JSON.stringify(query)}: ${answer.text}`);
    assert.match(answer.json.detail, why);
  };

  await t.test('every display over time counts alike', async () => {
    for (const display of ['ActionsLineGraph', 'ActionsBar', 'ActionsUnstackedBar', 'ActionsStackedBar', 'ActionsAreaGraph']) {
      assert.deepEqual(await data({ trendsFilter: { display } }), [[4, 1, 0]], display);
    }
    for (const display of ['BoldNumber', 'ActionsPie', 'ActionsBarValue', 'ActionsTable', 'WorldMap']) {
      const [row] = (await trends({ trendsFilter: { display } })).results;
      assert.equal(row.aggregated_value, 5, display);
    }
  });

  await t.test('what only says how it is drawn changes no number', async () => {
    const drawn = {
      showLegend: true, showPercentStackView: true, showValuesOnSeries: true, showLabelsOnSeries: true, showMultipleYAxes: true, showAlertThresholdLines: true,
      showConfidenceIntervals: true, confidenceLevel: 95, showTrendLines: true, showMovingAverage: true, movingAverageIntervals: 3, yAxisScaleType: 'log10', hideWeekends: false,
      aggregationAxisFormat: 'duration', aggregationAxisPrefix: '$', aggregationAxisPostfix: '%', decimalPlaces: 2, minDecimalPlaces: 1, hiddenLegendIndexes: [0],
      goalLines: [{ label: 'x', value: 3, displayLabel: true, borderColor: '#fff', displayIfCrossed: false }],
      resultCustomizationBy: 'value', resultCustomizations: { a: { assignmentBy: 'value', color: 'preset-1' } },
    };
    assert.deepEqual(await data({ trendsFilter: drawn }), [[4, 1, 0]]);
    assert.deepEqual(await data({ conversionGoal: { customEventName: 'buy' } }), [[4, 1, 0]]);
    assert.deepEqual(await data({ conversionGoal: { actionId: 1 } }), [[4, 1, 0]]);
    const node = { kind: 'InsightVizNode', source: { kind: 'TrendsQuery', series, dateRange }, full: true, showHeader: true, showTable: true };
    assert.deepEqual((await owner.query(node)).results[0].data, [4, 1, 0]);
  });

  await t.test('maths of a series', async () => {
    assert.deepEqual(await math({ math: 'sum', math_property: 'n', math_property_type: 'event_properties' }), [10, 5, 0]);
    // p1 has three visits on the tenth, q has one.
    const [tenth] = await math({ math: 'p99_count_per_actor' });
    assert.ok(Math.abs(tenth - 2.98) < 1e-9, String(tenth));
    assert.deepEqual(await math({ math: 'max', math_property: '$pageview_count', math_property_type: 'session_properties' }), [0, 0, 0]);
    assert.deepEqual(await math({ math: 'max', math_property: '$session_duration', math_property_type: 'session_properties' }), [300, 0, 0]);
  });

  await t.test('unique users of a project that counts distinct ids', async () => {
    assert.deepEqual(await math({ math: 'dau' }), [2, 1, 0]);
    await owner.api('PATCH', project, { aggregate_users_by_distinct_id: true });
    assert.deepEqual(await math({ math: 'dau' }), [3, 1, 0]);
    await owner.api('PATCH', project, { aggregate_users_by_distinct_id: false });
    assert.deepEqual(await math({ math: 'dau' }), [2, 1, 0]);
  });

  await t.test('filters on lists of an exception', async () => {
    const count = async (key, operator, value) => (await data({ properties: [{ type: 'event', key, operator, value }] }))[0][0];
    assert.equal(await count('$exception_types', 'exact', 'Error'), 1);
    assert.equal(await count('$exception_types', 'exact', ['RangeError', 'Error']), 2);
    assert.equal(await count('$exception_types', 'icontains', 'error'), 2);
    assert.equal(await count('$exception_values', 'icontains', 'BROKE'), 1);
    assert.equal(await count('$exception_sources', 'exact', 'a.js'), 1);
    assert.equal(await count('$exception_functions', 'regex', '^r'), 1);
    assert.equal(await count('$exception_functions', 'exact', 'walk'), 0);
  });

  await t.test('the address of a link that was clicked', async () => {
    const count = async (operator, value) => (await data({ series: [{ kind: 'EventsNode', event: '$autocapture', properties: [{ type: 'element', key: 'href', operator, value }] }] }))[0][2];
    assert.equal(await count('exact', 'https://x.example/docs'), 1);
    assert.equal(await count('icontains', 'DOCS'), 1);
    assert.equal(await count('exact', 'https://x.example/'), 0);
  });

  await t.test('retention', async () => {
    const entity = { id: 'visit', type: 'events' };
    const retention = (filter) => ({ kind: 'RetentionQuery', dateRange, retentionFilter: { totalIntervals: 3, targetEntity: entity, returningEntity: entity, ...filter } });
    const rows = async (filter) => (await owner.query(retention(filter))).results.map((row) => row.values.map(({ count }) => count));
    const plain = [[2, 1, 0], [1, 0, 0], [0, 0, 0]];
    assert.deepEqual((await rows({})).map((row) => row.slice(0, 3)), plain);
    for (const filter of [{ timeWindowMode: 'strict_calendar_dates' }, { meanRetentionCalculation: 'simple' }, { meanRetentionCalculation: 'weighted' }, { meanRetentionCalculation: 'none' }, { retentionReference: 'previous' }, { dashboardDisplay: 'table_only', display: 'ActionsLineGraph', showTrendLines: true }]) {
      assert.deepEqual((await rows(filter)).map((row) => row.slice(0, 3)), plain, JSON.stringify(filter));
    }
    const actors = await owner.query({ kind: 'InsightActorsQuery', source: retention({}), interval: 0 });
    const column = (name) => actors.results.map((row) => row[actors.columns.indexOf(name)]);
    assert.deepEqual(column('appearance_intervals'), [[0, 1], [0]]);
  });

  await t.test('funnels', async () => {
    const funnel = (more = {}) => ({ kind: 'FunnelsQuery', series: [...series, { kind: 'EventsNode', event: 'buy' }], dateRange, ...more });
    const whole = await owner.query(funnel());
    assert.deepEqual(whole.results.map(({ count }) => count), [2, 2]);
    // One needed a minute, the other ten seconds.
    assert.equal(whole.total_median_conversion_time, 35);
    const drawn = { layout: 'horizontal', funnelStepReference: 'previous', hiddenLegendBreakdowns: ['x'], showValuesOnSeries: true, showTrendLines: true, useUdf: true, goalLines: [], resultCustomizations: {} };
    assert.deepEqual((await owner.query(funnel({ funnelsFilter: drawn }))).results.map(({ count }) => count), [2, 2]);
    assert.equal((await owner.query(funnel({ series: [...series, { kind: 'EventsNode', event: 'never' }] }))).total_median_conversion_time, null);

    const source = { kind: 'FunnelsActorsQuery', funnelStep: 1, source: funnel({ series: [...series, { kind: 'EventsNode', event: 'visit', properties: [{ type: 'event', key: 'n', operator: 'exact', value: '5' }] }] }) };
    const correlated = async (more) => {
      const { results } = await owner.query({ kind: 'FunnelCorrelationQuery', funnelCorrelationType: 'properties', funnelCorrelationNames: ['$all'], source, ...more });
      return new Set(results.events.map(({ event }) => event.event.split('::')[0]));
    };
    const all = await correlated({});
    assert.ok(all.has('plan') && all.has('city'), [...all].join());
    const some = await correlated({ funnelCorrelationExcludeNames: ['city'] });
    assert.ok(some.has('plan') && !some.has('city'), [...some].join());

    // The events behind a row of a correlation. The other one bought before the visit that the way begins with.
    const people = await owner.query({
      kind: 'ActorsQuery',
      select: ['actor_id', 'matching_events'],
      source: { kind: 'FunnelCorrelationActorsQuery', includeRecordings: true, funnelCorrelationPersonEntity: { kind: 'EventsNode', event: 'buy' }, source: { kind: 'FunnelCorrelationQuery', funnelCorrelationType: 'events', source } },
    });
    assert.deepEqual(people.results.map(([, events]) => events.map(([time]) => Date.parse(time))), [[Date.parse(at(10, '12:00:10'))]]);
    const having = await owner.query({
      kind: 'ActorsQuery',
      select: ['actor_id', 'matching_events'],
      source: { kind: 'FunnelCorrelationActorsQuery', includeRecordings: true, funnelCorrelationPersonConverted: false, funnelCorrelationPropertyValues: [{ type: 'person', key: 'plan', operator: 'exact', value: 'free' }], source: { kind: 'FunnelCorrelationQuery', funnelCorrelationType: 'properties', funnelCorrelationNames: ['plan'], source } },
    });
    assert.deepEqual(having.results.map(([, events]) => events.map(([time]) => Date.parse(time))), [[Date.parse(at(10, '12:00:00'))]]);
  });

  await t.test('events of steps that nobody saved, page by page', async () => {
    const query = { kind: 'EventsQuery', select: ['event', 'timestamp'], after: 'all', actionSteps: [{ event: 'buy' }, { event: 'visit', properties: [{ type: 'event', key: 'n', operator: 'exact', value: '5' }] }], orderBy: ['timestamp DESC'] };
    const all = await owner.query(query);
    assert.deepEqual(all.results.map(([event]) => event), ['visit', 'buy', 'buy']);
    assert.equal(all.nextCursor ?? null, null);
    const first = await owner.query({ ...query, limit: 2 });
    assert.equal(first.hasMore, true);
    assert.equal(Date.parse(first.nextCursor), Date.parse(first.results[1][1]));
    const rest = await owner.query({ ...query, before: first.nextCursor });
    assert.deepEqual(rest.results.map(([event]) => event), ['buy']);
  });

  await t.test('what does not exist here is refused by name', async () => {
    const warehouse = { kind: 'DataWarehouseNode', id: 'orders', table_name: 'orders', id_field: 'id', timestamp_field: 'at', distinct_id_field: 'who' };
    for (const kind of ['TrendsQuery', 'FunnelsQuery', 'StickinessQuery', 'LifecycleQuery']) {
      await refuses({ kind, series: kind === 'FunnelsQuery' ? [warehouse, warehouse] : [warehouse], dateRange }, 400, /DataWarehouseNode|data warehouse/i);
    }
    await refuses({ kind: 'PersonsNode' }, 400, /PersonsNode/);
    await refuses({ kind: 'TrendsQuery', series, dateRange, breakdownFilter: { breakdown: 'a.b', breakdown_type: 'data_warehouse_person_property' } }, 400, /data_warehouse_person_property|breakdown/);
    await refuses({ kind: 'TrendsQuery', series: [{ ...series[0], math: 'sum', math_property: 'a.b', math_property_type: 'data_warehouse_person_properties' }], dateRange }, 400, /math_property_type/);
    for (const type of ['log_entry', 'error_tracking_issue', 'revenue_analytics', 'workflow_variable', 'data_warehouse_person_property', 'recording']) {
      await refuses({ kind: 'TrendsQuery', series, dateRange, properties: [{ type, key: 'x', operator: 'exact', value: 'y' }] }, 400, new RegExp(type));
    }
    await refuses({ kind: 'TrendsQuery', series, dateRange, properties: [{ type: 'event', key: 'x', operator: 'flag_evaluates_to', value: true }] }, 400, /flag_evaluates_to/);
  });
});
