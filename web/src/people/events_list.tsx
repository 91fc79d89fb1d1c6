import { useInfiniteQuery } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import { messageOf } from '@/api/client'
import type { personEventsQuery } from '@/api/actors'
import type { CapturedEvent } from '@/api/types'
import { placeOf } from '@/lib/live_list'
import { eventLabel, rawNote } from '@/lib/taxonomy'
import { EventNameCell, TextCell, TimeCell } from '@/ui/cells'
import { Drawer } from '@/ui/drawer'
import { EventDetails } from '@/ui/event_details'
import { useNow } from '@/ui/event_time'
import { Empty, ErrorBox } from '@/ui/states'
import { Table, type Column } from '@/ui/table'

interface EventsListProps {
  query: ReturnType<typeof personEventsQuery>
  /** Said where there are none. */
  empty: string
}

const columnsAt = (now: number): Column<CapturedEvent>[] => [
  {
    id: 'event',
    label: 'Event',
    grow: 1.2,
    minWidth: 140,
    cell: (event) => <EventNameCell event={event.event} />,
  },
  { id: 'place', label: 'URL or screen', grow: 1.6, minWidth: 160, hideBelow: 'md', cell: (event) => <TextCell text={placeOf(event)} /> },
  { id: 'id', label: 'Distinct ID', minWidth: 120, hideBelow: 'lg', cell: (event) => <TextCell isId text={event.distinct_id} /> },
  {
    id: 'time',
    label: 'Time',
    width: 116,
    align: 'end',
    cell: (event) => <TimeCell time={event.timestamp} now={now} />,
  },
]

/** Events of one person or group, the newest first; one opens beside the list. */
export function EventsList({ query, empty }: EventsListProps) {
  const list = useInfiniteQuery(query)
  const [shown, setShown] = useState<CapturedEvent | null>(null)
  const opener = useRef<HTMLElement | null>(null)
  const now = useNow(30_000)
  const rows = list.data?.pages.flatMap((page) => page.rows) ?? []
  if (list.error && rows.length === 0) {
    return (
      <div className="p-6">
        <ErrorBox title="The events could not be read" message={messageOf(list.error)} onRetry={() => void list.refetch()} />
      </div>
    )
  }
  return (
    <>
      <Table<CapturedEvent>
        fill
        label="Events"
        columns={columnsAt(now)}
        rows={rows}
        rowKey={(event) => event.uuid}
        loading={list.isPending}
        openKey={shown?.uuid ?? null}
        onOpen={(event, element) => {
          opener.current = element
          setShown(event)
        }}
        onEnd={list.hasNextPage && !list.isFetchingNextPage ? () => void list.fetchNextPage() : undefined}
        empty={<Empty title="No events">{empty}</Empty>}
      />
      <Drawer open={shown !== null} onClose={() => setShown(null)} title={eventLabel(shown?.event ?? '')} subtitle={shown ? rawNote(eventLabel(shown.event), shown.event) : undefined} returnFocus={opener}>
        {shown && <EventDetails event={shown} />}
      </Drawer>
    </>
  )
}
