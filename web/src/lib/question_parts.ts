import {
  filterOperators,
  propertyOwners,
  type AnyFilter,
  type Breakdown,
  type BreakdownFilter,
  type BreakdownType,
  type DateRange,
  type EventsNode,
  type FilterGroup,
  type FilterValue,
  type PropertyFilter,
} from '@/api/types'
import { defaultDateFrom } from './date_range'
import { isComplete, isPropertyFilter } from './filters'
import { plural } from './format'
import { eventLabel, propertyLabel, sessionLabel } from './taxonomy'

/*
 * What questions of every kind have in common: events, conditions, breakdowns, ranges, who is counted. Each is read from
 * JSON of any origin, kept in one order and without defaults, so that equal questions are equal text.
 */

export const maxSeries = 26
export const maxBreakdowns = 3
export const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ'

/** What narrows a question as a whole. */
export interface Narrowed {
  properties?: AnyFilter[] | FilterGroup
  filterTestAccounts?: boolean
}

/** An event with what narrows it, however it is counted. */
export type EventNode = Pick<EventsNode, 'kind' | 'event' | 'id' | 'name' | 'custom_name' | 'properties'>

export type Fields = Record<string, unknown>

export const isFields = (value: unknown): value is Fields => typeof value === 'object' && value !== null && !Array.isArray(value)
export const textOf = (value: unknown): string | undefined => (typeof value === 'string' && value !== '' ? value : undefined)
export const numberOf = (value: unknown): number | undefined => (typeof value === 'number' && Number.isFinite(value) ? value : undefined)
export function oneOf<T extends string>(choices: readonly T[], value: unknown): T | undefined {
  return choices.find((choice) => choice === value)
}

/** Leaves out fields without a value, keeping the order. */
export function tidy<T extends object>(value: T): T {
  return Object.fromEntries(Object.entries(value).filter(([, field]) => field !== undefined)) as T
}

/** The question inside the nodes that show it. */
export function questionOf(value: unknown): unknown {
  return isFields(value) && isFields(value.source) ? questionOf(value.source) : value
}


/** The fields that narrow every kind of question. */
export function parseNarrowed(found: Fields): Narrowed & { dateRange?: DateRange } {
  return {
    dateRange: parseDateRange(found.dateRange),
    properties: parseConditions(found.properties),
    filterTestAccounts: found.filterTestAccounts === true ? true : undefined,
  }
}

/** An event or an action with its name and conditions; null when it is of another kind, such as a group of events. */
export function parseEvent(value: unknown): EventNode | null {
  if (!isFields(value)) return null
  const shared = { custom_name: textOf(value.custom_name), properties: parseList(value.properties) }
  if (value.kind === 'EventsNode') return tidy<EventNode>({ kind: value.kind, event: textOf(value.event) ?? null, ...shared })
  const id = numberOf(value.id)
  return value.kind === 'ActionsNode' && id !== undefined ? tidy<EventNode>({ kind: value.kind, id, name: textOf(value.name), ...shared }) : null
}

/** What is asked about: an event, every event, or an action. */
export type Subject = Pick<EventNode, 'kind' | 'event' | 'id' | 'name'>

/** The node with another event or action; how it is counted and narrowed stays. */
export function withSubject<N extends EventNode>(node: N, subject: Subject): N {
  const { event: _event, id: _id, name: _name, ...rest } = node
  return { ...rest, ...subject } as N
}

export const isSameSubject = (a: Subject, b: Subject): boolean => a.kind === b.kind && a.event === b.event && a.id === b.id

/** What the subject is called where nobody gave it a name. */
export const subjectName = ({ kind, event, id, name }: Subject): string => (kind === 'ActionsNode' ? (name ?? `Action ${id ?? ''}`) : eventLabel(event))

/** The name of its event, to look up what belongs to it; none for every event and for actions. */
export const namesIn = ({ event }: Subject): string[] => (event ? [event] : [])

/** Conditions on one event; undefined without any. */
export function parseList(value: unknown): AnyFilter[] | undefined {
  const list = listOfFilters(value)
  return list.length > 0 ? list : undefined
}

/** A list when all have to hold; otherwise the groups as they are. */
function parseConditions(value: unknown): Narrowed['properties'] {
  if (Array.isArray(value)) {
    const list = listOfFilters(value)
    return list.length > 0 ? list : undefined
  }
  if (!isFields(value) || !Array.isArray(value.values) || value.values.length === 0) return undefined
  const all = flattenAll(value)
  if (all) return all.length > 0 ? all : undefined
  return parseGroup(value)
}

