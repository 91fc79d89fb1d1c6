import { expect, test } from 'vitest'
import type { TrendsInterval, TrendsQuery, TrendsResponse } from '@/api/types'
import { csvOfBoxes, readBoxes } from './box_plot_data'

const query = (interval?: TrendsInterval): TrendsQuery => ({ kind: 'TrendsQuery', interval, series: [{ kind: 'EventsNode', event: 'paid', math: 'avg', math_property: 'amount' }], trendsFilter: { display: 'BoxPlot' } })
const box = (day: string) => ({ day, label: day, min: 1, q1: 1.5, median: 2, q3: 2.5, max: 3, mean: 2 })
const answer = (days: string[], from: string, to: string): TrendsResponse => ({
  results: [],
  boxplot_data: days.map(box),
  resolved_date_range: { date_from: from, date_to: to },
})
const noon = Date.UTC(2026, 10, 16, 12)
const daysOf = (response: TrendsResponse, interval?: TrendsInterval) => readBoxes(query(interval), response, noon).axis.buckets.map((start) => new Date(start).toISOString().slice(0, 10))

test('days without numbers are gaps, also before the first and after the last', () => {
  const response = answer(['2026-11-13', '2026-11-15'], '2026-11-12T00:00:00+01:00', '2026-11-16T23:59:59+01:00')
  const { axis, series } = readBoxes(query(), response, noon)
  expect(daysOf(response)).toEqual(['2026-11-12', '2026-11-13', '2026-11-14', '2026-11-15', '2026-11-16'])
  expect(series.boxes.map((one) => one?.median ?? null)).toEqual([null, 2, null, 2, null])
  expect(series.name).toBe('paid, amount')
  expect(axis.unfinished).toBe(4)
})

test('weeks and months that begin before the range are whole buckets', () => {
  expect(daysOf(answer(['2026-11-09'], '2026-11-05T00:00:00', '2026-11-16T23:59:59'), 'week')).toEqual(['2026-11-02', '2026-11-09', '2026-11-16'])
  expect(daysOf(answer(['2026-11-01'], '2026-09-15T00:00:00', '2026-11-16T23:59:59'), 'month')).toEqual(['2026-09-01', '2026-10-01', '2026-11-01'])
})

test('nothing found is nothing drawn', () => {
  expect(readBoxes(query(), { results: [] }, noon).axis.buckets).toEqual([])
})

test('as a file: a line for each bucket with numbers', () => {
  const data = readBoxes(query(), answer(['2026-11-13', '2026-11-15'], '2026-11-13T00:00:00', '2026-11-15T23:59:59'), noon)
  expect(csvOfBoxes(data)).toBe('from,lowest,lower quarter,median,mean,upper quarter,highest\n2026-11-13,1,1.5,2,2,2.5,3\n2026-11-15,1,1.5,2,2,2.5,3')
})
