import { Plus, X } from 'lucide-react'
import { isChanged, type SqlTabs } from '@/lib/sql_tabs'
import { IconButton } from '@/ui/button'
import { cx } from '@/ui/cx'

interface QueryTabsProps {
  all: SqlTabs
  /** Tabs whose question is being computed. */
  onOpen: (id: string) => void
  onClose: (id: string) => void
  onNew: () => void
}

/** The open questions; a dot marks one that differs from what is saved. */
export function QueryTabs({ all, onOpen, onClose, onNew }: QueryTabsProps) {
  return (
    <nav aria-label="Open queries" className="flex h-tabs min-w-0 flex-1 items-stretch">
      <ul className="scroll-none m-0 flex min-w-0 list-none overflow-x-auto p-0">
        {all.tabs.map((tab) => {
          const here = tab.id === all.current
          const changed = tab.saved !== undefined && isChanged(tab)
          return (
            <li key={tab.id} className={cx('group relative flex max-w-56 shrink-0 items-center border-r border-line', here ? 'bg-surface' : 'bg-inset hover:bg-hover')}>
              <button
                type="button"
                aria-current={here ? 'page' : undefined}
                onClick={() => onOpen(tab.id)}
                onAuxClick={(event) => event.button === 1 && onClose(tab.id)}
                className={cx('flex h-full min-w-0 items-center gap-1.5 pr-1 pl-3 -outline-offset-2', here ? 'font-medium text-fg' : 'text-fg-2')}
              >
                <span className="truncate">{tab.name}</span>
                {changed && (
                  <>
                    <span aria-hidden data-outline className="size-1.5 shrink-0 rounded-full bg-warning" />
                    <span className="sr-only">, changed</span>
                  </>
                )}
              </button>
              <IconButton label={`Close ${tab.name}`} icon={<X size={13} strokeWidth={1.75} aria-hidden />} className={cx('mr-1 size-6!', !here && 'opacity-0 group-hover:opacity-100 focus-visible:opacity-100 pointer-coarse:opacity-100')} onClick={() => onClose(tab.id)} />
              {here && <span aria-hidden className="absolute inset-x-0 top-0 h-0.5 bg-accent" />}
            </li>
          )
        })}
      </ul>
      <span className="flex shrink-0 items-center px-1">
        <IconButton label="New query" icon={<Plus size={15} strokeWidth={1.75} aria-hidden />} onClick={onNew} />
      </span>
    </nav>
  )
}
