#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "tenrec/base/json.h"
#include "tenrec/base/result.h"
#include "tenrec/base/time.h"
#include "tenrec/insights/date_range.h"
#include "tenrec/query/answer_text.h"
#include "tenrec/query/execution.h"

namespace tenrec::query {

/// When an answer grows old.
struct Shelf {
  /// Units: from the last refresh.
  std::chrono::seconds max_age;
  /// After this age `lazy_async` refreshes it as well.
  std::chrono::seconds lazy_max_age;
  /// How long clients are asked to wait before they ask for a refresh.
  std::chrono::seconds client_refresh;
  /// An answer about a range that was over when it was made never grows old.
  std::optional<Timestamp> range_end;
  /// An insight, whose answer may be shown until its age is reached although events have landed
  /// since, if it was dear.
  bool is_insight = false;
};

/// A query that was read and checked. One implementation per kind.
/// Threads: immutable; any.
class Question {
 public:
  virtual ~Question() = default;

  virtual Shelf ShelfAt(const Occasion& occasion) const = 0;
  /// Whether its answer goes to the cache. The others are made at once each time, ask nothing of
  /// the engine, and bear only the kind's own fields.
  virtual bool is_kept() const { return true; }
  /// Asks the engine and writes the kind's own response fields.
  /// Errors: also those of AnswerText::Check.
  virtual Status Write(Execution& execution, AnswerText& out) const = 0;
  /// The rows as a Parquet file.
  /// Errors: kInvalidArgument for a kind that has no rows to give.
  virtual Result<std::string> WriteParquet(Execution& execution) const;
  /// Names of the events it reads, for `query_metadata`.
  virtual std::vector<std::string> Events() const { return {}; }
};

/// How long the answer of an insight over this range may be shown.
Shelf InsightShelf(const insights::DateRangeRequest& request, const Occasion& occasion);

using QuestionPtr = std::unique_ptr<const Question>;

/// The query inside InsightVizNode, DataTableNode, DataVisualizationNode; other queries as they
/// are. Errors: kInvalidArgument when a wrapper has no source.
Result<Json> Unwrap(const Json& query);

/// Reads a query of any kind.
/// Errors: kInvalidArgument for an unknown kind, one that is not supported yet, or a query that its
///         kind refuses.
Result<QuestionPtr> ParseQuestion(const Json& query);

// One per kind.
Result<QuestionPtr> ParseTrendsQuestion(const Json& query);
Result<QuestionPtr> ParseCalendarQuestion(const Json& query);
Result<QuestionPtr> ParseLifecycleQuestion(const Json& query);
Result<QuestionPtr> ParseStickinessQuestion(const Json& query);
Result<QuestionPtr> ParseRetentionQuestion(const Json& query);
Result<QuestionPtr> ParsePathsQuestion(const Json& query);
Result<QuestionPtr> ParseFunnelsQuestion(const Json& query);
Result<QuestionPtr> ParseCorrelationQuestion(const Json& query);
Result<QuestionPtr> ParseEventsQuestion(const Json& query);
Result<QuestionPtr> ParseHogQLQuestion(const Json& query);
Result<QuestionPtr> ParseMetadataQuestion(const Json& query);
Result<QuestionPtr> ParseSchemaQuestion(const Json& query);
Result<QuestionPtr> ParseTeamTaxonomyQuestion(const Json& query);
Result<QuestionPtr> ParseEventTaxonomyQuestion(const Json& query);
Result<QuestionPtr> ParseActorsTaxonomyQuestion(const Json& query);
Result<QuestionPtr> ParseSuggestedQuestionsQuestion(const Json& query);
Result<QuestionPtr> ParseAutocompleteQuestion(const Json& query);
Result<QuestionPtr> ParseGroupsQuestion(const Json& query);
Result<QuestionPtr> ParseSessionsQuestion(const Json& query);
Result<QuestionPtr> ParseTimelineQuestion(const Json& query);
Result<QuestionPtr> ParseActorsQuestion(const Json& query);
Result<QuestionPtr> ParsePointActorsQuestion(const Json& query);
Result<QuestionPtr> ParseActorsOptionsQuestion(const Json& query);

/// The query's own `modifiers`, or null.
Json ModifiersOf(const Json& query);

/// The type's name for the response: how a column is stored does not show, so LowCardinality is
/// left out.
std::string ShownType(const engine::Type& type);

/// The query without what only changes how it is drawn: two that are equal here share an answer.
Json WithoutPresentation(const Json& query);

/// `filters_override` and `variables_override` of a dashboard, applied to the query.
/// Errors: kInvalidArgument when an override is malformed.
Result<Json> ApplyOverrides(Json query, const Json& filters, const Json& variables);

}  // namespace tenrec::query
