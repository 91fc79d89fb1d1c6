import { reportAnswer, reportLoss } from './connection'
import { forgetEarly, takeEarly } from './early'
import { signInAgain } from './signed_out'

/** What the server says when it refuses: one sentence for people, one word for programs. */
export class ApiError extends Error {
  override readonly name = 'ApiError'
  constructor(
    /** HTTP status; 0 when the server could not be reached. */
    readonly status: number,
    readonly code: string,
    message: string,
    /** The field at fault, if it is one field's. */
    readonly attr: string | null = null,
    /** Id under which the server knows a query, to be quoted in a report. */
    readonly queryId: string | null = null,
  ) {
    super(message)
  }
}

export function isApiError(error: unknown): error is ApiError {
  return error instanceof ApiError
}

const csrfCookie = 'posthog_csrftoken'

export interface RequestOptions {
  method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  body?: unknown
  signal?: AbortSignal
  /** Asking twice changes nothing, so that a lost connection may be tried again; true for GET. */
  safe?: boolean
  /** Without a login: ask for one over the page and go on, or refuse at once. */
  signedOut?: 'ask' | 'refuse'
  /** What opens the door instead of a login. */
  bearer?: string | null
  /** The answer is a file, not JSON. */
  file?: boolean
}

const mostRetries = 2
const firstWaitMs = 500
const longestWaitMs = 20_000

/**
 * One request to the server, answered as JSON or with a file as a Blob. A busy server (503) is asked again up to twice, after the
 * time that it names; a lost connection too where asking twice is harmless. When the login has expired, the
 * page asks for it and the request goes on.
 * Errors: ApiError for every refusal and for a lost connection; an abort rejects as the signal says.
 */
export async function request<T>(path: string, options: RequestOptions = {}): Promise<T> {
  const { method = 'GET', body, signal, safe = method === 'GET', signedOut = 'ask', bearer = null, file = false } = options
  let askedForLogin = false
  for (let retries = 0; ; ) {
    const response = await send(path, method, body, bearer, signal)
    const last = retries >= mostRetries
    const lost = async () => {
      if (!safe || last) {
        throw new ApiError(0, 'unreachable', 'The server did not answer. Is it running?')
      }
      await wait(firstWaitMs * 2 ** retries++, signal)
    }
    if (response === null) {
      await lost()
      continue
    }
    if (response.status === 503 && !last) {
      await wait(readRetryAfter(response.headers.get('Retry-After')) ?? firstWaitMs * 2 ** retries, signal)
      retries++
      continue
    }
    if (response.status === 401 && signedOut === 'ask' && !askedForLogin) {
      const refused = await refusal(response)
      askedForLogin = true
      if (refused.code === 'not_authenticated' && (await signInAgain(signal))) continue
      throw refused
    }
    if (!response.ok) throw await refusal(response)
    if (response.status === 204 || response.status === 205) return undefined as T
    try {
      if (file) return (await response.blob()) as T
      const text = await response.text()
      return (text === '' ? undefined : JSON.parse(text)) as T
    } catch (error) {
      if (signal?.aborted) throw error
      if (error instanceof SyntaxError) throw new ApiError(response.status, 'error', 'A proxy answered, not the server.')
      // The connection was lost before the end of the answer.
      reportLoss()
      await lost()
    }
  }
}

/** Null when the server could not be reached. */
async function send(path: string, method: string, body: unknown, bearer: string | null, signal?: AbortSignal): Promise<Response | null> {
  const headers: Record<string, string> = { Accept: 'application/json' }
  if (body !== undefined) headers['Content-Type'] = 'application/json'
  if (bearer !== null) headers.Authorization = `Bearer ${bearer}`
  if (method !== 'GET') {
    const token = readCookie(csrfCookie)
    if (token) headers['X-CSRFToken'] = token
  }
  try {
    const early = method === 'GET' && bearer === null ? takeEarly(path) : forgetEarly()
    const response = await (early ??
      fetch(path, {
        method,
        headers,
        body: body === undefined ? undefined : JSON.stringify(body),
        signal,
        credentials: 'same-origin',
      }))
    // A gateway answers for the server while it is away.
    if (response.status === 502) throw response
    reportAnswer()
    return response
  } catch (error) {
    if (signal?.aborted) throw error
    reportLoss()
    return null
  }
}

/** Milliseconds to wait: seconds, or a date; null when it is neither. */
export function readRetryAfter(header: string | null, now = Date.now()): number | null {
  if (header === null || header.trim() === '') return null
  const ms = /^\d+$/.test(header.trim()) ? Number(header) * 1000 : Date.parse(header) - now
  return Number.isNaN(ms) ? null : Math.min(Math.max(ms, 0), longestWaitMs)
}

function wait(ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) return reject(signal.reason as Error)
    const stop = () => {
      clearTimeout(timer)
      reject(signal?.reason as Error)
    }
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', stop)
      resolve()
    }, ms)
    signal?.addEventListener('abort', stop, { once: true })
  })
}

async function refusal(response: Response): Promise<ApiError> {
  let said: Record<string, unknown> = {}
  try {
    said = (await response.json()) as Record<string, unknown>
  } catch {
    // A proxy's HTML page, or nothing: the status has to do.
  }
  const word = (key: string) => (typeof said[key] === 'string' ? (said[key] as string) : null)
  // A question that failed in the background says why in its status.
  const status = said.query_status
  const failed = typeof status === 'object' && status !== null && 'error_message' in status && typeof status.error_message === 'string' ? status.error_message : null
  return new ApiError(
    response.status,
    word('code') ?? 'error',
    word('detail') ?? failed ?? `The server answered ${response.status} ${response.statusText}`.trim() + '.',
    word('attr'),
  )
}

/** What went wrong as a sentence, for a toast or a field. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}

/** Whether this browser may have a session: without one there is nothing to ask the server about. */
export const hasSessionHint = (): boolean => readCookie(csrfCookie) !== null

/** Drops what says so, when the session has ended. */
export function forgetSession(): void {
  document.cookie = `${csrfCookie}=; Max-Age=0; Path=/`
}

function readCookie(name: string): string | null {
  for (const pair of document.cookie.split('; ')) {
    const cut = pair.indexOf('=')
    if (pair.slice(0, cut) === name) return decodeURIComponent(pair.slice(cut + 1))
  }
  return null
}

/** Builds a path with only those parameters that have a value. */
export function withParams(path: string, params: Record<string, string | number | undefined>): string {
  const search = new URLSearchParams()
  for (const [key, value] of Object.entries(params)) {
    if (value !== undefined && value !== '') search.set(key, String(value))
  }
  const text = search.toString()
  return text === '' ? path : `${path}?${text}`
}
