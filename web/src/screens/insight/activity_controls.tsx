import { ChartColumn, ChartLine } from 'lucide-react'
import type { LifecycleQuery, StickinessQuery } from '@/api/types'
import { ComparisonSelect } from '@/filters/comparison'
import { fittingInterval } from '@/lib/date_range'
import { Segmented } from '@/ui/segmented'
import { ControlsBar, IntervalSelect, type ControlsProps } from './controls_bar'

const icon = { size: 15, strokeWidth: 1.75, 'aria-hidden': true } as const

/** Dates, and the length of a period. */
export function LifecycleControls({ query, onChange, ...rest }: ControlsProps<LifecycleQuery>) {
  const interval = query.interval ?? 'day'
  return (
    <ControlsBar {...rest} byPeriod range={query.dateRange} onRange={(dateRange) => onChange({ ...query, dateRange, interval: fittingInterval(dateRange, interval) })}>
      <IntervalSelect range={query.dateRange} value={interval} onChange={(value) => onChange({ ...query, interval: value })} />
    </ControlsBar>
  )
}

/** Dates, the length of a period, what it is compared with, bars or lines. */
export function StickinessControls({ query, onChange, ...rest }: ControlsProps<StickinessQuery>) {
  const interval = query.interval ?? 'day'
  return (
    <ControlsBar
      {...rest}
      range={query.dateRange}
      byPeriod
      onRange={(dateRange) => onChange({ ...query, dateRange, interval: fittingInterval(dateRange, interval) })}
      end={
        <Segmented<'lines' | 'bars'>
          label="Chart type"
          value={query.stickinessFilter?.display === 'ActionsBar' ? 'bars' : 'lines'}
          options={[
            { value: 'lines', label: 'Lines', icon: <ChartLine {...icon} /> },
            { value: 'bars', label: 'Bars', icon: <ChartColumn {...icon} /> },
          ]}
          onChange={(next) => onChange({ ...query, stickinessFilter: { ...query.stickinessFilter, display: next === 'bars' ? 'ActionsBar' : undefined } })}
        />
      }
    >
      <IntervalSelect range={query.dateRange} value={interval} onChange={(value) => onChange({ ...query, interval: value })} />
      <ComparisonSelect value={query.compareFilter} onChange={(compareFilter) => onChange({ ...query, compareFilter })} />
    </ControlsBar>
  )
}
