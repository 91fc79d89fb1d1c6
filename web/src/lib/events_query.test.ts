import { expect, test } from 'vitest'
import { cellText, propertyColumn, readColumn, usualColumns, type EventRow } from './event_columns'
import { columnsOf, mergeNewest, pageQuery, readEventList, withValue, writeEventList } from './events_query'

const usual = readEventList(undefined)

test('the usual list needs no question in the URL; others come back as they were written', () => {
  expect(usual.columns).toEqual(usualColumns)
  expect(writeEventList(usual)).toBeUndefined()
  const list = {
    columns: ['event', 'properties.$browser', 'person.properties.`first name`', 'timestamp'],
    event: '$pageview',
    range: { date_from: '2026-11-01', date_to: '2026-11-07' },
    filters: [{ type: 'event', key: '$browser', operator: 'exact', value: ['Chrome'] }],
    oldestFirst: true,
  }
  expect(readEventList(JSON.parse(JSON.stringify(writeEventList(list))))).toEqual(list)
})

test('a question of PostHog is read, also inside its node; columns that count events are left out', () => {
  const source = {
    kind: 'EventsQuery',
    select: ['*', 'event', 'person', 'coalesce(properties.$current_url, properties.$screen_name) -- Url / Screen', 'count()', 'timestamp'],
    orderBy: ['timestamp DESC'],
    after: '-7d',
    properties: [{ type: 'event', key: 'plan', value: 'pro', operator: 'exact' }],
  }
  const list = readEventList({ kind: 'DataTableNode', full: true, source })
  expect(list.columns).toEqual(usualColumns)
  expect(list.range.date_from).toBe('-7d')
  expect(list.oldestFirst).toBe(false)
  expect(list.filters).toEqual([{ type: 'event', key: 'plan', operator: 'exact', value: 'pro' }])
  for (const broken of [null, 7, 'EventsQuery', [], { kind: 'TrendsQuery' }, { kind: 'EventsQuery', select: 4, event: {}, properties: 'x' }]) {
    expect(readEventList(broken)).toEqual(usual)
  }
})

test('properties of events come with the event; those of people are asked for', () => {
  const list = { ...usual, columns: ['event', 'properties.$browser', 'person.properties.email'] }
  expect(pageQuery(list, '', null).select).toEqual(['*', 'person_display_name', 'person.properties.email'])
  expect(columnsOf(list).map((column) => column.label)).toEqual(['Event', 'Browser', 'email'])
})

test('names that are no plain word are quoted and read back', () => {
  for (const key of ['plan', '$os', 'first name', 'a"b', 'é', '2x']) {
    const column = propertyColumn('person', key)
    expect(column && readColumn(column.id)).toEqual(column)
  }
  expect(propertyColumn('event', 'a`b')).toBeNull()
  expect(readColumn('properties.a + 1')).toBeNull()
})

test('a page goes on behind its last event, in either direction', () => {
  const last = { timestamp: '2026-11-20T10:00:00.000000Z', uuid: '0192' }
  expect(pageQuery(usual, '', last).where).toEqual([
    "timestamp <= '2026-11-20T10:00:00.000000Z' and (timestamp < '2026-11-20T10:00:00.000000Z' or uuid < '0192')",
  ])
  const oldest = pageQuery({ ...usual, oldestFirst: true }, '', last)
  expect(oldest.orderBy).toEqual(['timestamp ASC', 'uuid ASC'])
  expect(oldest.where?.[0]).toContain('uuid > ')
})

test('a search is text, whatever it holds', () => {
  const [where] = pageQuery(usual, " 100%_o'h\\ ", null).where ?? []
  expect(where).toContain("event ilike '%100\\\\%\\\\_o\\'h\\\\\\\\%'")
})

test('a condition without its value is not asked', () => {
  const filters = [
    { type: 'event', key: 'plan', operator: 'exact', value: [] },
    { type: 'event', key: '$os', operator: 'is_set' },
  ]
  expect(pageQuery({ ...usual, filters }, '', null).properties).toEqual([{ type: 'event', key: '$os', operator: 'is_set' }])
})

test('filtering by a value stands in for another value of the property', () => {
  const once = withValue([], 'price', 5)
  expect(once).toEqual([{ type: 'event', key: 'price', operator: 'exact', value: ['5'] }])
  expect(withValue(once, 'price', 7)).toEqual([{ type: 'event', key: 'price', operator: 'exact', value: ['7'] }])
  expect(withValue(once, 'paid', true)).toHaveLength(2)
})

test('new events go before those shown; a gap between them is told', () => {
  const rows = (...ids: string[]) => ids.map((uuid) => ({ uuid }))
  expect(mergeNewest(rows('b', 'a'), rows('c', 'b'), true)).toEqual(rows('c', 'b', 'a'))
  const shown = rows('b', 'a')
  expect(mergeNewest(shown, rows('b', 'a'), true)).toBe(shown)
  expect(mergeNewest(shown, rows('f', 'e'), true)).toBeNull()
  expect(mergeNewest([], rows('f', 'e'), false)).toEqual(rows('f', 'e'))
})

test('a cell is the text of its value', () => {
  const row: EventRow = {
    uuid: '1',
    event: '$pageview',
    timestamp: '2026-11-20T10:00:00Z',
    distinct_id: 'd',
    person: 'Ann',
    properties: { price: 0, list: [1, 2], none: null, $current_url: 'https://acme.example/a' },
    asked: { 'person.properties.email': 'ann@acme.example' },
  }
  const text = (id: string) => {
    const column = readColumn(id)
    return column && cellText(row, column)
  }
  expect(text('properties.price')).toBe('0')
  expect(text('properties.list')).toBe('[1,2]')
  expect(text('properties.none')).toBeNull()
  expect(text('person.properties.email')).toBe('ann@acme.example')
  expect(text('person')).toBe('Ann')
  expect(text(usualColumns[2] ?? '')).toBe('acme.example/a')
})
