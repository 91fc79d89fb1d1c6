import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query'
import { Turns } from '@/lib/turns'
import { request, withParams } from './client'
import { runQuery } from './query'
import { learn, outdate } from './query_client'
import type { DefinitionMetrics, EventDefinition, FilterScope, Page, PropertyDefinition, PropertyOwner, PropertyType, TableResponse, UserBasic } from './types'

export const eventDefinitionsQuery = (projectId: number, search: string) =>
  queryOptions({
    queryKey: ['project', projectId, 'event_definitions', search],
    queryFn: ({ signal }) =>
      request<Page<EventDefinition>>(
        withParams(`/api/projects/${projectId}/event_definitions/`, { search, limit: 100 }),
        { signal },
      ),
    placeholderData: keepPreviousData,
  })

export interface PropertySearch {
  type: FilterScope
  search: string
  /** Properties seen on these events come first. */
  eventNames?: string[]
  numerical?: boolean
}

export const propertyDefinitionsQuery = (projectId: number, { type, search, eventNames, numerical }: PropertySearch) =>
  queryOptions({
    queryKey: ['project', projectId, 'property_definitions', type, search, eventNames ?? [], numerical ?? false],
    queryFn: ({ signal }) =>
      request<Page<PropertyDefinition>>(
        withParams(`/api/projects/${projectId}/property_definitions/`, {
          type,
          search,
          limit: 100,
          event_names: eventNames?.length ? JSON.stringify(eventNames) : undefined,
          is_numerical: numerical ? 'true' : undefined,
        }),
        { signal },
      ),
    placeholderData: keepPreviousData,
  })

/** The properties that sessions have, which are the same in every project. */
export const sessionPropertiesQuery = (projectId: number) =>
  queryOptions({
    queryKey: ['project', projectId, 'session_properties'],
    queryFn: ({ signal }) => request<Page<PropertyDefinition>>(`/api/projects/${projectId}/sessions/property_definitions/`, { signal }),
    staleTime: Number.POSITIVE_INFINITY,
  })

/** Those of a type of group, with what they are. */
export const groupDefinitionsQuery = (projectId: number, groupType: number) =>
  queryOptions({
    queryKey: ['project', projectId, 'property_definitions', 'group', groupType],
    queryFn: ({ signal }) =>
      request<Page<PropertyDefinition>>(withParams(`/api/projects/${projectId}/property_definitions/`, { type: 'group', group_type_index: groupType, limit: 1000 }), { signal }),
  })

/** A property, whoever it belongs to. */
export interface OwnedProperty {
  type: PropertyOwner
  key: string
  /** Of a group's: the index of its type. */
  group_type_index?: number
}

const valuesOf: Record<PropertyOwner, string> = { event: 'events/values/', person: 'persons/values/', session: 'sessions/values/', group: 'groups/property_values/' }

/** The values that a property had most often lately. */
export const propertyValuesQuery = (projectId: number, { type, key, group_type_index }: OwnedProperty, value: string) =>
  queryOptions({
    queryKey: ['project', projectId, 'values', type, key, value, group_type_index],
    queryFn: ({ signal }) =>
      request<{ name: string | number | boolean }[]>(
        withParams(`/api/projects/${projectId}/${valuesOf[type]}`, { key, value, group_type_index: type === 'group' ? (group_type_index ?? 0) : undefined }),
        { signal },
      ),
    placeholderData: keepPreviousData,
    enabled: key !== '',
  })

/** Says that somebody is about to search the values of a property, so that what this needs is read meanwhile. */
export const searchesValuesQuery = (projectId: number, { type, key }: OwnedProperty) =>
  queryOptions({
    queryKey: ['project', projectId, 'searches values', type, key],
    queryFn: ({ signal }) => request(withParams(`/api/projects/${projectId}/${valuesOf[type]}`, { key, for_search: 'true' }), { signal }),
    notifyOnChangeProps: [],
    // Those of others are not asked in a way that can begin before the first letter.
    enabled: type === 'event' && key !== '',
  })

/** Which list of definitions: those of events, or of properties of events, people or a type of group. */
export type DefinitionKind = { of: 'events' } | { of: 'properties'; type: 'event' | 'person' | 'group'; groupType?: number }

export interface DefinitionSearch {
  search?: string
  show?: 'verified' | 'hidden'
}

/** What the lists have in common. */
export interface Definition {
  id: string
  name: string
  description: string | null
  tags: string[]
  verified: boolean
  hidden: boolean | null
  last_seen_at?: string | null
  /** Whoever answers for an event; it is changed by their number, as `owner`. */
  owner_user?: UserBasic | null
  property_type?: PropertyType | null
}

