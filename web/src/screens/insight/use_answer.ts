import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { questionQuery, runQuery, type Answer } from '@/api/query'
import { askedOf, problemOf, type Question } from '@/lib/question'
import { useSettled } from '@/ui/use_settled'

const settleMs = 250

/** The answer to the question once it has been left alone for a quarter of a second. */
export function useAnswer(projectId: number, query: Question) {
  const queryClient = useQueryClient()
  const text = JSON.stringify(askedOf(query))
  const settled = useSettled(text, settleMs)
  const asked = JSON.parse(settled) as Question
  const options = questionQuery<unknown>(projectId, asked)
  const problem = problemOf(query)
  const enabled = problemOf(asked) === null
  const result = useQuery({ ...options, enabled })
  const [refreshing, setRefreshing] = useState(false)

  const refresh = async () => {
    if (!enabled) return
    setRefreshing(true)
    try {
      const answer = await runQuery<unknown>(projectId, asked, { force: true })
      queryClient.setQueryData<Answer<unknown>>(options.queryKey, answer)
    } catch {
      await queryClient.invalidateQueries({ queryKey: options.queryKey })
    } finally {
      setRefreshing(false)
    }
  }

  return {
    /** Why it cannot be asked yet; null when it can. */
    problem,
    /** The question that `data` answers; the shown one may be newer while it is being asked. */
    answered: useLast(query, settled === text && !result.isPlaceholderData && result.data !== undefined),
    data: result.data,
    error: result.error,
    pending: result.isPending,
    running: result.isFetching || (settled !== text && problem === null) || refreshing,
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
