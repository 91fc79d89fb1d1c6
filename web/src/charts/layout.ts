import { bucketCount, isGap, rangeOf, sumOf, type ChartData, type ChartSeries } from './data'
import { stack, type Span } from './scale'
import { logTickLabels, logTicks, timeTicks, valueTickLabels, valueTicks } from './ticks'
import { plainNumber, sameUnit, type ValueFormat } from './value_format'

export type TimeKind = 'line' | 'area' | 'bars' | 'stacked-bars'

/** A value worth reaching, drawn as a line of its own. */
export interface Goal {
  value: number
  label: string
}

export interface PlotOptions {
  kind: TimeKind
  width: number
  height: number
  /** Stacks ignore it: parts of a logarithm do not add up. */
  scale?: 'linear' | 'log'
  /** Off for values that never come near zero; stacks and bars always start there. */
  fromZero?: boolean
  /** Names at the line ends instead of a legend, for up to five lines. */
  directLabels?: boolean
  /** Whether a row for annotations is kept free above. */
  pills?: boolean
  goals?: Goal[]
}

export interface PlotTick {
  y: number
  label: string
  zero: boolean
}

export interface PlotAxis {
  format: ValueFormat
  ticks: PlotTick[]
  y: (value: number) => number
}

/** Where everything stands, in pixels. */
export interface Plot {
  kind: TimeKind
  width: number
  height: number
  left: number
  right: number
  top: number
  bottom: number
  /** Middle of each bucket. */
  centers: number[]
  /** Distance of two buckets. */
  step: number
  /** Width of a bar, or of a group of bars. */
  bandWidth: number
  /** One, or two when units differ. */
  axes: [PlotAxis, ...PlotAxis[]]
  /** Which axis each series belongs to. */
  axisOf: number[]
  xTicks: { x: number; label: string }[]
  /** Per series and bucket its part of the stack; null when nothing is stacked. */
  spans: Span[][] | null
  /** Sum of the period compared with, per bucket, for stacks. */
  previousTotals: number[] | null
  endLabels: EndLabel[]
}

export interface EndLabel {
  id: string
  name: string
  slot: number
  x: number
  y: number
}

export const mostDirect = 5
const pillRow = 24
const zeroBand = 20
const labelGap = 14

/** About how wide a text of 11 px is; near enough to keep labels apart. */
export const textWidth = (text: string): number => text.length * 6.3

export const isStacked = (kind: TimeKind): boolean => kind === 'area' || kind === 'stacked-bars'
export const isBanded = (kind: TimeKind): boolean => kind === 'bars' || kind === 'stacked-bars'

export function layOut(data: ChartData, options: PlotOptions): Plot {
  const { kind, width, height } = options
  const { series } = data
  const [formats, axisOf] = axesOf(data)
  const direct = options.directLabels === true && kind === 'line' && series.length <= mostDirect
  const top = (options.pills ? pillRow : 0) + 12
  const bottom = Math.max(top + 10, height - 26)

  const spans = isStacked(kind) ? stackPerAxis(series, axisOf) : null
  const compares = series.some((one) => one.previous)
  const previousTotals = spans && compares ? Array.from({ length: bucketCount(data.axis) }, (_, i) => sumOf(series.map((one) => one.previous?.[i] ?? null))) : null
  const axes = formats.map((format, at) => axisFor(at, format, data, { ...options, top, bottom, axisOf, spans, previousTotals })) as Plot['axes']

  const room = (axis: PlotAxis | undefined) => (axis ? Math.ceil(Math.max(...axis.ticks.map((tick) => textWidth(tick.label)))) + 12 : 0)
  const left = Math.max(28, room(axes[0]))
  const names = direct ? Math.min(132, Math.max(...series.map((one) => textWidth(one.name)), 0) + 12) : 0
  const right = Math.max(left + 10, width - (axes[1] ? room(axes[1]) : names > 0 ? names : 10))
  const count = bucketCount(data.axis)
  const banded = isBanded(kind)
  const step = (right - left) / Math.max(1, banded ? count : count - 1)
  const centers = Array.from({ length: count }, (_, i) => (banded ? left + (i + 0.5) * step : count === 1 ? (left + right) / 2 : left + i * step))
  const bandWidth = banded ? Math.max(0.5, Math.min(kind === 'bars' ? 28 * series.length : 64, step > 6 ? step * 0.72 : step - 0.5)) : 0

  const plot: Plot = {
    kind,
    width,
    height,
    left,
    right,
    top,
    bottom,
    centers,
    step,
    bandWidth,
    axes,
    axisOf,
    xTicks: labelBuckets(data, centers, step, right - left),
    spans,
    previousTotals,
    endLabels: [],
  }
  if (direct && !axes[1]) plot.endLabels = endLabels(plot, series)
  return plot
}

