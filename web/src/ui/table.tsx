import { useVirtualizer } from '@tanstack/react-virtual'
import { ArrowDown, ArrowUp } from 'lucide-react'
import { useEffect, useMemo, useRef, useState, type KeyboardEvent, type ReactNode } from 'react'
import { Checkbox } from './checkbox'
import { cx } from './cx'
import { Skeleton } from './states'
import { moveAmongRows, rowOpener } from './table_keys'
import { compareCells, nextSort, type Sort } from './table_sort'
import { shareWidths, useFittingColumns, useWidth } from './table_widths'
import { useRowHeight } from './use_media'

export interface Column<Row> {
  id: string
  /** Heads the column and names it in the column picker. */
  label: string
  cell: (row: Row, index: number) => ReactNode
  /** Numbers stand at the end. */
  align?: 'start' | 'end'
  /** What the table sorts the column by when it sorts by itself. */
  sortBy?: (row: Row) => string | number | null | undefined
  /** The column can be sorted by whoever gives the rows. */
  sortable?: boolean
  /** Pixels; columns without it share the rest by `grow`, which is 1 unless told, and get at least `minWidth`. */
  width?: number
  grow?: number
  minWidth?: number
  /** Left out on narrow screens: below 560, 860 or 1100 px. */
  hideBelow?: 'sm' | 'md' | 'lg'
  className?: string
}

export interface TableProps<Row> {
  /** Names the table for those who do not see it. */
  label: string
  columns: Column<Row>[]
  rows: Row[]
  rowKey: (row: Row) => string
  /** Which column the rows are in order of. With `onSort` they come sorted; without it the table sorts them. */
  sort?: Sort | null
  onSort?: (sort: Sort | null) => void
  /** Opens a row: by a click anywhere in it, or by the button its first cell becomes. */
  onOpen?: (row: Row, opener: HTMLElement) => void
  /** The row whose details are open beside the table. */
  openKey?: string | null
  /** Unfolds below the row with this key. */
  renderDetail?: (row: Row) => ReactNode
  detailKey?: string | null
  selected?: ReadonlySet<string>
  onSelected?: (selected: Set<string>) => void
  /** Names a row where it is only a checkbox. */
  rowLabel?: (row: Row) => string
  loading?: boolean
  /** Stands in for rows when there are none. */
  empty?: ReactNode
  /** Called when the last rows come near, to read the next page. */
  onEnd?: () => void
  /** Scrolls by itself under a fixed head, filling its flex parent; otherwise it grows and the page scrolls. */
  fill?: boolean
  className?: string
}

/** Above so many rows only those that can be seen are drawn. */
export const virtualFrom = 60
const selectWidth = 44

