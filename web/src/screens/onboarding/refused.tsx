import { useQuery } from '@tanstack/react-query'
import { CircleAlert } from 'lucide-react'
import { refusedKeysQuery } from '@/api/ingestion'
import { plural } from '@/lib/format'
import { keyRemedy, keyWords, senderWords } from '@/lib/refused_keys'
import { EventTime } from '@/ui/event_time'

const askEveryMs = 2000
/** What came long before the page was opened is about something else. */
const recentMs = 15 * 60_000
const shownAtMost = 3

/** Events that came with a key that no project has, said at once: the sender is seldom told. */
export function Refused({ projectId, now }: { projectId: number; now: number }) {
  const { data } = useQuery(refusedKeysQuery(projectId, askEveryMs))
  const recent = (data?.results ?? []).filter((one) => now - Date.parse(one.last_seen) < recentMs)
  const shown = recent.slice(0, shownAtMost)
  const left = recent.length - shown.length
  return (
    <>
      {/* The age grows every second, which nobody wants to have read out. */}
      <span role="status" className="sr-only">
        {shown[0] && `Events arrived ${keyWords(shown[0])}.`}
      </span>
      {shown.length > 0 && (
        <ul aria-label="Refused keys" className="m-0 mt-3 flex list-none flex-col gap-3 rounded-card border border-warning/40 bg-warning-soft p-4">
          {shown.map((one) => (
            <li key={`${one.key} ${one.first_seen}`} className="grid grid-cols-[16px_1fr] gap-2">
              <CircleAlert size={14} strokeWidth={2} className="mt-0.5 text-warning" aria-hidden />
              <span className="min-w-0 break-words">
                Events arrived {keyWords(one)}, <EventTime time={one.last_seen} now={now} />, {senderWords(one)}
                {one.requests > 1 && `, ${plural(one.requests, 'request')}`}. <span className="text-fg-2">{keyRemedy(one)}</span>
              </span>
            </li>
          ))}
          {left > 0 && <li className="pl-6 text-fg-2">And {plural(left, 'more key')}; the page Ingestion lists them.</li>}
        </ul>
      )}
    </>
  )
}
