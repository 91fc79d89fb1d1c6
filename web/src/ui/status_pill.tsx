import type { ReactNode } from 'react'
import { cx } from './cx'

const tones = {
  neutral: { box: 'bg-hover text-fg-2', dot: 'bg-fg-3' },
  accent: { box: 'bg-accent-soft text-accent-text', dot: 'bg-accent' },
  positive: { box: 'bg-positive-soft text-positive', dot: 'bg-positive' },
  negative: { box: 'bg-negative-soft text-negative', dot: 'bg-negative' },
  warning: { box: 'bg-warning-soft text-warning', dot: 'bg-warning' },
} as const

interface StatusPillProps {
  tone?: keyof typeof tones
  /** The state in a word or two: colour never says it alone. */
  children: ReactNode
  /** Goes on right now: its dot pulses. */
  live?: boolean
  /** Is read out when it changes. */
  announce?: boolean
}

/** The state of a thing: a dot and a word. */
export function StatusPill({ tone = 'neutral', children, live, announce }: StatusPillProps) {
  return (
    <span
      role={announce ? 'status' : undefined}
      className={cx('inline-flex h-5 max-w-full shrink-0 items-center gap-1.5 rounded-full px-2 text-small font-medium whitespace-nowrap', tones[tone].box)}
    >
      <span aria-hidden data-outline className={cx('size-1.5 rounded-full', tones[tone].dot, live && 'animate-pulse-dot')} />
      {children}
    </span>
  )
}
