import type { AnyFilter, DateRange, EventsQuery } from '@/api/types'
import { readColumn, usualColumns, type EventColumn } from './event_columns'
import { isComplete, isPropertyFilter } from './filters'
import { listOfFilters } from './question_parts'

/*
 * A list of events lives in the URL as the server's own EventsQuery, without defaults, so that links of
 * PostHog and of this page are one thing. Reading it back keeps what the page can show.
 */

/** Which events are listed, and how. */
export interface EventList {
  /** Column ids in their order; the first is always the event. */
  columns: string[]
  event: string | null
  range: DateRange
  filters: AnyFilter[]
  oldestFirst: boolean
}

/** Where the next page begins: behind the last event of this one. */
export interface Cursor {
  timestamp: string
  uuid: string
}

export const usualRange: DateRange = { date_from: '-24h', date_to: null }
export const pageSize = 100

type Fields = Record<string, unknown>
const isFields = (value: unknown): value is Fields => typeof value === 'object' && value !== null && !Array.isArray(value)
const textOf = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null)
const texts = (value: unknown): string[] => (Array.isArray(value) ? value.filter((one) => typeof one === 'string') : [])

/** Reads a question, also out of a table node around it; whatever is none of it is as usual. */
export function readEventList(value: unknown): EventList {
  if (isFields(value) && value.kind !== 'EventsQuery' && isFields(value.source)) return readEventList(value.source)
  const found = isFields(value) && value.kind === 'EventsQuery' ? value : {}
  const columns = texts(found.select)
    .map((text) => readColumn(text)?.id)
    .filter((id) => id !== undefined && id !== 'event')
  const chosen = [...new Set(columns)].filter((id) => id !== undefined)
  return {
    columns: chosen.length > 0 ? ['event', ...chosen] : usualColumns,
    event: textOf(found.event),
    range: { date_from: textOf(found.after) ?? usualRange.date_from, date_to: dayOf(textOf(found.before)) },
    filters: listOfFilters(found.properties),
    oldestFirst: /^timestamp(\s+asc)?$/i.test(texts(found.orderBy)[0] ?? ''),
  }
}

/** The question for the URL; undefined for the usual one. */
export function writeEventList(list: EventList): EventsQuery | undefined {
  const query: EventsQuery = { kind: 'EventsQuery', select: ['*', ...list.columns] }
  if (list.event !== null) query.event = list.event
  if (list.range.date_from && list.range.date_from !== usualRange.date_from) query.after = list.range.date_from
  if (list.range.date_to) query.before = endOf(list.range.date_to)
  if (list.filters.length > 0) query.properties = list.filters as EventsQuery['properties']
  if (list.oldestFirst) query.orderBy = ['timestamp ASC']
  const usual = Object.keys(query).length === 2 && list.columns.join() === usualColumns.join()
  return usual ? undefined : query
}

const lastMoment = 'T23:59:59.999999'

/** The server's bounds are moments: the last day of a range ends with its last one. */
function endOf(day: string): string {
  return /^\d{4}-\d{2}-\d{2}$/.test(day) ? `${day}${lastMoment}` : day
}

function dayOf(end: string | null): string | null {
  return end?.endsWith(lastMoment) ? end.slice(0, -lastMoment.length) : end
}

/** The columns of a list, as they are drawn. */
export function columnsOf(list: EventList): EventColumn[] {
  return list.columns.map(readColumn).filter((column) => column !== null)
}

/** Columns that an event does not carry itself. */
export function askedColumns(list: EventList): string[] {
  return columnsOf(list)
    .filter((column) => column.kind === 'property' && column.scope === 'person')
    .map((column) => column.id)
}

/**
 * The question for one page. Pages go on behind the last event rather than after a count of rows, so that events
 * which arrive meanwhile neither repeat rows nor hide any.
 */
export function pageQuery(list: EventList, search: string, behind: Cursor | null): EventsQuery {
  const order = list.oldestFirst ? 'ASC' : 'DESC'
  const where: string[] = []
  if (behind) where.push(conditionBehind(behind, list.oldestFirst))
  if (search.trim() !== '') where.push(conditionOf(search.trim()))
  const properties = list.filters.filter((filter) => (isPropertyFilter(filter) ? isComplete(filter) : filter.type !== 'hogql' || filter.key?.trim()))
  const query: EventsQuery = {
    kind: 'EventsQuery',
    select: ['*', 'person_display_name', ...askedColumns(list)],
    orderBy: [`timestamp ${order}`, `uuid ${order}`],
    after: list.range.date_from ?? usualRange.date_from,
    limit: pageSize,
  }
  if (list.range.date_to) query.before = endOf(list.range.date_to)
  if (list.event !== null) query.event = list.event
  if (properties.length > 0) query.properties = properties as EventsQuery['properties']
  if (where.length > 0) query.where = where
  return query
}

function conditionBehind({ timestamp, uuid }: Cursor, oldestFirst: boolean): string {
  const sign = oldestFirst ? '>' : '<'
  const [at, id] = [quote(timestamp), quote(uuid)]
  return `timestamp ${sign}= ${at} and (timestamp ${sign} ${at} or uuid ${sign} ${id})`
}

const searched = ['event', 'distinct_id', 'properties.$current_url', 'properties.$screen_name', 'person.properties.email', 'person.properties.name']

function conditionOf(search: string): string {
  const pattern = quote(`%${search.replaceAll(/[\\%_]/g, '\\$&')}%`)
  return searched.map((field) => `${field} ilike ${pattern}`).join(' or ')
}

const quote = (text: string) => `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`

/** The conditions with one more: the property is this value. A condition of the same kind on it gives way. */
export function withValue(filters: AnyFilter[], key: string, value: string | number | boolean): AnyFilter[] {
  const isSame = (filter: AnyFilter) => isPropertyFilter(filter) && filter.type === 'event' && filter.key === key && filter.operator === 'exact'
  return [...filters.filter((filter) => !isSame(filter)), { type: 'event', key, operator: 'exact', value: [String(value)] }]
}

/** The newest page put before what is shown; null when events between the two were never read. */
export function mergeNewest<Row extends { uuid: string }>(shown: Row[], newest: Row[], hasMore: boolean): Row[] | null {
  const known = new Set(shown.map((row) => row.uuid))
  const fresh = newest.filter((row) => !known.has(row.uuid))
  if (fresh.length === newest.length && hasMore) return null
  return fresh.length === 0 ? shown : [...fresh, ...shown]
}
