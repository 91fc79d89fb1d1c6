#include <algorithm>
#include <array>
#include <chrono>
#include <cstdio>
#include <string>
#include <utility>

#include "tenrec/hogql/parser.h"
#include "tenrec/insights/bucket_bits.h"
#include "tenrec/insights/entity.h"
#include "tenrec/insights/named_sets.h"
#include "tenrec/insights/series_events.h"
#include "tenrec/insights/trends.h"
#include "tenrec/insights/trends_buckets.h"

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
using hogql::Make;
using hogql::SelectNode;

ExprPtr Int(std::int64_t number) {
  return Constant(hogql::Value(number));
}

ExprPtr Instant(Timestamp t) {
  return Constant(hogql::Value(t));
}

ExprPtr CountDistinct(ExprPtr expr) {
  hogql::CallNode call;
  call.name = "count";
  call.args = {std::move(expr)};
  call.distinct = true;
  return Make(std::move(call));
}

ExprPtr AggregateOf(Aggregate aggregate, ExprPtr number) {
  const auto quantile = [&](double level) {
    return CallWithParams("quantile", {Constant(hogql::Value(level))}, {number});
  };
  switch (aggregate) {
    case Aggregate::kNone:
      return Call("count");
    case Aggregate::kSum:
      return Call("sum", {number});
    case Aggregate::kAverage:
      return Call("avg", {number});
    case Aggregate::kMin:
      return Call("min", {number});
    case Aggregate::kMax:
      return Call("max", {number});
    case Aggregate::kMedian:
      return quantile(0.5);
    case Aggregate::kP75:
      return quantile(0.75);
    case Aggregate::kP90:
      return quantile(0.9);
    case Aggregate::kP95:
      return quantile(0.95);
    case Aggregate::kP99:
      return quantile(0.99);
  }
  return Call("count");
}

/// Plans the statements of one series over one range.
class SeriesPlanner {
 public:
  SeriesPlanner(const TrendsQuery& query, std::size_t series, const DateRange& range,
                const TrendsContext& context)
      : query_(query),
        series_(query.series[series]),
        range_(range),
        context_(context),
        events_(query, series, range, context),
        total_(query.display == Display::kTotalValue) {}

  Result<TrendsSelect> Plan() {
    TRY_ASSIGN(breakdown_, events_.BreakdownValue());
    TrendsSelect out;
    TRY_ASSIGN(ExprPtr cells, Cells(out));
    out.query = breakdown_ == nullptr ? std::move(cells) : Rank(std::move(cells));
    return out;
  }

  /// SELECT min(number) AS low, max(number) AS high of the events that the series counts.
  Result<ExprPtr> SpreadOf(const Breakdown& breakdown) const {
    TRY_ASSIGN(ExprPtr property, BreakdownProperty(breakdown));
    TRY_ASSIGN(ExprPtr where, events_.Where(range_.lower_bound, false));
    return insights::SpreadOf(Call("toFloat", {std::move(property)}), std::move(where));
  }

 private:
  /// SELECT [breakdown,] [bucket,] `value` FROM events WHERE … GROUP BY what is not the value.
  ExprPtr Scan(ExprPtr bucket, ExprPtr actor, ExprPtr value, ExprPtr where) const {
    SelectNode select;
    ExprList keys;
    const auto key = [&](const char* name, ExprPtr expr) {
      if (expr == nullptr) return;
      select.select.push_back(Alias(name, std::move(expr)));
      keys.push_back(Field({name}));
    };
    key("actor", std::move(actor));
    key("breakdown", breakdown_);
    key("bucket", std::move(bucket));
    select.select.push_back(std::move(value));
    select.from = {hogql::Table("events")};
    select.where = std::move(where);
    if (!keys.empty()) select.group_by = std::move(keys);
    return Make(std::move(select));
  }

