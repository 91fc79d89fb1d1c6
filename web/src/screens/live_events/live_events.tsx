import { Link, useNavigate, useParams, useSearch } from '@tanstack/react-router'
import { useVirtualizer } from '@tanstack/react-virtual'
import { Pause, Play, Radio } from 'lucide-react'
import { useEffect, useMemo, useRef, useState } from 'react'
import type { StreamState } from '@/api/live_events'
import type { CapturedEvent } from '@/api/types'
import { activityTabs } from '@/lib/activity_tabs'
import { plural } from '@/lib/format'
import { describeRate, libraryOf, matchesText, placeOf } from '@/lib/live_list'
import { eventLabel, rawNote } from '@/lib/taxonomy'
import { Button, buttonClass } from '@/ui/button'
import { cx } from '@/ui/cx'
import { Drawer } from '@/ui/dialog'
import { EventDetails } from '@/ui/event_details'
import { EventTime, useNow } from '@/ui/event_time'
import { FirstLook } from '@/ui/first_look'
import { Kbd } from '@/ui/kbd'
import { Page } from '@/ui/page'
import { PageTabs } from '@/ui/page_tabs'
import { SearchField } from '@/ui/search_field'
import { useShortcuts } from '@/ui/shortcuts'
import { Empty, ErrorBox, Skeleton } from '@/ui/states'
import { useLiveEvents } from './use_live_events'

const rowHeight = 34
const columns = 'grid grid-cols-[minmax(10rem,1.2fr)_minmax(8rem,1fr)_minmax(10rem,1.6fr)_minmax(8rem,0.9fr)_6rem] max-lg:grid-cols-[minmax(9rem,1.2fr)_minmax(8rem,1fr)_minmax(9rem,1.4fr)_5.5rem] max-sm:grid-cols-[minmax(0,1fr)_5.5rem] gap-4 px-5'

export default function LiveEvents() {
  const { projectId } = useParams({ from: '/project/$projectId/activity/live' })
  const { search = '' } = useSearch({ from: '/project/$projectId/activity/live' })
  const navigate = useNavigate()
  const [paused, setPaused] = useState(false)
  const [open, setOpen] = useState<CapturedEvent | null>(null)
  const live = useLiveEvents(Number(projectId), paused)
  const shown = useMemo(() => live.events.filter((event) => matchesText(event, search)), [live.events, search])
  const opener = useRef<HTMLElement | null>(null)

  const follow = (text: string) => void navigate({ to: '/project/$projectId/activity/live', params: { projectId }, search: text === '' ? {} : { search: text }, replace: true })
  useShortcuts({ ' ': () => setPaused(!paused) })

  return (
    <Page
      parent="Events"
      title="Live"
      status={<StreamStatus state={live.state} paused={paused} perSecond={live.perSecond} />}
      actions={
        <Button
          aria-pressed={paused}
          onClick={() => setPaused(!paused)}
          icon={paused ? <Play size={14} strokeWidth={1.75} aria-hidden /> : <Pause size={14} strokeWidth={1.75} aria-hidden />}
        >
          {paused ? 'Go on' : 'Pause'}
          <span className="max-sm:hidden">
            <Kbd hint>Space</Kbd>
          </span>
        </Button>
      }
      tabs={<PageTabs label="Events" tabs={activityTabs} base={`/project/${projectId}`} current="/activity/live" />}
      className="flex flex-col"
    >
      <div className="flex shrink-0 items-center gap-3 border-b border-line px-5 py-3">
        <SearchField
          label="Filter events"
          placeholder="Name, id or property"
          className="w-full max-w-sm"
          value={search}
          onChange={follow}
        />
        <p className="ml-auto text-small whitespace-nowrap text-fg-3 max-sm:hidden" role="status">
          {paused && live.held > 0 ? `${plural(live.held, 'event')} held back` : `${plural(shown.length, 'event')} shown`}
        </p>
      </div>
      {live.error && live.events.length === 0 ? (
        <div className="p-6">
          <ErrorBox title="The newest events could not be read" message={live.error.message} onRetry={() => window.location.reload()} />
        </div>
      ) : live.loading && live.events.length === 0 ? (
        <LoadingRows />
      ) : shown.length === 0 ? (
        <Nothing projectId={projectId} search={search} any={live.events.length > 0} />
      ) : (
        <EventTable
          events={shown}
          openId={open?.uuid ?? null}
          onOpen={(event, element) => {
            opener.current = element
            setOpen(event)
          }}
        />
      )}
      <Drawer
        open={open !== null}
        onClose={() => setOpen(null)}
        title={eventLabel(open?.event ?? '')}
        subtitle={open ? [rawNote(eventLabel(open.event), open.event), libraryOf(open)].filter(Boolean).join(' · ') : ''}
        actions={
          open && (
            <>
              <Link to="/project/$projectId/person/$" params={{ projectId, _splat: open.distinct_id }} className={buttonClass()}>
                Person
              </Link>
              <Button
                onClick={() => {
                  setOpen(null)
                  follow(open.distinct_id)
                }}
              >
                Follow this person
              </Button>
            </>
          )
        }
        returnFocus={opener}
      >
        {open && <EventDetails event={open} />}
      </Drawer>
    </Page>
  )
}

function StreamStatus({ state, paused, perSecond }: { state: StreamState; paused: boolean; perSecond: number }) {
  const open = state === 'open' && !paused
  const text = paused ? 'Paused' : state === 'open' ? describeRate(perSecond) : state === 'waiting' ? 'Connection lost, trying again' : 'Connecting'
  return (
    <span className="flex items-center gap-2 text-small text-fg-2">
      <span
        aria-hidden
        className={cx('size-2 rounded-full', open ? 'animate-pulse-dot bg-positive' : paused ? 'bg-fg-3' : 'bg-warning')}
      />
      <span className="whitespace-nowrap">{text}</span>
    </span>
  )
}

