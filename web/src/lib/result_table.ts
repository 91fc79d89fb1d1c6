import type { HogQLQueryResponse } from '@/api/types'
import { wallTimeIn } from './wall_time'

export type CellKind = 'number' | 'text' | 'boolean' | 'date' | 'time' | 'json'

export interface ResultColumn {
  name: string
  /** As the engine calls it: "Nullable(DateTime64(6, 'UTC'))". */
  type: string
  kind: CellKind
  /** The type in one word. */
  note: string
}

/** The answer of a SQL question. */
export interface ResultTable {
  columns: ResultColumn[]
  rows: unknown[][]
  /** Whether the answer stops before its end. */
  hasMore: boolean
  /** The project's zone, in which times are shown. */
  zone: string
  /** When it was computed, in milliseconds since 1970; null where the answer does not say. */
  computedAt: number | null
}

export function readResult(response: HogQLQueryResponse): ResultTable {
  const rows = response.results.map((row) => (Array.isArray(row) ? row : [row]))
  const names = response.columns ?? (rows[0] ?? []).map((_, at) => `column ${at + 1}`)
  return {
    columns: names.map((name, at) => readColumn(name, response.types?.[at]?.[1] ?? '', rows, at)),
    rows,
    hasMore: response.hasMore === true,
    zone: response.timezone ?? 'UTC',
    computedAt: response.last_refresh ? Date.parse(response.last_refresh) : null,
  }
}

function readColumn(name: string, type: string, rows: unknown[][], at: number): ResultColumn {
  const bare = bareType(type)
  const kind = kindOfType(bare) ?? kindOfValues(rows, at)
  return { name, type, kind, note: bare.replace(/\(.*$/s, '') }
}

/** The type without what says that it may be missing or is stored in some way. */
export function bareType(type: string): string {
  const inner = /^(?:Nullable|LowCardinality)\((.*)\)$/s.exec(type.trim())
  return inner?.[1] === undefined ? type.trim() : bareType(inner[1])
}

function kindOfType(bare: string): CellKind | null {
  if (/^(U?Int\d+|Float\d+|Decimal)/.test(bare)) return 'number'
  if (bare.startsWith('DateTime')) return 'time'
  if (bare.startsWith('Date')) return 'date'
  if (bare === 'Bool') return 'boolean'
  if (/^(Array|Tuple|Map|Nested|JSON|Object)/.test(bare)) return 'json'
  return bare === '' || bare === 'String' || bare === 'Nothing' ? null : 'text'
}

/** What the first values look like: texts that hold objects unfold, too. */
function kindOfValues(rows: unknown[][], at: number): CellKind {
  const known = rows
    .slice(0, 50)
    .map((row) => row[at])
    .filter((value) => value !== null && value !== undefined)
  if (known.length === 0) return 'text'
  if (known.every((value) => typeof value === 'number')) return 'number'
  if (known.every((value) => typeof value === 'boolean')) return 'boolean'
  if (known.every((value) => typeof value === 'object' || (typeof value === 'string' && /^\s*[{[]/.test(value) && parsedJson(value) !== null))) return 'json'
  return 'text'
}

/** The value as it is copied and saved; null where there is none. */
export function cellText(value: unknown, column: ResultColumn, zone: string): string | null {
  if (value === null || value === undefined) return null
  if (column.kind === 'time' && typeof value === 'string') return timeText(value, zone)
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}

const iso = /^(\d{4}-\d{2}-\d{2})T(\d{2}:\d{2}:\d{2})(?:\.(\d+))?(Z|[+-]\d{2}:\d{2})$/

/** "2026-07-03 14:05:09.120" on the project's clock; the offset stays where the answer has a zone of its own. */
export function timeText(text: string, zone: string): string {
  const found = iso.exec(text)
  if (!found) return text
  const [, day = '', time = '', part = '', offset] = found
  const fraction = part.replace(/0+$/, '')
  const tail = fraction === '' ? '' : `.${fraction}`
  if (offset !== 'Z' || zone === 'UTC') return `${day} ${time}${tail}`
  const wall = new Date(wallTimeIn(zone, Date.parse(text))).toISOString()
  return `${wall.slice(0, 10)} ${wall.slice(11, 19)}${tail}`
}

/** The object or list in a cell; null for anything else. */
export function parsedJson(value: unknown): object | null {
  if (typeof value === 'object') return value
  if (typeof value !== 'string' || !/^\s*[{[]/.test(value)) return null
  try {
    const parsed: unknown = JSON.parse(value)
    return typeof parsed === 'object' ? parsed : null
  } catch {
    return null
  }
}

/** What rows are put in order by; nothing stands last. */
export function sortKey(value: unknown): string | number | null {
  if (value === null || value === undefined) return null
  if (typeof value === 'number' || typeof value === 'string') return value
  if (typeof value === 'boolean') return value ? 1 : 0
  return JSON.stringify(value)
}

/** One object a row, names as in the question; a name that comes twice gets a number. */
export function jsonOf({ columns, rows }: ResultTable): string {
  const names: string[] = []
  for (const { name } of columns) {
    let unique = name
    for (let n = 2; names.includes(unique); n++) unique = `${name}_${n}`
    names.push(unique)
  }
  return JSON.stringify(
    rows.map((row) => Object.fromEntries(names.map((name, at) => [name, row[at] ?? null]))),
    null,
    1,
  )
}

/** The person that a row names in a column called person_id or distinct_id; null where it names none. */
export function personOfRow(table: ResultTable, row: unknown[]): { by: 'person' | 'distinct'; id: string } | null {
  for (const [name, by] of [['person_id', 'person'], ['distinct_id', 'distinct']] as const) {
    const id = row[table.columns.findIndex((column) => column.name === name)]
    if (typeof id === 'string' && id !== '' && id !== '00000000-0000-0000-0000-000000000000') return { by, id }
  }
  return null
}
