#include "tenrec/query/shapes.h"

namespace tenrec::query {
namespace {

using shape::Any;
using shape::Bool;
using shape::Field;
using shape::Input;
using shape::Int;
using shape::Later;
using shape::ListOf;
using shape::MapOf;
using shape::Number;
using shape::OneOf;
using shape::Shape;
using shape::Text;
using shape::Words;

const Shape& PropertyFilterShape() {
  static const Shape scalar = OneOf({Text(), Number(), Bool()});
  static const Shape shape =
      Input({{"type",
              Words({"event", "person", "group", "session", "element", "event_metadata", "feature",
                     "cohort", "static-cohort", "precalculated-cohort", "hogql", "empty", "flag"})},
             {"key", OneOf({Text(), Int()})},
             {"operator", Words({"exact",
                                 "is_not",
                                 "icontains",
                                 "not_icontains",
                                 "icontains_multi",
                                 "not_icontains_multi",
                                 "regex",
                                 "not_regex",
                                 "gt",
                                 "gte",
                                 "lt",
                                 "lte",
                                 "min",
                                 "max",
                                 "between",
                                 "not_between",
                                 "is_set",
                                 "is_not_set",
                                 "is_date_exact",
                                 "is_date_before",
                                 "is_date_after",
                                 "in",
                                 "not_in",
                                 "is_cleaned_path_exact",
                                 "semver_eq",
                                 "semver_neq",
                                 "semver_gt",
                                 "semver_gte",
                                 "semver_lt",
                                 "semver_lte",
                                 "semver_tilde",
                                 "semver_caret",
                                 "semver_wildcard"})
                              .Named("PropertyOperator")
                              .Nullable()},
             {"value", OneOf({scalar, ListOf(scalar)}).Nullable()},
             {"group_type_index", Int().Min(0).Max(4).Nullable()},
             {"label", Text().Nullable()}})
          .Named("AnyPropertyFilter");
  return shape;
}

Shape PropertyGroupShape() {
  static const Shape shape =
      Input({{"type", Words({"AND", "OR"}).Required()},
             {"values", ListOf(OneOf({PropertyFilterShape(),
                                      Later("PropertyGroupFilter", PropertyGroupShape)}))
                            .Required()}})
          .Named("PropertyGroupFilter");
  return shape;
}

const Shape& FiltersShape() {
  static const Shape shape = OneOf({ListOf(PropertyFilterShape()), PropertyGroupShape()});
  return shape;
}

const Shape& DateRangeShape() {
  static const Shape shape =
      Input({{"date_from", Text().Nullable().About("A date, or a distance such as -7d.")},
             {"date_to", Text().Nullable()},
             {"explicitDate", Bool().Nullable().About("The dates hold to the second.")}})
          .Named("DateRange");
  return shape;
}

const Shape& EventsNodeShape() {
  static const Shape math = Words({"total",
                                   "dau",
                                   "weekly_active",
                                   "monthly_active",
                                   "first_time_for_user",
                                   "first_matching_event_for_user",
                                   "unique_session",
                                   "unique_group",
                                   "hogql",
                                   "sum",
                                   "avg",
                                   "min",
                                   "max",
                                   "median",
                                   "p75",
                                   "p90",
                                   "p95",
                                   "p99",
                                   "avg_count_per_actor",
                                   "min_count_per_actor",
                                   "max_count_per_actor",
                                   "median_count_per_actor",
                                   "p75_count_per_actor",
                                   "p90_count_per_actor",
                                   "p95_count_per_actor",
                                   "p99_count_per_actor"})
                                .Named("MathType");
  static const Shape shape =
      Input({{"kind", Words({"EventsNode"}).Required()},
             {"event", Text().Nullable().About("Null: every event.")},
             {"name", Text().Nullable()},
             {"custom_name", Text().Nullable()},
             {"math", math.Nullable()},
             {"math_property", Text().Nullable()},
             {"math_property_type",
              Words({"event_properties", "person_properties", "session_properties"}).Nullable()},
             {"math_hogql", Text().Nullable()},
             {"math_group_type_index", Int().Min(0).Max(4).Nullable()},
             {"math_multiplier", Number().Nullable()},
             {"properties", ListOf(PropertyFilterShape()).Nullable()},
             {"fixedProperties", ListOf(PropertyFilterShape()).Nullable()}})
          .Named("EventsNode");
  return shape;
}

const Shape& BreakdownFilterShape() {
  static const Shape type =
      Words({"event", "person", "group", "session", "event_metadata", "hogql"})
          .Named("BreakdownType");
  static const Shape breakdown = Input({{"type", type.Nullable()},
                                        {"property", Text().Required()},
                                        {"group_type_index", Int().Min(0).Max(4).Nullable()},
                                        {"normalize_url", Bool().Nullable()},
                                        {"histogram_bin_count", Int().Min(1).Max(200).Nullable()}})
                                     .Named("Breakdown");
  static const Shape shape =
      Input({{"breakdown", OneOf({Text(), ListOf(Text())}).Nullable()},
             {"breakdown_type", type.Nullable()},
             {"breakdown_limit", Int().Nullable()},
             {"breakdown_group_type_index", Int().Min(0).Max(4).Nullable()},
             {"breakdown_normalize_url", Bool().Nullable()},
             {"breakdown_hide_other_aggregation", Bool().Nullable()},
             {"breakdown_histogram_bin_count", Int().Min(1).Max(200).Nullable()},
             {"breakdowns", ListOf(breakdown).Max(3).Nullable()}})
          .Named("BreakdownFilter");
  return shape;
}

const Shape& TrendsFilterShape() {
  static const Shape node =
      Input({{"formula", Text().Required()}, {"custom_name", Text().Nullable()}})
          .Named("TrendsFormulaNode");
  static const Shape shape =
      Input({{"display",
              Words({"ActionsLineGraph", "ActionsBar", "ActionsUnstackedBar", "ActionsStackedBar",
                     "ActionsAreaGraph", "ActionsLineGraphCumulative", "BoldNumber", "Progress",
                     "ActionsPie", "ActionsBarValue", "ActionsTable", "WorldMap", "SlopeGraph",
                     "BoxPlot", "CalendarHeatmap", "TwoDimensionalHeatmap"})
                  .Named("ChartDisplayType")
                  .Nullable()},
             {"smoothingIntervals", Int().Nullable()},
             {"breakdown_histogram_bin_count", Int().Min(1).Max(200).Nullable()},
             {"formula", Text().Nullable()},
             {"formulas", ListOf(Text()).Nullable()},
             {"formulaNodes", ListOf(node).Nullable()},
             {"aggregationAxisFormat", Text().Nullable()},
             {"aggregationAxisPrefix", Text().Nullable()},
             {"aggregationAxisPostfix", Text().Nullable()},
             {"decimalPlaces", Number().Nullable()},
             {"minDecimalPlaces", Number().Nullable()},
             {"showLegend", Bool().Nullable()},
             {"showAlertThresholdLines", Bool().Nullable()},
             {"showPercentStackView", Bool().Nullable()},
             {"showValuesOnSeries", Bool().Nullable()},
             {"showLabelsOnSeries", Bool().Nullable()},
             {"showMultipleYAxes", Bool().Nullable()},
             {"showConfidenceIntervals", Bool().Nullable()},
             {"confidenceLevel", Number().Nullable()},
             {"showTrendLines", Bool().Nullable()},
             {"showMovingAverage", Bool().Nullable()},
             {"movingAverageIntervals", Number().Nullable()},
             {"yAxisScaleType", Words({"linear", "log10"}).Nullable()},
             {"hideWeekends", Bool().Nullable()},
             {"goalLines", ListOf(Any()).Nullable()},
             {"hiddenLegendIndexes", ListOf(Int()).Nullable()},
             {"resultCustomizationBy", Text().Nullable()},
             {"resultCustomizations", Any()},
             {"detailedResultsAggregationType", Text().Nullable()},
             {"showFullUrls", Bool().Nullable()}})
          .Named("TrendsFilter");
  return shape;
}

const Shape& TrendsQueryShape() {
  static const Shape compare =
      Input({{"compare", Bool().Nullable()},
             {"compare_to", Text().Nullable().About("A distance such as -7d.")}})
          .Named("CompareFilter");
  static const Shape shape =
      Input(
          {{"kind", Words({"TrendsQuery"}).Required()},
           {"series", ListOf(EventsNodeShape()).Min(1).Max(26).Required()},
           {"interval", Words({"second", "minute", "hour", "day", "week", "month"})
                            .Named("IntervalType")
                            .Nullable()},
           {"dateRange", DateRangeShape().Nullable()},
           {"properties", FiltersShape().Nullable()},
           {"filterTestAccounts", Bool().Nullable()},
           {"samplingFactor", Number().Nullable().About("Over 0, at most 1: the part looked at.")},
           {"aggregation_group_type_index", Int().Min(0).Max(4).Nullable()},
           {"trendsFilter", TrendsFilterShape().Nullable()},
           {"breakdownFilter", BreakdownFilterShape().Nullable()},
           {"compareFilter", compare.Nullable()},
           {"dataColorTheme", Number().Nullable()},
           {"modifiers", MapOf(Any()).Nullable()},
           {"tags", MapOf(Any()).Nullable()},
           {"version", Number().Nullable()}})
          .Named("TrendsQuery");
  return shape;
}

/// What steps and exclusions of a funnel have in common.
std::vector<Field> FunnelNodeFields() {
  return {{"kind", Words({"EventsNode"}).Required()},
          {"event", Text().Nullable().About("Null: every event.")},
          {"name", Text().Nullable()},
          {"custom_name", Text().Nullable()},
          {"math", Words({"total", "first_time_for_user", "first_time_for_user_with_filters"})
                       .Named("FunnelMathType")
                       .Nullable()},
          {"properties", ListOf(PropertyFilterShape()).Nullable()},
          {"fixedProperties", ListOf(PropertyFilterShape()).Nullable()}};
}

const Shape& FunnelStepShape() {
  static const Shape shape =
      Input({{"optionalInFunnel", Bool().Nullable().About("The funnel goes on without it.")}})
          .With(FunnelNodeFields())
          .Named("FunnelsNode");
  return shape;
}

const Shape& FunnelsFilterShape() {
  static const Shape exclusion =
      Input({{"funnelFromStep", Int().Min(0).Required().About("Counted from 0.")},
             {"funnelToStep", Int().Min(1).Required()}})
          .With(FunnelNodeFields())
          .Named("FunnelExclusion");
  static const Shape shape =
      Input(
          {{"funnelVizType", Words({"steps", "time_to_convert", "trends", "flow"})
                                 .Named("FunnelVizType")
                                 .Nullable()},
           {"funnelOrderType",
            Words({"ordered", "strict", "unordered"}).Named("StepOrderValue").Nullable()},
           {"funnelWindowInterval", Int().Min(1).Nullable()},
           {"funnelWindowIntervalUnit", Words({"second", "minute", "hour", "day", "week", "month"})
                                            .Named("FunnelConversionWindowTimeUnit")
                                            .Nullable()},
           {"exclusions", ListOf(exclusion).Nullable()},
           {"breakdownAttributionType", Words({"first_touch", "last_touch", "all_events", "step"})
                                            .Named("BreakdownAttributionType")
                                            .Nullable()},
           {"breakdownAttributionValue", Int().Min(0).Nullable()},
           {"funnelFromStep", Int().Min(0).Nullable()},
           {"funnelToStep", Int().Min(1).Nullable()},
           {"funnelAggregateByHogQL", Text().Nullable().About("Gives the actor.")},
           {"binCount", Int().Nullable()},
           {"funnelStepReference", Words({"total", "previous"}).Nullable()},
           {"layout", Words({"horizontal", "vertical"}).Nullable()},
           {"hiddenLegendBreakdowns", ListOf(Text()).Nullable()},
           {"resultCustomizations", Any()},
           {"showValuesOnSeries", Bool().Nullable()},
           {"goalLines", ListOf(Any()).Nullable()},
           {"showTrendLines", Bool().Nullable()},
           {"useUdf", Bool().Nullable()},
           {"showLegend", Bool().Nullable()}})
          .Named("FunnelsFilter");
  return shape;
}

const Shape& FunnelsQueryShape() {
  static const Shape shape =
      Input(
          {{"kind", Words({"FunnelsQuery"}).Required()},
           {"series", ListOf(FunnelStepShape()).Min(2).Max(32).Required()},
           {"interval", Words({"second", "minute", "hour", "day", "week", "month"}).Nullable()},
           {"dateRange", DateRangeShape().Nullable()},
           {"properties", FiltersShape().Nullable()},
           {"filterTestAccounts", Bool().Nullable()},
           {"samplingFactor", Number().Nullable().About("Over 0, at most 1: the part looked at.")},
           {"aggregation_group_type_index", Int().Min(0).Max(4).Nullable()},
           {"funnelsFilter", FunnelsFilterShape().Nullable()},
           {"breakdownFilter", BreakdownFilterShape().Nullable()},
           {"dataColorTheme", Number().Nullable()},
           {"modifiers", MapOf(Any()).Nullable()},
           {"tags", MapOf(Any()).Nullable()},
           {"version", Number().Nullable()}})
          .Named("FunnelsQuery");
  return shape;
}

/// A number of a funnel, behind which there are actors.
const Shape& FunnelsActorsQueryShape() {
  static const Shape breakdown = OneOf({Text(), Number()});
  static const Shape shape =
      Input({{"kind", Words({"FunnelsActorsQuery"}).Required()},
             {"source", FunnelsQueryShape().Required()},
             {"funnelStep", Int().Nullable().About("Counted from 1; -3: lost before step 3.")},
             {"funnelCustomSteps", ListOf(Int()).Nullable()},
             {"funnelStepBreakdown", OneOf({breakdown, ListOf(breakdown)}).Nullable()},
             {"funnelTrendsDropOff", Bool().Nullable()},
             {"funnelTrendsEntrancePeriodStart", Text().Nullable()},
             {"includeRecordings", Bool().Nullable()},
             {"modifiers", MapOf(Any()).Nullable()},
             {"tags", MapOf(Any()).Nullable()},
             {"version", Number().Nullable()}})
          .Named("FunnelsActorsQuery");
  return shape;
}

const Shape& CorrelationQueryShape() {
  static const Shape shape =
      Input({{"kind", Words({"FunnelCorrelationQuery"}).Required()},
             {"source", FunnelsActorsQueryShape().Required()},
             {"funnelCorrelationType", Words({"events", "properties", "event_with_properties"})
                                           .Named("FunnelCorrelationResultsType")
                                           .Required()},
             {"funnelCorrelationExcludeEventNames", ListOf(Text()).Nullable()},
             {"funnelCorrelationNames", ListOf(Text()).Nullable()},
             {"funnelCorrelationExcludeNames", ListOf(Text()).Nullable()},
             {"funnelCorrelationEventNames", ListOf(Text()).Nullable()},
             {"funnelCorrelationEventExcludePropertyNames", ListOf(Text()).Nullable()},
             {"modifiers", MapOf(Any()).Nullable()},
             {"tags", MapOf(Any()).Nullable()},
             {"version", Number().Nullable()}})
          .Named("FunnelCorrelationQuery");
  return shape;
}

const Shape& CorrelationActorsQueryShape() {
  static const Shape shape =
      Input({{"kind", Words({"FunnelCorrelationActorsQuery"}).Required()},
             {"source", CorrelationQueryShape().Required()},
             {"funnelCorrelationPersonEntity", FunnelStepShape().Nullable()},
             {"funnelCorrelationPersonConverted", Bool().Nullable()},
             {"funnelCorrelationPropertyValues", ListOf(PropertyFilterShape()).Nullable()},
             {"includeRecordings", Bool().Nullable()},
             {"modifiers", MapOf(Any()).Nullable()},
             {"tags", MapOf(Any()).Nullable()},
             {"version", Number().Nullable()}})
          .Named("FunnelCorrelationActorsQuery");
  return shape;
}

const Shape& CalendarQueryShape() {
  static const Shape shape =
      Input({{"kind", Words({"CalendarHeatmapQuery"}).Required()},
             {"series", ListOf(EventsNodeShape()).Min(1).Max(26).Required()},
             {"interval", Words({"second", "minute", "hour", "day", "week", "month"}).Nullable()},
             {"dateRange", DateRangeShape().Nullable()},
             {"properties", FiltersShape().Nullable()},
             {"filterTestAccounts", Bool().Nullable()},
             {"samplingFactor", Number().Nullable()},
             {"aggregation_group_type_index", Int().Min(0).Max(4).Nullable()},
             {"calendarHeatmapFilter", MapOf(Any()).Nullable()},
             {"conversionGoal", MapOf(Any()).Nullable()},
             {"dataColorTheme", Number().Nullable()},
             {"modifiers", MapOf(Any()).Nullable()},
             {"tags", MapOf(Any()).Nullable()},
             {"version", Number().Nullable()}})
          .Named("CalendarHeatmapQuery");
  return shape;
}

/// How often something happened by day of the week, Monday first, and hour.
const Shape& CalendarDataShape() {
  static const Shape cell =
      Input(
          {{"row", Int().Required()}, {"column", Int().Required()}, {"value", Number().Required()}})
          .Named("EventsHeatMapDataResult");
  static const Shape row = Input({{"row", Int().Required()}, {"value", Number().Required()}})
                               .Named("EventsHeatMapRowAggregationResult");
  static const Shape column = Input({{"column", Int().Required()}, {"value", Number().Required()}})
                                  .Named("EventsHeatMapColumnAggregationResult");
  static const Shape shape = Input({{"data", ListOf(cell).Required()},
                                    {"rowAggregations", ListOf(row).Required()},
                                    {"columnAggregations", ListOf(column).Required()},
                                    {"allAggregations", Number().Required()}})
                                 .Named("EventsHeatMapStructuredResult");
  return shape;
}

/// A number of a trends answer, behind which there are actors and events.
const Shape& InsightActorsQueryShape() {
  static const Shape breakdown = OneOf({Text(), Number()});
  static const Shape shape =
      Input({{"kind", Words({"InsightActorsQuery"}).Required()},
             {"source", TrendsQueryShape().Required()},
             {"day", Text().Nullable().About("The start of a period; none for one total.")},
             {"series", Int().Min(0).Nullable()},
             {"breakdown", OneOf({breakdown, ListOf(breakdown)}).Nullable()},
             {"compare", Words({"current", "previous"}).Nullable()},
             {"includeRecordings", Bool().Nullable()},
             {"modifiers", MapOf(Any()).Nullable()},
             {"tags", MapOf(Any()).Nullable()},
             {"version", Number().Nullable()}})
          .Named("InsightActorsQuery");
  return shape;
}

const Shape& ActorsOptionsQueryShape() {
  static const Shape shape = Input({{"kind", Words({"InsightActorsQueryOptions"}).Required()},
                                    {"source", InsightActorsQueryShape().Required()},
                                    {"modifiers", MapOf(Any()).Nullable()},
                                    {"tags", MapOf(Any()).Nullable()},
                                    {"version", Number().Nullable()}})
                                 .Named("InsightActorsQueryOptions");
  return shape;
}

const Shape& ActorsQueryShape() {
  static const Shape shape =
      Input({{"kind", Words({"ActorsQuery"}).Required()},
             {"source", OneOf({InsightActorsQueryShape(), FunnelsActorsQueryShape(),
                               CorrelationActorsQueryShape()})
                            .Nullable()
                            .About("None: every person.")},
             {"select", ListOf(Text()).Nullable().About("Columns in HogQL; person is the person.")},
             {"search", Text().Nullable()},
             {"properties", ListOf(Any()).Nullable()},
             {"fixedProperties", ListOf(Any()).Nullable()},
             {"orderBy", ListOf(Text()).Nullable()},
             {"limit", Int().Nullable()},
             {"offset", Int().Nullable()},
             {"modifiers", MapOf(Any()).Nullable()},
             {"tags", MapOf(Any()).Nullable()},
             {"version", Number().Nullable()}})
          .Named("ActorsQuery");
  return shape;
}

const Shape& EventsQueryShape() {
  static const Shape shape =
      Input({{"kind", Words({"EventsQuery"}).Required()},
             {"select", ListOf(Text()).Required().About("Columns in HogQL; * is the event.")},
             {"where", ListOf(Text()).Nullable()},
             {"orderBy", ListOf(Text()).Nullable()},
             {"properties", ListOf(PropertyFilterShape()).Nullable()},
             {"fixedProperties", ListOf(Any()).Nullable()},
             {"event", Text().Nullable()},
             {"events", ListOf(Text()).Nullable()},
             {"personId", Text().Nullable()},
             {"filterTestAccounts", Bool().Nullable()},
             {"source", InsightActorsQueryShape().Nullable().About("Only events behind a number.")},
             {"before", Text().Nullable()},
             {"after", Text().Nullable()},
             {"limit", Int().Nullable()},
             {"offset", Int().Nullable()},
             {"modifiers", MapOf(Any()).Nullable()},
             {"tags", MapOf(Any()).Nullable()},
             {"version", Number().Nullable()}})
          .Named("EventsQuery");
  return shape;
}

const Shape& HogQLQueryShape() {
  static const Shape filters = Input({{"properties", ListOf(PropertyFilterShape()).Nullable()},
                                      {"dateRange", DateRangeShape().Nullable()},
                                      {"filterTestAccounts", Bool().Nullable()}})
                                   .Named("HogQLFilters");
  static const Shape variable = Input({{"code_name", Text().Required()},
                                       {"variableId", Text().Nullable()},
                                       {"value", Any()},
                                       {"isNull", Bool().Nullable()}})
                                    .Named("HogQLVariable");
  static const Shape shape =
      Input({{"kind", Words({"HogQLQuery"}).Required()},
             {"query", Text().Required()},
             {"name", Text().Nullable()},
             {"filters", filters.Nullable().About("What {filters} stands for.")},
             {"values", MapOf(Any()).Nullable().About("What placeholders stand for.")},
             {"variables", MapOf(variable).Nullable()},
             {"explain", Bool().Nullable()},
             {"modifiers", MapOf(Any()).Nullable()},
             {"tags", MapOf(Any()).Nullable()},
             {"version", Number().Nullable()}})
          .Named("HogQLQuery");
  return shape;
}

// A query that somebody is still writing.
const Shape& MetadataQueryShape() {
  static const Shape shape =
      Input({{"kind", Words({"HogQLMetadata"}).Required()},
             {"language", Words({"hogQL", "hogQLExpr"}).Named("HogLanguage").Required()},
             {"query", Text().Required()},
             {"sourceQuery",
              MapOf(Any()).Nullable().About("The query whose rows an expression reads.")},
             {"globals", MapOf(Any()).Nullable()},
             {"filters", MapOf(Any()).Nullable()},
             {"variables", MapOf(Any()).Nullable()},
             {"debug", Bool().Nullable()},
             {"modifiers", MapOf(Any()).Nullable()},
             {"tags", MapOf(Any()).Nullable()},
             {"version", Number().Nullable()}})
          .Named("HogQLMetadata");
  return shape;
}

const Shape& SchemaQueryShape() {
  static const Shape shape = Input({{"kind", Words({"DatabaseSchemaQuery"}).Required()},
                                    {"connectionId", Text().Nullable()},
                                    {"modifiers", MapOf(Any()).Nullable()},
                                    {"tags", MapOf(Any()).Nullable()},
                                    {"version", Number().Nullable()}})
                                 .Named("DatabaseSchemaQuery");
  return shape;
}

// What pickers and assistants ask about the events and properties of a project.
Shape TaxonomyQueryShape(const char* kind, const std::vector<Field>& fields) {
  return Input({{"kind", Words({kind}).Required()},
                {"modifiers", MapOf(Any()).Nullable()},
                {"tags", MapOf(Any()).Nullable()},
                {"version", Number().Nullable()}})
      .With(fields)
      .Named(kind);
}

const Shape& TeamTaxonomyQueryShape() {
  static const Shape shape = TaxonomyQueryShape(
      "TeamTaxonomyQuery", {{"limit", Int().Nullable()}, {"offset", Int().Nullable()}});
  return shape;
}

const Shape& EventTaxonomyQueryShape() {
  static const Shape shape =
      TaxonomyQueryShape("EventTaxonomyQuery", {{"event", Text().Nullable()},
                                                {"properties", ListOf(Text()).Nullable()},
                                                {"maxPropertyValues", Int().Nullable()}});
  return shape;
}

const Shape& ActorsTaxonomyQueryShape() {
  static const Shape shape = TaxonomyQueryShape("ActorsPropertyTaxonomyQuery",
                                                {{"properties", ListOf(Text()).Max(200).Required()},
                                                 {"groupTypeIndex", Int().Min(0).Max(4).Nullable()},
                                                 {"maxPropertyValues", Int().Nullable()}});
  return shape;
}

const Shape& SuggestedQuestionsQueryShape() {
  static const Shape shape = TaxonomyQueryShape("SuggestedQuestionsQuery", {});
  return shape;
}

const Shape& AutocompleteQueryShape() {
  static const Shape shape =
      Input(
          {{"kind", Words({"HogQLAutocomplete"}).Required()},
           {"language", Words({"hogQL", "hogQLExpr"}).Required()},
           {"query", Text().Required()},
           {"startPosition", Int().Min(0).Required().About("Where the word at the cursor begins.")},
           {"endPosition", Int().Min(0).Required()},
           {"sourceQuery", MapOf(Any()).Nullable()},
           {"globals", MapOf(Any()).Nullable()},
           {"filters", MapOf(Any()).Nullable()},
           {"modifiers", MapOf(Any()).Nullable()},
           {"tags", MapOf(Any()).Nullable()},
           {"version", Number().Nullable()}})
          .Named("HogQLAutocomplete");
  return shape;
}

const Shape& GroupsQueryShape() {
  static const Shape shape =
      Input({{"kind", Words({"GroupsQuery"}).Required()},
             {"group_type_index", Int().Min(0).Max(4).Required()},
             {"select", ListOf(Text()).Nullable().About("Columns in HogQL, behind name and key.")},
             {"search", Text().Nullable()},
             {"properties", ListOf(Any()).Nullable()},
             {"orderBy", ListOf(Text()).Nullable()},
             {"limit", Int().Nullable()},
             {"offset", Int().Nullable()},
             {"modifiers", MapOf(Any()).Nullable()},
             {"tags", MapOf(Any()).Nullable()},
             {"version", Number().Nullable()}})
          .Named("GroupsQuery");
  return shape;
}

const Shape& SessionsQueryShape() {
  static const Shape shape =
      Input({{"kind", Words({"SessionsQuery"}).Required()},
             {"select", ListOf(Text()).Required().About("Columns in HogQL; * is the session.")},
             {"where", ListOf(Text()).Nullable()},
             {"properties", ListOf(Any()).Nullable()},
             {"fixedProperties", ListOf(Any()).Nullable()},
             {"orderBy", ListOf(Text()).Nullable()},
             {"before", Text().Nullable()},
             {"after", Text().Nullable()},
             {"limit", Int().Nullable()},
             {"offset", Int().Nullable()},
             {"modifiers", MapOf(Any()).Nullable()},
             {"tags", MapOf(Any()).Nullable()},
             {"version", Number().Nullable()}})
          .Named("SessionsQuery");
  return shape;
}

// A node that says how the answer of its source is drawn.
Shape WrapperShape(const char* kind) {
  return Input({{"kind", Words({kind}).Required()},
                {"source", OneOf({TrendsQueryShape(), FunnelsQueryShape(), CalendarQueryShape(),
                                  EventsQueryShape(), ActorsQueryShape(), HogQLQueryShape()})
                               .Required()}})
      .Named(kind);
}

const Shape& TrendsRowShape() {
  static const Shape action = Input({{"id", Text().Nullable()},
                                     {"type", Text().Required()},
                                     {"order", Int().Required()},
                                     {"name", Text().Nullable()},
                                     {"custom_name", Text().Nullable()},
                                     {"math", Text().Nullable()},
                                     {"math_property", Text().Nullable()},
                                     {"math_hogql", Text().Nullable()},
                                     {"math_group_type_index", Int().Nullable()},
                                     {"properties", Any()},
                                     {"days", ListOf(Text())}})
                                  .Named("TrendsAction");
  static const Shape shape =
      Input({{"action", action.Nullable().Required().About("Null in the row of a formula.")},
             {"label", Text().Required()},
             {"order", Int()},
             {"count", Number().Required()},
             {"data", ListOf(Number()).Nullable().Required()},
             {"days", ListOf(Text())},
             {"labels", ListOf(Text())},
             {"aggregated_value", Number().Nullable()},
             {"breakdown_value", OneOf({Text(), Number(), ListOf(Text())})},
             {"incomplete_end", Bool().About("Of a slope: its last bucket is still running.")},
             {"calendar_heatmap_data", CalendarDataShape()},
             {"compare", Bool()},
             {"compare_label", Words({"current", "previous"})},
             {"filter", MapOf(Any())}})
          .Named("TrendsRow");
  return shape;
}

// What the answers of all kinds have.
std::vector<Field> EnvelopeFields() {
  static const Shape timing =
      Input({{"k", Text().Required()}, {"t", Number().Required()}}).Named("QueryTiming");
  static const Shape metadata = Input({{"events", ListOf(Text())}}).Named("QueryMetadata");
  return {{"hasMore", Bool().Nullable()},
          {"hogql", Text().Nullable()},
          {"error", Text().Nullable()},
          {"timings", ListOf(timing).Nullable()},
          {"modifiers", MapOf(Any()).Nullable()},
          {"is_cached", Bool()},
          {"cache_key", Text().Nullable()},
          {"last_refresh", Text().Nullable()},
          {"next_allowed_client_refresh", Text().Nullable()},
          {"cache_target_age", Text().Nullable()},
          {"timezone", Text().Nullable()},
          {"calculation_trigger", Text().Nullable()},
          {"query_metadata", metadata.Nullable()},
          {"query_status", StatusShape().Nullable()}};
}

const Shape& TrendsResponseShape() {
  static const Shape range =
      Input({{"date_from", Text().Required()}, {"date_to", Text().Required()}})
          .Named("ResolvedDateRange");
  static const Shape box = Input({{"day", Text().Required()},
                                  {"label", Text().Required()},
                                  {"min", Number().Required()},
                                  {"q1", Number().Required()},
                                  {"median", Number().Required()},
                                  {"q3", Number().Required()},
                                  {"max", Number().Required()},
                                  {"mean", Number().Required()}})
                               .Named("BoxPlotDatum");
  static const Shape shape = Input({{"results", ListOf(TrendsRowShape()).Required()},
                                    {"boxplot_data", ListOf(box)},
                                    {"resolved_date_range", range.Nullable()},
                                    {"resolved_compare_date_range", range.Nullable()}})
                                 .With(EnvelopeFields())
                                 .Named("TrendsQueryResponse");
  return shape;
}

const Shape& FunnelsResponseShape() {
  static const Shape breakdown = OneOf({Text(), Number(), ListOf(Text())});
  static const Shape step = Input({{"action_id", OneOf({Text(), Int()}).Nullable().Required()},
                                   {"name", Text().Required()},
                                   {"custom_name", Text().Nullable().Required()},
                                   {"order", Int().Required()},
                                   {"people", ListOf(Any()).Required()},
                                   {"count", Int().Required()},
                                   {"type", Text().Required()},
                                   {"average_conversion_time", Number().Nullable().Required()},
                                   {"median_conversion_time", Number().Nullable().Required()},
                                   {"breakdown", breakdown},
                                   {"breakdown_value", breakdown}})
                                .Named("FunnelStep");
  static const Shape line = Input({{"count", Int().Required()},
                                   {"data", ListOf(Number()).Required()},
                                   {"days", ListOf(Text()).Required()},
                                   {"labels", ListOf(Text()).Required()},
                                   {"breakdown_value", breakdown}})
                                .Named("FunnelTrendsLine");
  static const Shape times = Input({{"bins", ListOf(ListOf(Int())).Required()},
                                    {"average_conversion_time", Number().Nullable().Required()}})
                                 .Named("FunnelTimeToConvertResults");
  static const Shape range =
      Input({{"date_from", Text().Required()}, {"date_to", Text().Required()}});
  static const Shape shape =
      Input(
          {{"results", OneOf({ListOf(step), ListOf(ListOf(step)), ListOf(line), times}).Required()},
           {"total_median_conversion_time", Number().Nullable()},
           {"isUdf", Bool()},
           {"resolved_date_range", range.Nullable()}})
          .With(EnvelopeFields())
          .Named("FunnelsQueryResponse");
  return shape;
}

const Shape& CorrelationResponseShape() {
  static const Shape event = Input({{"event", Text().Required()},
                                    {"properties", MapOf(Any()).Required()},
                                    {"elements", ListOf(Any()).Required()}})
                                 .Named("FunnelCorrelationEvent");
  static const Shape row = Input({{"success_count", Int().Required()},
                                  {"failure_count", Int().Required()},
                                  {"odds_ratio", Number().Required()},
                                  {"correlation_type", Words({"success", "failure"}).Required()},
                                  {"event", event.Required()}})
                               .Named("EventOddsRatio");
  static const Shape results =
      Input({{"events", ListOf(row).Required()}, {"skewed", Bool().Required()}})
          .Named("FunnelCorrelationResult");
  static const Shape shape = Input({{"results", results.Required()},
                                    {"columns", ListOf(Text()).Required()},
                                    {"types", ListOf(Text()).Required()},
                                    {"limit", Int()},
                                    {"offset", Int()}})
                                 .With(EnvelopeFields())
                                 .Named("FunnelCorrelationResponse");
  return shape;
}

const Shape& CalendarResponseShape() {
  static const Shape shape = Input({{"results", CalendarDataShape().Required()}})
                                 .With(EnvelopeFields())
                                 .Named("CalendarHeatmapResponse");
  return shape;
}

const Shape& EventsResponseShape() {
  static const Shape shape = Input({{"results", ListOf(ListOf(Any())).Required()},
                                    {"columns", ListOf(Text()).Required()},
                                    {"types", ListOf(Text()).Required()},
                                    {"limit", Int()},
                                    {"offset", Int()}})
                                 .With(EnvelopeFields())
                                 .Named("EventsQueryResponse");
  return shape;
}

const Shape& ActorsResponseShape() {
  static const Shape shape = Input({{"results", ListOf(ListOf(Any())).Required()},
                                    {"columns", ListOf(Text()).Required()},
                                    {"types", ListOf(Text()).Required()},
                                    {"limit", Int()},
                                    {"offset", Int()},
                                    {"missing_actors_count", Int().Required()},
                                    {"kind", Text()}})
                                 .With(EnvelopeFields())
                                 .Named("ActorsQueryResponse");
  return shape;
}

const Shape& ActorsOptionsResponseShape() {
  static const Shape choice =
      Input({{"label", Text().Required()}, {"value", OneOf({Text(), Int()}).Required()}})
          .Named("InsightActorsOption");
  static const Shape values =
      Input({{"values", ListOf(choice).Required()}}).Named("InsightActorsOptions");
  static const Shape shape = Input({{"day", ListOf(choice)},
                                    {"series", ListOf(choice).Required()},
                                    {"breakdown", ListOf(choice)},
                                    {"breakdowns", ListOf(values)},
                                    {"compare", ListOf(choice)}})
                                 .With(EnvelopeFields())
                                 .Named("InsightActorsQueryOptionsResponse");
  return shape;
}

const Shape& MetadataResponseShape() {
  static const Shape notice = Input({{"message", Text().Required()},
                                     {"start", Int().Nullable().Required()},
                                     {"end", Int().Nullable().Required()},
                                     {"fix", Text().Nullable()}})
                                  .Named("HogQLNotice");
  static const Shape shape =
      Input({{"isValid", Bool().Required()},
             {"query", Text().Required()},
             {"errors", ListOf(notice).Required()},
             {"warnings", ListOf(notice).Required()},
             {"notices", ListOf(notice).Required()},
             {"isUsingIndices", Words({"undecisive", "no", "partial", "yes"}).Required()},
             {"table_names", ListOf(Text()).Nullable().Required()}})
          .Named("HogQLMetadataResponse");
  return shape;
}

const Shape& SchemaResponseShape() {
  static const Shape field =
      Input({{"name", Text().Required()},
             {"hogql_value", Text().Required().About("The name as a query writes it.")},
             {"type", Words({"integer", "float", "decimal", "string", "datetime", "date", "boolean",
                             "array", "json", "lazy_table", "virtual_table", "field_traverser",
                             "expression", "view", "materialized_view", "unknown"})
                          .Named("DatabaseSerializedFieldType")
                          .Required()},
             {"schema_valid", Bool().Required()},
             {"table", Text().Nullable()},
             {"fields", ListOf(Text()).Nullable()},
             {"chain", ListOf(OneOf({Text(), Int()})).Nullable()},
             {"id", Text().Nullable()}})
          .Named("DatabaseSchemaField");
  static const Shape table = Input({{"id", Text().Required()},
                                    {"name", Text().Required()},
                                    {"type", Words({"posthog", "data_warehouse", "view",
                                                    "materialized_view", "system", "batch_export"})
                                                 .Required()},
                                    {"fields", MapOf(field).Required()},
                                    {"row_count", Number().Nullable()}})
                                 .Named("DatabaseSchemaTable");
  static const Shape shape =
      Input({{"tables", MapOf(table).Required()}, {"joins", ListOf(MapOf(Any())).Required()}})
          .Named("DatabaseSchemaQueryResponse");
  return shape;
}

const Shape& TeamTaxonomyResponseShape() {
  static const Shape item =
      Input({{"event", Text().Required()}, {"count", Int().Required()}}).Named("TeamTaxonomyItem");
  static const Shape shape =
      Input({{"results", ListOf(item).Required()}, {"limit", Int()}, {"offset", Int()}})
          .With(EnvelopeFields())
          .Named("TeamTaxonomyQueryResponse");
  return shape;
}

const Shape& TaxonomyResponseShape() {
  static const Shape item =
      Input({{"property", Text().About("Of an event; actors have theirs in the order asked.")},
             {"sample_values", ListOf(Text()).Required()},
             {"sample_count", Int().Required()}})
          .Named("EventTaxonomyItem");
  static const Shape shape = Input({{"results", ListOf(item).Required()}})
                                 .With(EnvelopeFields())
                                 .Named("EventTaxonomyQueryResponse");
  return shape;
}

const Shape& SuggestedQuestionsResponseShape() {
  static const Shape shape =
      Input({{"questions", ListOf(Text()).Required()}}).Named("SuggestedQuestionsQueryResponse");
  return shape;
}

const Shape& AutocompleteResponseShape() {
  static const Shape suggestion =
      Input({{"kind", Words({"Variable", "Property", "Folder", "Function", "Keyword"}).Required()},
             {"label", Text().Required()},
             {"insertText", Text().Required()},
             {"detail", Text().Nullable()},
             {"documentation", Text().Nullable()}})
          .Named("AutocompleteCompletionItem");
  static const Shape shape = Input({{"suggestions", ListOf(suggestion).Required()},
                                    {"incomplete_list", Bool().Required()},
                                    {"timings", ListOf(MapOf(Any())).Nullable()}})
                                 .Named("HogQLAutocompleteResponse");
  return shape;
}

const Shape& HogQLResponseShape() {
  static const Shape shape = Input({{"results", ListOf(ListOf(Any())).Required()},
                                    {"columns", ListOf(Text()).Nullable()},
                                    {"types", ListOf(ListOf(Text())).Nullable()},
                                    {"query", Text().Nullable()},
                                    {"clickhouse", Text().Nullable()},
                                    {"explain", ListOf(Text()).Nullable()},
                                    {"metadata", Any()},
                                    {"limit", Int().Nullable()},
                                    {"offset", Int().Nullable()}})
                                 .With(EnvelopeFields())
                                 .Named("HogQLQueryResponse");
  return shape;
}

}  // namespace

const Shape& QueryShape() {
  static const Shape shape = OneOf({TrendsQueryShape(),
                                    FunnelsQueryShape(),
                                    FunnelsActorsQueryShape(),
                                    CorrelationQueryShape(),
                                    CorrelationActorsQueryShape(),
                                    CalendarQueryShape(),
                                    EventsQueryShape(),
                                    HogQLQueryShape(),
                                    ActorsQueryShape(),
                                    InsightActorsQueryShape(),
                                    ActorsOptionsQueryShape(),
                                    MetadataQueryShape(),
                                    SchemaQueryShape(),
                                    TeamTaxonomyQueryShape(),
                                    EventTaxonomyQueryShape(),
                                    ActorsTaxonomyQueryShape(),
                                    SuggestedQuestionsQueryShape(),
                                    AutocompleteQueryShape(),
                                    GroupsQueryShape(),
                                    SessionsQueryShape(),
                                    WrapperShape("InsightVizNode"),
                                    WrapperShape("DataTableNode"),
                                    WrapperShape("DataVisualizationNode")})
                                 .Named("QuerySchema");
  return shape;
}

const Shape& ResponseShape() {
  static const Shape shape =
      OneOf({TrendsResponseShape(), FunnelsResponseShape(), CorrelationResponseShape(),
             EventsResponseShape(), HogQLResponseShape(), ActorsResponseShape(),
             ActorsOptionsResponseShape(), MetadataResponseShape(), SchemaResponseShape(),
             CalendarResponseShape(), TeamTaxonomyResponseShape(), TaxonomyResponseShape(),
             SuggestedQuestionsResponseShape(), AutocompleteResponseShape()})
          .Named("QueryResponse");
  return shape;
}

const Shape& StatusShape() {
  static const Shape shape = Input({{"id", Text().Required()},
                                    {"team_id", Int().Required()},
                                    {"query_async", Bool().Required()},
                                    {"complete", Bool()},
                                    {"error", Bool()},
                                    {"error_message", Text().Nullable()},
                                    {"insight_id", Int().Nullable()},
                                    {"dashboard_id", Int().Nullable()},
                                    {"start_time", Text().Nullable()},
                                    {"pickup_time", Text().Nullable()},
                                    {"end_time", Text().Nullable()},
                                    {"expiration_time", Text().Nullable()},
                                    {"task_id", Text().Nullable()},
                                    {"labels", ListOf(Text()).Nullable()},
                                    {"query_progress", MapOf(Any()).Nullable()},
                                    {"results", Any()}})
                                 .Named("QueryStatus");
  return shape;
}

}  // namespace tenrec::query
