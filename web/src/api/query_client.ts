import { QueryClient, type QueryKey } from '@tanstack/react-query'
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

/** What a write changed: the new answer, or only whose answers are no longer right. */
interface News {
  key: QueryKey
  answer?: unknown
}

let otherTabs: BroadcastChannel | null = null

/** Hears from now on what other tabs of this browser wrote, and tells them what this one writes. */
export function followOtherTabs(): void {
  if (typeof BroadcastChannel === 'undefined') return
  otherTabs = new BroadcastChannel('tenrec')
  otherTabs.addEventListener('message', ({ data: { key, answer } }: MessageEvent<News>) => {
    if (answer === undefined) void askAgain(key)
    else if (queryClient.getQueryData(key) === undefined) askAfterFirst(key)
    else put(key, answer)
  })
}

// oxlint-disable-next-line unicorn/require-post-message-target-origin -- a channel has no other origin
const tell = (news: News) => otherTabs?.postMessage(news)

/** Keeps what a write answered, here and in tabs that show it. */
export function learn<T>(key: QueryKey, answer: T): void {
  put(key, answer)
  tell({ key, answer })
}

/** Asks again for what a write made wrong, here and in other tabs. */
export async function outdate(key: QueryKey): Promise<void> {
  tell({ key })
  await askAgain(key)
}

/** An answer that is still on its way may be of before the write: it does not come after this one. */
function put(key: QueryKey, answer: unknown): void {
  void queryClient.cancelQueries({ queryKey: key, exact: true })
  queryClient.setQueryData<unknown>(key, answer)
}

async function askAgain(key: QueryKey): Promise<void> {
  askAfterFirst(key)
  await queryClient.invalidateQueries({ queryKey: key })
}

/** A first answer is waited for, not asked for anew, and may be of before the write: what it says is asked once more. */
function askAfterFirst(key: QueryKey): void {
  const first = queryClient.getQueryCache().findAll({ queryKey: key, fetchStatus: 'fetching', predicate: ({ state }) => state.data === undefined })
  for (const { promise, queryKey } of first) {
    promise
      ?.then(() => queryClient.invalidateQueries({ queryKey, exact: true }))
      .catch(() => {
        // Whoever asked is told.
      })
  }
}

const longestMs = 1500
let answered: Promise<void> | undefined

/**
 * Resolves once what the first page asked is answered and drawn, or after a second and a half: what nobody looks at
 * first comes then, and takes neither line nor processor from what everybody waits for.
 */
export const firstAnswered = (): Promise<void> => (answered ??= Promise.race([nothingAsked(), new Promise<void>((done) => setTimeout(done, longestMs))]))

async function nothingAsked(): Promise<void> {
  // A page asks once it is mounted.
  await drawn()
  while (queryClient.isFetching() > 0) {
    await new Promise<void>((done) => {
      const stop = queryClient.getQueryCache().subscribe(() => {
        stop()
        done()
      })
    })
    await drawn()
  }
}

const frame = (): Promise<number> => new Promise((done) => requestAnimationFrame(done))

/** Two frames later: what was known before the first is on the screen. */
async function drawn(): Promise<void> {
  await frame()
  await frame()
}
