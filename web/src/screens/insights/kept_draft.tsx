import { Link } from '@tanstack/react-router'
import { PencilLine } from 'lucide-react'
import { draftKey, drafts, keepDraft, readDraft } from '@/lib/drafts'
import { Button, buttonClass } from '@/ui/button'
import { EventTime, useNow } from '@/ui/event_time'
import { toastUndo } from '@/ui/toast'

/** Says that a new insight was begun on this device and not saved. */
export function KeptDraft({ projectId }: { projectId: number }) {
  const now = useNow(30_000)
  // Read through the store, so that another tab's change shows.
  drafts.use()
  const key = draftKey(projectId, null)
  const draft = readDraft(key)
  if (!draft) return null
  const discard = () => {
    keepDraft(key, null, Date.now())
    toastUndo('Draft discarded', () => keepDraft(key, draft.query, draft.at))
  }
  return (
    <div className="mx-5 mb-3 flex items-center gap-3 rounded-card border border-line bg-inset px-3 py-1.5 max-sm:mx-3">
      <PencilLine size={15} strokeWidth={1.75} className="shrink-0 text-fg-3" aria-hidden />
      <p className="min-w-0 flex-1 truncate">
        A draft of a new insight is kept here{' '}
        <span className="text-fg-3">
          <EventTime time={new Date(draft.at).toISOString()} now={now} />
        </span>
      </p>
      <Button look="ghost" onClick={discard}>
        Discard
      </Button>
      <Link to="/project/$projectId/insights/new" params={{ projectId: String(projectId) }} className={buttonClass()}>
        Go on
      </Link>
    </div>
  )
}
