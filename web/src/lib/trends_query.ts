import {
  axisFormats,
  seriesMaths,
  trendsDisplays,
  trendsIntervals,
  type EventsNode,
  type GoalLine,
  type SeriesMath,
  type TrendsDisplay,
  type TrendsFilter,
  type TrendsInterval,
  type TrendsQuery,
} from '@/api/types'
import {
  isFields,
  letters,
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
  type Fields,
} from './question_parts'

/*
 * A trends question lives in the URL as the server's own query JSON, so that a link, a saved question
 * and a request are one thing. Reading it back keeps what the page can show and what the server may
 * understand beyond that, in one order and without defaults, so that equal questions are equal text.
 * A hand-made or old link never breaks the page.
 */

/** Reads a question, also out of an insight node around it; null when it is none that can be shown. */
export function parseTrendsQuery(value: unknown): TrendsQuery | null {
  const found = questionOf(value)
  if (!isFields(found) || found.kind !== 'TrendsQuery' || !Array.isArray(found.series)) return null
  const series = found.series.map(parseSeries).filter((one) => one !== null).slice(0, maxSeries)
  if (series.length === 0) return null
  const interval = oneOf(trendsIntervals, found.interval)
  return tidy<TrendsQuery>({
    kind: 'TrendsQuery',
    series,
    interval: interval === 'day' ? undefined : interval,
    ...parseNarrowed(found),
    samplingFactor: numberOf(found.samplingFactor),
    breakdownFilter: parseBreakdown(found.breakdownFilter),
    compareFilter: parseCompare(found.compareFilter),
    trendsFilter: parseTrendsFilter(found.trendsFilter),
  })
}

/** A series with how it is counted; null when it is of another kind. */
export function parseSeries(value: unknown): EventsNode | null {
  const event = parseEvent(value)
  if (!event || !isFields(value)) return null
  const math = oneOf(seriesMaths, value.math)
  const usesProperty = math !== undefined && needsProperty(math)
  return tidy<EventsNode>({
    kind: event.kind,
    event: event.event,
    id: event.id,
    name: event.name,
    custom_name: event.custom_name,
    math: math === 'total' ? undefined : math,
    math_property: usesProperty ? textOf(value.math_property) : undefined,
    math_property_type: usesProperty && value.math_property_type === 'person_properties' ? 'person_properties' : undefined,
    math_property_revenue_currency: usesProperty ? parseCurrency(value.math_property_revenue_currency) : undefined,
    math_hogql: math === 'hogql' ? textOf(value.math_hogql) : undefined,
    math_group_type_index: math === 'unique_group' ? numberOf(value.math_group_type_index) : undefined,
    math_multiplier: value.math_multiplier === 1 ? undefined : numberOf(value.math_multiplier),
    properties: event.properties,
  })
}

/** In what an amount is: a currency of its own, or the one that a property of the event names. */
function parseCurrency(value: unknown): EventsNode['math_property_revenue_currency'] {
  if (!isFields(value)) return undefined
  const code = textOf(value.static)
  if (code) return { static: code }
  return textOf(value.property) ? { property: textOf(value.property) } : undefined
}

function parseTrendsFilter(value: unknown): TrendsFilter | undefined {
  if (!isFields(value)) return undefined
  const display = oneOf(trendsDisplays, value.display)
  const format = oneOf(axisFormats, value.aggregationAxisFormat)
  const smoothing = numberOf(value.smoothingIntervals)
  const decimals = numberOf(value.decimalPlaces)
  const filter = tidy<TrendsFilter>({
    display: display === 'ActionsLineGraph' ? undefined : display,
    formulaNodes: parseFormulas(value),
    smoothingIntervals: smoothing !== undefined && smoothing > 1 ? Math.floor(smoothing) : undefined,
    aggregationAxisFormat: format === 'numeric' ? undefined : format,
    aggregationAxisPrefix: textOf(value.aggregationAxisPrefix),
    aggregationAxisPostfix: textOf(value.aggregationAxisPostfix),
    decimalPlaces: decimals === undefined ? undefined : Math.min(9, Math.max(0, Math.floor(decimals))),
    showValuesOnSeries: value.showValuesOnSeries === true ? true : undefined,
    showTrendLines: value.showTrendLines === true ? true : undefined,
    yAxisScaleType: value.yAxisScaleType === 'log10' ? 'log10' : undefined,
    goalLines: parseGoals(value.goalLines),
  })
  return Object.keys(filter).length > 0 ? filter : undefined
}

function parseFormulas(value: Fields): TrendsFilter['formulaNodes'] {
  const formulas = Array.isArray(value.formulaNodes)
    ? (value.formulaNodes as unknown[]).map((node) => (isFields(node) ? node : {}))
    : [value.formula].concat(Array.isArray(value.formulas) ? value.formulas : []).map((formula): Fields => ({ formula }))
  const nodes = formulas
    .filter((node) => typeof node.formula === 'string')
    .map((node) => tidy({ formula: String(node.formula), custom_name: textOf(node.custom_name) }))
  return nodes.length > 0 ? nodes.slice(0, maxSeries) : undefined
}

function parseGoals(value: unknown): GoalLine[] | undefined {
  if (!Array.isArray(value)) return undefined
  const goals = value.flatMap((goal: unknown): GoalLine[] =>
    isFields(goal) && numberOf(goal.value) !== undefined ? [{ ...goal, label: typeof goal.label === 'string' ? goal.label : 'Goal', value: Number(goal.value) }] : [],
  )
  return goals.length > 0 ? goals : undefined
}

