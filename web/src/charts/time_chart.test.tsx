import { cleanup, fireEvent, render, screen, within } from '@testing-library/react'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { ChartData, ChartPoint } from './data'
import { TimeChart, type TimeChartProps } from './time_chart'

const july = (day: number) => Date.UTC(2026, 6, day)
const data: ChartData = {
  axis: { kind: 'time', interval: 'day', unfinished: 2, buckets: [july(1), july(2), july(3)] },
  series: [
    { id: 'de', name: 'Germany', slot: 0, values: [10, 20, 602] },
    { id: 'fr', name: 'France', slot: 1, values: [1, null, 3] },
  ],
}
const complete: ChartData = { ...data, axis: { ...data.axis, unfinished: null } }
const chart: TimeChartProps = { label: 'People by country', kind: 'line', data }

beforeEach(() => {
  vi.stubGlobal('ResizeObserver', class {
    observe() {}
    disconnect() {}
  })
  vi.spyOn(HTMLElement.prototype, 'clientWidth', 'get').mockReturnValue(800)
})
afterEach(() => {
  cleanup()
  vi.unstubAllGlobals()
})

const group = () => screen.getByRole('group')
const press = (key: string, options = {}) => fireEvent.keyDown(group(), { key, ...options })
const spoken = () => screen.getByRole('status').textContent
const opacityOfMarks = (container: HTMLElement) => container.querySelector('svg > g[opacity="0.16"]')
const days = (count: number) => Array.from({ length: count }, (_, i) => july(1) + i * 86_400_000)
const many = (series: number, buckets: number): ChartData => ({
  axis: { kind: 'time', interval: 'day', unfinished: null, buckets: days(buckets) },
  series: Array.from({ length: series }, (_, s) => ({ id: `s${s}`, name: `Series ${s}`, slot: s, values: Array.from({ length: buckets }, (__, i) => 1000 - s * 10 + (i % 7)) })),
})

test('arrow keys move over points and series, and each is announced', () => {
  render(<TimeChart {...chart} />)
  expect(group().getAttribute('aria-label')).toBe('People by country')
  press('ArrowLeft')
  expect(spoken()).toBe('Germany, 602 so far, Friday 3 July 2026')
  press('ArrowLeft')
  expect(spoken()).toBe('Germany, 20, Thursday 2 July 2026')
  press('ArrowDown')
  expect(spoken()).toBe('France, no value, Thursday 2 July 2026')
  press('Home')
  expect(spoken()).toBe('France, 1, Wednesday 1 July 2026')
  press('Escape')
  expect(spoken()).toBe('')
})

test('stacked values have a total, unless they do not add up', () => {
  const { unmount } = render(<TimeChart {...chart} kind="stacked-bars" />)
  press('ArrowLeft')
  expect(screen.getByText('Total').closest('tr')?.textContent).toBe('Total605')
  unmount()
  render(<TimeChart {...chart} kind="stacked-bars" data={{ ...data, series: data.series.map((one) => ({ ...one, adds: 'never' })) }} />)
  press('ArrowLeft')
  expect(screen.getByText('Germany').closest('tr')?.textContent).toBe('Germany602')
  expect(screen.queryByText('Total')).toBeNull()
})

test('a shifted arrow moves a week, and stops at the ends', () => {
  render(<TimeChart {...chart} data={many(1, 30)} />)
  press('End')
  press('ArrowLeft', { shiftKey: true })
  expect(spoken()).toContain('Thursday 23 July 2026')
  press('Home')
  press('ArrowLeft', { shiftKey: true })
  expect(spoken()).toContain('Wednesday 1 July 2026')
})

