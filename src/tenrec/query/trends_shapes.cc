#include "tenrec/query/kind_shapes.h"

namespace tenrec::query {
namespace {

/// What a series counts of its events, whatever they are.
std::vector<Field> SeriesMathFields() {
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
  static const Shape currency =
      Input({{"static", Text().Nullable().About("A code such as EUR.")},
             {"property", Text().Nullable().About("The property of an event that has the code.")}})
          .Named("RevenueCurrencyPropertyConfig");
  return {{"math", math.Nullable()},
          {"math_property", Text().Nullable()},
          {"math_property_type",
           Words({"event_properties", "person_properties", "session_properties"}).Nullable()},
          {"math_hogql", Text().Nullable()},
          {"math_group_type_index", Int().Min(0).Max(4).Nullable()},
          {"math_multiplier", Number().Nullable()},
          {"math_property_revenue_currency",
           currency.Nullable().About("What amounts are in. Amounts in another currency than the "
                                     "project's count nothing: there are no rates.")}};
}

const Shape& EventsNodeShape() {
  static const Shape shape = Input({{"kind", Words({"EventsNode"}).Required()},
                                    {"event", Text().Nullable().About("Null: every event.")}})
                                 .With(NodeFields())
                                 .With(SeriesMathFields())
                                 .Named("EventsNode");
  return shape;
}

const Shape& ActionsNodeShape() {
  static const Shape shape =
      Input({{"kind", Words({"ActionsNode"}).Required()}, {"id", Int().Required()}})
          .With(NodeFields())
          .With(SeriesMathFields())
          .Named("ActionsNode");
  return shape;
}

const Shape& GroupNodeShape() {
  static const Shape shape =
      Input(GroupFields()).With(NodeFields()).With(SeriesMathFields()).Named("GroupNode");
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

const Shape& TrendsRowShape() {
  static const Shape action = Input({{"id", OneOf({Text(), Int()}).Nullable()},
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
             {"data_margin", ListOf(Number()).About("Of a sample: how far each may be off.")},
             {"aggregated_value_margin", Number()},
             {"breakdown_value", OneOf({Text(), Number(), ListOf(Text())})},
             {"incomplete_end", Bool().About("Of a slope: its last bucket is still running.")},
             {"calendar_heatmap_data", CalendarDataShape()},
             {"compare", Bool()},
             {"compare_label", Words({"current", "previous"})},
             {"filter", MapOf(Any())}})
          .Named("TrendsRow");
  return shape;
}

}  // namespace

const Shape& SeriesNodeShape() {
  static const Shape shape = OneOf({EventsNodeShape(), ActionsNodeShape(), GroupNodeShape()});
  return shape;
}

const Shape& TrendsQueryShape() {
  static const Shape shape =
      Input({
                {"kind", Words({"TrendsQuery"}).Required()},
                {"series", ListOf(SeriesNodeShape()).Min(1).Max(26).Required()},
                {"trendsFilter", TrendsFilterShape().Nullable()},
                {"breakdownFilter", BreakdownFilterShape().Nullable()},
                {"compareFilter", CompareFilterShape().Nullable()},
            })
          .With(InsightFields())
          .Named("TrendsQuery");
  return shape;
}

const Shape& CalendarQueryShape() {
  static const Shape shape =
      Input({
                {"kind", Words({"CalendarHeatmapQuery"}).Required()},
                {"series", ListOf(SeriesNodeShape()).Min(1).Max(26).Required()},
                {"calendarHeatmapFilter", MapOf(Any()).Nullable()},
                {"conversionGoal", MapOf(Any()).Nullable()},
            })
          .With(InsightFields())
          .Named("CalendarHeatmapQuery");
  return shape;
}

const Shape& TrendsResponseShape() {
  static const Shape box = Input({{"day", Text().Required()},
                                  {"label", Text().Required()},
                                  {"min", Number().Required()},
                                  {"q1", Number().Required()},
                                  {"median", Number().Required()},
                                  {"q3", Number().Required()},
                                  {"max", Number().Required()},
                                  {"mean", Number().Required()}})
                               .Named("BoxPlotDatum");
  static const Shape shape =
      Input({{"results", ListOf(TrendsRowShape()).Required()},
             {"boxplot_data", ListOf(box)},
             {"resolved_date_range", ResolvedRangeShape().Nullable()},
             {"resolved_compare_date_range", ResolvedRangeShape().Nullable()}})
          .With(EnvelopeFields())
          .Named("TrendsQueryResponse");
  return shape;
}

const Shape& CalendarResponseShape() {
  static const Shape shape = Input({{"results", CalendarDataShape().Required()}})
                                 .With(EnvelopeFields())
                                 .Named("CalendarHeatmapResponse");
  return shape;
}

}  // namespace tenrec::query
