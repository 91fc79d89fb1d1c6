import { lifecycleStatuses, type LifecycleQuery, type LifecycleStatus, type StickinessQuery } from '@/api/types'
import { bucketTitle, isUnfinished, type ChartAxis, type ChartPoint } from '@/charts/data'
import { describeDateRange } from '@/lib/date_range'
import { askedLifecycle, askedStickiness } from '@/lib/activity_query'
import { actorsText, people, type ActorWords } from '@/lib/question_parts'
import { plural } from '@/lib/format'
import type { Drilled } from './point'

const did: Record<LifecycleStatus, string> = { new: 'were new', returning: 'stayed', resurrecting: 'came back', dormant: 'went away' }

/** Who came, stayed, came back or went away in a period; null for what has none. */
export function drillLifecycle(query: LifecycleQuery, axis: ChartAxis, { series, index, value }: ChartPoint, actors?: ActorWords): Drilled | null {
  const start = index === null || axis.kind !== 'time' ? undefined : axis.buckets[index]
  const status = lifecycleStatuses.find((one) => one === series.id)
  if (start === undefined || index === null || axis.kind !== 'time' || !status) return null
  const text = new Date(start).toISOString()
  const day = axis.interval === 'hour' || axis.interval === 'minute' ? text.slice(0, 19) : text.slice(0, 10)
  const source = { kind: 'InsightActorsQuery' as const, source: askedLifecycle(query), day, status }
  return {
    key: JSON.stringify(source),
    source,
    hasEvents: false,
    ofEvents: false,
    ...(actors && { actors }),
    title: `${actorsText(Math.abs(value), actors)} ${did[status]}`,
    subtitle: `${bucketTitle(axis, index)}${isUnfinished(axis, index) ? ', so far' : ''}`,
  }
}

/** Who was active in so many periods; null for sums over them. */
export function drillStickiness(query: StickinessQuery, axis: ChartAxis, { series, index, period, value }: ChartPoint, actors?: ActorWords): Drilled | null {
  const { one, many } = actors ?? people
  if (index === null || axis.kind !== 'names') return null
  const source = {
    kind: 'StickinessActorsQuery' as const,
    source: askedStickiness(query),
    day: index + 1,
    series: Number(series.id),
    ...(query.stickinessFilter?.computedAs === 'cumulative' && { operator: 'gte' }),
    ...(query.compareFilter?.compare && { compare: period }),
  }
  const range = period === 'previous' ? 'The period before' : describeDateRange(query.dateRange ?? {})
  return {
    key: JSON.stringify(source),
    source,
    hasEvents: false,
    ofEvents: false,
    ...(actors && { actors }),
    title: `${plural(value, `${one} was`, `${many} were`)} active on ${axis.names[index] ?? ''}`,
    subtitle: `${series.name} · ${range}`,
  }
}
