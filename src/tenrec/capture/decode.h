#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "tenrec/base/result.h"

namespace tenrec::capture {

/// Everything beside the body that tells how a v0 body is packed.
struct BodyHints {
  /// The query parameters `data` and `compression`, percent-decoded; empty when absent.
  std::string query_data;
  std::string query_compression;
  std::string_view content_type;
  std::string_view content_encoding;
  /// The paths of the oldest SDKs, which wrapped base64 in their compression.
  bool second_base64_pass = false;
  /// Of the text after decompression.
  std::size_t max_decoded_bytes = 0;
};

/// The JSON text inside a v0 body: plain, in a form, base64, gzip, LZ-string, or these combined.
/// What packed it is found by looking, since posthog-js sends gzip as text/plain without a hint.
/// Shape:  the result is UTF-8, not yet known to be JSON.
/// Errors: kInvalidArgument "failed to decode request: …" as capture.md 11.2 words it,
///         kResourceExhausted "maximum event size exceeded: …".
/// Threads: any. Memory stays near the larger of the body and `max_decoded_bytes`.
/// Source: capture.md 5, steps 1 to 6
Result<std::string> DecodeBody(std::string body, const BodyHints& hints);

/// "application/json" of "Application/JSON; charset=utf-8".
std::string MediaType(std::string_view content_type);

/// The error of a body past its limit.
Error BodyTooLarge(std::size_t limit);

}  // namespace tenrec::capture
