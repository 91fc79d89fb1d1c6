import { expect, test } from 'vitest'
import { rankRows } from './tooltip'

const rows = Array.from({ length: 25 }, (_, i) => ({ series: { id: String(i), name: String(i), slot: i, values: [] }, value: 25 - i }))

test('ten or fewer rows are all shown, largest first', () => {
  const { shown, rest } = rankRows(rows.slice(0, 10).toReversed(), null)
  expect(shown.map((row) => row.value)).toEqual([25, 24, 23, 22, 21, 20, 19, 18, 17, 16])
  expect(rest).toEqual([])
})

test('more rows are summed up, and the one in focus stays', () => {
  expect(rankRows(rows, null).shown).toHaveLength(9)
  expect(rankRows(rows, null).rest).toHaveLength(16)
  const focused = rankRows(rows, '20')
  expect(focused.shown.map((row) => row.series.id)).toContain('20')
  expect(focused.shown.length + focused.rest.length).toBe(25)
})
