import { QueryClient } from '@tanstack/react-query'
import { isApiError } from './client'

/** The one cache of server data: stale after a minute, kept for ten. */
export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 60_000,
      gcTime: 600_000,
      refetchOnWindowFocus: false,
      networkMode: 'always',
      // A refusal is an answer; only a lost connection or a busy server is worth asking again.
      retry: (failures, error) => failures < 2 && isApiError(error) && (error.status === 0 || error.status === 503),
      retryDelay: (attempt) => 500 * 2 ** attempt,
    },
    mutations: { networkMode: 'always' },
  },
})
