import { useEffect, useState } from 'react'
import type { insightName as nameOf } from './insight_name'

type Named = Parameters<typeof nameOf>[0]

/** Names insights where few are without a name: what reads their questions is loaded only when one is. */
export function useInsightName(insights: Named[]): (insight: Named) => string {
  const [derive, setDerive] = useState<typeof nameOf | null>(null)
  const lacks = insights.some((one) => !one.name && !one.derived_name)
  useEffect(() => {
    if (!lacks) return
    import('./insight_name')
      .then((part) => setDerive(() => part.insightName))
      .catch(() => setDerive(() => () => 'Untitled'))
  }, [lacks])
  return (insight) => insight.name || insight.derived_name || derive?.(insight) || '…'
}
