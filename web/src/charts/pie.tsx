import { arc, pie, type PieArcDatum } from 'd3-shape'
import { useMemo } from 'react'
import { formatPercent } from '@/lib/format'
import { cx } from '@/ui/cx'
import { Margin, Num } from '@/ui/num'
import { sumOf, wholeValue, type ChartData, type ChartSeries, type OnPick } from './data'
import { seriesColor } from './scale'
import { Swatch } from './swatch'
import { useItemCursor } from './use_item_cursor'
import { useWidth } from './use_width'
import { cellValue, compactValue, exactValue, numberLabel } from './value_format'

interface PieChartProps {
  label: string
  data: ChartData
  height?: number
  onPick?: OnPick
}

export interface Slice {
  /** Null for what is summed up at the end. */
  series: ChartSeries | null
  name: string
  value: number
  share: number
}

const mostSlices = 12

/** Largest first, at most twelve: the rest is one slice. Values below zero have no place in a pie. */
export function slicesOf(series: ChartSeries[]): Slice[] {
  const known = series
    .map((one) => ({ series: one, name: one.name, value: wholeValue(one) }))
    .filter((one) => one.value > 0)
    .toSorted((a, b) => b.value - a.value)
  const total = sumOf(known.map((one) => one.value))
  const own = known.length > mostSlices ? known.slice(0, mostSlices - 1) : known
  const rest = known.slice(own.length)
  const slices: Slice[] = own.map((one) => ({ ...one, share: one.value / total }))
  if (rest.length > 0) {
    const value = sumOf(rest.map((one) => one.value))
    slices.push({ series: null, name: `${rest.length} more`, value, share: value / total })
  }
  return slices
}

/** Parts of a whole, with their names, numbers and shares beside them. */
export default function PieChart({ label, data, height = 300, onPick }: PieChartProps) {
  const [holder, width] = useWidth<HTMLDivElement>()
  const slices = useMemo(() => slicesOf(data.series), [data.series])
  const total = sumOf(slices.map((slice) => slice.value))
  const left = data.series.length - data.series.filter((one) => wholeValue(one) > 0).length
  const size = Math.max(120, Math.min(height, width < 480 ? width : width * 0.45, 320))
  const pick = (slice: Slice | undefined) => {
    if (slice?.series && onPick) onPick({ series: slice.series, index: null, period: 'current', value: slice.value })
  }
  const cursor = useItemCursor({ count: slices.length, onChoose: (index) => pick(slices[index]) })
  const arcs = useMemo(() => {
    const draw = arc<PieArcDatum<Slice>>()
      .innerRadius(size * 0.31)
      .outerRadius(size / 2 - 2)
      .padAngle(slices.length > 1 ? 0.008 : 0)
      .cornerRadius(2)
    return pie<Slice>()
      .sortValues(null)
      .value((slice) => slice.value)(slices)
      .map((part) => draw(part) ?? '')
  }, [slices, size])
  const formatOf = (slice: Slice) => slice.series?.format ?? data.format
  const colorOf = (slice: Slice) => (slice.series ? seriesColor(slice.series.slot) : 'var(--line-2)')
  const active = cursor.at === null ? null : (slices[cursor.at] ?? null)

  return (
    <div ref={holder} className={cx('flex items-center gap-8', width < 480 ? 'flex-col' : 'justify-center')}>
      {width > 0 && (
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- a chart is a group that arrow keys read
        <div
          role="group"
          aria-label={label}
          // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- arrow keys read the slices
          tabIndex={0}
          className="relative shrink-0 rounded-full"
          style={{ width: size, height: size }}
          onKeyDown={cursor.onKeyDown}
          onBlur={cursor.onBlur}
          onPointerLeave={() => cursor.point(null)}
        >
          <svg width={size} height={size} aria-hidden>
            <g transform={`translate(${size / 2} ${size / 2})`}>
              {slices.map((slice, i) => (
                // oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/no-static-element-interactions -- arrow keys and Enter do the same
                <path
                  key={slice.series?.id ?? 'more'}
                  d={arcs[i]}
                  fill={colorOf(slice)}
                  opacity={cursor.at === null || cursor.at === i ? 1 : 0.3}
                  onPointerEnter={() => cursor.point(i)}
                  onClick={() => pick(slice)}
                />
              ))}
            </g>
          </svg>
          <div className="pointer-events-none absolute inset-0 m-auto flex flex-col items-center justify-center px-2 text-center" style={{ width: size * 0.6 }}>
            <span className="text-big font-semibold">{compactValue(active?.value ?? total, active ? formatOf(active) : (slices[0]?.series?.format ?? data.format))}</span>
            <span className="max-w-full truncate text-small text-fg-2">{active ? `${active.name}, ${formatPercent(active.share)}` : 'Total'}</span>
          </div>
        </div>
      )}
      <div className="max-h-full min-w-0 max-w-96 flex-1 max-sm:w-full">
        <table className="w-full border-collapse" aria-label={`${label}, values`}>
          <thead className="sr-only">
            <tr>
              <th scope="col">Name</th>
              <th scope="col">Value</th>
              <th scope="col">Share</th>
            </tr>
          </thead>
          <tbody>
            {slices.map((slice, i) => (
              <tr key={slice.series?.id ?? 'more'} className={cx('h-6.5', cursor.at === i && 'bg-hover')} onPointerEnter={() => cursor.point(i)} onPointerLeave={() => cursor.point(null)}>
                <th scope="row" className="w-full max-w-0 rounded-l-chip pl-2 text-left font-normal">
                  <span className="flex items-center gap-2">
                    {slice.series ? <Swatch slot={slice.series.slot} /> : <span aria-hidden className="h-2.5 w-[3px] rounded-full bg-line-2" />}
                    <span className="truncate" title={slice.name}>
                      {slice.name}
                    </span>
                  </span>
                </th>
                <td className="pl-3 text-right font-medium whitespace-nowrap">
                  <Num
                    value={slice.value}
                    format={(value) => cellValue(value, formatOf(slice))}
                    exact={(value) => exactValue(value, formatOf(slice))}
                    label={numberLabel(slice.value, formatOf(slice), cellValue, slice.name)}
                    onOpen={slice.series && onPick ? () => pick(slice) : undefined}
                  />
                  <Margin of={slice.series?.margin} format={(value) => cellValue(value, formatOf(slice))} />
                </td>
                <td className="rounded-r-chip pr-2 pl-3 text-right whitespace-nowrap text-fg-2">{formatPercent(slice.share)}</td>
              </tr>
            ))}
          </tbody>
        </table>
        {left > 0 && <p className="px-2 pt-1 text-small text-fg-3">{left} without a value above zero.</p>}
      </div>
      <p className="sr-only" role="status">
        {active && cursor.byKeyboard ? `${active.name}, ${exactValue(active.value, formatOf(active))}, ${formatPercent(active.share)}` : ''}
      </p>
    </div>
  )
}
