import { useInfiniteQuery } from '@tanstack/react-query'
import { useVirtualizer } from '@tanstack/react-virtual'
import { useEffect, useMemo, useRef, useState } from 'react'
import type { personEventsQuery } from '@/api/actors'
import { messageOf } from '@/api/client'
import type { CapturedEvent } from '@/api/types'
import { formatDuration } from '@/lib/format'
import { placeOf } from '@/lib/live_list'
import { eventLabel, rawNote } from '@/lib/taxonomy'
import { visitsOf, type Visit } from '@/lib/timeline'
import { formatClock, formatDay, wallTimeIn } from '@/lib/wall_time'
import { Drawer } from '@/ui/drawer'
import { EventDetails } from '@/ui/event_details'
import { formatExactTime } from '@/ui/event_time'
import { Empty, ErrorBox, Skeleton } from '@/ui/states'
import { useRowHeight } from '@/ui/use_media'

interface TimelineProps {
  query: ReturnType<typeof personEventsQuery>
  /** The project's time zone. */
  zone: string
  /** Said where there is nothing. */
  empty: string
}

type Row = { visit: Visit; event?: CapturedEvent }

const headHeight = 44

/** What a person did, visit by visit, the newest first; an event opens beside the list. */
export function Timeline({ query, zone, empty }: TimelineProps) {
  const list = useInfiniteQuery(query)
  const [shown, setShown] = useState<CapturedEvent | null>(null)
  const opener = useRef<HTMLElement | null>(null)
  const scroller = useRef<HTMLDivElement>(null)
  const rows = useMemo((): Row[] => {
    const events = list.data?.pages.flatMap((page) => page.rows) ?? []
    return visitsOf(events, list.hasNextPage).flatMap((visit): Row[] => [{ visit }, ...visit.events.map((event) => ({ visit, event }))])
  }, [list.data, list.hasNextPage])
  const rowHeight = useRowHeight()
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: (at) => (rows[at]?.event ? rowHeight : headHeight),
    getItemKey: (at) => rows[at]?.event?.uuid ?? `visit ${rows[at]?.visit.key}`,
    overscan: 12,
    initialRect: { width: 800, height: 800 },
  })
  useEffect(() => virtual.measure(), [virtual, rowHeight])
  const items = virtual.getVirtualItems()
  const nearEnd = (items.at(-1)?.index ?? 0) >= rows.length - 20
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = list
  useEffect(() => {
    if (nearEnd && hasNextPage && !isFetchingNextPage) void fetchNextPage()
  }, [nearEnd, hasNextPage, isFetchingNextPage, fetchNextPage])

  if (list.error && rows.length === 0) {
    return (
      <div className="p-6">
        <ErrorBox title="The events could not be read" message={messageOf(list.error)} onRetry={() => void list.refetch()} />
      </div>
    )
  }
  if (list.isPending) {
    return (
      <div aria-busy className="grid gap-5 px-5 py-4">
        {['w-1/3', 'w-2/3', 'w-1/2', 'w-3/5'].map((width) => (
          <Skeleton key={width} className={`h-4 ${width}`} />
        ))}
      </div>
    )
  }
  if (rows.length === 0) return <Empty title="No events">{empty}</Empty>
  return (
    <>
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a scrolling region must be reachable by keyboard */}
      <div ref={scroller} tabIndex={0} role="region" aria-label="Timeline" className="scroll-thin min-h-0 flex-1 overflow-y-auto -outline-offset-2">
        {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- keys move along the buttons inside */}
        <ul className="relative m-0 list-none p-0" style={{ height: virtual.getTotalSize() }} onKeyDown={moveAlong}>
          {items.map((item) => {
            const row = rows[item.index]
            if (!row) return null
            return (
              <li key={item.key} className="absolute inset-x-0 top-0" style={{ transform: `translateY(${item.start}px)`, height: item.size }}>
                {row.event ? (
                  <EventRow
                    event={row.event}
                    zone={zone}
                    isOpen={row.event.uuid === shown?.uuid}
                    onOpen={(element) => {
                      opener.current = element
                      setShown(row.event ?? null)
                    }}
                  />
                ) : (
                  <VisitHead visit={row.visit} zone={zone} />
                )}
              </li>
            )
          })}
        </ul>
      </div>
      <Drawer open={shown !== null} onClose={() => setShown(null)} title={eventLabel(shown?.event ?? '')} subtitle={shown ? rawNote(eventLabel(shown.event), shown.event) : undefined} returnFocus={opener}>
        {shown && <EventDetails event={shown} />}
      </Drawer>
    </>
  )
}

/** J, K and the arrows go from event to event. */
function moveAlong(event: React.KeyboardEvent<HTMLElement>) {
  const step = { j: 1, k: -1, ArrowDown: 1, ArrowUp: -1 }[event.key]
  if (!step || event.metaKey || event.ctrlKey || event.altKey) return
  const buttons = [...event.currentTarget.querySelectorAll<HTMLElement>('[data-event]')]
  const next = buttons[buttons.indexOf(document.activeElement as HTMLElement) + step]
  if (!next) return
  event.preventDefault()
  next.focus()
}

function VisitHead({ visit, zone }: { visit: Visit; zone: string }) {
  const start = wallTimeIn(zone, visit.start)
  const length = visit.end - visit.start
  const facts = [`${visit.events.length}${visit.isOpen ? '+' : ''} ${visit.events.length === 1 && !visit.isOpen ? 'event' : 'events'}`, ...(length >= 1000 ? [formatDuration(length)] : [])]
  return (
    <div className="flex h-full items-end gap-2 border-b border-line bg-inset px-5 pb-1.5 whitespace-nowrap max-sm:px-3">
      <h3 className="text-base font-semibold">
        {formatDay(start)}, {formatClock(start)}
      </h3>
      <p className="min-w-0 truncate text-small text-fg-2">
        {visit.session === null ? 'Outside of a session' : 'Session'} · {facts.join(' · ')}
      </p>
    </div>
  )
}

interface EventRowProps {
  event: CapturedEvent
  zone: string
  isOpen: boolean
  onOpen: (element: HTMLElement) => void
}

function EventRow({ event, zone, isOpen, onOpen }: EventRowProps) {
  const label = eventLabel(event.event)
  const note = rawNote(label, event.event)
  const at = Date.parse(event.timestamp)
  return (
    <button
      type="button"
      data-event
      onClick={(click) => onOpen(click.currentTarget)}
      className={`flex h-full w-full items-center gap-3 border-b border-line px-5 text-left -outline-offset-2 max-sm:px-3 ${isOpen ? 'bg-accent-soft' : 'hover:bg-hover'}`}
    >
      <time dateTime={event.timestamp} title={formatExactTime(event.timestamp)} className="w-11 shrink-0 text-small text-fg-3">
        {formatClock(wallTimeIn(zone, at))}
      </time>
      <span className="min-w-0 flex-1 basis-0 truncate">
        <span className="font-medium">{label}</span>
        {note && <span className="pl-2 text-small text-fg-3 max-lg:hidden">{note}</span>}
      </span>
      <span className="min-w-0 flex-1 basis-0 truncate text-fg-2 max-sm:hidden">{placeOf(event) ?? ''}</span>
    </button>
  )
}
