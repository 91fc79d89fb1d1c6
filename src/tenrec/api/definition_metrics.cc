#include "tenrec/api/definition_metrics.h"

#include <string>
#include <utility>

#include "tenrec/api/ask.h"
#include "tenrec/api/shapes.h"

namespace tenrec::api {
namespace {

// A pattern that matches exactly this text.
std::string Verbatim(std::string_view text) {
  std::string pattern;
  pattern.reserve(text.size() * 2);
  for (const char letter : text) {
    if (std::string_view("\\^$.|?*+()[]{}").find(letter) != std::string_view::npos) {
      pattern += '\\';
    }
    pattern += letter;
  }
  return pattern;
}

// The only number of the answer.
Result<Json> Count(const Services& services, const Call& call, std::string hogql, JsonObject values,
                   Freshness freshness) {
  JsonObject question{
      {"kind", "HogQLQuery"}, {"query", std::move(hogql)}, {"values", std::move(values)}};
  TRY_ASSIGN(const JsonObject answer, Ask(services, call, std::move(question), freshness));
  const JsonArray& rows = ResultsOf(answer);
  if (rows.empty() || !rows[0].is_array() || rows[0].get_array().empty()) {
    return Internal("a count has no rows");
  }
  return rows[0].get_array()[0];
}

// Questions are kept for 30 days, as they were asked: JSON, or HogQL. No event tells the cache of
// another one.
Result<Json> CountQuestions(const Services& services, const Call& call, std::string pattern) {
  return Count(services, call,
               "SELECT count() FROM query_log WHERE event_time > now() - INTERVAL 30 DAY AND "
               "match(query, {pattern})",
               {{"pattern", std::move(pattern)}}, Freshness::kComputedNow);
}

}  // namespace

Result<JsonObject> MeasureEvent(const Services& services, const Call& call,
                                const catalog::EventDefinition& event) {
  TRY_ASSIGN(Json questions,
             CountQuestions(services, call, "[\"']" + Verbatim(event.name) + "[\"']"));
  TRY_ASSIGN(Json volume, Count(services, call,
                                "SELECT count() FROM events WHERE event = {name} AND timestamp > "
                                "now() - INTERVAL 30 DAY",
                                {{"name", event.name}}, Freshness::kKept));
  return JsonObject{{"query_usage_30_day", std::move(questions)},
                    {"volume_30_day", std::move(volume)}};
}

Result<JsonObject> MeasureProperty(const Services& services, const Call& call,
                                   const catalog::PropertyDefinition& property) {
  const std::string name = Verbatim(property.name);
  TRY_ASSIGN(
      Json questions,
      CountQuestions(services, call, "[\"'`]" + name + "[\"'`]|\\." + name + "($|[^A-Za-z0-9_$])"));
  Json volume;
  if (property.scope == catalog::PropertyScope::kEvent) {
    TRY_ASSIGN(volume, Count(services, call,
                             "SELECT count() FROM events WHERE properties[{name}] IS NOT NULL AND "
                             "timestamp > now() - INTERVAL 30 DAY",
                             {{"name", property.name}}, Freshness::kKept));
  }
  return JsonObject{{"query_usage_30_day", std::move(questions)},
                    {"volume_30_day", std::move(volume)}};
}

const shape::Shape& MetricsShape() {
  static const Shape shape =
      Object({{"query_usage_30_day", Int().About("Questions that name it.")},
              {"volume_30_day", Int().Nullable().About("Events; null of a property of persons or "
                                                       "groups.")}})
          .Named("DefinitionMetrics");
  return shape;
}

}  // namespace tenrec::api
