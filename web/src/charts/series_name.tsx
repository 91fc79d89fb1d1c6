import type { ChartSeries } from './data'

/** The name of a series in one line. Where it is cut, what tells series apart stays to be read. */
export function SeriesName({ series: { name, stem } }: { series: Pick<ChartSeries, 'name' | 'stem'> }) {
  if (!stem || !name.startsWith(stem)) {
    return (
      <span className="truncate" title={name}>
        {name}
      </span>
    )
  }
  return (
    <span className="flex min-w-0" title={name}>
      <span className="min-w-5 truncate">{stem}</span>
      <span className="max-w-4/5 shrink-0 truncate whitespace-pre">{name.slice(stem.length)}</span>
    </span>
  )
}
