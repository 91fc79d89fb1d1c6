import type { TrendsQuery, TrendsResponse } from '@/api/types'
import { changeOf, formatExact, formatPercent } from '@/lib/format'
import { eventLabel } from '@/lib/taxonomy'
import { dayMs } from '@/lib/wall_time'

/** Something that changed, said plainly, with the chart that shows it. */
export interface Finding {
  event: string
  /** "Signed up: 42.0% more" */
  title: string
  text: string
  change: number | null
  query: TrendsQuery
}

export const usualDays = 7
const mostDays = 30

/** How many whole days Home looks back on: those since the last visit, a week when that was a moment ago. */
export function daysSince(lastVisit: number | null, now: number): number {
  if (lastVisit === null) return usualDays
  const days = Math.floor((now - lastVisit) / dayMs)
  return days < 2 ? usualDays : Math.min(days, mostDays)
}

/** Every event of the last whole days, counted by name, beside as many days before. */
export const findingsQuery = (days: number): TrendsQuery => ({
  kind: 'TrendsQuery',
  series: [{ kind: 'EventsNode', event: null }],
  dateRange: { date_from: `-${days}dStart`, date_to: '-1dEnd' },
  breakdownFilter: { breakdown: 'event', breakdown_type: 'event_metadata', breakdown_limit: 50, breakdown_hide_other_aggregation: true },
  compareFilter: { compare: true },
  trendsFilter: { display: 'ActionsBarValue' },
})

const least = { change: 0.1, deviations: 3.5 }

/** The changes that are more than chance, the surest first. */
export function findingsOf(response: TrendsResponse, days: number, most: number): Finding[] {
  const counts = new Map<string, { now: number; before: number }>()
  for (const row of response.results) {
    const event = Array.isArray(row.breakdown_value) ? row.breakdown_value[0] : row.breakdown_value
    if (typeof event !== 'string' || event === '' || event.startsWith('$$_posthog_breakdown')) continue
    const known = counts.get(event) ?? { now: 0, before: 0 }
    counts.set(event, { ...known, [row.compare_label === 'previous' ? 'before' : 'now']: row.aggregated_value ?? 0 })
  }
  const ranked = [...counts].flatMap(([event, { now, before }]) => {
    const change = changeOf(now, before)
    // Counts of rare things vary by the square root of their size.
    const sure = Math.abs(now - before) / Math.sqrt(Math.max(1, now + before))
    return sure < least.deviations || (change !== null && Math.abs(change) < least.change) ? [] : [{ event, now, before, change, sure }]
  })
  return ranked
    .toSorted((a, b) => b.sure - a.sure)
    .slice(0, most)
    .map(({ event, now, before, change }) => ({
      event,
      change,
      title: `${eventLabel(event)}: ${change === null ? 'new' : `${formatPercent(Math.abs(change))} ${change > 0 ? 'more' : 'fewer'}`}`,
      text: change === null ? `${formatExact(now)} in ${days} days, none in the ${days} before` : `${formatExact(now)} in ${days} days, ${formatExact(before)} in the ${days} before`,
      query: { kind: 'TrendsQuery', series: [{ kind: 'EventsNode', event }], dateRange: { date_from: `-${days * 2}d` } },
    }))
}
