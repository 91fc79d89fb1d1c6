#include <algorithm>
#include <chrono>
#include <utility>

#include "tenrec/insights/bucket_bits.h"
#include "tenrec/insights/bucket_index.h"
#include "tenrec/insights/retention.h"
#include "tenrec/insights/series_events.h"
#include "tenrec/insights/statement.h"

namespace tenrec::insights {
namespace {

using hogql::And;
using hogql::Call;
using hogql::Compare;
using hogql::CompareOp;
using hogql::Constant;
using hogql::ExprList;
using hogql::ExprPtr;
using hogql::Field;

/// Numbers in an answer: rows times columns.
constexpr std::size_t kMaxNumbers = 1'000'000;

// What is gathered of each actor, then its cohorts, then the offsets of each cohort. `start` and
// `back` say whether an event is a start or a return event; a bucket is the number of its interval,
// negative before the range. Unless events have to be counted, and when there are not too many
// intervals, `returns` is one number with a bit for each.

constexpr std::string_view kRecurringActors = R"(
SELECT {actor} AS actor_id, {breakdown} AS breakdown,
  {starts} AS cohorts, {returns} AS returns
FROM events WHERE {where} GROUP BY actor_id, breakdown)";

constexpr std::string_view kFirstActors = R"(
SELECT actor_id, breakdown, returns,
  if(started > 0 and first_bucket >= 0 and began = first_named, [first_bucket], []) AS cohorts
FROM (
  SELECT {actor} AS actor_id, {breakdown} AS breakdown, countIf({start}) AS started,
    minIf({bucket}, {start}) AS first_bucket, minIf(timestamp, {start}) AS began,
    minIf(timestamp, {named}) AS first_named, {returns} AS returns
  FROM events WHERE {where} GROUP BY actor_id, breakdown
))";

constexpr std::string_view kRollingActors = R"(
SELECT actor_id, breakdown, began, returns,
  if(started > 0 and began >= {begin} and began = first_named,
    [intDiv(dateDiff({unit}, {base}, began), {length})], []) AS cohorts
FROM (
  SELECT {actor} AS actor_id, {breakdown} AS breakdown, countIf({start}) AS started,
    minIf(timestamp, {start}) AS began, minIf(timestamp, {named}) AS first_named,
    groupArrayIf(timestamp, {back}) AS returns
  FROM events WHERE {where} GROUP BY actor_id, breakdown
))";

constexpr std::string_view kMembers = R"(
SELECT actor_id, breakdown, cohort, arraySort(arrayDistinct(arrayConcat([0], arrayFilter(
  distance -> distance > 0 and distance < {columns},
  arrayMap(distance -> {column}, {distances}))))) AS offsets
FROM (SELECT *, arrayJoin(cohorts) AS cohort FROM {actors}))";

constexpr std::string_view kMembersOfBits = R"(
SELECT actor_id, breakdown, cohort,
  bitPositionsToArray(bitOr({first}, bitAnd(bitShiftRight(returns, cohort), {kept}))) AS offsets
FROM (SELECT *, arrayJoin(cohorts) AS cohort FROM {actors}))";

constexpr std::string_view kDistancesOfBits = "bitPositionsToArray(bitShiftRight(returns, cohort))";
constexpr std::string_view kDistances = "arrayMap(bucket -> bucket - cohort, {returns})";
constexpr std::string_view kFrequentReturns =
    "arrayFilter(bucket -> countEqual(returns, bucket) >= {minimum}, arrayDistinct(returns))";
constexpr std::string_view kRollingDistances = R"(
arrayMap(moment -> intDiv(dateDiff({unit}, began, moment), {length}),
  arrayFilter(moment -> moment >= began, returns)))";

constexpr std::string_view kCounts = R"(
SELECT breakdown, cohort, place, count() AS value
FROM (SELECT breakdown, cohort, {place} AS place FROM {members})
GROUP BY breakdown, cohort, place)";

// With a property, every event brings its offset and its number.

constexpr std::string_view kPairsOfActors = R"(
SELECT actor_id, breakdown, cohort, arrayFilter(pair -> pair.1 >= 0 and pair.1 < {columns}, arrayConcat(
  arrayMap(event -> (0, event.2), arrayFilter(event -> event.1 = cohort, start_events)),
  arrayMap(event -> ({column_of_event}, event.2), arrayFilter(event -> event.1 > cohort, return_events)),
  {same_interval})) AS pairs
