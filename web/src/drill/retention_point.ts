import type { RetentionQuery } from '@/api/types'
import type { RetentionData, RetentionGroup } from '@/charts/retention_data'
import type { RetentionPick } from '@/charts/retention_table'
import { describeDateRange } from '@/lib/date_range'
import { formatExact } from '@/lib/format'
import { actorsText } from '@/lib/question_parts'
import { askedRetention } from '@/lib/retention_query'
import type { Drilled } from './point'

/** Who began in a period; or of them who came back, with the way to those who did not. */
export function drillRetention(query: RetentionQuery, data: RetentionData, { group, row, column, count }: RetentionPick): Drilled {
  const source = {
    kind: 'InsightActorsQuery' as const,
    source: askedRetention(query),
    interval: row.index,
    ...(group.breakdown !== undefined && { breakdown: group.breakdown }),
  }
  const began = `Began ${row.name}${group.breakdown === undefined ? '' : ` · ${group.name}`}`
  const shared = { source, hasEvents: false, ofEvents: false, subtitle: began, ...(data.actors && { actors: data.actors }), counted: { by: 'length(appearances)', one: 'period', many: 'periods' } }
  const name = data.columns[column] ?? ''
  if (column === 0) return { ...shared, key: JSON.stringify(source), title: `${actorsText(count, data.actors)} began`, subtitle: began.slice('Began '.length) }
  const those = (came: boolean, size: number, where: string): Drilled => ({
    ...shared,
    key: JSON.stringify([source, where]),
    where,
    title: `${actorsText(size, data.actors)} ${came ? 'came' : 'did not come'} back on ${name}`,
  })
  return {
    ...those(true, count, `has(appearance_intervals, ${column})`),
    other: { label: 'Who did not', drilled: those(false, row.size - count, `not has(appearance_intervals, ${column})`) },
  }
}

/** Everybody who began in any period, of one value of the breakdown or of all; who begins each time does so more than once. */
export function drillBegan(query: RetentionQuery, data: RetentionData, count: number, group?: RetentionGroup): Drilled {
  const source = {
    kind: 'InsightActorsQuery' as const,
    source: askedRetention(query),
    ...(group?.breakdown !== undefined && { breakdown: group.breakdown }),
  }
  const once = (query.retentionFilter.retentionType ?? 'retention_recurring') !== 'retention_recurring'
  const range = describeDateRange(query.dateRange ?? {})
  return {
    key: JSON.stringify(source),
    source,
    hasEvents: false,
    ofEvents: !once,
    ...(data.actors && { actors: data.actors }),
    title: once ? `${actorsText(count, data.actors)} began` : `${formatExact(count)} ${count === 1 ? 'start' : 'starts'}`,
    subtitle: group?.breakdown === undefined ? range : `${group.name} · ${range}`,
  }
}
