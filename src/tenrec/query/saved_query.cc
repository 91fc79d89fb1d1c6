#include "tenrec/query/saved_query.h"

#include <utility>

#include "tenrec/accounts/team.h"
#include "tenrec/insights/date_range.h"
#include "tenrec/query/question.h"

namespace tenrec::query {
namespace {

// As deep as Unwrap goes.
constexpr int kMaxWrappers = 4;

Result<Json> Override(const Json& query, const Json& filters, const Json& variables, int depth) {
  const Json* source = FindMember(query, "source");
  const std::string_view kind = StringMember(query, "kind").value_or("");
  const bool is_wrapper = source != nullptr && source->is_object() && kind.ends_with("Node");
  if (!is_wrapper || depth >= kMaxWrappers) return ApplyOverrides(query, filters, variables);
  TRY_ASSIGN(Json inner, Override(*source, filters, variables, depth + 1));
  Json out = query;
  out.get_object()["source"] = std::move(inner);
  return out;
}

// Ranges take any text for now; a list that is filtered by a typing error would only look empty.
bool LooksLikeADate(std::string_view text) {
  if (text.empty()) return false;
  const bool is_named = text.ends_with("Start") || text.ends_with("End");
  return text[0] == '-' || (text[0] >= '0' && text[0] <= '9') || is_named;
}

}  // namespace

Status CheckQuery(const Json& query) {
  if (!query.is_object()) return InvalidArgument("query: Input should be a valid dictionary");
  TRY_ASSIGN(const Json inner, Unwrap(query));
  const auto question = ParseQuestion(inner);
  if (question || question.error().code == ErrorCode::kUnimplemented) return Ok();
  return question.error();
}

Result<Json> WithOverrides(const Json& query, const Json& filters, const Json& variables) {
  if (!query.is_object()) return query;
  return Override(query, filters, variables, 0);
}

Result<Timestamp> ReadListDate(std::string_view text, const accounts::Team& team, Timestamp now) {
  TRY_ASSIGN(const insights::ProjectTime zone,
             insights::ProjectTime::Load(team.timezone, team.week_start_day));
  const insights::ParsedDate date = insights::ParseDate(text, zone, now, true);
  if (!LooksLikeADate(text) || (!date.absolute && !date.relative())) {
    return InvalidArgument("Write a date such as 2026-01-31 or -7d, not '" + std::string(text) +
                           "'.");
  }
  return date.instant;
}

}  // namespace tenrec::query
