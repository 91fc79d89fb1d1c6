import type { DateRange } from '@/api/types'
import { dayMs, formatDay, formatDayMonth, parseWall, type Interval } from './wall_time'

export interface DatePreset {
  label: string
  from: string
  to?: string
}

/** The ranges people ask for; relative ones move with the clock of the project. */
export const datePresets: DatePreset[] = [
  { label: 'Today', from: 'dStart' },
  { label: 'Yesterday', from: '-1dStart', to: '-1dEnd' },
  { label: 'Last 24 hours', from: '-24h' },
  { label: 'Last 7 days', from: '-7d' },
  { label: 'Last 14 days', from: '-14d' },
  { label: 'Last 30 days', from: '-30d' },
  { label: 'Last 90 days', from: '-90d' },
  { label: 'Last 180 days', from: '-180d' },
  { label: 'Last 12 months', from: '-12m' },
  { label: 'This month', from: 'mStart' },
  { label: 'Last month', from: '-1mStart', to: '-1mEnd' },
  { label: 'Year to date', from: 'yStart' },
  { label: 'All time', from: 'all' },
]

export const defaultDateFrom = '-7d'

const isAbsolute = (text: string) => /^\d{4}-\d{2}-\d{2}/.test(text)
const unitNames: Record<string, string> = { h: 'hour', d: 'day', w: 'week', m: 'month', q: 'quarter', y: 'year', M: 'minute' }

export function presetOf(range: DateRange): DatePreset | null {
  const from = range.date_from ?? defaultDateFrom
  return datePresets.find((preset) => preset.from === from && (preset.to ?? '') === (range.date_to ?? '')) ?? null
}

/** "Last 7 days", "1 to 7 Nov 2026", "Since Mon 2 Nov 2026"; what cannot be named is shown as it is. */
export function describeDateRange(range: DateRange): string {
  return [describeDates(range), describeDays(range.daysOfWeek ?? []), range.excludeIncompletePeriods && 'complete'].filter(Boolean).join(', ')
}

const dayNames = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun']

/** "weekdays", "Mon and Thu"; nothing for every day. */
export function describeDays(days: number[]): string {
  const text = days.join('')
  if (text === '12345') return 'weekdays'
  if (text === '67') return 'weekends'
  return days.map((day) => dayNames[day - 1]).join(' ')
}

function describeDates(range: DateRange): string {
  const preset = presetOf(range)
  if (preset) return preset.label
  const from = range.date_from ?? defaultDateFrom
  const to = range.date_to ?? null
  if (isAbsolute(from)) {
    const start = parseWall(from)
    if (to === null) return `Since ${formatDay(start)}`
    if (isAbsolute(to)) {
      const end = parseWall(to)
      const year = (time: number) => new Date(time).getUTCFullYear()
      if (from.slice(0, 10) === to.slice(0, 10)) return formatDay(start)
      const first = year(start) === year(end) ? formatDayMonth(start) : `${formatDayMonth(start)} ${year(start)}`
      return `${first} – ${formatDayMonth(end)} ${year(end)}`
    }
  }
  const relative = /^-?(\d+)([hdwmqyM])$/.exec(from)
  if (relative && to === null) {
    const count = Number(relative[1])
    const unit = unitNames[relative[2] ?? ''] ?? ''
    return `Last ${count} ${unit}${count === 1 ? '' : 's'}`
  }
  const whole = /^-(\d+)dStart$/.exec(from)
  if (whole && to === '-1dEnd') return `Last ${whole[1]} full days`
  return to === null ? from : `${from} – ${to}`
}

/** About how many days a range covers; null when it is not known before asking ("all"). */
export function daysOf(range: DateRange): number | null {
  const from = range.date_from ?? defaultDateFrom
  const to = range.date_to ?? null
  if (isAbsolute(from)) {
    const end = to !== null && isAbsolute(to) ? parseWall(to) : Date.now()
    return Math.max(1, Math.round((end - parseWall(from)) / dayMs) + 1)
  }
  if (from === 'dStart' || from === '-1dStart') return 1
  if (from === 'mStart' || from === '-1mStart') return 31
  if (from === 'yStart') return 365
  const found = /^-?(\d+)([hdwmqyM])/.exec(from)
  if (!found) return null
  const unitDays: Record<string, number> = { h: 1 / 24, d: 1, w: 7, m: 30.5, q: 91, y: 365, M: 1 / 1440 }
  return Number(found[1]) * (unitDays[found[2] ?? 'd'] ?? 1)
}

/** The interval to fall back to when the range changes so that the chosen one gives too few or too many points. */
export function fittingInterval(range: DateRange, interval: Interval): Interval {
  const days = daysOf(range)
  if (days === null) return interval === 'minute' || interval === 'hour' ? 'day' : interval
  const points: Record<Interval, number> = {
    minute: days * 1440,
    hour: days * 24,
    day: days,
    week: days / 7,
    month: days / 30.5,
  }
  if (points[interval] > 1500) return days > 400 ? 'week' : 'day'
  if (days <= 2 && interval !== 'minute') return 'hour'
  if (points[interval] < 2) return days < 14 ? 'day' : 'week'
  return interval
}

/** A day of the calendar, as the server reads it. */
export function isoDay(date: Date): string {
  const pad = (value: number) => String(value).padStart(2, '0')
  return `${date.getFullYear()}-${pad(date.getMonth() + 1)}-${pad(date.getDate())}`
}
