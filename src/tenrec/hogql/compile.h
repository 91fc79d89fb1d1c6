#pragma once

#include <compare>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "tenrec/base/ids.h"
#include "tenrec/base/result.h"
#include "tenrec/hogql/ast.h"
#include "tenrec/schema/person_moves.h"
#include "tenrec/schema/property_layout.h"
#include "tenrec/sql/text.h"

namespace tenrec::schema {
class PropertyLayout;
}

namespace tenrec::hogql {

/// Whose properties: of events, of their persons, or of a group type.
enum class PropertyScope : std::uint8_t { kEvent, kPerson, kGroup };

/// What a project's definition says a property holds.
enum class PropertyType : std::uint8_t { kUnknown, kString, kNumeric, kBoolean, kDateTime };

/// The index of the group type comes third, for kGroup; it is -1 otherwise.
using PropertyTypeLookup = std::function<PropertyType(PropertyScope, std::string_view key, int)>;

/// For whom the query runs; it decides the limits. Source: docs/spec/hogql.md, 12.
enum class LimitContext : std::uint8_t {
  kQuery,              // 100 rows unless written, 60 s
  kQueryAsync,         // 100 rows unless written, 600 s
  kExport,             // 50 000 rows, 600 s
  kHeatmaps,           // 1 000 000 rows
  kCohortCalculation,  // 10^9 rows, 600 s
  kNone,               // no row limit: questions that insights ask
};

/// Which person an event has, and which of the person's properties. Source: docs/spec/hogql.md, 9.3
enum class PersonsOnEventsMode : std::uint8_t {
  kDisabled,            // who has the distinct id now, as they are now
  kNoOverrideOnEvents,  // who had it when the event came in, as they were then
  kOverrideOnEvents,    // who has it now, as they were then
  kOverrideJoined,      // who has it now, as they are now; no row of person_distinct_ids needed
};

/// What of a session tells whether its visitor saw more than one page. Source: docs/spec/hogql.md,
/// 15: bounceRatePageViewMode.
enum class BouncePages : std::uint8_t { kPagesScreensAutocaptures, kPageviews, kUrls };

/// A channel of the project's own; the first that fits comes before everybody's.
struct ChannelRule {
  std::string channel;
  /// Over utm_source, utm_medium, utm_campaign, referring_domain, url, pathname and hostname.
  ExprPtr condition;
};

/// The modifiers that change what a query means. Source: docs/spec/hogql.md, 15.
struct Modifiers {
  bool convert_to_project_timezone = true;
  PersonsOnEventsMode persons_on_events = PersonsOnEventsMode::kOverrideOnEvents;
  /// Whether events without a person stay when current persons are joined.
  bool left_join_persons = false;
  BouncePages bounce_pages = BouncePages::kPagesScreensAutocaptures;
  /// A longer session is no bounce.
  double bounce_seconds = 10;
  std::vector<ChannelRule> channel_rules;
};

/// A cohort as `IN COHORT` finds it.
struct FoundCohort {
  std::int64_t id = 0;
  /// One column: the ids of its persons.
  ExprPtr members;
};

/// What the project gave a name. Empty functions: nothing has one.
struct NamedSets {
  /// The condition on events of matchesAction('name' | id).
  /// Errors: kInvalidArgument with the sentence for the author of the query.
  std::function<Result<ExprPtr>(const Value&)> action;
  std::function<Result<FoundCohort>(const Value&)> cohort;
  /// Tables that are queries: cohort_people, static_cohort_people.
  std::map<std::string, ExprPtr, std::less<>> tables;
};

class ExchangeRates;

/// What a query is compiled against.
struct CompileContext {
  TeamId team_id = 0;
  /// IANA name of the project's zone.
  std::string time_zone = "UTC";
  /// First day of the project's week: 0 Sunday, 1 Monday.
  int week_start_day = 0;
  /// Empty: no property has a definition.
  PropertyTypeLookup property_type;
  /// Which properties have a column of their own right now; nullptr is the layout of a new store.
  std::shared_ptr<const schema::PropertyLayout> layout;
  /// What is known of the project's persons; the statement is right as long as it holds.
  schema::PersonMoves person_moves = schema::PersonMoves::kUnknown;
  Modifiers modifiers;
  LimitContext limit_context = LimitContext::kQuery;
  /// The project's names of its group types, by index: other names of group_0, group_1, …
  std::vector<std::string> group_types;
  /// What {name} stands for. Of {filters.dateRange.from} and {filters.dateRange.to}, one that is
  /// not here bounds nothing: the comparison around it is true.
  std::map<std::string, ExprPtr, std::less<>> placeholders;
  /// What {filters} stands for; nullptr when the request gave no filters.
  ExprPtr filters;
  NamedSets named;
  /// What convertCurrency() converts with; nullptr refuses it.
  std::shared_ptr<const ExchangeRates> exchange_rates;
  /// The project's rows of a table that the program itself keeps (TableRows::kGiven), as JSON text.
  /// Shape: a list of objects, moments in microseconds: [{"id": 1, "created_at":
  /// 1700000000000000}]. Empty: those tables have no rows.
  std::function<Result<std::string>(std::string_view table)> rows;
};

/// Something the author of a query may want to know, beside an error.
struct Notice {
  std::string message;
  TextRange range;
  /// What to write instead; empty when nothing is better.
  std::string fix = {};
};

/// A property of events that a query reads from the map of rare ones.
struct TailProperty {
  schema::PropertyScope scope = schema::PropertyScope::kEvent;
  std::string key;
  friend auto operator<=>(const TailProperty&, const TailProperty&) = default;
};

/// Whether the engine finds the rows of a query through indexes, without looking at the others.
enum class IndexUse : std::uint8_t {
  kUndecided,  // no stored table is read
  kNo,
  kPartial,  // some tables so, some not
  kYes,
};

/// A query that the engine can run.
struct CompiledQuery {
  /// Statement and parameters for the engine, guarded by the project's id.
  sql::Text text;
  /// The same query as HogQL, the way a response shows it.
  std::string hogql;
  /// Names of the result's columns.
  std::vector<std::string> columns;
  /// HogQL names of the tables that it reads, sorted.
  std::vector<std::string> tables;
  /// ClickHouse's names of the tables that it reads, sorted, each once.
  std::vector<std::string> stored_tables;
  IndexUse index_use = IndexUse::kUndecided;
  /// Whether a later run may find other rows although no event came in: it reads `query_log` or
  /// `system.*`.
  bool reads_records = false;
  /// What it reads of properties without a column of their own, each once.
  std::vector<TailProperty> tail_properties;
  std::vector<Notice> notices;
};

/// Resolves names, types and limits of a query and lowers it to ClickHouse SQL.
/// Errors:  kInvalidArgument with the range in the source; its tag is "resolution_error" (names,
///          tables), "query_error" (rules), "not_implemented_error" or "syntax_error".
/// Threads: any.
Result<CompiledQuery> Compile(const ExprPtr& query, const CompileContext& context);

/// Parses and compiles; the shape most callers with text want.
Result<CompiledQuery> CompileText(std::string_view text, const CompileContext& context);

}  // namespace tenrec::hogql
