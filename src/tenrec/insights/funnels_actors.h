#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "tenrec/base/json.h"
#include "tenrec/base/result.h"
#include "tenrec/base/time.h"
#include "tenrec/behavior/funnel.h"
#include "tenrec/behavior/funnel_trend.h"
#include "tenrec/insights/funnels_plan.h"
#include "tenrec/insights/funnels_query.h"
#include "tenrec/insights/project_time.h"

namespace tenrec::insights {

/// A FunnelsActorsQuery: one number of a funnel, whose actors are asked for.
/// Source: queries.md 5.10
struct FunnelPoint {
  FunnelsQuery source;
  /// k: came to step k, counted from 1. -k: came to the step before k and no further.
  std::optional<std::int64_t> step;
  /// How many steps were completed, instead of `step`.
  std::vector<std::int64_t> custom_steps;
  /// Absent: whatever the value.
  std::optional<std::string> value;
  /// Of a graph over time.
  bool drop_off = false;
  std::string entrance;
  /// Of a graph of the time to convert: from this long on, and shorter than that; the last bin has
  /// no end. Units: seconds.
  std::optional<std::int64_t> took_from;
  std::optional<std::int64_t> took_to;
  bool include_recordings = false;
  /// Of the period that the funnel is compared with.
  bool previous = false;

  /// The group of all values past the breakdown's limit.
  bool is_other() const;
};

/// Errors: kInvalidArgument for unknown fields, a source of another kind, and steps that cannot be.
Result<FunnelPoint> ParseFunnelPoint(const Json& json, const std::string& path);

/// Says which outcomes make up a point's number.
class FunnelPointFilter {
 public:
  /// `shown` are the values of the breakdown that have a row of their own; only the Other row needs
  /// them. Everything must outlive it.
  /// Errors: kInvalidArgument when the entrance is none of the graph's periods.
  static Result<FunnelPointFilter> Make(const FunnelPoint& point, const FunnelsPlan& plan,
                                        const ProjectTime& zone, Timestamp now,
                                        std::vector<std::string> shown);

  bool Takes(const behavior::FunnelOutcome& outcome, std::string_view value) const;
  bool Takes(const behavior::FunnelTrendOutcome& outcome, std::string_view value) const;
  /// The event that an outcome's being taken is about: the one of the step that was reached.
  std::uint32_t EventOf(const behavior::FunnelOutcome& outcome) const;
  std::uint32_t EventOf(const behavior::FunnelTrendOutcome& outcome) const { return outcome.id; }

 private:
  bool HasValue(std::string_view value) const;
  bool IsInBin(const behavior::FunnelOutcome& outcome) const;

  const FunnelPoint* point_ = nullptr;
  std::vector<std::string> shown_;
  std::size_t period_ = 0;
  /// Bits of which all, and of which none, are set.
  std::uint32_t all_ = 0;
  std::uint32_t none_ = 0;
};

}  // namespace tenrec::insights