FROM (
  SELECT *, arrayJoin(cohorts) AS cohort FROM (
    SELECT actor_id, breakdown, start_events, return_events, {cohorts} AS cohorts
    FROM (
      SELECT {actor} AS actor_id, {breakdown} AS breakdown,
        groupArrayIf(({bucket}, {number}, timestamp), {start}) AS start_events,
        groupArrayIf(({bucket}, {number}, timestamp), {back}) AS return_events,
        arrayDistinct(arrayMap(event -> event.1, start_events)) AS start_buckets,
        minIf(timestamp, {named}) AS first_named
      FROM events WHERE {where} GROUP BY actor_id, breakdown
    )
  )
))";

constexpr std::string_view kFirstOfEvents = R"(
if(length(start_events) > 0 and arrayMin(start_buckets) >= 0
    and arrayMin(arrayMap(event -> event.3, start_events)) = first_named,
  [arrayMin(start_buckets)], []))";

/// Return events in the cohort's own interval, after its first start event.
constexpr std::string_view kSameInterval = R"(
arrayMap(event -> (0, event.2), arrayFilter(
  event -> event.1 = cohort and event.3 > arrayMin(arrayMap(
    begin -> begin.3, arrayFilter(begin -> begin.1 = cohort, start_events))),
  return_events)))";

constexpr std::string_view kPairMembers = R"(
SELECT actor_id, breakdown, cohort,
  arraySort(arrayDistinct(arrayMap(pair -> pair.1, pairs))) AS offsets
FROM {pairs})";

constexpr std::string_view kTotals = R"(
SELECT breakdown, cohort, pair.1 AS place, uniqExact(actor_id) AS value, sum(pair.2) AS total
FROM (SELECT actor_id, breakdown, cohort, arrayJoin(pairs) AS pair FROM {pairs})
GROUP BY breakdown, cohort, place)";

struct RollingUnit {
  const char* unit;
  std::int64_t length;
};
RollingUnit RollingUnitOf(Interval interval) {
  switch (interval) {
    case Interval::kWeek:
      return {"day", 7};
    case Interval::kMonth:
      return {"day", 30};
    case Interval::kDay:
      return {"hour", 24};
    default:
      return {"hour", 1};
  }
}

/// The starts of the cohorts, and the end.
Status PlanIntervals(const TrendsContext& context, RetentionPlan& plan) {
  const ProjectTime& zone = context.filters.zone;
  DateRangeRequest request = plan.query.counted.date_range;
  request.earliest = context.earliest;
  const Interval interval = request.interval;
  TRY_ASSIGN(const DateRange range, ResolveDateRange(request, zone, context.filters.now));
  plan.end = zone.Next(interval, zone.StartOf(interval, range.to));
  Timestamp start = zone.StartOf(interval, range.from);
  if (!request.date_from) {
    start = plan.end;
    for (std::int64_t i = 0; i < plan.query.total_intervals; ++i) {
      start = zone.StartOf(interval, start - std::chrono::microseconds(1));
    }
  }
  while (start < plan.end) {
    plan.starts.push_back(start);
    if (plan.starts.size() * plan.query.columns() > kMaxNumbers) {
      return InvalidArgument(
          "The date range has too many intervals. Choose a longer period or a shorter range.");
    }
    start = zone.Next(interval, start);
  }
  if (plan.starts.empty()) return InvalidArgument("dateRange: date_from is after date_to");
  return Ok();
}

class Planner {
 public:
  Planner(RetentionPlan& plan, const TrendsContext& context)
      : plan_(plan),
        query_(plan.query),
        context_(context),
        range_{.from = plan.starts.front(), .to = plan.end, .lower_bound = plan.starts.front()},
        start_(query_.counted, 0, range_, context),
        back_(query_.counted, 1, range_, context) {}

  Status Plan() {
    TRY(PlanParts());
    if (query_.aggregate != RetentionAggregate::kNone) return PlanTotals();
    TRY_ASSIGN(parts_["actors"], Statement(Actors(), parts_));
    const bool by_bits = bits_ && query_.brackets.empty();
    TRY_ASSIGN(plan_.members, Statement(by_bits ? kMembersOfBits : kMembers, parts_));
    parts_["members"] = plan_.members;
    parts_["place"] = query_.cumulative ? Call("arrayMax", {Field({"offsets"})})
                                        : Call("arrayJoin", {Field({"offsets"})});
    TRY_ASSIGN(plan_.counts, Statement(kCounts, parts_));
    return Ok();
  }

