import { bisectCenter, max, min } from 'd3-array'
import { scaleLinear } from 'd3-scale'
import { area, line } from 'd3-shape'
import { memo, useCallback, useEffect, useId, useMemo, useRef, useState, type KeyboardEvent, type PointerEvent, type RefObject } from 'react'
import { formatExact } from '@/lib/format'
import { formatBucket, speakBucket, type Interval, type WallTime } from '@/lib/wall_time'
import { seriesColor, seriesDash, stack, thinOut } from './scale'
import { timeTicks, valueTickLabels, valueTicks } from './ticks'
import { ChartTooltip } from './tooltip'

export interface ChartSeries {
  id: string
  name: string
  slot: number
  /** One value a bucket; null is a gap. */
  values: (number | null)[]
  /** The same of the period compared with. */
  previous?: (number | null)[]
}

export type ChartKind = 'line' | 'area' | 'bar'

export interface TimeChartProps {
  /** What the chart shows, for who cannot see it. */
  label: string
  kind: ChartKind
  series: ChartSeries[]
  buckets: WallTime[]
  previousBuckets?: WallTime[]
  interval: Interval
  /** Index of the first bucket that is still filling, null when all are complete. */
  unfinished: number | null
  height?: number
  /** The series that stands out, chosen from outside (a legend row). */
  focused?: string | null
  format?: (value: number) => string
}

const nearPx = 18
const colourful = 8
/** With more lines than this the comparison is drawn only for the one that stands out. */
const mostCompared = 4
const margin = { top: 14, right: 14, bottom: 26 }

interface Cursor {
  index: number
  series: string | null
  by: 'pointer' | 'touch' | 'keyboard'
}

/** Lines, stacked areas or stacked bars over time, with a cursor for mouse, touch and keyboard. */
export function TimeChart(props: TimeChartProps) {
  const { label, kind, series, buckets, previousBuckets, interval, unfinished, focused = null } = props
  const format = props.format ?? formatExact
  const [holder, width] = useWidth<HTMLDivElement>()
  const height = props.height ?? (width > 0 && width < 560 ? 260 : 356)
  const [cursor, setCursor] = useState<Cursor | null>(null)
  const layout = useLayout(props, width, height)
  const standsOut = cursor?.series ?? focused

  const find = useCallback(
    (event: PointerEvent<HTMLDivElement>): Cursor | null => {
      const box = event.currentTarget.getBoundingClientRect()
      const x = event.clientX - box.left
      const y = event.clientY - box.top
      if (x < layout.left - 12 || y < 0 || y > height) return null
      const index = bisectCenter(layout.centers, x)
      return { index, series: layout.seriesAt(index, y), by: event.pointerType === 'mouse' ? 'pointer' : 'touch' }
    },
    [layout, height],
  )

  const onKeyDown = (event: KeyboardEvent) => {
    const last = buckets.length - 1
    const step = event.shiftKey ? { minute: 60, hour: 24, day: 7, week: 4, month: 12 }[interval] : 1
    const from = cursor?.index ?? last
    const at = cursor?.series ?? null
    const ids = series.map((one) => one.id)
    let next: Cursor
    switch (event.key) {
      case 'ArrowLeft':
        next = { index: Math.max(0, cursor ? from - step : last), series: at, by: 'keyboard' }
        break
      case 'ArrowRight':
        next = { index: Math.min(last, cursor ? from + step : 0), series: at, by: 'keyboard' }
        break
      case 'Home':
        next = { index: 0, series: at, by: 'keyboard' }
        break
      case 'End':
        next = { index: last, series: at, by: 'keyboard' }
        break
      case 'ArrowUp':
      case 'ArrowDown': {
        const move = event.key === 'ArrowDown' ? 1 : -1
        const place = at === null ? (move === 1 ? 0 : ids.length - 1) : (ids.indexOf(at) + move + ids.length) % ids.length
        next = { index: from, series: ids[place] ?? null, by: 'keyboard' }
        break
      }
      case 'Escape':
        if (cursor === null) return
        event.stopPropagation()
        setCursor(null)
        return
      default:
        return
    }
    event.preventDefault()
    setCursor({ ...next, series: next.series ?? ids[0] ?? null })
  }

  // A touch keeps the cursor until the reader taps elsewhere.
  const pinned = cursor?.by === 'touch'
  useEffect(() => {
    if (!pinned) return
    const away = (event: Event) => {
      if (!holder.current?.contains(event.target as Node)) setCursor(null)
    }
    document.addEventListener('pointerdown', away)
    return () => document.removeEventListener('pointerdown', away)
  }, [pinned, holder])

  const index = cursor === null ? null : Math.min(cursor.index, buckets.length - 1)
  const spoken = cursor?.by === 'keyboard' && index !== null ? speak(props, index, cursor.series, format) : ''
  const helpId = useId()

  return (
    <div className="relative" style={{ height }}>
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- a chart is a group that arrow keys read */}
      <div
        ref={holder}
        role="group"
        aria-label={label}
        aria-describedby={helpId}
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- arrow keys read the points
        tabIndex={0}
        className="absolute inset-0 rounded-control"
        onKeyDown={onKeyDown}
        onBlur={() => setCursor((now) => (now?.by === 'keyboard' ? null : now))}
        onPointerMove={(event) => setCursor(find(event))}
        onPointerDown={(event) => setCursor(find(event))}
        onPointerLeave={() => setCursor((now) => (now?.by === 'pointer' ? null : now))}
      >
        {width > 0 && (
          <svg width={width} height={height} className="block overflow-visible" aria-hidden>
            <Ground layout={layout} width={width} height={height} />
            <Marks kind={kind} series={series} layout={layout} unfinished={unfinished} standsOut={standsOut} />
            {index !== null && (
              <CursorLayer kind={kind} series={series} layout={layout} index={index} standsOut={standsOut} height={height} />
            )}
          </svg>
        )}
      </div>
      <p id={helpId} className="sr-only">
        Arrow keys move between points and series. The table below has the same numbers.
      </p>
      <p className="sr-only" role="status">
        {spoken}
      </p>
      {index !== null && width > 0 && (
        <ChartTooltip
          x={layout.centers[index] ?? 0}
          chartWidth={width}
          title={formatBucket(buckets[index] as WallTime, interval)}
          soFar={unfinished !== null && index >= unfinished}
          previousTitle={previousBuckets?.[index] === undefined ? null : formatBucket(previousBuckets[index], interval)}
          rows={series.map((one) => ({
            id: one.id,
            name: one.name,
            slot: one.slot,
            value: one.values[index] ?? null,
            previous: one.previous ? (one.previous[index] ?? null) : undefined,
          }))}
          standsOut={cursor?.series ?? null}
          format={format}
        />
      )}
    </div>
  )
}

