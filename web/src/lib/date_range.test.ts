import { expect, test } from 'vitest'
import { daysOf, describeDateRange, fittingInterval, isoDay } from './date_range'

test('ranges have names', () => {
  for (const [from, to, text] of [
    ['-7d', null, 'Last 7 days'],
    ['-7dStart', '-1dEnd', 'Last 7 full days'],
    [undefined, undefined, 'Last 7 days'],
    ['-1mStart', '-1mEnd', 'Last month'],
    ['-45d', null, 'Last 45 days'],
    ['-1h', null, 'Last 1 hour'],
    ['all', null, 'All time'],
    ['2026-11-01', '2026-11-07', '1 Nov – 7 Nov 2026'],
    ['2025-12-30', '2026-01-02', '30 Dec 2025 – 2 Jan 2026'],
    ['2026-11-02', '2026-11-02', 'Mon 2 Nov 2026'],
    ['2026-11-02', null, 'Since Mon 2 Nov 2026'],
  ] as const) {
    expect(describeDateRange({ date_from: from, date_to: to })).toBe(text)
  }
})

test('the length of a range is known for all but "all"', () => {
  expect(daysOf({ date_from: '-30d' })).toBe(30)
  expect(daysOf({ date_from: '2026-11-01', date_to: '2026-11-07' })).toBe(7)
  expect(daysOf({ date_from: 'all' })).toBeNull()
})

test('the interval follows the range only when it has to', () => {
  expect(fittingInterval({ date_from: 'dStart' }, 'day')).toBe('hour')
  expect(fittingInterval({ date_from: '-7d' }, 'day')).toBe('day')
  expect(fittingInterval({ date_from: '-7d' }, 'month')).toBe('day')
  expect(fittingInterval({ date_from: '-90d' }, 'hour')).toBe('day')
  expect(fittingInterval({ date_from: '-90d' }, 'week')).toBe('week')
  expect(fittingInterval({ date_from: '-12m' }, 'minute')).toBe('day')
  expect(fittingInterval({ date_from: 'all' }, 'hour')).toBe('day')
})

test('calendar days are written in local time', () => {
  expect(isoDay(new Date(2026, 0, 5, 23))).toBe('2026-01-05')
})

test('days of the week and complete periods are said after the dates', () => {
  expect(describeDateRange({ date_from: '-30d', daysOfWeek: [1, 2, 3, 4, 5], excludeIncompletePeriods: true })).toBe('Last 30 days, weekdays, complete')
  expect(describeDateRange({ daysOfWeek: [6, 7] })).toBe('Last 7 days, weekends')
  expect(describeDateRange({ daysOfWeek: [1, 4] })).toBe('Last 7 days, Mon Thu')
})
