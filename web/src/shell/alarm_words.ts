import type { AlarmedPart } from '@/api/ingestion'
import type { IngestionLedger } from '@/api/types'

interface AlarmWords {
  /** What is wrong; the time since when goes behind it. */
  what: string
  /** The word before the time. */
  from: 'since' | 'at'
  /** What that means for who reads numbers. */
  means: string
}

const words: Record<AlarmedPart, AlarmWords> = {
  books: {
    what: 'Some events are unaccounted for',
    from: 'since',
    means: 'They were accepted, and neither stored nor dropped: numbers may lack them.',
  },
  freshness: {
    what: 'New events have been waiting',
    from: 'since',
    means: 'The newest numbers lack them until they are stored; nothing is lost.',
  },
  self_test: {
    what: 'The server’s own test event did not come through',
    from: 'at',
    means: 'Your events may be waiting, too.',
  },
}

/** An alarm of ingestion for people, and since when it rings; null where the ledger does not know that (yet). */
export function alarmWords(part: AlarmedPart, ledger: IngestionLedger | undefined): AlarmWords & { since: string | null } {
  return { ...words[part], since: ledger ? sinceOf(part, ledger) : null }
}

function sinceOf(part: AlarmedPart, { results, instance }: IngestionLedger): string | null {
  if (part === 'freshness') return instance.waiting_since
  if (part === 'self_test') return instance.self_test.sent_at
  // The books of the whole server have no hours; those of the project do.
  return results.find(({ balanced }) => !balanced)?.hour ?? null
}
