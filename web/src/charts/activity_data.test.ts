import { expect, test } from 'vitest'
import type { LifecycleQuery, LifecycleResponse, StickinessQuery, StickinessResponse } from '@/api/types'
import { drillLifecycle, drillStickiness } from '@/drill/activity_point'
import { readLifecycle, readStickiness } from './activity_data'

const node = { kind: 'EventsNode' as const, event: 'opened' }
const lifecycle: LifecycleQuery = { kind: 'LifecycleQuery', series: [node] }
const stickiness: StickinessQuery = { kind: 'StickinessQuery', series: [node], compareFilter: { compare: true } }
const days = ['2026-11-15', '2026-11-16']

test('a lifecycle is a series a status; those who went away are below zero', () => {
  const row = (status: string, data: number[]) => ({ status, data, days, labels: days, label: status, count: 0 })
  const chart = readLifecycle(lifecycle, { results: [row('new', [2, 1]), row('dormant', [0, -3])] } as unknown as LifecycleResponse, Date.UTC(2026, 10, 16, 9))
  expect(chart.axis).toMatchObject({ kind: 'time', unfinished: 1 })
  expect(chart.series.map((one) => [one.name, one.slot, one.values])).toEqual([
    ['New', 0, [2, 1]],
    ['Went away', 3, [0, -3]],
  ])
  const [, gone] = chart.series
  const found = gone && drillLifecycle(lifecycle, chart.axis, { series: gone, index: 1, period: 'current', value: -3 })
  expect(found?.title).toBe('3 people went away')
  expect(found?.source).toEqual({ kind: 'InsightActorsQuery', source: lifecycle, day: '2026-11-16', status: 'dormant' })
})

test('stickiness counts people by periods, beside the period before', () => {
  const row = (label: string, data: number[]) => ({ compare: true, compare_label: label, data, labels: ['1 day', '2 days'], days: [1, 2], label: 'opened', count: 0, action: { order: 0 } })
  const chart = readStickiness(stickiness, { results: [row('current', [5, 2]), row('previous', [4, 1])] } as unknown as StickinessResponse)
  expect(chart.axis).toMatchObject({ names: ['1 day', '2 days'] })
  expect(chart.series).toMatchObject([{ name: 'opened', values: [5, 2], previous: [4, 1] }])
  const [one] = chart.series
  const found = one && drillStickiness(stickiness, chart.axis, { series: one, index: 1, period: 'previous', value: 1 })
  expect(found?.title).toBe('1 person was active on 2 days')
  expect(found?.source).toMatchObject({ kind: 'StickinessActorsQuery', day: 2, series: 0, compare: 'previous' })
})
