import type { AnyFilter, FunnelsQuery, InsightKind, LifecycleQuery, PathsQuery, RetentionQuery, StickinessQuery, TrendsQuery } from '@/api/types'
import { askedLifecycle, askedStickiness, parseLifecycleQuery, parseStickinessQuery } from './activity_query'
import { askedFunnel, funnelProblem, parseFunnelsQuery } from './funnels_query'
import { kindOf } from './insight_kind'
import { askedPaths, eventsOfPaths, parsePathsQuery, pathsProblem, pathTypesOf } from './paths_query'
import { isFields, isSameSubject, namesIn, questionOf, tidy, type EventNode } from './question_parts'
import { askedRetention, entityOf, nodeOf, parseRetentionQuery } from './retention_query'
import { asked, parseTrendsQuery, trendsProblem } from './trends_query'

/** A question that an insight asks and draws; it lives in the URL as the server's own query JSON. */
export type Question = TrendsQuery | FunnelsQuery | RetentionQuery | PathsQuery | StickinessQuery | LifecycleQuery
export type QuestionKind = Question['kind']

/** The kinds in the order of their tabs. */
export const questionKinds = ['TrendsQuery', 'FunnelsQuery', 'RetentionQuery', 'PathsQuery', 'StickinessQuery', 'LifecycleQuery'] as const satisfies readonly QuestionKind[]

/** Reads a question of any kind, also out of an insight node around it; null when it is none that can be shown. */
export const parseQuestion = (value: unknown): Question | null =>
  parseTrendsQuery(value) ?? parseFunnelsQuery(value) ?? parseRetentionQuery(value) ?? parsePathsQuery(value) ?? parseStickinessQuery(value) ?? parseLifecycleQuery(value)

/** Whether all of a saved question can be shown; series of other kinds, such as groups of events, would be lost. */
export function isWhole(value: unknown): boolean {
  const found = questionOf(value)
  if (!isFields(found)) return false
  const filter = isFields(found.funnelsFilter) ? found.funnelsFilter : {}
  return [found.series, filter.exclusions].every(
    (list) => !Array.isArray(list) || list.every((one: unknown) => isFields(one) && (one.kind === 'EventsNode' || one.kind === 'ActionsNode' || one.kind === undefined)),
  )
}

