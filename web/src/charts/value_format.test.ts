import { expect, test } from 'vitest'
import { cellValue, compactValue, exactValue, type ValueFormat } from './value_format'
import { logTickLabels, logTicks, valueTickLabels, valueTicks } from './ticks'

test('values are written in their unit', () => {
  const cases: [number, ValueFormat, string, string][] = [
    [1234.5, { kind: 'number' }, '1,234.5', '1,235'],
    [1_960_000, { kind: 'number' }, '1,960,000', '1.96M'],
    [0.254, { kind: 'share' }, '25.4%', '25.4%'],
    [25.4, { kind: 'percent', decimals: 0 }, '25%', '25%'],
    [365, { kind: 'seconds' }, '6 m 05 s', '6 m 05 s'],
    [840, { kind: 'milliseconds' }, '840 ms', '840 ms'],
    [12.5, { kind: 'currency', currency: 'EUR' }, '€12.50', '€12.5'],
    [-1200, { kind: 'currency', currency: 'USD' }, '-$1,200', '-$1,200'],
    [3, { kind: 'currency', currency: 'XQZ' }, 'XQZ 3', 'XQZ 3'],
    [3, { kind: 'number', prefix: '~', postfix: ' GB' }, '~3 GB', '~3 GB'],
    [3, { kind: 'number', decimals: 2 }, '3.00', '3.00'],
  ]
  for (const [value, format, exact, compact] of cases) {
    expect(exactValue(value, format), JSON.stringify(format)).toBe(exact)
    expect(compactValue(value, format), JSON.stringify(format)).toBe(compact)
  }
  expect(cellValue(60)).toBe('60')
})

test('an axis has one unit, also for time, shares and money', () => {
  const labels = (high: number, format: ValueFormat) => valueTickLabels(valueTicks(0, high, { format }), format)
  expect(labels(0.9, { kind: 'share' })).toEqual(['0%', '25%', '50%', '75%', '100%'])
  expect(labels(370, { kind: 'seconds' })).toEqual(['0', '2 m', '4 m', '6 m', '8 m'])
  expect(labels(95, { kind: 'seconds' })).toEqual(['0', '25 s', '50 s', '75 s', '100 s'])
  expect(labels(840, { kind: 'milliseconds' })).toEqual(['0', '250 ms', '500 ms', '750 ms', '1,000 ms'])
  expect(labels(2_050_000, { kind: 'currency', currency: 'EUR' })).toEqual(['0', '€0.5M', '€1M', '€1.5M', '€2M', '€2.5M'])
})

test('an axis that need not start at zero stays near its values', () => {
  const ticks = valueTicks(9_400, 9_900, { fromZero: false })
  expect(ticks[0]).toBeGreaterThanOrEqual(9_000)
  expect(ticks[0]).toBeLessThanOrEqual(9_400)
  expect(ticks.at(-1)).toBeGreaterThanOrEqual(9_900)
  // A flat line has an axis too.
  expect(valueTicks(5, 5, { fromZero: false }).length).toBeGreaterThan(2)
})

test('a logarithmic axis has powers of ten, more between few and fewer among many', () => {
  expect(logTicks(3, 800)).toEqual([1, 10, 100, 1000])
  expect(logTicks(2, 60)).toEqual([1, 2, 5, 10, 20, 50, 100])
  expect(logTicks(1, 1e12)).toHaveLength(7)
  expect(logTicks(5, 5).length).toBeGreaterThan(1)
  expect(logTickLabels([1, 100, 1000, 10_000, 1_000_000])).toEqual(['1', '100', '1K', '10K', '1M'])
})
