import { expect, test } from 'vitest'
import type { AnyFilter, Breakdown, EventsNode, TrendsDisplay, TrendsQuery } from '@/api/types'
import { breakdownFilter, breakdownsOf, conditionsOf, namesIn, subjectName, withConditions, withSubject } from './question_parts'
import { parseQuestion, problemOf, questionFromHash } from './question'
import { askable, asked, formulaProblem, parseTrendsQuery } from './trends_query'

const full: TrendsQuery = {
  kind: 'TrendsQuery',
  series: [
    { kind: 'EventsNode', event: '$pageview', math: 'dau', properties: [{ type: 'event', key: '$browser', operator: 'exact', value: ['Chrome'] }] },
    { kind: 'EventsNode', event: null, math: 'sum', math_property: 'price' },
  ],
  interval: 'week',
  dateRange: { date_from: '-90d' },
  properties: [{ type: 'person', key: 'plan', operator: 'is_set' }],
  filterTestAccounts: true,
  breakdownFilter: { breakdown: '$os', breakdown_type: 'event', breakdown_limit: 10 },
  compareFilter: { compare: true, compare_to: '-1y' },
  trendsFilter: { display: 'ActionsBar', formulaNodes: [{ formula: 'A / B' }] },
}

test('a question survives the trip through the URL', () => {
  expect(parseTrendsQuery(JSON.parse(JSON.stringify(full)))).toEqual(full)
})

test('defaults are left out, so that equal questions are equal text', () => {
  const query = parseTrendsQuery({
    kind: 'TrendsQuery',
    interval: 'day',
    dateRange: { date_from: '-7d', date_to: null },
    series: [{ properties: [], math: 'total', event: 'x', kind: 'EventsNode' }],
    properties: [],
    compareFilter: { compare: false },
    trendsFilter: { display: 'ActionsLineGraph' },
  })
  expect(JSON.stringify(query)).toBe('{"kind":"TrendsQuery","series":[{"kind":"EventsNode","event":"x"}]}')
})

test('what the page cannot show is dropped, and nonsense is no question', () => {
  expect(parseTrendsQuery({ ...full, extra: 1, series: [{ kind: 'GroupNode', nodes: [] }, full.series[0]] })?.series).toEqual([full.series[0]])
  for (const value of [null, 'x', 7, [], {}, { kind: 'FunnelsQuery', series: [] }, { kind: 'TrendsQuery', series: [] }, { kind: 'TrendsQuery', series: 'x' }]) {
    expect(parseTrendsQuery(value)).toBeNull()
  }
  expect(parseTrendsQuery({ ...full, interval: 'century', dateRange: 7, properties: 'x', breakdownFilter: [], compareFilter: 1, trendsFilter: 'y' })).toEqual({
    kind: 'TrendsQuery',
    series: full.series,
    filterTestAccounts: true,
  })
})

test('links and insight nodes of PostHog are understood', () => {
  const node = { kind: 'InsightVizNode', source: full }
  expect(questionFromHash(`q=${encodeURIComponent(JSON.stringify(node))}`)).toEqual(full)
  expect(questionFromHash(`#q=${JSON.stringify(node)}`)).toEqual(full)
  expect(questionFromHash('#other')).toBeNull()
  const older = parseTrendsQuery({
    kind: 'TrendsQuery',
    series: [{ kind: 'EventsNode', event: 'x' }],
    properties: { type: 'AND', values: [{ type: 'AND', values: [{ type: 'event', key: 'a', value: 'b' }] }] },
    breakdownFilter: { breakdowns: [{ property: '$os', type: 'person' }] },
    trendsFilter: { formula: 'A*2' },
  })
  expect(older?.properties).toEqual([{ type: 'event', key: 'a', operator: 'exact', value: 'b' }])
  expect(older?.breakdownFilter).toEqual({ breakdown: '$os', breakdown_type: 'person' })
  expect(older?.trendsFilter).toEqual({ formulaNodes: [{ formula: 'A*2' }] })
})

