import { sampleText } from '@/lib/question_parts'
import { cx } from '@/ui/cx'

interface SampleNoteProps {
  factor: number | null | undefined
  /** Whether the numbers say how far they may be off. */
  hasMargins?: boolean
  className?: string
}

/** Says that numbers are estimates, and how sure they are. */
export function SampleNote({ factor, hasMargins = false, className }: SampleNoteProps) {
  const sample = sampleText(factor)
  if (sample === null) return null
  return (
    <p className={cx('text-small text-fg-3', className)}>
      Estimated from {sample}.{' '}
      {hasMargins ? 'In 95 of 100 samples the true numbers lie within the ±.' : 'These numbers come without a ±: how far numbers of this kind may be off, a sample of people does not tell.'}
    </p>
  )
}
