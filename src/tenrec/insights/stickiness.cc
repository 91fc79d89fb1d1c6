#include "tenrec/insights/stickiness.h"

#include <algorithm>
#include <charconv>
#include <numeric>
#include <utility>

#include "tenrec/hogql/parser.h"
#include "tenrec/insights/bucket_bits.h"
#include "tenrec/insights/bucket_index.h"
#include "tenrec/insights/counted_series.h"
#include "tenrec/insights/field_reader.h"
#include "tenrec/insights/point_fields.h"
#include "tenrec/insights/series_events.h"
#include "tenrec/insights/statement.h"
#include "tenrec/insights/trends_row.h"

namespace tenrec::insights {
namespace {

using hogql::Call;
using hogql::CompareOp;
using hogql::Constant;
using hogql::ExprPtr;
using hogql::Field;

constexpr std::string_view kActors = R"(
SELECT {actor} AS actor_id, uniqExact({bucket}) AS intervals
FROM events WHERE {where} GROUP BY actor_id)";

constexpr std::string_view kActorsByBits = R"(
SELECT {actor} AS actor_id, bitCount(groupBitOr({bit})) AS intervals
FROM events WHERE {where} GROUP BY actor_id)";

constexpr std::string_view kActorsByCount = R"(
SELECT actor_id, count() AS intervals
FROM (
  SELECT {actor} AS actor_id, {bucket} AS bucket
  FROM events WHERE {where} GROUP BY actor_id, bucket HAVING {criterion}
)
GROUP BY actor_id)";

constexpr std::string_view kCounts = R"(
SELECT intervals, count(actor_id) AS value FROM {actors} GROUP BY intervals)";

std::optional<CompareOp> ReadComparison(const std::string& word) {
  if (word == "gte") return CompareOp::kGtEq;
  if (word == "lte") return CompareOp::kLtEq;
  if (word == "exact") return CompareOp::kEq;
  return std::nullopt;
}

tenrec::Status ReadCriterion(const Json& json, StickinessQuery& query) {
  FieldReader in(json, "query.stickinessFilter.stickinessCriteria");
  const auto word = in.Text("operator");
  const auto value = in.Int("value");
  if (!word) in.Fail("operator", "Field required");
  if (!value) in.Fail("value", "Field required");
  const auto op = ReadComparison(word.value_or(""));
  if (word && !op) in.Fail("operator", "Input should be 'gte', 'lte' or 'exact'");
  TRY(in.Finish());
  query.criterion = CountCriterion{*op, *value};
  return Ok();
}

tenrec::Status ReadFilter(const Json& json, StickinessQuery& query) {
  FieldReader in(json, "query.stickinessFilter");
  const std::string computed = in.Text("computedAs").value_or("non_cumulative");
  if (computed != "cumulative" && computed != "non_cumulative") {
    in.Fail("computedAs", "Input should be 'non_cumulative' or 'cumulative'");
  }
  query.cumulative = computed == "cumulative";
  if (const Json* criterion = in.Object("stickinessCriteria"))
    TRY(ReadCriterion(*criterion, query));
  in.Ignore({"display", "showLegend", "showMultipleYAxes", "showValuesOnSeries",
             "hiddenLegendIndexes", "resultCustomizationBy", "resultCustomizations"});
  return in.Finish();
}

/// Where buckets begin. Without any there is no event either.
std::vector<Timestamp> Starts(const DateRange& range) {
  return range.buckets.empty() ? std::vector<Timestamp>{range.from} : range.buckets;
}

ExprPtr Bucket(const StickinessPlan& plan, const DateRange& range, const ProjectTime& zone) {
  if (plan.query.interval_count == 1) {
    return BucketIndex(Field({"timestamp"}), range.interval, Starts(range), zone);
  }
  // Several intervals that are one are counted back from the end.
  const ExprPtr age =
      Call("age", {Constant(std::string(IntervalName(range.interval))), Field({"timestamp"}),
                   ZonedInstant(Timestamp::FromSeconds(range.to.seconds()))});
  return Call("intDiv", {age, Constant(plan.query.interval_count)});
}