/** `#q={…}`, the way PostHog links carry a question, and `#insight=FUNNELS`, the way they begin one. */
export function questionFromHash(hash: string): Question | null {
  const named = /^#?insight=(\w+)$/.exec(hash)
  if (named) return newQuestion(named[1] as InsightKind)
  const found = /^#?q=(.*)$/s.exec(hash)
  if (!found) return null
  for (const text of [found[1] ?? '', decode(found[1] ?? '')]) {
    try {
      return parseQuestion(JSON.parse(text))
    } catch {
      // Perhaps it is escaped once more.
    }
  }
  return null
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

/** What a question of a kind begins with; null for kinds that are none, such as SQL. */
export function newQuestion(kind: InsightKind): Question | null {
  const found = questionKinds.find((one) => kindOf({ kind: one }) === kind)
  return found ? turnedInto({ kind: 'TrendsQuery', series: [{ kind: 'EventsNode', event: '$pageview' }] }, found) : null
}

/**
 * The same events, conditions and range, asked as another kind. `before` is what was last asked as that kind, `named`
 * what was last asked about events by name, which paths are not.
 */
export function turnedInto(question: Question, kind: QuestionKind, before?: Question, named?: Question): Question {
  if (question.kind === kind) return question
  const { dateRange, properties, filterTestAccounts } = question
  const events = eventsOf(question.kind === 'PathsQuery' && named ? named : question)
  const next = {
    ...(before?.kind === kind ? before : {}),
    kind,
    dateRange,
    properties,
    filterTestAccounts,
    // Trends count by their series.
    ...(question.kind !== 'TrendsQuery' && kind !== 'TrendsQuery' && { aggregation_group_type_index: question.aggregation_group_type_index }),
    // A kind without breakdowns or intervals leaves those of the other as they were.
    ...('breakdownFilter' in question && { breakdownFilter: question.breakdownFilter }),
    ...('interval' in question && { interval: question.interval }),
    ...askingAbout(events, kind, before),
  }
  return parseQuestion(tidy(next)) ?? question
}

/** The events, where the kind has them. */
function askingAbout(events: EventNode[], kind: QuestionKind, before: Question | undefined): object {
  if (kind === 'RetentionQuery') return { retentionFilter: retentionOf(events, before) }
  if (kind === 'PathsQuery') return { pathsFilter: before?.kind === kind ? before.pathsFilter : { includeEventTypes: pathTypesOf(events) } }
  return { series: takenOver(events, before && 'series' in before ? before.series : [], kind) }
}

/** The events as they are now; where one is the same as before, with what only the other kind knows of it. */
function takenOver(now: EventNode[], before: EventNode[], kind: QuestionKind): EventNode[] {
  const own = now.map((node, i) => (before[i] && isSameSubject(before[i], node) ? { ...before[i], ...node } : node))
  // A kind that asks about fewer events does not take the others away.
  return [...own, ...(kind === 'LifecycleQuery' ? [] : before.slice(own.length))]
}

function retentionOf(events: EventNode[], before: Question | undefined) {
  const kept = before?.kind === 'RetentionQuery' ? before.retentionFilter : {}
  const [first = { kind: 'EventsNode', event: null }, second = first] = events
  return { ...kept, targetEntity: entityOf(first), returningEntity: entityOf(second) }
}

/** The events that a question asks about. */
export const eventsOf = (question: Question): EventNode[] =>
  nodesOf(question).map(({ kind, event, id, name, custom_name, properties }) => tidy<EventNode>({ kind, event, id, name, custom_name, properties }))

function nodesOf(question: Question): EventNode[] {
  if (question.kind === 'PathsQuery') return eventsOfPaths(question)
  return question.kind === 'RetentionQuery' ? [nodeOf(question.retentionFilter.targetEntity), nodeOf(question.retentionFilter.returningEntity)] : question.series
}

/** The question with other conditions on one of its events. */
export function withEventFilters(question: Question, at: number, properties: AnyFilter[]): Question {
  if (question.kind === 'PathsQuery') return question
  if (question.kind === 'RetentionQuery') {
    const which = at === 0 ? 'targetEntity' : 'returningEntity'
    return parseQuestion({ ...question, retentionFilter: { ...question.retentionFilter, [which]: { ...question.retentionFilter[which], properties } } }) ?? question
  }
  const series = question.series.map((node, i) => (i === at ? { ...node, properties } : node))
  return parseQuestion({ ...question, series }) ?? question
}

/** Every event name of the question, once. */
export const eventNamesOf = (question: Question): string[] => [...new Set(eventsOf(question).flatMap((node) => namesIn(node)))]

/** The question as it is sent: without what is still being filled in or only changes how the answer is drawn. */
export function askedOf(question: Question): Question {
  switch (question.kind) {
    case 'TrendsQuery':
      return asked(question)
    case 'FunnelsQuery':
      return askedFunnel(question)
    case 'RetentionQuery':
      return askedRetention(question)
    case 'PathsQuery':
      return askedPaths(question)
    case 'StickinessQuery':
      return askedStickiness(question)
    case 'LifecycleQuery':
      return askedLifecycle(question)
  }
}

/** Why a question cannot be asked yet, in a sentence; null when it can. */
export function problemOf(question: Question): string | null {
  switch (question.kind) {
    case 'TrendsQuery':
      return trendsProblem(question)
    case 'FunnelsQuery':
      return funnelProblem(question)
    case 'PathsQuery':
      return pathsProblem(question)
    default:
      return null
  }
}
