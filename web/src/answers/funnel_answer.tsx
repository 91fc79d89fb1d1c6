import { Suspense, useMemo, useRef, type ReactNode } from 'react'
import type { FunnelsQuery, FunnelsResponse } from '@/api/types'
import { Chart } from '@/charts/chart'
import type { OnPick } from '@/charts/data'
import { columnWidth, FunnelChart, FunnelLegend, type FunnelPick } from '@/charts/funnel_chart'
import { biggestLoss, csvOfFunnel, csvOfTimes, marginAt, readConversions, readFunnel, readTimes, shareOf, together, togetherBefore, type FunnelData } from '@/charts/funnel_data'
import { FunnelTable } from '@/charts/funnel_table'
import { TimesTable } from '@/charts/funnel_times_table'
import { drillConversion, drillConverted, drillStep, drillTimes } from '@/drill/funnel_point'
import { useOpened } from '@/drill/use_drill'
import { actorsText, breakdownNames } from '@/lib/question_parts'
import { describeDateRange } from '@/lib/date_range'
import { formatDuration, formatExact, formatPercent } from '@/lib/format'
import { viewOf } from '@/lib/funnels_query'
import { quoted } from '@/lib/names'
import { useWidth } from '@/charts/use_width'
import { lazy } from '@/lib/parts'
import { useNarrow } from '@/ui/use_media'
import { useActorWords, useCohortNames } from './names'
import type { AnswerProps } from './answer_props'
import { ExportButton } from './export_button'
import { Facts } from './facts'
import { LineAnswer } from './line_answer'
import { SampleNote } from './sample_note'

const DrillPanel = lazy(() => import('@/drill/drill_panel'))
const Correlation = lazy(() => import('./correlation'))

type FunnelAnswerProps = AnswerProps<FunnelsQuery, FunnelsResponse>

/** A funnel as its view shows it. */
export default function FunnelAnswer(props: FunnelAnswerProps) {
  switch (viewOf(props.query)) {
    case 'steps':
      return <Steps {...props} />
    case 'time_to_convert':
      return <Times {...props} />
    case 'trends':
      return <Conversions {...props} />
  }
}

function Steps({ projectId, query, response, name, size, height = 0, opens, nothing }: FunnelAnswerProps) {
  const actors = useActorWords(projectId, query.aggregation_group_type_index, opens)
  const data = useMemo(() => readFunnel(query, response, actors), [query, response, actors])
  const { opened, open, opener, close } = useOpened()
  const narrow = useNarrow()
  const [box, width] = useWidth<HTMLDivElement>()
  const picture = useRef<HTMLDivElement>(null)
  const onPick = opens ? (pick: FunnelPick) => open(drillStep(query, data, pick)) : undefined
  const total = together(data).counts
  if ((total[0] ?? 0) === 0) return nothing
  // Beside each other only where the steps have room; a tile is narrower than the page.
  const rows = narrow || query.funnelsFilter?.layout === 'horizontal' || (size === 'tile' && width > 0 && width < data.steps.length * columnWidth(data))
  const split = breakdownNames(query)
  const what = split.length > 0 ? split.join(' · ') : 'Who'
  const label = `${name}, ${describeDateRange(query.dateRange ?? {})}`
  const reference = query.funnelsFilter?.funnelStepReference ?? 'total'
  const panel = <Suspense fallback={null}>{opened && <DrillPanel projectId={projectId} drilled={opened} onClose={close} returnFocus={opener} />}</Suspense>
  if (size === 'tile') {
    return (
      <div ref={box} className="scroll-thin overflow-y-auto pt-1" style={{ height }}>
        <FunnelChart label={label} data={data} layout={rows ? 'rows' : 'columns'} reference={reference} onPick={onPick} height={Math.max(60, height - 150 - (data.groups.length > 1 ? 28 : 0))} />
        <div className="pt-2">
          <FunnelLegend data={data} />
        </div>
        {panel}
      </div>
    )
  }
  return (
    <>
      <Headline data={data} onPick={onPick} end={<ExportButton chart={picture} csv={() => csvOfFunnel(data)} query={query} name={name} />} />
      <div ref={picture} className="px-5 pt-5 pb-4 max-sm:px-3">
        <FunnelChart label={label} data={data} layout={rows ? 'rows' : 'columns'} reference={reference} onPick={onPick} />
        <div className="pt-3">
          <FunnelLegend data={data} />
        </div>
      </div>
      <SampleNote factor={query.samplingFactor} hasMargins className="px-5 pb-3 max-sm:px-3" />
      <FunnelTable label={`Steps of ${name}`} what={what} data={data} onPick={onPick} />
      <Suspense fallback={null}>
        <Correlation projectId={projectId} query={query} />
      </Suspense>
      {panel}
    </>
  )
}

