import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Plus } from 'lucide-react'
import { useState, type ReactNode } from 'react'
import { actionsQuery } from '@/api/actions'
import { messageOf } from '@/api/client'
import { eventPropertiesQuery, eventsOfPropertyQuery, type Definition } from '@/api/definitions'
import { formatExact } from '@/lib/format'
import { projectHref } from '@/lib/href'
import { rankBy } from '@/lib/rank'
import { eventLabel, propertyLabel, rawNote } from '@/lib/taxonomy'
import { Button, buttonClass } from '@/ui/button'
import { SearchField } from '@/ui/search_field'
import { ErrorBox, Skeleton } from '@/ui/states'

const params = (projectId: number) => ({ projectId: String(projectId) })
const linkClass = 'flex min-h-row items-center gap-2 rounded-chip text-fg no-underline hover:underline pointer-coarse:min-h-touch'

/** What comes with an event: its properties, and the actions that match it. */
export function OfEvent({ projectId, event }: { projectId: number; event: string }) {
  const properties = useQuery(eventPropertiesQuery(projectId, event))
  const actions = useQuery(actionsQuery(projectId))
  const using = actions.data?.results.filter((one) => one.steps.some((step) => step.event === event)) ?? []
  return (
    <>
      <Section
        title="Actions"
        aside={
          <Link to="/project/$projectId/data-management/actions/$actionId" params={{ ...params(projectId), actionId: 'new' }} search={{ event }} className={buttonClass('ghost')}>
            <Plus size={14} strokeWidth={1.75} aria-hidden />
            New action
          </Link>
        }
      >
        {using.length === 0 ? (
          <p className="text-fg-2">{actions.isPending ? '' : 'No action matches it.'}</p>
        ) : (
          <ul className="m-0 list-none p-0">
            {using.map((one) => (
              <li key={one.id} className="border-b border-line">
                <Link to="/project/$projectId/data-management/actions/$actionId" params={{ ...params(projectId), actionId: String(one.id) }} className={linkClass}>
                  <span className="truncate">{one.name || `Action ${one.id}`}</span>
                </Link>
              </li>
            ))}
          </ul>
        )}
      </Section>
      <Names
        title="Properties"
        none="It came without properties so far."
        found={properties}
        find={`Find among properties of ${event}`}
        labelOf={propertyLabel}
        asideOf={(one) => one.property_type ?? '–'}
        path="/data-management/properties"
        projectId={projectId}
      />
    </>
  )
}

/** The events that a property came with. */
export function OfProperty({ projectId, property }: { projectId: number; property: string }) {
  const events = useQuery(eventsOfPropertyQuery(projectId, property))
  return (
    <Names
      title="Comes with"
      none="None of the events that were seen last came with it."
      found={events}
      find={`Find among events with ${property}`}
      labelOf={eventLabel}
      path="/data-management/events"
      projectId={projectId}
    />
  )
}

interface NamesProps {
  title: string
  none: string
  find: string
  found: { data?: Definition[]; error: Error | null; refetch: () => unknown }
  labelOf: (name: string) => string
  asideOf?: (one: Definition) => string
  /** The page of each stands below it. */
  path: string
  projectId: number
}

const few = 12
const most = 100

/** Definitions by name, the first of many. */
function Names({ title, none, find, found, labelOf, asideOf, path, projectId }: NamesProps) {
  const [all, setAll] = useState(false)
  const [search, setSearch] = useState('')
  const { data, error } = found
  const ranked = rankBy(data ?? [], search.trim(), (one) => [labelOf(one.name), one.name])
  const shown = ranked.slice(0, all ? most : few)
  return (
    <Section title={title} aside={data && data.length > 0 && <span className="text-fg-2">{formatExact(data.length)}</span>}>
      {error ? (
        <ErrorBox small title="They could not be read" message={messageOf(error)} onRetry={() => void found.refetch()} />
      ) : data === undefined ? (
        <Skeleton className="h-24 w-full" />
      ) : data.length === 0 ? (
        <p className="text-fg-2">{none}</p>
      ) : (
        <>
          {data.length > few && <SearchField label={find} placeholder="Name" className="mb-1.5" value={search} onChange={setSearch} />}
          <ul className="m-0 list-none p-0" aria-label={title}>
            {shown.map((one) => {
              const label = labelOf(one.name)
              const note = rawNote(label, one.name)
              return (
                <li key={one.id} className="border-b border-line">
                  <Link to={projectHref(projectId, `${path}/${one.id}`)} className={linkClass}>
                    <span className="min-w-0 truncate">{label}</span>
                    {note && <span className="min-w-0 shrink-[9999] truncate text-small text-fg-3">{note}</span>}
                    {asideOf && <span className="ml-auto shrink-0 text-small text-fg-2">{asideOf(one)}</span>}
                  </Link>
                </li>
              )
            })}
          </ul>
          {ranked.length === 0 && <p className="py-2 text-fg-2">Nothing matches “{search.trim()}”.</p>}
          {!all && ranked.length > few && (
            <Button look="ghost" className="mt-1.5 -ml-2" onClick={() => setAll(true)}>
              {ranked.length > most ? `Show the first ${most}` : `Show all ${formatExact(ranked.length)}`}
            </Button>
          )}
        </>
      )}
    </Section>
  )
}

function Section({ title, aside, children }: { title: string; aside?: ReactNode; children: ReactNode }) {
  return (
    <section aria-label={title}>
      <div className="mb-1 flex min-h-control items-center justify-between gap-3">
        <h3 className="font-medium">{title}</h3>
        {aside}
      </div>
      {children}
    </section>
  )
}
