#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "tenrec/api/call.h"
#include "tenrec/api/route.h"
#include "tenrec/dashboards/dashboards.h"
#include "tenrec/dashboards/saved_insights.h"

/// Answers to kept questions: on an insight by itself, and on the tiles of a dashboard.
namespace tenrec::api {

/// How fresh an answer is wanted, as `?refresh=` says. Source: rest-api.md 8.8
struct Freshness {
  /// Show what the cache has, and compute nothing.
  bool only_cached = true;
  /// What the query room is told otherwise.
  std::string mode;
  /// An answer that is no older than this is never computed again.
  std::chrono::seconds good_for{0};
};
/// Errors: kInvalidArgument, field "refresh".
Result<Freshness> ReadFreshness(const Call& call);

/// What a dashboard, or whoever looks at it, puts in place of the filters of its tiles.
struct Overrides {
  /// Null when there are none.
  Json filters;
  Json variables;
};
/// `filters_override` and `variables_override` of the request; null what was not sent.
/// Errors: kInvalidArgument with field.
Result<Overrides> ReadOverrides(const Call& call);
/// `name` of the request as a JSON object, or null. Errors: as ReadOverrides.
Result<Json> ReadObjectParameter(const Call& call, std::string_view name);

/// The query as it runs on that tile: of the insight, with the filters in force there.
/// Errors: kInvalidArgument.
Result<Json> QueryOnTile(const Json& query, const dashboards::Dashboard& dashboard,
                         const dashboards::Tile* tile, const Overrides& overrides);

/// A question for the query room; nullopt when there is no query.
std::optional<query::QueryRequest> QuestionOf(const Call& call, const Json& query,
                                              const Freshness& freshness);

/// Asks several questions, a few at a time; none is waited for here. `on_answer` is told the place
/// of each answer, one call at a time; then `done` is called once. When `on_answer` returns false
/// the rest is not asked.
void AskEach(const Services& services, std::vector<std::optional<query::QueryRequest>> questions,
             std::function<bool(std::size_t, query::Answer)> on_answer, std::function<void()> done);

/// What an answer says, in the fields of an insight.
struct ShownAnswer {
  JsonObject fields;
  /// {"type", "message"} when it failed; null otherwise.
  Json error;
  int status = 200;
};
/// An answer to nothing: every field null.
ShownAnswer NoAnswer();
/// A failure counts as no answer when nothing was to be computed.
ShownAnswer Show(const query::Answer& answer, const Freshness& freshness);

}  // namespace tenrec::api
