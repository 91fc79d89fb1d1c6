import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate, useParams, useSearch } from '@tanstack/react-router'
import { Download, RefreshCw, Timer } from 'lucide-react'
import { useCallback, useMemo, useRef, useState } from 'react'
import { isApiError } from '@/api/client'
import { eventDefinitionsQuery } from '@/api/definitions'
import { csvLine } from '@/charts/csv'
import { saveFile } from '@/charts/save_file'
import { activityTabs } from '@/lib/activity_tabs'
import { describeDateRange } from '@/lib/date_range'
import { cellText, type EventColumn, type EventRow } from '@/lib/event_columns'
import { columnsOf, readEventList, withValue, writeEventList, type EventList } from '@/lib/events_query'
import { plural } from '@/lib/format'
import { quoted } from '@/lib/names'
import { eventLabel } from '@/lib/taxonomy'
import { Button, buttonClass, IconButton } from '@/ui/button'
import { useNow } from '@/ui/event_time'
import { FirstLook } from '@/ui/first_look'
import { Page } from '@/ui/page'
import { PageTabs } from '@/ui/page_tabs'
import { useShortcuts } from '@/ui/shortcuts'
import { Empty, ErrorBox, RunningBar } from '@/ui/states'
import { Table } from '@/ui/table'
import { EventDrawer } from './event_drawer'
import { tableColumns } from './table_columns'
import { Toolbar, type OpenPicker } from './toolbar'
import { useEvents } from './use_events'

const icon = { size: 15, strokeWidth: 1.75, 'aria-hidden': true } as const
const route = '/project/$projectId/activity/explore'

export default function Events() {
  const { projectId } = useParams({ from: route })
  const { q, search = '' } = useSearch({ from: route })
  const navigate = useNavigate()
  const list = useMemo(() => readEventList(q), [q])
  const [open, setOpen] = useState<OpenPicker>(null)
  const [auto, setAuto] = useState(false)
  const [shown, setShown] = useState<EventRow | null>(null)
  const opener = useRef<HTMLElement | null>(null)
  const place = useRef<HTMLDivElement>(null)
  const scrolled = useRef(false)
  const events = useEvents(Number(projectId), list, search, { auto: auto && !list.oldestFirst, atTop: useCallback(() => !scrolled.current, []) })
  const now = useNow(5000)
  const columns = useMemo(() => columnsOf(list), [list])
  const drawn = useMemo(() => tableColumns(columns, now), [columns, now])

  const go = (nextList: EventList, nextSearch: string) => {
    const question = writeEventList(nextList)
    void navigate({
      to: '.',
      search: { ...(question && { q: question }), ...(nextSearch !== '' && { search: nextSearch }) },
      replace: true,
      resetScroll: false,
    })
  }
  const change = (next: EventList) => go(next, search)

  /** Gives the keyboard to the first row in sight. */
  const enterTable = () => {
    const top = place.current?.getBoundingClientRect().top ?? 0
    const rows = [...(place.current?.querySelectorAll<HTMLElement>('[data-row]') ?? [])]
    const first = rows.find((row) => row.getBoundingClientRect().top > top + row.offsetHeight / 2)
    first?.querySelector<HTMLElement>('[data-row-open]')?.focus()
  }
  useShortcuts({
    e: () => setOpen('event'),
    f: () => setOpen('filter'),
    d: () => setOpen('date'),
    r: events.refresh,
    j: enterTable,
    k: enterTable,
    s: () => document.getElementById('event-search')?.focus(),
  })

  const at = shown ? events.rows.findIndex((row) => row.uuid === shown.uuid) : -1
  const step = (by: number) => {
    const row = at < 0 ? undefined : events.rows[at + by]
    if (!row) return null
    return () => {
      setShown(row)
      const next = place.current?.querySelector<HTMLElement>(`[data-row="${at + by}"] [data-row-open]`)
      next?.scrollIntoView({ block: 'nearest' })
      if (next) opener.current = next
    }
  }

  return (
    <Page
      parent="Events"
      title="Explore"
      status={<Count rows={events.rows.length} hasMore={events.hasMore} loading={events.loading} />}
      actions={
        <>
          {events.newer > 0 && (
            <Button
              look="primary"
              onClick={() => {
                events.showNewer()
                place.current?.querySelector('[role="region"]')?.scrollTo({ top: 0 })
              }}
            >
              Show {events.newer} new
            </Button>
          )}
          <Button
            aria-pressed={auto}
            aria-label="Auto refresh"
            disabled={list.oldestFirst}
            onClick={() => setAuto(!auto)}
            icon={<Timer {...icon} className={auto ? 'text-accent-text' : 'text-fg-3'} />}
            className={auto ? 'border-accent! bg-accent-soft! text-accent-text!' : undefined}
          >
            <span className="max-sm:hidden">Auto refresh</span>
          </Button>
          <IconButton
            label="Refresh"
            shortcut="R"
            icon={<RefreshCw {...icon} className={events.running ? 'animate-spin' : undefined} />}
            onClick={events.refresh}
          />
          <IconButton
            label="Save as CSV"
            icon={<Download {...icon} />}
            disabled={events.rows.length === 0}
            onClick={() => saveFile(csvOf(events.rows, columns), `events-${new Date().toISOString().slice(0, 10)}.csv`)}
          />
        </>
      }
      tabs={<PageTabs label="Events" tabs={activityTabs} base={`/project/${projectId}`} current="/activity/explore" />}
      className="relative flex flex-col overflow-hidden!"
    >
      <RunningBar running={events.running} />
      <Toolbar list={list} search={search} onChange={change} onSearch={(text) => go(list, text)} open={open} onOpen={setOpen} />
      {events.trouble && events.rows.length > 0 && (
        <div className="shrink-0 border-b border-line">
          <ErrorBox small title="More events could not be read" message={events.trouble.message} onRetry={events.retry} />
        </div>
      )}
      {events.error ? (
        <div className="px-5 py-10">
          <ErrorBox
            title="These events could not be read"
            message={events.error.message}
            onRetry={events.retry}
            details={isApiError(events.error) ? `query ${events.error.queryId ?? '-'}, ${events.error.status} ${events.error.code}: ${events.error.message}` : events.error.message}
          />
        </div>
      ) : (
        <div
          ref={place}
          className="flex min-h-0 flex-1 flex-col"
          onScrollCapture={(event) => {
            if (event.target instanceof HTMLElement) scrolled.current = event.target.scrollTop > 20
          }}
        >
          <Table<EventRow>
            label="Events"
            columns={drawn}
            rows={events.rows}
            rowKey={(row) => row.uuid}
            sort={{ column: 'timestamp', down: !list.oldestFirst }}
            onSort={() => change({ ...list, oldestFirst: !list.oldestFirst })}
            openKey={shown?.uuid ?? null}
            onOpen={(row, element) => {
              opener.current = element
              setShown(row)
            }}
            loading={events.loading}
            onEnd={events.more}
            empty={<Nothing projectId={projectId} list={list} search={search} onChange={go} />}
            fill
          />
        </div>
      )}
      <EventDrawer
        event={shown}
        onClose={() => setShown(null)}
        onStep={{ up: step(-1), down: step(1) }}
        onFilter={(key, value) => change({ ...list, filters: withValue(list.filters, key, value) })}
        returnFocus={opener}
      />
    </Page>
  )
}

