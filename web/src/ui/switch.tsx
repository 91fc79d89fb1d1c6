import { Switch as Base } from '@base-ui/react/switch'
import type { ReactNode } from 'react'
import { cx } from './cx'

interface SwitchProps {
  label: string
  /** What it changes, where the label does not say it all. */
  note?: ReactNode
  checked: boolean
  onChange: (checked: boolean) => void
  disabled?: boolean
  className?: string
}

export function Switch({ label, note, checked, onChange, disabled, className }: SwitchProps) {
  return (
    <label className={cx('flex min-h-control items-center justify-between gap-3 text-fg-2 pointer-coarse:min-h-touch', className)}>
      <span className="min-w-0">
        {label}
        {note && <span className="block text-small text-fg-3">{note}</span>}
      </span>
      <Base.Root
        checked={checked}
        disabled={disabled}
        onCheckedChange={(next) => onChange(next)}
        className="relative inline-flex h-4.5 w-7.5 shrink-0 items-center rounded-full bg-line-2 p-0.5 transition-colors data-checked:bg-accent data-disabled:opacity-50"
      >
        <Base.Thumb data-outline className="size-3.5 rounded-full bg-on-accent shadow-1 transition-transform data-checked:translate-x-3" />
      </Base.Root>
    </label>
  )
}
