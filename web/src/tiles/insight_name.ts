import type { Insight } from '@/api/types'
import { questionTitle } from '@/charts/question_words'
import { parseQuestion } from '@/lib/question'

/** What an insight is called: its name, or what it asks. */
export function insightName(insight: Insight): string {
  if (insight.name || insight.derived_name) return insight.name || insight.derived_name || ''
  const query = parseQuestion(insight.query)
  return query ? questionTitle(query) : 'Untitled'
}
