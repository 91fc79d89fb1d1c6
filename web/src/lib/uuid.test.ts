import { expect, test } from 'vitest'
import { shortenUuid } from './uuid'

test('a uuid is shown by its two ends, everything else in full', () => {
  expect(shortenUuid('0190b0d4-7c5f-7000-8000-00000000abcd')).toBe('0190b0d4…abcd')
  expect(shortenUuid('0190B0D4-7C5F-7000-8000-00000000ABCD')).toBe('0190B0D4…ABCD')
  for (const text of ['ada@example.com', '', '0190b0d4-7c5f-7000-8000-00000000abc', 'x0190b0d4-7c5f-7000-8000-00000000abcd']) expect(shortenUuid(text)).toBe(text)
})
