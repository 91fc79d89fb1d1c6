import { Columns3 } from 'lucide-react'
import { useState } from 'react'
import { rankBy } from '@/lib/rank'
import { Button } from './button'
import { Checkbox } from './checkbox'
import { Input } from './field'
import { Popover } from './popover'

interface ColumnPickerProps {
  /** All columns there are, in their order; the first always shows. */
  columns: { id: string; label: string }[]
  /** The ids that show. */
  shown: string[]
  onChange: (shown: string[]) => void
  /** What Reset brings back. */
  usual?: string[]
}

/** Chooses which columns of a table show. */
export function ColumnPicker({ columns, shown, onChange, usual }: ColumnPickerProps) {
  const [search, setSearch] = useState('')
  const found = rankBy(columns, search, (column) => [column.label, column.id])
  const toggle = (id: string, on: boolean) =>
    onChange(columns.map((column) => column.id).filter((one) => (one === id ? on : shown.includes(one))))
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
      <ul className="scroll-thin m-0 max-h-80 list-none overflow-y-auto p-1">
        {found.map((column) => (
          <li key={column.id}>
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
            </label>
          </li>
        ))}
        {found.length === 0 && <li className="px-2 py-3 text-fg-3">No column matches.</li>}
      </ul>
      {usual && (
        <div className="border-t border-line p-1">
          <Button look="ghost" onClick={() => onChange(usual)}>
            Reset
          </Button>
        </div>
      )}
    </Popover>
  )
}
