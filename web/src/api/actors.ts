import { infiniteQueryOptions } from '@tanstack/react-query'
import type { PointQuery } from '@/drill/point'
import { readEvent, runQuery } from './query'
import type { CapturedEvent, TableResponse } from './types'

export interface Person {
  id: string
  distinct_ids: string[]
  properties: Record<string, unknown>
  created_at: string | null
  is_identified: boolean
}

export interface Actor {
  person: Person
  /** How many events of the number are theirs. */
  events: number
}

export interface ListPage<T> {
  rows: T[]
  hasMore: boolean
  offset: number
}

const pageSize = 100

const next = <T,>(last: ListPage<T>) => (last.hasMore ? last.offset + pageSize : undefined)

/** The people behind a number, those with most events first. */
export const actorsQuery = (projectId: number, source: PointQuery, search: string) =>
  infiniteQueryOptions({
    queryKey: ['project', projectId, 'actors', source, search],
    initialPageParam: 0,
    queryFn: async ({ signal, pageParam }): Promise<ListPage<Actor>> => {
      const query = { kind: 'ActorsQuery' as const, source, select: ['actor', 'event_count'], orderBy: ['event_count DESC', 'actor_id'], search: search || undefined, limit: pageSize, offset: pageParam }
      const { response } = await runQuery<TableResponse>(projectId, query, { signal })
      return { rows: response.results.map(readActor).filter((row) => row !== null), hasMore: response.hasMore ?? false, offset: pageParam }
    },
    getNextPageParam: next,
  })

/** The events behind a number, the newest first. */
export const pointEventsQuery = (projectId: number, source: PointQuery) =>
  infiniteQueryOptions({
    queryKey: ['project', projectId, 'point_events', source],
    initialPageParam: 0,
    queryFn: async ({ signal, pageParam }): Promise<ListPage<CapturedEvent>> => {
      const query = { kind: 'EventsQuery' as const, source, select: ['*'], orderBy: ['timestamp DESC'], after: 'all', limit: pageSize, offset: pageParam }
      const { response } = await runQuery<TableResponse>(projectId, query, { signal })
      return { rows: response.results.map((row) => readEvent(row[0])).filter((row) => row !== null), hasMore: response.hasMore ?? false, offset: pageParam }
    },
    getNextPageParam: next,
  })

/** The newest events of a person. */
export const personEventsQuery = (projectId: number, personId: string) =>
  infiniteQueryOptions({
    queryKey: ['project', projectId, 'person_events', personId],
    initialPageParam: 0,
    queryFn: async ({ signal, pageParam }): Promise<ListPage<CapturedEvent>> => {
      const query = { kind: 'EventsQuery' as const, personId, select: ['*'], orderBy: ['timestamp DESC'], after: 'all', limit: pageSize, offset: pageParam }
      const { response } = await runQuery<TableResponse>(projectId, query, { signal })
      return { rows: response.results.map((row) => readEvent(row[0])).filter((row) => row !== null), hasMore: response.hasMore ?? false, offset: pageParam }
    },
    getNextPageParam: next,
  })

function readActor(row: unknown): Actor | null {
  if (!Array.isArray(row) || typeof row[0] !== 'object' || row[0] === null) return null
  const actor = row[0] as Partial<Person>
  if (typeof actor.id !== 'string') return null
  return {
    person: {
      id: actor.id,
      distinct_ids: actor.distinct_ids ?? [],
      properties: actor.properties ?? {},
      created_at: actor.created_at ?? null,
      is_identified: actor.is_identified ?? false,
    },
    events: Number(row[1] ?? 0),
  }
}

/** What a person is called: an email, a name, or the id they came with. */
export function personName({ properties, distinct_ids, id }: Person): string {
  for (const key of ['email', 'Email', 'name', 'Name', 'username', 'UserName']) {
    const value = properties[key]
    if (typeof value === 'string' && value.trim() !== '') return value
  }
  return distinct_ids[0] ?? id
}
