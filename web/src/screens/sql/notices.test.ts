import { expect, test } from 'vitest'
import { diagnosticsOf } from './notices'

const none = { errors: [], warnings: [], notices: [] }

test('an error stands under its place, counted in characters', () => {
  const text = "select '🦔', evnt from events"
  const [found] = diagnosticsOf(text, { ...none, errors: [{ message: 'Unable to resolve field: evnt', start: 12, end: 16, fix: 'event' }] })
  expect(found && text.slice(found.from, found.to)).toBe('evnt')
  expect(found).toMatchObject({ severity: 'error' })
  expect(found?.actions?.[0]?.name).toBe('Write event')
})

test('an error at the end takes the last letter, one without a place the whole text', () => {
  const text = 'select (\n'
  expect(diagnosticsOf(text, { ...none, errors: [{ message: 'Unexpected end', start: 9, end: 9 }] })[0]).toMatchObject({ from: 7, to: 8 })
  expect(diagnosticsOf(text, { ...none, warnings: [{ message: 'slow' }] })[0]).toMatchObject({ from: 0, to: 9, severity: 'warning' })
})

test('notices without a fix say nothing that the text does not', () => {
  expect(diagnosticsOf('select 1', { ...none, notices: [{ message: 'Field event is of type String', start: 0, end: 3 }] })).toEqual([])
})
