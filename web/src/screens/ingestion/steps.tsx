import { useQuery } from '@tanstack/react-query'
import { messageOf } from '@/api/client'
import { enrichmentQuery, type Enrichment } from '@/api/ingestion'
import { formatExactTime } from '@/ui/event_time'
import { ErrorBox, Skeleton } from '@/ui/states'
import { StatusPill } from '@/ui/status_pill'

/** What each step does; one that is not here speaks for itself. */
const known: Record<string, string> = {
  repeated: 'Drops what a client sent twice',
  restrictions: 'Drops, sets aside or keeps from people what is restricted',
  event_filter: 'Drops what this project’s event filter matches',
  age: 'Drops what is older than this project keeps',
  client_warning: 'Turns complaints of SDKs into warnings',
  cookieless: 'Gives visitors without cookies an id for the day',
  person_mode: 'Decides whether the event may have a person',
  bots: 'Drops bots, if this project’s event filter says so',
  geoip: 'Adds where the address is',
  normalise: 'Cuts and cleans names, ids and properties',
  flag_checks: 'Keeps flag checks of servers from making people',
  person: 'Finds, makes or merges the person',
  ip: 'Removes the address, if this project keeps none',
  groups: 'Finds the groups',
  heatmap: 'Takes out the points of heatmaps',
  elements: 'Turns clicked elements into a chain',
}

const microsOf = (seconds: number, events: number): string => {
  if (events === 0) return '–'
  const micros = (seconds / events) * 1_000_000
  return `${micros < 10 ? micros.toFixed(2) : micros.toFixed(0)} µs`
}

/** What every event goes through, in order, and what it costs. */
export function Steps({ projectId }: { projectId: number }) {
  const state = useQuery(enrichmentQuery(projectId))
  return (
    <section aria-label="Steps" className="border-t border-line px-5 py-5 max-sm:px-3">
      <h2 className="font-semibold">Steps of every event</h2>
      <p className="pt-1 pb-3 text-small text-fg-2">In their order, with the time each takes for one event since the server started.</p>
      {state.error && !state.data ? (
        <ErrorBox small title="The steps could not be read" message={messageOf(state.error)} onRetry={() => void state.refetch()} />
      ) : state.data ? (
        <ol className="m-0 list-none border-t border-line p-0">
          {state.data.steps.map((step) => (
            <li key={step.name} className="flex min-h-row items-center gap-3 border-b border-line py-1">
              <span className="w-32 shrink-0 truncate font-medium max-sm:w-24">{step.name}</span>
              <span className="min-w-0 flex-1 text-fg-2">
                {known[step.name] ?? ''}
                {step.name === 'geoip' && <Places geoip={state.data.geoip} />}
              </span>
              <span className="w-20 shrink-0 text-right tabular-nums">{microsOf(step.seconds, state.data.events)}</span>
            </li>
          ))}
        </ol>
      ) : (
        <Skeleton className="h-40 w-full" />
      )}
    </section>
  )
}

function Places({ geoip }: { geoip: Enrichment['geoip'] }) {
  return (
    <span className="ml-2 inline-flex flex-wrap items-center gap-2 align-middle">
      <StatusPill tone={geoip.state === 'on' ? 'positive' : 'neutral'}>{geoip.state === 'on' ? 'On' : 'Off'}</StatusPill>
      <span className="text-small text-fg-3">{geoip.state === 'on' ? `${geoip.database}${geoip.built_at ? `, built ${formatExactTime(geoip.built_at)}` : ''}` : geoip.why}</span>
    </span>
  )
}
