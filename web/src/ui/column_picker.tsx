import { Columns3, GripVertical } from 'lucide-react'
import { useEffect, useRef, useState, type DragEvent, type KeyboardEvent } from 'react'
import { rankBy } from '@/lib/rank'
import { Button } from './button'
import { Checkbox } from './checkbox'
import { cx } from './cx'
import { Input } from './field'
import { Popover } from './popover'

interface ColumnPickerProps {
  /** All columns there are, in their order; the first always shows, and stays the first. */
  columns: { id: string; label: string }[]
  /** The ids that show. */
  shown: string[]
  onChange: (shown: string[]) => void
  /** What Reset brings back. */
  usual?: string[]
  /** Whether those that show can be put in another order; they stand first in `columns` then, in theirs. */
  orderable?: boolean
}

/** Chooses which columns of a table show, and in which order: drag them, or ⌥↑ and ⌥↓. */
export function ColumnPicker({ columns, shown, onChange, usual, orderable }: ColumnPickerProps) {
  const [search, setSearch] = useState('')
  const [dragged, setDragged] = useState<string | null>(null)
  const list = useRef<HTMLUListElement>(null)
  const moved = useRef<string | null>(null)
  const found = rankBy(columns, search, (column) => [column.label, column.id])
  const toggle = (id: string, on: boolean) =>
    onChange(columns.map((column) => column.id).filter((one) => (one === id ? on : shown.includes(one))))
  const canMove = (id: string) => orderable === true && search === '' && shown.indexOf(id) > 0
  const place = (id: string, to: number) => {
    const from = shown.indexOf(id)
    if (from === to || to < 1 || to >= shown.length) return
    const next = shown.filter((one) => one !== id)
    next.splice(to, 0, id)
    onChange(next)
  }
  const onKeyDown = (event: KeyboardEvent, id: string) => {
    const step = event.altKey && canMove(id) ? { ArrowUp: -1, ArrowDown: 1 }[event.key] : undefined
    if (step === undefined) return
    event.preventDefault()
    moved.current = id
    place(id, shown.indexOf(id) + step)
  }
  const onDragOver = (event: DragEvent, id: string) => {
    if (dragged === null || !canMove(id)) return
    event.preventDefault()
    place(dragged, shown.indexOf(id))
  }
  // A row that the list moves loses focus; the next key is for it, too.
  useEffect(() => {
    if (moved.current === null) return
    list.current?.querySelector<HTMLElement>(`[data-column="${CSS.escape(moved.current)}"] :is(input, button, [role="checkbox"])`)?.focus()
    moved.current = null
  })
  return (
    <Popover
      label="Columns"
      align="end"
      className="w-64"
      trigger={
        <Button icon={<Columns3 size={14} strokeWidth={1.75} className="text-fg-3" aria-hidden />}>
          Columns
        </Button>
      }
    >
      {columns.length > 8 && (
        <div className="border-b border-line p-2">
          <Input data-first aria-label="Find a column" placeholder="Find a column" value={search} onChange={(event) => setSearch(event.target.value)} />
        </div>
      )}
      <ul ref={list} className="scroll-thin m-0 max-h-80 list-none overflow-y-auto p-1">
        {found.map((column) => {
          const movable = canMove(column.id)
          return (
            // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- the checkbox inside takes the keys
            <li
              key={column.id}
              data-column={column.id}
              draggable={movable}
              onDragStart={() => setDragged(column.id)}
              onDragOver={(event) => onDragOver(event, column.id)}
              onDragEnd={() => setDragged(null)}
              onKeyDown={(event) => onKeyDown(event, column.id)}
              className={cx('group/column', dragged === column.id && 'opacity-50')}
            >
              <label className="flex min-h-7 items-center gap-2.5 rounded-chip px-2 hover:bg-hover pointer-coarse:min-h-touch">
                <Checkbox
                  label={column.label}
                  checked={shown.includes(column.id)}
                  disabled={column.id === columns[0]?.id}
                  onChange={(on) => toggle(column.id, on)}
                />
                <span className="min-w-0 flex-1 truncate" title={column.label}>
                  {column.label}
                </span>
                {movable && (
                  <GripVertical
                    size={14}
                    strokeWidth={1.75}
                    className="shrink-0 cursor-grab text-fg-3 opacity-0 group-focus-within/column:opacity-100 group-hover/column:opacity-100"
                    aria-hidden
                  />
                )}
              </label>
            </li>
          )
        })}
        {found.length === 0 && <li className="px-2 py-3 text-fg-3">No column matches.</li>}
      </ul>
      {(usual || orderable) && (
        <div className="flex items-center justify-between gap-2 border-t border-line p-1">
          {usual && (
            <Button look="ghost" onClick={() => onChange(usual)}>
              Reset
            </Button>
          )}
          {orderable && <p className="px-2 text-small text-fg-3">Drag, or ⌥↑ ⌥↓, to order</p>}
        </div>
      )}
    </Popover>
  )
}
