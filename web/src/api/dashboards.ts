import { queryOptions } from '@tanstack/react-query'
import { request, withParams } from './client'
import { optimistic } from './optimistic'
import { outdate, queryClient } from './query_client'
import type { DateRange, Insight, Page, UserBasic } from './types'

/** Columns and rows of the twelve-column grid; one column on phones. */
export interface TilePlace {
  x: number
  y: number
  w: number
  h: number
}

export interface DashboardTile {
  id: number
  insight: Insight | null
  text: { body: string } | null
  layouts: { sm?: Partial<TilePlace>; xs?: Partial<TilePlace> } | null
  color: string | null
  order: number
  error?: { message: string } | null
}

/** What holds for all tiles instead of their own dates and conditions. */
export interface DashboardFilters extends DateRange {
  [field: string]: unknown
}

export interface DashboardBasic {
  id: number
  name: string | null
  description: string
  pinned: boolean
  created_at: string
  created_by: UserBasic | null
  last_viewed_at: string | null
  tags: string[]
  deleted: boolean
  /** Whoever has its link may look at it. */
  is_shared: boolean
}

export interface Dashboard extends DashboardBasic {
  filters: DashboardFilters
  /** The saved filters, while others were asked for. */
  persisted_filters: DashboardFilters | null
  tiles: DashboardTile[]
}

export interface DashboardTemplate {
  id: string
  template_name: string
  dashboard_description: string
  tiles: { type?: string; name?: string; query?: unknown }[]
}

const path = (projectId: number, rest = '') => `/api/projects/${projectId}/dashboards/${rest}`
const key = (projectId: number) => ['project', projectId, 'dashboards'] as const

export const dashboardsQuery = (projectId: number, { search, pinned, limit = 200 }: { search?: string; pinned?: boolean; limit?: number } = {}) =>
  queryOptions({
    queryKey: [...key(projectId), 'list', { search, pinned, limit }],
    queryFn: ({ signal }) =>
      request<Page<DashboardBasic>>(withParams(path(projectId), { search, pinned: pinned ? 'true' : undefined, limit, order: 'name' }), { signal }),
  })

/** A dashboard with its tiles; their questions come with the dashboard's filters in them, their answers are asked for one by one. */
export const dashboardQuery = (projectId: number, id: number, filters: DashboardFilters | null = null) =>
  queryOptions({
    queryKey: [...key(projectId), 'one', id, filters],
    queryFn: ({ signal }) =>
      request<Dashboard>(
        withParams(path(projectId, `${id}/`), { refresh: 'force_cache', filters_override: filters === null ? undefined : JSON.stringify(filters) }),
        { signal },
      ),
  })

/** The text of a tile as the server has it now, to see whether somebody changed it meanwhile. */
export async function readTileText(projectId: number, id: number, tile: number): Promise<string> {
  const board = await request<Dashboard>(withParams(path(projectId, `${id}/`), { refresh: 'force_cache' }))
  return board.tiles.find((one) => one.id === tile)?.text?.body ?? ''
}

export const templatesQuery = (projectId: number) =>
  queryOptions({
    queryKey: ['project', projectId, 'dashboard_templates'],
    queryFn: ({ signal }) => request<Page<DashboardTemplate>>(`/api/projects/${projectId}/dashboard_templates/`, { signal }),
    staleTime: Infinity,
  })

const refresh = (projectId: number) => outdate(key(projectId))

export async function createDashboard(projectId: number, body: { name: string; use_template?: string; use_dashboard?: number }): Promise<Dashboard> {
  const made = await request<Dashboard>(path(projectId), { method: 'POST', body })
  await refresh(projectId)
  return made
}

export type DashboardChange = Partial<Pick<Dashboard, 'name' | 'description' | 'pinned' | 'tags' | 'deleted' | 'filters'>>

/** Names, pins, tags and filters, shown at once. */
export async function changeDashboard(projectId: number, id: number, change: DashboardChange): Promise<void> {
  const edit = <T extends DashboardBasic>(one: T): T => (one.id === id ? { ...one, ...change } : one)
  await optimistic<Page<DashboardBasic> & Dashboard, unknown>(
    [
      { queryKey: [...key(projectId), 'list'], edit: (page) => ({ ...page, results: page.results.map(edit) }) },
      { queryKey: [...key(projectId), 'one', id], edit },
    ],
    () => request(path(projectId, `${id}/`), { method: 'PATCH', body: change }),
  )
  await refresh(projectId)
}

export interface TileChange {
  id?: number
  layouts?: DashboardTile['layouts']
  text?: { body: string }
  deleted?: boolean
}

/** Moves, adds, changes and takes away tiles; places are shown at once. */
export async function changeTiles(projectId: number, id: number, tiles: TileChange[]): Promise<void> {
  const edit = (board: Dashboard): Dashboard => ({
    ...board,
    tiles: board.tiles.flatMap((tile) => {
      const change = tiles.find((one) => one.id === tile.id)
      if (change?.deleted) return []
      return [change?.layouts ? { ...tile, layouts: { ...tile.layouts, ...change.layouts } } : tile]
    }),
  })
  await optimistic([{ queryKey: [...key(projectId), 'one', id], edit }], () => request(path(projectId, `${id}/`), { method: 'PATCH', body: { tiles } }))
  await refresh(projectId)
}

/** Puts an insight on a dashboard, or takes it off. */
export async function placeInsight(projectId: number, insight: Insight, dashboard: number, on: boolean): Promise<void> {
  const others = (insight.dashboards ?? []).filter((one) => one !== dashboard)
  await request(`/api/projects/${projectId}/insights/${insight.id}/`, { method: 'PATCH', body: { dashboards: on ? [...others, dashboard] : others } })
  await Promise.all([refresh(projectId), queryClient.invalidateQueries({ queryKey: ['project', projectId, 'insights'] })])
}
