import { cleanup, fireEvent, render, screen } from '@testing-library/react'
import { afterEach, expect, test, vi } from 'vitest'
import type { RetentionQuery, RetentionResponse } from '@/api/types'
import { drillBegan, drillRetention } from '@/drill/retention_point'
import { csvOfRetention, heatOf, readRetention, retentionCurve } from './retention_data'
import { RetentionTable } from './retention_table'

afterEach(cleanup)

const entity = { id: 'opened', type: 'events' as const }
const query: RetentionQuery = { kind: 'RetentionQuery', retentionFilter: { targetEntity: entity, returningEntity: entity, totalIntervals: 3 } }
const row = (day: number, counts: number[], breakdown: string | null = null) => ({
  date: `2026-11-${String(day).padStart(2, '0')}T00:00:00Z`,
  label: `Day ${day - 10}`,
  values: counts.map((count, i) => ({ count, label: `Day ${i}` })),
  breakdown_value: breakdown,
})
const answer = (...results: RetentionResponse['results']): RetentionResponse => ({ results })
// At noon of the twelfth: what begins that day still runs, what follows lies ahead.
const noon = Date.UTC(2026, 10, 12, 12)
const data = readRetention(query, answer(row(10, [4, 2, 1]), row(11, [2, 2, 0]), row(12, [3, 0, 0])), noon)

test('periods that still run or lie ahead are told apart from those that are done', () => {
  expect(data.groups[0]?.rows.map((one) => one.cells.map((cell) => cell.state))).toEqual([
    ['done', 'done', 'running'],
    ['done', 'running', 'ahead'],
    ['running', 'ahead', 'ahead'],
  ])
  expect(data.columns).toEqual(['Day 0', 'Day 1', 'Day 2'])
  expect(data.groups[0]?.size).toBe(9)
})

test('as a file: what lies ahead is empty, what still runs counts so far', () => {
  const [head, first, , last] = csvOfRetention(data).split('\n')
  expect(head).toBe('began,Day 0,Day 1,Day 2')
  expect(first).toMatch(/,4,2,1$/)
  expect(last).toMatch(/,3,,$/)
})

test('a sample’s file says beside each count how far off it may be', () => {
  const sampled = { ...row(11, [20, 10]), values: [20, 10].map((count, i) => ({ count, count_margin: 8 - i, label: `Day ${i}` })) }
  const [head, first] = csvOfRetention(readRetention(query, answer(sampled), noon)).split('\n')
  expect(head).toBe('began,Day 0,margin of Day 0,Day 1,margin of Day 1')
  expect(first).toMatch(/,20,8,10,7$/)
})

test('means count larger rows more, and only what is done', () => {
  expect(data.groups[0]?.means).toEqual([1, 0.5, null])
  expect(retentionCurve(data).series[0]?.values).toEqual([1, 0.5, null])
})

test('the scale spans what is shown, without the first column', () => {
  expect([data.low, data.high]).toEqual([0.5, 0.5])
  expect(heatOf(data, 0.5)).toBe(0.5)
  expect(heatOf({ low: 0.2, high: 0.6 }, 0.4)).toBeCloseTo(0.5)
})

test('a breakdown keeps the place of its rows in the answer to itself', () => {
  const split = readRetention(query, answer(row(10, [2, 1, 0], 'a'), row(11, [1, 0, 0], 'a'), row(10, [5, 0, 0], '')), noon)
  expect(split.groups.map((group) => [group.name, group.rows.map((one) => one.index)])).toEqual([
    ['a', [0, 1]],
    ['None', [0]],
  ])
})

test('brackets are as wide as they were made', () => {
  const wide = readRetention({ ...query, retentionFilter: { ...query.retentionFilter, retentionCustomBrackets: [1, 3] } }, answer(row(8, [4, 2, 1])), noon)
  expect(wide.groups[0]?.rows[0]?.cells.map((cell) => cell.state)).toEqual(['done', 'done', 'running'])
})

test('every cell opens who came back, and from there who did not', () => {
  const onPick = vi.fn()
  render(<RetentionTable label="Retention" data={data} shows="share" onPick={onPick} />)
  fireEvent.click(screen.getByLabelText(/^50\.0%: 2 of 4 people came back on Day 1/))
  const pick = onPick.mock.calls[0]?.[0]
  const found = drillRetention(query, data, pick)
  expect(found.title).toBe('2 people came back on Day 1')
  expect(found.where).toBe('has(appearance_intervals, 1)')
  expect(found.other?.drilled.title).toBe('2 people did not come back on Day 1')
  expect(found.other?.drilled.where).toBe('not has(appearance_intervals, 1)')
  // What lies ahead has nothing to open: six cells remain, and the sizes of three rows.
  expect(document.querySelectorAll('button')).toHaveLength(9)
})

test('all who began are opened together: once each where they begin once, otherwise as often as they began', () => {
  const onBegan = vi.fn()
  render(<RetentionTable label="Began" data={data} shows="share" onBegan={onBegan} />)
  const began = data.groups[0]?.size ?? 0
  fireEvent.click(screen.getByLabelText(`${began} began in all periods`))
  expect(onBegan).toHaveBeenCalledWith(data.groups[0])
  const again = drillBegan(query, data, began, data.groups[0])
  expect([again.title, again.ofEvents]).toEqual([`${began} starts`, true])
  expect(again.source).not.toHaveProperty('interval')
  const once = drillBegan({ ...query, retentionFilter: { ...query.retentionFilter, retentionType: 'retention_first_time' } }, data, began)
  expect([once.title, once.ofEvents]).toEqual([`${began} people began`, false])
})
