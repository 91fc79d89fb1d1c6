import { expect, test } from 'vitest'
import { alignWeekdays, numbersOf, onlyComplete, rangeOf, weekdayShift, wholePrevious, wholeValue, type ChartData, type TimeAxis } from './data'

const day = 86_400_000
const monday = Date.UTC(2026, 5, 1)
const axis = (count: number, back: number, interval: TimeAxis['interval'] = 'day'): TimeAxis => ({
  kind: 'time',
  interval,
  unfinished: null,
  buckets: Array.from({ length: count }, (_, i) => monday + i * day),
  previous: Array.from({ length: count }, (_, i) => monday + (i - back) * day),
})
const data = (count: number, back: number): ChartData => ({
  axis: axis(count, back),
  series: [{ id: 'a', name: 'A', slot: 0, values: Array.from({ length: count }, (_, i) => i), previous: Array.from({ length: count }, (_, i) => 100 + i) }],
})

test('the comparison moves by at most three days so that weekdays meet', () => {
  for (const [back, shift] of [[28, 0], [30, 2], [31, 3], [32, -3], [34, -1], [365, 1], [366, 2]] as const) expect(weekdayShift(axis(30, back)), String(back)).toBe(shift)
  const moved = alignWeekdays(data(30, 30))
  const now = moved.axis.kind === 'time' ? moved.axis : null
  now?.previous?.forEach((start, i) => {
    if (!Number.isNaN(start)) expect(new Date(start).getUTCDay()).toBe(new Date(now.buckets[i] ?? 0).getUTCDay())
  })
  expect(moved.series[0]?.previous?.slice(0, 2)).toEqual([102, 103])
  // What has no counterpart is a gap, not a zero.
  expect(moved.series[0]?.previous?.slice(-2)).toEqual([null, null])
})

test('short ranges and other intervals are compared as they come', () => {
  expect(weekdayShift(axis(13, 13))).toBe(0)
  expect(weekdayShift(axis(30, 30, 'week'))).toBe(0)
  expect(weekdayShift({ ...axis(30, 30), previous: undefined })).toBe(0)
})

test('what is unfinished stays out of average, highest and change', () => {
  const numbers = numbersOf({ id: 'a', name: 'A', slot: 0, values: [10, 30, 99], previous: [10, 10, 500] }, { ...axis(3, 3), unfinished: 2 })
  expect(numbers).toEqual({ total: 139, average: 20, highest: 30, highestAt: 1, latest: 99, change: 1 })
})

test('gaps count for nothing, and averages are never added up', () => {
  const numbers = numbersOf({ id: 'a', name: 'A', slot: 0, adds: 'never', values: [null, 4, 8, null] }, { ...axis(4, 4), unfinished: null })
  expect(numbers).toEqual({ total: null, average: 6, highest: 8, highestAt: 2, latest: null, change: undefined })
  const empty = numbersOf({ id: 'a', name: 'A', slot: 0, values: [] }, { ...axis(0, 0) })
  expect(empty).toMatchObject({ total: 0, average: null, highest: null, highestAt: null, latest: null })
})

test('one number for the whole range: as answered, else the sum or the average', () => {
  const series = { id: 'a', name: 'A', slot: 0, values: [1, 2, 6], previous: [1, 1, 1] }
  expect([wholeValue(series), wholePrevious(series)]).toEqual([9, 3])
  expect(wholeValue({ ...series, adds: 'never' })).toBe(3)
  expect(wholeValue({ ...series, value: 7 })).toBe(7)
  expect(wholePrevious({ ...series, previous: undefined })).toBeNull()
})

test('only complete periods drops the last bucket everywhere', () => {
  const whole = data(3, 3)
  const cut = onlyComplete({ ...whole, axis: { ...whole.axis, unfinished: 2 } })
  expect(cut.axis).toMatchObject({ unfinished: null, buckets: [monday, monday + day] })
  expect(cut.series[0]).toMatchObject({ values: [0, 1], previous: [100, 101] })
  expect(onlyComplete(whole)).toBe(whole)
})

test('what is counted below zero is highest where it reaches farthest', () => {
  const bare = { kind: 'names' as const, names: ['a', 'b', 'c'], unfinished: null }
  const highest = (values: (number | null)[]) => {
    const numbers = numbersOf({ id: 'x', name: 'x', slot: 0, values, adds: 'never' }, bare)
    return [numbers.highest, numbers.highestAt]
  }
  expect(highest([0, -7, -2])).toEqual([-7, 1])
  expect(highest([0, -7, 2])).toEqual([2, 2])
  expect(highest([0, 0, null])).toEqual([0, 0])
})

test('the true value of a sample lies around the estimate, on its side of zero', () => {
  const sampled = { id: 'a', name: 'A', slot: 0, values: [100, 3, -2, null, 7], margins: [20, 10, 5, 4] }
  expect(sampled.values.map((_, i) => rangeOf(sampled, i))).toEqual([[80, 120], [0, 13], [-7, 0], null, null])
})
