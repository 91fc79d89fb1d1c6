import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { Link, useNavigate, useParams, useSearch } from '@tanstack/react-router'
import { ChartLine, ChevronDown, Plus } from 'lucide-react'
import { useDeferredValue, useRef } from 'react'
import { messageOf } from '@/api/client'
import { changeInsight, copyInsight, deleteInsight, insightsQuery, tagsQuery, type InsightSearch } from '@/api/insights'
import { insightKinds, type Insight, type InsightKind } from '@/api/types'
import { projectHref } from '@/lib/href'
import { askedKinds, kindLabels, newInsightPath } from '@/lib/insight_kind'
import { insightName } from '@/tiles/insight_name'
import { Button, buttonClass, IconButton } from '@/ui/button'
import { useNow } from '@/ui/event_time'
import { FirstLook } from '@/ui/first_look'
import { kindIcons } from '@/ui/kind_icons'
import { Menu, MenuItem } from '@/ui/menu'
import { MenuSelect } from '@/ui/menu_select'
import { Page } from '@/ui/page'
import { SearchField } from '@/ui/search_field'
import { useShortcuts } from '@/ui/shortcuts'
import { Empty, ErrorBox } from '@/ui/states'
import { Table } from '@/ui/table'
import { Tabs } from '@/ui/tabs'
import { toast, toastUndo } from '@/ui/toast'
import { columnsFor } from './columns'
import { KeptDraft } from './kept_draft'

const icon = { size: 15, strokeWidth: 1.75, 'aria-hidden': true } as const

/** Columns that the server sorts by. */
const orders: Record<string, string> = { name: 'name', created: 'created_at', changed: 'last_modified_at' }
type Show = 'all' | 'starred' | 'mine'

