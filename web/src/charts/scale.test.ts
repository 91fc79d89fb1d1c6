import { expect, test } from 'vitest'
import { seriesColor, seriesDash, stack, thinOut } from './scale'

test('colours repeat after sixteen, with a dash', () => {
  expect(seriesColor(0)).toBe('var(--series-1)')
  expect(seriesColor(16)).toBe('var(--series-1)')
  expect(seriesDash(15)).toBeUndefined()
  expect(seriesDash(16)).toBeDefined()
})

test('thinning keeps the extremes of every column', () => {
  const values = Array.from({ length: 10_000 }, (_, i) => (i === 5432 ? 99 : i % 7))
  const kept = thinOut(values, 100)
  expect(kept.length).toBeLessThanOrEqual(200)
  expect(kept).toContain(5432)
  expect(kept.toSorted((a, b) => a - b)).toEqual(kept)
  expect(thinOut([1, 2, 3], 100)).toEqual([0, 1, 2])
})

test('positive and negative values stack away from zero', () => {
  expect(stack([[1, -2], [3, -1], [null, 4]])).toEqual([
    [
      [0, 1],
      [0, -2],
    ],
    [
      [1, 4],
      [-2, -3],
    ],
    [
      [4, 4],
      [0, 4],
    ],
  ])
})