function Count({ rows, hasMore, loading }: { rows: number; hasMore: boolean; loading: boolean }) {
  return (
    <span role="status" className="truncate text-small text-fg-3 max-sm:hidden">
      {loading || rows === 0 ? '' : hasMore ? `${plural(rows, 'event')} read, more below` : plural(rows, 'event')}
    </span>
  )
}

/** What is shown, as a spreadsheet reads it. */
function csvOf(rows: EventRow[], columns: EventColumn[]): string {
  return [columns.map((column) => column.label), ...rows.map((row) => columns.map((column) => cellText(row, column)))].map(csvLine).join('\n')
}

interface NothingProps {
  projectId: string
  list: EventList
  search: string
  onChange: (list: EventList, search: string) => void
}

function Nothing({ projectId, list, search, onChange }: NothingProps) {
  const definitions = useQuery(eventDefinitionsQuery(Number(projectId), ''))
  if (definitions.data?.results.length === 0) {
    return (
      <FirstLook preview="rows" snippet={{ text: "posthog.capture('signed up', { plan: 'pro' })", label: 'first event' }}
        title="Events are listed here once they arrive"
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
  const narrowed = list.filters.length > 0 || search !== ''
  return (
    <Empty
      title={list.event === null ? 'No events match' : `No ${quoted(eventLabel(list.event))} matches`}
      action={
        narrowed ? (
          <Button onClick={() => onChange({ ...list, filters: [] }, '')}>Remove the filters</Button>
        ) : (
          <Button onClick={() => onChange({ ...list, range: { date_from: '-30d', date_to: null } }, search)}>Show the last 30 days</Button>
        )
      }
    >
      {describeDateRange(list.range)}
      {narrowed ? ', with these filters.' : '.'}
    </Empty>
  )
}