/** The funnel in four numbers, and where most people leave. */
function Headline({ data, onPick, end }: { data: FunnelData; onPick?: (pick: FunnelPick) => void; end: ReactNode }) {
  const total = together(data)
  const [first, last] = [total.counts[0] ?? 0, total.counts.at(-1) ?? 0]
  const before = togetherBefore(data)
  const loss = biggestLoss(total)
  const median = data.totalMedian === null ? null : formatDuration(data.totalMedian * 1000)
  const opens = (step: number, count: number, of?: string) => (onPick && count > 0 ? () => onPick({ step, reached: true, count, median: of }) : undefined)
  return (
    <>
      <Facts
        facts={[
          { label: 'Conversion', value: formatPercent(shareOf(last, first)) },
          ...(before ? [{ label: 'Conversion before', value: formatPercent(shareOf(before.counts.at(-1) ?? 0, before.counts[0] ?? 0)) }] : []),
          { label: 'Entered', value: formatExact(first), margin: marginAt(data, 0), onOpen: opens(0, first) },
          { label: 'Converted', value: formatExact(last), margin: marginAt(data, data.steps.length - 1), onOpen: opens(data.steps.length - 1, last) },
          ...(median === null ? [] : [{ label: 'Median time', value: median, onOpen: opens(data.steps.length - 1, last, median) }]),
        ]}
        end={end}
      />
      {loss && (
        <p className="px-5 pt-2 text-fg-2 max-sm:px-3">
          Biggest loss: {actorsText(loss.lost, data.actors)} ({formatPercent(loss.share)}) leave before {quoted(data.steps[loss.step] ?? '')}.
        </p>
      )}
    </>
  )
}

/** How long it takes to get through: bars of people by time. */
function Times({ projectId, query, response, name, size, height, opens, nothing }: FunnelAnswerProps) {
  const actors = useActorWords(projectId, query.aggregation_group_type_index, opens)
  const data = useMemo(() => readTimes(response, actors), [response, actors])
  const { opened, open, opener, close } = useOpened()
  const picture = useRef<HTMLDivElement>(null)
  const { chart, bins, average, people } = data
  if (people === 0) return nothing
  const label = `${name}, time to convert, ${describeDateRange(query.dateRange ?? {})}`
  const onPick: OnPick = ({ index }) => {
    const bin = index === null ? undefined : bins[index]
    if (bin && bin.count > 0) open(drillTimes(query, bin, actors))
  }
  const panel = <Suspense fallback={null}>{opened && <DrillPanel projectId={projectId} drilled={opened} onClose={close} returnFocus={opener} />}</Suspense>
  if (size === 'tile') {
    return (
      <>
        <Chart kind="bars" label={label} data={chart} height={height} onPick={opens ? onPick : undefined} />
        {panel}
      </>
    )
  }
  return (
    <>
      <Facts
        facts={[
          {
            label: 'Average time',
            value: average === null ? '–' : formatDuration(average * 1000),
            onOpen: opens && average !== null ? () => open(drillConverted(query, data, actors, formatDuration(average * 1000))) : undefined,
          },
          { label: 'Converted', value: formatExact(people), onOpen: opens ? () => open(drillConverted(query, data, actors)) : undefined },
        ]}
        end={<ExportButton chart={picture} csv={() => csvOfTimes(data, actors)} query={query} name={name} by="time to convert" />}
      />
      <div ref={picture} className="px-5 py-4 max-sm:px-3">
        <Chart kind="bars" label={label} data={chart} withValues onPick={opens ? onPick : undefined} />
      </div>
      <SampleNote factor={query.samplingFactor} className="px-5 pb-3 max-sm:px-3" />
      <TimesTable label={`Times of ${name}`} data={data} actors={actors} onPick={opens ? (bin) => open(drillTimes(query, bin, actors)) : undefined} />
      {panel}
    </>
  )
}

/** The share that gets through, by when they entered. */
function Conversions({ projectId, query, response, now, name, size, height, opens, nothing }: FunnelAnswerProps) {
  const actors = useActorWords(projectId, query.aggregation_group_type_index, opens)
  const names = useCohortNames(projectId, query, opens)
  const chart = useMemo(() => readConversions(query, response, now, names), [query, response, now, names])
  const { opened, open, opener, close } = useOpened()
  const onPick: OnPick = (point) => {
    const next = drillConversion(query, chart.axis, point, actors)
    if (next) open(next)
  }
  if (chart.series.length === 0) return nothing
  const split = breakdownNames(query)
  return (
    <>
      <LineAnswer
        label={`${name}, conversion over time, ${describeDateRange(query.dateRange ?? {})}`}
        name={name}
        data={chart}
        query={query}
        what={split.length > 0 ? split.join(' · ') : 'Series'}
        size={size}
        height={height}
        onPick={opens ? onPick : undefined}
      />
      <Suspense fallback={null}>{opened && <DrillPanel projectId={projectId} drilled={opened} onClose={close} returnFocus={opener} />}</Suspense>
    </>
  )
}
