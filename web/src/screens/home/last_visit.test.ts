// @vitest-environment happy-dom
import { beforeEach, expect, test } from 'vitest'
import { noteVisit } from './last_visit'

const hour = 3_600_000
const start = 1_000 * hour

beforeEach(() => localStorage.clear())

test('the first visit has none before it; looking again the same day does not make it the last', () => {
  expect(noteVisit(1, start)).toBeNull()
  expect(noteVisit(1, start + hour)).toBeNull()
  const later = start + 80 * hour
  expect(noteVisit(1, later)).toBe(start + hour)
  expect(noteVisit(1, later + hour)).toBe(start + hour)
})

test('each project has its own', () => {
  noteVisit(1, start)
  expect(noteVisit(2, start + 50 * hour)).toBeNull()
})

test('what something else wrote is forgotten', () => {
  localStorage.setItem('tenrec.home-visits', '{"1":{"latest":"soon"}}')
  expect(noteVisit(1, start)).toBeNull()
})