test('what is still being filled in is not asked', () => {
  const left = askable({
    kind: 'TrendsQuery',
    series: [{ kind: 'EventsNode', event: 'x', math: 'sum', properties: [{ type: 'event', key: 'a', operator: 'exact', value: [] }] }],
    properties: [{ type: 'event', key: 'a', operator: 'exact' }],
    trendsFilter: { formulaNodes: [{ formula: 'A / ' }] },
  })
  expect(left).toEqual({ kind: 'TrendsQuery', series: [{ kind: 'EventsNode', event: 'x' }], trendsFilter: {} })
})

test('formulas say what is wrong with them', () => {
  expect(formulaProblem('A / B', 2)).toBeNull()
  expect(formulaProblem('(a + 1.5) * 100', 1)).toBeNull()
  expect(formulaProblem('A / C', 2)).toBe('There is no series C')
  expect(formulaProblem('(A', 1)).toBe('The parentheses do not match')
  expect(formulaProblem('A; B', 2)).toContain('cannot be used')
  expect(formulaProblem('A +', 1)).toBe('The formula ends too early')
  expect(formulaProblem('', 1)).not.toBeNull()
})

const start: TrendsQuery = { kind: 'TrendsQuery', series: [{ kind: 'EventsNode', event: 'x' }] }
const plan: AnyFilter = { type: 'event', key: 'plan', operator: 'exact', value: ['pro'] }
const country: AnyFilter = { type: 'person', key: 'country', operator: 'is_set' }

test('conditions are a list or one OR, however deep PostHog wraps them; anything else is kept as it came', () => {
  const read = (properties: unknown) => {
    const query = parseTrendsQuery({ ...start, properties })
    if (!query) throw new Error('no question')
    return conditionsOf(query)
  }
  expect(read([plan, country])).toEqual({ filters: [plan, country], any: false, nested: null })
  expect(read({ type: 'AND', values: [{ type: 'AND', values: [plan] }, { type: 'AND', values: [country] }] })).toEqual({ filters: [plan, country], any: false, nested: null })
  expect(read({ type: 'AND', values: [{ type: 'OR', values: [plan, country] }] })).toEqual({ filters: [plan, country], any: true, nested: null })
  expect(read({ type: 'OR', values: [{ type: 'AND', values: [plan] }, { type: 'AND', values: [country] }] })).toEqual({ filters: [plan, country], any: true, nested: null })
  const groups = { type: 'OR', values: [{ type: 'AND', values: [plan, country] }, { type: 'AND', values: [plan] }] }
  expect(read(groups)).toEqual({ filters: [], any: false, nested: groups })
  expect(parseTrendsQuery({ ...start, properties: groups })?.properties).toEqual(groups)
})

test('any of several conditions is written as PostHog writes it, one alone is a list', () => {
  expect(withConditions(start, [plan, country], true).properties).toEqual({ type: 'AND', values: [{ type: 'OR', values: [plan, country] }] })
  expect(withConditions(start, [plan], true).properties).toEqual([plan])
  expect(withConditions(start, [], true).properties).toBeUndefined()
})

test('conditions of kinds that cannot be changed here survive', () => {
  const cohort = { type: 'cohort', key: 'id', value: 7, operator: 'in' }
  const sql = { type: 'hogql', key: 'properties.price > 2', value: null }
  expect(parseTrendsQuery({ ...start, properties: [cohort, sql] })?.properties).toEqual([cohort, sql])
  expect(askable({ ...start, properties: [cohort, { type: 'hogql', key: '  ' }] }).properties).toEqual([cohort])
})

test('one breakdown has its own fields, several are a list of at most three', () => {
  const one: Breakdown = { property: '$os', type: 'event', normalize_url: true }
  const bins: Breakdown = { property: 'price', type: 'event', histogram_bin_count: 5 }
  const written = breakdownFilter([one], { limit: 10 })
  expect(written).toEqual({ breakdown: '$os', breakdown_type: 'event', breakdown_normalize_url: true, breakdown_limit: 10 })
  expect(breakdownsOf({ ...start, breakdownFilter: written })).toEqual([one])
  const several = breakdownFilter([one, bins, one, one], { hideOther: true })
  expect(several).toEqual({ breakdowns: [one, bins, one], breakdown_hide_other_aggregation: true })
  expect(parseTrendsQuery({ ...start, breakdownFilter: several })?.breakdownFilter).toEqual(several)
  expect(breakdownFilter([], {})).toBeUndefined()
})

