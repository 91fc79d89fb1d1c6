import {
  filterOperators,
  seriesMaths,
  trendsDisplays,
  trendsIntervals,
  type EventsNode,
  type FilterScope,
  type FilterValue,
  type PropertyFilter,
  type SeriesMath,
  type TrendsDisplay,
  type TrendsInterval,
  type TrendsQuery,
} from '@/api/types'
import { isComplete } from './filters'
import { defaultDateFrom } from './date_range'

/*
 * A trends question lives in the URL as the server's own query JSON, so that a link, a saved question
 * and a request are one thing. Reading it back keeps only what the page can show: a hand-made or old
 * link never breaks it. Fields are written in one order and defaults are left out, so that equal
 * questions are equal text.
 */

export const maxSeries = 10
export const letters = 'ABCDEFGHIJ'

type Fields = Record<string, unknown>

const isFields = (value: unknown): value is Fields => typeof value === 'object' && value !== null && !Array.isArray(value)
const textOf = (value: unknown): string | undefined => (typeof value === 'string' && value !== '' ? value : undefined)
function oneOf<T extends string>(choices: readonly T[], value: unknown): T | undefined {
  return choices.find((choice) => choice === value)
}

/** Reads a question, also out of an insight node around it; null when it is none. */
export function parseTrendsQuery(value: unknown): TrendsQuery | null {
  if (!isFields(value)) return null
  if (value.kind === 'InsightVizNode') return parseTrendsQuery(value.source)
  if (value.kind !== 'TrendsQuery' || !Array.isArray(value.series)) return null
  const series = value.series.map(parseSeries).filter((one) => one !== null).slice(0, maxSeries)
  if (series.length === 0) return null

  const query: TrendsQuery = { kind: 'TrendsQuery', series }
  const interval = oneOf(trendsIntervals, value.interval)
  if (interval && interval !== 'day') query.interval = interval
  const dateRange = parseDateRange(value.dateRange)
  if (dateRange) query.dateRange = dateRange
  const properties = parseFilters(value.properties)
  if (properties.length > 0) query.properties = properties
  if (value.filterTestAccounts === true) query.filterTestAccounts = true
  const breakdown = parseBreakdown(value.breakdownFilter)
  if (breakdown) query.breakdownFilter = breakdown
  if (isFields(value.compareFilter) && value.compareFilter.compare === true) {
    const to = textOf(value.compareFilter.compare_to)
    query.compareFilter = to ? { compare: true, compare_to: to } : { compare: true }
  }
  const trendsFilter = parseTrendsFilter(value.trendsFilter)
  if (trendsFilter) query.trendsFilter = trendsFilter
  return query
}

function parseSeries(value: unknown): EventsNode | null {
  if (!isFields(value) || value.kind !== 'EventsNode') return null
  const node: EventsNode = { kind: 'EventsNode', event: textOf(value.event) ?? null }
  const name = textOf(value.custom_name)
  if (name) node.custom_name = name
  const math = oneOf(seriesMaths, value.math)
  if (math && math !== 'total') node.math = math
  const property = textOf(value.math_property)
  if (property && math && needsProperty(math)) {
    node.math_property = property
    if (value.math_property_type === 'person_properties') node.math_property_type = 'person_properties'
  }
  const properties = parseFilters(value.properties)
  if (properties.length > 0) node.properties = properties
  return node
}

function parseFilters(value: unknown): PropertyFilter[] {
  if (isFields(value)) {
    // A group of groups joined by AND is a plain list.
    if (value.type === 'OR' && Array.isArray(value.values) && value.values.length > 1) return []
    return Array.isArray(value.values) ? value.values.flatMap((inner) => parseFilters(isFields(inner) && 'values' in inner ? inner : [inner])) : []
  }
  if (!Array.isArray(value)) return []
  return value.map(parseFilter).filter((one) => one !== null)
}

function parseFilter(value: unknown): PropertyFilter | null {
  if (!isFields(value)) return null
  const type = parseScope(value.type)
  const key = textOf(value.key)
  const operator = value.operator === undefined ? 'exact' : oneOf(filterOperators, value.operator)
  if (!type || !key || !operator) return null
  const filter: PropertyFilter = { type, key, operator }
  const kept = parseValue(value.value)
  if (kept !== undefined) filter.value = kept
  return filter
}

function parseValue(value: unknown): FilterValue | undefined {
  const isScalar = (one: unknown): one is string | number | boolean =>
    typeof one === 'string' || typeof one === 'number' || typeof one === 'boolean'
  if (Array.isArray(value)) return value.filter(isScalar)
  return isScalar(value) ? value : undefined
}

