import { useMemo, useRef, useState, type ReactNode } from 'react'
import { dayMs } from '@/lib/wall_time'
import { Switch } from '@/ui/switch'
import type { ChartAnnotation } from './annotations'
import { BoxPlot } from './box_plot'
import { Chart } from './chart'
import { ChartTile } from './chart_tile'
import { bucketTitle, type ChartData, type ChartPoint } from './data'
import { csvOf } from './csv'
import { ExportMenu } from './export_menu'
import { LegendTable } from './legend_table'
import { sampleBoxes, sampleData } from './samples'
import { useVisibility } from './use_visibility'
import { exactValue } from './value_format'

const year = sampleData({ series: 25, buckets: 365, compared: true })
const sixWeeks = sampleData({ series: 1, buckets: 42, compared: true, around: 7000 })
const uncompared = sampleData({ series: 1, buckets: 42, around: 7000 })
const goals = [{ value: 9500, label: 'Goal 9,500' }]
const month = sampleData({ series: 6, buckets: 30 })
const fewBars = sampleData({ series: 3, buckets: 8, interval: 'week', compared: true })
const totals = sampleData({ series: 7, buckets: 30, compared: true, around: 48_000 })
const world = sampleData({ series: 25, buckets: 30 })
const hours = sampleData({ series: 1, buckets: 24 * 14, interval: 'hour', complete: true })
const curve: ChartData = {
  axis: { kind: 'names', names: Array.from({ length: 12 }, (_, i) => String(i)), unfinished: null },
  format: { kind: 'percent' },
  series: [
    { id: 'since', name: 'Since v2', slot: 0, adds: 'never', values: [100, 44, 34.6, 30.1, 27, 23, null, null, null, null, null, null] },
    { id: 'before', name: 'Before v2', slot: 1, adds: 'never', values: [100, 39, 30.2, 24.8, 22, 20.5, 20, 20.1, 19, 18.7, 19.6, 20.1] },
  ],
}
const twoUnits: ChartData = {
  ...sampleData({ series: 1, buckets: 60 }),
  series: [
    { ...sampleData({ series: 1, buckets: 60, around: 40_000 }).series[0]!, id: 'views', name: 'Views' },
    { ...sampleData({ series: 1, buckets: 60, around: 240, seed: 11 }).series[0]!, id: 'time', name: 'Time on page', slot: 1, adds: 'never', format: { kind: 'seconds' } },
  ],
}
const money: ChartData = { ...sampleData({ series: 3, buckets: 12, interval: 'month', around: 1_800_000, complete: true }), format: { kind: 'currency', currency: 'EUR' } }
const gaps: ChartData = {
  ...sampleData({ series: 2, buckets: 21, complete: true }),
  series: sampleData({ series: 2, buckets: 21, complete: true }).series.map((one, rank) => ({ ...one, adds: 'never' as const, values: one.values.map((value, i) => (rank === 0 && ((i > 5 && i < 9) || i === 12 || i === 14) ? null : value)) })),
}
const steep: ChartData = {
  ...sampleData({ series: 3, buckets: 30, complete: true }),
  series: sampleData({ series: 3, buckets: 30, complete: true }).series.map((one, rank) => ({ ...one, values: one.values.map((value, i) => (rank === 2 && i % 6 === 0 ? 0 : Math.round((value ?? 0) * 10 ** (rank === 0 ? 2 : -rank)))) })),
}
const single: ChartData = sampleData({ series: 2, buckets: 1, complete: true })
const boxes = sampleData({ series: 1, buckets: 14 }).axis

const at = (days: number) => (year.axis.kind === 'time' ? (year.axis.buckets[0] ?? 0) : 0) + days * dayMs
const notes: ChartAnnotation[] = [
  { id: '1', at: at(214), text: 'v2 launch', kind: 'deploy' },
  { id: '2', at: at(318), text: 'CDN outage', kind: 'incident' },
  { id: '3', at: at(90), text: 'Price change', kind: 'note' },
  { id: '4', at: at(94), text: 'New onboarding at 50 %', kind: 'flag' },
]