  /// SELECT [breakdown,] [bucket,] value [, squared] FROM (inner) GROUP BY …
  ExprPtr Regroup(ExprPtr inner, const ExprPtr& bucket, ExprPtr value,
                  ExprPtr squared = nullptr) const {
    SelectNode select;
    ExprList keys;
    if (breakdown_ != nullptr) {
      select.select.push_back(Field({"breakdown"}));
      keys.push_back(Field({"breakdown"}));
    }
    if (bucket != nullptr) {
      const bool computed = hogql::As<hogql::FieldNode>(bucket) == nullptr;
      select.select.push_back(computed ? Alias("bucket", bucket) : bucket);
      keys.push_back(Field({"bucket"}));
    }
    select.select.push_back(Alias("value", std::move(value)));
    if (squared != nullptr) select.select.push_back(Alias("squared", std::move(squared)));
    select.from = {hogql::Table(std::move(inner), "cells")};
    if (!keys.empty()) select.group_by = std::move(keys);
    return Make(std::move(select));
  }

  ExprPtr Bucket() const {
    return total_ ? nullptr : StartOfInterval(range_.interval, Field({"timestamp"}));
  }

  ExprPtr Scaled(ExprPtr value) const {
    if (series_.math_multiplier == 1) return value;
    return hogql::Arithmetic(hogql::ArithmeticOp::kMultiply, std::move(value),
                             Constant(hogql::Value(series_.math_multiplier)));
  }

  /// Rows of [breakdown,] [bucket,] value.
  Result<ExprPtr> Cells(TrendsSelect& out) const {
    const Timestamp from = range_.lower_bound;
    switch (series_.math.measure) {
      case Measure::kEvents:
        return AddedUp(Call("count"));
      case Measure::kSessions:
        return Simple(CountDistinct(Field({"$session_id"})), false);
      case Measure::kActors:
      case Measure::kGroups:
        if (query_.display == Display::kCumulative) return FirstBuckets();
        return Simple(CountDistinct(events_.UniqueActor()), true);
      case Measure::kTrailingActors:
        return Trailing(out);
      case Measure::kFirstTimeActors:
      case Measure::kFirstMatchingActors:
        return FirstTimes();
      case Measure::kExpression: {
        TRY_ASSIGN(ExprPtr value, hogql::ParseExpr(*series_.math_hogql));
        return Simple(Call("ifNull", {std::move(value), Constant(0)}), false);
      }
      case Measure::kProperty:
        if (series_.measures_sessions()) return SessionDurations();
        return AddedUp(
            Call("ifNull", {AggregateOf(series_.math.aggregate, events_.Number()), Constant(0)}));
      case Measure::kEventsPerActor: {
        TRY_ASSIGN(ExprPtr where, events_.Where(from, true));
        ExprPtr counts = Scan(Bucket(), events_.Actor(), Alias("events_of_actor", Call("count")),
                              std::move(where));
        return Regroup(
            std::move(counts), total_ ? nullptr : Field({"bucket"}),
            Scaled(Call("ifNull", {AggregateOf(series_.math.aggregate, Field({"events_of_actor"})),
                                   Constant(0)})));
      }
    }
    return Internal("a measure without a statement");
  }

  /// A number of events. Of a sample that people add up to, first what each adds: a sample takes or
  /// leaves a distinct id with all its events.
  Result<ExprPtr> AddedUp(ExprPtr value) const {
    if (!AddsUp(query_, series_)) return Simple(std::move(value), false);
    TRY_ASSIGN(ExprPtr where, events_.Where(range_.lower_bound, false));
    ExprPtr added = Scan(Bucket(), Call("cityHash64", {Field({"distinct_id"})}),
                         Alias("added", Scaled(std::move(value))), std::move(where));
    return Regroup(std::move(added), total_ ? nullptr : Field({"bucket"}),
                   Call("sum", {Field({"added"})}),
                   Call("sum", {Call("pow", {Field({"added"}), Constant(2)})}));
  }

  Result<ExprPtr> Simple(ExprPtr value, bool needs_actor) const {
    TRY_ASSIGN(ExprPtr where, events_.Where(range_.lower_bound, needs_actor));
    return Scan(Bucket(), nullptr, Alias("value", Scaled(std::move(value))), std::move(where));
  }

