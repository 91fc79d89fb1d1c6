import { expect, test } from 'vitest'
import { statementOf } from './statement'

test('the statement as the server gave it; of several series one that names each', () => {
  expect(statementOf({ hogql: 'SELECT 1' })).toBe('SELECT 1')
  expect(statementOf({ hogql: 'SELECT 1\n\nSELECT 2' })).toBe("SELECT 'A' AS series, *\nFROM (\nSELECT 1\n)\nUNION ALL\nSELECT 'B' AS series, *\nFROM (\nSELECT 2\n)")
})

test('without a statement there is nothing to open', () => {
  for (const response of [undefined, null, {}, { hogql: null }, { hogql: '' }]) expect(statementOf(response)).toBeNull()
})
