import { CalendarDays, ChartArea, ChartBar, ChartCandlestick, ChartColumn, ChartColumnStacked, ChartLine, ChartPie, Earth, Hash, Table2, TrendingUp } from 'lucide-react'
import type { ReactNode } from 'react'
import type { TrendsDisplay, TrendsQuery } from '@/api/types'
import { ComparisonSelect } from '@/filters/comparison'
import { fittingInterval } from '@/lib/date_range'
import { displayOf, intervalOf, isOfOneSeries, isOverTime } from '@/lib/trends_query'
import { Segmented } from '@/ui/segmented'
import { ControlsBar, IntervalSelect, type ControlsProps } from './controls_bar'

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
  { value: 'CalendarHeatmap', label: 'Calendar heat map', icon: <CalendarDays {...icon} /> },
  { value: 'BoxPlot', label: 'Box plot', icon: <ChartCandlestick {...icon} /> },
]

/** A map needs countries: it brings its breakdown along. */
export function withDisplay(query: TrendsQuery, display: TrendsDisplay): TrendsQuery {
  const next = { ...query, trendsFilter: { ...query.trendsFilter, display } }
  if (display !== 'WorldMap' || query.breakdownFilter) return next
  return { ...next, breakdownFilter: { breakdown: '$geoip_country_code', breakdown_type: 'event' } }
}

/** Date, interval, comparison and kind of chart. */
export function TrendsControls({ query, onChange, ...rest }: ControlsProps<TrendsQuery>) {
  const display = displayOf(query)
  const interval = intervalOf(query)
  return (
    <ControlsBar
      {...rest}
      range={query.dateRange}
      byPeriod
      onRange={(dateRange) => onChange({ ...query, dateRange, interval: fittingInterval(dateRange, interval) })}
      end={<Segmented<TrendsDisplay> label="Chart type" value={display} options={displays} onChange={(value) => onChange(withDisplay(query, value))} />}
    >
      {isOverTime(display) && <IntervalSelect range={query.dateRange} value={interval} onChange={(value) => onChange({ ...query, interval: value })} />}
      {!isOfOneSeries(display) && <ComparisonSelect value={query.compareFilter} onChange={(compareFilter) => onChange({ ...query, compareFilter })} />}
    </ControlsBar>
  )
}
