// Made by `npm run api-types` from the API’s document; changes here are lost.

export interface Action {
  id: number
  name: string | null
  description: string
  tags: string[]
  post_to_slack: boolean
  slack_message_format: string
  /** An event must fit one of them. */
  steps: ActionStep[]
  created_at: string
  created_by: UserBasic | null
  deleted: boolean
  is_calculating: boolean
  last_calculated_at: string
  updated_at: string
  team_id: number
  is_action: boolean
  bytecode_error: string | null
  /** Any time pins it now, null unpins it. */
  pinned_at: string | null
  creation_context: string | null
  user_access_level: string | null
}

export interface ActionRequest {
  name?: string | null
  description?: string
  tags?: string[]
  post_to_slack?: boolean
  slack_message_format?: string
  /** An event must fit one of them. */
  steps?: ActionStepRequest[]
  deleted?: boolean
  /** Any time pins it now, null unpins it. */
  pinned_at?: string | null
}

export interface ActionStep {
  event: string | null
  selector: string | null
  selector_regex: string | null
  tag_name: string | null
  text: string | null
  text_matching: 'contains' | 'regex' | 'exact' | null
  href: string | null
  href_matching: 'contains' | 'regex' | 'exact' | null
  url: string | null
  url_matching: 'contains' | 'regex' | 'exact' | null
  /** Property filters, all of which must pass. */
  properties: unknown
}

export interface ActionStepRequest {
  event?: string | null
  selector?: string | null
  tag_name?: string | null
  text?: string | null
  text_matching?: 'contains' | 'regex' | 'exact' | null
  href?: string | null
  href_matching?: 'contains' | 'regex' | 'exact' | null
  url?: string | null
  url_matching?: 'contains' | 'regex' | 'exact' | null
  /** Property filters, all of which must pass. */
  properties?: unknown
}

export interface ActionsNode {
  kind: 'ActionsNode'
  id: number
  name?: string | null
  custom_name?: string | null
  properties?: AnyPropertyFilter[] | null
  fixedProperties?: AnyPropertyFilter[] | null
  math?: MathType | null
  math_property?: string | null
  math_property_type?: 'event_properties' | 'person_properties' | 'session_properties' | null
  math_hogql?: string | null
  math_group_type_index?: number | null
  math_multiplier?: number | null
  /** What amounts are in. Amounts in another currency than the project's count nothing: there are no rates. */
  math_property_revenue_currency?: RevenueCurrencyPropertyConfig | null
}

export interface ActivityLog {
  id: string
  user: UserBasic | null
  unread: boolean
  organization_id: string | null
  was_impersonated: boolean | null
  is_system: boolean | null
  client: string | null
  activity: string
  item_id: string | null
  scope: string
  detail: Record<string, unknown>
  created_at: string
}

export interface ActivityLogPage {
  results: ActivityLog[]
  next: string | null
  previous: string | null
  count: number
  total_count: number
}

export interface ActorsPropertyTaxonomyQuery {
  kind: 'ActorsPropertyTaxonomyQuery'
  modifiers?: Record<string, unknown> | null
  tags?: Record<string, unknown> | null
  version?: number | null
  properties: string[]
  groupTypeIndex?: number | null
  maxPropertyValues?: number | null
}

export interface ActorsQuery {
  kind: 'ActorsQuery'
  /** None: every person. */
  source?: InsightActorsQuery | StickinessActorsQuery | FunnelsActorsQuery | FunnelCorrelationActorsQuery | null
  /** Columns in HogQL; person is the person. */
  select?: string[] | null
  search?: string | null
  properties?: unknown[] | null
  fixedProperties?: unknown[] | null
  orderBy?: string[] | null
  limit?: number | null
  offset?: number | null
  modifiers?: Record<string, unknown> | null
  tags?: Record<string, unknown> | null
  version?: number | null
}

export interface ActorsQueryResponse {
  results: unknown[][]
  columns: string[]
  types: string[]
  limit?: number
  offset?: number
  missing_actors_count: number
  kind?: string
  hasMore?: boolean | null
  hogql?: string | null
  error?: string | null
  timings?: QueryTiming[] | null
  modifiers?: Record<string, unknown> | null
  is_cached?: boolean
  cache_key?: string | null
  last_refresh?: string | null
  next_allowed_client_refresh?: string | null
  cache_target_age?: string | null
  timezone?: string | null
  calculation_trigger?: string | null
  query_metadata?: QueryMetadata | null
  query_status?: QueryStatus | null
}

export type AggregationPropertyType = 'event' | 'person'

export type AggregationType = 'count' | 'sum' | 'avg'

export interface Annotation {
  id: number
  content: string | null
  date_marker: string | null
  creation_type: 'USR' | 'GIT'
  scope: 'dashboard_item' | 'dashboard' | 'project' | 'organization' | 'recording'
  /** The number of an insight. */
  dashboard_item: number | null
  dashboard_id: number | null
  dashboard_name: string | null
  insight_short_id: string | null
  insight_name: string | null
  insight_derived_name: string | null
  recording_id: string | null
  created_by: UserBasic | null
  created_at: string
  updated_at: string
  deleted: boolean
}

export interface AnnotationRequest {
  content?: string | null
  date_marker?: string | null
  creation_type?: 'USR' | 'GIT'
  scope?: 'dashboard_item' | 'dashboard' | 'project' | 'organization' | 'recording'
  /** The number of an insight. */
  dashboard_item?: number | null
  dashboard_id?: number | null
  recording_id?: string | null
  deleted?: boolean
}

export interface AnyPropertyFilter {
  type?: 'event' | 'person' | 'group' | 'session' | 'element' | 'event_metadata' | 'feature' | 'cohort' | 'static-cohort' | 'precalculated-cohort' | 'hogql' | 'empty' | 'flag'
  key?: string | number
  operator?: PropertyOperator | null
  value?: string | number | boolean | (string | number | boolean)[] | null
  group_type_index?: number | null
  label?: string | null
}

export interface AutocompleteCompletionItem {
  kind: 'Variable' | 'Property' | 'Folder' | 'Function' | 'Keyword'
  label: string
  insertText: string
  detail?: string | null
  documentation?: string | null
}

export interface BoxPlotDatum {
  day: string
  label: string
  min: number
  q1: number
  median: number
  q3: number
  max: number
  mean: number
}

export interface Breakdown {
  type?: BreakdownType | null
  /** Of a cohort: its id. */
  property: string | number
  group_type_index?: number | null
  normalize_url?: boolean | null
  histogram_bin_count?: number | null
}

export type BreakdownAttributionType = 'first_touch' | 'last_touch' | 'all_events' | 'step'

export interface BreakdownFilter {
  /** Of cohorts: their ids, and 'all'. */
  breakdown?: string | number | (string | number)[] | null
  breakdown_type?: BreakdownType | null
  breakdown_limit?: number | null
  breakdown_group_type_index?: number | null
  breakdown_normalize_url?: boolean | null
  breakdown_hide_other_aggregation?: boolean | null
  breakdown_histogram_bin_count?: number | null
  /** At most 3, or any number of cohorts. */
  breakdowns?: Breakdown[] | null
}

export type BreakdownType = 'event' | 'person' | 'group' | 'session' | 'event_metadata' | 'hogql' | 'cohort'

export interface BulkTags {
  ids: number[]
  action: 'add' | 'remove' | 'set'
  tags: string[]
}

export interface BulkTagsAnswer {
  updated: { id: number; tags: string[] }[]
  skipped: { id: number; reason: string }[]
}

export interface CalendarHeatmapQuery {
  kind: 'CalendarHeatmapQuery'
  series: (EventsNode | ActionsNode | GroupNode)[]
  calendarHeatmapFilter?: Record<string, unknown> | null
  conversionGoal?: Record<string, unknown> | null
  interval?: IntervalType | null
  dateRange?: DateRange | null
  properties?: AnyPropertyFilter[] | PropertyGroupFilter | null
  filterTestAccounts?: boolean | null
  /** Over 0, at most 1: the part looked at. */
  samplingFactor?: number | null
  aggregation_group_type_index?: number | null
  dataColorTheme?: number | null
  modifiers?: Record<string, unknown> | null
  tags?: Record<string, unknown> | null
  version?: number | null
}

export interface CalendarHeatmapResponse {
  results: EventsHeatMapStructuredResult
  hasMore?: boolean | null
  hogql?: string | null
  error?: string | null
  timings?: QueryTiming[] | null
  modifiers?: Record<string, unknown> | null
  is_cached?: boolean
  cache_key?: string | null
  last_refresh?: string | null
  next_allowed_client_refresh?: string | null
  cache_target_age?: string | null
  timezone?: string | null
  calculation_trigger?: string | null
  query_metadata?: QueryMetadata | null
  query_status?: QueryStatus | null
}

export type ChartDisplayType = 'ActionsLineGraph' | 'ActionsBar' | 'ActionsUnstackedBar' | 'ActionsStackedBar' | 'ActionsAreaGraph' | 'ActionsLineGraphCumulative' | 'BoldNumber' | 'Progress' | 'ActionsPie' | 'ActionsBarValue' | 'ActionsTable' | 'WorldMap' | 'SlopeGraph' | 'BoxPlot' | 'CalendarHeatmap' | 'TwoDimensionalHeatmap'

export interface ClickhouseEvent {
  id: string
  uuid: string
  event: string
  distinct_id: string
  properties: Record<string, unknown>
  timestamp: string
  team_id?: number
  created_at?: string | null
  person_mode?: string
  elements: unknown[]
  elements_chain: string
  person: EventPerson | null
}

export interface ClickhouseEventList {
  next: string | null
  results: ClickhouseEvent[]
}

export interface ClientAddress {
  client_ip: string
  reason: 'no_proxy' | 'untrusted_peer' | 'no_headers' | 'unreadable' | 'first_forwarded' | 'last_untrusted' | 'real_ip'
  why: string
  secure: boolean
  trusted: string
  hops: ProxyHop[]
  headers: ProxyHeader[]
}

export interface Cohort {
  id: number
  name: string | null
  description: string
  /** The old form of filters; still read. */
  groups: unknown[]
  /** {"properties": group}: groups hold groups, and filters of the type person, behavioral or cohort. */
  filters: Record<string, unknown> | null
  /** An ActorsQuery or HogQLQuery whose persons are the members. */
  query: Record<string, unknown> | null
  is_static: boolean
  deleted: boolean
  is_calculating: boolean
  last_calculation: string | null
  errors_calculating: number
  last_error_message: string | null
  count: number | null
  version: number | null
  pending_version: number | null
  cohort_type: string | null
  experiment_set: number[]
  created_by: UserBasic | null
  created_at: string
  last_backfill_person_properties_at: string | null
}

export interface CohortCalculation {
  id: string
  started_at: string
  finished_at: string | null
  duration_ms: number | null
  count: number | null
  error: string | null
  error_code: string | null
}

export interface CohortPersons {
  next: string | null
  previous: string | null
  results: PersonRow[]
}

export interface CohortRequest {
  name?: string | null
  description?: string
  /** The old form of filters; still read. */
  groups?: unknown[]
  /** {"properties": group}: groups hold groups, and filters of the type person, behavioral or cohort. */
  filters?: Record<string, unknown> | null
  /** An ActorsQuery or HogQLQuery whose persons are the members. */
  query?: Record<string, unknown> | null
  is_static?: boolean
  deleted?: boolean
  cohort_type?: string | null
}

export interface CohortsOfPerson {
  results: Cohort[]
}

export interface CompareFilter {
  compare?: boolean | null
  /** A distance such as -7d. */
  compare_to?: string | null
}

export interface Dashboard {
  id: number
  name: string | null
  description: string
  pinned: boolean
  created_at: string
  created_by: UserBasic | null
  last_accessed_at: string | null
  last_viewed_at: string | null
  last_refresh: string | null
  is_shared: boolean
  deleted: boolean
  creation_mode: 'default' | 'template' | 'duplicate' | 'unlisted'
  /** Put in place of the filters of its tiles. */
  filters: Record<string, unknown>
  variables: Record<string, unknown>
  persisted_filters: Record<string, unknown> | null
  persisted_variables: Record<string, unknown> | null
  breakdown_colors: unknown[]
  data_color_theme_id: number | null
  tags: string[]
  /** Null in lists. */
  tiles: DashboardTile[] | null
  /** 21: everyone edits; 37: few do. */
  restriction_level: number
  /** 21 or 37. */
  effective_restriction_level: number
  /** 21 or 37. */
  effective_privilege_level: number
  user_access_level: string
  access_control_version: string
  team_id: number
}

export interface DashboardFromTemplate {
  template: { template_name: string; dashboard_description?: string | null; dashboard_filters?: Record<string, unknown>; tags?: string[]; tiles: (Record<string, unknown>)[] }
}

export interface DashboardTemplate {
  id: string
  template_name: string
  dashboard_description: string
  dashboard_filters: Record<string, unknown>
  tags: string[]
  tiles: (Record<string, unknown>)[]
  variables: unknown[]
  deleted: boolean
  created_at: string | null
  created_by: number | null
  image_url: string | null
  team_id: number | null
  scope: 'global' | 'team' | 'feature_flag'
  availability_contexts: string[]
  is_featured: boolean
}

export interface DashboardTile {
  id: number
  insight: Insight | null
  text: TextCard | null
  button_tile: unknown
  /** {"sm": {x, y, w, h}, "xs": {…}}; sm is 12 wide. */
  layouts: Record<string, unknown>
  color: 'blue' | 'green' | 'purple' | 'black' | 'white' | null
  order: number
  filters_overrides: Record<string, unknown> | null
  show_description: boolean | null
  transparent_background: boolean | null
  last_refresh: string | null
  is_cached: boolean
  refreshing: boolean
  error?: { type: string; message: string }
}

export interface DashboardTileRequest {
  id?: number
  text?: TextCardRequest | null
  /** {"sm": {x, y, w, h}, "xs": {…}}; sm is 12 wide. */
  layouts?: Record<string, unknown>
  color?: 'blue' | 'green' | 'purple' | 'black' | 'white' | null
  filters_overrides?: Record<string, unknown> | null
  show_description?: boolean | null
  transparent_background?: boolean | null
  deleted?: boolean
}

export interface DataTableNode {
  kind: 'DataTableNode'
  source: TrendsQuery | FunnelsQuery | RetentionQuery | PathsQuery | StickinessQuery | LifecycleQuery | CalendarHeatmapQuery | EventsQuery | ActorsQuery | HogQLQuery
}

export interface DataVisualizationNode {
  kind: 'DataVisualizationNode'
  source: TrendsQuery | FunnelsQuery | RetentionQuery | PathsQuery | StickinessQuery | LifecycleQuery | CalendarHeatmapQuery | EventsQuery | ActorsQuery | HogQLQuery
}

export interface DatabaseSchemaField {
  name: string
  /** The name as a query writes it. */
  hogql_value: string
  type: DatabaseSerializedFieldType
  schema_valid: boolean
  table?: string | null
  fields?: string[] | null
  chain?: (string | number)[] | null
  id?: string | null
}

export interface DatabaseSchemaQuery {
  kind: 'DatabaseSchemaQuery'
  connectionId?: string | null
  modifiers?: Record<string, unknown> | null
  tags?: Record<string, unknown> | null
  version?: number | null
}

export interface DatabaseSchemaQueryResponse {
  tables: Record<string, DatabaseSchemaTable>
  joins: (Record<string, unknown>)[]
}

export interface DatabaseSchemaTable {
  id: string
  name: string
  type: 'posthog' | 'data_warehouse' | 'view' | 'materialized_view' | 'system' | 'batch_export'
  fields: Record<string, DatabaseSchemaField>
  row_count?: number | null
}

export type DatabaseSerializedFieldType = 'integer' | 'float' | 'decimal' | 'string' | 'datetime' | 'date' | 'boolean' | 'array' | 'json' | 'lazy_table' | 'virtual_table' | 'field_traverser' | 'expression' | 'view' | 'materialized_view' | 'unknown'

export interface DateRange {
  /** A date, or a distance such as -7d. */
  date_from?: string | null
  date_to?: string | null
  /** The dates hold to the second. */
  explicitDate?: boolean | null
  /** Days whose events count: 1 is Monday, 7 Sunday. Not of paths, retention and funnels but those over time. */
  daysOfWeek?: number[] | null
  /** Leaves out the bucket that is still running. */
  excludeIncompletePeriods?: boolean | null
}

export interface DeadLetter {
  id: number
  event_uuid: string | null
  event: string
  distinct_id: string
  reason: string
  detail: string
  received_at: string
  failed_at: string
  retried_at: string | null
}

export interface DefinitionMetrics {
  /** Questions that name it. */
  query_usage_30_day: number
  /** Events; null of a property of persons or groups. */
  volume_30_day: number | null
}

export interface Disk {
  uses: DiskUse[]
  used_bytes: number
  /** What a budget is about: without what the engine has replaced and is about to remove. */
  kept_bytes: number
  total_bytes: number
  free_bytes: number
  reserved_bytes: number
  /** Null: the whole disk. */
  budget_bytes: number | null
  forecast: { events_per_day: number; bytes_per_event: number; days_until_budget: number | null; days_until_full: number | null }
  runs: RetentionRun[]
}

export interface DiskUse {
  kind: string
  name: string
  bytes: number
  rows: number | null
}

export interface Enrichment {
  geoip: GeoipState
  steps: IngestionStep[]
  events: number
}

export interface ErrorResponse {
  type: 'validation_error' | 'authentication_error' | 'invalid_request' | 'throttled_error' | 'server_error'
  /** A word for programs. */
  code: string
  /** A sentence for people. */
  detail: string
  /** The field that is wrong; nested ones are joined with two underscores. */
  attr: string | null
  extra?: unknown
}

