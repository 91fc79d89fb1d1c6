import type { FunnelsQuery, FunnelsResponse, FunnelStep, FunnelTimeToConvertResults, FunnelTrendsLine } from '@/api/types'
import { orderOf } from '@/lib/funnels_query'
import { breakdownsOf, capitalized, isByCohort, people, type ActorWords } from '@/lib/question_parts'
import { formatDuration } from '@/lib/format'
import { parseWall, unfinishedFrom, type WallTime } from '@/lib/wall_time'
import { csvLine } from './csv'
import type { BreakdownValue, ChartData, ChartSeries } from './data'
import { eventName } from './question_words'
import { breakdownLabel, cohortLabel, type CohortNames } from './trends_data'

/** The people of one breakdown value, or all of them, step by step. */
export interface FunnelGroup {
  id: string
  name: string
  slot: number
  breakdown?: BreakdownValue
  /** Of the period compared with; it has the colour of its value in the current one. */
  previous?: boolean
  counts: number[]
  /** Of a sample: how far each count may lie from the true one. */
  margins?: number[]
  /** Seconds from the step before, per step; null for the first and where nobody arrived. */
  medians: (number | null)[]
}

export interface FunnelData {
  steps: string[]
  /** Who is counted, when it is not people. */
  actors?: ActorWords
  groups: FunnelGroup[]
  /** Seconds from the first step to the last, for half of those who got there. */
  totalMedian: number | null
}

/** Reads the steps of an answer. */
export function readFunnel(query: FunnelsQuery, response: FunnelsResponse, actors?: ActorWords): FunnelData {
  const rows = (Array.isArray(response.results) ? response.results : []) as FunnelStep[] | FunnelStep[][]
  const lists = Array.isArray(rows[0]) ? (rows as FunnelStep[][]) : byPeriod(rows as FunnelStep[])
  const idOf = (list: FunnelStep[]) => (list[0]?.breakdown_value === undefined ? 'all' : JSON.stringify(list[0].breakdown_value))
  const current = lists.filter((list) => !isPrevious(list))
  const ids = current.map(idOf)
  // Each value is followed by what it was before.
  const placed = current.flatMap((list) => [list, ...lists.filter((one) => isPrevious(one) && idOf(one) === idOf(list))])
  const properties = breakdownsOf(query).map((one) => one.property)
  // Steps in any order are counted by how many were done.
  const unordered = orderOf(query) === 'unordered'
  const steps = query.series.map((node, i) => (unordered ? (lists[0]?.[i]?.name ?? '') : eventName(node)))
  return {
    steps,
    groups: placed.map((list): FunnelGroup => {
      const breakdown = list[0]?.breakdown_value
      const previous = isPrevious(list)
      // A step says how its cohort is called.
      const cohorts = isByCohort(query) ? new Map([[String(breakdown), String(list[0]?.breakdown)]]) : null
      const name = breakdown === undefined ? 'Everybody' : cohorts ? cohortLabel(breakdown, cohorts) : groupName(breakdown, properties)
      return {
        id: previous ? `${idOf(list)} before` : idOf(list),
        name: previous ? `${name}, before` : name,
        slot: ids.indexOf(idOf(list)),
        breakdown,
        ...(previous && { previous }),
        counts: list.map((step) => step.count),
        ...(list[0]?.count_margin !== undefined && { margins: list.map((step) => step.count_margin ?? 0) }),
        medians: list.map((step) => step.median_conversion_time),
      }
    }),
    totalMedian: response.total_median_conversion_time ?? null,
    ...(actors && { actors }),
  }
}

/** Steps without values come as one list, the current period first. */
function byPeriod(rows: FunnelStep[]): FunnelStep[][] {
  return [rows.filter((row) => row.compare_label !== 'previous'), rows.filter((row) => row.compare_label === 'previous')].filter((list) => list.length > 0)
}

const isPrevious = (list: FunnelStep[]): boolean => list[0]?.compare_label === 'previous'

/** The groups without those of the period compared with. */
export const currentOf = ({ groups }: FunnelData): FunnelGroup[] => groups.filter((group) => !group.previous)

const groupName = (value: BreakdownValue, properties: string[]): string => (String(value) === '' ? 'None' : breakdownLabel(value, properties))

export const entered = (group: FunnelGroup): number => group.counts[0] ?? 0
export const converted = (group: FunnelGroup): number => group.counts.at(-1) ?? 0
/** How far the count of everybody at a step may be off; of several groups together nobody knows. */
export function marginAt(data: FunnelData, step: number): number | undefined {
  const [only, ...rest] = currentOf(data)
  return rest.length === 0 ? only?.margins?.[step] : undefined
}

/** The share of `of` that `count` is; 0 of nobody. */
export const shareOf = (count: number, of: number): number => (of > 0 ? count / of : 0)

/** All groups as one; steps of several breakdown values count a person once a value. */
export function together(data: FunnelData): { counts: number[] } {
  return summed(data, currentOf(data))
}

/** The same of the period compared with; null where nothing is compared. */
export function togetherBefore(data: FunnelData): { counts: number[] } | null {
  const before = data.groups.filter((group) => group.previous)
  return before.length > 0 ? summed(data, before) : null
}

const summed = (data: FunnelData, groups: FunnelGroup[]) => ({ counts: data.steps.map((_, i) => groups.reduce((sum, group) => sum + (group.counts[i] ?? 0), 0)) })