 private:
  bool recurs() const { return query_.type == RetentionType::kRecurring; }

  std::string_view Actors() const {
    if (query_.rolling) return kRollingActors;
    return recurs() ? kRecurringActors : kFirstActors;
  }

  Status PlanParts() {
    const Interval interval = query_.counted.date_range.interval;
    const ProjectTime& zone = context_.filters.zone;
    const Timestamp begin = plan_.starts.front();
    TRY_ASSIGN(const ExprPtr start, start_.OfSeries());
    TRY_ASSIGN(const ExprPtr back, back_.OfSeries());
    TRY_ASSIGN(const ExprPtr named, start_.OfName());
    TRY_ASSIGN(ExprPtr filters, start_.OfQuestion());
    const ExprPtr in_range = Compare(CompareOp::kGtEq, Field({"timestamp"}), Constant(begin));
    ExprPtr bucket = BucketIndex(Field({"timestamp"}), interval, plan_.starts, zone);
    const ExprPtr before = Compare(CompareOp::kLt, Field({"timestamp"}), Constant(plan_.end));
    ExprPtr relevant;
    if (recurs()) {
      relevant = And({in_range, before, hogql::Or({start, back})});
    } else {
      bucket = Call("if", {in_range, std::move(bucket), Constant(-1)});
      const bool ever = query_.type == RetentionType::kFirstEver;
      relevant = And({before, hogql::Or({ever ? named : start, And({in_range, back})})});
    }
    plan_.actor = start_.Actor();
    plan_.start = start;
    plan_.back = back;
    plan_.filters = filters;
    const RollingUnit rolling = RollingUnitOf(interval);
    parts_ = {{"actor", start_.Actor()},
              {"start", start},
              {"back", recurs() ? back : And({in_range, back})},
              {"named", query_.type == RetentionType::kFirstEver ? named : start},
              {"where", And({std::move(relevant), std::move(filters)})},
              {"bucket", bucket},
              {"begin", Constant(begin)},
              {"base", ZonedInstant(begin)},
              {"unit", Constant(rolling.unit)},
              {"length", Constant(rolling.length)},
              {"columns", Constant(static_cast<std::int64_t>(query_.columns()))},
              {"minimum", Constant(query_.minimum_occurrences)},
              {"column", Column(Field({"distance"}))}};
    TRY_ASSIGN(parts_["breakdown"], Breakdown());
    return PlanReturns();
  }

  /// What an actor's events are gathered into, and how far return events are from a cohort.
  Status PlanReturns() {
    if (query_.rolling) {
      TRY_ASSIGN(parts_["distances"], Expression(kRollingDistances, parts_));
      return Ok();
    }
    const bool counts = query_.minimum_occurrences > 1;
    if (!counts) {
      bits_ = BucketBits::Of(query_.counted.date_range.interval, plan_.starts,
                             plan_.end - std::chrono::microseconds(1), context_.filters.zone);
    }
    if (bits_) return PlanBits();
    TRY_ASSIGN(parts_["starts"], Expression("groupUniqArrayIf({bucket}, {start})", parts_));
    TRY_ASSIGN(parts_["returns"], Expression(counts ? "groupArrayIf({bucket}, {back})"
                                                    : "groupUniqArrayIf({bucket}, {back})",
                                             parts_));
    StatementParts returns{{"returns", Field({"returns"})}};
    if (counts) {
      TRY_ASSIGN(returns["returns"], Expression(kFrequentReturns, parts_));
    }
    TRY_ASSIGN(parts_["distances"], Expression(kDistances, returns));
    return Ok();
  }

  Status PlanBits() {
    // Whatever happened before the range has no bit and is not asked for.
    ExprPtr bucket = parts_["bucket"];
    if (!recurs()) bucket = Call("greatest", {std::move(bucket), Constant(0)});
    parts_["bit"] = bits_->Bit(std::move(bucket));
    parts_["first"] = bits_->Lowest(1);
    parts_["kept"] = bits_->Lowest(static_cast<std::int64_t>(query_.columns()));
    TRY_ASSIGN(parts_["starts"],
               Expression("bitPositionsToArray(groupBitOrIf({bit}, {start}))", parts_));
    TRY_ASSIGN(parts_["returns"], Expression("groupBitOrIf({bit}, {back})", parts_));
    TRY_ASSIGN(parts_["distances"], Expression(kDistancesOfBits, parts_));
    return Ok();
  }

