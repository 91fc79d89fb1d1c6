import { useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { useState } from 'react'
import { isApiError, messageOf } from '@/api/client'
import { diskQuery, retentionQuery, setBudget, setRetention, type Disk as DiskReport, type DiskUse, type RetentionRun } from '@/api/disk'
import { formatBytes, formatDays } from '@/lib/bytes'
import { formatCompact, formatExact } from '@/lib/format'
import { ingestionTabs } from '@/lib/ingestion_tabs'
import { Button } from '@/ui/button'
import { Confirm } from '@/ui/confirm'
import { EventTime, useNow } from '@/ui/event_time'
import { Field, Input } from '@/ui/field'
import { Page } from '@/ui/page'
import { PageTabs } from '@/ui/page_tabs'
import { Empty, ErrorBox, Skeleton } from '@/ui/states'
import { StatusPill } from '@/ui/status_pill'
import { Table, type Column } from '@/ui/table'
import { toast } from '@/ui/toast'
import { useTextEdit } from '@/ui/use_text_edit'

const gigabyte = 1_000_000_000

/** Where the bytes are, how long the room lasts, and how long events stay. */
export default function Disk() {
  const { projectId = '' } = useParams({ strict: false })
  const id = Number(projectId)
  const disk = useQuery(diskQuery)
  const retention = useQuery(retentionQuery(id))
  const refused = isApiError(disk.error) && disk.error.status === 403
  return (
    <Page
      title="Ingestion"
      status={disk.data && <State disk={disk.data} />}
      tabs={<PageTabs label="Ingestion" tabs={ingestionTabs} base={`/project/${projectId}`} current="/data-management/disk" />}
    >
      {refused ? (
        <Empty title="The disk is for admins of this instance">How long this project keeps its events is below.</Empty>
      ) : disk.error && !disk.data ? (
        <div className="p-6">
          <ErrorBox title="The disk could not be read" message={messageOf(disk.error)} onRetry={() => void disk.refetch()} details={messageOf(disk.error)} />
        </div>
      ) : disk.data ? (
        <Report disk={disk.data} />
      ) : (
        <div aria-busy className="px-5 py-5">
          <Skeleton className="h-8 w-2/3" />
          <Skeleton className="mt-5 h-64 w-full" />
        </div>
      )}
      <div className="grid gap-x-10 gap-y-6 border-t border-line px-5 py-5 md:grid-cols-2 max-sm:px-3">
        {disk.data && <Budget key={`${disk.data.budget_bytes}`} disk={disk.data} />}
        {retention.data && <Days key={`${retention.data.days}`} projectId={id} days={retention.data.days} />}
      </div>
      {retention.error && !retention.data && <ErrorBox small title="How long events stay could not be read" message={messageOf(retention.error)} onRetry={() => void retention.refetch()} />}
      <Runs runs={disk.data?.runs ?? retention.data?.runs ?? []} />
    </Page>
  )
}

function State({ disk }: { disk: DiskReport }) {
  if (disk.free_bytes <= disk.reserved_bytes) return <StatusPill tone="negative">Disk full</StatusPill>
  if (disk.budget_bytes !== null && disk.kept_bytes > disk.budget_bytes) return <StatusPill tone="warning">Over the budget</StatusPill>
  const days = disk.forecast.days_until_full
  if (days !== null && days < 14) return <StatusPill tone="warning">{formatDays(days)} left</StatusPill>
  return <StatusPill tone="positive">Room enough</StatusPill>
}

function Report({ disk }: { disk: DiskReport }) {
  const { forecast } = disk
  const full = forecast.days_until_full === null ? 'not in sight' : formatDays(forecast.days_until_full)
  const facts: [name: string, value: string][] = [
    ['Used', formatBytes(disk.used_bytes)],
    ['Free on the disk', formatBytes(disk.free_bytes)],
    ['Events a day', formatCompact(forecast.events_per_day)],
    ['An event takes', formatBytes(forecast.bytes_per_event)],
    ['Disk full in', full],
  ]
  if (disk.budget_bytes !== null) facts.push(['Budget reached in', forecast.days_until_budget === null ? 'not in sight' : formatDays(forecast.days_until_budget)])
  return (
    <section aria-label="Consumers of disk" className="py-4">
      <dl className="m-0 flex flex-wrap gap-x-10 gap-y-3 px-5 pb-4 max-sm:px-3">
        {facts.map(([name, value]) => (
          <div key={name}>
            <dt className="text-small text-fg-2">{name}</dt>
            <dd className="m-0 text-page font-semibold">{value}</dd>
          </div>
        ))}
      </dl>
      <div className="border-t border-line">
        <Table<DiskUse> label="Consumers of disk" columns={consumerColumns(disk.used_bytes)} rows={disk.uses} rowKey={(row) => `${row.kind} ${row.name}`} />
      </div>
    </section>
  )
}

const kinds: Record<DiskUse['kind'], string> = { log: 'Log of accepted records', analytics: 'Analytics', metadata: 'Metadata', blobs: 'Recordings and exports', other: 'Other' }

/** What people need to know about a consumer that its name does not tell. */
const notes: Record<string, string> = {
  'analytics merged': 'replaced by merges, goes by itself within minutes',
  'log events': 'accepted events; kept for some time after they are stored',
  'log recordings': 'recordings, until they are stored',
  'metadata metadata.db': 'accounts, persons, dashboards, definitions',
  'other backup': 'held while a backup copies',
}

const consumerColumns = (all: number): Column<DiskUse>[] => [
  { id: 'name', label: 'Consumer', minWidth: 140, cell: (row) => <span className="font-medium">{row.kind === 'log' ? `log of ${row.name}` : row.name.replaceAll('_', ' ')}</span> },
  { id: 'kind', label: 'Part', minWidth: 120, hideBelow: 'sm', cell: (row) => <span className="text-fg-2">{kinds[row.kind]}</span> },
  { id: 'note', label: 'Note', grow: 2, minWidth: 160, hideBelow: 'lg', cell: (row) => <span className="text-fg-3">{notes[`${row.kind} ${row.name}`] ?? ''}</span> },
  { id: 'rows', label: 'Rows', width: 110, align: 'end', hideBelow: 'md', cell: (row) => (row.rows === null ? '' : formatCompact(row.rows)) },
  {
    id: 'share',
    label: 'Share',
    width: 110,
    hideBelow: 'sm',
    cell: (row) => (
      <span className="block h-1.5 w-full overflow-hidden rounded-full bg-line">
        <span className="block h-full bg-accent" style={{ width: `${all === 0 ? 0 : (row.bytes / all) * 100}%` }} />
      </span>
    ),
  },
  { id: 'bytes', label: 'Size', width: 90, align: 'end', cell: (row) => formatBytes(row.bytes) },
]

/** A whole number of at least one, null for an empty text, undefined for anything else. */
function readWhole(text: string): number | null | undefined {
  const trimmed = text.trim()
  if (trimmed === '') return null
  return /^\d{1,7}$/.test(trimmed) && Number(trimmed) >= 1 ? Number(trimmed) : undefined
}

interface LimitProps {
  label: string
  hint: string
  unit: string
  value: number | null
  /** What is asked before it is done; null when nothing goes. */
  question: (value: number | null) => string | null
  save: (value: number | null) => Promise<void>
}

/** A number that decides what is removed, asked about once before it is. */
function Limit({ label, hint, unit, value, question, save }: LimitProps) {
  const { text, setText } = useTextEdit(value === null ? '' : String(value))
  const [problem, setProblem] = useState<string | null>(null)
  const [busy, setBusy] = useState(false)
  const [asked, setAsked] = useState<string | null>(null)
  const read = readWhole(text)
  const store = async () => {
    if (read === undefined) return
    setBusy(true)
    setProblem(null)
    try {
      await save(read)
      toast('Saved')
    } catch (error) {
      setProblem(messageOf(error))
    } finally {
      setBusy(false)
    }
  }
  const submit = () => {
    if (read === undefined) {
      setProblem('Write a whole number, or leave it empty.')
      return
    }
    const words = question(read)
    if (words) setAsked(words)
    else void store()
  }
  return (
    <form
      className="flex max-w-xl items-end gap-2"
      onSubmit={(event) => {
        event.preventDefault()
        submit()
      }}
    >
      <div className="min-w-0 flex-1">
        <Field label={label} hint={hint} error={problem}>
          {(control) => (
            <div className="flex items-center gap-2">
              <Input {...control} className="max-w-40" inputMode="numeric" value={text} placeholder="No limit" autoComplete="off" onChange={(event) => setText(event.target.value)} />
              <span className="text-fg-2">{unit}</span>
              <Button size="form" busy={busy} disabled={read === value} onClick={submit}>
                Save
              </Button>
            </div>
          )}
        </Field>
      </div>
      <Confirm open={asked !== null} onClose={() => setAsked(null)} title={`${label}: ${text} ${unit}?`} action="Remove old events" onConfirm={store}>
        {asked}
      </Confirm>
    </form>
  )
}

function Budget({ disk }: { disk: DiskReport }) {
  return (
    <Limit
      label="Disk budget"
      hint={`The oldest events of all projects go, so that this instance stays under it. It keeps ${formatBytes(disk.kept_bytes)} now.`}
      unit="GB"
      value={disk.budget_bytes === null ? null : Math.round(disk.budget_bytes / gigabyte)}
      question={(value) => (value !== null && value * gigabyte < disk.kept_bytes ? `This instance keeps ${formatBytes(disk.kept_bytes)}. The oldest events of all projects are removed until it is under ${value} GB. That cannot be undone.` : null)}
      save={(value) => setBudget(value === null ? null : value * gigabyte)}
    />
  )
}

function Days({ projectId, days }: { projectId: number; days: number | null }) {
  return (
    <Limit
      label="Keep events of this project for"
      hint="Older ones are removed every day. Persons, dashboards and definitions stay."
      unit="days"
      value={days}
      question={(value) => (value !== null && (days === null || value < days) ? `Events of this project from before the last ${value} days are removed, now and from then on. That cannot be undone.` : null)}
      save={(value) => setRetention(projectId, value)}
    />
  )
}

const runColumns = (now: number): Column<RetentionRun>[] => [
  { id: 'state', label: 'State', width: 120, cell: (row) => (row.finished_at === null ? <StatusPill tone="accent">Under way</StatusPill> : <StatusPill tone="positive">Done</StatusPill>) },
  { id: 'why', label: 'Why', grow: 2, minWidth: 160, cell: (row) => (row.reason === 'age' ? `Past the days of project ${row.project ?? ''}` : 'Over the disk budget') },
  { id: 'before', label: 'Events before', width: 130, hideBelow: 'sm', cell: (row) => row.before.slice(0, 10) },
  { id: 'events', label: 'Events', width: 110, align: 'end', cell: (row) => formatExact(row.events) },
  { id: 'began', label: 'Began', width: 120, align: 'end', hideBelow: 'sm', cell: (row) => <EventTime time={row.started_at} now={now} /> },
]

function Runs({ runs }: { runs: RetentionRun[] }) {
  const now = useNow(5000)
  if (runs.length === 0) return null
  return (
    <section aria-label="Removals" className="pb-6">
      <h2 className="px-5 pt-2 pb-2 font-semibold max-sm:px-3">Removals</h2>
      <div className="border-t border-line">
        <Table<RetentionRun>
          label="Removals"
          columns={runColumns(now)}
          rows={runs}
          rowKey={(row) => String(row.id)}
        />
      </div>
    </section>
  )
}
