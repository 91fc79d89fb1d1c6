import { expect, test } from 'vitest'
import type { TrendsQuery } from '@/api/types'
import { readBoxes } from '@/charts/box_plot_data'
import { drillBox } from './box_point'
import { drillWeek } from './week_point'

const calendar: TrendsQuery = { kind: 'TrendsQuery', series: [{ kind: 'EventsNode', event: 'opened' }], trendsFilter: { display: 'CalendarHeatmap' } }

test('a cell asks for its day and hour, a row for the day alone, the week for neither', () => {
  const found = drillWeek(calendar, { day: 1, hour: 9 }, { value: 1200, name: 'opened' })
  expect(found.source).toEqual({ kind: 'InsightActorsQuery', source: calendar, series: 0, dayOfWeek: 1, hour: 9 })
  expect([found.title, found.subtitle, found.hasEvents]).toEqual(['1,200 events', 'opened · Mondays at 09:00 · Last 7 days', true])
  expect(drillWeek(calendar, { day: 1 }, { value: 1, name: 'opened' }).source).toEqual({ kind: 'InsightActorsQuery', source: calendar, series: 0, dayOfWeek: 1 })
  expect(drillWeek(calendar, {}, { value: 1, name: 'opened' })).toMatchObject({ title: '1 event', subtitle: 'opened · Last 7 days', source: { source: calendar, series: 0 } })
})

test('people have sessions in a cell, and no list of its events', () => {
  const people: TrendsQuery = { ...calendar, series: [{ kind: 'EventsNode', event: 'opened', math: 'dau' }] }
  expect(drillWeek(people, { hour: 0 }, { value: 3, name: 'opened' })).toMatchObject({ title: '3 people', hasEvents: false, counted: { many: 'sessions' }, source: { hour: 0 } })
})

test('what the calendar does not draw is not asked for', () => {
  const more: TrendsQuery = { ...calendar, interval: 'week', series: [...calendar.series, { kind: 'EventsNode', event: 'paid' }], compareFilter: { compare: true }, breakdownFilter: { breakdown: 'plan', breakdown_type: 'event' } }
  expect(drillWeek(more, { day: 7 }, { value: 1, name: 'opened' }).source.source).toEqual(calendar)
})

test('a number of a box opens those whose numbers it is made of', () => {
  const query: TrendsQuery = { kind: 'TrendsQuery', series: [{ kind: 'EventsNode', event: 'paid', math: 'avg', math_property: 'amount' }], trendsFilter: { display: 'BoxPlot' } }
  const box = { day: '2026-11-15', label: '', min: 1, q1: 1.5, median: 2, q3: 2.5, max: 3, mean: 2 }
  const data = readBoxes(query, { results: [], boxplot_data: [box] }, Date.UTC(2026, 10, 15, 12))
  const found = drillBox(query, data, 0, 'p75')
  expect(found?.source).toEqual({ kind: 'InsightActorsQuery', source: query, series: 0, day: '2026-11-15' })
  expect([found?.title, found?.subtitle]).toEqual(['Upper quarter 2.5', 'paid, amount, of everybody · Sun 15 Nov 2026, so far'])
  expect(drillBox(query, data, 1, 'median')).toBeNull()
})
