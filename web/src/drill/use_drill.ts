import { useMemo, useRef, useState } from 'react'
import type { TrendsQuery } from '@/api/types'
import type { ChartAxis, OnPick } from '@/charts/data'
import { drill, type Drilled } from './point'

/** What a page needs to open its numbers: `onPick` for its charts, and what is open. */
export function useDrill(query: TrendsQuery, axis: ChartAxis | undefined) {
  const [opened, setOpened] = useState<Drilled | null>(null)
  const opener = useRef<HTMLElement | null>(null)
  const opens = axis !== undefined && !query.trendsFilter?.formulaNodes?.length
  const onPick = useMemo<OnPick | undefined>(() => {
    if (!opens) return undefined
    return (point) => {
      const next = drill(query, axis, point)
      if (!next) return
      opener.current = document.activeElement instanceof HTMLElement ? document.activeElement : null
      setOpened(next)
    }
  }, [opens, query, axis])
  return { opened, onPick, opener, close: () => setOpened(null) }
}