/** Every chart in every state, for the page of the kit. */
export function ChartGallery() {
  const [picked, setPicked] = useState<string>('')
  const onPick = ({ series, index, period, value }: ChartPoint) =>
    setPicked(`${exactValue(value, series.format)} in ${series.name}, ${index === null ? 'whole range' : bucketTitle(year.axis, index) && `bucket ${index + 1}`}${period === 'previous' ? ', before' : ''}`)
  return (
    <div className="flex flex-col gap-3">
      <p role="status" className="min-h-5 text-small text-fg-2">
        {picked === '' ? 'Click a number or a point: it is told here.' : `Picked: ${picked}`}
      </p>
      <ManyLines onPick={onPick} />
      <div className="grid grid-cols-2 gap-3 max-lg:grid-cols-1">
        <Tile title="Lines, compared">
          <ChartTile kind="line" label="Daily active people" data={sixWeeks} height={260} onPick={onPick} />
        </Tile>
        <Tile title="Lines, six">
          <ChartTile kind="line" label="Active people by country" data={month} height={260} onPick={onPick} />
        </Tile>
        <Tile title="Stacked area">
          <ChartTile kind="area" label="People, stacked" data={month} height={260} onPick={onPick} />
        </Tile>
        <Tile title="Bars, compared">
          <ChartTile kind="bars" label="People a week" data={fewBars} height={260} onPick={onPick} />
        </Tile>
        <Tile title="Stacked bars">
          <ChartTile kind="stacked-bars" label="People a day" data={month} height={260} onPick={onPick} />
        </Tile>
        <Tile title="Stacked bars, a year of 25">
          <ChartTile kind="stacked-bars" label="People a year" data={year} height={260} onPick={onPick} />
        </Tile>
        <Tile title="Names at the ends">
          <ChartTile kind="line" naming="direct" label="Retention curve" data={curve} height={220} onPick={onPick} />
        </Tile>
        <Tile title="Two units">
          <ChartTile kind="line" label="Views and time" data={twoUnits} height={220} onPick={onPick} />
        </Tile>
        <Tile title="Gaps and single points">
          <ChartTile kind="line" label="With gaps" data={gaps} height={220} onPick={onPick} />
        </Tile>
        <Tile title="Logarithmic, with zero">
          <ChartTile kind="line" label="From small to large" data={steep} height={220} scale="log" onPick={onPick} />
        </Tile>
        <Tile title="Goal, values, straight fit">
          <ChartTile kind="line" label="With a goal" data={uncompared} height={220} goals={goals} fits withValues onPick={onPick} />
        </Tile>
        <Tile title="Currency, not from zero">
          <ChartTile kind="line" label="Revenue" data={money} height={220} fromZero={false} onPick={onPick} />
        </Tile>
        <Tile title="One value">
          <ChartTile kind="line" label="One day" data={single} height={180} onPick={onPick} />
        </Tile>
        <Tile title="Total bars">
          <Chart kind="total-bars" label="People by country" data={totals} onPick={onPick} oneColor />
        </Tile>
        <Tile title="Pie">
          <Chart kind="pie" label="Share of people" data={totals} height={240} onPick={onPick} />
        </Tile>
        <Tile title="Pie of many">
          <Chart kind="pie" label="Share of people, many" data={world} height={240} onPick={onPick} />
        </Tile>
        <Tile title="Table">
          <Chart kind="table" what="Country" label="People by country" data={totals} onPick={onPick} />
        </Tile>
        <div className="grid grid-cols-2 content-start gap-3 max-sm:grid-cols-1">
          {(['up', 'down', 'neither'] as const).map((goodWhen, i) => (
            <Tile key={goodWhen} title={['Weekly active people', 'Errors per 1K sessions', 'Time on page'][i] ?? ''}>
              <Chart
                kind="number"
                label="A number"
                comparison="vs prev. 6 weeks"
                data={{ ...sixWeeks, format: i === 2 ? { kind: 'seconds' } : undefined, series: sixWeeks.series.map((one) => ({ ...one, goodWhen })) }}
                onPick={onPick}
              />
            </Tile>
          ))}
        </div>
        <Tile title="World map">
          <Chart kind="map" label="People on the map" data={world} onPick={onPick} />
        </Tile>
        <Tile title="Box plot">
          <BoxPlot label="Load time" axis={boxes} series={[{ id: 'load', name: 'Load time', slot: 0, boxes: sampleBoxes(14) }]} format={{ kind: 'milliseconds' }} height={260} />
        </Tile>
        <Tile title="Calendar of days">
          <Chart kind="calendar" label="People by day" data={{ ...year, series: year.series.slice(0, 1) }} onPick={onPick} />
        </Tile>
        <Tile title="Week of hours">
          <Chart kind="calendar" label="People by hour" data={hours} onPick={onPick} />
        </Tile>
      </div>
    </div>
  )
}

function ManyLines({ onPick }: { onPick: (point: ChartPoint) => void }) {
  const visibility = useVisibility(year.series)
  const [focused, setFocused] = useState<string | null>(null)
  const [annotated, setAnnotated] = useState(true)
  const body = useRef<HTMLDivElement>(null)
  const shown = useMemo(() => ({ ...year, series: visibility.shown }), [visibility.shown])
  return (
    <section className="overflow-hidden rounded-card border border-line bg-surface">
      <header className="flex items-center gap-4 px-5 pt-3">
        <h3 className="mr-auto font-semibold">A year of 25 lines, with its legend table</h3>
        <Switch label="Events on the chart" checked={annotated} onChange={setAnnotated} />
        <ExportMenu chart={body} csv={() => csvOf(shown)} series={shown.series} title="Active people by country" range="Last 12 months, by day" />
      </header>
      <div ref={body} className="px-5 pt-3 pb-2 max-sm:px-3">
        <Chart kind="line" label="Active people by country, last 12 months" data={shown} focused={focused} annotations={annotated ? notes : undefined} onPick={onPick} />
      </div>
      <LegendTable data={year} what="Country" isBreakdown averageLabel="Daily average" latestLabel="Today so far" visibility={visibility} onFocus={setFocused} onPick={onPick} title="Active people by country" />
    </section>
  )
}

function Tile({ title, data = month, children }: { title: string; data?: ChartData; children: ReactNode }) {
  const body = useRef<HTMLDivElement>(null)
  return (
    <section className="min-w-0 rounded-card border border-line bg-surface px-4 pt-2 pb-3">
      <header className="mb-1 flex h-8 items-center justify-between">
        <h3 className="font-semibold">{title}</h3>
        <ExportMenu chart={body} csv={() => csvOf(data)} series={data.series} title={title} range="Last 30 days, by day" filters={['Plan is not Free', 'Country is set']} />
      </header>
      <div ref={body}>{children}</div>
    </section>
  )
}
