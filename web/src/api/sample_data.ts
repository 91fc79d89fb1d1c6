import { queryOptions } from '@tanstack/react-query'
import { request } from './client'
import { outdate } from './query_client'
import { meQuery } from './session'
import type { Project } from './types'

export interface Filling {
  is_generating_demo_data: boolean
  events_done?: number
  events_total?: number
}

/** Makes a project of its own, which the server fills with the events of a made-up product. */
export async function makeSampleProject(): Promise<Project> {
  const made = await request<Project>('/api/organizations/@current/sample_project/', { method: 'POST' })
  await outdate(meQuery.queryKey)
  return made
}

/** How far a project is filled; asked for again until it is full. */
export const fillingQuery = (projectId: number) =>
  queryOptions({
    queryKey: ['project', projectId, 'filling'],
    queryFn: ({ signal }) => request<Filling>(`/api/projects/${projectId}/is_generating_demo_data/`, { signal }),
    refetchInterval: (query) => (query.state.data?.is_generating_demo_data === false ? false : 1000),
    staleTime: 0,
  })
