/** Shapes of the server's answers: those of schema.gen.ts under the names that screens use, and what screens narrow. */

import type {
  AnyPropertyFilter,
  BreakdownAttributionType,
  ChartDisplayType,
  DateRange,
  EventsNode as AnyEventsNode,
  FunnelConversionWindowTimeUnit,
  FunnelMathType,
  FunnelsFilter as AnyFunnelsFilter,
  FunnelsQuery as AnyFunnelsQuery,
  FunnelVizType,
  IntervalType,
  LifecycleStatus as AnyLifecycleStatus,
  MathType,
  PatchedTeamRequest,
  PathsQuery as AnyPathsQuery,
  PathType as AnyPathType,
  PropertyOperator,
  RetentionPeriod as AnyRetentionPeriod,
  RetentionType as AnyRetentionType,
  StepOrderValue,
  StickinessOperator as AnyStickinessOperator,
  TrendsQuery as AnyTrendsQuery,
  UserBasic,
} from './schema.gen'

export type {
  Action,
  Annotation,
  AnnotationRequest,
  DateRange,
  DeadLetter,
  DefinitionMetrics,
  EventDefinition,
  EventFilter,
  EventFilterTest,
  EventFate,
  EventIngestionRestriction,
  EventsQuery,
  EventsQueryResponse as TableResponse,
  EventOddsRatio,
  FunnelCorrelationResponse,
  FunnelsQueryResponse as FunnelsResponse,
  FunnelStep,
  FunnelTimeToConvertResults,
  FunnelTrendsLine,
  Group,
  GroupPage,
  GroupType,
  HogQLQueryResponse,
  IngestionLedger,
  IngestionTotal,
  LifecycleQueryResponse as LifecycleResponse,
  ListedPersonPage,
  PathsQueryResponse as PathsResponse,
  Person as PersonDetails,
  PersonalAPIKey as PersonalApiKey,
  Preflight,
  PropertyDefinition,
  Team as Project,
  RefusedKey,
  RefusedKeys,
  RetentionQueryResponse as RetentionResponse,
  RetentionResult,
  StickinessQueryResponse as StickinessResponse,
  TeamBasic,
  TrendsQueryResponse as TrendsResponse,
  TrendsRow,
  User as Me,
  UserBasic,
} from './schema.gen'

export type ProjectChange = Pick<PatchedTeamRequest, 'name' | 'timezone' | 'week_start_day' | 'primary_dashboard' | 'event_ingestion_restrictions'>

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

/** Whose property a condition is on. */
export const propertyOwners = ['event', 'person', 'group', 'session'] as const
export type PropertyOwner = (typeof propertyOwners)[number]

export interface PropertyFilter extends AnyPropertyFilter {
  type: PropertyOwner
  key: string
  operator: FilterOperator
  /** Of a group's property: the index of its type. */
  group_type_index?: number
}

/** A condition in HogQL (its text is the key), or of a kind that is kept and can be taken away, but not changed here. */
export interface OtherFilter {
  type: string
  key?: string
  value?: unknown
  [field: string]: unknown
}

export type AnyFilter = PropertyFilter | OtherFilter

/** Conditions of which all have to hold, or any. */
export interface FilterGroup {
  type: 'AND' | 'OR'
  values: (FilterGroup | AnyFilter)[]
}

/** Those that the series menu offers, in its order. */
export const seriesMaths = [
  'total',
  'dau',
  'weekly_active',
  'monthly_active',
  'unique_session',
  'unique_group',
  'sum',
  'avg',
  'min',
  'max',
  'median',
  'p75',
  'p90',
  'p95',
  'p99',
  'avg_count_per_actor',
  'min_count_per_actor',
  'max_count_per_actor',
  'median_count_per_actor',
  'p75_count_per_actor',
  'p90_count_per_actor',
  'p95_count_per_actor',
  'p99_count_per_actor',
  'hogql',
] as const satisfies readonly MathType[]
export type SeriesMath = (typeof seriesMaths)[number]

