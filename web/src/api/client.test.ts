import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { ApiError, request, withParams } from './client'

const answer = (status: number, body: string) => new Response(body === '' ? null : body, { status })
const fetched = vi.fn<typeof fetch>()

beforeEach(() => {
  vi.stubGlobal('fetch', fetched)
  fetched.mockReset()
})
afterEach(() => {
  vi.unstubAllGlobals()
})

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

test('a page that is not JSON still gives a sentence', async () => {
  fetched.mockResolvedValue(answer(502, '<html>'))
  await expect(request('/api/x/')).rejects.toMatchObject({ status: 502, code: 'error' })
})

test('a lost connection is an error with status 0', async () => {
  fetched.mockRejectedValue(new TypeError('failed to fetch'))
  await expect(request('/api/x/')).rejects.toMatchObject({ status: 0, code: 'unreachable' })
})

test('an empty answer is undefined', async () => {
  fetched.mockResolvedValue(answer(204, ''))
  expect(await request('/logout', { method: 'POST' })).toBeUndefined()
})

test('parameters without a value are left out', () => {
  expect(withParams('/x/', { search: '', limit: 100, key: undefined, q: 'a b' })).toBe('/x/?limit=100&q=a+b')
})