/** The formats that need an axis, and the axis of each series: the first unit left, all others right. */
function axesOf({ series, format = plainNumber }: ChartData): [ValueFormat[], number[]] {
  const first = series[0]?.format ?? format
  const axisOf = series.map((one) => (sameUnit(one.format ?? format, first) ? 0 : 1))
  const second = series[axisOf.indexOf(1)]
  return [second ? [first, second.format ?? format] : [first], axisOf]
}

function stackPerAxis(series: ChartSeries[], axisOf: number[]): Span[][] {
  const spans: Span[][] = []
  for (const axis of [0, 1]) {
    const ranks = series.map((_, rank) => rank).filter((rank) => axisOf[rank] === axis)
    stack(ranks.map((rank) => series[rank]?.values ?? [])).forEach((row, i) => {
      spans[ranks[i] ?? 0] = row
    })
  }
  return spans
}

interface AxisFacts extends PlotOptions {
  top: number
  bottom: number
  axisOf: number[]
  spans: Span[][] | null
  previousTotals: number[] | null
}

function axisFor(at: number, format: ValueFormat, { series }: ChartData, facts: AxisFacts): PlotAxis {
  const { kind, top, bottom, axisOf, spans, previousTotals } = facts
  let low = Infinity
  let high = -Infinity
  let leastPositive = Infinity
  let hasZero = false
  let whole = true
  const see = (value: number | null | undefined) => {
    if (isGap(value)) return
    if (value < low) low = value
    if (value > high) high = value
    if (value > 0 && value < leastPositive) leastPositive = value
    if (value <= 0) hasZero = true
    if (whole && !Number.isInteger(value)) whole = false
  }
  series.forEach((one, rank) => {
    if (axisOf[rank] !== at) return
    if (spans) {
      for (const [, end] of spans[rank] ?? []) see(end)
      return
    }
    one.values.forEach(see)
    one.margins?.forEach((_, i) => rangeOf(one, i)?.forEach(see))
    one.previous?.forEach(see)
  })
  if (at === 0) {
    previousTotals?.forEach(see)
    for (const goal of facts.goals ?? []) see(goal.value)
  }
  if (low > high) [low, high] = [0, 0]

  if (facts.scale === 'log' && !spans && high > 0) {
    const ticks = logTicks(leastPositive, high)
    const labels = logTickLabels(ticks, format)
    const floor = hasZero ? bottom - zeroBand : bottom
    const [from, to] = [Math.log10(ticks[0] ?? 1), Math.log10(ticks.at(-1) ?? 10)]
    const y = (value: number) => (value <= 0 ? bottom : floor + ((Math.log10(value) - from) / (to - from)) * (top - floor))
    const marks = ticks.map((tick, i) => ({ y: y(tick), label: labels[i] ?? '', zero: false }))
    return { format, y, ticks: hasZero ? [{ y: bottom, label: '0', zero: true }, ...marks] : marks }
  }

  const fromZero = facts.fromZero !== false || kind !== 'line'
  const ticks = valueTicks(low, high, { whole, fromZero, format })
  const labels = valueTickLabels(ticks, format)
  const [from, to] = [ticks[0] ?? 0, ticks.at(-1) ?? 1]
  const y = (value: number) => bottom + ((value - from) / (to - from)) * (top - bottom)
  return { format, y, ticks: ticks.map((tick, i) => ({ y: y(tick), label: labels[i] ?? '', zero: tick === 0 })) }
}

function labelBuckets({ axis }: ChartData, centers: number[], step: number, width: number): Plot['xTicks'] {
  if (axis.kind === 'time') {
    return timeTicks(axis.buckets, axis.interval, width).map((tick) => ({ x: centers[tick.index] ?? 0, label: tick.label }))
  }
  const widest = Math.max(1, ...axis.names.map(textWidth)) + labelGap
  const every = Math.max(1, Math.ceil(widest / Math.max(1, step)))
  return axis.names.flatMap((label, i) => (i % every === 0 ? [{ x: centers[i] ?? 0, label }] : []))
}

