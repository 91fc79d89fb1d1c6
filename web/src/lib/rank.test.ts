import { expect, test } from 'vitest'
import { rankBy, rankName } from './rank'

test('exact comes before start, start before word, word before middle, middle before letters', () => {
  const names = ['explanation', 'plant', 'p_l_a_n', 'user plan', 'plan', 'zzz']
  expect(rankBy(names, 'plan', (name) => [name])).toEqual(['plan', 'plant', 'user plan', 'explanation', 'p_l_a_n'])
  expect(rankName('zzz', 'plan')).toBeNull()
})

test('a leading dollar does not have to be typed', () => {
  expect(rankName('$browser', 'browser')).toBe(0)
  expect(rankName('$browser_version', 'browser')).toBe(1)
})

test('an empty search keeps the order', () => {
  expect(rankBy(['b', 'a'], ' ', (name) => [name])).toEqual(['b', 'a'])
})
