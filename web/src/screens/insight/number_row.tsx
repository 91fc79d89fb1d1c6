import type { TrendsInterval } from '@/api/types'
import { numbersOf, sumOf, type ChartData, type ChartPoint, type ChartSeries, type OnPick } from '@/charts/data'
import { compactValue, exactValue, type ValueFormat } from '@/charts/value_format'
import { Delta, Margin, Num } from '@/ui/num'

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

export function latestLabel({ axis }: ChartData, interval: TrendsInterval): string {
  return axis.unfinished === null ? `Last ${interval}` : soFarLabels[interval]
}

interface Headline {
  id: string
  label: string
  value: number
  change?: number | null
  /** What is opened by it; a number of several series together is plain text. */
  point?: ChartPoint
}

/** At most four numbers that answer the question before the chart is read. */
export function headlines({ axis, series }: ChartData, interval: TrendsInterval, oneKind: boolean): Headline[] {
  const [first] = series
  if (!first) return []
  const additive = series.every((one) => one.adds === 'everywhere')

  if (series.length === 1 || (oneKind && additive)) {
    const all = {
      ...first,
      values: first.values.map((_, i) => sumOf(series.map((one) => one.values[i] ?? null))),
      previous: first.previous?.map((_, i) => sumOf(series.map((one) => one.previous?.[i] ?? null))),
    }
    const { total, average, highest, highestAt, latest, change } = numbersOf(all, axis)
    const at = (index: number | null, value: number | null) => (series.length === 1 ? pointOf(first, index, value) : undefined)
    const numbers: Headline[] = []
    if (total !== null) numbers.push({ id: 'total', label: 'Total', value: total, change, point: at(null, total) })
    numbers.push({ id: 'average', label: averageLabels[interval], value: average ?? 0, change })
    if (total === null) numbers.push({ id: 'highest', label: 'Highest', value: highest ?? 0, point: at(highestAt, highest) })
    numbers.push({ id: 'latest', label: latestLabel({ axis, series }, interval), value: latest ?? 0, point: at(first.values.length - 1, latest) })
    return numbers
  }
  return series.slice(0, 4).map((one) => {
    const { total, average, change } = numbersOf(one, axis)
    return {
      id: one.id,
      label: total === null ? `${one.name}, ${averageLabels[interval].toLowerCase()}` : one.name,
      value: total ?? average ?? 0,
      change,
      point: pointOf(one, null, total),
    }
  })
}

const pointOf = (series: ChartSeries, index: number | null, value: number | null): ChartPoint | undefined =>
  value === null || index === -1 ? undefined : { series, index, period: 'current', value }

/** Of a sample, where the number is that of one bucket. */
const marginOf = (point: ChartPoint | undefined): number | undefined => (point?.index == null ? undefined : point.series.margins?.[point.index])

export function NumberRow({ numbers, format, onPick }: { numbers: Headline[]; format?: ValueFormat; onPick?: OnPick }) {
  return (
    <dl className="m-0 flex gap-x-10 gap-y-2 px-5 pt-4 max-sm:grid max-sm:grid-cols-2 max-sm:gap-x-4">
      {numbers.map((number) => (
        <div key={number.id} className="min-w-24 max-sm:min-w-0">
          <dt className="max-w-56 truncate text-fg-2" title={number.label}>
            {number.label}
          </dt>
          <dd className="m-0 flex items-baseline gap-2 whitespace-nowrap">
            <Num
              className="text-big font-semibold"
              value={number.value}
              format={(value) => compactValue(value, format)}
              exact={(value) => exactValue(value, format)}
              label={number.label}
              onOpen={onPick && number.point ? () => number.point && onPick(number.point) : undefined}
            />
            <Margin of={marginOf(number.point)} format={(value) => compactValue(value, format)} />
            {number.change !== undefined && <Delta change={number.change} />}
          </dd>
        </div>
      ))}
    </dl>
  )
}
