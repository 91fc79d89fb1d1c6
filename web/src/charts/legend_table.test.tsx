import { cleanup, fireEvent, render, screen, within } from '@testing-library/react'
import { useState } from 'react'
import { afterEach, expect, test } from 'vitest'
import type { ChartData, ChartPoint } from './data'
import { LegendTable } from './legend_table'
import { sampleData } from './samples'
import { useVisibility } from './use_visibility'

afterEach(cleanup)

const data = sampleData({ series: 12, buckets: 30, compared: true })
function Legend({ of = data, onPick }: { of?: ChartData; onPick?: (point: ChartPoint) => void }) {
  const visibility = useVisibility(of.series)
  const [focus, setFocus] = useState<string | null>(null)
  return (
    <>
      <LegendTable data={of} what="Country" isBreakdown visibility={visibility} onFocus={setFocus} onPick={onPick} />
      <output aria-label="shown">{visibility.shown.map((one) => one.id).join(' ')}</output>
      <output aria-label="focus">{focus}</output>
    </>
  )
}

const shown = () => (screen.getByLabelText('shown').textContent ?? '').split(' ')
const names = () => screen.getAllByRole('rowheader').map((row) => row.textContent)
const head = (name: string) => within(screen.getByRole('columnheader', { name })).getByRole('button')

test('it has the numbers of every series and says what is drawn', () => {
  render(<Legend />)
  expect(screen.getAllByRole('columnheader').map((column) => column.textContent)).toEqual(['Country', 'Trend', 'Total', 'Average', 'Latest', 'Change'])
  expect(names()).toHaveLength(12)
  expect(screen.getByText('12 values, none left out. The 8 largest are drawn in full colour.')).toBeTruthy()
})

test('a head sorts one way, the other, and not at all', () => {
  render(<Legend />)
  const given = names()
  fireEvent.click(head('Country'))
  expect(names()).toEqual(given.toSorted())
  expect(screen.getByRole('columnheader', { name: 'Country' }).getAttribute('aria-sort')).toBe('ascending')
  fireEvent.click(head('Country'))
  expect(names()).toEqual(given.toSorted().toReversed())
  fireEvent.click(head('Country'))
  expect(names()).toEqual(given)
})

test('search finds rows, and says when nothing is found', () => {
  render(<Legend />)
  fireEvent.change(screen.getByRole('textbox', { name: 'Find in Country' }), { target: { value: 'united' } })
  expect(names()).toEqual(['United States', 'United Kingdom'])
  fireEvent.change(screen.getByRole('textbox', { name: 'Find in Country' }), { target: { value: 'atlantis' } })
  expect(screen.getByText('Nothing here matches “atlantis”.')).toBeTruthy()
})

test('click isolates, alt click hides, the box toggles, hovering highlights', () => {
  render(<Legend />)
  const germany = () => screen.getByRole('button', { name: 'Germany' })
  fireEvent.click(germany())
  expect(shown()).toEqual(['DE'])
  fireEvent.click(germany())
  expect(shown()).toHaveLength(12)
  fireEvent.click(germany(), { altKey: true })
  expect(shown()).not.toContain('DE')
  fireEvent.click(screen.getByRole('checkbox', { name: 'Show India' }))
  expect(shown()).toHaveLength(10)
  fireEvent.click(screen.getByRole('button', { name: 'Show all' }))
  expect(shown()).toHaveLength(12)
  fireEvent.pointerEnter(germany().closest('tr')!)
  expect(screen.getByLabelText('focus').textContent).toBe('DE')
})

test('total and latest open their people, an average is plain text', () => {
  const picked: ChartPoint[] = []
  render(<Legend onPick={(point) => picked.push(point)} />)
  const row = screen.getByRole('button', { name: 'Germany' }).closest('tr')!
  const numbers = within(row).getAllByRole('button', { name: /in Germany, / })
  expect(numbers.map((number) => number.getAttribute('aria-label')?.split(', ').at(-1))).toEqual(['whole range', 'Sunday 22 November 2026'])
  for (const number of numbers) fireEvent.click(number)
  expect(picked).toMatchObject([
    { series: { id: 'DE' }, index: null },
    { series: { id: 'DE' }, index: 29 },
  ])
})

test('of five hundred rows those in sight are drawn', () => {
  const { container } = render(<Legend of={sampleData({ series: 500, buckets: 5 })} />)
  const drawn = screen.getAllByRole('rowheader').length
  expect(drawn).toBeGreaterThan(15)
  expect(drawn).toBeLessThan(60)
  expect(screen.getByRole('table').getAttribute('aria-rowcount')).toBe('501')
  const scroller = container.querySelector('.overflow-y-auto')!
  scroller.scrollTop = 9000
  fireEvent.scroll(scroller)
  expect(names()).toContain('Value 261')
})

test('averages have no total but a highest', () => {
  render(<Legend of={{ ...data, series: data.series.map((one) => ({ ...one, adds: 'never' })) }} />)
  expect(screen.getByRole('columnheader', { name: 'Highest' })).toBeTruthy()
  expect(screen.queryByRole('columnheader', { name: 'Total' })).toBeNull()
})

test('a click anywhere in a row does what its name does, except on its numbers and its box', () => {
  const picked: string[] = []
  render(<Legend onPick={(point) => picked.push(point.series.id)} />)
  const row = () => screen.getByRole('button', { name: 'Germany' }).closest('tr') as HTMLElement
  const trend = () => row().querySelector('td') as HTMLElement
  fireEvent.click(trend())
  expect(shown()).toEqual(['DE'])
  fireEvent.click(within(row()).getAllByRole('button').at(-1) as HTMLElement)
  expect([picked, shown()]).toEqual([['DE'], ['DE']])
  fireEvent.click(trend())
  fireEvent.click(trend(), { altKey: true })
  expect(shown()).not.toContain('DE')
})
