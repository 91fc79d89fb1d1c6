import type { EventsNode, SeriesMath, TrendsDisplay, TrendsQuery, TrendsResponse, TrendsRow } from '@/api/types'
import { breakdownsOf, groupWords, isByCohort, letters, subjectName, type WordsOf } from '@/lib/question_parts'
import { shorten } from '@/lib/names'
import { propertyLabel, valueLabel } from '@/lib/taxonomy'
import { intervalOf, isAdditive, needsProperty } from '@/lib/trends_query'
import { parseWall, unfinishedFrom, type WallTime } from '@/lib/wall_time'
import type { ChartKind } from './chart'
import type { ChartData, ChartSeries } from './data'

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
  unique_group: 'Unique groups',
  avg_count_per_actor: 'Count per person, average',
  min_count_per_actor: 'Count per person, minimum',
  max_count_per_actor: 'Count per person, maximum',
  median_count_per_actor: 'Count per person, median',
  p75_count_per_actor: 'Count per person, 75th percentile',
  p90_count_per_actor: 'Count per person, 90th percentile',
  p95_count_per_actor: 'Count per person, 95th percentile',
  p99_count_per_actor: 'Count per person, 99th percentile',
  hogql: 'SQL expression',
}

/** An answer as every chart takes it, with what is said beside it. */
export interface TrendsData {
  chart: ChartData
  compared: boolean
  /** Whether values beyond the limit were summed into "Other". */
  hasOther: boolean
  isEmpty: boolean
}

const otherValue = '$$_posthog_breakdown_other_$$'
const nullValue = '$$_posthog_breakdown_null_$$'

/** What cohorts are called, by their ids; some answers give the ids alone. */
export type CohortNames = ReadonlyMap<string, string>

/** A cohort as people call it; everybody is 'all' in trends and 0 elsewhere. */
export function cohortLabel(value: NonNullable<TrendsRow['breakdown_value']>, names?: CohortNames): string {
  const id = String(value)
  return id === 'all' || id === '0' ? 'Everybody' : (names?.get(id) ?? `Cohort ${id}`)
}

/** What the project calls what a question names by numbers. */
export interface Known {
  cohorts?: CohortNames
  groups?: WordsOf
}

/** Turns the server's rows into what charts, numbers and tables share. `now` is on the project's clock. */
export function readTrends(query: TrendsQuery, response: TrendsResponse, now: WallTime, known: Known = {}): TrendsData {
  const rows = response.results
  const current = rows.filter((row) => row.compare_label !== 'previous')
  const previous = new Map<string, TrendsRow>()
  for (const row of rows) if (row.compare_label === 'previous') previous.set(keyOf(row), row)

  const interval = intervalOf(query)
  const buckets = (current[0]?.days ?? []).map(parseWall)
  const formulas = query.trendsFilter?.formulaNodes
  const isCumulative = query.trendsFilter?.display === 'ActionsLineGraphCumulative'
  const several = formulas ? formulas.length > 1 : query.series.length > 1

  const series = current.map((row, slot): ChartSeries => {
    const before = previous.get(keyOf(row))
    return {
      id: keyOf(row),
      ...nameOf(row, { query, several, known }),
      slot,
      values: row.data ?? [],
      previous: before && buckets.length > 0 ? (before.data ?? []) : undefined,
      value: row.aggregated_value ?? null,
      previousValue: before?.aggregated_value ?? null,
      ...(row.data_margin && { margins: row.data_margin }),
      ...(row.aggregated_value_margin !== undefined && { margin: row.aggregated_value_margin }),
      adds: formulas ? 'never' : isCumulative ? 'across' : addsUp(query.series[orderOf(row)]?.math),
      breakdown: row.breakdown_value,
    }
  })

  const firstBefore = previous.values().next().value
  return {
    chart: {
      axis: { kind: 'time', buckets, interval, previous: firstBefore?.days?.map(parseWall), unfinished: unfinishedFrom(buckets, interval, now) },
      series,
    },
    compared: previous.size > 0,
    hasOther: current.some((row) => isOther(row.breakdown_value)),
    isEmpty: series.every((one) => !one.value && one.values.every((value) => !value)),
  }
}

