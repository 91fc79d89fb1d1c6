import type { EventFilter } from '@/api/types'

/*
 * A project's event filter as people write it: an event is dropped when one of the rules holds, and a rule holds when
 * all of its conditions do. The server knows any tree of and, or and not.
 */

export type FilterField = 'event_name' | 'distinct_id' | 'property'
export type FilterMatch = 'exact' | 'contains' | 'starts_with'

export interface FilterCondition {
  field: FilterField
  /** The property; empty for other fields. */
  key: string
  match: FilterMatch
  negated: boolean
  value: string
}
export type FilterRule = FilterCondition[]

type Fields = Record<string, unknown>
const isFields = (value: unknown): value is Fields => typeof value === 'object' && value !== null && !Array.isArray(value)

/** The rules of a tree; null when it is deeper than rules are. */
export function rulesOf(tree: unknown): FilterRule[] | null {
  if (tree === null || tree === undefined) return []
  if (!isFields(tree)) return null
  if (tree.type === 'or') return allOf(childrenOf(tree).map(ruleOf))
  const one = ruleOf(tree)
  return one && [one]
}

function ruleOf(tree: unknown): FilterRule | null {
  if (!isFields(tree)) return null
  if (tree.type === 'and') return allOf(childrenOf(tree).map(conditionOf))
  const one = conditionOf(tree)
  return one && [one]
}

function conditionOf(tree: unknown): FilterCondition | null {
  if (!isFields(tree)) return null
  if (tree.type === 'not') {
    const inner = conditionOf(tree.child)
    return inner && { ...inner, negated: !inner.negated }
  }
  if (tree.type !== 'condition') return null
  return { field: tree.field as FilterField, key: String(tree.key ?? ''), match: tree.operator as FilterMatch, negated: false, value: String(tree.value ?? '') }
}

const childrenOf = (tree: Fields): unknown[] => (Array.isArray(tree.children) ? tree.children : [])
const allOf = <T>(found: (T | null)[]): T[] | null => (found.every((one) => one !== null) ? found : null)

/** The tree as the server takes it; null without rules. */
export function treeOf(rules: FilterRule[]): Fields | null {
  if (rules.length === 0) return null
  return { type: 'or', children: rules.map((rule) => ({ type: 'and', children: rule.map(nodeOf) })) }
}

function nodeOf({ field, key, match, negated, value }: FilterCondition): Fields {
  const node = { type: 'condition', field, ...(field === 'property' && { key }), operator: match, value }
  return negated ? { type: 'not', child: node } : node
}

export const isWhole = (condition: FilterCondition): boolean => condition.value !== '' && (condition.field !== 'property' || condition.key !== '')

/** Whether the rules drop such an event, as the server would find. */
export function drops(rules: FilterRule[], event: { event_name: string; distinct_id: string }): boolean {
  const holds = ({ field, match, negated, value }: FilterCondition) => {
    const text = field === 'property' ? '' : event[field]
    const found = match === 'exact' ? text === value : match === 'contains' ? text.includes(value) : text.startsWith(value)
    return found !== negated
  }
  return rules.some((rule) => rule.every(holds))
}

const quote = (text: string): string => `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`

/** The rules as a condition of HogQL on events that are stored. */
export function sqlOf(rules: FilterRule[]): string {
  const condition = ({ field, key, match, negated, value }: FilterCondition) => {
    const text = field === 'event_name' ? 'event' : field === 'distinct_id' ? 'distinct_id' : `ifNull(toString(properties[${quote(key)}]), '')`
    const found = match === 'exact' ? `${text} = ${quote(value)}` : match === 'contains' ? `position(${text}, ${quote(value)}) > 0` : `startsWith(${text}, ${quote(value)})`
    return negated ? `not (${found})` : found
  }
  return rules.map((rule) => `(${rule.map(condition).join(' and ')})`).join(' or ')
}

export const emptyFilter: EventFilter = { mode: 'disabled', drop_bots: false, filter_tree: null, test_cases: [] }

/** Whether the two say the same, however they are written. */
export const isSameFilter = (a: EventFilter, b: EventFilter): boolean => textOf(a) === textOf(b)

function textOf({ mode, drop_bots, filter_tree, test_cases }: EventFilter): string {
  const rules = rulesOf(filter_tree)
  return JSON.stringify([mode, drop_bots, rules ?? filter_tree, test_cases.map((one) => [one.event_name, one.distinct_id, one.expected_result])])
}
