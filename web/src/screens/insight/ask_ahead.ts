import { eventDefinitionsQuery } from '@/api/definitions'
import { insightQuery } from '@/api/insights'
import { questionQuery } from '@/api/query'
import { queryClient } from '@/api/query_client'
import type { EventDefinition, Page } from '@/api/types'
import { draftKey, readDraft } from '@/lib/drafts'
import { askedOf, isWhole, parseQuestion, problemOf, type Question } from '@/lib/question'

/** What a new insight begins with: page views where there are any, all events elsewhere. */
export function beginning(definitions: Page<EventDefinition> | undefined): Question {
  const hasPageviews = definitions?.results.some((definition) => definition.name === '$pageview') ?? false
  return { kind: 'TrendsQuery', series: [{ kind: 'EventsNode', event: hasPageviews ? '$pageview' : null }] }
}

/**
 * Asks what the page is going to ask first, under the same keys: the question of the address, else the draft on this
 * device, else what is saved or what a new insight begins with.
 */
export async function askAhead(projectId: number, shortId: string | undefined, q: unknown): Promise<void> {
  const begun = parseQuestion(q) ?? readDraft(draftKey(projectId, shortId ?? null))?.query
  if (begun) ask(projectId, begun)
  try {
    const base = shortId === undefined ? beginning(await queryClient.fetchQuery(eventDefinitionsQuery(projectId, '$pageview'))) : await saved(projectId, shortId)
    if (!begun && base) ask(projectId, base)
  } catch {
    // The page asks again, and says why there is no answer.
  }
}

async function saved(projectId: number, shortId: string): Promise<Question | null> {
  const insight = await queryClient.fetchQuery(insightQuery(projectId, shortId))
  return insight && !insight.deleted && isWhole(insight.query) ? parseQuestion(insight.query) : null
}

function ask(projectId: number, question: Question): void {
  const asked = askedOf(question)
  if (problemOf(asked) === null) void queryClient.prefetchQuery(questionQuery(projectId, asked))
}
