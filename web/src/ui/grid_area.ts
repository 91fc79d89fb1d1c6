export interface Cell {
  row: number
  column: number
}

/** A marked rectangle of cells, ends included. */
export interface Area {
  top: number
  bottom: number
  left: number
  right: number
}

export function areaOf(a: Cell, b: Cell): Area {
  return {
    top: Math.min(a.row, b.row),
    bottom: Math.max(a.row, b.row),
    left: Math.min(a.column, b.column),
    right: Math.max(a.column, b.column),
  }
}

interface Bounds {
  rows: number
  columns: number
  /** Rows that fit on the screen. */
  page: number
  /** With ⌘ or Ctrl: as far as it goes. */
  toEnds: boolean
}

/** Where a key leads from a cell; row −1 is the head. Null for keys that do not move. */
export function moveCell(key: string, from: Cell, { rows, columns, page, toEnds }: Bounds): Cell | null {
  const at = (row: number, column: number): Cell => ({
    row: Math.min(rows - 1, Math.max(-1, row)),
    column: Math.min(columns - 1, Math.max(0, column)),
  })
  switch (key) {
    case 'ArrowDown':
      return at(toEnds ? rows - 1 : from.row + 1, from.column)
    case 'ArrowUp':
      return at(toEnds ? 0 : from.row - 1, from.column)
    case 'ArrowRight':
      return at(from.row, toEnds ? columns - 1 : from.column + 1)
    case 'ArrowLeft':
      return at(from.row, toEnds ? 0 : from.column - 1)
    case 'PageDown':
      return at(from.row + page, from.column)
    case 'PageUp':
      return at(Math.max(0, from.row - page), from.column)
    case 'Home':
      return at(toEnds ? 0 : from.row, 0)
    case 'End':
      return at(toEnds ? rows - 1 : from.row, columns - 1)
    default:
      return null
  }
}

/** The area as tab-separated text that spreadsheets read; more than one row carries the heads. */
export function textOfArea(area: Area, columns: { label: string }[], text: (row: number, column: number) => string | null): string {
  const across = Array.from({ length: area.right - area.left + 1 }, (_, i) => area.left + i)
  // What would break the table apart is quoted.
  const quote = (value: string) => (/[\t\n\r"]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value)
  const lines: string[] = []
  const single = area.top === area.bottom && area.left === area.right
  if (single) return (area.top < 0 ? columns[area.left]?.label : text(area.top, area.left)) ?? ''
  if (area.bottom > area.top || area.top < 0) lines.push(across.map((at) => quote(columns[at]?.label ?? '')).join('\t'))
  for (let row = Math.max(0, area.top); row <= area.bottom; row++) {
    lines.push(across.map((at) => quote(text(row, at) ?? '')).join('\t'))
  }
  return lines.join('\n')
}
