import { dayMs, type Interval, type WallTime } from '@/lib/wall_time'
import type { Box } from './box_plot'
import type { ChartData, ChartSeries } from './data'

/** Believable numbers that are the same every time, for the gallery, the bench and tests. */
export function randomFrom(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

export const countries = [
  ['US', 'United States'], ['DE', 'Germany'], ['IN', 'India'], ['GB', 'United Kingdom'], ['FR', 'France'], ['CA', 'Canada'], ['BR', 'Brazil'],
  ['NL', 'Netherlands'], ['AU', 'Australia'], ['JP', 'Japan'], ['ES', 'Spain'], ['PL', 'Poland'], ['SE', 'Sweden'], ['IT', 'Italy'], ['MX', 'Mexico'],
  ['KR', 'South Korea'], ['CH', 'Switzerland'], ['TR', 'Turkey'], ['SG', 'Singapore'], ['ID', 'Indonesia'], ['NO', 'Norway'], ['PT', 'Portugal'],
  ['AR', 'Argentina'], ['ZA', 'South Africa'], ['NG', 'Nigeria'],
] as const

interface SampleOptions {
  series: number
  buckets: number
  interval?: Interval
  /** The last bucket; it is still filling unless `complete`. */
  end?: WallTime
  complete?: boolean
  compared?: boolean
  /** Size of the largest series. */
  around?: number
  seed?: number
}

const lastDay = Date.UTC(2026, 10, 22)

/** Series by country with weeks, growth and chance. */
export function sampleData({ series, buckets, interval = 'day', end = lastDay, complete = false, compared = false, around = 1200, seed = 7 }: SampleOptions): ChartData {
  const random = randomFrom(seed)
  const step = { minute: 60_000, hour: 3_600_000, day: dayMs, week: 7 * dayMs, month: 30 * dayMs }[interval]
  const starts = Array.from({ length: buckets }, (_, i) => end - (buckets - 1 - i) * step)
  const unfinished = complete ? null : buckets - 1
  const all = Array.from({ length: series }, (_, rank): ChartSeries => {
    const level = (around * (0.85 + random() * 0.3)) / (1 + rank * 0.75)
    const growth = 0.2 + random() * 0.7
    const values = starts.map((start, i) => {
      const date = new Date(start)
      const weekend = interval !== 'week' && interval !== 'month' && (date.getUTCDay() === 0 || date.getUTCDay() === 6) ? 0.72 : 1
      const hours = interval === 'hour' ? 0.35 + 0.65 * Math.sin((Math.PI * (date.getUTCHours() + 1)) / 25) : 1
      const wave = 1 + 0.08 * Math.sin(i / 9 + rank)
      return Math.round(level * (1 + (growth * i) / buckets) * weekend * hours * wave * (0.95 + random() * 0.1) * (i === unfinished ? 0.55 : 1))
    })
    const [code, name] = countries[rank] ?? [`x${rank}`, `Value ${rank + 1}`]
    return {
      id: code,
      name,
      slot: rank,
      values,
      previous: compared ? values.map((value, i) => Math.round((i === unfinished ? value / 0.55 : value) * (0.78 + random() * 0.1))) : undefined,
      breakdown: code,
    }
  })
  return {
    axis: { kind: 'time', buckets: starts, interval, unfinished, previous: compared ? starts.map((start) => start - buckets * step) : undefined },
    series: all,
  }
}

export function sampleBoxes(count: number, seed = 3): Box[] {
  const random = randomFrom(seed)
  return Array.from({ length: count }, () => {
    const median = 900 + random() * 500
    const p25 = median * (0.55 + random() * 0.2)
    const p75 = median * (1.25 + random() * 0.4)
    return { min: p25 * 0.3, p25, median, p75, max: p75 * (1.4 + random()), mean: median * 1.1 }
  })
}
