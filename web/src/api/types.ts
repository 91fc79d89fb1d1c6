/** Shapes of the server's answers, as far as the screens read them. */

export interface Preflight {
  initiated: boolean
  can_create_org: boolean
  available_timezones?: Record<string, number>
}

export interface TeamBasic {
  id: number
  name: string
  api_token: string
  timezone: string
  ingested_event: boolean
}

export interface Me {
  uuid: string
  email: string
  first_name: string
  theme_mode: 'light' | 'dark' | 'system' | '' | null
  team: TeamBasic | null
  organization: { id: string; name: string; membership_level: number | null; teams: TeamBasic[] } | null
}

export interface Project extends TeamBasic {
  week_start_day: 0 | 1 | null
}

export type ProjectChange = Partial<Pick<Project, 'name' | 'timezone' | 'week_start_day'>>

export interface PersonalApiKey {
  id: string
  label: string
  /** Only in the answer that creates the key. */
  value: string | null
  mask_value: string | null
  created_at: string
  last_used_at: string | null
  scopes: string[]
}

export interface Page<T> {
  count: number
  next: string | null
  results: T[]
}

export interface EventDefinition {
  id: string
  name: string
  last_seen_at: string | null
  hidden?: boolean | null
}

export type PropertyType = 'String' | 'Numeric' | 'Boolean' | 'DateTime' | 'Duration'

export interface PropertyDefinition {
  id: string
  name: string
  property_type: PropertyType | null
  is_numerical: boolean
  is_seen_on_filtered_events?: boolean | null
}

export type FilterScope = 'event' | 'person'

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
] as const
export type FilterOperator = (typeof filterOperators)[number]

export type FilterValue = string | number | boolean | (string | number | boolean)[] | null

export interface PropertyFilter {
  type: FilterScope
  key: string
  operator: FilterOperator
  value?: FilterValue
}

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
] as const
export type SeriesMath = (typeof seriesMaths)[number]

export interface EventsNode {
  kind: 'EventsNode'
  /** Null stands for every event. */
  event: string | null
  name?: string
  custom_name?: string
  math?: SeriesMath
  math_property?: string
  math_property_type?: 'event_properties' | 'person_properties'
  properties?: PropertyFilter[]
}

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
] as const
export type TrendsDisplay = (typeof trendsDisplays)[number]

export const trendsIntervals = ['minute', 'hour', 'day', 'week', 'month'] as const
export type TrendsInterval = (typeof trendsIntervals)[number]

export interface DateRange {
  date_from?: string | null
  date_to?: string | null
  explicitDate?: boolean
}

export interface TrendsQuery {
  kind: 'TrendsQuery'
  series: EventsNode[]
  interval?: TrendsInterval
  dateRange?: DateRange
  properties?: PropertyFilter[]
  filterTestAccounts?: boolean
  breakdownFilter?: { breakdown: string; breakdown_type: FilterScope; breakdown_limit?: number }
  compareFilter?: { compare: boolean; compare_to?: string }
  trendsFilter?: {
    display?: TrendsDisplay
    formulaNodes?: { formula: string; custom_name?: string }[]
  }
}

export interface TrendsRow {
  label: string
  count: number
  data: number[] | null
  days?: string[]
  labels?: string[]
  aggregated_value?: number
  breakdown_value?: string | number | string[]
  compare?: boolean
  compare_label?: 'current' | 'previous'
  action: { order: number; name?: string | null; id?: string | null } | null
  order?: number
}

export interface TrendsResponse {
  results: TrendsRow[]
  hasMore?: boolean
  is_cached?: boolean
  last_refresh?: string
  timezone?: string
  timings?: { k: string; t: number }[]
}

export interface EventsQuery {
  kind: 'EventsQuery'
  select: string[]
  orderBy?: string[]
  limit?: number
  after?: string
  event?: string
  properties?: PropertyFilter[]
}

export interface TableResponse {
  columns: string[]
  results: unknown[][]
  hasMore?: boolean
}

export interface CapturedEvent {
  uuid: string
  event: string
  timestamp: string
  distinct_id: string
  person_id?: string | null
  properties: Record<string, unknown>
}
