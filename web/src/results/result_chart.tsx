import { useMemo } from 'react'
import { Chart, type ChartKind } from '@/charts/chart'
import { ChartTile } from '@/charts/chart_tile'
import { chartOfTable, fittingChart, numberOfTable, turned, type TableChart } from '@/charts/table_data'
import type { ResultTable } from '@/lib/result_table'
import type { SqlDisplay } from '@/lib/visualization'
import { Empty } from '@/ui/states'

const kinds: Record<Exclude<SqlDisplay, 'ActionsTable'>, ChartKind> = {
  ActionsLineGraph: 'line',
  ActionsAreaGraph: 'area',
  ActionsBar: 'bars',
  ActionsStackedBar: 'stacked-bars',
  ActionsBarValue: 'total-bars',
  ActionsPie: 'pie',
  BoldNumber: 'number',
}

interface ResultChartProps {
  label: string
  table: ResultTable
  display: Exclude<SqlDisplay, 'ActionsTable'>
  /** Null to have the columns guessed. */
  chart: TableChart | null
  /** Pixels; on a page the chart chooses its own. */
  height?: number
}

/** The rows of an answer as a picture, and what it leaves out. */
export function ResultChart({ label, table, display, chart, height }: ResultChartProps) {
  const shown = useMemo(() => draw(table, display, fittingChart(table, chart)), [table, display, chart])
  if (typeof shown === 'string') return <Empty title="This answer has no such chart">{shown}</Empty>
  const kind = kinds[display]
  const over = kind === 'line' || kind === 'area' || kind === 'bars' || kind === 'stacked-bars'
  const what = shown.what || 'Name'
  return (
    <>
      {height === undefined && over ? (
        <ChartTile kind={kind} label={label} data={shown.data} height={420} what={what} />
      ) : height === undefined ? (
        <div className={kind === 'number' ? 'flex min-h-60 items-center justify-center' : undefined}>
          <Chart kind={kind} label={label} data={shown.data} size="screen" what={what} />
        </div>
      ) : (
        <ChartTile kind={kind} label={label} data={shown.data} height={height} what={what} />
      )}
      {height === undefined && shown.left && <p className="pt-2 text-small text-fg-2">{shown.left}</p>}
    </>
  )
}

/** The data to draw with what it leaves out; a sentence where there is nothing to draw. */
function draw(table: ResultTable, display: Exclude<SqlDisplay, 'ActionsTable'>, chart: TableChart) {
  if (chart.y.length === 0) return 'A chart needs a column of numbers. Add one to the question, such as count().'
  if (display === 'BoldNumber') {
    const data = numberOfTable(table, chart)
    return data ? { data, left: null, what: chart.y[0] ?? '' } : 'The first row has no number.'
  }
  const read = chartOfTable(table, chart)
  const left: string[] = []
  if (read.split && read.split.shown < read.split.values) left.push(`The ${read.split.shown} largest of ${read.split.values} values of ${chart.by}.`)
  if (read.places.shown < read.places.values) left.push(`The first ${read.places.shown.toLocaleString('en')} of ${read.places.values.toLocaleString('en')} values of ${chart.x}.`)
  const byName = display === 'ActionsBarValue' || display === 'ActionsPie'
  return { data: byName ? turned(read) : read.chart, left: left.join(' ') || null, what: (byName ? chart.x : null) ?? chart.y[0] ?? '' }
}
