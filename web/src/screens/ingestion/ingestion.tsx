import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { useNavigate, useParams, useSearch } from '@tanstack/react-router'
import { RotateCcw } from 'lucide-react'
import { useMemo, useState } from 'react'
import { messageOf } from '@/api/client'
import { deadLettersQuery, discardLetter, ledgerQuery, retryLetter, retryLetters } from '@/api/ingestion'
import type { DeadLetter, IngestionLedger, IngestionTotal } from '@/api/types'
import { projectQuery } from '@/api/projects'
import { ChartTile } from '@/charts/chart_tile'
import type { ChartData } from '@/charts/data'
import { formatCompact, formatDuration, formatExact, plural } from '@/lib/format'
import { ingestionTabs } from '@/lib/ingestion_tabs'
import { eventLabel } from '@/lib/taxonomy'
import { hourMs, unfinishedFrom, wallTimeIn } from '@/lib/wall_time'
import { Button } from '@/ui/button'
import { EventTime, useNow } from '@/ui/event_time'
import { Page } from '@/ui/page'
import { PageTabs } from '@/ui/page_tabs'
import { Segmented } from '@/ui/segmented'
import { Empty, ErrorBox, Skeleton } from '@/ui/states'
import { StatusPill } from '@/ui/status_pill'
import { Table, type Column } from '@/ui/table'
import { toast } from '@/ui/toast'
import { ClientAddress } from './client_address'
import { FateFinder } from './fate_finder'
import { RefusedKeys } from './refused_keys'
import { Steps } from './steps'

const ranges = [
  { value: '-24h', label: '24 hours' },
  { value: '-7d', label: '7 days' },
] as const
type Range = (typeof ranges)[number]['value']

/** Over a minute of waiting is worth saying. */
const lateMs = 60_000

/** The books of ingestion: what came, what became of it, and what is left to be looked at. */
export default function Ingestion() {
  const { projectId = '' } = useParams({ strict: false })
  const { range: asked } = useSearch({ strict: false }) as { range?: string }
  const range: Range = ranges.find((one) => one.value === asked)?.value ?? '-24h'
  const navigate = useNavigate()
  const id = Number(projectId)
  const ledger = useQuery(ledgerQuery(id, range))
  const project = useQuery(projectQuery(id))
  const zone = project.data?.timezone ?? 'UTC'
  const now = useNow(5000)
  return (
    <Page
      title="Ingestion"
      status={ledger.data && <State ledger={ledger.data} now={now} />}
      tabs={<PageTabs label="Ingestion" tabs={ingestionTabs} base={`/project/${projectId}`} current="/data-management/ingestion" />}
    >
      <div className="flex flex-wrap items-center gap-2 px-5 pt-4 max-sm:px-3">
        <Segmented<Range>
          label="Range"
          value={range}
          options={[...ranges]}
          onChange={(next) => void navigate({ to: '.', search: (next === '-24h' ? {} : { range: next }) as never, replace: true, resetScroll: false })}
        />
      </div>
      {ledger.error && !ledger.data ? (
        <div className="p-6">
          <ErrorBox title="The books could not be read" message={messageOf(ledger.error)} onRetry={() => void ledger.refetch()} details={messageOf(ledger.error)} />
        </div>
      ) : ledger.data ? (
        <Books ledger={ledger.data} zone={zone} now={now} />
      ) : (
        <div aria-busy className="px-5 py-5">
          <Skeleton className="h-8 w-2/3" />
          <Skeleton className="mt-5 h-64 w-full" />
        </div>
      )}
      <Letters projectId={id} now={now} />
      <RefusedKeys projectId={id} now={now} />
      <FateFinder projectId={id} />
      <Steps projectId={id} />
      <ClientAddress projectId={id} />
    </Page>
  )
}

const sum = (counts: Record<string, number>): number => Object.values(counts).reduce((all, one) => all + one, 0)

function State({ ledger, now }: { ledger: IngestionLedger; now: number }) {
  const { instance, total } = ledger
  const waited = instance.waiting_since === null ? 0 : now - Date.parse(instance.waiting_since)
  if (!instance.balanced || !total.balanced) return <StatusPill tone="negative">The books do not balance</StatusPill>
  if (instance.self_test.state === 'failed') return <StatusPill tone="negative">The self-test event did not arrive</StatusPill>
  if (waited > lateMs) return <StatusPill tone="warning">{formatDuration(waited)} behind</StatusPill>
  return <StatusPill tone="positive">Up to date</StatusPill>
}

