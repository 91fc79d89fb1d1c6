import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { Link, useNavigate, useParams, useRouterState, useSearch } from '@tanstack/react-router'
import { BadgeCheck, BookMarked, EyeOff } from 'lucide-react'
import { useDeferredValue, useMemo, useRef } from 'react'
import { definitionsQuery, volumesQuery, type Definition, type DefinitionKind } from '@/api/definitions'
import { groupTypesQuery, nameOfType } from '@/api/groups'
import { definitionTabs } from '@/lib/definition_tabs'
import { formatCompact } from '@/lib/format'
import { eventLabel, propertyLabel, rawNote } from '@/lib/taxonomy'
import { Button, buttonClass } from '@/ui/button'
import { EventTime, useNow } from '@/ui/event_time'
import { FirstLook } from '@/ui/first_look'
import { MenuSelect } from '@/ui/menu_select'
import { Page } from '@/ui/page'
import { PageTabs } from '@/ui/page_tabs'
import { SearchField } from '@/ui/search_field'
import { useShortcuts } from '@/ui/shortcuts'
import { Empty, ErrorBox } from '@/ui/states'
import { Table, type Column } from '@/ui/table'
import { DefinitionDrawer } from './definition_drawer'

const small = { size: 14, strokeWidth: 1.75 } as const
interface ListSearch {
  search?: string
  show?: 'verified' | 'hidden'
  type?: string
}

/** What the project's events and properties are called, mean, and how much they come. */
export default function Definitions() {
  const { projectId = '', definitionId } = useParams({ strict: false }) as { projectId?: string; definitionId?: string }
  const search = useSearch({ strict: false }) as ListSearch
  // Of the page that is shown, as its parameters are: the address is already that of the next.
  const ofEvents = useRouterState({ select: (state) => !/\/data-management\/properties/.test(state.matches.at(-1)?.pathname ?? '') })
  const navigate = useNavigate()
  const id = Number(projectId)
  const now = useNow(30_000)
  const table = useRef<HTMLDivElement>(null)
  const opener = useRef<HTMLElement | null>(null)
  const path = ofEvents ? definitionTabs[0].path : definitionTabs[1].path
  const kind = useMemo((): DefinitionKind => (ofEvents ? { of: 'events' } : readType(search.type)), [ofEvents, search.type])
  const asked = useDeferredValue(search.search?.trim() ?? '')
  const list = useInfiniteQuery(definitionsQuery(id, kind, { search: asked, show: search.show }))
  const { data: volumes } = useQuery({ ...volumesQuery(id), enabled: ofEvents })
  const { data: groupTypes = [] } = useQuery({ ...groupTypesQuery(id), enabled: !ofEvents })
  const all = list.data?.pages.flatMap((page) => page.results) ?? []
  // The list of hidden ones is narrowed here: the server only leaves them out.
  const rows = search.show === 'hidden' ? all.filter((row) => row.hidden === true) : all
  const label = ofEvents ? eventLabel : propertyLabel

  const go = (next: ListSearch, open?: string) =>
    void navigate({
      href: `/project/${projectId}${path}${open === undefined ? '' : `/${open}`}${printSearch(next)}`,
      replace: open === undefined && definitionId === undefined,
      resetScroll: false,
    })
  const set = (edit: ListSearch) => go({ ...search, ...edit }, definitionId)
  useShortcuts({ s: () => document.getElementById('definition-search')?.focus(), j: () => table.current?.querySelector<HTMLElement>('[data-row-open]')?.focus() })
  const what = ofEvents ? 'events' : 'properties'

  return (
    <Page title="Definitions" tabs={<PageTabs label="Definitions" tabs={definitionTabs} base={`/project/${projectId}`} current={path} />} className="flex flex-col overflow-hidden!">
      <div className="scroll-none flex shrink-0 items-center gap-1.5 overflow-x-auto px-5 py-3 max-sm:px-3">
        <SearchField id="definition-search" label={`Find among ${what}`} placeholder="Name or description" className="w-72 shrink-0 max-sm:w-44" value={search.search ?? ''} onChange={(text) => set({ search: text })} />
        {!ofEvents && (
          <MenuSelect
            label="Properties of"
            prefix="of"
            value={search.type ?? 'event'}
            options={[{ value: 'event', label: 'Events' }, { value: 'person', label: 'People' }, ...groupTypes.map((type) => ({ value: `group-${type.group_type_index}`, label: nameOfType(type, true) }))]}
            onChange={(type) => set({ type: type === 'event' ? undefined : type })}
          />
        )}
        <MenuSelect<'' | 'verified' | 'hidden'>
          label="Which"
          value={search.show ?? ''}
          options={[
            { value: '', label: 'All shown' },
            { value: 'verified', label: 'Verified' },
            { value: 'hidden', label: 'Hidden' },
          ]}
          onChange={(show) => set({ show: show === '' ? undefined : show })}
        />
      </div>
      {list.error ? (
        <div className="p-6">
          <ErrorBox title={`The ${what} could not be read`} message={list.error.message} onRetry={() => void list.refetch()} details={list.error.message} />
        </div>
      ) : (
        <div ref={table} className="flex min-h-0 flex-1 flex-col border-t border-line">
          <Table<Definition>
            fill
            label={ofEvents ? 'Events' : 'Properties'}
            columns={columnsFor({ ofEvents, label, volumes, now })}
            rows={rows}
            rowKey={(row) => row.id}
            loading={list.isPending}
            openKey={definitionId ?? null}
            onOpen={(row, element) => {
              opener.current = element
              go(search, row.id)
            }}
            onEnd={list.hasNextPage && !list.isFetchingNextPage ? () => void list.fetchNextPage() : undefined}
            empty={
              search.search || search.show ? (
                <Empty title={`No ${what} match`} action={<Button onClick={() => go({ type: search.type })}>Show all</Button>}>
                  Search covers names and descriptions.
                </Empty>
              ) : (
                <FirstLook preview="rows" snippet={ofEvents ? { text: "posthog.capture('signed up')", label: 'first event' } : { text: "posthog.capture('signed up', { plan: 'pro' })", label: 'first property' }}
                  icon={<BookMarked size={22} strokeWidth={1.5} aria-hidden />}
                  title={`${ofEvents ? 'Events' : 'Properties'} are listed here once they arrive`}
                  action={
                    <Link to="/project/$projectId/onboarding" params={{ projectId }} className={buttonClass('primary')}>
                      Install an SDK
                    </Link>
                  }
                >
                  Describe and tag them, and the whole team knows what they mean.
                </FirstLook>
              )
            }
          />
        </div>
      )}
      <DefinitionDrawer projectId={id} kind={kind} id={definitionId ?? null} known={rows.find((row) => row.id === definitionId)} onClose={() => go(search)} returnFocus={opener} />
    </Page>
  )
}

