import { useQuery } from '@tanstack/react-query'
import { Check as Tick, CircleAlert, LoaderCircle } from 'lucide-react'
import { useEffect, useState, type ReactNode } from 'react'
import { ledgerQuery } from '@/api/ingestion'
import { checkCapture, checkClock, checkKey, checkScript, type Check } from '@/api/install_checks'
import { plural } from '@/lib/format'

interface ChecklistProps {
  projectId: number
  token: string
  /** Whether the stack loads the library from this server. */
  inPage: boolean
}

const everyMs = 10_000

/** What the server and this browser can tell about an installation from which nothing arrives. */
export function Checklist({ projectId, token, inPage }: ChecklistProps) {
  const checks = useChecks(token, inPage)
  const { origin, hostname, protocol } = window.location
  const onlyHere = /^(localhost|127\.|\[?::1)/.test(hostname)
  return (
    <div className="mt-4">
      <h3 className="font-medium">Nothing has arrived yet. What this server sees:</h3>
      <ul className="m-0 mt-2 flex list-none flex-col gap-2 p-0">
        <Row state="wrong" text="No event with this project’s key was accepted since this page was opened.">
          A refused request shows in the browser’s network panel or in your program’s log, with the reason in its answer.
        </Row>
        <NotStored projectId={projectId} />
        {checks.map(({ text, check }) =>
          check === null ? (
            <Row key={text} state="asking" text={text} />
          ) : check.state === 'well' ? (
            <Row key={text} state="well" text={text} />
          ) : (
            <Row key={text} state="wrong" text={check.problem}>
              {check.fix}
            </Row>
          ),
        )}
        {onlyHere && (
          <Row state="note" text={`The address ${origin} works on this computer only.`}>
            Other computers and phones need the address by which they reach this server.
          </Row>
        )}
        {protocol === 'http:' && !onlyHere && (
          <Row state="note" text="This server is reached without https.">
            Pages served over https may not send to it: browsers refuse that.
          </Row>
        )}
        <Row state="note" text="Is the host right?">
          It is {origin} exactly: api_host in browsers, host elsewhere. Your Content-Security-Policy has to allow it under connect-src and script-src.
        </Row>
        <Row state="note" text="Does a program end before it sends?">
          Libraries for servers collect events; call shutdown or flush first.
        </Row>
      </ul>
    </div>
  )
}

/** Events that did arrive and were not kept, each with the reason and what to do about it. */
function NotStored({ projectId }: { projectId: number }) {
  const { data } = useQuery(ledgerQuery(projectId, '-24h'))
  const dropped: Record<string, number> = { ...data?.total.dropped, ...data?.total.dead_lettered }
  return Object.entries(dropped)
    .filter(([reason, count]) => count > 0 && !keptElsewhere.has(reason))
    .map(([reason, count]) => (
      <Row key={reason} state="wrong" text={`${plural(count, 'event')} arrived in the last day and ${count === 1 ? 'was' : 'were'} not stored: ${reason.replaceAll('_', ' ')}.`}>
        {remedies[reason] ?? 'The page Ingestion tells more.'}
      </Row>
    ))
}

/** Nothing is lost by these: the event is stored already, or what it says is kept in another form. */
const keptElsewhere = new Set(['duplicate', 'client_ingestion_warning', 'heatmap_only'])

const remedies: Record<string, string> = {
  filtered: 'A rule of this project’s event filter takes it; look under Ingestion.',
  bot: 'The sender names itself a bot in its user agent, and this project drops bots; see the event filter under Ingestion.',
  event_dropped_too_old: 'Its time lies before what this project keeps. Check the clock that stamped it.',
}

function useChecks(token: string, inPage: boolean): { text: string; check: Check | null }[] {
  const [found, setFound] = useState<Record<string, Check>>({})
  useEffect(() => {
    let stopped = false
    const note = (id: string, asked: Promise<Check>) =>
      void asked.then((check) => {
        if (!stopped) setFound((known) => ({ ...known, [id]: check }))
      })
    const look = () => {
      note('capture', checkCapture())
      note('key', checkKey(token))
      note('clock', checkClock())
      if (inPage) note('script', checkScript())
    }
    look()
    const timer = setInterval(look, everyMs)
    return () => {
      stopped = true
      clearInterval(timer)
    }
  }, [token, inPage])
  const rows: [id: string, text: string][] = [
    ['capture', 'The address that takes events answers.'],
    ['key', 'The project’s key is known.'],
    ['clock', 'The clocks agree.'],
  ]
  if (inPage) rows.push(['script', 'The library for pages loads in this browser.'])
  return rows.map(([id, text]) => ({ text, check: found[id] ?? null }))
}

function Row({ state, text, children }: { state: 'well' | 'wrong' | 'asking' | 'note'; text: string; children?: ReactNode }) {
  return (
    <li className="grid grid-cols-[16px_1fr] gap-2">
      <span className="flex h-5 items-center">
        {state === 'well' && <Tick size={14} strokeWidth={2.5} className="text-positive" aria-label="Well:" />}
        {state === 'wrong' && <CircleAlert size={14} strokeWidth={2} className="text-negative" aria-label="To look at:" />}
        {state === 'asking' && <LoaderCircle size={14} strokeWidth={2} className="animate-spin text-fg-3" aria-label="Asking:" />}
        {state === 'note' && <span aria-hidden className="ml-1 size-1.5 rounded-full bg-fg-3" />}
      </span>
      <span className="min-w-0 break-words">
        {text} {children && <span className="text-fg-2">{children}</span>}
      </span>
    </li>
  )
}
