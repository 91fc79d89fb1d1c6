import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate, useParams, useSearch } from '@tanstack/react-router'
import { MousePointerClick, Plus } from 'lucide-react'
import { useRef } from 'react'
import { actionsQuery, actionVolumesQuery } from '@/api/actions'
import { messageOf } from '@/api/client'
import type { Action } from '@/api/types'
import { describeStep, readSteps } from '@/lib/action_steps'
import { definitionTabs } from '@/lib/definition_tabs'
import { formatCompact } from '@/lib/format'
import { Button, buttonClass } from '@/ui/button'
import { EventTime, useNow } from '@/ui/event_time'
import { FirstLook } from '@/ui/first_look'
import { Page } from '@/ui/page'
import { PageTabs } from '@/ui/page_tabs'
import { Kbd } from '@/ui/kbd'
import { SearchField } from '@/ui/search_field'
import { useShortcuts } from '@/ui/shortcuts'
import { Empty, ErrorBox } from '@/ui/states'
import { Table, type Column } from '@/ui/table'

/** Several events under one name, each with what it matches. */
export default function Actions() {
  const { projectId = '' } = useParams({ strict: false })
  const { search = '' } = useSearch({ strict: false }) as { search?: string }
  const id = Number(projectId)
  const navigate = useNavigate()
  const now = useNow(30_000)
  const table = useRef<HTMLDivElement>(null)
  const list = useQuery(actionsQuery(id))
  const all = list.data?.results ?? []
  const { data: volumes } = useQuery(actionVolumesQuery(id, all.map((one) => one.id)))
  const wanted = search.trim().toLowerCase()
  const rows = all.filter((one) => textOf(one).includes(wanted))
  const find = (text: string) => void navigate({ to: '/project/$projectId/data-management/actions', params: { projectId }, search: text ? { search: text } : {}, replace: true, resetScroll: false })
  const open = (actionId: string) => void navigate({ to: '/project/$projectId/data-management/actions/$actionId', params: { projectId, actionId } })
  useShortcuts({
    n: () => open('new'),
    s: () => document.getElementById('action-search')?.focus(),
    j: () => table.current?.querySelector<HTMLElement>('[data-row-open]')?.focus(),
  })
  const create = (
    <Link to="/project/$projectId/data-management/actions/$actionId" params={{ projectId, actionId: 'new' }} className={buttonClass('primary')}>
      <Plus size={15} strokeWidth={1.75} aria-hidden />
      New action
      <span className="max-md:hidden">
        <Kbd hint inverse>
          N
        </Kbd>
      </span>
    </Link>
  )
  return (
    <Page title="Definitions" actions={all.length > 0 && create} tabs={<PageTabs label="Definitions" tabs={definitionTabs} base={`/project/${projectId}`} current="/data-management/actions" />} className="flex flex-col overflow-hidden!">
      <div className="flex shrink-0 items-center px-5 py-3 max-sm:px-3">
        <SearchField id="action-search" label="Find an action" placeholder="Name, event or tag" className="w-72 max-w-full" value={search} onChange={find} />
      </div>
      {list.error ? (
        <div className="p-6">
          <ErrorBox title="The actions could not be read" message={messageOf(list.error)} onRetry={() => void list.refetch()} details={messageOf(list.error)} />
        </div>
      ) : (
        <div ref={table} className="flex min-h-0 flex-1 flex-col border-t border-line">
          <Table<Action>
            fill
            label="Actions"
            columns={columnsAt(now, volumes)}
            rows={rows}
            rowKey={(row) => String(row.id)}
            loading={list.isPending}
            onOpen={(row) => open(String(row.id))}
            empty={
              wanted === '' ? (
                <FirstLook preview="rows" icon={<MousePointerClick size={22} strokeWidth={1.5} aria-hidden />} title="Actions give several events one name" action={create}>
                  “Signed up” may be a click on one page and an event from the server: say once what it is, and use it in every chart.
                </FirstLook>
              ) : (
                <Empty title={`No action matches “${search.trim()}”`} action={<Button onClick={() => find('')}>Show all</Button>} />
              )
            }
          />
        </div>
      )}
    </Page>
  )
}

const sentencesOf = (action: Action): string[] => readSteps(action.steps).map(describeStep)
const textOf = (action: Action): string => [action.name ?? '', action.description, ...action.tags, ...action.steps.map((step) => step.event ?? ''), ...sentencesOf(action)].join('\n').toLowerCase()

function columnsAt(now: number, volumes: ReadonlyMap<number, number> | undefined): Column<Action>[] {
  return [
    { id: 'name', label: 'Name', grow: 1.4, minWidth: 170, sortBy: (row) => row.name, cell: (row) => <span className="font-medium" title={row.description || undefined}>{row.name || `Action ${row.id}`}</span> },
    {
      id: 'matches',
      label: 'Matches',
      grow: 2,
      minWidth: 180,
      hideBelow: 'md',
      cell: (row) => {
        const text = sentencesOf(row).join(', or ')
        return (
          <span className="text-fg-2" title={text}>
            {text || 'Every event'}
          </span>
        )
      },
    },
    {
      id: 'tags',
      label: 'Tags',
      minWidth: 110,
      hideBelow: 'lg',
      cell: (row) => (
        <span className="flex gap-1 overflow-hidden">
          {row.tags.map((tag) => (
            <span key={tag} className="h-6 max-w-40 truncate rounded-chip bg-hover px-1.5 text-small leading-6 text-fg-2">
              {tag}
            </span>
          ))}
        </span>
      ),
    },
    { id: 'by', label: 'Made by', minWidth: 110, hideBelow: 'lg', cell: (row) => <span className="text-fg-2">{row.created_by?.first_name || row.created_by?.email || '–'}</span> },
    { id: 'volume', label: '30 days', width: 96, align: 'end', sortBy: (row) => volumes?.get(row.id) ?? null, cell: (row) => <span className="text-fg-2">{volumes ? formatMaybe(volumes.get(row.id)) : ''}</span> },
    { id: 'changed', label: 'Changed', width: 116, align: 'end', hideBelow: 'sm', sortBy: (row) => row.updated_at, cell: (row) => <span className="text-fg-2"><EventTime time={row.updated_at} now={now} /></span> },
  ]
}

const formatMaybe = (count: number | undefined): string => (count === undefined ? '–' : formatCompact(count))