function readType(type: string | undefined): DefinitionKind {
  const group = /^group-([0-4])$/.exec(type ?? '')
  if (group) return { of: 'properties', type: 'group', groupType: Number(group[1]) }
  return { of: 'properties', type: type === 'person' ? 'person' : 'event' }
}

function printSearch({ search, show, type }: ListSearch): string {
  const params = new URLSearchParams()
  // A number in quotes stays text when the address is read.
  if (search) params.set('search', /^[\d.]+$/.test(search) ? JSON.stringify(search) : search)
  if (show) params.set('show', show)
  if (type) params.set('type', type)
  const text = params.toString()
  return text === '' ? '' : `?${text}`
}

interface Shown {
  ofEvents: boolean
  label: (name: string) => string
  volumes?: ReadonlyMap<string, number>
  now: number
}

function columnsFor({ ofEvents, label, volumes, now }: Shown): Column<Definition>[] {
  const columns: Column<Definition>[] = [
    {
      id: 'name',
      label: 'Name',
      grow: 1.6,
      minWidth: 180,
      cell: (row) => {
        const shown = label(row.name)
        const note = rawNote(shown, row.name)
        return (
          <span className="flex items-center gap-1.5">
            <span className="min-w-0 truncate font-medium">{shown}</span>
            {row.verified && <BadgeCheck {...small} className="shrink-0 text-accent-text" role="img" aria-label="verified" />}
            {row.hidden && <EyeOff {...small} className="shrink-0 text-fg-3" role="img" aria-label="hidden" />}
            {note && <span className="min-w-0 truncate text-small text-fg-3 max-md:hidden">{note}</span>}
          </span>
        )
      },
    },
    { id: 'description', label: 'Description', grow: 1.8, minWidth: 160, hideBelow: 'md', cell: (row) => (row.description ? <span className="text-fg-2" title={row.description}>{row.description}</span> : <span className="text-fg-3">–</span>) },
    {
      id: 'tags',
      label: 'Tags',
      minWidth: 120,
      hideBelow: 'lg',
      cell: (row) => (
        <span className="flex gap-1 overflow-hidden">
          {row.tags.map((tag) => (
            <span key={tag} className="h-6 max-w-40 truncate rounded-chip bg-hover px-1.5 text-small leading-6 text-fg-2">
              {tag}
            </span>
          ))}
        </span>
      ),
    },
  ]
  if (ofEvents) {
    columns.push(
      { id: 'volume', label: '30 days', width: 96, align: 'end', sortBy: (row) => volumes?.get(row.name) ?? 0, cell: (row) => <span className="text-fg-2">{volumes ? formatCompact(volumes.get(row.name) ?? 0) : ''}</span> },
      { id: 'seen', label: 'Last seen', width: 116, align: 'end', hideBelow: 'sm', sortBy: (row) => row.last_seen_at ?? null, cell: (row) => <span className="text-fg-2">{row.last_seen_at ? <EventTime time={row.last_seen_at} now={now} /> : '–'}</span> },
    )
  } else {
    columns.push({ id: 'type', label: 'Type', width: 116, cell: (row) => <span className="text-fg-2">{row.property_type ?? '–'}</span> })
  }
  return columns
}
