import { Search } from 'lucide-react'
import { useState } from 'react'
import { isApiError, messageOf } from '@/api/client'
import { readFate } from '@/api/ingestion'
import type { EventFate } from '@/api/types'
import { eventLabel } from '@/lib/taxonomy'
import { Button } from '@/ui/button'
import { formatExactTime } from '@/ui/event_time'
import { Field, Input } from '@/ui/field'
import { StatusPill } from '@/ui/status_pill'

const states = {
  stored: { tone: 'positive', word: 'Stored' },
  dropped: { tone: 'warning', word: 'Dropped' },
  dead_lettered: { tone: 'negative', word: 'Dead letter' },
  in_flight: { tone: 'accent', word: 'Under way' },
} as const

/** Where an event went, by the uuid it was sent with. */
export function FateFinder({ projectId }: { projectId: number }) {
  const [text, setText] = useState('')
  const [busy, setBusy] = useState(false)
  const [found, setFound] = useState<EventFate | null>(null)
  const [problem, setProblem] = useState<string | null>(null)
  const find = async () => {
    const uuid = text.trim()
    if (uuid === '' || busy) return
    setBusy(true)
    setFound(null)
    setProblem(null)
    try {
      setFound(await readFate(projectId, uuid))
    } catch (error) {
      setProblem(isApiError(error) && error.status === 404 ? 'No event with this uuid came to this project lately.' : messageOf(error))
    } finally {
      setBusy(false)
    }
  }
  return (
    <section aria-label="Find an event" className="border-t border-line px-5 py-5 max-sm:px-3">
      <form
        className="flex max-w-xl items-end gap-2"
        onSubmit={(event) => {
          event.preventDefault()
          void find()
        }}
      >
        <div className="min-w-0 flex-1">
          <Field label="What became of an event?" hint="The uuid that the SDK sent, or that the answer to it named." error={problem}>
            {(control) => <Input {...control} value={text} placeholder="01890a5d-ac96-774b-bcce-b302099a8057" autoComplete="off" spellCheck={false} onChange={(event) => setText(event.target.value)} />}
          </Field>
        </div>
        <Button size="form" className="mb-5.5" busy={busy} icon={<Search size={14} strokeWidth={1.75} aria-hidden />} onClick={() => void find()}>
          Find
        </Button>
      </form>
      {found && (
        <div role="status" className="pt-3">
          <p className="flex flex-wrap items-center gap-2">
            <StatusPill tone={states[found.state].tone}>{states[found.state].word}</StatusPill>
            <span className="font-medium">{eventLabel(found.event)}</span>
            <span className="text-fg-2">of {found.distinct_id}</span>
          </p>
          <p className="pt-1 text-fg-2">
            Received {formatExactTime(found.received_at)}
            {found.stored_at && `, stored ${formatExactTime(found.stored_at)}`}
            {found.reason && `. ${found.detail || found.reason}`}
          </p>
        </div>
      )}
    </section>
  )
}
