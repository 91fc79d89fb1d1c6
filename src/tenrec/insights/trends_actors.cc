#include "tenrec/insights/trends_actors.h"

#include <algorithm>
#include <chrono>
#include <utility>

#include "tenrec/hogql/names.h"
#include "tenrec/insights/field_reader.h"
#include "tenrec/insights/property_operator.h"
#include "tenrec/insights/series_events.h"

namespace tenrec::insights {
namespace {

using hogql::Alias;
using hogql::And;
using hogql::Call;
using hogql::CallWithParams;
using hogql::Compare;
using hogql::CompareOp;
using hogql::Constant;
using hogql::ExprList;
using hogql::ExprPtr;
using hogql::Field;

/// Recordings to choose from; more would only make the answer longer.
constexpr std::int64_t kMatchingEvents = 100;

/// A stretch of time, the end not included.
struct Frame {
  Timestamp from;
  Timestamp before;
};

ExprPtr Within(const Frame& frame) {
  return And({Compare(CompareOp::kGtEq, Field({"timestamp"}), Constant(hogql::Value(frame.from))),
              Compare(CompareOp::kLt, Field({"timestamp"}), Constant(hogql::Value(frame.before)))});
}

bool IsTrailing(const TrendsSeries& series, const DateRange& range) {
  if (series.math.measure != Measure::kTrailingActors) return false;
  const int days = series.math.trailing_days;
  return !(days == 7 && range.interval >= Interval::kWeek) &&
         !(days == 30 && range.interval == Interval::kMonth);
}

/// Which bucket of the range is meant; the previous period is asked for by the day of the current
/// one that stands in its place, or by its own.
Result<std::size_t> FindBucket(const TrendsPlan& plan, const TrendsPoint& point,
                               const ProjectTime& zone, Timestamp now) {
  const ParsedDate parsed = ParseDate(*point.day, zone, now, false);
  if (parsed.absolute) {
    const Timestamp start = zone.StartOf(plan.range.interval, parsed.instant);
    const auto find = [&](const DateRange& range) -> std::optional<std::size_t> {
      const auto at = std::ranges::find(range.buckets, start);
      if (at == range.buckets.end()) return std::nullopt;
      return static_cast<std::size_t>(at - range.buckets.begin());
    };
    if (const auto found = find(plan.range)) return *found;
    if (point.previous) {
      if (const auto found = find(*plan.compare_range)) return *found;
    }
  }
  return InvalidArgument("query.source.day: '" + hogql::Shown(*point.day) +
                         "' is none of the question's periods");
}

/// Whether the question gives one number for the whole range.
bool IsTotal(const TrendsPlan& plan) {
  return plan.query.display == Display::kTotalValue || plan.query.display == Display::kCalendar;
}

/// The stretch whose events make up the number.
Result<Frame> FrameOf(const TrendsPlan& plan, const TrendsPoint& point, const DateRange& range,
                      const TrendsContext& context) {
  const ProjectTime& zone = context.filters.zone;
  const TrendsSeries& series = plan.query.series[point.series];
  const Timestamp end = range.to + std::chrono::microseconds(1);
  if (IsTotal(plan)) {
    if (point.day) {
      return InvalidArgument(
          "A `day` is forbidden for trends actors queries with total value aggregation");
    }
    if (series.math.measure != Measure::kTrailingActors) return Frame{range.lower_bound, end};
    return Frame{zone.AddDays(range.to, -series.math.trailing_days), end};
  }
  if (!point.day) {
    return InvalidArgument(
        "A `day` is required for trends actors queries without total value aggregation");
  }
  TRY_ASSIGN(const std::size_t index, FindBucket(plan, point, zone, context.filters.now));
  // The period before may be shorter by a bucket.
  if (index >= range.buckets.size()) return Frame{range.to, range.to};
  const Timestamp start = range.buckets[index];
  if (IsTrailing(series, range)) {
    const int days = series.math.trailing_days;
    if (range.interval >= Interval::kDay) {
      return Frame{zone.AddDays(start, 1 - days), zone.AddDays(start, 1)};
    }
    const auto unit =
        range.interval == Interval::kHour ? std::chrono::minutes(60) : std::chrono::minutes(1);
    const Timestamp before = start + unit;
    return Frame{before - std::chrono::hours(24 * days), before};
  }
  const Timestamp before = zone.Next(range.interval, start);
  if (plan.query.display == Display::kCumulative) return Frame{range.lower_bound, before};
  return Frame{start, before};
}

/// From when on the series reads events: trailing actors look back further than the range.
Timestamp EarliestRead(const TrendsPlan& plan, const TrendsPoint& point, const DateRange& range,
                       const ProjectTime& zone) {
  const TrendsSeries& series = plan.query.series[point.series];
  const int days = series.math.trailing_days;
  if (IsTotal(plan)) {
    return series.math.measure == Measure::kTrailingActors ? zone.AddDays(range.to, -days)
                                                           : range.lower_bound;
  }
  return IsTrailing(series, range) ? zone.AddDays(range.from, -days) : range.lower_bound;
}

/// The value as BreakdownValue gives it.
ExprPtr ValueConstant(const std::vector<std::string>& value, bool multiple) {
  ExprList texts;
  for (const std::string& text : value) texts.push_back(Constant(text));
  return multiple ? hogql::Array(std::move(texts)) : texts.front();
}

/// What the point's breakdown asks of a value; nullptr when it asks nothing.
ExprPtr FitsBreakdown(const TrendsPoint& point, const ExprPtr& value, bool multiple,
                      const std::vector<std::vector<std::string>>& shown) {
  if (!point.breakdown) return nullptr;
  if (!point.is_other()) {
    return Compare(CompareOp::kEq, value, ValueConstant(*point.breakdown, multiple));
  }
  if (shown.empty()) return nullptr;
  ExprList others;
  for (const auto& label : shown) others.push_back(ValueConstant(label, multiple));
  return Compare(CompareOp::kNotIn, value, hogql::Tuple(std::move(others)));
}

/// Whether an event is the first of its actor; `fits` is asked of the breakdown of that event.
Result<ExprPtr> IsFirstEvent(const SeriesEvents& events, ExprPtr fits) {
  TRY_ASSIGN(hogql::SelectNode first, events.FirstEvents());
  hogql::SelectNode select;
  select.select = {Field({"actor"}), Field({"first_seen"})};
  select.from = {hogql::Table(hogql::Make(std::move(first)), "firsts")};
  select.where = std::move(fits);
  return Compare(CompareOp::kIn, hogql::Tuple({events.Actor(), Field({"timestamp"})}),
                 hogql::Make(std::move(select)));
}

}  // namespace

bool TrendsPoint::is_other() const {
  return breakdown && std::ranges::find(*breakdown, kOtherLabel) != breakdown->end();
}

Result<TrendsPoint> ParseTrendsPoint(const Json& json, const std::string& path) {
  TrendsPoint point;
  FieldReader in(json, path);
  in.Ignore({"kind", "version", "tags", "response", "modifiers"});
  const Json* source = in.Object("source");
  const auto series = in.Int("series");
  if (const Json* day = in.Any("day")) {
    if (day->is_string()) {
      point.day = std::string(View(day->get_string()));
    } else {
      in.Fail("day", "Input should be the start of a period, such as '2024-01-31'");
    }
  }
  if (const Json* value = in.Any("breakdown")) {
    point.breakdown.emplace();
    if (const auto* list = value->if_array()) {
      for (const Json& item : *list) point.breakdown->push_back(ValueText(item));
    } else {
      point.breakdown->push_back(ValueText(*value));
    }
  }
  const std::string compare = in.Text("compare").value_or("current");
  if (compare != "current" && compare != "previous") {
    in.Fail("compare", "Input should be 'current' or 'previous'");
  }
  point.previous = compare == "previous";
  point.include_recordings = in.Bool("includeRecordings");
  const auto number = [&](const char* name, std::int64_t least,
                          std::int64_t most) -> std::optional<int> {
    const auto given = in.Int(name);
    if (!given) return std::nullopt;
    if (*given < least || *given > most) {
      in.Fail(name, "Input should be " + std::to_string(least) + " to " + std::to_string(most));
    }
    return static_cast<int>(*given);
  };
  point.place = {number("dayOfWeek", 1, 7), number("hour", 0, 23)};
  for (const char* other : {"status", "interval"}) {
    if (in.Any(other) != nullptr) in.Fail(other, "A trends question has none");
  }
  if (source == nullptr) in.Fail("source", "Field required");
  TRY(in.Finish());
  Json inner = *source;
  if (StringMember(inner, "kind") == "InsightVizNode") {
    if (const Json* wrapped = FindMember(*source, "source")) inner = *wrapped;
  }
  const std::string kind(StringMember(inner, "kind").value_or(""));
  if (kind != "TrendsQuery") {
    return InvalidArgument("Cannot convert source query of type " + hogql::Shown(kind) +
                           " to persons query");
  }
  TRY_ASSIGN(point.source, ParseTrendsQuery(inner));
  if (!point.place.is_all() && point.source.display != Display::kCalendar) {
    return InvalidArgument(path + (point.place.day ? ".dayOfWeek" : ".hour") +
                           ": only a calendar heatmap has such numbers");
  }
  const std::size_t count = point.source.series.size();
  if (!series && count > 1 && !point.source.formulas.empty()) {
    return InvalidArgument(path +
                           ".series: Field required: the number is a formula of several series, "
                           "so choose one of them");
  }
  if (series && (*series < 0 || static_cast<std::size_t>(*series) >= count)) {
    return InvalidArgument(path + ".series: there is no series " + std::to_string(*series));
  }
  point.series = static_cast<std::size_t>(series.value_or(0));
  const std::size_t breakdowns = point.source.breakdown.breakdowns.size();
  if (point.breakdown && point.breakdown->size() != breakdowns) {
    return InvalidArgument(path + ".breakdown: the question has " + std::to_string(breakdowns) +
                           " breakdowns, not " + std::to_string(point.breakdown->size()));
  }
  if (point.previous && !point.source.compare) {
    return InvalidArgument(path + ".compare: the question compares with no previous period");
  }
  return point;
}

Result<PointEvents> PointEvents::Make(const TrendsPlan& plan, const TrendsPoint& point,
                                      const TrendsContext& context,
                                      const std::vector<std::vector<std::string>>& shown) {
  const DateRange& range = point.previous ? *plan.compare_range : plan.range;
  const SeriesEvents events(plan.query, point.series, range, context);
  TRY_ASSIGN(const Frame frame, FrameOf(plan, point, range, context));
  TRY_ASSIGN(ExprPtr where,
             events.Where(EarliestRead(plan, point, range, context.filters.zone), true));
  ExprList conditions = {std::move(where), Within(frame)};
  if (ExprPtr in_place = InPlace(point.place, Field({"timestamp"}))) {
    conditions.push_back(std::move(in_place));
  }
  if (plan.query.display == Display::kBoxPlot) {
    conditions.push_back(Call("isNotNull", {events.Number()}));
  }
  TRY_ASSIGN(const ExprPtr value, events.BreakdownValue());
  const bool by_cohort = !plan.query.breakdown.cohorts.empty();
  if (by_cohort && point.breakdown && point.breakdown->front() != kAllUsers) {
    conditions.push_back(InCohort(point.breakdown->front()));
  }
  const ExprPtr fits =
      by_cohort ? nullptr : FitsBreakdown(point, value, plan.query.breakdown.multiple, shown);
  if (fits != nullptr) conditions.push_back(fits);
  if (plan.query.series[point.series].counts_first_events()) {
    TRY_ASSIGN(ExprPtr first,
               IsFirstEvent(events, FitsBreakdown(point, Field({"breakdown"}),
                                                  plan.query.breakdown.multiple, shown)));
    conditions.push_back(std::move(first));
  }
  PointEvents out;
  out.condition_ = And(std::move(conditions));
  out.actor_ = events.Actor();
  out.group_index_ = events.GroupIndex();
  return out;
}

ActorsSource PointEvents::Actors(bool include_recordings) const {
  hogql::SelectNode select;
  select.select = {Alias("actor_id", actor_), Alias("event_count", Call("count"))};
  if (!group_index_) {
    select.select.push_back(
        Alias("event_distinct_ids", Call("groupUniqArray", {Field({"distinct_id"})})));
  }
  select.select.push_back(Alias("last_seen", Call("max", {Field({"timestamp"})})));
  if (include_recordings) {
    const ExprPtr event = Call("tuple", {Field({"timestamp"}), Field({"uuid"}),
                                         Field({"$session_id"}), Field({"$window_id"})});
    select.select.push_back(Alias(
        "matching_events",
        CallWithParams("groupUniqArray", {Constant(hogql::Value(kMatchingEvents))}, {event})));
  }
  select.from = {hogql::Table("events")};
  select.where = condition_;
  select.group_by = ExprList{Field({"actor_id"})};
  return {.select = hogql::Make(std::move(select)),
          .group_index = group_index_,
          .has_distinct_ids = !group_index_,
          .has_recordings = include_recordings};
}

}  // namespace tenrec::insights
