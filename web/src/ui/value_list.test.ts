import { expect, test } from 'vitest'
import { offered } from './value_list'

test('a value that was seen comes before the beginning of it that was typed', () => {
  const seen = ['Chrome', 'Mobile Safari', 'Safari']
  expect(offered([], seen, '')).toEqual(seen)
  expect(offered([], seen, 'saf')).toEqual(['Safari', 'saf', 'Mobile Safari'])
  expect(offered([], seen, 'Safari')).toEqual(['Safari', 'Mobile Safari'])
  expect(offered([], seen, 'Lynx')).toEqual(['Lynx'])
  expect(offered(['Safari'], seen, 'saf')).toEqual(['saf', 'Safari', 'Mobile Safari'])
})
