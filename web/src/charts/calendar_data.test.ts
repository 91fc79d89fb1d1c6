import { expect, test } from 'vitest'
import type { TrendsResponse } from '@/api/types'
import { busiest, csvOfWeek, placeName, readWeek } from './calendar_data'

// Two people on Monday at 9, one of them again on Sunday at 23: people add up along neither side.
const answer: TrendsResponse = {
  results: [
    {
      action: null,
      label: 'opened',
      count: 2,
      data: [],
      calendar_heatmap_data: {
        data: [
          { row: 1, column: 9, value: 2 },
          { row: 7, column: 23, value: 1 },
        ],
        rowAggregations: [
          { row: 1, value: 2 },
          { row: 7, value: 1 },
        ],
        columnAggregations: [
          { column: 9, value: 2 },
          { column: 23, value: 1 },
        ],
        allAggregations: 2,
      },
    },
  ],
}

test('every number is the server’s, and what it leaves out is none', () => {
  const { days, valueAt } = readWeek(answer, 1)
  expect(days).toEqual([1, 2, 3, 4, 5, 6, 7])
  expect([valueAt({ day: 1, hour: 9 }), valueAt({ day: 7 }), valueAt({ hour: 23 }), valueAt({}), valueAt({ day: 3, hour: 4 })]).toEqual([2, 1, 1, 2, 0])
})

test('a week may begin on Sunday, which is the seventh day all the same', () => {
  const week = readWeek(answer, 0)
  expect(week.days).toEqual([7, 1, 2, 3, 4, 5, 6])
  expect(week.valueAt({ day: 7, hour: 23 })).toBe(1)
  expect(placeName({ day: 7, hour: 23 })).toBe('Sundays at 23:00')
})

test('places have names', () => {
  expect([placeName({ day: 1 }), placeName({ hour: 4 }), placeName({})]).toEqual(['Mondays', '04:00', ''])
})

test('the busiest cell, day and hour', () => {
  expect(busiest(readWeek(answer, 1))).toEqual({ cell: { day: 1, hour: 9 }, day: { day: 1 }, hour: { hour: 9 } })
})

test('as a file: an hour a line, and the sums', () => {
  const lines = csvOfWeek(readWeek(answer, 1)).split('\n')
  expect(lines).toHaveLength(26)
  expect([lines[0], lines[10], lines[25]]).toEqual(['hour,Monday,Tuesday,Wednesday,Thursday,Friday,Saturday,Sunday,all', '09:00,2,0,0,0,0,0,0,2', 'all,2,0,0,0,0,0,1,2'])
})

test('an answer without numbers is an empty week', () => {
  expect(readWeek({ results: [] }, 1).valueAt({})).toBe(0)
})
