import { queryOptions } from '@tanstack/react-query'
import { request } from './client'
import { queryClient } from './query_client'

/** A removal of old events: under way until `finished_at` says when it was over. */
export interface RetentionRun {
  id: number
  /** Null: of all projects. */
  project: number | null
  reason: 'age' | 'budget'
  before: string
  events: number
  started_at: string
  finished_at: string | null
}

/** How many days a project keeps events; null is for ever. */
export interface Retention {
  days: number | null
  runs: RetentionRun[]
}

export interface DiskUse {
  kind: 'log' | 'analytics' | 'metadata' | 'blobs' | 'other'
  name: string
  bytes: number
  rows: number | null
}

export interface Disk {
  /** The largest first. */
  uses: DiskUse[]
  used_bytes: number
  /** What a budget is about. */
  kept_bytes: number
  total_bytes: number
  free_bytes: number
  reserved_bytes: number
  budget_bytes: number | null
  forecast: { events_per_day: number; bytes_per_event: number; days_until_budget: number | null; days_until_full: number | null }
  runs: RetentionRun[]
}

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
  await queryClient.invalidateQueries({ queryKey: diskKey })
}

/** Null: for ever. */
export async function setRetention(projectId: number, days: number | null): Promise<void> {
  queryClient.setQueryData(retentionKey(projectId), await request<Retention>(`/api/projects/${projectId}/retention/`, { method: 'PATCH', body: { days } }))
  await queryClient.invalidateQueries({ queryKey: diskKey })
}
