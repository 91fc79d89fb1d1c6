import { Tag, X } from 'lucide-react'
import type { ReactNode } from 'react'
import { cx } from './cx'
import { Popover } from './popover'

interface FilterChipProps {
  text: string
  icon?: ReactNode
  onRemove: () => void
  /** What opens when the chip is clicked. */
  editor?: ReactNode
  open?: boolean
  onOpenChange?: (open: boolean) => void
  /** Its value is still missing. */
  incomplete?: boolean
}

/** A condition in one line: click to change it, × to drop it. */
export function FilterChip({ text, icon, onRemove, editor, open, onOpenChange, incomplete }: FilterChipProps) {
  const label = (
    <>
      <span className="shrink-0 text-fg-3">{icon ?? <Tag size={13} strokeWidth={1.75} aria-hidden />}</span>
      <span className="truncate">{text}</span>
    </>
  )
  const labelClass = 'flex h-6 min-w-0 items-center gap-1.5 rounded-l-chip pl-1.5 pointer-coarse:h-touch'
  return (
    <span
      className={cx(
        'inline-flex max-w-full items-center rounded-chip border bg-surface text-fg',
        incomplete ? 'border-dashed border-line-2' : 'border-line-2',
      )}
    >
      {editor ? (
        <Popover
          label={`Change filter: ${text}`}
          open={open}
          onOpenChange={onOpenChange}
          className="w-72"
          trigger={
            <button type="button" className={cx(labelClass, 'hover:bg-hover')} title={text}>
              {label}
            </button>
          }
        >
          {editor}
        </Popover>
      ) : (
        <span className={labelClass} title={text}>
          {label}
        </span>
      )}
      <button
        type="button"
        aria-label={`Remove ${text}`}
        onClick={onRemove}
        className="inline-flex size-6 shrink-0 items-center justify-center rounded-r-chip text-fg-3 hover:bg-hover hover:text-fg pointer-coarse:size-touch"
      >
        <X size={13} strokeWidth={1.75} aria-hidden />
      </button>
    </span>
  )
}