test('what only changes the drawing is not asked again, what changes numbers is', () => {
  const text = (query: TrendsQuery) => JSON.stringify(asked(query))
  const plain = text(start)
  for (const trendsFilter of [{ display: 'ActionsBar' }, { goalLines: [{ label: 'g', value: 1 }] }, { aggregationAxisFormat: 'duration' }, { showTrendLines: true }] as const) {
    expect(text({ ...start, trendsFilter: { ...trendsFilter } as TrendsQuery['trendsFilter'] }), JSON.stringify(trendsFilter)).toBe(plain)
  }
  for (const trendsFilter of [{ display: 'ActionsLineGraphCumulative' }, { display: 'ActionsPie' }, { smoothingIntervals: 7 }, { formulaNodes: [{ formula: 'A * 2' }] }] as const) {
    expect(text({ ...start, trendsFilter: { ...trendsFilter } as TrendsQuery['trendsFilter'] }), JSON.stringify(trendsFilter)).not.toBe(plain)
  }
})

test('a maths that waits for what it needs counts until then', () => {
  const maths = (node: Partial<EventsNode>) => askable({ ...start, series: [{ kind: 'EventsNode', event: 'x', ...node }] }).series[0]?.math
  expect(maths({ math: 'sum' })).toBeUndefined()
  expect(maths({ math: 'sum', math_property: 'price' })).toBe('sum')
  expect(maths({ math: 'hogql', math_hogql: ' ' })).toBeUndefined()
  expect(maths({ math: 'hogql', math_hogql: 'count()' })).toBe('hogql')
})

test('an action is a series like an event, and takes the place of one', () => {
  const action = { kind: 'ActionsNode' as const, id: 7, name: 'Paid somehow' }
  const query = parseTrendsQuery({ ...start, series: [{ ...action, math: 'dau', custom_name: null }, { kind: 'ActionsNode' }, { kind: 'GroupNode', nodes: [] }] })
  expect(query?.series).toEqual([{ ...action, math: 'dau' }])
  const node: EventsNode = { kind: 'EventsNode', event: 'x', math: 'dau' }
  expect(withSubject(node, action)).toEqual({ ...action, math: 'dau' })
  expect(withSubject({ ...action, math: 'dau' }, { kind: 'EventsNode', event: null })).toEqual({ kind: 'EventsNode', event: null, math: 'dau' })
  expect([node, action, { kind: 'ActionsNode' as const, id: 8 }].map(subjectName)).toEqual(['x', 'Paid somehow', 'Action 8'])
  expect([node, action].flatMap(namesIn)).toEqual(['x'])
})

test('days of the week and complete periods are kept where periods are counted, and smoothing waits for all days', () => {
  const series = [{ kind: 'EventsNode', event: 'paid' }]
  const dateRange = { date_from: '-7d', daysOfWeek: [7, 6, 9, 'x'], excludeIncompletePeriods: true }
  const kept = { daysOfWeek: [6, 7], excludeIncompletePeriods: true }
  for (const kind of ['TrendsQuery', 'StickinessQuery', 'LifecycleQuery']) expect(parseQuestion({ kind, series, dateRange })?.dateRange).toEqual(kept)
  expect(parseQuestion({ kind: 'TrendsQuery', series, dateRange: { daysOfWeek: [1, 2, 3, 4, 5, 6, 7] } })?.dateRange).toBeUndefined()
  expect(parseQuestion({ kind: 'RetentionQuery', retentionFilter: {}, dateRange: { ...dateRange, date_from: '-30d' } })?.dateRange).toEqual({ date_from: '-30d' })
  expect(parseQuestion({ kind: 'FunnelsQuery', series, dateRange })?.dateRange).toBeUndefined()
  expect(parseQuestion({ kind: 'FunnelsQuery', series, dateRange, funnelsFilter: { funnelVizType: 'trends' } })?.dateRange).toEqual(kept)
  const smoothed = parseTrendsQuery({ kind: 'TrendsQuery', series, dateRange, trendsFilter: { smoothingIntervals: 7 } })!
  expect(smoothed.trendsFilter).toEqual({ smoothingIntervals: 7 })
  expect(asked(smoothed).trendsFilter).toBeUndefined()
})

