import { formatCompact, formatExact, formatPercent } from '@/lib/format'
import { cx } from './cx'

interface NumProps {
  value: number
  /** How it is shown: 1,234, 12.3K, 1.96M unless told. The exact number is in the tooltip. */
  format?: (value: number) => string
  /** How it is written in full, where that is not just the number. */
  exact?: (value: number) => string
  /** The whole sentence, read aloud: "1,284 events by 918 people, Friday 3 July 2026"; after the number as shown. */
  label?: string
  /** Opens who and what is behind the number; a number that cannot be opened is plain text. */
  onOpen?: (opener: HTMLElement) => void
  className?: string
}

/** A number, and the way to what is behind it. */
export function Num({ value, format = formatCompact, exact = formatExact, label, onOpen, className }: NumProps) {
  const shown = format(value)
  const full = exact(value)
  const title = shown === full ? undefined : full
  if (!onOpen) {
    return (
      <span className={className} title={title}>
        {shown}
      </span>
    )
  }
  return (
    <button
      type="button"
      className={cx('link-num', className)}
      title={title}
      // Whoever speaks what they see has to reach it.
      aria-label={label === undefined || label.includes(shown) ? label : `${shown}, ${label}`}
      onClick={(event) => {
        event.stopPropagation()
        onOpen(event.currentTarget)
      }}
    >
      {shown}
    </button>
  )
}

interface MarginProps {
  /** Nothing for what was counted in full. */
  of: number | null | undefined
  format?: (value: number) => string
}

/** How far a number of a sample may lie from the true one: in 95 of 100 samples no farther. */
export function Margin({ of, format = formatExact }: MarginProps) {
  if (of === null || of === undefined) return null
  return (
    <span className="text-small font-normal tracking-normal whitespace-nowrap text-fg-3" title="In 95 of 100 samples the true number lies within">
      {' '}
      ± {format(of)}
    </span>
  )
}

interface DeltaProps {
  /** The change as a share of what was before: 0.4 is 40 % more. Null: nothing to compare with. */
  change: number | null
  /** Whether more is good, bad or neither. */
  goodWhen?: 'up' | 'down' | 'neither'
  className?: string
}

/** A change as a triangle and a percentage, coloured by whether it is good, grey below 0.5 %. */
export function Delta({ change, goodWhen = 'up', className }: DeltaProps) {
  if (change === null) return <span className={cx('text-small text-fg-3', className)}>new</span>
  const flat = Math.abs(change) < 0.005
  const good = goodWhen === 'neither' ? null : change > 0 === (goodWhen === 'up')
  return (
    <span
      className={cx(
        'text-small font-medium whitespace-nowrap',
        flat || good === null ? 'text-fg-3' : good ? 'text-positive' : 'text-negative',
        className,
      )}
    >
      <Direction change={flat ? 0 : change} />
      <span className="sr-only">{flat ? 'unchanged ' : change > 0 ? 'up ' : 'down '}</span>
      {formatPercent(Math.abs(change))}
    </span>
  )
}

function Direction({ change }: { change: number }) {
  if (change === 0) return null
  return (
    <svg viewBox="0 0 8 8" aria-hidden className="mr-0.5 inline-block size-2 fill-current align-baseline">
      <path d={change > 0 ? 'M4 1 8 7.500H0Z' : 'M4 7.500 0 1H8Z'} />
    </svg>
  )
}
