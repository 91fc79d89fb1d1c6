import type { ReactNode } from 'react'
import { cx } from './cx'

export function Kbd({ children, inverse }: { children: ReactNode; inverse?: boolean }) {
  return (
    <kbd
      className={cx(
        'inline-flex pointer-coarse:hidden h-[18px] min-w-[18px] items-center justify-center rounded-chip border px-1 font-sans text-meta',
        inverse ? 'border-current/30 text-current' : 'border-line-2 text-fg-3',
      )}
    >
      {children}
    </kbd>
  )
}
