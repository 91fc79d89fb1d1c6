import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { Link, useNavigate, useParams, useSearch } from '@tanstack/react-router'
import { ListFilter, Merge, Trash2 } from 'lucide-react'
import { useDeferredValue, useMemo, useRef, useState } from 'react'
import { propertyDefinitionsQuery } from '@/api/definitions'
import { activityQuery, deletePersons, mergePersons, personsQuery, type PersonRow } from '@/api/persons'
import type { AnyFilter } from '@/api/types'
import { useFilters } from '@/filters/filters'
import { isComplete, isPropertyFilter } from '@/lib/filters'
import { formatCompact, plural } from '@/lib/format'
import { isUuid, shortenUuid } from '@/lib/uuid'
import { propertyLabel } from '@/lib/taxonomy'
import { PeopleTabs } from '@/people/people_tabs'
import { Avatar } from '@/ui/avatar'
import { Badge } from '@/ui/badge'
import { Button, buttonClass } from '@/ui/button'
import { rowLinkClass, TextCell, TimeCell } from '@/ui/cells'
import { CopyButton } from '@/ui/code'
import { ColumnPicker } from '@/ui/column_picker'
import { Confirm } from '@/ui/confirm'
import { useNow } from '@/ui/event_time'
import { FilterChips } from '@/ui/filter_chips'
import { FirstLook } from '@/ui/first_look'
import { Page } from '@/ui/page'
import { SearchField } from '@/ui/search_field'
import { useShortcuts } from '@/ui/shortcuts'
import { Empty, ErrorBox } from '@/ui/states'
import { Switch } from '@/ui/switch'
import { Table, type Column } from '@/ui/table'
import { toast } from '@/ui/toast'

const route = '/project/$projectId/persons'
const usual = ['person', 'id', 'seen', 'events', 'created']
const labels: Record<string, string> = { person: 'Person', id: 'Distinct ID', seen: 'Last seen', events: 'Events', created: 'First seen' }

