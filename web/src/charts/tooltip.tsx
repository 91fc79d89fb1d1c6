import { useLayoutEffect, useRef, type ReactNode, type RefObject } from 'react'
import { createPortal } from 'react-dom'
import { changeOf } from '@/lib/format'
import { cx } from '@/ui/cx'
import { Delta, Margin } from '@/ui/num'
import { useMedia } from '@/ui/use_media'
import type { ChartSeries, OnPick } from './data'
import { SeriesName } from './series_name'
import { Swatch } from './swatch'
import { exactValue, type ValueFormat } from './value_format'

export interface TooltipRow {
  series: ChartSeries
  value: number | null
  /** Undefined when nothing is compared. */
  previous?: number | null
}

interface ChartTooltipProps {
  /** The chart, and the place in it that is explained. */
  anchor: RefObject<HTMLElement | null>
  x: number
  title: string
  soFar: boolean
  previousTitle: string | null
  rows: TooltipRow[]
  standsOut: string | null
  format: ValueFormat
  /** Adds a row for the whole stack. */
  withTotal: boolean
  index: number
  onPick?: OnPick
  /** Its numbers can be clicked. */
  pinned: boolean
}

const mostRows = 10
/** Rows that a finger can hit leave room for six. */
const mostTouched = 6

/** The values of one bucket, largest first; on a phone it stays at the lower edge of the page. */
export function ChartTooltip({ anchor, x, title, soFar, previousTitle, rows, standsOut, format, withTotal, index, onPick, pinned }: ChartTooltipProps) {
  const touched = useMedia('(pointer: coarse)') && pinned && onPick !== undefined
  const { shown, rest } = rankRows(rows, standsOut, touched ? mostTouched : mostRows)
  const compared = rows.some((row) => row.previous !== undefined)
  const adds = rows.every((row) => row.series.adds !== 'never')
  const summed = (of: TooltipRow[]) => (adds ? exactValue(of.reduce((sum, row) => sum + (row.value ?? 0), 0), format) : '')
  const focused = shown.find((row) => row.series.id === standsOut)
  const number = (row: TooltipRow, period: 'current' | 'previous'): ReactNode => {
    const value = period === 'current' ? row.value : row.previous
    if (value === null || value === undefined) return '–'
    const text = exactValue(value, row.series.format ?? format)
    const margin = period === 'current' && <Margin of={row.series.margins?.[index]} format={(size) => exactValue(size, row.series.format ?? format)} />
    if (!pinned || !onPick) {
      return (
        <>
          {text}
          {margin}
        </>
      )
    }
    return (
      <>
        <button type="button" className="link-num" onClick={() => onPick({ series: row.series, index, period, value })}>
          {text}
        </button>
        {margin}
      </>
    )
  }
  return (
    <Floating anchor={anchor} x={x} live={pinned}>
      <p className="px-2 pb-1 font-medium">
        {title}
        {soFar && <span className="font-normal text-fg-3"> so far</span>}
      </p>
      <table className="w-full border-collapse">
        <tbody>
          {shown.map((row) => (
            <tr key={row.series.id} className={cx(row.series.id === standsOut && 'bg-accent-soft', touched && 'h-touch')}>
              {/* oxlint-disable-next-line jsx-a11y/control-has-associated-label -- the name is its text */}
              <td className="rounded-l-chip py-px pl-2">
                <span className="flex items-center gap-2">
                  <Swatch slot={row.series.slot} />
                  <span className="flex max-w-60 max-md:max-w-[40vw]">
                    <SeriesName series={row.series} />
                  </span>
                </span>
              </td>
              <td className={cx('py-px pl-4 text-right font-medium whitespace-nowrap', !compared && 'rounded-r-chip pr-2')}>{number(row, 'current')}</td>
              {compared && (
                <>
                  <td className="py-px pl-3 text-right whitespace-nowrap text-fg-3">{number(row, 'previous')}</td>
                  <td className="rounded-r-chip py-px pr-2 pl-3 text-right">
                    {!soFar && row.value !== null && row.previous !== null && row.previous !== undefined && (
                      <Delta change={changeOf(row.value, row.previous)} goodWhen={row.series.goodWhen} />
                    )}
                  </td>
                </>
              )}
            </tr>
          ))}
          {rest.length > 0 && <SumRow label={`${rest.length} more`} text={summed(rest)} last={!compared} />}
          {withTotal && adds && rows.length > 1 && <SumRow label="Total" text={summed(rows)} last={!compared} />}
        </tbody>
      </table>
      {previousTitle && <p className="mt-1 border-t border-line px-2 pt-1.5 text-small text-fg-3">compared with {previousTitle}</p>}
      {onPick && !pinned && (focused || rows.length === 1) && (
        <p className="mt-1 max-w-80 truncate border-t border-line px-2 pt-1.5 text-small text-fg-3">
          Click to see people in {(focused ?? rows[0])?.series.name}
        </p>
      )}
    </Floating>
  )
}

