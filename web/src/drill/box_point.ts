import type { TrendsQuery } from '@/api/types'
import { boxParts, type BoxPart, type BoxPlotData } from '@/charts/box_plot_data'
import { bucketTitle, isUnfinished } from '@/charts/data'
import { exactValue, type ValueFormat } from '@/charts/value_format'
import { asked } from '@/lib/trends_query'
import { countedEvents, printBucket, type Drilled, type PointQuery } from './point'

/** Whose numbers a box is made of; null where there is none. */
export function drillBox(query: TrendsQuery, { axis, series }: BoxPlotData, index: number, part: BoxPart, format?: ValueFormat): Drilled<PointQuery> | null {
  const start = axis.buckets[index]
  const value = series.boxes[index]?.[part]
  if (start === undefined || value === undefined) return null
  const source: PointQuery = { kind: 'InsightActorsQuery', source: asked(query), series: 0, day: printBucket(start, axis) }
  return {
    key: JSON.stringify([source, part]),
    source,
    counted: countedEvents,
    hasEvents: true,
    ofEvents: false,
    title: `${boxParts.find(({ key }) => key === part)?.label ?? ''} ${exactValue(value, format)}`,
    subtitle: `${series.name}, of everybody · ${bucketTitle(axis, index)}${isUnfinished(axis, index) ? ', so far' : ''}`,
  }
}
