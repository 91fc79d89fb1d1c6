#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "tenrec/http/response.h"

namespace tenrec::http {

/// How the end of a response's body is told.
enum class Framing : std::uint8_t {
  kLength,   // Content-Length
  kChunked,  // Transfer-Encoding: chunked
  kToEnd,    // the connection closes (HTTP/1.0 streams)
  kNone,     // the status has no body
};

/// What the connection decides about a response's head.
struct HeadFacts {
  Framing framing = Framing::kLength;
  std::size_t body_bytes = 0;
  bool keep_alive = true;
  bool is_http_1_0 = false;
  /// "Sun, 22 Nov 2026 19:00:00 GMT"
  std::string_view date;
};

/// Whether a response of that status never has a body.
bool IsBodiless(int status);

/// Appends status line and headers, up to the blank line. Line ends inside a value become blanks,
/// and the fields that the server sets itself are not taken from the response.
void AppendHead(std::string& out, const Response& response, const HeadFacts& facts);

/// "Sun, 22 Nov 2026 19:00:00 GMT". Source: RFC 9110, 5.6.7
std::string PrintHttpDate(Timestamp t);

}  // namespace tenrec::http
