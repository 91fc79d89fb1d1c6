#include "tenrec/capture/token.h"

#include <algorithm>
#include <optional>

#include "tenrec/base/encoding.h"

namespace tenrec::capture {
namespace {

constexpr std::size_t kMaxTokenBytes = 64;
constexpr std::string_view kPersonalKey = "personal_api_key";

Error InvalidToken(std::string_view reason) {
  return Unauthenticated("API key is not valid: " + std::string(reason));
}

/// The first of the slices that is a string; an empty string is a token that was given.
template <typename... Slices>
std::optional<std::string> FirstString(const Slices&... slices) {
  std::string scratch;
  for (const JsonSlice* slice : {&slices...}) {
    if (slice->kind == JsonKind::kString) {
      return std::string(TrimAscii(StringText(*slice, scratch)));
    }
  }
  return std::nullopt;
}

}  // namespace

Result<std::string> CheckToken(std::string_view token) {
  token = TrimAscii(token);
  if (token.empty()) return InvalidToken("empty");
  if (token.size() > kMaxTokenBytes) return InvalidToken("too_long");
  const auto is_ascii = [](char c) { return static_cast<unsigned char>(c) < 0x80; };
  if (!std::all_of(token.begin(), token.end(), is_ascii)) return InvalidToken("not_ascii");
  if (token.starts_with(kPersonalKeyPrefix)) return InvalidToken(kPersonalKey);
  if (token.find('\0') != std::string_view::npos) return InvalidToken("null_byte");
  return std::string(token);
}

bool IsPersonalKey(const Error& refusal) {
  return refusal.message.ends_with(kPersonalKey);
}

Result<std::string> FindToken(const Envelope& envelope, std::string_view query_token) {
  if (const auto token = FirstString(envelope.api_key, envelope.token)) return CheckToken(*token);
  std::optional<std::string> common;
  bool is_first = true;
  for (const RawEvent& event : envelope.events) {
    auto token =
        FirstString(event.dollar_token, event.api_key, event.token, event.properties.token);
    if (!is_first && token != common) {
      return Unauthenticated("batch submitted with inconsistent api_key values");
    }
    common = std::move(token);
    is_first = false;
  }
  if (common) return CheckToken(*common);
  if (!TrimAscii(query_token).empty()) return CheckToken(query_token);
  return Unauthenticated("event submitted without an api_key");
}

}  // namespace tenrec::capture
