#include "tenrec/sdk/flags_request.h"

#include <algorithm>
#include <array>
#include <initializer_list>
#include <optional>
#include <utility>

#include "tenrec/base/encoding.h"
#include "tenrec/capture/json_reader.h"
#include "tenrec/io/compress.h"

namespace tenrec::sdk {
namespace {

constexpr std::size_t kMaxDecoded = 5 * kMaxFlagsBody;
constexpr int kMaxDepth = 256;
constexpr std::size_t kMaxDistinctIdCharacters = 200;

Error BadRequest(std::string_view reason) {
  return InvalidArgument("Failed to decode request: " + std::string(reason));
}

/// What a form carries under "data"; any other body as it is.
std::string FormData(const http::Request& request) {
  const std::string_view type = request.HeaderText("Content-Type");
  const bool is_form = ToLowerAscii(type).starts_with("application/x-www-form-urlencoded");
  if (is_form || request.body.starts_with("data=")) {
    for (auto& [name, value] : http::ParseQuery(request.body)) {
      if (name == "data") return std::move(value);
    }
  }
  return request.body;
}

std::optional<std::string> DecodeBase64(std::string text) {
  for (char& c : text) {
    if (c == ' ') c = '+';  // what a form makes of it
  }
  return Base64Decode(TrimAscii(text));
}

bool IsGzip(const http::Request& request, std::string_view compression, std::string_view body) {
  if (body.starts_with("\x1F\x8B")) return true;
  if (!compression.empty()) return compression.starts_with("gzip");
  return ToLowerAscii(request.HeaderText("Content-Encoding")).find("gzip") != std::string::npos;
}

/// The words that Python prints for numbers JSON does not know, as null.
std::string WithoutNonNumbers(std::string_view text) {
  static constexpr std::array<std::string_view, 3> kWords = {"-Infinity", "Infinity", "NaN"};
  std::string out;
  out.reserve(text.size());
  bool in_string = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (in_string) {
      out += c;
      if (c == '\\' && i + 1 < text.size()) out += text[++i];
      in_string = c != '"';
      continue;
    }
    in_string = c == '"';
    const auto word = std::find_if(kWords.begin(), kWords.end(), [&](std::string_view each) {
      return text.substr(i).starts_with(each);
    });
    if (word == kWords.end()) {
      out += c;
    } else {
      out += "null";
      i += word->size() - 1;
    }
  }
  return out;
}

/// Reads JSON as leniently as capture: lone surrogates and numbers past 64 bits pass.
Result<Json> ParseLeniently(const std::string& text) {
  if (!IsValidUtf8(text)) return BadRequest("invalid UTF-8");
  capture::JsonReader reader(text, kMaxDepth);
  reader.Skip();
  if (auto finished = reader.Finish(); !finished) return BadRequest(finished.error().message);
  return ParseJson(reader.needs_repair() ? reader.Repaired() : text, kMaxDepth + 1);
}

const Json* FirstMember(const JsonObject& body, std::initializer_list<std::string_view> names) {
  for (const std::string_view name : names) {
    const Json* member = body.if_contains(name);
    if (member != nullptr && !member->is_null()) return member;
  }
  return nullptr;
}

/// A string as it is, a number as its text.
std::optional<std::string> TextOf(const Json* value) {
  if (value == nullptr) return std::nullopt;
  if (value->is_string()) return std::string(View(value->get_string()));
  if (value->is_number()) return PrintJson(*value);
  return std::nullopt;
}

JsonObject ObjectOf(const Json* value) {
  return value != nullptr && value->is_object() ? value->get_object() : JsonObject();
}

bool IsTrue(const Json* value) {
  return value != nullptr && value->is_bool() && value->get_bool();
}

std::optional<std::vector<std::string>> TextList(const Json* value) {
  if (value == nullptr || !value->is_array()) return std::nullopt;
  std::vector<std::string> texts;
  for (const Json& item : value->get_array()) {
    if (auto text = TextOf(&item)) texts.push_back(std::move(*text));
  }
  return texts;
}

}  // namespace

