#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "tenrec/base/json.h"
#include "tenrec/base/result.h"
#include "tenrec/behavior/funnel.h"
#include "tenrec/behavior/funnel_trend.h"
#include "tenrec/insights/funnels_plan.h"

namespace tenrec::insights {

/// The value of rows past the breakdown's limit.
inline constexpr std::string_view kFunnelOther = "Other";

/// How long it took those who converted. Units: microseconds.
struct ConversionSpan {
  std::size_t count = 0;
  std::int64_t least = 0;
  std::int64_t most = 0;

  /// The span of both.
  ConversionSpan With(const ConversionSpan& other) const;
};

/// Counts actors as their outcomes come in, and writes the answer.
/// Threads: one caller at a time.
/// Source:  queries.md 5.6 to 5.9
class FunnelTally {
 public:
  /// Everything must outlive it.
  FunnelTally(const FunnelsPlan& plan, const ProjectTime& zone) : plan_(plan), zone_(zone) {}

  /// One actor's outcomes; `values[outcome.value]` is the text of the breakdown.
  /// Errors: kInvalidArgument (tag "too_many_bytes") for too many different values.
  Status Add(std::span<const behavior::FunnelOutcome> outcomes,
             std::span<const std::string_view> values);
  Status Add(std::span<const behavior::FunnelTrendOutcome> outcomes,
             std::span<const std::string_view> values);

  /// The response's own fields: {"results", "resolved_date_range", …}.
  JsonObject Response() const { return Response(Span()); }
  /// The same with the bins of time to convert over a span that may be longer than its own.
  JsonObject Response(const ConversionSpan& span) const;
  ConversionSpan Span() const;
  /// The values that have a row of their own.
  std::vector<std::string> ShownValues() const;

 private:
  /// The actors of one value.
  struct Group {
    std::string value;
    /// By step.
    std::vector<std::int64_t> counts;
    /// By step but the first: how long it took from the one before. Units: microseconds.
    std::vector<std::vector<std::int64_t>> gaps;
    /// From the first step to the last. Units: microseconds.
    std::vector<std::int64_t> totals;
    /// By period: who came to the first and to the last step of the graph over time.
    std::vector<std::int64_t> entered;
    std::vector<std::int64_t> converted;
  };

  Result<Group*> GroupOf(std::string_view value);
  /// In ranking order, the groups past the limit made into one.
  std::vector<Group> Ranked() const;
  bool limits_values() const;
  Json Shown(const std::string& value) const;
  JsonArray Steps(const Group& group) const;
  Json StepsResults() const;
  JsonObject TimeToConvert(const ConversionSpan& span) const;
  JsonArray Trends() const;

  const FunnelsPlan& plan_;
  const ProjectTime& zone_;
  std::vector<Group> groups_;
  std::unordered_map<std::string, std::size_t> by_value_;
  /// Of time to convert. Units: microseconds.
  std::vector<std::int64_t> durations_;
};

}  // namespace tenrec::insights
