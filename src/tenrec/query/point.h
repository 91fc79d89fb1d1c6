#pragma once

#include <memory>
#include <string>
#include <vector>

#include "tenrec/base/json.h"
#include "tenrec/base/result.h"
#include "tenrec/insights/actors_query.h"
#include "tenrec/query/answer_text.h"
#include "tenrec/query/execution.h"

namespace tenrec::query {

/// A number of an insight's answer, whose actors are asked for. One implementation per insight.
/// Threads: immutable; any.
class Point {
 public:
  virtual ~Point() = default;

  /// The actors behind the number. May ask the engine for what the number depends on.
  virtual Result<insights::ActorsSource> Actors(Execution& execution) const = 0;
  /// The condition on rows of `events` that the number is made of.
  /// Errors: kInvalidArgument when the number has no events of its own.
  virtual Result<hogql::ExprPtr> EventsBehind(Execution& execution) const;
  /// Adds what can be chosen in place of the number: the members of InsightActorsQueryOptions.
  /// Source: queries.md 11.3
  virtual Status AddOptions(Execution& execution, AnswerText& out) const;
  /// Names of the events it reads, for `query_metadata`.
  virtual std::vector<std::string> Events() const = 0;
};

using PointPtr = std::unique_ptr<const Point>;

/// Reads a query of the actors behind a number: InsightActorsQuery, FunnelsActorsQuery.
/// `path` is how errors name it.
/// Errors: kInvalidArgument for another kind, and what the kind refuses.
Result<PointPtr> ParsePoint(const Json& json, const std::string& path);

/// The kind of the insight that a query of actors is about, out of its wrapper.
std::string SourceKind(const Json& json);

/// {"label", "value"}
JsonObject Choice(const Json& label, const Json& value);
JsonArray Choices(const std::vector<std::string>& labels, const std::vector<std::string>& values);

// One per insight.
Result<PointPtr> ParseTrendsActors(const Json& json, const std::string& path);
Result<PointPtr> ParseLifecycleActors(const Json& json, const std::string& path);
Result<PointPtr> ParseStickinessActors(const Json& json, const std::string& path);
Result<PointPtr> ParseRetentionActors(const Json& json, const std::string& path);
Result<PointPtr> ParsePathsActors(const Json& json, const std::string& path);
Result<PointPtr> ParseFunnelActors(const Json& json, const std::string& path);
Result<PointPtr> ParseCorrelationActors(const Json& json, const std::string& path);

}  // namespace tenrec::query
