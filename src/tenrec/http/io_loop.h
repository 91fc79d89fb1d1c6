#pragma once

/// One IO thread's world. Internal to the room: the only headers with Asio are this one and
/// connection.h.

#include <atomic>
#include <chrono>
#include <map>
#include <memory>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>

#include "tenrec/base/metrics.h"
#include "tenrec/http/server.h"

namespace tenrec::http {

namespace asio = boost::asio;
using asio::ip::tcp;
using SteadyTime = std::chrono::steady_clock::time_point;

class Connection;

/// What all IO threads of a server share. Threads: any.
struct ServerShared {
  ServerShared(ServerOptions options_in, std::shared_ptr<const Router> router_in,
               const Clock& clock_in, Metrics& metrics_in);

  /// Takes bytes of the budget for bodies, or says no.
  bool TakeBodyBytes(std::size_t bytes);
  void ReturnBodyBytes(std::size_t bytes);

  const ServerOptions options;
  /// Nothing once the server has stopped: whoever still holds a writer of a stream must not be the
  /// last to hold the handlers, whose end may wait for that holder's thread.
  std::shared_ptr<const Router> router;
  const Clock& clock;
  Metrics& metrics;
  Gauge& connections;
  Gauge& body_bytes;
  Counter& refused_connections;
  std::atomic<std::size_t> open_connections = 0;
  std::atomic<std::size_t> bytes_in_bodies = 0;
};

/// An io_context, its listener and its connections. Everything but `Post` and `context` runs on its
/// own thread. Whoever may answer a request after the server stopped holds a shared_ptr to it.
class IoLoop : public std::enable_shared_from_this<IoLoop> {
 public:
  IoLoop(std::shared_ptr<ServerShared> shared, tcp::acceptor::native_handle_type listener,
         bool is_v6);

  /// The thread's body; returns after Drain when the last connection is gone.
  void Run();
  /// Closes the listener, and the connections as they come to rest. From any thread.
  void Drain();

  asio::io_context& context() { return context_; }
  ServerShared& shared() { return *shared_; }
  bool draining() const { return draining_; }

  void Register(Connection& connection);
  void Forget(Connection& connection);

  /// The Date header's value, printed once a second.
  const std::string& date();
  void CountAnswer(const Route* route, int status, SteadyTime started);
  /// Writes a line about an answer of 500 and more; of many in a second on one route, a few.
  void LogFailure(const Route* route, const Request& request, const Response& response,
                  const std::string& request_id);

 private:
  struct RouteCounts {
    Histogram* seconds = nullptr;
    std::map<int, Counter*> by_status;
    SteadyTime lines_since;
    int lines = 0;
    int unsaid = 0;
  };

  asio::awaitable<void> Accept();
  void RefuseConnection(tcp::socket& socket);
  /// The connections, kept alive while somebody walks through them.
  std::vector<std::shared_ptr<Connection>> KeepAll() const;
  void StartTicking();
  void Tick();

  asio::io_context context_{1};
  std::shared_ptr<ServerShared> shared_;
  asio::executor_work_guard<asio::io_context::executor_type> work_;
  tcp::acceptor acceptor_;
  asio::steady_timer accept_pause_;
  asio::steady_timer tick_;
  std::chrono::milliseconds tick_length_;
  bool ticking_ = false;
  bool draining_ = false;
  SteadyTime drain_deadline_;
  std::unordered_set<Connection*> connections_;
  std::unordered_map<const Route*, RouteCounts> counts_;
  std::int64_t date_second_ = -1;
  std::string date_;
};

}  // namespace tenrec::http
