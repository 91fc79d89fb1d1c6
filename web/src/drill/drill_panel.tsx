import { useInfiniteQuery, type InfiniteData, type UseInfiniteQueryResult } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { ChevronRight, Download } from 'lucide-react'
import { Suspense, useDeferredValue, useState, type ReactNode, type RefObject } from 'react'
import { actorsQuery, groupEventsQuery, personEventsQuery, personName, pointEventsQuery, type Actor, type ListPage, type Person } from '@/api/actors'
import { messageOf } from '@/api/client'
import type { CapturedEvent } from '@/api/types'
import { csvLine } from '@/charts/csv'
import { fileName, saveFile } from '@/charts/save_file'
import { actorsText, capitalized, people } from '@/lib/question_parts'
import { deviceStore } from '@/lib/device_store'
import { plural } from '@/lib/format'
import { lazy } from '@/lib/parts'
import { eventLabel } from '@/lib/taxonomy'
import { shortenUuid } from '@/lib/uuid'
import { Avatar } from '@/ui/avatar'
import { Badge } from '@/ui/badge'
import { Button, buttonClass } from '@/ui/button'
import { DrawerStack, type DrawerLevel } from '@/ui/drawer'
import { EventDetails, PropertyList } from '@/ui/event_details'
import { EventTime, useNow } from '@/ui/event_time'
import { SearchField } from '@/ui/search_field'
import { Empty, ErrorBox, Skeleton } from '@/ui/states'
import { Tabs } from '@/ui/tabs'
import { toast } from '@/ui/toast'
import { PanelActions } from './panel_actions'
import type { Drilled } from './point'

interface DrillPanelProps {
  projectId: number
  /** The number that was clicked; null closes the panel. */
  drilled: Drilled | null
  onClose: () => void
  returnFocus?: RefObject<HTMLElement | null>
}

type Step = { kind: 'person'; person: Person } | { kind: 'event'; event: CapturedEvent }

/** Who and what stands behind a number: people, their events, one inside the other. */
export default function DrillPanel({ projectId, drilled: clicked, onClose, returnFocus }: DrillPanelProps) {
  // The number whose opposite is shown in its place.
  const [turned, setTurned] = useState<string | null>(null)
  const drilled = clicked?.other && turned === clicked.key ? clicked.other.drilled : clicked
  const [steps, setSteps] = useState<{ of: string; list: Step[] }>({ of: '', list: [] })
  const list = drilled && steps.of === drilled.key ? steps.list : []
  const go = (next: Step[]) => setSteps({ of: drilled?.key ?? '', list: next })
  const openPerson = (person: Person) => go([...list, { kind: 'person', person }])
  const openEvent = (event: CapturedEvent) => go([...list, { kind: 'event', event }])

  const title = useTitle(projectId, drilled)
  const group = drilled?.actors?.group

  const levels: DrawerLevel[] = drilled
    ? [
        {
          key: drilled.key,
          title,
          name: title,
          subtitle: drilled.subtitle,
          actions: clicked?.other && <Button onClick={() => setTurned(drilled === clicked ? clicked.key : null)}>{drilled === clicked ? clicked.other.label : 'Back'}</Button>,
          tabbed: true,
          content: <Point key={drilled.key} projectId={projectId} drilled={drilled} onPerson={openPerson} onEvent={openEvent} />,
        },
        ...list.map((step, i): DrawerLevel =>
          step.kind === 'person' && group !== undefined
            ? {
                key: `${i}/${step.person.id}`,
                title: personName(step.person),
                name: personName(step.person),
                subtitle: personName(step.person) === step.person.id ? undefined : step.person.id,
                actions: (
                  <Link to="/project/$projectId/groups/$groupType/$groupKey" params={{ projectId: String(projectId), groupType: String(group), groupKey: step.person.id }} className={buttonClass()}>
                    Open its page
                  </Link>
                ),
                tabbed: true,
                content: <GroupLevel projectId={projectId} group={{ type: group, one: drilled.actors?.one ?? 'group' }} actor={step.person} onEvent={openEvent} />,
              }
            : step.kind === 'person'
            ? {
                key: `${i}/${step.person.id}`,
                title: shortenUuid(personName(step.person)),
                name: shortenUuid(personName(step.person)),
                subtitle: step.person.is_identified ? 'Identified' : 'Anonymous',
                actions: (
                  <Link to="/project/$projectId/persons/$personId" params={{ projectId: String(projectId), personId: step.person.id }} className={buttonClass()}>
                    Open their page
                  </Link>
                ),
                tabbed: true,
                content: <PersonLevel projectId={projectId} person={step.person} onEvent={openEvent} />,
              }
            : {
                key: `${i}/${step.event.uuid}`,
                title: eventLabel(step.event.event),
                name: eventLabel(step.event.event),
                subtitle: step.event.event === eventLabel(step.event.event) ? undefined : step.event.event,
                content: <EventDetails event={step.event} />,
              },
        ),
      ]
    : []
  return <DrawerStack levels={levels} onBack={() => go(list.slice(0, -1))} onClose={onClose} returnFocus={returnFocus} />
}

