#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "tenrec/base/metrics.h"
#include "tenrec/http/router.h"
#include "tenrec/io/worker_pool.h"

namespace tenrec::sdk {

/// Serves one request; runs wherever the endpoint lets it.
using Serve = std::function<http::Response(const http::Request&)>;

/// Where an endpoint's work is done.
enum class RunOn { kIoThread, kWorker };

/// Adds a path that answers GET, HEAD and OPTIONS, or also POST, with CORS and a counter on every
/// answer, refusals included.
struct Endpoint {
  std::string_view path;
  bool takes_post = false;
  RunOn run_on = RunOn::kIoThread;
  std::size_t max_body_bytes = 0;
  /// The answer to OPTIONS: 200, or 204 with an Allow header.
  int options_status = 200;
};
void AddEndpoint(http::Router& router, const Endpoint& endpoint, io::WorkerPool* workers,
                 Metrics& metrics, Serve serve);

/// {"type":…,"code":…,"detail":…,"attr":null}
http::Response ErrorResponse(int status, std::string_view type, std::string_view code,
                             std::string_view detail);

}  // namespace tenrec::sdk
