import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useMemo, useRef, useState } from 'react'
import { runQuery, type Answer } from '@/api/query'
import type { HogQLQueryResponse, QueryNode } from '@/api/types'
import { readResult } from '@/lib/result_table'
import type { SqlQuestion } from '@/lib/visualization'
import { ResultChart } from '@/results/result_chart'
import { ResultGrid } from '@/results/result_grid'
import { Empty, Skeleton } from '@/ui/states'
import { TileError } from './tile_error'
import { turns } from './turns'
import { useHeight } from './use_height'

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
  const queryClient = useQueryClient()
  const box = useRef<HTMLDivElement>(null)
  const height = useHeight(box)
  const [failure, setFailure] = useState<Error | null>(null)
  const asked = useRef(refreshes)
  const key = JSON.stringify(['project', projectId, 'query', source])
  const ask = (signal: AbortSignal, force = false) => turns.run(() => runQuery<HogQLQueryResponse>(projectId, source as QueryNode, { signal, force }), signal)
  const result = useQuery({ queryKey: JSON.parse(key) as unknown[], queryFn: ({ signal }) => ask(signal) })

  useEffect(() => {
    if (asked.current === refreshes) return
    asked.current = refreshes
    setFailure(null)
    const control = new AbortController()
    ask(control.signal, true)
      .then((answer) => queryClient.setQueryData<Answer<HogQLQueryResponse>>(JSON.parse(key), answer))
      .catch((error: unknown) => {
        if (!control.signal.aborted) setFailure(error instanceof Error ? error : new Error(String(error)))
      })
    return () => control.abort()
    // oxlint-disable-next-line react/exhaustive-deps -- the key stands for the question
  }, [refreshes, key, queryClient])

  const computedAt = result.data?.computedAt
  useEffect(() => {
    if (computedAt !== undefined) onAnswered?.(computedAt)
  }, [computedAt, onAnswered])

  const table = useMemo(() => (result.data ? readResult(result.data.response) : null), [result.data])
  const error = failure ?? result.error
  return (
    <div ref={box} className="flex h-full min-h-0 flex-col">
      {error ? (
        <TileError
          error={error}
          onRetry={() => {
            setFailure(null)
            void result.refetch()
          }}
        />
      ) : table === null ? (
        <div aria-busy className="h-full p-4">
          <Skeleton className="h-full w-full" />
        </div>
      ) : table.rows.length === 0 ? (
        <Empty title="0 rows">The question was answered; nothing matches its conditions.</Empty>
      ) : question.display === 'ActionsTable' ? (
        <ResultGrid label={name} table={table} />
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