function SumRow({ label, text, last }: { label: string; text: string; last: boolean }) {
  return (
    <tr className="text-fg-3">
      <td className="py-px pl-2">{label}</td>
      <td className={cx('py-px pl-4 text-right', last && 'pr-2')}>{text}</td>
    </tr>
  )
}

interface FloatingProps {
  anchor: RefObject<HTMLElement | null>
  x: number
  /** Beside a row instead of at the top of the chart. */
  y?: number
  /** Whether the pointer can enter it. */
  live?: boolean
  children: ReactNode
}

const gap = 14
const edge = 8

/** A layer beside a place in a chart, never outside the window; at the lower edge on a phone. */
export function Floating({ anchor, x, y = 0, live = false, children }: FloatingProps) {
  const own = useRef<HTMLDivElement>(null)
  useLayoutEffect(() => {
    const place = () => {
      const layer = own.current
      const box = anchor.current?.getBoundingClientRect()
      if (!layer || !box) return
      const { offsetWidth: width, offsetHeight: height } = layer
      const at = box.left + x
      const roomRight = window.innerWidth - at - gap - edge
      // Towards the middle of the chart, unless only the other side has room.
      const goLeft = (x > box.width * 0.55 && at - gap - width >= edge) || roomRight < width
      const left = goLeft ? at - gap - width : at + gap
      layer.style.left = `${Math.max(edge, Math.min(left, window.innerWidth - width - edge))}px`
      layer.style.top = `${Math.max(edge, Math.min(box.top + y + 8, window.innerHeight - height - edge))}px`
    }
    place()
    // What is pinned stays with its chart while the page scrolls.
    document.addEventListener('scroll', place, { capture: true, passive: true })
    return () => document.removeEventListener('scroll', place, { capture: true })
  })
  return createPortal(
    <div
      ref={own}
      aria-hidden={!live || undefined}
      data-chart-layer=""
      className={cx(
        'fixed top-0 left-0 z-50 max-w-[min(420px,90vw)] min-w-[180px] rounded-card border border-line bg-surface px-1 py-2 text-fg shadow-2',
        !live && 'pointer-events-none',
        'max-md:!top-auto max-md:!right-2 max-md:bottom-2 max-md:!left-2 max-md:max-w-none',
      )}
    >
      {children}
    </div>,
    document.body,
  )
}

/** Ten or fewer rows, largest first; the one in focus is always among them. */
export function rankRows(rows: TooltipRow[], standsOut: string | null, most = mostRows): { shown: TooltipRow[]; rest: TooltipRow[] } {
  const ranked = rows.toSorted((a, b) => (b.value ?? -Infinity) - (a.value ?? -Infinity))
  if (ranked.length <= most) return { shown: ranked, rest: [] }
  const at = ranked.findIndex((row) => row.series.id === standsOut)
  const [focused] = at >= most - 1 ? ranked.splice(at, 1) : []
  const cut = focused ? most - 2 : most - 1
  return {
    shown: focused ? [...ranked.slice(0, cut), focused] : ranked.slice(0, cut),
    rest: ranked.slice(cut),
  }
}
