import type { RetentionQuery, RetentionResponse, RetentionResult } from '@/api/types'
import { breakdownsOf, isByCohort, type ActorWords } from '@/lib/question_parts'
import { formatBucket, nextBucket, parseWall, type Interval, type WallTime } from '@/lib/wall_time'
import { periodOf } from '@/lib/retention_query'
import type { BreakdownValue, ChartData, ChartSeries } from './data'
import { csvLine } from './csv'
import { breakdownLabel, cohortLabel, type CohortNames } from './trends_data'

/** How many of those who began in a period came back so much later. */
export interface RetentionCell {
  count: number
  /** Of a sample: how far the count may lie from the true one. */
  margin?: number
  share: number
  /** Whether the period still runs, or has not begun: then there is nothing to say. */
  state: 'done' | 'running' | 'ahead'
}

/** Those who began in one period. */
export interface RetentionRow {
  /** Its place in the answer, by which its people are asked for. */
  index: number
  name: string
  size: number
  cells: RetentionCell[]
}

export interface RetentionGroup {
  id: string
  name: string
  slot: number
  breakdown?: BreakdownValue
  rows: RetentionRow[]
  /** The mean share per column over the rows that are done there, larger rows counting more; null without one. */
  means: (number | null)[]
  /** All who began. */
  size: number
}

export interface RetentionData {
  /** Who is counted, when it is not people. */
  actors?: ActorWords
  /** "Day 0", "Day 1", … */
  columns: string[]
  groups: RetentionGroup[]
  /** Lowest and highest share of what is done, without the first column, which is everybody. */
  low: number
  high: number
}

const intervals: Record<ReturnType<typeof periodOf>, Interval> = { Hour: 'hour', Day: 'day', Week: 'week', Month: 'month' }

/** Reads an answer; `now` is on the project's clock. */
export function readRetention(query: RetentionQuery, response: RetentionResponse, now: WallTime, names?: CohortNames): RetentionData {
  const interval = intervals[periodOf(query)]
  const sizes = query.retentionFilter.retentionCustomBrackets
  const properties = breakdownsOf(query).map((one) => one.property)
  const split = new Map<string, RetentionResult[]>()
  for (const row of response.results) {
    const key = JSON.stringify(row.breakdown_value ?? null)
    split.set(key, [...(split.get(key) ?? []), row])
  }
  const groups = [...split].map(([id, rows], slot): RetentionGroup => {
    const breakdown = (rows[0]?.breakdown_value ?? undefined) as BreakdownValue | undefined
    const read = rows.map((row, index) => readRow(row, index, { interval, sizes, now }))
    return {
      id,
      slot,
      breakdown,
      name: breakdown === undefined ? 'Everybody' : isByCohort(query) ? cohortLabel(breakdown, names) : valuesLabel(breakdown, properties),
      rows: read,
      means: (rows[0]?.values ?? []).map((_, column) => meanOf(read, column)),
      size: read.reduce((sum, row) => sum + row.size, 0),
    }
  })
  const shares = groups.flatMap((group) => group.rows.flatMap((row) => (row.size > 0 ? row.cells.slice(1).filter((cell) => cell.state === 'done') : []).map((cell) => cell.share)))
  return {
    columns: response.results[0]?.values.map((value) => value.label) ?? [],
    groups,
    low: shares.length > 0 ? Math.min(...shares) : 0,
    high: shares.length > 0 ? Math.max(...shares) : 0,
  }
}

interface Calendar {
  interval: Interval
  sizes: number[] | undefined
  now: WallTime
}

/** The server joins the values of several breakdowns into one text. */
function valuesLabel(value: BreakdownValue, properties: string[]): string {
  const parts = properties.length > 1 && typeof value === 'string' ? value.split('::') : [value]
  const given = parts.length === properties.length ? parts : [value]
  return given.map((one, i) => (String(one) === '' ? 'None' : breakdownLabel(one, properties[i]))).join(' · ')
}

function readRow(row: RetentionResult, index: number, { interval, sizes, now }: Calendar): RetentionRow {
  const start = parseWall(row.date.replace(/(Z|[+-]\d\d:\d\d)$/, ''))
  const size = row.values[0]?.count ?? 0
  let from = start
  return {
    index,
    name: formatBucket(start, interval),
    size,
    cells: row.values.map(({ count, count_margin: margin }, column) => {
      // A bracket is several periods wide.
      const until = Array.from({ length: column === 0 ? 1 : (sizes?.[column - 1] ?? 1) }).reduce<WallTime>((at) => nextBucket(at, interval), from)
      const state = until <= now ? 'done' : from <= now ? 'running' : 'ahead'
      from = until
      return { count, ...(margin !== undefined && { margin }), share: size > 0 ? count / size : 0, state }
    }),
  }
}

function meanOf(rows: RetentionRow[], column: number): number | null {
  const done = rows.filter((row) => row.cells[column]?.state === 'done' && row.size > 0)
  const all = done.reduce((sum, row) => sum + row.size, 0)
  return all > 0 ? done.reduce((sum, row) => sum + (row.cells[column]?.count ?? 0), 0) / all : null
}

/** The means as lines, one a breakdown value. */
export function retentionCurve(data: RetentionData): ChartData {
  return {
    axis: { kind: 'names', names: data.columns, unfinished: null },
    series: data.groups.map(({ id, name, slot, means, breakdown }): ChartSeries => ({ id, name: data.groups.length > 1 ? name : 'Came back', slot, values: means, adds: 'never', breakdown })),
    format: { kind: 'share' },
  }
}

/** Where a share stands between the lowest and the highest shown: 0 to 1. */
export const heatOf = ({ low, high }: Pick<RetentionData, 'low' | 'high'>, share: number): number => (high > low ? (share - low) / (high - low) : 0.5)

/**
 * One line a period in which people began: how many, and how many of them came back in each that has begun; of a sample,
 * each with how far off it may be.
 */
export function csvOfRetention({ columns, groups }: RetentionData): string {
  const split = groups.length > 1
  const sampled = groups.some((group) => group.rows.some((row) => row.cells.some((cell) => cell.margin !== undefined)))
  const cellsOf = ({ state, count, margin }: RetentionCell) => {
    const cells = sampled ? [count, margin] : [count]
    return state === 'ahead' ? cells.map(() => null) : cells
  }
  const rows = groups.flatMap((group) => group.rows.map((row) => [...(split ? [group.name] : []), row.name, ...row.cells.flatMap(cellsOf)]))
  const heads = sampled ? columns.flatMap((column) => [column, `margin of ${column}`]) : columns
  return [[...(split ? ['value'] : []), 'began', ...heads], ...rows].map(csvLine).join('\n')
}
