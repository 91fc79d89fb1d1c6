import type { Question } from '@/lib/question'
import { breakdownsOf, type EventNode } from '@/lib/question_parts'
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
  }
}

const path = (names: string[]): string => (names.length > 3 ? [names[0], `${names.length - 2} more`, names.at(-1)] : names).join(' → ')

function split(question: Parameters<typeof breakdownsOf>[0], title: string): string {
  const properties = breakdownsOf(question).map((one) => propertyLabel(one.property))
  return properties.length > 0 ? `${title} by ${properties.join(' and ')}` : title
}
