#include "tenrec/insights/lifecycle.h"

#include <algorithm>
#include <chrono>
#include <utility>

#include "tenrec/hogql/names.h"
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

using hogql::Constant;
using hogql::ExprPtr;
using hogql::Field;

/// An actor's buckets become its states: of each bucket in which it was active, and dormant in each
/// that follows one and was not.
constexpr std::string_view kStates = R"(
SELECT actor_id, state.1 AS bucket, state.2 AS status
FROM (
  SELECT actor_id, arrayJoin(arrayConcat(
    arrayMap(
      (current, previous, position) -> (current, multiIf(
        position > 1 and previous = current - 1, {returning},
        position = 1 and created = current, {new},
        {resurrecting})),
      active, arrayPushFront(arrayPopBack(active), -1), arrayEnumerate(active)),
    arrayMap(
      current -> (current + 1, {dormant}),
      arrayFilter((current, next) -> next != current + 1,
        active, arrayPushBack(arrayPopFront(active), -1)))
  )) AS state
  FROM (
    SELECT {actor} AS actor_id, min({created}) AS born, if(born < {begin}, -1, {born_bucket}) AS created,
      arraySort(groupUniqArray({bucket})) AS active
    FROM events
    WHERE {where}
    GROUP BY actor_id
  )
))";

/// The same with a bit for each bucket.
constexpr std::string_view kStatesOfBits = R"(
SELECT actor_id, state.1 AS bucket, state.2 AS status
FROM (
  SELECT actor_id, arrayJoin(arrayConcat(
    arrayMap(current -> (current, {returning}), bitPositionsToArray(bitAnd(active, earlier))),
    arrayMap(
      (current, position) -> (current, if(
        position = 1 and created = current, {new}, {resurrecting})),
      begun, arrayEnumerate(begun)),
    arrayMap(
      current -> (current, {dormant}), bitPositionsToArray(bitAnd(earlier, bitNot(active))))
  )) AS state
  FROM (
    SELECT actor_id, created, active, earlier,
      bitPositionsToArray(bitAnd(active, bitNot(earlier))) AS begun
    FROM (
      SELECT {actor} AS actor_id, min({created}) AS born, if(born < {begin}, -1, {born_bucket}) AS created,
        groupBitOr({bit}) AS active, bitShiftLeft(active, 1) AS earlier
      FROM events
      WHERE {where}
      GROUP BY actor_id
    )
  )
))";

constexpr std::string_view kCounts = R"(
SELECT status, bucket, count() AS value FROM {states} GROUP BY status, bucket)";

ExprPtr Code(LifecycleStatus status) {
  return Constant(static_cast<int>(status));
}

}  // namespace

Result<TrendsQuery> ParseLifecycleQuery(const Json& json) {
  FieldReader in(json, "query");
  TRY_ASSIGN(TrendsQuery query, ReadCountedSeries(in, {.only_first = true}));
  if (const Json* filter = in.Object("lifecycleFilter")) {
    FieldReader inner(*filter, "query.lifecycleFilter");
    inner.Ignore({"showLegend", "showValuesOnSeries", "toggledLifecycles", "stacked"});
    TRY(inner.Finish());
  }
  query.compare = false;
  TRY(in.Finish());
  return query;
}

Result<LifecyclePlan> PlanLifecycle(TrendsQuery query, const TrendsContext& context) {
  LifecyclePlan plan;
  query.date_range.earliest = context.earliest;
  const ProjectTime& zone = context.filters.zone;
  TRY_ASSIGN(plan.range, ResolveDateRange(query.date_range, zone, context.filters.now));
  if (plan.range.backwards) {
    return InvalidArgument("dateRange: date_from is after date_to");
  }
  plan.query = std::move(query);
  for (TrendsSeries& one : plan.query.series) NameActions(one, context.filters);

  const Interval interval = plan.range.interval;
  std::vector<Timestamp> starts = plan.range.buckets;
  if (starts.empty()) starts = {zone.StartOf(interval, plan.range.from)};
  starts.insert(starts.begin(),
                zone.StartOf(interval, starts.front() - std::chrono::microseconds(1)));
  const Timestamp end = zone.Next(interval, starts.back());
  const SeriesEvents events(plan.query, 0, plan.range, context);
  TRY_ASSIGN(ExprPtr filters, events.WhereEver());
  if (ExprPtr on_days = OnDays(plan.range, Field({"timestamp"}))) {
    filters = hogql::And({std::move(on_days), std::move(filters)});
  }
  plan.group_index = events.GroupIndex();
  const ExprPtr created = plan.group_index
                              ? Field({"group_" + std::to_string(*plan.group_index), "created_at"})
                              : Field({"person", "created_at"});
  StatementParts parts{
      {"actor", events.Actor()},
      {"created", created},
      {"begin", Constant(starts.front())},
      {"born_bucket", BucketIndex(Field({"born"}), interval, starts, zone)},
      {"bucket", BucketIndex(Field({"timestamp"}), interval, starts, zone)},
      {"where", hogql::And({WithinBuckets(starts.front(), end), std::move(filters)})},
      {"new", Code(LifecycleStatus::kNew)},
      {"returning", Code(LifecycleStatus::kReturning)},
      {"resurrecting", Code(LifecycleStatus::kResurrecting)},
      {"dormant", Code(LifecycleStatus::kDormant)}};
  std::string_view states = kStates;
  const Timestamp last = end - std::chrono::microseconds(1);
  if (const auto bits = BucketBits::Of(interval, starts, last, zone)) {
    parts["bit"] = bits->Bit(parts["bucket"]);
    states = kStatesOfBits;
  }
  TRY_ASSIGN(plan.states, Statement(states, parts));
  TRY_ASSIGN(plan.counts, Statement(kCounts, {{"states", plan.states}}));
  return plan;
}

