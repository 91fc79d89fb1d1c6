import { useQuery } from '@tanstack/react-query'
import { messageOf } from '@/api/client'
import { refusedKeysQuery } from '@/api/ingestion'
import type { RefusedKey } from '@/api/types'
import { formatExact } from '@/lib/format'
import { keyRemedy, libraryName } from '@/lib/refused_keys'
import { EventTime } from '@/ui/event_time'
import { Empty, ErrorBox } from '@/ui/states'
import { Table, type Column } from '@/ui/table'

const askEveryMs = 5000

/** Keys that events came with and that no project has. */
export function RefusedKeys({ projectId, now }: { projectId: number; now: number }) {
  const list = useQuery(refusedKeysQuery(projectId, askEveryMs))
  return (
    <section aria-label="Refused keys" className="pb-6">
      <div className="flex flex-wrap items-center gap-x-3 px-5 pt-2 pb-2 max-sm:px-3">
        <h2 className="font-semibold">Refused keys</h2>
        <span className="min-w-0 flex-1 text-small text-fg-3 max-sm:order-last max-sm:basis-full">
          Keys that events came with in the last hour and that no project has. Nothing of those events is kept.
          {list.data?.whole_server === false && ' Of other organizations’ mistakes nothing is shown: only keys that are almost this project’s.'}
        </span>
      </div>
      {list.error && !list.data ? (
        <ErrorBox small title="The refused keys could not be read" message={messageOf(list.error)} onRetry={() => void list.refetch()} />
      ) : (
        <div className="border-t border-line">
          <Table<RefusedKey>
            label="Refused keys"
            columns={columnsAt(now)}
            rows={list.data?.results ?? []}
            rowKey={(row) => `${row.key} ${row.first_seen}`}
            loading={list.isPending}
            empty={<Empty title="No refused keys">Every event came with a key that is known.</Empty>}
          />
        </div>
      )}
    </section>
  )
}

const columnsAt = (now: number): Column<RefusedKey>[] => [
  { id: 'key', label: 'Key', minWidth: 110, cell: (row) => <code className="font-mono font-medium">{row.key}</code> },
  { id: 'origin', label: 'From', minWidth: 120, cell: (row) => <span className="text-fg-2">{row.origin}</span> },
  { id: 'sdk', label: 'Library', minWidth: 100, hideBelow: 'md', cell: (row) => <span className="text-fg-2">{libraryName(row.sdk) || 'not named'}</span> },
  {
    id: 'do',
    label: 'What to do',
    grow: 3,
    minWidth: 200,
    hideBelow: 'md',
    cell: (row) => (
      <span className="text-fg-2" title={keyRemedy(row)}>
        {keyRemedy(row)}
      </span>
    ),
  },
  { id: 'requests', label: 'Requests', width: 90, align: 'end', hideBelow: 'sm', cell: (row) => formatExact(row.requests) },
  {
    id: 'last',
    label: 'Last came',
    width: 110,
    align: 'end',
    cell: (row) => (
      <span className="text-fg-2">
        <EventTime time={row.last_seen} now={now} />
      </span>
    ),
  },
]
