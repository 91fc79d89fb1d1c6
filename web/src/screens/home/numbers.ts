import type { Insight, TrendsQuery } from '@/api/types'
import { describeDateRange } from '@/lib/date_range'
import { parseTrendsQuery } from '@/lib/trends_query'
import { insightName } from '@/tiles/insight_name'

/** A number of Home: what it is called, and the question it answers. */
export interface HomeNumber {
  /** What it is kept by: "people", or "/insights/abc" of a saved insight. */
  id: string
  label: string
  query: TrendsQuery
}

const everyEvent = { kind: 'EventsNode', event: null } as const
const pageviews = { kind: 'EventsNode', event: '$pageview' } as const
const series: [id: string, label: string, series: TrendsQuery['series'][number]][] = [
  ['people', 'Active people', { ...everyEvent, math: 'dau' }],
  ['sessions', 'Sessions', { ...everyEvent, math: 'unique_session' }],
  ['views', 'Page views', pageviews],
  ['events', 'Events', everyEvent],
  ['events-per-person', 'Events per person', { ...everyEvent, math: 'avg_count_per_actor' }],
]

/**
 * Those that Home begins with, and that can always be chosen. A project with a week behind it compares whole
 * days, since today's beginning beside a whole day always looks like a loss; a new one shows what there is.
 */
export const readyNumbers = (wholeDays: boolean): HomeNumber[] =>
  series.map(([id, label, one]) => ({
    id,
    label,
    query: { kind: 'TrendsQuery', series: [one], dateRange: wholeDays ? { date_from: '-7dStart', date_to: '-1dEnd' } : { date_from: '-7d' } },
  }))

export const mostNumbers = 4
export const firstPicks = series.slice(0, mostNumbers).map(([id]) => id)

const insightPrefix = '/insights/'
export const pickOf = (insight: Insight): string => `${insightPrefix}${insight.short_id}`
export const shortIdOf = (pick: string): string | null => (pick.startsWith(insightPrefix) ? pick.slice(insightPrefix.length) : null)

/** A saved trend as one number; null when it is not a question that has one. */
export function numberOf(insight: Insight): HomeNumber | null {
  const query = parseTrendsQuery(insight.query)
  if (!query) return null
  return { id: pickOf(insight), label: insightName(insight), query }
}

/** What is shown for what somebody picked; `known` are the saved insights among the picks. */
export function shownNumbers(picks: string[], known: Map<string, Insight | null>, ready: HomeNumber[]): (HomeNumber | { id: string; label: null })[] {
  const wanted = picks.length === 0 ? firstPicks : picks
  return wanted.slice(0, mostNumbers).flatMap((id): (HomeNumber | { id: string; label: null })[] => {
    if (shortIdOf(id) === null) return ready.filter((one) => one.id === id)
    const insight = known.get(id)
    // It is still being read; one that was deleted is left out.
    if (insight === undefined) return [{ id, label: null }]
    const number = insight && numberOf(insight)
    return number ? [number] : []
  })
}

/** The first series without a breakdown, over the whole range and beside the range before. */
export function asOneNumber(query: TrendsQuery): TrendsQuery {
  const { breakdownFilter: _, ...rest } = query
  const formulas = query.trendsFilter?.formulaNodes
  return {
    ...rest,
    series: formulas?.length ? query.series : query.series.slice(0, 1),
    compareFilter: { compare: true },
    trendsFilter: { ...query.trendsFilter, formulaNodes: formulas?.slice(0, 1), display: 'BoldNumber' },
  }
}

/** The same over time, for the line beside the number. */
export function asCourse(query: TrendsQuery): TrendsQuery {
  const one = asOneNumber(query)
  return { ...one, compareFilter: undefined, trendsFilter: { ...one.trendsFilter, display: 'ActionsLineGraph' } }
}

export const beforeLabel = (query: TrendsQuery): string => {
  const range = describeDateRange(query.dateRange ?? {})
  return range.startsWith('Last ') ? `vs prev. ${range.slice(5).replace('full ', '')}` : 'vs prev. period'
}
