import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { SquareTerminal } from 'lucide-react'
import { messageOf } from '@/api/client'
import { questionQuery } from '@/api/query'
import type { EventsQuery, HogQLQueryResponse } from '@/api/types'
import { sqlOf, type FilterRule } from '@/lib/event_filter'
import { formatCompact, formatExact, formatPercent, plural } from '@/lib/format'
import { eventLabel } from '@/lib/taxonomy'
import { buttonClass } from '@/ui/button'
import { ErrorBox, Skeleton } from '@/ui/states'
import { useSettled } from '@/ui/use_settled'

const days = 7
const shownNames = 10

interface PreviewProps {
  projectId: number
  rules: FilterRule[]
  /** Matching events are dropped already, so that few of them are stored. */
  isLive: boolean
}

/** The rules tried on what was stored lately. */
export function Preview({ projectId, rules, isLive }: PreviewProps) {
  const condition = useSettled(sqlOf(rules), 250)
  const recent = `timestamp > now() - interval ${days} day`
  const ask = (query: string) => ({ ...questionQuery<HogQLQueryResponse>(projectId, { kind: 'HogQLQuery', query } as { kind: string }), placeholderData: keepPreviousData })
  const sums = useQuery(ask(`select countIf(${condition}), count(), uniqIf(person_id, ${condition}) from events where ${recent}`))
  const names = useQuery(ask(`select event, count() as matches from events where ${recent} and (${condition}) group by event order by matches desc, event limit ${shownNames + 1}`))
  const [matches = 0, all = 0, people = 0] = (sums.data?.response.results?.[0] as number[] | undefined) ?? []
  const rows = (names.data?.response.results as [string, number][] | undefined) ?? []
  const failed = sums.error ?? names.error
  const listed: EventsQuery = { kind: 'EventsQuery', select: ['*', 'event', 'person_display_name', 'timestamp'], after: `-${days}d`, properties: [{ type: 'hogql', key: condition, value: null }] as EventsQuery['properties'] }
  const open: string = `/project/${projectId}/activity/explore?q=${encodeURIComponent(JSON.stringify(listed))}`
  const text = `select event, distinct_id, timestamp, properties\nfrom events\nwhere ${recent}\n  and (${condition})\norder by timestamp desc\nlimit 100`
  const sql: string = `/project/${projectId}/sql?open_query=${encodeURIComponent(text)}`
  return (
    <section aria-label="Trial" aria-busy={sums.isFetching} className="rounded-card border border-line bg-surface p-4 shadow-1">
      <h2 className="font-semibold">Tried on the last {days} days</h2>
      {failed && !sums.data ? (
        <ErrorBox small title="The rules could not be tried" message={messageOf(failed)} onRetry={() => void Promise.all([sums.refetch(), names.refetch()])} />
      ) : sums.data ? (
        <>
          <p className="mt-2 text-big font-semibold tabular-nums">
            {matches === 0 ? (
              '0'
            ) : (
              <Link to={open} className="link-num text-fg!" aria-label={`${formatExact(matches)} events match, list them`} title={formatExact(matches)}>
                {formatCompact(matches)}
              </Link>
            )}
          </p>
          <p role="status" className="text-fg-2">
            of {plural(all, 'stored event')} match{all > 0 && ` (${formatPercent(matches / all)})`}
            {matches > 0 && `, by ${plural(people, 'person', 'people')}`}.
            {isLive && ' What arrived while the filter was on is not among them.'}
          </p>
          {rows.length > 0 && (
            <ul className="m-0 mt-3 list-none border-t border-line p-0">
              {rows.slice(0, shownNames).map(([name, count]) => (
                <li key={name} className="relative flex h-row items-center gap-3 border-b border-line">
                  <span aria-hidden className="absolute inset-y-1 left-0 rounded-inner bg-accent-soft" style={{ width: `${matches === 0 ? 0 : (count / matches) * 100}%` }} />
                  <span className="relative min-w-0 flex-1 truncate px-1.5" title={name}>
                    {eventLabel(name)}
                  </span>
                  <span className="relative pr-1 tabular-nums">{formatExact(count)}</span>
                </li>
              ))}
            </ul>
          )}
          {rows.length > shownNames && <p className="mt-1.5 text-small text-fg-3">The {shownNames} most frequent names.</p>}
          <Link to={sql} className={`${buttonClass('ghost')} mt-2 -ml-2`}>
            <SquareTerminal size={14} strokeWidth={1.75} aria-hidden />
            Open in SQL
          </Link>
          <p className="mt-1 text-small text-fg-3">Bots are told when they arrive, so that they are not counted here.</p>
        </>
      ) : (
        <div className="mt-3 flex flex-col gap-2">
          <Skeleton className="h-8 w-24" />
          <Skeleton className="h-4 w-full" />
          <Skeleton className="h-24 w-full" />
        </div>
      )}
    </section>
  )
}