  Status PlanTotals() {
    std::vector<std::string> chain = query_.aggregate_person
                                         ? std::vector<std::string>{"person", "properties"}
                                         : std::vector<std::string>{"properties"};
    chain.push_back(query_.aggregate_property);
    parts_["number"] = Call("ifNull", {Call("toFloat", {Field(std::move(chain))}), Constant(0.0)});
    parts_["cohorts"] = Field({"start_buckets"});
    if (!recurs()) {
      TRY_ASSIGN(parts_["cohorts"], Expression(kFirstOfEvents, parts_));
    }
    parts_["column_of_event"] =
        Column(hogql::Arithmetic(hogql::ArithmeticOp::kSubtract,
                                 hogql::TupleAccess(Field({"event"}), 1), Field({"cohort"})));
    TRY_ASSIGN(parts_["same_interval"],
               Expression(query_.events_differ ? kSameInterval : "[]", parts_));
    TRY_ASSIGN(parts_["pairs"], Statement(kPairsOfActors, parts_));
    TRY_ASSIGN(plan_.members, Statement(kPairMembers, parts_));
    TRY_ASSIGN(plan_.counts, Statement(kTotals, parts_));
    return Ok();
  }

  /// The column of a distance in intervals above zero; -1 beyond the last bracket.
  ExprPtr Column(const ExprPtr& distance) const {
    if (query_.brackets.empty()) return distance;
    ExprList branches = {Compare(CompareOp::kLtEq, distance, Constant(0)), Constant(-1)};
    std::int64_t last = 0;
    for (std::size_t i = 0; i < query_.brackets.size(); ++i) {
      last += query_.brackets[i];
      branches.push_back(Compare(CompareOp::kLtEq, distance, Constant(last)));
      branches.push_back(Constant(static_cast<std::int64_t>(i + 1)));
    }
    branches.push_back(Constant(-1));
    return Call("multiIf", std::move(branches));
  }

  /// One text; several breakdowns are joined.
  Result<ExprPtr> Breakdown() const {
    const BreakdownFilter& filter = query_.counted.breakdown;
    if (!filter.cohorts.empty()) return CohortsOf(filter.cohorts);
    ExprList texts;
    for (std::size_t i = 0; i < filter.breakdowns.size(); ++i) {
      const auto& breakdown = filter.breakdowns[i];
      TRY_ASSIGN(ExprPtr property, BreakdownProperty(breakdown));
      if (!texts.empty()) texts.push_back(Constant("::"));
      if (breakdown.bins) {
        const auto spread = context_.spreads.find({0, i});
        texts.push_back(BinOf(Call("toFloat", {std::move(property)}), *breakdown.bins,
                              spread == context_.spreads.end() ? nullptr : &spread->second, ""));
        continue;
      }
      texts.push_back(Call("ifNull", {Call("toString", {std::move(property)}), Constant("")}));
    }
    if (texts.empty()) return Constant("");
    return texts.size() == 1 ? texts.front() : Call("concat", std::move(texts));
  }

  RetentionPlan& plan_;
  const RetentionQuery& query_;
  const TrendsContext& context_;
  const DateRange range_;
  const SeriesEvents start_;
  const SeriesEvents back_;
  std::optional<BucketBits> bits_;
  StatementParts parts_;
};

/// The members that a point is about.
ExprPtr OfPoint(const RetentionPoint& point, const std::vector<std::string>& shown) {
  ExprList conditions;
  if (point.interval) {
    conditions.push_back(Compare(CompareOp::kEq, Field({"cohort"}), Constant(*point.interval)));
  }
  if (point.is_other()) {
    ExprList others;
    for (const std::string& value : shown) others.push_back(Constant(value));
    if (!others.empty()) {
      conditions.push_back(
          Compare(CompareOp::kNotIn, Field({"breakdown"}), hogql::Tuple(std::move(others))));
    }
  } else if (point.breakdown) {
    conditions.push_back(Compare(CompareOp::kEq, Field({"breakdown"}), Constant(*point.breakdown)));
  }
  return And(std::move(conditions));
}

}  // namespace