function speak({ series, buckets, interval, unfinished }: TimeChartProps, index: number, id: string | null, format: (n: number) => string) {
  const one = series.find((candidate) => candidate.id === id) ?? series[0]
  if (!one) return ''
  const value = one.values[index]
  const soFar = unfinished !== null && index >= unfinished ? ' so far' : ''
  return `${one.name}, ${value === null || value === undefined ? 'no value' : format(value)}${soFar}, ${speakBucket(buckets[index] as WallTime, interval)}`
}

interface Layout {
  left: number
  right: number
  top: number
  bottom: number
  /** Middle of each bucket, in pixels. */
  centers: number[]
  bandWidth: number
  y: (value: number) => number
  yTicks: { y: number; label: string; zero: boolean }[]
  xTicks: { x: number; label: string }[]
  /** Per series and bucket the part of the stack, or null for lines. */
  stacked: [number, number][][] | null
  previousTotals: (number | null)[] | null
  seriesAt: (index: number, y: number) => string | null
}

function useLayout(props: TimeChartProps, width: number, height: number): Layout {
  const { kind, series, buckets, interval } = props
  return useMemo(() => {
    const stacked = kind === 'line' ? null : stack(series.map((one) => one.values))
    const compares = series.some((one) => one.previous)
    const previousTotals =
      stacked && compares
        ? buckets.map((_, i) => series.reduce((sum, one) => sum + (one.previous?.[i] ?? 0), 0))
        : null
    const all: number[] = []
    if (stacked) {
      for (const row of stacked) for (const [, end] of row) all.push(end)
      for (const value of previousTotals ?? []) if (value !== null) all.push(value)
    } else {
      for (const one of series) {
        for (const value of one.values) if (value !== null) all.push(value)
        for (const value of one.previous ?? []) if (value !== null) all.push(value)
      }
    }
    const ticks = valueTicks(min(all) ?? 0, max(all) ?? 0, all.every(Number.isInteger))
    const labels = valueTickLabels(ticks)
    const left = Math.ceil(Math.max(...labels.map((text) => text.length)) * 6.6) + 14
    const right = width - margin.right
    const top = margin.top
    const bottom = height - margin.bottom
    const y = scaleLinear([ticks[0] ?? 0, ticks.at(-1) ?? 1], [bottom, top])
    const count = buckets.length
    const banded = kind === 'bar'
    const step = banded ? (right - left) / Math.max(1, count) : (right - left) / Math.max(1, count - 1)
    const centers = buckets.map((_, i) => (banded ? left + (i + 0.5) * step : count === 1 ? (left + right) / 2 : left + i * step))
    const bandWidth = banded ? Math.max(1, Math.min(64, step > 6 ? step * 0.72 : step - 0.5)) : 0

    const seriesAt = (index: number, py: number): string | null => {
      let nearest: string | null = null
      let distance = nearPx
      series.forEach((one, i) => {
        if (stacked) {
          const [from, to] = stacked[i]?.[index] ?? [0, 0]
          const [a, b] = [y(from), y(to)].toSorted((p, q) => p - q) as [number, number]
          if (from !== to && py >= a && py <= b) nearest = one.id
          return
        }
        const value = one.values[index]
        if (value === null || value === undefined) return
        const away = Math.abs(y(value) - py)
        if (away < distance) {
          distance = away
          nearest = one.id
        }
      })
      return nearest
    }

    return {
      left,
      right,
      top,
      bottom,
      centers,
      bandWidth,
      y,
      yTicks: ticks.map((tick, i) => ({ y: y(tick), label: labels[i] ?? '', zero: tick === 0 })),
      xTicks: timeTicks(buckets, interval, right - left).map((tick) => ({ x: centers[tick.index] ?? 0, label: tick.label })),
      stacked,
      previousTotals,
      seriesAt,
    }
  }, [kind, series, buckets, interval, width, height])
}

