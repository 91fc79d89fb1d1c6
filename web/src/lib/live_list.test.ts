import { expect, test } from 'vitest'
import type { CapturedEvent } from '@/api/types'
import { addEvents, ArrivalRate, describeRate, libraryOf, matchesText, placeOf } from './live_list'

const event = (uuid: string, properties: Record<string, unknown> = {}): CapturedEvent => ({
  uuid,
  event: 'signed_up',
  timestamp: '2026-07-03T14:00:00Z',
  distinct_id: 'ada',
  properties,
})

test('new events come first, repeats are left out, the list stays short', () => {
  const list = addEvents([event('b'), event('a')], [event('b'), event('c'), event('d'), event('c')], 3)
  expect(list.map((one) => one.uuid)).toEqual(['d', 'c', 'b'])
})

test('nothing new keeps the same list', () => {
  const list = [event('a')]
  expect(addEvents(list, [event('a')], 10)).toBe(list)
})

test('the rate covers the last ten seconds', () => {
  const rate = new ArrivalRate(-60_000)
  rate.add(100, 0)
  rate.add(50, 5000)
  expect(rate.perSecond(6000)).toBe(15)
  expect(rate.perSecond(12_000)).toBe(5)
  expect(rate.perSecond(60_000)).toBe(0)
  const young = new ArrivalRate(0)
  young.add(6, 1000)
  expect(young.perSecond(2000)).toBe(3)
  expect(describeRate(0)).toBe('quiet')
  expect(describeRate(0.4)).toBe('0.4 events/s')
  expect(describeRate(1234.5)).toBe('1,235 events/s')
})

test('text is found in names, ids, and properties', () => {
  const one = event('a', { $browser: 'Chrome', nested: { deep: 'x' } })
  for (const text of ['SIGNED', 'ada', 'chrome', '$browser', ' ']) expect(matchesText(one, text)).toBe(true)
  expect(matchesText(one, 'firefox')).toBe(false)
})

test('an event says where it came from', () => {
  expect(placeOf(event('a', { $current_url: 'https://x.io/pricing' }))).toBe('x.io/pricing')
  expect(placeOf(event('a'))).toBeNull()
  expect(libraryOf(event('a', { $lib: 'web', $lib_version: '1.2.3' }))).toBe('posthog-js 1.2.3')
  expect(libraryOf(event('a'))).toBeNull()
})
