import { useCallback, useMemo, useRef, useState } from 'react'
import type { TrendsQuery } from '@/api/types'
import type { ChartAxis, OnPick } from '@/charts/data'
import type { WordsOf } from '@/lib/question_parts'
import { drill, type Drilled } from './point'

/** The number that is open, and where focus goes when it closes. */
export function useOpened() {
  const [opened, setOpened] = useState<Drilled | null>(null)
  const opener = useRef<HTMLElement | null>(null)
  const open = useCallback((next: Drilled) => {
    opener.current = document.activeElement instanceof HTMLElement ? document.activeElement : null
    setOpened(next)
  }, [])
  return { opened, open, opener, close: () => setOpened(null) }
}

/** What a page needs to open its numbers: `onPick` for its charts, and what is open. */
export function useDrill(query: TrendsQuery, axis: ChartAxis | undefined, wordsOf?: WordsOf) {
  const { open, ...rest } = useOpened()
  const opens = axis !== undefined && !query.trendsFilter?.formulaNodes?.length
  const onPick = useMemo<OnPick | undefined>(() => {
    if (!opens) return undefined
    return (point) => {
      const next = drill(query, axis, point, wordsOf)
      if (next) open(next)
    }
  }, [opens, query, axis, wordsOf, open])
  return { ...rest, onPick }
}
