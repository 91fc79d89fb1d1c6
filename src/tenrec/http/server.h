#pragma once

#include <chrono>
#include <cstddef>
#include <memory>
#include <string>

#include "tenrec/base/metrics.h"
#include "tenrec/base/result.h"
#include "tenrec/base/time.h"
#include "tenrec/http/forwarded.h"
#include "tenrec/http/router.h"

namespace tenrec::http {

struct ServerOptions {
  /// An address of this machine.
  std::string host = "127.0.0.1";
  /// 0 takes a free one.
  int port = 0;
  /// Each serves its own connections.
  int threads = 2;
  std::size_t max_connections = 10'000;
  std::size_t max_header_bytes = 64U << 10U;
  /// Bodies of all requests that are being read or answered; beyond it 503.
  std::size_t max_bodies_bytes = 256U << 20U;
  /// From the first byte of a request (or the start of a connection) to the end of its headers.
  std::chrono::milliseconds header_timeout = std::chrono::seconds(30);
  /// Between two arrivals of a body's bytes.
  std::chrono::milliseconds body_stall_timeout = std::chrono::seconds(30);
  /// Between two moments in which the client takes bytes of its answer.
  std::chrono::milliseconds write_stall_timeout = std::chrono::seconds(30);
  std::chrono::milliseconds idle_timeout = std::chrono::seconds(75);
  /// How long Stop lets requests finish.
  std::chrono::milliseconds drain_timeout = std::chrono::seconds(20);
  TrustedProxies trusted_proxies;
};

/// An HTTP/1.1 server: keep-alive, pipelining, chunked bodies, Expect: 100-continue, HEAD.
/// Answers of one connection keep the order of its requests. What could be read in two ways by two
/// servers (both lengths, two lengths, odd Transfer-Encoding) is refused with 400.
/// Counts:  http_requests_total{route,status}, http_request_seconds{route}, http_connections,
///          http_refused_connections_total, http_body_bytes
/// Source:  RFC 9110, RFC 9112
class Server {
 public:
  /// Listens and serves until Stop. The clock and the metrics must outlive it.
  /// Errors: kInvalidArgument for a bad address, kAlreadyExists when the port is taken,
  ///         kPermissionDenied, kUnavailable.
  static Result<std::unique_ptr<Server>> Start(const ServerOptions& options,
                                               std::shared_ptr<const Router> router,
                                               const Clock& clock, Metrics& metrics);
  /// As Stop.
  ~Server();
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;

  int port() const;

  /// Closes the listener and idle connections at once, lets requests in flight finish (event
  /// streams are ended), then closes everything. Blocks until that is done.
  void Stop();

 private:
  class State;
  explicit Server(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace tenrec::http
