import { QueryClient } from '@tanstack/react-query'
import type { Answer } from '@/api/query'
import type { Insight } from '@/api/types'
import { askedOf, parseQuestion } from '@/lib/question'

/** Public pages belong to no project that anybody could ask about. */
export const noProject = 0

/**
 * The answers that came with a page, where charts look for them. Nothing that is not there is asked for: whoever
 * looks at a public page may not ask questions.
 */
export function answersOf(insights: Insight[]): QueryClient {
  const client = new QueryClient({ defaultOptions: { queries: { enabled: false, staleTime: Infinity, gcTime: Infinity, retry: false } } })
  for (const insight of insights) {
    if (insight.result === null || insight.result === undefined || !insight.query) continue
    const { result, columns, types, hasMore, timezone, resolved_date_range, last_refresh } = insight
    const answer: Answer<unknown> = {
      response: { results: result, columns, types, hasMore, timezone, resolved_date_range, last_refresh },
      took: 0,
      computedAt: last_refresh ? Date.parse(last_refresh) : Date.now(),
    }
    const read = parseQuestion(insight.query)
    for (const question of [insight.query.source ?? insight.query, read, read && askedOf(read)]) {
      if (question) client.setQueryData(['project', noProject, 'query', question], answer)
    }
  }
  return client
}
