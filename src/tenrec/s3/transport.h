#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "tenrec/base/result.h"
#include "tenrec/s3/signature.h"

namespace tenrec::s3 {

struct HttpRequest {
  std::string method;
  /// Whole and encoded.
  std::string url;
  std::vector<Header> headers;
  std::string_view body;
};

struct HttpAnswer {
  int status = 0;
  std::vector<Header> headers;
  std::string body;

  /// The value of the first header of that name; empty when there is none.
  std::string_view header(std::string_view name) const;
};

/// Takes the body of an answer of success piece by piece. A failure ends the request with it.
using BodySink = std::function<Status(int status, std::string_view piece)>;

/// Sends a request and brings the answer, whatever its status.
/// Errors:  kUnavailable and kDeadlineExceeded, which may pass; kFailedPrecondition, which will not
///          (a certificate that nobody trusts); those of the sink.
/// Threads: any.
class Transport {
 public:
  virtual ~Transport() = default;
  /// With a sink, a body of success goes there and is not in the answer.
  virtual Result<HttpAnswer> Send(const HttpRequest& request, const BodySink& sink) = 0;
};

/// Over libcurl, which minds http_proxy, https_proxy and no_proxy.
/// `certificates` is a file of those to trust, empty for the system's. A connection is given up
/// when it is not there, or nothing has moved, for the patience.
std::unique_ptr<Transport> MakeCurlTransport(
    std::string certificates, std::chrono::seconds patience = std::chrono::seconds(30));

}  // namespace tenrec::s3
