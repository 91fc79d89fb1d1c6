import { Suspense, useEffect, useMemo, type ReactNode } from 'react'
import { isApiError } from '@/api/client'
import type { FunnelsResponse, LifecycleResponse, PathsResponse, RetentionResponse, StickinessResponse, TrendsQuery, TrendsResponse } from '@/api/types'
import { useCohortNames, useGroupWords } from '@/answers/names'
import { readTrends } from '@/charts/trends_data'
import { lazy } from '@/lib/parts'
import type { Question, QuestionKind } from '@/lib/question'
import { countsGroups, displayOf } from '@/lib/trends_query'
import { wallTimeIn, type WallTime } from '@/lib/wall_time'
import { Button } from '@/ui/button'
import { Empty, ErrorBox } from '@/ui/states'
import { Loading } from './loading'
import { Answer } from './trends_answer'
import type { useAnswer } from './use_answer'

// One kind is shown at a time; trends, the most common, come with the page.
const chunks = {
  FunnelsQuery: () => import('@/answers/funnel_answer'),
  RetentionQuery: () => import('@/answers/retention_answer'),
  PathsQuery: () => import('@/answers/paths_answer'),
  StickinessQuery: () => import('@/answers/activity_answer').then((part) => ({ default: part.StickinessAnswer })),
  LifecycleQuery: () => import('@/answers/activity_answer').then((part) => ({ default: part.LifecycleAnswer })),
}
const FunnelAnswer = lazy(chunks.FunnelsQuery)
const RetentionAnswer = lazy(chunks.RetentionQuery)
const PathsAnswer = lazy(chunks.PathsQuery)
const StickinessAnswer = lazy(chunks.StickinessQuery)
const LifecycleAnswer = lazy(chunks.LifecycleQuery)
const CalendarAnswer = lazy(() => import('@/answers/calendar_answer'))
const BoxPlotAnswer = lazy(() => import('@/answers/box_plot_answer'))
const NoMatch = lazy(() => import('./no_match'))
const DisplayProblem = lazy(() => import('./display_problem'))

interface BodyProps {
  projectId: number
  query: Question
  answer: ReturnType<typeof useAnswer>
  /** The project's time zone. */
  zone: string
  /** The number of the insight, once it is saved. */
  insight?: number
  /** What is called by it is the answer that is shown, which may be older than the question. */
  name: string
  onChange: (query: Question) => void
  /** Opens the picker of another event. */
  onAdd: () => void
}

/** The answer, or why there is none. */
export function Body({ projectId, query, answer, zone, insight, name, onChange, onAdd }: BodyProps) {
  useChunk(query.kind)
  if (answer.problem) {
    return (
      <div className="flex min-h-chart items-center justify-center">
        <Empty
          title={answer.problem}
          action={
            query.kind === 'TrendsQuery' ? (
              <Suspense fallback={null}>
                <DisplayProblem query={query} onChange={onChange} />
              </Suspense>
            ) : (
              query.kind === 'FunnelsQuery' && query.series.length < 2 && <Button onClick={onAdd}>Add a step</Button>
            )
          }
        />
      </div>
    )
  }
  if (answer.error) {
    const { error } = answer
    return (
      <div className="px-5 py-10">
        <ErrorBox
          title="This question could not be answered"
          message={error.message}
          onRetry={answer.retry}
          details={isApiError(error) ? `query ${error.queryId ?? '-'}, ${error.status} ${error.code}: ${error.message}` : error.message}
        />
      </div>
    )
  }
  if (!answer.data) {
    return answer.pending && answer.running ? <Loading /> : <Empty title="The question was cancelled" action={<Button onClick={answer.retry}>Ask again</Button>} />
  }
  const { answered, data } = answer
  const nothing = (
    <Suspense fallback={null}>
      <NoMatch projectId={projectId} query={answered} onChange={onChange} />
    </Suspense>
  )
  const now = wallTimeIn(zone, data.computedAt)
  const shared = { size: 'screen' as const, opens: true, projectId, now, name, nothing }
  return <Suspense fallback={<Loading />}>{drawn()}</Suspense>

  function drawn() {
    switch (answered.kind) {
      case 'TrendsQuery': {
        const display = displayOf(answered)
        const trend = { ...shared, query: answered, response: data.response as TrendsResponse }
        if (display === 'CalendarHeatmap') return <CalendarAnswer {...trend} />
        if (display === 'BoxPlot') return <BoxPlotAnswer {...trend} />
        return <TrendsBody {...shared} zone={zone} insight={insight} query={answered} response={data.response as TrendsResponse} />
      }
      case 'FunnelsQuery':
        return <FunnelAnswer {...shared} query={answered} response={data.response as FunnelsResponse} />
      case 'RetentionQuery':
        return <RetentionAnswer {...shared} query={answered} response={data.response as RetentionResponse} />
      case 'PathsQuery':
        return <PathsAnswer {...shared} query={answered} response={data.response as PathsResponse} onChange={onChange} />
      case 'StickinessQuery':
        return <StickinessAnswer {...shared} query={answered} response={data.response as StickinessResponse} />
      case 'LifecycleQuery':
        return <LifecycleAnswer {...shared} query={answered} response={data.response as LifecycleResponse} />
    }
  }
}

/** Loads the code of an answer while the answer itself is being computed. */
function useChunk(kind: QuestionKind) {
  useEffect(() => {
    if (kind === 'TrendsQuery') return
    chunks[kind]().catch(() => {
      // It is asked for again, and its failure said, where it is drawn.
    })
  }, [kind])
}

interface TrendsBodyProps {
  projectId: number
  query: TrendsQuery
  response: TrendsResponse
  now: WallTime
  zone: string
  insight?: number
  name: string
  nothing: ReactNode
}

function TrendsBody({ projectId, query, response, now, zone, insight, name, nothing }: TrendsBodyProps) {
  const cohorts = useCohortNames(projectId, query, true)
  const groups = useGroupWords(projectId, countsGroups(query))
  const result = useMemo(() => readTrends(query, response, now, { cohorts, groups }), [query, response, now, cohorts, groups])
  return result.isEmpty ? nothing : <Answer projectId={projectId} query={query} result={result} name={name} zone={zone} insight={insight} />
}
