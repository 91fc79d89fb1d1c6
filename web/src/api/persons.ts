import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { request, withParams } from './client'
import { runQuery } from './query'
import { learn, outdate, queryClient } from './query_client'
import type { AnyFilter, ListedPersonPage, PersonDetails, TableResponse } from './types'

/** A person as the project knows them: of a list, or alone. */
export type PersonRow = Pick<PersonDetails, 'uuid' | 'name' | 'distinct_ids' | 'properties' | 'is_identified'> & { created_at: string | null }

const pageSize = 100
const path = (projectId: number, rest = '') => `/api/projects/${projectId}/persons/${rest}`
const key = (projectId: number) => ['project', projectId, 'persons'] as const

export const personsQuery = (projectId: number, search: string, filters: AnyFilter[]) =>
  infiniteQueryOptions({
    queryKey: [...key(projectId), 'list', search, filters],
    initialPageParam: 0,
    queryFn: ({ signal, pageParam }) =>
      request<ListedPersonPage>(
        withParams(path(projectId), {
          search,
          properties: filters.length > 0 ? JSON.stringify(filters) : undefined,
          limit: pageSize,
          offset: pageParam === 0 ? undefined : pageParam,
        }),
        { signal },
      ),
    getNextPageParam: (last, pages) => (last.next === null ? undefined : pages.length * pageSize),
  })

/** A person by their uuid. */
export const personQuery = (projectId: number, uuid: string) =>
  queryOptions({
    queryKey: [...key(projectId), 'one', uuid],
    queryFn: ({ signal }): Promise<PersonRow> => request<PersonDetails>(path(projectId, `${encodeURIComponent(uuid)}/`), { signal }),
  })

/** The person that a distinct id belongs to; null when nobody has it. */
export const personOfIdQuery = (projectId: number, distinctId: string) =>
  queryOptions({
    queryKey: [...key(projectId), 'of', distinctId],
    queryFn: async ({ signal }) => {
      const found = await request<ListedPersonPage>(withParams(path(projectId), { distinct_id: distinctId, limit: 1 }), { signal })
      return found.results[0] ?? null
    },
  })

export interface Activity {
  events: number
  lastSeen: string
  firstSeen: string
}

/** What people did: how many events, the first and the last; by uuid. Who did nothing is not in it. */
export const activityQuery = (projectId: number, uuids: string[]) =>
  queryOptions({
    queryKey: [...key(projectId), 'activity', uuids],
    queryFn: async ({ signal }) => {
      const query = {
        kind: 'HogQLQuery',
        query: 'select toString(person_id) as id, count(), max(timestamp), min(timestamp) from events where person_id in {ids} group by id limit 1000',
        values: { ids: uuids },
      }
      const { response } = await runQuery<TableResponse>(projectId, query, { signal })
      return new Map(response.results.map((row) => [String(row[0]), { events: Number(row[1]), lastSeen: String(row[2]), firstSeen: String(row[3]) } satisfies Activity]))
    },
    enabled: uuids.length > 0,
  })

export interface PersonSummary extends Activity {
  sessions: number
  /** Where they were last: a path, or the name of a screen. */
  lastPage: string | null
}

/** What one person did, in a few numbers. */
export const personSummaryQuery = (projectId: number, uuid: string) =>
  queryOptions({
    queryKey: [...key(projectId), 'summary', uuid],
    queryFn: async ({ signal }): Promise<PersonSummary> => {
      const page = "if(notEmpty(properties.$pathname), properties.$pathname, properties.$screen_name)"
      const query = {
        kind: 'HogQLQuery',
        query: `select count(), max(timestamp), min(timestamp), uniqIf(properties.$session_id, notEmpty(properties.$session_id)), argMaxIf(${page}, timestamp, notEmpty(${page})) from events where person_id = {id}`,
        values: { id: uuid },
      }
      const { response } = await runQuery<TableResponse>(projectId, query, { signal })
      const [events = 0, lastSeen, firstSeen, sessions = 0, lastPage] = response.results[0] ?? []
      return { events: Number(events), lastSeen: String(lastSeen), firstSeen: String(firstSeen), sessions: Number(sessions), lastPage: typeof lastPage === 'string' && lastPage !== '' ? lastPage : null }
    },
  })

export interface PersonGroup {
  key: string
  name: string | null
  events: number
  lastSeen: string
}

/** The groups of one kind that a person's events were sent with, the latest first: 100 at most. */
export const personGroupsQuery = (projectId: number, uuid: string, type: number) =>
  queryOptions({
    queryKey: [...key(projectId), 'groups', uuid, type],
    queryFn: async ({ signal }): Promise<PersonGroup[]> => {
      const query = {
        kind: 'HogQLQuery',
        query: `select $group_${type} as key, any(group_${type}.properties.name), count(), max(timestamp) as seen from events where person_id = {id} and notEmpty($group_${type}) group by key order by seen desc limit 100`,
        values: { id: uuid },
      }
      const { response } = await runQuery<TableResponse>(projectId, query, { signal })
      return response.results.map(([group, name, events, seen]) => ({ key: String(group), name: typeof name === 'string' && name !== '' ? name : null, events: Number(events), lastSeen: String(seen) }))
    },
  })

const refresh = (projectId: number) =>
  Promise.all([outdate(key(projectId)), outdate(['project', projectId, 'person_events'])])

export interface Deletion {
  /** Their events, too. */
  events: boolean
  /** Only what they did goes; they stay. */
  keepPerson?: boolean
}

export async function deletePersons(projectId: number, uuids: string[], { events, keepPerson }: Deletion): Promise<void> {
  await request(path(projectId, 'bulk_delete/'), { method: 'POST', body: { ids: uuids, delete_events: events, keep_person: keepPerson ?? false } })
  await refresh(projectId)
}

/** Makes every distinct id but one a person of its own; without one, every one. */
export async function splitPerson(projectId: number, uuid: string, main: string | null): Promise<void> {
  await request(path(projectId, `${uuid}/split/`), { method: 'POST', body: { main_distinct_id: main } })
  await refresh(projectId)
}

/** Makes others part of this person. */
export async function mergePersons(projectId: number, uuid: string, others: string[]): Promise<void> {
  await request(path(projectId, `${uuid}/merge/`), { method: 'POST', body: { ids: others } })
  await refresh(projectId)
}

/** Shows other properties of a person wherever the page of theirs is open. */
function learnProperties(projectId: number, uuid: string, edit: (properties: PersonRow['properties']) => PersonRow['properties']): void {
  const { queryKey } = personQuery(projectId, uuid)
  const known = queryClient.getQueryData(queryKey)
  if (known) learn(queryKey, { ...known, properties: edit(known.properties) })
}

/** Sets a property. It goes through an event, so that the page shows it before the server reads it back. */
export async function setPersonProperty(projectId: number, uuid: string, name: string, value: unknown): Promise<void> {
  await request(path(projectId, `${uuid}/update_property/`), { method: 'POST', body: { key: name, value } })
  learnProperties(projectId, uuid, (properties) => ({ ...properties, [name]: value }))
}

export async function removePersonProperty(projectId: number, uuid: string, name: string): Promise<void> {
  await request(path(projectId, `${uuid}/delete_property/`), { method: 'POST', body: { $unset: name } })
  learnProperties(projectId, uuid, ({ [name]: _gone, ...properties }) => properties)
}
