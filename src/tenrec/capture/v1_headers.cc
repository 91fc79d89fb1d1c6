#include <charconv>

#include <simdjson.h>

#include "tenrec/base/encoding.h"
#include "tenrec/base/uuid.h"
#include "tenrec/capture/decode.h"
#include "tenrec/capture/token.h"
#include "tenrec/capture/v1.h"

namespace tenrec::capture {
namespace {

Error MissingHeader(std::string_view name, std::string_view form) {
  return InvalidArgument("the header " + std::string(name) + " must be " + std::string(form))
      .WithTag("missing_required_headers");
}

/// Errors: kUnauthenticated when there is no bearer, or none that may be a project token.
Result<std::string> ReadBearer(const http::Request& request) {
  constexpr std::string_view kScheme = "bearer";
  const std::string_view text = TrimAscii(request.HeaderText("Authorization"));
  const std::size_t blank = std::min(text.find(' '), text.size());
  const std::string_view token = TrimAscii(text.substr(blank));
  if (!EqualsIgnoreCase(text.substr(0, blank), kScheme) || token.empty()) {
    return Unauthenticated("send the header Authorization: Bearer <project token>")
        .WithTag("missing_authorization");
  }
  auto checked = CheckToken(token);
  if (!checked) return std::move(checked).error().WithTag("invalid_api_token");
  return checked;
}

bool IsAttempt(std::string_view text) {
  int attempt = 0;
  const char* begin = text.data();
  const char* end = begin + text.size();
  const auto [rest, status] = std::from_chars(begin, end, attempt);
  return status == std::errc() && rest == end && attempt >= 1;
}

Result<std::optional<io::Codec>> ReadCodec(std::string_view coding) {
  coding = TrimAscii(coding);
  std::optional<io::Codec> codec;
  if (coding.empty() || EqualsIgnoreCase(coding, "identity")) return codec;
  if (EqualsIgnoreCase(coding, "gzip")) return std::optional(io::Codec::kGzip);
  if (EqualsIgnoreCase(coding, "deflate")) return std::optional(io::Codec::kDeflate);
  if (EqualsIgnoreCase(coding, "br")) return std::optional(io::Codec::kBrotli);
  if (EqualsIgnoreCase(coding, "zstd")) return std::optional(io::Codec::kZstd);
  return Unimplemented("Content-Encoding must be gzip, deflate, br or zstd")
      .WithTag("unsupported_content_encoding");
}

}  // namespace

Result<V1Headers> ReadV1Headers(const http::Request& request) {
  V1Headers headers;
  TRY_ASSIGN(headers.token, ReadBearer(request));

  const std::string_view sdk = TrimAscii(request.HeaderText("PostHog-Sdk-Info"));
  const std::size_t slash = sdk.find('/');
  if (slash == std::string_view::npos || slash == 0 || slash + 1 == sdk.size()) {
    return MissingHeader("PostHog-Sdk-Info", "name/version");
  }
  headers.sdk_name = sdk.substr(0, slash);
  headers.sdk_version = sdk.substr(slash + 1);

  if (!IsAttempt(TrimAscii(request.HeaderText("PostHog-Attempt")))) {
    return MissingHeader("PostHog-Attempt", "an integer from 1");
  }
  headers.request_id = TrimAscii(request.HeaderText("PostHog-Request-Id"));
  if (!Uuid::Parse(headers.request_id)) return MissingHeader("PostHog-Request-Id", "a UUID");
  const auto sent_at = ParseRfc3339(TrimAscii(request.HeaderText("PostHog-Request-Timestamp")));
  if (!sent_at) return MissingHeader("PostHog-Request-Timestamp", "an RFC 3339 time");
  headers.sent_at = *sent_at;
  if (TrimAscii(request.HeaderText("User-Agent")).empty()) {
    return MissingHeader("User-Agent", "given");
  }
  const std::string type = MediaType(request.HeaderText("Content-Type"));
  if (type.empty()) return MissingHeader("Content-Type", "application/json");
  if (type != "application/json") {
    return Unimplemented("Content-Type must be application/json")
        .WithTag("unsupported_content_type");
  }
  TRY_ASSIGN(headers.codec, ReadCodec(request.HeaderText("Content-Encoding")));
  return headers;
}

Result<std::string> DecodeV1Body(std::string body, std::optional<io::Codec> codec,
                                 std::size_t max_decoded_bytes) {
  if (body.empty()) return InvalidArgument("the body is empty").WithTag("empty_body");
  if (codec) {
    auto unpacked = io::Decompress(*codec, body, max_decoded_bytes);
    if (!unpacked && unpacked.error().code == ErrorCode::kResourceExhausted) {
      return BodyTooLarge(max_decoded_bytes).WithTag("payload_too_large");
    }
    if (!unpacked) return std::move(unpacked).error().WithTag("request_decoding_error");
    body = std::move(*unpacked);
  }
  if (!simdjson::validate_utf8(body.data(), body.size())) {
    return InvalidArgument("the body is not UTF-8").WithTag("request_decoding_error");
  }
  return body;
}

}  // namespace tenrec::capture
