import { changeOf } from '@/lib/format'
import { dayMs, formatBucket, hourMs, speakBucket, type Interval, type WallTime } from '@/lib/wall_time'
import type { ValueFormat } from './value_format'

/** What every chart draws: series of values over the same buckets. */
export interface ChartData {
  axis: ChartAxis
  series: ChartSeries[]
  /** How values are written. A series with a format of its own gets the second axis. */
  format?: ValueFormat
}

export type ChartAxis = TimeAxis | NameAxis

export interface TimeAxis {
  kind: 'time'
  /** Starts of the buckets, on the project's clock. */
  buckets: WallTime[]
  interval: Interval
  /** Starts of the buckets compared with. */
  previous?: WallTime[]
  /** Index of the first bucket that is still filling; null when all are complete. */
  unfinished: number | null
}

/** Buckets that are not dates: days since a first visit, steps, sizes. */
export interface NameAxis {
  kind: 'names'
  names: string[]
  unfinished: number | null
}

export type BreakdownValue = string | number | string[]

export interface ChartSeries {
  id: string
  name: string
  /** The beginning of the name that says least: where there is no room for both, the rest stays. */
  stem?: string
  /** Place in the palette. It stays with the series when others are hidden. */
  slot: number
  /** One value a bucket; null is a gap. */
  values: (number | null)[]
  /** The same for the period compared with, bucket by bucket. */
  previous?: (number | null)[]
  /** The value over the whole range where the answer has one: for displays without time. */
  value?: number | null
  previousValue?: number | null
  /** Of a sample: how far each value may lie from the true one, and that of the whole range. */
  margins?: number[]
  margin?: number
  /** Counts add up everywhere, people across series but not over time, averages never. */
  adds?: 'everywhere' | 'across' | 'never'
  /** Whether more is good; colours the change. */
  goodWhen?: 'up' | 'down' | 'neither'
  format?: ValueFormat
  /** The breakdown value as the server knows it. */
  breakdown?: BreakdownValue
}

/** A number that was clicked: enough to ask for the people behind it. */
export interface ChartPoint {
  series: ChartSeries
  /** Which bucket; null for the whole range. */
  index: number | null
  period: 'current' | 'previous'
  value: number
}

export type OnPick = (point: ChartPoint) => void

export const isGap = (value: number | null | undefined): value is null | undefined => value === null || value === undefined

/** From where to where the true value of a sample may be, without leaving its side of zero; null where it is known. */
export function rangeOf({ values, margins }: ChartSeries, index: number): [number, number] | null {
  const [value, margin] = [values[index], margins?.[index]]
  if (isGap(value) || isGap(margin)) return null
  const [low, high] = [value - margin, value + margin]
  return value < 0 ? [low, Math.min(0, high)] : [Math.max(0, low), high]
}

export const bucketCount = (axis: ChartAxis): number => (axis.kind === 'time' ? axis.buckets.length : axis.names.length)

/** "Fri 3 Jul 2026", or the name of the bucket. */
export function bucketTitle(axis: ChartAxis, index: number): string {
  if (axis.kind === 'names') return axis.names[index] ?? ''
  const start = axis.buckets[index]
  return start === undefined ? '' : formatBucket(start, axis.interval)
}

export function spokenBucket(axis: ChartAxis, index: number): string {
  if (axis.kind === 'names') return axis.names[index] ?? ''
  const start = axis.buckets[index]
  return start === undefined ? '' : speakBucket(start, axis.interval)
}

export function previousTitle(axis: ChartAxis, index: number): string | null {
  const start = axis.kind === 'time' ? axis.previous?.[index] : undefined
  return axis.kind === 'time' && start !== undefined && !Number.isNaN(start) ? formatBucket(start, axis.interval) : null
}

export const isUnfinished = (axis: ChartAxis, index: number): boolean => axis.unfinished !== null && index >= axis.unfinished

/** How many buckets a shift and an arrow key move: a week of days, a day of hours. */
export function longStep(axis: ChartAxis): number {
  return axis.kind === 'time' ? { minute: 60, hour: 24, day: 7, week: 4, month: 12 }[axis.interval] : 7
}

/** What is said of a series beside its line. */
export interface SeriesNumbers {
  /** Null where adding up over time makes no sense. */
  total: number | null
  /** Mean of the finished buckets that have a value. */
  average: number | null
  highest: number | null
  highestAt: number | null
  latest: number | null
  /** Against the same part of the period compared with; undefined when nothing is compared. */
  change: number | null | undefined
}

