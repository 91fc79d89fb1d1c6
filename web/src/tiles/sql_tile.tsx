import { Suspense, useMemo, useRef } from 'react'
import type { HogQLQueryResponse, QueryNode } from '@/api/types'
import { lazy } from '@/lib/parts'
import { readResult } from '@/lib/result_table'
import type { SqlQuestion } from '@/lib/visualization'
import { ResultChart } from '@/results/result_chart'
import { Empty, Skeleton } from '@/ui/states'
import { TileError } from './tile_error'
import { useHeight } from './use_height'
import { useTileAnswer } from './use_tile_answer'

// A chart needs no grid, and most tiles are charts.
const ResultGrid = lazy(() => import('@/results/result_grid').then((part) => ({ default: part.ResultGrid })))

interface SqlTileProps {
  projectId: number
  question: SqlQuestion
  /** The question itself, as it was saved, with the dashboard's dates in it. */
  source: QueryNode | null
  name: string
  refreshes: number
  onAnswered?: (at: number) => void
}

/** The answer of a SQL question as its insight shows it: rows, or a chart. */
export default function SqlTile({ projectId, question, source, name, refreshes, onAnswered }: SqlTileProps) {
  const box = useRef<HTMLDivElement>(null)
  const height = useHeight(box)
  const { data, error, retry } = useTileAnswer<HogQLQueryResponse>(projectId, source as QueryNode, { refreshes, onAnswered })
  const table = useMemo(() => (data ? readResult(data.response) : null), [data])
  return (
    <div ref={box} className="flex h-full min-h-0 flex-col">
      {error ? (
        <TileError error={error} onRetry={retry} />
      ) : table === null ? (
        <div aria-busy className="h-full p-4">
          <Skeleton className="h-full w-full" />
        </div>
      ) : table.rows.length === 0 ? (
        <Empty title="0 rows">The question was answered; nothing matches its conditions.</Empty>
      ) : question.display === 'ActionsTable' ? (
        <Suspense fallback={<Skeleton className="m-4 h-3/4" />}>
          <ResultGrid label={name} table={table} />
        </Suspense>
      ) : (
        height > 0 && (
          <div className="px-4 pt-1 pb-3">
            <ResultChart label={name} table={table} display={question.display} chart={question.chart} height={height - 16} />
          </div>
        )
      )}
    </div>
  )
}
