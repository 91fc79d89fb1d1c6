import { queryOptions } from '@tanstack/react-query'
import type { ActorsSource } from '@/drill/point'
import { rankCommon, type Common, type Pair } from '@/lib/in_common'
import { runQuery } from './query'
import type { TableResponse } from './types'

/** Pairs of the people in question that are looked at, the most frequent first. */
const mostPairs = 400
const pairs = 'arrayJoin(JSONExtractKeysAndValuesRaw(properties))'

export interface InCommon {
  /** How many people stand behind the number. */
  people: number
  everyone: number
  found: Common[]
}

/** What the people behind a number have more often than everybody else: values of their person properties. */
export const inCommonQuery = (projectId: number, source: ActorsSource) =>
  queryOptions({
    queryKey: ['project', projectId, 'in_common', source],
    queryFn: async ({ signal }): Promise<InCommon> => {
      const ask = async (query: { kind: string; [field: string]: unknown }) => (await runQuery<TableResponse>(projectId, query, { signal })).response.results
      const sql = (query: string, values?: object) => ask({ kind: 'HogQLQuery', query, values })
      const [counted, all, theirs] = await Promise.all([
        ask({ kind: 'ActorsQuery', source, select: ['count()'] }),
        sql('SELECT count() FROM persons'),
        ask({ kind: 'ActorsQuery', source, select: [pairs, 'count()'], orderBy: ['count() DESC'], limit: mostPairs }),
      ])
      const [people, everyone] = [firstNumber(counted), firstNumber(all)]
      const inside = theirs.map(readPair).filter((pair) => pair !== null)
      if (inside.length === 0) return { people, everyone, found: [] }
      const overall = await sql(`SELECT pair, count() FROM (SELECT ${pairs} AS pair FROM persons) WHERE pair.1 IN {keys} GROUP BY pair ORDER BY count() DESC LIMIT 10000`, {
        keys: [...new Set(inside.map((pair) => pair.key))],
      })
      return { people, everyone, found: rankCommon(inside, overall.map(readPair).filter((pair) => pair !== null), people, everyone) }
    },
    staleTime: 5 * 60_000,
  })

const firstNumber = (rows: unknown[]): number => (Array.isArray(rows[0]) ? Number(rows[0][0]) : 0)

/** One row: a key, its value as JSON, and how many have it. */
function readPair(row: unknown): Pair | null {
  if (!Array.isArray(row) || !Array.isArray(row[0])) return null
  const [[key, value], count] = row as [[unknown, unknown], unknown]
  return typeof key === 'string' && typeof value === 'string' ? { key, value, count: Number(count) } : null
}
