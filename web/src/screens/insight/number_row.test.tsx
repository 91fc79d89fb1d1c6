import { cleanup, fireEvent, render, screen } from '@testing-library/react'
import { afterEach, expect, test } from 'vitest'
import type { ChartPoint } from '@/charts/data'
import { sampleData } from '@/charts/samples'
import { headlines, NumberRow } from './number_row'

afterEach(cleanup)

const shown = (series: number, oneKind: boolean) => {
  const picked: ChartPoint[] = []
  const sample = sampleData({ series, buckets: 7 })
  const data = { ...sample, series: sample.series.map((one) => ({ ...one, adds: 'everywhere' as const })) }
  render(<NumberRow numbers={headlines(data, 'day', oneKind)} onPick={(point) => picked.push(point)} />)
  return { data, picked, numbers: () => screen.queryAllByRole('button') }
}

test('the numbers of one series open who is behind them; an average opens nobody', () => {
  const { data, picked, numbers } = shown(1, true)
  expect(screen.getAllByRole('term').map((one) => one.textContent?.replace(/Last.*|.*so far/, 'Latest'))).toEqual(['Total', 'Daily average', 'Latest'])
  for (const number of numbers()) fireEvent.click(number)
  expect(picked.map(({ series, index, period }) => [series.id, index, period])).toEqual([
    [data.series[0]?.id, null, 'current'],
    [data.series[0]?.id, 6, 'current'],
  ])
})

test('a number of several series together is text, one of each series opens', () => {
  expect(shown(3, true).numbers()).toHaveLength(0)
  cleanup()
  const { picked, numbers } = shown(3, false)
  for (const number of numbers()) fireEvent.click(number)
  expect(picked.map(({ index }) => index)).toEqual([null, null, null])
})
