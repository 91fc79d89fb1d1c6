import { once } from './once'

/**
 * Times as the project's clock shows them. The server answers buckets in project time without an
 * offset ("2026-07-03", "2026-07-03 14:00:00"); here such a time is a number of milliseconds counted
 * as if it were UTC, so that plain arithmetic and comparison are right and no zone is applied twice.
 */
export type WallTime = number

export type Interval = 'minute' | 'hour' | 'day' | 'week' | 'month'

export const minuteMs = 60_000
export const hourMs = 60 * minuteMs
export const dayMs = 24 * hourMs

export function parseWall(text: string): WallTime {
  const found = /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2}))?)?/.exec(text)
  if (!found) return Number.NaN
  const [, year, month, day, hour = '0', minute = '0', second = '0'] = found
  return Date.UTC(Number(year), Number(month) - 1, Number(day), Number(hour), Number(minute), Number(second))
}

/** The same as text, to the minute: "2026-07-03T14:05", as fields for a time take it. */
export const printWall = (time: WallTime): string => new Date(time).toISOString().slice(0, 16)

/** What a clock in `zone` shows at an instant. */
export function wallTimeIn(zone: string, instant: number): WallTime {
  const parts: Record<string, number> = {}
  for (const part of wallFormat(zone).formatToParts(instant)) parts[part.type] = Number(part.value)
  return Date.UTC(parts.year ?? 1970, (parts.month ?? 1) - 1, parts.day, parts.hour, parts.minute, parts.second)
}

const wallFormats = new Map<string, Intl.DateTimeFormat>()
function wallFormat(zone: string): Intl.DateTimeFormat {
  let format = wallFormats.get(zone)
  if (!format) {
    format = new Intl.DateTimeFormat('en-US', {
      timeZone: zone,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    })
    wallFormats.set(zone, format)
  }
  return format
}

/** The start of the bucket after the one that starts at `start`. */
export function nextBucket(start: WallTime, interval: Interval): WallTime {
  switch (interval) {
    case 'minute':
      return start + minuteMs
    case 'hour':
      return start + hourMs
    case 'day':
      return start + dayMs
    case 'week':
      return start + 7 * dayMs
    case 'month': {
      const date = new Date(start)
      return Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 1)
    }
  }
}

/** Index of the first bucket that is still filling, or null when all are complete. */
export function unfinishedFrom(buckets: WallTime[], interval: Interval, now: WallTime): number | null {
  for (let i = Math.max(0, buckets.length - 400); i < buckets.length; i++) {
    if (nextBucket(buckets[i] as WallTime, interval) > now) return i
  }
  return null
}

function textFormat(options: Intl.DateTimeFormatOptions): { format: (time: WallTime) => string } {
  const made = once(() => new Intl.DateTimeFormat('en-GB', { timeZone: 'UTC', ...options }))
  return { format: (time) => made().format(time) }
}
const dayMonth = textFormat({ day: 'numeric', month: 'short' })
const fullDay = textFormat({ weekday: 'short', day: 'numeric', month: 'short', year: 'numeric' })
const spokenDay = textFormat({ weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' })
const monthYear = textFormat({ month: 'long', year: 'numeric' })
const shortMonth = textFormat({ month: 'short' })
const clock = textFormat({ hour: '2-digit', minute: '2-digit', hourCycle: 'h23' })

const withoutComma = (text: string) => text.replace(/,/g, '').replace('Sept', 'Sep')

/** 3 Jul */
export const formatDayMonth = (time: WallTime) => withoutComma(dayMonth.format(time))
/** Fri 3 Jul 2026 */
export const formatDay = (time: WallTime) => withoutComma(fullDay.format(time))
/** Jul */
export const formatMonth = (time: WallTime) => withoutComma(shortMonth.format(time))
/** 14:00 */
export const formatClock = (time: WallTime) => clock.format(time)

/** The name of a bucket, in full: "Fri 3 Jul 2026", "Fri 3 Jul 2026, 14:00", "Week of 6 Jul 2026", "July 2026". */
export function formatBucket(start: WallTime, interval: Interval): string {
  switch (interval) {
    case 'minute':
    case 'hour':
      return `${formatDay(start)}, ${formatClock(start)}`
    case 'day':
      return formatDay(start)
    case 'week':
      return `Week of ${formatDay(start)}`
    case 'month':
      return monthYear.format(start)
  }
}

/** The same for a screen reader: "Friday 3 July 2026". */
export function speakBucket(start: WallTime, interval: Interval): string {
  switch (interval) {
    case 'minute':
    case 'hour':
      return `${withoutComma(spokenDay.format(start))} at ${formatClock(start)}`
    case 'day':
      return withoutComma(spokenDay.format(start))
    case 'week':
      return `week of ${withoutComma(spokenDay.format(start))}`
    case 'month':
      return monthYear.format(start)
  }
}
