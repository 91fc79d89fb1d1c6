import { queryOptions } from '@tanstack/react-query'
import type { FilterGroup } from './types'
import { request, withParams } from './client'
import { learn, outdate, queryClient } from './query_client'
import { readEvent, runQuery } from './query'
import type { Action, CapturedEvent, Page, TableResponse } from './types'

const path = (projectId: number, rest = '') => `/api/projects/${projectId}/actions/${rest}`
const key = (projectId: number) => ['project', projectId, 'actions'] as const

/** The actions of the project: several events under one name. */
export const actionsQuery = (projectId: number) =>
  queryOptions({
    queryKey: [...key(projectId), 'list'],
    queryFn: ({ signal }) => request<Page<Action>>(withParams(path(projectId), { limit: 1000 }), { signal }),
  })

/** One action, also one that was deleted. */
export const actionQuery = (projectId: number, id: number) =>
  queryOptions({
    queryKey: [...key(projectId), 'one', id],
    queryFn: ({ signal }) => request<Action>(path(projectId, `${id}/`), { signal }),
  })

/** The action as the server has it now, to see whether somebody changed it meanwhile. */
export const readAction = (projectId: number, id: number): Promise<Action> => queryClient.fetchQuery({ ...actionQuery(projectId, id), staleTime: 0 })

export type ActionChange = Partial<Pick<Action, 'name' | 'description' | 'tags' | 'steps' | 'deleted'>>

/** Makes an action, or changes the one with the id. */
export async function keepAction(projectId: number, id: number | null, change: ActionChange): Promise<Action> {
  const kept = await request<Action>(path(projectId, id === null ? '' : `${id}/`), { method: id === null ? 'POST' : 'PATCH', body: change })
  learn(actionQuery(projectId, kept.id).queryKey, kept)
  await outdate([...key(projectId), 'list'])
  return kept
}

/** The newest events of the last days that the conditions let through; every event without them. */
export const matchingEventsQuery = (projectId: number, conditions: FilterGroup | null, days: number, limit: number) =>
  queryOptions({
    queryKey: ['project', projectId, 'matching_events', conditions, days, limit],
    queryFn: async ({ signal }): Promise<CapturedEvent[]> => {
      const query = { kind: 'EventsQuery', select: ['*'], orderBy: ['timestamp DESC'], after: `-${days}d`, limit, ...(conditions && { fixedProperties: [conditions] }) }
      const { response } = await runQuery<TableResponse>(projectId, query, { signal })
      return response.results.map((row) => (Array.isArray(row) ? readEvent(row[0]) : null)).filter((event) => event !== null)
    },
  })

const mostCounted = 50

/** How often each of the actions came in the last 30 days, by id; only so many are counted at once. */
export const actionVolumesQuery = (projectId: number, ids: number[]) =>
  queryOptions({
    queryKey: ['project', projectId, 'action_volumes', ids],
    queryFn: async ({ signal }) => {
      const counted = ids.slice(0, mostCounted)
      const query = { kind: 'HogQLQuery', query: `select ${counted.map((id) => `countIf(matchesAction(${id}))`).join(', ')} from events where timestamp > now() - interval 30 day` }
      const { response } = await runQuery<TableResponse>(projectId, query, { signal })
      const row = response.results[0] ?? []
      return new Map(counted.map((id, at) => [id, Number(row[at] ?? 0)]))
    },
    enabled: ids.length > 0,
    staleTime: 5 * 60_000,
  })
