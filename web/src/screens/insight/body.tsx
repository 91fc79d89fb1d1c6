import { lazy, Suspense, useMemo, type ReactNode } from 'react'
import { isApiError } from '@/api/client'
import type { FunnelsResponse, TrendsQuery, TrendsResponse } from '@/api/types'
import { readTrends } from '@/charts/trends_data'
import type { Question } from '@/lib/question'
import { wallTimeIn, type WallTime } from '@/lib/wall_time'
import { Button } from '@/ui/button'
import { Empty, ErrorBox } from '@/ui/states'
import { Loading } from './loading'
import { Answer } from './trends_answer'
import type { useAnswer } from './use_answer'

// One kind is shown at a time; trends, the most common, come with the page.
const FunnelAnswer = lazy(() => import('@/answers/funnel_answer'))
const NoMatch = lazy(() => import('./no_match'))

interface BodyProps {
  projectId: number
  query: Question
  answer: ReturnType<typeof useAnswer>
  /** The project's time zone. */
  zone: string
  name: string
  onChange: (query: Question) => void
  /** Opens the picker of another event. */
  onAdd: () => void
}

/** The answer, or why there is none. */
export function Body({ projectId, query, answer, zone, name, onChange, onAdd }: BodyProps) {
  if (answer.problem) {
    return (
      <div className="flex min-h-chart items-center justify-center">
        <Empty title={answer.problem} action={query.series.length < 2 && <Button onClick={onAdd}>Add a step</Button>} />
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
  switch (answered.kind) {
    case 'TrendsQuery':
      return <TrendsBody projectId={projectId} query={answered} response={data.response as TrendsResponse} now={now} name={name} nothing={nothing} />
    case 'FunnelsQuery':
      return (
        <Suspense fallback={<Loading />}>
          <FunnelAnswer opens size="screen" projectId={projectId} query={answered} response={data.response as FunnelsResponse} now={now} name={name} nothing={nothing} />
        </Suspense>
      )
  }
}

interface TrendsBodyProps {
  projectId: number
  query: TrendsQuery
  response: TrendsResponse
  now: WallTime
  name: string
  nothing: ReactNode
}

function TrendsBody({ projectId, query, response, now, name, nothing }: TrendsBodyProps) {
  const result = useMemo(() => readTrends(query, response, now), [query, response, now])
  return result.isEmpty ? nothing : <Answer projectId={projectId} query={query} result={result} name={name} />
}