const isGroup = (value: unknown): value is Fields & { values: unknown[] } => isFields(value) && Array.isArray(value.values)

/** The conditions of groups that are joined by AND alone; null when an OR joins several. */
function flattenAll(group: Fields & { values?: unknown }): AnyFilter[] | null {
  const values = Array.isArray(group.values) ? (group.values as unknown[]) : []
  if (group.type === 'OR' && values.length > 1) return null
  const all: AnyFilter[] = []
  for (const value of values) {
    if (isGroup(value)) {
      const inner = flattenAll(value)
      if (!inner) return null
      all.push(...inner)
    } else {
      const filter = parseFilter(value)
      if (filter) all.push(filter)
    }
  }
  return all
}

function parseGroup(group: Fields & { values?: unknown }): FilterGroup {
  const values = Array.isArray(group.values) ? (group.values as unknown[]) : []
  return {
    type: group.type === 'OR' ? 'OR' : 'AND',
    values: values.map((value) => (isGroup(value) ? parseGroup(value) : parseFilter(value))).filter((one) => one !== null),
  }
}

/** Reads conditions that all have to hold; what is none is left out. */
export function listOfFilters(value: unknown): AnyFilter[] {
  if (isGroup(value)) return flattenAll(value) ?? []
  if (!Array.isArray(value)) return []
  return value.map(parseFilter).filter((one) => one !== null)
}

function parseFilter(value: unknown): AnyFilter | null {
  if (!isFields(value)) return null
  const type = textOf(value.type)
  const key = textOf(value.key)
  if (!type) return null
  const operator = value.operator === undefined ? 'exact' : oneOf(filterOperators, value.operator)
  const owner = oneOf(propertyOwners, type)
  if (owner && operator) {
    if (!key) return null
    const filter: PropertyFilter = { type: owner, key, operator }
    if (owner === 'group') filter.group_type_index = numberOf(value.group_type_index) ?? 0
    const kept = parseValue(value.value)
    if (kept !== undefined) filter.value = kept
    return filter
  }
  // Kinds that only the server knows stay as they came.
  return { ...value, type }
}

function parseValue(value: unknown): FilterValue | undefined {
  const isScalar = (one: unknown): one is string | number | boolean =>
    typeof one === 'string' || typeof one === 'number' || typeof one === 'boolean'
  if (Array.isArray(value)) return value.filter(isScalar)
  return isScalar(value) ? value : undefined
}

function parseDateRange(value: unknown): DateRange | undefined {
  if (!isFields(value)) return undefined
  const from = textOf(value.date_from)
  const to = textOf(value.date_to)
  const isUsual = (!from || from === defaultDateFrom) && !to
  const days = daysOfWeekIn(value.daysOfWeek)
  const excludeIncompletePeriods = value.excludeIncompletePeriods === true ? true : undefined
  if (isUsual && !days && !excludeIncompletePeriods) return undefined
  const dates = isUsual ? {} : { date_from: from, date_to: to, explicitDate: value.explicitDate === true ? true : undefined }
  return tidy<DateRange>({ ...dates, daysOfWeek: days, excludeIncompletePeriods })
}

/** Some days of the week in their order, 1 for Monday; undefined for none and for all. */
function daysOfWeekIn(value: unknown): number[] | undefined {
  if (!Array.isArray(value)) return undefined
  const days = [1, 2, 3, 4, 5, 6, 7].filter((day) => value.includes(day))
  return days.length > 0 && days.length < 7 ? days : undefined
}

/** The dates alone, for questions that follow somebody from day to day. */
export function datesOnly(range: DateRange | null | undefined): DateRange | undefined {
  return range ? parseDateRange({ ...range, daysOfWeek: undefined, excludeIncompletePeriods: undefined }) : undefined
}

export function parseCompare(value: unknown): { compare: boolean; compare_to?: string } | undefined {
  if (!isFields(value) || value.compare !== true) return undefined
  return tidy({ compare: true, compare_to: textOf(value.compare_to) })
}

const breakdownTypes: readonly BreakdownType[] = ['event', 'person', 'group', 'session', 'hogql', 'event_metadata', 'cohort']