Result<std::vector<SpreadSelect>> RetentionSpreads(const RetentionQuery& query,
                                                   const TrendsContext& context) {
  std::vector<SpreadSelect> selects;
  const auto& breakdowns = query.counted.breakdown.breakdowns;
  if (std::ranges::none_of(breakdowns, [](const auto& one) { return one.bins.has_value(); })) {
    return selects;
  }
  RetentionPlan plan;
  plan.query = query;
  TRY(PlanIntervals(context, plan));
  const DateRange range;
  const SeriesEvents events(plan.query.counted, 0, range, context);
  TRY_ASSIGN(ExprPtr start, events.OfSeries());
  TRY_ASSIGN(ExprPtr filters, events.OfQuestion());
  const ExprPtr where =
      And({WithinBuckets(plan.starts.front(), plan.end), std::move(start), std::move(filters)});
  for (std::size_t i = 0; i < breakdowns.size(); ++i) {
    if (!breakdowns[i].bins) continue;
    TRY_ASSIGN(ExprPtr property, BreakdownProperty(breakdowns[i]));
    selects.push_back({0, i, SpreadOf(Call("toFloat", {std::move(property)}), where)});
  }
  return selects;
}

Result<RetentionPlan> PlanRetention(RetentionQuery query, const TrendsContext& context) {
  RetentionPlan plan;
  plan.query = std::move(query);
  TRY(PlanIntervals(context, plan));
  plan.group_index = plan.query.counted.group_type_index;
  Planner planner(plan, context);
  TRY(planner.Plan());
  return plan;
}

Result<ActorsSource> RetentionActors(const RetentionPlan& plan, const RetentionPoint& point,
                                     const std::vector<std::string>& shown) {
  StatementParts parts{{"members", plan.members}, {"where", OfPoint(point, shown)}};
  TRY_ASSIGN(ExprPtr rows, Statement(R"(
SELECT actor_id, arraySort(arrayDistinct(arrayFlatten(groupArray(offsets)))) AS appearance_intervals,
  appearance_intervals AS appearances
FROM {members} WHERE {where} GROUP BY actor_id ORDER BY length(appearances) DESC, actor_id ASC)",
                                     parts));
  hogql::SelectNode select = *hogql::As<hogql::SelectNode>(rows);
  const std::string unit(IntervalName(plan.query.counted.date_range.interval));
  for (std::size_t i = 0; i < plan.query.columns(); ++i) {
    select.select.push_back(hogql::Alias(
        unit + "_" + std::to_string(i),
        Call("has", {Field({"appearance_intervals"}), Constant(static_cast<std::int64_t>(i))})));
  }
  return ActorsSource{.select = hogql::Make(std::move(select)), .group_index = plan.group_index};
}

Result<ExprPtr> RetentionEvents(const RetentionPlan& plan, const RetentionPoint& point,
                                const std::vector<std::string>& shown) {
  if (!point.interval) {
    return InvalidArgument("Interval is required for insight retention events query");
  }
  const auto row = static_cast<std::size_t>(*point.interval);
  if (row >= plan.starts.size()) {
    return InvalidArgument("query.source.interval: the question has no interval " +
                           std::to_string(row));
  }
  const auto start_of = [&](std::size_t i) {
    return i < plan.starts.size() ? plan.starts[i] : plan.end;
  };
  std::size_t intervals = plan.query.columns();
  if (!plan.query.brackets.empty()) {
    intervals = 1;
    for (const std::int64_t size : plan.query.brackets) intervals += static_cast<std::size_t>(size);
  }
  const Timestamp next = start_of(row + 1);
  const Timestamp last = start_of(row + intervals);
  // A rolling cohort's intervals begin with each actor's own start event.
  const Timestamp first_return = plan.query.rolling ? plan.starts[row] : next;
  TRY_ASSIGN(ExprPtr members,
             Statement("SELECT actor_id FROM {members} WHERE {where}",
                       {{"members", plan.members}, {"where", OfPoint(point, shown)}}));
  return And({hogql::Or({And({WithinBuckets(plan.starts[row], next), plan.start}),
                         And({WithinBuckets(first_return, last), plan.back})}),
              plan.filters, Compare(CompareOp::kIn, plan.actor, std::move(members))});
}

}  // namespace tenrec::insights
