import { request } from './client'
import type { ActorsSource } from '@/drill/point'

export interface Cohort {
  id: number
  name: string
  is_calculating: boolean
  count: number | null
}

/** Keeps the people behind a number, as they are now, under a name. */
export async function saveAsCohort(projectId: number, name: string, source: ActorsSource): Promise<Cohort> {
  return request<Cohort>(`/api/projects/${projectId}/cohorts/`, {
    method: 'POST',
    body: { name, is_static: true, query: { kind: 'ActorsQuery', source, select: ['actor_id'] } },
  })
}