/** Everybody the project knows, found by email, name, id or property. */
export default function Persons() {
  const { projectId } = useParams({ from: route })
  const { search = '', filters = none, columns: chosen = usual } = useSearch({ from: route })
  const navigate = useNavigate()
  const id = Number(projectId)
  const now = useNow(30_000)
  const table = useRef<HTMLDivElement>(null)
  const [picking, setPicking] = useState(false)
  const [selected, setSelected] = useState<Set<string>>(new Set())
  const [asking, setAsking] = useState<'delete' | 'merge' | null>(null)

  const asked = useDeferredValue(search.trim())
  const complete = useMemo(() => filters.filter((filter) => !isPropertyFilter(filter) || isComplete(filter)), [filters])
  const list = useInfiniteQuery(personsQuery(id, asked, complete))
  const rows = useMemo(() => list.data?.pages.flatMap((page) => page.results) ?? [], [list.data])
  const uuids = useMemo(() => rows.map((row) => row.uuid), [rows])
  const { data: activity } = useQuery({ ...activityQuery(id, uuids), placeholderData: (known) => known })
  const { data: definitions } = useQuery(propertyDefinitionsQuery(id, { type: 'person', search: '' }))

  const go = (next: { search?: string; filters?: AnyFilter[]; columns?: string[] }) => {
    const all = { search, filters, columns: chosen, ...next }
    void navigate({
      to: '.',
      search: {
        ...(all.search !== '' && { search: all.search }),
        ...(all.filters.length > 0 && { filters: all.filters }),
        ...(all.columns.join('\n') !== usual.join('\n') && { columns: all.columns }),
      } as never,
      replace: true,
      resetScroll: false,
    })
  }
  const { picker, chips } = useFilters({
    filters,
    onChange: (next) => go({ filters: next }),
    eventNames: [],
    scope: 'person',
    adding: { open: picking, onOpenChange: setPicking, label: 'Add a filter', trigger: <Button icon={<ListFilter size={14} strokeWidth={1.75} aria-hidden />}>Filter</Button> },
  })
  useShortcuts({
    s: () => document.getElementById('person-search')?.focus(),
    f: () => setPicking(true),
    j: () => table.current?.querySelector<HTMLElement>('[data-row-open]')?.focus(),
  })

  const properties = [...new Set([...(definitions?.results ?? []).map((one) => one.name), ...chosen.flatMap((one) => (one.startsWith('p:') ? [one.slice(2)] : []))])]
  const known = [...usual.map((one) => ({ id: one, label: labels[one] ?? one })), ...properties.map((name) => ({ id: `p:${name}`, label: propertyLabel(name) }))]
  const columns = known.filter((one) => one.id === 'person' || chosen.includes(one.id)).map((one) => columnOf(one, { projectId, now, activity }))
  const narrowed = search !== '' || filters.length > 0
  const chosenRows = rows.filter((row) => selected.has(row.uuid))

  return (
    <Page
      title="People"
      status={
        <span role="status" className="truncate text-small text-fg-3 max-sm:hidden">
          {list.isPending || rows.length === 0 ? '' : list.hasNextPage ? `${plural(rows.length, 'person', 'people')} read, more below` : plural(rows.length, 'person', 'people')}
        </span>
      }
      actions={
        selected.size > 0 && (
          <>
            {selected.size > 1 && (
              <Button icon={<Merge size={14} strokeWidth={1.75} aria-hidden />} onClick={() => setAsking('merge')}>
                Merge {selected.size}
              </Button>
            )}
            <Button look="danger" icon={<Trash2 size={14} strokeWidth={1.75} aria-hidden />} onClick={() => setAsking('delete')}>
              Delete {selected.size}
            </Button>
          </>
        )
      }
      tabs={<PeopleTabs projectId={id} current="/persons" />}
      className="flex flex-col overflow-hidden!"
    >
      <div className="scroll-none flex shrink-0 items-center gap-1.5 overflow-x-auto px-5 py-3 max-sm:px-3">
        <SearchField id="person-search" label="Find a person" placeholder="Email, name or id" className="w-72 shrink-0 max-sm:w-44" value={search} onChange={(text) => go({ search: text })} />
        {picker}
        <span className="ml-auto" />
        <ColumnPicker columns={known} shown={chosen} usual={usual} onChange={(next) => go({ columns: next })} />
      </div>
      {chips.length > 0 && (
        <div className="shrink-0 px-5 pb-3 max-sm:px-3">
          <FilterChips label="Filters" count={chips.length} onClear={() => go({ filters: [] })}>
            {chips}
          </FilterChips>
        </div>
      )}
      {list.error ? (
        <div className="p-6">
          <ErrorBox title="The people could not be read" message={list.error.message} onRetry={() => void list.refetch()} details={list.error.message} />
        </div>
      ) : (
        <div ref={table} className="flex min-h-0 flex-1 flex-col border-t border-line">
          <Table<PersonRow>
            fill
            label="People"
            columns={columns}
            rows={rows}
            rowKey={(row) => row.uuid}
            rowLabel={(row) => row.name}
            loading={list.isPending}
            selected={selected}
            onSelected={setSelected}
            onEnd={list.hasNextPage && !list.isFetchingNextPage ? () => void list.fetchNextPage() : undefined}
            empty={
              narrowed ? (
                <Empty title={search ? `Nobody matches “${search}”` : 'Nobody matches'} action={<Button onClick={() => go({ search: '', filters: [] })}>Show everybody</Button>}>
                  Search covers ids, emails and names.
                </Empty>
              ) : (
                <FirstLook preview="people" snippet={{ text: "posthog.identify('user-1', { email: 'ada@example.com' })", label: 'first person' }}
                  title="People appear here with their first event"
                  action={
                    <Link to="/project/$projectId/onboarding" params={{ projectId }} className={buttonClass('primary')}>
                      Install an SDK
                    </Link>
                  }
                >
                  Whoever is identified, or has a profile, is listed.
                </FirstLook>
              )
            }
          />
        </div>
      )}
      {asking === 'delete' && <DeletePeople projectId={id} people={chosenRows} activity={activity} onClose={() => setAsking(null)} onDone={() => setSelected(new Set())} />}
      {asking === 'merge' && <MergePeople projectId={id} people={chosenRows} onClose={() => setAsking(null)} onDone={() => setSelected(new Set())} />}
    </Page>
  )
}

const none: AnyFilter[] = []

interface Shown {
  projectId: string
  now: number
  activity?: ReadonlyMap<string, { events: number; lastSeen: string }>
}

