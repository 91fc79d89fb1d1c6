import { pathTypes, type FunnelsQuery, type PathsFilter, type PathsQuery, type PathType } from '@/api/types'
import { askedFunnel, parseFunnelsQuery } from './funnels_query'
import { datesOnly, isFields, numberOf, oneOf, parseNarrowed, questionOf, readyConditions, subjectName, textOf, tidy, type EventNode } from './question_parts'
import { eventLabel } from './taxonomy'

export const defaultSteps = 5
export const defaultEdges = 50
export const mostSteps = 20
export const mostEdges = 1000

/** Reads a question about paths, also out of an insight node around it; null when it is none. */
export function parsePathsQuery(value: unknown): PathsQuery | null {
  const found = questionOf(value)
  if (!isFields(found) || found.kind !== 'PathsQuery') return null
  return tidy<PathsQuery>({
    kind: 'PathsQuery',
    pathsFilter: parsePathsFilter(found.pathsFilter),
    ...parseNarrowed(found),
    dateRange: datesOnly(parseNarrowed(found).dateRange),
    samplingFactor: numberOf(found.samplingFactor),
    aggregation_group_type_index: numberOf(found.aggregation_group_type_index),
    funnelPathsFilter: isFields(found.funnelPathsFilter) ? found.funnelPathsFilter : undefined,
  })
}

function parsePathsFilter(value: unknown): PathsFilter {
  if (!isFields(value)) return {}
  const types = listOfTexts(value.includeEventTypes)
  const steps = boundedOf(value.stepLimit, 2, mostSteps)
  const edges = boundedOf(value.edgeLimit, 1, mostEdges)
  return tidy<PathsFilter>({
    includeEventTypes: someOf(pathTypes.filter((type) => types.includes(type))),
    pathsHogQLExpression: textOf(value.pathsHogQLExpression),
    excludeEvents: someOf(listOfTexts(value.excludeEvents)),
    startPoint: textOf(value.startPoint),
    endPoint: textOf(value.endPoint),
    stepLimit: steps === defaultSteps ? undefined : steps,
    edgeLimit: edges === defaultEdges ? undefined : edges,
    minEdgeWeight: boundedOf(value.minEdgeWeight, 1),
    maxEdgeWeight: boundedOf(value.maxEdgeWeight, 1),
    pathGroupings: someOf(listOfTexts(value.pathGroupings)),
    pathReplacements: value.pathReplacements === true ? true : undefined,
    localPathCleaningFilters: someOf(parseRules(value.localPathCleaningFilters)),
    showFullUrls: value.showFullUrls === true ? true : undefined,
  })
}

const someOf = <T>(list: T[]): T[] | undefined => (list.length > 0 ? list : undefined)

const listOfTexts = (value: unknown): string[] =>
  Array.isArray(value) ? [...new Set(value.map(textOf).filter((text) => text !== undefined))] : []

/** A whole number within bounds; nothing where none is given or it is below what counts. */
function boundedOf(value: unknown, least: number, most = Number.MAX_SAFE_INTEGER): number | undefined {
  const number = numberOf(value)
  return number === undefined || number < 1 ? undefined : Math.min(most, Math.max(least, Math.floor(number)))
}

function parseRules(value: unknown): NonNullable<PathsFilter['localPathCleaningFilters']> {
  if (!Array.isArray(value)) return []
  return value.flatMap((rule: unknown) => (isFields(rule) ? [{ regex: textOf(rule.regex) ?? '', alias: textOf(rule.alias) ?? '' }] : []))
}

export const funnelParts = ['funnel_path_before_step', 'funnel_path_between_steps', 'funnel_path_after_step'] as const
export type FunnelPart = (typeof funnelParts)[number]

/** Whose paths, and which stretch of them: around a step of a funnel. */
export interface AroundStep {
  part: FunnelPart
  funnel: FunnelsQuery
  /** Counted from 1; below 0 for those who left before it. */
  step: number
}

/** The funnel around whose step the paths lie; null where there is none that can be read. */
export function aroundOf({ funnelPathsFilter: filter }: PathsQuery): AroundStep | null {
  const [part, funnel, step] = [oneOf(funnelParts, filter?.funnelPathType), parseFunnelsQuery(filter?.funnelSource), numberOf(filter?.funnelStep)]
  return part && funnel && step !== undefined ? { part, funnel, step } : null
}

