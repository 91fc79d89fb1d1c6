import { isGap, rangeOf, type ChartData, type ChartSeries } from './data'
import { barOf, isBanded, topOf, type Plot } from './layout'
import { thinOut } from './scale'

/** What is drawn of one series: one path for what is finished, one for what is still filling. */
export interface SeriesShape {
  id: string
  slot: number
  rank: number
  /** Lines or bars of the finished buckets. */
  solid: string
  /** The same from the last finished bucket on: dashed or hatched. */
  rest: string
  /** The surface under a line or between two bands. */
  fill: string
  fillRest: string
  previous: string
  /** Between which values those of a sample may be: a band along a line, a whisker on each bar. */
  range: string
  /** A straight line through the finished buckets. */
  fit: string
  /** Values with gaps on both sides, which no line would show. */
  dots: [number, number][]
  /** The points of a line over few named buckets, where each is a measurement of its own. */
  rings: [number, number][]
  points: number
}

interface ShapeOptions {
  fits?: boolean
}

export function shapesOf(plot: Plot, data: ChartData, { fits = false }: ShapeOptions = {}): SeriesShape[] {
  const alone = data.series.length === 1
  const xs = plot.centers.map((center) => String(tenth(center)))
  return data.series.map((one, rank) => {
    const base = { id: one.id, slot: one.slot, rank, fit: fits ? fitPath(plot, data, one, rank) : '', range: plot.spans || !one.margins ? '' : rangePath(plot, one, rank) }
    const count = one.values.length
    const cut = data.axis.unfinished ?? count
    if (isBanded(plot.kind)) {
      return {
        ...base,
        solid: barsPath(plot, one, rank, 0, cut),
        rest: barsPath(plot, one, rank, cut, count),
        fill: '',
        fillRest: '',
        previous: plot.kind === 'bars' ? marksPath(plot, one, rank) : '',
        dots: [],
        rings: [],
        points: count,
      }
    }
    const indices = thinOut(one.values, plot.right - plot.left)
    const finished = indices.filter((i) => i < cut)
    // The dashed part starts where the solid one ends.
    const filling = cut < count ? indices.filter((i) => i >= cut - 1) : []
    const filled = plot.kind === 'area' || alone
    return {
      ...base,
      solid: linePath(plot, xs, one, rank, finished),
      rest: linePath(plot, xs, one, rank, filling),
      fill: filled ? areaPath(plot, xs, one, rank, finished) : '',
      fillRest: filled ? areaPath(plot, xs, one, rank, filling) : '',
      previous: plot.kind === 'line' && one.previous ? previousPath(plot, xs, one, rank) : '',
      dots: lonePoints(plot, one, rank),
      rings: data.axis.kind === 'names' && plot.kind === 'line' && plot.step >= 24 ? everyPoint(plot, one, rank) : [],
      points: indices.length,
    }
  })
}

function linePath(plot: Plot, xs: string[], one: ChartSeries, rank: number, indices: number[]): string {
  return pathThrough(xs, indices, (i) => topOf(plot, one, rank, i))
}

function previousPath(plot: Plot, xs: string[], one: ChartSeries, rank: number): string {
  const { y } = plot.axes[plot.axisOf[rank] ?? 0] ?? plot.axes[0]
  const values = one.previous ?? []
  return pathThrough(xs, thinOut(values, plot.right - plot.left), (i) => {
    const value = values[i]
    return isGap(value) ? null : y(value)
  })
}

/** A stack has none: what is uncertain in one part moves all above it. */
function rangePath(plot: Plot, one: ChartSeries, rank: number): string {
  const { y } = plot.axes[plot.axisOf[rank] ?? 0] ?? plot.axes[0]
  const ranges = one.values.flatMap((_, i) => {
    const range = rangeOf(one, i)
    return range ? [{ i, low: tenth(y(range[0])), high: tenth(y(range[1])) }] : []
  })
  if (isBanded(plot.kind)) {
    const width = plot.bandWidth / plot.axisOf.length
    const half = tenth(Math.min(4, width / 4))
    return ranges
      .map(({ i, low, high }) => {
        const x = tenth((plot.centers[i] ?? 0) - plot.bandWidth / 2 + (rank + 0.5) * width)
        return `M${x} ${low}V${high}M${x - half} ${low}h${2 * half}M${x - half} ${high}h${2 * half}`
      })
      .join('')
  }
  const x = (i: number) => tenth(plot.centers[i] ?? 0)
  const [first] = ranges
  if (ranges.length === 1 && first) return `M${x(first.i) - 3} ${first.low}h6V${first.high}h-6Z`
  return ranges.length === 0 ? '' : `M${ranges.map(({ i, high }) => `${x(i)} ${high}`).join('L')}L${ranges.toReversed().map(({ i, low }) => `${x(i)} ${low}`).join('L')}Z`
}

