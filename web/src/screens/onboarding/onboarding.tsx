import { useQuery, useQueryClient, useSuspenseQuery } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import { Check } from 'lucide-react'
import { useEffect, useMemo, useState } from 'react'
import { sendTestEvent } from '@/api/capture'
import { openLiveEvents } from '@/api/live_events'
import { projectQuery } from '@/api/projects'
import { latestEvents } from '@/api/query'
import { meQuery } from '@/api/session'
import type { CapturedEvent } from '@/api/types'
import { libraryOf, placeOf } from '@/lib/live_list'
import { eventLabel, rawNote } from '@/lib/taxonomy'
import { Button, buttonClass } from '@/ui/button'
import { Code, CopyButton } from '@/ui/code'
import { cx } from '@/ui/cx'
import { EventTime, useNow } from '@/ui/event_time'
import { Page } from '@/ui/page'
import { ErrorBox, Skeleton } from '@/ui/states'
import { Tabs } from '@/ui/tabs'
import { toast } from '@/ui/toast'
import { stacksFor, type Stack, type Step } from './snippets'

const patienceMs = 20_000

export default function Onboarding() {
  const { projectId } = useParams({ from: '/project/$projectId/onboarding' })
  const id = Number(projectId)
  const project = useQuery(projectQuery(id))
  const [stackId, setStackId] = useState('html')
  const token = project.data?.api_token
  const stacks = useMemo(() => (token ? stacksFor({ origin: window.location.origin, token }) : []), [token])
  const stack = stacks.find((one) => one.id === stackId) ?? stacks[0]

  return (
    <Page title="Install">
      <div className="grid max-w-[1120px] gap-8 px-5 py-6 lg:grid-cols-[240px_1fr]">
        <section aria-labelledby="stacks">
          <h2 id="stacks" className="mb-1 text-panel font-semibold">
            What do you build with?
          </h2>
          <p className="mb-3 text-fg-2">Every PostHog SDK works with this server.</p>
          <div className="grid grid-cols-2 gap-2 max-lg:grid-cols-3 max-sm:grid-cols-2 lg:grid-cols-1">
            {(stacks.length > 0 ? stacks : stacksFor({ origin: '', token: '' })).map((one) => (
              <StackTile key={one.id} stack={one} chosen={one.id === stackId} onChoose={() => setStackId(one.id)} />
            ))}
          </div>
        </section>
        <div className="min-w-0">
          {project.error ? (
            <ErrorBox title="The project could not be read" message={project.error.message} onRetry={() => void project.refetch()} />
          ) : token && stack ? (
            <>
              <Steps stack={stack} />
              <div className="mt-6 flex flex-wrap items-center gap-x-6 gap-y-2 border-t border-line pt-4 text-small text-fg-2">
                <Value name="Host" value={window.location.origin} />
                <Value name="Project API key" value={token} />
              </div>
              <Waiting projectId={id} token={token} />
            </>
          ) : (
            <div className="flex flex-col gap-4" aria-busy>
              <Skeleton className="h-5 w-52" />
              <Skeleton className="h-24 w-full" />
              <Skeleton className="h-5 w-64" />
              <Skeleton className="h-40 w-full" />
            </div>
          )}
        </div>
      </div>
    </Page>
  )
}

function StackTile({ stack, chosen, onChoose }: { stack: Stack; chosen: boolean; onChoose: () => void }) {
  return (
    <button
      type="button"
      aria-pressed={chosen}
      onClick={onChoose}
      className={cx(
        'flex h-10 items-center justify-between rounded-control border px-3 text-left font-medium transition-colors duration-100',
        chosen ? 'border-accent bg-accent-soft text-accent-text' : 'border-line-2 bg-surface shadow-1 hover:bg-hover',
      )}
    >
      <span className="truncate">{stack.name}</span>
      {chosen && <Check size={15} strokeWidth={2} aria-hidden />}
    </button>
  )
}

