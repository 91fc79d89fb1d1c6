#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "tenrec/base/time.h"
#include "tenrec/s3/location.h"

namespace tenrec::s3 {

struct Header {
  std::string name;
  std::string value;

  friend bool operator==(const Header&, const Header&) = default;
};

/// The SHA-256 of no bytes, in hexadecimal digits.
inline constexpr std::string_view kHashOfNothing =
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

/// What a signature covers.
struct SignedParts {
  std::string method;
  /// With the slash at its beginning, encoded once.
  std::string path;
  /// As EncodeQuery gives it.
  std::string query;
  /// Names in lower case; "host" among them.
  std::vector<Header> headers;
  /// SHA-256 of the body, in hexadecimal digits.
  std::string payload_hash;
};

/// Escapes everything but unreserved characters and the slashes between steps.
std::string EncodePath(std::string_view path);

/// "a=1&b=": escaped, and in the order that is signed.
std::string EncodeQuery(std::vector<std::pair<std::string, std::string>> parameters);

/// The headers with those that authenticate: x-amz-date, x-amz-content-sha256,
/// x-amz-security-token of temporary keys, and authorization.
/// Source: AWS Signature Version 4, "Authenticating Requests: Using the Authorization Header"
std::vector<Header> Sign(SignedParts parts, const Credentials& credentials, std::string_view region,
                         Timestamp now);

}  // namespace tenrec::s3
