import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate, useParams, useSearch } from '@tanstack/react-router'
import { Ellipsis, Merge, Split, Terminal, Trash2 } from 'lucide-react'
import { useState } from 'react'
import { personEventsQuery } from '@/api/actors'
import { isApiError, messageOf } from '@/api/client'
import { groupTypesQuery } from '@/api/groups'
import { personQuery, personSummaryQuery, removePersonProperty, setPersonProperty, type PersonRow } from '@/api/persons'
import { projectQuery } from '@/api/projects'
import { formatCompact } from '@/lib/format'
import { shortenUuid } from '@/lib/uuid'
import { PropertyEditor } from '@/people/property_editor'
import { Timeline } from '@/people/timeline'
import { Avatar } from '@/ui/avatar'
import { Badge } from '@/ui/badge'
import { buttonClass, IconButton } from '@/ui/button'
import { CopyButton } from '@/ui/code'
import { EventTime, useNow } from '@/ui/event_time'
import { Menu, MenuItem, MenuLine, MenuLink } from '@/ui/menu'
import { Page } from '@/ui/page'
import { Empty, ErrorBox, Skeleton } from '@/ui/states'
import { Tabs } from '@/ui/tabs'
import { DeletePerson, MergePerson, SplitPerson } from './changes'
import { PersonGroups } from './groups'

const icon = { size: 15, strokeWidth: 1.75, 'aria-hidden': true } as const
const tabs = ['events', 'properties', 'groups', 'ids'] as const
type Tab = (typeof tabs)[number]

/** One person: who they are, what they did, and what can be done about them. */
export default function PersonPage() {
  const { projectId = '', personId = '' } = useParams({ strict: false })
  const { data: person, error, isPending, refetch } = useQuery(personQuery(Number(projectId), personId))
  if (person) return <Person key={person.uuid} projectId={Number(projectId)} person={person} />
  const gone = isApiError(error) && (error.status === 404 || error.status === 400)
  return (
    <Page parent="People" title="Person">
      {isPending ? (
        <div aria-busy className="flex items-center gap-3 p-5">
          <Skeleton className="size-10" />
          <Skeleton className="h-5 w-56" />
        </div>
      ) : gone ? (
        <Empty
          title="This person is not here"
          action={
            <Link to="/project/$projectId/persons" params={{ projectId }} className={buttonClass()}>
              All people
            </Link>
          }
        >
          They were deleted, became part of another person, or belong to another project.
        </Empty>
      ) : (
        <div className="p-6">
          <ErrorBox title="The person could not be read" message={messageOf(error)} onRetry={() => void refetch()} details={messageOf(error)} />
        </div>
      )}
    </Page>
  )
}

