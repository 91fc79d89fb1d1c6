import type { ReactElement, ReactNode } from 'react'
import { Button } from './button'
import { cx } from './cx'

interface FilterChipsProps {
  /** Names the row: "Filters". */
  label: string
  /** FilterChip elements. */
  children: ReactNode
  /** The picker that adds one. */
  adding?: ReactElement
  /** Offered once there is more than one to take away. */
  onClear?: () => void
  count: number
  /** Wraps onto more lines instead of scrolling sideways, where there is height for it. */
  wrap?: boolean
  className?: string
}

/** Conditions side by side; on a phone they scroll sideways in one line. */
export function FilterChips({ label, children, adding, onClear, count, wrap, className }: FilterChipsProps) {
  return (
    <div role="group" aria-label={label} className={cx('flex min-w-0 items-center gap-1.5', wrap ? 'flex-wrap' : 'scroll-none overflow-x-auto [&>*]:shrink-0', className)}>
      {children}
      {adding}
      {onClear && count > 1 && (
        <Button look="ghost" onClick={onClear}>
          Clear all
        </Button>
      )}
    </div>
  )
}