/** One name a line: beside its last point, above it where others go on; pushed apart where they would overlap. */
function endLabels(plot: Plot, series: ChartSeries[]): EndLabel[] {
  const labels: EndLabel[] = []
  series.forEach((one, rank) => {
    const last = one.values.findLastIndex((value) => value !== null)
    if (last < 0) return
    const early = last < plot.centers.length - 1
    const y = topOf(plot, one, rank, last) ?? 0
    labels.push({ id: one.id, name: one.name, slot: one.slot, x: (plot.centers[last] ?? 0) + (early ? 6 : 9), y: early ? y - 12 : y })
  })
  const placed = labels.toSorted((a, b) => a.y - b.y)
  const touches = (a: EndLabel, b: EndLabel) => a.x < b.x + textWidth(b.name) && b.x < a.x + textWidth(a.name)
  for (let i = 1; i < placed.length; i++) {
    const label = placed[i] as EndLabel
    for (const above of placed.slice(0, i)) if (touches(above, label)) label.y = Math.max(label.y, above.y + labelGap)
  }
  // What was pushed below the axis moves the others up again.
  for (let i = placed.length - 1; i >= 0; i--) {
    const label = placed[i] as EndLabel
    label.y = Math.min(label.y, plot.bottom)
    for (const below of placed.slice(i + 1)) if (touches(below, label)) label.y = Math.min(label.y, below.y - labelGap)
  }
  return placed
}

/** Where a series stands at a bucket: its value, or the upper end of its part of the stack. */
export function topOf(plot: Plot, one: ChartSeries, rank: number, index: number): number | null {
  const axis = plot.axes[plot.axisOf[rank] ?? 0] ?? plot.axes[0]
  const value = one.values[index]
  if (isGap(value)) return null
  return axis.y(plot.spans ? (plot.spans[rank]?.[index]?.[1] ?? 0) : value)
}

export interface Bar {
  x: number
  width: number
  from: number
  to: number
}

/** The rectangle of a value in a bar chart, null where there is nothing to draw. */
export function barOf(plot: Plot, one: ChartSeries, rank: number, index: number): Bar | null {
  const axis = plot.axes[plot.axisOf[rank] ?? 0] ?? plot.axes[0]
  const center = plot.centers[index] ?? 0
  if (plot.spans) {
    const [from, to] = plot.spans[rank]?.[index] ?? [0, 0]
    return from === to ? null : { x: center - plot.bandWidth / 2, width: plot.bandWidth, from: axis.y(from), to: axis.y(to) }
  }
  const value = one.values[index]
  if (isGap(value) || value === 0) return null
  const width = plot.bandWidth / plot.axisOf.length
  return { x: center - plot.bandWidth / 2 + rank * width, width: width > 3 ? width - 1 : width, from: axis.y(0), to: axis.y(value) }
}

/** The bucket under a horizontal position. */
export function indexAt(plot: Plot, x: number): number {
  const last = plot.centers.length - 1
  if (last <= 0) return 0
  const at = Math.round((x - (plot.centers[0] ?? 0)) / plot.step)
  return Math.max(0, Math.min(last, at))
}

const nearPx = 18

/** The series at a position: the bar or band it is in, or the nearest line within 18 px. */
export function seriesAt(plot: Plot, series: ChartSeries[], index: number, x: number, y: number): string | null {
  let nearest: string | null = null
  let distance = nearPx
  series.forEach((one, rank) => {
    if (plot.kind === 'line') {
      const top = topOf(plot, one, rank, index)
      const away = top === null ? Infinity : Math.abs(top - y)
      if (away < distance) {
        distance = away
        nearest = one.id
      }
      return
    }
    if (plot.kind === 'area') {
      const [from, to] = plot.spans?.[rank]?.[index] ?? [0, 0]
      const axis = plot.axes[plot.axisOf[rank] ?? 0] ?? plot.axes[0]
      if (isBetween(y, axis.y(from), axis.y(to))) nearest = one.id
      return
    }
    const bar = barOf(plot, one, rank, index)
    if (!bar) return
    const within = x >= bar.x - 1 && x <= bar.x + bar.width + 1
    // A low bar is hard to hit: the air above it counts as its own.
    if (within && (plot.spans ? isBetween(y, bar.from, bar.to) : y >= Math.min(bar.from, bar.to) - nearPx && y <= Math.max(bar.from, bar.to))) nearest = one.id
  })
  return nearest
}

const isBetween = (value: number, a: number, b: number) => a !== b && value >= Math.min(a, b) && value <= Math.max(a, b)
