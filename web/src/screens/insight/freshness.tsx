import { useEffect, useState } from 'react'
import type { Answer } from '@/api/query'
import { formatAgo, formatDuration } from '@/lib/format'
import { Button } from '@/ui/button'
import { useNow } from '@/ui/event_time'

interface FreshnessProps {
  answer: Answer<unknown> | undefined
  running: boolean
  onCancel: () => void
}

/** How old the answer is; or that one is being computed, once that takes two seconds. */
export function Freshness({ answer, running, onCancel }: FreshnessProps) {
  if (running) return <StillRunning onCancel={onCancel} />
  return answer ? <Computed answer={answer} /> : null
}

function StillRunning({ onCancel }: { onCancel: () => void }) {
  const [seconds, setSeconds] = useState(0)
  useEffect(() => {
    const timer = setInterval(() => setSeconds((known) => known + 1), 1000)
    return () => clearInterval(timer)
  }, [])
  if (seconds < 2) return null
  return (
    <span className="flex items-center gap-1 text-small text-fg-2">
      <span role="status" className="whitespace-nowrap max-sm:sr-only">
        Still running
      </span>
      <span aria-hidden className="max-sm:hidden">
        {seconds} s
      </span>
      <Button look="ghost" onClick={onCancel}>
        Cancel
      </Button>
    </span>
  )
}

function Computed({ answer }: { answer: Answer<unknown> }) {
  const now = useNow(5000)
  return (
    <span className="text-small whitespace-nowrap text-fg-2 max-md:hidden">
      Computed {formatAgo(answer.computedAt, Math.max(now, answer.computedAt))} in {formatDuration(answer.took)}
    </span>
  )
}