  /// One number a session and bucket, then their aggregate.
  Result<ExprPtr> SessionDurations() const {
    TRY_ASSIGN(ExprPtr where, events_.Where(range_.lower_bound, false));
    ExprPtr sessions =
        Scan(Bucket(), Field({"$session_id"}),
             Alias("duration", Call("any", {Field({"session", "$session_duration"})})),
             std::move(where));
    return Regroup(std::move(sessions), total_ ? nullptr : Field({"bucket"}),
                   Scaled(Call("ifNull", {AggregateOf(series_.math.aggregate, Field({"duration"})),
                                          Constant(0)})));
  }

  /// Every actor counts in the bucket where it was seen first.
  Result<ExprPtr> FirstBuckets() const {
    TRY_ASSIGN(ExprPtr where, events_.Where(range_.lower_bound, true));
    ExprPtr firsts = Scan(nullptr, events_.UniqueActor(), Alias("bucket", Call("min", {Bucket()})),
                          std::move(where));
    return Regroup(std::move(firsts), Field({"bucket"}), Scaled(Call("count")));
  }

  /// Every actor counts in the bucket of its first event ever, if that is one of the series.
  Result<ExprPtr> FirstTimes() const {
    TRY_ASSIGN(SelectNode first, events_.FirstEvents());
    ExprPtr bucket = total_ ? nullptr : StartOfInterval(range_.interval, Field({"first_seen"}));
    return Regroup(hogql::Make(std::move(first)), bucket, Scaled(Call("count")));
  }

