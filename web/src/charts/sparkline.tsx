import { seriesColor } from './scale'

interface SparklineProps {
  values: (number | null)[]
  slot: number
  width?: number
  height?: number
  /** Index of the first bucket that is still filling. */
  unfinished?: number | null
}

/** The course of a series in a table cell; the numbers beside it say the rest. */
export function Sparkline({ values, slot, width = 84, height = 20, unfinished = null }: SparklineProps) {
  const numbers = values.map((value) => value ?? 0)
  const high = Math.max(...numbers, 0)
  const low = Math.min(...numbers, 0)
  const span = high - low || 1
  const x = (i: number) => (numbers.length < 2 ? width / 2 : 1 + (i * (width - 2)) / (numbers.length - 1))
  const y = (value: number) => height - 2 - ((value - low) / span) * (height - 4)
  const path = (from: number, to: number) =>
    numbers
      .slice(from, to)
      .map((value, i) => `${i === 0 ? 'M' : 'L'}${x(from + i).toFixed(1)} ${y(value).toFixed(1)}`)
      .join('')
  const solidEnd = unfinished ?? numbers.length
  return (
    <svg width={width} height={height} aria-hidden className="block">
      <g fill="none" stroke={seriesColor(slot)} strokeWidth="1.5" strokeLinejoin="round" strokeLinecap="round">
        {solidEnd === 1 && numbers.length === 1 ? (
          <circle cx={x(0)} cy={y(numbers[0] ?? 0)} r="2" fill={seriesColor(slot)} stroke="none" />
        ) : (
          <path d={path(0, solidEnd)} />
        )}
        {unfinished !== null && unfinished > 0 && <path d={path(unfinished - 1, numbers.length)} strokeDasharray="2 2" />}
      </g>
    </svg>
  )
}
