import {
  axisFormats,
  filterOperators,
  seriesMaths,
  trendsDisplays,
  trendsIntervals,
  type AnyFilter,
  type Breakdown,
  type BreakdownFilter,
  type BreakdownType,
  type EventsNode,
  type FilterGroup,
  type FilterValue,
  type GoalLine,
  type PropertyFilter,
  type SeriesMath,
  type TrendsDisplay,
  type TrendsFilter,
  type TrendsInterval,
  type TrendsQuery,
} from '@/api/types'
import { isComplete, isPropertyFilter } from './filters'
import { defaultDateFrom } from './date_range'

/*
 * A trends question lives in the URL as the server's own query JSON, so that a link, a saved question
 * and a request are one thing. Reading it back keeps what the page can show and what the server may
 * understand beyond that, in one order and without defaults, so that equal questions are equal text.
 * A hand-made or old link never breaks the page.
 */

export const maxSeries = 26
export const maxBreakdowns = 3
export const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ'

type Fields = Record<string, unknown>

const isFields = (value: unknown): value is Fields => typeof value === 'object' && value !== null && !Array.isArray(value)
const textOf = (value: unknown): string | undefined => (typeof value === 'string' && value !== '' ? value : undefined)
const numberOf = (value: unknown): number | undefined => (typeof value === 'number' && Number.isFinite(value) ? value : undefined)
function oneOf<T extends string>(choices: readonly T[], value: unknown): T | undefined {
  return choices.find((choice) => choice === value)
}

/** Leaves out fields without a value, keeping the order. */
function tidy<T extends object>(value: T): T {
  return Object.fromEntries(Object.entries(value).filter(([, field]) => field !== undefined)) as T
}

/** The question inside the nodes that show it. */
export function questionOf(value: unknown): unknown {
  return isFields(value) && value.kind !== 'TrendsQuery' && isFields(value.source) ? questionOf(value.source) : value
}

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
    dateRange: parseDateRange(found.dateRange),
    properties: parseConditions(found.properties),
    filterTestAccounts: found.filterTestAccounts === true ? true : undefined,
    breakdownFilter: parseBreakdown(found.breakdownFilter),
    compareFilter: parseCompare(found.compareFilter),
    trendsFilter: parseTrendsFilter(found.trendsFilter),
  })
}

/** Whether a saved question has series that this page cannot show, such as actions. */
export function hasOtherSeries(value: unknown): boolean {
  const found = questionOf(value)
  return isFields(found) && Array.isArray(found.series) && found.series.some((one) => !isFields(one) || one.kind !== 'EventsNode')
}

function parseSeries(value: unknown): EventsNode | null {
  if (!isFields(value) || value.kind !== 'EventsNode') return null
  const math = oneOf(seriesMaths, value.math)
  const usesProperty = math !== undefined && needsProperty(math)
  const properties = listOfFilters(value.properties)
  return tidy<EventsNode>({
    kind: 'EventsNode',
    event: textOf(value.event) ?? null,
    custom_name: textOf(value.custom_name),
    math: math === 'total' ? undefined : math,
    math_property: usesProperty ? textOf(value.math_property) : undefined,
    math_property_type: usesProperty && value.math_property_type === 'person_properties' ? 'person_properties' : undefined,
    math_hogql: math === 'hogql' ? textOf(value.math_hogql) : undefined,
    math_group_type_index: math === 'unique_group' ? numberOf(value.math_group_type_index) : undefined,
    math_multiplier: value.math_multiplier === 1 ? undefined : numberOf(value.math_multiplier),
    properties: properties.length > 0 ? properties : undefined,
  })
}

/** A list when all have to hold; otherwise the groups as they are. */
function parseConditions(value: unknown): TrendsQuery['properties'] {
  if (Array.isArray(value)) {
    const list = listOfFilters(value)
    return list.length > 0 ? list : undefined
  }
  if (!isFields(value) || !Array.isArray(value.values) || value.values.length === 0) return undefined
  const all = flattenAll(value)
  if (all) return all.length > 0 ? all : undefined
  return parseGroup(value)
}

const isGroup = (value: unknown): value is Fields & { values: unknown[] } => isFields(value) && Array.isArray(value.values)

/** The conditions of groups that are joined by AND alone; null when an OR joins several. */
function flattenAll(group: Fields & { values?: unknown }): AnyFilter[] | null {
  const values = Array.isArray(group.values) ? (group.values as unknown[]) : []
  if (group.type === 'OR' && values.length > 1) return null
  const all: AnyFilter[] = []
  for (const value of values) {
    if (isGroup(value)) {
      const inner = flattenAll(value)
      if (!inner) return null
      all.push(...inner)
    } else {
      const filter = parseFilter(value)
      if (filter) all.push(filter)
    }
  }
  return all
}

function parseGroup(group: Fields & { values?: unknown }): FilterGroup {
  const values = Array.isArray(group.values) ? (group.values as unknown[]) : []
  return {
    type: group.type === 'OR' ? 'OR' : 'AND',
    values: values.map((value) => (isGroup(value) ? parseGroup(value) : parseFilter(value))).filter((one) => one !== null),
  }
}

