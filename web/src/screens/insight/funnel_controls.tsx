import { ChartColumn, Clock, TrendingUp } from 'lucide-react'
import type { FunnelsQuery, FunnelView } from '@/api/types'
import { ComparisonSelect } from '@/filters/comparison'
import { fittingInterval } from '@/lib/date_range'
import { viewOf, withFunnel, withView } from '@/lib/funnels_query'
import { MenuSelect } from '@/ui/menu_select'
import { Segmented } from '@/ui/segmented'
import { ControlsBar, IntervalSelect, type ControlsProps } from './controls_bar'

const icon = { size: 15, strokeWidth: 1.75, 'aria-hidden': true } as const

/** Dates, and which view of the funnel. */
export function FunnelControls({ query, onChange, ...rest }: ControlsProps<FunnelsQuery>) {
  const view = viewOf(query)
  const interval = query.interval ?? 'day'
  const layout = query.funnelsFilter?.layout ?? 'vertical'
  return (
    <ControlsBar
      {...rest}
      range={query.dateRange}
      byPeriod={view === 'trends'}
      onRange={(dateRange) => onChange({ ...query, dateRange, interval: fittingInterval(dateRange, interval) })}
      end={
        <Segmented<FunnelView>
          label="View of the funnel"
          value={view}
          options={[
            { value: 'steps', label: 'Steps', icon: <ChartColumn {...icon} /> },
            { value: 'time_to_convert', label: 'Time to convert', icon: <Clock {...icon} /> },
            { value: 'trends', label: 'Conversion over time', icon: <TrendingUp {...icon} /> },
          ]}
          onChange={(next) => onChange(withView(query, next))}
        />
      }
    >
      {view === 'trends' && <IntervalSelect range={query.dateRange} value={interval} onChange={(value) => onChange({ ...query, interval: value })} />}
      {view !== 'time_to_convert' && <ComparisonSelect value={query.compareFilter} onChange={(compareFilter) => onChange({ ...query, compareFilter })} />}
      {view === 'steps' && (
        <>
          <MenuSelect<'total' | 'previous'>
            label="Rates"
            value={query.funnelsFilter?.funnelStepReference ?? 'total'}
            options={[
              { value: 'total', label: 'Share of the first step' },
              { value: 'previous', label: 'Share of the step before' },
            ]}
            onChange={(funnelStepReference) => onChange(withFunnel(query, { funnelStepReference }))}
          />
          <MenuSelect<'horizontal' | 'vertical'>
            label="Layout"
            value={layout}
            options={[
              { value: 'vertical', label: 'Left to right' },
              { value: 'horizontal', label: 'Top to bottom' },
            ]}
            onChange={(next) => onChange(withFunnel(query, { layout: next }))}
          />
        </>
      )}
    </ControlsBar>
  )
}
