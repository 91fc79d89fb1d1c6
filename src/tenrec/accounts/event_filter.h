#pragma once

#include <cstdint>
#include <memory>
#include <string_view>

#include "tenrec/base/json.h"
#include "tenrec/base/result.h"
#include "tenrec/shape/shape.h"

namespace tenrec::accounts {

/// What the filter asks of an event.
class FilteredEvent {
 public:
  virtual ~FilteredEvent() = default;
  virtual std::string_view name() const = 0;
  virtual std::string_view distinct_id() const = 0;
  /// The property's text, without quotes when it is one; empty when it is absent.
  virtual std::string_view property(std::string_view key) const = 0;
};

/// Which events a project does not want to keep, as its setting `event_filter` says.
/// Shape:   {"mode": "disabled" | "dry_run" | "live", "drop_bots": bool, "filter_tree": node,
///          "test_cases": [{"event_name", "distinct_id", "expected_result": "drop" | "ingest"}]}
///          where a node is {"type": "and" | "or", "children": [node …]},
///          {"type": "not", "child": node} or
///          {"type": "condition", "field": "event_name" | "distinct_id" | "property",
///           "key": name of the property, "operator": "exact" | "contains" | "starts_with",
///           "value": text}.
/// Threads: immutable; any.
class EventFilter {
 public:
  enum class Mode : std::uint8_t { kDisabled, kDryRun, kLive };

  /// Errors: kInvalidArgument naming the member by its path and what may stand there; also when a
  ///         test case comes out otherwise than it says.
  static Result<std::shared_ptr<const EventFilter>> Parse(const Json& setting);
  ~EventFilter();
  EventFilter(const EventFilter&) = delete;
  EventFilter& operator=(const EventFilter&) = delete;

  Mode mode() const { return mode_; }
  bool drops_bots() const { return drops_bots_; }
  /// Whether the tree says to drop the event, whatever the mode.
  bool Matches(const FilteredEvent& event) const;

 private:
  struct Node;
  EventFilter();

  Mode mode_ = Mode::kDisabled;
  bool drops_bots_ = false;
  std::unique_ptr<const Node> tree_;
};

/// The rule of the setting: as it was sent, with what was left out.
Result<Json> ReadEventFilterSetting(const Json& sent, const Json& current);
/// What the API says of it.
shape::Shape EventFilterShape();

}  // namespace tenrec::accounts