export interface EventDefinition {
  id: string
  name: string
  owner: number | null
  owner_user: UserBasic | null
  created_at: string | null
  created_by: UserBasic | null
  last_seen_at: string | null
  last_updated_at: string | null
  default_columns: string[]
  enforcement_mode: string
  post_to_slack: boolean
  is_action: boolean
  action_id: number | null
  is_calculating: boolean
  last_calculated_at: string | null
  media_preview_urls: string[]
  description: string | null
  tags: string[]
  verified: boolean
  verified_at: string | null
  verified_by: UserBasic | null
  hidden: boolean | null
  updated_at: string | null
  updated_by: UserBasic | null
}

export interface EventDefinitionRequest {
  name: string
  owner?: number | null
  default_columns?: string[]
  enforcement_mode?: string
  post_to_slack?: boolean
  description?: string | null
  tags?: string[]
  verified?: boolean
  hidden?: boolean | null
}

export interface EventFate {
  uuid: string
  state: 'stored' | 'dropped' | 'dead_lettered' | 'in_flight'
  event: string
  distinct_id: string
  received_at: string
  stored_at: string | null
  reason: string
  detail: string
}

export interface EventFilter {
  mode: 'disabled' | 'dry_run' | 'live'
  drop_bots: boolean
  filter_tree: unknown
  test_cases: EventFilterTest[]
}

export interface EventFilterRequest {
  mode?: 'disabled' | 'dry_run' | 'live'
  drop_bots?: boolean
  filter_tree?: unknown
  test_cases?: EventFilterTestRequest[]
}

export interface EventFilterTest {
  event_name: string
  distinct_id: string
  expected_result: 'drop' | 'ingest'
}

export interface EventFilterTestRequest {
  event_name?: string
  distinct_id?: string
  expected_result?: 'drop' | 'ingest'
}

export interface EventIngestionRestriction {
  restriction_type: 'drop_event_from_ingestion' | 'redirect_to_dlq' | 'force_overflow_from_ingestion' | 'skip_person_processing'
  distinct_ids: string[]
  session_ids: string[]
  event_names: string[]
  event_uuids: string[]
  pipelines: ('analytics' | 'session_recordings')[]
}

export interface EventIngestionRestrictionRequest {
  restriction_type?: 'drop_event_from_ingestion' | 'redirect_to_dlq' | 'force_overflow_from_ingestion' | 'skip_person_processing'
  distinct_ids?: string[]
  session_ids?: string[]
  event_names?: string[]
  event_uuids?: string[]
  pipelines?: ('analytics' | 'session_recordings')[]
}

export interface EventOddsRatio {
  success_count: number
  failure_count: number
  odds_ratio: number
  correlation_type: 'success' | 'failure'
  event: FunnelCorrelationEvent
}

export interface EventPerson {
  is_identified: boolean
  distinct_ids: string[]
  properties: Record<string, unknown>
}

export interface EventTaxonomyItem {
  /** Of an event; actors have theirs in the order asked. */
  property?: string
  sample_values: string[]
  sample_count: number
}

export interface EventTaxonomyQuery {
  kind: 'EventTaxonomyQuery'
  modifiers?: Record<string, unknown> | null
  tags?: Record<string, unknown> | null
  version?: number | null
  event?: string | null
  actionId?: number | null
  properties?: string[] | null
  maxPropertyValues?: number | null
}

export interface EventTaxonomyQueryResponse {
  results: EventTaxonomyItem[]
  hasMore?: boolean | null
  hogql?: string | null
  error?: string | null
  timings?: QueryTiming[] | null
  modifiers?: Record<string, unknown> | null
  is_cached?: boolean
  cache_key?: string | null
  last_refresh?: string | null
  next_allowed_client_refresh?: string | null
  cache_target_age?: string | null
  timezone?: string | null
  calculation_trigger?: string | null
  query_metadata?: QueryMetadata | null
  query_status?: QueryStatus | null
}

export interface EventsHeatMapColumnAggregationResult {
  column: number
  value: number
}

export interface EventsHeatMapDataResult {
  row: number
  column: number
  value: number
}

export interface EventsHeatMapRowAggregationResult {
  row: number
  value: number
}

export interface EventsHeatMapStructuredResult {
  data: EventsHeatMapDataResult[]
  rowAggregations: EventsHeatMapRowAggregationResult[]
  columnAggregations: EventsHeatMapColumnAggregationResult[]
  allAggregations: number
}

export interface EventsNode {
  kind: 'EventsNode'
  /** Null: every event. */
  event?: string | null
  name?: string | null
  custom_name?: string | null
  properties?: AnyPropertyFilter[] | null
  fixedProperties?: AnyPropertyFilter[] | null
  math?: MathType | null
  math_property?: string | null
  math_property_type?: 'event_properties' | 'person_properties' | 'session_properties' | null
  math_hogql?: string | null
  math_group_type_index?: number | null
  math_multiplier?: number | null
  /** What amounts are in. Amounts in another currency than the project's count nothing: there are no rates. */
  math_property_revenue_currency?: RevenueCurrencyPropertyConfig | null
}

export interface EventsQuery {
  kind: 'EventsQuery'
  /** Columns in HogQL; * is the event. */
  select: string[]
  where?: string[] | null
  orderBy?: string[] | null
  properties?: AnyPropertyFilter[] | null
  fixedProperties?: unknown[] | null
  event?: string | null
  events?: string[] | null
  personId?: string | null
  filterTestAccounts?: boolean | null
  /** Only events behind a number. */
  source?: InsightActorsQuery | null
  before?: string | null
  after?: string | null
  limit?: number | null
  offset?: number | null
  modifiers?: Record<string, unknown> | null
  tags?: Record<string, unknown> | null
  version?: number | null
}

export interface EventsQueryResponse {
  results: unknown[][]
  columns: string[]
  types: string[]
  limit?: number
  offset?: number
  /** Ask with `before` this, or `after`, for the next page. */
  nextCursor?: string | null
  hasMore?: boolean | null
  hogql?: string | null
  error?: string | null
  timings?: QueryTiming[] | null
  modifiers?: Record<string, unknown> | null
  is_cached?: boolean
  cache_key?: string | null
  last_refresh?: string | null
  next_allowed_client_refresh?: string | null
  cache_target_age?: string | null
  timezone?: string | null
  calculation_trigger?: string | null
  query_metadata?: QueryMetadata | null
  query_status?: QueryStatus | null
}

export interface ExportedAsset {
  id: number
  dashboard: number | null
  /** The number of an insight. */
  insight: number | null
  /** The media type of the file: text/csv, application/json, or that of a workbook (.xlsx). */
  export_format: string
  /** {source: a query} or {path: …} of this API, with filename and columns. */
  export_context: Record<string, unknown> | null
  has_content: boolean
  filename: string
  /** Why there is no file. */
  exception: string | null
  expires_after: string
  created_at: string
}

export interface ExportedAssetRequest {
  dashboard?: number | null
  /** The number of an insight. */
  insight?: number | null
  /** The media type of the file: text/csv, application/json, or that of a workbook (.xlsx). */
  export_format: string
  /** {source: a query} or {path: …} of this API, with filename and columns. */
  export_context?: Record<string, unknown> | null
}

export interface FileSystemShortcut {
  id: string
  path: string
  type: string
  ref: string | null
  href: string | null
  order: number
  created_at: string
}

export interface FileSystemShortcutRequest {
  path: string
  type: string
  ref?: string | null
  href?: string | null
}

export type FunnelConversionWindowTimeUnit = 'second' | 'minute' | 'hour' | 'day' | 'week' | 'month'

export interface FunnelCorrelationActorsQuery {
  kind: 'FunnelCorrelationActorsQuery'
  source: FunnelCorrelationQuery
  funnelCorrelationPersonEntity?: FunnelsNode | FunnelsActionsNode | FunnelsGroupNode | null
  funnelCorrelationPersonConverted?: boolean | null
  funnelCorrelationPropertyValues?: AnyPropertyFilter[] | null
  includeRecordings?: boolean | null
  modifiers?: Record<string, unknown> | null
  tags?: Record<string, unknown> | null
  version?: number | null
}

export interface FunnelCorrelationEvent {
  event: string
  properties: Record<string, unknown>
  elements: unknown[]
}

export interface FunnelCorrelationQuery {
  kind: 'FunnelCorrelationQuery'
  source: FunnelsActorsQuery
  funnelCorrelationType: FunnelCorrelationResultsType
  funnelCorrelationExcludeEventNames?: string[] | null
  funnelCorrelationNames?: string[] | null
  funnelCorrelationExcludeNames?: string[] | null
  funnelCorrelationEventNames?: string[] | null
  funnelCorrelationEventExcludePropertyNames?: string[] | null
  modifiers?: Record<string, unknown> | null
  tags?: Record<string, unknown> | null
  version?: number | null
}

export interface FunnelCorrelationResponse {
  results: FunnelCorrelationResult
  columns: string[]
  types: string[]
  limit?: number
  offset?: number
  hasMore?: boolean | null
  hogql?: string | null
  error?: string | null
  timings?: QueryTiming[] | null
  modifiers?: Record<string, unknown> | null
  is_cached?: boolean
  cache_key?: string | null
  last_refresh?: string | null
  next_allowed_client_refresh?: string | null
  cache_target_age?: string | null
  timezone?: string | null
  calculation_trigger?: string | null
  query_metadata?: QueryMetadata | null
  query_status?: QueryStatus | null
}

export interface FunnelCorrelationResult {
  events: EventOddsRatio[]
  skewed: boolean
}

export type FunnelCorrelationResultsType = 'events' | 'properties' | 'event_with_properties'

export interface FunnelExclusion {
  kind: 'EventsNode'
  /** Null: every event. */
  event?: string | null
  name?: string | null
  custom_name?: string | null
  properties?: AnyPropertyFilter[] | null
  fixedProperties?: AnyPropertyFilter[] | null
  math?: FunnelMathType | null
  /** Counted from 0. */
  funnelFromStep: number
  funnelToStep: number
}

export interface FunnelExclusionActionsNode {
  kind: 'ActionsNode'
  id: number
  name?: string | null
  custom_name?: string | null
  properties?: AnyPropertyFilter[] | null
  fixedProperties?: AnyPropertyFilter[] | null
  math?: FunnelMathType | null
  /** Counted from 0. */
  funnelFromStep: number
  funnelToStep: number
}

export interface FunnelExclusionGroupNode {
  kind: 'GroupNode'
  operator?: 'OR' | null
  nodes: (GroupedEventsNode | GroupedActionsNode)[]
  name?: string | null
  custom_name?: string | null
  properties?: AnyPropertyFilter[] | null
  fixedProperties?: AnyPropertyFilter[] | null
  math?: FunnelMathType | null
  /** Counted from 0. */
  funnelFromStep: number
  funnelToStep: number
}

export type FunnelMathType = 'total' | 'first_time_for_user' | 'first_time_for_user_with_filters'

export type FunnelPathType = 'funnel_path_before_step' | 'funnel_path_between_steps' | 'funnel_path_after_step'

export interface FunnelPathsFilter {
  funnelPathType: FunnelPathType
  funnelSource: FunnelsQuery
  /** Counted from 1; -3: lost before step 3. */
  funnelStep: number
}

export interface FunnelStep {
  action_id: string | number | null
  name: string
  custom_name: string | null
  order: number
  people: unknown[]
  count: number
  /** Of a sample. */
  count_margin?: number
  type: string
  average_conversion_time: number | null
  median_conversion_time: number | null
  breakdown?: string | number | string[]
  breakdown_value?: string | number | string[]
  compare_label?: 'current' | 'previous'
}

export interface FunnelTimeToConvertResults {
  bins: number[][]
  average_conversion_time: number | null
  compare_label?: 'current' | 'previous'
}

export interface FunnelTrendsLine {
  count: number
  data: number[]
  days: string[]
  labels: string[]
  breakdown_value?: string | number | string[]
  compare_label?: 'current' | 'previous'
}

export type FunnelVizType = 'steps' | 'time_to_convert' | 'trends' | 'flow'

export interface FunnelsActionsNode {
  kind: 'ActionsNode'
  id: number
  name?: string | null
  custom_name?: string | null
  properties?: AnyPropertyFilter[] | null
  fixedProperties?: AnyPropertyFilter[] | null
  math?: FunnelMathType | null
  /** The funnel goes on without it. */
  optionalInFunnel?: boolean | null
}

export interface FunnelsActorsQuery {
  kind: 'FunnelsActorsQuery'
  source: FunnelsQuery
  /** Counted from 1; -3: lost before step 3. */
  funnelStep?: number | null
  funnelCustomSteps?: number[] | null
  funnelStepBreakdown?: string | number | (string | number)[] | null
  funnelTrendsDropOff?: boolean | null
  funnelTrendsEntrancePeriodStart?: string | null
  /** Of a time to convert: the start of a bin, in seconds. */
  funnelTimeToConvertFrom?: number | null
  /** The start of the next bin. */
  funnelTimeToConvertTo?: number | null
  compare?: 'current' | 'previous' | null
  includeRecordings?: boolean | null
  modifiers?: Record<string, unknown> | null
  tags?: Record<string, unknown> | null
  version?: number | null
}

export interface FunnelsFilter {
  funnelVizType?: FunnelVizType | null
  funnelOrderType?: StepOrderValue | null
  funnelWindowInterval?: number | null
  funnelWindowIntervalUnit?: FunnelConversionWindowTimeUnit | null
  exclusions?: (FunnelExclusion | FunnelExclusionActionsNode | FunnelExclusionGroupNode)[] | null
  breakdownAttributionType?: BreakdownAttributionType | null
  breakdownAttributionValue?: number | null
  funnelFromStep?: number | null
  funnelToStep?: number | null
  /** Gives the actor. */
  funnelAggregateByHogQL?: string | null
  binCount?: number | null
  funnelStepReference?: 'total' | 'previous' | null
  layout?: 'horizontal' | 'vertical' | null
  hiddenLegendBreakdowns?: string[] | null
  resultCustomizations?: unknown
  showValuesOnSeries?: boolean | null
  goalLines?: unknown[] | null
  showTrendLines?: boolean | null
  useUdf?: boolean | null
  showLegend?: boolean | null
}

export interface FunnelsGroupNode {
  kind: 'GroupNode'
  operator?: 'OR' | null
  nodes: (GroupedEventsNode | GroupedActionsNode)[]
  name?: string | null
  custom_name?: string | null
  properties?: AnyPropertyFilter[] | null
  fixedProperties?: AnyPropertyFilter[] | null
  math?: FunnelMathType | null
  /** The funnel goes on without it. */
  optionalInFunnel?: boolean | null
}

export interface FunnelsNode {
  kind: 'EventsNode'
  /** Null: every event. */
  event?: string | null
  name?: string | null
  custom_name?: string | null
  properties?: AnyPropertyFilter[] | null
  fixedProperties?: AnyPropertyFilter[] | null
  math?: FunnelMathType | null
  /** The funnel goes on without it. */
  optionalInFunnel?: boolean | null
}

export interface FunnelsQuery {
  kind: 'FunnelsQuery'
  series: (FunnelsNode | FunnelsActionsNode | FunnelsGroupNode)[]
  funnelsFilter?: FunnelsFilter | null
  breakdownFilter?: BreakdownFilter | null
  compareFilter?: CompareFilter | null
  interval?: IntervalType | null
  dateRange?: DateRange | null
  properties?: AnyPropertyFilter[] | PropertyGroupFilter | null
  filterTestAccounts?: boolean | null
  /** Over 0, at most 1: the part looked at. */
  samplingFactor?: number | null
  aggregation_group_type_index?: number | null
  dataColorTheme?: number | null
  modifiers?: Record<string, unknown> | null
  tags?: Record<string, unknown> | null
  version?: number | null
}

export interface FunnelsQueryResponse {
  results: FunnelStep[] | FunnelStep[][] | FunnelTrendsLine[] | FunnelTimeToConvertResults | FunnelTimeToConvertResults[]
  total_median_conversion_time?: number | null
  isUdf?: boolean
  resolved_date_range?: ResolvedDateRange | null
  resolved_compare_date_range?: ResolvedDateRange | null
  hasMore?: boolean | null
  hogql?: string | null
  error?: string | null
  timings?: QueryTiming[] | null
  modifiers?: Record<string, unknown> | null
  is_cached?: boolean
  cache_key?: string | null
  last_refresh?: string | null
  next_allowed_client_refresh?: string | null
  cache_target_age?: string | null
  timezone?: string | null
  calculation_trigger?: string | null
  query_metadata?: QueryMetadata | null
  query_status?: QueryStatus | null
}

export interface GeoipState {
  state: 'on' | 'off'
  database: string
  built_at: string | null
  why: string
}

export interface Group {
  group_type_index: number
  group_key: string
  group_properties: Record<string, unknown>
  created_at: string
  notebook?: string | null
}

export interface GroupNode {
  kind: 'GroupNode'
  operator?: 'OR' | null
  nodes: (GroupedEventsNode | GroupedActionsNode)[]
  name?: string | null
  custom_name?: string | null
  properties?: AnyPropertyFilter[] | null
  fixedProperties?: AnyPropertyFilter[] | null
  math?: MathType | null
  math_property?: string | null
  math_property_type?: 'event_properties' | 'person_properties' | 'session_properties' | null
  math_hogql?: string | null
  math_group_type_index?: number | null
  math_multiplier?: number | null
  /** What amounts are in. Amounts in another currency than the project's count nothing: there are no rates. */
  math_property_revenue_currency?: RevenueCurrencyPropertyConfig | null
}

export interface GroupPage {
  next: string | null
  previous: string | null
  results: Group[]
}

export interface GroupRequest {
  group_type_index: number
  group_key: string
  group_properties?: Record<string, unknown>
}

