import { expect, test } from 'vitest'
import type { Breakdown } from '@/api/types'
import { parseQuestion, turnedInto } from './question'
import { breakdownFilter, breakdownNames, breakdownsOf, isByCohort, parseBreakdown } from './question_parts'

const series = [{ kind: 'EventsNode', event: 'paid' }]
const cohorts: Breakdown[] = [
  { property: '7', type: 'cohort' },
  { property: 'all', type: 'cohort' },
]

test('cohorts are one list of ids in the fields of one breakdown', () => {
  const written = breakdownFilter([...cohorts, cohorts[0]!], { limit: 5, hideOther: true })
  expect(written).toEqual({ breakdown: [7, 'all'], breakdown_type: 'cohort' })
  expect(breakdownsOf({ breakdownFilter: written })).toEqual(cohorts)
  expect([isByCohort({ breakdownFilter: written }), breakdownNames({ breakdownFilter: written })]).toEqual([true, ['Cohort']])
})

test('cohorts are read however they are written, and what is none is left out', () => {
  for (const found of [
    { breakdown: ['7', 'all'], breakdown_type: 'cohort' },
    { breakdown: [7, 'all', 'nobody', null], breakdown_type: 'cohort' },
    { breakdowns: [{ property: 7, type: 'cohort' }, { property: 'all', type: 'cohort' }] },
  ]) {
    expect(parseBreakdown(found)).toEqual({ breakdown: [7, 'all'], breakdown_type: 'cohort' })
  }
  expect(parseBreakdown({ breakdown: 7, breakdown_type: 'cohort' })).toEqual({ breakdown: [7], breakdown_type: 'cohort' })
})

test('a list of one property of old links stays one property', () => {
  expect(parseBreakdown({ breakdown: ['$browser', '$os'], breakdown_type: 'event' })).toEqual({ breakdown: '$browser', breakdown_type: 'event' })
})

test('cohorts and properties do not go together: the first says which', () => {
  const mixed: Breakdown[] = [{ property: 'plan', type: 'group', group_type_index: 1 }, ...cohorts]
  expect(breakdownFilter(mixed, {})).toEqual({ breakdown: 'plan', breakdown_type: 'group', breakdown_group_type_index: 1 })
  expect(breakdownFilter([...cohorts, mixed[0]!], {})).toEqual({ breakdown: [7, 'all'], breakdown_type: 'cohort' })
})

test('properties of groups and sessions are kept, and said', () => {
  const filter = parseBreakdown({
    breakdowns: [
      { property: 'plan', type: 'group', group_type_index: 2 },
      { property: '$entry_pathname', type: 'session' },
      { property: '$browser', type: 'event' },
    ],
  })
  expect(filter?.breakdowns).toHaveLength(3)
  expect(breakdownNames({ breakdownFilter: filter })).toEqual(['plan', 'Entry pathname', 'Browser'])
})

test('a funnel takes one property or all cohorts, retention takes three', () => {
  const three = ['$browser', '$os', 'plan'].map((property) => ({ property, type: 'event' }))
  const kept = (kind: string, breakdown: object) => {
    const question = parseQuestion({ kind, series, retentionFilter: {}, breakdownFilter: breakdown })
    return question && 'breakdownFilter' in question ? question.breakdownFilter : null
  }
  expect(kept('FunnelsQuery', { breakdowns: three })).toEqual({ breakdown: '$browser', breakdown_type: 'event' })
  expect(kept('FunnelsQuery', { breakdown: [7, 'all'], breakdown_type: 'cohort' })).toEqual({ breakdown: [7, 'all'], breakdown_type: 'cohort' })
  expect(kept('RetentionQuery', { breakdowns: three })).toEqual({ breakdowns: three })
})

test('cohorts go along to another kind of question', () => {
  const trend = parseQuestion({ kind: 'TrendsQuery', series, breakdownFilter: { breakdown: [7], breakdown_type: 'cohort' } })!
  expect(turnedInto(trend, 'FunnelsQuery')).toMatchObject({ kind: 'FunnelsQuery', breakdownFilter: { breakdown: [7], breakdown_type: 'cohort' } })
})
