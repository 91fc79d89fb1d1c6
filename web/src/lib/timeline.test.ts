import { expect, test } from 'vitest'
import type { CapturedEvent } from '@/api/types'
import { visitsOf } from './timeline'

const event = (uuid: string, minute: number, session?: string) =>
  ({ uuid, event: uuid, timestamp: new Date(Date.UTC(2026, 6, 3, 12, minute)).toISOString(), properties: session === undefined ? {} : { $session_id: session } }) as unknown as CapturedEvent
const told = (events: CapturedEvent[], hasMore = false) => visitsOf(events, hasMore).map((visit) => `${visit.session ?? '-'}: ${visit.events.map((one) => one.uuid).join(' ')}${visit.isOpen ? ' …' : ''}`)

test('events of a session stand together, also when two devices are used at once', () => {
  expect(told([event('f', 50, 'b'), event('e', 49, 'a'), event('d', 48, 'b'), event('c', 47, 'a'), event('a', 0, 'z')])).toEqual(['b: f d', 'a: e c', 'z: a'])
  const [first] = visitsOf([event('f', 50, 'b'), event('d', 48, 'b')], false)
  expect([first?.start, first?.end]).toEqual([Date.UTC(2026, 6, 3, 12, 48), Date.UTC(2026, 6, 3, 12, 50)])
})

test('events without a session are a visit until half an hour passes or a session comes between', () => {
  expect(told([event('e', 59), event('d', 40), event('c', 9), event('b', 8, 'a'), event('a', 7)])).toEqual(['-: e d', '-: c', 'a: b', '-: a'])
})

test('the visit of the oldest event read may go on', () => {
  expect(told([event('b', 2, 'y'), event('a', 1, 'x')], true)).toEqual(['y: b', 'x: a …'])
  expect(told([], true)).toEqual([])
})
