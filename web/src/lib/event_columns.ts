import type { CapturedEvent, FilterScope } from '@/api/types'
import { placeOf } from './live_list'
import { propertyLabel } from './taxonomy'

/** A column of a list of events; its id is the HogQL that PostHog's links write for it. */
export type EventColumn =
  | { id: string; kind: 'event' | 'person' | 'place' | 'time'; label: string }
  | { id: string; kind: 'property'; label: string; scope: FilterScope; key: string }

const fixed: EventColumn[] = [
  { id: 'event', kind: 'event', label: 'Event' },
  { id: 'person_display_name -- Person', kind: 'person', label: 'Person' },
  { id: 'coalesce(properties.$current_url, properties.$screen_name) -- Url / Screen', kind: 'place', label: 'URL or screen' },
  { id: 'timestamp', kind: 'time', label: 'Time' },
]

/** Those that show until others are chosen. */
export const usualColumns: string[] = fixed.map((column) => column.id)

const isPlain = (key: string) => /^[A-Za-z_$][A-Za-z0-9_$]*$/.test(key)

/** The column of a property; null for a name that HogQL cannot quote. */
export function propertyColumn(scope: FilterScope, key: string): EventColumn | null {
  if (key === '' || /[`\\]/.test(key)) return null
  const path = `${scope === 'person' ? 'person.' : ''}properties.${isPlain(key) ? key : `\`${key}\``}`
  return { id: path, kind: 'property', label: propertyLabel(key), scope, key }
}

/** Reads a column of a question; null for those that are no column of single events here. */
export function readColumn(text: string): EventColumn | null {
  const [code = '', note] = text.split(/\s*--\s*/, 2)
  const bare = code.trim()
  if (bare === 'person' || bare === 'person_display_name') return fixed[1] ?? null
  if (bare.startsWith('coalesce(properties.$current_url')) return fixed[2] ?? null
  const known = fixed.find((column) => column.id === bare)
  if (known) return known
  const found = /^(person\.)?properties\.(?:([A-Za-z_$][A-Za-z0-9_$]*)|`([^`\\]+)`|"([^"\\]+)")$/.exec(bare)
  const column = found && propertyColumn(found[1] ? 'person' : 'event', found[2] ?? found[3] ?? found[4] ?? '')
  return column && note ? { ...column, label: note } : column
}

/** An event of an answer with what stands beside it. */
export interface EventRow extends CapturedEvent {
  person: string
  /** Values of the columns that had to be asked for, by column id. */
  asked: Record<string, unknown>
}

/** The value of a cell as text; null where there is none. */
export function cellText(row: EventRow, column: EventColumn): string | null {
  switch (column.kind) {
    case 'event':
      return row.event
    case 'person':
      return row.person
    case 'place':
      return placeOf(row)
    case 'time':
      return row.timestamp
    case 'property':
      return printCell(column.scope === 'person' ? row.asked[column.id] : row.properties[column.key])
  }
}

function printCell(value: unknown): string | null {
  if (value === null || value === undefined) return null
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}
