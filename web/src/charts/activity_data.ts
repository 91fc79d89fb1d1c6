import { lifecycleStatuses, type LifecycleQuery, type LifecycleResponse, type LifecycleStatus, type StickinessQuery, type StickinessResponse } from '@/api/types'
import { letters } from '@/lib/question_parts'
import { parseWall, unfinishedFrom, type WallTime } from '@/lib/wall_time'
import type { ChartData, ChartSeries } from './data'
import { eventName } from './question_words'

export const statusLabels: Record<LifecycleStatus, string> = { new: 'New', returning: 'Returning', resurrecting: 'Came back', dormant: 'Went away' }

/** Who came, stayed, came back and went away: one series a status, those who went below zero. */
export function readLifecycle(query: LifecycleQuery, response: LifecycleResponse, now: WallTime): ChartData {
  const interval = query.interval ?? 'day'
  const buckets = (response.results[0]?.days ?? []).map(parseWall)
  return {
    axis: { kind: 'time', buckets, interval, unfinished: unfinishedFrom(buckets, interval, now) },
    series: lifecycleStatuses.flatMap((status, slot): ChartSeries[] => {
      const row = response.results.find((one) => one.status === status)
      return row ? [{ id: status, name: statusLabels[status], slot, values: row.data, ...(row.data_margin && { margins: row.data_margin }), adds: 'never', goodWhen: status === 'dormant' ? 'down' : 'up' }] : []
    }),
  }
}

/** How many people were active in so many periods. */
export function readStickiness(query: StickinessQuery, response: StickinessResponse): ChartData {
  const current = response.results.filter((row) => row.compare_label !== 'previous')
  const several = query.series.length > 1
  // No list stands behind the sum over all numbers of periods, so none is shown.
  return {
    axis: { kind: 'names', names: current[0]?.labels ?? [], unfinished: null },
    series: current.map((row, slot): ChartSeries => {
      const order = row.action?.order ?? slot
      const node = query.series[order]
      const name = node ? eventName(node) : row.label
      const before = response.results.find((one) => one.compare_label === 'previous' && (one.action?.order ?? 0) === order)
      return { id: String(order), name: several ? `${letters[order] ?? ''} ${name}` : name, slot, values: row.data, ...(row.data_margin && { margins: row.data_margin }), previous: before?.data, adds: 'never' }
    }),
  }
}
