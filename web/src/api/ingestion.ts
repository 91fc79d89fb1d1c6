import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { request, withParams } from './client'
import { outdate } from './query_client'
import type { IngestionWarning, IngestionWarningSummary, PaginatedDeadLetterList } from './schema.gen'
import type { EventFate, IngestionLedger, RefusedKeys } from './types'

const path = (projectId: number, rest: string) => `/api/projects/${projectId}/ingestion/${rest}`

export const ledgerQuery = (projectId: number, from: string) =>
  queryOptions({
    queryKey: ['project', projectId, 'ingestion', 'ledger', from],
    queryFn: ({ signal }) => request<IngestionLedger>(withParams(path(projectId, 'ledger/'), { date_from: from }), { signal }),
    refetchInterval: 15_000,
    placeholderData: (known) => known,
  })

/** Parts of ingestion that ring an alarm: its books, how long events wait, and the event that the server sends itself. */
export type AlarmedPart = 'books' | 'freshness' | 'self_test'
const alarmedParts: AlarmedPart[] = ['books', 'freshness', 'self_test']

const quietMs = 30_000
const alarmedMs = 10_000

/**
 * Which of them ring now, the gravest first. The server decides that by its own clock, from what it knows already, so
 * that asking costs nothing. It needs no login: an expired one is noticed by whoever asks for something, not by this.
 */
export const alarmsQuery = queryOptions({
  queryKey: ['alarms'],
  queryFn: async ({ signal }) => {
    const answer = await fetch('/_readyz', { cache: 'no-store', signal })
    const works = (await answer.json()) as Partial<Record<AlarmedPart, boolean>>
    return alarmedParts.filter((part) => works[part] === false)
  },
  staleTime: alarmedMs,
  refetchInterval: ({ state: { data } }) => (data?.length ? alarmedMs : quietMs),
  refetchOnWindowFocus: true,
})

/** What became of one event. */
export const readFate = (projectId: number, uuid: string): Promise<EventFate> => request<EventFate>(path(projectId, `events/${encodeURIComponent(uuid)}/`))

/** Keys that events came with of late and that no project has. */
export const refusedKeysQuery = (projectId: number, everyMs: number) =>
  queryOptions({
    queryKey: ['project', projectId, 'ingestion', 'refused_keys'],
    queryFn: ({ signal }) => request<RefusedKeys>(path(projectId, 'refused_keys/'), { signal }),
    refetchInterval: everyMs,
  })

const lettersKey = (projectId: number) => ['project', projectId, 'ingestion', 'letters'] as const
const pageSize = 100

export const deadLettersQuery = (projectId: number) =>
  infiniteQueryOptions({
    queryKey: lettersKey(projectId),
    initialPageParam: 0,
    queryFn: ({ signal, pageParam }) => request<PaginatedDeadLetterList>(withParams(path(projectId, 'dead_letters/'), { limit: pageSize, offset: pageParam === 0 ? undefined : pageParam }), { signal }),
    getNextPageParam: (last, pages) => (last.next === null ? undefined : pages.length * pageSize),
  })

const refresh = (projectId: number) => outdate(['project', projectId, 'ingestion'])

/** Gives it back to ingestion. */
export async function retryLetter(projectId: number, id: number): Promise<void> {
  await request(path(projectId, `dead_letters/${id}/retry/`), { method: 'POST' })
  await refresh(projectId)
}

export async function retryLetters(projectId: number): Promise<{ retried: number; left: number }> {
  const done = await request<{ retried: number; left: number }>(path(projectId, 'dead_letters/retry/'), { method: 'POST' })
  await refresh(projectId)
  return done
}

export async function discardLetter(projectId: number, id: number): Promise<void> {
  await request(path(projectId, `dead_letters/${id}/`), { method: 'DELETE' })
  await refresh(projectId)
}

/** One kind of warning of the last thirty days: how many on each day, and the latest of them. */
export interface WarningSummary extends Omit<IngestionWarningSummary, 'sparkline' | 'warnings'> {
  sparkline: [count: number, day: string][]
  warnings: (Omit<IngestionWarning, 'details'> & { details: Record<string, unknown> })[]
}

export const warningsQuery = (projectId: number, search: string) =>
  queryOptions({
    queryKey: ['project', projectId, 'ingestion', 'warnings', search],
    queryFn: ({ signal }) => request<WarningSummary[]>(withParams(`/api/projects/${projectId}/ingestion_warnings/`, { q: search }), { signal }),
    placeholderData: (known) => known,
  })

/** What is added to events, and what each step has cost since the server started. */
export interface Enrichment {
  geoip: { state: 'on' | 'off'; database: string; built_at: string | null; why: string }
  steps: { name: string; seconds: number }[]
  events: number
}

export const enrichmentQuery = (projectId: number) =>
  queryOptions({
    queryKey: ['project', projectId, 'ingestion', 'enrichment'],
    queryFn: ({ signal }) => request<Enrichment>(path(projectId, 'enrichment/'), { signal }),
    refetchInterval: 15_000,
  })

/** Which address our own request is said to come from. */
export interface ClientAddress {
  client_ip: string
  reason: string
  why: string
  secure: boolean
  trusted: string
  hops: { address: string; source: string; readable: boolean; trusted: boolean; client: boolean }[]
  headers: { name: string; value: string }[]
}

export const clientAddressQuery = (projectId: number) =>
  queryOptions({
    queryKey: ['project', projectId, 'ingestion', 'client_address'],
    queryFn: ({ signal }) => request<ClientAddress>(path(projectId, 'client_address/'), { signal }),
  })
