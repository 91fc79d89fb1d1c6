import { useVirtualizer } from '@tanstack/react-virtual'
import { ArrowDown, ArrowUp } from 'lucide-react'
import { memo, useEffect, useId, useMemo, useRef, useState, type KeyboardEvent, type PointerEvent, type ReactNode } from 'react'
import { copyText } from './copy'
import { cx } from './cx'
import { areaOf, moveCell, textOfArea, type Area, type Cell } from './grid_area'
import { nextSort, type Sort } from './table_sort'
import { useRowHeight } from './use_media'

export interface GridColumn {
  id: string
  label: string
  /** The type below the name: "String", "DateTime". */
  note?: string
  align?: 'start' | 'end'
}

interface DataGridProps {
  label: string
  columns: GridColumn[]
  rowCount: number
  /** The text of a cell, as it is copied; null is shown as such. */
  text: (row: number, column: number) => string | null
  /** Draws a cell differently from its text. */
  cell?: (row: number, column: number) => ReactNode
  sort?: Sort | null
  onSort?: (sort: Sort | null) => void
  /** Enter or a double click on a cell. */
  onOpen?: (cell: Cell, opener: HTMLElement) => void
  /** Called when the last rows come near. */
  onEnd?: () => void
  /** Where the keyboard is, for panes that follow it. */
  onCell?: (cell: Cell) => void
  className?: string
}

const least = 56
const widest = 360
const most = 1200

/**
 * Cells by the ten thousand: only those in sight are drawn. Arrows move, ⇧ marks an area, ⌘C copies it as a
 * table, Enter opens, ⌥← and ⌥→ change the width of a column.
 */
