import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate, useParams, useSearch } from '@tanstack/react-router'
import { groupEventsQuery } from '@/api/actors'
import { isApiError, messageOf } from '@/api/client'
import { groupQuery, groupTypesQuery, nameOfGroup, nameOfType, relatedQuery, removeGroupProperty, setGroupProperty } from '@/api/groups'
import type { Group } from '@/api/types'
import { EventsList } from '@/people/events_list'
import { PropertyEditor } from '@/people/property_editor'
import { Avatar } from '@/ui/avatar'
import { buttonClass } from '@/ui/button'
import { CopyButton } from '@/ui/code'
import { EventTime, useNow } from '@/ui/event_time'
import { Page } from '@/ui/page'
import { Empty, ErrorBox, Skeleton } from '@/ui/states'
import { Tabs } from '@/ui/tabs'

const tabs = ['properties', 'events', 'people'] as const
type Tab = (typeof tabs)[number]

/** One company, team or workspace: its properties, events and people. */
export default function GroupPage() {
  const { projectId = '', groupType = '', groupKey = '' } = useParams({ strict: false })
  const { data: group, error, isPending, refetch } = useQuery(groupQuery(Number(projectId), Number(groupType), groupKey))
  if (group) return <GroupView key={groupKey} projectId={Number(projectId)} group={group} />
  return (
    <Page parent="People" title="Group">
      {isPending ? (
        <Skeleton className="m-5 h-6 w-64" />
      ) : isApiError(error) && error.status === 404 ? (
        <Empty
          title={`There is no group “${groupKey}”`}
          action={
            <Link to="/project/$projectId/groups/$groupType" params={{ projectId, groupType }} className={buttonClass()}>
              All groups
            </Link>
          }
        >
          A group is known once something was said about it.
        </Empty>
      ) : (
        <div className="p-6">
          <ErrorBox title="The group could not be read" message={messageOf(error)} onRetry={() => void refetch()} details={messageOf(error)} />
        </div>
      )}
    </Page>
  )
}

function GroupView({ projectId, group }: { projectId: number; group: Group }) {
  const { tab: asked } = useSearch({ strict: false }) as { tab?: string }
  const tab = tabs.find((one) => one === asked) ?? 'properties'
  const navigate = useNavigate()
  const now = useNow(30_000)
  const { data: types } = useQuery(groupTypesQuery(projectId))
  const type = types?.find((one) => one.group_type_index === group.group_type_index)
  const name = nameOfGroup(group)
  return (
    <Page
      parent={
        <Link to="/project/$projectId/groups/$groupType" params={{ projectId: String(projectId), groupType: String(group.group_type_index) }} className="text-fg-2 no-underline hover:text-fg">
          {type ? nameOfType(type, true) : 'Groups'}
        </Link>
      }
      title={name}
      className="flex flex-col overflow-hidden!"
    >
      <div className="flex shrink-0 items-center gap-3 px-5 py-4 max-sm:px-3">
        <Avatar name={name} size={40} />
        <div className="min-w-0">
          <p className="truncate text-panel font-semibold" title={name}>
            {name}
          </p>
          <p className="flex items-center gap-1 text-small text-fg-2">
            <span className="truncate">{group.group_key}</span>
            <CopyButton text={group.group_key} label="Copy the key" />
            <span className="shrink-0 whitespace-nowrap">
              first seen <EventTime time={group.created_at} now={now} />
            </span>
          </p>
        </div>
      </div>
      <Tabs<Tab>
        label="About this group"
        className="px-5 max-sm:px-3"
        value={tab}
        tabs={[
          { value: 'properties', label: 'Properties', count: Object.keys(group.group_properties).length },
          { value: 'events', label: 'Events' },
          { value: 'people', label: 'People' },
        ]}
        onChange={(next) => void navigate({ to: '.', search: (next === 'properties' ? {} : { tab: next }) as never, replace: true })}
      />
      {tab === 'events' ? (
        <div className="flex min-h-0 flex-1 flex-col">
          <EventsList query={groupEventsQuery(projectId, group.group_type_index, group.group_key)} empty="Nothing was sent with this group yet." />
        </div>
      ) : (
        <div className="scroll-thin min-h-0 flex-1 overflow-y-auto">
          {tab === 'properties' ? (
            <PropertyEditor what="group" properties={group.group_properties} onSet={(key, value) => setGroupProperty(projectId, group, key, value)} onRemove={(key) => removeGroupProperty(projectId, group, key)} />
          ) : (
            <Related projectId={projectId} group={group} />
          )}
        </div>
      )}
    </Page>
  )
}

function Related({ projectId, group }: { projectId: number; group: Group }) {
  const { data, error, isPending, refetch } = useQuery(relatedQuery(projectId, group.group_type_index, group.group_key))
  if (error) {
    return (
      <div className="p-6">
        <ErrorBox title="The people could not be read" message={messageOf(error)} onRetry={() => void refetch()} />
      </div>
    )
  }
  if (isPending) return <Skeleton className="m-5 h-5 w-1/2" />
  const people = data.filter((one) => one.type === 'person')
  if (people.length === 0) return <Empty title="Nobody was seen with this group in the last 90 days" />
  return (
    <ul aria-label="People" className="m-0 list-none p-0">
      {people.map((one) => {
        const name = one.name || one.distinct_ids?.[0] || one.id
        return (
          <li key={one.id} className="border-b border-line">
            <Link to="/project/$projectId/persons/$personId" params={{ projectId: String(projectId), personId: one.id }} className="flex min-h-13 items-center gap-3 px-5 text-fg no-underline hover:bg-hover max-sm:px-3">
              <Avatar name={name} />
              <span className="min-w-0 flex-1 truncate font-medium">{name}</span>
              {one.distinct_ids?.[0] && one.distinct_ids[0] !== name && <span className="truncate text-small text-fg-3 max-sm:hidden">{one.distinct_ids[0]}</span>}
            </Link>
          </li>
        )
      })}
    </ul>
  )
}
