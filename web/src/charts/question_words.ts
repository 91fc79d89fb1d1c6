import type { Question } from '@/lib/question'
import { breakdownsOf, type EventNode } from '@/lib/question_parts'
import { nodeOf } from '@/lib/retention_query'
import { eventLabel, propertyLabel } from '@/lib/taxonomy'
import { titleOf } from './trends_words'

export const eventName = (node: EventNode): string => node.custom_name || eventLabel(node.event)

/** What the question is called until somebody names it. */
export function questionTitle(question: Question): string {
  switch (question.kind) {
    case 'TrendsQuery':
      return titleOf(question)
    case 'FunnelsQuery':
      return split(question, path(question.series.map(eventName)))
    case 'RetentionQuery': {
      const { targetEntity, returningEntity } = question.retentionFilter
      return split(question, `${eventName(nodeOf(targetEntity))}, then ${eventName(nodeOf(returningEntity))}`)
    }
    case 'StickinessQuery':
      return `Stickiness of ${question.series.map(eventName).join(' and ')}`
    case 'LifecycleQuery':
      return `Lifecycle of ${question.series.map(eventName).join(' and ')}`
  }
}

const path = (names: string[]): string => (names.length > 3 ? [names[0], `${names.length - 2} more`, names.at(-1)] : names).join(' → ')

function split(question: Parameters<typeof breakdownsOf>[0], title: string): string {
  const properties = breakdownsOf(question).map((one) => propertyLabel(one.property))
  return properties.length > 0 ? `${title} by ${properties.join(' and ')}` : title
}
