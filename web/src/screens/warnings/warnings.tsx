import { useQuery } from '@tanstack/react-query'
import { useParams, useSearch, useNavigate } from '@tanstack/react-router'
import { TriangleAlert } from 'lucide-react'
import { useDeferredValue, useState } from 'react'
import { messageOf } from '@/api/client'
import { warningsQuery, type WarningSummary } from '@/api/ingestion'
import { Sparkline } from '@/charts/sparkline'
import { formatExact } from '@/lib/format'
import { ingestionTabs } from '@/lib/ingestion_tabs'
import { Code } from '@/ui/code'
import { EventTime, useNow } from '@/ui/event_time'
import { Page } from '@/ui/page'
import { PageTabs } from '@/ui/page_tabs'
import { SearchField } from '@/ui/search_field'
import { Empty, ErrorBox } from '@/ui/states'
import { Table, type Column } from '@/ui/table'

/** What each kind means and what to do about it; kinds that are not here speak for themselves. */
const known: Record<string, { title: string; fix: string }> = {
  cannot_merge_already_identified: { title: 'Two identified people were not merged', fix: 'An identify call had an id of somebody who is known already. Call reset() when a user logs out, or merge the two by hand under People.' },
  cannot_merge_with_illegal_distinct_id: { title: 'An id that means nobody was not merged', fix: 'The id is a placeholder, such as “null” or “anonymous”. Call identify only once the user’s id is known.' },
  message_size_too_large: { title: 'An event was too large', fix: 'Send less in one event: its properties may have a megabyte.' },
  person_properties_size_violation: { title: 'A person has too many properties', fix: 'Set fewer or shorter properties, and remove those that nobody uses.' },
  ignored_invalid_timestamp: { title: 'A time could not be read', fix: 'Send times in ISO 8601, such as 2026-07-03T14:05:09Z.' },
  cookieless_missing_user_agent: { title: 'A visitor without cookies has no user agent', fix: 'Events in cookieless mode need $raw_user_agent, as posthog-js sends it.' },
  cookieless_missing_ip: { title: 'A visitor without cookies has no address', fix: 'The address of the request is needed. Look at “Where your request comes from” under Ingestion.' },
  cookieless_missing_host: { title: 'A visitor without cookies is on no site', fix: 'Events in cookieless mode need $host, as posthog-js sends it.' },
  cookieless_timestamp_out_of_range: { title: 'A visitor without cookies came too late', fix: 'Events in cookieless mode must arrive within three days, for the key of their day is deleted then.' },
  event_timestamp_in_future: { title: 'A time lay in the future', fix: 'Check the clock of the device or server that sends it.' },
}

const wordsOf = (type: string): string => {
  const words = type.replaceAll('_', ' ')
  return known[type]?.title ?? words.charAt(0).toUpperCase() + words.slice(1)
}

/** What ingestion found strange in the last thirty days, by kind. */
export default function Warnings() {
  const { projectId = '' } = useParams({ strict: false })
  const { search = '' } = useSearch({ strict: false }) as { search?: string }
  const navigate = useNavigate()
  const now = useNow(30_000)
  const [open, setOpen] = useState<string | null>(null)
  const list = useQuery(warningsQuery(Number(projectId), useDeferredValue(search.trim())))
  return (
    <Page title="Ingestion" tabs={<PageTabs label="Ingestion" tabs={ingestionTabs} base={`/project/${projectId}`} current="/data-management/ingestion-warnings" />}>
      <div className="px-5 py-3 max-sm:px-3">
        <SearchField label="Find a warning" placeholder="Kind, distinct id or event" className="w-72 max-w-full" value={search} onChange={(text) => void navigate({ to: '.', search: (text === '' ? {} : { search: text }) as never, replace: true, resetScroll: false })} />
      </div>
      {list.error ? (
        <div className="p-6">
          <ErrorBox title="The warnings could not be read" message={messageOf(list.error)} onRetry={() => void list.refetch()} details={messageOf(list.error)} />
        </div>
      ) : (
        <div className="border-t border-line">
          <Table<WarningSummary>
            label="Warnings"
            columns={columnsAt(now)}
            rows={list.data ?? []}
            rowKey={(row) => row.type}
            loading={list.isPending}
            onOpen={(row) => setOpen(open === row.type ? null : row.type)}
            detailKey={open}
            renderDetail={(row) => <Samples summary={row} now={now} />}
            empty={
              search === '' ? (
                <Empty icon={<TriangleAlert size={22} strokeWidth={1.5} aria-hidden />} title="No warnings in the last 30 days">
                  When ingestion has to guess or refuse, it says so here.
                </Empty>
              ) : (
                <Empty title={`No warning matches “${search}”`} />
              )
            }
          />
        </div>
      )}
    </Page>
  )
}

function columnsAt(now: number): Column<WarningSummary>[] {
  return [
    { id: 'type', label: 'Warning', grow: 2, minWidth: 180, cell: (row) => <span className="font-medium">{wordsOf(row.type)}</span> },
    { id: 'days', label: '30 days', width: 140, hideBelow: 'sm', cell: (row) => <Sparkline values={row.sparkline.map(([count]) => count)} slot={1} /> },
    { id: 'count', label: 'Count', width: 90, align: 'end', sortBy: (row) => row.count, cell: (row) => formatExact(row.count) },
    {
      id: 'seen',
      label: 'Last seen',
      width: 116,
      align: 'end',
      sortBy: (row) => row.lastSeen,
      cell: (row) => (
        <span className="text-fg-2">
          <EventTime time={row.lastSeen} now={now} />
        </span>
      ),
    },
  ]
}

function Samples({ summary, now }: { summary: WarningSummary; now: number }) {
  return (
    <div className="px-5 py-4">
      {known[summary.type] && <p className="pb-3">{known[summary.type]?.fix}</p>}
      <ul className="m-0 grid list-none gap-3 p-0">
        {summary.warnings.slice(0, 5).map((warning) => (
          <li key={`${warning.timestamp} ${JSON.stringify(warning.details)}`}>
            <p className="pb-1 text-small text-fg-2">
              <EventTime time={warning.timestamp} now={now} />
            </p>
            <Code label="details" text={JSON.stringify(warning.details, null, 2)} />
          </li>
        ))}
      </ul>
    </div>
  )
}
