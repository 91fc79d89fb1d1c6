import type { CapturedEvent } from '@/api/types'

/** Events of one visit, the newest first. */
export interface Visit {
  key: string
  /** The session they were sent with; null for events of servers and the like, which have none. */
  session: string | null
  events: CapturedEvent[]
  start: number
  end: number
  /** Older events may yet be read that belong to it. */
  isOpen: boolean
}

/** Events without a session that lie further apart are different visits. */
const gapMs = 30 * 60_000

const sessionOf = ({ properties }: CapturedEvent): string | null => (typeof properties.$session_id === 'string' && properties.$session_id !== '' ? properties.$session_id : null)

/** The visits that events belong to, in the order of their newest events. `events` come newest first. */
export function visitsOf(events: CapturedEvent[], hasMore: boolean): Visit[] {
  const visits: Visit[] = []
  const bySession = new Map<string, Visit>()
  for (const event of events) {
    const at = Date.parse(event.timestamp)
    const session = sessionOf(event)
    const last = visits.at(-1)
    const known = session !== null ? bySession.get(session) : last?.session === null && last.start - at <= gapMs ? last : undefined
    if (known) {
      known.events.push(event)
      known.start = Math.min(known.start, at)
      continue
    }
    const made: Visit = { key: session ?? event.uuid, session, events: [event], start: at, end: at, isOpen: false }
    visits.push(made)
    if (session !== null) bySession.set(session, made)
  }
  const oldest = events.at(-1)
  const open = hasMore && oldest ? visits.find((visit) => visit.events.includes(oldest)) : undefined
  if (open) open.isOpen = true
  return visits
}
