import type { TrendsResponse } from '@/api/types'
import { csvLine } from './csv'

/** As JavaScript counts them; the server's Sunday is 7, which has the same place. */
export const weekdays = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday']
export const weekdayOf = (day: number): string => weekdays[day % 7] ?? ''
/** 14 → "14:00" */
export const clockOf = (hour: number): string => `${String(hour).padStart(2, '0')}:00`
export const hoursOfDay = Array.from({ length: 24 }, (_, hour) => hour)

/** A number of a week of hours: a cell, a whole day or hour, or all of it. */
export interface WeekPlace {
  /** Monday is 1. */
  day?: number
  hour?: number
}

/** How much fell on each hour of each day of the week; people add up along neither, so every sum is the server's. */
export interface WeekHours {
  /** The days from the first of a week on. */
  days: number[]
  valueAt: (place: WeekPlace) => number
}

const keyOf = ({ day, hour }: WeekPlace) => `${day ?? ''}:${hour ?? ''}`

/** Reads an answer; weeks start on Sunday (0) or Monday (1). */
export function readWeek(response: TrendsResponse, weekStart: 0 | 1): WeekHours {
  const found = response.results[0]?.calendar_heatmap_data
  const values = new Map<string, number>()
  for (const { row: day, column: hour, value } of found?.data ?? []) values.set(keyOf({ day, hour }), value)
  for (const { row: day, value } of found?.rowAggregations ?? []) values.set(keyOf({ day }), value)
  for (const { column: hour, value } of found?.columnAggregations ?? []) values.set(keyOf({ hour }), value)
  values.set(keyOf({}), found?.allAggregations ?? 0)
  return {
    days: weekStart === 0 ? [7, 1, 2, 3, 4, 5, 6] : [1, 2, 3, 4, 5, 6, 7],
    valueAt: (place) => values.get(keyOf(place)) ?? 0,
  }
}

/** "Mondays at 14:00", "Mondays", "14:00", or nothing for all of it. */
export function placeName({ day, hour }: WeekPlace): string {
  const days = day === undefined ? '' : `${weekdayOf(day)}s`
  if (hour === undefined) return days
  return days ? `${days} at ${clockOf(hour)}` : clockOf(hour)
}

/** Where most fell: the cell, the day and the hour. */
export function busiest({ days, valueAt }: WeekHours): { cell: WeekPlace; day: WeekPlace; hour: WeekPlace } {
  const most = (places: WeekPlace[]) => places.reduce((best, place) => (valueAt(place) > valueAt(best) ? place : best), places[0] ?? {})
  return {
    cell: most(days.flatMap((day) => hoursOfDay.map((hour) => ({ day, hour })))),
    day: most(days.map((day) => ({ day }))),
    hour: most(hoursOfDay.map((hour) => ({ hour }))),
  }
}

/** One line an hour with a column a day, as the table shows it. */
export function csvOfWeek({ days, valueAt }: WeekHours): string {
  const line = (name: string, hour?: number) => [name, ...days.map((day) => valueAt({ day, hour })), valueAt({ hour })]
  return [['hour', ...days.map(weekdayOf), 'all'], ...hoursOfDay.map((hour) => line(clockOf(hour), hour)), line('all')].map(csvLine).join('\n')
}