export function totalsPath(plot: Plot, totals: number[]): string {
  const xs = plot.centers.map((center) => String(tenth(center)))
  return pathThrough(xs, thinOut(totals, plot.right - plot.left), (i) => plot.axes[0].y(totals[i] ?? 0))
}

/** `xs` are written once for all series. */
function pathThrough(xs: string[], indices: number[], y: (index: number) => number | null): string {
  let path = ''
  let drawing = false
  for (const i of indices) {
    const at = y(i)
    if (at === null) {
      drawing = false
      continue
    }
    path += `${drawing ? 'L' : 'M'}${xs[i]} ${tenth(at)}`
    drawing = true
  }
  return path
}

function areaPath(plot: Plot, xs: string[], one: ChartSeries, rank: number, indices: number[]): string {
  const axis = plot.axes[plot.axisOf[rank] ?? 0] ?? plot.axes[0]
  const ground = Math.min(plot.bottom, axis.y(0))
  let path = ''
  let run: number[] = []
  const close = () => {
    if (run.length > 1) {
      for (let k = run.length - 1; k >= 0; k--) {
        const i = run[k] as number
        path += `L${xs[i]} ${tenth(plot.spans ? axis.y(plot.spans[rank]?.[i]?.[0] ?? 0) : ground)}`
      }
      path += 'Z'
    }
    run = []
  }
  for (const i of indices) {
    const top = topOf(plot, one, rank, i)
    if (top === null) {
      close()
      continue
    }
    path += `${run.length === 0 ? 'M' : 'L'}${xs[i]} ${tenth(top)}`
    run.push(i)
  }
  close()
  return path
}

function barsPath(plot: Plot, one: ChartSeries, rank: number, from: number, to: number): string {
  let path = ''
  for (let i = from; i < to; i++) {
    const bar = barOf(plot, one, rank, i)
    if (!bar) continue
    // What is filled closes by itself.
    const ground = tenth(bar.from)
    path += `M${tenth(bar.x)} ${ground}V${tenth(bar.to)}h${tenth(bar.width)}V${ground}`
  }
  return path
}

/** In bars the period compared with is a dotted mark across the bar. */
function marksPath(plot: Plot, one: ChartSeries, rank: number): string {
  const { y } = plot.axes[plot.axisOf[rank] ?? 0] ?? plot.axes[0]
  const width = plot.bandWidth / plot.axisOf.length
  let path = ''
  one.previous?.forEach((value, i) => {
    if (!isGap(value)) path += `M${tenth((plot.centers[i] ?? 0) - plot.bandWidth / 2 + rank * width)} ${tenth(y(value))}h${tenth(width > 3 ? width - 1 : width)}`
  })
  return path
}

/** The line with the least squares through the finished values; none for fewer than three. */
function fitPath(plot: Plot, data: ChartData, one: ChartSeries, rank: number): string {
  const cut = data.axis.unfinished ?? one.values.length
  const known = one.values.slice(0, cut).flatMap((value, i) => (value === null ? [] : [[i, value] as const]))
  if (plot.spans || known.length < 3) return ''
  const meanX = known.reduce((sum, [x]) => sum + x, 0) / known.length
  const meanY = known.reduce((sum, [, y]) => sum + y, 0) / known.length
  let [above, below] = [0, 0]
  for (const [x, y] of known) {
    above += (x - meanX) * (y - meanY)
    below += (x - meanX) ** 2
  }
  const { y } = plot.axes[plot.axisOf[rank] ?? 0] ?? plot.axes[0]
  const at = (x: number) => `${tenth(plot.centers[x] ?? 0)} ${tenth(Math.min(plot.bottom, Math.max(plot.top, y(meanY + ((x - meanX) * above) / below))))}`
  return `M${at(known[0]?.[0] ?? 0)}L${at(known.at(-1)?.[0] ?? 0)}`
}

function everyPoint(plot: Plot, one: ChartSeries, rank: number): [number, number][] {
  return one.values.flatMap((_, i): [number, number][] => {
    const y = topOf(plot, one, rank, i)
    return y === null ? [] : [[plot.centers[i] ?? 0, y]]
  })
}

function lonePoints(plot: Plot, one: ChartSeries, rank: number): [number, number][] {
  const dots: [number, number][] = []
  one.values.forEach((value, i) => {
    if (value === null || !isGap(one.values[i - 1]) || !isGap(one.values[i + 1])) return
    dots.push([plot.centers[i] ?? 0, topOf(plot, one, rank, i) ?? 0])
  })
  return dots
}

const tenth = (value: number) => Math.round(value * 10) / 10
