import type { TrendsQuery } from '@/api/types'

/** Says what of the question is not in the picture, where the display draws one series alone. */
export function OneSeriesNote({ query }: { query: TrendsQuery }) {
  const left = [
    query.series.length > 1 && 'other series',
    query.trendsFilter?.formulaNodes && 'formulas',
    query.breakdownFilter && 'the breakdown',
    query.compareFilter?.compare && 'the comparison',
  ].filter((one) => typeof one === 'string')
  if (left.length === 0) return null
  return (
    <p className="text-small text-fg-3">
      Only series A is drawn here, without {left.length > 1 ? `${left.slice(0, -1).join(', ')} and ${left.at(-1)}` : left[0]}.
    </p>
  )
}
