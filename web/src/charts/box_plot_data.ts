import type { TrendsQuery, TrendsResponse } from '@/api/types'
import { propertyLabel } from '@/lib/taxonomy'
import { intervalOf } from '@/lib/trends_query'
import { dayMs, hourMs, minuteMs, nextBucket, parseWall, unfinishedFrom, type Interval, type WallTime } from '@/lib/wall_time'
import type { Box, BoxSeries } from './box_plot'
import { csvBuckets, csvLine } from './csv'
import type { TimeAxis } from './data'
import { eventName } from './question_words'

export interface BoxPlotData {
  axis: TimeAxis
  series: BoxSeries
}

/** The parts of a box from below to above. */
export const boxParts = [
  { key: 'min', label: 'Lowest' },
  { key: 'p25', label: 'Lower quarter' },
  { key: 'median', label: 'Median' },
  { key: 'mean', label: 'Mean' },
  { key: 'p75', label: 'Upper quarter' },
  { key: 'max', label: 'Highest' },
] as const satisfies readonly { key: keyof Box; label: string }[]
export type BoxPart = (typeof boxParts)[number]['key']

/** Reads an answer, which has only buckets with numbers: the others are gaps. `now` is on the project's clock. */
export function readBoxes(query: TrendsQuery, response: TrendsResponse, now: WallTime): BoxPlotData {
  const found = new Map((response.boxplot_data ?? []).map(({ day, min, q1, median, q3, max, mean }) => [parseWall(day), { min, p25: q1, median, p75: q3, max, mean }]))
  const interval = intervalOf(query)
  const buckets = bucketsAround([...found.keys()], interval, response.resolved_date_range)
  const [node] = query.series
  const name = node ? `${eventName(node)}, ${propertyLabel(node.math_property ?? '').toLowerCase()}` : ''
  return {
    axis: { kind: 'time', buckets, interval, unfinished: unfinishedFrom(buckets, interval, now) },
    series: { id: 'boxes', name, slot: 0, boxes: buckets.map((start) => found.get(start) ?? null) },
  }
}

/** From the known buckets to both ends of the range. */
function bucketsAround(known: WallTime[], interval: Interval, range: TrendsResponse['resolved_date_range']): WallTime[] {
  const [first, last] = [known[0], known.at(-1)]
  if (first === undefined || last === undefined) return []
  const from = range ? parseWall(range.date_from) : first
  const to = range ? Math.max(last, parseWall(range.date_to)) : last
  let start = first
  while (previousBucket(start, interval) >= from) start = previousBucket(start, interval)
  // The first of a range may begin before it: a week of which only the end is asked for.
  if (start > from) start = previousBucket(start, interval)
  const buckets: WallTime[] = []
  for (; start <= to; start = nextBucket(start, interval)) buckets.push(start)
  return buckets
}

const lengths: Record<Exclude<Interval, 'month'>, number> = { minute: minuteMs, hour: hourMs, day: dayMs, week: 7 * dayMs }

function previousBucket(start: WallTime, interval: Interval): WallTime {
  if (interval !== 'month') return start - lengths[interval]
  const date = new Date(start)
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth() - 1, 1)
}

/** One line a bucket that has numbers. */
export function csvOfBoxes({ axis, series }: BoxPlotData): string {
  const names = csvBuckets(axis)
  const rows = series.boxes.flatMap((box, i) => (box ? [[names[i], ...boxParts.map(({ key }) => box[key])]] : []))
  return [['from', ...boxParts.map(({ label }) => label.toLowerCase())], ...rows].map(csvLine).join('\n')
}
