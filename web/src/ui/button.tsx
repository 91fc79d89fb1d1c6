import { LoaderCircle } from 'lucide-react'
import type { ComponentProps, ReactNode } from 'react'
import { cx } from './cx'
import { Tooltip } from './tooltip'

type Look = 'primary' | 'default' | 'ghost' | 'danger'

const looks: Record<Look, string> = {
  primary: 'bg-accent text-on-accent hover:bg-accent-hover border-transparent shadow-1',
  default: 'bg-surface text-fg border-line-2 hover:bg-hover shadow-1',
  ghost: 'text-fg-2 border-transparent hover:bg-hover hover:text-fg',
  danger: 'bg-surface text-negative border-line-2 hover:bg-negative-soft shadow-1',
}

export const controlSize = {
  small: 'h-control pointer-coarse:h-touch',
  form: 'h-form pointer-coarse:h-touch',
} as const

interface ButtonProps extends ComponentProps<'button'> {
  look?: Look
  size?: 'small' | 'form'
  icon?: ReactNode
  /** Shows that its work is under way; the button stays focusable and does nothing. */
  busy?: boolean
}

/** The classes of a button, for links that look like one. */
export function buttonClass(look: Look = 'default', size: 'small' | 'form' = 'small'): string {
  return cx(
    'inline-flex shrink-0 items-center justify-center gap-1.5 rounded-control border px-2.5 font-medium whitespace-nowrap no-underline transition-colors select-none disabled:opacity-50 disabled:pointer-events-none',
    controlSize[size],
    looks[look],
  )
}

export function Button({ look, size, icon, busy, className, children, onClick, ...rest }: ButtonProps) {
  return (
    <button
      type="button"
      {...rest}
      aria-disabled={busy || undefined}
      onClick={busy ? (event) => event.preventDefault() : onClick}
      className={cx(buttonClass(look, size), className)}
    >
      {busy ? <LoaderCircle size={14} strokeWidth={1.75} className="animate-spin" aria-hidden /> : icon}
      {children}
    </button>
  )
}

interface IconButtonProps extends Omit<ComponentProps<'button'>, 'children'> {
  label: string
  icon: ReactNode
  look?: 'ghost' | 'default'
  shortcut?: string
}

/** A button that is only an icon; its label is read aloud and shown on hover. */
export function IconButton({ label, icon, look = 'ghost', shortcut, className, ...rest }: IconButtonProps) {
  return (
    <Tooltip label={label} shortcut={shortcut}>
      <button
        type="button"
        {...rest}
        aria-label={label}
        className={cx(
          'inline-flex size-control shrink-0 items-center justify-center rounded-control border transition-colors disabled:pointer-events-none disabled:opacity-50 pointer-coarse:size-touch',
          looks[look],
          className,
        )}
      >
        {icon}
      </button>
    </Tooltip>
  )
}