function Steps({ stack }: { stack: Stack }) {
  return (
    <ol className="m-0 flex list-none flex-col gap-6 p-0">
      {stack.steps.map((step, i) => (
        <li key={`${stack.id}-${step.title}`} className="grid grid-cols-[24px_1fr] gap-3">
          <span
            aria-hidden
            className="flex size-6 items-center justify-center rounded-full bg-hover text-small font-semibold text-fg-2"
          >
            {i + 1}
          </span>
          <div className="min-w-0">
            <h3 className="font-medium leading-6">{step.title}</h3>
            <StepBody step={step} />
          </div>
        </li>
      ))}
    </ol>
  )
}

function StepBody({ step }: { step: Step }) {
  const [tab, setTab] = useState(step.tabs?.[0]?.label ?? '')
  const code = step.tabs?.find((one) => one.label === tab)?.code ?? step.code
  const block = code && <Code text={code} label={`Code: ${step.title}`} className="mt-2" />
  return (
    <>
      {step.tabs ? (
        <Tabs value={tab} onChange={setTab} tabs={step.tabs.map(({ label }) => ({ value: label, label }))}>
          {block}
        </Tabs>
      ) : (
        block
      )}
      {step.note && <p className="mt-1.5 text-fg-2">{step.note}</p>}
    </>
  )
}

function Value({ name, value }: { name: string; value: string }) {
  return (
    <span className="flex min-w-0 items-center gap-1.5">
      <span className="shrink-0">{name}</span>
      <code className="min-w-0 truncate font-mono text-fg">{value}</code>
      <CopyButton text={value} label={`Copy ${name.toLowerCase()}`} />
    </span>
  )
}

/** Listens from the moment it is shown; any event of the project ends the wait, whatever sent it. */
function Waiting({ projectId, token }: { projectId: number; token: string }) {
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

  const test = async () => {
    setSending(true)
    try {
      await sendTestEvent(token)
    } catch (error) {
      toast(error instanceof Error ? error.message : String(error), 'error')
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
            <span className="ml-auto flex gap-2">
              <Link to="/project/$projectId/insights/new" params={{ projectId: String(projectId) }} className={buttonClass('default')}>
                Make a chart
              </Link>
              <Link to="/project/$projectId/activity/live" params={{ projectId: String(projectId) }} className={buttonClass('primary')}>
                See it
              </Link>
            </span>
          ) : (
            <Button className="ml-auto" busy={sending} onClick={() => void test()}>
              Send a test event from here
            </Button>
          )}
        </div>
        {first && <FirstEvent event={first} now={now} />}
      </div>
      {!found && !reachable && (
        <p className="mt-2 text-small text-warning">The live connection to this server is lost. Trying again.</p>
      )}
      {!found && now - started > patienceMs && <Checklist token={token} />}
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

function Checklist({ token }: { token: string }) {
  const checks: [string, string][] = [
    ['Is the snippet on the page you opened?', 'Look for it in the page source, or for “posthog” in your bundle.'],
    ['Does the host point here?', `api_host (host on servers) has to be ${window.location.origin}.`],
    ['Is it this project’s key?', `It starts with ${token.slice(0, 10)}… An unknown key is refused with status 401.`],
    ['Is an ad blocker on?', 'Try a private window without extensions. Blocked requests show in the browser’s network panel.'],
    ['Does a server send only at the end?', 'Libraries for servers collect events; call shutdown or flush before the program ends.'],
  ]
  return (
    <div className="mt-4">
      <h3 className="font-medium">Nothing yet. What to check:</h3>
      <ul className="m-0 mt-2 flex list-none flex-col gap-2 p-0">
        {checks.map(([question, answer]) => (
          <li key={question} className="grid grid-cols-[16px_1fr] gap-2">
            <span aria-hidden className="mt-[7px] size-1.5 rounded-full bg-fg-3" />
            <span>
              {question} <span className="text-fg-2">{answer}</span>
            </span>
          </li>
        ))}
      </ul>
    </div>
  )
}

function elapsed(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000))
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`
}
