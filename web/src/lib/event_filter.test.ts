import { describe, expect, it } from 'vitest'
import { drops, isSameFilter, rulesOf, sqlOf, treeOf, type FilterCondition } from './event_filter'

const condition = (more: Partial<FilterCondition>): FilterCondition => ({ field: 'event_name', key: '', match: 'exact', negated: false, value: 'x', ...more })
const node = (more: object) => ({ type: 'condition', field: 'event_name', operator: 'exact', value: 'x', ...more })

describe('rules of an event filter', () => {
  it('come back as they were written', () => {
    const rules = [[condition({}), condition({ field: 'property', key: '$host', match: 'contains', value: 'test', negated: true })], [condition({ field: 'distinct_id', match: 'starts_with', value: 'bot-' })]]
    expect(rulesOf(treeOf(rules))).toEqual(rules)
    expect(treeOf([])).toBeNull()
  })

  it('are read out of any tree that says no more than rules do', () => {
    expect(rulesOf(null)).toEqual([])
    expect(rulesOf(node({}))).toEqual([[condition({})]])
    expect(rulesOf({ type: 'not', child: node({}) })).toEqual([[condition({ negated: true })]])
    expect(rulesOf({ type: 'and', children: [node({}), node({ value: 'y' })] })).toEqual([[condition({}), condition({ value: 'y' })]])
    expect(rulesOf({ type: 'or', children: [{ type: 'or', children: [node({})] }] })).toBeNull()
    expect(rulesOf({ type: 'not', child: { type: 'and', children: [node({}), node({})] } })).toBeNull()
  })

  it('judge an event as the server does', () => {
    const rules = [[condition({ match: 'starts_with', value: 'debug' })], [condition({ value: 'paid' }), condition({ field: 'distinct_id', match: 'contains', value: 'test', negated: true })]]
    expect(drops(rules, { event_name: 'debug: x', distinct_id: 'a' })).toBe(true)
    expect(drops(rules, { event_name: 'paid', distinct_id: 'a' })).toBe(true)
    expect(drops(rules, { event_name: 'paid', distinct_id: 'my-test' })).toBe(false)
    expect(drops([], { event_name: 'paid', distinct_id: 'a' })).toBe(false)
  })

  it('are a condition of HogQL whose texts cannot end it', () => {
    expect(sqlOf([[condition({ value: "it's \\" })], [condition({ field: 'property', key: "a'b", match: 'contains', value: 'y', negated: true }), condition({ field: 'distinct_id', match: 'starts_with', value: 'z' })]])).toBe(
      "(event = 'it\\'s \\\\') or (not (position(ifNull(toString(properties['a\\'b']), ''), 'y') > 0) and startsWith(distinct_id, 'z'))",
    )
  })

  it('are the same however they are written', () => {
    const filter = { mode: 'live' as const, drop_bots: true, filter_tree: node({}), test_cases: [] }
    expect(isSameFilter(filter, { ...filter, filter_tree: treeOf([[condition({})]]) })).toBe(true)
    expect(isSameFilter(filter, { ...filter, mode: 'dry_run' })).toBe(false)
  })
})
