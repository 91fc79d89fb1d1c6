import { isGap, type ChartSeries } from './data'
import { isBanded, topOf, type Plot } from './layout'
import { mostColourful, SeriesMarks } from './marks'
import { seriesColor } from './scale'
import type { SeriesShape } from './shapes'

interface CursorLayerProps {
  plot: Plot
  series: ChartSeries[]
  shapes: SeriesShape[]
  index: number | null
  standsOut: string | null
  id: string
}

/** What follows the pointer: the series that stands out once more on top, a line, a few dots. */
export function CursorLayer({ plot, series, shapes, index, standsOut, id }: CursorLayerProps) {
  const shape = standsOut === null ? undefined : shapes.find((one) => one.id === standsOut)
  const banded = isBanded(plot.kind)
  return (
    <g pointerEvents="none">
      {index !== null && banded && <Band plot={plot} index={index} />}
      {index !== null && !banded && <Line plot={plot} index={index} />}
      {shape && <SeriesMarks shape={shape} kind={plot.kind} id={`${id}-top`} pale={false} compared />}
      {index !== null && !banded && <Dots plot={plot} series={series} index={index} standsOut={standsOut} />}
    </g>
  )
}

function Band({ plot, index }: { plot: Plot; index: number }) {
  const half = plot.bandWidth / 2 + 3
  return (
    <rect x={(plot.centers[index] ?? 0) - half} y={plot.top} width={half * 2} height={plot.bottom - plot.top} fill="var(--fg)" opacity="0.06" rx="3" />
  )
}

function Line({ plot, index }: { plot: Plot; index: number }) {
  const x = plot.centers[index] ?? 0
  return <line x1={x} x2={x} y1={plot.top} y2={plot.bottom} stroke="var(--fg-3)" />
}

function Dots({ plot, series, index, standsOut }: { plot: Plot; series: ChartSeries[]; index: number; standsOut: string | null }) {
  return (
    <>
      {series.map((one, rank) => {
        if (standsOut === null ? rank >= mostColourful : one.id !== standsOut) return null
        const y = topOf(plot, one, rank, index)
        if (isGap(y)) return null
        return <circle key={one.id} cx={plot.centers[index]} cy={y} r="4" fill={seriesColor(one.slot)} stroke="var(--surface)" strokeWidth="1.5" />
      })}
    </>
  )
}