test('Enter and a click open the people behind a point', () => {
  const picked: ChartPoint[] = []
  render(<TimeChart {...chart} onPick={(point) => picked.push(point)} />)
  press('Home')
  press('Enter')
  expect(picked).toMatchObject([{ series: { id: 'de' }, index: 0, period: 'current', value: 10 }])
  // A gap has nobody behind it.
  press('ArrowRight')
  press('ArrowDown')
  press('Enter')
  expect(picked).toHaveLength(1)
  fireEvent.pointerMove(group(), { clientX: 400, clientY: 318, pointerType: 'mouse' })
  fireEvent.click(group())
  expect(picked.at(-1)).toMatchObject({ series: { id: 'de' }, index: 1, value: 20 })
})

test('a line takes focus within 18 px and the others fade', () => {
  const { container } = render(<TimeChart {...chart} />)
  fireEvent.pointerMove(group(), { clientX: 785, clientY: 96, pointerType: 'mouse' })
  expect(opacityOfMarks(container)).not.toBeNull()
  fireEvent.pointerMove(group(), { clientX: 785, clientY: 150, pointerType: 'mouse' })
  expect(opacityOfMarks(container)).toBeNull()
  fireEvent.pointerLeave(group())
  expect(screen.queryByRole('table')).toBeNull()
})

test('a touch pins the tooltip, its numbers are buttons, and a touch elsewhere lets go', () => {
  const picked: ChartPoint[] = []
  render(<TimeChart {...chart} data={complete} onPick={(point) => picked.push(point)} />)
  fireEvent.pointerDown(group(), { clientX: 785, clientY: 200, pointerType: 'touch' })
  const table = screen.getByRole('table')
  fireEvent.click(within(table).getByRole('button', { name: '602' }))
  expect(picked).toMatchObject([{ series: { id: 'de' }, index: 2, value: 602 }])
  fireEvent.pointerDown(document.body)
  expect(screen.queryByRole('table')).toBeNull()
})

test('the tooltip ranks ten, sums up the rest and says what is unfinished', () => {
  const { rerender } = render(<TimeChart {...chart} data={many(25, 3)} />)
  fireEvent.pointerMove(group(), { clientX: 785, clientY: 4, pointerType: 'mouse' })
  const rows = [...document.querySelectorAll('table tr')].map((row) => row.textContent)
  expect(rows).toHaveLength(10)
  expect(rows[0]).toBe('Series 01,002')
  expect(rows.at(-1)).toBe(`16 more${(Array.from({ length: 16 }, (_, i) => 1002 - (i + 9) * 10).reduce((a, b) => a + b)).toLocaleString('en-US')}`)
  rerender(<TimeChart {...chart} />)
  fireEvent.pointerMove(group(), { clientX: 786, clientY: 4, pointerType: 'mouse' })
  expect(document.body.textContent).toContain('Fri 3 Jul 2026 so far')
})

test('the unfinished bucket is dashed in lines and hatched in bars', () => {
  const { container, rerender } = render(<TimeChart {...chart} />)
  expect(container.querySelectorAll('path[stroke-dasharray="4 4"]')).toHaveLength(2)
  rerender(<TimeChart {...chart} data={complete} />)
  expect(container.querySelectorAll('path[stroke-dasharray="4 4"]')).toHaveLength(0)
  for (const kind of ['bars', 'stacked-bars'] as const) {
    rerender(<TimeChart {...chart} kind={kind} />)
    expect(container.querySelectorAll('pattern'), kind).toHaveLength(2)
    const hatched = container.querySelectorAll('path[fill^="url("]')
    expect(hatched, kind).toHaveLength(2)
  }
})

test('a single value is a dot, not an empty chart', () => {
  const { container } = render(
    <TimeChart {...chart} data={{ axis: { kind: 'time', interval: 'day', unfinished: null, buckets: [july(1)] }, series: [{ id: 'a', name: 'A', slot: 0, values: [7] }] }} />,
  )
  expect(container.querySelectorAll('circle')).toHaveLength(1)
})

