import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { lazy, Suspense, useEffect, useMemo, useRef, useState } from 'react'
import { projectQuery } from '@/api/projects'
import { runQuery, trendsQuery, type Answer } from '@/api/query'
import type { Insight, TrendsQuery, TrendsResponse } from '@/api/types'
import { ChartTile } from '@/charts/chart_tile'
import { chartKindOf, readTrends } from '@/charts/trends_data'
import { formatOf } from '@/charts/trends_words'
import { useDrill } from '@/drill/use_drill'
import { describeDateRange } from '@/lib/date_range'
import { propertyLabel } from '@/lib/taxonomy'
import { breakdownsOf, displayOf, hasOtherSeries, parseTrendsQuery } from '@/lib/trends_query'
import { readVisualization } from '@/lib/visualization'
import { wallTimeIn } from '@/lib/wall_time'
import { Empty, Skeleton } from '@/ui/states'
import { useNarrow } from '@/ui/use_media'
import { insightName } from './insight_name'
import { TileError } from './tile_error'
import { turns } from './turns'
import { useHeight } from './use_height'

const DrillPanel = lazy(() => import('@/drill/drill_panel'))
const SqlTile = lazy(() => import('./sql_tile'))

interface InsightTileProps {
  projectId: number
  insight: Insight
  /** Counts up when everything is to be computed again. */
  refreshes: number
  onAnswered?: (at: number) => void
  interactive: boolean
  /** On a public page: numbers open nothing, and nothing leads inside. */
  isPublic?: boolean
}

/** The chart of an insight. It is asked for when it comes into view, and never makes others wait. */
export function InsightTile({ projectId, insight, refreshes, onAnswered, interactive, isPublic }: InsightTileProps) {
  const box = useRef<HTMLDivElement>(null)
  const seen = useSeen(box)
  const query = useMemo(() => parseTrendsQuery(insight.query), [insight.query])
  const question = useMemo(() => readVisualization(insight.query), [insight.query])
  const drawable = query !== null && !hasOtherSeries(insight.query)
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
        <Trends projectId={projectId} query={query} name={insightName(insight)} refreshes={refreshes} onAnswered={onAnswered} opens={!isPublic} />
      ) : (
        <Skeleton className="m-4 h-3/4" />
      )}
    </div>
  )
}

interface TrendsProps {
  projectId: number
  query: TrendsQuery
  name: string
  refreshes: number
  onAnswered?: (at: number) => void
  /** Whether numbers open the people behind them. */
  opens: boolean
}

function Trends({ projectId, query, name, refreshes, onAnswered, opens }: TrendsProps) {
  const queryClient = useQueryClient()
  const options = trendsQuery(projectId, query)
  const result = useQuery({ ...options, queryFn: ({ signal }) => turns.run(() => runQuery<TrendsResponse>(projectId, query, { signal }), signal) })
  const project = useQuery(projectQuery(projectId))
  const narrow = useNarrow()
  const box = useRef<HTMLDivElement>(null)
  const height = useHeight(box)
  const key = JSON.stringify(options.queryKey)
  const asked = useRef(refreshes)
  const [failure, setFailure] = useState<Error | null>(null)

  useEffect(() => {
    if (asked.current === refreshes) return
    asked.current = refreshes
    setFailure(null)
    const control = new AbortController()
    turns
      .run(() => runQuery<TrendsResponse>(projectId, query, { force: true, signal: control.signal }), control.signal)
      .then((answer) => queryClient.setQueryData<Answer<TrendsResponse>>(JSON.parse(key), answer))
      .catch((error: unknown) => {
        if (!control.signal.aborted) setFailure(error instanceof Error ? error : new Error(String(error)))
      })
    return () => control.abort()
  }, [refreshes, projectId, query, key, queryClient])

  const computedAt = result.data?.computedAt
  useEffect(() => {
    if (computedAt !== undefined) onAnswered?.(computedAt)
  }, [computedAt, onAnswered])

  const zone = result.data?.response.timezone ?? project.data?.timezone ?? 'UTC'
  const data = useMemo(() => {
    if (!result.data || result.isPlaceholderData) return null
    const read = readTrends(query, result.data.response, wallTimeIn(zone, result.data.computedAt))
    const format = formatOf(query.trendsFilter)
    return { ...read, chart: format ? { ...read.chart, format } : read.chart }
  }, [result.data, result.isPlaceholderData, query, zone])
  const goals = query.trendsFilter?.goalLines?.map(({ value, label }) => ({ value, label }))
  const split = breakdownsOf(query)
  const { opened, onPick, opener, close } = useDrill(query, data?.chart.axis)
  const error = failure ?? result.error
  return (
    <div ref={box} className="h-full min-h-0 px-4 pt-1 pb-3">
      {error ? (
        <TileError
          error={error}
          onRetry={() => {
            setFailure(null)
            void result.refetch()
          }}
        />
      ) : data === null ? (
        <div aria-busy className="h-full pt-3">
          <Skeleton className="h-full w-full" />
        </div>
      ) : data.isEmpty ? (
        <Empty title="No events match">{describeDateRange(query.dateRange ?? {})}</Empty>
      ) : (
        height > 0 && (
          <ChartTile
            kind={chartKindOf(displayOf(query))}
            label={`${name}, ${describeDateRange(query.dateRange ?? {})}`}
            data={data.chart}
            height={height - 16}
            // One line is named by the tile; on a phone names beside lines leave no room for them.
            naming={split.length > 0 || data.chart.series.length < 2 || narrow ? 'legend' : 'direct'}
            what={split.length > 0 ? split.map((one) => propertyLabel(one.property)).join(' · ') : 'Series'}
            goals={goals}
            scale={query.trendsFilter?.yAxisScaleType === 'log10' ? 'log' : 'linear'}
            oneColor={query.series.length === 1}
            onPick={opens ? onPick : undefined}
          />
        )
      )}
      <Suspense fallback={null}>{opened && <DrillPanel projectId={projectId} drilled={opened} onClose={close} returnFocus={opener} />}</Suspense>
    </div>
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
