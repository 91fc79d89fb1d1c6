#include "tenrec/sdk/flags_answer.h"

#include <algorithm>
#include <charconv>
#include <optional>

#include "tenrec/base/encoding.h"
#include "tenrec/base/uuid.h"

namespace tenrec::sdk {
namespace {

std::optional<int> ReadVersion(const http::Request& request) {
  auto text = request.Query("v");
  if (!text) text = request.Query("version");
  if (!text) return std::nullopt;
  int version = 0;
  const char* end = text->data() + text->size();
  const auto [rest, status] = std::from_chars(text->data(), end, version);
  if (status != std::errc() || rest != end) return std::nullopt;
  return version;
}

Json ValueOf(const EvaluatedFlag& flag) {
  if (flag.enabled && flag.variant) return Json(*flag.variant);
  return Json(flag.enabled);
}

template <typename T>
Json OrNull(const std::optional<T>& value) {
  return value ? Json(*value) : Json();
}

JsonObject Details(const EvaluatedFlag& flag) {
  JsonObject metadata{{"id", flag.id},
                      {"version", flag.version},
                      {"description", nullptr},
                      {"payload", OrNull(flag.payload)}};
  if (flag.has_experiment) metadata["has_experiment"] = *flag.has_experiment;
  JsonObject details{{"key", flag.key},
                     {"enabled", flag.enabled},
                     {"variant", OrNull(flag.variant)},
                     {"reason", JsonObject{{"code", flag.reason_code},
                                           {"condition_index", OrNull(flag.condition_index)},
                                           {"description", flag.reason_description}}},
                     {"metadata", std::move(metadata)}};
  if (flag.failed) details["failed"] = true;
  return details;
}

}  // namespace

FlagsAsked ReadFlagsAsked(const http::Request& request, bool is_decide) {
  FlagsAsked asked;
  const auto version = ReadVersion(request);
  const auto config = request.Query("config");
  if (is_decide) {
    asked.with_config = true;
    const int number = version.value_or(1);
    asked.format = number >= 4   ? FlagsFormat::kV2
                   : number == 3 ? FlagsFormat::kLegacy
                   : number == 2 ? FlagsFormat::kMap
                                 : FlagsFormat::kList;
    return asked;
  }
  asked.format = version.value_or(2) >= 2 ? FlagsFormat::kV2 : FlagsFormat::kLegacy;
  const bool names_version = request.Query("v") || request.Query("version");
  asked.with_config = config
                          ? config->empty() || *config == "1" || EqualsIgnoreCase(*config, "true")
                          : !names_version;
  return asked;
}

JsonObject BuildFlagsAnswer(const FlagEvaluation& evaluation, FlagsFormat format, Timestamp now) {
  JsonObject answer;
  answer["errorsWhileComputingFlags"] =
      std::any_of(evaluation.flags.begin(), evaluation.flags.end(),
                  [](const EvaluatedFlag& flag) { return flag.failed; });
  JsonObject details;
  JsonObject values;
  JsonObject payloads;
  JsonArray enabled;
  for (const EvaluatedFlag& flag : evaluation.flags) {
    if (flag.enabled) enabled.emplace_back(flag.key);
    if (format == FlagsFormat::kV2) details[flag.key] = Details(flag);
    if (format == FlagsFormat::kMap && !flag.enabled) continue;
    values[flag.key] = ValueOf(flag);
    if (flag.payload) payloads[flag.key] = *flag.payload;
  }
  switch (format) {
    case FlagsFormat::kV2:
      answer["flags"] = std::move(details);
      break;
    case FlagsFormat::kLegacy:
    case FlagsFormat::kMap:
      answer["featureFlags"] = std::move(values);
      answer["featureFlagPayloads"] = std::move(payloads);
      break;
    case FlagsFormat::kList:
      answer["featureFlags"] = std::move(enabled);
      break;
  }
  if (evaluation.quota_limited) answer["quotaLimited"] = JsonArray{"feature_flags"};
  answer["requestId"] = Uuid::V7(now).ToString();
  answer["evaluatedAt"] = now.millis();
  return answer;
}

JsonObject BuildMinimalFlagsAnswer(Timestamp now) {
  return JsonObject{{"errorsWhileComputingFlags", false},
                    {"featureFlags", JsonObject()},
                    {"flags", JsonObject()},
                    {"supportedCompression", {"gzip", "gzip-js"}},
                    {"requestId", Uuid::V7(now).ToString()}};
}

}  // namespace tenrec::sdk
