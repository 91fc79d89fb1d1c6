import { stickinessOperators, trendsIntervals, type EventsNode, type LifecycleQuery, type StickinessFilter, type StickinessQuery } from '@/api/types'
import { isFields, maxSeries, numberOf, oneOf, parseCompare, parseEvent, parseNarrowed, questionOf, readyConditions, readyFilters, tidy, type EventNode, type Fields } from './question_parts'
import { parseSeries, readySeries } from './trends_query'

/*
 * Two questions about how people stay active: who came, stayed, came back and left (lifecycle), and on how
 * many days (stickiness).
 */

const seriesOf = <N>(found: Fields, parse: (value: unknown) => N | null): N[] =>
  Array.isArray(found.series) ? found.series.map(parse).filter((one): one is NonNullable<typeof one> => one !== null) : []

const intervalIn = (found: Fields) => {
  const interval = oneOf(trendsIntervals, found.interval)
  return interval === 'day' ? undefined : interval
}

/** Reads a lifecycle, also out of an insight node around it; null when it is none that can be shown. */
export function parseLifecycleQuery(value: unknown): LifecycleQuery | null {
  const found = questionOf(value)
  if (!isFields(found) || found.kind !== 'LifecycleQuery') return null
  // The server looks at the first alone.
  const series = seriesOf<EventNode>(found, parseEvent).slice(0, 1)
  if (series.length === 0) return null
  return tidy<LifecycleQuery>({
    kind: 'LifecycleQuery',
    series,
    interval: intervalIn(found),
    ...parseNarrowed(found),
    samplingFactor: numberOf(found.samplingFactor),
    aggregation_group_type_index: numberOf(found.aggregation_group_type_index),
  })
}

export const askedLifecycle = (query: LifecycleQuery): LifecycleQuery =>
  tidy<LifecycleQuery>({
    ...query,
    series: query.series.map((node) => tidy<EventNode>({ ...node, properties: readyFilters(node.properties) })),
    properties: readyConditions(query),
  })

/** What counts for stickiness is who, not how often: other maths fall back to people. */
function parseStickySeries(value: unknown): EventsNode | null {
  const node = parseSeries(value)
  if (!node) return null
  return node.math === 'unique_group' || node.math === 'hogql' ? node : tidy<EventsNode>({ ...node, math: undefined, math_property: undefined, math_property_type: undefined, math_multiplier: undefined })
}

/** Reads stickiness, also out of an insight node around it; null when it is none that can be shown. */
export function parseStickinessQuery(value: unknown): StickinessQuery | null {
  const found = questionOf(value)
  if (!isFields(found) || found.kind !== 'StickinessQuery') return null
  const series = seriesOf(found, parseStickySeries).slice(0, maxSeries)
  if (series.length === 0) return null
  const width = numberOf(found.intervalCount)
  return tidy<StickinessQuery>({
    kind: 'StickinessQuery',
    series,
    interval: intervalIn(found),
    intervalCount: width === undefined || width <= 1 ? undefined : Math.floor(width),
    ...parseNarrowed(found),
    samplingFactor: numberOf(found.samplingFactor),
    aggregation_group_type_index: numberOf(found.aggregation_group_type_index),
    compareFilter: parseCompare(found.compareFilter),
    stickinessFilter: parseStickinessFilter(found.stickinessFilter),
  })
}

function parseStickinessFilter(value: unknown): StickinessFilter | undefined {
  if (!isFields(value)) return undefined
  const criteria = isFields(value.stickinessCriteria) ? value.stickinessCriteria : {}
  const operator = oneOf(stickinessOperators, criteria.operator)
  const least = numberOf(criteria.value)
  const filter = tidy<StickinessFilter>({
    computedAs: value.computedAs === 'cumulative' ? 'cumulative' : undefined,
    stickinessCriteria: operator && least !== undefined && least >= 1 && !(operator === 'gte' && least === 1) ? { operator, value: Math.floor(least) } : undefined,
    display: value.display === 'ActionsBar' ? 'ActionsBar' : undefined,
  })
  return Object.keys(filter).length > 0 ? filter : undefined
}

export function askedStickiness(query: StickinessQuery): StickinessQuery {
  const { display: _display, ...filter } = query.stickinessFilter ?? {}
  return tidy<StickinessQuery>({
    ...query,
    series: query.series.map(readySeries),
    properties: readyConditions(query),
    stickinessFilter: Object.keys(filter).length > 0 ? filter : undefined,
  })
}