/** "1,284 events by 918 people", once it is known how many they are. */
function useTitle(projectId: number, drilled: Drilled | null): string {
  const counts = drilled?.ofEvents ?? false
  const { data } = useInfiniteQuery({ ...actorsQuery(projectId, drilled ?? nothing, ''), enabled: counts })
  if (!drilled) return ''
  if (!counts || !data || data.pages.at(-1)?.hasMore) return drilled.title
  return `${drilled.title} by ${actorsText(data.pages.reduce((sum, page) => sum + page.rows.length, 0), drilled.actors)}`
}

const nothing: Pick<Drilled, 'source'> = { source: { kind: 'InsightActorsQuery', source: { kind: 'TrendsQuery' } } }

const InCommon = lazy(() => import('./in_common'))

const tabs = ['people', 'events', 'common'] as const
type Tab = (typeof tabs)[number]
const isTab = (value: unknown): value is Tab => tabs.some((tab) => tab === value)
/** The tab somebody looked at last: the next number opens with it. */
const lastTab = deviceStore<Tab>('tenrec.drill-tab', 'people', isTab)

interface PointProps {
  projectId: number
  drilled: Drilled
  onPerson: (person: Person) => void
  onEvent: (event: CapturedEvent) => void
}

function Point({ projectId, drilled, onPerson, onEvent }: PointProps) {
  const last = lastTab.use()
  // A part of the source's people cannot be handed on whole: to a cohort, to SQL, to be compared.
  const whole = drilled.where === undefined && drilled.actors?.group === undefined
  const tab = (last === 'events' && !drilled.hasEvents) || (last === 'common' && !whole) ? 'people' : last
  return (
    <>
      <Tabs<Tab>
        label="What stands behind the number"
        className="px-5"
        value={tab}
        tabs={[
          { value: 'people', label: capitalized(drilled.actors?.many ?? 'people') },
          ...(drilled.hasEvents ? [{ value: 'events' as const, label: 'Events' }] : []),
          ...(whole ? [{ value: 'common' as const, label: 'In common' }] : []),
        ]}
        onChange={lastTab.write}
      />
      {drilled.where === undefined && <PanelActions projectId={projectId} drilled={drilled} />}
      {tab === 'common' ? (
        <Suspense fallback={null}>
          <InCommon projectId={projectId} drilled={drilled} />
        </Suspense>
      ) : tab === 'people' ? <People projectId={projectId} drilled={drilled} onPerson={onPerson} /> : <PointEvents projectId={projectId} drilled={drilled} onEvent={onEvent} />}
    </>
  )
}

