import { memo } from 'react'
import { textWidth, type Goal, type Plot } from './layout'

/** Grid, tick labels and bucket labels. No axis lines: the grid says enough. */
export const Axes = memo(function Axes({ plot }: { plot: Plot }) {
  const [left, right] = plot.axes
  return (
    <g fontSize="11" fill="var(--fg-3)">
      {left.ticks.map((tick) => (
        <g key={tick.label} transform={`translate(0 ${Math.round(tick.y) + 0.5})`}>
          <line x1={plot.left} x2={plot.right} stroke={tick.zero ? 'var(--line-2)' : 'var(--grid)'} />
          <text x={plot.left - 10} dy="0.32em" textAnchor="end">
            {tick.label}
          </text>
        </g>
      ))}
      {right?.ticks.map((tick) => (
        <text key={tick.label} x={plot.right + 10} y={Math.round(tick.y) + 0.5} dy="0.32em">
          {tick.label}
        </text>
      ))}
      {plot.xTicks.map((tick) => {
        const half = textWidth(tick.label) / 2
        return (
          <text key={tick.x} x={Math.min(Math.max(tick.x, half), plot.width - half)} y={plot.height - 7} textAnchor="middle">
            {tick.label}
          </text>
        )
      })}
    </g>
  )
})

export const Goals = memo(function Goals({ plot, goals }: { plot: Plot; goals: Goal[] }) {
  return (
    <g fontSize="11" fill="var(--fg-2)">
      {goals.map((goal) => {
        const y = Math.round(plot.axes[0].y(goal.value)) + 0.5
        return (
          <g key={`${goal.label}${goal.value}`}>
            <line x1={plot.left} x2={plot.right} y1={y} y2={y} stroke="var(--fg-3)" strokeDasharray="6 4" />
            <text x={plot.right} y={y - 5} textAnchor="end" stroke="var(--surface)" strokeWidth="3" paintOrder="stroke">
              {goal.label}
            </text>
          </g>
        )
      })}
    </g>
  )
})

/** Names beside the ends of their lines; the text is darkened towards the page's own so that it stays readable. */
export const EndLabels = memo(function EndLabels({ plot }: { plot: Plot }) {
  const room = plot.width - plot.right - 10
  return (
    <g fontSize="11" fontWeight="500" data-names="">
      {plot.endLabels.map((label) => (
        <text key={label.id} x={label.x} y={label.y} dy="0.32em" fill={`color-mix(in oklab, var(--series-${(label.slot % 16) + 1}), var(--fg) 40%)`}>
          {shorten(label.name, room)}
        </text>
      ))}
    </g>
  )
})

function shorten(text: string, width: number): string {
  if (textWidth(text) <= width + 6) return text
  return `${text.slice(0, Math.max(1, Math.floor(width / 6.3) - 1)).trimEnd()}…`
}
