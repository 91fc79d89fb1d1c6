import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import { runQuery, type Answer } from '@/api/query'
import { turns } from './turns'

interface TileQuestion {
  /** Counts up when the answer is to be computed again. */
  refreshes: number
  onAnswered?: (at: number) => void
}

/** The answer to the question of a tile, asked for in its turn; refreshing keeps the old one until there is a new one. */
export function useTileAnswer<T>(projectId: number, question: { kind: string }, { refreshes, onAnswered }: TileQuestion) {
  const queryClient = useQueryClient()
  const [failure, setFailure] = useState<Error | null>(null)
  const asked = useRef(refreshes)
  const key = JSON.stringify(['project', projectId, 'query', question])
  const ask = (signal: AbortSignal, force = false) => turns.run(() => runQuery<T>(projectId, question, { signal, force }), signal)
  const result = useQuery({ queryKey: JSON.parse(key) as unknown[], queryFn: ({ signal }) => ask(signal) })

  useEffect(() => {
    if (asked.current === refreshes) return
    asked.current = refreshes
    setFailure(null)
    const control = new AbortController()
    ask(control.signal, true)
      .then((answer) => queryClient.setQueryData<Answer<T>>(JSON.parse(key), answer))
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

  return {
    data: result.data ?? null,
    error: failure ?? result.error,
    retry: () => {
      setFailure(null)
      void result.refetch()
    },
  }
}