function People({ projectId, drilled, onPerson }: Omit<PointProps, 'onEvent'>) {
  const [search, setSearch] = useState('')
  const asked = useDeferredValue(search.trim())
  const { one, many, group } = drilled.actors ?? people
  const ofGroups = group !== undefined
  const list = useInfiniteQuery(actorsQuery(projectId, drilled, asked))
  return (
    <>
      <div className="flex items-center gap-2 px-5 pt-3 pb-2">
        <SearchField label={`Find a ${one}`} placeholder={ofGroups ? 'Name or key' : 'Email, name or id'} className="min-w-0 flex-1" value={search} onChange={setSearch} />
        <Csv list={list} name={drilled.title} head={[one, ofGroups ? 'key' : 'distinct id', ...(drilled.counted ? [drilled.counted.many] : [])]}
          row={(actor: Actor) => [personName(actor.person), idOf(actor.person), ...(drilled.counted ? [String(actor.events)] : [])]} />
      </div>
      <Rows
        list={list}
        what={many}
        one={one}
        empty={asked ? <Empty title={ofGroups ? `No ${one} matches “${asked}”` : `Nobody matches “${asked}”`}>{ofGroups ? 'Search covers keys and names.' : 'Search covers ids, emails and names.'}</Empty> : <Empty title="Nobody is behind this number" />}
      >
        {(actor: Actor) => {
          const name = personName(actor.person)
          return (
            <RowButton key={actor.person.id} onClick={() => onPerson(actor.person)}>
              <Avatar name={name} />
              <span className="min-w-0 flex-1">
                <span className="block truncate font-medium" title={name}>
                  {shortenUuid(name)}
                </span>
                {idOf(actor.person) !== name && <span className="block truncate text-small text-fg-3">{idOf(actor.person)}</span>}
              </span>
              {!ofGroups && !actor.person.is_identified && <Badge>Anonymous</Badge>}
              {drilled.counted && <span className="shrink-0 text-small whitespace-nowrap text-fg-2">{plural(actor.events, drilled.counted.one, drilled.counted.many)}</span>}
            </RowButton>
          )
        }}
      </Rows>
    </>
  )
}

function PointEvents({ projectId, drilled, onEvent }: Omit<PointProps, 'onPerson'>) {
  const list = useInfiniteQuery(pointEventsQuery(projectId, drilled.source))
  return (
    <>
      <div className="flex justify-end px-5 pt-3 pb-2">
        <Csv list={list} name={drilled.title} head={['time', 'event', 'distinct id', 'uuid']} row={(event: CapturedEvent) => [event.timestamp, event.event, event.distinct_id, event.uuid]} />
      </div>
      <Events list={list} onEvent={onEvent} withPerson />
    </>
  )
}

/** What stands for somebody where a name does not: the id they came with, a group's key. */
const idOf = ({ distinct_ids, id }: Person): string => distinct_ids[0] ?? id

interface GroupLevelProps {
  projectId: number
  group: { type: number; one: string }
  actor: Person
  onEvent: (event: CapturedEvent) => void
}

function GroupLevel({ projectId, group, actor, onEvent }: GroupLevelProps) {
  const list = useInfiniteQuery(groupEventsQuery(projectId, group.type, actor.id))
  return <Both what={`this ${group.one}`} events={<Events list={list} onEvent={onEvent} withPerson />} properties={<PropertyList properties={actor.properties} facts={[['Key', actor.id]]} />} />
}

function PersonLevel({ projectId, person, onEvent }: { projectId: number; person: Person; onEvent: (event: CapturedEvent) => void }) {
  const list = useInfiniteQuery(personEventsQuery(projectId, person.id))
  return (
    <Both
      what="this person"
      events={<Events list={list} onEvent={onEvent} />}
      properties={<PropertyList properties={person.properties} facts={person.distinct_ids.map((id) => ['Distinct ID', id])} />}
    />
  )
}

function Both({ what, events, properties }: { what: string; events: ReactNode; properties: ReactNode }) {
  const [tab, setTab] = useState<'events' | 'properties'>('events')
  return (
    <>
      <Tabs<'events' | 'properties'>
        label={`About ${what}`}
        className="px-5"
        value={tab}
        tabs={[
          { value: 'events', label: 'Events' },
          { value: 'properties', label: 'Properties' },
        ]}
        onChange={setTab}
      />
      {tab === 'events' ? events : properties}
    </>
  )
}

type List<T> = UseInfiniteQueryResult<InfiniteData<ListPage<T>>>

