import { expect, test } from 'vitest'
import { askedFilters, conditionsOf } from './filter_bar'

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
