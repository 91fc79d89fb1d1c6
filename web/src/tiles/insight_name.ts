import type { Insight } from '@/api/types'
import { titleOf } from '@/charts/trends_words'
import { parseTrendsQuery } from '@/lib/trends_query'

/** What an insight is called: its name, or what it asks. */
export function insightName(insight: Insight): string {
  if (insight.name || insight.derived_name) return insight.name || insight.derived_name || ''
  const query = parseTrendsQuery(insight.query)
  return query ? titleOf(query) : 'Untitled'
}
