import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { ApiError, readRetryAfter, request, withParams } from './client'
import { probe, readConnection } from './connection'
import { onSignedOut } from './signed_out'

const answer = (status: number, body: string, headers: Record<string, string> = {}) =>
  new Response(body === '' ? null : body, { status, headers })
const signedOut = () => answer(401, '{"type":"authentication_error","code":"not_authenticated","detail":"No.","attr":null}')
const fetched = vi.fn<typeof fetch>()

beforeEach(() => {
  vi.useFakeTimers()
  vi.stubGlobal('fetch', fetched)
  fetched.mockReset()
})
afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

/** Lets time pass until the promise is settled. */
async function settled<T>(promise: Promise<T>): Promise<T> {
  const caught = promise.catch(() => {})
  await vi.runAllTimersAsync()
  await caught
  return promise
}

test('unsafe requests carry the token of the cookie, safe ones do not', async () => {
  document.cookie = 'posthog_csrftoken=abc%3D'
  fetched.mockImplementation(async () => answer(200, '{}'))
  await request('/api/x/', { method: 'POST', body: { a: 1 } })
  await request('/api/x/')
  const headers = fetched.mock.calls.map(([, init]) => init?.headers as Record<string, string>)
  expect(headers[0]?.['X-CSRFToken']).toBe('abc=')
  expect(headers[1]?.['X-CSRFToken']).toBeUndefined()
})

test('a refusal becomes the server’s own sentence, code and field', async () => {
  fetched.mockResolvedValue(answer(400, '{"type":"validation_error","code":"unique","detail":"Taken.","attr":"email"}'))
  await expect(request('/api/x/')).rejects.toEqual(new ApiError(400, 'unique', 'Taken.', 'email'))
})

test('a question that failed in the background says why', async () => {
  fetched.mockResolvedValue(answer(400, '{"query_status":{"id":"q","error":true,"error_message":"Unable to resolve field: evnt"}}'))
  await expect(request('/api/x/')).rejects.toMatchObject({ status: 400, message: 'Unable to resolve field: evnt' })
})

test('a page that is not JSON still gives a sentence', async () => {
  fetched.mockResolvedValue(answer(403, '<html>'))
  await expect(request('/api/x/')).rejects.toMatchObject({ status: 403, code: 'error' })
  fetched.mockResolvedValue(answer(200, '<html>Sign in to the office network</html>'))
  await expect(request('/api/x/')).rejects.toMatchObject({ status: 200, message: expect.stringMatching(/proxy/) as string })
})

test('an answer that ends in the middle is asked for again where that is harmless', async () => {
  const cut = () => new Response(new ReadableStream({ start: (body) => body.error(new TypeError('network error')) }))
  fetched.mockResolvedValueOnce(cut()).mockImplementation(async () => answer(200, '{"a":1}'))
  expect(await settled(request('/api/x/'))).toEqual({ a: 1 })
  fetched.mockReset()
  fetched.mockResolvedValueOnce(cut()).mockImplementation(async () => answer(200, '{}'))
  await expect(settled(request('/api/x/', { method: 'POST' }))).rejects.toMatchObject({ status: 0, code: 'unreachable' })
})

test('a gateway whose server is away counts as no answer, until the server answers itself', async () => {
  fetched.mockImplementation(async (path) => answer(path === '/_health' ? 200 : 502, '<html>'))
  const asked = request('/api/x/', { method: 'POST' }).catch((error: unknown) => error)
  await vi.advanceTimersByTimeAsync(1)
  expect(await asked).toMatchObject({ status: 0, code: 'unreachable' })
  expect(readConnection()).toBe('unreachable')
  await vi.runAllTimersAsync()
  expect(readConnection()).toBe('well')
})

test('a lost connection is tried twice more where that is harmless, and then an error with status 0', async () => {
  // The third answer is for whoever asks whether the server is back.
  fetched.mockRejectedValueOnce(new TypeError('lost')).mockResolvedValue(answer(200, '{"a":1}'))
  expect(await settled(request('/api/x/'))).toEqual({ a: 1 })

  fetched.mockReset()
  fetched.mockImplementation(async (path) => {
    if (path === '/_health') return answer(200, '')
    throw new TypeError('lost')
  })
  await expect(settled(request('/api/x/'))).rejects.toMatchObject({ status: 0, code: 'unreachable' })
  expect(fetched.mock.calls.filter(([path]) => path === '/api/x/')).toHaveLength(3)

  fetched.mockClear()
  await expect(settled(request('/api/x/', { method: 'POST' }))).rejects.toMatchObject({ status: 0 })
  expect(fetched.mock.calls.filter(([path]) => path === '/api/x/')).toHaveLength(1)
})

