import { expect, test } from 'vitest'
import type { FunnelsQuery } from '@/api/types'
import type { ChartAxis } from '@/charts/data'
import { readTimes, type FunnelData, type FunnelGroup } from '@/charts/funnel_data'
import { drillConversion, drillConverted, drillStep, drillTimes } from './funnel_point'

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

test('a time opens those who took it', () => {
  const found = drillStep(query, data, { step: 1, reached: true, count: 4, median: '1 m' })
  expect(found.source).toMatchObject({ funnelStep: 2 })
  expect(found.title).toBe('1 m median time, of 4 people')
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

test('a funnel of groups says how many of them', () => {
  const actors = { one: 'company', many: 'companies', group: 0 }
  const found = drillStep({ ...query, aggregation_group_type_index: 0 }, { ...data, actors }, { step: 1, reached: false, count: 6, group })
  expect([found.title, found.actors]).toEqual(['6 companies left before “Paid”', actors])
  expect(found.source).toMatchObject({ source: { aggregation_group_type_index: 0 } })
})

test('paths can begin at what everybody did now, not at one value or in the period before', () => {
  const before = { ...group, id: 'x', previous: true }
  expect(drillStep(query, data, { step: 1, reached: false, count: 6 }).around).toEqual({ funnel: query, step: -2 })
  expect(drillStep(query, data, { step: 1, reached: true, count: 4, group }).around).toBeUndefined()
  expect(drillStep(query, data, { step: 1, reached: true, count: 4, group: before }).around).toBeUndefined()
})

test('a bar of the time to convert asks for those between its edges, and all of them for everybody from the first', () => {
  const times: FunnelsQuery = { ...query, funnelsFilter: { funnelVizType: 'time_to_convert' } }
  const found = drillTimes(times, { from: 60, to: 120, count: 4 })
  expect(found.source).toEqual({ kind: 'FunnelsActorsQuery', source: times, funnelTimeToConvertFrom: 60, funnelTimeToConvertTo: 120 })
  expect(found.title).toBe('4 people took 1 m 00 s to 2 m 00 s')
  expect(drillTimes(times, { from: 120, count: 1 }).source).not.toHaveProperty('funnelTimeToConvertTo')
  const answered = readTimes({ results: { bins: [[60, 4], [120, 0]], average_conversion_time: 80 } })
  expect(drillConverted(times, answered)).toMatchObject({ title: '4 people converted', source: { funnelTimeToConvertFrom: 60 } })
})