/** Reads conditions that all have to hold; what is none is left out. */
export function listOfFilters(value: unknown): AnyFilter[] {
  if (isGroup(value)) return flattenAll(value) ?? []
  if (!Array.isArray(value)) return []
  return value.map(parseFilter).filter((one) => one !== null)
}

function parseFilter(value: unknown): AnyFilter | null {
  if (!isFields(value)) return null
  const type = textOf(value.type)
  const key = textOf(value.key)
  if (!type) return null
  const operator = value.operator === undefined ? 'exact' : oneOf(filterOperators, value.operator)
  if ((type === 'event' || type === 'person') && operator) {
    if (!key) return null
    const filter: PropertyFilter = { type, key, operator }
    const kept = parseValue(value.value)
    if (kept !== undefined) filter.value = kept
    return filter
  }
  // Kinds that only the server knows stay as they came.
  return { ...value, type }
}

function parseValue(value: unknown): FilterValue | undefined {
  const isScalar = (one: unknown): one is string | number | boolean =>
    typeof one === 'string' || typeof one === 'number' || typeof one === 'boolean'
  if (Array.isArray(value)) return value.filter(isScalar)
  return isScalar(value) ? value : undefined
}

function parseDateRange(value: unknown): TrendsQuery['dateRange'] {
  if (!isFields(value)) return undefined
  const from = textOf(value.date_from)
  const to = textOf(value.date_to)
  if ((!from || from === defaultDateFrom) && !to) return undefined
  return tidy({ date_from: from, date_to: to, explicitDate: value.explicitDate === true ? true : undefined })
}

function parseCompare(value: unknown): TrendsQuery['compareFilter'] {
  if (!isFields(value) || value.compare !== true) return undefined
  return tidy({ compare: true, compare_to: textOf(value.compare_to) })
}

const breakdownTypes: readonly BreakdownType[] = ['event', 'person', 'hogql', 'event_metadata', 'group']

function parseBreakdown(value: unknown): BreakdownFilter | undefined {
  if (!isFields(value)) return undefined
  const list = Array.isArray(value.breakdowns) ? (value.breakdowns as unknown[]) : []
  const [only] = Array.isArray(value.breakdown) ? (value.breakdown as unknown[]) : [value.breakdown]
  const single = {
    property: only,
    type: value.breakdown_type,
    group_type_index: value.breakdown_group_type_index,
    normalize_url: value.breakdown_normalize_url,
    histogram_bin_count: value.breakdown_histogram_bin_count,
  }
  const items = (list.length > 0 ? list : [single]).map(parseOneBreakdown).filter((one) => one !== null)
  const limit = numberOf(value.breakdown_limit)
  return breakdownFilter(items, {
    limit: limit !== undefined && limit >= 1 && limit <= 1000 ? Math.floor(limit) : undefined,
    hideOther: value.breakdown_hide_other_aggregation === true,
  })
}

function parseOneBreakdown(value: unknown): Breakdown | null {
  if (!isFields(value)) return null
  const property = textOf(value.property)
  const type = oneOf(breakdownTypes, value.type ?? 'event')
  if (!property || !type) return null
  const bins = numberOf(value.histogram_bin_count)
  return tidy<Breakdown>({
    property,
    type,
    group_type_index: type === 'group' ? (numberOf(value.group_type_index) ?? 0) : undefined,
    normalize_url: value.normalize_url === true ? true : undefined,
    histogram_bin_count: bins !== undefined && bins >= 1 ? Math.min(200, Math.floor(bins)) : undefined,
  })
}

interface BreakdownOptions {
  limit?: number
  hideOther?: boolean
}

/** One breakdown has fields of its own, so that old readers know it; several are a list. */
export function breakdownFilter(items: Breakdown[], { limit, hideOther }: BreakdownOptions): BreakdownFilter | undefined {
  const [first] = items
  if (!first) return undefined
  const rest = { breakdown_limit: limit, breakdown_hide_other_aggregation: hideOther ? true : undefined }
  if (items.length > 1) return tidy<BreakdownFilter>({ breakdowns: items.slice(0, maxBreakdowns), ...rest })
  return tidy<BreakdownFilter>({
    breakdown: first.property,
    breakdown_type: first.type,
    breakdown_group_type_index: first.group_type_index,
    breakdown_normalize_url: first.normalize_url,
    breakdown_histogram_bin_count: first.histogram_bin_count,
    ...rest,
  })
}

