import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import { request, withParams } from './client'
import type { EventDefinition, FilterScope, Page, PropertyDefinition } from './types'

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

export const propertyValuesQuery = (projectId: number, type: FilterScope, key: string, value: string) =>
  queryOptions({
    queryKey: ['project', projectId, 'values', type, key, value],
    queryFn: ({ signal }) =>
      request<{ name: string | number | boolean }[]>(
        withParams(`/api/projects/${projectId}/${type === 'event' ? 'events' : 'persons'}/values/`, { key, value }),
        { signal },
      ),
    placeholderData: keepPreviousData,
    enabled: key !== '',
  })
