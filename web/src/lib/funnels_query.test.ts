import { expect, test } from 'vitest'
import type { FunnelsQuery, TrendsQuery } from '@/api/types'
import { askedFunnel, funnelProblem, parseFunnelsQuery } from './funnels_query'
import { isWhole, questionFromHash, turnedInto } from './question'

const step = (event: string) => ({ kind: 'EventsNode' as const, event })
const full: FunnelsQuery = {
  kind: 'FunnelsQuery',
  series: [step('a'), { ...step('b'), optionalInFunnel: true }, { ...step('c'), math: 'first_time_for_user' }],
  interval: 'week',
  dateRange: { date_from: '-30d' },
  properties: [{ type: 'event', key: 'plan', operator: 'exact', value: ['pro'] }],
  breakdownFilter: { breakdown: '$os', breakdown_type: 'event' },
  funnelsFilter: {
    funnelWindowInterval: 2,
    funnelWindowIntervalUnit: 'hour',
    exclusions: [{ ...step('x'), funnelFromStep: 0, funnelToStep: 1 }],
    breakdownAttributionType: 'step',
    breakdownAttributionValue: 1,
  },
}

test('a funnel survives the trip through the URL, and defaults are left out', () => {
  expect(parseFunnelsQuery(JSON.parse(JSON.stringify({ kind: 'InsightVizNode', source: full })))).toEqual(full)
  const plain = parseFunnelsQuery({ kind: 'FunnelsQuery', series: [step('a')], funnelsFilter: { funnelVizType: 'steps', funnelOrderType: 'ordered', funnelWindowInterval: 14, funnelWindowIntervalUnit: 'day' } })
  expect(JSON.stringify(plain)).toBe('{"kind":"FunnelsQuery","series":[{"kind":"EventsNode","event":"a"}]}')
})

test('nonsense is brought into bounds or is no funnel', () => {
  const odd = parseFunnelsQuery({ ...full, funnelsFilter: { exclusions: [{ ...step('x'), funnelFromStep: 9, funnelToStep: 2 }, 7], binCount: 1000, funnelToStep: 12, breakdownAttributionType: 'step', breakdownAttributionValue: 99 } })
  expect(odd?.funnelsFilter).toEqual({ exclusions: [{ ...step('x'), funnelFromStep: 1, funnelToStep: 2 }], breakdownAttributionType: 'step', breakdownAttributionValue: 2, binCount: 90 })
  for (const value of [null, 7, {}, { kind: 'TrendsQuery', series: [step('a')] }, { kind: 'FunnelsQuery', series: [] }]) expect(parseFunnelsQuery(value)).toBeNull()
})

test('what does not go together is kept, and not asked', () => {
  const unordered = askedFunnel({ ...full, funnelsFilter: { ...full.funnelsFilter, funnelOrderType: 'unordered' } })
  expect(unordered.series.some((one) => one.optionalInFunnel)).toBe(false)
  expect(unordered.funnelsFilter).toMatchObject({ breakdownAttributionValue: 0, exclusions: [{ funnelFromStep: 0, funnelToStep: 2 }] })
  expect(askedFunnel({ ...full, funnelsFilter: { funnelVizType: 'time_to_convert' } }).breakdownFilter).toBeUndefined()
  const drawn = askedFunnel({ ...full, funnelsFilter: { layout: 'horizontal', funnelStepReference: 'previous' } })
  expect(drawn.funnelsFilter).toBeUndefined()
  expect(drawn.interval).toBeUndefined()
})

test('a funnel of one step, or that excludes its own step, waits', () => {
  expect(funnelProblem({ ...full, series: [step('a')] })).toBe('A funnel needs at least two steps.')
  expect(funnelProblem({ ...full, funnelsFilter: { exclusions: [{ ...step('b'), funnelFromStep: 0, funnelToStep: 1 }] } })).toMatch(/cannot be excluded/)
  expect(funnelProblem(full)).toBeNull()
})

test('another kind keeps events, filters and dates; going back brings settings back', () => {
  const trend = turnedInto(full, 'TrendsQuery')
  expect(trend).toMatchObject({ kind: 'TrendsQuery', series: [step('a'), step('b'), step('c')], dateRange: full.dateRange, properties: full.properties, breakdownFilter: full.breakdownFilter })
  expect(turnedInto({ ...trend, dateRange: { date_from: '-90d' } } as TrendsQuery, 'FunnelsQuery', full)).toEqual({ ...full, dateRange: { date_from: '-90d' } })
})

test('links of PostHog begin one, and actions are not lost', () => {
  expect(questionFromHash('#insight=FUNNELS')?.kind).toBe('FunnelsQuery')
  expect(questionFromHash('insight=SQL')).toBeNull()
  expect(isWhole({ kind: 'InsightVizNode', source: full })).toBe(true)
  expect(isWhole({ ...full, funnelsFilter: { exclusions: [{ kind: 'ActionsNode', id: 1 }] } })).toBe(true)
  expect(isWhole({ ...full, series: [{ kind: 'GroupNode', nodes: [] }] })).toBe(false)
})
