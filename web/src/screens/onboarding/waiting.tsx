import { useQueryClient, useSuspenseQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Check } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import { sendTestEvent } from '@/api/capture'
import { messageOf } from '@/api/client'
import { openLiveEvents } from '@/api/live_events'
import { latestEvents } from '@/api/query'
import { meQuery } from '@/api/session'
import type { CapturedEvent } from '@/api/types'
import { libraryOf, placeOf } from '@/lib/live_list'
import { eventLabel, rawNote } from '@/lib/taxonomy'
import { Button, buttonClass } from '@/ui/button'
import { cx } from '@/ui/cx'
import { EventTime, useNow } from '@/ui/event_time'
import { toast } from '@/ui/toast'
import { Checklist } from './checklist'
import { NextSteps } from './next_steps'
import { Refused } from './refused'

const patienceMs = 20_000

interface WaitingProps {
  projectId: number
  token: string
  /** Whether the stack loads the library from this server. */
  inPage: boolean
}

/** Listens from the moment it is shown; any event of the project ends the wait, whatever sent it. */
export function Waiting({ projectId, token, inPage }: WaitingProps) {
  const { data: me } = useSuspenseQuery(meQuery)
  const queryClient = useQueryClient()
  const [started] = useState(() => Date.now())
  const [first, setFirst] = useState<CapturedEvent | null>(null)
  const [reachable, setReachable] = useState(true)
  const [sending, setSending] = useState(false)
  const now = useNow()
  // As it was when the page opened: the event that ends the wait is the first one all the same.
  const [already] = useState(me.team?.id === projectId && me.team.ingested_event)

  const found = first !== null
  useEffect(() => {
    if (found) return
    const aborter = new AbortController()
    const close = openLiveEvents(projectId, {
      onEvent: (event) => setFirst((known) => known ?? event),
      onState: (state) => setReachable(state !== 'waiting'),
    })
    // An event may have come between the page's opening and the stream's: ask for it as well.
    const look = () =>
      latestEvents(projectId, 1, aborter.signal)
        .then(([event]) => {
          if (event) setFirst((known) => known ?? event)
        })
        .catch(() => {
          // The stream says so when the server is gone.
        })
    void look()
    const timer = setInterval(look, 5000)
    return () => {
      aborter.abort()
      clearInterval(timer)
      close()
    }
  }, [projectId, found])

  useEffect(() => {
    if (!found) return
    queryClient.setQueryData(meQuery.queryKey, (known) =>
      known?.team ? { ...known, team: { ...known.team, ingested_event: true } } : known,
    )
  }, [found, queryClient])

  const seeIt = useRef<HTMLAnchorElement>(null)
  useEffect(() => {
    // The button that sent the event is gone, and focus with it.
    if (found && document.activeElement === document.body) seeIt.current?.focus()
  }, [found])

  const test = async () => {
    setSending(true)
    try {
      await sendTestEvent(token)
    } catch (error) {
      toast(messageOf(error), 'error')
    } finally {
      setSending(false)
    }
  }

  return (
    <section aria-labelledby="waiting" className="mt-6">
      <div className={cx('rounded-card border p-4', found ? 'border-positive/40 bg-positive-soft' : 'border-line bg-inset')}>
        <div className="flex flex-wrap items-center gap-3">
          <span
            aria-hidden
            className={cx(
              'flex shrink-0 items-center justify-center rounded-full',
              found ? 'size-5 bg-positive text-surface' : 'm-1.5 size-2 animate-pulse-dot bg-accent',
            )}
          >
            {found && <Check size={13} strokeWidth={3} />}
          </span>
          <h2 id="waiting" className="font-semibold" aria-live="polite">
            {found ? (already ? 'Events are arriving' : 'Your first event is here') : 'Waiting for your first event'}
          </h2>
          {!found && <span className="text-small text-fg-3">{elapsed(now - started)}</span>}
          {found ? (
            <Link
              ref={seeIt}
              to="/project/$projectId/activity/live"
              params={{ projectId: String(projectId) }}
              className={cx(buttonClass('primary'), 'ml-auto')}
            >
              See it
            </Link>
          ) : (
            <Button className="ml-auto" busy={sending} onClick={() => void test()}>
              Send a test event from here
            </Button>
          )}
        </div>
        {first && <FirstEvent event={first} now={now} />}
      </div>
      <Refused projectId={projectId} now={now} />
      {!found && !reachable && (
        <p className="mt-2 text-small text-warning">The live connection to this server is lost. Trying again.</p>
      )}
      {!found && now - started > patienceMs && <Checklist projectId={projectId} token={token} inPage={inPage} />}
      {first && <NextSteps projectId={projectId} event={first} />}
    </section>
  )
}

function FirstEvent({ event, now }: { event: CapturedEvent; now: number }) {
  const label = eventLabel(event.event)
  const facts = [libraryOf(event), placeOf(event), event.distinct_id].filter((fact): fact is string => fact !== null && fact !== '')
  return (
    <div className="mt-3 flex items-baseline gap-3 rounded-control border border-line bg-surface px-3 py-2">
      <div className="flex min-w-0 flex-1 flex-wrap items-baseline gap-x-3 gap-y-1">
        <span className="max-w-full truncate font-medium">{label}</span>
        {rawNote(label, event.event) && <span className="text-small text-fg-3">{event.event}</span>}
        {facts.map((fact) => (
          <span key={fact} className="max-w-full truncate text-fg-2">
            {fact}
          </span>
        ))}
      </div>
      <span className="shrink-0 text-fg-3">
        <EventTime time={event.timestamp} now={now} />
      </span>
    </div>
  )
}

function elapsed(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000))
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`
}
