import type { TrendsQuery } from '@/api/types'
import { placeName, type WeekPlace } from '@/charts/calendar_data'
import { describeDateRange } from '@/lib/date_range'
import { formatExact } from '@/lib/format'
import { asked } from '@/lib/trends_query'
import { countedBy, countedEvents, type Drilled, type PointQuery } from './point'

/** Who came, or whose events happened, at an hour of a day of the week; whole days, hours and the week, too. */
export function drillWeek(query: TrendsQuery, place: WeekPlace, { value, name }: { value: number; name: string }): Drilled<PointQuery> {
  const math = query.series[0]?.math ?? 'total'
  const ofEvents = math === 'total'
  const { one, many } = countedBy[math] ?? countedEvents
  const source: PointQuery = {
    kind: 'InsightActorsQuery',
    source: asked(query),
    series: 0,
    ...(place.day !== undefined && { dayOfWeek: place.day }),
    ...(place.hour !== undefined && { hour: place.hour }),
  }
  return {
    key: JSON.stringify(source),
    source,
    // People of a calendar are counted where their sessions begin.
    counted: ofEvents ? countedEvents : { by: 'event_count', one: 'session', many: 'sessions' },
    // Sessions that begin in an hour have events in others, too.
    hasEvents: ofEvents,
    ofEvents,
    title: `${formatExact(value)} ${value === 1 ? one : many}`,
    subtitle: [name, placeName(place), describeDateRange(query.dateRange ?? {})].filter(Boolean).join(' · '),
  }
}
