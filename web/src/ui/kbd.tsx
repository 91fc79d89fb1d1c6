import type { ReactNode } from 'react'
import { cx } from './cx'

/** A key. As a `hint` inside a control it is for the eye only, so that the control's name stays short. */
export function Kbd({ children, inverse, hint }: { children: ReactNode; inverse?: boolean; hint?: boolean }) {
  return (
    <kbd
      aria-hidden={hint}
      className={cx(
        'inline-flex pointer-coarse:hidden h-4.5 min-w-4.5 items-center justify-center rounded-chip border px-1 font-sans text-meta',
        inverse ? 'border-current/30 text-current' : 'border-line-2 text-fg-3',
      )}
    >
      {children}
    </kbd>
  )
}
