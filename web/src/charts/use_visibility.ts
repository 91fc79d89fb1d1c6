import { useMemo, useState } from 'react'
import type { ChartSeries } from './data'

/** Which series are shown; legends change it, charts draw `shown`. */
export interface Visibility {
  shown: ChartSeries[]
  hidden: ReadonlySet<string>
  toggle: (id: string) => void
  /** Shows only this one; a second time shows all again. */
  isolate: (id: string) => void
  showAll: () => void
}

export function useVisibility(series: ChartSeries[]): Visibility {
  const [hidden, setHidden] = useState<ReadonlySet<string>>(new Set())
  return useMemo(() => {
    const shown = hidden.size === 0 ? series : series.filter((one) => !hidden.has(one.id))
    return {
      shown,
      hidden,
      toggle: (id) => {
        const next = new Set(hidden)
        if (!next.delete(id)) next.add(id)
        setHidden(next)
      },
      isolate: (id) => {
        const alone = shown.length === 1 && shown[0]?.id === id
        setHidden(new Set(alone ? [] : series.filter((one) => one.id !== id).map((one) => one.id)))
      },
      showAll: () => setHidden(new Set()),
    }
  }, [series, hidden])
}
