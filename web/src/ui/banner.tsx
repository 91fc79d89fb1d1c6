import { CircleAlert, Info, TriangleAlert, X } from 'lucide-react'
import type { ReactNode } from 'react'
import { IconButton } from './button'
import { cx } from './cx'

const tones = {
  info: { box: 'bg-accent-soft text-accent-text', icon: Info },
  warning: { box: 'bg-warning-soft text-warning', icon: TriangleAlert },
  error: { box: 'bg-negative-soft text-negative', icon: CircleAlert },
} as const

interface BannerProps {
  tone?: keyof typeof tones
  children: ReactNode
  icon?: ReactNode
  /** One button at most. */
  action?: ReactNode
  onDismiss?: () => void
}

/** One line across a card that stays until what it says is over. */
export function Banner({ tone = 'info', children, icon, action, onDismiss }: BannerProps) {
  const Icon = tones[tone].icon
  return (
    <div role={tone === 'error' ? 'alert' : 'status'} className={cx('flex min-h-9 items-center gap-2 border-b border-line px-4 py-1 [&_button]:text-current', tones[tone].box)}>
      <span className="shrink-0">{icon ?? <Icon size={15} strokeWidth={1.75} aria-hidden />}</span>
      <div className="min-w-0 flex-1 break-words">{children}</div>
      {action}
      {onDismiss && <IconButton label="Dismiss" icon={<X size={15} strokeWidth={1.75} aria-hidden />} onClick={onDismiss} />}
    </div>
  )
}
