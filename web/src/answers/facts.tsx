import type { ReactNode } from 'react'
import { Margin } from '@/ui/num'

export interface Fact {
  label: string
  value: string
  /** Of a sample: how far the value may be off. */
  margin?: number
  /** Opens who is behind it; without it the value is plain text. */
  onOpen?: () => void
}

interface FactsProps {
  facts: Fact[]
  /** What stands at the far end: how to take the answer along. */
  end?: ReactNode
}

/** The answer in a few numbers, read before the chart. */
export function Facts({ facts, end }: FactsProps) {
  const list = (
    <dl className="m-0 flex gap-x-10 gap-y-2 px-5 pt-4 max-sm:grid max-sm:grid-cols-2 max-sm:gap-x-4 max-sm:px-3">
      {facts.map(({ label, value, margin, onOpen }) => (
        <div key={label} className="min-w-24 max-sm:min-w-0">
          <dt className="max-w-56 truncate text-fg-2" title={label}>
            {label}
          </dt>
          <dd className="m-0 text-big font-semibold whitespace-nowrap">
            {onOpen ? (
              <button type="button" className="link-num" aria-label={`${value}, ${label}`} onClick={onOpen}>
                {value}
              </button>
            ) : (
              value
            )}
            <Margin of={margin} />
          </dd>
        </div>
      ))}
    </dl>
  )
  if (!end) return list
  return (
    <div className="flex items-start">
      <div className="min-w-0 flex-1">{list}</div>
      <div className="pt-3 pr-4">{end}</div>
    </div>
  )
}
