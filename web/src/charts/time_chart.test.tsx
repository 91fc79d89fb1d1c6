import { cleanup, fireEvent, render, screen } from '@testing-library/react'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { TimeChart, type TimeChartProps } from './time_chart'

const july = (day: number) => Date.UTC(2026, 6, day)
const chart: TimeChartProps = {
  label: 'People by country',
  kind: 'line',
  interval: 'day',
  unfinished: 2,
  buckets: [july(1), july(2), july(3)],
  series: [
    { id: 'de', name: 'Germany', slot: 0, values: [10, 20, 602] },
    { id: 'fr', name: 'France', slot: 1, values: [1, null, 3] },
  ],
}

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

const press = (key: string, options = {}) => fireEvent.keyDown(screen.getByRole('group'), { key, ...options })
const spoken = () => screen.getByRole('status').textContent

test('arrow keys move over points and series, and each is announced', () => {
  render(<TimeChart {...chart} />)
  expect(screen.getByRole('group').getAttribute('aria-label')).toBe('People by country')
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

test('the unfinished bucket is dashed in lines and hatched in bars', () => {
  const { container, rerender } = render(<TimeChart {...chart} />)
  expect(container.querySelectorAll('path[stroke-dasharray="4 4"]')).toHaveLength(2)
  rerender(<TimeChart {...chart} unfinished={null} />)
  expect(container.querySelectorAll('path[stroke-dasharray="4 4"]')).toHaveLength(0)
  rerender(<TimeChart {...chart} kind="bar" />)
  expect(container.querySelectorAll('pattern')).toHaveLength(2)
})

test('a single value is a dot, not an empty chart', () => {
  const { container } = render(<TimeChart {...chart} buckets={[july(1)]} unfinished={null} series={[{ id: 'a', name: 'A', slot: 0, values: [7] }]} />)
  expect(container.querySelectorAll('circle')).toHaveLength(1)
})

test('one path a series, and nothing broken in it', () => {
  for (const kind of ['line', 'area', 'bar'] as const) {
    const { container } = render(<TimeChart {...chart} kind={kind} />)
    for (const path of container.querySelectorAll('path')) expect(path.getAttribute('d'), kind).not.toMatch(/NaN|undefined|Infinity/)
    cleanup()
  }
})
