import { expect, test } from 'vitest'
import { dayMs, formatBucket, nextBucket, parseWall, speakBucket, unfinishedFrom, wallTimeIn } from './wall_time'

test('wall times read with and without a clock part', () => {
  expect(parseWall('2026-07-03')).toBe(Date.UTC(2026, 6, 3))
  expect(parseWall('2026-07-03 14:05:00')).toBe(Date.UTC(2026, 6, 3, 14, 5))
  expect(parseWall('2026-07-03T14:05:09Z')).toBe(Date.UTC(2026, 6, 3, 14, 5, 9))
  expect(parseWall('nonsense')).toBeNaN()
})

test('the wall clock of a zone differs from UTC, also across midnight', () => {
  const instant = Date.UTC(2026, 6, 3, 23, 30)
  expect(wallTimeIn('UTC', instant)).toBe(instant)
  expect(wallTimeIn('Europe/Berlin', instant)).toBe(Date.UTC(2026, 6, 4, 1, 30))
  expect(wallTimeIn('America/New_York', instant)).toBe(Date.UTC(2026, 6, 3, 19, 30))
})

test('a month bucket ends where the next month starts', () => {
  expect(nextBucket(Date.UTC(2026, 0, 1), 'month')).toBe(Date.UTC(2026, 1, 1))
  expect(nextBucket(Date.UTC(2026, 11, 1), 'month')).toBe(Date.UTC(2027, 0, 1))
})

test('only the bucket that holds the present is unfinished', () => {
  const days = [1, 2, 3].map((day) => Date.UTC(2026, 6, day))
  expect(unfinishedFrom(days, 'day', Date.UTC(2026, 6, 3, 12))).toBe(2)
  expect(unfinishedFrom(days, 'day', Date.UTC(2026, 6, 3) + dayMs)).toBeNull()
  expect(unfinishedFrom([], 'day', 0)).toBeNull()
})

test('bucket names say what they cover', () => {
  const time = Date.UTC(2026, 6, 3, 14)
  expect(formatBucket(time, 'day')).toBe('Fri 3 Jul 2026')
  expect(formatBucket(time, 'hour')).toBe('Fri 3 Jul 2026, 14:00')
  expect(formatBucket(time, 'week')).toBe('Week of Fri 3 Jul 2026')
  expect(formatBucket(time, 'month')).toBe('July 2026')
  expect(speakBucket(time, 'day')).toBe('Friday 3 July 2026')
})
