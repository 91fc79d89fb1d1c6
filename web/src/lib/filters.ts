import { propertyOwners, type AnyFilter, type FilterOperator, type FilterValue, type OtherFilter, type PropertyFilter, type PropertyType } from '@/api/types'
import { propertyLabel, sessionLabel } from './taxonomy'

export const operatorLabels: Record<FilterOperator, string> = {
  exact: 'is',
  is_not: 'is not',
  icontains: 'contains',
  not_icontains: 'does not contain',
  regex: 'matches regex',
  not_regex: 'does not match regex',
  gt: '>',
  gte: '≥',
  lt: '<',
  lte: '≤',
  between: 'is between',
  not_between: 'is not between',
  is_set: 'is set',
  is_not_set: 'is not set',
  is_date_exact: 'is on',
  is_date_before: 'is before',
  is_date_after: 'is after',
}

const textOperators: FilterOperator[] = ['exact', 'is_not', 'icontains', 'not_icontains', 'regex', 'not_regex']
const numberOperators: FilterOperator[] = ['exact', 'is_not', 'gt', 'gte', 'lt', 'lte', 'between', 'not_between']
const presence: FilterOperator[] = ['is_set', 'is_not_set']

/** The operators that make sense for a type; an unknown type gets those of text and the comparisons. */
export function operatorsFor(type: PropertyType | null): FilterOperator[] {
  switch (type) {
    case 'Numeric':
    case 'Duration':
      return [...numberOperators, ...presence]
    case 'Boolean':
      return ['exact', 'is_not', ...presence]
    case 'DateTime':
      return ['is_date_before', 'is_date_after', 'is_date_exact', ...presence]
    case 'String':
      return [...textOperators, ...presence]
    case null:
      return [...textOperators, 'gt', 'gte', 'lt', 'lte', ...presence]
  }
}

export type ValueShape = 'none' | 'list' | 'text' | 'number' | 'pair' | 'date'

/** What kind of value an operator is given. */
export function valueShape(operator: FilterOperator): ValueShape {
  switch (operator) {
    case 'is_set':
    case 'is_not_set':
      return 'none'
    case 'exact':
    case 'is_not':
      return 'list'
    case 'icontains':
    case 'not_icontains':
    case 'regex':
    case 'not_regex':
      return 'text'
    case 'gt':
    case 'gte':
    case 'lt':
    case 'lte':
      return 'number'
    case 'between':
    case 'not_between':
      return 'pair'
    case 'is_date_exact':
    case 'is_date_before':
    case 'is_date_after':
      return 'date'
  }
}

/** The value to start with when the operator changes: kept where the shape stays the same. */
export function valueFor(operator: FilterOperator, previous: PropertyFilter): FilterValue {
  const shape = valueShape(operator)
  const old = previous.value ?? null
  if (shape === valueShape(previous.operator)) return old
  if (shape === 'list') return Array.isArray(old) || old === null ? [] : [old]
  if (shape === 'text') return Array.isArray(old) ? String(old[0] ?? '') : String(old ?? '')
  return null
}

/** A filter without its value means nothing yet, and is left out of the question. */
export function isComplete(filter: PropertyFilter): boolean {
  const value = filter.value ?? null
  switch (valueShape(filter.operator)) {
    case 'none':
      return true
    case 'list':
      return Array.isArray(value) ? value.length > 0 : value !== null && value !== ''
    case 'text':
    case 'date':
      return typeof value === 'string' && value !== ''
    case 'number':
      return typeof value === 'number' || (typeof value === 'string' && value !== '')
    case 'pair':
      return Array.isArray(value) && value.length === 2 && Number(value[0]) <= Number(value[1])
  }
}

export function listOf(value: FilterValue | undefined): string[] {
  if (value === null || value === undefined || value === '') return []
  return (Array.isArray(value) ? value : [value]).map(String)
}

/** What the property of a filter is called. */
export const filterLabel = ({ type, key }: Pick<PropertyFilter, 'type' | 'key'>): string => (type === 'session' ? sessionLabel(key) : propertyLabel(key))

/** The filter as a sentence: "Country is Germany or France", "Price is between 5 and 10". */
export function describeFilter(filter: PropertyFilter): string {
  const start = `${filterLabel(filter)} ${operatorLabels[filter.operator]}`
  const values = listOf(filter.value)
  switch (valueShape(filter.operator)) {
    case 'none':
      return start
    case 'pair':
      return `${start} ${values[0] ?? '…'} and ${values[1] ?? '…'}`
    default: {
      if (values.length === 0) return `${start} …`
      if (values.length > 3) return `${start} ${values.slice(0, 2).join(', ')} or ${values.length - 2} more`
      return `${start} ${values.length < 3 ? values.join(' or ') : `${values[0]}, ${values[1]} or ${values[2]}`}`
    }
  }
}

/** Whether the filter is on a property, and can be changed here. */
export const isPropertyFilter = (filter: AnyFilter): filter is PropertyFilter =>
  propertyOwners.some((owner) => owner === filter.type) && typeof filter.key === 'string' && 'operator' in filter

/** Whether somebody has to be in a cohort, or must not be. */
export interface CohortFilter extends OtherFilter {
  type: 'cohort'
  key: 'id'
  value: number
  operator?: 'in' | 'not_in'
}

export const isCohortFilter = (filter: AnyFilter): filter is CohortFilter => filter.type === 'cohort' && filter.key === 'id' && typeof filter.value === 'number' && filter.negation === undefined

/** "In Power users"; the name that it was chosen by, where no other is known. */
export function describeCohort(filter: CohortFilter, name?: string): string {
  const known = name ?? (typeof filter.label === 'string' ? filter.label : `cohort ${filter.value}`)
  return `${filter.operator === 'not_in' ? 'Not in' : 'In'} ${known}`
}

/** What a condition says, whichever kind it is of. */
export function describeAny(filter: AnyFilter): string {
  if (isPropertyFilter(filter)) return describeFilter(filter)
  if (isCohortFilter(filter)) return describeCohort(filter)
  if (filter.type === 'hogql') return filter.key?.trim() || 'SQL expression …'
  const value = Array.isArray(filter.value) ? filter.value.map(String).join(' or ') : filter.value === null || filter.value === undefined ? '' : String(filter.value)
  const label = typeof filter.label === 'string' ? filter.label : value
  return [filter.type.replaceAll('_', ' '), filter.key === 'id' ? '' : filter.key, label].filter(Boolean).join(' ')
}