function parseScope(value: unknown): FilterScope | null {
  return value === 'event' || value === 'person' ? value : null
}

function parseDateRange(value: unknown): TrendsQuery['dateRange'] {
  if (!isFields(value)) return undefined
  const from = textOf(value.date_from)
  const to = textOf(value.date_to)
  if ((!from || from === defaultDateFrom) && !to) return undefined
  const range: NonNullable<TrendsQuery['dateRange']> = {}
  if (from) range.date_from = from
  if (to) range.date_to = to
  return range
}

function parseBreakdown(value: unknown): TrendsQuery['breakdownFilter'] {
  if (!isFields(value)) return undefined
  const [first] = Array.isArray(value.breakdowns) ? (value.breakdowns as unknown[]) : []
  const single = isFields(first) ? { breakdown: first.property, breakdown_type: first.type ?? 'event' } : value
  const breakdown = textOf(single.breakdown)
  const type = parseScope(single.breakdown_type ?? 'event')
  if (!breakdown || !type) return undefined
  const limit = value.breakdown_limit
  return typeof limit === 'number' && limit >= 1 && limit <= 500
    ? { breakdown, breakdown_type: type, breakdown_limit: Math.floor(limit) }
    : { breakdown, breakdown_type: type }
}

function parseTrendsFilter(value: unknown): TrendsQuery['trendsFilter'] {
  if (!isFields(value)) return undefined
  const filter: NonNullable<TrendsQuery['trendsFilter']> = {}
  const display = oneOf(trendsDisplays, value.display)
  if (display && display !== 'ActionsLineGraph') filter.display = display
  const formulas = Array.isArray(value.formulaNodes)
    ? (value.formulaNodes as unknown[]).map((node) => (isFields(node) ? node : {}))
    : [value.formula].concat(Array.isArray(value.formulas) ? value.formulas : []).map((formula): Fields => ({ formula }))
  const nodes = formulas
    .filter((node) => typeof node.formula === 'string')
    .map((node) => {
      const name = textOf(node.custom_name)
      return name ? { formula: String(node.formula), custom_name: name } : { formula: String(node.formula) }
    })
  if (nodes.length > 0) filter.formulaNodes = nodes.slice(0, maxSeries)
  return Object.keys(filter).length > 0 ? filter : undefined
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

/** The question as it is asked: without what is still being filled in. */
export function askable(query: TrendsQuery): TrendsQuery {
  const complete = (filters: PropertyFilter[] | undefined) => {
    const kept = filters?.filter(isComplete)
    return kept && kept.length > 0 ? kept : undefined
  }
  const formulas = query.trendsFilter?.formulaNodes?.filter((node) => formulaProblem(node.formula, query.series.length) === null)
  const asked: TrendsQuery = {
    ...query,
    properties: complete(query.properties),
    series: query.series.map((node) => {
      const kept: EventsNode = { ...node, properties: complete(node.properties) }
      // A property maths waits for its property and counts until then.
      if (kept.math && needsProperty(kept.math) && !kept.math_property) delete kept.math
      if (!kept.properties) delete kept.properties
      return kept
    }),
  }
  if (!asked.properties) delete asked.properties
  if (asked.trendsFilter) {
    asked.trendsFilter = { ...asked.trendsFilter, formulaNodes: formulas && formulas.length > 0 ? formulas : undefined }
    if (!asked.trendsFilter.formulaNodes) delete asked.trendsFilter.formulaNodes
  }
  return asked
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

export const needsProperty = (math: SeriesMath): boolean =>
  ['sum', 'avg', 'min', 'max', 'median', 'p75', 'p90', 'p95', 'p99'].includes(math)

/** Whether the values of several periods or groups may be added up. People and averages may not. */
export const isAdditive = (math: SeriesMath | undefined): boolean => math === undefined || math === 'total' || math === 'sum'

export const displayOf = (query: TrendsQuery): TrendsDisplay => query.trendsFilter?.display ?? 'ActionsLineGraph'
export const intervalOf = (query: TrendsQuery): TrendsInterval => query.interval ?? 'day'

const withoutTime: ReadonlySet<TrendsDisplay> = new Set(['BoldNumber', 'ActionsTable', 'ActionsBarValue', 'ActionsPie', 'WorldMap'])
export const isOverTime = (display: TrendsDisplay): boolean => !withoutTime.has(display)