interface EventTableProps {
  events: CapturedEvent[]
  openId: string | null
  onOpen: (event: CapturedEvent, element: HTMLElement) => void
}

/** Rows are drawn only where they can be seen. */
function EventTable({ events, openId, onOpen }: EventTableProps) {
  const now = useNow()
  const scroller = useRef<HTMLDivElement>(null)
  const virtual = useVirtualizer({
    count: events.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    getItemKey: (index) => events[index]?.uuid ?? index,
    overscan: 12,
    initialRect: { width: 800, height: 800 },
  })
  const items = virtual.getVirtualItems()

  // Someone who scrolled down keeps reading the same rows while new ones arrive above.
  const firstId = events[0]?.uuid
  const previousFirst = useRef(firstId)
  useEffect(() => {
    const box = scroller.current
    const added = events.findIndex((event) => event.uuid === previousFirst.current)
    previousFirst.current = firstId
    if (box && box.scrollTop > rowHeight && added > 0) box.scrollTop += added * rowHeight
  }, [firstId, events])

  return (
    <div role="table" aria-label="Newest events" aria-rowcount={events.length + 1} className="flex min-h-0 flex-1 flex-col">
      <Head />
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a scrolling region must be reachable by keyboard */}
      <div ref={scroller} tabIndex={0} role="rowgroup" className="scroll-thin min-h-0 flex-1 overflow-y-auto -outline-offset-2">
        <div role="presentation" style={{ height: virtual.getTotalSize() }} className="relative">
          {items.map((item) => {
            const event = events[item.index]
            if (!event) return null
            const label = eventLabel(event.event)
            const note = rawNote(label, event.event)
            return (
              // The button inside is the control; the rest of the row only makes it larger for a mouse.
              // oxlint-disable-next-line jsx-a11y/click-events-have-key-events
              <div
                key={item.key}
                role="row"
                aria-rowindex={item.index + 2}
                style={{ transform: `translateY(${item.start}px)`, height: rowHeight }}
                onClick={(click) => {
                  const button = click.currentTarget.querySelector('button')
                  if (button) onOpen(event, button)
                }}
                className={cx(
                  columns,
                  'absolute inset-x-0 top-0 items-center border-b border-line hover:bg-hover',
                  event.uuid === openId && 'bg-accent-soft hover:bg-accent-soft',
                )}
              >
                <span role="cell" className="min-w-0">
                  <button type="button" className="flex h-7 max-w-full items-baseline gap-2 text-left leading-7">
                    <span className="truncate font-medium">{label}</span>
                    {note && <span className="truncate text-small text-fg-3 max-lg:hidden">{note}</span>}
                  </button>
                </span>
                <span role="cell" className="truncate text-fg-2 max-sm:hidden" title={event.distinct_id}>
                  {event.distinct_id}
                </span>
                <span role="cell" className="truncate text-fg-2 max-sm:hidden" title={placeOf(event) ?? undefined}>
                  {placeOf(event) ?? '–'}
                </span>
                <span role="cell" className="truncate text-fg-2 max-lg:hidden">
                  {libraryOf(event) ?? '–'}
                </span>
                <span role="cell" className="truncate text-right text-fg-3">
                  <EventTime time={event.timestamp} now={now} />
                </span>
              </div>
            )
          })}
        </div>
      </div>
    </div>
  )
}

function Head() {
  return (
    <div role="rowgroup" className="shrink-0 border-b border-line bg-inset">
      <div role="row" aria-rowindex={1} className={cx(columns, 'h-row items-center text-small text-fg-2')}>
        <span role="columnheader">Event</span>
        <span role="columnheader" className="max-sm:hidden">
          Person
        </span>
        <span role="columnheader" className="max-sm:hidden">
          URL or screen
        </span>
        <span role="columnheader" className="max-lg:hidden">
          Library
        </span>
        <span role="columnheader" className="text-right">
          Time
        </span>
      </div>
    </div>
  )
}

/** Columns of the rows to come, with the part of each that is seldom empty. */
const coming = ['w-2/3', 'w-4/5 max-sm:hidden', 'w-3/5 max-sm:hidden', 'w-1/2 max-lg:hidden', 'ml-auto w-12']

function LoadingRows() {
  return (
    <div aria-busy>
      <div role="table" aria-label="Newest events">
        <Head />
      </div>
      {['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'].map((row) => (
        <div key={row} className={cx(columns, 'items-center border-b border-line')} style={{ height: rowHeight }}>
          {coming.map((width) => (
            <Skeleton key={width} className={cx('h-3', width)} />
          ))}
        </div>
      ))}
    </div>
  )
}

function Nothing({ projectId, search, any }: { projectId: string; search: string; any: boolean }) {
  if (any) {
    return (
      <Empty title={`No event shown here matches “${search}”`}>
        The filter looks at the newest events on this page and at those that arrive while it is open.
      </Empty>
    )
  }
  return (
    <FirstLook preview="rows" snippet={{ text: "posthog.capture('signed up')", label: 'first event' }}
      icon={<Radio size={22} strokeWidth={1.5} aria-hidden />}
      title="Events appear here the moment they arrive"
      action={
        <Link to="/project/$projectId/onboarding" params={{ projectId }} className={buttonClass('primary')}>
          Install an SDK
        </Link>
      }
    >
      This project has none yet.
    </FirstLook>
  )
}
