#include "tenrec/insights/trends_query.h"

#include <algorithm>
#include <array>
#include <utility>

#include "tenrec/hogql/names.h"
#include "tenrec/insights/field_reader.h"
#include "tenrec/insights/query_fields.h"

namespace tenrec::insights {
namespace {

constexpr std::size_t kMaxSeries = 26;  // a letter each
constexpr int kMaxSmoothing = 10'000;

struct NamedMath {
  std::string_view word;
  Measure measure;
  Aggregate aggregate = Aggregate::kNone;
  int trailing_days = 0;
};
constexpr std::array<NamedMath, 26> kMaths{{
    {"total", Measure::kEvents},
    {"dau", Measure::kActors},
    {"weekly_active", Measure::kTrailingActors, Aggregate::kNone, 7},
    {"monthly_active", Measure::kTrailingActors, Aggregate::kNone, 30},
    {"first_time_for_user", Measure::kFirstTimeActors},
    {"first_matching_event_for_user", Measure::kFirstMatchingActors},
    {"unique_session", Measure::kSessions},
    {"unique_group", Measure::kGroups},
    {"hogql", Measure::kExpression},
    {"sum", Measure::kProperty, Aggregate::kSum},
    {"avg", Measure::kProperty, Aggregate::kAverage},
    {"min", Measure::kProperty, Aggregate::kMin},
    {"max", Measure::kProperty, Aggregate::kMax},
    {"median", Measure::kProperty, Aggregate::kMedian},
    {"p75", Measure::kProperty, Aggregate::kP75},
    {"p90", Measure::kProperty, Aggregate::kP90},
    {"p95", Measure::kProperty, Aggregate::kP95},
    {"p99", Measure::kProperty, Aggregate::kP99},
    {"avg_count_per_actor", Measure::kEventsPerActor, Aggregate::kAverage},
    {"min_count_per_actor", Measure::kEventsPerActor, Aggregate::kMin},
    {"max_count_per_actor", Measure::kEventsPerActor, Aggregate::kMax},
    {"median_count_per_actor", Measure::kEventsPerActor, Aggregate::kMedian},
    {"p75_count_per_actor", Measure::kEventsPerActor, Aggregate::kP75},
    {"p90_count_per_actor", Measure::kEventsPerActor, Aggregate::kP90},
    {"p95_count_per_actor", Measure::kEventsPerActor, Aggregate::kP95},
    {"p99_count_per_actor", Measure::kEventsPerActor, Aggregate::kP99},
}};

struct NamedDisplay {
  std::string_view word;
  Display display;
};
constexpr std::array<NamedDisplay, 16> kDisplays{{
    {"ActionsLineGraph", Display::kTimeSeries},
    {"ActionsBar", Display::kTimeSeries},
    {"ActionsUnstackedBar", Display::kTimeSeries},
    {"ActionsStackedBar", Display::kTimeSeries},
    {"ActionsAreaGraph", Display::kTimeSeries},
    {"ActionsLineGraphCumulative", Display::kCumulative},
    {"BoldNumber", Display::kTotalValue},
    {"Progress", Display::kTotalValue},
    {"ActionsPie", Display::kTotalValue},
    {"ActionsBarValue", Display::kTotalValue},
    {"ActionsTable", Display::kTotalValue},
    {"WorldMap", Display::kTotalValue},
    {"SlopeGraph", Display::kSlope},
    {"BoxPlot", Display::kBoxPlot},
    {"CalendarHeatmap", Display::kCalendar},
    // Drawn from a table; of a trends question it shows what a line would.
    {"TwoDimensionalHeatmap", Display::kTimeSeries},
}};

Error NotYet(std::string_view what) {
  return Unimplemented(std::string(what) + " is not supported yet");
}

Status ReadCurrency(FieldReader& in, TrendsSeries& series) {
  constexpr const char* kField = "math_property_revenue_currency";
  const Json* json = in.Object(kField);
  if (json == nullptr) return Ok();
  FieldReader inner(*json, in.PathOf(kField));
  AmountCurrency currency{.code = inner.Text("static").value_or(""),
                          .property = inner.Text("property").value_or("$revenue")};
  const auto is_letter = [](char c) { return c >= 'A' && c <= 'Z'; };
  if (!currency.code.empty() &&
      (currency.code.size() != 3 || !std::ranges::all_of(currency.code, is_letter))) {
    inner.Fail("static", "Input should be the code of a currency, such as 'EUR'");
  }
  TRY(inner.Finish());
  series.currency = std::move(currency);
  return Ok();
}

Status ReadMath(FieldReader& in, TrendsSeries& series) {
  const std::string word = in.Text("math").value_or("total");
  series.math_property = in.Text("math_property");
  series.math_property_type = in.Text("math_property_type").value_or("event_properties");
  series.math_hogql = in.Text("math_hogql");
  series.math_group_type_index = ReadGroupIndex(in, "math_group_type_index");
  series.math_multiplier = in.Number("math_multiplier").value_or(1);
  TRY(ReadCurrency(in, series));
  const auto math = ParseMath(word);
  if (!math) {
    in.Fail("math", "'" + hogql::Shown(word) + "' is not a known math");
    return Ok();
  }
  series.math = *math;
  if (math->measure == Measure::kExpression && !series.math_hogql) {
    in.Fail("math_hogql", "Field required when math is hogql");
  }
  if (math->measure == Measure::kGroups && !series.math_group_type_index) {
    in.Fail("math_group_type_index", "Field required when math is unique_group");
  }
  if (math->measure == Measure::kProperty) {
    // An aggregate of no property counts events, as it always did.
    if (!series.math_property || series.math_property->empty()) {
      series.math.measure = Measure::kEvents;
      series.math.aggregate = Aggregate::kNone;
    } else if (!series.measures_sessions() && series.math_property_type != "event_properties" &&
               series.math_property_type != "person_properties" &&
               series.math_property_type != "session_properties") {
      return NotYet("math_property_type '" + hogql::Shown(series.math_property_type) + "'");
    }
  }
  return Ok();
}

Result<TrendsSeries> ReadSeries(const Json& json, const std::string& path) {
  TrendsSeries series;
  FieldReader in(json, path);
  TRY_ASSIGN(static_cast<Entity&>(series), ReadEntity(in));
  TRY(ReadMath(in, series));
  in.Ignore({"name", "limit", "orderBy", "optionalInFunnel", "version", "response"});
  TRY(in.Finish());
  return series;
}

Status AddFormula(std::string text, std::optional<std::string> name, TrendsQuery& out) {
  if (text.find_first_not_of(" \t") == std::string::npos) return Ok();
  TRY_ASSIGN(Formula formula, Formula::Parse(text, out.series.size()));
  out.formulas.push_back({std::move(text), std::move(name), std::move(formula)});
  return Ok();
}

Status ReadFormulas(FieldReader& in, TrendsQuery& out) {
  const auto formula = in.Text("formula");
  const JsonArray* formulas = in.List("formulas");
  const JsonArray* nodes = in.List("formulaNodes");
  if (nodes != nullptr && !nodes->empty()) {
    for (const Json& node : *nodes) {
      FieldReader item(node, "query.trendsFilter.formulaNodes");
      auto text = item.Text("formula");
      auto name = item.Text("custom_name");
      if (!text) item.Fail("formula", "Field required");
      TRY(item.Finish());
      TRY(AddFormula(std::move(*text), std::move(name), out));
    }
    return Ok();
  }
  if (formulas != nullptr && !formulas->empty()) {
    for (const Json& text : *formulas) {
      if (!text.is_string()) {
        return InvalidArgument("query.trendsFilter.formulas: Input should be a valid string");
      }
      TRY(AddFormula(std::string(View(text.get_string())), std::nullopt, out));
    }
    return Ok();
  }
  return formula ? AddFormula(*formula, std::nullopt, out) : Ok();
}

Status ReadTrendsFilter(const Json& json, TrendsQuery& out, std::optional<int>& trends_bins) {
  FieldReader in(json, "query.trendsFilter");
  out.display_word = in.Text("display").value_or(out.display_word);
  const auto smoothing = in.Int("smoothingIntervals");
  out.smoothing_intervals =
      static_cast<int>(std::clamp<std::int64_t>(smoothing.value_or(1), 1, kMaxSmoothing));
  TRY(ReadFormulas(in, out));
  trends_bins = ReadBinCount(in, "breakdown_histogram_bin_count");
  in.Ignore({"aggregationAxisFormat",
             "aggregationAxisPrefix",
             "aggregationAxisPostfix",
             "decimalPlaces",
             "minDecimalPlaces",
             "showLegend",
             "showAlertThresholdLines",
             "showPercentStackView",
             "showValuesOnSeries",
             "showLabelsOnSeries",
             "showMultipleYAxes",
             "showConfidenceIntervals",
             "confidenceLevel",
             "showTrendLines",
             "showMovingAverage",
             "movingAverageIntervals",
             "yAxisScaleType",
             "hideWeekends",
             "goalLines",
             "hiddenLegendIndexes",
             "resultCustomizationBy",
             "resultCustomizations",
             "detailedResultsAggregationType",
             "showFullUrls"});
  TRY(in.Finish());
  for (const auto& [word, display] : kDisplays) {
    if (word != out.display_word) continue;
    out.display = display;
    return Ok();
  }
  return InvalidArgument("query.trendsFilter.display: '" + hogql::Shown(out.display_word) +
                         "' is not a known display")
      .WithTag("invalid_input");
}

Status CheckBoxPlot(const TrendsQuery& query) {
  const TrendsSeries& series = query.series.front();
  if (series.math_property && !series.math_property->empty()) return Ok();
  return InvalidArgument(
             "query.series.0.math_property: Field required: a box plot shows the numbers of a "
             "property")
      .WithTag("invalid_input");
}

Status CheckCalendar(const TrendsQuery& query) {
  const Measure measure = query.series.front().math.measure;
  if (measure == Measure::kEvents || measure == Measure::kActors) return Ok();
  return InvalidArgument(
             "query.series.0.math: Input should be 'total' or 'dau' for a calendar heatmap")
      .WithTag("invalid_input");
}

}  // namespace

std::optional<SeriesMath> ParseMath(std::string_view word) {
  for (const NamedMath& math : kMaths) {
    if (math.word == word) {
      return SeriesMath{std::string(word), math.measure, math.aggregate, math.trailing_days};
    }
  }
  return std::nullopt;
}

Result<TrendsQuery> ParseTrendsQuery(const Json& json) {
  TrendsQuery query;
  FieldReader in(json, "query");
  in.Ignore(
      {"kind", "version", "tags", "response", "modifiers", "conversionGoal", "dataColorTheme"});
  const JsonArray* series = in.List("series");
  if (series == nullptr) {
    in.Fail("series", "Field required");
  } else if (series->empty() || series->size() > kMaxSeries) {
    in.Fail("series", "List should have 1 to 26 items");
  } else {
    for (std::size_t i = 0; i < series->size(); ++i) {
      TRY_ASSIGN(TrendsSeries one, ReadSeries((*series)[i], "query.series." + std::to_string(i)));
      query.series.push_back(std::move(one));
    }
  }
  TRY(ReadDateRange(in, query.date_range));
  query.properties = CopyOf(in.Any("properties"));
  query.filter_test_accounts = in.Bool("filterTestAccounts");
  if (const auto factor = in.Number("samplingFactor")) {
    if (!(*factor > 0 && *factor <= 1)) {
      in.Fail("samplingFactor", "Input should be greater than 0 and at most 1");
    }
    query.sampling_factor = *factor;
  }
  query.group_type_index = ReadGroupIndex(in, "aggregation_group_type_index");
  std::optional<int> trends_bins;  // where old clients wrote it
  if (const Json* filter = in.Object("trendsFilter")) {
    TRY(ReadTrendsFilter(*filter, query, trends_bins));
  }
  if (query.display_word == "WorldMap") query.breakdown.limit = 250;
  TRY(ReadBreakdownFilter(in, query.breakdown));
  if (const Json* filter = in.Object("compareFilter")) {
    TRY(ReadCompareFilter(*filter, query.compare, query.compare_to));
  }
  TRY(in.Finish());

  if (trends_bins && query.breakdown.breakdowns.size() == 1 && !query.breakdown.multiple &&
      !query.breakdown.breakdowns.front().bins) {
    query.breakdown.breakdowns.front().bins = trends_bins;
  }
  if (query.display == Display::kTotalValue || query.display == Display::kCalendar) {
    query.date_range.interval = Interval::kDay;
  }
  if (query.display == Display::kSlope) {
    query.compare = false;
    query.smoothing_intervals = 1;
  }
  if (query.display == Display::kBoxPlot || query.display == Display::kCalendar) {
    query.compare = false;
    query.formulas.clear();
    query.breakdown = {};
  }
  if (query.display == Display::kBoxPlot) TRY(CheckBoxPlot(query));
  if (query.display == Display::kCalendar) TRY(CheckCalendar(query));
  if (query.smoothing_intervals > 1 && !query.date_range.days_of_week.empty()) {
    return InvalidArgument(
               "query.trendsFilter.smoothingIntervals: Smoothing does not go together with "
               "dateRange.daysOfWeek. Leave out one of them.")
        .WithTag("invalid_input");
  }
  query.date_range.exact_range = query.display_word == "BoldNumber";
  if (query.date_range.date_from == "all") query.compare = false;
  return query;
}

bool AddsUp(const TrendsQuery& query, const TrendsSeries& series) {
  const bool sums = series.math.measure == Measure::kEvents ||
                    (series.math.measure == Measure::kProperty &&
                     series.math.aggregate == Aggregate::kSum && !series.measures_sessions());
  const bool as_they_are = query.formulas.empty() && query.smoothing_intervals == 1 &&
                           query.display != Display::kCumulative &&
                           query.display != Display::kBoxPlot &&
                           query.display != Display::kCalendar;
  return query.sampling_factor < 1 && sums && as_they_are;
}

}  // namespace tenrec::insights
