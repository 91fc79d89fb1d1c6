#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "tenrec/base/json.h"
#include "tenrec/base/result.h"
#include "tenrec/behavior/funnel.h"
#include "tenrec/insights/date_range.h"
#include "tenrec/insights/entity.h"
#include "tenrec/insights/field_reader.h"
#include "tenrec/insights/trends_query.h"

namespace tenrec::insights {

/// Which of an actor's events may be a step.
enum class StepMath {
  kTotal,                 // any that matches
  kFirstTime,             // the first ever of its name, when it matches
  kFirstTimeWithFilters,  // the first ever that matches
};

/// What an event must be to count as a step, or as an exclusion.
struct FunnelNode : Entity {
  StepMath math = StepMath::kTotal;
  bool is_optional = false;
};

struct FunnelExclusion {
  FunnelNode node;
  /// Excluded after this step and before that one, counted from 0.
  int from_step = 0;
  int to_step = 0;
};

enum class FunnelGraph { kSteps, kTimeToConvert, kTrends };

/// A FunnelsQuery, checked and with its defaults filled in.
/// Source: queries.md 5.1
struct FunnelsQuery {
  std::vector<FunnelNode> series;
  std::vector<FunnelExclusion> exclusions;
  DateRangeRequest date_range;
  Json properties;
  bool filter_test_accounts = false;
  /// The part of the people who are asked about, above 0.
  double sampling_factor = 1;
  std::optional<int> group_type_index;
  /// An expression that gives the actor.
  std::optional<std::string> aggregate_by;
  std::optional<Breakdown> breakdown;
  /// Of a breakdown of type "cohort": ids as text, and kAllUsers.
  std::vector<std::string> cohorts;
  std::int64_t breakdown_limit = 25;
  behavior::Attribution attribution = behavior::Attribution::kNone;
  int attribution_step = 0;
  FunnelGraph graph = FunnelGraph::kSteps;
  behavior::StepOrder order = behavior::StepOrder::kOrdered;
  /// Units: microseconds.
  std::int64_t window = 0;
  /// Conversion is counted from this step to that one, counted from 0.
  int from_step = 0;
  int to_step = 0;
  /// Of kTimeToConvert; absent: by how many converted.
  std::optional<std::int64_t> bin_count;
  /// Whether the same is asked of another period, and of which: absent, the one before.
  bool compare = false;
  std::optional<std::string> compare_to;

  /// Of steps that the walk looks at: a graph over time ends with its last step.
  int walked_steps() const {
    return graph == FunnelGraph::kTrends ? to_step + 1 : static_cast<int>(series.size());
  }
  behavior::FunnelRules Rules() const;
  /// Of the steps that are events.
  std::vector<std::string> EventNames() const;
  /// Whether the value of the breakdown is a list of one text rather than a text.
  bool lists_value() const { return breakdown && breakdown->type != "group" && cohorts.empty(); }
};

/// Reads what an event must be; the caller finishes the reader.
/// Errors: kInvalidArgument and kUnimplemented for nodes of other kinds.
Result<FunnelNode> ReadFunnelNode(FieldReader& in);

/// Errors: kInvalidArgument for unknown fields, wrong types, and the rules of queries.md 5.2 in
///         their words.
Result<FunnelsQuery> ParseFunnelsQuery(const Json& json);

}  // namespace tenrec::insights
