import { QueryClient } from '@tanstack/react-query'
import { expect, test, vi } from 'vitest'
import { alarmsQuery } from './ingestion'

const alarms = (status: number, body: string) => {
  vi.stubGlobal('fetch', async () => new Response(body, { status }))
  return new QueryClient({ defaultOptions: { queries: { retry: false } } }).fetchQuery(alarmsQuery)
}

test('what does not work rings, the gravest first; parts of others do not', async () => {
  expect(await alarms(200, '{"http":true,"ingestion":true,"books":true,"freshness":true,"self_test":true}')).toEqual([])
  expect(await alarms(200, '{"storage":false,"freshness":false,"self_test":false,"books":false}')).toEqual(['books', 'freshness', 'self_test'])
  // Also while the server is not ready for requests, and from one that takes no events and knows nothing of them.
  expect(await alarms(503, '{"analytics":false,"freshness":false}')).toEqual(['freshness'])
  expect(await alarms(200, '{"http":true}')).toEqual([])
})

test('a gateway that answers for the server rings nothing', async () => {
  await expect(alarms(502, '<html>Bad gateway</html>')).rejects.toThrow()
})
