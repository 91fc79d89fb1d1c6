import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { Link, useNavigate, useParams, useSearch } from '@tanstack/react-router'
import { Building2 } from 'lucide-react'
import { useDeferredValue, useRef } from 'react'
import { groupsQuery, groupTypesQuery, nameOfGroup, nameOfType } from '@/api/groups'
import type { Group } from '@/api/types'
import { formatExact } from '@/lib/format'
import { PeopleTabs } from '@/people/people_tabs'
import { Button } from '@/ui/button'
import { rowLinkClass, TextCell, TimeCell } from '@/ui/cells'
import { useNow } from '@/ui/event_time'
import { FirstLook } from '@/ui/first_look'
import { Page } from '@/ui/page'
import { SearchField } from '@/ui/search_field'
import { useShortcuts } from '@/ui/shortcuts'
import { Empty, ErrorBox } from '@/ui/states'
import { Table, type Column } from '@/ui/table'

const route = '/project/$projectId/groups/$groupType'

/** The groups of one type, the newest first. */
export default function Groups() {
  const { projectId, groupType } = useParams({ from: route })
  const { search = '' } = useSearch({ from: route })
  const navigate = useNavigate()
  const id = Number(projectId)
  const now = useNow(30_000)
  const table = useRef<HTMLDivElement>(null)
  const index = Number(groupType)
  const { data: types } = useQuery(groupTypesQuery(id))
  const type = types?.find((one) => one.group_type_index === index)
  const list = useInfiniteQuery(groupsQuery(id, index, useDeferredValue(search.trim())))
  const rows = list.data?.pages.flatMap((page) => page.results) ?? []
  const many = type ? nameOfType(type, true) : 'Groups'
  const find = (text: string) => void navigate({ to: '.', search: (text === '' ? {} : { search: text }) as never, replace: true, resetScroll: false })
  useShortcuts({ s: () => document.getElementById('group-search')?.focus(), j: () => table.current?.querySelector<HTMLElement>('[data-row-open]')?.focus() })

  const columns = columnsOf({ projectId, groupType, what: type ? nameOfType(type) : 'Group', now })
  return (
    <Page title="People" tabs={<PeopleTabs projectId={id} current={`/groups/${groupType}`} />} className="flex flex-col overflow-hidden!">
      <div className="shrink-0 px-5 py-3 max-sm:px-3">
        <SearchField id="group-search" label={`Find among ${many.toLowerCase()}`} placeholder="Name or key" className="w-72 max-w-full" value={search} onChange={find} />
      </div>
      {list.error ? (
        <div className="p-6">
          <ErrorBox title={`${many} could not be read`} message={list.error.message} onRetry={() => void list.refetch()} details={list.error.message} />
        </div>
      ) : (
        <div ref={table} className="flex min-h-0 flex-1 flex-col border-t border-line">
          <Table<Group>
            fill
            label={many}
            columns={columns}
            rows={rows}
            rowKey={(group) => group.group_key}
            loading={list.isPending}
            onEnd={list.hasNextPage && !list.isFetchingNextPage ? () => void list.fetchNextPage() : undefined}
            empty={
              search === '' ? (
                <FirstLook preview="people" snippet={{ text: "posthog.group('company', 'acme', { name: 'Acme' })", label: 'first group' }} icon={<Building2 size={22} strokeWidth={1.5} aria-hidden />} title="No groups of this kind yet">
                  Send posthog.group(type, key) from your app, and companies, teams or workspaces are listed here.
                </FirstLook>
              ) : (
                <Empty title={`Nothing matches “${search}”`} action={<Button onClick={() => find('')}>Show all</Button>}>
                  Search covers names and keys.
                </Empty>
              )
            }
          />
        </div>
      )}
    </Page>
  )
}

interface Shown {
  projectId: string
  groupType: string
  /** What one of them is called. */
  what: string
  now: number
}

function columnsOf({ projectId, groupType, what, now }: Shown): Column<Group>[] {
  return [
    {
      id: 'name',
      label: what,
      grow: 1.6,
      minWidth: 180,
      cell: (group) => (
        <Link to="/project/$projectId/groups/$groupType/$groupKey" params={{ projectId, groupType, groupKey: group.group_key }} data-row-open className={rowLinkClass} title={nameOfGroup(group)}>
          {nameOfGroup(group)}
        </Link>
      ),
    },
    { id: 'key', label: 'Key', minWidth: 140, hideBelow: 'sm', cell: (group) => <TextCell text={group.group_key} /> },
    { id: 'properties', label: 'Properties', width: 110, align: 'end', hideBelow: 'md', cell: (group) => <TextCell text={formatExact(Object.keys(group.group_properties).length)} /> },
    {
      id: 'created',
      label: 'First seen',
      width: 120,
      align: 'end',
      cell: (group) => <TimeCell time={group.created_at} now={now} />,
    },
  ]
}
