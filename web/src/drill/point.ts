import type { SeriesMath, TrendsQuery } from '@/api/types'
import { bucketTitle, isUnfinished, previousTitle, type ChartAxis, type ChartPoint, type TimeAxis } from '@/charts/data'
import { exactValue } from '@/charts/value_format'
import { groupWords, people, type ActorWords, type WordsOf } from '@/lib/question_parts'
import { describeDateRange } from '@/lib/date_range'
import { asked, displayOf, isOverTime } from '@/lib/trends_query'
import type { AroundStep } from '@/lib/paths_query'
import type { WallTime } from '@/lib/wall_time'

/** The question for everybody behind one number, whatever its kind; the server knows what each field means. */
export interface ActorsSource {
  kind: 'InsightActorsQuery' | 'FunnelsActorsQuery' | 'FunnelCorrelationActorsQuery' | 'StickinessActorsQuery'
  source: { kind: string }
  [field: string]: unknown
}

/** The question for everybody, or everything, behind one number of a trend. */
export interface PointQuery extends ActorsSource {
  kind: 'InsightActorsQuery'
  source: TrendsQuery
  series: number
  day?: string
  breakdown?: unknown
  compare?: 'current' | 'previous'
  /** Of a calendar: Monday is 1. */
  dayOfWeek?: number
  hour?: number
}

/** How much of a number is somebody's: an expression over the source's rows, and its word. */
export interface Counted {
  by: string
  one: string
  many: string
}

export const countedEvents: Counted = { by: 'event_count', one: 'event', many: 'events' }

/** A number that was opened, with what is said about it. */
export interface Drilled<Source extends ActorsSource = ActorsSource> {
  key: string
  source: Source
  /** What is said beside each person; nothing where the number counts only people. */
  counted?: Counted
  /** Leaves only those of the source for whom it holds, in HogQL. */
  where?: string
  /** Who is counted, when it is not people. */
  actors?: ActorWords
  /** The step of a funnel that the number counts: paths can begin there. */
  around?: Omit<AroundStep, 'part'>
  /** The opposite number, one press away: who did not come back. */
  other?: { label: string; drilled: Drilled }
  /** Whether the events behind the number can be listed, too. */
  hasEvents: boolean
  title: string
  subtitle: string
  /** Whether the number counts events rather than people. */
  ofEvents: boolean
}

/** What a maths counts, for one and for many; others give a measure of events. */
export const countedBy: Partial<Record<SeriesMath, Pick<ActorWords, 'one' | 'many'>>> = {
  total: countedEvents,
  dau: people,
  weekly_active: people,
  monthly_active: people,
  unique_session: { one: 'session', many: 'sessions' },
  unique_group: { one: 'group', many: 'groups' },
}

/** Which series of the question a line belongs to: the first part of its id. */
const seriesOf = (id: string): number => Number(id.split(':', 1)[0])

/**
 * What to ask for the people behind a number; null for numbers that no list stands behind: those of
 * formulas.
 */
export function drill(query: TrendsQuery, axis: ChartAxis, point: ChartPoint, wordsOf: WordsOf = groupWords): Drilled<PointQuery> | null {
  if (query.trendsFilter?.formulaNodes?.length) return null
  const series = seriesOf(point.series.id)
  const node = query.series[series]
  if (!node) return null
  const before = point.period === 'previous'
  // The server names a bucket of the period compared with by the current one that stands over it.
  const start = point.index === null || axis.kind !== 'time' ? undefined : axis.buckets[point.index]
  if (point.index !== null && (start === undefined || Number.isNaN(start))) return null
  const source: PointQuery = { kind: 'InsightActorsQuery', source: asked(point.index === null ? wholeRange(query) : query), series }
  if (start !== undefined && axis.kind === 'time') source.day = printBucket(start, axis)
  if (point.series.breakdown !== undefined && point.series.breakdown !== 'all') source.breakdown = point.series.breakdown
  if (query.compareFilter?.compare) source.compare = point.period

  const math = node.math ?? 'total'
  const ofEvents = math === 'total'
  const group = math === 'unique_group' ? node.math_group_type_index : undefined
  const actors = group === undefined ? undefined : wordsOf(group)
  const counted = actors ?? countedBy[math]
  const when =
    point.index === null
      ? describeDateRange(query.dateRange ?? {})
      : before
        ? (previousTitle(axis, point.index) ?? '')
        : bucketTitle(axis, point.index) + (isUnfinished(axis, point.index) ? ', so far' : '')
  return {
    key: JSON.stringify(source),
    source,
    counted: countedEvents,
    ...(actors && { actors }),
    hasEvents: true,
    title: `${exactValue(point.value, point.series.format)} ${counted ? (point.value === 1 ? counted.one : counted.many) : point.series.name}`,
    subtitle: counted ? `${point.series.name} · ${when}` : when,
    ofEvents,
  }
}

/** The question without its days: a sum over a chart's days is that of the same events in one number. */
function wholeRange(query: TrendsQuery): TrendsQuery {
  if (!isOverTime(displayOf(query))) return query
  return { ...query, trendsFilter: { ...query.trendsFilter, display: 'ActionsTable' } }
}

/** A bucket as the server names it. */
export function printBucket(start: WallTime, { interval }: TimeAxis): string {
  const text = new Date(start).toISOString()
  return interval === 'hour' || interval === 'minute' ? text.slice(0, 19) : text.slice(0, 10)
}