export function parseBreakdown(value: unknown): BreakdownFilter | undefined {
  if (!isFields(value)) return undefined
  const list = Array.isArray(value.breakdowns) ? (value.breakdowns as unknown[]) : []
  const single = (Array.isArray(value.breakdown) ? (value.breakdown as unknown[]) : [value.breakdown]).map((property) => ({
    property,
    type: value.breakdown_type,
    group_type_index: value.breakdown_group_type_index,
    normalize_url: value.breakdown_normalize_url,
    histogram_bin_count: value.breakdown_histogram_bin_count,
  }))
  // Only cohorts are several in the fields of one.
  const items = (list.length > 0 ? list : value.breakdown_type === 'cohort' ? single : single.slice(0, 1)).map(parseOneBreakdown).filter((one) => one !== null)
  const limit = numberOf(value.breakdown_limit)
  return breakdownFilter(items, {
    limit: limit !== undefined && limit >= 1 && limit <= 1000 ? Math.floor(limit) : undefined,
    hideOther: value.breakdown_hide_other_aggregation === true,
  })
}

function parseOneBreakdown(value: unknown): Breakdown | null {
  if (!isFields(value)) return null
  const type = oneOf(breakdownTypes, value.type ?? 'event')
  const property = textOf(type === 'cohort' ? String(value.property) : value.property)
  if (!property || !type) return null
  if (type === 'cohort') return /^(all|\d+)$/.test(property) ? { property, type } : null
  const bins = numberOf(value.histogram_bin_count)
  return tidy<Breakdown>({
    property,
    type,
    group_type_index: type === 'group' ? (numberOf(value.group_type_index) ?? 0) : undefined,
    normalize_url: value.normalize_url === true ? true : undefined,
    histogram_bin_count: bins !== undefined && bins >= 1 ? Math.min(200, Math.floor(bins)) : undefined,
  })
}

export interface BreakdownOptions {
  limit?: number
  hideOther?: boolean
}

/** One breakdown has fields of its own, so that old readers know it; several are a list. */
export function breakdownFilter(items: Breakdown[], { limit, hideOther }: BreakdownOptions): BreakdownFilter | undefined {
  const [first] = items
  if (!first) return undefined
  // Cohorts do not go together with properties.
  const cohorts = items.filter((one) => one.type === 'cohort').map(({ property }) => (property === 'all' ? property : Number(property)))
  if (first.type === 'cohort') return { breakdown: [...new Set(cohorts)], breakdown_type: 'cohort' }
  const rest = { breakdown_limit: limit, breakdown_hide_other_aggregation: hideOther ? true : undefined }
  const properties = items.filter((one) => one.type !== 'cohort').slice(0, maxBreakdowns)
  if (properties.length > 1) return tidy<BreakdownFilter>({ breakdowns: properties, ...rest })
  return tidy<BreakdownFilter>({
    breakdown: first.property,
    breakdown_type: first.type,
    breakdown_group_type_index: first.group_type_index,
    breakdown_normalize_url: first.normalize_url,
    breakdown_histogram_bin_count: first.histogram_bin_count,
    ...rest,
  })
}

/** The breakdowns of a question, however they are written. */
export function breakdownsOf({ breakdownFilter: filter }: { breakdownFilter?: BreakdownFilter }): Breakdown[] {
  if (!filter) return []
  if (filter.breakdowns) return filter.breakdowns
  if (filter.breakdown === undefined) return []
  if (Array.isArray(filter.breakdown)) return filter.breakdown.map((id) => ({ property: String(id), type: 'cohort' }))
  return [
    tidy<Breakdown>({
      property: filter.breakdown,
      type: filter.breakdown_type ?? 'event',
      group_type_index: filter.breakdown_group_type_index,
      normalize_url: filter.breakdown_normalize_url,
      histogram_bin_count: filter.breakdown_histogram_bin_count,
    }),
  ]
}

export const isByCohort = (question: { breakdownFilter?: BreakdownFilter }): boolean => question.breakdownFilter?.breakdown_type === 'cohort'

/** The breakdowns that a kind of question takes: so many properties, or any number of cohorts. */
export function fewBreakdowns(filter: BreakdownFilter | undefined, most: number): BreakdownFilter | undefined {
  if (!filter || isByCohort({ breakdownFilter: filter })) return filter
  return breakdownFilter(breakdownsOf({ breakdownFilter: filter }).slice(0, most), limitsOf(filter))
}