test('a busy server is asked again when it says so, also to write', async () => {
  fetched.mockResolvedValueOnce(answer(503, '{}', { 'Retry-After': '7' })).mockResolvedValue(answer(200, '{}'))
  const asked = request('/api/x/', { method: 'POST' })
  await vi.advanceTimersByTimeAsync(6900)
  expect(fetched).toHaveBeenCalledTimes(1)
  await vi.advanceTimersByTimeAsync(200)
  await asked
  expect(fetched).toHaveBeenCalledTimes(2)
})

test('a server that stays busy is an error', async () => {
  fetched.mockImplementation(async () => answer(503, '{"code":"busy","detail":"Later."}'))
  await expect(settled(request('/api/x/'))).rejects.toMatchObject({ status: 503, message: 'Later.' })
  expect(fetched).toHaveBeenCalledTimes(3)
})

test('waiting ends with the signal', async () => {
  const aborter = new AbortController()
  fetched.mockResolvedValue(answer(503, '{}', { 'Retry-After': '10' }))
  const asked = request('/api/x/', { signal: aborter.signal })
  const outcome = expect(asked).rejects.toMatchObject({ name: 'AbortError' })
  await vi.advanceTimersByTimeAsync(100)
  aborter.abort()
  await outcome
  expect(fetched).toHaveBeenCalledTimes(1)
})

test('Retry-After is seconds or a date, and never too long', () => {
  expect(readRetryAfter('2')).toBe(2000)
  expect(readRetryAfter('Sun, 22 Nov 2026 00:00:05 GMT', Date.parse('2026-11-22T00:00:00Z'))).toBe(5000)
  expect(readRetryAfter('86400')).toBe(20_000)
  expect(readRetryAfter('soon')).toBeNull()
  expect(readRetryAfter(null)).toBeNull()
})

test('an expired login is asked for once, and every request that waited goes on', async () => {
  let login = false
  const ask = vi.fn(async () => {
    login = true
    return true
  })
  const stop = onSignedOut(ask)
  fetched.mockImplementation(async () => (login ? answer(200, '{"ok":true}') : signedOut()))
  const both = Promise.all([request('/api/x/', { method: 'PATCH', body: { name: 'kept' } }), request('/api/y/')])
  expect(await both).toEqual([{ ok: true }, { ok: true }])
  expect(ask).toHaveBeenCalledTimes(1)
  const patches = fetched.mock.calls.filter(([, init]) => init?.method === 'PATCH')
  expect(patches.map(([, init]) => init?.body)).toEqual(['{"name":"kept"}', '{"name":"kept"}'])
  stop()
})

test('who does not sign in again gets the refusal', async () => {
  const stop = onSignedOut(async () => false)
  fetched.mockImplementation(async () => signedOut())
  await expect(request('/api/x/')).rejects.toMatchObject({ status: 401 })
  stop()
  await expect(request('/api/x/')).rejects.toMatchObject({ status: 401 })
})

test('the connection is lost with the first failure and found again by itself', async () => {
  fetched.mockRejectedValue(new TypeError('lost'))
  await expect(request('/api/x/', { method: 'POST' })).rejects.toMatchObject({ status: 0 })
  expect(readConnection()).toBe('unreachable')
  await vi.advanceTimersByTimeAsync(5000)
  expect(readConnection()).toBe('unreachable')
  fetched.mockResolvedValue(answer(200, ''))
  await vi.advanceTimersByTimeAsync(10_000)
  expect(readConnection()).toBe('well')
  await probe()
})

test('an empty answer is undefined', async () => {
  fetched.mockResolvedValue(answer(204, ''))
  expect(await request('/logout', { method: 'POST' })).toBeUndefined()
})

test('parameters without a value are left out', () => {
  expect(withParams('/x/', { search: '', limit: 100, key: undefined, q: 'a b' })).toBe('/x/?limit=100&q=a+b')
})

test('what the page asked for early is taken once, and not after something was changed', async () => {
  fetched.mockImplementation(async () => answer(200, '{"from":"now"}'))
  const early = () => {
    window.tenrecEarly = { '/api/x/': Promise.resolve(answer(200, '{"from":"before"}')) }
  }
  early()
  expect(await request('/api/x/')).toEqual({ from: 'before' })
  expect(fetched).not.toHaveBeenCalled()
  expect(await request('/api/x/')).toEqual({ from: 'now' })
  early()
  await request('/api/login/', { method: 'POST', body: {} })
  expect(await request('/api/x/')).toEqual({ from: 'now' })
})

test('what was asked early and got lost is asked again', async () => {
  fetched.mockImplementation(async () => answer(200, '{"from":"now"}'))
  const lost = Promise.reject(new TypeError('lost'))
  lost.catch(() => {})
  window.tenrecEarly = { '/api/x/': lost }
  expect(await settled(request<unknown>('/api/x/'))).toEqual({ from: 'now' })
})
