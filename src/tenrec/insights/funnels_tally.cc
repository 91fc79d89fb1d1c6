#include "tenrec/insights/funnels_tally.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <utility>

#include "tenrec/insights/named_sets.h"
#include "tenrec/insights/sample_margin.h"

namespace tenrec::insights {
namespace {

constexpr double kMicros = 1e6;
/// Different values of a breakdown that are counted side by side.
constexpr std::size_t kMaxValues = 500'000;
/// Rows of breakdowns that have no limit of their own.
constexpr std::size_t kMaxUnlimitedRows = 100;
/// Points of a graph over time, all its lines together.
constexpr std::size_t kMaxTrendPoints = 1'000;

std::string_view TextOf(std::span<const std::string_view> values, std::uint32_t value) {
  return value < values.size() ? values[value] : std::string_view();
}

Json MeanSeconds(const std::vector<std::int64_t>& micros) {
  if (micros.empty()) return nullptr;
  const auto sum = std::accumulate(micros.begin(), micros.end(), std::int64_t{0});
  return static_cast<double>(sum) / static_cast<double>(micros.size()) / kMicros;
}

/// The middle, or the mean of the two in the middle.
Json MedianSeconds(std::vector<std::int64_t> micros) {
  if (micros.empty()) return nullptr;
  const auto middle = micros.begin() + static_cast<std::ptrdiff_t>(micros.size() / 2);
  std::ranges::nth_element(micros, middle);
  if (micros.size() % 2 == 1) return static_cast<double>(*middle) / kMicros;
  const std::int64_t below = *std::ranges::max_element(micros.begin(), middle);
  return static_cast<double>(below + *middle) / 2 / kMicros;
}

/// The smallest whole number whose cube is at least `count`.
std::int64_t CubeRootUp(std::size_t count, std::int64_t most) {
  std::int64_t root = 1;
  while (root < most && root * root * root < static_cast<std::int64_t>(count)) ++root;
  return root;
}

std::int64_t FloorDivide(std::int64_t a, std::int64_t b) {
  return a / b - (a % b < 0 ? 1 : 0);
}

double Percent(std::int64_t part, std::int64_t whole) {
  if (whole == 0) return 0;
  return std::round(static_cast<double>(part) / static_cast<double>(whole) * 100 * 100) / 100;
}

/// What the people of a sample stand for.
std::int64_t ScaledUp(std::int64_t count, double factor) {
  return factor == 1 ? count : std::llround(static_cast<double>(count) * (1 / factor));
}

void AddTo(std::vector<std::int64_t>& sums, const std::vector<std::int64_t>& more) {
  if (sums.size() < more.size()) sums.resize(more.size());
  for (std::size_t i = 0; i < more.size(); ++i) sums[i] += more[i];
}

void Extend(std::vector<std::int64_t>& list, const std::vector<std::int64_t>& more) {
  list.insert(list.end(), more.begin(), more.end());
}

}  // namespace

Result<FunnelTally::Group*> FunnelTally::GroupOf(std::string_view value) {
  const auto [at, added] = by_value_.try_emplace(std::string(value), groups_.size());
  if (added) {
    if (groups_.size() == kMaxValues) {
      return InvalidArgument(
                 "The breakdown has more than 500,000 different values. Break down by something "
                 "with fewer, or shorten the date range.")
          .WithTag("too_many_bytes");
    }
    const std::size_t steps = plan_.query.series.size();
    groups_.push_back({.value = std::string(value),
                       .counts = std::vector<std::int64_t>(steps),
                       .gaps = std::vector<std::vector<std::int64_t>>(steps - 1)});
  }
  return &groups_[at->second];
}

Status FunnelTally::Add(std::span<const behavior::FunnelOutcome> outcomes,
                        std::span<const std::string_view> values) {
  const FunnelsQuery& query = plan_.query;
  const auto last = static_cast<int>(query.series.size()) - 1;
  for (const behavior::FunnelOutcome& outcome : outcomes) {
    const auto& times = outcome.times;
    if (query.graph == FunnelGraph::kTimeToConvert) {
      if (outcome.reached >= query.to_step) {
        durations_.push_back(times[static_cast<std::size_t>(query.to_step)] -
                             times[static_cast<std::size_t>(query.from_step)]);
      }
      continue;
    }
    TRY_ASSIGN(Group* const group, GroupOf(TextOf(values, outcome.value)));
    for (std::size_t i = 0; i < group->counts.size(); ++i) {
      if ((outcome.bits >> i & 1U) != 0) ++group->counts[i];
    }
    for (std::size_t i = 1; i < times.size(); ++i) {
      const std::int64_t gap = times[i] - times[i - 1];
      if (gap > 0) group->gaps[i - 1].push_back(gap);
    }
    if ((outcome.bits >> last & 1U) != 0) group->totals.push_back(times.back() - times.front());
  }
  return Ok();
}

Status FunnelTally::Add(std::span<const behavior::FunnelTrendOutcome> outcomes,
                        std::span<const std::string_view> values) {
  const std::size_t periods = plan_.range.buckets.size();
  for (const behavior::FunnelTrendOutcome& outcome : outcomes) {
    TRY_ASSIGN(Group* const group, GroupOf(TextOf(values, outcome.value)));
    if (group->entered.empty()) {
      group->entered.resize(periods);
      group->converted.resize(periods);
    }
    ++group->entered[outcome.period];
    if (outcome.converted) ++group->converted[outcome.period];
  }
  return Ok();
}

bool FunnelTally::limits_values() const {
  const std::string& type = plan_.query.breakdown->type;
  return type == "event" || type == "person" || type == "group";
}

std::vector<FunnelTally::Group> FunnelTally::Ranked() const {
  std::vector<const Group*> order;
  order.reserve(groups_.size());
  for (const Group& group : groups_) order.push_back(&group);
  std::ranges::sort(order, [](const Group* a, const Group* b) {
    for (std::size_t i = a->counts.size(); i-- > 0;) {
      if (a->counts[i] != b->counts[i]) return a->counts[i] > b->counts[i];
    }
    return a->value < b->value;
  });
  const auto limit =
      limits_values() ? static_cast<std::size_t>(plan_.query.breakdown_limit) : kMaxUnlimitedRows;
  std::vector<Group> out;
  for (std::size_t i = 0; i < std::min(limit, order.size()); ++i) out.push_back(*order[i]);
  if (order.size() <= limit || !limits_values()) return out;
  // A value that is called like the group of all others falls together with it.
  auto other = std::ranges::find(out, kFunnelOther, &Group::value);
  Group rest = {.value = std::string(kFunnelOther),
                .counts = {},
                .gaps = std::vector<std::vector<std::int64_t>>(order.front()->gaps.size())};
  if (other != out.end()) {
    rest = std::move(*other);
    out.erase(other);
  }
  for (std::size_t i = limit; i < order.size(); ++i) {
    AddTo(rest.counts, order[i]->counts);
    Extend(rest.totals, order[i]->totals);
    for (std::size_t k = 0; k < rest.gaps.size(); ++k) Extend(rest.gaps[k], order[i]->gaps[k]);
  }
  out.push_back(std::move(rest));
  return out;
}

std::vector<std::string> FunnelTally::ShownValues() const {
  std::vector<std::string> out;
  for (const Group& group : Ranked()) {
    if (group.value != kFunnelOther) out.push_back(group.value);
  }
  return out;
}

Json FunnelTally::Shown(const std::string& value) const {
  if (!plan_.query.cohorts.empty()) return CohortNumber(value);
  return plan_.query.lists_value() ? Json(JsonArray{Json(value)}) : Json(value);
}

JsonArray FunnelTally::Steps(const Group& group) const {
  const FunnelsQuery& query = plan_.query;
  const bool ordered = query.order != behavior::StepOrder::kUnordered;
  JsonArray rows;
  for (std::size_t i = 0; i < query.series.size(); ++i) {
    const FunnelNode& node = query.series[i];
    JsonObject row;
    const std::string number = std::to_string(i + 1);
    row["action_id"] = ordered ? node.Id() : Json();
    row["name"] = ordered ? node.Label() : "Completed " + number + (i == 0 ? " step" : " steps");
    row["custom_name"] = ordered && node.custom_name ? Json(*node.custom_name) : Json();
    row["order"] = i;
    row["people"] = JsonArray();
    row["count"] = ScaledUp(group.counts[i], query.sampling_factor);
    if (query.sampling_factor < 1) {
      row["count_margin"] = SampleMargin(group.counts[i], query.sampling_factor);
    }
    row["type"] = node.Type();
    row["average_conversion_time"] = i == 0 ? Json() : MeanSeconds(group.gaps[i - 1]);
    row["median_conversion_time"] = i == 0 ? Json() : MedianSeconds(group.gaps[i - 1]);
    if (query.breakdown) {
      const auto cohort = plan_.cohort_names.find(group.value);
      row["breakdown"] =
          cohort == plan_.cohort_names.end() ? Shown(group.value) : Json(cohort->second);
      row["breakdown_value"] = Shown(group.value);
    }
    rows.push_back(std::move(row));
  }
  return rows;
}

Json FunnelTally::StepsResults() const {
  if (groups_.empty()) return JsonArray();
  if (!plan_.query.breakdown) return Steps(groups_.front());
  JsonArray out;
  for (const Group& group : Ranked()) out.push_back(Steps(group));
  return out;
}

ConversionSpan ConversionSpan::With(const ConversionSpan& other) const {
  if (count == 0) return other;
  if (other.count == 0) return *this;
  return {count + other.count, std::min(least, other.least), std::max(most, other.most)};
}

ConversionSpan FunnelTally::Span() const {
  if (durations_.empty()) return {};
  const auto [least, most] = std::ranges::minmax(durations_);
  return {durations_.size(), least, most};
}

JsonObject FunnelTally::TimeToConvert(const ConversionSpan& span) const {
  if (span.count == 0) return {{"bins", JsonArray()}, {"average_conversion_time", nullptr}};
  const std::int64_t bins = plan_.query.bin_count
                                ? std::clamp<std::int64_t>(*plan_.query.bin_count, 1, 90)
                                : CubeRootUp(span.count, 60);
  constexpr std::int64_t kSecond = 1'000'000;
  const std::int64_t low = FloorDivide(span.least, kSecond);
  const std::int64_t high = FloorDivide(span.most + kSecond - 1, kSecond);
  std::int64_t width = (high - low + bins - 1) / bins;
  if (width == 0) width = 60;
  std::vector<std::int64_t> counts(static_cast<std::size_t>(bins) + 1);
  for (const std::int64_t duration : durations_) {
    const std::int64_t bin = FloorDivide(duration - low * kSecond, width * kSecond);
    ++counts[static_cast<std::size_t>(bin)];
  }
  JsonArray rows;
  for (std::int64_t i = 0; i <= bins; ++i) {
    rows.push_back(JsonArray{low + i * width, counts[static_cast<std::size_t>(i)]});
  }
  return {{"bins", std::move(rows)}, {"average_conversion_time", MeanSeconds(durations_)}};
}

JsonArray FunnelTally::Trends() const {
  const std::size_t periods = plan_.range.buckets.size();
  std::size_t points = kMaxTrendPoints;
  std::vector<const Group*> lines;
  const Group nothing;
  if (plan_.query.breakdown) {
    points = std::min(points, static_cast<std::size_t>(plan_.query.breakdown_limit) * periods);
    for (const Group& group : groups_) lines.push_back(&group);
    const auto total = [](const Group* group) {
      return std::accumulate(group->entered.begin(), group->entered.end(), std::int64_t{0});
    };
    std::ranges::sort(lines, [&](const Group* a, const Group* b) {
      const std::int64_t of_a = total(a);
      const std::int64_t of_b = total(b);
      return of_a != of_b ? of_a > of_b : a->value > b->value;
    });
  } else {
    lines = {groups_.empty() ? &nothing : &groups_.front()};
  }
  const auto days = BucketDays(plan_.range, zone_);
  DateRange by_day = plan_.range;
  by_day.interval = Interval::kDay;  // every label is a date
  const auto labels = BucketLabels(by_day, zone_);
  std::vector<std::pair<std::string, JsonObject>> rows;
  for (const Group* line : lines) {
    const std::size_t count = std::min(points, periods);
    if (count == 0) break;
    points -= count;
    JsonArray data;
    JsonArray of_days;
    JsonArray of_labels;
    for (std::size_t i = 0; i < count; ++i) {
      const bool empty = line->entered.empty();
      data.emplace_back(empty ? 0.0 : Percent(line->converted[i], line->entered[i]));
      of_days.emplace_back(days[i]);
      of_labels.emplace_back(labels[i]);
    }
    JsonObject row{{"count", count},
                   {"data", std::move(data)},
                   {"days", std::move(of_days)},
                   {"labels", std::move(of_labels)}};
    if (plan_.query.breakdown) row["breakdown_value"] = Shown(line->value);
    rows.emplace_back(line->value, std::move(row));
  }
  std::ranges::sort(rows, {}, [](const auto& row) { return row.first; });
  JsonArray out;
  for (auto& row : rows) out.push_back(std::move(row.second));
  return out;
}

JsonObject FunnelTally::Response(const ConversionSpan& span) const {
  JsonObject out;
  switch (plan_.query.graph) {
    case FunnelGraph::kSteps: {
      out["results"] = StepsResults();
      std::vector<std::int64_t> totals;
      for (const Group& group : groups_) Extend(totals, group.totals);
      out["total_median_conversion_time"] = MedianSeconds(std::move(totals));
      break;
    }
    case FunnelGraph::kTimeToConvert:
      out["results"] = TimeToConvert(span);
      break;
    case FunnelGraph::kTrends:
      out["results"] = Trends();
      break;
  }
  out["isUdf"] = true;
  out["resolved_date_range"] = JsonObject{{"date_from", zone_.FormatIso(plan_.range.from)},
                                          {"date_to", zone_.FormatIso(plan_.range.to)}};
  return out;
}

}  // namespace tenrec::insights
