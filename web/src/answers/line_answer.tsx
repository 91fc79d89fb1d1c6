import { useMemo, useRef, useState } from 'react'
import { Chart, type ChartKind } from '@/charts/chart'
import { ChartTile } from '@/charts/chart_tile'
import type { ChartData, OnPick } from '@/charts/data'
import { LegendTable } from '@/charts/legend_table'
import { csvOf } from '@/charts/csv'
import { useVisibility } from '@/charts/use_visibility'
import type { Question } from '@/lib/question'
import { ExportButton } from './export_button'
import { SampleNote } from './sample_note'

interface LineAnswerProps {
  label: string
  name: string
  data: ChartData
  /** What was asked, for pictures of it. */
  query: Question
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
export function LineAnswer({ label, name, data, query, what, kind = 'line', size, height = 0, averageLabel = 'Average', latestLabel = 'Latest', onPick }: LineAnswerProps) {
  const visibility = useVisibility(data.series)
  const [focused, setFocused] = useState<string | null>(null)
  const shown = useMemo(() => ({ ...data, series: visibility.shown }), [data, visibility.shown])
  const picture = useRef<HTMLDivElement>(null)
  if (size === 'tile') return <ChartTile kind={kind} label={label} data={data} height={height} what={what} onPick={onPick} />
  return (
    <>
      <div className="relative">
        <div className="absolute top-3 right-4 z-10 max-sm:right-2">
          <ExportButton chart={picture} csv={() => csvOf(shown)} series={shown.series} query={query} name={name} by={data.axis.kind === 'time' ? `by ${data.axis.interval}` : undefined} />
        </div>
        <div ref={picture} className="pt-4 pr-14 pb-2 pl-5 max-sm:pr-12 max-sm:pl-3">
          <Chart kind={kind} label={label} data={shown} focused={focused} onPick={onPick} />
        </div>
      </div>
      <SampleNote factor={query.samplingFactor} hasMargins={data.series.some((one) => one.margins)} className="px-5 pb-3 max-sm:px-3" />
      <LegendTable data={data} what={what} isBreakdown={false} hasOther={false} averageLabel={averageLabel} latestLabel={latestLabel} visibility={visibility} onFocus={setFocused} onPick={onPick} title={name} />
    </>
  )
}
