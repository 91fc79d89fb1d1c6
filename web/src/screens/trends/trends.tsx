import { useQuery } from '@tanstack/react-query'
import { useNavigate, useParams, useSearch } from '@tanstack/react-router'
import { ChartArea, ChartBar, ChartColumn, ChartColumnStacked, ChartLine, ChartPie, Earth, Hash, Link2, RefreshCw, SlidersHorizontal, Table2 } from 'lucide-react'
import { lazy, Suspense, useCallback, useMemo, useState, type ReactNode } from 'react'
import { isApiError } from '@/api/client'
import { eventDefinitionsQuery } from '@/api/definitions'
import { projectQuery } from '@/api/projects'
import type { Answer } from '@/api/query'
import { trendsDisplays, type TrendsDisplay, type TrendsInterval, type TrendsQuery, type TrendsResponse } from '@/api/types'
import { Chart } from '@/charts/chart'
import { LegendTable } from '@/charts/legend_table'
import { chartKindOf, readTrends, seriesName, type TrendsData } from '@/charts/trends_data'
import { useVisibility } from '@/charts/use_visibility'
import { daysOf, describeDateRange, fittingInterval } from '@/lib/date_range'
import { formatAgo, formatDuration } from '@/lib/format'
import { propertyLabel } from '@/lib/taxonomy'
import { displayOf, intervalOf, isOverTime, parseTrendsQuery } from '@/lib/trends_query'
import { wallTimeIn } from '@/lib/wall_time'
import { Button, IconButton } from '@/ui/button'
import { useCopy } from '@/ui/copy'
import { DateRange } from '@/ui/date_range'
import { Drawer } from '@/ui/dialog'
import { useNow } from '@/ui/event_time'
import { Page } from '@/ui/page'
import { Segmented } from '@/ui/segmented'
import { Select } from '@/ui/select'
import { useShortcuts } from '@/ui/shortcuts'
import { Empty, ErrorBox, RunningBar, Skeleton, useAfter } from '@/ui/states'
import type { OpenPicker } from './open_picker'
import { averageLabels, headlines, latestLabel, NumberRow } from './number_row'
import { useTrends } from './use_trends'

const icon = { size: 15, strokeWidth: 1.75, 'aria-hidden': true } as const

// Asked for beside this chunk, so that the chart does not wait for the pickers.
const builderChunk = import('./builder')
const Builder = lazy(() => builderChunk)

export default function Trends() {
  const { projectId } = useParams({ from: '/project/$projectId/insights/new' })
  const { q: linked } = useSearch({ from: '/project/$projectId/insights/new' })
  const q = useMemo(() => parseTrendsQuery(linked), [linked])
  const id = Number(projectId)
  // A visit without a question starts with page views where there are any, with all events elsewhere.
  const definitions = useQuery({ ...eventDefinitionsQuery(id, '$pageview'), enabled: q === null })
  if (q === null && definitions.isPending) {
    return (
      <Page parent="Insights" title="Trends">
        <div className="lg:pl-[292px]">
          <div className="h-11" />
          <Loading />
        </div>
      </Page>
    )
  }
  const hasPageviews = definitions.data?.results.some((definition) => definition.name === '$pageview') ?? false
  const start: TrendsQuery = { kind: 'TrendsQuery', series: [{ kind: 'EventsNode', event: hasPageviews ? '$pageview' : null }] }
  return <TrendsPage key={id} projectId={id} query={q ?? start} />
}

const displays: { value: TrendsDisplay; label: string; icon: ReactNode }[] = [
  { value: 'ActionsLineGraph', label: 'Lines', icon: <ChartLine {...icon} /> },
  { value: 'ActionsAreaGraph', label: 'Stacked area', icon: <ChartArea {...icon} /> },
  { value: 'ActionsUnstackedBar', label: 'Bars', icon: <ChartColumn {...icon} /> },
  { value: 'ActionsBar', label: 'Stacked bars', icon: <ChartColumnStacked {...icon} /> },
  { value: 'ActionsBarValue', label: 'Total bars', icon: <ChartBar {...icon} /> },
  { value: 'ActionsPie', label: 'Pie', icon: <ChartPie {...icon} /> },
  { value: 'BoldNumber', label: 'Number', icon: <Hash {...icon} /> },
  { value: 'ActionsTable', label: 'Table', icon: <Table2 {...icon} /> },
  { value: 'WorldMap', label: 'World map', icon: <Earth {...icon} /> },
]

