import type { ResultTable } from '@/lib/result_table'
import { dayMs, hourMs, minuteMs, nextBucket, parseWall, unfinishedFrom, wallTimeIn, type Interval, type WallTime } from '@/lib/wall_time'
import { sumOf, type ChartAxis, type ChartData, type ChartSeries } from './data'

/** Which columns of a table make a chart. */
export interface TableChart {
  x: string | null
  y: string[]
  /** Splits the first of `y` by the values of another column. */
  by: string | null
}

/** A table as a chart, with what had to be left out of it. */
export interface TableChartData {
  chart: ChartData
  /** Values of the splitting column, and how many of them are drawn. */
  split: { values: number; shown: number } | null
  /** Places along the axis, and how many of them are drawn. */
  places: { values: number; shown: number }
}

const mostSeries = 25
const mostPlaces = 2000
const mostColumns = 8

const indexOf = (table: ResultTable, name: string | null) => (name === null ? -1 : table.columns.findIndex((column) => column.name === name))

/** The columns one would choose: the first time or name along the axis, numbers as series, a second name as their split. */
export function guessChart(table: ResultTable): TableChart {
  const { columns } = table
  const isTime = (at: number) => columns[at]?.kind === 'time' || columns[at]?.kind === 'date'
  const numbers = columns.flatMap((column, at) => (column.kind === 'number' ? [at] : []))
  const names = columns.flatMap((column, at) => (column.kind === 'text' || column.kind === 'boolean' ? [at] : []))
  const time = columns.findIndex((_, at) => isTime(at))
  // With nothing but numbers the first of them is what the others are drawn over.
  const x = time >= 0 ? time : (names[0] ?? (numbers.length > 1 ? (numbers[0] ?? -1) : -1))
  const y = numbers.filter((at) => at !== x).slice(0, mostColumns)
  const splits = y.length === 1 ? names.filter((at) => at !== x) : []
  const name = (at: number | undefined) => (at === undefined ? null : (columns[at]?.name ?? null))
  return { x: name(x), y: y.flatMap((at) => name(at) ?? []), by: name(splits[0]) }
}

/** The choice as far as the table has its columns; what is missing is guessed anew. */
export function fittingChart(table: ResultTable, chosen: TableChart | null): TableChart {
  const guess = guessChart(table)
  if (!chosen) return guess
  const has = (name: string | null) => indexOf(table, name) >= 0
  const y = chosen.y.filter(has)
  return { x: has(chosen.x) ? chosen.x : guess.x, y: y.length > 0 ? y : guess.y, by: has(chosen.by) ? chosen.by : null }
}

/** Places the rows of a table along an axis. Rows with the same place and series are added up. */
export function chartOfTable(table: ResultTable, { x, y, by }: TableChart): TableChartData {
  const xAt = indexOf(table, x)
  const byAt = indexOf(table, by)
  const columns = y.map((name) => indexOf(table, name)).filter((at) => at >= 0)
  const { axis, placeOf, places } = axisOf(table, xAt)
  const length = axis.kind === 'time' ? axis.buckets.length : axis.names.length

  const lines = new Map<string, (number | null)[]>()
  const add = (name: string, place: number, value: number | null) => {
    let line = lines.get(name)
    if (!line) {
      line = Array<number | null>(length).fill(null)
      lines.set(name, line)
    }
    if (value !== null) line[place] = (line[place] ?? 0) + value
  }
  for (const row of table.rows) {
    const place = placeOf(row[xAt])
    if (place === undefined) continue
    if (byAt >= 0) add(labelOf(row[byAt]), place, numberOf(row[columns[0] ?? -1]))
    else for (const at of columns) add(table.columns[at]?.name ?? '', place, numberOf(row[at]))
  }

  let named = [...lines]
  const values = named.length
  if (byAt >= 0) named = named.toSorted(([, a], [, b]) => sumOf(b) - sumOf(a)).slice(0, mostSeries)
  const series = named.map(([name, line], slot): ChartSeries => ({ id: `${slot}:${name}`, name, slot, values: line, value: sumOf(line), adds: 'everywhere' }))
  return { chart: { axis, series }, split: byAt >= 0 ? { values, shown: series.length } : null, places }
}

/** The one number of an answer: the first number of its first row. */
export function numberOfTable(table: ResultTable, { y }: TableChart): ChartData | null {
  const at = indexOf(table, y[0] ?? null)
  const value = numberOf(table.rows[0]?.[at])
  if (at < 0 || value === null) return null
  const name = table.columns[at]?.name ?? ''
  return { axis: { kind: 'names', names: [name], unfinished: null }, series: [{ id: name, name, slot: 0, values: [value], value, goodWhen: 'neither' }] }
}

