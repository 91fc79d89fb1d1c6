import { queryOptions } from '@tanstack/react-query'
import { Turns } from '@/lib/turns'
import { request } from './client'
import { learn, outdate, queryClient } from './query_client'
import { meQuery } from './session'
import type { Project, ProjectChange } from './types'

export const projectQuery = (id: number) =>
  queryOptions({
    queryKey: ['project', id, 'settings'],
    queryFn: ({ signal }) => request<Project>(`/api/projects/${id}/`, { signal }),
  })

/** Keeps what the change answered, and lets everything computed under the old settings go stale. */
async function keep(project: Project): Promise<Project> {
  learn(projectQuery(project.id).queryKey, project)
  await outdate(meQuery.queryKey)
  await outdate(['project', project.id, 'query'])
  return project
}

// Each answer holds every setting: the last write has to be the last to be answered.
const inTurn = new Turns(1)

export async function changeProject(id: number, change: ProjectChange): Promise<Project> {
  return keep(await inTurn.run(() => request<Project>(`/api/projects/${id}/`, { method: 'PATCH', body: change })))
}

export async function rotateProjectToken(id: number): Promise<Project> {
  return keep(await request<Project>(`/api/projects/${id}/reset_token/`, { method: 'PATCH' }))
}

export async function createProject(name: string): Promise<Project> {
  return keep(await request<Project>('/api/projects/', { method: 'POST', body: { name } }))
}

/** Deletes it with all it holds; the caller's current project is another one from then on. */
export async function deleteProject(id: number): Promise<void> {
  await request(`/api/projects/${id}/`, { method: 'DELETE' })
  await queryClient.fetchQuery({ ...meQuery, staleTime: 0 })
}

/** Drops what was read of a project, once no page shows it any more. */
export function forgetProject(id: number): void {
  queryClient.removeQueries({ queryKey: ['project', id] })
}
