import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import { ApiError, isApiError, request } from './client'
import type { CapturedEvent, EventsQuery, TableResponse, TrendsQuery, TrendsResponse } from './types'

/** An answer with what the reader is told about it. */
export interface Answer<T> {
  response: T
  /** Milliseconds between asking and having the answer. */
  took: number
  /** When the server computed it. */
  computedAt: number
}

interface RunOptions {
  signal?: AbortSignal
  /** Compute again even if the server has a fresh result. */
  force?: boolean
}

/** Asks one question; a question that is aborted is cancelled on the server too. */
export async function runQuery<T>(
  projectId: number,
  query: { kind: string },
  { signal, force }: RunOptions = {},
): Promise<Answer<T>> {
  const id = newQueryId()
  const cancel = () => {
    request(`/api/projects/${projectId}/query/${id}/`, { method: 'DELETE' }).catch(() => {
      // It had finished, or the server will notice that the connection is gone.
    })
  }
  signal?.addEventListener('abort', cancel, { once: true })
  const asked = performance.now()
  try {
    const response = await request<T & { last_refresh?: string }>(`/api/projects/${projectId}/query/`, {
      method: 'POST',
      body: { query, client_query_id: id, refresh: force ? 'force_blocking' : 'blocking' },
      signal,
      safe: true,
    })
    const computedAt = response.last_refresh ? Date.parse(response.last_refresh) : Date.now()
    return { response, took: performance.now() - asked, computedAt }
  } catch (error) {
    if (isApiError(error)) throw new ApiError(error.status, error.code, error.message, error.attr, id)
    throw error
  } finally {
    signal?.removeEventListener('abort', cancel)
  }
}

const hex = (byte: number) => byte.toString(16).padStart(2, '0')

/** An id under which the server knows a question, to ask after it and to stop it. */
export const newQueryId = (): string => crypto.randomUUID?.() ?? Array.from(crypto.getRandomValues(new Uint8Array(16)), hex).join('')

/** The answer to a question of any kind, shaped as its kind has it. */
export const questionQuery = <T>(projectId: number, query: { kind: string }) =>
  queryOptions({
    queryKey: ['project', projectId, 'query', query],
    queryFn: ({ signal }) => runQuery<T>(projectId, query, { signal }),
    placeholderData: keepPreviousData,
  })

export const trendsQuery = (projectId: number, query: TrendsQuery) => questionQuery<TrendsResponse>(projectId, query)

/** The newest events, newest first. */
export async function latestEvents(projectId: number, limit: number, signal?: AbortSignal): Promise<CapturedEvent[]> {
  const query: EventsQuery = { kind: 'EventsQuery', select: ['*'], orderBy: ['timestamp DESC'], after: 'all', limit }
  const { response } = await runQuery<TableResponse>(projectId, query, { signal })
  return response.results.map((row) => readEvent(row[0])).filter((event) => event !== null)
}

/** Reads one event of an answer or of the live stream; null when it is not one. */
export function readEvent(value: unknown): CapturedEvent | null {
  if (typeof value !== 'object' || value === null) return null
  const event = value as Partial<CapturedEvent>
  if (typeof event.uuid !== 'string' || typeof event.event !== 'string' || typeof event.timestamp !== 'string') return null
  let properties: unknown = event.properties
  if (typeof properties === 'string') {
    try {
      properties = JSON.parse(properties)
    } catch {
      properties = {}
    }
  }
  return {
    uuid: event.uuid,
    event: event.event,
    timestamp: event.timestamp,
    distinct_id: event.distinct_id ?? '',
    person_id: event.person_id ?? null,
    properties: typeof properties === 'object' && properties !== null ? (properties as Record<string, unknown>) : {},
  }
}
