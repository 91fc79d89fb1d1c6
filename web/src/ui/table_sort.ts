import { once } from '@/lib/once'

export interface Sort {
  column: string
  down: boolean
}

/** What a click on a head does: the natural order, numbers from the top; then the other; then none. */
export function nextSort(sort: Sort | null, column: string, numeric: boolean): Sort | null {
  if (sort?.column !== column) return { column, down: numeric }
  return sort.down === numeric ? { column, down: !numeric } : null
}

// Made once: long tables compare a million times.
const collator = once(() => new Intl.Collator('en', { numeric: true, sensitivity: 'base' }))

type Cell = string | number | null | undefined

/** Orders two cells; what is missing comes last either way. */
export function compareCells(a: Cell, b: Cell, down: boolean): number {
  const missing = (cell: Cell) => cell == null || (typeof cell === 'number' && Number.isNaN(cell))
  if (missing(a) || missing(b)) return Number(missing(a)) - Number(missing(b))
  const order = typeof a === 'number' && typeof b === 'number' ? a - b : collator().compare(String(a), String(b))
  return down ? -order : order
}