/** Rows and columns: sorts, opens, selects and unfolds rows; draws long lists piece by piece. */
export function Table<Row>(props: TableProps<Row>) {
  const { label, rows, rowKey, onSort, openKey, renderDetail, detailKey, selected, onSelected, loading, empty, onEnd, fill } = props
  const columns = useFittingColumns(props.columns)
  const [ownSort, setOwnSort] = useState<Sort | null>(props.sort ?? null)
  const sort = onSort ? (props.sort ?? null) : ownSort
  const sorted = useMemo(() => {
    const by = onSort ? undefined : props.columns.find((column) => column.id === sort?.column)?.sortBy
    if (!by || !sort) return rows
    return rows.toSorted((a, b) => compareCells(by(a), by(b), sort.down))
  }, [rows, props.columns, sort, onSort])

  const box = useRef<HTMLDivElement>(null)
  const body = useRef<HTMLTableSectionElement>(null)
  const [scroller, setScroller] = useState<HTMLElement | null>(null)
  const [above, setAbove] = useState(0)
  const height = useRowHeight()
  const virtual = sorted.length > virtualFrom
  useEffect(() => {
    const element = fill ? box.current : scrollerOf(box.current)
    setScroller(element)
    if (element && body.current && virtual) {
      setAbove(body.current.getBoundingClientRect().top - element.getBoundingClientRect().top + element.scrollTop)
    }
  }, [fill, virtual])

  // An unfolded row is a second item, measured; the others are as tall as a row is.
  const unfolded = renderDetail && detailKey != null ? sorted.findIndex((row) => rowKey(row) === detailKey) : -1
  const count = sorted.length + (unfolded >= 0 ? 1 : 0)
  const rowAt = (item: number) => (unfolded >= 0 && item > unfolded ? item - 1 : item)
  const isDetail = (item: number) => unfolded >= 0 && item === unfolded + 1
  const virtualizer = useVirtualizer({
    count,
    enabled: virtual,
    getScrollElement: () => scroller,
    estimateSize: (item) => (isDetail(item) ? 240 : height),
    getItemKey: (item) => {
      const row = sorted[rowAt(item)]
      return row === undefined ? item : `${rowKey(row)}${isDetail(item) ? ' detail' : ''}`
    },
    overscan: 12,
    scrollMargin: fill ? 0 : above,
    initialRect: { width: 1000, height: 900 },
  })
  useEffect(() => {
    virtualizer.measure()
  }, [height, virtualizer])

  const items = virtual ? virtualizer.getVirtualItems() : null
  const first = items?.[0]
  const last = items?.at(-1)
  const before = first ? first.start - virtualizer.options.scrollMargin : 0
  const after = last ? virtualizer.getTotalSize() - (last.end - virtualizer.options.scrollMargin) : 0

  useEffect(() => {
    if (!onEnd || !scroller) return
    const look = () => {
      if (scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight < 400) onEnd()
    }
    look()
    scroller.addEventListener('scroll', look, { passive: true })
    return () => scroller.removeEventListener('scroll', look)
  }, [onEnd, scroller, sorted.length])

  const width = useWidth(box)
  const selectable = onSelected !== undefined
  const widths = width === null ? null : shareWidths(columns, width - (selectable ? selectWidth : 0))
  const drawn = items ? items.map((item) => item.index) : Array.from({ length: count }, (_, item) => item)
  const span = columns.length + (selectable ? 1 : 0)
  const onKeyDown = (event: KeyboardEvent<HTMLElement>) =>
    moveAmongRows(event, {
      count: sorted.length,
      page: Math.max(1, Math.floor((scroller?.clientHeight ?? 400) / height) - 1),
      reveal: (index) => virtual && virtualizer.scrollToIndex(unfolded >= 0 && index > unfolded ? index + 1 : index),
    })

  return (
    // oxlint-disable-next-line jsx-a11y/no-static-element-interactions -- the arrows move between the buttons inside
    <div
      ref={box}
      // A table that scrolls by itself can be reached to be scrolled.
      tabIndex={fill ? 0 : undefined}
      role={fill ? 'region' : undefined}
      aria-label={fill ? label : undefined}
      onKeyDown={onKeyDown}
      className={cx('scroll-thin -outline-offset-2', fill ? 'min-h-0 flex-1 overflow-auto' : 'overflow-x-auto', props.className)}
    >
      <table
        aria-label={label}
        aria-busy={loading || undefined}
        aria-rowcount={virtual ? sorted.length + 1 : undefined}
        className="w-full table-fixed border-separate border-spacing-0"
        style={widths ? { minWidth: widths.reduce((sum, one) => sum + one, selectable ? selectWidth : 0) } : undefined}
      >
        <Head {...props} columns={columns} widths={widths} sort={sort} onSort={onSort ?? setOwnSort} rows={sorted} sticky={fill} />
        <tbody ref={body}>
          {loading && sorted.length === 0 && <LoadingRows columns={columns} selectable={selectable} />}
          {before > 0 && <Space height={before} span={span} />}
          {drawn.map((item) => {
            const index = rowAt(item)
            const row = sorted[index]
            if (row === undefined) return null
            const key = rowKey(row)
            if (isDetail(item)) {
              return (
                <tr key={`${key} detail`} data-index={item} ref={virtual ? virtualizer.measureElement : undefined}>
                  <td colSpan={span} className="border-b border-line bg-inset p-0">
                    {renderDetail?.(row)}
                  </td>
                </tr>
              )
            }
            return (
              <TableRow
                key={key}
                {...props}
                columns={columns}
                row={row}
                id={key}
                index={index}
                counted={virtual}
                current={key === openKey || key === detailKey}
                unfolded={renderDetail ? key === detailKey : undefined}
                chosen={selected?.has(key) ?? false}
              />
            )
          })}
          {after > 0 && <Space height={after} span={span} />}
        </tbody>
      </table>
      {/* As wide as what can be seen, however wide the columns are. */}
      {sorted.length === 0 && !loading && empty && (
        <div className="sticky left-0" style={{ width: width ?? undefined }}>
          {empty}
        </div>
      )}
    </div>
  )
}

type HeadProps<Row> = TableProps<Row> & {
  widths: number[] | null
  sort: Sort | null
  onSort: (sort: Sort | null) => void
  sticky?: boolean
}

