import { queryOptions } from '@tanstack/react-query'
import { request, withParams } from './client'
import { optimistic } from './optimistic'
import { outdate } from './query_client'
import type { Annotation, AnnotationRequest, Page } from './types'

export type { Annotation } from './types'

const path = (projectId: number, rest = '') => `/api/projects/${projectId}/annotations/${rest}`
const key = (projectId: number) => ['project', projectId, 'annotations'] as const
const most = 500

/** What was noted about the project, the newest first: 500 of them at most, as `count` tells. */
export const annotationsQuery = (projectId: number) =>
  queryOptions({
    queryKey: key(projectId),
    queryFn: ({ signal }) => request<Page<Annotation>>(withParams(path(projectId), { limit: most }), { signal }),
  })

/** One as the server has it now, to see whether somebody changed it meanwhile. */
export const readAnnotation = (projectId: number, id: number): Promise<Annotation> => request<Annotation>(path(projectId, `${id}/`))

const refresh = (projectId: number) => outdate(key(projectId))

/** A new one, or what is said in one changed. */
export async function saveAnnotation(projectId: number, id: number | null, body: AnnotationRequest): Promise<Annotation> {
  const saved = await request<Annotation>(path(projectId, id === null ? '' : `${id}/`), { method: id === null ? 'POST' : 'PATCH', body })
  await refresh(projectId)
  return saved
}

/** Into the trash, or out of it again. */
export async function deleteAnnotation(projectId: number, id: number, deleted = true): Promise<void> {
  const edits = deleted
    ? [{ queryKey: key(projectId), edit: (known: Page<Annotation>) => ({ ...known, count: known.count - 1, results: known.results.filter((one) => one.id !== id) }) }]
    : []
  await optimistic(edits, () => request(path(projectId, `${id}/`), { method: 'PATCH', body: { deleted } }))
  await refresh(projectId)
}
