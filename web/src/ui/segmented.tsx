import { ToggleGroup } from '@base-ui/react/toggle-group'
import { Toggle } from '@base-ui/react/toggle'
import type { ReactNode } from 'react'
import { cx } from './cx'
import { Tooltip } from './tooltip'

interface SegmentedProps<T extends string> {
  label: string
  value: T
  options: { value: T; label: string; icon?: ReactNode; disabled?: boolean }[]
  onChange: (value: T) => void
  disabled?: boolean
}

/** A row of choices of which exactly one is on; with icons the labels move into tooltips. */
export function Segmented<T extends string>({ label, value, options, onChange, disabled }: SegmentedProps<T>) {
  return (
    <ToggleGroup
      aria-label={label}
      value={[value]}
      disabled={disabled}
      onValueChange={([next]) => next !== undefined && onChange(next as T)}
      className="inline-flex shrink-0 rounded-control border border-line bg-inset p-px"
    >
      {options.map((option) => {
        const toggle = (
          <Toggle
            key={option.value}
            value={option.value}
            disabled={option.disabled}
            aria-label={option.icon ? option.label : undefined}
            className={cx(
              'inline-flex h-6 items-center justify-center rounded-inner border border-transparent text-fg-2 transition-colors hover:text-fg data-pressed:border-line-2 data-pressed:bg-surface data-pressed:text-fg data-disabled:opacity-50 data-pressed:shadow-1 pointer-coarse:h-9',
              option.icon ? 'w-7.5 pointer-coarse:w-touch' : 'px-2.5 font-medium',
            )}
          >
            {option.icon ?? option.label}
          </Toggle>
        )
        return option.icon ? (
          <Tooltip key={option.value} label={option.label}>
            {toggle}
          </Tooltip>
        ) : (
          toggle
        )
      })}
    </ToggleGroup>
  )
}
