import { bucketCount, type ChartAxis, type ChartData } from './data'

type Cell = string | number | null | undefined

/** One line a series and one column a bucket; the period compared with and the margins of a sample have lines of their own. */
export function csvOf({ axis, series }: ChartData): string {
  const count = bucketCount(axis)
  const overTime = series.some((one) => one.values.length > 0) && count > 0
  const compared = series.some((one) => one.previous !== undefined || !nothing(one.previousValue))
  const sampled = series.some((one) => one.margins !== undefined || one.margin !== undefined)
  const parted = compared || sampled
  const head: Cell[] = ['series', ...(parted ? ['period'] : []), ...(overTime ? csvBuckets(axis) : ['value'])]
  const lines = series.flatMap((one) => {
    const own: Cell[][] = [[one.name, ...(parted ? ['current'] : []), ...(overTime ? one.values : [one.value])]]
    const margins = overTime ? one.margins : one.margin === undefined ? undefined : [one.margin]
    if (margins) own.push([one.name, 'margin of current', ...margins])
    const hasBefore = overTime ? one.previous !== undefined : !nothing(one.previousValue)
    if (hasBefore) own.push([one.name, 'previous', ...(overTime ? (one.previous ?? []) : [one.previousValue])])
    return own
  })
  return [head, ...lines].map(csvLine).join('\n')
}

const nothing = (value: number | null | undefined) => value === null || value === undefined

/** Dates as spreadsheets read them. */
export function csvBuckets(axis: ChartAxis): string[] {
  if (axis.kind === 'names') return axis.names
  const withTime = axis.interval === 'hour' || axis.interval === 'minute'
  return axis.buckets.map((start) => new Date(start).toISOString().slice(0, withTime ? 16 : 10).replace('T', ' '))
}

export function csvLine(cells: Cell[]): string {
  return cells.map(csvCell).join(',')
}

function csvCell(value: Cell): string {
  const text = value === null || value === undefined ? '' : String(value)
  // A leading sign would be read as a formula by a spreadsheet.
  const safe = typeof value === 'string' && /^[=+\-@\t\r]/.test(text) ? `'${text}` : text
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}
