import type { PathsQuery, PathType } from '@/api/types'
import { aroundOf, describeAround, stepLabel } from '@/lib/paths_query'
import type { Question } from '@/lib/question'
import { breakdownNames, subjectName, type EventNode } from '@/lib/question_parts'
import { nodeOf } from '@/lib/retention_query'
import { titleOf } from './trends_words'

export const eventName = (node: EventNode): string => node.custom_name || subjectName(node)

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
    case 'PathsQuery':
      return pathsTitle(question)
    case 'StickinessQuery':
      return `Stickiness of ${question.series.map(eventName).join(' and ')}`
    case 'LifecycleQuery':
      return `Lifecycle of ${question.series.map(eventName).join(' and ')}`
  }
}

const path = (names: string[]): string => (names.length > 3 ? [names[0], `${names.length - 2} more`, names.at(-1)] : names).join(' → ')

const stepNames: Record<PathType, string> = { $pageview: 'pages', $screen: 'screens', custom_event: 'custom events', hogql: 'an SQL expression' }

/** "Paths through pages from /pricing to /signup" */
function pathsTitle(query: PathsQuery): string {
  const { includeEventTypes = [], startPoint, endPoint } = query.pathsFilter
  const around = aroundOf(query)
  const through = includeEventTypes.length > 0 ? includeEventTypes.map((type) => stepNames[type]).join(' and ') : 'all events'
  return `Paths through ${through}${startPoint ? ` from ${stepLabel(startPoint)}` : ''}${endPoint ? ` to ${stepLabel(endPoint)}` : ''}${around ? ` ${describeAround(around)}` : ''}`
}

function split(question: Parameters<typeof breakdownNames>[0], title: string): string {
  const properties = breakdownNames(question)
  return properties.length > 0 ? `${title} by ${properties.join(' and ')}` : title
}
