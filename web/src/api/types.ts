/** Shapes of the server's answers: those of schema.gen.ts under the names that screens use, and what screens narrow. */

import type {
  AnyPropertyFilter,
  ChartDisplayType,
  EventsNode as AnyEventsNode,
  IntervalType,
  MathType,
  PatchedTeamRequest,
  PropertyOperator,
  TrendsQuery as AnyTrendsQuery,
} from './schema.gen'

export type {
  DateRange,
  EventDefinition,
  EventsQuery,
  EventsQueryResponse as TableResponse,
  PersonalAPIKey as PersonalApiKey,
  Preflight,
  PropertyDefinition,
  Team as Project,
  TeamBasic,
  TrendsQueryResponse as TrendsResponse,
  TrendsRow,
  User as Me,
} from './schema.gen'

export type ProjectChange = Pick<PatchedTeamRequest, 'name' | 'timezone' | 'week_start_day'>

export interface Page<T> {
  count: number
  next: string | null
  results: T[]
}

export type PropertyType = 'String' | 'Numeric' | 'Boolean' | 'DateTime' | 'Duration'

export type FilterScope = 'event' | 'person'

/** Those that the filter menu offers, in its order. */
export const filterOperators = [
  'exact',
  'is_not',
  'icontains',
  'not_icontains',
  'regex',
  'not_regex',
  'gt',
  'gte',
  'lt',
  'lte',
  'between',
  'not_between',
  'is_set',
  'is_not_set',
  'is_date_exact',
  'is_date_before',
  'is_date_after',
] as const satisfies readonly PropertyOperator[]
export type FilterOperator = (typeof filterOperators)[number]

export type FilterValue = AnyPropertyFilter['value']

export interface PropertyFilter extends AnyPropertyFilter {
  type: FilterScope
  key: string
  operator: FilterOperator
}

/** Those that the series menu offers, in its order. */
export const seriesMaths = [
  'total',
  'dau',
  'weekly_active',
  'monthly_active',
  'unique_session',
  'sum',
  'avg',
  'min',
  'max',
  'median',
  'p75',
  'p90',
  'p95',
  'p99',
] as const satisfies readonly MathType[]
export type SeriesMath = (typeof seriesMaths)[number]

export interface EventsNode extends AnyEventsNode {
  /** Null stands for every event. */
  event: string | null
  name?: string
  custom_name?: string
  math?: SeriesMath
  math_property?: string
  math_property_type?: 'event_properties' | 'person_properties'
  properties?: PropertyFilter[]
}

/** Those that the display menu offers, in its order. */
export const trendsDisplays = [
  'ActionsLineGraph',
  'ActionsLineGraphCumulative',
  'ActionsAreaGraph',
  'ActionsUnstackedBar',
  'ActionsBar',
  'ActionsBarValue',
  'ActionsPie',
  'BoldNumber',
  'ActionsTable',
  'WorldMap',
] as const satisfies readonly ChartDisplayType[]
export type TrendsDisplay = (typeof trendsDisplays)[number]

export const trendsIntervals = ['minute', 'hour', 'day', 'week', 'month'] as const satisfies readonly IntervalType[]
export type TrendsInterval = (typeof trendsIntervals)[number]

export interface TrendsQuery extends AnyTrendsQuery {
  series: EventsNode[]
  interval?: TrendsInterval
  properties?: PropertyFilter[]
  filterTestAccounts?: boolean
  breakdownFilter?: { breakdown: string; breakdown_type: FilterScope; breakdown_limit?: number }
  compareFilter?: { compare: boolean; compare_to?: string }
  trendsFilter?: {
    display?: TrendsDisplay
    formulaNodes?: { formula: string; custom_name?: string }[]
  }
}

export interface CapturedEvent {
  uuid: string
  event: string
  timestamp: string
  distinct_id: string
  person_id?: string | null
  properties: Record<string, unknown>
}