export type DefinitionChange = Partial<Pick<Definition, 'description' | 'tags' | 'verified' | 'hidden' | 'property_type'>> & { owner?: number | null }

const pageSize = 100
const listPath = (projectId: number, kind: DefinitionKind, rest = '') => `/api/projects/${projectId}/${kind.of === 'events' ? 'event' : 'property'}_definitions/${rest}`

export const definitionsQuery = (projectId: number, kind: DefinitionKind, { search, show }: DefinitionSearch) =>
  infiniteQueryOptions({
    queryKey: ['project', projectId, 'definitions', kind, search ?? '', show ?? ''],
    initialPageParam: 0,
    queryFn: ({ signal, pageParam }) =>
      request<Page<Definition>>(
        withParams(listPath(projectId, kind), {
          search,
          verified: show === 'verified' ? 'true' : undefined,
          exclude_hidden: show === undefined ? 'true' : undefined,
          type: kind.of === 'properties' ? kind.type : undefined,
          group_type_index: kind.of === 'properties' ? kind.groupType : undefined,
          limit: pageSize,
          offset: pageParam === 0 ? undefined : pageParam,
        }),
        { signal },
      ),
    getNextPageParam: (last, pages) => (last.next === null ? undefined : pages.length * pageSize),
  })

export const definitionQuery = (projectId: number, kind: DefinitionKind, id: string) =>
  queryOptions({
    queryKey: ['project', projectId, 'definition', kind.of, id],
    queryFn: ({ signal }) => request<Definition>(listPath(projectId, kind, `${encodeURIComponent(id)}/`), { signal }),
  })

/** The properties that came with an event, by name. */
export const eventPropertiesQuery = (projectId: number, event: string) =>
  queryOptions({
    queryKey: ['project', projectId, 'event_properties', event],
    queryFn: async ({ signal }) => {
      const path = withParams(listPath(projectId, { of: 'properties', type: 'event' }), { type: 'event', event_names: JSON.stringify([event]), filter_by_event_names: 'true', limit: 1000 })
      const { results } = await request<Page<Definition>>(path, { signal })
      return results.toSorted((a, b) => a.name.localeCompare(b.name))
    },
  })

/** Those of the events, seen last, that came with a property. */
export const eventsOfPropertyQuery = (projectId: number, property: string) =>
  queryOptions({
    queryKey: ['project', projectId, 'events_of_property', property],
    queryFn: async ({ signal }) => {
      const { results } = await request<Page<Definition>>(withParams(listPath(projectId, { of: 'events' }), { limit: pageSize }), { signal })
      if (results.length === 0) return []
      const asked = { event_names: JSON.stringify(results.map((one) => one.name)), property_name: property }
      const seen = await request<Record<string, boolean>>(withParams(listPath(projectId, { of: 'properties', type: 'event' }, 'seen_together/'), asked), { signal })
      return results.filter((one) => seen[one.name] === true)
    },
  })

/** How much it was used in the last 30 days. */
export const metricsQuery = (projectId: number, kind: DefinitionKind, id: string) =>
  queryOptions({
    queryKey: ['project', projectId, 'definition_metrics', kind.of, id],
    queryFn: ({ signal }) => request<DefinitionMetrics>(listPath(projectId, kind, `${encodeURIComponent(id)}/metrics/`), { signal }),
    staleTime: 60_000,
  })

// Each answer holds all that is said of one: the last write has to be the last to be answered.
const inTurn = new Turns(1)

export async function changeDefinition(projectId: number, kind: DefinitionKind, id: string, change: DefinitionChange): Promise<void> {
  const changed = await inTurn.run(() => request<Definition>(listPath(projectId, kind, `${encodeURIComponent(id)}/`), { method: 'PATCH', body: change }))
  learn(definitionQuery(projectId, kind, id).queryKey, changed)
  await Promise.all([
    outdate(['project', projectId, 'definitions']),
    outdate(['project', projectId, `${kind.of === 'events' ? 'event' : 'property'}_definitions`]),
  ])
}

/** How often each event came in the last 30 days. */
export const volumesQuery = (projectId: number) =>
  queryOptions({
    queryKey: ['project', projectId, 'volumes'],
    queryFn: async ({ signal }) => {
      const query = { kind: 'HogQLQuery', query: 'select event, count() from events where timestamp > now() - interval 30 day group by event limit 50000' }
      const { response } = await runQuery<TableResponse>(projectId, query, { signal })
      return new Map(response.results.map((row) => [String(row[0]), Number(row[1])]))
    },
    staleTime: 5 * 60_000,
  })
