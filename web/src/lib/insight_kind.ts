import type { InsightKind, QueryNode } from '@/api/types'

export const kindLabels: Record<InsightKind, string> = {
  TRENDS: 'Trends',
  FUNNELS: 'Funnel',
  RETENTION: 'Retention',
  PATHS: 'Paths',
  STICKINESS: 'Stickiness',
  LIFECYCLE: 'Lifecycle',
  SQL: 'SQL',
}

const kinds: Record<string, InsightKind> = {
  TrendsQuery: 'TRENDS',
  FunnelsQuery: 'FUNNELS',
  RetentionQuery: 'RETENTION',
  PathsQuery: 'PATHS',
  StickinessQuery: 'STICKINESS',
  LifecycleQuery: 'LIFECYCLE',
  HogQLQuery: 'SQL',
}

/** Those that the page of an insight asks, in the order of its tabs. */
export const askedKinds = ['TRENDS', 'FUNNELS', 'RETENTION', 'PATHS', 'STICKINESS', 'LIFECYCLE'] as const satisfies readonly InsightKind[]

/** The address below the project where a new insight of the kind begins. */
export const newInsightPath = (kind: InsightKind): string => (kind === 'TRENDS' ? '/insights/new' : kind === 'SQL' ? '/sql' : `/insights/new#insight=${kind}`)

/** What kind of question a saved node holds; null for kinds without a name here. */
export function kindOf(node: QueryNode | null | undefined): InsightKind | null {
  if (!node) return null
  return kinds[node.kind] ?? kindOf(node.source)
}
