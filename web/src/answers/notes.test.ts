import { expect, test } from 'vitest'
import type { Annotation } from '@/api/types'
import { notesAt } from './notes'

const note = (id: number, more: Partial<Annotation> = {}) => ({ id, content: `note ${id}`, date_marker: '2026-07-03T22:30:00Z', creation_type: 'USR', scope: 'project', dashboard_item: null, dashboard_id: null, ...more }) as Annotation
const ids = (all: Annotation[], place = {}, hidden: string[] = []) => notesAt(all, place, 'UTC', hidden).map((one) => one.id)

test('a chart has the notes of the project, of its insight and of its dashboard', () => {
  const all = [note(1), note(2, { scope: 'organization' }), note(3, { scope: 'dashboard_item', dashboard_item: 7 }), note(4, { scope: 'dashboard', dashboard_id: 9 }), note(5, { scope: 'recording' })]
  expect(ids(all)).toEqual(['1', '2'])
  expect(ids(all, { insight: 7 })).toEqual(['1', '2', '3'])
  expect(ids(all, { insight: 8, dashboard: 9 })).toEqual(['1', '2', '4'])
})

test('they stand where the clock of the project stood', () => {
  expect(notesAt([note(1)], {}, 'Europe/Berlin', [])[0]).toEqual({ id: '1', at: Date.UTC(2026, 6, 4, 0, 30), text: 'note 1', kind: 'note' })
})

test('what a machine noted is a deploy, each kind can be switched off, and without time or text there is nothing', () => {
  const all = [note(1), note(2, { creation_type: 'GIT' }), note(3, { date_marker: null }), note(4, { content: '  ' })]
  expect(notesAt(all, {}, 'UTC', []).map((one) => one.kind)).toEqual(['note', 'deploy'])
  expect([ids(all, {}, ['deploy']), ids(all, {}, ['note', 'deploy'])]).toEqual([['1'], []])
})