export interface GroupType {
  group_type: string
  group_type_index: number
  name_singular: string | null
  name_plural: string | null
  detail_dashboard: number | null
  default_columns: string[] | null
  created_at: string | null
}

export interface GroupTypeRequest {
  group_type_index: number
  name_singular?: string | null
  name_plural?: string | null
  detail_dashboard?: number | null
  default_columns?: string[] | null
}

export interface GroupValue {
  name: unknown
  count: number
}

export interface GroupedActionsNode {
  kind: 'ActionsNode'
  id: number
  name?: string | null
  custom_name?: string | null
  properties?: AnyPropertyFilter[] | null
  fixedProperties?: AnyPropertyFilter[] | null
}

export interface GroupedEventsNode {
  kind: 'EventsNode'
  /** Null: every event. */
  event?: string | null
  name?: string | null
  custom_name?: string | null
  properties?: AnyPropertyFilter[] | null
  fixedProperties?: AnyPropertyFilter[] | null
}

export interface GroupsQuery {
  kind: 'GroupsQuery'
  group_type_index: number
  /** Columns in HogQL, behind name and key. */
  select?: string[] | null
  search?: string | null
  properties?: unknown[] | null
  orderBy?: string[] | null
  limit?: number | null
  offset?: number | null
  modifiers?: Record<string, unknown> | null
  tags?: Record<string, unknown> | null
  version?: number | null
}

export type HogLanguage = 'hogQL' | 'hogQLExpr'

export interface HogQLAutocomplete {
  kind: 'HogQLAutocomplete'
  language: 'hogQL' | 'hogQLExpr'
  query: string
  /** Where the word at the cursor begins. */
  startPosition: number
  endPosition: number
  sourceQuery?: Record<string, unknown> | null
  globals?: Record<string, unknown> | null
  filters?: Record<string, unknown> | null
  modifiers?: Record<string, unknown> | null
  tags?: Record<string, unknown> | null
  version?: number | null
}

export interface HogQLAutocompleteResponse {
  suggestions: AutocompleteCompletionItem[]
  incomplete_list: boolean
  timings?: (Record<string, unknown>)[] | null
}

export interface HogQLFilters {
  properties?: AnyPropertyFilter[] | null
  dateRange?: DateRange | null
  filterTestAccounts?: boolean | null
}

export interface HogQLMetadata {
  kind: 'HogQLMetadata'
  language: HogLanguage
  query: string
  /** The query whose rows an expression reads. */
  sourceQuery?: Record<string, unknown> | null
  globals?: Record<string, unknown> | null
  filters?: Record<string, unknown> | null
  variables?: Record<string, unknown> | null
  indexUsage?: boolean | null
  debug?: boolean | null
  modifiers?: Record<string, unknown> | null
  tags?: Record<string, unknown> | null
  version?: number | null
}

export interface HogQLMetadataResponse {
  isValid: boolean
  query: string
  errors: HogQLNotice[]
  warnings: HogQLNotice[]
  notices: HogQLNotice[]
  isUsingIndices: 'undecisive' | 'no' | 'partial' | 'yes'
  table_names: string[] | null
  /** The tables that the engine reads. */
  ch_table_names: string[] | null
}

export interface HogQLNotice {
  message: string
  start: number | null
  end: number | null
  fix?: string | null
}

export interface HogQLQuery {
  kind: 'HogQLQuery'
  query: string
  name?: string | null
  /** What {filters} stands for. */
  filters?: HogQLFilters | null
  /** What placeholders stand for. */
  values?: Record<string, unknown> | null
  variables?: Record<string, HogQLVariable> | null
  explain?: boolean | null
  modifiers?: Record<string, unknown> | null
  tags?: Record<string, unknown> | null
  version?: number | null
}

export interface HogQLQueryResponse {
  results: unknown[][]
  columns?: string[] | null
  types?: string[][] | null
  query?: string | null
  clickhouse?: string | null
  explain?: string[] | null
  metadata?: unknown
  limit?: number | null
  offset?: number | null
  hasMore?: boolean | null
  hogql?: string | null
  error?: string | null
  timings?: QueryTiming[] | null
  modifiers?: Record<string, unknown> | null
  is_cached?: boolean
  cache_key?: string | null
  last_refresh?: string | null
  next_allowed_client_refresh?: string | null
  cache_target_age?: string | null
  timezone?: string | null
  calculation_trigger?: string | null
  query_metadata?: QueryMetadata | null
  query_status?: QueryStatus | null
}

export interface HogQLVariable {
  code_name: string
  variableId?: string | null
  value?: unknown
  isNull?: boolean | null
}

export interface HomeTab {
  id?: string
  pathname?: string
  search?: string
  hash?: string
  title?: string
  customTitle?: string | null
  iconType?: string
  sceneId?: string | null
  sceneKey?: string | null
  sceneParams?: unknown
  pinned?: boolean
}

export interface IngestionBooks {
  entered: number
  settled: number
  in_flight: number
  balanced: boolean
  waiting_since: string | null
  self_test: IngestionSelfTest
}

export interface IngestionHour {
  hour: string
  accepted: number
  stored: number
  /** By reason. */
  dropped: Record<string, number>
  /** By reason. */
  dead_lettered: Record<string, number>
  in_flight: number
  balanced: boolean
}

export interface IngestionLedger {
  results: IngestionHour[]
  total: IngestionTotal
  instance: IngestionBooks
}

export interface IngestionSelfTest {
  state: 'off' | 'waiting' | 'passed' | 'failed'
  sent_at: string | null
  /** From capture to a question that shows it. */
  seconds: number | null
  /** Where it failed. */
  why: string
}

export interface IngestionStep {
  name: string
  seconds: number
}

export interface IngestionTotal {
  accepted: number
  stored: number
  /** By reason. */
  dropped: Record<string, number>
  /** By reason. */
  dead_lettered: Record<string, number>
  in_flight: number
  balanced: boolean
}

export interface IngestionWarning {
  type: string
  timestamp: string
  details: unknown
}

export interface IngestionWarningSummary {
  type: string
  lastSeen: string
  count: number
  sparkline: unknown[][]
  warnings: IngestionWarning[]
}

export interface Insight {
  id: number
  short_id: string
  name: string | null
  derived_name: string | null
  description: string | null
  query: QuerySchema | Record<string, unknown> | null
  /** The old form of a query; sent, it becomes one. */
  filters: Record<string, unknown>
  /** The dashboards that show it, and no others. */
  dashboards: number[]
  dashboard_tiles: { id: number; dashboard_id: number; deleted: boolean | null }[]
  favorited: boolean
  tags: string[]
  created_at: string
  created_by: UserBasic | null
  last_modified_at: string
  updated_at: string
  last_viewed_at: string | null
  deleted: boolean
  saved: boolean
  order: number | null
  user_access_level: string
  search_match_type?: string
  last_modified_by?: UserBasic | null
  is_sample?: boolean
  /** 21 or 37. */
  effective_restriction_level?: number
  /** 21 or 37. */
  effective_privilege_level?: number
  alerts?: unknown[]
  result?: unknown
  columns?: unknown[] | null
  types?: unknown[] | null
  hasMore?: boolean | null
  hogql?: string | null
  timezone?: string | null
  resolved_date_range?: Record<string, unknown> | null
  last_refresh?: string | null
  cache_target_age?: string | null
  next_allowed_client_refresh?: string | null
  query_status?: Record<string, unknown> | null
  filters_hash?: string | null
  is_cached?: boolean
}

export interface InsightActorsOption {
  label: string
  value: string | number
}

export interface InsightActorsOptions {
  values: InsightActorsOption[]
}

export interface InsightActorsQuery {
  kind: 'InsightActorsQuery'
  source: TrendsQuery | LifecycleQuery | StickinessQuery | RetentionQuery | PathsQuery
  /** The start of a period, or a number of active periods. */
  day?: string | number | null
  /** Of a lifecycle. */
  status?: LifecycleStatus | null
  /** Of retention: the row, counted from 0. */
  interval?: number | null
  series?: number | null
  breakdown?: string | number | (string | number)[] | null
  /** Of a calendar heatmap: Monday is 1. */
  dayOfWeek?: number | null
  /** Of a calendar heatmap. */
  hour?: number | null
  compare?: 'current' | 'previous' | null
  includeRecordings?: boolean | null
  modifiers?: Record<string, unknown> | null
  tags?: Record<string, unknown> | null
  version?: number | null
}

export interface InsightActorsQueryOptions {
  kind: 'InsightActorsQueryOptions'
  source: InsightActorsQuery
  modifiers?: Record<string, unknown> | null
  tags?: Record<string, unknown> | null
  version?: number | null
}

export interface InsightActorsQueryOptionsResponse {
  day?: InsightActorsOption[]
  status?: InsightActorsOption[]
  interval?: InsightActorsOption[]
  series?: InsightActorsOption[]
  breakdown?: InsightActorsOption[]
  breakdowns?: InsightActorsOptions[]
  compare?: InsightActorsOption[]
  hasMore?: boolean | null
  hogql?: string | null
  error?: string | null
  timings?: QueryTiming[] | null
  modifiers?: Record<string, unknown> | null
  is_cached?: boolean
  cache_key?: string | null
  last_refresh?: string | null
  next_allowed_client_refresh?: string | null
  cache_target_age?: string | null
  timezone?: string | null
  calculation_trigger?: string | null
  query_metadata?: QueryMetadata | null
  query_status?: QueryStatus | null
}

export interface InsightBasic {
  id: number
  short_id: string
  name: string | null
  derived_name: string | null
  description: string | null
  query: QuerySchema | Record<string, unknown> | null
  /** The old form of a query; sent, it becomes one. */
  filters: Record<string, unknown>
  /** The dashboards that show it, and no others. */
  dashboards: number[]
  dashboard_tiles: { id: number; dashboard_id: number; deleted: boolean | null }[]
  favorited: boolean
  tags: string[]
  created_at: string
  created_by: UserBasic | null
  last_modified_at: string
  updated_at: string
  last_viewed_at: string | null
  deleted: boolean
  saved: boolean
  order: number | null
  user_access_level: string
  search_match_type?: string
}

export interface InsightRequest {
  name?: string | null
  derived_name?: string | null
  description?: string | null
  query?: QuerySchema | Record<string, unknown> | null
  /** The old form of a query; sent, it becomes one. */
  filters?: Record<string, unknown>
  /** The dashboards that show it, and no others. */
  dashboards?: number[]
  favorited?: boolean
  tags?: string[]
  deleted?: boolean
  saved?: boolean
  order?: number | null
}

export interface InsightVizNode {
  kind: 'InsightVizNode'
  source: TrendsQuery | FunnelsQuery | RetentionQuery | PathsQuery | StickinessQuery | LifecycleQuery | CalendarHeatmapQuery | EventsQuery | ActorsQuery | HogQLQuery
}

export type IntervalType = 'second' | 'minute' | 'hour' | 'day' | 'week' | 'month'

export interface InviteOffer {
  id: string
  /** With most letters left out. */
  target_email: string
  first_name: string
  organization_name: string
}

export interface InviteSignUp {
  first_name?: string
  password?: string
  last_name?: string
  role_at_organization?: string
}

export interface LifecycleFilter {
  showLegend?: boolean | null
  showValuesOnSeries?: boolean | null
  stacked?: boolean | null
  toggledLifecycles?: LifecycleStatus[] | null
}

export interface LifecycleQuery {
  kind: 'LifecycleQuery'
  /** Only the first counts. */
  series: (EventsNode | ActionsNode | GroupNode)[]
  lifecycleFilter?: LifecycleFilter | null
  interval?: IntervalType | null
  dateRange?: DateRange | null
  properties?: AnyPropertyFilter[] | PropertyGroupFilter | null
  filterTestAccounts?: boolean | null
  /** Over 0, at most 1: the part looked at. */
  samplingFactor?: number | null
  aggregation_group_type_index?: number | null
  dataColorTheme?: number | null
  modifiers?: Record<string, unknown> | null
  tags?: Record<string, unknown> | null
  version?: number | null
}

export interface LifecycleQueryResponse {
  results: LifecycleRow[]
  resolved_date_range?: ResolvedDateRange | null
  hasMore?: boolean | null
  hogql?: string | null
  error?: string | null
  timings?: QueryTiming[] | null
  modifiers?: Record<string, unknown> | null
  is_cached?: boolean
  cache_key?: string | null
  last_refresh?: string | null
  next_allowed_client_refresh?: string | null
  cache_target_age?: string | null
  timezone?: string | null
  calculation_trigger?: string | null
  query_metadata?: QueryMetadata | null
  query_status?: QueryStatus | null
}

export interface LifecycleRow {
  action: SeriesAction
  label: string
  status: LifecycleStatus
  count: number
  data: number[]
  /** Of a sample. */
  data_margin?: number[]
  days: string[]
  labels: string[]
}

export type LifecycleStatus = 'new' | 'returning' | 'resurrecting' | 'dormant'

export interface ListedPerson {
  type: 'person'
  id: string
  uuid: string
  name: string
  /** At most ten. */
  distinct_ids: string[]
  properties: Record<string, unknown>
  created_at: string | null
  is_identified: boolean
  last_seen_at: string | null
  matched_recordings: unknown[]
  value_at_data_point: unknown
}

export interface ListedPersonPage {
  next: string | null
  previous: string | null
  /** With include_total. */
  count?: number
  results: ListedPerson[]
}

export interface Login {
  email: string
  password: string
}

export interface LoginPrecheck {
  sso_enforcement: string | null
  saml_available: boolean
  webauthn_credentials: unknown[]
}

export interface MadeSharePassword {
  id: string
  created_at: string
  note: string
  /** Shown this once. */
  password: string
  created_by_email: string
}

export type MathType = 'total' | 'dau' | 'weekly_active' | 'monthly_active' | 'first_time_for_user' | 'first_matching_event_for_user' | 'unique_session' | 'unique_group' | 'hogql' | 'sum' | 'avg' | 'min' | 'max' | 'median' | 'p75' | 'p90' | 'p95' | 'p99' | 'avg_count_per_actor' | 'min_count_per_actor' | 'max_count_per_actor' | 'median_count_per_actor' | 'p75_count_per_actor' | 'p90_count_per_actor' | 'p95_count_per_actor' | 'p99_count_per_actor'

export interface NewDashboardRequest {
  name?: string | null
  description?: string
  pinned?: boolean
  deleted?: boolean
  /** Put in place of the filters of its tiles. */
  filters?: Record<string, unknown>
  variables?: Record<string, unknown>
  breakdown_colors?: unknown[]
  data_color_theme_id?: number | null
  tags?: string[]
  /** Null in lists. */
  tiles?: DashboardTileRequest[] | null
  /** 21: everyone edits; 37: few do. */
  restriction_level?: number
  /** The name of a template. */
  use_template?: string
  /** Makes a double of that dashboard. */
  use_dashboard?: number | null
  /** The double gets insights of its own. */
  duplicate_tiles?: boolean
}

export interface Organization {
  id: string
  name: string
  slug: string
  logo_media_id: string | null
  membership_level: number | null
  members_can_use_personal_api_keys: boolean
  is_member_join_email_enabled: boolean
  enforce_2fa: boolean | null
  members_can_invite: boolean | null
  allow_publicly_shared_resources: boolean
  is_ai_data_processing_approved: boolean | null
  default_experiment_stats_method: 'bayesian' | 'frequentist' | null
  default_anonymize_ips: boolean
  default_role_id: string | null
  created_at: string
  updated_at: string
  plugins_access_level: number
  teams: TeamBasic[]
  projects: { id: number; organization_id: string; name: string }[]
  available_product_features: { key: string; name: string }[] | null
  metadata: Record<string, unknown>
  customer_id: string | null
  member_count: number
  is_active: boolean | null
  is_not_active_reason: string | null
  is_pending_deletion: boolean | null
}

export interface OrganizationBasic {
  id: string
  name: string
  slug: string
  logo_media_id: string | null
  membership_level: number | null
  members_can_use_personal_api_keys: boolean
}

export interface OrganizationInvite {
  /** Also the code in the link /signup/{id}. */
  id: string
  target_email: string
  first_name: string
  /** 1 is a member, 8 an admin, 15 an owner; up to one's own. */
  level: number
  message: string | null
  private_project_access: { id: number; level?: unknown }[] | null
  emailing_attempt_made: boolean
  is_expired: boolean
  created_by: UserBasic | null
  created_at: string
  updated_at: string
}

export interface OrganizationInviteRequest {
  target_email: string
  first_name?: string
  /** 1 is a member, 8 an admin, 15 an owner; up to one's own. */
  level?: number
  message?: string | null
  private_project_access?: { id: number; level?: unknown }[] | null
  send_email?: boolean
  combine_pending_invites?: boolean
}

export interface OrganizationMember {
  /** Of the membership. */
  id: string
  user: UserBasic
  /** 1 is a member, 8 an admin, 15 an owner. */
  level: number
  joined_at: string
  updated_at: string
  is_2fa_enabled: boolean
  has_social_auth: boolean
  last_login: string | null
}

export interface OrganizationRequest {
  name: string
  logo_media_id?: string | null
  members_can_use_personal_api_keys?: boolean
  is_member_join_email_enabled?: boolean
  enforce_2fa?: boolean | null
  members_can_invite?: boolean | null
  allow_publicly_shared_resources?: boolean
  is_ai_data_processing_approved?: boolean | null
  default_experiment_stats_method?: 'bayesian' | 'frequentist' | null
  default_anonymize_ips?: boolean
  default_role_id?: string | null
}

export interface PaginatedActionList {
  count: number
  next: string | null
  previous: string | null
  results: Action[]
}

export interface PaginatedAnnotationList {
  count: number
  next: string | null
  previous: string | null
  results: Annotation[]
}

