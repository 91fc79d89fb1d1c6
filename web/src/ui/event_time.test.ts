import { expect, test } from 'vitest'
import { formatTimeShort } from './event_time'

test('a time of today is its clock, any other has its day', () => {
  const now = new Date('2026-07-03T14:10:00')
  expect(formatTimeShort('2026-07-03T14:05:30', now)).toBe('14:05')
  expect(formatTimeShort('2026-07-02T23:59:00', now)).toBe('2 Jul 23:59')
})
