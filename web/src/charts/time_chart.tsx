import { useEffect, useId, useMemo, useRef, type ReactNode } from 'react'
import type { WallTime } from '@/lib/wall_time'
import { singleKeys } from '@/ui/shortcuts'
import { Axes, EndLabels, Goals } from './axes'
import { isOnAxis, Pills, PillLines, placePills, type ChartAnnotation } from './annotations'
import { Background, needsCanvas } from './background'
import { CursorLayer } from './cursor'
import { alignWeekdays, bucketTitle, isUnfinished, previousTitle, spokenBucket, weekdayShift, type ChartData, type ChartSeries, type OnPick } from './data'
import { isStacked, layOut, topOf, type Goal, type Plot, type TimeKind } from './layout'
import { Marks } from './marks'
import { shapesOf } from './shapes'
import { ChartTooltip } from './tooltip'
import { useCursor } from './use_cursor'
import { useWidth } from './use_width'
import { compactValue, exactValue, plainNumber } from './value_format'

export interface TimeChartProps {
  /** What the chart shows, for who cannot see it. */
  label: string
  kind: TimeKind
  data: ChartData
  height?: number
  /** The series that stands out, chosen from outside (a legend row). */
  focused?: string | null
  /** A point was chosen: open the people behind it. */
  onPick?: OnPick
  scale?: 'linear' | 'log'
  fromZero?: boolean
  /** Whether a Monday is compared with a Monday; on by default. */
  alignsWeekdays?: boolean
  directLabels?: boolean
  /** Writes the values at the points, as far as there is room. */
  withValues?: boolean
  /** Draws a straight line through the finished buckets. */
  fits?: boolean
  goals?: Goal[]
  annotations?: ChartAnnotation[]
  /** One of them is to be read in full or changed. */
  onAnnotation?: (id: string) => void
  /** `A` was pressed: something is to be noted at this bucket. */
  onAnnotate?: (at: WallTime) => void
}

const noGoals: Goal[] = []
const noAnnotations: ChartAnnotation[] = []
const noSeries: ChartSeries[] = []

/** Lines, stacked areas or bars over time, with a cursor for mouse, touch and keyboard. */
export function TimeChart(props: TimeChartProps) {
  const { label, kind, focused = null, onPick, scale, fromZero, directLabels, goals = noGoals, annotations = noAnnotations, alignsWeekdays = true } = props
  const [holder, width] = useWidth<HTMLDivElement>()
  const height = props.height ?? (width > 0 && width < 560 ? 260 : 356)
  const id = `c${useId().replace(/[^\w-]/g, '')}`
  const helpId = `${id}-help`

  const data = useMemo(() => (alignsWeekdays ? alignWeekdays(props.data) : props.data), [props.data, alignsWeekdays])
  const { series, axis, format = plainNumber } = data
  // Who asks about a number of the period compared with means its bucket in the answer, not where it was drawn.
  const shift = alignsWeekdays ? weekdayShift(props.data.axis) : 0
  const pickShown: OnPick | undefined =
    onPick && ((point) => onPick(point.period === 'previous' && point.index !== null ? { ...point, index: point.index + shift } : point))
  const hasPills = annotations.some((one) => isOnAxis(axis, one.at))
  // Nothing is drawn before there is a width: no place is worked out for it.
  const placed = useMemo(() => (width > 0 ? data : { ...data, series: noSeries }), [data, width])
  const plot = useMemo(
    () => layOut(placed, { kind, width, height, scale, fromZero, directLabels, pills: hasPills, goals }),
    [placed, kind, width, height, scale, fromZero, directLabels, hasPills, goals],
  )
  const shapes = useMemo(() => shapesOf(plot, placed, { fits: props.fits }), [plot, placed, props.fits])
  const pills = useMemo(() => placePills(plot, axis, annotations), [plot, axis, annotations])
  const onCanvas = needsCanvas(plot, shapes)

  const choose = (index: number, seriesId: string): boolean => {
    const one = series.find((candidate) => candidate.id === seriesId)
    const value = one?.values[index]
    if (!onPick || !one || value === null || value === undefined) return false
    onPick({ series: one, index, period: 'current', value })
    return true
  }
  const { cursor, handlers } = useCursor({ plot, data, holder, onChoose: choose })
  useAnnotateKey(props.onAnnotate, axis.kind === 'time' && cursor ? axis.buckets[cursor.index] : undefined)

  const index = cursor?.index ?? null
  const standsOut = cursor?.series ?? focused
  const drawn = standsOut !== null && shapes.some((shape) => shape.id === standsOut) ? standsOut : null
  // The only series needs no emphasis.
  const faded = drawn !== null && series.length > 1
  return (
    <div className="relative" style={{ height }}>
      {onCanvas && (
        <div style={{ opacity: faded ? 0.16 : 1 }}>
          <Background plot={plot} shapes={shapes} />
        </div>
      )}
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- a chart is a group that arrow keys read */}
      <div
        ref={holder}
        role="group"
        aria-label={label}
        aria-describedby={helpId}
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- arrow keys read the points
        tabIndex={0}
        className="absolute inset-0 rounded-control"
        {...handlers}
      >
        {width > 0 && (
          <svg width={width} height={height} className="block overflow-visible" aria-hidden>
            <Axes plot={plot} />
            <PillLines plot={plot} pills={pills} />
            <g opacity={faded ? 0.16 : undefined}>
              <Marks plot={plot} shapes={shapes} id={id} withoutPale={onCanvas} />
            </g>
            <Goals plot={plot} goals={goals} />
            {plot.endLabels.length > 0 && <EndLabels plot={plot} />}
            {props.withValues && <PointValues plot={plot} data={data} />}
            {(index !== null || faded) && <CursorLayer plot={plot} series={series} shapes={shapes} index={index} standsOut={faded ? drawn : null} id={id} />}
          </svg>
        )}
      </div>
      {width > 0 && <Pills pills={pills} axis={axis} onOpen={props.onAnnotation} />}
      <p id={helpId} className="sr-only">
        Arrow keys move between points and series{onPick ? ', Enter opens the people behind a point' : ''}.
      </p>
      <p className="sr-only" role="status">
        {cursor?.by === 'keyboard' ? spoken(data, cursor.index, cursor.series) : ''}
      </p>
      {index !== null && width > 0 && (
        <ChartTooltip
          anchor={holder}
          x={plot.centers[index] ?? 0}
          title={bucketTitle(axis, index)}
          soFar={isUnfinished(axis, index)}
          previousTitle={series.some((one) => one.previous) ? previousTitle(axis, index) : null}
          rows={series.map((one) => ({ series: one, value: one.values[index] ?? null, previous: one.previous ? (one.previous[index] ?? null) : undefined }))}
          standsOut={cursor?.series ?? null}
          format={format}
          withTotal={isStacked(kind)}
          index={index}
          onPick={pickShown}
          pinned={cursor?.pinned ?? false}
        />
      )}
    </div>
  )
}

