import {
  attributions,
  funnelMaths,
  funnelViews,
  stepOrders,
  trendsIntervals,
  windowUnits,
  type FunnelExclusion,
  type FunnelsFilter,
  type FunnelsQuery,
  type FunnelStepNode,
  type FunnelView,
  type StepOrder,
  type WindowUnit,
} from '@/api/types'
import {
  datesOnly,
  fewBreakdowns,
  isFields,
  isSameSubject,
  maxSeries,
  numberOf,
  oneOf,
  parseBreakdown,
  parseCompare,
  parseEvent,
  parseNarrowed,
  questionOf,
  readyBreakdowns,
  readyConditions,
  readyFilters,
  textOf,
  tidy,
} from './question_parts'

export const defaultWindow: { count: number; unit: WindowUnit } = { count: 14, unit: 'day' }

/** Reads a funnel, also out of an insight node around it; null when it is none that can be shown. */
export function parseFunnelsQuery(value: unknown): FunnelsQuery | null {
  const found = questionOf(value)
  if (!isFields(found) || found.kind !== 'FunnelsQuery' || !Array.isArray(found.series)) return null
  const series = found.series.map(parseStep).filter((one) => one !== null).slice(0, maxSeries)
  if (series.length === 0) return null
  const interval = oneOf(trendsIntervals, found.interval)
  const filter = parseFunnelsFilter(found.funnelsFilter, series.length)
  const narrowed = parseNarrowed(found)
  return tidy<FunnelsQuery>({
    kind: 'FunnelsQuery',
    series,
    interval: interval === 'day' ? undefined : interval,
    ...narrowed,
    // Only over time are there days to leave out.
    dateRange: filter?.funnelVizType === 'trends' ? narrowed.dateRange : datesOnly(narrowed.dateRange),
    // A funnel takes one breakdown.
    breakdownFilter: fewBreakdowns(parseBreakdown(found.breakdownFilter), 1),
    compareFilter: parseCompare(found.compareFilter),
    samplingFactor: numberOf(found.samplingFactor),
    aggregation_group_type_index: numberOf(found.aggregation_group_type_index),
    funnelsFilter: filter,
  })
}

function parseStep(value: unknown): FunnelStepNode | null {
  const event = parseEvent(value)
  if (!event || !isFields(value)) return null
  const math = oneOf(funnelMaths, value.math)
  return tidy<FunnelStepNode>({ ...event, math: math === 'total' ? undefined : math, optionalInFunnel: value.optionalInFunnel === true ? true : undefined })
}

function parseFunnelsFilter(value: unknown, steps: number): FunnelsFilter | undefined {
  if (!isFields(value)) return undefined
  const view = value.funnelVizType === 'flow' ? undefined : oneOf(funnelViews, value.funnelVizType)
  const order = oneOf(stepOrders, value.funnelOrderType)
  const count = numberOf(value.funnelWindowInterval) ?? defaultWindow.count
  const unit = oneOf(windowUnits, value.funnelWindowIntervalUnit) ?? defaultWindow.unit
  const attribution = oneOf(attributions, value.breakdownAttributionType)
  const bins = numberOf(value.binCount)
  const exclusions = Array.isArray(value.exclusions) ? value.exclusions.map((one: unknown) => parseExclusion(one, steps)).filter((one) => one !== null) : []
  const step = (given: unknown, otherwise: number) => {
    const at = numberOf(given)
    return at === undefined || at === otherwise || at < 0 || at >= steps ? undefined : Math.floor(at)
  }
  const filter = tidy<FunnelsFilter>({
    funnelVizType: view === 'steps' ? undefined : view,
    funnelOrderType: order === 'ordered' ? undefined : order,
    ...(count === defaultWindow.count && unit === defaultWindow.unit ? {} : { funnelWindowInterval: Math.max(1, Math.floor(count)), funnelWindowIntervalUnit: unit }),
    exclusions: exclusions.length > 0 ? exclusions : undefined,
    breakdownAttributionType: attribution === 'first_touch' ? undefined : attribution,
    breakdownAttributionValue: attribution === 'step' ? Math.min(steps - 1, Math.max(0, Math.floor(numberOf(value.breakdownAttributionValue) ?? 0))) : undefined,
    funnelFromStep: step(value.funnelFromStep, 0),
    funnelToStep: step(value.funnelToStep, steps - 1),
    funnelAggregateByHogQL: textOf(value.funnelAggregateByHogQL),
    binCount: bins === undefined ? undefined : Math.min(90, Math.max(1, Math.floor(bins))),
    funnelStepReference: value.funnelStepReference === 'previous' ? 'previous' : undefined,
    layout: value.layout === 'horizontal' ? 'horizontal' : undefined,
  })
  return Object.keys(filter).length > 0 ? filter : undefined
}

