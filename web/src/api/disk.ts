import { queryOptions } from '@tanstack/react-query'
import { request } from './client'
import { outdate, queryClient } from './query_client'
import type { Disk, Retention, RetentionRun } from './schema.gen'

export type { Disk, DiskUse, Retention, RetentionRun } from './schema.gen'

const diskKey = ['instance', 'disk'] as const
const retentionKey = (projectId: number) => ['project', projectId, 'retention'] as const

/** While something is being removed it is looked at more often. */
const pace = (runs: RetentionRun[] | undefined) => (runs?.some((run) => run.finished_at === null) ? 2000 : 30_000)

export const diskQuery = queryOptions({
  queryKey: diskKey,
  queryFn: ({ signal }) => request<Disk>('/api/instance/disk/', { signal }),
  refetchInterval: (query) => pace(query.state.data?.runs),
})

export const retentionQuery = (projectId: number) =>
  queryOptions({
    queryKey: retentionKey(projectId),
    queryFn: ({ signal }) => request<Retention>(`/api/projects/${projectId}/retention/`, { signal }),
    refetchInterval: (query) => pace(query.state.data?.runs),
  })

/** Null: the whole disk. */
export async function setBudget(bytes: number | null): Promise<void> {
  queryClient.setQueryData(diskKey, await request<Disk>('/api/instance/disk/', { method: 'PATCH', body: { budget_bytes: bytes } }))
  await outdate(diskKey)
}

/** Null: for ever. */
export async function setRetention(projectId: number, days: number | null): Promise<void> {
  queryClient.setQueryData(retentionKey(projectId), await request<Retention>(`/api/projects/${projectId}/retention/`, { method: 'PATCH', body: { days } }))
  await outdate(diskKey)
}