const Ground = memo(function Ground({ layout, width, height }: { layout: Layout; width: number; height: number }) {
  return (
    <g fontSize="11" fill="var(--fg-3)">
      {layout.yTicks.map((tick) => (
        <g key={tick.label} transform={`translate(0 ${Math.round(tick.y) + 0.5})`}>
          <line x1={layout.left} x2={layout.right} stroke={tick.zero ? 'var(--line-2)' : 'var(--grid)'} />
          <text x={layout.left - 10} dy="0.32em" textAnchor="end">
            {tick.label}
          </text>
        </g>
      ))}
      {layout.xTicks.map((tick) => {
        const half = tick.label.length * 3.2
        const x = Math.min(Math.max(tick.x, half), width - half)
        return (
          <text key={tick.x} x={x} y={height - 7} textAnchor="middle">
            {tick.label}
          </text>
        )
      })}
    </g>
  )
})

interface MarksProps {
  kind: ChartKind
  series: ChartSeries[]
  layout: Layout
  unfinished: number | null
  standsOut: string | null
}

const Marks = memo(function Marks({ kind, series, layout, unfinished, standsOut }: MarksProps) {
  const id = useId().replace(/[^\w-]/g, '')
  const dim = (one: ChartSeries, rank: number) => {
    if (standsOut !== null) return one.id === standsOut ? 1 : 0.16
    return kind === 'line' && rank >= colourful ? 0.32 : 1
  }
  return (
    <g>
      {layout.previousTotals && (
        <path
          d={linePath(layout, layout.previousTotals)}
          fill="none"
          stroke="var(--fg-3)"
          strokeWidth="1.5"
          strokeDasharray="1 4"
          strokeLinecap="round"
        />
      )}
      {series.map((one, rank) => {
        const color = seriesColor(one.slot)
        const opacity = dim(one, rank)
        const faint = kind === 'line' && rank >= colourful && one.id !== standsOut
        const shared = { opacity, style: { transition: 'opacity 100ms' } }
        if (kind === 'bar') {
          const cut = unfinished ?? one.values.length
          const pattern = `${id}-hatch-${rank}`
          return (
            <g key={one.id} {...shared}>
              <path d={barPath(layout, rank, 0, cut)} fill={color} />
              {cut < one.values.length && (
                <>
                  <pattern id={pattern} width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
                    <rect width="5" height="5" fill={color} opacity="0.25" />
                    <rect width="2" height="5" fill={color} />
                  </pattern>
                  <path d={barPath(layout, rank, cut, one.values.length)} fill={`url(#${pattern})`} />
                </>
              )}
            </g>
          )
        }
        const top = layout.stacked ? (layout.stacked[rank] ?? []).map(([, end]) => end) : one.values
        const cut = unfinished === null ? top.length : Math.max(unfinished, 0)
        const single = top.filter((value) => value !== null).length === 1
        return (
          <g key={one.id} {...shared}>
            {(kind === 'area' || (series.length === 1 && !single)) && (
              <>
                {kind === 'line' && (
                  <linearGradient id={`${id}-fade`} x1="0" x2="0" y1="0" y2="1">
                    <stop offset="0" stopColor={color} stopOpacity="0.13" />
                    <stop offset="1" stopColor={color} stopOpacity="0" />
                  </linearGradient>
                )}
                <path
                  d={areaPath(layout, kind === 'area' ? rank : null, one.values)}
                  fill={kind === 'area' ? color : `url(#${id}-fade)`}
                  fillOpacity={kind === 'area' ? 0.3 : 1}
                />
              </>
            )}
            <g fill="none" stroke={color} strokeLinejoin="round" strokeWidth={faint ? 1 : 1.75}>
              {kind === 'line' && one.previous && (series.length <= mostCompared || one.id === standsOut) && (
                <path d={linePath(layout, one.previous)} strokeDasharray="1 4" strokeLinecap="round" opacity="0.55" />
              )}
              <path d={linePath(layout, top.slice(0, cut))} strokeDasharray={seriesDash(one.slot)} />
              {cut < top.length && cut > 0 && <path d={linePath(layout, top, cut - 1)} strokeDasharray="4 4" />}
            </g>
            {top.map((value, i) =>
              isLonePoint(top, i) && value !== null ? (
                <circle key={layout.centers[i]} cx={layout.centers[i]} cy={layout.y(value)} r="3.5" fill={color} />
              ) : null,
            )}
          </g>
        )
      })}
    </g>
  )
})