/** One series a place instead of one place a column: for bars by name and pies. */
export function turned({ chart }: TableChartData): ChartData {
  const { axis, series } = chart
  const names = axis.kind === 'names' ? axis.names : axis.buckets.map((start) => new Date(start).toISOString().slice(0, 10))
  if (series.length !== 1 || names.length < 2) return chart
  const values = series[0]?.values ?? []
  const sized = names.map((name, at) => ({ name, value: values[at] ?? 0 })).toSorted((a, b) => b.value - a.value)
  return {
    axis,
    series: sized.slice(0, mostSeries).map(({ name, value }, slot) => ({ id: `${slot}:${name}`, name, slot, values: [], value })),
  }
}

function numberOf(value: unknown): number | null {
  if (typeof value === 'number') return value
  if (typeof value === 'boolean') return value ? 1 : 0
  // Integers that are too long for a number come as text.
  return typeof value === 'string' && value.trim() !== '' && Number.isFinite(Number(value)) ? Number(value) : null
}

function labelOf(value: unknown): string {
  if (value === null || value === undefined) return 'null'
  if (value === '') return 'empty text'
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}

interface Placed {
  axis: ChartAxis
  placeOf: (value: unknown) => number | undefined
  places: { values: number; shown: number }
}

function axisOf(table: ResultTable, xAt: number): Placed {
  const column = table.columns[xAt]
  if (column === undefined) return { axis: { kind: 'names', names: ['All'], unfinished: null }, placeOf: () => 0, places: { values: 1, shown: 1 } }
  if (column.kind === 'time' || column.kind === 'date') {
    const timed = timeAxis(table, xAt)
    if (timed) return timed
  }
  const isSorted = column.kind === 'number' || column.kind === 'time' || column.kind === 'date'
  const seen = new Map<string, number>()
  const known = [...new Set(table.rows.map((row) => labelOf(row[xAt])))]
  const ordered = isSorted ? known.toSorted((a, b) => (column.kind === 'number' ? Number(a) - Number(b) : a.localeCompare(b))) : known
  const names = ordered.slice(0, mostPlaces)
  names.forEach((name, at) => seen.set(name, at))
  return {
    axis: { kind: 'names', names, unfinished: null },
    placeOf: (value) => seen.get(labelOf(value)),
    places: { values: known.length, shown: names.length },
  }
}

/** Even buckets, where the times stand on some; null where they do not. */
function timeAxis(table: ResultTable, xAt: number): Placed | null {
  const wallOf = (value: unknown): WallTime => (typeof value !== 'string' ? Number.NaN : value.endsWith('Z') && table.zone !== 'UTC' ? wallTimeIn(table.zone, Date.parse(value)) : parseWall(value))
  const times = new Set<WallTime>()
  for (const row of table.rows) {
    const time = wallOf(row[xAt])
    if (!Number.isNaN(time)) times.add(time)
  }
  const sorted = [...times].toSorted((a, b) => a - b)
  const [first, last] = [sorted[0], sorted.at(-1)]
  if (first === undefined || last === undefined) return null
  const interval = intervalOf(sorted)
  if (interval === null) return null
  const buckets: WallTime[] = []
  for (let start = first; start <= last; start = nextBucket(start, interval)) {
    buckets.push(start)
    if (buckets.length > mostPlaces) return null
  }
  const at = new Map(buckets.map((start, place) => [start, place]))
  return {
    axis: { kind: 'time', buckets, interval, unfinished: table.computedAt === null ? null : unfinishedFrom(buckets, interval, wallTimeIn(table.zone, table.computedAt)) },
    placeOf: (value) => at.get(wallOf(value)),
    places: { values: buckets.length, shown: buckets.length },
  }
}

/** The widest bucket that every time is the start of. */
function intervalOf(times: WallTime[]): Interval | null {
  const every = (holds: (time: WallTime) => boolean) => times.every(holds)
  const onDays = every((time) => time % dayMs === 0)
  if (onDays && times.length > 1 && every((time) => new Date(time).getUTCDate() === 1)) return 'month'
  if (onDays && times.length > 1 && every((time) => (time - (times[0] ?? 0)) % (7 * dayMs) === 0)) return 'week'
  if (onDays) return 'day'
  if (every((time) => time % hourMs === 0)) return 'hour'
  return every((time) => time % minuteMs === 0) ? 'minute' : null
}
