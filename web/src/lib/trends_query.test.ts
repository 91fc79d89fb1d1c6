import { expect, test } from 'vitest'
import type { TrendsQuery } from '@/api/types'
import { askable, formulaProblem, parseTrendsQuery, queryFromHash } from './trends_query'

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
  expect(parseTrendsQuery({ ...full, extra: 1, series: [{ kind: 'ActionsNode', id: 1 }, full.series[0]] })?.series).toEqual([full.series[0]])
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
  expect(queryFromHash(`q=${encodeURIComponent(JSON.stringify(node))}`)).toEqual(full)
  expect(queryFromHash(`#q=${JSON.stringify(node)}`)).toEqual(full)
  expect(queryFromHash('#other')).toBeNull()
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
  const asked = askable({
    kind: 'TrendsQuery',
    series: [{ kind: 'EventsNode', event: 'x', math: 'sum', properties: [{ type: 'event', key: 'a', operator: 'exact', value: [] }] }],
    properties: [{ type: 'event', key: 'a', operator: 'exact' }],
    trendsFilter: { formulaNodes: [{ formula: 'A / ' }] },
  })
  expect(asked).toEqual({ kind: 'TrendsQuery', series: [{ kind: 'EventsNode', event: 'x' }], trendsFilter: {} })
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
