import { expect, test } from 'vitest'
import type { PropertyFilter } from '@/api/types'
import { describeAny, describeCohort, describeFilter, isCohortFilter, isComplete, isPropertyFilter, operatorsFor, valueFor, type CohortFilter } from './filters'

const filter = (change: Partial<PropertyFilter>): PropertyFilter => ({ type: 'event', key: 'plan', operator: 'exact', ...change })

test('filters read as sentences', () => {
  expect(describeFilter(filter({ value: ['Pro'] }))).toBe('plan is Pro')
  expect(describeFilter(filter({ value: ['a', 'b'] }))).toBe('plan is a or b')
  expect(describeFilter(filter({ value: ['a', 'b', 'c'] }))).toBe('plan is a, b or c')
  expect(describeFilter(filter({ value: ['a', 'b', 'c', 'd'] }))).toBe('plan is a, b or 2 more')
  expect(describeFilter(filter({ value: [] }))).toBe('plan is …')
  expect(describeFilter(filter({ key: '$browser', operator: 'is_set' }))).toBe('Browser is set')
  expect(describeFilter(filter({ operator: 'between', value: [5, 10] }))).toBe('plan is between 5 and 10')
  expect(describeFilter(filter({ operator: 'gte', value: 3 }))).toBe('plan ≥ 3')
})

test('a filter without its value is not complete', () => {
  expect(isComplete(filter({ value: [] }))).toBe(false)
  expect(isComplete(filter({ value: ['x'] }))).toBe(true)
  expect(isComplete(filter({ operator: 'is_set' }))).toBe(true)
  expect(isComplete(filter({ operator: 'gt', value: 0 }))).toBe(true)
  expect(isComplete(filter({ operator: 'gt', value: null }))).toBe(false)
  expect(isComplete(filter({ operator: 'between', value: [9, 5] }))).toBe(false)
  expect(isComplete(filter({ operator: 'icontains', value: '' }))).toBe(false)
})

test('a changed operator keeps the value when its shape fits', () => {
  expect(valueFor('is_not', filter({ value: ['a'] }))).toEqual(['a'])
  expect(valueFor('icontains', filter({ value: ['a', 'b'] }))).toBe('a')
  expect(valueFor('exact', filter({ operator: 'icontains', value: 'a' }))).toEqual(['a'])
  expect(valueFor('is_set', filter({ value: ['a'] }))).toBeNull()
})

test('each type has its operators', () => {
  expect(operatorsFor('Numeric')).toContain('between')
  expect(operatorsFor('Boolean')).not.toContain('icontains')
  expect(operatorsFor('DateTime')).toContain('is_date_before')
  expect(operatorsFor(null)).toEqual(expect.arrayContaining(['regex', 'gt']))
})

test('conditions on sessions, groups and cohorts read as sentences, too', () => {
  expect(describeAny(filter({ type: 'session', key: '$entry_pathname', value: ['/pricing'] }))).toBe('Entry pathname is /pricing')
  expect(describeAny(filter({ type: 'group', group_type_index: 1, value: ['Pro'] }))).toBe('plan is Pro')
  const cohort: CohortFilter = { type: 'cohort', key: 'id', value: 7, operator: 'in', label: 'Paying' }
  expect([describeAny(cohort), describeAny({ ...cohort, operator: 'not_in' }), describeCohort(cohort, 'Paid lately')]).toEqual(['In Paying', 'Not in Paying', 'In Paid lately'])
  expect(describeAny({ type: 'cohort', key: 'id', value: 7 })).toBe('In cohort 7')
})

test('only conditions of known kinds can be changed', () => {
  expect(['event', 'person', 'group', 'session'].every((type) => isPropertyFilter(filter({ type: type as PropertyFilter['type'] })))).toBe(true)
  expect(isPropertyFilter({ type: 'cohort', key: 'id', value: 7, operator: 'in' })).toBe(false)
  expect(isCohortFilter({ type: 'cohort', key: 'id', value: 7 })).toBe(true)
  // What an old client negates is kept, not changed.
  expect(isCohortFilter({ type: 'cohort', key: 'id', value: 7, negation: true })).toBe(false)
})
