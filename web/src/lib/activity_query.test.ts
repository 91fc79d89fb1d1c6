import { expect, test } from 'vitest'
import type { RetentionQuery } from '@/api/types'
import { askedStickiness, parseLifecycleQuery, parseStickinessQuery } from './activity_query'
import { newQuestion, parseQuestion, turnedInto } from './question'
import { askedRetention, parseRetentionQuery } from './retention_query'

const node = (event: string) => ({ kind: 'EventsNode' as const, event })
const retention: RetentionQuery = {
  kind: 'RetentionQuery',
  dateRange: { date_from: '-30d' },
  retentionFilter: { period: 'Week', totalIntervals: 5, targetEntity: { id: 'a', type: 'events' }, returningEntity: { id: null, type: 'events' }, retentionType: 'retention_first_time' },
}

test('each kind survives the trip through the URL', () => {
  const lifecycle = { kind: 'LifecycleQuery', series: [node('a')], interval: 'week', dateRange: { date_from: '-90d' } }
  const stickiness = { kind: 'StickinessQuery', series: [node('a')], stickinessFilter: { computedAs: 'cumulative', stickinessCriteria: { operator: 'gte', value: 3 } } }
  for (const question of [retention, lifecycle, stickiness]) expect(parseQuestion(JSON.parse(JSON.stringify({ kind: 'InsightVizNode', source: question })))).toEqual(question)
})

test('defaults are left out; what is no event is not taken for one', () => {
  expect(parseRetentionQuery({ kind: 'RetentionQuery', retentionFilter: { period: 'Day', totalIntervals: 8 } })?.retentionFilter).toEqual({
    targetEntity: { id: '$pageview', type: 'events' },
    returningEntity: { id: '$pageview', type: 'events' },
  })
  const ofAction = parseRetentionQuery({ ...retention, retentionFilter: { targetEntity: { id: '1', type: 'actions', name: 'Paid' } } })
  expect(ofAction?.retentionFilter.targetEntity).toEqual({ id: 1, type: 'actions', name: 'Paid' })
  expect(parseRetentionQuery({ ...retention, retentionFilter: { targetEntity: { id: 1, type: 'data_warehouse' } } })).toBeNull()
  expect(parseLifecycleQuery({ kind: 'LifecycleQuery', series: [node('a'), node('b')] })?.series).toEqual([node('a')])
  expect(parseStickinessQuery({ kind: 'StickinessQuery', series: [{ ...node('a'), math: 'dau' }], stickinessFilter: { stickinessCriteria: { operator: 'gte', value: 1 } } })).toEqual({ kind: 'StickinessQuery', series: [node('a')] })
})

test('what does not go together is not asked; what only changes the drawing does not ask again', () => {
  expect(askedRetention({ ...retention, retentionFilter: { ...retention.retentionFilter, cumulative: true, timeWindowMode: '24_hour_windows' } }).retentionFilter.cumulative).toBeUndefined()
  expect(askedStickiness({ kind: 'StickinessQuery', series: [node('a')], stickinessFilter: { display: 'ActionsBar' } }).stickinessFilter).toBeUndefined()
})

test('kinds take over events from each other', () => {
  const funnel = { kind: 'FunnelsQuery' as const, series: [node('a'), node('b')] }
  expect(turnedInto(funnel, 'RetentionQuery')).toMatchObject({ retentionFilter: { targetEntity: { id: 'a' }, returningEntity: { id: 'b' } } })
  expect(turnedInto(turnedInto(funnel, 'LifecycleQuery'), 'FunnelsQuery', funnel)).toEqual(funnel)
  expect(newQuestion('RETENTION')).toMatchObject({ retentionFilter: { targetEntity: { id: '$pageview' } } })
})

test('who is counted goes along from kind to kind, and trends, which count by their series, leave it as it was', () => {
  const series = [{ kind: 'EventsNode', event: 'paid' }]
  const sticky = parseQuestion({ kind: 'StickinessQuery', series, aggregation_group_type_index: 1 })!
  expect(sticky).toMatchObject({ aggregation_group_type_index: 1 })
  for (const kind of ['FunnelsQuery', 'RetentionQuery', 'PathsQuery', 'LifecycleQuery'] as const) expect(turnedInto(sticky, kind)).toMatchObject({ aggregation_group_type_index: 1 })
  expect(turnedInto(sticky, 'TrendsQuery')).not.toHaveProperty('aggregation_group_type_index')
})