export interface PaginatedCohortCalculationList {
  count: number
  next: string | null
  previous: string | null
  results: CohortCalculation[]
}

export interface PaginatedCohortList {
  count: number
  next: string | null
  previous: string | null
  results: Cohort[]
}

export interface PaginatedDashboardList {
  count: number
  next: string | null
  previous: string | null
  results: Dashboard[]
}

export interface PaginatedDashboardTemplateList {
  count: number
  next: string | null
  previous: string | null
  results: DashboardTemplate[]
}

export interface PaginatedDeadLetterList {
  count: number
  next: string | null
  previous: string | null
  results: DeadLetter[]
}

export interface PaginatedEventDefinitionList {
  count: number
  next: string | null
  previous: string | null
  results: EventDefinition[]
}

export interface PaginatedExportedAssetList {
  count: number
  next: string | null
  previous: string | null
  results: ExportedAsset[]
}

export interface PaginatedFileSystemShortcutList {
  count: number
  next: string | null
  previous: string | null
  results: FileSystemShortcut[]
}

export interface PaginatedInsightList {
  count: number
  next: string | null
  previous: string | null
  results: Insight[]
}

export interface PaginatedOrganizationInviteList {
  count: number
  next: string | null
  previous: string | null
  results: OrganizationInvite[]
}

export interface PaginatedOrganizationList {
  count: number
  next: string | null
  previous: string | null
  results: Organization[]
}

export interface PaginatedOrganizationMemberList {
  count: number
  next: string | null
  previous: string | null
  results: OrganizationMember[]
}

export interface PaginatedPersonDeletionList {
  count: number
  next: string | null
  previous: string | null
  results: PersonDeletion[]
}

export interface PaginatedPropertyDefinitionList {
  count: number
  next: string | null
  previous: string | null
  results: PropertyDefinition[]
}

export interface PaginatedRoleList {
  count: number
  next: string | null
  previous: string | null
  results: Role[]
}

export interface PaginatedRoleMembershipList {
  count: number
  next: string | null
  previous: string | null
  results: RoleMembership[]
}

export interface PaginatedTeamBasicList {
  count: number
  next: string | null
  previous: string | null
  results: TeamBasic[]
}

export interface PaginatedUserList {
  count: number
  next: string | null
  previous: string | null
  results: User[]
}

export interface PasswordResetCompleteRequest {
  token: string
  password: string
}

export interface PasswordResetRequest {
  email: string
}

export interface PatchedActionRequest {
  name?: string | null
  description?: string
  tags?: string[]
  post_to_slack?: boolean
  slack_message_format?: string
  /** An event must fit one of them. */
  steps?: ActionStepRequest[]
  deleted?: boolean
  /** Any time pins it now, null unpins it. */
  pinned_at?: string | null
}

export interface PatchedAnnotationRequest {
  content?: string | null
  date_marker?: string | null
  creation_type?: 'USR' | 'GIT'
  scope?: 'dashboard_item' | 'dashboard' | 'project' | 'organization' | 'recording'
  /** The number of an insight. */
  dashboard_item?: number | null
  dashboard_id?: number | null
  recording_id?: string | null
  deleted?: boolean
}

export interface PatchedChangedDashboardRequest {
  name?: string | null
  description?: string
  pinned?: boolean
  deleted?: boolean
  /** Put in place of the filters of its tiles. */
  filters?: Record<string, unknown>
  variables?: Record<string, unknown>
  breakdown_colors?: unknown[]
  data_color_theme_id?: number | null
  tags?: string[]
  /** Null in lists. */
  tiles?: DashboardTileRequest[] | null
  /** 21: everyone edits; 37: few do. */
  restriction_level?: number
  /** Also those that are on no other dashboard. */
  delete_insights?: boolean
  duplicate_tiles?: { id: number; layouts?: Record<string, unknown> }[]
}

export interface PatchedCohortRequest {
  name?: string | null
  description?: string
  /** The old form of filters; still read. */
  groups?: unknown[]
  /** {"properties": group}: groups hold groups, and filters of the type person, behavioral or cohort. */
  filters?: Record<string, unknown> | null
  /** An ActorsQuery or HogQLQuery whose persons are the members. */
  query?: Record<string, unknown> | null
  is_static?: boolean
  deleted?: boolean
  cohort_type?: string | null
}

export interface PatchedDiskRequest {
  /** Null: the whole disk. */
  budget_bytes?: number | null
}

export interface PatchedEventDefinitionRequest {
  name?: string
  owner?: number | null
  default_columns?: string[]
  enforcement_mode?: string
  post_to_slack?: boolean
  description?: string | null
  tags?: string[]
  verified?: boolean
  hidden?: boolean | null
}

export interface PatchedEventFilterRequest {
  mode?: 'disabled' | 'dry_run' | 'live'
  drop_bots?: boolean
  filter_tree?: unknown
  test_cases?: EventFilterTestRequest[]
}

export interface PatchedFileSystemShortcutRequest {
  path?: string
  type?: string
  ref?: string | null
  href?: string | null
}

export interface PatchedGroupTypeRequest {
  group_type_index?: number
  name_singular?: string | null
  name_plural?: string | null
  detail_dashboard?: number | null
  default_columns?: string[] | null
}

export interface PatchedInsightRequest {
  name?: string | null
  derived_name?: string | null
  description?: string | null
  query?: QuerySchema | Record<string, unknown> | null
  /** The old form of a query; sent, it becomes one. */
  filters?: Record<string, unknown>
  /** The dashboards that show it, and no others. */
  dashboards?: number[]
  favorited?: boolean
  tags?: string[]
  deleted?: boolean
  saved?: boolean
  order?: number | null
}

export interface PatchedOrganizationMemberRequest {
  /** 1 is a member, 8 an admin, 15 an owner. */
  level?: number
}

export interface PatchedOrganizationRequest {
  name?: string
  logo_media_id?: string | null
  members_can_use_personal_api_keys?: boolean
  is_member_join_email_enabled?: boolean
  enforce_2fa?: boolean | null
  members_can_invite?: boolean | null
  allow_publicly_shared_resources?: boolean
  is_ai_data_processing_approved?: boolean | null
  default_experiment_stats_method?: 'bayesian' | 'frequentist' | null
  default_anonymize_ips?: boolean
  default_role_id?: string | null
}

export interface PatchedPersonalAPIKeyRequest {
  label?: string
  scopes?: string[]
  scoped_teams?: number[] | null
  scoped_organizations?: string[] | null
}

export interface PatchedPropertyDefinitionRequest {
  property_type?: 'DateTime' | 'String' | 'Numeric' | 'Boolean' | 'Duration' | null
  description?: string | null
  tags?: string[]
  verified?: boolean
  hidden?: boolean | null
}

export interface PatchedRetentionRequest {
  /** Null: for ever. */
  days?: number | null
}

export interface PatchedRoleRequest {
  name?: string
}

export interface PatchedSharingConfigurationRequest {
  enabled?: boolean
  /** How the page looks. */
  settings?: Record<string, unknown> | null
  password_required?: boolean
}

export interface PatchedTeamRequest {
  name?: string
  completed_snippet_onboarding?: boolean
  has_completed_onboarding_for?: Record<string, unknown> | null
  timezone?: string
  app_urls?: string[]
  recording_domains?: string[] | null
  week_start_day?: number | null
  base_currency?: 'AED' | 'AFN' | 'ALL' | 'AMD' | 'ANG' | 'AOA' | 'ARS' | 'AUD' | 'AWG' | 'AZN' | 'BAM' | 'BBD' | 'BDT' | 'BGN' | 'BHD' | 'BIF' | 'BMD' | 'BND' | 'BOB' | 'BRL' | 'BSD' | 'BTC' | 'BTN' | 'BWP' | 'BYN' | 'BZD' | 'CAD' | 'CDF' | 'CHF' | 'CLP' | 'CNY' | 'COP' | 'CRC' | 'CVE' | 'CZK' | 'DJF' | 'DKK' | 'DOP' | 'DZD' | 'EGP' | 'ERN' | 'ETB' | 'EUR' | 'FJD' | 'GBP' | 'GEL' | 'GHS' | 'GIP' | 'GMD' | 'GNF' | 'GTQ' | 'GYD' | 'HKD' | 'HNL' | 'HRK' | 'HTG' | 'HUF' | 'IDR' | 'ILS' | 'INR' | 'IQD' | 'IRR' | 'ISK' | 'JMD' | 'JOD' | 'JPY' | 'KES' | 'KGS' | 'KHR' | 'KMF' | 'KRW' | 'KWD' | 'KYD' | 'KZT' | 'LAK' | 'LBP' | 'LKR' | 'LRD' | 'LSL' | 'LTL' | 'LVL' | 'LYD' | 'MAD' | 'MDL' | 'MGA' | 'MKD' | 'MMK' | 'MNT' | 'MOP' | 'MRU' | 'MTL' | 'MUR' | 'MVR' | 'MWK' | 'MXN' | 'MYR' | 'MZN' | 'NAD' | 'NGN' | 'NIO' | 'NOK' | 'NPR' | 'NZD' | 'OMR' | 'PAB' | 'PEN' | 'PGK' | 'PHP' | 'PKR' | 'PLN' | 'PYG' | 'QAR' | 'RON' | 'RSD' | 'RUB' | 'RWF' | 'SAR' | 'SBD' | 'SCR' | 'SDG' | 'SEK' | 'SGD' | 'SHP' | 'SLL' | 'SOS' | 'SRD' | 'SSP' | 'STN' | 'SVC' | 'SYP' | 'SZL' | 'THB' | 'TJS' | 'TMT' | 'TND' | 'TOP' | 'TRY' | 'TTD' | 'TWD' | 'TZS' | 'UAH' | 'UGX' | 'USD' | 'UYU' | 'UZS' | 'VES' | 'VND' | 'VUV' | 'WST' | 'XAF' | 'XCD' | 'XOF' | 'XPF' | 'YER' | 'ZAR' | 'ZMW'
  anonymize_ips?: boolean
  person_processing_opt_out?: boolean | null
  drop_events_older_than_seconds?: number | null
  event_filter?: EventFilterRequest
  event_ingestion_restrictions?: EventIngestionRestrictionRequest[]
  onboarding_tasks?: Record<string, unknown> | null
  test_account_filters?: unknown[]
  test_account_filters_default_checked?: boolean | null
  path_cleaning_filters?: unknown[] | null
  data_attributes?: string[]
  person_display_name_properties?: string[] | null
  correlation_config?: Record<string, unknown> | null
  primary_dashboard?: number | null
  live_events_columns?: string[] | null
  human_friendly_comparison_periods?: boolean | null
  aggregate_users_by_distinct_id?: boolean | null
  default_data_theme?: number | null
  inject_web_apps?: boolean | null
  extra_settings?: Record<string, unknown> | null
  modifiers?: Record<string, unknown> | null
  slack_incoming_webhook?: string | null
  autocapture_opt_out?: boolean | null
  autocapture_exceptions_opt_in?: boolean | null
  autocapture_exceptions_errors_to_ignore?: string[] | null
  autocapture_web_vitals_opt_in?: boolean | null
  autocapture_web_vitals_allowed_metrics?: ('CLS' | 'FCP' | 'INP' | 'LCP')[] | null
  capture_console_log_opt_in?: boolean | null
  capture_performance_opt_in?: boolean | null
  capture_dead_clicks?: boolean | null
  heatmaps_opt_in?: boolean | null
  surveys_opt_in?: boolean | null
  survey_config?: Record<string, unknown> | null
  flags_persistence_default?: boolean | null
  feature_flag_confirmation_enabled?: boolean | null
  feature_flag_confirmation_message?: string | null
  default_evaluation_contexts_enabled?: boolean | null
  require_evaluation_contexts?: boolean | null
  cookieless_server_hash_mode?: number | null
  session_recording_opt_in?: boolean
  session_recording_sample_rate?: string | null
  session_recording_minimum_duration_milliseconds?: number | null
  session_recording_linked_flag?: Record<string, unknown> | null
  session_recording_network_payload_capture_config?: Record<string, unknown> | null
  session_recording_masking_config?: Record<string, unknown> | null
  session_recording_url_trigger_config?: unknown[] | null
  session_recording_url_blocklist_config?: unknown[] | null
  session_recording_event_trigger_config?: string[] | null
  session_recording_trigger_match_type_config?: 'all' | 'any' | null
  session_recording_trigger_groups?: Record<string, unknown> | null
  session_recording_retention_period?: '30d' | '90d' | '1y' | '5y'
  session_replay_config?: Record<string, unknown> | null
  web_analytics_pre_aggregated_tables_enabled?: boolean | null
  revenue_analytics_config?: Record<string, unknown>
  marketing_analytics_config?: Record<string, unknown>
  customer_analytics_config?: unknown
  workflows_config?: unknown
  conversations_enabled?: unknown
  conversations_settings?: unknown
  logs_settings?: unknown
  business_model?: unknown
  receive_org_level_activity_logs?: unknown
  proactive_tasks_enabled?: unknown
  experiment_recalculation_time?: unknown
  product_description?: string | null
}

export interface PatchedUserHomeSettingsRequest {
  tabs?: HomeTab[]
  homepage?: HomeTab | null
}

export interface PatchedUserRequest {
  first_name?: string
  last_name?: string
  email?: string
  is_staff?: boolean
  set_current_organization?: string
  set_current_team?: number
  password?: string
  current_password?: string
  notification_settings?: Record<string, unknown>
  anonymize_data?: boolean | null
  allow_impersonation?: boolean | null
  toolbar_mode?: 'disabled' | 'toolbar' | '' | null
  events_column_config?: Record<string, unknown>
  has_seen_product_intro_for?: Record<string, unknown> | null
  theme_mode?: 'light' | 'dark' | 'system' | '' | null
  hedgehog_config?: Record<string, unknown> | null
  role_at_organization?: 'engineering' | 'data' | 'product' | 'founder' | 'leadership' | 'marketing' | 'sales' | 'other' | null
}

export interface PathCleaningFilter {
  regex?: string | null
  alias?: string | null
  order?: number | null
}

export type PathType = '$pageview' | '$screen' | 'custom_event' | 'hogql'

export interface PathsFilter {
  includeEventTypes?: PathType[] | null
  pathsHogQLExpression?: string | null
  /** Items, not only events. */
  excludeEvents?: string[] | null
  startPoint?: string | null
  endPoint?: string | null
  stepLimit?: number | null
  edgeLimit?: number | null
  minEdgeWeight?: number | null
  maxEdgeWeight?: number | null
  pathGroupings?: string[] | null
  pathReplacements?: boolean | null
  localPathCleaningFilters?: PathCleaningFilter[] | null
  /** Of actors: who came from it. */
  pathStartKey?: string | null
  pathEndKey?: string | null
  pathDropoffKey?: string | null
  showFullUrls?: boolean | null
}

export interface PathsLink {
  /** Step and item: 1_/home. */
  source: string
  target: string
  value: number
  /** In milliseconds. */
  average_conversion_time: number
}

export interface PathsQuery {
  kind: 'PathsQuery'
  pathsFilter: PathsFilter
  /** Only whom a funnel counted. */
  funnelPathsFilter?: FunnelPathsFilter | null
  dateRange?: DateRange | null
  properties?: AnyPropertyFilter[] | PropertyGroupFilter | null
  filterTestAccounts?: boolean | null
  samplingFactor?: number | null
  aggregation_group_type_index?: number | null
  dataColorTheme?: number | null
  modifiers?: Record<string, unknown> | null
  tags?: Record<string, unknown> | null
  version?: number | null
}

export interface PathsQueryResponse {
  results: PathsLink[]
  resolved_date_range?: ResolvedDateRange | null
  hasMore?: boolean | null
  hogql?: string | null
  error?: string | null
  timings?: QueryTiming[] | null
  modifiers?: Record<string, unknown> | null
  is_cached?: boolean
  cache_key?: string | null
  last_refresh?: string | null
  next_allowed_client_refresh?: string | null
  cache_target_age?: string | null
  timezone?: string | null
  calculation_trigger?: string | null
  query_metadata?: QueryMetadata | null
  query_status?: QueryStatus | null
}

export interface Person {
  id: number
  uuid: string
  name: string
  distinct_ids: string[]
  properties: Record<string, unknown>
  created_at: string
  is_identified: boolean
  last_seen_at: string | null
}

export interface PersonBulkDeletion {
  persons_found: number
  persons_deleted: number
  events_queued_for_deletion: boolean
  recordings_queued_for_deletion: boolean
  deletion_errors: unknown[]
}

export interface PersonDeletion {
  person_uuid: string
  created_at: string
  status: 'pending' | 'completed'
  delete_verified_at: string | null
}

export interface PersonRow {
  type: string
  id: string
  uuid: string
  name: string
  distinct_ids: string[]
  properties: Record<string, unknown>
  created_at: unknown
  is_identified: unknown
  last_seen_at: unknown
  matched_recordings: unknown[]
  value_at_data_point: unknown
}

export interface PersonValue {
  name: unknown
  count: number
}

export interface PersonalAPIKey {
  id: string
  label: string
  /** Only shown when it is made. */
  value: string | null
  mask_value: string | null
  created_at: string
  last_used_at: string | null
  last_rolled_at: string | null
  user_id: number
  scopes: string[]
  scoped_teams: number[] | null
  scoped_organizations: string[] | null
}

export interface PersonalAPIKeyRequest {
  label: string
  scopes: string[]
  scoped_teams?: number[] | null
  scoped_organizations?: string[] | null
}

export interface PersonsById {
  results: Record<string, Person>
}

