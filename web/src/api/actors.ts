import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query'
import type { Drilled } from '@/drill/point'
import { readEvent, runQuery } from './query'
import type { TableResponse } from './types'

export interface Person {
  id: string
  distinct_ids: string[]
  properties: Record<string, unknown>
  created_at: string | null
  is_identified: boolean
}

export interface Actor {
  person: Person
  /** How much of the number is theirs; 0 where only people are counted. */
  events: number
}

export interface ListPage<T> {
  rows: T[]
  hasMore: boolean
  offset: number
}

const pageSize = 100

/** A list that is read page by page: `ask` is the question without its page, `read` one row of the answer. */
function listQuery<T>(key: readonly unknown[], projectId: number, ask: { kind: 'ActorsQuery' | 'EventsQuery'; [field: string]: unknown }, read: (row: unknown) => T | null) {
  return infiniteQueryOptions({
    queryKey: ['project', projectId, ...key],
    initialPageParam: 0,
    queryFn: async ({ signal, pageParam }): Promise<ListPage<T>> => {
      const page: typeof ask = { ...ask, limit: pageSize, offset: pageParam }
      const { response } = await runQuery<TableResponse>(projectId, page, { signal })
      return { rows: response.results.map(read).filter((row) => row !== null), hasMore: response.hasMore ?? false, offset: pageParam }
    },
    getNextPageParam: (last) => (last.hasMore ? last.offset + pageSize : undefined),
  })
}

/** The people behind a number, those with the largest part of it first. */
export const actorsQuery = (projectId: number, { source, counted, where }: Pick<Drilled, 'source' | 'counted' | 'where'>, search: string) => {
  const ask = {
    kind: 'ActorsQuery' as const,
    source,
    select: counted ? ['actor', counted.by] : ['actor'],
    orderBy: counted ? [`${counted.by} DESC`, 'actor_id'] : ['actor_id'],
    properties: where === undefined ? undefined : [{ type: 'hogql', key: where }],
    search: search || undefined,
  }
  return listQuery(['actors', source, where, search], projectId, ask, readActor)
}

/** The statement that lists the people behind a number, as the SQL editor reads it. */
export async function hogqlOfPoint(projectId: number, { source, counted }: Pick<Drilled, 'source' | 'counted'>): Promise<string> {
  const ask = {
    kind: 'ActorsQuery',
    source,
    select: counted ? ['actor_id', counted.by] : ['actor_id'],
    orderBy: counted ? [`${counted.by} DESC`, 'actor_id'] : ['actor_id'],
    limit: 100,
  }
  const { response } = await runQuery<TableResponse>(projectId, ask)
  if (!response.hogql) throw new Error('The server gave no statement for this number.')
  return response.hogql
}

const newest = { kind: 'EventsQuery' as const, select: ['*'], orderBy: ['timestamp DESC'], after: 'all' }
const readRow = (row: unknown) => (Array.isArray(row) ? readEvent(row[0]) : null)

/** The events behind a number, the newest first. */
export const pointEventsQuery = (projectId: number, source: Drilled['source']) => listQuery(['point_events', source], projectId, { ...newest, source }, readRow)

/** The newest events of a person. */
export const personEventsQuery = (projectId: number, personId: string) => listQuery(['person_events', personId], projectId, { ...newest, personId }, readRow)

/** The newest events that were sent with a group. */
export const groupEventsQuery = (projectId: number, type: number, groupKey: string) =>
  listQuery(['group_events', type, groupKey], projectId, { ...newest, where: [`$group_${type} = ${quoted(groupKey)}`] }, readRow)

/** A text as HogQL writes it. */
const quoted = (text: string) => `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`

/** The first people whose id, email or name matches. */
export const peopleQuery = (projectId: number, search: string, limit: number) =>
  queryOptions({
    queryKey: ['project', projectId, 'people', search, limit],
    queryFn: async ({ signal }): Promise<Person[]> => {
      const query = { kind: 'ActorsQuery', select: ['actor'], search: search || undefined, limit }
      const { response } = await runQuery<TableResponse>(projectId, query, { signal })
      return response.results.map((row) => readActor(row)?.person ?? null).filter((person) => person !== null)
    },
    placeholderData: keepPreviousData,
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
