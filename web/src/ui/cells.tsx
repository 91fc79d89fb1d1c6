import { eventLabel, rawNote } from '@/lib/taxonomy'
import { shortenUuid } from '@/lib/uuid'
import { EventTime } from './event_time'

/** A text in a row, an id shortened if it is a uuid; a dash where there is none, and all of it under the pointer. */
export function TextCell({ text, isId }: { text: string | null | undefined; isId?: boolean }) {
  if (text === null || text === undefined || text === '') return <span className="text-fg-3">–</span>
  return (
    <span className="text-fg-2" title={text}>
      {isId ? shortenUuid(text) : text}
    </span>
  )
}

/** How long ago something was; a dash where it never was. */
export function TimeCell({ time, now }: { time: string | null | undefined; now: number }) {
  if (!time) return <span className="text-fg-3">–</span>
  return (
    <span className="text-fg-2">
      <EventTime time={time} now={now} />
    </span>
  )
}

/** What an event is called, and beside it the name it was sent with. */
export function EventNameCell({ event }: { event: string }) {
  const label = eventLabel(event)
  const note = rawNote(label, event)
  return (
    <>
      <span className="font-medium">{label}</span>
      {note && <span className="pl-2 text-small text-fg-3 max-lg:hidden">{note}</span>}
    </>
  )
}

/** For the link that opens a row. */
export const rowLinkClass = 'min-w-0 truncate rounded-chip leading-7 font-medium text-fg no-underline hover:underline'
