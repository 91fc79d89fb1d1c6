import { useQueries } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { messageOf } from '@/api/client'
import { nameOfType } from '@/api/groups'
import { personGroupsQuery } from '@/api/persons'
import type { GroupType } from '@/api/types'
import { plural } from '@/lib/format'
import { EventTime } from '@/ui/event_time'
import { Empty, ErrorBox, Skeleton } from '@/ui/states'

interface PersonGroupsProps {
  projectId: number
  uuid: string
  types: GroupType[]
  now: number
}

/** The companies, teams and the like that somebody acted for. */
export function PersonGroups({ projectId, uuid, types, now }: PersonGroupsProps) {
  const found = useQueries({ queries: types.map((type) => personGroupsQuery(projectId, uuid, type.group_type_index)) })
  const failed = found.find((one) => one.error)
  if (failed?.error) {
    return (
      <div className="p-6">
        <ErrorBox title="The groups could not be read" message={messageOf(failed.error)} onRetry={() => void failed.refetch()} />
      </div>
    )
  }
  if (found.some((one) => one.isPending)) return <Skeleton className="m-5 h-4 w-1/3" />
  if (found.every((one) => one.data?.length === 0)) return <Empty title="No groups">Nothing this person did was sent with a group.</Empty>
  return (
    <div className="grid gap-5 px-5 py-4 max-sm:px-3">
      {types.map((type, at) => {
        const groups = found[at]?.data ?? []
        if (groups.length === 0) return null
        return (
          <section key={type.group_type_index} aria-label={nameOfType(type, true)}>
            <h3 className="pb-1 text-small font-normal text-fg-2">{nameOfType(type, true)}</h3>
            <ul className="m-0 list-none p-0">
              {groups.map((group) => (
                <li key={group.key} className="flex min-h-row items-center gap-3 border-b border-line">
                  <Link
                    to="/project/$projectId/groups/$groupType/$groupKey"
                    params={{ projectId: String(projectId), groupType: String(type.group_type_index), groupKey: group.key }}
                    className="min-w-0 truncate rounded-chip leading-7 font-medium text-fg no-underline hover:underline"
                  >
                    {group.name ?? group.key}
                  </Link>
                  {group.name !== null && <span className="min-w-0 flex-1 truncate text-small text-fg-3">{group.key}</span>}
                  <span className="ml-auto shrink-0 text-fg-2">{plural(group.events, 'event')}</span>
                  <span className="w-24 shrink-0 text-right text-fg-2">
                    <EventTime time={group.lastSeen} now={now} />
                  </span>
                </li>
              ))}
            </ul>
          </section>
        )
      })}
    </div>
  )
}