export default function Insights() {
  const { projectId } = useParams({ from: '/project/$projectId/insights' })
  const search = useSearch({ from: '/project/$projectId/insights' })
  const navigate = useNavigate()
  const id = Number(projectId)
  const now = useNow(30_000)
  const table = useRef<HTMLDivElement>(null)
  const asked: InsightSearch = useDeferredValue({
    search: search.search,
    tag: search.tag,
    kind: search.kind,
    starred: search.show === 'starred',
    mine: search.show === 'mine',
    order: search.order,
  })
  const list = useInfiniteQuery(insightsQuery(id, asked))
  const { data: tags = [] } = useQuery(tagsQuery(id))
  const rows = list.data?.pages.flatMap((page) => page.results) ?? []
  const total = list.data?.pages[0]?.count
  const narrowed = search.search !== undefined || search.tag !== undefined || search.kind !== undefined || search.show !== undefined

  const set = (edit: Partial<typeof search>) => {
    const next = Object.fromEntries(Object.entries({ ...search, ...edit }).filter(([, value]) => value !== undefined && value !== ''))
    void navigate({ to: '/project/$projectId/insights', params: { projectId }, search: next, replace: true, resetScroll: false })
  }
  useShortcuts({
    n: () => void navigate({ to: '/project/$projectId/insights/new', params: { projectId } }),
    j: () => table.current?.querySelector<HTMLElement>('[data-row-open]')?.focus(),
  })

  const star = (insight: Insight) => {
    changeInsight(id, insight, { favorited: !insight.favorited }).catch((error: unknown) => toast(messageOf(error), 'error'))
  }
  const copy = (insight: Insight) => {
    copyInsight(id, insight, `${insightName(insight)} (copy)`)
      .then((made) => toast(`Made ${made.name}`))
      .catch((error: unknown) => toast(messageOf(error), 'error'))
  }
  const remove = (insight: Insight) => {
    deleteInsight(id, insight)
      .then(() =>
        toastUndo(`Deleted ${insightName(insight)}`, () => {
          deleteInsight(id, insight, false).catch((error: unknown) => toast(messageOf(error), 'error'))
        }),
      )
      .catch((error: unknown) => toast(messageOf(error), 'error'))
  }

  const columns = columnsFor({ projectId, now, onStar: star, onCopy: copy, onDelete: remove, onTag: (tag) => set({ tag }) })
  const order = search.order ?? '-last_modified_at'
  const column = Object.keys(orders).find((one) => orders[one] === order.replace(/^-/, ''))

  return (
    <Page
      title="Insights"
      actions={
        <>
          <Menu align="end" trigger={<IconButton label="New insight of a kind" icon={<ChevronDown {...icon} />} />}>
            {[...askedKinds, 'SQL' as const].map((kind) => {
              const Icon = kindIcons[kind]
              return (
                <MenuItem key={kind} icon={<Icon {...icon} />} onClick={() => void navigate({ href: projectHref(projectId, newInsightPath(kind)) })}>
                  {kindLabels[kind]}
                </MenuItem>
              )
            })}
          </Menu>
          <Link to="/project/$projectId/insights/new" params={{ projectId }} className={buttonClass('primary')}>
            <Plus {...icon} />
            New insight
          </Link>
        </>
      }
      tabs={
        <Tabs<Show>
          label="Which insights"
          className="px-5"
          value={search.show ?? 'all'}
          tabs={[
            { value: 'all', label: 'All' },
            { value: 'starred', label: 'Starred' },
            { value: 'mine', label: 'Mine' },
          ]}
          onChange={(show) => set({ show: show === 'all' ? undefined : show })}
        />
      }
      className="flex flex-col"
    >
      <div className="scroll-none flex shrink-0 items-center gap-1.5 overflow-x-auto px-5 py-3 max-sm:px-3">
        <SearchField label="Find an insight" placeholder="Name or tag" className="w-64 shrink-0 max-sm:w-44" value={search.search ?? ''} onChange={(text) => set({ search: text })} />
        <MenuSelect
          label="Kind"
          value={search.kind ?? ''}
          options={[{ value: '', label: 'Any kind' }, ...insightKinds.map((kind) => ({ value: kind, label: kindLabels[kind] }))]}
          onChange={(kind) => set({ kind: insightKinds.find((one): one is InsightKind => one === kind) })}
        />
        {(tags.length > 0 || search.tag) && (
          <MenuSelect
            label="Tag"
            value={search.tag ?? ''}
            options={[{ value: '', label: 'Any tag' }, ...[...new Set([...tags, ...(search.tag ? [search.tag] : [])])].map((tag) => ({ value: tag, label: tag }))]}
            onChange={(tag) => set({ tag })}
          />
        )}
        {narrowed && (
          <Button look="ghost" onClick={() => set({ search: undefined, tag: undefined, kind: undefined, show: undefined })}>
            Clear
          </Button>
        )}
        <p role="status" className="ml-auto pl-3 text-small whitespace-nowrap text-fg-3 max-sm:hidden">
          {total === undefined ? '' : `${total} ${total === 1 ? 'insight' : 'insights'}`}
        </p>
      </div>
      <KeptDraft projectId={id} />
      {list.error ? (
        <div className="p-6">
          <ErrorBox title="The insights could not be read" message={list.error.message} onRetry={() => void list.refetch()} details={list.error.message} />
        </div>
      ) : (
        <div ref={table} className="flex min-h-0 flex-1 flex-col border-t border-line">
          <Table<Insight>
            fill
            label="Insights"
            columns={columns}
            rows={rows}
            rowKey={(insight) => insight.short_id}
            rowLabel={insightName}
            loading={list.isPending}
            sort={column ? { column, down: order.startsWith('-') } : null}
            onSort={(next) => set({ order: next && orders[next.column] ? `${next.down ? '-' : ''}${orders[next.column]}` : undefined })}
            onEnd={list.hasNextPage && !list.isFetchingNextPage ? () => void list.fetchNextPage() : undefined}
            empty={
              narrowed ? (
                <Empty title="No insight matches" action={<Button onClick={() => set({ search: undefined, tag: undefined, kind: undefined, show: undefined })}>Show all</Button>}>
                  Search covers names, descriptions and tags.
                </Empty>
              ) : (
                <FirstLook preview="chart"
                  icon={<ChartLine size={22} strokeWidth={1.5} aria-hidden />}
                  title="Insights keep the questions you ask often"
                  action={
                    <Link to="/project/$projectId/insights/new" params={{ projectId }} className={buttonClass()}>
                      New insight
                    </Link>
                  }
                >
                  Build one, save it under a name, and find it here.
                </FirstLook>
              )
            }
          />
        </div>
      )}
    </Page>
  )
}
