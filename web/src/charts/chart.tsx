import { Suspense, type ReactNode } from 'react'
import { lazy } from '@/lib/parts'
import { BigNumber } from './big_number'
import type { TimeKind } from './layout'
import { TimeChart, type TimeChartProps } from './time_chart'
import { TotalBars } from './total_bars'

// Rarer charts come when one is shown: most screens draw none of them.
const PieChart = lazy(() => import('./pie'))
const WorldMap = lazy(() => import('./world_map'))
const ValueTable = lazy(() => import('./value_table'))
const CalendarHeatMap = lazy(() => import('./calendar'))

export type ChartKind = TimeKind | 'total-bars' | 'pie' | 'number' | 'table' | 'map' | 'calendar'

export interface ChartProps extends Omit<TimeChartProps, 'kind'> {
  kind: ChartKind
  /** Head of the first column of a table. */
  what?: string
  /** What a number is compared with: "vs prev. 6 weeks". */
  comparison?: string
  /** How large a number is written. */
  size?: 'tile' | 'screen'
  /** Whether total bars share one colour. */
  oneColor?: boolean
  weekStart?: 0 | 1
}

/** Any chart over the one data shape. */
export function Chart({ kind, what = 'Name', comparison, size = 'tile', oneColor, weekStart, ...rest }: ChartProps) {
  const { label, data, onPick, height } = rest
  switch (kind) {
    case 'line':
    case 'area':
    case 'bars':
    case 'stacked-bars':
      return <TimeChart kind={kind} {...rest} />
    case 'total-bars':
      return <TotalBars label={label} data={data} onPick={onPick} oneColor={oneColor} />
    case 'pie':
      return loaded(<PieChart label={label} data={data} height={height} onPick={onPick} />, 'h-75')
    case 'number':
      return <BigNumber data={data} comparison={comparison} size={size} onPick={onPick} />
    case 'table':
      return loaded(<ValueTable label={label} data={data} what={what} onPick={onPick} />, 'h-40')
    case 'map':
      return loaded(<WorldMap label={label} data={data} onPick={onPick} />, 'aspect-[2.1]')
    case 'calendar':
      return loaded(<CalendarHeatMap label={label} data={data} weekStart={weekStart} onPick={onPick} />, 'h-40')
  }
}

/** Keeps the place of a chart whose code is on its way. */
function loaded(chart: ReactNode, place: string): ReactNode {
  return <Suspense fallback={<div className={place} />}>{chart}</Suspense>
}
