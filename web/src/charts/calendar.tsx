import { useMemo } from 'react'
import { dayMs, formatMonth, hourMs, type WallTime } from '@/lib/wall_time'
import { isUnfinished, spokenBucket, sumOf, type ChartData, type OnPick, type TimeAxis } from './data'
import { HeatGrid, type HeatCell } from './heat_grid'
import { clockOf, weekdays } from './calendar_data'

interface CalendarProps {
  label: string
  data: ChartData
  /** 0 for Sunday, 1 for Monday. */
  weekStart?: 0 | 1
  onPick?: OnPick
}

/** Days as a calendar of weeks; hours as a week of 24 hour days, added up. */
export default function CalendarHeatMap({ label, data, weekStart = 1, onPick }: CalendarProps) {
  const { axis, series, format } = data
  const order = useMemo(() => Array.from({ length: 7 }, (_, i) => (i + weekStart) % 7), [weekStart])
  const values = useMemo(() => (axis.kind === 'time' ? axis.buckets.map((_, i) => sumOf(series.map((one) => one.values[i] ?? null))) : []), [axis, series])
  const byHour = axis.kind === 'time' && (axis.interval === 'hour' || axis.interval === 'minute')
  const grid = useMemo(() => {
    if (axis.kind !== 'time') return { columns: [], cells: [], indices: [] }
    return byHour ? weekOfHours(axis, values, order) : weeksOfDays(axis, values, order)
  }, [axis, byHour, values, order])
  const rows = order.map((day) => (weekdays[day] ?? '').slice(0, 3))
  // A sum over several series or weeks is no single set of people.
  const only = series.length === 1 ? series[0] : undefined
  const pick =
    onPick && only && !byHour
      ? (cell: HeatCell) => {
          const index = grid.indices[grid.cells.indexOf(cell)]
          if (index !== undefined) onPick({ series: only, index, period: 'current', value: cell.value })
        }
      : undefined
  return <HeatGrid label={label} rows={rows} columns={grid.columns} cells={grid.cells} format={format} tallest={byHour ? 34 : 22} onPick={pick} />
}

interface Grid {
  columns: string[]
  cells: HeatCell[]
  /** The bucket of each cell. */
  indices: number[]
}

/** A column a week, with the month's name above its first week. */
export function weeksOfDays(axis: TimeAxis, values: number[], order: number[]): Grid {
  const first = axis.buckets[0]
  if (first === undefined) return { columns: [], cells: [], indices: [] }
  const row = (start: WallTime) => order.indexOf(new Date(start).getUTCDay())
  const firstWeek = first - row(first) * dayMs
  const column = (start: WallTime) => Math.floor((start - firstWeek) / (7 * dayMs))
  const columns = Array.from({ length: column(axis.buckets.at(-1) ?? first) + 1 }, (_, week) => {
    const start = new Date(firstWeek + week * 7 * dayMs)
    if (start.getUTCDate() > 7) return ''
    return start.getUTCMonth() === 0 ? String(start.getUTCFullYear()) : formatMonth(start.getTime())
  })
  const cells = axis.buckets.map((start, i) => ({ row: row(start), column: column(start), value: values[i] ?? 0, name: spokenBucket(axis, i), soFar: isUnfinished(axis, i) }))
  return { columns, cells, indices: axis.buckets.map((_, i) => i) }
}

function weekOfHours(axis: TimeAxis, values: number[], order: number[]): Grid {
  const sums = new Map<string, number>()
  axis.buckets.forEach((start, i) => {
    const key = `${order.indexOf(new Date(start).getUTCDay())}:${Math.floor((start % dayMs) / hourMs)}`
    sums.set(key, (sums.get(key) ?? 0) + (values[i] ?? 0))
  })
  const cells: HeatCell[] = []
  for (let hour = 0; hour < 24; hour++) {
    order.forEach((day, row) => {
      cells.push({ row, column: hour, value: sums.get(`${row}:${hour}`) ?? 0, name: `${weekdays[day]}s at ${clockOf(hour)}` })
    })
  }
  return { columns: Array.from({ length: 24 }, (_, hour) => (hour % 3 === 0 ? `${hour}:00` : '')), cells, indices: [] }
}
