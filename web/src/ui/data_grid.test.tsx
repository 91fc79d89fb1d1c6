import { cleanup, fireEvent, render, screen, within } from '@testing-library/react'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { DataGrid, type GridColumn } from './data_grid'
import { areaOf, moveCell, textOfArea } from './grid_area'
import { giveLayout } from './testing'

beforeEach(() => giveLayout())
afterEach(cleanup)

const columns: GridColumn[] = [
  { id: 'event', label: 'event', note: 'String' },
  { id: 'count', label: 'count', note: 'UInt64', align: 'end' },
]
const text = (row: number, column: number) => (column === 0 ? `event ${row}` : row === 1 ? null : String(row * 10))

test('fifty thousand rows draw a screenful and count all', () => {
  render(<DataGrid label="Result" columns={columns} rowCount={50_000} text={text} />)
  const grid = screen.getByRole('grid', { name: 'Result' })
  expect(grid.getAttribute('aria-rowcount')).toBe('50001')
  const drawn = within(grid).getAllByRole('row').length
  expect(drawn).toBeGreaterThan(10)
  expect(drawn).toBeLessThan(60)
  expect(within(grid).getAllByText('null').length).toBe(1)
})

test('one tab stop; arrows move the active cell, ⇧ marks an area, Enter opens', () => {
  const onOpen = vi.fn()
  const onSort = vi.fn()
  render(<DataGrid label="Result" columns={columns} rowCount={20} text={text} onOpen={(cell) => onOpen(cell)} onSort={onSort} />)
  const grid = screen.getByRole('grid')
  const active = () => document.getElementById(grid.getAttribute('aria-activedescendant') ?? '')?.textContent
  const key = (name: string, more = {}) => fireEvent.keyDown(grid, { key: name, ...more })
  expect(active()).toBe('event 0')
  key('ArrowDown')
  key('ArrowRight')
  expect(active()).toBe('null')
  key('ArrowDown', { shiftKey: true })
  key('ArrowLeft', { shiftKey: true })
  expect(screen.getAllByRole('gridcell').filter((cell) => cell.getAttribute('aria-selected') === 'true')).toHaveLength(4)
  key('Enter')
  expect(onOpen).toHaveBeenCalledWith({ row: 2, column: 0 })
  key('ArrowUp', { ctrlKey: true })
  key('ArrowUp')
  expect(active()).toContain('event')
  key('Enter')
  expect(onSort).toHaveBeenCalledWith({ column: 'event', down: false })
})

test('a marked area is copied as a table with its heads', async () => {
  const writeText = vi.fn<(text: string) => Promise<void>>(() => Promise.resolve())
  vi.stubGlobal('navigator', { ...navigator, clipboard: { writeText } })
  render(<DataGrid label="Result" columns={columns} rowCount={3} text={text} />)
  const grid = screen.getByRole('grid')
  fireEvent.keyDown(grid, { key: 'c', ctrlKey: true })
  expect(writeText).toHaveBeenLastCalledWith('event 0')
  fireEvent.keyDown(grid, { key: 'a', ctrlKey: true })
  fireEvent.keyDown(grid, { key: 'c', ctrlKey: true })
  expect(writeText).toHaveBeenLastCalledWith('event\tcount\nevent 0\t0\nevent 1\t\nevent 2\t20')
  await screen.findByText('6 cells copied')
  vi.unstubAllGlobals()
})

test('a column is made wider from the keyboard', () => {
  render(<DataGrid label="Result" columns={columns} rowCount={3} text={text} />)
  const width = () => Number.parseFloat(screen.getByRole('columnheader', { name: /event/ }).style.width)
  const before = width()
  fireEvent.keyDown(screen.getByRole('grid'), { key: 'ArrowRight', altKey: true })
  expect(width()).toBe(before + 16)
})

test('text that would break a copied table apart is quoted', () => {
  const odd = (_: number, column: number) => (column === 0 ? 'two\nlines' : 'a "word"')
  expect(textOfArea(areaOf({ row: 0, column: 0 }, { row: 0, column: 1 }), columns, odd)).toBe('"two\nlines"\t"a ""word"""')
})

test('no key leads out of the grid', () => {
  const bounds = { rows: 3, columns: 2, page: 10, toEnds: false }
  expect(moveCell('PageDown', { row: 1, column: 1 }, bounds)).toEqual({ row: 2, column: 1 })
  expect(moveCell('ArrowUp', { row: -1, column: 0 }, bounds)).toEqual({ row: -1, column: 0 })
  expect(moveCell('End', { row: 0, column: 0 }, { ...bounds, toEnds: true })).toEqual({ row: 2, column: 1 })
  expect(moveCell('x', { row: 0, column: 0 }, bounds)).toBe(null)
})