const comparisons: Record<string, { label: string; filter: TrendsQuery['compareFilter'] }> = {
  none: { label: 'No comparison', filter: undefined },
  previous: { label: 'previous period', filter: { compare: true } },
  '-1w': { label: 'a week earlier', filter: { compare: true, compare_to: '-1w' } },
  '-1m': { label: 'a month earlier', filter: { compare: true, compare_to: '-1m' } },
  '-1y': { label: 'a year earlier', filter: { compare: true, compare_to: '-1y' } },
}

function TrendsPage({ projectId, query }: { projectId: number; query: TrendsQuery }) {
  const navigate = useNavigate()
  const [open, setOpen] = useState<OpenPicker>(null)
  const [sheet, setSheet] = useState(false)
  const project = useQuery(projectQuery(projectId))
  const trends = useTrends(projectId, query)

  const change = useCallback(
    (next: TrendsQuery) => {
      const kept = parseTrendsQuery(next)
      if (kept) void navigate({ to: '.', search: { q: kept }, replace: true, resetScroll: false })
    },
    [navigate],
  )

  const zone = trends.data?.response.timezone ?? project.data?.timezone ?? 'UTC'
  const result = useMemo(
    () => (trends.data ? readTrends(trends.answered, trends.data.response, wallTimeIn(zone, trends.data.computedAt)) : null),
    [trends.data, trends.answered, zone],
  )

  const openBuilder = (picker: OpenPicker) => {
    if (window.matchMedia('(width < 1100px)').matches) setSheet(true)
    setOpen(picker)
  }
  useShortcuts({
    e: () => openBuilder('event'),
    f: () => openBuilder('filter'),
    b: () => openBuilder('breakdown'),
    d: () => setOpen('date'),
    x: () => change({ ...query, compareFilter: query.compareFilter?.compare ? undefined : { compare: true } }),
    v: () => {
      const at = trendsDisplays.indexOf(displayOf(query))
      change({ ...query, trendsFilter: { ...query.trendsFilter, display: trendsDisplays[(at + 1) % trendsDisplays.length] } })
    },
    r: trends.refresh,
  })

  const builder = (
    <Suspense fallback={null}>
      <Builder query={query} onChange={change} open={open} onOpen={setOpen} />
    </Suspense>
  )
  return (
    <Page
      parent="Insights"
      title="Trends"
      actions={
        <>
          <Freshness answer={trends.data} running={trends.running} onCancel={trends.cancel} />
          <IconButton
            label="Compute again"
            shortcut="R"
            icon={<RefreshCw {...icon} className={trends.running ? 'animate-spin' : undefined} />}
            onClick={trends.refresh}
          />
          <CopyLink />
        </>
      }
      className="relative flex"
    >
      <RunningBar running={trends.running} />
      <div className="scroll-thin w-builder shrink-0 overflow-y-auto border-r border-line bg-inset max-lg:hidden">{builder}</div>
      <Drawer open={sheet} onClose={() => setSheet(false)} title="Question" side="left" modal width="w-[340px]">
        <div className="min-h-full bg-inset">{sheet && builder}</div>
      </Drawer>
      <div className="scroll-thin min-w-0 flex-1 overflow-y-auto">
        <Controls query={query} onChange={change} open={open} onOpen={setOpen} onSheet={() => setSheet(true)} />
        {trends.error ? (
          <div className="px-5 py-10">
            <ErrorBox
              title="This question could not be answered"
              message={trends.error.message}
              onRetry={trends.retry}
              details={isApiError(trends.error) ? `query ${trends.error.queryId ?? '-'}, ${trends.error.status} ${trends.error.code}: ${trends.error.message}` : trends.error.message}
            />
          </div>
        ) : result === null ? (
          trends.pending && trends.running ? (
            <Loading />
          ) : (
            <Empty title="The question was cancelled" action={<Button onClick={trends.retry}>Ask again</Button>} />
          )
        ) : result.isEmpty ? (
          <NoMatch query={query} onChange={change} />
        ) : (
          <Answered query={trends.answered} result={result} />
        )}
      </div>
    </Page>
  )
}

