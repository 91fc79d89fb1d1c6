import { expect, test } from 'vitest'
import { bareType, cellText, jsonOf, personOfRow, readResult, timeText } from './result_table'

const table = readResult({
  columns: ['event', 'at', 'n', 'props', 'on', 'n'],
  types: [
    ['event', 'LowCardinality(String)'],
    ['at', "Nullable(DateTime64(6, 'Europe/Berlin'))"],
    ['n', 'UInt64'],
    ['props', 'String'],
    ['on', 'Bool'],
    ['n', 'Nullable(Float64)'],
  ],
  results: [['signed up', '2026-07-03T14:05:09.120000+02:00', 3, '{"plan":"Pro"}', true, null]],
  timezone: 'Europe/Berlin',
  hasMore: true,
})

test('columns say what they hold', () => {
  expect(table.columns.map((column) => [column.kind, column.note])).toEqual([
    ['text', 'String'],
    ['time', 'DateTime64'],
    ['number', 'UInt64'],
    ['json', 'String'],
    ['boolean', 'Bool'],
    ['number', 'Float64'],
  ])
  expect(table.hasMore).toBe(true)
  expect(bareType('LowCardinality(Nullable(String))')).toBe('String')
})

test('a column of numbers without a type is one, an empty one is text', () => {
  const kinds = (values: unknown[]) => readResult({ results: values.map((value) => [value]), columns: ['a'] }).columns[0]?.kind
  expect(kinds([1, null, 2.5])).toBe('number')
  expect(kinds([null])).toBe('text')
  expect(kinds(['{broken', '{"a":1}'])).toBe('text')
  expect(kinds([['a'], []])).toBe('json')
})

test('cells are written as they are copied', () => {
  const [row = []] = table.rows
  expect(table.columns.map((column, at) => cellText(row[at], column, table.zone))).toEqual(['signed up', '2026-07-03 14:05:09.12', '3', '{"plan":"Pro"}', 'true', null])
})

test('times are on the project’s clock, whatever the answer writes', () => {
  expect(timeText('2026-07-03T12:05:09Z', 'UTC')).toBe('2026-07-03 12:05:09')
  expect(timeText('2026-07-03T12:05:09.000001Z', 'Asia/Kathmandu')).toBe('2026-07-03 17:50:09.000001')
  expect(timeText('2026-07-03T22:05:09-05:00', 'America/Lima')).toBe('2026-07-03 22:05:09')
  expect(timeText('not a time', 'UTC')).toBe('not a time')
})

test('JSON has one object a row, and loses no column to an equal name', () => {
  expect(JSON.parse(jsonOf(table))).toEqual([{ event: 'signed up', at: '2026-07-03T14:05:09.120000+02:00', n: 3, props: '{"plan":"Pro"}', on: true, n_2: null }])
})

test('a row leads to the person that it names', () => {
  const of = (columns: string[], row: unknown[]) => personOfRow(readResult({ columns, types: [], results: [row] } as never), row)
  expect(of(['event', 'distinct_id'], ['a', 'ada'])).toEqual({ by: 'distinct', id: 'ada' })
  expect(of(['distinct_id', 'person_id'], ['ada', '0196-1'])).toEqual({ by: 'person', id: '0196-1' })
  for (const row of [[null], [''], [7], ['00000000-0000-0000-0000-000000000000']]) expect(of(['person_id'], row)).toBeNull()
  expect(of(['person'], ['ada'])).toBeNull()
})
