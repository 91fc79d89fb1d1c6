import { useLayoutEffect, useMemo, useRef, useState } from 'react'
import { Chart, type ChartProps } from './chart'
import { mostDirect } from './layout'
import { Legend } from './legend'
import { useVisibility } from './use_visibility'
import { cx } from '@/ui/cx'

interface ChartTileProps extends Omit<ChartProps, 'focused' | 'directLabels' | 'size'> {
  /** Names at the line ends where there are few lines and room; a legend below otherwise. */
  naming?: 'direct' | 'legend'
  /** Pixels of the whole tile body; the legend takes its part of it. */
  height: number
  className?: string
}

const oneLine = 30

/** A chart with its legend, for tiles: the whole fits the height it is given. */
export function ChartTile({ naming = 'legend', height, data, kind, className, ...rest }: ChartTileProps) {
  const visibility = useVisibility(data.series)
  const [focused, setFocused] = useState<string | null>(null)
  const shown = useMemo(() => (visibility.shown === data.series ? data : { ...data, series: visibility.shown }), [data, visibility.shown])
  const legend = useRef<HTMLDivElement>(null)
  const [legendHeight, setLegendHeight] = useState(oneLine)
  const overTime = kind === 'line' || kind === 'area' || kind === 'bars' || kind === 'stacked-bars'
  const direct = naming === 'direct' && kind === 'line' && data.series.length <= mostDirect
  const named = overTime && data.series.length > 1 && !direct
  useLayoutEffect(() => {
    const element = legend.current
    if (!named || !element) return
    const measure = () => setLegendHeight(element.offsetHeight || oneLine)
    measure()
    const observer = new ResizeObserver(measure)
    observer.observe(element)
    return () => observer.disconnect()
  }, [named])
  return (
    <div className={cx('flex min-h-0 flex-col', className)} style={{ height }}>
      <div className={cx('min-h-0 flex-1', !overTime && 'scroll-thin overflow-y-auto')}>
        <Chart kind={kind} data={overTime ? shown : data} height={named ? height - legendHeight : height} focused={focused} directLabels={direct} {...rest} />
      </div>
      {named && (
        <div ref={legend} className="scroll-thin max-h-20 shrink-0 overflow-y-auto pt-1.5">
          <Legend series={data.series} visibility={visibility} onFocus={setFocused} />
        </div>
      )}
    </div>
  )
}
