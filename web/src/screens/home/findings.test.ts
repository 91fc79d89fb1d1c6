import { expect, test } from 'vitest'
import type { TrendsResponse } from '@/api/types'
import { daysSince, findingsOf } from './findings'

const row = (event: string, count: number, compare_label: 'current' | 'previous') => ({ breakdown_value: event, aggregated_value: count, compare_label })
const answer = (counts: Record<string, [now: number, before: number]>) =>
  ({
    results: Object.entries(counts).flatMap(([event, [now, before]]) => [row(event, now, 'current'), row(event, before, 'previous')]),
  }) as unknown as TrendsResponse

test('the surest change comes first, with both counts', () => {
  const found = findingsOf(answer({ signed_up: [1420, 1000], export: [40, 10] }), 7, 6)
  expect(found.map(({ title }) => title)).toEqual(['signed_up: 42.0% more', 'export: 300.0% more'])
  expect(found[0]?.text).toBe('1,420 in 7 days, 1,000 in the 7 before')
})

test('what could be chance or is small is left out', () => {
  expect(findingsOf(answer({ few: [6, 3], steady: [10_000, 9_600] }), 7, 6)).toEqual([])
})

test('an event that was not there before is new, one that stopped is said too', () => {
  const found = findingsOf(answer({ imported: [200, 0], gone: [0, 300] }), 3, 6)
  expect(found.map(({ title }) => title)).toEqual(['gone: 100.0% fewer', 'imported: new'])
})

test('no more than so many are said, and what sums up the rest is none', () => {
  const many = Object.fromEntries(Array.from({ length: 9 }, (_, i) => [`event ${i}`, [1000 * (i + 2), 100]] as [string, [number, number]]))
  const found = findingsOf(answer({ ...many, $$_posthog_breakdown_other_$$: [9_999, 1] }), 7, 6)
  expect(found).toHaveLength(6)
  expect(found.every(({ event }) => event.startsWith('event '))).toBe(true)
})

test('Home looks back to the last visit: a week at first and after a short time, never more than a month', () => {
  const day = 86_400_000
  const now = 1_000 * day
  expect(daysSince(null, now)).toBe(7)
  expect(daysSince(now - day, now)).toBe(7)
  expect(daysSince(now - 3.5 * day, now)).toBe(3)
  expect(daysSince(now - 90 * day, now)).toBe(30)
})
