import { cleanup, fireEvent, render, screen, within } from '@testing-library/react'
import { useState } from 'react'
import { afterEach, expect, test, vi } from 'vitest'
import { Table, virtualFrom, type Column } from './table'
import { compareCells, nextSort } from './table_sort'
import { shareWidths } from './table_widths'
import { giveLayout } from './testing'

afterEach(cleanup)

interface Person {
  id: string
  name: string
  events: number | null
}

const people: Person[] = [
  { id: 'a', name: 'Tomás', events: 88 },
  { id: 'b', name: 'Ada', events: 214 },
  { id: 'c', name: 'Priya', events: null },
]
const columns: Column<Person>[] = [
  { id: 'name', label: 'Name', cell: (row) => row.name, sortBy: (row) => row.name },
  { id: 'events', label: 'Events', align: 'end', cell: (row) => row.events ?? '–', sortBy: (row) => row.events },
]
const names = () => screen.getAllByRole('row').slice(1).map((row) => within(row).getAllByRole('cell')[0]?.textContent)

test('a head sorts its column three ways and says which', () => {
  render(<Table label="People" columns={columns} rows={people} rowKey={(row) => row.id} />)
  const head = () => screen.getByRole('columnheader', { name: 'Events' })
  expect(head().getAttribute('aria-sort')).toBe('none')
  const click = () => fireEvent.click(screen.getByRole('button', { name: 'Events' }))
  click()
  expect(head().getAttribute('aria-sort')).toBe('descending')
  expect(names()).toEqual(['Ada', 'Tomás', 'Priya'])
  click()
  expect(head().getAttribute('aria-sort')).toBe('ascending')
  expect(names()).toEqual(['Tomás', 'Ada', 'Priya'])
  click()
  expect(head().getAttribute('aria-sort')).toBe('none')
  expect(names()).toEqual(['Tomás', 'Ada', 'Priya'])
})

test('rows that come sorted are left in their order', () => {
  const onSort = vi.fn()
  render(<Table label="People" columns={columns} rows={people} rowKey={(row) => row.id} sort={{ column: 'name', down: false }} onSort={onSort} />)
  expect(names()).toEqual(['Tomás', 'Ada', 'Priya'])
  fireEvent.click(screen.getByRole('button', { name: 'Name' }))
  expect(onSort).toHaveBeenCalledWith({ column: 'name', down: true })
})

test('what is missing comes last whichever way, and texts with numbers count', () => {
  expect(compareCells(null, 3, false)).toBeGreaterThan(0)
  expect(compareCells(null, 3, true)).toBeGreaterThan(0)
  expect(compareCells('v10', 'v9', false)).toBeGreaterThan(0)
  expect(nextSort({ column: 'a', down: true }, 'b', false)).toEqual({ column: 'b', down: false })
})

test('a row opens by a click anywhere, by its button, and by the keyboard from row to row', () => {
  const onOpen = vi.fn()
  render(<Table label="People" columns={columns} rows={people} rowKey={(row) => row.id} onOpen={(row) => onOpen(row.id)} />)
  fireEvent.click(screen.getByText('214'))
  expect(onOpen).toHaveBeenLastCalledWith('b')
  fireEvent.click(screen.getByRole('button', { name: 'Tomás' }))
  expect(onOpen).toHaveBeenLastCalledWith('a')
  expect(onOpen).toHaveBeenCalledTimes(2)

  const focused = () => document.activeElement?.textContent
  const key = (name: string) => fireEvent.keyDown(document.activeElement ?? document.body, { key: name })
  screen.getByRole('button', { name: 'Tomás' }).focus()
  key('ArrowDown')
  expect(focused()).toBe('Ada')
  key('j')
  expect(focused()).toBe('Priya')
  key('ArrowDown')
  expect(focused()).toBe('Priya')
  key('Home')
  expect(focused()).toBe('Tomás')
  key('End')
  key('k')
  expect(focused()).toBe('Ada')
})

function Choosing() {
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set())
  return <Table label="People" columns={columns} rows={people} rowKey={(row) => row.id} rowLabel={(row) => row.name} selected={selected} onSelected={setSelected} />
}

test('rows are selected one by one or all at once, and the head shows when only some are', () => {
  render(<Choosing />)
  fireEvent.click(screen.getByRole('checkbox', { name: 'Select Ada' }))
  expect(screen.getByRole('checkbox', { name: 'Select all 3' }).getAttribute('aria-checked')).toBe('mixed')
  fireEvent.click(screen.getByRole('checkbox', { name: 'Select all 3' }))
  expect(screen.getAllByRole('row').filter((row) => row.getAttribute('aria-selected') === 'true')).toHaveLength(3)
  fireEvent.click(screen.getByRole('checkbox', { name: 'Select none' }))
  expect(screen.getAllByRole('row').filter((row) => row.getAttribute('aria-selected') === 'true')).toHaveLength(0)
})

test('details unfold below their row', () => {
  render(<Table label="People" columns={columns} rows={people} rowKey={(row) => row.id} onOpen={() => {}} detailKey="b" renderDetail={(row) => <p>All of {row.name}</p>} />)
  const rows = screen.getAllByRole('row')
  expect(rows[3]?.textContent).toBe('All of Ada')
  expect(screen.getByRole('button', { name: 'Ada' }).getAttribute('aria-expanded')).toBe('true')
})

test('loading, empty and full are three faces', () => {
  const { rerender } = render(<Table label="People" columns={columns} rows={[]} rowKey={(row) => row.id} loading empty={<p>Nobody</p>} />)
  expect(screen.getByRole('table').getAttribute('aria-busy')).toBe('true')
  expect(screen.queryByText('Nobody')).toBe(null)
  rerender(<Table label="People" columns={columns} rows={[]} rowKey={(row) => row.id} empty={<p>Nobody</p>} />)
  expect(screen.getByText('Nobody')).toBeTruthy()
})

test(`above ${virtualFrom} rows only some are drawn, and the table still says how many there are`, () => {
  giveLayout()
  const many = Array.from({ length: 5000 }, (_, i) => ({ id: String(i), name: `Person ${i}`, events: i }))
  render(<Table label="People" columns={columns} rows={many} rowKey={(row) => row.id} fill />)
  expect(screen.getByRole('table').getAttribute('aria-rowcount')).toBe('5001')
  const drawn = screen.getAllByRole('row').length
  expect(drawn).toBeGreaterThan(10)
  expect(drawn).toBeLessThan(60)
})

test('the last rows coming near asks for more', () => {
  const onEnd = vi.fn()
  render(<Table label="People" columns={columns} rows={people} rowKey={(row) => row.id} fill onEnd={onEnd} />)
  expect(onEnd).toHaveBeenCalled()
})

test('columns share the room by their weight and never fall below their least', () => {
  expect(shareWidths([{ width: 100 }, { grow: 3 }, {}], 500)).toEqual([100, 300, 100])
  expect(shareWidths([{ width: 100 }, { grow: 3 }, { minWidth: 150 }], 500)).toEqual([100, 250, 150])
  expect(shareWidths([{}, {}, {}], 100)).toEqual([88, 88, 88])
})
