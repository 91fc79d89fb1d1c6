import { expect, test } from 'vitest'
import type { TrendsQuery, TrendsRow } from '@/api/types'
import { csvOf } from './csv'
import { numbersOf } from './data'
import { breakdownLabel, readTrends, seriesName } from './trends_data'

const days = ['2026-07-01', '2026-07-02', '2026-07-03']
const noon = Date.UTC(2026, 6, 3, 12)
const row = (change: Partial<TrendsRow>): TrendsRow => ({
  label: 'x',
  count: 0,
  data: [10, 20, 5],
  days,
  action: { type: 'events', order: 0 },
  ...change,
})
const query: TrendsQuery = { kind: 'TrendsQuery', series: [{ kind: 'EventsNode', event: '$pageview' }] }

test('the unfinished day is left out of averages and of the change', () => {
  const result = readTrends(
    { ...query, compareFilter: { compare: true } },
    {
      results: [
        row({ compare: true, compare_label: 'current' }),
        row({ compare: true, compare_label: 'previous', data: [10, 10, 100], days: ['2026-06-28', '2026-06-29', '2026-06-30'] }),
      ],
    },
    noon,
  )
  const { axis, series } = result.chart
  expect(axis).toMatchObject({ unfinished: 2, previous: [Date.UTC(2026, 5, 28), Date.UTC(2026, 5, 29), Date.UTC(2026, 5, 30)] })
  expect(series).toMatchObject([{ name: 'Pageview', previous: [10, 10, 100] }])
  expect(numbersOf(series[0]!, axis)).toEqual({ total: 35, average: 15, highest: 20, highestAt: 1, latest: 5, change: 0.5 })
})

test('people are not added up', () => {
  const { axis, series } = readTrends({ ...query, series: [{ kind: 'EventsNode', event: null, math: 'dau' }] }, { results: [row({})] }, noon).chart
  expect(numbersOf(series[0]!, axis)).toMatchObject({ total: null, average: 15 })
})

test('breakdown values carry their names, series theirs when there are several', () => {
  const broken = readTrends(
    { ...query, breakdownFilter: { breakdown: '$browser', breakdown_type: 'event' } },
    { results: [row({ breakdown_value: 'Chrome' }), row({ breakdown_value: '$$_posthog_breakdown_other_$$' }), row({ breakdown_value: '$$_posthog_breakdown_null_$$' })] },
    noon,
  )
  expect(broken.chart.series.map((one) => one.name)).toEqual(['Chrome', 'Other', 'None'])
  expect(broken.hasOther).toBe(true)
  const two = readTrends(
    { ...query, series: [...query.series, { kind: 'EventsNode', event: 'paid', math: 'sum', math_property: 'price' }] },
    { results: [row({}), row({ action: { type: 'events', order: 1 } })] },
    noon,
  )
  expect(two.chart.series.map((one) => one.name)).toEqual(['A Pageview', 'B paid, sum of price'])
  const formula = readTrends({ ...query, trendsFilter: { formulaNodes: [{ formula: 'A * 2' }] } }, { results: [row({ action: null, order: 0 })] }, noon)
  expect(formula.chart.series[0]?.name).toBe('A * 2')
})

test('a result without anything in it is empty', () => {
  expect(readTrends(query, { results: [row({ data: [0, 0, 0] })] }, noon).isEmpty).toBe(true)
  expect(readTrends(query, { results: [] }, noon).isEmpty).toBe(true)
  expect(readTrends(query, { results: [row({ data: [], days: [], aggregated_value: 5 })] }, noon).isEmpty).toBe(false)
})

test('names of values and series', () => {
  expect(breakdownLabel(['Chrome', '$$_posthog_breakdown_null_$$'])).toBe('Chrome · None')
  expect(breakdownLabel('DE', '$geoip_country_code')).toBe('Germany')
  expect(breakdownLabel('ZZZ', '$geoip_country_code')).toBe('ZZZ')
  expect(breakdownLabel('DE', 'plan')).toBe('DE')
  expect(seriesName({ kind: 'EventsNode', event: null, math: 'dau' })).toBe('All events, unique people')
})

test('the table as text quotes what needs it and disarms formulas', () => {
  const result = readTrends(query, { results: [row({ breakdown_value: '=cmd, "x"' })] }, noon)
  expect(csvOf(result.chart)).toBe('series,2026-07-01,2026-07-02,2026-07-03\n"\'=cmd, ""x""",10,20,5')
})

test('cohorts have the names that rows give them, or those that are known where rows have none', () => {
  const cohorts = { ...query, breakdownFilter: { breakdown: [7, 'all' as const], breakdown_type: 'cohort' as const } }
  const named = row({ action: { type: 'events', order: 0, name: '$pageview' }, label: '$pageview - Big - spenders', breakdown_value: 7 })
  const everybody = row({ action: { type: 'events', order: 0, name: '$pageview' }, label: '$pageview - all users', breakdown_value: 'all' })
  const two = { ...cohorts, series: [...query.series, ...query.series] }
  expect(readTrends(two, { results: [named, everybody] }, noon).chart.series.map((one) => one.name)).toEqual(['A Pageview · Big - spenders', 'A Pageview · Everybody'])
  expect(readTrends(cohorts, { results: [{ ...named, label: 'Big - spenders' }] }, noon).chart.series[0]?.name).toBe('Big - spenders')
  const formula = row({ action: null, label: 'Formula (A/B)', breakdown_value: 7 })
  expect(readTrends(cohorts, { results: [formula] }, noon).chart.series[0]?.name).toBe('Cohort 7')
  expect(readTrends(cohorts, { results: [formula] }, noon, { cohorts: new Map([['7', 'Spenders']]) }).chart.series[0]?.name).toBe('Spenders')
})