/** The question as it is asked: without what is still being filled in. */
export function askable(query: TrendsQuery): TrendsQuery {
  const formulas = query.trendsFilter?.formulaNodes?.filter((node) => formulaProblem(node.formula, query.series.length) === null)
  return tidy<TrendsQuery>({
    ...query,
    properties: readyConditions(query),
    breakdownFilter: readyBreakdowns(query),
    series: query.series.map(readySeries),
    trendsFilter: query.trendsFilter && tidy({ ...query.trendsFilter, formulaNodes: formulas && formulas.length > 0 ? formulas : undefined }),
  })
}

/** A series as it is asked; a maths that waits for its property, expression or group counts until then. */
export function readySeries(node: EventsNode): EventsNode {
  const kept = tidy<EventsNode>({ ...node, properties: readyFilters(node.properties) })
  const waits =
    kept.math !== undefined &&
    ((needsProperty(kept.math) && !kept.math_property) ||
      (kept.math === 'hogql' && !kept.math_hogql?.trim()) ||
      (kept.math === 'unique_group' && kept.math_group_type_index === undefined))
  if (waits) delete kept.math
  return kept
}

/** Why a question cannot be drawn as it is to be drawn, in a sentence; null when it can. */
export function trendsProblem(query: TrendsQuery): string | null {
  const [first] = query.series.map(readySeries)
  const math = first?.math ?? 'total'
  switch (displayOf(query)) {
    case 'CalendarHeatmap':
      return math === 'total' || math === 'dau' ? null : 'A calendar shows when events happen or when people come.'
    case 'BoxPlot':
      return needsProperty(math) ? null : 'A box plot shows how the numbers of a property spread.'
    default:
      return null
  }
}

/** Whether the display draws one series alone, without breakdown, comparison and formulas. */
export const isOfOneSeries = (display: TrendsDisplay): boolean => display === 'CalendarHeatmap' || display === 'BoxPlot'

/**
 * The question without what only changes how its answer is drawn, so that goals, formats and the like
 * do not ask again.
 */
export function asked(query: TrendsQuery): TrendsQuery {
  if (isOfOneSeries(displayOf(query))) return askedOfOne(query)
  const { display, formulaNodes, smoothingIntervals } = query.trendsFilter ?? {}
  // The server refuses smoothing over days that are left out.
  const smooths = query.dateRange?.daysOfWeek ? undefined : smoothingIntervals
  const filter = tidy<TrendsFilter>({ display: sameAnswer(display), formulaNodes, smoothingIntervals: smooths })
  return tidy<TrendsQuery>({ ...askable(query), trendsFilter: Object.keys(filter).length > 0 ? filter : undefined })
}

/** The question of a calendar, which knows no intervals, or of a box plot. */
function askedOfOne(query: TrendsQuery): TrendsQuery {
  const display = displayOf(query)
  const { breakdownFilter: _breakdown, compareFilter: _compare, ...rest } = askable({ ...query, series: query.series.slice(0, 1) })
  return tidy<TrendsQuery>({ ...rest, interval: display === 'CalendarHeatmap' ? undefined : query.interval, trendsFilter: { display } })
}

/** Displays that differ only in drawing ask the same. */
function sameAnswer(display: TrendsDisplay | undefined): TrendsDisplay | undefined {
  if (display === undefined || overTime.has(display)) return undefined
  return display
}

/** Why a formula cannot be computed, in a few words; null when it can. Empty is not a problem but not askable. */
export function formulaProblem(formula: string, seriesCount: number): string | null {
  const text = formula.trim()
  if (text === '') return 'Write a formula such as A / B'
  const strange = /[^A-Za-z0-9.+\-*/%() ]/.exec(text)
  if (strange) return `“${strange[0]}” cannot be used in a formula`
  if (/[A-Za-z]{2}/.test(text)) return 'Use single letters for series'
  for (const letter of text.toUpperCase().match(/[A-Z]/g) ?? []) {
    if (letters.indexOf(letter) < 0 || letters.indexOf(letter) >= seriesCount) return `There is no series ${letter}`
  }
  let depth = 0
  for (const sign of text) {
    if (sign === '(') depth += 1
    if (sign === ')') depth -= 1
    if (depth < 0) break
  }
  if (depth !== 0) return 'The parentheses do not match'
  if (/[+\-*/%]\s*$/.test(text)) return 'The formula ends too early'
  return null
}

const propertyMaths: ReadonlySet<SeriesMath> = new Set(['sum', 'avg', 'min', 'max', 'median', 'p75', 'p90', 'p95', 'p99'])
export const needsProperty = (math: SeriesMath): boolean => propertyMaths.has(math)

/** Whether the values of several periods or groups may be added up. People and averages may not. */
export const isAdditive = (math: SeriesMath | undefined): boolean => math === undefined || math === 'total' || math === 'sum'

/** Whether a series counts groups instead of people. */
export const countsGroups = (query: TrendsQuery): boolean => query.series.some((node) => node.math === 'unique_group')

export const displayOf = (query: TrendsQuery): TrendsDisplay => query.trendsFilter?.display ?? 'ActionsLineGraph'
export const intervalOf = (query: TrendsQuery): TrendsInterval => query.interval ?? 'day'

const overTime: ReadonlySet<TrendsDisplay> = new Set(['ActionsLineGraph', 'ActionsAreaGraph', 'ActionsUnstackedBar', 'ActionsBar'])
const withoutTime: ReadonlySet<TrendsDisplay> = new Set(['BoldNumber', 'ActionsTable', 'ActionsBarValue', 'ActionsPie', 'WorldMap', 'CalendarHeatmap'])
export const isOverTime = (display: TrendsDisplay): boolean => !withoutTime.has(display)
