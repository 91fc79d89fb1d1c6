import { expect, test } from 'vitest'
import type { ChartData } from './data'
import { barOf, indexAt, layOut, seriesAt, topOf } from './layout'
import { sampleData } from './samples'
import { shapesOf } from './shapes'

const size = { width: 1000, height: 300 }
const names = (values: (number | null)[][], extra: Partial<ChartData['series'][number]> = {}): ChartData => ({
  axis: { kind: 'names', names: (values[0] ?? []).map((_, i) => `n${i}`), unfinished: null },
  series: values.map((one, i) => ({ id: `s${i}`, name: `S${i}`, slot: i, values: one, ...extra })),
})
const points = (path: string) => [...path.matchAll(/[ML]([\d.]+) ([\d.]+)/g)].map((found) => [Number(found[1]), Number(found[2])])

test('the largest value stands at the top and zero at the bottom', () => {
  const plot = layOut(names([[0, 50, 100]]), { kind: 'line', ...size })
  expect(plot.axes[0].y(0)).toBe(plot.bottom)
  expect(plot.axes[0].y(100)).toBe(plot.top)
  expect(plot.centers[0]).toBe(plot.left)
  expect(plot.centers[2]).toBe(plot.right)
  expect(plot.left).toBeGreaterThan(20)
  expect(plot.right).toBeLessThanOrEqual(1000)
})

test('a path goes through every value, stops at gaps, and one value alone is a dot', () => {
  const data = names([[10, 20, null, 40, null, 60]])
  const plot = layOut(data, { kind: 'line', ...size })
  const [shape] = shapesOf(plot, data)
  expect(shape?.solid.match(/M/g)).toHaveLength(3)
  expect(points(shape?.solid ?? '')).toHaveLength(4)
  expect(shape?.dots.map(([x]) => Math.round(x))).toEqual([3, 5].map((i) => Math.round(plot.centers[i] ?? 0)))
})

test('the unfinished part is a path of its own that starts where the finished one ends', () => {
  const data = sampleData({ series: 2, buckets: 10 })
  const plot = layOut(data, { kind: 'line', ...size })
  for (const shape of shapesOf(plot, data)) {
    expect(points(shape.solid)).toHaveLength(9)
    expect(points(shape.rest)).toHaveLength(2)
    expect(points(shape.rest)[0]).toEqual(points(shape.solid).at(-1))
  }
  const all = { ...data, axis: { ...data.axis, unfinished: 0 } }
  expect(shapesOf(plot, all)[0]?.solid).toBe('')
  expect(points(shapesOf(plot, all)[0]?.rest ?? '')).toHaveLength(10)
})

test('very many points keep the extremes of each pixel', () => {
  const data = names([Array.from({ length: 20_000 }, (_, i) => (i === 7_777 ? 500 : i % 10))])
  const plot = layOut(data, { kind: 'line', ...size })
  const [shape] = shapesOf(plot, data)
  expect(shape?.points).toBeLessThanOrEqual(2 * Math.ceil(plot.right - plot.left))
  expect(Math.min(...points(shape?.solid ?? '').map(([, y]) => y ?? 0))).toBeCloseTo(plot.axes[0].y(500), 0)
})

test('stacks stand on each other, bars beside each other', () => {
  const data = names([[10, 20], [30, 40]])
  const stacked = layOut(data, { kind: 'stacked-bars', ...size })
  const [first, second] = [0, 1].map((rank) => barOf(stacked, data.series[rank]!, rank, 1))
  expect(second?.from).toBe(first?.to)
  expect(second?.to).toBe(stacked.axes[0].y(60))
  expect(topOf(stacked, data.series[1]!, 1, 1)).toBe(stacked.axes[0].y(60))
  const beside = layOut(data, { kind: 'bars', ...size })
  const [left, right] = [0, 1].map((rank) => barOf(beside, data.series[rank]!, rank, 1))
  expect((left?.x ?? 0) + (left?.width ?? 0)).toBeLessThanOrEqual(right?.x ?? 0)
  expect([left?.to, right?.to]).toEqual([beside.axes[0].y(20), beside.axes[0].y(40)])
})

