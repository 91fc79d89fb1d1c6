import { Select as Base } from '@base-ui/react/select'
import { Check, ChevronDown } from 'lucide-react'
import type { ReactNode } from 'react'
import { controlSize } from './button'
import { cx } from './cx'
import { itemClass, popupClass } from './popup'

export interface Option<T extends string> {
  value: T
  label: string
  note?: string
  icon?: ReactNode
  /** Stands alone, without the grey word before it. */
  bare?: boolean
}

interface SelectProps<T extends string> {
  label: string
  value: T
  options: Option<T>[]
  onChange: (value: T) => void
  /** Grey word before the value: "by", "vs". */
  prefix?: string
  look?: 'default' | 'ghost'
  size?: 'small' | 'form'
  id?: string
  'aria-describedby'?: string
  'aria-invalid'?: true
  disabled?: boolean
  className?: string
}

export function Select<T extends string>({
  label,
  value,
  options,
  onChange,
  prefix,
  look = 'default',
  size = 'small',
  id,
  disabled,
  className,
  ...aria
}: SelectProps<T>) {
  const current = options.find((option) => option.value === value)
  const before = current?.bare ? undefined : prefix
  const shown = current?.label ?? value
  return (
    <Base.Root value={value} onValueChange={(next) => next !== null && onChange(next as T)} disabled={disabled}>
      <Base.Trigger
        id={id}
        // It holds the words that are seen, so that they can be spoken to choose it.
        aria-label={id ? undefined : `${label}: ${before ? `${before} ` : ''}${shown}`}
        aria-describedby={aria['aria-describedby']}
        aria-invalid={aria['aria-invalid']}
        className={cx(
          'inline-flex shrink-0 items-center gap-1.5 rounded-control px-2.5 whitespace-nowrap transition-colors select-none aria-invalid:border-negative data-disabled:opacity-50',
          controlSize[size],
          look === 'default'
            ? 'border border-line-2 bg-surface shadow-1 hover:bg-hover'
            : 'text-fg-2 hover:bg-hover hover:text-fg data-popup-open:bg-hover',
          look === 'default' && size === 'small' && 'font-medium',
          className,
        )}
      >
        {before && <span className="font-normal text-fg-2">{before}</span>}
        {current?.icon}
        <span className="truncate">{shown}</span>
        <ChevronDown size={14} strokeWidth={1.75} className="ml-auto shrink-0 text-fg-3" aria-hidden />
      </Base.Trigger>
      <Base.Portal>
        <Base.Positioner sideOffset={4} align="start" alignItemWithTrigger={false} className="z-50">
          <Base.Popup className={cx(popupClass, 'min-w-[max(var(--anchor-width),9rem)]')}>
            <Base.List className="scroll-thin max-h-[min(22rem,var(--available-height))] overflow-y-auto p-1">
              {options.map((option) => (
                <Base.Item key={option.value} value={option.value} className={itemClass}>
                  {option.icon}
                  <Base.ItemText className="min-w-0 flex-1">
                    {option.label}
                    {option.note && <span className="block text-small text-fg-3">{option.note}</span>}
                  </Base.ItemText>
                  <Base.ItemIndicator className="ml-3 text-accent-text">
                    <Check size={14} strokeWidth={2} aria-hidden />
                  </Base.ItemIndicator>
                </Base.Item>
              ))}
            </Base.List>
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  )
}
