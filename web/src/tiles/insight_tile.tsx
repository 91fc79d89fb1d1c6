import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Suspense, useEffect, useMemo, useRef, useState, type ReactNode } from 'react'
import { useCohortNames, useGroupWords } from '@/answers/names'
import type { NotePlace } from '@/answers/notes'
import { useNotes } from '@/answers/use_notes'
import { projectQuery } from '@/api/projects'
import type { Answer } from '@/api/query'
import type { FunnelsResponse, Insight, LifecycleResponse, PathsResponse, RetentionResponse, StickinessResponse, TrendsQuery, TrendsResponse } from '@/api/types'
import { ChartTile } from '@/charts/chart_tile'
import { chartKindOf, readTrends } from '@/charts/trends_data'
import { formatOf } from '@/charts/trends_words'
import { useDrill } from '@/drill/use_drill'
import { describeDateRange } from '@/lib/date_range'
import { lazy } from '@/lib/parts'
import { askedOf, isWhole, parseQuestion, problemOf, type Question } from '@/lib/question'
import { breakdownNames } from '@/lib/question_parts'
import { countsGroups, displayOf, isOverTime } from '@/lib/trends_query'
import { readVisualization } from '@/lib/visualization'
import { wallTimeIn, type WallTime } from '@/lib/wall_time'
import { Empty, Skeleton } from '@/ui/states'
import { useNarrow } from '@/ui/use_media'
import { insightName } from './insight_name'
import { TileError } from './tile_error'
import { useHeight } from './use_height'
import { useTileAnswer } from './use_tile_answer'

const DrillPanel = lazy(() => import('@/drill/drill_panel'))
const SqlTile = lazy(() => import('./sql_tile'))
const FunnelAnswer = lazy(() => import('@/answers/funnel_answer'))
const RetentionAnswer = lazy(() => import('@/answers/retention_answer'))
const PathsAnswer = lazy(() => import('@/answers/paths_answer'))
const StickinessAnswer = lazy(() => import('@/answers/activity_answer').then((part) => ({ default: part.StickinessAnswer })))
const CalendarAnswer = lazy(() => import('@/answers/calendar_answer'))
const BoxPlotAnswer = lazy(() => import('@/answers/box_plot_answer'))
const LifecycleAnswer = lazy(() => import('@/answers/activity_answer').then((part) => ({ default: part.LifecycleAnswer })))

interface InsightTileProps {
  projectId: number
  insight: Insight
  /** Counts up when everything is to be computed again. */
  refreshes: number
  onAnswered?: (at: number) => void
  interactive: boolean
  /** On a public page: numbers open nothing, and nothing leads inside. */
  isPublic?: boolean
  /** The dashboard that it stands on. */
  dashboardId?: number
}

/** The chart of an insight. It is asked for when it comes into view, and never makes others wait. */
export function InsightTile({ projectId, insight, refreshes, onAnswered, interactive, isPublic, dashboardId }: InsightTileProps) {
  const box = useRef<HTMLDivElement>(null)
  const seen = useSeen(box)
  const query = useMemo(() => parseQuestion(insight.query), [insight.query])
  const question = useMemo(() => readVisualization(insight.query), [insight.query])
  const place = useMemo((): NotePlace => ({ insight: insight.id, dashboard: dashboardId }), [insight.id, dashboardId])
  const drawable = query !== null && problemOf(query) === null && isWhole(insight.query)
  return (
    <div ref={box} className="h-full min-h-0" inert={!interactive}>
      {question ? (
        seen ? (
          <SqlTile projectId={projectId} question={question} source={insight.query?.source ?? insight.query} name={insightName(insight)} refreshes={refreshes} onAnswered={onAnswered} />
        ) : (
          <Skeleton className="m-4 h-3/4" />
        )
      ) : !drawable ? (
        <Empty title="This kind of question has no chart here yet">
          {!isPublic && (
            <Link to="/project/$projectId/insights/$shortId" params={{ projectId: String(projectId), shortId: insight.short_id }}>
              Open it
            </Link>
          )}
        </Empty>
      ) : seen ? (
        <Asked projectId={projectId} query={query} name={insightName(insight)} place={place} refreshes={refreshes} onAnswered={onAnswered} opens={!isPublic} />
      ) : (
        <Skeleton className="m-4 h-3/4" />
      )}
    </div>
  )
}

interface AskedProps {
  projectId: number
  query: Question
  name: string
  refreshes: number
  place: NotePlace
  onAnswered?: (at: number) => void
  /** Whether numbers open the people behind them. */
  opens: boolean
}