function columnOf({ id, label }: { id: string; label: string }, { projectId, now, activity }: Shown): Column<PersonRow> {
  switch (id) {
    case 'person':
      return {
        id,
        label,
        minWidth: 180,
        grow: 1.6,
        cell: (row) => (
          <span className="flex items-center gap-2.5">
            <Avatar name={row.name} />
            <Link to="/project/$projectId/persons/$personId" params={{ projectId, personId: row.uuid }} data-row-open className={rowLinkClass} title={row.name}>
              {shortenUuid(row.name)}
            </Link>
            {row.is_identified === false && <Badge>Anonymous</Badge>}
            {isUuid(row.name) && (
              <span className="opacity-0 group-focus-within/row:opacity-100 group-hover/row:opacity-100 max-sm:hidden">
                <CopyButton text={row.name} label={`Copy ${row.name}`} />
              </span>
            )}
          </span>
        ),
      }
    case 'id':
      return {
        id,
        label,
        minWidth: 140,
        hideBelow: 'md',
        cell: (row) => (
          <span className="text-fg-2" title={row.distinct_ids.join('\n')}>
            {shortenUuid(row.distinct_ids[0] ?? '–')}
            {row.distinct_ids.length > 1 && <span className="text-fg-3"> and {row.distinct_ids.length - 1} more</span>}
          </span>
        ),
      }
    case 'seen':
      return { id, label, width: 116, align: 'end', cell: (row) => <TimeCell time={activity?.get(row.uuid)?.lastSeen} now={now} /> }
    case 'events':
      return { id, label, width: 88, align: 'end', hideBelow: 'sm', cell: (row) => <span className="text-fg-2">{activity ? formatCompact(activity.get(row.uuid)?.events ?? 0) : ''}</span> }
    case 'created':
      return { id, label, width: 116, align: 'end', hideBelow: 'sm', cell: (row) => <TimeCell time={row.created_at} now={now} /> }
    default: {
      const key = id.slice(2)
      return {
        id,
        label,
        minWidth: 120,
        hideBelow: 'sm',
        cell: (row) => {
          const value = row.properties[key]
          const text = value === undefined || value === null ? null : typeof value === 'object' ? JSON.stringify(value) : String(value)
          return <TextCell text={text} />
        },
      }
    }
  }
}

interface AskProps {
  projectId: number
  people: PersonRow[]
  onClose: () => void
  onDone: () => void
}

function DeletePeople({ projectId, people, activity, onClose, onDone }: AskProps & { activity?: Shown['activity'] }) {
  const [withEvents, setWithEvents] = useState(false)
  const events = people.reduce((sum, row) => sum + (activity?.get(row.uuid)?.events ?? 0), 0)
  const many = plural(people.length, 'person', 'people')
  return (
    <Confirm
      open
      onClose={onClose}
      title={`Delete ${many}?`}
      action={`Delete ${many}`}
      nameToType={people.length > 10 ? String(people.length) : undefined}
      onConfirm={async () => {
        await deletePersons(
          projectId,
          people.map((row) => row.uuid),
          { events: withEvents },
        )
        onDone()
        toast(`Deleted ${many}`)
      }}
    >
      <p>Their properties and ids go, for good. Somebody who comes back with one of these ids is a new person.</p>
      <Switch label={`Delete their ${plural(events, 'event')}, too`} checked={withEvents} onChange={setWithEvents} />
    </Confirm>
  )
}

/** Who is identified, else the eldest, stays; what the others have goes to it. */
function MergePeople({ projectId, people, onClose, onDone }: AskProps) {
  const [first, ...others] = people.toSorted((a, b) => Number(b.is_identified ?? false) - Number(a.is_identified ?? false) || (a.created_at ?? '').localeCompare(b.created_at ?? ''))
  if (!first) return null
  return (
    <Confirm
      open
      onClose={onClose}
      title={`Merge ${people.length} people into ${shortenUuid(first.name)}?`}
      action={`Merge into ${shortenUuid(first.name)}`}
      onConfirm={async () => {
        await mergePersons(
          projectId,
          first.uuid,
          others.map((row) => row.uuid),
        )
        onDone()
        toast(`Merged into ${shortenUuid(first.name)}`)
      }}
    >
      {shortenUuid(first.name)} stays; where two have the same property, it keeps its own value. {plural(others.reduce((sum, row) => sum + row.distinct_ids.length, 0), 'distinct ID')} of {others.map((row) => shortenUuid(row.name)).join(', ')} go over with their events. Splitting takes it apart again.
    </Confirm>
  )
}