Result<JsonObject> DecodeFlagsBody(const http::Request& request) {
  std::string body = FormData(request);
  const std::string compression = ToLowerAscii(request.Query("compression").value_or(""));
  if (compression == "base64" || compression == "b64") {
    if (auto decoded = DecodeBase64(body)) body = std::move(*decoded);
  }
  if (IsGzip(request, compression, body)) {
    auto unpacked = io::Decompress(io::Codec::kGzip, body, kMaxDecoded);
    if (!unpacked && unpacked.error().code == ErrorCode::kResourceExhausted)
      return unpacked.error();
    // A form may carry gzip inside base64.
    if (!unpacked) {
      const auto decoded = DecodeBase64(body);
      if (decoded) unpacked = io::Decompress(io::Codec::kGzip, *decoded, kMaxDecoded);
    }
    if (!unpacked) return BadRequest("invalid GZIP data");
    body = std::move(*unpacked);
  }
  auto json = ParseLeniently(body);
  if (!json) {
    if (auto decoded = DecodeBase64(body)) {
      json = ParseLeniently(*decoded);
    } else {
      json = ParseLeniently(WithoutNonNumbers(body));
    }
  }
  if (!json) return std::move(json).error();
  if (!json->is_object()) return BadRequest("expected an object");
  return std::move(json->get_object());
}

std::string FlagsToken(const JsonObject& body) {
  const Json* token = FirstMember(body, {"token", "$token", "api_key"});
  if (token == nullptr || !token->is_string()) return {};
  return std::string(TrimAscii(View(token->get_string())));
}

Result<FlagsRequest> ReadFlagsRequest(const JsonObject& body, const http::Request& request) {
  FlagsRequest out;
  const auto distinct_id = TextOf(FirstMember(body, {"distinct_id", "$distinct_id"}));
  if (!distinct_id) return InvalidArgument("The distinct_id field is missing from the request");
  out.distinct_id = Utf8Prefix(*distinct_id, kMaxDistinctIdCharacters);
  out.token = FlagsToken(body);
  out.person_properties = ObjectOf(FirstMember(body, {"person_properties", "$properties"}));
  for (const auto& group : ObjectOf(FirstMember(body, {"groups", "$groups"}))) {
    if (auto key = TextOf(&group.value())) out.groups[group.key()] = *key;
  }
  out.group_properties = ObjectOf(FirstMember(body, {"group_properties", "$group_properties"}));
  const auto either = [&](std::string_view name) {
    auto text = TextOf(FirstMember(body, {name}));
    return text ? text : TextOf(FirstMember(out.person_properties, {name}));
  };
  out.anon_distinct_id = either("$anon_distinct_id");
  out.device_id = either("$device_id");
  out.geoip_disable = IsTrue(body.if_contains("geoip_disable"));
  out.disable_flags = IsTrue(body.if_contains("disable_flags"));
  out.flag_keys = TextList(FirstMember(body, {"flag_keys_to_evaluate", "flag_keys"}));
  out.evaluation_contexts =
      TextList(FirstMember(body, {"evaluation_contexts", "evaluation_environments"}))
          .value_or(std::vector<std::string>());
  out.evaluation_runtime = TextOf(FirstMember(body, {"evaluation_runtime"}));
  out.only_survey_flags = request.Query("only_evaluate_survey_feature_flags") == "true";
  out.only_override_properties = request.Query("only_use_override_person_properties") == "true";
  out.user_agent = request.HeaderText("User-Agent");
  out.ip = request.client_ip.empty() ? request.peer_ip : request.client_ip;
  for (const std::string_view name : {"Origin", "Referer", "Sec-Fetch-Mode", "Sec-Fetch-Site"}) {
    out.from_browser = out.from_browser || request.FindHeader(name).has_value();
  }
  return out;
}

}  // namespace tenrec::sdk
