#include "tenrec/api/ask.h"

#include <utility>

#include "tenrec/api/asker.h"

namespace tenrec::api {

Result<JsonObject> Ask(const Services& services, const Call& call, JsonObject question,
                       Freshness freshness) {
  const char* refresh = freshness == Freshness::kComputedNow ? "force_blocking" : "blocking";
  const query::Answer answer = services.query.run(
      RequestOf(call, JsonObject{{"query", std::move(question)}, {"refresh", refresh}}));
  TRY_ASSIGN(Json body, ParseJson(answer.body));
  if (answer.status == 200 && body.is_object()) return std::move(body.get_object());
  std::string detail(StringMember(body, "detail").value_or("The question could not be answered."));
  const std::string code(StringMember(body, "code").value_or(""));
  if (answer.status == 400) return InvalidArgument(std::move(detail)).WithTag(code);
  if (answer.status == 429) return ResourceExhausted(std::move(detail)).WithTag(code);
  if (answer.status == 503) return Unavailable(std::move(detail)).WithTag(code);
  if (answer.status == 504) return DeadlineExceeded(std::move(detail)).WithTag(code);
  return Internal(std::move(detail));
}

const JsonArray& ResultsOf(const JsonObject& answer) {
  static const JsonArray none;
  const Json* results = answer.if_contains("results");
  return results != nullptr && results->is_array() ? results->get_array() : none;
}

Result<Json> JsonParameter(const Call& call, std::string_view name) {
  const std::string text = call.QueryText(name);
  if (text.empty()) return Json();
  auto json = ParseJson(text);
  if (!json) {
    return InvalidArgument("Must be valid JSON.").WithTag("invalid").WithField(std::string(name));
  }
  return std::move(*json);
}

std::string LikePattern(std::string_view text) {
  std::string pattern = "%";
  for (const char c : text) {
    if (c == '%' || c == '_' || c == '\\') pattern += '\\';
    pattern += c;
  }
  return pattern + "%";
}

}  // namespace tenrec::api