export interface Preflight {
  django: boolean
  redis: boolean
  plugins: boolean
  celery: boolean
  clickhouse: boolean
  kafka: boolean
  db: boolean
  initiated: boolean
  cloud: boolean
  demo: boolean
  realm: string
  region: string | null
  available_social_auth_providers: Record<string, boolean>
  can_create_org: boolean
  email_service_available: boolean
  slack_service: { available: boolean; client_id: string | null }
  data_warehouse_integrations: Record<string, unknown>
  object_storage: boolean
  public_egress_ip_addresses: string[]
  is_debug: boolean
  dev_disable_navigation_hooks: string[]
  available_timezones?: Record<string, number>
  instance_preferences?: { debug_queries: boolean; disable_paid_fs: boolean }
  opt_out_capture?: boolean
  licensed_users_available?: number | null
  openai_available?: boolean
  site_url?: string
  buffer_conversion_seconds?: number
}

export interface PropertyDefinition {
  /** A UUID; of a property of sessions its name. */
  id: string
  name: string
  property_type: 'DateTime' | 'String' | 'Numeric' | 'Boolean' | 'Duration' | null
  is_numerical: boolean
  is_seen_on_filtered_events: boolean | null
  virtual: boolean
  description: string | null
  tags: string[]
  verified: boolean
  verified_at: string | null
  verified_by: UserBasic | null
  hidden: boolean | null
  updated_at: string | null
  updated_by: UserBasic | null
}

export interface PropertyGroupFilter {
  type: 'AND' | 'OR'
  values: (AnyPropertyFilter | PropertyGroupFilter)[]
}

export type PropertyOperator = 'exact' | 'is_not' | 'icontains' | 'not_icontains' | 'icontains_multi' | 'not_icontains_multi' | 'regex' | 'not_regex' | 'gt' | 'gte' | 'lt' | 'lte' | 'min' | 'max' | 'between' | 'not_between' | 'is_set' | 'is_not_set' | 'is_date_exact' | 'is_date_before' | 'is_date_after' | 'in' | 'not_in' | 'is_cleaned_path_exact' | 'semver_eq' | 'semver_neq' | 'semver_gt' | 'semver_gte' | 'semver_lt' | 'semver_lte' | 'semver_tilde' | 'semver_caret' | 'semver_wildcard'

export interface ProxyHeader {
  name: string
  value: string
}

export interface ProxyHop {
  address: string
  source: 'X-Forwarded-For' | 'X-Real-IP' | 'connection'
  readable: boolean
  trusted: boolean
  client: boolean
}

export interface QueryMetadata {
  events?: string[]
  rows_read?: number
  bytes_read?: number
}

export interface QueryRequest {
  query: QuerySchema
  refresh?: 'async' | 'async_except_on_cache_miss' | 'blocking' | 'force_async' | 'force_blocking' | 'force_cache' | 'lazy_async' | boolean | null
  /** The id under which it can be stopped. */
  client_query_id?: string | null
  name?: string | null
  filters_override?: Record<string, unknown> | null
  variables_override?: Record<string, unknown> | null
}

export type QueryResponse = TrendsQueryResponse | FunnelsQueryResponse | RetentionQueryResponse | PathsQueryResponse | StickinessQueryResponse | LifecycleQueryResponse | FunnelCorrelationResponse | EventsQueryResponse | HogQLQueryResponse | ActorsQueryResponse | InsightActorsQueryOptionsResponse | HogQLMetadataResponse | DatabaseSchemaQueryResponse | CalendarHeatmapResponse | TeamTaxonomyQueryResponse | EventTaxonomyQueryResponse | SuggestedQuestionsQueryResponse | HogQLAutocompleteResponse | SessionsTimelineQueryResponse

export type QuerySchema = TrendsQuery | FunnelsQuery | FunnelsActorsQuery | FunnelCorrelationQuery | FunnelCorrelationActorsQuery | RetentionQuery | PathsQuery | StickinessQuery | LifecycleQuery | CalendarHeatmapQuery | EventsQuery | HogQLQuery | ActorsQuery | InsightActorsQuery | StickinessActorsQuery | InsightActorsQueryOptions | HogQLMetadata | DatabaseSchemaQuery | TeamTaxonomyQuery | EventTaxonomyQuery | ActorsPropertyTaxonomyQuery | SuggestedQuestionsQuery | HogQLAutocomplete | GroupsQuery | SessionsQuery | SessionsTimelineQuery | SavedInsightNode | InsightVizNode | DataTableNode | DataVisualizationNode

export interface QueryStatus {
  id: string
  team_id: number
  query_async: boolean
  complete?: boolean
  error?: boolean
  error_message?: string | null
  insight_id?: number | null
  dashboard_id?: number | null
  start_time?: string | null
  pickup_time?: string | null
  end_time?: string | null
  expiration_time?: string | null
  task_id?: string | null
  labels?: string[] | null
  query_progress?: Record<string, unknown> | null
  results?: unknown
}

export interface QueryStatusResponse {
  query_status: QueryStatus
  cache_key?: string
}

export interface QueryTiming {
  k: string
  t: number
}

export interface RefusedKey {
  /** Its first characters. */
  key: string
  /** Similar: almost this project's; personal and secret: a key for the API. */
  kind: 'unknown' | 'similar' | 'personal' | 'secret'
  requests: number
  first_seen: string
  last_seen: string
  /** How the sender calls itself; may be empty. */
  sdk: string
  /** The host of the page, or the address of the program. */
  origin: string
}

export interface RefusedKeys {
  results: RefusedKey[]
  /** False: only keys that are almost this project's are listed. */
  whole_server: boolean
}

export interface ResolvedDateRange {
  date_from: string
  date_to: string
}

export interface Retention {
  /** Null: for ever. */
  days: number | null
  runs: RetentionRun[]
}

export interface RetentionEntity {
  /** An event, an action; null: any. */
  id?: string | number | null
  type?: 'events' | 'actions' | null
  name?: string | null
  custom_name?: string | null
  order?: number | null
  uuid?: string | null
  kind?: string | null
  properties?: AnyPropertyFilter[] | null
}

export interface RetentionFilter {
  period?: RetentionPeriod | null
  totalIntervals?: number | null
  targetEntity?: RetentionEntity | null
  returningEntity?: RetentionEntity | null
  retentionType?: RetentionType | null
  minimumOccurrences?: number | null
  cumulative?: boolean | null
  timeWindowMode?: TimeWindowMode | null
  retentionCustomBrackets?: number[] | null
  aggregationType?: AggregationType | null
  aggregationProperty?: string | null
  aggregationPropertyType?: AggregationPropertyType | null
  retentionReference?: 'total' | 'previous' | null
  meanRetentionCalculation?: 'simple' | 'weighted' | 'none' | null
  display?: string | null
  dashboardDisplay?: string | null
  showTrendLines?: boolean | null
  selectedInterval?: number | null
  goalLines?: unknown[] | null
}

export type RetentionPeriod = 'Hour' | 'Day' | 'Week' | 'Month'

export interface RetentionQuery {
  kind: 'RetentionQuery'
  retentionFilter: RetentionFilter
  dateRange?: DateRange | null
  properties?: AnyPropertyFilter[] | PropertyGroupFilter | null
  filterTestAccounts?: boolean | null
  samplingFactor?: number | null
  aggregation_group_type_index?: number | null
  breakdownFilter?: BreakdownFilter | null
  dataColorTheme?: number | null
  modifiers?: Record<string, unknown> | null
  tags?: Record<string, unknown> | null
  version?: number | null
}

export interface RetentionQueryResponse {
  results: RetentionResult[]
  hasMore?: boolean | null
  hogql?: string | null
  error?: string | null
  timings?: QueryTiming[] | null
  modifiers?: Record<string, unknown> | null
  is_cached?: boolean
  cache_key?: string | null
  last_refresh?: string | null
  next_allowed_client_refresh?: string | null
  cache_target_age?: string | null
  timezone?: string | null
  calculation_trigger?: string | null
  query_metadata?: QueryMetadata | null
  query_status?: QueryStatus | null
}

export interface RetentionResult {
  values: RetentionValue[]
  label: string
  date: string
  breakdown_value?: string | number | null
}

export interface RetentionRun {
  id: number
  /** Null: of all. */
  project: number | null
  reason: 'age' | 'budget'
  before: string
  events: number
  started_at: string
  finished_at: string | null
}

export type RetentionType = 'retention_recurring' | 'retention_first_time' | 'retention_first_ever_occurrence'

export interface RetentionValue {
  count: number
  /** Of a sample. */
  count_margin?: number
  label: string
  aggregation_value?: number
}

export interface RevenueCurrencyPropertyConfig {
  /** A code such as EUR. */
  static?: string | null
  /** The property of an event that has the code. */
  property?: string | null
}

export interface Role {
  id: string
  name: string
  created_at: string
  created_by: string | null
  members: RoleMembership[]
  is_default: boolean
}

export interface RoleMembership {
  id: string
  role_id: string
  organization_member: OrganizationMember
  user: UserBasic
  joined_at: string
  updated_at: string
}

export interface RoleMembershipRequest {
  user_uuid: string
}

export interface RoleRequest {
  name: string
}

export interface SavedInsightNode {
  kind: 'SavedInsightNode'
  /** Of the insight whose query is asked. */
  shortId: string
}

export interface SeriesAction {
  id?: string | number | null
  type: string
  order: number
  name?: string | null
  custom_name?: string | null
  math?: string | null
  properties?: unknown
}

export interface ServerCheck {
  name: string
  state: 'good' | 'warning' | 'bad'
  found: string
  /** What mends it; may be empty. */
  fix: string
}

export interface ServerChecks {
  ready: boolean
  results: ServerCheck[]
}

export interface SessionsQuery {
  kind: 'SessionsQuery'
  /** Columns in HogQL; * is the session. */
  select: string[]
  where?: string[] | null
  properties?: unknown[] | null
  fixedProperties?: unknown[] | null
  orderBy?: string[] | null
  before?: string | null
  after?: string | null
  limit?: number | null
  offset?: number | null
  modifiers?: Record<string, unknown> | null
  tags?: Record<string, unknown> | null
  version?: number | null
}

export interface SessionsTimelineQuery {
  kind: 'SessionsTimelineQuery'
  personId?: string | null
  after?: string | null
  before?: string | null
  modifiers?: Record<string, unknown> | null
  tags?: Record<string, unknown> | null
  version?: number | null
}

export interface SessionsTimelineQueryResponse {
  results: TimelineEntry[]
  hasMore?: boolean | null
  hogql?: string | null
  error?: string | null
  timings?: QueryTiming[] | null
  modifiers?: Record<string, unknown> | null
  is_cached?: boolean
  cache_key?: string | null
  last_refresh?: string | null
  next_allowed_client_refresh?: string | null
  cache_target_age?: string | null
  timezone?: string | null
  calculation_trigger?: string | null
  query_metadata?: QueryMetadata | null
  query_status?: QueryStatus | null
}

export interface SharePassword {
  id: string
  created_at: string
  note: string
  created_by_email: string
  is_active: boolean
}

export interface SharingConfiguration {
  created_at: string
  enabled: boolean
  /** The secret in the link. */
  access_token: string | null
  /** How the page looks. */
  settings: Record<string, unknown> | null
  password_required: boolean
  share_passwords: SharePassword[]
}

export interface SignUp {
  email: string
  password: string
  first_name: string
  last_name?: string
  organization_name?: string
  role_at_organization?: string
}

export interface SignedUp {
  id: number
  uuid: string
  distinct_id: string | null
  first_name: string
  last_name: string
  email: string
  is_email_verified: boolean | null
  hedgehog_config: Record<string, unknown> | null
  role_at_organization: string | null
  redirect_url: string
}

export type StepOrderValue = 'ordered' | 'strict' | 'unordered'

export interface StickinessActorsQuery {
  kind: 'StickinessActorsQuery'
  source: StickinessQuery
  /** In how many periods somebody was active. */
  day?: number | null
  operator?: StickinessOperator | null
  series?: number | null
  compare?: 'current' | 'previous' | null
  includeRecordings?: boolean | null
  modifiers?: Record<string, unknown> | null
  tags?: Record<string, unknown> | null
  version?: number | null
}

export type StickinessComputationMode = 'non_cumulative' | 'cumulative'

export interface StickinessCriteria {
  operator: StickinessOperator
  value: number
}

export interface StickinessFilter {
  computedAs?: StickinessComputationMode | null
  /** How many events make a period an active one. */
  stickinessCriteria?: StickinessCriteria | null
  display?: string | null
  showLegend?: boolean | null
  showMultipleYAxes?: boolean | null
  showValuesOnSeries?: boolean | null
  hiddenLegendIndexes?: number[] | null
  resultCustomizationBy?: string | null
  resultCustomizations?: unknown
}

export type StickinessOperator = 'exact' | 'gte' | 'lte'

export interface StickinessQuery {
  kind: 'StickinessQuery'
  series: (EventsNode | ActionsNode | GroupNode)[]
  /** So many intervals are one period. */
  intervalCount?: number | null
  stickinessFilter?: StickinessFilter | null
  compareFilter?: CompareFilter | null
  interval?: IntervalType | null
  dateRange?: DateRange | null
  properties?: AnyPropertyFilter[] | PropertyGroupFilter | null
  filterTestAccounts?: boolean | null
  /** Over 0, at most 1: the part looked at. */
  samplingFactor?: number | null
  aggregation_group_type_index?: number | null
  dataColorTheme?: number | null
  modifiers?: Record<string, unknown> | null
  tags?: Record<string, unknown> | null
  version?: number | null
}

export interface StickinessQueryResponse {
  results: StickinessRow[]
  resolved_date_range?: ResolvedDateRange | null
  resolved_compare_date_range?: ResolvedDateRange | null
  hasMore?: boolean | null
  hogql?: string | null
  error?: string | null
  timings?: QueryTiming[] | null
  modifiers?: Record<string, unknown> | null
  is_cached?: boolean
  cache_key?: string | null
  last_refresh?: string | null
  next_allowed_client_refresh?: string | null
  cache_target_age?: string | null
  timezone?: string | null
  calculation_trigger?: string | null
  query_metadata?: QueryMetadata | null
  query_status?: QueryStatus | null
}

export interface StickinessRow {
  action: SeriesAction
  label: string
  count: number
  data: number[]
  /** Of a sample. */
  data_margin?: number[]
  days: number[]
  labels: string[]
  compare?: boolean
  compare_label?: 'current' | 'previous'
}

export interface Success {
  success: boolean
}

export interface SuggestedQuestionsQuery {
  kind: 'SuggestedQuestionsQuery'
  modifiers?: Record<string, unknown> | null
  tags?: Record<string, unknown> | null
  version?: number | null
}

export interface SuggestedQuestionsQueryResponse {
  questions: string[]
}

