import { isGap } from './data'
import { seriesColor } from './scale'

interface SparklineProps {
  values: (number | null)[]
  slot: number
  /** A colour other than the series' own: a tile's number that got worse. */
  color?: string
  width?: number
  height?: number
  /** Index of the first bucket that is still filling. */
  unfinished?: number | null
}

/** The course of a series in a table cell; the numbers beside it say the rest. */
export function Sparkline(props: SparklineProps) {
  const { slot, color = seriesColor(slot), width = 84, height = 20 } = props
  const [values, unfinished] = condense(props.values, props.unfinished ?? null, Math.floor(width / 2))
  const known = values.filter((value) => !isGap(value)) as number[]
  const high = Math.max(...known, 0)
  const low = Math.min(...known, 0)
  const span = high - low || 1
  const x = (i: number) => (values.length < 2 ? width / 2 : 1 + (i * (width - 2)) / (values.length - 1))
  const y = (value: number) => height - 2 - ((value - low) / span) * (height - 4)
  const path = (from: number, to: number) => {
    let text = ''
    let drawing = false
    for (let i = from; i < to; i++) {
      const value = values[i]
      if (isGap(value)) {
        drawing = false
        continue
      }
      text += `${drawing ? 'L' : 'M'}${x(i).toFixed(1)} ${y(value).toFixed(1)}`
      drawing = true
    }
    return text
  }
  const solidEnd = unfinished ?? values.length
  const lone = known.length === 1 ? values.findIndex((value) => !isGap(value)) : -1
  return (
    <svg width={width} height={height} aria-hidden className="block">
      <g fill="none" stroke={color} strokeWidth="1.5" strokeLinejoin="round" strokeLinecap="round">
        {lone >= 0 ? <circle cx={x(lone)} cy={y(values[lone] ?? 0)} r="2" fill={color} stroke="none" /> : <path d={path(0, solidEnd)} />}
        {lone < 0 && unfinished !== null && unfinished > 0 && <path d={path(unfinished - 1, values.length)} strokeDasharray="2 2" />}
      </g>
    </svg>
  )
}

/**
 * Means of as many neighbours as it takes to fit: a year of weekdays and weekends would be a smear.
 * Groups larger than three are whole weeks. What is still filling stays by itself at the end.
 */
export function condense(values: (number | null)[], unfinished: number | null, most: number): [values: (number | null)[], unfinished: number | null] {
  if (values.length <= most) return [values, unfinished]
  const least = Math.ceil(values.length / most)
  const size = least > 3 ? Math.ceil(least / 7) * 7 : least
  const cut = unfinished ?? values.length
  const means: (number | null)[] = []
  for (let end = cut; end > 0; end -= size) {
    const known = values.slice(Math.max(0, end - size), end).filter((value) => value !== null)
    means.push(known.length > 0 ? known.reduce((sum, value) => sum + value, 0) / known.length : null)
  }
  const finished = means.toReversed()
  return unfinished === null ? [finished, null] : [[...finished, values[cut] ?? null], finished.length]
}
