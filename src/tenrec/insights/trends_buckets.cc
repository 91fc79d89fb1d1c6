#include "tenrec/insights/trends_buckets.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdint>
#include <string_view>
#include <utility>

#include "tenrec/insights/named_sets.h"

namespace tenrec::insights {
namespace {

/// Types of filters that ask for nothing but what an event brings along.
constexpr std::array<std::string_view, 8> kOwnTypes = {"event", "feature", "person", "element",
                                                       "AND",   "OR",      "empty",  "flag"};

/// Whether filters, or the steps of an action, look at nothing but each event itself.
bool ReadsItsEvent(const Json& filters) {
  if (const auto* list = filters.if_array()) return std::ranges::all_of(*list, ReadsItsEvent);
  const auto* object = filters.if_object();
  if (object == nullptr) return true;
  const auto type = StringMember(filters, "type");
  if (type && std::ranges::find(kOwnTypes, *type) == kOwnTypes.end()) return false;
  return std::ranges::all_of(*object,
                             [](const auto& member) { return ReadsItsEvent(member.value()); });
}

bool ReadsItsEvent(const Entity& entity, const FilterContext& context) {
  if (!ReadsItsEvent(entity.properties) || !ReadsItsEvent(entity.fixed_properties)) return false;
  if (entity.action_id && context.named_sets != nullptr) {
    const NamedAction* action = context.named_sets->FindAction(*entity.action_id);
    if (action != nullptr && !ReadsItsEvent(action->steps)) return false;
  }
  return std::ranges::all_of(entity.any_of,
                             [&](const Entity& one) { return ReadsItsEvent(one, context); });
}

bool ReadsItsEvent(const Breakdown& breakdown) {
  return (breakdown.type == "event" || breakdown.type == "person") && !breakdown.bins;
}

/// Whether a number of the series is made of its bucket's events. With a breakdown, values are in
/// the order of their sums, and those of fractions depend on the order in which they are added; and
/// a value of which nothing counts would not be seen in the rows.
bool CountsItsBucket(const TrendsSeries& series, Display display, bool broken_down) {
  const Aggregate aggregate = series.math.aggregate;
  switch (series.math.measure) {
    case Measure::kEvents:
      return !broken_down || series.math_multiplier == 1;
    case Measure::kActors:
    case Measure::kGroups:
      // Cumulative, somebody counts where they were seen first.
      return display == Display::kTimeSeries && (!broken_down || series.math_multiplier == 1);
    case Measure::kSessions:
      return !broken_down;
    case Measure::kProperty:
      return !broken_down && !series.measures_sessions() &&
             (aggregate == Aggregate::kSum || aggregate == Aggregate::kAverage ||
              aggregate == Aggregate::kMin || aggregate == Aggregate::kMax);
    case Measure::kEventsPerActor:
      // A median of many numbers is that of a sample.
      return !broken_down && (aggregate == Aggregate::kAverage || aggregate == Aggregate::kMin ||
                              aggregate == Aggregate::kMax || aggregate == Aggregate::kSum);
    case Measure::kTrailingActors:
    case Measure::kFirstTimeActors:
    case Measure::kFirstMatchingActors:
    case Measure::kExpression:
      return false;
  }
  return false;
}

std::chrono::microseconds Offset(const ProjectTime& zone, Timestamp t) {
  return FromCivilUtc(zone.ToCivil(t)) - t;
}

}  // namespace

bool CountsByBucket(const TrendsQuery& query, std::size_t index, const TrendsContext& context) {
  const TrendsSeries& series = query.series[index];
  const BreakdownFilter& breakdown = query.breakdown;
  const bool is_line =
      query.display == Display::kTimeSeries || query.display == Display::kCumulative;
  return is_line && query.sampling_factor == 1 && query.date_range.days_of_week.empty() &&
         breakdown.cohorts.empty() &&
         std::ranges::all_of(breakdown.breakdowns,
                             [](const Breakdown& one) { return ReadsItsEvent(one); }) &&
         CountsItsBucket(series, query.display, !breakdown.breakdowns.empty()) &&
         ReadsItsEvent(series, context.filters) && ReadsItsEvent(query.properties) &&
         (!query.filter_test_accounts || ReadsItsEvent(context.test_account_filters));
}

std::vector<BucketSpan> SpansOf(const DateRange& range) {
  std::vector<BucketSpan> spans;
  spans.reserve(range.buckets.size());
  // Bounds of a range have the resolution of a second, both inclusive.
  const Timestamp end = Timestamp::FromSeconds(range.to.seconds()) + std::chrono::microseconds(1);
  for (std::size_t i = 0; i < range.buckets.size(); ++i) {
    const Timestamp bucket = range.buckets[i];
    const bool is_last = i + 1 == range.buckets.size();
    spans.push_back({bucket, i == 0 ? Timestamp::FromSeconds(range.lower_bound.seconds()) : bucket,
                     is_last ? end : range.buckets[i + 1]});
  }
  return spans;
}

bool IsEvenAround(Timestamp time, const ProjectTime& zone) {
  const auto offset = Offset(zone, time);
  return Offset(zone, time - kFarFromClockChange) == offset &&
         Offset(zone, time + kFarFromClockChange) == offset;
}

DateRange RangeFrom(const DateRange& range, std::size_t first) {
  DateRange rest = range;
  rest.buckets.erase(rest.buckets.begin(),
                     rest.buckets.begin() + static_cast<std::ptrdiff_t>(first));
  rest.from = rest.lower_bound = rest.buckets.front();
  return rest;
}

std::optional<NumbersByBucket> TakeApart(const TrendsRows& rows, const DateRange& range,
                                         const ProjectTime& zone) {
  std::size_t cells = 0;
  for (const TrendsGroup& group : rows.groups) cells += group.cells.size();
  if (cells > kMaxNumbers) return std::nullopt;
  NumbersByBucket out;
  for (const BucketSpan& span : SpansOf(range)) out[span.bucket].span = span;
  for (const TrendsGroup& group : rows.groups) {
    if (std::ranges::find(group.values, kOtherLabel) != group.values.end()) return std::nullopt;
    if (!group.values.empty() && group.cells.empty()) return std::nullopt;
    for (const TrendsCell& cell : group.cells) {
      const auto at = out.find(BucketStart(rows.unit, cell.bucket, zone));
      if (at == out.end()) return std::nullopt;
      at->second.numbers.push_back({group.values, cell.value});
    }
  }
  return out;
}

std::optional<TrendsRows> PutTogether(const TrendsQuery& query,
                                      const std::vector<BucketSpan>& spans,
                                      const NumbersByBucket& numbers, bool whole) {
  TrendsRows rows{.groups = {}, .whole = whole, .unit = BucketUnit::kMicros};
  struct Gathered {
    TrendsGroup group;
    double total = 0;
  };
  std::map<std::vector<std::string>, Gathered> by_values;
  for (const BucketSpan& span : spans) {
    for (const auto& [values, number] : numbers.at(span.bucket).numbers) {
      Gathered& gathered = by_values[values];
      gathered.group.cells.push_back({.bucket = span.bucket.micros, .value = number});
      gathered.total += number;
    }
  }
  if (query.breakdown.breakdowns.empty()) {
    rows.groups.push_back(std::move(by_values[{}].group));
    return rows;
  }
  if (static_cast<std::int64_t>(by_values.size()) > query.breakdown.limit) return std::nullopt;
  // As the statement ranks them: those without a value last, then by sum, then by value.
  struct Ranked {
    bool has_none;
    Gathered* gathered;
  };
  std::vector<Ranked> ranked;
  for (auto& [values, gathered] : by_values) {
    gathered.group.values = values;
    ranked.push_back({std::ranges::find(values, kNullLabel) != values.end(), &gathered});
  }
  std::ranges::stable_sort(ranked, [](const Ranked& a, const Ranked& b) {
    if (a.has_none != b.has_none) return b.has_none;
    return a.gathered->total > b.gathered->total;
  });
  for (const Ranked& one : ranked) rows.groups.push_back(std::move(one.gathered->group));
  return rows;
}

}  // namespace tenrec::insights