test('what is under the pointer: the bar, the band, or the line within 18 px', () => {
  const data = names([[10, 20], [30, 40]])
  for (const kind of ['bars', 'stacked-bars', 'area', 'line'] as const) {
    const plot = layOut(data, { kind, ...size })
    for (const rank of [0, 1]) {
      const one = data.series[rank]!
      const bar = kind === 'bars' || kind === 'stacked-bars' ? barOf(plot, one, rank, 1) : null
      const x = bar ? bar.x + bar.width / 2 : (plot.centers[1] ?? 0)
      const y = bar ? (bar.from + bar.to) / 2 : (topOf(plot, one, rank, 1) ?? 0) + 2
      expect(indexAt(plot, x), kind).toBe(1)
      expect(seriesAt(plot, data.series, 1, x, y), `${kind} ${rank}`).toBe(one.id)
    }
  }
  const plot = layOut(data, { kind: 'line', ...size })
  const y = topOf(plot, data.series[1]!, 1, 1) ?? 0
  expect(seriesAt(plot, data.series, 1, 0, y - 17)).toBe('s1')
  expect(seriesAt(plot, data.series, 1, 0, y - 19)).toBeNull()
})

test('a second axis comes with a second unit, and only then', () => {
  const data = names([[10, 20], [3000, 4000]])
  data.series[1]!.format = { kind: 'seconds' }
  const two = layOut(data, { kind: 'line', ...size })
  expect(two.axes).toHaveLength(2)
  expect(two.axisOf).toEqual([0, 1])
  expect(two.axes[1]?.ticks.at(-1)?.label).toMatch(/ m$/)
  expect(topOf(two, data.series[0]!, 0, 1)).toBe(two.axes[0].y(20))
  expect(two.axes[0].ticks.at(-1)?.label).toBe('20')
  data.series[0]!.format = { kind: 'seconds' }
  expect(layOut(data, { kind: 'line', ...size }).axes).toHaveLength(1)
})

test('a logarithmic axis marks zero below its lowest power', () => {
  const data = names([[0, 5, 50_000]])
  const plot = layOut(data, { kind: 'line', scale: 'log', ...size })
  const { y, ticks } = plot.axes[0]
  expect(ticks[0]).toMatchObject({ y: plot.bottom, label: '0', zero: true })
  expect(y(0)).toBe(plot.bottom)
  expect(y(1)).toBeLessThan(plot.bottom)
  expect(y(10) - y(100)).toBeCloseTo(y(1000) - y(10_000), 6)
  expect(layOut(names([[5, 50]]), { kind: 'line', scale: 'log', ...size }).axes[0].ticks.some((tick) => tick.zero)).toBe(false)
  // Stacks ignore the switch.
  expect(layOut(data, { kind: 'area', scale: 'log', ...size }).axes[0].y(0)).toBe(plot.bottom)
})

test('goals are in sight, and names at line ends do not touch', () => {
  const goal = layOut(names([[1, 2]]), { kind: 'line', goals: [{ value: 90, label: 'Goal' }], ...size })
  expect(goal.axes[0].y(90)).toBeGreaterThanOrEqual(goal.top)
  const close = names([[1, 50], [2, 50], [3, 51], [4, 49]])
  const { endLabels, right } = layOut(close, { kind: 'line', directLabels: true, ...size })
  expect(endLabels).toHaveLength(4)
  expect(right).toBeLessThan(980)
  endLabels.slice(1).forEach((label, i) => expect(label.y - (endLabels[i]?.y ?? 0)).toBeGreaterThanOrEqual(14))
})

test('a straight fit leaves out what is unfinished', () => {
  const data = names([[10, 20, 30, 0]])
  const plot = layOut(data, { kind: 'line', ...size })
  const [fit] = shapesOf(plot, { ...data, axis: { ...data.axis, unfinished: 3 } }, { fits: true })
  const ends = points(fit?.fit ?? '')
  expect(ends[0]?.[1]).toBeCloseTo(plot.axes[0].y(10), 0)
  expect(ends[1]?.[1]).toBeCloseTo(plot.axes[0].y(30), 0)
})

test('negative values go below zero', () => {
  const data = names([[10, -20], [5, -5]])
  const plot = layOut(data, { kind: 'stacked-bars', ...size })
  expect(plot.axes[0].y(-25)).toBeLessThanOrEqual(plot.bottom)
  expect(barOf(plot, data.series[1]!, 1, 1)?.to).toBe(plot.axes[0].y(-25))
})
