import { Tabs as Base } from '@base-ui/react/tabs'
import type { ReactNode } from 'react'
import { formatCompact } from '@/lib/format'
import { cx } from './cx'

interface Tab<T extends string> {
  value: T
  label: string
  icon?: ReactNode
  /** How many things are behind it. */
  count?: number
  /** The key that opens it, shown beside the label. */
  shortcut?: string
  disabled?: boolean
}

interface TabsProps<T extends string> {
  value: T
  tabs: Tab<T>[]
  onChange: (value: T) => void
  /** The panel of the open tab. Without it the strip stands alone, over a page that follows it. */
  children?: ReactNode
  /** Names the strip where no heading does. */
  label?: string
  /** Classes of the strip: its padding. */
  className?: string
}

/** Pages of one thing: arrows move between the tabs, the strip scrolls sideways where it does not fit. */
export function Tabs<T extends string>({ value, tabs, onChange, children, label, className }: TabsProps<T>) {
  return (
    <Base.Root value={value} onValueChange={(next) => onChange(next as T)} className={children === undefined ? 'shrink-0' : undefined}>
      <Base.List activateOnFocus={false} aria-label={label} className={cx('scroll-none relative flex gap-5 overflow-x-auto border-b border-line', className)}>
        {tabs.map((tab) => (
          <Base.Tab
            key={tab.value}
            value={tab.value}
            disabled={tab.disabled}
            className="inline-flex h-tabs shrink-0 items-center gap-1.5 font-medium whitespace-nowrap text-fg-2 -outline-offset-2 transition-colors hover:text-fg data-active:text-fg data-disabled:opacity-50"
          >
            {tab.icon}
            {tab.label}
            {tab.count !== undefined && <span className="rounded-chip bg-hover px-1 text-meta font-normal text-fg-2">{formatCompact(tab.count)}</span>}
            {tab.shortcut && (
              <span aria-hidden className="text-meta font-normal text-fg-3 pointer-coarse:hidden">
                {tab.shortcut}
              </span>
            )}
          </Base.Tab>
        ))}
        <Base.Indicator className="absolute bottom-0 left-0 h-0.5 w-(--active-tab-width) translate-x-(--active-tab-left) bg-accent transition-all" />
      </Base.List>
      {children !== undefined && (
        <Base.Panel value={value} className="outline-none">
          {children}
        </Base.Panel>
      )}
    </Base.Root>
  )
}
