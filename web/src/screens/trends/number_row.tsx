import { changeOf, formatCompact, formatExact } from '@/lib/format'
import type { TrendsInterval } from '@/api/types'
import { Delta } from '@/ui/num'
import type { ResultSeries, TrendsResult } from './result'

export const averageLabels: Record<TrendsInterval, string> = {
  minute: 'Average a minute',
  hour: 'Hourly average',
  day: 'Daily average',
  week: 'Weekly average',
  month: 'Monthly average',
}

const soFarLabels: Record<TrendsInterval, string> = {
  minute: 'This minute so far',
  hour: 'This hour so far',
  day: 'Today so far',
  week: 'This week so far',
  month: 'This month so far',
}

export function latestLabel(result: TrendsResult, interval: TrendsInterval): string {
  return result.unfinished === null ? `Last ${interval}` : soFarLabels[interval]
}

interface Headline {
  id: string
  label: string
  value: number
  change?: number | null
}

/** At most four numbers that answer the question before the chart is read. */
export function headlines(result: TrendsResult, interval: TrendsInterval, oneKind: boolean): Headline[] {
  const { series } = result
  const [first] = series
  if (!first) return []
  const finished = (values: number[]) => values.slice(0, result.unfinished ?? values.length)
  const total = (pick: (one: ResultSeries) => (number | null)[]) =>
    result.buckets.map((_, i) => series.reduce((sum, one) => sum + (pick(one)[i] ?? 0), 0))
  const additive = series.every((one) => one.total !== null)

  if (series.length === 1 || (oneKind && additive)) {
    const values = total((one) => one.values)
    const before = result.compared ? total((one) => one.previous ?? []) : null
    const sum = (list: number[]) => list.reduce((all, value) => all + value, 0)
    const mean = (list: number[]) => (list.length > 0 ? sum(list) / list.length : 0)
    const change = (of: (list: number[]) => number) => (before ? changeOf(of(finished(values)), of(finished(before))) : undefined)
    const numbers: Headline[] = []
    if (additive) numbers.push({ id: 'total', label: 'Total', value: sum(values), change: change(sum) })
    numbers.push({ id: 'average', label: averageLabels[interval], value: mean(finished(values)), change: change(mean) })
    if (!additive) numbers.push({ id: 'highest', label: 'Highest', value: Math.max(...finished(values), 0) })
    numbers.push({ id: 'latest', label: latestLabel(result, interval), value: values.at(-1) ?? 0 })
    return numbers
  }
  return series.slice(0, 4).map((one) => ({
    id: one.id,
    label: one.total === null ? `${one.name}, ${averageLabels[interval].toLowerCase()}` : one.name,
    value: one.total ?? one.average ?? 0,
    change: result.compared ? one.change : undefined,
  }))
}

export function NumberRow({ numbers }: { numbers: Headline[] }) {
  return (
    <dl className="m-0 flex gap-x-10 gap-y-2 px-5 pt-4 max-sm:flex-wrap max-sm:gap-x-6">
      {numbers.map((number) => (
        <div key={number.id} className="min-w-24 max-sm:min-w-0">
          <dt className="max-w-56 truncate text-fg-2">{number.label}</dt>
          <dd className="m-0 flex items-baseline gap-2 whitespace-nowrap">
            <span className="text-big font-semibold" title={formatExact(number.value)}>
              {formatCompact(number.value)}
            </span>
            {number.change !== undefined && <Delta change={number.change} />}
          </dd>
        </div>
      ))}
    </dl>
  )
}
