import type { FunnelsQuery } from '@/api/types'
import { bucketTitle, isUnfinished, previousTitle, type ChartAxis, type ChartPoint } from '@/charts/data'
import type { FunnelPick } from '@/charts/funnel_chart'
import { binName, type FunnelData, type TimeBin, type TimesData } from '@/charts/funnel_data'
import { exactValue } from '@/charts/value_format'
import { actorsText, type ActorWords } from '@/lib/question_parts'
import { describeDateRange } from '@/lib/date_range'
import { askedFunnel } from '@/lib/funnels_query'
import { quoted } from '@/lib/names'
import type { Drilled } from './point'

/** The server counts steps from 1; below 0 are those who left before one. */
const stepNumber = ({ step, reached }: Pick<FunnelPick, 'step' | 'reached'>): number => (reached ? step + 1 : -(step + 1))

/** Who reached a step, or left before it. */
export function drillStep(query: FunnelsQuery, data: FunnelData, pick: FunnelPick): Drilled {
  const before = pick.group?.previous ?? false
  const source = {
    kind: 'FunnelsActorsQuery' as const,
    source: askedFunnel(query),
    funnelStep: stepNumber(pick),
    ...(pick.group?.breakdown !== undefined && { funnelStepBreakdown: pick.group.breakdown }),
    ...(query.compareFilter?.compare && { compare: before ? 'previous' : 'current' }),
  }
  const name = data.steps[pick.step] ?? ''
  const did = pick.reached ? (pick.step === 0 ? 'entered with' : 'reached') : 'left before'
  const now = describeDateRange(query.dateRange ?? {})
  const range = before ? `Before, compared with ${now}` : now
  return {
    key: JSON.stringify(source),
    source,
    hasEvents: false,
    ofEvents: false,
    ...(data.actors && { actors: data.actors }),
    // Paths are of everybody there, not of one value or of the period before.
    ...(pick.group?.breakdown === undefined && !before && { around: { funnel: query, step: stepNumber(pick) } }),
    title: pick.median === undefined ? `${actorsText(pick.count, data.actors)} ${did} ${quoted(name)}` : `${pick.median} median time, of ${actorsText(pick.count, data.actors)}`,
    subtitle: pick.group?.breakdown === undefined ? range : `${pick.group.name} · ${range}`,
  }
}

/** Who entered in one period and got through; null where nothing is counted. */
export function drillConversion(query: FunnelsQuery, axis: ChartAxis, { series, index, value, period }: ChartPoint, actors?: ActorWords): Drilled | null {
  const before = period === 'previous'
  const start = index === null || axis.kind !== 'time' ? undefined : (before ? axis.previous : axis.buckets)?.[index]
  if (start === undefined || index === null || Number.isNaN(start)) return null
  const source = {
    kind: 'FunnelsActorsQuery' as const,
    source: askedFunnel(query),
    funnelTrendsDropOff: false,
    funnelTrendsEntrancePeriodStart: new Date(start).toISOString().slice(0, 19).replace('T', ' '),
    ...(series.breakdown !== undefined && { funnelStepBreakdown: series.breakdown }),
    ...(query.compareFilter?.compare && { compare: period }),
  }
  const when = `Entered ${before ? (previousTitle(axis, index) ?? '') : bucketTitle(axis, index)}${!before && isUnfinished(axis, index) ? ', so far' : ''}`
  return {
    key: JSON.stringify(source),
    source,
    hasEvents: false,
    ofEvents: false,
    ...(actors && { actors }),
    title: `${exactValue(value, { kind: 'percent' })} converted`,
    subtitle: series.breakdown === undefined ? when : `${series.name} · ${when}`,
  }
}

/** Who took so long to get through. */
export function drillTimes(query: FunnelsQuery, bin: TimeBin, actors?: ActorWords): Drilled {
  const source = {
    kind: 'FunnelsActorsQuery' as const,
    source: askedFunnel(query),
    funnelTimeToConvertFrom: bin.from,
    ...(bin.to !== undefined && { funnelTimeToConvertTo: bin.to }),
  }
  return {
    key: JSON.stringify(source),
    source,
    hasEvents: false,
    ofEvents: false,
    ...(actors && { actors }),
    title: `${actorsText(bin.count, actors)} took ${binName(bin)}`,
    subtitle: describeDateRange(query.dateRange ?? {}),
  }
}

/** Everybody who got through, however long it took; or the mean time that they took. */
export function drillConverted(query: FunnelsQuery, { bins, people }: TimesData, actors?: ActorWords, mean?: string): Drilled {
  const who = actorsText(people, actors)
  return { ...drillTimes(query, { from: bins[0]?.from ?? 0, count: people }, actors), title: mean === undefined ? `${who} converted` : `${mean} on average, by ${who}` }
}