test('the currency of an amount and the sample go to the server as they were chosen', () => {
  const node = (currency: object) => ({ kind: 'EventsNode', event: 'paid', math: 'sum', math_property: 'amount', math_property_revenue_currency: currency })
  const sent = (currency: object) => asked(parseTrendsQuery({ kind: 'TrendsQuery', series: [node(currency)], samplingFactor: 0.1 })!)
  expect(sent({ static: 'EUR' })).toEqual({ kind: 'TrendsQuery', series: [node({ static: 'EUR' })], samplingFactor: 0.1 })
  expect(sent({ property: 'currency' }).series[0]?.math_property_revenue_currency).toEqual({ property: 'currency' })
  expect(sent({}).series[0]).not.toHaveProperty('math_property_revenue_currency')
  const counted = parseTrendsQuery({ kind: 'TrendsQuery', series: [{ ...node({ static: 'EUR' }), math: 'total' }] })
  expect(counted?.series[0]).not.toHaveProperty('math_property_revenue_currency')
})

test('a calendar and a box plot ask about the first series alone', () => {
  const calendar: TrendsQuery = { ...full, trendsFilter: { ...full.trendsFilter, display: 'CalendarHeatmap' } }
  const { breakdownFilter: _breakdown, compareFilter: _compare, interval: _interval, ...rest } = full
  expect(asked(calendar)).toEqual({ ...rest, series: full.series.slice(0, 1), trendsFilter: { display: 'CalendarHeatmap' } })
  expect(asked({ ...calendar, trendsFilter: { display: 'BoxPlot' } })).toMatchObject({ interval: 'week', trendsFilter: { display: 'BoxPlot' } })
  expect(parseTrendsQuery(calendar)).toEqual(calendar)
})

test('a display that cannot draw what is counted says so', () => {
  const counted = (display: TrendsDisplay, more: Partial<EventsNode> = {}) => problemOf({ kind: 'TrendsQuery', series: [{ kind: 'EventsNode', event: 'paid', ...more }], trendsFilter: { display } })
  expect([counted('CalendarHeatmap'), counted('CalendarHeatmap', { math: 'dau' })]).toEqual([null, null])
  expect(counted('CalendarHeatmap', { math: 'weekly_active' })).toMatch(/calendar/)
  expect(counted('BoxPlot')).toMatch(/numbers of a property/)
  // A maths whose property is still being chosen counts events until then.
  expect(counted('BoxPlot', { math: 'avg' })).toMatch(/numbers of a property/)
  expect(counted('BoxPlot', { math: 'avg', math_property: 'amount' })).toBeNull()
  expect(counted('ActionsTable', { math: 'weekly_active' })).toBeNull()
})

test('conditions on groups and sessions are read like those on events; others stay as they came', () => {
  const properties = [
    { type: 'group', key: 'plan', operator: 'exact', value: ['pro'], group_type_index: 1 },
    { type: 'session', key: '$session_duration', operator: 'gt', value: 60 },
    { type: 'cohort', key: 'id', value: 3, operator: 'not_in', label: 'Paying' },
  ]
  expect(parseTrendsQuery({ ...full, properties })?.properties).toEqual(properties)
  // Which type of group is not said by old links: the first.
  expect(parseTrendsQuery({ ...full, properties: [{ type: 'group', key: 'plan', value: 'pro' }] })?.properties).toEqual([{ type: 'group', key: 'plan', operator: 'exact', group_type_index: 0, value: 'pro' }])
})