test('one path a series, and nothing broken in it', () => {
  for (const kind of ['line', 'area', 'bars', 'stacked-bars'] as const) {
    const { container } = render(<TimeChart {...chart} kind={kind} data={many(12, 30)} />)
    const paths = [...container.querySelectorAll('svg path')]
    expect(paths, kind).toHaveLength(kind === 'area' ? 24 : 12)
    for (const path of paths) expect(path.getAttribute('d'), kind).not.toMatch(/NaN|undefined|Infinity/)
    cleanup()
  }
})

test('beyond eight lines the rest are thin and pale', () => {
  const { container } = render(<TimeChart {...chart} data={many(12, 30)} />)
  expect(container.querySelectorAll('g[stroke-opacity="0.32"] g[stroke-width="1"]')).toHaveLength(4)
  expect(container.querySelectorAll('g[stroke-width="1.75"]')).toHaveLength(8)
})

test('the comparison is dotted and in the tooltip with its date and change', () => {
  const compared: ChartData = {
    axis: { ...data.axis, kind: 'time', interval: 'day', buckets: [july(8), july(9), july(10)], unfinished: null, previous: [july(1), july(2), july(3)] },
    series: [{ id: 'de', name: 'Germany', slot: 0, values: [10, 20, 30], previous: [5, 10, 20] }],
  }
  const { container } = render(<TimeChart {...chart} data={compared} />)
  expect(container.querySelector('path[stroke-dasharray="1 4"]')?.getAttribute('opacity')).toBe('0.55')
  fireEvent.pointerMove(group(), { clientX: 785, clientY: 100, pointerType: 'mouse' })
  const tip = document.querySelector('table')?.parentElement?.textContent
  expect(tip).toContain('Fri 10 Jul 2026')
  expect(tip).toContain('compared with Fri 3 Jul 2026')
  expect(tip).toContain('50.0%')
})

test('names stand at the ends of up to five lines', () => {
  const { container, rerender } = render(<TimeChart {...chart} directLabels />)
  expect([...container.querySelectorAll('svg text')].map((text) => text.textContent)).toEqual(expect.arrayContaining(['Germany', 'France']))
  rerender(<TimeChart {...chart} directLabels data={many(6, 3)} />)
  expect(container.textContent).not.toContain('Series 0')
})

test('notes close to each other become a count that lists them', () => {
  const note = (id: string, at: number, text: string) => ({ id, at, text, kind: 'note' as const })
  render(
    <TimeChart
      {...chart}
      data={many(1, 365)}
      annotations={[note('a', july(1) + 100 * 86_400_000, 'Launch'), note('b', july(1) + 101 * 86_400_000, 'Fix'), note('c', july(1) + 300 * 86_400_000, 'Sale'), note('d', july(1) - 1, 'Before the range')]}
    />,
  )
  expect(screen.getAllByRole('button').map((button) => button.textContent)).toEqual(['2 notes', 'Sale'])
  fireEvent.click(screen.getByRole('button', { name: '2 notes' }))
  expect(screen.getByRole('dialog', { name: 'What happened' }).textContent).toContain('LaunchNote, Fri 9 Oct 2026')
})

test('A notes something at the bucket under the cursor', () => {
  const noted: number[] = []
  render(<TimeChart {...chart} onAnnotate={(at) => noted.push(at)} />)
  fireEvent.keyDown(document.body, { key: 'a' })
  expect(noted).toEqual([])
  press('Home')
  press('a')
  expect(noted).toEqual([july(1)])
})

test('very many points go on one canvas, but for the first eight lines', () => {
  const { container } = render(<TimeChart {...chart} data={many(200, 400)} />)
  expect(container.querySelectorAll('canvas')).toHaveLength(1)
  expect(container.querySelectorAll('svg path')).toHaveLength(8)
})

test('no data draws axes and no marks', () => {
  const { container } = render(<TimeChart {...chart} data={{ axis: { kind: 'time', interval: 'day', unfinished: null, buckets: [] }, series: [] }} />)
  press('ArrowLeft')
  expect(container.querySelectorAll('svg path')).toHaveLength(0)
  expect(spoken()).toBe('')
})
