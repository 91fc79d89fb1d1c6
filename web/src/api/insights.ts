import { infiniteQueryOptions, queryOptions, type InfiniteData } from '@tanstack/react-query'
import { request, withParams } from './client'
import { optimistic } from './optimistic'
import { learn, outdate, queryClient } from './query_client'
import type { Insight, InsightChange, InsightKind, Page } from './types'

/** What a list of insights is narrowed to; without anything all that were saved. */
export interface InsightSearch {
  search?: string
  tag?: string
  kind?: InsightKind
  starred?: boolean
  mine?: boolean
  order?: string
}

const pageSize = 100
const path = (projectId: number, rest = '') => `/api/projects/${projectId}/insights/${rest}`

export const insightsQuery = (projectId: number, { search, tag, kind, starred, mine, order }: InsightSearch) =>
  infiniteQueryOptions({
    queryKey: ['project', projectId, 'insights', 'list', { search, tag, kind, starred, mine, order }],
    initialPageParam: 0,
    queryFn: ({ signal, pageParam }) =>
      request<Page<Insight>>(
        withParams(path(projectId), {
          basic: 'true',
          saved: 'true',
          limit: pageSize,
          offset: pageParam === 0 ? undefined : pageParam,
          search,
          insight: kind,
          tags: tag === undefined ? undefined : JSON.stringify([tag]),
          favorited: starred ? 'true' : undefined,
          user: mine ? 'true' : undefined,
          order: order ?? '-last_modified_at',
        }),
        { signal },
      ),
    getNextPageParam: (last, pages) => (last.next === null ? undefined : pages.length * pageSize),
  })

/** The first insights by name, for the command menu and the sidebar. */
export const foundInsightsQuery = (projectId: number, { search, starred, limit }: { search?: string; starred?: boolean; limit: number }) =>
  queryOptions({
    queryKey: ['project', projectId, 'insights', 'found', { search, starred, limit }],
    queryFn: ({ signal }) =>
      request<Page<Insight>>(
        withParams(path(projectId), { basic: 'true', saved: 'true', search, favorited: starred ? 'true' : undefined, limit, order: '-last_modified_at' }),
        { signal },
      ),
  })

/** Those that the caller looked at last, the newest first. */
export const lastViewedQuery = (projectId: number) =>
  queryOptions({
    queryKey: ['project', projectId, 'insights', 'viewed'],
    queryFn: ({ signal }) => request<Insight[]>(path(projectId, 'my_last_viewed/'), { signal }),
  })

/** One insight by the id of its address; null when there is none. Its answer is asked for separately. */
export const insightQuery = (projectId: number, shortId: string) =>
  queryOptions({
    queryKey: ['project', projectId, 'insights', 'one', shortId],
    queryFn: async ({ signal }) => {
      const found = await request<Page<Insight>>(withParams(path(projectId), { short_id: shortId, basic: 'true', limit: 1 }), { signal })
      return found.results[0] ?? null
    },
  })

export const tagsQuery = (projectId: number) =>
  queryOptions({
    queryKey: ['project', projectId, 'tags'],
    queryFn: ({ signal }) => request<string[]>(`/api/projects/${projectId}/tags/`, { signal }),
  })

const node = (query: { kind: string }) => ({ kind: 'InsightVizNode', source: query })

/** What lists and single insights have in common, so that an edit shows everywhere. */
function edits(projectId: number, id: number, change: Partial<Insight>) {
  const edit = (insight: Insight): Insight => (insight.id === id ? { ...insight, ...change } : insight)
  const key = ['project', projectId, 'insights']
  return [
    {
      queryKey: [...key, 'list'],
      edit: (list: InfiniteData<Page<Insight>>) => ({ ...list, pages: list.pages.map((page) => ({ ...page, results: page.results.map(edit) })) }),
    },
    { queryKey: [...key, 'found'], edit: (page: Page<Insight>) => ({ ...page, results: page.results.map(edit) }) },
    { queryKey: [...key, 'one'], edit: (insight: Insight | null) => insight && edit(insight) },
  ]
}

const refresh = (projectId: number) => outdate(['project', projectId, 'insights'])

/** Saves a question under a name, and puts it on a dashboard when one is named. */
export const createInsight = (projectId: number, name: string, query: { kind: string }, dashboard?: number): Promise<Insight> => createNode(projectId, name, node(query), dashboard)

/** The same for a question of any kind, with the node that shows it. */
export async function createNode(projectId: number, name: string, query: { kind: string }, dashboard?: number): Promise<Insight> {
  const dashboards = dashboard === undefined ? undefined : [dashboard]
  const made = await request<Insight>(path(projectId), { method: 'POST', body: { name, query, saved: true, dashboards } })
  queryClient.setQueryData(insightQuery(projectId, made.short_id).queryKey, made)
  if (dashboards) void outdate(['project', projectId, 'dashboards'])
  void refresh(projectId)
  return made
}

/** Keeps the question; everything around it in the saved node stays. */
export const saveQuestion = (projectId: number, insight: Insight, query: { kind: string }): Promise<Insight> =>
  saveNode(projectId, insight, insight.query?.kind === 'InsightVizNode' ? { ...insight.query, source: query } : node(query))

/** Keeps the node as it is. */
export async function saveNode(projectId: number, insight: Pick<Insight, 'id' | 'short_id'>, query: { kind: string }): Promise<Insight> {
  const saved = await request<Insight>(path(projectId, `${insight.id}/`), { method: 'PATCH', body: { query } })
  learn(insightQuery(projectId, insight.short_id).queryKey, saved)
  // Saved is saved, however long the lists take: until then it would be a draft of what is saved.
  void refresh(projectId)
  return saved
}

/** Names, stars, tags and the like, shown at once. */
export async function changeInsight(projectId: number, insight: Insight, change: InsightChange): Promise<void> {
  await optimistic(edits(projectId, insight.id, change as Partial<Insight>) as Parameters<typeof optimistic>[0], () =>
    request<Insight>(path(projectId, `${insight.id}/`), { method: 'PATCH', body: change }),
  )
  await refresh(projectId)
}

/** Another insight with the same question, under a name of its own. */
export async function copyInsight(projectId: number, insight: Insight, name: string, dashboards?: number[]): Promise<Insight> {
  const body = { name, description: insight.description, tags: insight.tags, query: insight.query, saved: true, dashboards }
  const made = await request<Insight>(path(projectId), { method: 'POST', body })
  await refresh(projectId)
  if (dashboards) await outdate(['project', projectId, 'dashboards'])
  return made
}

/** Into the trash, or out of it again. */
export async function deleteInsight(projectId: number, insight: Insight, deleted = true): Promise<void> {
  await request(path(projectId, `${insight.id}/`), { method: 'PATCH', body: { deleted } })
  await refresh(projectId)
}

/** The insight as the server has it now, to see whether somebody changed it meanwhile. */
export async function readInsight(projectId: number, shortId: string): Promise<Insight | null> {
  return queryClient.fetchQuery({ ...insightQuery(projectId, shortId), staleTime: 0 })
}

/** Notes that the caller looked at it. */
export async function noteViewed(projectId: number, id: number): Promise<void> {
  await request(path(projectId, `${id}/viewed/`), { method: 'POST' })
}