/** Asks the question of a tile and draws its answer into the room there is. */
function Asked({ projectId, query, name, place, refreshes, onAnswered, opens }: AskedProps) {
  const box = useRef<HTMLDivElement>(null)
  const height = useHeight(box)
  const { data, error, retry } = useTileAnswer(projectId, useMemo(() => askedOf(query), [query]), { refreshes, onAnswered })
  return (
    <div ref={box} className="h-full min-h-0 px-4 pt-1 pb-3">
      {error ? (
        <TileError error={error} onRetry={retry} />
      ) : data === null ? (
        <Waiting />
      ) : (
        height > 0 && (
          <Suspense fallback={<Waiting />}>
            <Drawn projectId={projectId} query={query} answer={data} name={name} place={place} height={height - 16} opens={opens} />
          </Suspense>
        )
      )}
    </div>
  )
}

function Waiting() {
  return (
    <div aria-busy className="h-full pt-3">
      <Skeleton className="h-full w-full" />
    </div>
  )
}

interface DrawnProps {
  projectId: number
  query: Question
  answer: Answer<unknown>
  name: string
  place: NotePlace
  height: number
  opens: boolean
}

function Drawn({ projectId, query, answer, name, place, height, opens }: DrawnProps) {
  const project = useQuery(projectQuery(projectId))
  const zone = (answer.response as { timezone?: string | null }).timezone ?? project.data?.timezone ?? 'UTC'
  const now = wallTimeIn(zone, answer.computedAt)
  const shared = { projectId, name, now, height, opens, size: 'tile' as const, nothing: <Empty title="No events match">{describeDateRange(query.dateRange ?? {})}</Empty> }
  switch (query.kind) {
    case 'TrendsQuery': {
      const display = displayOf(query)
      const trend = { ...shared, query, response: answer.response as TrendsResponse }
      if (display === 'CalendarHeatmap') return <CalendarAnswer {...trend} />
      if (display === 'BoxPlot') return <BoxPlotAnswer {...trend} />
      return <Trends {...trend} place={place} zone={zone} />
    }
    case 'FunnelsQuery':
      return <FunnelAnswer {...shared} query={query} response={answer.response as FunnelsResponse} />
    case 'RetentionQuery':
      return <RetentionAnswer {...shared} query={query} response={answer.response as RetentionResponse} />
    case 'PathsQuery':
      return <PathsAnswer {...shared} query={query} response={answer.response as PathsResponse} />
    case 'StickinessQuery':
      return <StickinessAnswer {...shared} query={query} response={answer.response as StickinessResponse} />
    case 'LifecycleQuery':
      return <LifecycleAnswer {...shared} query={query} response={answer.response as LifecycleResponse} />
  }
}

interface TrendsProps {
  projectId: number
  query: TrendsQuery
  response: TrendsResponse
  now: WallTime
  zone: string
  name: string
  place: NotePlace
  height: number
  opens: boolean
  nothing: ReactNode
}

function Trends({ projectId, query, response, now, zone, name, place, height, opens, nothing }: TrendsProps) {
  const narrow = useNarrow()
  const cohorts = useCohortNames(projectId, query, opens)
  const groups = useGroupWords(projectId, opens && countsGroups(query))
  const data = useMemo(() => {
    const read = readTrends(query, response, now, { cohorts, groups })
    const format = formatOf(query.trendsFilter)
    return { ...read, chart: format ? { ...read.chart, format } : read.chart }
  }, [query, response, now, cohorts, groups])
  const goals = query.trendsFilter?.goalLines?.map(({ value, label }) => ({ value, label }))
  const split = breakdownNames(query)
  const { opened, onPick, opener, close } = useDrill(query, data.chart.axis, groups)
  const notes = useNotes({ projectId, place, zone, enabled: opens && isOverTime(displayOf(query)) })
  if (data.isEmpty) return nothing
  return (
    <>
      <ChartTile
        kind={chartKindOf(displayOf(query))}
        label={`${name}, ${describeDateRange(query.dateRange ?? {})}`}
        data={data.chart}
        height={height}
        // One line is named by the tile; on a phone names beside lines leave no room for them.
        naming={split.length > 0 || data.chart.series.length < 2 || narrow ? 'legend' : 'direct'}
        what={split.length > 0 ? split.join(' · ') : 'Series'}
        goals={goals}
        scale={query.trendsFilter?.yAxisScaleType === 'log10' ? 'log' : 'linear'}
        oneColor={query.series.length === 1}
        onPick={opens ? onPick : undefined}
        annotations={notes.shown}
        onAnnotation={opens ? notes.open : undefined}
      />
      {notes.layer}
      <Suspense fallback={null}>{opened && <DrillPanel projectId={projectId} drilled={opened} onClose={close} returnFocus={opener} />}</Suspense>
    </>
  )
}

/** True once the element has come near the visible part of the page. */
function useSeen(element: React.RefObject<HTMLElement | null>): boolean {
  const [seen, setSeen] = useState(false)
  useEffect(() => {
    if (seen || !element.current) return
    const observer = new IntersectionObserver((entries) => entries.some((entry) => entry.isIntersecting) && setSeen(true), { rootMargin: '200px' })
    observer.observe(element.current)
    return () => observer.disconnect()
  }, [element, seen])
  return seen
}
