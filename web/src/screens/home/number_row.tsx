import { useQueries, useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { SlidersHorizontal } from 'lucide-react'
import { Suspense, useMemo, useState } from 'react'
import { messageOf } from '@/api/client'
import { homeSettingsQuery, pickedNumbers } from '@/api/home'
import { insightQuery } from '@/api/insights'
import { projectQuery } from '@/api/projects'
import { trendsQuery } from '@/api/query'
import { BigNumber } from '@/charts/big_number'
import type { ChartData } from '@/charts/data'
import { readTrends } from '@/charts/trends_data'
import { formatOf } from '@/charts/trends_words'
import { useDrill } from '@/drill/use_drill'
import { describeDateRange } from '@/lib/date_range'
import { questionHref } from '@/lib/href'
import { lazy } from '@/lib/parts'
import { dayMs, wallTimeIn } from '@/lib/wall_time'
import { Button } from '@/ui/button'
import { Skeleton } from '@/ui/states'
import { asCourse, asOneNumber, beforeLabel, readyNumbers, shortIdOf, shownNumbers, type HomeNumber } from './numbers'

const DrillPanel = lazy(() => import('@/drill/drill_panel'))
const PickNumbers = lazy(() => import('./pick_numbers'))

/** The four numbers somebody wants to see first. */
export function NumberRow({ projectId }: { projectId: number }) {
  const settings = useQuery(homeSettingsQuery(projectId))
  const project = useQuery(projectQuery(projectId))
  const age = project.data ? project.dataUpdatedAt - Date.parse(project.data.created_at) : 0
  const wholeDays = age > 8 * dayMs
  const ready = useMemo(() => readyNumbers(wholeDays), [wholeDays])
  const [picking, setPicking] = useState(false)
  const picks = settings.data ? pickedNumbers(settings.data) : []
  const saved = picks.flatMap((pick) => shortIdOf(pick) ?? [])
  const insights = useQueries({ queries: saved.map((shortId) => insightQuery(projectId, shortId)) })
  const known = new Map(insights.flatMap((one, i) => (one.data === undefined ? [] : [[`/insights/${saved[i]}`, one.data] as const])))
  // Nothing is asked for before it is known what somebody wants to see; without an answer it is what Home begins with.
  const shown = settings.isPending || project.isPending ? null : shownNumbers(picks, known, ready)
  return (
    <section aria-labelledby="home-numbers">
      <div className="mb-2 flex items-center justify-between gap-2">
        <h2 id="home-numbers" className="font-semibold">
          At a glance
        </h2>
        <Button look="ghost" icon={<SlidersHorizontal size={15} strokeWidth={1.75} aria-hidden />} disabled={settings.data === undefined} onClick={() => setPicking(true)}>
          Choose numbers
        </Button>
      </div>
      <div className="grid gap-3 min-[1180px]:grid-cols-4 sm:grid-cols-2">
        {shown === null
          ? ['a', 'b', 'c', 'd'].map((place) => <Skeleton key={place} className="h-27 !rounded-card" />)
          : shown.map((number) => (number.label === null ? <Skeleton key={number.id} className="h-27 !rounded-card" /> : <NumberCard key={number.id} projectId={projectId} number={number} />))}
      </div>
      <Suspense fallback={null}>{picking && settings.data && <PickNumbers projectId={projectId} ready={ready} picks={picks} onClose={() => setPicking(false)} />}</Suspense>
    </section>
  )
}

function NumberCard({ projectId, number }: { projectId: number; number: HomeNumber }) {
  const [whole, course] = useMemo(() => [asOneNumber(number.query), asCourse(number.query)], [number.query])
  const answer = useQuery(trendsQuery(projectId, whole))
  const line = useQuery(trendsQuery(projectId, course))
  const project = useQuery(projectQuery(projectId))
  const zone = answer.data?.response.timezone ?? project.data?.timezone ?? 'UTC'
  const data = useMemo((): ChartData | null => {
    if (!answer.data || answer.isPlaceholderData) return null
    const now = wallTimeIn(zone, answer.data.computedAt)
    const { chart } = readTrends(whole, answer.data.response, now)
    const format = formatOf(whole.trendsFilter)
    const over = line.data && !line.isPlaceholderData ? readTrends(course, line.data.response, now).chart : null
    return {
      ...chart,
      axis: over?.axis ?? chart.axis,
      series: chart.series.slice(0, 1).map((one) => ({ ...one, values: over?.series[0]?.values ?? [] })),
      ...(format && { format }),
    }
  }, [answer.data, answer.isPlaceholderData, line.data, line.isPlaceholderData, whole, course, zone])
  const { opened, onPick, opener, close } = useDrill(whole, data?.axis)
  const shortId = shortIdOf(number.id)
  const heading = 'min-w-0 truncate rounded-chip font-semibold text-fg no-underline hover:underline'
  return (
    <article aria-label={number.label} className="flex h-27 min-w-0 flex-col rounded-card border border-line bg-surface px-4 pt-2.5 pb-3">
      <h3 className="flex min-w-0 items-baseline gap-2">
        {shortId ? (
          <Link to="/project/$projectId/insights/$shortId" params={{ projectId: String(projectId), shortId }} className={heading}>
            {number.label}
          </Link>
        ) : (
          <Link to={questionHref(projectId, number.query)} className={heading}>
            {number.label}
          </Link>
        )}
        <span className="min-w-0 shrink-[9999] truncate text-small font-normal text-fg-3">{describeDateRange(number.query.dateRange ?? {})}</span>
      </h3>
      <div className="mt-auto">
        {answer.error ? (
          <p className="truncate text-small text-fg-2" title={messageOf(answer.error)}>
            Could not be computed.{' '}
            <button type="button" className="text-accent-text hover:underline" onClick={() => void answer.refetch()}>
              Try again
            </button>
          </p>
        ) : data ? (
          <BigNumber data={data} comparison={beforeLabel(number.query)} onPick={onPick} />
        ) : (
          <Skeleton className="h-12 w-2/3" />
        )}
      </div>
      <Suspense fallback={null}>{opened && <DrillPanel projectId={projectId} drilled={opened} onClose={close} returnFocus={opener} />}</Suspense>
    </article>
  )
}
