import { expect, test } from 'vitest'
import type { PropertyFilter } from '@/api/types'
import { describeFilter, isComplete, operatorsFor, valueFor } from './filters'

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
