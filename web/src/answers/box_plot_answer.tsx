import { Suspense, useCallback, useMemo, useRef } from 'react'
import type { TrendsQuery, TrendsResponse } from '@/api/types'
import { BoxPlot } from '@/charts/box_plot'
import { csvOfBoxes, readBoxes, type BoxPart } from '@/charts/box_plot_data'
import { BoxPlotTable } from '@/charts/box_plot_table'
import { formatOf } from '@/charts/trends_words'
import { drillBox } from '@/drill/box_point'
import { useOpened } from '@/drill/use_drill'
import { describeDateRange } from '@/lib/date_range'
import { lazy } from '@/lib/parts'
import { useNarrow } from '@/ui/use_media'
import type { AnswerProps } from './answer_props'
import { ExportButton } from './export_button'
import { OneSeriesNote } from './one_series_note'
import { SampleNote } from './sample_note'

const DrillPanel = lazy(() => import('@/drill/drill_panel'))

/** How the numbers of a property spread, bucket by bucket. */
export default function BoxPlotAnswer({ projectId, query, response, now, name, size, height, opens, nothing }: AnswerProps<TrendsQuery, TrendsResponse>) {
  const data = useMemo(() => readBoxes(query, response, now), [query, response, now])
  const format = useMemo(() => formatOf(query.trendsFilter), [query.trendsFilter])
  const series = useMemo(() => [data.series], [data])
  const { opened, open, opener, close } = useOpened()
  const picture = useRef<HTMLDivElement>(null)
  const narrow = useNarrow()
  const pick = useCallback(
    (index: number, part: BoxPart) => {
      const next = drillBox(query, data, index, part, format)
      if (next) open(next)
    },
    [query, data, format, open],
  )
  if (data.axis.buckets.length === 0) return nothing
  const plot = (
    <BoxPlot
      label={`${name}, ${describeDateRange(query.dateRange ?? {})}`}
      axis={data.axis}
      series={series}
      format={format}
      height={size === 'tile' ? height : narrow ? 260 : undefined}
      onPick={opens ? (_, index) => pick(index, 'median') : undefined}
    />
  )
  const panel = <Suspense fallback={null}>{opened && <DrillPanel projectId={projectId} drilled={opened} onClose={close} returnFocus={opener} />}</Suspense>
  if (size === 'tile') {
    return (
      <>
        {plot}
        {panel}
      </>
    )
  }
  return (
    <>
      <div className="flex items-start gap-3 pt-3 pr-4 pl-5 max-sm:pl-3">
        <div className="flex min-w-0 flex-1 flex-col gap-1 pt-1">
          <p className="text-fg-2">Boxes reach from the lower to the upper quarter, lines to the ends; the bar is the median, the dot the mean.</p>
        <OneSeriesNote query={query} />
        <SampleNote factor={query.samplingFactor} />
        </div>
        <ExportButton chart={picture} csv={() => csvOfBoxes(data)} query={query} name={name} by={`by ${data.axis.interval}`} />
      </div>
      <div ref={picture} className="px-5 pt-2 pb-2 max-sm:px-3">
        {plot}
      </div>
      <div className="border-t border-line">
        <BoxPlotTable label={`Numbers of ${name}`} data={data} format={format} onPick={opens ? pick : undefined} />
      </div>
      {panel}
    </>
  )
}
