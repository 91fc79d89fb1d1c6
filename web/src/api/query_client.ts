import { QueryClient } from '@tanstack/react-query'
import { isApiError } from './client'
import { followConnection, readConnection } from './connection'

const staleOnFocusMs = 300_000

/** The one cache of server data: stale after a minute, kept for ten; `request` itself tries again. */
export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 60_000,
      gcTime: 600_000,
      refetchOnWindowFocus: (query) => Date.now() - query.state.dataUpdatedAt > staleOnFocusMs,
      networkMode: 'always',
      retry: false,
    },
    mutations: { networkMode: 'always', retry: false },
  },
})

// What failed because the server was away is asked again when it is back.
followConnection(() => {
  if (readConnection() !== 'well') return
  void queryClient.refetchQueries({
    type: 'active',
    predicate: ({ state: { error } }) => isApiError(error) && (error.status === 0 || error.status === 503),
  })
})