Result<StickinessSelect> PlanSelect(const StickinessPlan& plan, std::size_t index, bool previous,
                                    const TrendsContext& context) {
  const DateRange& range = plan.RangeOf(previous);
  const TrendsSeries& series = plan.query.counted.series[index];
  const SeriesEvents events(plan.query.counted, index, range, context);
  StickinessSelect select{
      .series = index, .previous = previous, .group_index = events.GroupIndex()};
  ExprPtr actor = select.group_index ? events.Actor() : Field({"person_id"});
  if (series.math.measure == Measure::kExpression) {
    TRY_ASSIGN(actor, hogql::ParseExpr(*series.math_hogql));
  }
  TRY_ASSIGN(ExprPtr where, events.Where(range.lower_bound, true));
  const ProjectTime& zone = context.filters.zone;
  StatementParts parts{{"actor", std::move(actor)},
                       {"bucket", Bucket(plan, range, zone)},
                       {"where", std::move(where)}};
  std::string_view statement = kActors;
  if (const auto& criterion = plan.query.criterion) {
    parts["criterion"] = Compare(criterion->op, Call("count"), Constant(criterion->value));
    statement = kActorsByCount;
  } else if (const auto bits = BucketBits::Of(range.interval, Starts(range), range.to, zone)) {
    parts["bit"] = bits->Bit(parts["bucket"]);
    statement = kActorsByBits;
  }
  TRY_ASSIGN(select.actors, Statement(statement, parts));
  TRY_ASSIGN(select.counts, Statement(kCounts, {{"actors", select.actors}}));
  return select;
}

}  // namespace

Result<StickinessQuery> ParseStickinessQuery(const Json& json) {
  StickinessQuery query;
  FieldReader in(json, "query");
  TRY_ASSIGN(query.counted, ReadCountedSeries(in, {.keeps_actor_math = true}));
  const auto count = in.Int("intervalCount");
  if (count && *count < 1) in.Fail("intervalCount", "Input should be greater than 0");
  query.interval_count = std::max<std::int64_t>(count.value_or(1), 1);
  if (const Json* filter = in.Object("stickinessFilter")) TRY(ReadFilter(*filter, query));
  TRY(in.Finish());
  return query;
}

std::int64_t StickinessPlan::IntervalsOf(const DateRange& of) const {
  const auto buckets = static_cast<std::int64_t>(of.buckets.size());
  return (buckets + query.interval_count - 1) / query.interval_count;
}

Result<StickinessPlan> PlanStickiness(StickinessQuery query, const TrendsContext& context) {
  StickinessPlan plan;
  query.counted.date_range.earliest = context.earliest;
  const FilterContext& filters = context.filters;
  const DateRangeRequest& request = query.counted.date_range;
  TRY_ASSIGN(plan.range, ResolveDateRange(request, filters.zone, filters.now));
  if (plan.range.backwards) {
    return InvalidArgument("dateRange: date_from is after date_to");
  }
  if (query.counted.compare) {
    TRY_ASSIGN(plan.compare_range,
               ResolveCompareRange(request, plan.range, query.counted.compare_to, filters.zone,
                                   filters.now));
    if (plan.compare_range->backwards) {
      return InvalidArgument("dateRange: nothing to compare with");
    }
  }
  plan.query = std::move(query);
  for (TrendsSeries& one : plan.query.counted.series) NameActions(one, context.filters);
  for (const bool previous : {false, true}) {
    if (previous && !plan.compare_range) continue;
    for (std::size_t i = 0; i < plan.query.counted.series.size(); ++i) {
      TRY_ASSIGN(StickinessSelect select, PlanSelect(plan, i, previous, context));
      plan.selects.push_back(std::move(select));
    }
  }
  return plan;
}

