import { cleanup, fireEvent, render, screen } from '@testing-library/react'
import { afterEach, expect, test, vi } from 'vitest'
import { FunnelChart } from './funnel_chart'
import type { FunnelData } from './funnel_data'
import { FunnelTable } from './funnel_table'

afterEach(cleanup)

const data: FunnelData = {
  steps: ['Opened', 'Paid'],
  groups: [{ id: 'all', name: 'Everybody', slot: 0, counts: [10, 4], medians: [null, 60] }],
  totalMedian: 60,
}

test('every part says who it is and opens them: those who got there, those who left', () => {
  const onPick = vi.fn()
  for (const layout of ['columns', 'rows'] as const) {
    render(<FunnelChart label="Funnel" data={data} layout={layout} reference="total" onPick={onPick} />)
    fireEvent.click(screen.getByLabelText('4 people reached Paid, 40.0%'))
    expect(onPick).toHaveBeenLastCalledWith({ step: 1, reached: true, count: 4, group: data.groups[0] })
    fireEvent.click(screen.getByLabelText('6 people left before Paid, 60.0%'))
    expect(onPick).toHaveBeenLastCalledWith({ step: 1, reached: false, count: 6, group: data.groups[0] })
    // The count below the part is an equal way.
    fireEvent.click(screen.getByLabelText('6 people left before Paid'))
    expect(onPick).toHaveBeenLastCalledWith({ step: 1, reached: false, count: 6 })
    cleanup()
  }
})

test('without somewhere to go numbers are text, and the parts still have names', () => {
  render(<FunnelChart label="Funnel" data={data} layout="columns" reference="previous" />)
  expect(document.querySelectorAll('button')).toHaveLength(0)
  expect(screen.getByLabelText('4 people reached Paid, 40.0%')).toBeTruthy()
  expect(screen.getByText('median 1 m 00 s')).toBeTruthy()
})

test('the table opens any group at any step', () => {
  const onPick = vi.fn()
  const second = { id: 'b', name: 'Safari', slot: 1, counts: [4, 1], medians: [null, 9] }
  render(<FunnelTable label="Steps" what="Browser" data={{ ...data, groups: [...data.groups, second] }} onPick={onPick} />)
  fireEvent.click(screen.getByLabelText(/of Safari reached Paid$/))
  expect(onPick).toHaveBeenCalledWith({ step: 1, reached: true, count: 1, group: second })
  expect(screen.getByText('Against the rest')).toBeTruthy()
})
