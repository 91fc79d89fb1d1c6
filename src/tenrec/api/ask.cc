#include "tenrec/api/ask.h"

#include <chrono>
#include <utility>

#include "tenrec/api/asker.h"

namespace tenrec::api {
namespace {

query::QueryRequest Request(const Call& call, JsonObject question, const char* refresh) {
  return RequestOf(call, JsonObject{{"query", std::move(question)}, {"refresh", refresh}});
}

Result<JsonObject> AnswerTo(const Services& services, const query::QueryRequest& request) {
  const query::Answer answer = services.query.run(request);
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

}  // namespace

Result<JsonObject> Ask(const Services& services, const Call& call, JsonObject question,
                       Freshness freshness) {
  const char* refresh = freshness == Freshness::kComputedNow ? "force_blocking" : "blocking";
  return AnswerTo(services, Request(call, std::move(question), refresh));
}

void AskAhead(const Services& services, const Call& call, JsonObject question,
              UniqueFunction<void(bool)> done) {
  query::QueryRequest request = Request(call, std::move(question), "blocking");
  // It outlives the call that began it.
  request.cancelled = nullptr;
  services.query.submit(std::move(request),
                        [done = std::move(done)](const query::Answer& answer) mutable {
                          done(answer.status == 200);
                        });
}

Result<JsonObject> AskAgain(const Services& services, const Call& call, JsonObject question,
                            std::chrono::seconds ago) {
  query::QueryRequest request = Request(call, std::move(question), "blocking");
  request.good_for = ago;
  return AnswerTo(services, request);
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
