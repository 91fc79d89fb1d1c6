import { expect, test } from 'vitest'
import type { FunnelsQuery, FunnelsResponse, FunnelStep } from '@/api/types'
import { biggestLoss, csvOfFunnel, csvOfTimes, currentOf, differenceOf, readConversions, readFunnel, readTimes, together, togetherBefore, type FunnelGroup } from './funnel_data'

const query: FunnelsQuery = {
  kind: 'FunnelsQuery',
  series: [
    { kind: 'EventsNode', event: '$pageview' },
    { kind: 'EventsNode', event: 'signed up', custom_name: 'Joined' },
  ],
}
const row = (order: number, count: number, more: Partial<FunnelStep> = {}): FunnelStep => ({
  action_id: 'x',
  name: `event ${order}`,
  custom_name: null,
  order,
  people: [],
  count,
  type: 'events',
  average_conversion_time: order === 0 ? null : 90,
  median_conversion_time: order === 0 ? null : 60,
  ...more,
})
const answer = (results: FunnelsResponse['results'], more: Partial<FunnelsResponse> = {}): FunnelsResponse => ({ results, ...more })
const group = (counts: number[], id = 'all'): FunnelGroup => ({ id, name: id, slot: 0, counts, medians: [] })

test('one list is everybody, with the names people gave the steps', () => {
  const data = readFunnel(query, answer([row(0, 10), row(1, 4)], { total_median_conversion_time: 60 }))
  expect(data.steps).toEqual(['Pageview', 'Joined'])
  expect(data.groups).toMatchObject([{ id: 'all', name: 'Everybody', counts: [10, 4], medians: [null, 60] }])
  expect(data.totalMedian).toBe(60)
})

test('a breakdown gives a group a value; nobody gives none', () => {
  const split = { ...query, breakdownFilter: { breakdown: '$browser', breakdown_type: 'event' as const } }
  const values = (value: string) => ({ breakdown: [value], breakdown_value: [value] })
  const data = readFunnel(split, answer([[row(0, 7, values('Chrome')), row(1, 3, values('Chrome'))], [row(0, 3, values('')), row(1, 1, values(''))]]))
  expect(data.groups.map((one) => [one.id, one.name])).toEqual([
    ['["Chrome"]', 'Chrome'],
    ['[""]', 'None'],
  ])
  expect(together(data).counts).toEqual([10, 4])
  expect(readFunnel(query, answer([])).groups).toEqual([])
})

test('steps in any order are named by how many were done', () => {
  const any = { ...query, funnelsFilter: { funnelOrderType: 'unordered' as const } }
  const data = readFunnel(any, answer([row(0, 5, { name: 'Completed 1 step' }), row(1, 2, { name: 'Completed 2 steps' })]))
  expect(data.steps).toEqual(['Completed 1 step', 'Completed 2 steps'])
})

test('the biggest loss is where most people leave, not the largest share', () => {
  expect(biggestLoss({ counts: [100, 60, 10] })).toEqual({ step: 2, lost: 50, share: 50 / 60 })
  expect(biggestLoss({ counts: [5, 5] })).toBeNull()
})

test('a difference is clear only where chance is unlikely', () => {
  const data = (a: number[], b: number[]) => ({ steps: ['1', '2'], totalMedian: null, groups: [group(a, 'a'), group(b, 'b')] })
  const of = (a: number[], b: number[]) => differenceOf(group(a, 'a'), data(a, b))
  expect(of([1000, 300], [1000, 200])).toMatchObject({ clear: true })
  expect(of([1000, 300], [1000, 200])?.points).toBeCloseTo(0.1)
  expect(of([10, 3], [10, 2])).toMatchObject({ clear: false })
  expect(of([10, 3], [0, 0])).toBeNull()
})

test('times become bars between two edges; the last edge is a bar only when somebody took just so long', () => {
  const { chart, average, people } = readTimes(answer({ bins: [[60, 4], [120, 1], [180, 0]], average_conversion_time: 84 }))
  expect(chart.axis).toMatchObject({ names: ['1 m 00 s to 2 m 00 s', '2 m 00 s to 3 m 00 s'] })
  expect(chart.series[0]?.values).toEqual([4, 1])
  expect([average, people]).toEqual([84, 5])
  const slowest = readTimes(answer({ bins: [[60, 4], [120, 1], [180, 2]], average_conversion_time: 84 }))
  expect(slowest.bins).toEqual([{ from: 60, to: 120, count: 4 }, { from: 120, to: 180, count: 1 }, { from: 180, to: undefined, count: 2 }])
  expect(slowest.people).toBe(7)
  expect(csvOfTimes(slowest)).toBe('from seconds,to seconds,people\n60,120,4\n120,180,1\n180,,2')
})

test('conversion over time keeps the unfinished day apart', () => {
  const line = { count: 2, data: [50, 20], days: ['2026-11-15', '2026-11-16'], labels: [] }
  const chart = readConversions(query, answer([line]), Date.UTC(2026, 10, 16, 12))
  expect(chart.axis).toMatchObject({ kind: 'time', unfinished: 1 })
  expect(chart.series).toMatchObject([{ name: 'Conversion', values: [50, 20], adds: 'never' }])
  expect(chart.format).toEqual({ kind: 'percent' })
})

test('as a file: a line a step', () => {
  const data = readFunnel(query, answer([row(0, 4), row(1, 1)]))
  expect(csvOfFunnel(data).split('\n')).toEqual(['value,step,name,people,share of entered,median seconds', 'Everybody,1,Pageview,4,1,', 'Everybody,2,Joined,1,0.25,60'])
})

test('a sample’s file says beside each count how far off it may be', () => {
  const sampled = readFunnel(query, answer([row(0, 40, { count_margin: 12 }), row(1, 10, { count_margin: 6 })]))
  expect(csvOfFunnel(sampled).split('\n')).toEqual(['value,step,name,people,margin of people,share of entered,median seconds', 'Everybody,1,Pageview,40,12,1,', 'Everybody,2,Joined,10,6,0.25,60'])
})

test('a period compared with stands beside the current one, in its colour, and is not counted with it', () => {
  const now = { compare_label: 'current' as const }
  const then = { compare_label: 'previous' as const }
  const plain = readFunnel(query, answer([row(0, 4, now), row(1, 1, now), row(0, 6, then), row(1, 3, then)]))
  expect(plain.groups.map(({ name, slot, previous, counts }) => [name, slot, previous, counts])).toEqual([
    ['Everybody', 0, undefined, [4, 1]],
    ['Everybody, before', 0, true, [6, 3]],
  ])
  expect(together(plain).counts).toEqual([4, 1])
  expect(togetherBefore(plain)?.counts).toEqual([6, 3])
  const of = (value: string, label: typeof now | typeof then, counts: number[]) => counts.map((count, i) => row(i, count, { ...label, breakdown_value: [value] }))
  const split = readFunnel({ ...query, breakdownFilter: { breakdown: 'plan', breakdown_type: 'event' } }, answer([of('a', now, [4, 1]), of('b', now, [2, 2]), of('a', then, [5, 0]), of('b', then, [0, 0])]))
  expect(split.groups.map(({ name, slot }) => [name, slot])).toEqual([
    ['a', 0],
    ['a, before', 0],
    ['b', 1],
    ['b, before', 1],
  ])
  expect(currentOf(split)).toHaveLength(2)
  expect(split.groups.map((one) => differenceOf(one, split) === null)).toEqual([false, true, false, true])
  expect(togetherBefore(readFunnel(query, answer([row(0, 4)])))).toBeNull()
})
