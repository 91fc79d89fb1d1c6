import { useId } from 'react'
import { textWidth } from './layout'
import { heatColor, heatHue } from './scale'
import { Floating } from './tooltip'
import { useItemCursor } from './use_item_cursor'
import { useWidth } from './use_width'
import { compactValue, exactValue, type ValueFormat } from './value_format'

export interface HeatCell {
  row: number
  column: number
  value: number
  /** "Friday 3 July 2026", "Mondays at 14:00" */
  name: string
  soFar?: boolean
}

interface HeatGridProps {
  label: string
  rows: string[]
  /** An empty name leaves the column without a label. */
  columns: string[]
  /** In the order that arrow keys take them. */
  cells: HeatCell[]
  format?: ValueFormat
  /** Largest height of a cell. */
  tallest?: number
  onPick?: (cell: HeatCell) => void
}

const top = 20

/** A grid of cells of one hue: the more, the stronger. Cells that are still filling are striped. */
export function HeatGrid({ label, rows, columns, cells, format, tallest = 34, onPick }: HeatGridProps) {
  const [holder, width] = useWidth<HTMLDivElement>()
  const id = `h${useId().replace(/[^\w-]/g, '')}`
  const left = Math.ceil(Math.max(0, ...rows.map(textWidth))) + 14
  const cellWidth = Math.max(3, Math.min(64, (width - left) / Math.max(1, columns.length)))
  const cellHeight = Math.min(tallest, Math.max(11, cellWidth))
  const values = cells.filter((cell) => !cell.soFar).map((cell) => cell.value)
  const low = Math.min(...values)
  const high = Math.max(...values)
  // Cells of one value are all in the middle.
  const share = (value: number) => (high > low ? (value - low) / (high - low) : 0.5)
  const rowOf = rows.length
  const cursor = useItemCursor({
    count: cells.length,
    row: 1,
    column: rowOf,
    far: rowOf === 7 ? 1 : 7,
    onChoose: (index) => onPick && cells[index] && onPick(cells[index]),
  })
  const active = cursor.at === null ? null : (cells[cursor.at] ?? null)
  const x = (column: number) => left + column * cellWidth
  const y = (row: number) => top + row * cellHeight
  const small = columns.length > 31
  const labels = spreadLabels(columns, (column, name) => Math.min(small ? x(column) : x(column) + cellWidth / 2, width - (small ? textWidth(name) : 0)))
  const gap = cellWidth < 8 ? 1 : 2
  const withText = cellWidth >= 38 && cellHeight >= 20
  return (
    <div className="relative" ref={holder}>
      {width > 0 && (
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- a chart is a group that arrow keys read
        <div
          role="group"
          aria-label={label}
          // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- arrow keys read the cells
          tabIndex={0}
          className="rounded-control"
          onKeyDown={cursor.onKeyDown}
          onBlur={cursor.onBlur}
          onPointerLeave={() => cursor.point(null)}
        >
          <svg width={width} height={top + rows.length * cellHeight} className="block" aria-hidden>
            <pattern id={id} width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
              <rect width="2" height="5" fill={heatHue} opacity="0.5" />
            </pattern>
            <g fontSize="11" fill="var(--fg-3)">
              {labels.map(({ name, x: at }) => (
                <text key={at} x={at} y="12" textAnchor={small ? 'start' : 'middle'}>
                  {name}
                </text>
              ))}
              {rows.map((name, row) =>
                cellHeight < 14 && row % 2 === 1 ? null : (
                  <text key={name} x={left - 8} y={y(row) + cellHeight / 2} dy="0.32em" textAnchor="end">
                    {name}
                  </text>
                ),
              )}
            </g>
            {cells.map((cell, i) => {
              const box = { x: x(cell.column), y: y(cell.row), width: Math.max(1, cellWidth - gap), height: cellHeight - gap, rx: Math.min(3, cellWidth / 4) }
              return (
                // oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/no-static-element-interactions -- arrow keys and Enter do the same
                <g key={`${cell.row}:${cell.column}`} onPointerEnter={() => cursor.point(i)} onClick={() => onPick?.(cell)}>
                  <rect {...box} fill={cell.soFar ? `url(#${id})` : heatColor(share(cell.value))} stroke={cursor.at === i ? 'var(--fg)' : cell.soFar ? heatHue : 'none'} />
                  {withText && (
                    <text x={box.x + box.width / 2} y={box.y + box.height / 2} dy="0.35em" fontSize="11" textAnchor="middle" fill="var(--fg)">
                      {compactValue(cell.value, format)}
                    </text>
                  )}
                </g>
              )
            })}
          </svg>
        </div>
      )}
      {values.length > 0 && <HeatScale low={low} high={high} format={format} left={left} />}
      {active && (
        <Floating anchor={holder} x={x(active.column) + cellWidth} y={y(active.row)}>
          <p className="px-2">
            <span className="font-medium">{exactValue(active.value, format)}</span>
            {active.soFar && <span className="text-fg-3"> so far</span>} <span className="text-fg-2">{active.name}</span>
          </p>
        </Floating>
      )}
      <p className="sr-only" role="status">
        {active && cursor.byKeyboard ? `${active.name}, ${exactValue(active.value, format)}${active.soFar ? ' so far' : ''}` : ''}
      </p>
    </div>
  )
}

/** The names that have room: where two would touch, the later one is left out. */
function spreadLabels(names: string[], place: (column: number, name: string) => number): { name: string; x: number }[] {
  const labels: { name: string; x: number }[] = []
  names.forEach((name, column) => {
    const last = labels.at(-1)
    const at = place(column, name)
    if (name !== '' && (!last || at >= last.x + textWidth(last.name) + 4)) labels.push({ name, x: at })
  })
  return labels
}

/** From the lowest to the highest value shown. */
export function HeatScale({ low, high, format, left = 0, middle }: { low: number; high: number; format?: ValueFormat; left?: number; middle?: number }) {
  return (
    <div className="flex items-center gap-2 pt-2 text-small text-fg-3" style={{ paddingLeft: left }}>
      <span>{compactValue(low, format)}</span>
      <span aria-hidden className="flex">
        {[0, 0.25, 0.5, 0.75, 1].map((share) => (
          <span key={share} className="h-2.5 w-6 first:rounded-l-chip last:rounded-r-chip" style={{ background: heatColor(share) }} />
        ))}
      </span>
      <span>{compactValue(high, format)}</span>
      {middle !== undefined && <span>· the middle colour is {compactValue(middle, format)}</span>}
    </div>
  )
}
