import { expect, test } from 'vitest'
import { readValue, writeValue } from './property_editor'

test('what is typed is the value it looks like; the rest is text', () => {
  for (const [text, value] of [
    ['3', 3],
    [' -2.5e3 ', -2500],
    ['true', true],
    ['null', null],
    ['["a", 1]', ['a', 1]],
    ['{"a": 1}', { a: 1 }],
    ['"3"', '3'],
    ['Pro', 'Pro'],
    ['', ''],
    ['[broken', '[broken'],
    ['{a}', '{a}'],
    ['007', '007'],
  ] as const)
    expect(readValue(text), text).toEqual(value)
})

test('what is shown to be changed reads as the same value', () => {
  for (const value of [3, '3', 'Pro', true, 'true', null, ['a'], { a: 1 }, '', '"quoted"', '[x]']) expect(readValue(writeValue(value))).toEqual(value)
})
