import { queryOptions } from '@tanstack/react-query'
import { request } from './client'
import { learn, queryClient } from './query_client'
import type { UserHomeSettings } from './schema.gen'

const path = '/api/user_home_settings/@me/'
const key = (projectId: number) => ['project', projectId, 'home'] as const

/** What somebody chose for their Home in the current project. */
export const homeSettingsQuery = (projectId: number) =>
  queryOptions({ queryKey: key(projectId), queryFn: ({ signal }) => request<UserHomeSettings>(path, { signal }) })

const numberKey = 'home-number'

/** The numbers somebody picked, in their order; none: those that Home begins with. */
export const pickedNumbers = (settings: UserHomeSettings): string[] =>
  settings.tabs.flatMap((tab) => (tab.sceneKey === numberKey && tab.pathname ? [tab.pathname] : []))

/** Keeps the picks among the person's tabs; tabs of other kinds stay. */
export async function pickNumbers(projectId: number, picks: string[]): Promise<void> {
  const known = await queryClient.fetchQuery({ ...homeSettingsQuery(projectId), staleTime: 0 })
  const tabs = [
    ...known.tabs.filter((tab) => tab.sceneKey !== numberKey),
    ...picks.map((pathname, i) => ({ id: `${numberKey}-${i + 1}`, sceneKey: numberKey, pathname, pinned: true })),
  ]
  learn(key(projectId), await request<UserHomeSettings>(path, { method: 'PATCH', body: { tabs } }))
}
