import { expect, test } from 'vitest'
import type { ActivityLog } from '@/api/activity'
import { changesOf } from './changes'

let next = 0
const entry = (more: Partial<ActivityLog>): ActivityLog =>
  ({ id: `a${next++}`, user: { uuid: 'mia', first_name: 'Mia', email: 'mia@example.com' }, activity: 'updated', scope: 'Dashboard', item_id: '7', detail: { name: 'Weekly' }, created_at: '2026-07-03T10:00:00Z', ...more }) as ActivityLog

test('one’s own changes and those of the system are not told', () => {
  expect(changesOf([entry({ user: null }), entry({})], 'mia', 6)).toEqual([])
})

test('several changes of one thing by one person are one line that leads there', () => {
  const told = changesOf([entry({}), entry({}), entry({ scope: 'Insight', item_id: '3', detail: { name: 'Signups', short_id: 'abc' }, activity: 'created' })], 'ada', 6)
  expect(told.map(({ who, did, what, path }) => [who, did, what, path])).toEqual([
    ['Mia', 'changed', 'Weekly', '/dashboard/7'],
    ['Mia', 'made', 'Signups', '/insights/abc'],
  ])
})

test('what is gone, or has no name or page, is told without a link', () => {
  const told = changesOf([entry({ activity: 'deleted' }), entry({ scope: 'Annotation', item_id: '9', detail: {} })], 'ada', 6)
  expect(told.map(({ did, what, path }) => [did, what, path])).toEqual([
    ['deleted', 'Weekly', undefined],
    ['changed', 'an annotation', undefined],
  ])
})
