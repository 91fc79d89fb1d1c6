import { beforeEach, expect, test } from 'vitest'
import type { TrendsQuery } from '@/api/types'
import { draftKey, drafts, keepDraft, readDraft } from './drafts'

beforeEach(() => localStorage.clear())

const query: TrendsQuery = { kind: 'TrendsQuery', series: [{ kind: 'EventsNode', event: 'x' }] }

test('a draft is kept until it is forgotten', () => {
  const key = draftKey(1, 'abc')
  keepDraft(key, query, 5)
  expect(readDraft(key)).toEqual({ query, at: 5 })
  expect(readDraft(draftKey(2, 'abc'))).toBeNull()
  keepDraft(key, null, 6)
  expect(readDraft(key)).toBeNull()
})

test('a draft remembers what it began from, however often it changes', () => {
  const key = draftKey(1, 'abc')
  keepDraft(key, query, 5, 'saved first')
  keepDraft(key, { ...query, interval: 'week' }, 6, 'saved by somebody else')
  expect(readDraft(key)?.on).toBe('saved first')
  keepDraft(key, null, 7)
  keepDraft(key, query, 8, 'saved by somebody else')
  expect(readDraft(key)?.on).toBe('saved by somebody else')
})

test('the oldest give way', () => {
  for (let at = 0; at < 40; at++) keepDraft(`1/${at}`, query, at)
  expect(Object.keys(drafts.read())).toHaveLength(30)
  expect(readDraft('1/39')).not.toBeNull()
  expect(readDraft('1/0')).toBeNull()
})

test('a draft that cannot be read counts as none', () => {
  localStorage.setItem('tenrec.drafts', JSON.stringify({ '1/new': { at: 1, query: { kind: 'FunnelsQuery' } } }))
  expect(readDraft('1/new')).toBeNull()
})