/** An event of a question, or an action: several events under one name. */
export interface EventsNode extends Omit<AnyEventsNode, 'kind' | 'event' | 'properties'> {
  kind: 'EventsNode' | 'ActionsNode'
  /** Null stands for every event; an action has none. */
  event?: string | null
  /** Of an action, with its name as it was when it was chosen. */
  id?: number
  name?: string
  custom_name?: string
  math?: SeriesMath
  math_property?: string
  math_property_type?: 'event_properties' | 'person_properties'
  /** The expression of math hogql. */
  math_hogql?: string
  /** The group type of math unique_group. */
  math_group_type_index?: number
  math_multiplier?: number
  properties?: AnyFilter[]
}

export type BreakdownType = 'event' | 'person' | 'group' | 'session' | 'hogql' | 'event_metadata' | 'cohort'

export interface Breakdown {
  /** Of a cohort: its id, or "all" for everybody. */
  property: string
  type: BreakdownType
  group_type_index?: number
  /** Trailing slashes, query and fragment of URLs are left away. */
  normalize_url?: boolean
  /** Numbers are put into so many bins. */
  histogram_bin_count?: number
}

/** One breakdown in its own fields, or up to three in a list; any number of cohorts. */
export interface BreakdownFilter {
  /** Of cohorts: their ids, and 'all'. */
  breakdown?: string | (number | 'all')[]
  breakdown_type?: BreakdownType
  breakdown_group_type_index?: number
  breakdown_normalize_url?: boolean
  breakdown_histogram_bin_count?: number
  breakdowns?: Breakdown[]
  breakdown_limit?: number
  breakdown_hide_other_aggregation?: boolean
}

export const axisFormats = ['numeric', 'short', 'percentage', 'percentage_scaled', 'duration', 'duration_ms', 'currency'] as const
export type AxisFormat = (typeof axisFormats)[number]

export interface GoalLine {
  label: string
  value: number
  displayLabel?: boolean
  borderColor?: string
}

/** How an answer is shown; only display, formulas and smoothing change numbers. */
export interface TrendsFilter {
  display?: TrendsDisplay
  formulaNodes?: { formula: string; custom_name?: string }[]
  smoothingIntervals?: number
  aggregationAxisFormat?: AxisFormat
  aggregationAxisPrefix?: string
  aggregationAxisPostfix?: string
  decimalPlaces?: number
  showValuesOnSeries?: boolean
  showTrendLines?: boolean
  yAxisScaleType?: 'linear' | 'log10'
  goalLines?: GoalLine[]
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
  'CalendarHeatmap',
  'BoxPlot',
] as const satisfies readonly ChartDisplayType[]
export type TrendsDisplay = (typeof trendsDisplays)[number]

export const trendsIntervals = ['minute', 'hour', 'day', 'week', 'month'] as const satisfies readonly IntervalType[]
export type TrendsInterval = (typeof trendsIntervals)[number]

export interface TrendsQuery extends Omit<AnyTrendsQuery, 'series' | 'properties' | 'breakdownFilter' | 'trendsFilter' | 'samplingFactor'> {
  samplingFactor?: number
  series: EventsNode[]
  interval?: TrendsInterval
  properties?: AnyFilter[] | FilterGroup
  filterTestAccounts?: boolean
  breakdownFilter?: BreakdownFilter
  compareFilter?: { compare: boolean; compare_to?: string }
  trendsFilter?: TrendsFilter
}

export const funnelViews = ['steps', 'time_to_convert', 'trends'] as const satisfies readonly FunnelVizType[]
export type FunnelView = (typeof funnelViews)[number]

export const stepOrders = ['ordered', 'strict', 'unordered'] as const satisfies readonly StepOrderValue[]
export type StepOrder = (typeof stepOrders)[number]

export const windowUnits = ['second', 'minute', 'hour', 'day', 'week', 'month'] as const satisfies readonly FunnelConversionWindowTimeUnit[]
export type WindowUnit = (typeof windowUnits)[number]