JsonObject LifecycleResponse(const LifecyclePlan& plan, const std::vector<LifecycleCell>& cells,
                             const ProjectTime& zone) {
  const std::size_t buckets = plan.range.buckets.size();
  std::array<std::vector<std::int64_t>, kLifecycleWords.size()> values;
  for (auto& row : values) row.assign(buckets, 0);
  auto found = values;
  for (const LifecycleCell& cell : cells) {
    const auto at = static_cast<std::size_t>(cell.bucket - 1);
    if (cell.bucket < 1 || at >= buckets) continue;
    values[static_cast<std::size_t>(cell.status)][at] = ScaledUp(cell.value, plan.query);
    found[static_cast<std::size_t>(cell.status)][at] = cell.value;
  }
  const std::vector<std::string> labels = BucketLabels(plan.range, zone);
  const std::vector<std::string> days = BucketDays(plan.range, zone);
  const TrendsSeries& series = plan.query.series.front();
  JsonArray results;
  for (std::size_t status = 0; status < values.size(); ++status) {
    const bool is_dormant = status == static_cast<std::size_t>(LifecycleStatus::kDormant);
    JsonArray data;
    double count = 0;
    for (const std::int64_t value : values[status]) {
      const auto number = static_cast<double>(is_dormant ? -value : value);
      data.emplace_back(number);
      count += number;
    }
    JsonObject row;
    row["action"] =
        JsonObject{{"id", series.Id()},
                   {"name", series.Label()},
                   {"type", series.Type()},
                   {"order", 0},
                   {"math", "total"},
                   {"custom_name", series.custom_name ? Json(*series.custom_name) : Json()},
                   {"properties", JsonObject()}};
    row["data"] = std::move(data);
    row["count"] = count;
    if (plan.query.sampling_factor < 1) row["data_margin"] = Margins(found[status], plan.query);
    row["labels"] = JsonArray(labels.begin(), labels.end());
    row["days"] = JsonArray(days.begin(), days.end());
    row["label"] = series.Label() + " - " + std::string(kLifecycleWords[status]);
    row["status"] = kLifecycleWords[status];
    results.push_back(std::move(row));
  }
  return {{"results", std::move(results)}, {"resolved_date_range", RangeJson(plan.range, zone)}};
}

Result<LifecyclePoint> ParseLifecyclePoint(const Json& json, const std::string& path) {
  LifecyclePoint point;
  TRY_ASSIGN(const PointFields fields, ReadPointFields(json, path));
  point.day = fields.day;
  if (fields.status) {
    const auto* at = std::ranges::find(kLifecycleWords, *fields.status);
    if (at == kLifecycleWords.end()) {
      return InvalidArgument(path +
                             ".status: Input should be 'new', 'returning', 'resurrecting' or "
                             "'dormant'");
    }
    point.status = static_cast<LifecycleStatus>(at - kLifecycleWords.begin());
  }
  TRY_ASSIGN(point.source, ParseLifecycleQuery(fields.source));
  return point;
}

Result<ActorsSource> LifecycleActors(const LifecyclePlan& plan, const LifecyclePoint& point,
                                     const FilterContext& context) {
  hogql::ExprList conditions = {
      Compare(hogql::CompareOp::kGtEq, Field({"bucket"}), Constant(1)),
      Compare(hogql::CompareOp::kLtEq, Field({"bucket"}),
              Constant(static_cast<std::int64_t>(plan.range.buckets.size())))};
  if (point.day) {
    TRY_ASSIGN(const std::size_t index, FindBucket(plan.range, *point.day, context));
    conditions.push_back(Compare(hogql::CompareOp::kEq, Field({"bucket"}),
                                 Constant(static_cast<std::int64_t>(index + 1))));
  }
  if (point.status) {
    conditions.push_back(Compare(hogql::CompareOp::kEq, Field({"status"}), Code(*point.status)));
  }
  ActorsSource source{.select = nullptr, .group_index = plan.group_index};
  TRY_ASSIGN(source.select,
             Statement("SELECT DISTINCT actor_id FROM {states} WHERE {where}",
                       {{"states", plan.states}, {"where", hogql::And(std::move(conditions))}}));
  return source;
}

}  // namespace tenrec::insights