function Person({ projectId, person }: { projectId: number; person: PersonRow }) {
  const { tab: asked } = useSearch({ strict: false }) as { tab?: string }
  const tab = tabs.find((one) => one === asked) ?? 'events'
  const navigate = useNavigate()
  const [asking, setAsking] = useState<'delete' | 'split' | 'merge' | null>(null)
  const now = useNow(30_000)
  const { data: did, error } = useQuery(personSummaryQuery(projectId, person.uuid))
  const { data: types = [] } = useQuery(groupTypesQuery(projectId))
  const zone = useQuery(projectQuery(projectId)).data?.timezone ?? 'UTC'
  const acted = did !== undefined && did.events > 0
  const wait = error ? '–' : '…'
  const name = shortenUuid(person.name)
  const params = { projectId: String(projectId) }
  const sql = `select timestamp, event, properties\nfrom events\nwhere person_id = '${person.uuid}'\norder by timestamp desc\nlimit 1000`
  return (
    <Page
      parent={
        <Link to="/project/$projectId/persons" params={params} className="text-fg-2 no-underline hover:text-fg">
          People
        </Link>
      }
      title={name}
      status={person.is_identified === false ? <Badge>Anonymous</Badge> : undefined}
      actions={
        <Menu align="end" trigger={<IconButton label="More" icon={<Ellipsis {...icon} />} />}>
          <MenuLink icon={<Terminal {...icon} />} render={<Link to="/project/$projectId/sql" params={params} search={{ open_query: sql }} />}>
            Their events in SQL
          </MenuLink>
          <MenuLine />
          <MenuItem icon={<Merge {...icon} />} onClick={() => setAsking('merge')}>
            Merge with others
          </MenuItem>
          <MenuItem icon={<Split {...icon} />} disabled={person.distinct_ids.length < 2} onClick={() => setAsking('split')}>
            Split by id
          </MenuItem>
          <MenuItem icon={<Trash2 {...icon} />} danger onClick={() => setAsking('delete')}>
            Delete
          </MenuItem>
        </Menu>
      }
      className="flex flex-col"
    >
      <div className="flex shrink-0 flex-wrap items-center gap-x-8 gap-y-3 px-5 pt-4 pb-4 max-sm:px-3">
        <div className="flex min-w-0 items-center gap-3">
          <Avatar name={person.name} size={40} />
          <div className="min-w-0">
            <p className="truncate text-panel font-semibold" title={person.name}>
              {name}
            </p>
            <p className="flex items-center text-small text-fg-2">
              <span className="truncate">{person.distinct_ids[0] ?? person.uuid}</span>
              <CopyButton text={person.distinct_ids[0] ?? person.uuid} label="Copy the id" />
            </p>
          </div>
        </div>
        <dl className="m-0 flex flex-wrap gap-x-8 gap-y-2">
          <Fact name="Sessions">{did ? formatCompact(did.sessions) : wait}</Fact>
          <Fact name="Events">{did ? formatCompact(did.events) : wait}</Fact>
          <Fact name="First seen">{person.created_at ? <EventTime time={person.created_at} now={now} /> : '–'}</Fact>
          <Fact name="Last seen">{acted ? <EventTime time={did.lastSeen} now={now} /> : did ? '–' : wait}</Fact>
          <Fact name="Last page">
            <span className="block max-w-60 truncate" title={did?.lastPage ?? undefined}>
              {did ? (did.lastPage ?? '–') : wait}
            </span>
          </Fact>
        </dl>
      </div>
      <Tabs<Tab>
        label="About this person"
        className="px-5 max-sm:px-3"
        value={tab}
        tabs={[
          { value: 'events', label: 'Timeline' },
          { value: 'properties', label: 'Properties', count: Object.keys(person.properties).length },
          ...(types.length > 0 ? [{ value: 'groups' as const, label: 'Groups' }] : []),
          { value: 'ids', label: 'Distinct IDs', count: person.distinct_ids.length },
        ]}
        onChange={(next) => void navigate({ to: '.', search: (next === 'events' ? {} : { tab: next }) as never, replace: true })}
      />
      {tab === 'events' ? (
        // Where the window is low or the text large, the page scrolls to it.
        <div className="flex min-h-64 flex-1 flex-col">
          <Timeline query={personEventsQuery(projectId, person.uuid)} zone={zone} empty="This person did nothing yet, or their events were deleted." />
        </div>
      ) : (
        <div className="scroll-thin min-h-64 flex-1 overflow-y-auto">
          {tab === 'properties' ? (
            <PropertyEditor what="person" properties={person.properties} onSet={(key, value) => setPersonProperty(projectId, person.uuid, key, value)} onRemove={(key) => removePersonProperty(projectId, person.uuid, key)} />
          ) : tab === 'groups' ? (
            <PersonGroups projectId={projectId} uuid={person.uuid} types={types} now={now} />
          ) : (
            <ul aria-label="Distinct IDs" className="m-0 list-none px-5 py-3 max-sm:px-3">
              {person.distinct_ids.map((id) => (
                <li key={id} className="flex min-h-row items-center gap-2 border-b border-line">
                  <span className="min-w-0 flex-1 break-all">{id}</span>
                  <CopyButton text={id} label={`Copy ${id}`} />
                </li>
              ))}
            </ul>
          )}
        </div>
      )}
      {asking === 'delete' && <DeletePerson projectId={projectId} person={person} events={did?.events ?? 0} onClose={() => setAsking(null)} />}
      {asking === 'split' && <SplitPerson projectId={projectId} person={person} onClose={() => setAsking(null)} />}
      {asking === 'merge' && <MergePerson projectId={projectId} person={person} onClose={() => setAsking(null)} />}
    </Page>
  )
}

function Fact({ name, children }: { name: string; children: React.ReactNode }) {
  return (
    <div>
      <dt className="text-small text-fg-2">{name}</dt>
      <dd className="m-0 font-medium">{children}</dd>
    </div>
  )
}
