import { useMemo } from 'react'
import { Axes } from './axes'
import { bucketTitle, spokenBucket, type ChartAxis, type ChartData } from './data'
import { layOut } from './layout'
import { seriesColor } from './scale'
import { Swatch } from './swatch'
import { Floating } from './tooltip'
import { useItemCursor } from './use_item_cursor'
import { useWidth } from './use_width'
import { exactValue, type ValueFormat } from './value_format'

/** How the values of a bucket spread. */
export interface Box {
  min: number
  p25: number
  median: number
  p75: number
  max: number
  mean?: number
}

export interface BoxSeries {
  id: string
  name: string
  slot: number
  boxes: (Box | null)[]
}

interface BoxPlotProps {
  label: string
  axis: ChartAxis
  series: BoxSeries[]
  format?: ValueFormat
  height?: number
  onPick?: (series: BoxSeries, index: number) => void
}

/** Boxes from the first to the third quarter, whiskers to the ends, a line at the median. */
export function BoxPlot({ label, axis, series, format, height = 356, onPick }: BoxPlotProps) {
  const [holder, width] = useWidth<HTMLDivElement>()
  const plot = useMemo(() => {
    // The axis has to reach from the lowest whisker to the highest one.
    const data: ChartData = {
      axis,
      format,
      series: series.map(({ id, name, slot, boxes }) => ({ id, name, slot, values: boxes.map((box) => box?.max ?? null), previous: boxes.map((box) => box?.min ?? null) })),
    }
    return layOut(data, { kind: 'bars', width, height })
  }, [axis, format, series, width, height])
  const items = useMemo(
    () =>
      plot.centers.flatMap((center, index) =>
        series.flatMap((one, rank) => {
          const box = one.boxes[index]
          const slice = plot.bandWidth / series.length
          return box ? [{ one, index, box, x: center - plot.bandWidth / 2 + (rank + 0.5) * slice, half: Math.max(1, Math.min(14, slice / 2 - 1)) }] : []
        }),
      ),
    [plot, series],
  )
  const cursor = useItemCursor({
    count: items.length,
    column: series.length,
    onChoose: (at) => {
      const item = items[at]
      if (item) onPick?.(item.one, item.index)
    },
  })
  const active = cursor.at === null ? null : (items[cursor.at] ?? null)
  const { y } = plot.axes[0]
  const rows: [string, keyof Box][] = [['Highest', 'max'], ['Upper quarter', 'p75'], ['Median', 'median'], ['Mean', 'mean'], ['Lower quarter', 'p25'], ['Lowest', 'min']]
  const text = (box: Box, key: keyof Box) => (box[key] === undefined ? '' : exactValue(box[key], format))
  return (
    <div className="relative" style={{ height }}>
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- a chart is a group that arrow keys read */}
      <div
        ref={holder}
        role="group"
        aria-label={label}
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- arrow keys read the boxes
        tabIndex={0}
        className="absolute inset-0 rounded-control"
        onKeyDown={cursor.onKeyDown}
        onBlur={cursor.onBlur}
        onPointerLeave={() => cursor.point(null)}
      >
        {width > 0 && (
          <svg width={width} height={height} aria-hidden>
            <Axes plot={plot} />
            {items.map(({ one, index, box, x, half }, i) => {
              const color = seriesColor(one.slot)
              return (
                // oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/no-static-element-interactions -- arrow keys and Enter do the same
                <g
                  key={`${one.id}:${index}`}
                  stroke={color}
                  opacity={axis.unfinished !== null && index >= axis.unfinished ? 0.6 : 1}
                  strokeDasharray={axis.unfinished !== null && index >= axis.unfinished ? '3 3' : undefined}
                  onPointerEnter={() => cursor.point(i)}
                  onClick={() => onPick?.(one, index)}
                >
                  <rect x={x - half - 4} y={y(box.max) - 4} width={half * 2 + 8} height={Math.max(8, y(box.min) - y(box.max) + 8)} fill="var(--fg)" opacity={cursor.at === i ? 0.05 : 0} stroke="none" rx="3" />
                  <path d={`M${x} ${y(box.max)}V${y(box.p75)}M${x} ${y(box.p25)}V${y(box.min)}M${x - half / 2} ${y(box.max)}h${half}M${x - half / 2} ${y(box.min)}h${half}`} fill="none" />
                  <rect x={x - half} y={y(box.p75)} width={half * 2} height={Math.max(1, y(box.p25) - y(box.p75))} fill={color} fillOpacity="0.25" rx="2" />
                  <path d={`M${x - half} ${y(box.median)}h${half * 2}`} strokeWidth="2" />
                  {box.mean !== undefined && <circle cx={x} cy={y(box.mean)} r="2" fill={color} stroke="none" />}
                </g>
              )
            })}
          </svg>
        )}
      </div>
      {active && (
        <Floating anchor={holder} x={active.x}>
          <p className="px-2 pb-1 font-medium">{bucketTitle(axis, active.index)}</p>
          <p className="flex items-center gap-2 px-2 pb-1 text-fg-2">
            <Swatch slot={active.one.slot} />
            {active.one.name}
          </p>
          <table className="w-full border-collapse">
            <tbody>
              {rows.map(([name, key]) =>
                active.box[key] === undefined ? null : (
                  <tr key={key}>
                    <td className="py-px pl-2 text-fg-2">{name}</td>
                    <td className="py-px pr-2 pl-4 text-right font-medium">{text(active.box, key)}</td>
                  </tr>
                ),
              )}
            </tbody>
          </table>
        </Floating>
      )}
      <p className="sr-only" role="status">
        {active && cursor.byKeyboard ? `${active.one.name}, ${spokenBucket(axis, active.index)}, median ${text(active.box, 'median')}, from ${text(active.box, 'min')} to ${text(active.box, 'max')}` : ''}
      </p>
    </div>
  )
}
