import { expect, test } from 'vitest'
import { quoted, shorten } from './names'

test('a name in a sentence turns nothing around it', () => {
  expect(quoted('signed up')).toBe('“signed up”')
  expect(quoted('تم الشراء')).toBe('“\u2068تم الشراء\u2069”')
  expect(quoted('הזמנה 7')).toBe('“\u2068הזמנה 7\u2069”')
  expect(quoted('a\u202egnp.exe')).toBe('“\u2068a\u202egnp.exe\u2069”')
})

test('a long name leaves room, and no letter is cut in half', () => {
  expect(shorten('signed up')).toBe('signed up')
  expect(shorten('x'.repeat(40))).toBe('x'.repeat(40))
  expect(shorten('x'.repeat(41))).toBe(`${'x'.repeat(39)}…`)
  expect(shorten('🛒'.repeat(50))).toBe(`${'🛒'.repeat(39)}…`)
})
