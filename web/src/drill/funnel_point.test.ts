import { expect, test } from 'vitest'
import type { FunnelsQuery } from '@/api/types'
import type { ChartAxis } from '@/charts/data'
import type { FunnelData, FunnelGroup } from '@/charts/funnel_data'
import { drillConversion, drillStep } from './funnel_point'

const query: FunnelsQuery = {
  kind: 'FunnelsQuery',
  series: [
    { kind: 'EventsNode', event: 'opened' },
    { kind: 'EventsNode', event: 'paid' },
  ],
}
const group: FunnelGroup = { id: '["Chrome"]', name: 'Chrome', slot: 0, breakdown: ['Chrome'], counts: [10, 4], medians: [null, 60] }
const data: FunnelData = { steps: ['Opened', 'Paid'], groups: [group], totalMedian: 60 }

test('who reached a step is asked by its number from 1', () => {
  const found = drillStep(query, data, { step: 0, reached: true, count: 10 })
  expect(found.source).toEqual({ kind: 'FunnelsActorsQuery', source: query, funnelStep: 1 })
  expect(found.title).toBe('10 people entered with “Opened”')
  expect(found.subtitle).toBe('Last 7 days')
  expect(found.hasEvents).toBe(false)
})

test('who left is asked by the number below zero, with the breakdown value', () => {
  const found = drillStep(query, data, { step: 1, reached: false, count: 6, group })
  expect(found.source).toMatchObject({ funnelStep: -2, funnelStepBreakdown: ['Chrome'] })
  expect([found.title, found.subtitle]).toEqual(['6 people left before “Paid”', 'Chrome · Last 7 days'])
})

test('a point of conversion over time asks for the people of its period', () => {
  const axis: ChartAxis = { kind: 'time', interval: 'day', buckets: [Date.UTC(2026, 10, 15), Date.UTC(2026, 10, 16)], unfinished: 1 }
  const series = { id: 'all', name: 'Conversion', slot: 0, values: [50, 12.5] }
  const found = drillConversion(query, axis, { series, index: 1, period: 'current', value: 12.5 })
  expect(found?.source).toMatchObject({ funnelTrendsDropOff: false, funnelTrendsEntrancePeriodStart: '2026-11-16 00:00:00' })
  expect([found?.title, found?.subtitle]).toEqual(['12.5% converted', 'Entered Mon 16 Nov 2026, so far'])
  expect(drillConversion(query, axis, { series, index: null, period: 'current', value: 1 })).toBeNull()
})

test('compared, every number says of which period it is', () => {
  const compared: FunnelsQuery = { ...query, compareFilter: { compare: true } }
  const then: FunnelGroup = { ...group, id: 'x', previous: true }
  expect(drillStep(compared, data, { step: 1, reached: true, count: 4, group }).source).toMatchObject({ compare: 'current' })
  const found = drillStep(compared, data, { step: 1, reached: true, count: 4, group: then })
  expect(found.source).toMatchObject({ compare: 'previous', funnelStepBreakdown: ['Chrome'] })
  expect(found.subtitle).toBe('Chrome · Before, compared with Last 7 days')
  // A period of the comparison goes by its own start.
  const axis: ChartAxis = { kind: 'time', interval: 'day', buckets: [Date.UTC(2026, 10, 15)], previous: [Date.UTC(2026, 10, 8)], unfinished: 0 }
  const point = drillConversion(compared, axis, { series: { id: 'all', name: 'Conversion', slot: 0, values: [40], previous: [30] }, index: 0, period: 'previous', value: 30 })
  expect(point?.source).toMatchObject({ compare: 'previous', funnelTrendsEntrancePeriodStart: '2026-11-08 00:00:00' })
  expect(point?.subtitle).not.toMatch(/so far/)
})