export function DataGrid({ label, columns, rowCount, text, cell, sort = null, onSort, onOpen, onEnd, onCell, className }: DataGridProps) {
  const id = useId()
  const box = useRef<HTMLDivElement>(null)
  const height = useRowHeight()
  const headHeight = columns.some((column) => column.note) ? height + 12 : height
  const guessed = useMemo(() => guessWidths(columns, rowCount, text), [columns, rowCount, text])
  const [chosen, setChosen] = useState<Record<string, number>>({})
  const widthOf = (at: number) => chosen[columns[at]?.id ?? ''] ?? guessed[at] ?? least
  // Row −1 is the head.
  const [active, setActive] = useState<Cell>({ row: 0, column: 0 })
  const [anchor, setAnchor] = useState<Cell | null>(null)
  const [said, setSaid] = useState('')
  const numberWidth = 20 + String(rowCount).length * 8

  const rows = useVirtualizer({
    count: rowCount,
    getScrollElement: () => box.current,
    estimateSize: () => height,
    overscan: 8,
    scrollPaddingStart: headHeight,
    scrollMargin: headHeight,
    initialRect: { width: 1000, height: 600 },
  })
  const across = useVirtualizer({
    horizontal: true,
    count: columns.length,
    getScrollElement: () => box.current,
    estimateSize: widthOf,
    overscan: 2,
    scrollPaddingStart: numberWidth,
    initialRect: { width: 1000, height: 600 },
  })
  useEffect(() => rows.measure(), [height, rows])
  useEffect(() => across.measure(), [chosen, guessed, across])
  // A new result is read from its start.
  const [shownColumns, setShownColumns] = useState(columns)
  if (shownColumns !== columns) {
    setShownColumns(columns)
    setActive({ row: 0, column: 0 })
    setAnchor(null)
  }

  const lastRow = rows.getVirtualItems().at(-1)?.index ?? 0
  useEffect(() => {
    if (onEnd && rowCount > 0 && lastRow >= rowCount - 20) onEnd()
  }, [onEnd, lastRow, rowCount])

  const area = areaOf(anchor ?? active, active)
  const go = (next: Cell, mark: boolean) => {
    setAnchor(mark ? (anchor ?? active) : null)
    setActive(next)
    onCell?.(next)
    if (next.row >= 0) rows.scrollToIndex(next.row)
    across.scrollToIndex(next.column)
  }
  const resize = (at: number, width: number) => {
    const column = columns[at]
    if (column) setChosen((now) => ({ ...now, [column.id]: Math.round(Math.min(most, Math.max(least, width))) }))
  }
  const copy = () => {
    void copyText(textOfArea(area, columns, text)).then(() => {
      const count = (area.bottom - area.top + 1) * (area.right - area.left + 1)
      setSaid(count === 1 ? 'Cell copied' : `${count} cells copied`)
    })
  }
  const cellId = (at: Cell) => `${id}-${at.row}-${at.column}`
  const open = (at: Cell) => {
    const element = document.getElementById(cellId(at))
    if (element) onOpen?.(at, element)
  }
  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>) => {
    if (event.target !== event.currentTarget) return
    const command = event.metaKey || event.ctrlKey
    const column = columns[active.column]
    if (command && event.key.toLowerCase() === 'c' && !window.getSelection()?.toString()) copy()
    else if (command && event.key.toLowerCase() === 'a') {
      setAnchor({ row: 0, column: 0 })
      setActive({ row: rowCount - 1, column: columns.length - 1 })
    } else if (event.altKey && (event.key === 'ArrowLeft' || event.key === 'ArrowRight')) {
      resize(active.column, widthOf(active.column) + (event.key === 'ArrowLeft' ? -16 : 16))
    } else if (event.key === 'Enter' && active.row < 0 && column && onSort) {
      onSort(nextSort(sort, column.id, column.align === 'end'))
    } else if (event.key === 'Enter' && active.row >= 0 && onOpen) open(active)
    else {
      const page = Math.max(1, Math.floor(((box.current?.clientHeight ?? 400) - headHeight) / height) - 1)
      const next = moveCell(event.key, active, { rows: rowCount, columns: columns.length, page, toEnds: command })
      if (!next || event.altKey) return
      go(next, event.shiftKey && next.row >= 0)
    }
    event.preventDefault()
    event.stopPropagation()
  }
  const cells = across.getVirtualItems()
  const left = cells[0]?.start ?? 0
  const activeDrawn = active.row < 0 || rows.getVirtualItems().some((item) => item.index === active.row)

  return (
    <>
    <div
      ref={box}
      role="grid"
      aria-label={label}
      aria-rowcount={rowCount + 1}
      aria-colcount={columns.length}
      aria-multiselectable
      tabIndex={0}
      aria-activedescendant={rowCount > 0 && activeDrawn ? cellId(active) : undefined}
      onKeyDown={onKeyDown}
      className={cx('group/grid scroll-thin relative min-h-0 flex-1 overflow-auto -outline-offset-2', className)}
    >
      <div role="presentation" style={{ height: rows.getTotalSize() + headHeight, width: across.getTotalSize() + numberWidth }} className="relative min-w-full">
        <div role="row" aria-rowindex={1} style={{ height: headHeight }} className="sticky top-0 z-20 flex border-b border-line bg-inset text-small text-fg-2">
          <span role="presentation" style={{ width: numberWidth }} className="sticky left-0 z-10 shrink-0 border-r border-line bg-inset" />
          <span role="presentation" style={{ width: left }} className="shrink-0" />
          {cells.map((item) => {
            const column = columns[item.index]
            if (!column) return null
            const on = sort?.column === column.id
            const Arrow = sort?.down ? ArrowDown : ArrowUp
            const here = active.row < 0 && active.column === item.index
            return (
              // The grid hears the keys; the pointer is told apart here.
              // oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/interactive-supports-focus
              <div
                key={column.id}
                role="columnheader"
                id={cellId({ row: -1, column: item.index })}
                aria-colindex={item.index + 1}
                aria-sort={onSort ? (on ? (sort.down ? 'descending' : 'ascending') : 'none') : undefined}
                onClick={() => {
                  setActive({ row: -1, column: item.index })
                  setAnchor(null)
                  onSort?.(nextSort(sort, column.id, column.align === 'end'))
                }}
                style={{ width: item.size }}
                className={cx(
                  'relative flex shrink-0 flex-col justify-center px-2.5 select-none hover:text-fg',
                  column.align === 'end' ? 'items-end' : 'items-start',
                  here && 'group-focus-visible/grid:outline-2 -outline-offset-2 outline-focus',
                )}
              >
                <span className={cx('flex max-w-full items-center gap-1', on && 'font-medium text-fg')} title={column.label}>
                  <span className="truncate">{column.label}</span>
                  {on && <Arrow size={13} strokeWidth={2} className="shrink-0" aria-hidden />}
                </span>
                {column.note && <span className="max-w-full truncate text-meta leading-3 text-fg-3">{column.note}</span>}
                <Grip
                  width={item.size}
                  onResize={(width) => resize(item.index, width)}
                  onFit={() => resize(item.index, guessed[item.index] ?? least)}
                />
              </div>
            )
          })}
        </div>
        {rows.getVirtualItems().map((item) => (
          <GridRow
            key={item.key}
            id={id}
            row={item.index}
            top={item.start}
            height={height}
            numberWidth={numberWidth}
            left={left}
            columns={columns}
            cells={cells.map((one) => one.index)}
            widths={cells.map((one) => one.size)}
            text={text}
            cell={cell}
            area={item.index >= area.top && item.index <= area.bottom ? area : null}
            active={active.row === item.index ? active.column : null}
            onPress={(column, mark) => go({ row: item.index, column }, mark)}
            onOpen={onOpen ? (column) => open({ row: item.index, column }) : undefined}
          />
        ))}
      </div>
    </div>
      <span className="sr-only" role="status">
        {said}
      </span>
    </>
  )
}

