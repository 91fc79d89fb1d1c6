import { expect, test } from 'vitest'
import { changeOf, formatAgo, formatCell, formatCompact, formatDuration, formatExact, formatPercent, plural } from './format'

test('compact numbers keep three telling digits', () => {
  for (const [value, text] of [
    [0, '0'],
    [7, '7'],
    [0.256, '0.26'],
    [1234, '1,234'],
    [1234.6, '1,235'],
    [9999, '9,999'],
    [12_345, '12.3K'],
    [10_000, '10K'],
    [123_456, '123K'],
    [999_600, '1M'],
    [1_960_000, '1.96M'],
    [2_500_000_000, '2.5B'],
    [999_600_000_000, '1T'],
    [30_000_000_000_000_000, '30,000T'],
    [-12_345, '-12.3K'],
  ] as const) {
    expect(formatCompact(value), String(value)).toBe(text)
  }
})

test('numbers of a column keep the same decimals', () => {
  for (const [value, text] of [
    [53, '53'],
    [52.531, '52.5'],
    [41.04, '41.0'],
    [9.5, '9.50'],
    [9.996, '10.0'],
    [0.3, '0.30'],
    [402.6, '403'],
    [-4255.4, '-4,255'],
  ] as const) {
    expect(formatCell(value), String(value)).toBe(text)
  }
})

test('exact numbers have separators and at most two decimals', () => {
  expect(formatExact(366_961)).toBe('366,961')
  expect(formatExact(1 / 3)).toBe('0.33')
})

test('a change has a sign and is unknown when there was nothing before', () => {
  expect(changeOf(140, 100)).toBeCloseTo(0.4)
  expect(changeOf(50, 100)).toBe(-0.5)
  expect(changeOf(5, 0)).toBeNull()
  expect(changeOf(0, 0)).toBe(0)
  expect(formatPercent(0.407)).toBe('40.7%')
  expect(formatPercent(12.5)).toBe('1,250%')
})

test('durations and ages use the units people say', () => {
  expect(formatDuration(840)).toBe('840 ms')
  expect(formatDuration(4200)).toBe('4.2 s')
  expect(formatDuration(365_000)).toBe('6 m 05 s')
  expect(formatDuration(97_200_000)).toBe('1 d 3 h')
  expect(formatAgo(0, 1000)).toBe('just now')
  expect(formatAgo(0, 12_000)).toBe('12 s ago')
  expect(formatAgo(0, 200_000)).toBe('3 min ago')
})

test('plural follows the count', () => {
  expect(plural(1, 'event')).toBe('1 event')
  expect(plural(1200, 'person', 'people')).toBe('1,200 people')
})