function Books({ ledger, zone, now }: { ledger: IngestionLedger; zone: string; now: number }) {
  const { total, results, instance } = ledger
  const data = useMemo(() => chartOf(results, zone), [results, zone])
  const waited = instance.waiting_since === null ? 0 : Math.max(0, now - Date.parse(instance.waiting_since))
  const facts: [name: string, value: string][] = [
    ['Accepted', formatCompact(total.accepted)],
    ['Stored', formatCompact(total.stored)],
    ['Dropped', formatCompact(sum(total.dropped))],
    ['Dead letters', formatCompact(sum(total.dead_lettered))],
    ['Under way', formatExact(total.in_flight)],
    ['Behind by', waited < 1000 ? 'nothing' : formatDuration(waited)],
    ['Self-test', testWords(instance.self_test)],
  ]
  return (
    <section aria-label="Books" className="px-5 py-4 max-sm:px-3">
      <dl className="m-0 flex flex-wrap gap-x-10 gap-y-3">
        {facts.map(([name, value]) => (
          <div key={name}>
            <dt className="text-small text-fg-2">{name}</dt>
            <dd className="m-0 text-page font-semibold">{value}</dd>
          </div>
        ))}
      </dl>
      {instance.self_test.state === 'failed' && (
        <p role="status" className="pt-3 text-small text-fg-2">
          The event that Tenrec sends itself every minute did not come through: {instance.self_test.why}. Events of your projects may be waiting, too.
        </p>
      )}
      {total.accepted === 0 ? (
        <Empty title="Nothing was accepted in this time">Events show here the moment they arrive.</Empty>
      ) : (
        <div className="pt-4">
          <ChartTile kind="stacked-bars" label="Events by what became of them, by hour" data={data} height={280} />
        </div>
      )}
      <Reasons total={total} />
    </section>
  )
}

/** How long the event took that the server sends itself, from capture to a question. */
function testWords(test: IngestionLedger['instance']['self_test']): string {
  if (test.state === 'failed') return 'failed'
  if (test.seconds === null) return test.state === 'off' ? 'off' : 'under way'
  return formatDuration(test.seconds * 1000)
}

function Reasons({ total }: { total: IngestionTotal }) {
  const rows = [...Object.entries(total.dropped).map(([reason, count]) => ({ reason, count, kept: false })), ...Object.entries(total.dead_lettered).map(([reason, count]) => ({ reason, count, kept: true }))].toSorted((a, b) => b.count - a.count)
  if (rows.length === 0) return null
  return (
    <>
      <h2 className="pt-6 pb-2 font-semibold">Why events were not stored</h2>
      <ul className="m-0 list-none border-t border-line p-0">
        {rows.map((row) => (
          <li key={`${row.reason} ${row.kept}`} className="flex min-h-row items-center gap-3 border-b border-line">
            <span className="min-w-0 flex-1 truncate">{wordsOf(row.reason)}</span>
            <span className="text-small text-fg-3">{row.kept ? 'kept, can be tried again' : 'dropped'}</span>
            <span className="w-20 text-right">{formatExact(row.count)}</span>
          </li>
        ))}
      </ul>
    </>
  )
}

/** "illegal_distinct_id" → "Illegal distinct id" */
const wordsOf = (name: string): string => {
  const words = name.replaceAll('_', ' ')
  return words.charAt(0).toUpperCase() + words.slice(1)
}

/** One bar an hour, without gaps. */
function chartOf(hours: IngestionLedger['results'], zone: string): ChartData {
  const at = new Map(hours.map((hour) => [Date.parse(hour.hour), hour]))
  const times = [...at.keys()].toSorted((a, b) => a - b)
  const [first, last] = [times[0], times.at(-1)]
  const instants: number[] = []
  if (first !== undefined && last !== undefined) for (let time = first; time <= last; time += hourMs) instants.push(time)
  const buckets = instants.map((time) => wallTimeIn(zone, time))
  const series = (name: string, slot: number, read: (sums: IngestionTotal) => number) => ({
    id: name,
    name,
    slot,
    values: instants.map((time) => {
      const hour = at.get(time)
      return hour ? read(hour) : 0
    }),
  })
  return {
    axis: { kind: 'time', buckets, interval: 'hour', unfinished: unfinishedFrom(buckets, 'hour', wallTimeIn(zone, Date.now())) },
    series: [
      series('Stored', 0, (sums) => sums.stored),
      series('Dropped', 1, (sums) => sum(sums.dropped)),
      series('Dead letters', 3, (sums) => sum(sums.dead_lettered)),
      series('Under way', 7, (sums) => sums.in_flight),
    ].filter((one) => one.slot === 0 || one.values.some((value) => value > 0)),
  }
}

