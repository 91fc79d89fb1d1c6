import { expect, test } from 'vitest'
import type { Insight } from '@/api/types'
import { asCourse, asOneNumber, beforeLabel, numberOf, readyNumbers, shownNumbers } from './numbers'

const insight = (short_id: string, source: object) => ({ short_id, name: `Insight ${short_id}`, query: { kind: 'InsightVizNode', source } }) as unknown as Insight
const views = { kind: 'TrendsQuery', series: [{ kind: 'EventsNode', event: '$pageview' }] }

test('without a choice Home begins with four numbers', () => {
  expect(shownNumbers([], new Map(), readyNumbers(false)).map(({ id }) => id)).toEqual(['people', 'sessions', 'views', 'events'])
})

test('a pick that is read has its place kept; one that is gone, or has no number, is left out', () => {
  const known = new Map([
    ['/insights/aa', insight('aa', views)],
    ['/insights/gone', null],
    ['/insights/funnel', insight('funnel', { kind: 'FunnelsQuery', series: [] })],
  ])
  expect(shownNumbers(['/insights/aa', 'events', '/insights/gone', '/insights/later', '/insights/funnel', 'no-such'], known, readyNumbers(true)).map(({ id, label }) => [id, label])).toEqual([
    ['/insights/aa', 'Insight aa'],
    ['events', 'Events'],
    ['/insights/later', null],
  ])
})

test('a trend becomes its first series without a breakdown; a formula keeps what it is made of', () => {
  const split = numberOf(insight('aa', { ...views, series: [...views.series, { kind: 'EventsNode', event: 'paid' }], breakdownFilter: { breakdown: '$browser', breakdown_type: 'event' } }))
  const one = asOneNumber(split!.query)
  expect(one.series).toHaveLength(1)
  expect(one.breakdownFilter).toBeUndefined()
  expect([one.trendsFilter?.display, one.compareFilter?.compare]).toEqual(['BoldNumber', true])

  const rate = numberOf(insight('bb', { ...views, series: [...views.series, { kind: 'EventsNode', event: 'paid' }], trendsFilter: { formulaNodes: [{ formula: 'B / A' }] } }))
  expect(asOneNumber(rate!.query).series).toHaveLength(2)
  expect(asCourse(rate!.query).trendsFilter).toMatchObject({ display: 'ActionsLineGraph', formulaNodes: [{ formula: 'B / A' }] })
})

test('what it is compared with is said', () => {
  for (const wholeDays of [true, false]) {
    const [people] = readyNumbers(wholeDays)
    expect(people && beforeLabel(people.query)).toBe('vs prev. 7 days')
  }
})
