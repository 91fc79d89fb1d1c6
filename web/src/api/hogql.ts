import { queryOptions } from '@tanstack/react-query'
import { ApiError, isApiError, request } from './client'
import { newQueryId } from './query'
import type { HogQLQueryResponse, QueryNode } from './types'

/** How far a question is. */
export interface Progress {
  rowsRead: number
  bytesRead: number
}

/** An answer with what it cost. */
export interface SqlAnswer {
  response: HogQLQueryResponse
  /** Milliseconds between asking and having the answer. */
  took: number
  /** When the server computed it. */
  computedAt: number
  isCached: boolean
  /** What the engine read; null where the server does not say. */
  read: Progress | null
}

interface Status {
  id: string
  complete: boolean
  results?: HogQLQueryResponse | null
  query_progress?: { rows_read?: number; bytes_read?: number } | null
}

type Answered = Omit<HogQLQueryResponse, 'query_status'> & { query_status?: Status | null }

interface RunOptions {
  signal: AbortSignal
  /** Compute again even if the server has a fresh result. */
  force?: boolean
  onProgress?: (progress: Progress) => void
}

const firstWaitMs = 15
const longestWaitMs = 1000

/**
 * Asks a SQL question in the background, where it may take as long as the server allows, and waits for it.
 * An abort stops it on the server, too.
 * Errors: ApiError with the query's id; an abort rejects as the signal says.
 */
export async function runSql(projectId: number, query: QueryNode, { signal, force, onProgress }: RunOptions): Promise<SqlAnswer> {
  const base = `/api/projects/${projectId}/query/`
  let id = newQueryId()
  const cancel = () => {
    request(`${base}${id}/`, { method: 'DELETE' }).catch(() => {
      // It had finished meanwhile.
    })
  }
  signal.addEventListener('abort', cancel, { once: true })
  const asked = performance.now()
  let read: Progress | null = null
  try {
    let answered = await request<Answered>(base, {
      method: 'POST',
      body: { query, client_query_id: id, refresh: force ? 'force_async' : 'async' },
      signal,
      safe: true,
    })
    for (let wait = firstWaitMs; answered.query_status && !answered.query_status.complete; wait = Math.min(wait * 1.6, longestWaitMs)) {
      id = answered.query_status.id
      await pause(wait, signal)
      const { query_status: status } = await request<{ query_status: Status }>(`${base}${id}/?show_progress=true`, { signal })
      const progress = status.query_progress
      if (progress?.rows_read) {
        read = { rowsRead: progress.rows_read, bytesRead: progress.bytes_read ?? 0 }
        onProgress?.(read)
      }
      answered = status.complete && status.results ? { ...status.results, query_status: status } : { ...answered, query_status: status }
    }
    if (!Array.isArray(answered.results)) throw new ApiError(500, 'error', 'The server finished the question without an answer. Run it again.')
    return {
      response: { ...answered, query_status: null },
      took: performance.now() - asked,
      computedAt: answered.last_refresh ? Date.parse(answered.last_refresh) : Date.now(),
      isCached: answered.is_cached === true,
      read: answered.is_cached === true ? null : (readOf(answered) ?? read),
    }
  } catch (error) {
    if (isApiError(error)) throw new ApiError(error.status, error.code, error.message, error.attr, id)
    throw error
  } finally {
    signal.removeEventListener('abort', cancel)
  }
}

/** The rows of a SQL question as a Parquet file: 50,000 unless it says fewer. */
export const sqlParquet = (projectId: number, query: QueryNode): Promise<Blob> =>
  request(`/api/projects/${projectId}/query/parquet/`, { method: 'POST', body: { query }, safe: true, file: true })

/** What the whole question read, as its answer tells. */
function readOf({ query_metadata: told }: Answered): Progress | null {
  return told?.rows_read ? { rowsRead: told.rows_read, bytesRead: told.bytes_read ?? 0 } : null
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) return reject(signal.reason as Error)
    const stop = () => {
      clearTimeout(timer)
      reject(signal.reason as Error)
    }
    const timer = setTimeout(() => {
      signal.removeEventListener('abort', stop)
      resolve()
    }, ms)
    signal.addEventListener('abort', stop, { once: true })
  })
}

/** What is said about a stretch of the text, counted in characters of Unicode. */
export interface Notice {
  message: string
  start?: number | null
  end?: number | null
  /** What the stretch should be instead. */
  fix?: string | null
}

export interface Metadata {
  isValid?: boolean | null
  errors: Notice[]
  warnings: Notice[]
  notices: Notice[]
  table_names?: string[] | null
}

export interface Suggestion {
  kind: string
  label: string
  insertText: string
  detail?: string | null
  documentation?: string | null
}

/** A question about the text itself: answered at once, never kept. */
const ask = <T>(projectId: number, query: QueryNode, signal?: AbortSignal) =>
  request<T>(`/api/projects/${projectId}/query/`, { method: 'POST', body: { query }, signal, safe: true })

/** What is wrong with a text, and where. */
export const checkSql = (projectId: number, query: string, more: Record<string, unknown>, signal?: AbortSignal): Promise<Metadata> =>
  ask(projectId, { kind: 'HogQLMetadata', language: 'hogQL', query, ...more }, signal)

/** What could stand between the two places of a text. */
export const completeSql = (projectId: number, query: string, start: number, end: number, signal?: AbortSignal): Promise<{ suggestions: Suggestion[]; incomplete_list?: boolean }> =>
  ask(projectId, { kind: 'HogQLAutocomplete', language: 'hogQL', query, startPosition: start, endPosition: end }, signal)

export interface SchemaField {
  name: string
  hogql_value: string
  type: string
  /** The table that a lazy or virtual one leads to. */
  table?: string | null
  fields?: string[] | null
}

export interface SchemaTable {
  id: string
  name: string
  type: string
  row_count?: number | null
  fields: Record<string, SchemaField>
}

/** Every table that questions may name, with its fields. */
export const databaseSchemaQuery = (projectId: number) =>
  queryOptions({
    queryKey: ['project', projectId, 'database_schema'],
    queryFn: async ({ signal }) => {
      const { tables } = await ask<{ tables: Record<string, SchemaTable> }>(projectId, { kind: 'DatabaseSchemaQuery' }, signal)
      return Object.entries(tables)
        .map(([name, table]) => ({ ...table, name: table.name || name }))
        .toSorted((a, b) => rankOf(a) - rankOf(b) || a.name.localeCompare(b.name))
    },
    staleTime: 10 * 60_000,
  })

/** Tables that are asked for most come first. */
const rankOf = (table: SchemaTable): number => {
  const known = ['events', 'persons', 'sessions', 'groups', 'person_distinct_ids'].indexOf(table.name)
  return known >= 0 ? known : table.type === 'posthog' ? 10 : 20
}
