import { Checkbox as Base } from '@base-ui/react/checkbox'
import { Check } from 'lucide-react'
import { cx } from './cx'

interface CheckboxProps {
  /** Read aloud; the visible text stands beside the box. */
  label: string
  checked: boolean
  onChange: (checked: boolean) => void
  /** A CSS colour for the filled box, for legends. */
  color?: string
  className?: string
}

export function Checkbox({ label, checked, onChange, color, className }: CheckboxProps) {
  return (
    <Base.Root
      aria-label={label}
      checked={checked}
      onCheckedChange={onChange}
      style={checked && color ? { background: color, borderColor: color } : undefined}
      className={cx(
        'relative inline-flex size-3.5 shrink-0 items-center justify-center rounded-[3px] border border-line-2 bg-surface transition-colors duration-100 after:absolute after:-inset-1.5 data-checked:border-accent data-checked:bg-accent',
        className,
      )}
    >
      <Base.Indicator className="text-surface">
        <Check size={11} strokeWidth={3} aria-hidden />
      </Base.Indicator>
    </Base.Root>
  )
}
