import { formatClock, formatDayMonth, formatMonth, type Interval, type WallTime } from '@/lib/wall_time'
import { axisUnit, plainNumber, tickText, type ValueFormat } from './value_format'

const mantissas = [1, 2, 2.5, 5]

interface ValueTickOptions {
  /** All values are whole, so ticks between them would say nothing. */
  whole?: boolean
  /** Whether zero must be on the axis: for counts always. */
  fromZero?: boolean
  format?: ValueFormat
}

/**
 * Ticks from zero (or below it) to just above the largest value: four to six steps of 1, 2, 2.5 or
 * 5 × 10ⁿ of the axis' unit with the least empty space. Whole values get whole ticks.
 */
export function valueTicks(smallest: number, largest: number, { whole = false, fromZero = true, format = plainNumber }: ValueTickOptions = {}): number[] {
  const low = fromZero ? Math.min(0, smallest) : smallest
  const high = fromZero ? Math.max(0, largest) : largest
  if (high === low) return low === 0 ? (whole ? [0, 1] : [0, 0.5, 1].map((tick) => tick * axisUnit(1, format).factor)) : valueTicks(low - Math.abs(low) / 10, low + Math.abs(low) / 10, { fromZero: false, format })
  const { factor } = axisUnit(Math.max(Math.abs(low), Math.abs(high)), format)
  // Whole numbers in thousands may stand at 2.5K.
  const steps = ticksBetween(low / factor, high / factor, whole && factor === 1)
  return factor === 1 ? steps : steps.map((tick) => tidy(tick * factor))
}

function ticksBetween(low: number, high: number, whole: boolean): number[] {
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

/**
 * Ticks of a logarithmic axis: powers of ten around the values, with 2 and 5 between them when they
 * are few, thinned out when they are many. Zero has no place among them; the axis marks it below.
 */
export function logTicks(smallest: number, largest: number): number[] {
  const first = Math.floor(Math.log10(smallest) + 1e-9)
  const last = Math.max(first + 1, Math.ceil(Math.log10(largest) - 1e-9))
  const decades = last - first
  const ticks: number[] = []
  const every = Math.ceil(decades / 6)
  for (let power = first; power <= last; power++) {
    if ((power - first) % every === 0) ticks.push(tidy(10 ** power))
    if (decades <= 2 && power < last) ticks.push(tidy(2 * 10 ** power), tidy(5 * 10 ** power))
  }
  if (ticks.at(-1) !== tidy(10 ** last)) ticks.push(tidy(10 ** last))
  return ticks
}

const tidy = (value: number) => Number(value.toPrecision(12))

/** Labels in one unit for all ticks: 0, 2.5K, 5K and never 8,000 under 10K. */
export function valueTickLabels(ticks: number[], format: ValueFormat = plainNumber): string[] {
  const { factor, suffix } = axisUnit(Math.max(...ticks.map(Math.abs)), format)
  const sizes = ticks.map((tick) => tidy(tick / factor))
  const digits = Math.max(0, ...sizes.map(decimals))
  // 0.25 and 0.50 line up; 2.5K and 5K are read faster without the zero.
  return sizes.map((size) => tickText(size, suffix === '' ? digits : decimals(size), suffix, format))
}

/** On a logarithmic axis each tick has the unit of its size: 1, 100, 10K; and 1K below 10K. */
export function logTickLabels(ticks: number[], format: ValueFormat = plainNumber): string[] {
  const plain = format.kind === 'number' || format.kind === 'currency'
  const inThousands = plain && Math.max(...ticks) >= 10_000
  return ticks.map((tick) => (inThousands && tick >= 1000 && tick < 10_000 ? tickText(tick / 1000, 0, 'K', format) : (valueTickLabels([tick], format)[0] ?? '')))
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
