import { useMemo } from 'react'
import type { Insight, TrendsQuery, TrendsResponse } from '@/api/types'
import type { ChartData } from '@/charts/data'
import { LegendTable } from '@/charts/legend_table'
import { readTrends } from '@/charts/trends_data'
import { useVisibility } from '@/charts/use_visibility'
import { breakdownNames } from '@/lib/question_parts'
import { parseTrendsQuery } from '@/lib/trends_query'
import { wallTimeIn } from '@/lib/wall_time'

/** The numbers of a trend as a table, below its chart; nothing for other kinds. */
export function Numbers({ insight }: { insight: Insight }) {
  const read = useMemo(() => {
    const query = parseTrendsQuery(insight.query)
    if (!query || !Array.isArray(insight.result) || !insight.last_refresh) return null
    const computed = Date.parse(insight.last_refresh)
    return { query, ...readTrends(query, { results: insight.result } as TrendsResponse, wallTimeIn(insight.timezone ?? 'UTC', computed)) }
  }, [insight])
  return read && <Table query={read.query} chart={read.chart} hasOther={read.hasOther} />
}

const nothing = () => {}

function Table({ query, chart, hasOther }: { query: TrendsQuery; chart: ChartData; hasOther: boolean }) {
  const visibility = useVisibility(chart.series)
  const split = breakdownNames(query)
  return (
    <div className="rounded-card border border-line bg-surface">
      <LegendTable
        data={chart}
        what={split.length > 0 ? split.join(' · ') : 'Series'}
        isBreakdown={split.length > 0}
        hasOther={hasOther}
        visibility={visibility}
        onFocus={nothing}
      />
    </div>
  )
}
