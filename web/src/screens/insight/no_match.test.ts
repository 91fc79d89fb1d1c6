import { expect, test } from 'vitest'
import type { TrendsQuery } from '@/api/types'
import { eventsOf } from '@/lib/question'
import { widerQuestions } from './no_match'

const start: TrendsQuery = { kind: 'TrendsQuery', series: [{ kind: 'EventsNode', event: 'x' }] }

test('every condition can be the one in the way, and then all of them', () => {
  const ways = widerQuestions({
    ...start,
    series: [{ kind: 'EventsNode', event: 'x', properties: [{ type: 'event', key: 'b', operator: 'is_set' }] }],
    properties: [{ type: 'event', key: 'a', operator: 'is_set' }],
    filterTestAccounts: true,
  })
  expect(ways.map((way) => way.without)).toEqual(['“a is set”', '“b is set”', 'hiding internal and test users', 'all filters'])
  expect(ways[0]?.query.properties).toBeUndefined()
  expect(ways[0]?.query.filterTestAccounts).toBe(true)
  expect(ways[1]?.query).toMatchObject({ properties: [{ key: 'a' }], series: [{ event: 'x' }] })
  expect(eventsOf(ways[1]?.query ?? start)[0]?.properties).toBeUndefined()
  expect(ways[3]?.query).toEqual(start)
})

test('without conditions nothing can be taken away', () => {
  expect(widerQuestions(start)).toEqual([])
})