/** How the values of a maths may be added up: people across series but not over time. */
function addsUp(math: SeriesMath | undefined): ChartSeries['adds'] {
  if (isAdditive(math)) return 'everywhere'
  return math !== undefined && (needsProperty(math) || math === 'hogql' || math.endsWith('_per_actor')) ? 'never' : 'across'
}

const orderOf = (row: TrendsRow): number => row.action?.order ?? row.order ?? 0
const keyOf = (row: TrendsRow): string => `${orderOf(row)}:${JSON.stringify(row.breakdown_value ?? '')}`
const isOther = (value: TrendsRow['breakdown_value']) => (Array.isArray(value) ? value[0] === otherValue : value === otherValue)

interface Naming {
  query: TrendsQuery
  several: boolean
  known: Known
}

function nameOf(row: TrendsRow, { query, several, known }: Naming): Pick<ChartSeries, 'name' | 'stem'> {
  const order = orderOf(row)
  const formula = query.trendsFilter?.formulaNodes?.[order]
  const node = query.series[order]
  const own = formula ? formula.custom_name || formula.formula : node ? seriesName(node, known.groups) : row.label
  const letter = formula ? '' : several ? `${letters[order] ?? ''} ` : ''
  const byCohort = isByCohort(query)
  if (row.breakdown_value === undefined || (row.breakdown_value === 'all' && !byCohort)) return { name: several && !formula ? `${letter}${own}` : own }
  const properties = breakdownsOf(query).map((one) => one.property)
  const value = byCohort ? cohortLabel(row.breakdown_value, known.cohorts ?? namedBy(row)) : breakdownLabel(row.breakdown_value, properties)
  if (!several) return { name: value }
  const stem = formula ? own : letter + shorten(own)
  return { name: `${stem} · ${value}`, stem }
}

/** The name that a row gives its cohort after that of its series; a formula gives none. */
function namedBy({ action, label, breakdown_value: id }: TrendsRow): CohortNames | undefined {
  if (!action) return undefined
  const series = `${action.name ?? ''} - `
  return new Map([[String(id), label.startsWith(series) ? label.slice(series.length) : label]])
}

/** A breakdown value as people call it; with several breakdowns one name for each property. */
export function breakdownLabel(value: NonNullable<TrendsRow['breakdown_value']>, property?: string | string[]): string {
  const properties = typeof property === 'string' ? [property] : (property ?? [])
  if (Array.isArray(value)) return value.map((part, i) => breakdownLabel(part, properties[i])).join(' · ')
  if (value === otherValue) return 'Other'
  if (value === nullValue) return 'None'
  return value === '' ? 'empty text' : valueLabel(properties[0], String(value))
}

/** "Pageview", or "Pageview, unique people". */
export function seriesName(node: EventsNode, groups: WordsOf = groupWords): string {
  const event = node.custom_name || subjectName(node)
  if (!node.math || node.math === 'total') return event
  const math = node.math === 'unique_group' && node.math_group_type_index !== undefined ? `Unique ${groups(node.math_group_type_index).many}` : mathLabels[node.math]
  const words = node.math_property ? `${math} of ${propertyLabel(node.math_property)}` : math
  return `${event}, ${words.charAt(0).toLowerCase()}${words.slice(1)}`
}

const kinds: Partial<Record<TrendsDisplay, ChartKind>> = {
  ActionsLineGraph: 'line',
  ActionsLineGraphCumulative: 'line',
  ActionsAreaGraph: 'area',
  ActionsUnstackedBar: 'bars',
  ActionsBar: 'stacked-bars',
  ActionsBarValue: 'total-bars',
  ActionsPie: 'pie',
  BoldNumber: 'number',
  ActionsTable: 'table',
  WorldMap: 'map',
}

/** The chart for a display of the question. A calendar and a box plot are drawn from answers of their own. */
export const chartKindOf = (display: TrendsDisplay): ChartKind => kinds[display] ?? 'line'
