import { ChartArea, ChartBar, ChartColumn, ChartColumnStacked, ChartLine, ChartPie, Earth, Hash, SlidersHorizontal, Table2, TrendingUp } from 'lucide-react'
import type { ReactNode } from 'react'
import type { TrendsDisplay, TrendsInterval, TrendsQuery } from '@/api/types'
import { daysOf, fittingInterval } from '@/lib/date_range'
import { displayOf, intervalOf, isOverTime } from '@/lib/trends_query'
import { Button } from '@/ui/button'
import { DateRange } from '@/ui/date_range'
import { MenuSelect } from '@/ui/menu_select'
import { Segmented } from '@/ui/segmented'
import type { OpenPicker } from './open_picker'

const icon = { size: 15, strokeWidth: 1.75, 'aria-hidden': true } as const

/** The kinds of chart, in the order V goes through them. */
export const displays: { value: TrendsDisplay; label: string; icon: ReactNode }[] = [
  { value: 'ActionsLineGraph', label: 'Lines', icon: <ChartLine {...icon} /> },
  { value: 'ActionsLineGraphCumulative', label: 'Running total', icon: <TrendingUp {...icon} /> },
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

/** A map needs countries: it brings its breakdown along. */
export function withDisplay(query: TrendsQuery, display: TrendsDisplay): TrendsQuery {
  const next = { ...query, trendsFilter: { ...query.trendsFilter, display } }
  if (display !== 'WorldMap' || query.breakdownFilter) return next
  return { ...next, breakdownFilter: { breakdown: '$geoip_country_code', breakdown_type: 'event' } }
}

interface ControlsProps {
  query: TrendsQuery
  onChange: (query: TrendsQuery) => void
  open: OpenPicker
  onOpen: (open: OpenPicker) => void
  onSheet: () => void
}

/** Date, interval, comparison and kind of chart, above the chart. */
export function Controls({ query, onChange, open, onOpen, onSheet }: ControlsProps) {
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
        <MenuSelect<TrendsInterval>
          label="Interval"
          prefix="by"
          value={interval}
          options={(offered.includes(interval) ? offered : [interval, ...offered]).map((value) => ({ value, label: value }))}
          onChange={(value) => onChange({ ...query, interval: value })}
        />
      )}
      <MenuSelect
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
      <Segmented<TrendsDisplay> label="Chart type" value={display} options={displays} onChange={(value) => onChange(withDisplay(query, value))} />
    </div>
  )
}