interface GridRowProps {
  id: string
  row: number
  top: number
  height: number
  numberWidth: number
  left: number
  columns: GridColumn[]
  cells: number[]
  widths: number[]
  text: DataGridProps['text']
  cell: DataGridProps['cell']
  area: Area | null
  active: number | null
  onPress: (column: number, mark: boolean) => void
  onOpen?: (column: number) => void
}

const same = (a: number[], b: number[]) => a.length === b.length && a.every((one, at) => one === b[at])

// Scrolling draws new rows only: one that stays as it was is left alone.
const GridRow = memo(DrawRow, (a, b) =>
  a.row === b.row && a.top === b.top && a.height === b.height && a.left === b.left && a.columns === b.columns && a.text === b.text &&
  a.cell === b.cell && a.active === b.active && a.numberWidth === b.numberWidth && same(a.cells, b.cells) && same(a.widths, b.widths) &&
  JSON.stringify(a.area) === JSON.stringify(b.area),
)

function DrawRow({ id, row, top, height, numberWidth, left, columns, cells, widths, text, cell, area, active, onPress, onOpen }: GridRowProps) {
  return (
    <div
      role="row"
      aria-rowindex={row + 2}
      style={{ transform: `translateY(${top}px)`, height }}
      className="absolute inset-x-0 top-0 flex border-b border-line bg-surface hover:bg-hover"
    >
      <span aria-hidden style={{ width: numberWidth }} className="sticky left-0 z-10 flex shrink-0 items-center justify-end border-r border-line bg-inset pr-2 text-meta text-fg-3 select-none">
        {row + 1}
      </span>
      <span role="presentation" style={{ width: left }} className="shrink-0" />
      {cells.map((at, i) => {
        const value = text(row, at)
        const marked = area !== null && at >= area.left && at <= area.right
        const here = active === at
        return (
          // oxlint-disable-next-line jsx-a11y/interactive-supports-focus -- the grid holds the focus and names this cell
          <div
            key={columns[at]?.id}
            role="gridcell"
            id={`${id}-${row}-${at}`}
            aria-colindex={at + 1}
            aria-selected={marked}
            title={value !== null && value.length > 20 ? value.slice(0, 2000) : undefined}
            onPointerDown={(event) => {
              if (event.button === 0) onPress(at, event.shiftKey)
            }}
            onDoubleClick={() => onOpen?.(at)}
            style={{ width: widths[i] }}
            className={cx(
              'flex shrink-0 items-center px-2.5',
              columns[at]?.align === 'end' && 'justify-end',
              marked && !(here && area.top === area.bottom && area.left === area.right) && 'bg-accent-soft',
              here && 'outline-1 -outline-offset-1 outline-line-2 group-focus-visible/grid:outline-2 group-focus-visible/grid:-outline-offset-2 group-focus-visible/grid:outline-focus',
            )}
          >
            <span className={cx('truncate', value === null && 'text-fg-3')}>{cell ? cell(row, at) : value === null ? 'null' : value.slice(0, 500)}</span>
          </div>
        )
      })}
    </div>
  )
}

/** The edge of a head that is pulled to make the column wider; a double click fits it. */
function Grip({ width, onResize, onFit }: { width: number; onResize: (width: number) => void; onFit: () => void }) {
  const start = useRef<{ x: number; width: number }>(null)
  const onMove = (event: PointerEvent<HTMLSpanElement>) => {
    if (start.current) onResize(start.current.width + event.clientX - start.current.x)
  }
  return (
    <span
      aria-hidden
      onClick={(event) => event.stopPropagation()}
      onDoubleClick={onFit}
      onPointerDown={(event) => {
        start.current = { x: event.clientX, width }
        event.currentTarget.setPointerCapture(event.pointerId)
        event.preventDefault()
      }}
      onPointerMove={onMove}
      onPointerUp={() => {
        start.current = null
      }}
      className="absolute inset-y-0 -right-1 z-10 w-2 cursor-col-resize touch-none after:absolute after:inset-y-2 after:left-1/2 after:w-px after:bg-line-2 hover:after:inset-y-0 hover:after:w-0.5 hover:after:bg-accent"
    />
  )
}

/** Widths from the heads and the first hundred rows: under 8 px a letter. */
function guessWidths(columns: GridColumn[], rowCount: number, text: DataGridProps['text']): number[] {
  return columns.map((column, at) => {
    let letters = Math.max(column.label.length + 2, column.note?.length ?? 0)
    for (let row = 0; row < Math.min(100, rowCount); row++) letters = Math.max(letters, text(row, at)?.length ?? 4)
    return Math.min(widest, Math.max(least, Math.round(letters * 7.6) + 24))
  })
}