function Events({ list, onEvent, withPerson }: { list: List<CapturedEvent>; onEvent: (event: CapturedEvent) => void; withPerson?: boolean }) {
  const now = useNow(30_000)
  return (
    <Rows
      list={list}
      what="events"
      one="event"
      empty={<Empty title="No events" />}
    >
      {(event: CapturedEvent) => (
        <RowButton key={event.uuid} onClick={() => onEvent(event)}>
          <span className="min-w-0 flex-1">
            <span className="block truncate font-medium">{eventLabel(event.event)}</span>
            {withPerson && <span className="block truncate text-small text-fg-3">{event.distinct_id}</span>}
          </span>
          <span className="shrink-0 text-small text-fg-2">
            <EventTime time={event.timestamp} now={now} />
          </span>
        </RowButton>
      )}
    </Rows>
  )
}

interface RowsProps<T> {
  list: List<T>
  what: string
  one: string
  empty: ReactNode
  children: (row: T) => ReactNode
}

/** A list that goes on: nothing is cut without a word. J and K move along it. */
function Rows<T>({ list, what, one, empty, children }: RowsProps<T>) {
  const rows = list.data?.pages.flatMap((page) => page.rows) ?? []
  if (list.error && rows.length === 0) {
    return (
      <div className="p-5">
        <ErrorBox title={`The ${what} could not be read`} message={messageOf(list.error)} onRetry={() => void list.refetch()} details={messageOf(list.error)} />
      </div>
    )
  }
  if (list.isPending) {
    return (
      <div aria-busy className="grid gap-5 px-5 py-4">
        {['w-2/3', 'w-1/2', 'w-3/5', 'w-2/5'].map((width) => (
          <Skeleton key={width} className={`h-4 ${width}`} />
        ))}
      </div>
    )
  }
  if (rows.length === 0) return empty
  return (
    <div className="pb-5">
      <p role="status" className="px-5 pb-1 text-small text-fg-3">
        {rows.length.toLocaleString('en')}
        {list.hasNextPage ? '+' : ''} {rows.length === 1 ? one : what}
      </p>
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- keys move along the buttons inside */}
      <ul
        className="m-0 list-none border-t border-line p-0"
        onKeyDown={(event) => {
          const step = { j: 1, k: -1, ArrowDown: 1, ArrowUp: -1 }[event.key]
          if (!step || event.metaKey || event.ctrlKey) return
          const buttons = [...event.currentTarget.querySelectorAll<HTMLElement>('[data-row]')]
          const next = buttons[buttons.indexOf(document.activeElement as HTMLElement) + step]
          if (!next) return
          event.preventDefault()
          next.focus()
        }}
      >
        {rows.map(children)}
      </ul>
      {list.hasNextPage && (
        <div className="flex justify-center pt-3">
          <Button busy={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
            Show more {what}
          </Button>
        </div>
      )}
    </div>
  )
}

function RowButton({ onClick, children }: { onClick: () => void; children: ReactNode }) {
  return (
    <li>
      <button type="button" data-row onClick={onClick} className="flex min-h-13 w-full items-center gap-3 border-b border-line px-5 py-1.5 text-left hover:bg-hover">
        {children}
        <ChevronRight size={15} strokeWidth={1.75} className="shrink-0 text-fg-3" aria-hidden />
      </button>
    </li>
  )
}

interface CsvProps<T> {
  list: List<T>
  name: string
  head: string[]
  row: (row: T) => string[]
}

/** Reads the list to its end and saves it. */
function Csv<T>({ list, name, head, row }: CsvProps<T>) {
  const [busy, setBusy] = useState(false)
  const save = async () => {
    setBusy(true)
    try {
      let read = list.data
      let more = list.hasNextPage
      while (more) {
        const next = await list.fetchNextPage({ cancelRefetch: false })
        if (next.error) throw next.error
        read = next.data
        more = next.hasNextPage
      }
      const rows = read?.pages.flatMap((page) => page.rows) ?? []
      saveFile([head, ...rows.map(row)].map(csvLine).join('\n'), `${fileName(name)}.csv`)
    } catch (error) {
      toast(messageOf(error), 'error')
    } finally {
      setBusy(false)
    }
  }
  return (
    <Button look="ghost" busy={busy} icon={<Download size={15} strokeWidth={1.75} aria-hidden />} onClick={() => void save()}>
      CSV
    </Button>
  )
}