function Letters({ projectId, now }: { projectId: number; now: number }) {
  const list = useInfiniteQuery(deadLettersQuery(projectId))
  const [busy, setBusy] = useState(false)
  const rows = list.data?.pages.flatMap((page) => page.results) ?? []
  const act = (work: () => Promise<unknown>, said: string) => {
    work()
      .then(() => toast(said))
      .catch((error: unknown) => toast(messageOf(error), 'error'))
  }
  const retryAll = () => {
    setBusy(true)
    retryLetters(projectId)
      .then(({ retried, left }) => toast(left === 0 ? `${plural(retried, 'event')} tried again` : `${plural(retried, 'event')} tried again, ${left} left`))
      .catch((error: unknown) => toast(messageOf(error), 'error'))
      .finally(() => setBusy(false))
  }
  return (
    <section aria-label="Dead letters" className="pb-6">
      <div className="flex flex-wrap items-center gap-x-3 px-5 pt-2 pb-2 max-sm:px-3">
        <h2 className="font-semibold">Dead letters</h2>
        <span className="min-w-0 flex-1 text-small text-fg-3 max-sm:order-last max-sm:basis-full">Events that could not be processed. They are kept until they are tried again or discarded.</span>
        {rows.length > 0 && (
          <Button icon={<RotateCcw size={14} strokeWidth={1.75} aria-hidden />} busy={busy} onClick={retryAll}>
            Try all again
          </Button>
        )}
      </div>
      {list.error ? (
        <ErrorBox small title="The dead letters could not be read" message={messageOf(list.error)} onRetry={() => void list.refetch()} />
      ) : (
        <div className="border-t border-line">
          <Table<DeadLetter>
            label="Dead letters"
            columns={letterColumns({
              now,
              onRetry: (letter) => act(() => retryLetter(projectId, letter.id), 'Tried again'),
              onDiscard: (letter) => act(() => discardLetter(projectId, letter.id), 'Discarded'),
            })}
            rows={rows}
            rowKey={(row) => String(row.id)}
            loading={list.isPending}
            onEnd={list.hasNextPage && !list.isFetchingNextPage ? () => void list.fetchNextPage() : undefined}
            empty={<Empty title="No dead letters">Every event could be processed.</Empty>}
          />
        </div>
      )}
    </section>
  )
}

interface LetterColumns {
  now: number
  onRetry: (letter: DeadLetter) => void
  onDiscard: (letter: DeadLetter) => void
}

function letterColumns({ now, onRetry, onDiscard }: LetterColumns): Column<DeadLetter>[] {
  return [
    { id: 'event', label: 'Event', minWidth: 140, cell: (row) => <span className="font-medium">{eventLabel(row.event)}</span> },
    { id: 'id', label: 'Distinct ID', minWidth: 120, hideBelow: 'md', cell: (row) => <span className="text-fg-2">{row.distinct_id}</span> },
    { id: 'reason', label: 'Reason', grow: 2, minWidth: 160, cell: (row) => <span className="text-fg-2" title={row.detail}>{row.detail || wordsOf(row.reason)}</span> },
    {
      id: 'failed',
      label: 'Failed',
      width: 110,
      align: 'end',
      hideBelow: 'sm',
      cell: (row) => (
        <span className="text-fg-2">
          <EventTime time={row.failed_at} now={now} />
        </span>
      ),
    },
    {
      id: 'do',
      label: '',
      width: 190,
      align: 'end',
      cell: (row) => (
        <span className="inline-flex gap-1">
          <Button look="ghost" onClick={() => onRetry(row)}>
            Try again
          </Button>
          <Button look="ghost" onClick={() => onDiscard(row)}>
            Discard
          </Button>
        </span>
      ),
    },
  ]
}