function Head<Row>({ columns, widths, rows, rowKey, sort, onSort, selected, onSelected, sticky }: HeadProps<Row>) {
  const cell = cx('h-row border-b border-line bg-inset px-3 text-small font-normal text-fg-2 first:pl-5 last:pr-5', sticky && 'sticky top-0 z-10')
  const all = rows.length > 0 && rows.every((row) => selected?.has(rowKey(row)))
  const some = !all && rows.some((row) => selected?.has(rowKey(row)))
  return (
    <thead>
      <tr>
        {onSelected && (
          <th scope="col" className={cx(cell, 'text-left')} style={{ width: selectWidth }}>
            <Checkbox
              label={all ? 'Select none' : `Select all ${rows.length}`}
              checked={all}
              mixed={some}
              onChange={(on) => onSelected(new Set(on ? rows.map(rowKey) : []))}
            />
          </th>
        )}
        {columns.map((column, at) => {
          const can = column.sortable || column.sortBy
          const on = sort?.column === column.id
          const end = column.align === 'end'
          const Arrow = sort?.down ? ArrowDown : ArrowUp
          return (
            <th
              key={column.id}
              scope="col"
              aria-sort={can ? (on ? (sort.down ? 'descending' : 'ascending') : 'none') : undefined}
              style={{ width: widths?.[at] }}
              className={cx(cell, end ? 'text-right' : 'text-left', column.className)}
            >
              {can ? (
                <button
                  type="button"
                  onClick={() => onSort(nextSort(sort, column.id, end))}
                  className={cx(
                    'inline-flex h-6 max-w-full items-center gap-1 rounded-chip transition-colors hover:text-fg pointer-coarse:h-touch',
                    on && 'font-medium text-fg',
                  )}
                >
                  <span className="truncate">{column.label}</span>
                  {on && <Arrow size={13} strokeWidth={2} className="shrink-0" aria-hidden />}
                </button>
              ) : (
                <span className="block truncate">{column.label}</span>
              )}
            </th>
          )
        })}
      </tr>
    </thead>
  )
}

type RowProps<Row> = TableProps<Row> & {
  row: Row
  id: string
  index: number
  counted: boolean
  current: boolean
  unfolded: boolean | undefined
  chosen: boolean
}

function TableRow<Row>({ columns, row, id, index, counted, current, unfolded, chosen, onOpen, selected, onSelected, rowLabel }: RowProps<Row>) {
  const cell = 'h-row border-b border-line px-3 py-0 first:pl-5 last:pr-5'
  return (
    // The button or link inside is the control; the rest of the row only makes it larger for a mouse.
    // oxlint-disable-next-line jsx-a11y/click-events-have-key-events
    <tr
      data-row={index}
      aria-rowindex={counted ? index + 2 : undefined}
      aria-selected={selected ? chosen : undefined}
      onClick={(click) => {
        const opener = rowOpener(click.currentTarget, click.target)
        if (opener) opener.click()
      }}
      className={cx('group/row transition-colors', current || chosen ? 'bg-accent-soft' : 'hover:bg-hover')}
    >
      {onSelected && (
        <td className={cell}>
          <Checkbox
            label={`Select ${rowLabel?.(row) ?? `row ${index + 1}`}`}
            checked={chosen}
            onChange={(on) => {
              const next = new Set(selected)
              if (on) next.add(id)
              else next.delete(id)
              onSelected(next)
            }}
          />
        </td>
      )}
      {columns.map((column, at) => {
        const content = column.cell(row, index)
        return (
          <td
            key={column.id}
            className={cx(
              cell,
              'truncate',
              column.align === 'end' && 'text-right',
              column.className,
            )}
          >
            {at === 0 && onOpen ? (
              <button
                type="button"
                data-row-open
                aria-expanded={unfolded}
                onClick={(click) => {
                  click.stopPropagation()
                  onOpen(row, click.currentTarget)
                }}
                className="block h-7 max-w-full truncate rounded-chip text-left pointer-coarse:h-touch"
              >
                {content}
              </button>
            ) : (
              content
            )}
          </td>
        )
      })}
    </tr>
  )
}

/** Room for rows that are not drawn. */
function Space({ height, span }: { height: number; span: number }) {
  return (
    <tr aria-hidden style={{ height }}>
      {/* oxlint-disable-next-line jsx-a11y/control-has-associated-label -- room, not a control */}
      <td colSpan={span} className="p-0" />
    </tr>
  )
}

const loadingWidths = ['w-3/5', 'w-2/5', 'w-4/5', 'w-1/2', 'w-2/3', 'w-3/4', 'w-1/3', 'w-1/2']

function LoadingRows<Row>({ columns, selectable }: { columns: Column<Row>[]; selectable: boolean }) {
  return loadingWidths.map((width, at) => (
    // oxlint-disable-next-line react/no-array-index-key -- still shapes
    <tr key={at}>
        {/* oxlint-disable-next-line jsx-a11y/control-has-associated-label -- room, not a control */}
        {selectable && <td className="h-row border-b border-line" />}
        {columns.map((column, i) => (
          <td key={column.id} className="h-row border-b border-line px-3 first:pl-5 last:pr-5">
            <Skeleton className={cx('h-3', i === 0 ? width : 'w-1/2', column.align === 'end' && 'ml-auto')} />
          </td>
        ))}
      </tr>
  ))
}

/** The nearest part of the page that scrolls up and down. */
function scrollerOf(element: HTMLElement | null): HTMLElement | null {
  for (let at = element?.parentElement ?? null; at; at = at.parentElement) {
    if (/^(auto|scroll)$/.test(getComputedStyle(at).overflowY)) return at
  }
  return document.documentElement
}
