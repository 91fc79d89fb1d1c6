import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { runQuery, trendsQuery, type Answer } from '@/api/query'
import type { TrendsQuery, TrendsResponse } from '@/api/types'
import { asked as askedOf } from '@/lib/trends_query'
import { useSettled } from '@/ui/use_settled'

const settleMs = 250

/** The answer to the question once it has been left alone for a quarter of a second. */
export function useTrends(projectId: number, query: TrendsQuery) {
  const queryClient = useQueryClient()
  const text = JSON.stringify(askedOf(query))
  const settled = useSettled(text, settleMs)
  const asked = JSON.parse(settled) as TrendsQuery
  const options = trendsQuery(projectId, asked)
  const result = useQuery(options)
  const [refreshing, setRefreshing] = useState(false)

  const refresh = async () => {
    setRefreshing(true)
    try {
      const answer = await runQuery<TrendsResponse>(projectId, asked, { force: true })
      queryClient.setQueryData<Answer<TrendsResponse>>(options.queryKey, answer)
    } catch {
      await queryClient.invalidateQueries({ queryKey: options.queryKey })
    } finally {
      setRefreshing(false)
    }
  }

  return {
    /** The question that `data` answers; the shown one may be newer while it is being asked. */
    answered: useLast(query, settled === text && !result.isPlaceholderData && result.data !== undefined),
    data: result.data,
    error: result.error,
    pending: result.isPending,
    running: result.isFetching || settled !== text || refreshing,
    cancel: () => void queryClient.cancelQueries({ queryKey: options.queryKey }),
    retry: () => void result.refetch(),
    refresh: () => void refresh(),
  }
}

/** The value, or while it is not current the last one that was. */
function useLast<T>(value: T, current: boolean): T {
  const [last, setLast] = useState(value)
  useEffect(() => {
    if (current) setLast(value)
  }, [value, current])
  return current ? value : last
}
