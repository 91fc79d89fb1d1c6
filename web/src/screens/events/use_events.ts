import { keepPreviousData, useInfiniteQuery, useQueryClient, type InfiniteData } from '@tanstack/react-query'
import { useCallback, useEffect, useMemo, useRef, useState } from 'react'
import { readEventsPage, type EventsPage } from '@/api/events'
import type { EventRow } from '@/lib/event_columns'
import { mergeNewest, pageQuery, type Cursor, type EventList } from '@/lib/events_query'
import { useSettled } from '@/ui/use_settled'

const settleMs = 250
const refreshMs = 10_000

type Pages = InfiniteData<EventsPage, Cursor | null>

const onlyPage = (page: EventsPage): Pages => ({ pages: [page], pageParams: [null] })

interface Options {
  /** Look for new events every ten seconds. */
  auto: boolean
  /** Whether rows may be put above those that are read now. */
  atTop: () => boolean
}

/** The events of a list, page by page, and the newer ones that came since. */
export function useEvents(projectId: number, list: EventList, search: string, { auto, atTop }: Options) {
  const queryClient = useQueryClient()
  const text = JSON.stringify([list, search])
  const settled = useSettled(text, settleMs)
  const [asked, askedSearch] = useMemo(() => JSON.parse(settled) as [EventList, string], [settled])
  const queryKey = useMemo(() => ['project', projectId, 'events', pageQuery(asked, askedSearch, null)], [projectId, asked, askedSearch])
  const result = useInfiniteQuery({
    queryKey,
    queryFn: ({ pageParam, signal }) => readEventsPage(projectId, asked, askedSearch, { behind: pageParam, signal }),
    initialPageParam: null as Cursor | null,
    getNextPageParam: (page): Cursor | undefined => {
      const last = page.rows.at(-1)
      return page.hasMore && last ? { timestamp: last.timestamp, uuid: last.uuid } : undefined
    },
    placeholderData: keepPreviousData,
    // Rows do not change under the reader; new ones come on request.
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 60_000,
  })

  const [refreshing, setRefreshing] = useState(false)
  // What the last look for newer events gave belongs to its question only.
  const [looked, setLooked] = useState<{ key: unknown; error?: Error; held?: { pages: Pages; count: number } } | null>(null)
  const last = looked?.key === queryKey ? looked : null

  const refresh = useCallback(
    async (hold: boolean) => {
      setRefreshing(true)
      try {
        const newest = await readEventsPage(projectId, asked, askedSearch, { force: true })
        const shown = queryClient.getQueryData<Pages>(queryKey)
        const next = (shown && !asked.oldestFirst && withNewest(shown, newest)) || onlyPage(newest)
        const count = newCount(shown, next)
        if (hold && count > 0 && !atTop()) setLooked({ key: queryKey, held: { pages: next, count } })
        else {
          queryClient.setQueryData<Pages>(queryKey, next)
          setLooked(null)
        }
      } catch (error) {
        setLooked({ key: queryKey, error: error instanceof Error ? error : new Error(String(error)) })
      } finally {
        setRefreshing(false)
      }
    },
    [projectId, asked, askedSearch, queryClient, queryKey, atTop],
  )

  const latest = useRef(refresh)
  useEffect(() => {
    latest.current = refresh
  }, [refresh])
  const runs = useRef(false)
  useEffect(() => {
    if (!auto) return
    const timer = setInterval(() => {
      if (runs.current || document.visibilityState === 'hidden') return
      runs.current = true
      void latest.current(true).finally(() => {
        runs.current = false
      })
    }, refreshMs)
    return () => clearInterval(timer)
  }, [auto])

  const rows = useMemo((): EventRow[] => result.data?.pages.flatMap((page) => page.rows) ?? [], [result.data])
  const { hasNextPage, isFetchingNextPage, isFetchNextPageError, isPlaceholderData, fetchNextPage } = result
  const more = useCallback(() => {
    if (hasNextPage && !isFetchingNextPage && !isFetchNextPageError && !isPlaceholderData) void fetchNextPage({ cancelRefetch: false })
  }, [hasNextPage, isFetchingNextPage, isFetchNextPageError, isPlaceholderData, fetchNextPage])

  return {
    rows,
    loading: result.isPending,
    error: rows.length === 0 || (result.error && !isFetchNextPageError) ? result.error : null,
    /** Why the last look for more or for newer events failed; the rows are still there. */
    trouble: isFetchNextPageError ? result.error : (last?.error ?? null),
    running: refreshing || settled !== text || (result.isFetching && !isFetchingNextPage && !result.isPending),
    loadingMore: isFetchingNextPage,
    hasMore: hasNextPage,
    more,
    retry: () => {
      if (isFetchNextPageError) void fetchNextPage()
      else if (rows.length === 0) void result.refetch()
      else void refresh(false)
    },
    refresh: () => void refresh(false),
    newer: last?.held?.count ?? 0,
    showNewer: () => {
      if (last?.held) queryClient.setQueryData<Pages>(queryKey, last.held.pages)
      setLooked(null)
    },
  }
}

/** The pages with the newest events put before them; null when some between were never read. */
function withNewest(shown: Pages, newest: EventsPage): Pages | null {
  const [first, ...rest] = shown.pages
  if (!first) return null
  const rows = mergeNewest(first.rows, newest.rows, newest.hasMore)
  return rows && { ...shown, pages: [{ ...first, rows }, ...rest] }
}

function newCount(shown: Pages | undefined, next: Pages): number {
  const known = new Set(shown?.pages.flatMap((page) => page.rows.map((row) => row.uuid)))
  return next.pages.flatMap((page) => page.rows).filter((row) => !known.has(row.uuid)).length
}
