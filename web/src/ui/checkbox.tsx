import { Checkbox as Base } from '@base-ui/react/checkbox'
import { Check, Minus } from 'lucide-react'
import { cx } from './cx'

interface CheckboxProps {
  /** Read aloud; the visible text stands beside the box. */
  label: string
  checked: boolean
  onChange: (checked: boolean) => void
  /** Some of what it stands for is on. */
  mixed?: boolean
  disabled?: boolean
  /** A CSS colour for the filled box, for legends. */
  color?: string
  className?: string
}

export function Checkbox({ label, checked, onChange, mixed, disabled, color, className }: CheckboxProps) {
  const Sign = mixed ? Minus : Check
  return (
    <Base.Root
      aria-label={label}
      checked={checked}
      indeterminate={mixed}
      disabled={disabled}
      onCheckedChange={(next) => onChange(next)}
      style={checked && color ? { background: color, borderColor: color } : undefined}
      className={cx(
        'relative inline-flex size-3.5 shrink-0 items-center justify-center rounded-box border border-line-2 bg-surface align-middle transition-colors after:absolute after:-inset-1.5 data-checked:border-accent data-checked:bg-accent data-disabled:opacity-50 data-indeterminate:border-accent data-indeterminate:bg-accent pointer-coarse:after:-inset-3',
        className,
      )}
    >
      <Base.Indicator className="text-surface">
        <Sign size={11} strokeWidth={3} aria-hidden />
      </Base.Indicator>
    </Base.Root>
  )
}
