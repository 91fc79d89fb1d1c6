import { queryOptions } from '@tanstack/react-query'
import { request, withParams } from './client'
import type { Page } from './types'
import type { ActorsSource } from '@/drill/point'

export interface Cohort {
  id: number
  name: string
  is_calculating: boolean
  count: number | null
}

export const cohortsQuery = (projectId: number) =>
  queryOptions({
    queryKey: ['project', projectId, 'cohorts'],
    queryFn: ({ signal }) => request<Page<Cohort>>(withParams(`/api/projects/${projectId}/cohorts/`, { limit: 1000 }), { signal }),
  })

/** Keeps the people behind a number, as they are now, under a name. */
export async function saveAsCohort(projectId: number, name: string, source: ActorsSource): Promise<Cohort> {
  return request<Cohort>(`/api/projects/${projectId}/cohorts/`, {
    method: 'POST',
    body: { name, is_static: true, query: { kind: 'ActorsQuery', source, select: ['actor_id'] } },
  })
}
