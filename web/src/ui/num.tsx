import { formatPercent } from '@/lib/format'
import { cx } from './cx'

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
      <span aria-hidden className="text-[9px]">
        {flat ? '' : change > 0 ? '▲' : '▼'}
      </span>
      <span className="sr-only">{flat ? 'unchanged ' : change > 0 ? 'up ' : 'down '}</span>
      {formatPercent(Math.abs(change))}
    </span>
  )
}
