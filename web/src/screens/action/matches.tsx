import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Suspense, useMemo, useRef, useState } from 'react'
import { matchingEventsQuery } from '@/api/actions'
import { messageOf } from '@/api/client'
import { trendsQuery } from '@/api/query'
import type { CapturedEvent, TrendsQuery } from '@/api/types'
import { conditionsOfSteps, type ActionStep } from '@/lib/action_steps'
import { formatCompact, formatExact, plural } from '@/lib/format'
import { questionHref } from '@/lib/href'
import { placeOf } from '@/lib/live_list'
import { lazy } from '@/lib/parts'
import { eventLabel, rawNote } from '@/lib/taxonomy'
import { EventTime, useNow } from '@/ui/event_time'
import { ErrorBox, Skeleton } from '@/ui/states'
import { useSettled } from '@/ui/use_settled'

const Drawer = lazy(() => import('@/ui/drawer').then((part) => ({ default: part.Drawer })))
const EventDetails = lazy(() => import('@/ui/event_details').then((part) => ({ default: part.EventDetails })))

const days = 7
const listed = 20

/** The steps tried on what was stored lately: how many events match, and the newest of them. */
export function Matches({ projectId, steps }: { projectId: number; steps: ActionStep[] }) {
  const settled = useSettled(JSON.stringify(conditionsOfSteps(steps)), 250)
  const conditions = useMemo(() => JSON.parse(settled) as ReturnType<typeof conditionsOfSteps>, [settled])
  const counted = (display: 'BoldNumber' | 'ActionsLineGraph'): TrendsQuery => ({
    kind: 'TrendsQuery',
    series: [
      { kind: 'EventsNode', event: null, math: 'total' },
      ...(display === 'BoldNumber' ? [{ kind: 'EventsNode' as const, event: null, math: 'dau' as const }] : []),
    ],
    dateRange: { date_from: `-${days}d` },
    ...(conditions && { properties: conditions }),
    trendsFilter: { display },
  })
  const sums = useQuery(trendsQuery(projectId, counted('BoldNumber')))
  const events = useQuery({ ...matchingEventsQuery(projectId, conditions, days, listed), placeholderData: keepPreviousData })
  const [shown, setShown] = useState<CapturedEvent | null>(null)
  const opener = useRef<HTMLElement | null>(null)
  const now = useNow(30_000)
  const failed = sums.error ?? events.error
  const [matches = 0, people = 0] = sums.data?.response.results.map((row) => Number(row.aggregated_value ?? 0)) ?? []
  return (
    <section aria-label="Matching events" aria-busy={sums.isFetching || events.isFetching} className="rounded-card border border-line bg-surface p-4 shadow-1">
      <h2 className="font-semibold">Matches of the last {days} days</h2>
      {failed ? (
        <ErrorBox small title="It could not be tried" message={messageOf(failed)} onRetry={() => void Promise.all([sums.refetch(), events.refetch()])} />
      ) : sums.data && events.data ? (
        <>
          <p className="mt-2 text-big font-semibold tabular-nums">
            {matches === 0 ? (
              '0'
            ) : (
              <Link to={questionHref(projectId, counted('ActionsLineGraph'))} className="link-num text-fg!" aria-label={`${formatExact(matches)} events match, draw them by day`} title={formatExact(matches)}>
                {formatCompact(matches)}
              </Link>
            )}
          </p>
          <p role="status" className="text-fg-2">
            {matches === 0 ? 'No event matches.' : `${matches === 1 ? 'event' : 'events'} of ${plural(people, 'person', 'people')}`}
          </p>
          {events.data.length > 0 && (
            <ul className="m-0 mt-3 list-none border-t border-line p-0" aria-label="Newest matching events">
              {events.data.map((event) => (
                <li key={event.uuid} className="border-b border-line">
                  <button
                    type="button"
                    className="flex min-h-row w-full items-center gap-3 rounded-chip px-1 text-left hover:bg-hover pointer-coarse:min-h-touch"
                    onClick={(click) => {
                      opener.current = click.currentTarget
                      setShown(event)
                    }}
                  >
                    <span className="min-w-0 flex-1 truncate">
                      {eventLabel(event.event)} <span className="text-small text-fg-3">{placeOf(event) || event.distinct_id}</span>
                    </span>
                    <span className="shrink-0 text-small text-fg-2">
                      <EventTime time={event.timestamp} now={now} />
                    </span>
                  </button>
                </li>
              ))}
            </ul>
          )}
          {matches > events.data.length && <p className="mt-1.5 text-small text-fg-3">The newest {listed}.</p>}
        </>
      ) : (
        <div className="mt-3 flex flex-col gap-2">
          <Skeleton className="h-8 w-24" />
          <Skeleton className="h-4 w-full" />
          <Skeleton className="h-40 w-full" />
        </div>
      )}
      <Suspense fallback={null}>
        {shown && (
          <Drawer open onClose={() => setShown(null)} title={eventLabel(shown.event)} subtitle={rawNote(eventLabel(shown.event), shown.event)} returnFocus={opener}>
            <EventDetails event={shown} />
          </Drawer>
        )}
      </Suspense>
    </section>
  )
}
