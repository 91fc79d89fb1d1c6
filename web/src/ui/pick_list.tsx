import { Check, Plus } from 'lucide-react'
import type { ReactNode } from 'react'
import { Input } from './field'
import { Skeleton } from './states'

export interface PickEntry {
  id: string
  label: string
  note?: string
  /** Whether it is chosen. */
  on: boolean
}

interface PickListProps {
  /** What is listed: "Insights". */
  label: string
  /** What is looked for: "Find an insight". */
  placeholder: string
  search: string
  onSearch: (search: string) => void
  /** Undefined while they are read. */
  entries: PickEntry[] | undefined
  /** The entry that is being chosen. */
  busy?: string | null
  onToggle: (id: string, on: boolean) => void
  /** Stands for the list when nothing is in it, or when it could not be read. */
  children: ReactNode
}

/** A list in a dialog, to be searched, in which one click puts something on or takes it off. */
export function PickList({ label, placeholder, search, onSearch, entries, busy, onToggle, children }: PickListProps) {
  return (
    <>
      <Input type="search" aria-label={placeholder} placeholder={placeholder} value={search} onChange={(event) => onSearch(event.target.value)} />
      <ul aria-label={label} className="scroll-thin m-0 mt-3 -mx-2 h-72 list-none overflow-y-auto p-0 text-fg">
        {entries === undefined ? (
          ['a', 'b', 'c'].map((one) => (
            <li key={one} className="px-2 py-2.5">
              <Skeleton className="h-4 w-3/4" />
            </li>
          ))
        ) : entries.length === 0 ? (
          <li>{children}</li>
        ) : (
          entries.map(({ id, label: name, note, on }) => (
            <li key={id}>
              <button
                type="button"
                aria-pressed={on}
                disabled={busy === id}
                onClick={() => onToggle(id, !on)}
                className="flex h-8 w-full items-center gap-2 rounded-control px-2 text-left hover:bg-hover pointer-coarse:h-touch"
              >
                {on ? <Check size={15} strokeWidth={2} className="shrink-0 text-accent-text" aria-hidden /> : <Plus size={15} strokeWidth={1.75} className="shrink-0 text-fg-3" aria-hidden />}
                <span className="min-w-0 flex-1 truncate">{name}</span>
                {note && <span className="shrink-0 text-small text-fg-3">{note}</span>}
              </button>
            </li>
          ))
        )}
      </ul>
    </>
  )
}
