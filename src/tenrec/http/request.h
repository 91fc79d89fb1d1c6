#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "tenrec/base/cancel.h"
#include "tenrec/base/time.h"

namespace tenrec::http {

enum class Method : std::uint8_t { kGet, kHead, kPost, kPut, kPatch, kDelete, kOptions, kOther };

/// "GET"; kOther gives "OTHER".
std::string_view MethodName(Method method);

/// One header field of a request or a response.
struct Header {
  std::string name;
  std::string value;
};

/// The value of the first field of that name in any case, or nullopt.
std::optional<std::string_view> FindHeader(const std::vector<Header>& headers,
                                           std::string_view name);

/// The pairs of a query string or of a form body, decoded, in the order in which they stand.
std::vector<std::pair<std::string, std::string>> ParseQuery(std::string_view text);

/// What a client asks. Handlers get it complete, with the whole body.
struct Request {
  Method method = Method::kGet;
  /// As sent: path, '?', query string.
  std::string target;
  /// Still percent-encoded; always begins with '/', except for "OPTIONS *".
  std::string path;
  /// Without the '?', still encoded.
  std::string query_string;
  std::vector<Header> headers;
  std::string body;
  /// The other end of the connection.
  std::string peer_ip;
  /// The client, looked up behind trusted proxies; `peer_ip` when there are none (forwarded.h).
  std::string client_ip;
  /// Whether the client speaks TLS with us or with a trusted proxy in front of us.
  bool secure = false;
  Timestamp received_at;
  /// What stands for the {names} of the route, decoded.
  std::vector<std::pair<std::string, std::string>> path_params;
  /// Cancelled when the client leaves before it has its answer. Callbacks run on an IO thread.
  std::shared_ptr<CancelToken> cancelled;

  std::optional<std::string_view> FindHeader(std::string_view name) const {
    return http::FindHeader(headers, name);
  }
  /// The field's value, empty when it is absent.
  std::string_view HeaderText(std::string_view name) const {
    return FindHeader(name).value_or(std::string_view());
  }
  /// The decoded value of a query parameter; the last one when it is repeated.
  std::optional<std::string> Query(std::string_view name) const;
  std::vector<std::string> QueryAll(std::string_view name) const;
  /// Empty when the route has no such name.
  std::string_view PathParam(std::string_view name) const;
  /// The decoded value of a cookie.
  std::optional<std::string> Cookie(std::string_view name) const;
};

}  // namespace tenrec::http
