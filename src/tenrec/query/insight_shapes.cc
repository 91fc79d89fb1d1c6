#include "tenrec/query/kind_shapes.h"

namespace tenrec::query {
namespace {

/// What a row says of its series.
const Shape& SeriesActionShape() {
  static const Shape shape = Input({{"id", OneOf({Text(), Int()}).Nullable()},
                                    {"type", Text().Required()},
                                    {"order", Int().Required()},
                                    {"name", Text().Nullable()},
                                    {"custom_name", Text().Nullable()},
                                    {"math", Text().Nullable()},
                                    {"properties", Any()}})
                                 .Named("SeriesAction");
  return shape;
}

}  // namespace

const Shape& LifecycleStatusShape() {
  static const Shape shape =
      Words({"new", "returning", "resurrecting", "dormant"}).Named("LifecycleStatus");
  return shape;
}

const Shape& LifecycleQueryShape() {
  static const Shape filter =
      Input({{"showLegend", Bool().Nullable()},
             {"showValuesOnSeries", Bool().Nullable()},
             {"stacked", Bool().Nullable()},
             {"toggledLifecycles", ListOf(LifecycleStatusShape()).Nullable()}})
          .Named("LifecycleFilter");
  static const Shape shape =
      Input({{"kind", Words({"LifecycleQuery"}).Required()},
             {"series",
              ListOf(SeriesNodeShape()).Min(1).Max(26).Required().About("Only the first counts.")},
             {"lifecycleFilter", filter.Nullable()}})
          .With(InsightFields())
          .Named("LifecycleQuery");
  return shape;
}

const Shape& ComparisonShape() {
  static const Shape shape = Words({"exact", "gte", "lte"}).Named("StickinessOperator");
  return shape;
}

const Shape& StickinessQueryShape() {
  static const Shape criteria =
      Input({{"operator", ComparisonShape().Required()}, {"value", Int().Required()}})
          .Named("StickinessCriteria");
  static const Shape filter =
      Input(
          {{"computedAs",
            Words({"non_cumulative", "cumulative"}).Named("StickinessComputationMode").Nullable()},
           {"stickinessCriteria",
            criteria.Nullable().About("How many events make a period an active one.")},
           {"display", Text().Nullable()},
           {"showLegend", Bool().Nullable()},
           {"showMultipleYAxes", Bool().Nullable()},
           {"showValuesOnSeries", Bool().Nullable()},
           {"hiddenLegendIndexes", ListOf(Int()).Nullable()},
           {"resultCustomizationBy", Text().Nullable()},
           {"resultCustomizations", Any()}})
          .Named("StickinessFilter");
  static const Shape shape =
      Input({{"kind", Words({"StickinessQuery"}).Required()},
             {"series", ListOf(SeriesNodeShape()).Min(1).Max(26).Required()},
             {"intervalCount", Int().Min(1).Nullable().About("So many intervals are one period.")},
             {"stickinessFilter", filter.Nullable()},
             {"compareFilter", CompareFilterShape().Nullable()}})
          .With(InsightFields())
          .Named("StickinessQuery");
  return shape;
}

const Shape& RetentionQueryShape() {
  static const Shape entity =
      Input({{"id", OneOf({Text(), Int()}).Nullable().About("An event, an action; null: any.")},
             {"type", Words({"events", "actions"}).Nullable()},
             {"name", Text().Nullable()},
             {"custom_name", Text().Nullable()},
             {"order", Int().Nullable()},
             {"uuid", Text().Nullable()},
             {"kind", Text().Nullable()},
             {"properties", ListOf(PropertyFilterShape()).Nullable()}})
          .Named("RetentionEntity");
  static const Shape filter =
      Input(
          {{"period", Words({"Hour", "Day", "Week", "Month"}).Named("RetentionPeriod").Nullable()},
           {"totalIntervals", Int().Min(1).Max(400).Nullable()},
           {"targetEntity", entity.Nullable()},
           {"returningEntity", entity.Nullable()},
           {"retentionType", Words({"retention_recurring", "retention_first_time",
                                    "retention_first_ever_occurrence"})
                                 .Named("RetentionType")
                                 .Nullable()},
           {"minimumOccurrences", Int().Min(1).Nullable()},
           {"cumulative", Bool().Nullable()},
           {"timeWindowMode",
            Words({"strict_calendar_dates", "24_hour_windows"}).Named("TimeWindowMode").Nullable()},
           {"retentionCustomBrackets", ListOf(Number()).Max(100).Nullable()},
           {"aggregationType", Words({"count", "sum", "avg"}).Named("AggregationType").Nullable()},
           {"aggregationProperty", Text().Nullable()},
           {"aggregationPropertyType",
            Words({"event", "person"}).Named("AggregationPropertyType").Nullable()},
           {"retentionReference", Words({"total", "previous"}).Nullable()},
           {"meanRetentionCalculation", Words({"simple", "weighted", "none"}).Nullable()},
           {"display", Text().Nullable()},
           {"dashboardDisplay", Text().Nullable()},
           {"showTrendLines", Bool().Nullable()},
           {"selectedInterval", Int().Nullable()},
           {"goalLines", ListOf(Any()).Nullable()}})
          .Named("RetentionFilter");
  static const Shape shape =
      Input({{"kind", Words({"RetentionQuery"}).Required()},
             {"retentionFilter", filter.Required()},
             {"dateRange", DateRangeShape().Nullable()},
             {"properties", FiltersShape().Nullable()},
             {"filterTestAccounts", Bool().Nullable()},
             {"samplingFactor", Number().Nullable()},
             {"aggregation_group_type_index", Int().Min(0).Max(4).Nullable()},
             {"breakdownFilter", BreakdownFilterShape().Nullable()},
             {"dataColorTheme", Number().Nullable()}})
          .With(MetaFields())
          .Named("RetentionQuery");
  return shape;
}

const Shape& PathsQueryShape() {
  static const Shape rule =
      Input(
          {{"regex", Text().Nullable()}, {"alias", Text().Nullable()}, {"order", Int().Nullable()}})
          .Named("PathCleaningFilter");
  static const Shape filter =
      Input({{"includeEventTypes",
              ListOf(Words({"$pageview", "$screen", "custom_event", "hogql"}).Named("PathType"))
                  .Nullable()},
             {"pathsHogQLExpression", Text().Nullable()},
             {"excludeEvents", ListOf(Text()).Nullable().About("Items, not only events.")},
             {"startPoint", Text().Nullable()},
             {"endPoint", Text().Nullable()},
             {"stepLimit", Int().Nullable()},
             {"edgeLimit", Int().Nullable()},
             {"minEdgeWeight", Int().Nullable()},
             {"maxEdgeWeight", Int().Nullable()},
             {"pathGroupings", ListOf(Text()).Max(200).Nullable()},
             {"pathReplacements", Bool().Nullable()},
             {"localPathCleaningFilters", ListOf(rule).Max(200).Nullable()},
             {"pathStartKey", Text().Nullable().About("Of actors: who came from it.")},
             {"pathEndKey", Text().Nullable()},
             {"pathDropoffKey", Text().Nullable()},
             {"showFullUrls", Bool().Nullable()}})
          .Named("PathsFilter");
  static const Shape funnel =
      Input({{"funnelPathType", Words({"funnel_path_before_step", "funnel_path_between_steps",
                                       "funnel_path_after_step"})
                                    .Named("FunnelPathType")
                                    .Required()},
             {"funnelSource", FunnelsQueryShape().Required()},
             {"funnelStep", Int().Required().About("Counted from 1; -3: lost before step 3.")}})
          .Named("FunnelPathsFilter");
  static const Shape shape =
      Input({{"kind", Words({"PathsQuery"}).Required()},
             {"pathsFilter", filter.Required()},
             {"funnelPathsFilter", funnel.Nullable().About("Only whom a funnel counted.")},
             {"dateRange", DateRangeShape().Nullable()},
             {"properties", FiltersShape().Nullable()},
             {"filterTestAccounts", Bool().Nullable()},
             {"samplingFactor", Number().Nullable()},
             {"aggregation_group_type_index", Int().Min(0).Max(4).Nullable()},
             {"dataColorTheme", Number().Nullable()}})
          .With(MetaFields())
          .Named("PathsQuery");
  return shape;
}

const Shape& LifecycleResponseShape() {
  static const Shape row = Input({{"action", SeriesActionShape().Required()},
                                  {"label", Text().Required()},
                                  {"status", LifecycleStatusShape().Required()},
                                  {"count", Number().Required()},
                                  {"data", ListOf(Number()).Required()},
                                  {"data_margin", ListOf(Int()).About("Of a sample.")},
                                  {"days", ListOf(Text()).Required()},
                                  {"labels", ListOf(Text()).Required()}})
                               .Named("LifecycleRow");
  static const Shape shape = Input({{"results", ListOf(row).Required()},
                                    {"resolved_date_range", ResolvedRangeShape().Nullable()}})
                                 .With(EnvelopeFields())
                                 .Named("LifecycleQueryResponse");
  return shape;
}

const Shape& StickinessResponseShape() {
  static const Shape row = Input({{"action", SeriesActionShape().Required()},
                                  {"label", Text().Required()},
                                  {"count", Number().Required()},
                                  {"data", ListOf(Number()).Required()},
                                  {"data_margin", ListOf(Int()).About("Of a sample.")},
                                  {"days", ListOf(Int()).Required()},
                                  {"labels", ListOf(Text()).Required()},
                                  {"compare", Bool()},
                                  {"compare_label", Words({"current", "previous"})}})
                               .Named("StickinessRow");
  static const Shape shape =
      Input({{"results", ListOf(row).Required()},
             {"resolved_date_range", ResolvedRangeShape().Nullable()},
             {"resolved_compare_date_range", ResolvedRangeShape().Nullable()}})
          .With(EnvelopeFields())
          .Named("StickinessQueryResponse");
  return shape;
}

const Shape& RetentionResponseShape() {
  static const Shape value = Input({{"count", Number().Required()},
                                    {"count_margin", Int().About("Of a sample.")},
                                    {"label", Text().Required()},
                                    {"aggregation_value", Number()}})
                                 .Named("RetentionValue");
  static const Shape row = Input({{"values", ListOf(value).Required()},
                                  {"label", Text().Required()},
                                  {"date", Text().Required()},
                                  {"breakdown_value", OneOf({Text(), Int()}).Nullable()}})
                               .Named("RetentionResult");
  static const Shape shape = Input({{"results", ListOf(row).Required()}})
                                 .With(EnvelopeFields())
                                 .Named("RetentionQueryResponse");
  return shape;
}

const Shape& PathsResponseShape() {
  static const Shape link =
      Input({{"source", Text().Required().About("Step and item: 1_/home.")},
             {"target", Text().Required()},
             {"value", Int().Required()},
             {"average_conversion_time", Number().Required().About("In milliseconds.")}})
          .Named("PathsLink");
  static const Shape shape = Input({{"results", ListOf(link).Required()},
                                    {"resolved_date_range", ResolvedRangeShape().Nullable()}})
                                 .With(EnvelopeFields())
                                 .Named("PathsQueryResponse");
  return shape;
}

}  // namespace tenrec::query
