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

/** The server wants to know again who asks: the session is old and the action is delicate. */
export function needsConfirmation(error: unknown): boolean {
  return isApiError(error) && error.status === 403 && error.message.includes('recently authenticated')
}

export interface RequestOptions {
  method?: 'GET' | 'POST' | 'PATCH' | 'DELETE'
  body?: unknown
  signal?: AbortSignal
}

/**
 * One request to the server, answered as JSON.
 * Errors: ApiError for every refusal and for a lost connection; an abort rejects as the signal says.
 */
export async function request<T>(path: string, { method = 'GET', body, signal }: RequestOptions = {}): Promise<T> {
  const headers: Record<string, string> = { Accept: 'application/json' }
  if (body !== undefined) headers['Content-Type'] = 'application/json'
  if (method !== 'GET') {
    const token = readCookie(csrfCookie)
    if (token) headers['X-CSRFToken'] = token
  }
  let response: Response
  try {
    response = await fetch(path, {
      method,
      headers,
      body: body === undefined ? undefined : JSON.stringify(body),
      signal,
      credentials: 'same-origin',
    })
  } catch (error) {
    if (signal?.aborted) throw error
    throw new ApiError(0, 'unreachable', 'The server did not answer. Check that it is running and that you are online.')
  }
  if (!response.ok) throw await refusal(response)
  if (response.status === 204 || response.status === 205) return undefined as T
  const text = await response.text()
  return (text === '' ? undefined : JSON.parse(text)) as T
}

async function refusal(response: Response): Promise<ApiError> {
  let said: Record<string, unknown> = {}
  try {
    said = (await response.json()) as Record<string, unknown>
  } catch {
    // A proxy's HTML page, or nothing: the status has to do.
  }
  const word = (key: string) => (typeof said[key] === 'string' ? (said[key] as string) : null)
  return new ApiError(
    response.status,
    word('code') ?? 'error',
    word('detail') ?? `The server answered ${response.status} ${response.statusText}`.trim() + '.',
    word('attr'),
  )
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