export interface Team {
  id: number
  uuid: string
  organization: string
  project_id: number
  /** The key that SDKs send with each event. */
  api_token: string
  name: string
  completed_snippet_onboarding: boolean
  has_completed_onboarding_for: Record<string, unknown> | null
  ingested_event: boolean
  is_demo: boolean
  timezone: string
  access_control: boolean
  app_urls: string[]
  recording_domains: string[] | null
  week_start_day: number | null
  base_currency: 'AED' | 'AFN' | 'ALL' | 'AMD' | 'ANG' | 'AOA' | 'ARS' | 'AUD' | 'AWG' | 'AZN' | 'BAM' | 'BBD' | 'BDT' | 'BGN' | 'BHD' | 'BIF' | 'BMD' | 'BND' | 'BOB' | 'BRL' | 'BSD' | 'BTC' | 'BTN' | 'BWP' | 'BYN' | 'BZD' | 'CAD' | 'CDF' | 'CHF' | 'CLP' | 'CNY' | 'COP' | 'CRC' | 'CVE' | 'CZK' | 'DJF' | 'DKK' | 'DOP' | 'DZD' | 'EGP' | 'ERN' | 'ETB' | 'EUR' | 'FJD' | 'GBP' | 'GEL' | 'GHS' | 'GIP' | 'GMD' | 'GNF' | 'GTQ' | 'GYD' | 'HKD' | 'HNL' | 'HRK' | 'HTG' | 'HUF' | 'IDR' | 'ILS' | 'INR' | 'IQD' | 'IRR' | 'ISK' | 'JMD' | 'JOD' | 'JPY' | 'KES' | 'KGS' | 'KHR' | 'KMF' | 'KRW' | 'KWD' | 'KYD' | 'KZT' | 'LAK' | 'LBP' | 'LKR' | 'LRD' | 'LSL' | 'LTL' | 'LVL' | 'LYD' | 'MAD' | 'MDL' | 'MGA' | 'MKD' | 'MMK' | 'MNT' | 'MOP' | 'MRU' | 'MTL' | 'MUR' | 'MVR' | 'MWK' | 'MXN' | 'MYR' | 'MZN' | 'NAD' | 'NGN' | 'NIO' | 'NOK' | 'NPR' | 'NZD' | 'OMR' | 'PAB' | 'PEN' | 'PGK' | 'PHP' | 'PKR' | 'PLN' | 'PYG' | 'QAR' | 'RON' | 'RSD' | 'RUB' | 'RWF' | 'SAR' | 'SBD' | 'SCR' | 'SDG' | 'SEK' | 'SGD' | 'SHP' | 'SLL' | 'SOS' | 'SRD' | 'SSP' | 'STN' | 'SVC' | 'SYP' | 'SZL' | 'THB' | 'TJS' | 'TMT' | 'TND' | 'TOP' | 'TRY' | 'TTD' | 'TWD' | 'TZS' | 'UAH' | 'UGX' | 'USD' | 'UYU' | 'UZS' | 'VES' | 'VND' | 'VUV' | 'WST' | 'XAF' | 'XCD' | 'XOF' | 'XPF' | 'YER' | 'ZAR' | 'ZMW'
  anonymize_ips: boolean
  person_processing_opt_out: boolean | null
  drop_events_older_than_seconds: number | null
  event_filter: EventFilter
  event_ingestion_restrictions: EventIngestionRestriction[]
  onboarding_tasks: Record<string, unknown> | null
  test_account_filters: unknown[]
  test_account_filters_default_checked: boolean | null
  path_cleaning_filters: unknown[] | null
  data_attributes: string[]
  person_display_name_properties: string[] | null
  correlation_config: Record<string, unknown> | null
  primary_dashboard: number | null
  live_events_columns: string[] | null
  human_friendly_comparison_periods: boolean | null
  aggregate_users_by_distinct_id: boolean | null
  default_data_theme: number | null
  inject_web_apps: boolean | null
  extra_settings: Record<string, unknown> | null
  modifiers: Record<string, unknown> | null
  slack_incoming_webhook: string | null
  autocapture_opt_out: boolean | null
  autocapture_exceptions_opt_in: boolean | null
  autocapture_exceptions_errors_to_ignore: string[] | null
  autocapture_web_vitals_opt_in: boolean | null
  autocapture_web_vitals_allowed_metrics: ('CLS' | 'FCP' | 'INP' | 'LCP')[] | null
  capture_console_log_opt_in: boolean | null
  capture_performance_opt_in: boolean | null
  capture_dead_clicks: boolean | null
  heatmaps_opt_in: boolean | null
  surveys_opt_in: boolean | null
  survey_config: Record<string, unknown> | null
  flags_persistence_default: boolean | null
  feature_flag_confirmation_enabled: boolean | null
  feature_flag_confirmation_message: string | null
  default_evaluation_contexts_enabled: boolean | null
  require_evaluation_contexts: boolean | null
  cookieless_server_hash_mode: number | null
  session_recording_opt_in: boolean
  session_recording_sample_rate: string | null
  session_recording_minimum_duration_milliseconds: number | null
  session_recording_linked_flag: Record<string, unknown> | null
  session_recording_network_payload_capture_config: Record<string, unknown> | null
  session_recording_masking_config: Record<string, unknown> | null
  session_recording_url_trigger_config: unknown[] | null
  session_recording_url_blocklist_config: unknown[] | null
  session_recording_event_trigger_config: string[] | null
  session_recording_trigger_match_type_config: 'all' | 'any' | null
  session_recording_trigger_groups: Record<string, unknown> | null
  session_recording_retention_period: '30d' | '90d' | '1y' | '5y'
  session_replay_config: Record<string, unknown> | null
  web_analytics_pre_aggregated_tables_enabled: boolean | null
  revenue_analytics_config: Record<string, unknown>
  marketing_analytics_config: Record<string, unknown>
  customer_analytics_config: unknown
  workflows_config: unknown
  conversations_enabled: unknown
  conversations_settings: unknown
  logs_settings: unknown
  business_model: unknown
  receive_org_level_activity_logs: unknown
  proactive_tasks_enabled: unknown
  experiment_recalculation_time: unknown
  product_description: string | null
  secret_api_token: string | null
  secret_api_token_backup: string | null
  created_at: string
  updated_at: string
  effective_membership_level: number
  user_access_level: string
  has_group_types: boolean
  group_types: unknown[]
  live_events_token: string | null
  default_modifiers: Record<string, unknown>
  person_on_events_querying_enabled: boolean
  product_intents: unknown[]
  managed_viewsets: Record<string, unknown>
  is_pending_deletion: boolean | null
  available_setup_task_ids: string[]
  event_retention_months: number
  events_retention_enforced: boolean
}

export interface TeamBasic {
  id: number
  uuid: string
  organization: string
  project_id: number
  /** The key that SDKs send with each event. */
  api_token: string
  name: string
  completed_snippet_onboarding: boolean
  has_completed_onboarding_for: Record<string, unknown> | null
  ingested_event: boolean
  is_demo: boolean
  timezone: string
  access_control: boolean
}

export interface TeamRequest {
  name?: string
  completed_snippet_onboarding?: boolean
  has_completed_onboarding_for?: Record<string, unknown> | null
  timezone?: string
  app_urls?: string[]
  recording_domains?: string[] | null
  week_start_day?: number | null
  base_currency?: 'AED' | 'AFN' | 'ALL' | 'AMD' | 'ANG' | 'AOA' | 'ARS' | 'AUD' | 'AWG' | 'AZN' | 'BAM' | 'BBD' | 'BDT' | 'BGN' | 'BHD' | 'BIF' | 'BMD' | 'BND' | 'BOB' | 'BRL' | 'BSD' | 'BTC' | 'BTN' | 'BWP' | 'BYN' | 'BZD' | 'CAD' | 'CDF' | 'CHF' | 'CLP' | 'CNY' | 'COP' | 'CRC' | 'CVE' | 'CZK' | 'DJF' | 'DKK' | 'DOP' | 'DZD' | 'EGP' | 'ERN' | 'ETB' | 'EUR' | 'FJD' | 'GBP' | 'GEL' | 'GHS' | 'GIP' | 'GMD' | 'GNF' | 'GTQ' | 'GYD' | 'HKD' | 'HNL' | 'HRK' | 'HTG' | 'HUF' | 'IDR' | 'ILS' | 'INR' | 'IQD' | 'IRR' | 'ISK' | 'JMD' | 'JOD' | 'JPY' | 'KES' | 'KGS' | 'KHR' | 'KMF' | 'KRW' | 'KWD' | 'KYD' | 'KZT' | 'LAK' | 'LBP' | 'LKR' | 'LRD' | 'LSL' | 'LTL' | 'LVL' | 'LYD' | 'MAD' | 'MDL' | 'MGA' | 'MKD' | 'MMK' | 'MNT' | 'MOP' | 'MRU' | 'MTL' | 'MUR' | 'MVR' | 'MWK' | 'MXN' | 'MYR' | 'MZN' | 'NAD' | 'NGN' | 'NIO' | 'NOK' | 'NPR' | 'NZD' | 'OMR' | 'PAB' | 'PEN' | 'PGK' | 'PHP' | 'PKR' | 'PLN' | 'PYG' | 'QAR' | 'RON' | 'RSD' | 'RUB' | 'RWF' | 'SAR' | 'SBD' | 'SCR' | 'SDG' | 'SEK' | 'SGD' | 'SHP' | 'SLL' | 'SOS' | 'SRD' | 'SSP' | 'STN' | 'SVC' | 'SYP' | 'SZL' | 'THB' | 'TJS' | 'TMT' | 'TND' | 'TOP' | 'TRY' | 'TTD' | 'TWD' | 'TZS' | 'UAH' | 'UGX' | 'USD' | 'UYU' | 'UZS' | 'VES' | 'VND' | 'VUV' | 'WST' | 'XAF' | 'XCD' | 'XOF' | 'XPF' | 'YER' | 'ZAR' | 'ZMW'
  anonymize_ips?: boolean
  person_processing_opt_out?: boolean | null
  drop_events_older_than_seconds?: number | null
  event_filter?: EventFilterRequest
  event_ingestion_restrictions?: EventIngestionRestrictionRequest[]
  onboarding_tasks?: Record<string, unknown> | null
  test_account_filters?: unknown[]
  test_account_filters_default_checked?: boolean | null
  path_cleaning_filters?: unknown[] | null
  data_attributes?: string[]
  person_display_name_properties?: string[] | null
  correlation_config?: Record<string, unknown> | null
  primary_dashboard?: number | null
  live_events_columns?: string[] | null
  human_friendly_comparison_periods?: boolean | null
  aggregate_users_by_distinct_id?: boolean | null
  default_data_theme?: number | null
  inject_web_apps?: boolean | null
  extra_settings?: Record<string, unknown> | null
  modifiers?: Record<string, unknown> | null
  slack_incoming_webhook?: string | null
  autocapture_opt_out?: boolean | null
  autocapture_exceptions_opt_in?: boolean | null
  autocapture_exceptions_errors_to_ignore?: string[] | null
  autocapture_web_vitals_opt_in?: boolean | null
  autocapture_web_vitals_allowed_metrics?: ('CLS' | 'FCP' | 'INP' | 'LCP')[] | null
  capture_console_log_opt_in?: boolean | null
  capture_performance_opt_in?: boolean | null
  capture_dead_clicks?: boolean | null
  heatmaps_opt_in?: boolean | null
  surveys_opt_in?: boolean | null
  survey_config?: Record<string, unknown> | null
  flags_persistence_default?: boolean | null
  feature_flag_confirmation_enabled?: boolean | null
  feature_flag_confirmation_message?: string | null
  default_evaluation_contexts_enabled?: boolean | null
  require_evaluation_contexts?: boolean | null
  cookieless_server_hash_mode?: number | null
  session_recording_opt_in?: boolean
  session_recording_sample_rate?: string | null
  session_recording_minimum_duration_milliseconds?: number | null
  session_recording_linked_flag?: Record<string, unknown> | null
  session_recording_network_payload_capture_config?: Record<string, unknown> | null
  session_recording_masking_config?: Record<string, unknown> | null
  session_recording_url_trigger_config?: unknown[] | null
  session_recording_url_blocklist_config?: unknown[] | null
  session_recording_event_trigger_config?: string[] | null
  session_recording_trigger_match_type_config?: 'all' | 'any' | null
  session_recording_trigger_groups?: Record<string, unknown> | null
  session_recording_retention_period?: '30d' | '90d' | '1y' | '5y'
  session_replay_config?: Record<string, unknown> | null
  web_analytics_pre_aggregated_tables_enabled?: boolean | null
  revenue_analytics_config?: Record<string, unknown>
  marketing_analytics_config?: Record<string, unknown>
  customer_analytics_config?: unknown
  workflows_config?: unknown
  conversations_enabled?: unknown
  conversations_settings?: unknown
  logs_settings?: unknown
  business_model?: unknown
  receive_org_level_activity_logs?: unknown
  proactive_tasks_enabled?: unknown
  experiment_recalculation_time?: unknown
  product_description?: string | null
}

export interface TeamTaxonomyItem {
  event: string
  count: number
}

export interface TeamTaxonomyQuery {
  kind: 'TeamTaxonomyQuery'
  modifiers?: Record<string, unknown> | null
  tags?: Record<string, unknown> | null
  version?: number | null
  limit?: number | null
  offset?: number | null
}

export interface TeamTaxonomyQueryResponse {
  results: TeamTaxonomyItem[]
  limit?: number
  offset?: number
  hasMore?: boolean | null
  hogql?: string | null
  error?: string | null
  timings?: QueryTiming[] | null
  modifiers?: Record<string, unknown> | null
  is_cached?: boolean
  cache_key?: string | null
  last_refresh?: string | null
  next_allowed_client_refresh?: string | null
  cache_target_age?: string | null
  timezone?: string | null
  calculation_trigger?: string | null
  query_metadata?: QueryMetadata | null
  query_status?: QueryStatus | null
}

export interface TextCard {
  id: number
  body: string
  created_by: UserBasic | null
  last_modified_at: string
  last_modified_by: UserBasic | null
  team: number
}

export interface TextCardRequest {
  body?: string
}

export type TimeWindowMode = 'strict_calendar_dates' | '24_hour_windows'

export interface TimelineEntry {
  /** Null: of events without a session. */
  sessionId?: string | null
  events: TimelineEvent[]
  recording_duration_s?: number | null
}

export interface TimelineEvent {
  id: string
  distinct_id: string
  event: string
  timestamp: string
  properties?: Record<string, unknown> | null
  elements_chain?: string | null
  elements: (Record<string, unknown>)[]
}

export interface TrendsAction {
  id?: string | number | null
  type: string
  order: number
  name?: string | null
  custom_name?: string | null
  math?: string | null
  math_property?: string | null
  math_hogql?: string | null
  math_group_type_index?: number | null
  properties?: unknown
  days?: string[]
}

export interface TrendsFilter {
  display?: ChartDisplayType | null
  smoothingIntervals?: number | null
  breakdown_histogram_bin_count?: number | null
  formula?: string | null
  formulas?: string[] | null
  formulaNodes?: TrendsFormulaNode[] | null
  aggregationAxisFormat?: string | null
  aggregationAxisPrefix?: string | null
  aggregationAxisPostfix?: string | null
  decimalPlaces?: number | null
  minDecimalPlaces?: number | null
  showLegend?: boolean | null
  showAlertThresholdLines?: boolean | null
  showPercentStackView?: boolean | null
  showValuesOnSeries?: boolean | null
  showLabelsOnSeries?: boolean | null
  showMultipleYAxes?: boolean | null
  showConfidenceIntervals?: boolean | null
  confidenceLevel?: number | null
  showTrendLines?: boolean | null
  showMovingAverage?: boolean | null
  movingAverageIntervals?: number | null
  yAxisScaleType?: 'linear' | 'log10' | null
  hideWeekends?: boolean | null
  goalLines?: unknown[] | null
  hiddenLegendIndexes?: number[] | null
  resultCustomizationBy?: string | null
  resultCustomizations?: unknown
  detailedResultsAggregationType?: string | null
  showFullUrls?: boolean | null
}

export interface TrendsFormulaNode {
  formula: string
  custom_name?: string | null
}

export interface TrendsQuery {
  kind: 'TrendsQuery'
  series: (EventsNode | ActionsNode | GroupNode)[]
  trendsFilter?: TrendsFilter | null
  breakdownFilter?: BreakdownFilter | null
  compareFilter?: CompareFilter | null
  interval?: IntervalType | null
  dateRange?: DateRange | null
  properties?: AnyPropertyFilter[] | PropertyGroupFilter | null
  filterTestAccounts?: boolean | null
  /** Over 0, at most 1: the part looked at. */
  samplingFactor?: number | null
  aggregation_group_type_index?: number | null
  dataColorTheme?: number | null
  modifiers?: Record<string, unknown> | null
  tags?: Record<string, unknown> | null
  version?: number | null
}

export interface TrendsQueryResponse {
  results: TrendsRow[]
  boxplot_data?: BoxPlotDatum[]
  resolved_date_range?: ResolvedDateRange | null
  resolved_compare_date_range?: ResolvedDateRange | null
  hasMore?: boolean | null
  hogql?: string | null
  error?: string | null
  timings?: QueryTiming[] | null
  modifiers?: Record<string, unknown> | null
  is_cached?: boolean
  cache_key?: string | null
  last_refresh?: string | null
  next_allowed_client_refresh?: string | null
  cache_target_age?: string | null
  timezone?: string | null
  calculation_trigger?: string | null
  query_metadata?: QueryMetadata | null
  query_status?: QueryStatus | null
}

export interface TrendsRow {
  /** Null in the row of a formula. */
  action: TrendsAction | null
  label: string
  order?: number
  count: number
  data: number[] | null
  days?: string[]
  labels?: string[]
  aggregated_value?: number | null
  /** Of a sample: how far each may be off. */
  data_margin?: number[]
  aggregated_value_margin?: number
  breakdown_value?: string | number | string[]
  /** Of a slope: its last bucket is still running. */
  incomplete_end?: boolean
  calendar_heatmap_data?: EventsHeatMapStructuredResult
  compare?: boolean
  compare_label?: 'current' | 'previous'
  filter?: Record<string, unknown>
}

export interface User {
  id: number
  uuid: string
  distinct_id: string | null
  first_name: string
  last_name: string
  email: string
  is_email_verified: boolean | null
  date_joined: string
  pending_email: string | null
  has_password: boolean
  is_staff: boolean
  is_impersonated: boolean | null
  is_impersonated_until: string | null
  sensitive_session_expires_at: string | null
  team: TeamBasic | null
  organization: Organization | null
  organizations: OrganizationBasic[]
  is_2fa_enabled: boolean
  has_social_auth: boolean
  has_sso_enforcement: boolean
  scene_personalisation: unknown[]
  notification_settings: Record<string, unknown>
  anonymize_data: boolean | null
  allow_impersonation: boolean | null
  toolbar_mode: 'disabled' | 'toolbar' | '' | null
  events_column_config: Record<string, unknown>
  has_seen_product_intro_for: Record<string, unknown> | null
  theme_mode: 'light' | 'dark' | 'system' | '' | null
  hedgehog_config: Record<string, unknown> | null
  role_at_organization: 'engineering' | 'data' | 'product' | 'founder' | 'leadership' | 'marketing' | 'sales' | 'other' | null
}

export interface UserBasic {
  id: number
  uuid: string
  distinct_id: string | null
  first_name: string
  last_name: string
  email: string
  is_email_verified: boolean | null
  hedgehog_config: Record<string, unknown> | null
  role_at_organization: string | null
}

export interface UserHomeSettings {
  tabs: HomeTab[]
  homepage: HomeTab | null
}

