import type { Insight } from '@/api/types'
import { questionTitle } from '@/charts/question_words'
import { parseQuestion } from '@/lib/question'
import { readVisualization } from '@/lib/visualization'

const longestSql = 60

/** What an insight is called: its name, or what it asks. */
export function insightName(insight: Pick<Insight, 'name' | 'derived_name' | 'query'>): string {
  if (insight.name || insight.derived_name) return insight.name || insight.derived_name || ''
  const query = parseQuestion(insight.query)
  if (query) return questionTitle(query)
  const sql = readVisualization(insight.query)?.text.replaceAll(/\s+/g, ' ').trim()
  if (!sql) return 'Untitled'
  return sql.length > longestSql ? `${sql.slice(0, longestSql - 1).trimEnd()}…` : sql
}
