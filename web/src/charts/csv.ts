import { bucketCount, type ChartAxis, type ChartData } from './data'

type Cell = string | number | null | undefined

/** One line a series and one column a bucket; the period compared with has lines of its own. */
export function csvOf({ axis, series }: ChartData): string {
  const count = bucketCount(axis)
  const overTime = series.some((one) => one.values.length > 0) && count > 0
  const compared = series.some((one) => one.previous !== undefined || !nothing(one.previousValue))
  const head: Cell[] = ['series', ...(compared ? ['period'] : []), ...(overTime ? csvBuckets(axis) : ['value'])]
  const lines = series.flatMap((one) => {
    const now: Cell[] = [one.name, ...(compared ? ['current'] : []), ...(overTime ? one.values : [one.value])]
    const hasBefore = overTime ? one.previous !== undefined : !nothing(one.previousValue)
    return hasBefore ? [now, [one.name, 'previous', ...(overTime ? (one.previous ?? []) : [one.previousValue])]] : [now]
  })
  return [head, ...lines].map(csvLine).join('\n')
}

const nothing = (value: number | null | undefined) => value === null || value === undefined

/** Dates as spreadsheets read them. */
function csvBuckets(axis: ChartAxis): string[] {
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
