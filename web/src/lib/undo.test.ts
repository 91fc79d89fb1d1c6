import { expect, test } from 'vitest'
import { redo, startSteps, step, undo } from './undo'

test('back and forth, and a new step forgets what was undone', () => {
  let steps = step(step(startSteps('a'), 'b', 1000), 'c', 3000)
  steps = undo(steps)
  expect(steps.now).toBe('b')
  expect(redo(steps).now).toBe('c')
  expect(undo(undo(steps)).now).toBe('a')
  steps = step(steps, 'd', 5000)
  expect(redo(steps).now).toBe('d')
  expect(undo(steps).now).toBe('b')
})

test('changes in quick succession are one step', () => {
  let steps = startSteps('')
  steps = step(steps, 'A', 1000)
  steps = step(steps, 'A/', 1200)
  steps = step(steps, 'A/B', 1400)
  expect(undo(steps).now).toBe('')
})
