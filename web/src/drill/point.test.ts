import { describe, expect, test } from 'vitest'
import type { SeriesMath, TrendsQuery } from '@/api/types'
import type { ChartAxis, ChartSeries } from '@/charts/data'
import { drill } from './point'

const day = Date.UTC(2026, 10, 15)
const axis: ChartAxis = { kind: 'time', interval: 'day', buckets: [day, day + 86_400_000], previous: [day - 2 * 86_400_000, day - 86_400_000], unfinished: 1 }
const series = (more: Partial<ChartSeries> = {}): ChartSeries => ({ id: '0:""', name: 'Pageview', slot: 0, values: [3, 4], ...more })
const query = (more: Partial<TrendsQuery> = {}): TrendsQuery => ({ kind: 'TrendsQuery', series: [{ kind: 'EventsNode', event: '$pageview' }], ...more })

describe('drill', () => {
  test('names the number and asks for its day', () => {
    const found = drill(query(), axis, { series: series(), index: 0, period: 'current', value: 3 })
    expect(found?.title).toBe('3 events')
    expect(found?.subtitle).toBe('Pageview · Sun 15 Nov 2026')
    expect(found?.source).toEqual({ kind: 'InsightActorsQuery', source: query(), series: 0, day: '2026-11-15' })
  })

  test('says when the period still runs, and what kind of people are counted', () => {
    const asked = query({ series: [{ kind: 'EventsNode', event: '$pageview', math: 'dau' }] })
    const found = drill(asked, axis, { series: series({ name: 'Pageview, unique people' }), index: 1, period: 'current', value: 1 })
    expect(found?.title).toBe('1 person')
    expect(found?.subtitle).toBe('Pageview, unique people · Mon 16 Nov 2026, so far')
  })

  test('carries the breakdown, the second series, the comparison and the hour', () => {
    const asked = query({ compareFilter: { compare: true }, interval: 'hour' })
    asked.series.push({ kind: 'EventsNode', event: 'signed_up' })
    const hours: ChartAxis = { ...axis, kind: 'time', interval: 'hour' }
    const found = drill(asked, hours, { series: series({ id: '1:"Chrome"', breakdown: 'Chrome' }), index: 1, period: 'previous', value: 9 })
    expect(found?.source).toMatchObject({ series: 1, breakdown: 'Chrome', compare: 'previous', day: '2026-11-16T00:00:00' })
  })

  test('the whole range has no day', () => {
    const found = drill(query(), axis, { series: series(), index: null, period: 'current', value: 7 })
    expect(found?.source.day).toBeUndefined()
    expect(found?.source.source.trendsFilter?.display).toBe('ActionsTable')
    expect(found?.title).toBe('7 events')
  })

  test('what is counted is said: people, sessions, groups; a measure keeps its name', () => {
    const title = (math: SeriesMath, name: string) => drill(query({ series: [{ kind: 'EventsNode', event: 'paid', math }] }), axis, { series: series({ name }), index: 0, period: 'current', value: 172 })?.title
    expect(['weekly_active', 'unique_session', 'unique_group'].map((math) => title(math as SeriesMath, 'paid'))).toEqual(['172 people', '172 sessions', '172 groups'])
    expect(title('sum', 'paid, sum of price')).toBe('172 paid, sum of price')
  })

  test('formulas cannot be opened', () => {
    expect(drill(query({ trendsFilter: { formulaNodes: [{ formula: 'A / 2' }] } }), axis, { series: series(), index: 0, period: 'current', value: 1 })).toBeNull()
  })

  test('groups are called as the project calls them, and the panel is told', () => {
    const asked = query({ series: [{ kind: 'EventsNode', event: 'paid', math: 'unique_group', math_group_type_index: 2 }] })
    const found = drill(asked, axis, { series: series(), index: 0, period: 'current', value: 1 }, (group) => ({ one: 'company', many: 'companies', group }))
    expect([found?.title, found?.actors]).toEqual(['1 company', { one: 'company', many: 'companies', group: 2 }])
  })
})
