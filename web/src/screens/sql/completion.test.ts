import { expect, test } from 'vitest'
import type { SchemaTable } from '@/api/hogql'
import { localOptions } from './completion'
import { codePoints, placeOf } from './offsets'

const field = (name: string, type: string, table?: string) => ({ name, hogql_value: name, type, table })
const tables: SchemaTable[] = [
  { id: 'events', name: 'events', type: 'posthog', fields: { event: field('event', 'string'), timestamp: field('timestamp', 'datetime'), person: field('person', 'lazy_table', 'persons') } },
  { id: 'persons', name: 'persons', type: 'posthog', fields: { id: field('id', 'string'), created_at: field('created_at', 'datetime') } },
]
const labels = (text: string) => localOptions(text.replace('|', ''), text.indexOf('|'), tables).map((option) => option.label)

test('behind FROM and JOIN stand tables', () => {
  expect(labels('select 1 from |')).toEqual(['events', 'persons'])
  expect(labels('select 1 from events e left join |')).toEqual(['events', 'persons'])
})

test('behind a dot stand the fields of the table, its alias, or what a field leads to', () => {
  expect(labels('select persons.| from persons')).toEqual(['id', 'created_at'])
  expect(labels('select e.| from events as e')).toEqual(['event', 'timestamp', 'person'])
  expect(labels('select person.| from events')).toEqual(['id', 'created_at'])
  expect(labels('select nothing.| from events')).toEqual([])
})

test('elsewhere stand fields, functions and words', () => {
  const found = labels('select | from events where 1')
  expect(found.slice(0, 3)).toEqual(['event', 'timestamp', 'person'])
  expect(found).toEqual(expect.arrayContaining(['count', 'where', 'toStartOfDay']))
})

test('places are counted in characters by the server, in halves by the editor', () => {
  const text = "select '🦔🦔' from x"
  const at = text.indexOf('from')
  expect(codePoints(text, at)).toBe(at - 2)
  expect(placeOf(text, at - 2)).toBe(at)
  expect(placeOf(text, 999)).toBe(text.length)
})