export const attributions = ['first_touch', 'last_touch', 'all_events', 'step'] as const satisfies readonly BreakdownAttributionType[]
export type Attribution = (typeof attributions)[number]

export const funnelMaths = ['total', 'first_time_for_user', 'first_time_for_user_with_filters'] as const satisfies readonly FunnelMathType[]
export type FunnelMath = (typeof funnelMaths)[number]

export interface FunnelStepNode extends Pick<EventsNode, 'kind' | 'event' | 'id' | 'name' | 'custom_name' | 'properties'> {
  math?: FunnelMath
  optionalInFunnel?: boolean
}

/** What must not happen between two steps, counted from 0. */
export interface FunnelExclusion extends Pick<EventsNode, 'kind' | 'event' | 'id' | 'name' | 'custom_name' | 'properties'> {
  funnelFromStep: number
  funnelToStep: number
}

export interface FunnelsFilter extends Pick<AnyFunnelsFilter, 'funnelStepReference' | 'layout'> {
  funnelVizType?: FunnelView
  funnelOrderType?: StepOrder
  funnelWindowInterval?: number
  funnelWindowIntervalUnit?: WindowUnit
  exclusions?: FunnelExclusion[]
  breakdownAttributionType?: Attribution
  breakdownAttributionValue?: number
  funnelFromStep?: number
  funnelToStep?: number
  funnelAggregateByHogQL?: string
  binCount?: number
}

export interface FunnelsQuery extends Pick<AnyFunnelsQuery, 'kind' | 'dateRange' | 'samplingFactor'> {
  aggregation_group_type_index?: number
  series: FunnelStepNode[]
  interval?: TrendsInterval
  dateRange?: DateRange
  properties?: AnyFilter[] | FilterGroup
  filterTestAccounts?: boolean
  breakdownFilter?: BreakdownFilter
  compareFilter?: { compare: boolean; compare_to?: string }
  funnelsFilter?: FunnelsFilter
}

export const retentionPeriods = ['Hour', 'Day', 'Week', 'Month'] as const satisfies readonly AnyRetentionPeriod[]
export type RetentionPeriod = (typeof retentionPeriods)[number]

export const retentionTypes = ['retention_recurring', 'retention_first_time', 'retention_first_ever_occurrence'] as const satisfies readonly AnyRetentionType[]
export type RetentionType = (typeof retentionTypes)[number]

/** The event that begins or continues, as retention names it. */
export interface RetentionEntity {
  /** Null stands for every event; an action has a number. */
  id: string | number | null
  type: 'events' | 'actions'
  name?: string
  custom_name?: string
  properties?: AnyFilter[]
}

export interface RetentionFilter {
  period?: RetentionPeriod
  totalIntervals?: number
  targetEntity: RetentionEntity
  returningEntity: RetentionEntity
  retentionType?: RetentionType
  minimumOccurrences?: number
  cumulative?: boolean
  timeWindowMode?: '24_hour_windows'
  retentionCustomBrackets?: number[]
}

export interface RetentionQuery {
  kind: 'RetentionQuery'
  dateRange?: DateRange
  properties?: AnyFilter[] | FilterGroup
  filterTestAccounts?: boolean
  samplingFactor?: number
  aggregation_group_type_index?: number
  breakdownFilter?: BreakdownFilter
  retentionFilter: RetentionFilter
}

export const lifecycleStatuses = ['new', 'returning', 'resurrecting', 'dormant'] as const satisfies readonly AnyLifecycleStatus[]
export type LifecycleStatus = (typeof lifecycleStatuses)[number]

export interface LifecycleQuery {
  kind: 'LifecycleQuery'
  series: Pick<EventsNode, 'kind' | 'event' | 'id' | 'name' | 'custom_name' | 'properties'>[]
  interval?: TrendsInterval
  dateRange?: DateRange
  properties?: AnyFilter[] | FilterGroup
  filterTestAccounts?: boolean
  samplingFactor?: number
  aggregation_group_type_index?: number
}