  /// Actors seen in the 7 or 30 days that end with the bucket.
  Result<ExprPtr> Trailing(TrendsSelect& out) const {
    const ProjectTime& zone = context_.filters.zone;
    const int days = series_.math.trailing_days;
    const bool whole_bucket = (days == 7 && range_.interval >= Interval::kWeek) ||
                              (days == 30 && range_.interval == Interval::kMonth);
    const bool nothing = range_.buckets.empty();
    if ((whole_bucket || nothing) && !total_)
      return Simple(CountDistinct(events_.UniqueActor()), true);
    if (total_) {
      TRY_ASSIGN(ExprPtr where, events_.Where(zone.AddDays(range_.to, -days), true));
      return Scan(nullptr, nullptr, Alias("value", Scaled(CountDistinct(events_.UniqueActor()))),
                  std::move(where));
    }

    // Moments become whole numbers, so that "the next seven days" is a range of numbers. An actor's
    // ranges are united before they are counted: the work is actors times buckets, not events.
    const Timestamp from = zone.AddDays(range_.from, -days);
    ExprPtr moment;
    std::int64_t length = days;
    bool in_steps = true;  // each bucket's number is one more than that of the one before
    if (range_.interval >= Interval::kDay) {
      out.number_unit = BucketUnit::kDays;
      in_steps = range_.interval == Interval::kDay && range_.days_of_week.empty();
      moment = Call("dateDiff",
                    {Constant("day"), Instant(zone.FromCivil(kBucketBase)), Field({"timestamp"})});
    } else if (range_.interval == Interval::kHour && WholeHours(from)) {
      out.number_unit = BucketUnit::kHours;
      length *= 24;
      moment = StartsSince(Interval::kHour, 3'600);
    } else {
      out.number_unit = BucketUnit::kMinutes;
      length *= std::int64_t{24} * 60;
      in_steps = range_.interval != Interval::kHour;
      moment = StartsSince(range_.interval, 60);
    }
    TRY_ASSIGN(ExprPtr where, events_.Where(from, true));
    if (in_steps && out.number_unit == BucketUnit::kDays) {
      const std::int64_t first = NumberOf(BucketUnit::kDays, from);
      const std::int64_t last = NumberOf(BucketUnit::kDays, range_.to);
      if (const auto bits = BucketBits::Numbered(last - first + 1)) {
        return TrailingDays(*bits, moment, first, std::move(where));
      }
    }
    ExprPtr actors = Scan(nullptr, events_.UniqueActor(),
                          Alias("moments", Call("groupUniqArray", {moment})), std::move(where));
    ExprPtr buckets =
        in_steps ? CoveredSteps(out.number_unit, length) : CoveredBuckets(out.number_unit, length);
    return Regroup(std::move(actors), Call("arrayJoin", {std::move(buckets)}),
                   Scaled(Call("count")));
  }

  /// The same with a bit for each day from `first` on, the number of the first that matters.
  ExprPtr TrailingDays(const BucketBits& bits, const ExprPtr& day, std::int64_t first,
                       ExprPtr where) const {
    const ExprPtr number = hogql::Arithmetic(hogql::ArithmeticOp::kSubtract, day, Int(first));
    ExprPtr actors = Scan(nullptr, events_.UniqueActor(),
                          Alias("days", Call("groupBitOr", {bits.Bit(number)})), std::move(where));
    const std::int64_t begin = NumberOf(BucketUnit::kDays, range_.buckets.front());
    const auto count = static_cast<std::int64_t>(range_.buckets.size());
    const ExprPtr covered = Call(
        "bitAnd",
        {Call("bitShiftRight", {BucketBits::Spread(Field({"days"}), series_.math.trailing_days),
                                Int(begin - first)}),
         bits.Lowest(count)});
    const ExprPtr place = Call("arrayJoin", {Call("bitPositionsToArray", {covered})});
    return Regroup(std::move(actors),
                   hogql::Arithmetic(hogql::ArithmeticOp::kAdd, place, Int(begin)),
                   Scaled(Call("count")));
  }

  /// Whether the clock moved by whole hours only, or not at all, between the start of 2000 and each
  /// bucket and `from`.
  bool WholeHours(Timestamp from) const {
    const ProjectTime& zone = context_.filters.zone;
    const std::int64_t base = zone.FromCivil(kBucketBase).seconds();
    const auto whole = [&](Timestamp t) { return (t.seconds() - base) % 3'600 == 0; };
    return whole(zone.StartOf(Interval::kHour, from)) && std::ranges::all_of(range_.buckets, whole);
  }

  /// How many units lie between the start of 2000 and the start of the event's interval.
  ExprPtr StartsSince(Interval interval, int unit_seconds) const {
    const Timestamp base = context_.filters.zone.FromCivil(kBucketBase);
    return Call("intDiv",
                {hogql::Arithmetic(
                     hogql::ArithmeticOp::kSubtract,
                     Call("toUnixTimestamp", {StartOfInterval(interval, Field({"timestamp"}))}),
                     Int(base.seconds())),
                 Int(unit_seconds)});
  }

  /// The numbers from each moment on, of an actor's list `moments`, that are buckets.
  ExprPtr CoveredSteps(BucketUnit unit, std::int64_t length) const {
    const std::int64_t first = NumberOf(unit, range_.buckets.front());
    const std::int64_t last = NumberOf(unit, range_.buckets.back());
    const ExprPtr covered = Call(
        "range",
        {Call("greatest", {Field({"t"}), Int(first)}),
         Call("least", {hogql::Arithmetic(hogql::ArithmeticOp::kAdd, Field({"t"}), Int(length)),
                        Int(last + 1)})});
    return Call("arrayDistinct",
                {Call("arrayFlatten",
                      {Call("arrayMap", {hogql::Lambda({"t"}, covered), Field({"moments"})})})});
  }

  /// The same for buckets that do not follow each other in equal steps.
  ExprPtr CoveredBuckets(BucketUnit unit, std::int64_t length) const {
    ExprList numbers;
    for (const Timestamp bucket : range_.buckets) numbers.push_back(Int(NumberOf(unit, bucket)));
    const ExprPtr covers =
        And({Compare(CompareOp::kLtEq, Field({"t"}), Field({"b"})),
             Compare(CompareOp::kLt, Field({"b"}),
                     hogql::Arithmetic(hogql::ArithmeticOp::kAdd, Field({"t"}), Int(length)))});
    return Call("arrayFilter",
                {hogql::Lambda({"b"}, Call("arrayExists",
                                           {hogql::Lambda({"t"}, covers), Field({"moments"})})),
                 hogql::Array(std::move(numbers))});
  }

  std::int64_t NumberOf(BucketUnit unit, Timestamp t) const {
    const ProjectTime& zone = context_.filters.zone;
    const Timestamp base = zone.FromCivil(kBucketBase);
    if (unit == BucketUnit::kDays) return zone.DayNumber(t) - zone.DayNumber(base);
    const std::int64_t seconds = t.seconds() - base.seconds();
    return seconds / (unit == BucketUnit::kHours ? 3'600 : 60);
  }

  /// How many values have a row of their own; cohorts all do.
  std::int64_t Shown() const {
    return std::max(query_.breakdown.limit,
                    static_cast<std::int64_t>(query_.breakdown.cohorts.size()));
  }

  /// Gathers the cells of each breakdown value, ranks the values, and sums those past the limit.
  /// Rows leave in ranking order.
  ExprPtr Rank(ExprPtr cells) const {
    SelectNode gather;
    const bool adds_up = AddsUp(query_, series_);
    gather.select = {Field({"breakdown"}), Alias("total", Call("sum", {Field({"value"})}))};
    if (!total_) {
      gather.select.push_back(Alias("buckets", Call("groupArray", {Field({"bucket"})})));
      gather.select.push_back(Alias("values", Call("groupArray", {Field({"value"})})));
    }
    if (adds_up) {
      gather.select.push_back(
          Alias("squares", Call(total_ ? "sum" : "groupArray", {Field({"squared"})})));
    }
    gather.from = {hogql::Table(std::move(cells), "cells")};
    gather.group_by = ExprList{Field({"breakdown"})};

    const ExprPtr is_null =
        query_.breakdown.multiple
            ? Call("has", {Field({"breakdown"}), Constant(kNullLabel)})
            : Compare(CompareOp::kEq, Field({"breakdown"}), Constant(kNullLabel));
    hogql::WindowFunctionNode row_number;
    row_number.name = "row_number";
    row_number.over =
        hogql::Window{.order_by = std::vector{
                          hogql::Ascending(Call("if", {is_null, Constant(1), Constant(0)})),
                          hogql::Descending(Field({"total"})),
                          hogql::Ascending(Field({"breakdown"})),
                      }};
    SelectNode rank;
    rank.select = {Field({"breakdown"}), Field({"total"}),
                   Alias("position", Make(std::move(row_number)))};
    if (!total_) {
      rank.select.push_back(Field({"buckets"}));
      rank.select.push_back(Field({"values"}));
    }
    if (adds_up) rank.select.push_back(Field({"squares"}));
    rank.from = {hogql::Table(Make(std::move(gather)), "gathered")};

    ExprPtr other = Constant(kOtherLabel);
    if (query_.breakdown.multiple) {
      other = hogql::Array(ExprList(query_.breakdown.breakdowns.size(), other));
    }
    SelectNode fold;
    fold.select = {
        Alias("label", Call("if", {Compare(CompareOp::kLtEq, Field({"position"}), Int(Shown())),
                                   Field({"breakdown"}), std::move(other)})),
        Alias("first_position", Call("min", {Field({"position"})}))};
    if (total_) {
      fold.select.push_back(Alias("value", Call("sum", {Field({"total"})})));
    } else {
      fold.select.push_back(
          Alias("cells", Call("sumMap", {Field({"buckets"}), Field({"values"})})));
    }
    if (adds_up) {
      fold.select.push_back(total_ ? Alias("squared", Call("sum", {Field({"squares"})}))
                                   : Alias("squared_cells", Call("sumMap", {Field({"buckets"}),
                                                                            Field({"squares"})})));
    }
    fold.from = {hogql::Table(Make(std::move(rank)), "ranked")};
    fold.group_by = ExprList{Field({"label"})};
    fold.order_by = std::vector{hogql::Ascending(Field({"first_position"}))};
    return Make(std::move(fold));
  }

  const TrendsQuery& query_;
  const TrendsSeries& series_;
  const DateRange& range_;
  const TrendsContext& context_;
  const SeriesEvents events_;
  const bool total_;
  ExprPtr breakdown_;
};

}  // namespace

Result<ExprPtr> EarliestSelect(const TrendsQuery& query, const FilterContext& context) {
  std::vector<const Entity*> entities;
  entities.reserve(query.series.size());
  for (const TrendsSeries& series : query.series) entities.push_back(&series);
  return EarliestOf(entities, context);
}

Result<std::vector<SpreadSelect>> SpreadSelects(const TrendsQuery& query,
                                                const TrendsContext& context) {
  std::vector<SpreadSelect> selects;
  const auto& breakdowns = query.breakdown.breakdowns;
  if (std::ranges::none_of(breakdowns, [](const Breakdown& b) { return b.bins.has_value(); })) {
    return selects;
  }
  DateRangeRequest request = query.date_range;
  request.earliest = context.earliest;
  TRY_ASSIGN(const DateRange range,
             ResolveDateRange(request, context.filters.zone, context.filters.now));
  for (std::size_t i = 0; i < query.series.size(); ++i) {
    const SeriesPlanner planner(query, i, range, context);
    for (std::size_t k = 0; k < breakdowns.size(); ++k) {
      if (!breakdowns[k].bins) continue;
      TRY_ASSIGN(ExprPtr select, planner.SpreadOf(breakdowns[k]));
      selects.push_back({i, k, std::move(select)});
    }
  }
  return selects;
}

/// Amounts of one currency can be given in another only by rates, and there are none.
Status CheckCurrencies(const TrendsQuery& query, const std::string& base) {
  for (std::size_t i = 0; i < query.series.size(); ++i) {
    const TrendsSeries& series = query.series[i];
    if (!series.currency || series.math.measure != Measure::kProperty) continue;
    if (series.currency->code.empty() || series.currency->code == base) continue;
    return InvalidArgument("query.series." + std::to_string(i) +
                           ".math_property_revenue_currency.static: There are no exchange rates "
                           "that turn " +
                           series.currency->code + " into the project's currency. Choose " + base +
                           ", or change the project's base_currency.")
        .WithTag("invalid_input");
  }
  return Ok();
}

Result<TrendsSelect> SelectOver(const TrendsPlan& plan, const TrendsSelect& select,
                                const DateRange& range, const TrendsContext& context) {
  TRY_ASSIGN(TrendsSelect over, SeriesPlanner(plan.query, select.series, range, context).Plan());
  over.series = select.series;
  over.previous = select.previous;
  return over;
}

Result<TrendsPlan> PlanTrends(TrendsQuery query, const TrendsContext& context) {
  TrendsPlan plan;
  TRY(CheckCurrencies(query, context.base_currency));
  query.date_range.earliest = context.earliest;
  query.date_range.human_friendly_comparison = context.human_friendly_comparison;
  const FilterContext& filters = context.filters;
  TRY_ASSIGN(plan.range, ResolveDateRange(query.date_range, filters.zone, filters.now));
  if (plan.range.backwards) {
    return InvalidArgument("dateRange: date_from is after date_to");
  }
  DropUncountedDays(plan.range, filters.zone);
  if (query.compare) {
    TRY_ASSIGN(DateRange before, ResolveCompareRange(query.date_range, plan.range, query.compare_to,
                                                     filters.zone, filters.now));
    if (before.backwards) return InvalidArgument("dateRange: nothing to compare with");
    DropUncountedDays(before, filters.zone);
    plan.compare_range = std::move(before);
  }
  plan.query = std::move(query);
  for (TrendsSeries& one : plan.query.series) NameActions(one, filters);
  plan.cohort_names = CohortNames(plan.query.breakdown.cohorts, filters);
  plan.now = filters.now;
  const Display display = plan.query.display;
  if (display == Display::kBoxPlot || display == Display::kCalendar) return plan;
  for (const bool previous : {false, true}) {
    if (previous && !plan.compare_range) continue;
    const DateRange& range = previous ? *plan.compare_range : plan.range;
    for (std::size_t i = 0; i < plan.query.series.size(); ++i) {
      TRY_ASSIGN(TrendsSelect select, SeriesPlanner(plan.query, i, range, context).Plan());
      select.series = i;
      select.previous = previous;
      plan.selects.push_back(std::move(select));
    }
  }
  return plan;
}

}  // namespace tenrec::insights