JsonObject StickinessResponse(const StickinessPlan& plan,
                              const std::vector<std::vector<StickinessCell>>& cells,
                              const ProjectTime& zone) {
  const std::string unit(IntervalName(plan.range.interval));
  JsonArray results;
  for (std::size_t i = 0; i < plan.selects.size() && i < cells.size(); ++i) {
    const StickinessSelect& select = plan.selects[i];
    const auto intervals =
        static_cast<std::size_t>(plan.IntervalsOf(plan.RangeOf(select.previous)));
    std::vector<std::int64_t> data(intervals, 0);
    std::vector<std::int64_t> found(intervals, 0);
    for (const StickinessCell& cell : cells[i]) {
      const auto at = static_cast<std::size_t>(cell.intervals - 1);
      if (cell.intervals < 1 || at >= intervals) continue;
      data[at] += ScaledUp(cell.value, plan.query.counted);
      found[at] += cell.value;
    }
    const std::int64_t count = std::accumulate(data.begin(), data.end(), std::int64_t{0});
    if (plan.query.cumulative) {
      std::partial_sum(data.rbegin(), data.rend(), data.rbegin());
      std::partial_sum(found.rbegin(), found.rend(), found.rbegin());
    }
    JsonArray labels;
    JsonArray days;
    for (std::size_t day = 1; day <= intervals; ++day) {
      labels.emplace_back(std::to_string(day) + " " + unit + (day == 1 ? "" : "s") +
                          (plan.query.cumulative ? " or more" : ""));
      days.emplace_back(day);
    }
    const TrendsSeries& series = plan.query.counted.series[select.series];
    JsonObject row;
    row["action"] =
        JsonObject{{"order", select.series},
                   {"type", series.Type()},
                   {"name", series.Label()},
                   {"id", series.Id()},
                   {"math", series.math.word},
                   {"properties", JsonObject()},
                   {"custom_name", series.custom_name ? Json(*series.custom_name) : Json()}};
    row["label"] = series.Label();
    row["count"] = count;
    row["data"] = JsonArray(data.begin(), data.end());
    if (plan.query.counted.sampling_factor < 1) {
      row["data_margin"] = Margins(found, plan.query.counted);
    }
    row["labels"] = std::move(labels);
    row["days"] = std::move(days);
    if (plan.compare_range) {
      row["compare"] = true;
      row["compare_label"] = select.previous ? "previous" : "current";
    }
    results.push_back(std::move(row));
  }
  JsonObject out{{"results", std::move(results)},
                 {"resolved_date_range", RangeJson(plan.range, zone)}};
  if (plan.compare_range) {
    out["resolved_compare_date_range"] = RangeJson(*plan.compare_range, zone);
  }
  return out;
}

Result<StickinessPoint> ParseStickinessPoint(const Json& json, const std::string& path) {
  StickinessPoint point;
  TRY_ASSIGN(const PointFields fields, ReadPointFields(json, path));
  TRY_ASSIGN(point.source, ParseStickinessQuery(fields.source));
  const auto count = static_cast<std::int64_t>(point.source.counted.series.size());
  if (fields.series < 0 || fields.series >= count) {
    return InvalidArgument(path + ".series: there is no series " + std::to_string(fields.series));
  }
  point.series = static_cast<std::size_t>(fields.series);
  point.previous = fields.previous;
  if (point.previous && !point.source.counted.compare) {
    return InvalidArgument(path + ".compare: the question compares with no previous period");
  }
  CompareOp op = point.source.cumulative ? CompareOp::kGtEq : CompareOp::kEq;
  if (fields.comparison && !point.source.cumulative) {
    const auto read = ReadComparison(*fields.comparison);
    if (!read) {
      return InvalidArgument(path + ".operator: Input should be 'gte', 'lte' or 'exact'");
    }
    op = *read;
  }
  if (!fields.day) return point;
  std::int64_t day = 0;
  const char* end = fields.day->data() + fields.day->size();
  const auto [rest, status] = std::from_chars(fields.day->data(), end, day);
  if (status != std::errc() || rest != end || day < 1) {
    return InvalidArgument(path + ".day: Input should be a number of intervals, such as 3");
  }
  point.intervals = CountCriterion{op, day};
  return point;
}

Result<ActorsSource> StickinessActors(const StickinessPlan& plan, const StickinessPoint& point) {
  for (const StickinessSelect& select : plan.selects) {
    if (select.series != point.series || select.previous != point.previous) continue;
    ActorsSource source{.select = nullptr, .group_index = select.group_index};
    hogql::ExprList conditions = {Call("isNotNull", {Field({"actor_id"})})};
    if (point.intervals) {
      conditions.push_back(
          Compare(point.intervals->op, Field({"intervals"}), Constant(point.intervals->value)));
    }
    TRY_ASSIGN(source.select, Statement("SELECT actor_id FROM {actors} WHERE {where}",
                                        {{"actors", select.actors},
                                         {"where", hogql::And(std::move(conditions))}}));
    return source;
  }
  return Internal("a stickiness question without the series of its point");
}

}  // namespace tenrec::insights