interface ControlsProps {
  query: TrendsQuery
  onChange: (query: TrendsQuery) => void
  open: OpenPicker
  onOpen: (open: OpenPicker) => void
  onSheet: () => void
}

function Controls({ query, onChange, open, onOpen, onSheet }: ControlsProps) {
  const display = displayOf(query)
  const days = daysOf(query.dateRange ?? {})
  const intervals: TrendsInterval[] = ['minute', 'hour', 'day', 'week', 'month']
  const offered = intervals.filter((interval) => (interval === 'minute' ? days !== null && days <= 1 : interval !== 'hour' || (days !== null && days <= 60)))
  const interval = intervalOf(query)
  const comparison = query.compareFilter?.compare ? (query.compareFilter.compare_to ?? 'previous') : 'none'
  return (
    <div className="scroll-none flex items-center gap-1.5 overflow-x-auto px-5 pt-3.5 pb-0.5 max-sm:px-3">
      <Button className="lg:hidden" icon={<SlidersHorizontal {...icon} />} onClick={onSheet}>
        Question
      </Button>
      <DateRange
        value={query.dateRange ?? {}}
        onChange={(dateRange) => onChange({ ...query, dateRange, interval: fittingInterval(dateRange, interval) })}
        open={open === 'date'}
        onOpenChange={(next) => onOpen(next ? 'date' : null)}
        shortcut="D"
      />
      {isOverTime(display) && (
        <Select<TrendsInterval>
          label="Interval"
          prefix="by"
          value={interval}
          options={(offered.includes(interval) ? offered : [interval, ...offered]).map((value) => ({ value, label: value }))}
          onChange={(value) => onChange({ ...query, interval: value })}
        />
      )}
      <Select
        label="Comparison"
        prefix="vs"
        value={comparison}
        options={[...new Set([...Object.keys(comparisons), comparison])].map((value) => ({
          value,
          label: comparisons[value]?.label ?? value,
          bare: value === 'none',
        }))}
        onChange={(value) => onChange({ ...query, compareFilter: comparisons[value]?.filter })}
      />
      <span className="min-w-2 flex-1" />
      <Segmented<TrendsDisplay>
        label="Chart type"
        value={display}
        options={displays}
        onChange={(value) => onChange({ ...query, trendsFilter: { ...query.trendsFilter, display: value } })}
      />
    </div>
  )
}

function Answered({ query, result }: { query: TrendsQuery; result: TrendsData }) {
  const visibility = useVisibility(result.chart.series)
  const [focused, setFocused] = useState<string | null>(null)
  const display = displayOf(query)
  const interval = intervalOf(query)
  const shown = useMemo(() => ({ ...result.chart, series: visibility.shown }), [result.chart, visibility.shown])
  const oneKind = query.series.length === 1 && !query.trendsFilter?.formulaNodes
  const breakdown = query.breakdownFilter?.breakdown
  const what = breakdown ? propertyLabel(breakdown) : 'Series'
  const label = `${query.series.map(seriesName).join(' and ')}${breakdown ? ` by ${propertyLabel(breakdown)}` : ''}, ${describeDateRange(query.dateRange ?? {})}`
  const kind = chartKindOf(display)

  if (!isOverTime(display)) {
    return (
      <div className={kind === 'number' ? 'flex min-h-80 items-center justify-center px-5 py-10' : 'px-5 py-4 max-sm:px-3'}>
        <Chart kind={kind} label={label} data={result.chart} what={what} size="screen" oneColor={oneKind} />
      </div>
    )
  }
  return (
    <>
      <NumberRow numbers={headlines(shown, interval, oneKind)} />
      <div className="px-5 pt-2 pb-2 max-sm:px-3">
        <Chart kind={kind} label={label} data={shown} focused={focused} />
      </div>
      <LegendTable
        data={result.chart}
        what={what}
        isBreakdown={breakdown !== undefined}
        hasOther={result.hasOther}
        averageLabel={averageLabels[interval]}
        latestLabel={latestLabel(result.chart, interval)}
        visibility={visibility}
        onFocus={setFocused}
        title={label}
      />
    </>
  )
}