/** "Germany, 602 so far, Friday 3 July 2026" */
function spoken({ series, axis, format }: ChartData, index: number, id: string | null): string {
  const one = series.find((candidate) => candidate.id === id) ?? series[0]
  if (!one) return ''
  const value = one.values[index]
  const margin = one.margins?.[index]
  const said = value === null || value === undefined ? 'no value' : exactValue(value, one.format ?? format)
  const text = margin === undefined ? said : `${said} ± ${exactValue(margin, one.format ?? format)}`
  return `${one.name}, ${text}${isUnfinished(axis, index) ? ' so far' : ''}, ${spokenBucket(axis, index)}`
}

const valueRoom = 36

/** The values at the points, one in so many that they do not touch. */
function PointValues({ plot, data }: { plot: Plot; data: ChartData }): ReactNode {
  const every = Math.max(1, Math.ceil(valueRoom / Math.max(1, plot.step)))
  return (
    <g fontSize="11" fill="var(--fg-2)" textAnchor="middle" stroke="var(--surface)" strokeWidth="3" paintOrder="stroke">
      {data.series.slice(0, 3).map((one, rank) =>
        one.values.map((value, i) => {
          const y = topOf(plot, one, rank, i)
          if (value === null || y === null || i % every !== 0) return null
          return (
            // oxlint-disable-next-line react/no-array-index-key -- a bucket is its place
            <text key={`${one.id}${i}`} x={plot.centers[i]} y={Math.max(10, y - 7)}>
              {compactValue(value, one.format ?? data.format)}
            </text>
          )
        }),
      )}
    </g>
  )
}

/** `A` notes something at the bucket under the cursor, unless somebody is typing. */
function useAnnotateKey(onAnnotate: ((at: WallTime) => void) | undefined, at: WallTime | undefined): void {
  const latest = useRef({ onAnnotate, at })
  useEffect(() => {
    latest.current = { onAnnotate, at }
  })
  const listens = onAnnotate !== undefined && at !== undefined
  useEffect(() => {
    if (!listens) return
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.key.toLowerCase() !== 'a' || event.metaKey || event.ctrlKey || event.altKey || event.defaultPrevented || !singleKeys.read()) return
      if (event.target instanceof HTMLElement && (event.target.isContentEditable || event.target.closest('input, textarea, select'))) return
      const { onAnnotate: annotate, at: bucket } = latest.current
      if (bucket === undefined) return
      event.preventDefault()
      annotate?.(bucket)
    }
    document.addEventListener('keydown', onKeyDown)
    return () => document.removeEventListener('keydown', onKeyDown)
  }, [listens])
}