/** Paths of those whom the funnel counted at the step; how the funnel is drawn or broken down changes nothing. */
export function pathsAround(around: AroundStep, query: PathsQuery = { kind: 'PathsQuery', pathsFilter: {} }): PathsQuery {
  const { breakdownFilter: _split, compareFilter: _compared, interval: _interval, ...funnel } = around.funnel
  const { funnelVizType: _view, breakdownAttributionType: _type, breakdownAttributionValue: _value, ...filter } = funnel.funnelsFilter ?? {}
  const { dateRange, filterTestAccounts, samplingFactor, aggregation_group_type_index } = funnel
  return tidy<PathsQuery>({
    ...query,
    dateRange: query.dateRange ?? datesOnly(dateRange),
    filterTestAccounts: query.filterTestAccounts ?? filterTestAccounts,
    samplingFactor: query.samplingFactor ?? samplingFactor ?? undefined,
    // Paths and funnel have to be of the same actors.
    aggregation_group_type_index,
    funnelPathsFilter: {
      funnelPathType: around.part,
      funnelSource: tidy<FunnelsQuery>(askedFunnel({ ...funnel, dateRange: datesOnly(dateRange), funnelsFilter: Object.keys(filter).length > 0 ? filter : undefined })),
      funnelStep: around.step,
    },
  })
}

/** The parts that a step has: nothing lies between the first one and a step before it. */
export const partsAround = (step: number): FunnelPart[] => funnelParts.filter((part) => part !== 'funnel_path_between_steps' || step >= 2 || step <= -3)

/** "after “signed up”", "between “opened” and “signed up”", "after leaving before “paid”" */
export function describeAround({ part, funnel, step }: AroundStep): string {
  const name = (at: number) => {
    const node = funnel.series[at - 1]
    return `“${node ? node.custom_name || subjectName(node) : at}”`
  }
  const place = Math.abs(step)
  const last = step < 0 ? place - 1 : place
  switch (part) {
    case 'funnel_path_before_step':
      return `before ${name(last)}${step < 0 ? ` of those who left before ${name(place)}` : ''}`
    case 'funnel_path_between_steps':
      return `between ${name(last - 1)} and ${name(last)}${step < 0 ? ` of those who left before ${name(place)}` : ''}`
    case 'funnel_path_after_step':
      return step < 0 ? `after leaving before ${name(place)}` : `after ${name(place)}`
  }
}

/** The question with some of its settings changed. */
export const withPaths = (query: PathsQuery, edit: PathsFilter): PathsQuery => ({ ...query, pathsFilter: { ...query.pathsFilter, ...edit } })

export const stepsOf = (query: PathsQuery): number => query.pathsFilter.stepLimit ?? defaultSteps

/** Why paths cannot be computed yet, in a sentence; null when they can. */
export function pathsProblem(query: PathsQuery): string | null {
  const { includeEventTypes = [], pathsHogQLExpression, minEdgeWeight = 0, maxEdgeWeight = Infinity } = query.pathsFilter
  if (includeEventTypes.includes('hogql') && !pathsHogQLExpression?.trim()) return 'Write the SQL expression whose values are the steps.'
  return minEdgeWeight > maxEdgeWeight ? 'No step can be taken at least so often and at most so seldom.' : null
}

/** The question as it is asked: without what is still being filled in or only changes how it is drawn. */
export function askedPaths(query: PathsQuery): PathsQuery {
  const { showFullUrls: _shown, pathsHogQLExpression, localPathCleaningFilters, ...filter } = query.pathsFilter
  return tidy<PathsQuery>({
    ...query,
    properties: readyConditions(query),
    pathsFilter: tidy<PathsFilter>({
      ...filter,
      pathsHogQLExpression: filter.includeEventTypes?.includes('hogql') ? pathsHogQLExpression : undefined,
      localPathCleaningFilters: someOf((localPathCleaningFilters ?? []).filter((rule) => rule.regex !== '')),
    }),
  })
}

/** What is walked through where other kinds have asked about these events. */
export function pathTypesOf(events: EventNode[]): PathType[] | undefined {
  if (events.some((node) => !node.event)) return undefined
  return someOf(pathTypes.filter((type) => events.some(({ event }) => (event === '$pageview' || event === '$screen' ? event === type : type === 'custom_event'))))
}

/** The events that paths are made of, as other kinds ask about them; null for every event. */
export function eventsOfPaths(query: PathsQuery): EventNode[] {
  const events = (query.pathsFilter.includeEventTypes ?? []).map((type) => oneOf(['$pageview', '$screen'] as const, type) ?? null)
  const names = events.length === 0 || events.includes(null) ? [null] : events
  return names.map((event) => ({ kind: 'EventsNode', event }))
}

/** The address of a page; null for what is none. */
export const pageOf = (step: string): URL | null => (/^https?:\/\//.test(step) && URL.canParse(step) ? new URL(step) : null)

/** What follows the site in an address: "/pricing?plan=pro" */
export const placeOf = (page: URL): string => `${page.pathname}${page.search}${page.hash}`

/** A step as people read it: a page without its site, an event by its name. */
export function stepLabel(step: string): string {
  const page = pageOf(step)
  return page ? placeOf(page) : eventLabel(step)
}
