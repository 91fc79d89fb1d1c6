import { expect, test } from 'vitest'
import { askedFilters, compared, comparisonOf, conditionsOf } from './filter_bar'

const plan = { type: 'event', key: 'plan', operator: 'exact', value: ['pro'] }

test('a condition without its value is not asked with', () => {
  const filters = { date_from: '-14d', properties: [plan, { type: 'event', key: 'browser', operator: 'exact', value: [] }, { type: 'hogql', key: ' ' }, { type: 'cohort', value: 3 }] }
  expect(askedFilters(filters)).toEqual({ date_from: '-14d', properties: [plan, { type: 'cohort', value: 3 }] })
})

test('conditions in groups stay as they were saved', () => {
  const grouped = { properties: { type: 'OR', values: [plan] } }
  expect(askedFilters(grouped)).toEqual(grouped)
  expect(conditionsOf(grouped)).toEqual([])
})

test('X compares every tile with the period before, and leaves each its own comparison again', () => {
  const dated = { date_from: '-14d' }
  const on = compared(dated)
  expect(on).toEqual({ date_from: '-14d', compareFilter: { compare: true } })
  expect(comparisonOf(compared(on))).toBeNull()
  expect(comparisonOf(compared({ compareFilter: { compare: false } }))).toEqual({ compare: true })
})

test('a comparison in a link that nobody could have chosen is none', () => {
  for (const odd of [7, 'yes', null, {}, { compare: 'yes' }, []]) expect(comparisonOf({ compareFilter: odd })).toBeNull()
  expect(comparisonOf({ compareFilter: { compare: true, compare_to: '-1w', more: 1 } })).toEqual({ compare: true, compare_to: '-1w' })
})
