import { useQuery } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import { MessageSquareText, Plus } from 'lucide-react'
import { Suspense, useRef, useState } from 'react'
import { annotationsQuery } from '@/api/annotations'
import { messageOf } from '@/api/client'
import { projectQuery } from '@/api/projects'
import type { Annotation } from '@/api/types'
import { kindOfNote } from '@/answers/notes'
import { definitionTabs } from '@/lib/definition_tabs'
import { formatExact } from '@/lib/format'
import { projectHref } from '@/lib/href'
import { lazy } from '@/lib/parts'
import { formatClock, formatDay, wallTimeIn, type WallTime } from '@/lib/wall_time'
import { Button } from '@/ui/button'
import { FirstLook } from '@/ui/first_look'
import { Page } from '@/ui/page'
import { PageTabs } from '@/ui/page_tabs'
import { SearchField } from '@/ui/search_field'
import { holdKeys } from '@/ui/held_keys'
import { useShortcuts } from '@/ui/shortcuts'
import { Empty, ErrorBox } from '@/ui/states'
import { Table, type Column } from '@/ui/table'

const loadNoteDialog = () => import('@/answers/note_dialog')
const NoteDialog = lazy(loadNoteDialog)

/** What happened, as it is marked on charts: noted by people and by machines. */
export default function NotesPage() {
  const { projectId = '' } = useParams({ strict: false })
  const id = Number(projectId)
  const list = useQuery(annotationsQuery(id))
  const zone = useQuery(projectQuery(id)).data?.timezone ?? 'UTC'
  const [search, setSearch] = useState('')
  const [writing, setWriting] = useState<{ note: Annotation | null; at: WallTime } | null>(null)
  const table = useRef<HTMLDivElement>(null)
  const open = (note: Annotation | null) => setWriting({ note, at: wallTimeIn(zone, note ? Date.parse(note.date_marker ?? note.created_at) : Date.now()) })
  const wanted = search.trim().toLowerCase()
  const all = list.data?.results ?? []
  const rows = all.filter((one) => (one.content ?? '').toLowerCase().includes(wanted))
  useShortcuts({
    n: () => {
      open(null)
      holdKeys(loadNoteDialog())
    },
    s: () => document.getElementById('note-search')?.focus(),
    j: () => table.current?.querySelector<HTMLElement>('[data-row-open]')?.focus(),
  })
  const add = (look?: 'primary') => (
    <Button look={look} icon={<Plus size={15} strokeWidth={1.75} aria-hidden />} onClick={() => open(null)}>
      New note
    </Button>
  )
  return (
    <Page
      title="Definitions"
      actions={add('primary')}
      tabs={<PageTabs label="Definitions" tabs={definitionTabs} base={`/project/${projectId}`} current="/data-management/annotations" />}
      className="flex flex-col overflow-hidden!"
    >
      <div className="flex shrink-0 items-center gap-3 px-5 py-3 max-sm:px-3">
        <SearchField id="note-search" label="Find a note" placeholder="What happened" className="w-72 max-w-full" value={search} onChange={setSearch} />
        {list.data && list.data.count > all.length && (
          <p className="text-small text-fg-2 max-sm:hidden">
            The newest {formatExact(all.length)} of {formatExact(list.data.count)}.
          </p>
        )}
      </div>
      {list.error ? (
        <div className="p-6">
          <ErrorBox title="The notes could not be read" message={messageOf(list.error)} onRetry={() => void list.refetch()} details={messageOf(list.error)} />
        </div>
      ) : (
        <div ref={table} className="flex min-h-0 flex-1 flex-col border-t border-line">
          <Table<Annotation>
            fill
            label="Notes"
            columns={columnsFor(id, zone)}
            rows={rows}
            rowKey={(row) => String(row.id)}
            loading={list.isPending}
            onOpen={open}
            empty={
              wanted === '' ? (
                <FirstLook preview="chart" icon={<MessageSquareText size={22} strokeWidth={1.5} aria-hidden />} title="Notes say on charts what happened when" action={add()}>
                  A launch, a campaign, an outage: written here, or with A on any chart over time.
                </FirstLook>
              ) : (
                <Empty title={`No note matches “${search.trim()}”`} action={<Button onClick={() => setSearch('')}>Show all</Button>} />
              )
            }
          />
        </div>
      )}
      <Suspense fallback={null}>
        {writing && <NoteDialog projectId={id} note={writing.note} at={writing.at} zone={zone} onClose={() => setWriting(null)} />}
      </Suspense>
    </Page>
  )
}

function columnsFor(projectId: number, zone: string): Column<Annotation>[] {
  return [
    { id: 'content', label: 'What happened', grow: 2.4, minWidth: 180, cell: (row) => <span className="truncate font-medium">{row.content || '–'}</span> },
    { id: 'scope', label: 'Shown on', grow: 1.2, hideBelow: 'md', cell: (row) => <Scope projectId={projectId} note={row} /> },
    { id: 'by', label: 'Noted by', grow: 1, hideBelow: 'lg', cell: (row) => <span className="text-fg-2">{kindOfNote(row) === 'deploy' ? 'A deployment' : row.created_by?.first_name || row.created_by?.email || '–'}</span> },
    {
      id: 'when',
      label: 'When',
      width: 204,
      align: 'end',
      sortBy: (row) => row.date_marker,
      cell: (row) => <span className="text-fg-2">{row.date_marker ? timeText(wallTimeIn(zone, Date.parse(row.date_marker))) : '–'}</span>,
    },
  ]
}

const timeText = (at: number) => `${formatDay(at)}, ${formatClock(at)}`

function Scope({ projectId, note }: { projectId: number; note: Annotation }) {
  const link = (path: string, text: string) => (
    <Link to={projectHref(projectId, path)} className="text-fg">
      {text}
    </Link>
  )
  switch (note.scope) {
    case 'organization':
      return <span className="text-fg-2">Every project</span>
    case 'dashboard_item':
      return note.insight_short_id ? link(`/insights/${note.insight_short_id}`, note.insight_name || note.insight_derived_name || 'An insight') : <span className="text-fg-2">An insight</span>
    case 'dashboard':
      return note.dashboard_id ? link(`/dashboard/${note.dashboard_id}`, note.dashboard_name || 'A dashboard') : <span className="text-fg-2">A dashboard</span>
    case 'recording':
      return <span className="text-fg-2">A recording</span>
    case 'project':
      return <span className="text-fg-2">Every chart</span>
  }
}