export const stickinessOperators = ['gte', 'exact', 'lte'] as const satisfies readonly AnyStickinessOperator[]
export type StickinessOperator = (typeof stickinessOperators)[number]

export interface StickinessFilter {
  computedAs?: 'cumulative'
  /** How many events make a period an active one. */
  stickinessCriteria?: { operator: StickinessOperator; value: number }
  display?: 'ActionsBar'
}

export interface StickinessQuery {
  kind: 'StickinessQuery'
  series: EventsNode[]
  interval?: TrendsInterval
  intervalCount?: number
  dateRange?: DateRange
  properties?: AnyFilter[] | FilterGroup
  filterTestAccounts?: boolean
  samplingFactor?: number
  aggregation_group_type_index?: number
  compareFilter?: { compare: boolean; compare_to?: string }
  stickinessFilter?: StickinessFilter
}

/** What a step of a path can be, in the order they are offered. */
export const pathTypes = ['$pageview', '$screen', 'custom_event', 'hogql'] as const satisfies readonly AnyPathType[]
export type PathType = (typeof pathTypes)[number]

export interface PathsFilter {
  /** Without any, every event is a step. */
  includeEventTypes?: PathType[]
  pathsHogQLExpression?: string
  /** Steps that are left out: pages, screens or events by their name. */
  excludeEvents?: string[]
  startPoint?: string
  endPoint?: string
  stepLimit?: number
  edgeLimit?: number
  minEdgeWeight?: number
  maxEdgeWeight?: number
  /** Wildcards such as "/product/*" that count as one step. */
  pathGroupings?: string[]
  /** The project's own rules clean after these. */
  localPathCleaningFilters?: { regex: string; alias: string }[]
  pathReplacements?: boolean
  showFullUrls?: boolean
  /** Of the people behind a number: who came from, came to, or ended at this step. */
  pathStartKey?: string
  pathEndKey?: string
  pathDropoffKey?: string
}

export interface PathsQuery extends Pick<AnyPathsQuery, 'kind' | 'dateRange'> {
  pathsFilter: PathsFilter
  /** Only those a funnel counted, around one of its steps: kept as it came. */
  funnelPathsFilter?: Record<string, unknown>
  dateRange?: DateRange
  properties?: AnyFilter[] | FilterGroup
  filterTestAccounts?: boolean
  samplingFactor?: number
  aggregation_group_type_index?: number
}

/** The kinds that lists of insights are narrowed to. */
export const insightKinds = ['TRENDS', 'FUNNELS', 'RETENTION', 'PATHS', 'STICKINESS', 'LIFECYCLE', 'SQL'] as const
export type InsightKind = (typeof insightKinds)[number]

/** What an insight holds: a question, mostly inside the node that shows it. */
export interface QueryNode {
  kind: string
  source?: QueryNode
  [field: string]: unknown
}

export interface Insight {
  id: number
  short_id: string
  name: string | null
  derived_name: string | null
  description?: string | null
  query: QueryNode | null
  favorited: boolean
  saved: boolean
  deleted: boolean
  tags: string[]
  dashboards: number[] | null
  created_at: string
  created_by?: UserBasic | null
  last_modified_at: string
  last_modified_by?: UserBasic | null
  last_viewed_at?: string | null
  /** What it says, where it came with its answer. */
  result?: unknown
  columns?: unknown[] | null
  types?: unknown[] | null
  hasMore?: boolean | null
  hogql?: string | null
  timezone?: string | null
  resolved_date_range?: unknown
  last_refresh?: string | null
}

export type InsightChange = Partial<Pick<Insight, 'name' | 'derived_name' | 'description' | 'favorited' | 'deleted' | 'saved' | 'tags' | 'dashboards'>> & {
  query?: object
}

export interface CapturedEvent {
  uuid: string
  event: string
  timestamp: string
  distinct_id: string
  person_id?: string | null
  properties: Record<string, unknown>
}