/** The breakdowns of a question, however they are written. */
export function breakdownsOf(query: TrendsQuery): Breakdown[] {
  const filter = query.breakdownFilter
  if (!filter) return []
  if (filter.breakdowns) return filter.breakdowns
  if (filter.breakdown === undefined) return []
  return [
    tidy<Breakdown>({
      property: filter.breakdown,
      type: filter.breakdown_type ?? 'event',
      group_type_index: filter.breakdown_group_type_index,
      normalize_url: filter.breakdown_normalize_url,
      histogram_bin_count: filter.breakdown_histogram_bin_count,
    }),
  ]
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

/** `#q={…}`, the way PostHog links carry a question. */
export function queryFromHash(hash: string): TrendsQuery | null {
  const found = /^#?q=(.*)$/s.exec(hash)
  if (!found) return null
  for (const text of [found[1] ?? '', decode(found[1] ?? '')]) {
    try {
      return parseTrendsQuery(JSON.parse(text))
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

/** Conditions in the form they are edited in: a list, and whether one of them is enough. */
export interface Conditions {
  filters: AnyFilter[]
  any: boolean
  /** Groups inside groups, which are shown as one and kept as they are. */
  nested: FilterGroup | null
}

export function conditionsOf(query: TrendsQuery): Conditions {
  const { properties } = query
  if (properties === undefined) return { filters: [], any: false, nested: null }
  if (Array.isArray(properties)) return { filters: properties, any: false, nested: null }
  const any = oneOrList(properties)
  return any ? { filters: any, any: true, nested: null } : { filters: [], any: false, nested: properties }
}

/** The conditions of one OR, however deep it is wrapped; null when there is more to it. */
function oneOrList(group: FilterGroup): AnyFilter[] | null {
  const [only] = group.values
  if (group.values.length === 1 && only && 'values' in only && Array.isArray(only.values)) return oneOrList(only as FilterGroup)
  if (group.type !== 'OR') return null
  const list: AnyFilter[] = []
  for (const value of group.values) {
    const inner: FilterGroup | AnyFilter | undefined = 'values' in value && Array.isArray(value.values) ? (value.values.length === 1 ? (value as FilterGroup).values[0] : undefined) : value
    if (!inner || ('values' in inner && Array.isArray(inner.values))) return null
    list.push(inner as AnyFilter)
  }
  return list
}

/** The conditions as the server takes them; PostHog's two levels of groups for “any”. */
export function withConditions(query: TrendsQuery, filters: AnyFilter[], any: boolean): TrendsQuery {
  if (filters.length === 0) return { ...query, properties: undefined }
  return { ...query, properties: any && filters.length > 1 ? { type: 'AND', values: [{ type: 'OR', values: filters }] } : filters }
}

/** The question as it is asked: without what is still being filled in. */
export function askable(query: TrendsQuery): TrendsQuery {
  const ready = (filter: AnyFilter) =>
    isPropertyFilter(filter) ? isComplete(filter) : filter.type !== 'hogql' || (typeof filter.key === 'string' && filter.key.trim() !== '')
  const complete = (filters: AnyFilter[] | undefined) => {
    const kept = filters?.filter(ready)
    return kept && kept.length > 0 ? kept : undefined
  }
  const { filters, any, nested } = conditionsOf(query)
  const formulas = query.trendsFilter?.formulaNodes?.filter((node) => formulaProblem(node.formula, query.series.length) === null)
  const breakdowns = breakdownsOf(query).filter((one) => one.property.trim() !== '')
  return tidy<TrendsQuery>({
    ...query,
    properties: nested ?? withConditions(query, complete(filters) ?? [], any).properties,
    breakdownFilter: query.breakdownFilter && breakdownFilter(breakdowns, limitsOf(query.breakdownFilter)),
    series: query.series.map((node) => {
      const kept = tidy<EventsNode>({ ...node, properties: complete(node.properties) })
      // A maths that waits for its property, expression or group counts until then.
      const waits =
        kept.math !== undefined &&
        ((needsProperty(kept.math) && !kept.math_property) ||
          (kept.math === 'hogql' && !kept.math_hogql?.trim()) ||
          (kept.math === 'unique_group' && kept.math_group_type_index === undefined))
      if (waits) delete kept.math
      return kept
    }),
    trendsFilter: query.trendsFilter && tidy({ ...query.trendsFilter, formulaNodes: formulas && formulas.length > 0 ? formulas : undefined }),
  })
}

export const limitsOf = (filter: BreakdownFilter | undefined): BreakdownOptions => ({
  limit: filter?.breakdown_limit,
  hideOther: filter?.breakdown_hide_other_aggregation,
})

/**
 * The question without what only changes how its answer is drawn, so that goals, formats and the like
 * do not ask again.
 */
export function asked(query: TrendsQuery): TrendsQuery {
  const { display, formulaNodes, smoothingIntervals } = query.trendsFilter ?? {}
  const filter = tidy<TrendsFilter>({ display: sameAnswer(display), formulaNodes, smoothingIntervals })
  return tidy<TrendsQuery>({ ...askable(query), trendsFilter: Object.keys(filter).length > 0 ? filter : undefined })
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

export const displayOf = (query: TrendsQuery): TrendsDisplay => query.trendsFilter?.display ?? 'ActionsLineGraph'
export const intervalOf = (query: TrendsQuery): TrendsInterval => query.interval ?? 'day'

const overTime: ReadonlySet<TrendsDisplay> = new Set(['ActionsLineGraph', 'ActionsAreaGraph', 'ActionsUnstackedBar', 'ActionsBar'])
const withoutTime: ReadonlySet<TrendsDisplay> = new Set(['BoldNumber', 'ActionsTable', 'ActionsBarValue', 'ActionsPie', 'WorldMap'])
export const isOverTime = (display: TrendsDisplay): boolean => !withoutTime.has(display)
