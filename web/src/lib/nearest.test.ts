import { expect, test } from 'vitest'
import { nearest } from './nearest'

const events = ['signed up', '$pageview', 'note created', 'paid']

test('a slip of spelling finds the name', () => {
  expect(nearest('signed_up', events)).toBe('signed up')
  expect(nearest('pageview', events)).toBe('$pageview')
  expect(nearest('note craeted', events)).toBe('note created')
  expect(nearest('payd', events)).toBe('paid')
})

test('another word finds nothing, nor does the name itself', () => {
  expect(nearest('checkout', events)).toBeNull()
  expect(nearest('paid', events)).toBeNull()
  expect(nearest('', events)).toBeNull()
})