/** A value with gaps on both sides would vanish from a line: it becomes a dot. */
function isLonePoint(values: (number | null)[], i: number): boolean {
  const isGap = (at: number) => values[at] === null || values[at] === undefined
  return !isGap(i) && isGap(i - 1) && isGap(i + 1)
}

function linePath(layout: Layout, values: (number | null)[], from = 0): string {
  const indices = thinOut(values, layout.right - layout.left).filter((i) => i >= from)
  return (
    line<number>()
      .defined((i) => values[i] !== null && values[i] !== undefined)
      .x((i) => round(layout.centers[i] ?? 0))
      .y((i) => round(layout.y(values[i] ?? 0)))(indices) ?? ''
  )
}

function areaPath(layout: Layout, rank: number | null, values: (number | null)[]): string {
  const part = rank === null ? null : layout.stacked?.[rank]
  return (
    area<number>()
      .defined((i) => part !== null || values[i] !== null)
      .x((i) => round(layout.centers[i] ?? 0))
      .y0((i) => round(layout.y(part?.[i]?.[0] ?? 0)))
      .y1((i) => round(layout.y(part ? (part[i]?.[1] ?? 0) : (values[i] ?? 0))))(thinOut(values, layout.right - layout.left)) ?? ''
  )
}

/** All bars of a series as one path. */
function barPath(layout: Layout, rank: number, from: number, to: number): string {
  const half = layout.bandWidth / 2
  let path = ''
  for (let i = from; i < to; i++) {
    const [start, end] = layout.stacked?.[rank]?.[i] ?? [0, 0]
    if (start === end) continue
    const x = round((layout.centers[i] ?? 0) - half)
    path += `M${x} ${round(layout.y(start))}V${round(layout.y(end))}h${round(layout.bandWidth)}V${round(layout.y(start))}Z`
  }
  return path
}

const round = (value: number) => Math.round(value * 10) / 10

interface CursorLayerProps extends Omit<MarksProps, 'unfinished'> {
  index: number
  height: number
}

function CursorLayer({ kind, series, layout, index, standsOut }: CursorLayerProps) {
  const x = layout.centers[index] ?? 0
  if (kind === 'bar') {
    const half = layout.bandWidth / 2 + 3
    return (
      <rect
        x={x - half}
        y={layout.top}
        width={half * 2}
        height={layout.bottom - layout.top}
        fill="var(--fg)"
        opacity="0.05"
        rx="3"
      />
    )
  }
  const dotted = standsOut ? series.filter((one) => one.id === standsOut) : series.slice(0, colourful)
  return (
    <g>
      <line x1={x} x2={x} y1={layout.top} y2={layout.bottom} stroke="var(--fg-3)" />
      {dotted.map((one) => {
        const rank = series.indexOf(one)
        const value = layout.stacked ? layout.stacked[rank]?.[index]?.[1] : one.values[index]
        if (value === null || value === undefined) return null
        return (
          <circle key={one.id} cx={x} cy={layout.y(value)} r="4" fill={seriesColor(one.slot)} stroke="var(--surface)" strokeWidth="1.5" />
        )
      })}
    </g>
  )
}

function useWidth<T extends HTMLElement>(): [RefObject<T | null>, number] {
  const ref = useRef<T>(null)
  const [width, setWidth] = useState(0)
  useEffect(() => {
    const element = ref.current
    if (!element) return
    setWidth(Math.floor(element.clientWidth))
    const observer = new ResizeObserver(([entry]) => {
      if (entry) setWidth(Math.floor(entry.contentRect.width))
    })
    observer.observe(element)
    return () => observer.disconnect()
  }, [])
  return [ref, width]
}
