import type { EventsNode, SeriesMath, TrendsQuery, TrendsResponse, TrendsRow } from '@/api/types'
import type { ChartSeries } from '@/charts/time_chart'
import { changeOf } from '@/lib/format'
import { eventLabel, propertyLabel, valueLabel } from '@/lib/taxonomy'
import { intervalOf, isAdditive, letters } from '@/lib/trends_query'
import { parseWall, unfinishedFrom, type WallTime } from '@/lib/wall_time'

export const mathLabels: Record<SeriesMath, string> = {
  total: 'Total count',
  dau: 'Unique people',
  weekly_active: 'Weekly active people',
  monthly_active: 'Monthly active people',
  unique_session: 'Unique sessions',
  sum: 'Sum',
  avg: 'Average',
  min: 'Minimum',
  max: 'Maximum',
  median: 'Median',
  p75: '75th percentile',
  p90: '90th percentile',
  p95: '95th percentile',
  p99: '99th percentile',
}

/** One line of the chart and one row of the table. */
export interface ResultSeries extends ChartSeries {
  /** Sum over the range; null where adding up makes no sense (people, averages). */
  total: number | null
  /** Mean of the finished buckets; null when there is none. */
  average: number | null
  highest: number | null
  /** Value of the last bucket. */
  latest: number | null
  /** Change of total (or average) against the comparison, null when not compared. */
  change: number | null
  compared: boolean
  /** Only for displays without time. */
  value: number | null
  previousValue: number | null
}

export interface TrendsResult {
  series: ResultSeries[]
  buckets: WallTime[]
  previousBuckets?: WallTime[]
  /** First bucket that is still filling. */
  unfinished: number | null
  compared: boolean
  /** Whether values beyond the limit were summed into "Other". */
  hasOther: boolean
  isEmpty: boolean
}

const otherValue = '$$_posthog_breakdown_other_$$'
const nullValue = '$$_posthog_breakdown_null_$$'

/** Turns the server's rows into series that the chart, the numbers and the table share. */
export function readResult(query: TrendsQuery, response: TrendsResponse, now: WallTime): TrendsResult {
  const rows = response.results
  const current = rows.filter((row) => row.compare_label !== 'previous')
  const previous = new Map<string, TrendsRow>()
  for (const row of rows) if (row.compare_label === 'previous') previous.set(keyOf(row), row)
  const compared = previous.size > 0

  const interval = intervalOf(query)
  const buckets = (current[0]?.days ?? []).map(parseWall)
  const unfinished = unfinishedFrom(buckets, interval, now)
  const complete = unfinished ?? buckets.length
  const formulas = query.trendsFilter?.formulaNodes
  const several = formulas ? formulas.length > 1 : query.series.length > 1

  const series = current.map((row, slot): ResultSeries => {
    const values = row.data ?? []
    const before = previous.get(keyOf(row))
    const beforeValues = before?.data ?? (before ? [] : undefined)
    const additive = formulas ? false : isAdditive(query.series[orderOf(row)]?.math)
    const finished = values.slice(0, complete)
    const finishedBefore = beforeValues?.slice(0, complete)
    // A period that is still filling is compared with the same part of the one before.
    const change =
      finishedBefore === undefined || finished.length === 0 ? null : changeOf(additive ? sum(finished) : mean(finished), additive ? sum(finishedBefore) : mean(finishedBefore))
    return {
      id: keyOf(row),
      name: nameOf(row, query, several),
      slot,
      values,
      previous: beforeValues,
      total: additive ? sum(values) : null,
      average: finished.length > 0 ? mean(finished) : null,
      highest: finished.length > 0 ? Math.max(...finished) : null,
      latest: values.at(-1) ?? null,
      change,
      compared: before !== undefined,
      value: row.aggregated_value ?? null,
      previousValue: before?.aggregated_value ?? null,
    }
  })

  const firstBefore = previous.values().next().value
  return {
    series,
    buckets,
    previousBuckets: firstBefore?.days?.map(parseWall),
    unfinished,
    compared,
    hasOther: current.some((row) => isOther(row.breakdown_value)),
    isEmpty: series.every((one) => !one.value && one.values.every((value) => !value)),
  }
}

const orderOf = (row: TrendsRow): number => row.action?.order ?? row.order ?? 0
const keyOf = (row: TrendsRow): string => `${orderOf(row)}:${JSON.stringify(row.breakdown_value ?? '')}`
const isOther = (value: TrendsRow['breakdown_value']) => (Array.isArray(value) ? value[0] === otherValue : value === otherValue)
const sum = (values: number[]) => values.reduce((total, value) => total + value, 0)
const mean = (values: number[]) => (values.length === 0 ? 0 : sum(values) / values.length)

function nameOf(row: TrendsRow, query: TrendsQuery, several: boolean): string {
  const order = orderOf(row)
  const formula = query.trendsFilter?.formulaNodes?.[order]
  const node = query.series[order]
  const own = formula ? formula.custom_name || formula.formula : node ? seriesName(node) : row.label
  const letter = formula ? '' : several ? `${letters[order] ?? ''} ` : ''
  if (row.breakdown_value === undefined || row.breakdown_value === 'all') return several && !formula ? `${letter}${own}` : own
  const value = breakdownLabel(row.breakdown_value, query.breakdownFilter?.breakdown)
  return several ? `${formula ? own : letter + own} · ${value}` : value
}

export function breakdownLabel(value: NonNullable<TrendsRow['breakdown_value']>, property?: string): string {
  if (Array.isArray(value)) return value.map((part) => breakdownLabel(part, property)).join(' · ')
  if (value === otherValue) return 'Other'
  if (value === nullValue) return 'None'
  return value === '' ? 'empty text' : valueLabel(property, String(value))
}

/** "Pageview", or "Pageview, unique people". */
export function seriesName(node: EventsNode): string {
  const event = node.custom_name || eventLabel(node.event)
  if (!node.math || node.math === 'total') return event
  const math = mathLabels[node.math]
  const words = node.math_property ? `${math} of ${propertyLabel(node.math_property)}` : math
  return `${event}, ${words.charAt(0).toLowerCase()}${words.slice(1)}`
}

/** The table as comma separated text, one line a series and one column a bucket. */
export function toCsv(result: TrendsResult, days: string[]): string {
  const cell = (value: string | number | null) => {
    const text = value === null ? '' : String(value)
    // A leading sign would be read as a formula by a spreadsheet.
    const safe = typeof value === 'string' && /^[=+\-@\t]/.test(text) ? `'${text}` : text
    return /[",\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
  }
  const head = ['series', ...(days.length > 0 ? days : ['value'])]
  const lines = result.series.map((one) => [one.name, ...(days.length > 0 ? one.values : [one.value])])
  return [head, ...lines].map((line) => line.map(cell).join(',')).join('\n')
}
