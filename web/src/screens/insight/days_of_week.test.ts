import { expect, test } from 'vitest'
import { toggled } from './days_of_week'

test('the first day pressed is taken out, all days are no choice, and the last cannot be taken', () => {
  expect(toggled([], 7)).toEqual([1, 2, 3, 4, 5, 6])
  expect(toggled([1, 2, 3, 4, 5, 6], 7)).toBeUndefined()
  expect(toggled([1, 3], 3)).toEqual([1])
  expect(toggled([1], 1)).toBeUndefined()
})
