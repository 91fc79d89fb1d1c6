import { cx } from './cx'

interface ProgressBarProps {
  /** What is under way. */
  label: string
  /** From 0 to 1; without it the bar runs. */
  value?: number | null
  className?: string
}

/** Two pixels that say how far something has come, or only that it goes on. */
export function ProgressBar({ label, value, className }: ProgressBarProps) {
  const share = value == null ? null : Math.min(1, Math.max(0, value))
  return (
    <div
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={share === null ? undefined : Math.round(share * 100)}
      className={cx('h-0.5 w-full overflow-hidden rounded-full bg-line', className)}
    >
      <div
        className={cx('h-full bg-accent', share === null ? 'w-full animate-run-bar' : 'transition-[width]')}
        style={share === null ? undefined : { width: `${share * 100}%` }}
      />
    </div>
  )
}
