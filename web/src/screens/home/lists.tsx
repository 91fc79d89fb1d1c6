import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { ChartLine, LayoutDashboard, TrendingDown, TrendingUp, type LucideIcon } from 'lucide-react'
import type { ReactNode } from 'react'
import { activityQuery } from '@/api/activity'
import { messageOf } from '@/api/client'
import { dashboardsQuery } from '@/api/dashboards'
import { foundInsightsQuery, lastViewedQuery } from '@/api/insights'
import { trendsQuery } from '@/api/query'
import type { Insight, Me } from '@/api/types'
import { projectHref, questionHref } from '@/lib/href'
import { insightName } from '@/tiles/insight_name'
import { Avatar } from '@/ui/avatar'
import { EventTime, useNow } from '@/ui/event_time'
import { Skeleton } from '@/ui/states'
import { changesOf, toldScopes } from './changes'
import { findingsOf, findingsQuery, usualDays } from './findings'

const icon = { size: 16, strokeWidth: 1.75, 'aria-hidden': true } as const
const mostRows = 6
const rowClass = 'flex min-h-nav-row items-center gap-2.5 rounded-control px-2 text-fg no-underline hover:bg-hover pointer-coarse:min-h-10'

function Card({ title, note, children }: { title: string; note?: string; children: ReactNode }) {
  return (
    <section aria-label={title} className="min-w-0 rounded-card border border-line bg-surface px-2 pt-3 pb-2">
      <h2 className="flex items-baseline gap-2 px-2 pb-1.5 font-semibold">
        <span className="truncate">{title}</span>
        {note && <span className="min-w-0 shrink-[9999] truncate text-small font-normal text-fg-3">{note}</span>}
      </h2>
      {children}
    </section>
  )
}

const List = ({ children }: { children: ReactNode }) => <ul className="m-0 list-none p-0">{children}</ul>
const Says = ({ children }: { children: ReactNode }) => <p className="px-2 py-1.5 text-fg-2">{children}</p>
const Waits = () => (
  <div aria-busy className="grid gap-3 px-2 py-2">
    {['w-2/3', 'w-1/2', 'w-3/5'].map((width) => (
      <Skeleton key={width} className={`h-4 ${width}`} />
    ))}
  </div>
)

/** What changed among events, each with the chart that shows it. */
export function Findings({ projectId, days }: { projectId: number; days: number }) {
  const answer = useQuery(trendsQuery(projectId, findingsQuery(days)))
  const found = answer.data ? findingsOf(answer.data.response, days, mostRows) : []
  return (
    <Card title={days === usualDays ? 'This week' : 'Since you were last here'} note={`last ${days} full days against the ${days} before`}>
      {answer.error ? (
        <Says>{messageOf(answer.error)}</Says>
      ) : !answer.data ? (
        <Waits />
      ) : found.length === 0 ? (
        <Says>Nothing stands out: no event came clearly more or less often.</Says>
      ) : (
        <List>
          {found.map((one) => {
            const Icon = one.change === null || one.change > 0 ? TrendingUp : TrendingDown
            return (
              <li key={one.event}>
                <Link to={questionHref(projectId, one.query)} className={`${rowClass} py-1`}>
                  <Icon {...icon} className="shrink-0 text-fg-3" />
                  <span className="min-w-0">
                    <span className="block truncate font-medium">{one.title}</span>
                    <span className="block truncate text-small text-fg-2">{one.text}</span>
                  </span>
                </Link>
              </li>
            )
          })}
        </List>
      )}
    </Card>
  )
}

interface Place {
  id: string
  label: string
  href: string
  icon: LucideIcon
  at?: string
}

const placeOfInsight = (projectId: number, insight: Insight): Place => ({
  id: `insight ${insight.short_id}`,
  label: insightName(insight),
  href: projectHref(projectId, `/insights/${insight.short_id}`),
  icon: ChartLine,
  at: insight.last_viewed_at ?? undefined,
})

function Places({ places }: { places: Place[] }) {
  const now = useNow(30_000)
  return (
    <List>
      {places.map((place) => (
        <li key={place.id}>
          <Link to={place.href} className={rowClass}>
            <place.icon {...icon} className="shrink-0 text-fg-3" />
            <span className="min-w-0 flex-1 truncate">{place.label}</span>
            {place.at && (
              <span className="shrink-0 text-small text-fg-3">
                <EventTime time={place.at} now={now} />
              </span>
            )}
          </Link>
        </li>
      ))}
    </List>
  )
}

/** Insights and dashboards that were looked at last, and those that were pinned. */
export function RecentAndPinned({ projectId }: { projectId: number }) {
  const viewed = useQuery(lastViewedQuery(projectId))
  const boards = useQuery(dashboardsQuery(projectId))
  const starred = useQuery(foundInsightsQuery(projectId, { starred: true, limit: mostRows }))
  const asPlace = (board: { id: number; name: string | null; last_viewed_at: string | null }): Place => ({
    id: `dashboard ${board.id}`,
    label: board.name || 'Untitled dashboard',
    href: projectHref(projectId, `/dashboard/${board.id}`),
    icon: LayoutDashboard,
    at: board.last_viewed_at ?? undefined,
  })
  const recent = [
    ...(viewed.data ?? []).map((insight) => placeOfInsight(projectId, insight)),
    ...(boards.data?.results ?? []).filter((board) => board.last_viewed_at !== null).map(asPlace),
  ]
    .toSorted((a, b) => Date.parse(b.at ?? '') - Date.parse(a.at ?? ''))
    .slice(0, mostRows)
  const pinned = [
    ...(boards.data?.results ?? []).filter((board) => board.pinned).map(asPlace),
    ...(starred.data?.results ?? []).map((insight) => placeOfInsight(projectId, insight)),
  ]
    .slice(0, mostRows)
    .map((place) => ({ ...place, at: undefined }))
  return (
    <>
      <Card title="Looked at last">
        {viewed.error ? <Says>{messageOf(viewed.error)}</Says> : viewed.isPending || boards.isPending ? <Waits /> : recent.length === 0 ? <Says>Insights and dashboards that you open are listed here.</Says> : <Places places={recent} />}
      </Card>
      {pinned.length > 0 && (
        <Card title="Pinned">
          <Places places={pinned} />
        </Card>
      )}
    </>
  )
}

/** What teammates did; nothing while there is none. */
export function TeamChanges({ projectId, me }: { projectId: number; me: Me }) {
  const now = useNow(30_000)
  const log = useQuery(activityQuery(projectId, toldScopes, 60))
  const told = changesOf(log.data?.results ?? [], me.uuid, mostRows)
  if (told.length === 0) return null
  return (
    <Card title="Teammates">
      <List>
        {told.map((one) => (
          <li key={one.id} className="flex min-h-nav-row items-center gap-2.5 px-2 py-0.5">
            <Avatar name={one.who} />
            <p className="min-w-0 flex-1 truncate">
              <span className="font-medium">{one.who}</span> {one.did}{' '}
              {one.path ? (
                <Link to={projectHref(projectId, one.path)} className="text-fg">
                  {one.what}
                </Link>
              ) : (
                one.what
              )}
            </p>
            <span className="shrink-0 text-small text-fg-3">
              <EventTime time={one.at} now={now} />
            </span>
          </li>
        ))}
      </List>
    </Card>
  )
}
