import { expect, test } from 'vitest'
import { formatBytes, formatDays } from './bytes'

test('bytes have three telling digits', () => {
  const said = [0, 512, 999, 1000, 1234, 99_940, 999_600, 5_300_000_000, 2e13].map(formatBytes)
  expect(said).toEqual(['0 B', '512 B', '999 B', '1.0 KB', '1.2 KB', '99.9 KB', '1.0 MB', '5.3 GB', '20.0 TB'])
})

test('days are said as people plan with them', () => {
  expect([0, 0.9, 1, 12.7, 59, 90, 400, 1100].map(formatDays)).toEqual(['less than a day', 'less than a day', '1 day', '12 days', '59 days', 'about 2 months', 'about 13 months', 'about 3 years'])
})
