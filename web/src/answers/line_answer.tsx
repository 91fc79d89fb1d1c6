import { useMemo, useState } from 'react'
import { Chart, type ChartKind } from '@/charts/chart'
import { ChartTile } from '@/charts/chart_tile'
import type { ChartData, OnPick } from '@/charts/data'
import { LegendTable } from '@/charts/legend_table'
import { useVisibility } from '@/charts/use_visibility'

interface LineAnswerProps {
  label: string
  name: string
  data: ChartData
  /** What the series are. */
  what: string
  kind?: ChartKind
  size: 'screen' | 'tile'
  height?: number
  averageLabel?: string
  latestLabel?: string
  onPick?: OnPick
}

/** Series over buckets with their table; in a tile with a legend. */
export function LineAnswer({ label, name, data, what, kind = 'line', size, height = 0, averageLabel = 'Average', latestLabel = 'Latest', onPick }: LineAnswerProps) {
  const visibility = useVisibility(data.series)
  const [focused, setFocused] = useState<string | null>(null)
  const shown = useMemo(() => ({ ...data, series: visibility.shown }), [data, visibility.shown])
  if (size === 'tile') return <ChartTile kind={kind} label={label} data={data} height={height} what={what} onPick={onPick} />
  return (
    <>
      <div className="px-5 pt-4 pb-2 max-sm:px-3">
        <Chart kind={kind} label={label} data={shown} focused={focused} onPick={onPick} />
      </div>
      <LegendTable data={data} what={what} isBreakdown={false} hasOther={false} averageLabel={averageLabel} latestLabel={latestLabel} visibility={visibility} onFocus={setFocused} onPick={onPick} title={name} />
    </>
  )
}
