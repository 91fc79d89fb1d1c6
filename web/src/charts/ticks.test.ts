import { expect, test } from 'vitest'
import { timeTicks, valueTickLabels, valueTicks } from './ticks'

test('value ticks leave little empty space and use round steps', () => {
  for (const [largest, ticks] of [
    [1424, [0, 250, 500, 750, 1000, 1250, 1500]],
    [8600, [0, 2500, 5000, 7500, 10000]],
    [14, [0, 5, 10, 15]],
    [100, [0, 25, 50, 75, 100]],
    [5, [0, 1, 2, 3, 4, 5]],
    [3, [0, 1, 2, 3]],
    [1, [0, 1]],
    [0, [0, 1]],
  ] as const) {
    expect(valueTicks(0, largest, { whole: true }), String(largest)).toEqual(ticks)
  }
})

test('fractions and values below zero have ticks too', () => {
  expect(valueTicks(0, 0.9)).toEqual([0, 0.25, 0.5, 0.75, 1])
  const around = valueTicks(-30, 70, { whole: true })
  expect(around[0]).toBeLessThanOrEqual(-30)
  expect(around.at(-1)).toBeGreaterThanOrEqual(70)
  expect(around).toContain(0)
})

test('every value fits under the top tick, within six steps', () => {
  for (let value = 1; value < 3_000_000; value = Math.ceil(value * 1.13)) {
    const ticks = valueTicks(0, value, { whole: true })
    expect(ticks.at(-1)).toBeGreaterThanOrEqual(value)
    expect(ticks.length).toBeLessThanOrEqual(7)
    expect(ticks.at(-1)).toBeLessThanOrEqual(value * 1.4 + 1)
  }
})

test('one unit for all ticks of an axis', () => {
  expect(valueTickLabels([0, 2500, 5000, 7500, 10000])).toEqual(['0', '2.5K', '5K', '7.5K', '10K'])
  expect(valueTickLabels([0, 250, 500, 1250])).toEqual(['0', '250', '500', '1,250'])
  expect(valueTickLabels([0, 0.25, 0.5])).toEqual(['0', '0.25', '0.50'])
  expect(valueTickLabels([0, 1_000_000, 2_000_000])).toEqual(['0', '1M', '2M'])
})

const days = (from: number, count: number) => Array.from({ length: count }, (_, i) => from + i * 86_400_000)

test('time labels get coarser when there is less room', () => {
  const november = days(Date.UTC(2026, 10, 1), 30)
  expect(timeTicks(november.slice(0, 8), 'day', 800).map((tick) => tick.label)).toEqual([
    '1 Nov',
    '2 Nov',
    '3 Nov',
    '4 Nov',
    '5 Nov',
    '6 Nov',
    '7 Nov',
    '8 Nov',
  ])
  expect(timeTicks(november, 'day', 400).map((tick) => tick.label)).toEqual(['2 Nov', '9 Nov', '16 Nov', '23 Nov', '30 Nov'])
})

test('a year is labelled by months, with the year at January', () => {
  const labels = timeTicks(days(Date.UTC(2025, 10, 20), 365), 'day', 900).map((tick) => tick.label)
  expect(labels.slice(0, 3)).toEqual(['Dec', 'Jan 2026', 'Feb'])
  expect(labels).toHaveLength(12)
})

test('hours show the date at midnight', () => {
  const hours = Array.from({ length: 25 }, (_, i) => Date.UTC(2026, 6, 3) + i * 3_600_000)
  expect(timeTicks(hours, 'hour', 400).map((tick) => tick.label)).toEqual(['3 Jul', '06:00', '12:00', '18:00', '4 Jul'])
})