function NoMatch({ query, onChange }: { query: TrendsQuery; onChange: (query: TrendsQuery) => void }) {
  const names = query.series.map(seriesName).map((name) => `“${name}”`)
  const filtered = (query.properties?.length ?? 0) > 0 || query.filterTestAccounts || query.series.some((node) => node.properties?.length)
  const unfiltered: TrendsQuery = {
    ...query,
    properties: undefined,
    filterTestAccounts: undefined,
    series: query.series.map((node) => ({ ...node, properties: undefined })),
  }
  return (
    <div className="flex min-h-chart items-center justify-center">
      <Empty
        title={`No ${names.join(' or ')} in this range`}
        action={
          filtered ? (
            <Button onClick={() => onChange(unfiltered)}>Remove the filters</Button>
          ) : (
            <Button onClick={() => onChange({ ...query, dateRange: { date_from: '-90d' }, interval: 'day' })}>Show the last 90 days</Button>
          )
        }
      >
        {describeDateRange(query.dateRange ?? {})}
        {filtered ? ', with the filters on the left.' : '.'}
      </Empty>
    </div>
  )
}

interface FreshnessProps {
  answer: Answer<TrendsResponse> | undefined
  running: boolean
  onCancel: () => void
}

function Freshness({ answer, running, onCancel }: FreshnessProps) {
  if (running) return <StillRunning onCancel={onCancel} />
  return answer ? <Computed answer={answer} /> : null
}

function StillRunning({ onCancel }: { onCancel: () => void }) {
  const long = useAfter(2000)
  if (!long) return null
  return (
    <span className="flex items-center gap-1 text-small text-fg-2" role="status">
      Still running
      <Button look="ghost" onClick={onCancel}>
        Cancel
      </Button>
    </span>
  )
}

function Computed({ answer }: { answer: Answer<TrendsResponse> }) {
  const now = useNow(5000)
  return (
    <span className="text-small whitespace-nowrap text-fg-2 max-md:hidden">
      Computed {formatAgo(answer.computedAt, Math.max(now, answer.computedAt))} in {formatDuration(answer.took)}
    </span>
  )
}

function CopyLink() {
  const [copied, copy] = useCopy()
  return (
    <Button icon={<Link2 {...icon} />} onClick={() => copy(window.location.href)}>
      <span aria-live="polite" className="max-sm:sr-only">
        {copied ? 'Link copied' : 'Copy link'}
      </span>
    </Button>
  )
}

function Loading() {
  return (
    <div aria-busy className="px-5 pt-5">
      <div className="flex gap-10">
        {['w-24', 'w-20', 'w-20'].map((width, i) => (
          // oxlint-disable-next-line react/no-array-index-key -- three still shapes
          <div key={i} className="flex flex-col gap-2">
            <Skeleton className="h-3 w-20" />
            <Skeleton className={`h-7 ${width}`} />
          </div>
        ))}
      </div>
      <Skeleton className="mt-5 h-79 w-full" />
      <div className="mt-24 flex flex-col gap-5">
        {['w-3/4', 'w-2/3', 'w-5/6'].map((width) => (
          <Skeleton key={width} className={`h-3.5 ${width}`} />
        ))}
      </div>
    </div>
  )
}
