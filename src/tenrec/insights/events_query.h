#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "tenrec/base/json.h"
#include "tenrec/base/result.h"
#include "tenrec/hogql/ast.h"
#include "tenrec/insights/property_filter.h"

namespace tenrec::insights {

/// An EventsQuery, checked and with its defaults filled in.
/// Source: queries.md 12.1
struct EventsQuery {
  std::vector<std::string> select;
  std::vector<std::string> where;
  std::vector<std::string> order_by;
  bool has_order_by = false;
  Json properties;
  Json fixed_properties;
  std::vector<std::string> events;
  std::optional<std::int64_t> action_id;
  /// Steps of an action that has no id; null without.
  Json action_steps;
  std::optional<std::string> person_id;
  bool filter_test_accounts = false;
  std::optional<std::string> before;
  std::optional<std::string> after;
  std::int64_t limit = 100;
  std::int64_t offset = 0;
  /// The query of the actors behind a number, whose events are asked for; or null.
  Json source;
};

/// Errors: kInvalidArgument for unknown fields, wrong types, and what is not supported yet.
Result<EventsQuery> ParseEventsQuery(const Json& json);

/// What `*` stands for.
inline constexpr std::array<std::string_view, 9> kStarFields = {
    "uuid",        "event",          "properties", "timestamp",  "team_id",
    "distinct_id", "elements_chain", "created_at", "person_mode"};

/// How a cell becomes the JSON of the response.
enum class EventsColumn {
  kPlain,
  kEvent,        // `*`: a tuple in the order of kStarFields
  kPerson,       // a tuple (id, created_at, properties, distinct_id)
  kDisplayName,  // a tuple (display_name, id, distinct_id)
};

struct EventsPlan {
  /// Where a row says when its event happened, if the rows are in the order of that.
  std::optional<std::size_t> time_column;
  /// Asks for one row more than `limit`.
  hogql::ExprPtr query;
  /// What the response calls the columns.
  std::vector<std::string> columns;
  std::vector<EventsColumn> shapes;
  /// Rows are groups of events, not events.
  bool aggregated = false;
  std::int64_t limit = 100;
  std::int64_t offset = 0;
};

struct EventsContext {
  FilterContext filters;
  Json test_account_filters;
  /// Person properties of which the first that is not empty names a person.
  std::vector<std::string> display_name_properties;
  /// The condition on the events behind the source's number; nullptr without a source.
  hogql::ExprPtr source_condition;
};

/// Errors: those of parsing the expressions and filters.
Result<EventsPlan> PlanEvents(const EventsQuery& query, const EventsContext& context);

}  // namespace tenrec::insights
