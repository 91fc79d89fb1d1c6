import type { QueryKey } from '@tanstack/react-query'
import { Turns } from '@/lib/turns'
import { queryClient } from './query_client'

/** How one cached answer looks once the write has succeeded; leaves out what is not loaded. */
export interface Edit<T> {
  /** The beginning of the keys of the answers to edit. */
  queryKey: QueryKey
  edit: (known: T) => T
}

// Of two writes that change the same thing the later one has to be the last to arrive.
const inTurn = new Turns(1)

/**
 * Shows the outcome of a write at once and takes it back when the write fails. For names, stars and
 * order; never for what cannot be taken back. The writes themselves go out one after the other.
 * Errors: those of `write`.
 */
export async function optimistic<T, R>(edits: Edit<T>[], write: () => Promise<R>): Promise<R> {
  const before: [QueryKey, unknown][] = []
  for (const { queryKey, edit } of edits) {
    await queryClient.cancelQueries({ queryKey })
    before.push(...queryClient.getQueriesData({ queryKey }))
    queryClient.setQueriesData<T>({ queryKey }, (known) => (known === undefined ? undefined : edit(known)))
  }
  try {
    return await inTurn.run(write)
  } catch (error) {
    for (const [key, data] of before) queryClient.setQueryData(key, data)
    throw error
  }
}
