#include "tenrec/http/io_loop.h"

#include <algorithm>
#include <exception>
#include <utility>
#include <vector>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "tenrec/base/logging.h"
#include "tenrec/http/connection.h"

namespace tenrec::http {
namespace {

using boost::system::error_code;

constexpr std::chrono::milliseconds kLongestTick{500};
constexpr std::chrono::milliseconds kShortestTick{5};
constexpr std::chrono::milliseconds kAcceptPause{50};
constexpr std::chrono::seconds kFailureWindow{1};
constexpr int kMaxFailureLines = 5;

/// Deadlines are looked at in passing, at most a quarter of the shortest one late.
std::chrono::milliseconds TickLength(const ServerOptions& options) {
  const auto shortest =
      std::min({options.header_timeout, options.body_stall_timeout, options.write_stall_timeout,
                options.idle_timeout, options.drain_timeout});
  return std::clamp(shortest / 4, kShortestTick, kLongestTick);
}

std::string AddressText(const tcp::endpoint& endpoint) {
  asio::ip::address address = endpoint.address();
  if (address.is_v6() && address.to_v6().is_v4_mapped()) {
    address = asio::ip::make_address_v4(asio::ip::v4_mapped, address.to_v6());
  }
  return address.to_string();
}

}  // namespace

ServerShared::ServerShared(ServerOptions options_in, std::shared_ptr<const Router> router_in,
                           const Clock& clock_in, Metrics& metrics_in)
    : options(std::move(options_in)),
      router(std::move(router_in)),
      clock(clock_in),
      metrics(metrics_in),
      connections(metrics_in.GetGauge("http_connections")),
      body_bytes(metrics_in.GetGauge("http_body_bytes")),
      refused_connections(metrics_in.GetCounter("http_refused_connections_total")) {
}

bool ServerShared::TakeBodyBytes(std::size_t bytes) {
  const std::size_t before = bytes_in_bodies.fetch_add(bytes, std::memory_order_relaxed);
  if (before + bytes > options.max_bodies_bytes) {
    bytes_in_bodies.fetch_sub(bytes, std::memory_order_relaxed);
    return false;
  }
  body_bytes.Add(static_cast<std::int64_t>(bytes));
  return true;
}

void ServerShared::ReturnBodyBytes(std::size_t bytes) {
  bytes_in_bodies.fetch_sub(bytes, std::memory_order_relaxed);
  body_bytes.Add(-static_cast<std::int64_t>(bytes));
}

IoLoop::IoLoop(std::shared_ptr<ServerShared> shared, tcp::acceptor::native_handle_type listener,
               bool is_v6)
    : shared_(std::move(shared)),
      work_(context_.get_executor()),
      acceptor_(context_, is_v6 ? tcp::v6() : tcp::v4(), listener),
      accept_pause_(context_),
      tick_(context_),
      tick_length_(TickLength(shared_->options)) {
}

void IoLoop::Run() {
  asio::co_spawn(context_, [this] { return Accept(); }, asio::detached);
  for (;;) {
    try {
      context_.run();
      return;
    } catch (const std::exception& exception) {
      LogLine(LogLevel::kError, "http", "IO thread caught", {{"what", exception.what()}});
    }
  }
}

void IoLoop::Drain() {
  asio::post(context_, [this] {
    draining_ = true;
    drain_deadline_ = std::chrono::steady_clock::now() + shared_->options.drain_timeout;
    error_code ignored;
    acceptor_.close(ignored);
    accept_pause_.cancel();
    for (const auto& connection : KeepAll()) connection->OnDrain();
    if (connections_.empty()) {
      tick_.cancel();
      work_.reset();
    }
  });
}

std::vector<std::shared_ptr<Connection>> IoLoop::KeepAll() const {
  std::vector<std::shared_ptr<Connection>> all;
  all.reserve(connections_.size());
  for (Connection* connection : connections_) all.push_back(connection->shared_from_this());
  return all;
}

void IoLoop::Register(Connection& connection) {
  connections_.insert(&connection);
  shared_->connections.Add(1);
  StartTicking();
}

void IoLoop::Forget(Connection& connection) {
  connections_.erase(&connection);
  shared_->open_connections.fetch_sub(1, std::memory_order_relaxed);
  shared_->connections.Add(-1);
  if (draining_ && connections_.empty()) {
    tick_.cancel();
    work_.reset();
  }
}

asio::awaitable<void> IoLoop::Accept() {
  while (!draining_) {
    error_code error;
    tcp::endpoint peer;
    // The analyzer loses the coroutine's context inside Asio.
    // NOLINTNEXTLINE(clang-analyzer-core.NullDereference)
    tcp::socket socket =
        co_await acceptor_.async_accept(peer, asio::redirect_error(asio::use_awaitable, error));
    if (draining_) co_return;
    if (error) {
      // Most likely no file descriptor is left; some come back when connections end.
      if (error != asio::error::connection_aborted) {
        LogLine(LogLevel::kWarning, "http", "cannot accept", {{"why", error.message()}});
      }
      accept_pause_.expires_after(kAcceptPause);
      co_await accept_pause_.async_wait(asio::redirect_error(asio::use_awaitable, error));
      continue;
    }
    const std::size_t open = shared_->open_connections.fetch_add(1, std::memory_order_relaxed);
    error_code ignored;
    socket.non_blocking(true, ignored);
    if (open >= shared_->options.max_connections) {
      shared_->open_connections.fetch_sub(1, std::memory_order_relaxed);
      RefuseConnection(socket);
      continue;
    }
    socket.set_option(tcp::no_delay(true), ignored);
    std::make_shared<Connection>(*this, std::move(socket), AddressText(peer))->Start();
  }
}

void IoLoop::RefuseConnection(tcp::socket& socket) {
  static constexpr std::string_view kFull =
      "HTTP/1.1 503 Service Unavailable\r\nRetry-After: 1\r\nContent-Length: 0\r\n"
      "Connection: close\r\n\r\n";
  shared_->refused_connections.Add();
  error_code ignored;
  socket.write_some(asio::buffer(kFull.data(), kFull.size()), ignored);
}

void IoLoop::StartTicking() {
  if (std::exchange(ticking_, true)) return;
  Tick();
}

void IoLoop::Tick() {
  tick_.expires_after(tick_length_);
  tick_.async_wait([this](const error_code&) {
    ticking_ = false;
    if (connections_.empty()) return;
    const auto now = std::chrono::steady_clock::now();
    const bool out_of_patience = draining_ && now >= drain_deadline_;
    for (const auto& connection : KeepAll()) {
      if (out_of_patience) {
        connection->Kill();
      } else {
        connection->CheckDeadline(now);
      }
    }
    if (!connections_.empty()) StartTicking();
  });
}

const std::string& IoLoop::date() {
  const Timestamp now = shared_->clock.Now();
  if (now.seconds() != date_second_) {
    date_second_ = now.seconds();
    date_ = PrintHttpDate(now);
  }
  return date_;
}

void IoLoop::LogFailure(const Route* route, const Request& request, const Response& response,
                        const std::string& request_id) {
  RouteCounts& counts = counts_[route];
  const auto now = std::chrono::steady_clock::now();
  if (now - counts.lines_since >= kFailureWindow) {
    counts.lines_since = now;
    counts.lines = 0;
  }
  if (counts.lines == kMaxFailureLines) {
    ++counts.unsaid;
    return;
  }
  ++counts.lines;
  const Failure& failure = response.failure;
  LogLine(LogLevel::kError, "http", "request failed",
          {{"request_id", request_id},
           {"method", std::string(MethodName(request.method))},
           {"route", route == nullptr ? std::string("none") : route->pattern},
           {"status", std::to_string(response.status)},
           {"project", failure.project.empty() ? "unknown" : failure.project},
           {"code", failure.code.empty() ? "none" : failure.code},
           {"why", failure.why},
           {"unsaid_before", std::to_string(std::exchange(counts.unsaid, 0))}});
}

void IoLoop::CountAnswer(const Route* route, int status, SteadyTime started) {
  const auto name = [route] { return route == nullptr ? std::string("none") : route->pattern; };
  RouteCounts& counts = counts_[route];
  if (counts.seconds == nullptr) {
    counts.seconds = &shared_->metrics.GetHistogram("http_request_seconds", {{"route", name()}});
  }
  Counter*& counter = counts.by_status[status];
  if (counter == nullptr) {
    counter = &shared_->metrics.GetCounter("http_requests_total",
                                           {{"route", name()}, {"status", std::to_string(status)}});
  }
  counter->Add();
  const std::chrono::duration<double> took = std::chrono::steady_clock::now() - started;
  counts.seconds->Observe(took.count());
}

}  // namespace tenrec::http
