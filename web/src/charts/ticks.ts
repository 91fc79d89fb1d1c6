import { unitOf } from '@/lib/format'
import { formatClock, formatDayMonth, formatMonth, type Interval, type WallTime } from '@/lib/wall_time'

const mantissas = [1, 2, 2.5, 5]

/**
 * Ticks from zero (or below it) to just above the largest value: four to six steps of 1, 2, 2.5 or
 * 5 × 10ⁿ with the least empty space above. Whole values get whole ticks.
 */
export function valueTicks(smallest: number, largest: number, whole: boolean): number[] {
  const low = Math.min(0, smallest)
  const high = Math.max(0, largest)
  const span = high - low
  if (span === 0) return whole ? [0, 1] : [0, 0.5, 1]
  // Some whole numbers, 14 for one, have no division into four to six: three steps then.
  const steps = roundSteps(low, high, whole, 4) ?? roundSteps(low, high, whole, 3)
  if (steps) return steps
  // Only small whole values get here: 1 and 2 have too few steps.
  return Array.from({ length: Math.ceil(high) - Math.floor(low) + 1 }, (_, i) => Math.floor(low) + i)
}

/** The division into `fewest` to six steps that covers the least, with the fewest steps. */
function roundSteps(low: number, high: number, whole: boolean, fewest: number): number[] | null {
  const exponent = Math.floor(Math.log10(high - low))
  let best: number[] | null = null
  let bestSpan = Infinity
  for (let power = exponent - 2; power <= exponent; power++) {
    for (const mantissa of mantissas) {
      const step = mantissa * 10 ** power
      if (whole && !Number.isInteger(step)) continue
      const first = Math.floor(low / step + 1e-9)
      const count = Math.ceil(high / step - 1e-9) - first
      const covered = tidy(count * step)
      if (count < fewest || count > 6 || covered > bestSpan) continue
      if (best && covered === bestSpan && count >= best.length - 1) continue
      bestSpan = covered
      best = Array.from({ length: count + 1 }, (_, i) => tidy((first + i) * step))
    }
  }
  return best
}

const tidy = (value: number) => Number(value.toPrecision(12))

/** Labels in one unit for all ticks: 0, 2.5K, 5K and never 8,000 under 10K. */
export function valueTickLabels(ticks: number[]): string[] {
  const largest = Math.max(...ticks.map(Math.abs))
  const [unit, suffix] = unitOf(largest)
  const digits = Math.max(0, ...ticks.map((tick) => decimals(tick / unit)))
  return ticks.map((tick) => {
    if (tick === 0) return '0'
    const text = (tick / unit).toLocaleString('en-US', {
      minimumFractionDigits: unit === 1 ? digits : 0,
      maximumFractionDigits: digits,
    })
    return text + suffix
  })
}

function decimals(value: number): number {
  const text = String(tidy(value))
  const dot = text.indexOf('.')
  return dot < 0 ? 0 : Math.min(6, text.length - dot - 1)
}

export interface TimeTick {
  index: number
  label: string
}

interface Grain {
  keeps: (time: Date, index: number) => boolean
  label: (time: Date) => string
}

const day = (time: Date) => formatDayMonth(time.getTime())
const month = (time: Date) => (time.getUTCMonth() === 0 ? `Jan ${time.getUTCFullYear()}` : formatMonth(time.getTime()))
const midnight = (time: Date) => time.getUTCHours() === 0 && time.getUTCMinutes() === 0
const clock = (time: Date) => (midnight(time) ? day(time) : formatClock(time.getTime()))
const everyHours = (hours: number): Grain => ({
  keeps: (time) => time.getUTCHours() % hours === 0 && time.getUTCMinutes() === 0,
  label: clock,
})
const everyMinutes = (minutes: number): Grain => ({ keeps: (time) => time.getUTCMinutes() % minutes === 0, label: clock })
const every = (count: number, label: (time: Date) => string): Grain => ({ keeps: (_, index) => index % count === 0, label })
const monday = (time: Date) => midnight(time) && time.getUTCDay() === 1
const monthStart = (time: Date) => time.getUTCDate() === 1 && midnight(time)

const wholeDays: Grain[] = [
  { keeps: midnight, label: day },
  { keeps: (time) => midnight(time) && Math.floor(time.getTime() / 86_400_000) % 2 === 0, label: day },
  { keeps: monday, label: day },
  { keeps: (time) => monday(time) && Math.floor(time.getTime() / 604_800_000) % 2 === 0, label: day },
]
const months: Grain[] = [1, 2, 3, 6, 12].map((count) => ({
  keeps: (time) => monthStart(time) && time.getUTCMonth() % count === 0,
  label: month,
}))

const grains: Record<Interval, Grain[]> = {
  minute: [1, 5, 15, 30].map(everyMinutes).concat([1, 3, 6, 12].map(everyHours), wholeDays, months),
  hour: [1, 2, 3, 6, 12].map(everyHours).concat(wholeDays, months),
  day: wholeDays.concat(months),
  // Weeks do not start with months: the first week of a month carries its name.
  week: [1, 2, 4].map((count) => every(count, day)).concat(
    [1, 3, 6, 12].map((count) => ({
      keeps: (time) => time.getUTCDate() <= 7 && time.getUTCMonth() % count === 0,
      label: month,
    })),
  ),
  month: [1, 2, 3, 6, 12].map((count) => ({ keeps: (time) => time.getUTCMonth() % count === 0, label: month })),
}

/** Which buckets get a label: the finest grain whose labels fit, with the year shown at January. */
export function timeTicks(buckets: WallTime[], interval: Interval, width: number): TimeTick[] {
  const dates = buckets.map((bucket) => new Date(bucket))
  const room = Math.max(1, Math.floor(width / 68))
  let ticks: TimeTick[] = []
  for (const grain of grains[interval]) {
    ticks = []
    dates.forEach((date, index) => {
      if (grain.keeps(date, index)) ticks.push({ index, label: grain.label(date) })
    })
    if (ticks.length > 0 && ticks.length <= room) return ticks
  }
  if (ticks.length > 0) {
    const skip = Math.ceil(ticks.length / room)
    return ticks.filter((_, i) => i % skip === 0)
  }
  return dates.length > 0 ? [{ index: 0, label: day(dates[0] as Date) }] : []
}
