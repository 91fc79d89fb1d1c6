import { cleanup, fireEvent, render, screen, waitFor, within } from '@testing-library/react'
import { afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import { BigNumber } from './big_number'
import { BoxPlot } from './box_plot'
import { weeksOfDays } from './calendar'
import CalendarHeatMap from './calendar'
import { Chart } from './chart'
import { ChartTile } from './chart_tile'
import { csvOf } from './csv'
import type { ChartData, ChartPoint, TimeAxis } from './data'
import { drawWorld } from './map_shapes'
import PieChart, { slicesOf } from './pie'
import { sampleBoxes, sampleData } from './samples'
import { fileName } from './save_file'
import { condense, Sparkline } from './sparkline'
import { TotalBars } from './total_bars'
import WorldMap, { countryCode } from './world_map'

// What comes on demand is there from the start.
beforeAll(async () => {
  await import('./value_table')
})
beforeEach(() => {
  vi.stubGlobal('ResizeObserver', class {
    observe() {}
    unobserve() {}
    disconnect() {}
  })
  vi.spyOn(HTMLElement.prototype, 'clientWidth', 'get').mockReturnValue(800)
})
afterEach(() => {
  cleanup()
  vi.unstubAllGlobals()
})

const data = sampleData({ series: 3, buckets: 30, compared: true })
const spoken = () => screen.getAllByRole('status').map((status) => status.textContent).join('')
const patient = { timeout: 20_000 }
const broken = /NaN|undefined|Infinity/

test('every kind draws, says its name, and has nothing broken in it', async () => {
  for (const kind of ['line', 'area', 'bars', 'stacked-bars', 'total-bars', 'pie', 'number', 'table', 'map', 'calendar'] as const) {
    const { container } = render(<Chart kind={kind} label="People by country" data={data} />)
    await waitFor(() => expect(container.querySelector('svg, table'), kind).not.toBeNull(), patient)
    if (kind !== 'number') expect(screen.getAllByLabelText(/People by country/).length, kind).toBeGreaterThan(0)
    expect(container.innerHTML, kind).not.toMatch(broken)
    cleanup()
  }
}, 60_000)

test('every kind holds no data, one value and zeros', async () => {
  const empty: ChartData = { axis: { kind: 'time', interval: 'day', unfinished: null, buckets: [] }, series: [] }
  const one = sampleData({ series: 1, buckets: 1, complete: true })
  const zeros: ChartData = { ...data, series: data.series.map((series) => ({ ...series, values: series.values.map(() => 0) })) }
  for (const kind of ['line', 'area', 'bars', 'stacked-bars', 'total-bars', 'pie', 'number', 'table', 'map', 'calendar'] as const) {
    for (const some of [empty, one, zeros]) {
      const { container } = render(<Chart kind={kind} label="People" data={some} />)
      await waitFor(() => expect(container.querySelector('[class*="aspect-"], .h-75, .h-40:empty'), kind).toBeNull(), patient)
      expect(container.innerHTML, kind).not.toMatch(broken)
      cleanup()
    }
  }
}, 60_000)

test('numbers open the people behind them, and are plain text where they cannot', () => {
  const picked: ChartPoint[] = []
  render(<TotalBars label="By country" data={data} onPick={(point) => picked.push(point)} />)
  fireEvent.click(screen.getByRole('button', { name: /in Germany$/ }))
  expect(picked).toMatchObject([{ series: { id: 'DE', breakdown: 'DE' }, index: null, period: 'current' }])
  cleanup()
  render(<TotalBars label="By country" data={data} />)
  expect(screen.queryByRole('button')).toBeNull()
})

test('a bar is as long as its value, and the period before is dotted', () => {
  const bars: ChartData = { ...data, series: [{ id: 'a', name: 'A', slot: 0, values: [], value: 200, previousValue: 50 }, { id: 'b', name: 'B', slot: 1, values: [], value: 100 }] }
  const { container } = render(<TotalBars label="x" data={bars} />)
  const widths = [...container.querySelectorAll<HTMLElement>('span[aria-hidden][style*="width"]')].map((bar) => bar.style.width)
  expect(widths).toEqual(['100%', '25%', '50%'])
  expect(container.querySelectorAll('.border-dotted')).toHaveLength(1)
})

test('a pie has at most twelve slices and leaves out what has no part', () => {
  const many = Array.from({ length: 30 }, (_, i) => ({ id: `${i}`, name: `${i}`, slot: i, values: [i - 5] }))
  const slices = slicesOf(many)
  expect(slices).toHaveLength(12)
  expect(slices.at(-1)).toMatchObject({ series: null, name: '13 more' })
  expect(slices.reduce((sum, slice) => sum + slice.share, 0)).toBeCloseTo(1)
  render(<PieChart label="Shares" data={{ ...data, series: many }} />)
  expect(screen.getByText('6 without a value above zero.')).toBeTruthy()
})

test('arrow keys read the slices of a pie and Enter opens one', () => {
  const picked: ChartPoint[] = []
  render(<PieChart label="Shares" data={data} onPick={(point) => picked.push(point)} />)
  const group = screen.getByRole('group', { name: 'Shares' })
  fireEvent.keyDown(group, { key: 'ArrowRight' })
  expect(spoken()).toMatch(/^United States, [\d,]+, \d+\.\d%$/)
  fireEvent.keyDown(group, { key: 'Enter' })
  expect(picked).toMatchObject([{ series: { id: 'US' }, index: null }])
  fireEvent.keyDown(group, { key: 'Escape' })
  expect(spoken()).toBe('')
})

test('the world has its countries, small ones as dots, and values elsewhere are named', () => {
  const shapes = drawWorld(800)
  expect(shapes.countries.filter((shape) => shape.code !== null)).toHaveLength(173)
  for (const code of ['DE', 'US', 'JP', 'BR', 'ZA']) expect(shapes.countries.some((shape) => shape.code === code), code).toBe(true)
  const singapore = shapes.dots.find((shape) => shape.code === 'SG')
  const malaysia = shapes.countries.find((shape) => shape.code === 'MY')
  expect(Math.abs((singapore?.x ?? 0) - (malaysia?.x ?? 0))).toBeLessThan(30)
  expect(shapes.height).toBeGreaterThan(300)

  expect(countryCode({ id: 'x', name: 'x', slot: 0, values: [], breakdown: ['Chrome', 'de'] })).toBe('DE')
  expect(countryCode({ id: 'x', name: 'x', slot: 0, values: [], breakdown: 'Chrome' })).toBeNull()
  const withOther = { ...data, series: [...data.series, { id: 'o', name: 'Other', slot: 9, values: [1] }] }
  const picked: ChartPoint[] = []
  const { container } = render(<WorldMap label="Map" data={withOther} onPick={(point) => picked.push(point)} />)
  expect(container.textContent).toContain('1 value of 4 is on no map: “Other”')
  fireEvent.keyDown(screen.getByRole('group', { name: 'Map' }), { key: 'ArrowDown' })
  expect(spoken()).toMatch(/^United States, [\d,]+, number 1 of 3$/)
  fireEvent.keyDown(screen.getByRole('group', { name: 'Map' }), { key: 'Enter' })
  expect(picked).toMatchObject([{ series: { id: 'US' } }])
})

test('a calendar has a column a week and names its months', () => {
  const axis: TimeAxis = { kind: 'time', interval: 'day', unfinished: 9, buckets: Array.from({ length: 10 }, (_, i) => Date.UTC(2026, 11, 29 + i)) }
  const grid = weeksOfDays(axis, Array.from({ length: 10 }, (_, i) => i), [1, 2, 3, 4, 5, 6, 0])
  expect(grid.columns).toEqual(['', '2027'])
  expect(grid.cells[0]).toMatchObject({ row: 1, column: 0, value: 0, name: 'Tuesday 29 December 2026' })
  expect(grid.cells[6]).toMatchObject({ row: 0, column: 1 })
  expect(grid.cells[9]).toMatchObject({ soFar: true })
})

test('arrow keys move by days and weeks in a calendar', () => {
  const picked: ChartPoint[] = []
  render(<CalendarHeatMap label="Days" data={{ ...data, series: data.series.slice(0, 1) }} onPick={(point) => picked.push(point)} />)
  const group = screen.getByRole('group', { name: 'Days' })
  fireEvent.keyDown(group, { key: 'End' })
  expect(spoken()).toMatch(/^Sunday 22 November 2026, [\d,]+ so far$/)
  fireEvent.keyDown(group, { key: 'ArrowUp' })
  expect(spoken()).toContain('Saturday 21 November 2026')
  fireEvent.keyDown(group, { key: 'ArrowLeft' })
  expect(spoken()).toContain('Saturday 14 November 2026')
  fireEvent.keyDown(group, { key: 'Enter' })
  expect(picked).toMatchObject([{ index: 21 }])
})

test('hours add up to one week', () => {
  const { container } = render(<CalendarHeatMap label="Hours" data={sampleData({ series: 2, buckets: 24 * 28, interval: 'hour', complete: true })} />)
  expect(container.querySelectorAll('svg g > rect')).toHaveLength(7 * 24)
  fireEvent.keyDown(screen.getByRole('group', { name: 'Hours' }), { key: 'Home' })
  expect(spoken()).toMatch(/^Mondays at 00:00, /)
})

test('a box reaches from quarter to quarter, and is read aloud', () => {
  const boxes = sampleBoxes(3)
  const axis: TimeAxis = { kind: 'time', interval: 'day', unfinished: null, buckets: [Date.UTC(2026, 6, 1), Date.UTC(2026, 6, 2), Date.UTC(2026, 6, 3)] }
  const picked: number[] = []
  render(<BoxPlot label="Load time" axis={axis} series={[{ id: 'a', name: 'Load', slot: 0, boxes: [boxes[0]!, null, boxes[2]!] }]} format={{ kind: 'milliseconds' }} onPick={(_, index) => picked.push(index)} />)
  const group = screen.getByRole('group', { name: 'Load time' })
  fireEvent.keyDown(group, { key: 'End' })
  expect(spoken()).toMatch(/^Load, Friday 3 July 2026, median .* s, from .* to /)
  fireEvent.keyDown(group, { key: 'Enter' })
  expect(picked).toEqual([2])
})

test('a number tells its change and its course', () => {
  const { container, rerender } = render(<BigNumber data={{ ...data, series: data.series.slice(0, 1) }} comparison="vs prev. 30 days" />)
  expect(container.textContent).toContain('vs prev. 30 days')
  expect(container.querySelector('path[d^="M"]')).not.toBeNull()
  rerender(<BigNumber data={{ ...data, series: [{ ...data.series[0]!, goodWhen: 'down' }] }} />)
  expect(container.querySelector('[stroke="var(--negative)"]')).not.toBeNull()
  rerender(<BigNumber data={{ ...data, series: [{ id: 'a', name: 'A', slot: 0, values: [], value: 5 }] }} />)
  expect(container.textContent).toBe('5')
})

test('a sparkline of a year shows weeks, and what is unfinished by itself', () => {
  const year = Array.from({ length: 365 }, (_, i) => (i % 7 < 5 ? 100 : 10))
  const [means, unfinished] = condense(year, 364, 42)
  expect(means.length).toBeLessThanOrEqual(42)
  expect(unfinished).toBe(means.length - 1)
  expect(new Set(means.slice(1, -1).map((mean) => Math.round(mean ?? 0))).size).toBe(1)
  expect(condense([1, 2, 3], null, 42)).toEqual([[1, 2, 3], null])
  const { container } = render(<Sparkline values={[null, 4, null]} slot={0} />)
  expect(container.querySelectorAll('circle')).toHaveLength(1)
})

test('a tile has a legend of six that isolates, hides and shows the rest', () => {
  const { container } = render(<ChartTile kind="line" label="Tile" data={sampleData({ series: 9, buckets: 10 })} height={240} />)
  const legend = screen.getByRole('list', { name: 'Legend' })
  expect(within(legend).getAllByRole('listitem')).toHaveLength(7)
  const lines = () => container.querySelectorAll('svg path[stroke-dasharray="4 4"]').length
  expect(lines()).toBe(9)
  fireEvent.click(within(legend).getByRole('button', { name: 'Germany' }), { altKey: true })
  expect(lines()).toBe(8)
  fireEvent.click(within(legend).getByRole('button', { name: 'India' }))
  expect(lines()).toBe(1)
  fireEvent.click(within(legend).getByRole('button', { name: 'India' }))
  expect(lines()).toBe(9)
  fireEvent.click(within(legend).getByRole('button', { name: '3 more' }))
  expect(within(legend).getAllByRole('listitem')).toHaveLength(10)
})

test('the numbers as text have both periods and disarm formulas', () => {
  const small: ChartData = {
    axis: { kind: 'time', interval: 'hour', unfinished: null, buckets: [Date.UTC(2026, 6, 1, 13)] },
    series: [{ id: 'a', name: '=SUM(A1), "x"', slot: 0, values: [3], previous: [2] }, { id: 'b', name: 'b', slot: 1, values: [null] }],
  }
  expect(csvOf(small)).toBe('series,period,2026-07-01 13:00\n"\'=SUM(A1), ""x""",current,3\n"\'=SUM(A1), ""x""",previous,2\nb,current,')
  expect(csvOf({ ...small, series: [{ id: 'a', name: 'a', slot: 0, values: [], value: 5, previousValue: 4 }] })).toBe('series,period,value\na,current,5\na,previous,4')
  expect(csvOf({ ...small, series: [{ id: 'a', name: 'a', slot: 0, values: [30], margins: [12] }] })).toBe('series,period,2026-07-01 13:00\na,current,30\na,margin of current,12')
  expect(fileName('Active users, “by” Land/Länder!')).toBe('active-users-by-land-länder')
  expect(fileName('…')).toBe('chart')
})

test('numbers of a sample say how far they may be off, and the chart shows it', async () => {
  const { axis, series } = sampleData({ series: 1, buckets: 30, complete: true })
  const ofSample = (all: ChartData): ChartData => ({ ...all, series: all.series.map((one) => ({ ...one, margins: one.values.map(() => 40), value: 1000, margin: 120 })) })
  const sampled = ofSample({ axis, series })
  // Two lines have no surface under them, whose place a range would take.
  const two = sampleData({ series: 2, buckets: 30, complete: true })
  for (const kind of ['line', 'bars'] as const) {
    const marks = (of: ChartData) => {
      const { container } = render(<Chart kind={kind} label="People" data={of} />)
      const count = container.querySelectorAll('path').length
      expect(container.innerHTML).not.toMatch(broken)
      cleanup()
      return count
    }
    expect(marks(ofSample(two)), kind).toBe(marks(two) + 2)
  }
  for (const kind of ['total-bars', 'pie', 'table', 'number'] as const) {
    render(<Chart kind={kind} label="People" data={sampled} />)
    expect(await screen.findByText('± 120', undefined, patient), kind).toBeTruthy()
    cleanup()
  }
})

test('where a long name has no room, its end stays', () => {
  const { axis, series } = sampleData({ series: 1, buckets: 3 })
  const named = series.map((one) => ({ ...one, name: 'A Pageview · Chrome', stem: 'A Pageview' }))
  render(<TotalBars label="Views" data={{ axis, series: named }} />)
  expect(screen.getByText('A Pageview').className).toMatch(/truncate/)
  expect(screen.getByText('· Chrome').className).toMatch(/shrink-0/)
})