/** What a question is broken down by, each once: "Browser", "Cohort". */
export const breakdownNames = (question: { breakdownFilter?: BreakdownFilter }): string[] => [...new Set(breakdownsOf(question).map(breakdownName))]

function breakdownName({ type, property }: Breakdown): string {
  if (type === 'cohort') return 'Cohort'
  return type === 'session' ? sessionLabel(property) : propertyLabel(property)
}

/** Conditions in the form they are edited in: a list, and whether one of them is enough. */
export interface Conditions {
  filters: AnyFilter[]
  any: boolean
  /** Groups inside groups, which are shown as one and kept as they are. */
  nested: FilterGroup | null
}

export function conditionsOf(query: Narrowed): Conditions {
  const { properties } = query
  if (properties === undefined) return { filters: [], any: false, nested: null }
  if (Array.isArray(properties)) return { filters: properties, any: false, nested: null }
  const any = oneOrList(properties)
  return any ? { filters: any, any: true, nested: null } : { filters: [], any: false, nested: properties }
}

/** The conditions of one OR, however deep it is wrapped; null when there is more to it. */
function oneOrList(group: FilterGroup): AnyFilter[] | null {
  const [only] = group.values
  if (group.values.length === 1 && only && 'values' in only && Array.isArray(only.values)) return oneOrList(only as FilterGroup)
  if (group.type !== 'OR') return null
  const list: AnyFilter[] = []
  for (const value of group.values) {
    const inner: FilterGroup | AnyFilter | undefined = 'values' in value && Array.isArray(value.values) ? (value.values.length === 1 ? (value as FilterGroup).values[0] : undefined) : value
    if (!inner || ('values' in inner && Array.isArray(inner.values))) return null
    list.push(inner as AnyFilter)
  }
  return list
}

/** The conditions as the server takes them; PostHog's two levels of groups for “any”. */
export function withConditions<Q extends Narrowed>(query: Q, filters: AnyFilter[], any: boolean): Q {
  if (filters.length === 0) return { ...query, properties: undefined }
  return { ...query, properties: any && filters.length > 1 ? { type: 'AND', values: [{ type: 'OR', values: filters }] } : filters }
}

export const limitsOf = (filter: BreakdownFilter | undefined): BreakdownOptions => ({
  limit: filter?.breakdown_limit,
  hideOther: filter?.breakdown_hide_other_aggregation,
})

/** Whether a condition says enough to be asked. */
const isReady = (filter: AnyFilter): boolean =>
  isPropertyFilter(filter) ? isComplete(filter) : filter.type !== 'hogql' || (typeof filter.key === 'string' && filter.key.trim() !== '')

/** The conditions that are filled in; undefined without any. */
export function readyFilters(filters: AnyFilter[] | undefined): AnyFilter[] | undefined {
  const kept = filters?.filter(isReady)
  return kept && kept.length > 0 ? kept : undefined
}

/** The conditions of a question without those that are still being filled in. */
export function readyConditions(query: Narrowed): Narrowed['properties'] {
  const { filters, any, nested } = conditionsOf(query)
  return nested ?? withConditions<Narrowed>({}, readyFilters(filters) ?? [], any).properties
}

/** The breakdowns that are filled in. */
export function readyBreakdowns(query: { breakdownFilter?: BreakdownFilter }): BreakdownFilter | undefined {
  if (!query.breakdownFilter) return undefined
  return breakdownFilter(
    breakdownsOf(query).filter((one) => one.property.trim() !== ''),
    limitsOf(query.breakdownFilter),
  )
}

/** What a question counts: people, or groups of a type. */
export interface ActorWords {
  one: string
  many: string
  /** The index of the type, for groups. */
  group?: number
}

/** The words for groups of the type with this index. */
export type WordsOf = (group: number) => ActorWords

export const people: ActorWords = { one: 'person', many: 'people' }

/** Where it is not known what the project calls them. */
export const groupWords: WordsOf = (group) => ({ one: 'group', many: 'groups', group })

/** "10% of people"; null for everybody. */
export const sampleText = (factor: number | null | undefined): string | null =>
  factor === null || factor === undefined || factor >= 1 ? null : `${Number((factor * 100).toPrecision(3))}% of people`

/** "12 companies" */
export const actorsText = (count: number, { one, many }: ActorWords = people): string => plural(count, one, many)

export const capitalized = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)
