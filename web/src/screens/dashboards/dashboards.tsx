import { useQuery } from '@tanstack/react-query'
import { useNavigate, useParams, useSearch } from '@tanstack/react-router'
import { LayoutDashboard, Plus } from 'lucide-react'
import { Suspense, useDeferredValue, useRef, useState } from 'react'
import { messageOf } from '@/api/client'
import { changeDashboard, createDashboard, dashboardsQuery, type DashboardBasic } from '@/api/dashboards'
import { lazy } from '@/lib/parts'
import { Button } from '@/ui/button'
import { useNow } from '@/ui/event_time'
import { FirstLook } from '@/ui/first_look'
import { holdKeys } from '@/ui/held_keys'
import { Page } from '@/ui/page'
import { SearchField } from '@/ui/search_field'
import { useShortcuts } from '@/ui/shortcuts'
import { Empty, ErrorBox } from '@/ui/states'
import { Table } from '@/ui/table'
import { toast, toastUndo } from '@/ui/toast'
import { columnsFor, nameOf } from './columns'

const icon = { size: 15, strokeWidth: 1.75, 'aria-hidden': true } as const
const loadNewDashboard = () => import('./new_dashboard')
const NewDashboard = lazy(loadNewDashboard)

/** Every dashboard of the project. */
export default function Dashboards() {
  const { projectId } = useParams({ from: '/project/$projectId/dashboard' })
  const { search } = useSearch({ from: '/project/$projectId/dashboard' })
  const navigate = useNavigate()
  const id = Number(projectId)
  const now = useNow(30_000)
  const [making, setMaking] = useState(false)
  const table = useRef<HTMLDivElement>(null)
  const asked = useDeferredValue(search?.trim() || undefined)
  const list = useQuery({ ...dashboardsQuery(id, { search: asked }), placeholderData: (before) => before })
  const rows = list.data?.results ?? []
  const fail = (error: unknown) => toast(messageOf(error), 'error')
  const find = (text: string) =>
    void navigate({ to: '/project/$projectId/dashboard', params: { projectId }, search: text ? { search: text } : {}, replace: true, resetScroll: false })
  const open = (board: DashboardBasic) => void navigate({ to: '/project/$projectId/dashboard/$dashboardId', params: { projectId, dashboardId: String(board.id) } })
  useShortcuts({
    n: () => {
      setMaking(true)
      holdKeys(loadNewDashboard())
    },
    j: () => table.current?.querySelector<HTMLElement>('[data-row-open]')?.focus(),
  })

  const pin = (board: DashboardBasic) => void changeDashboard(id, board.id, { pinned: !board.pinned }).catch(fail)
  const copy = (board: DashboardBasic) => {
    createDashboard(id, { name: `${nameOf(board)} (copy)`, use_dashboard: board.id })
      .then((made) => toast(`Made ${nameOf(made)}`, 'plain', { label: 'Open', run: () => open(made) }))
      .catch(fail)
  }
  const remove = (board: DashboardBasic) => {
    changeDashboard(id, board.id, { deleted: true })
      .then(() => toastUndo(`Deleted ${nameOf(board)}`, () => void changeDashboard(id, board.id, { deleted: false }).catch(fail)))
      .catch(fail)
  }

  const columns = columnsFor({ projectId, now, onPin: pin, onCopy: copy, onDelete: remove })

  return (
    <Page
      title="Dashboards"
      actions={
        <Button look="primary" icon={<Plus {...icon} />} onClick={() => setMaking(true)}>
          New dashboard
        </Button>
      }
      className="flex flex-col"
    >
      <div className="flex shrink-0 items-center gap-1.5 px-5 py-3 max-sm:px-3">
        <SearchField label="Find a dashboard" placeholder="Name or description" className="w-64 shrink-0 max-sm:w-full" value={search ?? ''} onChange={find} />
        <p role="status" className="ml-auto pl-3 text-small whitespace-nowrap text-fg-3 max-sm:hidden">
          {list.data ? `${list.data.count} ${list.data.count === 1 ? 'dashboard' : 'dashboards'}` : ''}
        </p>
      </div>
      {list.error ? (
        <div className="p-6">
          <ErrorBox title="The dashboards could not be read" message={list.error.message} onRetry={() => void list.refetch()} details={list.error.message} />
        </div>
      ) : (
        <div ref={table} className="flex min-h-0 flex-1 flex-col border-t border-line">
          <Table<DashboardBasic>
            fill
            label="Dashboards"
            columns={columns}
            rows={rows}
            rowKey={(board) => String(board.id)}
            rowLabel={nameOf}
            loading={list.isPending}
            sort={{ column: 'name', down: false }}
            empty={
              search ? (
                <Empty title={`No dashboard matches “${search}”`} action={<Button onClick={() => find('')}>Show all</Button>} />
              ) : (
                <FirstLook preview="tiles"
                  icon={<LayoutDashboard size={22} strokeWidth={1.5} aria-hidden />}
                  title="Dashboards keep the charts you look at every week on one page"
                  action={
                    <Button onClick={() => setMaking(true)}>New dashboard</Button>
                  }
                >
                  Start empty, or from a template built on the events you already have.
                </FirstLook>
              )
            }
          />
        </div>
      )}
      <Suspense fallback={null}>
        {making && <NewDashboard projectId={id} onClose={() => setMaking(false)} onMade={open} />}
      </Suspense>
    </Page>
  )
}
