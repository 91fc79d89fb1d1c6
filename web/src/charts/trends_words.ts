import type { TrendsFilter, TrendsQuery } from '@/api/types'
import { breakdownNames } from '@/lib/question_parts'
import { seriesName } from './trends_data'
import type { ValueFormat } from './value_format'

const kinds = {
  numeric: 'number',
  short: 'number',
  percentage: 'percent',
  percentage_scaled: 'share',
  duration: 'seconds',
  duration_ms: 'milliseconds',
  currency: 'currency',
} as const

/** How values are written, as the question says; undefined for plain numbers. */
export function formatOf(filter: TrendsFilter | undefined): ValueFormat | undefined {
  const format: ValueFormat = { kind: kinds[filter?.aggregationAxisFormat ?? 'numeric'] }
  if (filter?.aggregationAxisPrefix) format.prefix = filter.aggregationAxisPrefix
  if (filter?.aggregationAxisPostfix) format.postfix = filter.aggregationAxisPostfix
  if (filter?.decimalPlaces !== undefined) format.decimals = filter.decimalPlaces
  return format.kind === 'number' && Object.keys(format).length === 1 ? undefined : format
}

/** "Pageview by Browser": what the question is called until somebody names it. */
export function titleOf(query: TrendsQuery): string {
  const formulas = query.trendsFilter?.formulaNodes
  const counted = formulas ? formulas.map((node) => node.custom_name || node.formula) : query.series.map((node) => seriesName(node))
  const shown = counted.slice(0, 3).join(' and ') + (counted.length > 3 ? ` and ${counted.length - 3} more` : '')
  const split = breakdownNames(query)
  return split.length > 0 ? `${shown} by ${split.join(' and ')}` : shown
}
