import { expect, test } from 'vitest'
import { readResult } from '@/lib/result_table'
import { chartOfTable, fittingChart, guessChart, numberOfTable, turned } from './table_data'

const tableOf = (columns: [name: string, type: string][], results: unknown[][], timezone = 'UTC') =>
  readResult({ columns: columns.map(([name]) => name), types: columns, results, timezone })

const byDay = tableOf(
  [
    ['event', 'String'],
    ['day', "DateTime('UTC')"],
    ['n', 'UInt64'],
  ],
  [
    ['paid', '2026-07-01T00:00:00Z', 2],
    ['seen', '2026-07-01T00:00:00Z', 9],
    ['seen', '2026-07-03T00:00:00Z', 4],
    ['seen', '2026-07-03T00:00:00Z', '1'],
    ['paid', null, 7],
  ],
)

test('a time goes along the axis, a number up, a name makes series', () => {
  expect(guessChart(byDay)).toEqual({ x: 'day', y: ['n'], by: 'event' })
  const { chart, split } = chartOfTable(byDay, guessChart(byDay))
  expect(chart.axis).toMatchObject({ kind: 'time', interval: 'day', buckets: [Date.UTC(2026, 6, 1), Date.UTC(2026, 6, 2), Date.UTC(2026, 6, 3)] })
  expect(chart.series.map((one) => [one.name, one.values])).toEqual([
    ['seen', [9, null, 5]],
    ['paid', [2, null, null]],
  ])
  expect(split).toEqual({ values: 2, shown: 2 })
})

test('a bucket that still filled when the answer was computed is unfinished', () => {
  const { chart } = chartOfTable({ ...byDay, computedAt: Date.UTC(2026, 6, 3, 14) }, guessChart(byDay))
  expect(chart.axis.unfinished).toBe(2)
})

test('names make places, several numbers make series', () => {
  const table = tableOf(
    [
      ['browser', 'Nullable(String)'],
      ['people', 'UInt64'],
      ['views', 'UInt64'],
    ],
    [
      ['Chrome', 3, 30],
      [null, 1, null],
    ],
  )
  const chart = guessChart(table)
  expect(chart).toEqual({ x: 'browser', y: ['people', 'views'], by: null })
  const data = chartOfTable(table, chart)
  expect(data.chart.axis).toMatchObject({ kind: 'names', names: ['Chrome', 'null'] })
  expect(data.chart.series.map((one) => [one.name, one.values])).toEqual([
    ['people', [3, 1]],
    ['views', [30, null]],
  ])
  expect(turned(chartOfTable(table, { ...chart, y: ['people'] })).series.map((one) => [one.name, one.value])).toEqual([
    ['Chrome', 3],
    ['null', 1],
  ])
})

test('buckets are on the project’s clock and as wide as the times allow', () => {
  const interval = (...times: string[]) => {
    const { axis } = chartOfTable(tableOf([['t', "DateTime('x')"], ['n', 'UInt8']], times.map((time) => [time, 1]), 'Asia/Kathmandu'), { x: 't', y: ['n'], by: null }).chart
    return axis.kind === 'time' ? [axis.interval, axis.buckets.length] : [axis.kind, axis.names.length]
  }
  expect(interval('2026-01-01T00:00:00+05:45', '2026-03-01T00:00:00+05:45')).toEqual(['month', 3])
  expect(interval('2026-01-05', '2026-01-19')).toEqual(['week', 3])
  expect(interval('2025-12-31T18:15:00Z', '2026-01-02T18:15:00Z')).toEqual(['day', 3])
  expect(interval('2026-01-01T05:00:00+05:45', '2026-01-01T07:00:00+05:45')).toEqual(['hour', 3])
  expect(interval('2026-01-01T05:00:01+05:45', '2026-01-01T07:00:00+05:45')).toEqual(['names', 2])
})

test('a choice holds while its columns are there', () => {
  expect(fittingChart(byDay, { x: 'event', y: ['n', 'gone'], by: 'gone' })).toEqual({ x: 'event', y: ['n'], by: null })
  expect(fittingChart(byDay, { x: 'gone', y: ['gone'], by: null })).toEqual({ x: 'day', y: ['n'], by: null })
})

test('many values: the largest are drawn, and it is said how many there are', () => {
  const table = tableOf(
    [
      ['who', 'String'],
      ['what', 'String'],
      ['n', 'UInt64'],
    ],
    Array.from({ length: 61 }, (_, i) => ['all', `v${i}`, i]),
  )
  const { chart, split } = chartOfTable(table, guessChart(table))
  expect(split).toEqual({ values: 61, shown: 25 })
  expect(chart.series[0]?.name).toBe('v60')
})

test('one number: the first of the first row', () => {
  expect(numberOfTable(tableOf([['n', 'UInt64']], [[42]]), { x: null, y: ['n'], by: null })?.series[0]?.value).toBe(42)
  expect(numberOfTable(tableOf([['n', 'UInt64']], []), { x: null, y: ['n'], by: null })).toBeNull()
})