function parseExclusion(value: unknown, steps: number): FunnelExclusion | null {
  const event = parseEvent(value)
  if (!event || !isFields(value)) return null
  const last = Math.max(1, steps - 1)
  const from = Math.min(last - 1, Math.max(0, Math.floor(numberOf(value.funnelFromStep) ?? 0)))
  const to = Math.min(last, Math.max(from + 1, Math.floor(numberOf(value.funnelToStep) ?? last)))
  return tidy<FunnelExclusion>({ ...event, funnelFromStep: from, funnelToStep: to })
}

export const viewOf = (query: FunnelsQuery): FunnelView => query.funnelsFilter?.funnelVizType ?? 'steps'
export const orderOf = (query: FunnelsQuery): StepOrder => query.funnelsFilter?.funnelOrderType ?? 'ordered'
export const windowOf = (query: FunnelsQuery): { count: number; unit: WindowUnit } => ({
  count: query.funnelsFilter?.funnelWindowInterval ?? defaultWindow.count,
  unit: query.funnelsFilter?.funnelWindowIntervalUnit ?? defaultWindow.unit,
})

/** The question with some of its settings changed. */
export const withFunnel = (query: FunnelsQuery, edit: FunnelsFilter): FunnelsQuery => ({ ...query, funnelsFilter: { ...query.funnelsFilter, ...edit } })

/** The same funnel in another view; days can be left out only over time. */
export const withView = (query: FunnelsQuery, view: FunnelView): FunnelsQuery =>
  withFunnel(view === 'trends' ? query : { ...query, dateRange: datesOnly(query.dateRange) }, { funnelVizType: view })

/** Why a funnel cannot be computed yet, in a sentence; null when it can. */
export function funnelProblem(query: FunnelsQuery): string | null {
  if (query.series.length < 2) return 'A funnel needs at least two steps.'
  for (const exclusion of query.funnelsFilter?.exclusions ?? []) {
    if (query.series.slice(exclusion.funnelFromStep, exclusion.funnelToStep + 1).some((step) => isSameSubject(step, exclusion) && !step.properties && !exclusion.properties)) {
      return 'An event that is a step cannot be excluded between the same steps.'
    }
  }
  return null
}

/** The funnel as it is asked: without what is still being filled in or only changes how it is drawn. */
export function askedFunnel(query: FunnelsQuery): FunnelsQuery {
  const { funnelStepReference: _reference, layout: _layout, ...filter } = query.funnelsFilter ?? {}
  const view = viewOf(query)
  const order = orderOf(query)
  // The server refuses what does not go together; the editor keeps it for when it does.
  const mayBeOptional = view === 'steps' && order !== 'unordered'
  const asked = tidy<FunnelsFilter>({
    ...filter,
    ...(view === 'steps' ? { funnelFromStep: undefined, funnelToStep: undefined, binCount: undefined } : {}),
    exclusions: filter.exclusions?.map((one) =>
      tidy({ ...one, properties: readyFilters(one.properties), ...(order === 'unordered' ? { funnelFromStep: 0, funnelToStep: query.series.length - 1 } : {}) }),
    ),
    ...(order === 'unordered' && filter.breakdownAttributionType === 'step' ? { breakdownAttributionValue: 0 } : {}),
  })
  return tidy<FunnelsQuery>({
    ...query,
    interval: view === 'trends' ? query.interval : undefined,
    series: query.series.map((step, i) =>
      tidy<FunnelStepNode>({ ...step, properties: readyFilters(step.properties), optionalInFunnel: mayBeOptional && i > 0 ? step.optionalInFunnel : undefined }),
    ),
    properties: readyConditions(query),
    breakdownFilter: view === 'time_to_convert' ? undefined : readyBreakdowns(query),
    compareFilter: view === 'time_to_convert' ? undefined : query.compareFilter,
    funnelsFilter: Object.keys(asked).length > 0 ? asked : undefined,
  })
}
