import { expect, test } from 'vitest'
import type { IngestionLedger, IngestionTotal } from '@/api/types'
import { alarmWords } from './alarm_words'

const counts: IngestionTotal = { accepted: 3, stored: 2, dropped: {}, dead_lettered: {}, in_flight: 1, balanced: true }
const hour = (at: string, balanced: boolean) => ({ ...counts, balanced, hour: at })
const ledger: IngestionLedger = {
  results: [hour('2026-07-03T12:00:00Z', true), hour('2026-07-03T13:00:00Z', false), hour('2026-07-03T14:00:00Z', false)],
  total: counts,
  instance: {
    entered: 3,
    settled: 2,
    in_flight: 1,
    balanced: true,
    waiting_since: '2026-07-03T14:03:20Z',
    self_test: { state: 'failed', sent_at: '2026-07-03T14:05:00Z', seconds: null, why: 'ingestion' },
  },
}

test('an alarm says since when it rings, as the ledger has it', () => {
  expect(alarmWords('freshness', ledger)).toMatchObject({ what: 'New events have been waiting', since: '2026-07-03T14:03:20Z' })
  expect(alarmWords('self_test', ledger)).toMatchObject({ from: 'at', since: '2026-07-03T14:05:00Z' })
  expect(alarmWords('books', ledger).since).toBe('2026-07-03T13:00:00Z')
})

test('an alarm whose time is not known is said without it', () => {
  expect(alarmWords('freshness', undefined).since).toBe(null)
  expect(alarmWords('books', { ...ledger, results: [hour('2026-07-03T12:00:00Z', true)] }).since).toBe(null)
})
