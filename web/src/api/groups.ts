import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { request, withParams } from './client'
import { learn } from './query_client'
import type { Group, GroupPage, GroupType } from './types'

const path = (projectId: number, rest = '') => `/api/projects/${projectId}/groups/${rest}`
const key = (projectId: number) => ['project', projectId, 'groups'] as const

export const groupTypesQuery = (projectId: number) =>
  queryOptions({
    queryKey: [...key(projectId), 'types'],
    queryFn: ({ signal }) => request<GroupType[]>(`/api/projects/${projectId}/groups_types/`, { signal }),
  })

/** The names of properties that groups of each type have, by the type's index. */
export const groupPropertiesQuery = (projectId: number) =>
  queryOptions({
    queryKey: [...key(projectId), 'properties'],
    queryFn: ({ signal }) => request<Record<string, { name: string }[]>>(path(projectId, 'property_definitions/'), { signal }),
  })

/** "Company", "Companies": as the project calls them, else by their type. */
export const nameOfType = (type: GroupType, plural = false): string => {
  const bare = type.group_type.charAt(0).toUpperCase() + type.group_type.slice(1)
  return (plural ? type.name_plural : type.name_singular) || (plural ? `${bare.replace(/y$/, 'ie')}s` : bare)
}

export const groupsQuery = (projectId: number, type: number, search: string) =>
  infiniteQueryOptions({
    queryKey: [...key(projectId), 'list', type, search],
    initialPageParam: '',
    queryFn: ({ signal, pageParam }) => request<GroupPage>(withParams(path(projectId), { group_type_index: type, search, cursor: pageParam }), { signal }),
    getNextPageParam: (last) => (last.next === null ? undefined : (new URL(last.next, window.location.href).searchParams.get('cursor') ?? undefined)),
  })

const place = (group: { group_type_index: number; group_key: string }) => ({ group_type_index: group.group_type_index, group_key: group.group_key })

export const groupQuery = (projectId: number, type: number, groupKey: string) =>
  queryOptions({
    queryKey: [...key(projectId), 'one', type, groupKey],
    queryFn: ({ signal }) => request<Group>(withParams(path(projectId, 'find/'), place({ group_type_index: type, group_key: groupKey })), { signal }),
  })

export async function setGroupProperty(projectId: number, group: Group, name: string, value: unknown): Promise<void> {
  const changed = await request<Group>(withParams(path(projectId, 'update_property/'), place(group)), { method: 'POST', body: { key: name, value } })
  learn(groupQuery(projectId, group.group_type_index, group.group_key).queryKey, changed)
}

export async function removeGroupProperty(projectId: number, group: Group, name: string): Promise<void> {
  const changed = await request<Group>(withParams(path(projectId, 'delete_property/'), place(group)), { method: 'POST', body: { $unset: name } })
  learn(groupQuery(projectId, group.group_type_index, group.group_key).queryKey, changed)
}

/** Somebody, or another group, that had events together with a group lately. */
export interface Related {
  type: string
  id: string
  name?: string
  distinct_ids?: string[]
}

export const relatedQuery = (projectId: number, type: number, groupKey: string) =>
  queryOptions({
    queryKey: [...key(projectId), 'related', type, groupKey],
    queryFn: ({ signal }) => request<Related[]>(withParams(path(projectId, 'related/'), { group_type_index: type, id: groupKey }), { signal }),
  })

/** What a group is called: its name, or its key. */
export const nameOfGroup = ({ group_properties: properties, group_key: id }: Pick<Group, 'group_properties' | 'group_key'>): string => {
  const { name } = properties
  return typeof name === 'string' && name.trim() !== '' ? name : id
}