/** The step before which most people leave, as a share of those who could have gone on; null when nobody leaves. */
export function biggestLoss({ counts }: { counts: number[] }): { step: number; lost: number; share: number } | null {
  let worst: { step: number; lost: number; share: number } | null = null
  for (let step = 1; step < counts.length; step++) {
    const before = counts[step - 1] ?? 0
    const lost = before - (counts[step] ?? 0)
    if (lost > 0 && (!worst || lost > worst.lost)) worst = { step, lost, share: shareOf(lost, before) }
  }
  return worst
}

/** How the conversion of a group stands beside that of all others. */
export interface Difference {
  /** In shares: 0.031 is 3.1 points more. */
  points: number
  /** Whether a difference this large comes by chance in fewer than one case of twenty. */
  clear: boolean
}

/** Compares two shares with a test of two proportions; null where there is nobody to compare. */
export function differenceOf(group: FunnelGroup, data: FunnelData): Difference | null {
  if (group.previous) return null
  const all = together(data).counts
  const [n, m] = [entered(group), (all[0] ?? 0) - entered(group)]
  const [done, others] = [converted(group), (all.at(-1) ?? 0) - converted(group)]
  if (n <= 0 || m <= 0) return null
  const points = done / n - others / m
  const pooled = (done + others) / (n + m)
  const spread = Math.sqrt(pooled * (1 - pooled) * (1 / n + 1 / m))
  // The test holds for a handful of people on each side, not for fewer.
  const enough = Math.min(pooled, 1 - pooled) * Math.min(n, m) >= 5
  return { points, clear: enough && spread > 0 && Math.abs(points) / spread > 1.96 }
}

/**
 * One line a step of each group: who got there and, of a sample, how far off that may be, the share of those who entered,
 * and how long half of them took.
 */
export function csvOfFunnel({ steps, groups, actors = people }: FunnelData): string {
  const sampled = groups.some((group) => group.margins !== undefined)
  const rows = groups.flatMap((group) =>
    steps.map((name, i) => {
      const count = group.counts[i] ?? 0
      const share = Math.round(shareOf(count, entered(group)) * 10_000) / 10_000
      return [group.name, i + 1, name, count, ...(sampled ? [group.margins?.[i]] : []), share, group.medians[i]]
    }),
  )
  const head = ['value', 'step', 'name', actors.many, ...(sampled ? [`margin of ${actors.many}`] : []), 'share of entered', 'median seconds']
  return [head, ...rows].map(csvLine).join('\n')
}

/** Those who took at least so many seconds, and less than so many; the slowest have no such end. */
export interface TimeBin {
  from: number
  to?: number
  count: number
}

export interface TimesData {
  chart: ChartData
  /** One a bar. */
  bins: TimeBin[]
  average: number | null
  people: number
}

/** "5.0 s to 10.0 s", "10.0 s or more" */
export const binName = ({ from, to }: TimeBin): string => `${formatDuration(from * 1000)} ${to === undefined ? 'or more' : `to ${formatDuration(to * 1000)}`}`

/** How long people took, as bars of equal width. */
export function readTimes(response: FunnelsResponse, actors: ActorWords = people): TimesData {
  const { bins: edges, average_conversion_time: average } = response.results as FunnelTimeToConvertResults
  const all = edges.map(([from = 0, count = 0], i): TimeBin => ({ from, to: edges[i + 1]?.[0], count }))
  // The last edge ends the last bar; only who took just that long is counted at it.
  const bins = all.filter(({ to, count }) => to !== undefined || count > 0)
  return {
    chart: {
      axis: { kind: 'names', names: bins.map(binName), unfinished: null },
      series: [{ id: 'people', name: capitalized(actors.many), slot: 0, values: bins.map(({ count }) => count) }],
    },
    bins,
    average,
    people: bins.reduce((sum, { count }) => sum + count, 0),
  }
}

/** One line a bar. */
export const csvOfTimes = ({ bins }: TimesData, { many }: ActorWords = people): string =>
  [['from seconds', 'to seconds', many], ...bins.map(({ from, to, count }) => [from, to, count])].map(csvLine).join('\n')

/** Conversion over time: one line a breakdown value, in percent. */
export function readConversions(query: FunnelsQuery, response: FunnelsResponse, now: WallTime, names?: CohortNames): ChartData {
  const lines = response.results as FunnelTrendsLine[]
  const properties = breakdownsOf(query).map((one) => one.property)
  const interval = query.interval ?? 'day'
  const buckets = (lines[0]?.days ?? []).map(parseWall)
  const before = lines.filter((line) => line.compare_label === 'previous')
  const beforeOf = (line: FunnelTrendsLine) => before.find((one) => JSON.stringify(one.breakdown_value) === JSON.stringify(line.breakdown_value))
  return {
    axis: { kind: 'time', buckets, interval, previous: before[0]?.days.map(parseWall), unfinished: unfinishedFrom(buckets, interval, now) },
    series: lines.filter((line) => line.compare_label !== 'previous').map(
      (line, slot): ChartSeries => ({
        id: line.breakdown_value === undefined ? 'all' : JSON.stringify(line.breakdown_value),
        name: line.breakdown_value === undefined ? 'Conversion' : isByCohort(query) ? cohortLabel(line.breakdown_value, names) : groupName(line.breakdown_value, properties),
        slot,
        values: line.data,
        previous: beforeOf(line)?.data,
        adds: 'never',
        breakdown: line.breakdown_value,
      }),
    ),
    format: { kind: 'percent' },
  }
}
