import { queryOptions } from '@tanstack/react-query'
import { request } from './client'
import { learn, queryClient } from './query_client'
import type { EventFilter } from './types'

const key = (projectId: number) => ['project', projectId, 'event_filter'] as const
const path = (projectId: number) => `/api/projects/${projectId}/event_filter/`

/** Which events the project drops. */
export const eventFilterQuery = (projectId: number) =>
  queryOptions({ queryKey: key(projectId), queryFn: ({ signal }) => request<EventFilter>(path(projectId), { signal }) })

/** The filter as the server has it now, to see whether somebody changed it meanwhile. */
export const readEventFilter = (projectId: number): Promise<EventFilter> => queryClient.fetchQuery({ ...eventFilterQuery(projectId), staleTime: 0 })

export async function saveEventFilter(projectId: number, filter: EventFilter): Promise<void> {
  learn(key(projectId), await request<EventFilter>(path(projectId), { method: 'PATCH', body: filter }))
}