export function numbersOf(series: ChartSeries, axis: ChartAxis): SeriesNumbers {
  const additive = (series.adds ?? 'everywhere') === 'everywhere'
  const complete = axis.unfinished ?? series.values.length
  const finished = series.values.slice(0, complete)
  const known = finished.filter((value) => value !== null)
  const before = series.previous?.slice(0, complete).filter((value) => !isGap(value)) as number[] | undefined
  // What is counted below zero, such as who went away, is highest where it reaches farthest.
  const sign = known.some((value) => value < 0) && known.every((value) => value <= 0) ? -1 : 1
  let highestAt: number | null = null
  finished.forEach((value, i) => {
    if (value !== null && (highestAt === null || sign * value > sign * (series.values[highestAt] ?? 0))) highestAt = i
  })
  return {
    total: additive ? sumOf(series.values) : null,
    average: meanOf(known),
    highest: highestAt === null ? null : (series.values[highestAt] ?? null),
    highestAt,
    latest: series.values.at(-1) ?? null,
    change: before === undefined ? undefined : changeBetween(known, before, additive),
  }
}

function changeBetween(now: number[], before: number[], additive: boolean): number | null {
  if (now.length === 0 || before.length === 0) return null
  return additive ? changeOf(sumOf(now), sumOf(before)) : changeOf(meanOf(now) ?? 0, meanOf(before) ?? 0)
}

/** The one number of a series for displays without time: as answered, or its total or average. */
export function wholeValue(series: ChartSeries): number {
  return series.value ?? collapse(series, series.values)
}

export function wholePrevious(series: ChartSeries): number | null {
  return series.previousValue ?? (series.previous ? collapse(series, series.previous) : null)
}

function collapse(series: ChartSeries, values: (number | null)[]): number {
  if ((series.adds ?? 'everywhere') === 'everywhere') return sumOf(values)
  return meanOf(values.filter((value) => value !== null)) ?? 0
}

export const sumOf = (values: (number | null)[]): number => values.reduce<number>((sum, value) => sum + (value ?? 0), 0)

function meanOf(values: number[]): number | null {
  return values.length > 0 ? sumOf(values) / values.length : null
}

/** The data without the buckets that are still filling. */
export function onlyComplete(data: ChartData): ChartData {
  const { axis } = data
  const cut = axis.unfinished
  if (cut === null) return data
  const shorter: ChartAxis =
    axis.kind === 'time'
      ? { ...axis, buckets: axis.buckets.slice(0, cut), previous: axis.previous?.slice(0, cut), unfinished: null }
      : { ...axis, names: axis.names.slice(0, cut), unfinished: null }
  return {
    ...data,
    axis: shorter,
    series: data.series.map((one) => ({ ...one, values: one.values.slice(0, cut), previous: one.previous?.slice(0, cut) })),
  }
}

/**
 * Moves the period compared with by at most three days, so that a Monday stands over a Monday. The
 * buckets this leaves without a counterpart are gaps. Ranges under two weeks stay as they are: there
 * the gap would be larger than the help.
 */
export function alignWeekdays(data: ChartData): ChartData {
  const shift = weekdayShift(data.axis)
  if (shift === 0 || data.axis.kind !== 'time') return data
  const moved = <T,>(list: T[], gap: T): T[] => list.map((_, i) => list[i + shift] ?? gap)
  const { axis } = data
  return {
    ...data,
    axis: { ...axis, previous: axis.previous && moved(axis.previous, Number.NaN) },
    series: data.series.map((one) => (one.previous ? { ...one, previous: moved(one.previous, null) } : one)),
  }
}

/** By how many buckets the comparison is read ahead; negative reads back. */
export function weekdayShift(axis: ChartAxis): number {
  if (axis.kind !== 'time' || !axis.previous || (axis.interval !== 'day' && axis.interval !== 'hour')) return 0
  const [now, then] = [axis.buckets[0], axis.previous[0]]
  const perDay = axis.interval === 'day' ? 1 : dayMs / hourMs
  if (now === undefined || then === undefined || axis.buckets.length < 14 * perDay) return 0
  const apart = Math.round((now - then) / dayMs) % 7
  return (apart > 3 ? apart - 7 : apart) * perDay
}