/** What each operation takes and gives. Projects are also at /api/environments/, with the same types. */
export interface Operations {
  'POST /api/signup/': {
    body: SignUp
    answer: SignedUp
  }
  /** What an invite is for, as long as the caller may take it. */
  'GET /api/signup/{invite_id}/': {
    answer: InviteOffer
  }
  /** Joins the organization; who is not signed in makes an account. */
  'POST /api/signup/{invite_id}/': {
    body: InviteSignUp
    answer: SignedUp
  }
  'POST /api/login/': {
    body: Login
    answer: Success
  }
  'POST /api/login/precheck/': {
    body: { email: string }
    answer: LoginPrecheck
  }
  'POST /logout/': {
    answer: undefined
  }
  'GET /logout/': {
    answer: undefined
  }
  'POST /api/logout/': {
    answer: undefined
  }
  'GET /api/logout/': {
    answer: undefined
  }
  'POST /api/reset/': {
    body: PasswordResetRequest
    answer: undefined
  }
  /** Whether the token of a link is still good. */
  'GET /api/reset/{uuid}/': {
    query: { token: string }
    answer: undefined
  }
  /** Sets the password, ends the user's other sessions and logs in. */
  'POST /api/reset/{uuid}/': {
    body: PasswordResetCompleteRequest
    answer: undefined
  }
  /** Everyone for staff, only the caller for others. */
  'GET /api/users/': {
    query: { email?: string; is_staff?: boolean; limit?: number; offset?: number }
    answer: PaginatedUserList
  }
  'GET /api/users/@me/': {
    answer: User
  }
  'PATCH /api/users/@me/': {
    body: PatchedUserRequest
    answer: User
  }
  'DELETE /api/users/@me/': {
    answer: undefined
  }
  'GET /api/users/@me/two_factor_status/': {
    answer: { is_enabled: boolean; backup_codes: string[]; method: 'TOTP' | null }
  }
  'GET /api/users/{uuid}/': {
    answer: User
  }
  'PATCH /api/users/{uuid}/': {
    body: PatchedUserRequest
    answer: User
  }
  /** Pinned tabs and the page to begin with, in the current project; @me is oneself. */
  'GET /api/user_home_settings/{uuid}/': {
    answer: UserHomeSettings
  }
  'PATCH /api/user_home_settings/{uuid}/': {
    body: PatchedUserHomeSettingsRequest
    answer: UserHomeSettings
  }
  'GET /api/organizations/': {
    query: { limit?: number; offset?: number }
    answer: PaginatedOrganizationList
  }
  'POST /api/organizations/': {
    body: OrganizationRequest
    answer: Organization
  }
  'GET /api/organizations/{organization_id}/': {
    answer: Organization
  }
  'PATCH /api/organizations/{organization_id}/': {
    body: PatchedOrganizationRequest
    answer: Organization
  }
  /** Removes the organization with all of its projects. */
  'DELETE /api/organizations/{organization_id}/': {
    answer: undefined
  }
  'GET /api/organizations/{organization_id}/members/': {
    query: { search?: string; email?: string; order?: 'joined_at' | '-joined_at'; limit?: number; offset?: number }
    answer: PaginatedOrganizationMemberList
  }
  /** Changes a member's level, up to one's own; not one's own. */
  'PATCH /api/organizations/{organization_id}/members/{uuid}/': {
    body: PatchedOrganizationMemberRequest
    answer: OrganizationMember
  }
  /** Takes somebody out of the organization, as an admin, or oneself. */
  'DELETE /api/organizations/{organization_id}/members/{uuid}/': {
    answer: undefined
  }
  'GET /api/organizations/{organization_id}/members/{uuid}/scoped_api_keys/': {
    answer: { has_keys: boolean; has_keys_active_last_week: boolean; keys: { name: string; last_used_at: string | null }[] }
  }
  'GET /api/organizations/{organization_id}/invites/': {
    query: { limit?: number; offset?: number }
    answer: PaginatedOrganizationInviteList
  }
  /** The link to pass on is /signup/{id}; it is good for three days. */
  'POST /api/organizations/{organization_id}/invites/': {
    body: OrganizationInviteRequest
    answer: OrganizationInvite
  }
  /** Makes all of them or none. */
  'POST /api/organizations/{organization_id}/invites/bulk/': {
    body: OrganizationInviteRequest[]
    answer: OrganizationInvite[]
  }
  'DELETE /api/organizations/{organization_id}/invites/{id}/': {
    answer: undefined
  }
  'GET /api/organizations/{organization_id}/roles/': {
    query: { limit?: number; offset?: number }
    answer: PaginatedRoleList
  }
  'POST /api/organizations/{organization_id}/roles/': {
    body: RoleRequest
    answer: Role
  }
  'GET /api/organizations/{organization_id}/roles/{id}/': {
    answer: Role
  }
  'PATCH /api/organizations/{organization_id}/roles/{id}/': {
    body: PatchedRoleRequest
    answer: Role
  }
  'DELETE /api/organizations/{organization_id}/roles/{id}/': {
    answer: undefined
  }
  'GET /api/organizations/{organization_id}/roles/{id}/role_memberships/': {
    query: { limit?: number; offset?: number }
    answer: PaginatedRoleMembershipList
  }
  'POST /api/organizations/{organization_id}/roles/{id}/role_memberships/': {
    body: RoleMembershipRequest
    answer: RoleMembership
  }
  'GET /api/organizations/{organization_id}/roles/{id}/role_memberships/{membership_id}/': {
    answer: RoleMembership
  }
  'DELETE /api/organizations/{organization_id}/roles/{id}/role_memberships/{membership_id}/': {
    answer: undefined
  }
  'GET /api/projects/': {
    query: { limit?: number; offset?: number }
    answer: PaginatedTeamBasicList
  }
  'POST /api/projects/': {
    body: TeamRequest
    answer: Team
  }
  'GET /api/organizations/{organization_id}/projects/': {
    query: { limit?: number; offset?: number }
    answer: PaginatedTeamBasicList
  }
  'POST /api/organizations/{organization_id}/projects/': {
    body: TeamRequest
    answer: Team
  }
  /** Makes a project and fills it with sample data; is_generating_demo_data tells how far it is. */
  'POST /api/organizations/{organization_id}/sample_project/': {
    answer: Team
  }
  'GET /api/projects/{project_id}/': {
    answer: Team
  }
  /** Settings need project:read, everything else project:write. */
  'PATCH /api/projects/{project_id}/': {
    body: PatchedTeamRequest
    answer: Team
  }
  'DELETE /api/projects/{project_id}/': {
    answer: undefined
  }
  'GET /api/organizations/{organization_id}/projects/{project_id}/': {
    answer: Team
  }
  /** Settings need project:read, everything else project:write. */
  'PATCH /api/organizations/{organization_id}/projects/{project_id}/': {
    body: PatchedTeamRequest
    answer: Team
  }
  'DELETE /api/organizations/{organization_id}/projects/{project_id}/': {
    answer: undefined
  }
  'PATCH /api/projects/{project_id}/reset_token/': {
    answer: Team
  }
  'PATCH /api/organizations/{organization_id}/projects/{project_id}/reset_token/': {
    answer: Team
  }
  'PATCH /api/projects/{project_id}/rotate_secret_token/': {
    answer: Team
  }
  'PATCH /api/organizations/{organization_id}/projects/{project_id}/rotate_secret_token/': {
    answer: Team
  }
  'PATCH /api/projects/{project_id}/delete_secret_token_backup/': {
    answer: Team
  }
  'PATCH /api/organizations/{organization_id}/projects/{project_id}/delete_secret_token_backup/': {
    answer: Team
  }
  'GET /api/projects/{project_id}/is_generating_demo_data/': {
    answer: { is_generating_demo_data: boolean; events_done?: number; events_total?: number }
  }
  'GET /api/organizations/{organization_id}/projects/{project_id}/is_generating_demo_data/': {
    answer: { is_generating_demo_data: boolean; events_done?: number; events_total?: number }
  }
  'PATCH /api/projects/{project_id}/add_product_intent/': {
    body: { product_type?: string }
    answer: Team
  }
  'PATCH /api/organizations/{organization_id}/projects/{project_id}/add_product_intent/': {
    body: { product_type?: string }
    answer: Team
  }
  'PATCH /api/projects/{project_id}/complete_product_onboarding/': {
    body: { product_type?: string }
    answer: Team
  }
  'PATCH /api/organizations/{organization_id}/projects/{project_id}/complete_product_onboarding/': {
    body: { product_type?: string }
    answer: Team
  }
  /** What is done with events before anything else; set on the project itself. */
  'GET /api/projects/{project_id}/event_ingestion_restrictions/': {
    answer: EventIngestionRestriction[]
  }
  /** What is done with events before anything else; set on the project itself. */
  'GET /api/organizations/{organization_id}/projects/{project_id}/event_ingestion_restrictions/': {
    answer: EventIngestionRestriction[]
  }
  'GET /api/personal_api_keys/': {
    answer: PersonalAPIKey[]
  }
  /** The only answer that shows the key's value. */
  'POST /api/personal_api_keys/': {
    body: PersonalAPIKeyRequest
    answer: PersonalAPIKey
  }
  /** The key with which the request is made. */
  'GET /api/personal_api_keys/@current/': {
    answer: PersonalAPIKey
  }
  'GET /api/personal_api_keys/{id}/': {
    answer: PersonalAPIKey
  }
  'PATCH /api/personal_api_keys/{id}/': {
    body: PatchedPersonalAPIKeyRequest
    answer: PersonalAPIKey
  }
  'DELETE /api/personal_api_keys/{id}/': {
    answer: undefined
  }
  /** Ends the key's value and shows a new one. */
  'POST /api/personal_api_keys/{id}/roll/': {
    answer: PersonalAPIKey
  }
  'GET /api/projects/{project_id}/event_definitions/': {
    query: { search?: string; event_type?: 'all' | 'event' | 'event_custom' | 'event_posthog' | 'action_event'; ordering?: string; order?: string; names?: string[]; tags?: string[]; verified?: boolean; exclude_hidden?: boolean; limit?: number; offset?: number }
    answer: PaginatedEventDefinitionList
  }
  'POST /api/projects/{project_id}/event_definitions/': {
    body: EventDefinitionRequest
    answer: EventDefinition
  }
  'GET /api/projects/{project_id}/event_definitions/by_name/': {
    query: { name: string }
    answer: EventDefinition
  }
  'GET /api/projects/{project_id}/event_definitions/{id}/': {
    answer: EventDefinition
  }
  'PATCH /api/projects/{project_id}/event_definitions/{id}/': {
    body: PatchedEventDefinitionRequest
    answer: EventDefinition
  }
  'DELETE /api/projects/{project_id}/event_definitions/{id}/': {
    answer: undefined
  }
  'GET /api/projects/{project_id}/event_definitions/{id}/metrics/': {
    answer: DefinitionMetrics
  }
  'GET /api/projects/{project_id}/property_definitions/': {
    query: { search?: string; type?: 'event' | 'person' | 'group' | 'session'; group_type_index?: number; properties?: string[]; excluded_properties?: string[]; event_names?: string[]; filter_by_event_names?: boolean; is_numerical?: boolean; is_feature_flag?: boolean; verified?: boolean; exclude_hidden?: boolean; exclude_core_properties?: boolean; limit?: number; offset?: number }
    answer: PaginatedPropertyDefinitionList
  }
  /** Whether each event was seen with the property. */
  'GET /api/projects/{project_id}/property_definitions/seen_together/': {
    query: { event_names: string[]; property_name: string }
    answer: Record<string, boolean>
  }
  'GET /api/projects/{project_id}/property_definitions/{id}/': {
    answer: PropertyDefinition
  }
  'PATCH /api/projects/{project_id}/property_definitions/{id}/': {
    body: PatchedPropertyDefinitionRequest
    answer: PropertyDefinition
  }
  'DELETE /api/projects/{project_id}/property_definitions/{id}/': {
    answer: undefined
  }
  'GET /api/projects/{project_id}/property_definitions/{id}/metrics/': {
    answer: DefinitionMetrics
  }
  /** What can be asked of a session. */
  'GET /api/projects/{project_id}/sessions/property_definitions/': {
    query: { search?: string }
    answer: PaginatedPropertyDefinitionList
  }
  /** The values that sessions had most often lately. */
  'GET /api/projects/{project_id}/sessions/values/': {
    query: { key: string; value?: string }
    answer: { name: unknown }[]
  }
  /** The newest events first; `next` is the address of older ones. */
  'GET /api/projects/{project_id}/events/': {
    query: { event?: string; distinct_id?: string; person_id?: string; before?: string; after?: string; properties?: string; where?: string; orderBy?: string; limit?: number; offset?: number }
    answer: ClickhouseEventList
  }
  /** The values that a property had most often lately. */
  'GET /api/projects/{project_id}/events/values/': {
    query: { key: string; value?: string; event_name?: string[]; for_search?: boolean }
    answer: { name: unknown }[]
  }
  'GET /api/projects/{project_id}/events/{uuid}/': {
    answer: ClickhouseEvent
  }
  /** Server-sent events: one message an event, as it comes in. */
  'GET /api/projects/{project_id}/live_events/': {
    answer: string
  }
  /** The newest persons first. */
  'GET /api/projects/{project_id}/persons/': {
    query: { search?: string; email?: string; distinct_id?: string; properties?: string; cohort?: number; include_total?: boolean; limit?: number; offset?: number; format?: string }
    answer: ListedPersonPage
  }
  /** The values that most persons have. */
  'GET /api/projects/{project_id}/persons/values/': {
    query: { key: string; value?: string }
    answer: PersonValue[]
  }
  'GET /api/projects/{project_id}/persons/activity/': {
    answer: ActivityLogPage
  }
  'POST /api/projects/{project_id}/persons/batch_by_distinct_ids/': {
    body: { distinct_ids: string[] }
    answer: PersonsById
  }
  'POST /api/projects/{project_id}/persons/batch_by_uuids/': {
    body: { uuids: string[] }
    answer: PersonsById
  }
  'GET /api/projects/{project_id}/persons/{id}/': {
    answer: Person
  }
  /** Sets properties through an event, so they show a moment later. */
  'PATCH /api/projects/{project_id}/persons/{id}/': {
    body: { properties?: Record<string, unknown> }
    answer: undefined
  }
  'DELETE /api/projects/{project_id}/persons/{id}/': {
    query: { delete_events?: boolean; keep_person?: boolean }
    answer: undefined
  }
  'GET /api/projects/{project_id}/persons/{id}/activity/': {
    answer: ActivityLogPage
  }
  'POST /api/projects/{project_id}/persons/bulk_delete/': {
    body: { ids?: string[]; distinct_ids?: string[]; delete_events?: boolean; keep_person?: boolean }
    answer: PersonBulkDeletion
  }
  'GET /api/projects/{project_id}/persons/deletion_status/': {
    query: { person_uuid?: string; status?: 'all' | 'pending' | 'completed'; limit?: number; offset?: number }
    answer: PaginatedPersonDeletionList
  }
  'POST /api/projects/{project_id}/persons/reset_person_distinct_id/': {
    body: { distinct_id: string }
    answer: undefined
  }
  'POST /api/projects/{project_id}/persons/{id}/update_property/': {
    body: { key: string; value: unknown }
    answer: undefined
  }
  'POST /api/projects/{project_id}/persons/{id}/delete_property/': {
    body: { $unset: string }
    answer: undefined
  }
  /** Makes every distinct id but one a person of its own, with its events. */
  'POST /api/projects/{project_id}/persons/{id}/split/': {
    body: { main_distinct_id?: string | null }
    answer: Success
  }
  /** Makes other persons part of this one. */
  'POST /api/projects/{project_id}/persons/{id}/merge/': {
    body: { ids: string[] }
    answer: Person
  }
  'POST /api/projects/{project_id}/persons/{id}/delete_events/': {
    answer: undefined
  }
  /** The newest groups of a type first; `next` is the address of older ones. */
  'GET /api/projects/{project_id}/groups/': {
    query: { group_type_index: number; search?: string; cursor?: string }
    answer: GroupPage
  }
  'POST /api/projects/{project_id}/groups/': {
    body: GroupRequest
    answer: Group
  }
  'GET /api/projects/{project_id}/groups/find/': {
    query: { group_type_index: number; group_key: string }
    answer: Group
  }
  'POST /api/projects/{project_id}/groups/update_property/': {
    query: { group_type_index: number; group_key: string }
    body: { key: string; value: unknown }
    answer: Group
  }
  'POST /api/projects/{project_id}/groups/delete_property/': {
    query: { group_type_index: number; group_key: string }
    body: { $unset: string }
    answer: Group
  }
  /** Persons and groups that had events together with this one lately. */
  'GET /api/projects/{project_id}/groups/related/': {
    query: { group_type_index: number; id: string }
    answer: unknown[]
  }
  'GET /api/projects/{project_id}/groups/property_definitions/': {
    answer: Record<string, GroupValue[]>
  }
  'GET /api/projects/{project_id}/groups/property_values/': {
    query: { group_type_index: number; key: string; value?: string }
    answer: GroupValue[]
  }
  'GET /api/projects/{project_id}/groups/activity/': {
    query: { group_type_index: number; group_key: string }
    answer: ActivityLogPage
  }
  'GET /api/projects/{project_id}/groups_types/': {
    answer: GroupType[]
  }
  'PATCH /api/projects/{project_id}/groups_types/update_metadata/': {
    body: GroupTypeRequest[]
    answer: GroupType[]
  }
  'PATCH /api/projects/{project_id}/groups_types/set_default_columns/': {
    body: PatchedGroupTypeRequest
    answer: GroupType
  }
  /** What became of the events of each hour: accepted = stored + dropped + dead-lettered + in flight. */
  'GET /api/projects/{project_id}/ingestion/ledger/': {
    query: { date_from?: string; date_to?: string }
    answer: IngestionLedger
  }
  /** What became of one event. */
  'GET /api/projects/{project_id}/ingestion/events/{uuid}/': {
    answer: EventFate
  }
  /** The steps of ingestion in their order, what each has cost, and whether places are known. */
  'GET /api/projects/{project_id}/ingestion/enrichment/': {
    answer: Enrichment
  }
  /** Which address this very request is said to come from, and why. */
  'GET /api/projects/{project_id}/ingestion/client_address/': {
    answer: ClientAddress
  }
  /** Keys that events came with in the last hour and that no project has, the latest first. They are kept in memory, at most 32. */
  'GET /api/projects/{project_id}/ingestion/refused_keys/': {
    answer: RefusedKeys
  }
  'GET /api/projects/{project_id}/ingestion/dead_letters/': {
    query: { reason?: string; include_retried?: boolean; limit?: number; offset?: number }
    answer: PaginatedDeadLetterList
  }
  /** Gives up to a thousand back to ingestion, the oldest first. */
  'POST /api/projects/{project_id}/ingestion/dead_letters/retry/': {
    query: { reason?: string }
    answer: { retried: number; left: number }
  }
  'POST /api/projects/{project_id}/ingestion/dead_letters/{id}/retry/': {
    answer: undefined
  }
  'DELETE /api/projects/{project_id}/ingestion/dead_letters/{id}/': {
    answer: undefined
  }
  /** The warnings of the last thirty days by type, the latest type first. */
  'GET /api/projects/{project_id}/ingestion_warnings/': {
    query: { q?: string }
    answer: IngestionWarningSummary[]
  }
  /** Which events the project drops. */
  'GET /api/projects/{project_id}/event_filter/': {
    answer: EventFilter
  }
  /** Changes what is sent; the rest stays. */
  'POST /api/projects/{project_id}/event_filter/': {
    body: EventFilterRequest
    answer: EventFilter
  }
  'PATCH /api/projects/{project_id}/event_filter/': {
    body: PatchedEventFilterRequest
    answer: EventFilter
  }
  /** How many days the project keeps events, and what was removed. */
  'GET /api/projects/{project_id}/retention/': {
    answer: Retention
  }
  'PATCH /api/projects/{project_id}/retention/': {
    body: PatchedRetentionRequest
    answer: Retention
  }
  /** Every consumer of disk, and how long the room lasts. */
  'GET /api/instance/disk/': {
    answer: Disk
  }
  /** Sets what the instance may take; the oldest events go when it is more. */
  'PATCH /api/instance/disk/': {
    body: PatchedDiskRequest
    answer: Disk
  }
  'GET /api/projects/{project_id}/exports/': {
    query: { export_format?: string; insight?: number; dashboard?: number; context_path?: string; limit?: number; offset?: number }
    answer: PaginatedExportedAssetList
  }
  /** Starts to make a file; it is there when has_content is true. */
  'POST /api/projects/{project_id}/exports/': {
    body: ExportedAssetRequest
    answer: ExportedAsset
  }
  'GET /api/projects/{project_id}/exports/{id}/': {
    answer: ExportedAsset
  }
  /** The file; 409 while it is made. */
  'GET /api/projects/{project_id}/exports/{id}/content/': {
    query: { download?: boolean }
    answer: string
  }
  'GET /api/projects/{project_id}/insights/': {
    query: { search?: string; short_id?: string; saved?: boolean; favorited?: boolean; user?: boolean; created_by?: number[]; insight?: string; tags?: string[]; dashboards?: number[]; date_from?: string; date_to?: string; created_date_from?: string; created_date_to?: string; last_viewed_date_from?: string; last_viewed_date_to?: string; hide_feature_flag_insights?: boolean; deleted?: boolean; basic?: boolean; order?: string; limit?: number; offset?: number }
    answer: PaginatedInsightList
  }
  'POST /api/projects/{project_id}/insights/': {
    body: InsightRequest
    answer: Insight
  }
  'GET /api/projects/{project_id}/insights/my_last_viewed/': {
    answer: InsightBasic[]
  }
  'GET /api/projects/{project_id}/insights/trending/': {
    query: { days?: number; limit?: number }
    answer: { id: number; short_id: string; name: string | null; derived_name: string | null; description: string | null; query: QuerySchema | Record<string, unknown> | null; filters: Record<string, unknown>; dashboards: number[]; dashboard_tiles: { id: number; dashboard_id: number; deleted: boolean | null }[]; favorited: boolean; tags: string[]; created_at: string; created_by: UserBasic | null; last_modified_at: string; updated_at: string; last_viewed_at: string | null; deleted: boolean; saved: boolean; order: number | null; user_access_level: string; search_match_type?: string; view_count: number; viewers: (UserBasic | null)[] }[]
  }
  'GET /api/projects/{project_id}/insights/activity/': {
    query: { page?: number; limit?: number }
    answer: ActivityLogPage
  }
  'POST /api/projects/{project_id}/insights/viewed/': {
    body: { insight_ids: number[] }
    answer: undefined
  }
  'POST /api/projects/{project_id}/insights/cancel/': {
    body: { client_query_id: string }
    answer: undefined
  }
  'POST /api/projects/{project_id}/insights/bulk_update_tags/': {
    body: BulkTags
    answer: BulkTagsAnswer
  }
  'GET /api/projects/{project_id}/insights/{id}/': {
    query: { refresh?: 'async' | 'async_except_on_cache_miss' | 'blocking' | 'false' | 'force_async' | 'force_blocking' | 'force_cache' | 'lazy_async' | 'true'; from_dashboard?: number; filters_override?: Record<string, unknown>; variables_override?: Record<string, unknown>; tile_filters_override?: Record<string, unknown>; client_query_id?: string; basic?: boolean }
    answer: Insight
  }
  'PATCH /api/projects/{project_id}/insights/{id}/': {
    body: PatchedInsightRequest
    answer: Insight
  }
  'POST /api/projects/{project_id}/insights/{id}/viewed/': {
    answer: undefined
  }
  'GET /api/projects/{project_id}/insights/{id}/activity/': {
    query: { page?: number; limit?: number }
    answer: ActivityLogPage
  }
  'GET /api/projects/{project_id}/dashboards/': {
    query: { search?: string; pinned?: boolean; tags?: string[]; created_by?: number[]; creation_mode?: string; exclude_generated?: boolean; deleted?: boolean; order?: string; limit?: number; offset?: number }
    answer: PaginatedDashboardList
  }
  'POST /api/projects/{project_id}/dashboards/': {
    body: NewDashboardRequest
    answer: Dashboard
  }
  'POST /api/projects/{project_id}/dashboards/create_from_template_json/': {
    body: DashboardFromTemplate
    answer: Dashboard
  }
  'POST /api/projects/{project_id}/dashboards/bulk_update_tags/': {
    body: BulkTags
    answer: BulkTagsAnswer
  }
  'GET /api/projects/{project_id}/dashboards/activity/': {
    query: { page?: number; limit?: number }
    answer: ActivityLogPage
  }
  'GET /api/projects/{project_id}/dashboards/{id}/': {
    query: { refresh?: 'async' | 'async_except_on_cache_miss' | 'blocking' | 'false' | 'force_async' | 'force_blocking' | 'force_cache' | 'lazy_async' | 'true'; filters_override?: Record<string, unknown>; variables_override?: Record<string, unknown>; layout_size?: 'sm' | 'xs' }
    answer: Dashboard
  }
  'PATCH /api/projects/{project_id}/dashboards/{id}/': {
    body: PatchedChangedDashboardRequest
    answer: Dashboard
  }
  'GET /api/projects/{project_id}/dashboards/{id}/run_insights/': {
    query: { refresh?: 'async' | 'async_except_on_cache_miss' | 'blocking' | 'false' | 'force_async' | 'force_blocking' | 'force_cache' | 'lazy_async' | 'true'; filters_override?: Record<string, unknown>; variables_override?: Record<string, unknown>; layout_size?: 'sm' | 'xs' }
    answer: { results: DashboardTile[] }
  }
  /** Server-sent events: metadata, each tile as it is known, complete. */
  'GET /api/projects/{project_id}/dashboards/{id}/stream_tiles/': {
    query: { refresh?: 'async' | 'async_except_on_cache_miss' | 'blocking' | 'false' | 'force_async' | 'force_blocking' | 'force_cache' | 'lazy_async' | 'true'; filters_override?: Record<string, unknown>; variables_override?: Record<string, unknown>; layout_size?: 'sm' | 'xs' }
    answer: string
  }
  'PATCH /api/projects/{project_id}/dashboards/{id}/move_tile/': {
    body: { toDashboard?: number; tile?: { id: number } }
    answer: Dashboard
  }
  /** Puts the tile on this dashboard, too. */
  'POST /api/projects/{project_id}/dashboards/{id}/copy_tile/': {
    body: { fromDashboardId: number; tileId: number }
    answer: Dashboard
  }
  'POST /api/projects/{project_id}/dashboards/{id}/reorder_tiles/': {
    body: { tile_order: number[] }
    answer: Dashboard
  }
  'GET /api/projects/{project_id}/dashboards/{id}/activity/': {
    query: { page?: number; limit?: number }
    answer: ActivityLogPage
  }
  'GET /api/projects/{project_id}/dashboard_templates/': {
    query: { search?: string; scope?: 'global' | 'team' | 'feature_flag'; limit?: number; offset?: number }
    answer: PaginatedDashboardTemplateList
  }
  'GET /api/projects/{project_id}/dashboard_templates/{id}/': {
    answer: DashboardTemplate
  }
  'GET /api/projects/{project_id}/dashboards/{id}/sharing/': {
    answer: SharingConfiguration
  }
  'PATCH /api/projects/{project_id}/dashboards/{id}/sharing/': {
    body: PatchedSharingConfigurationRequest
    answer: SharingConfiguration
  }
  /** A new link; the old one works for five more minutes. */
  'POST /api/projects/{project_id}/dashboards/{id}/sharing/refresh/': {
    answer: SharingConfiguration
  }
  'POST /api/projects/{project_id}/dashboards/{id}/sharing/passwords/': {
    body: { raw_password?: string; note?: string }
    answer: MadeSharePassword
  }
  'DELETE /api/projects/{project_id}/dashboards/{id}/sharing/passwords/{password_id}/': {
    answer: undefined
  }
  'GET /api/projects/{project_id}/insights/{id}/sharing/': {
    answer: SharingConfiguration
  }
  'PATCH /api/projects/{project_id}/insights/{id}/sharing/': {
    body: PatchedSharingConfigurationRequest
    answer: SharingConfiguration
  }
  /** A new link; the old one works for five more minutes. */
  'POST /api/projects/{project_id}/insights/{id}/sharing/refresh/': {
    answer: SharingConfiguration
  }
  'POST /api/projects/{project_id}/insights/{id}/sharing/passwords/': {
    body: { raw_password?: string; note?: string }
    answer: MadeSharePassword
  }
  'DELETE /api/projects/{project_id}/insights/{id}/sharing/passwords/{password_id}/': {
    answer: undefined
  }
  /** What a public link shows: a page; with .json behind the token, its data. */
  'GET /shared/{token}/': {
    query: { whitelabel?: boolean; noHeader?: boolean; showInspector?: boolean; legend?: boolean; detailed?: boolean; hideExtraDetails?: boolean; theme?: 'light' | 'dark' | 'system' }
    answer: string
  }
  /** Trades the password of a public link for what opens its data as a bearer. */
  'POST /shared/{token}/': {
    body: { password: string }
    answer: { shareToken: string }
  }
  /** What a public link shows: a page; with .json behind the token, its data. */
  'GET /shared_dashboard/{token}/': {
    query: { whitelabel?: boolean; noHeader?: boolean; showInspector?: boolean; legend?: boolean; detailed?: boolean; hideExtraDetails?: boolean; theme?: 'light' | 'dark' | 'system' }
    answer: string
  }
  /** Trades the password of a public link for what opens its data as a bearer. */
  'POST /shared_dashboard/{token}/': {
    body: { password: string }
    answer: { shareToken: string }
  }
  /** What a public link shows: a page; with .json behind the token, its data. */
  'GET /embedded/{token}/': {
    query: { whitelabel?: boolean; noHeader?: boolean; showInspector?: boolean; legend?: boolean; detailed?: boolean; hideExtraDetails?: boolean; theme?: 'light' | 'dark' | 'system' }
    answer: string
  }
  /** Trades the password of a public link for what opens its data as a bearer. */
  'POST /embedded/{token}/': {
    body: { password: string }
    answer: { shareToken: string }
  }
  'GET /api/projects/{project_id}/annotations/': {
    query: { search?: string; scope?: 'dashboard_item' | 'dashboard' | 'project' | 'organization' | 'recording'; date_from?: string; date_to?: string; limit?: number; offset?: number }
    answer: PaginatedAnnotationList
  }
  'POST /api/projects/{project_id}/annotations/': {
    body: AnnotationRequest
    answer: Annotation
  }
  'GET /api/projects/{project_id}/annotations/{id}/': {
    answer: Annotation
  }
  'PATCH /api/projects/{project_id}/annotations/{id}/': {
    body: PatchedAnnotationRequest
    answer: Annotation
  }
  'GET /api/projects/{project_id}/actions/': {
    query: { search?: string; tags?: string[]; limit?: number; offset?: number }
    answer: PaginatedActionList
  }
  'POST /api/projects/{project_id}/actions/': {
    body: ActionRequest
    answer: Action
  }
  'GET /api/projects/{project_id}/actions/activity/': {
    query: { page?: number; limit?: number }
    answer: ActivityLogPage
  }
  'POST /api/projects/{project_id}/actions/bulk_update_tags/': {
    body: BulkTags
    answer: BulkTagsAnswer
  }
  'GET /api/projects/{project_id}/actions/{id}/': {
    answer: Action
  }
  'PATCH /api/projects/{project_id}/actions/{id}/': {
    body: PatchedActionRequest
    answer: Action
  }
  'GET /api/projects/{project_id}/actions/{id}/activity/': {
    query: { page?: number; limit?: number }
    answer: ActivityLogPage
  }
  'GET /api/projects/{project_id}/cohorts/': {
    query: { search?: string; type?: 'static' | 'dynamic'; created_by_id?: number; hide_behavioral_cohorts?: boolean; basic?: boolean; limit?: number; offset?: number }
    answer: PaginatedCohortList
  }
  'POST /api/projects/{project_id}/cohorts/': {
    body: CohortRequest
    answer: Cohort
  }
  'GET /api/projects/{project_id}/cohorts/activity/': {
    query: { page?: number; limit?: number }
    answer: ActivityLogPage
  }
  'GET /api/projects/{project_id}/cohorts/{id}/': {
    answer: Cohort
  }
  'PATCH /api/projects/{project_id}/cohorts/{id}/': {
    body: PatchedCohortRequest
    answer: Cohort
  }
  'GET /api/projects/{project_id}/cohorts/{id}/persons/': {
    query: { search?: string; limit?: number; offset?: number; format?: string }
    answer: CohortPersons
  }
  'PATCH /api/projects/{project_id}/cohorts/{id}/add_persons_to_static_cohort/': {
    body: { person_ids?: string[] }
    answer: Success
  }
  'PATCH /api/projects/{project_id}/cohorts/{id}/remove_person_from_static_cohort/': {
    body: { person_id?: string }
    answer: Success
  }
  'GET /api/projects/{project_id}/cohorts/{id}/duplicate_as_static_cohort/': {
    answer: Cohort
  }
  'GET /api/projects/{project_id}/cohorts/{id}/calculation_history/': {
    query: { limit?: number; offset?: number }
    answer: PaginatedCohortCalculationList
  }
  'POST /api/projects/{project_id}/cohorts/{id}/recalculate/': {
    answer: Cohort
  }
  'GET /api/projects/{project_id}/persons/cohorts/': {
    query: { person_id: string }
    answer: CohortsOfPerson
  }
  'GET /api/projects/{project_id}/cohorts/{id}/activity/': {
    query: { page?: number; limit?: number }
    answer: ActivityLogPage
  }
  /** What the caller pinned to the sidebar, in their order. */
  'GET /api/projects/{project_id}/file_system_shortcut/': {
    query: { limit?: number; offset?: number }
    answer: PaginatedFileSystemShortcutList
  }
  'POST /api/projects/{project_id}/file_system_shortcut/': {
    body: FileSystemShortcutRequest
    answer: FileSystemShortcut
  }
  'POST /api/projects/{project_id}/file_system_shortcut/reorder/': {
    query: { limit?: number; offset?: number }
    body: { ordered_ids: string[] }
    answer: PaginatedFileSystemShortcutList
  }
  'PATCH /api/projects/{project_id}/file_system_shortcut/{id}/': {
    body: PatchedFileSystemShortcutRequest
    answer: FileSystemShortcut
  }
  'DELETE /api/projects/{project_id}/file_system_shortcut/{id}/': {
    answer: undefined
  }
  /** Every tag in use, in alphabetical order. */
  'GET /api/projects/{project_id}/tags/': {
    answer: string[]
  }
  'GET /api/projects/{project_id}/activity_log/': {
    query: { scope?: string; scopes?: string[]; item_id?: string; user?: string; start_date?: string; end_date?: string; page?: number; page_size?: number }
    answer: ActivityLogPage
  }
  'POST /api/projects/{project_id}/query/': {
    body: QueryRequest
    answer: QueryResponse | QueryStatusResponse | QueryResponse
  }
  'POST /api/projects/{project_id}/query/{kind}/': {
    body: QueryRequest
    answer: QueryResponse | QueryStatusResponse | QueryResponse
  }
  /** The rows of a HogQLQuery as a Parquet file: 50,000 unless it says fewer. */
  'POST /api/projects/{project_id}/query/parquet/': {
    body: QueryRequest
    answer: string
  }
  'POST /api/projects/{project_id}/query/check_auth_for_async/': {
    answer: { query_async: boolean }
  }
  'POST /api/projects/{project_id}/query/upgrade/': {
    body: { query: QuerySchema }
    answer: { query: Record<string, unknown> }
  }
  'GET /api/projects/{project_id}/query/{query_id}/': {
    query: { show_progress?: boolean }
    answer: QueryStatusResponse
  }
  'DELETE /api/projects/{project_id}/query/{query_id}/': {
    answer: undefined
  }
  'GET /api/projects/{project_id}/query/{query_id}/log/': {
    answer: QueryResponse
  }
  'GET /_preflight/': {
    answer: Preflight
  }
  /** How everything that the server needs stands, and what mends it. Open until the first sign-up, then for the staff. */
  'GET /_preflight/checks/': {
    answer: ServerChecks
  }
  /** This document; with ?format=yaml as YAML. */
  'GET /api/schema/': {
    query: { format?: 'json' | 'yaml' }
    answer: Record<string, unknown>
  }
}
