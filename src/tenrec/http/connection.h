#pragma once

/// One client's connection, from its first byte to its last. Internal to the room.

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>

#include <boost/asio/async_result.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "tenrec/base/unique_function.h"
#include "tenrec/http/io_loop.h"
#include "tenrec/http/request_parser.h"
#include "tenrec/http/response_head.h"
#include "tenrec/http/stream.h"

namespace tenrec::http {

/// The place where a handler's answer arrives. `ready` and `response` belong to the IO thread.
struct Exchange {
  std::weak_ptr<Connection> connection;
  Response response;
  bool ready = false;
  bool failed = false;      // the handler gave up its Respond uncalled
  bool in_handler = false;  // the handler is running right now, so nobody has to be woken
};

/// Serves one socket on the thread of its loop: one request after the other, each answered before
/// the next is read, so that answers keep their order. While a handler works the socket is still
/// read, which is how a client that leaves is noticed.
class Connection : public std::enable_shared_from_this<Connection> {
 public:
  Connection(IoLoop& loop, tcp::socket socket, std::string peer_ip);
  ~Connection();
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  void Start();

  /// Called by the loop's tick.
  void CheckDeadline(SteadyTime now);
  /// The server stops: go when idle; end an event stream.
  void OnDrain();
  /// Ends everything now.
  void Kill();
  /// Resumes the coroutine if it sleeps.
  void Wake();

 private:
  enum class ReadResult : std::uint8_t { kBytes, kTimeout, kClosed };

  asio::awaitable<void> Run();
  /// One request and its answer; false when the connection is done with.
  asio::awaitable<bool> ServeOne();
  asio::awaitable<bool> ReadHead();
  /// Reads the body; the refusal, when there was one, is answered by then.
  asio::awaitable<bool> ReadBody(const Router::Match& match);
  asio::awaitable<bool> AwaitAnswer(Exchange& exchange, CancelToken& cancelled);
  /// Counts the answer, and adds what every one of its status has.
  void FinishAnswer(const Route* route, const Request& request, Response& response);
  asio::awaitable<bool> SendResponse(const Request& request, Response response, bool keep_alive);
  asio::awaitable<bool> SendStream(const Request& request, const Response& response,
                                   Framing framing);
  /// Answers for the server itself, then closes, as the rest of the request was not read.
  asio::awaitable<bool> Refuse(const Router::Match& match, Refusal refusal);
  asio::awaitable<bool> RefuseMalformed();

  /// Waits for more bytes behind those in in_.
  asio::awaitable<ReadResult> Read();
  void StartWatch();
  void Arrived(const boost::system::error_code& error, std::size_t bytes);
  /// Room to read into; never moves bytes while a read is under way.
  asio::mutable_buffer SpareInput();
  std::string_view unread() const {
    return std::string_view(in_).substr(in_begin_, in_end_ - in_begin_);
  }

  asio::awaitable<bool> Flush();
  asio::awaitable<bool> Write(std::string_view bytes);
  /// Lets the client read the answer before a close that would cut it off.
  asio::awaitable<void> Linger();
  auto Sleep();

  bool ChargeBody(std::size_t bytes);
  void ReleaseBody();
  void SetDeadline(std::chrono::milliseconds from_now);
  void ClearDeadline() { deadline_ = SteadyTime::max(); }

  IoLoop& loop_;
  tcp::socket socket_;
  const std::string peer_ip_;
  RequestParser parser_;
  std::string in_;  // its size is the room there is
  std::size_t in_begin_ = 0;
  std::size_t in_end_ = 0;
  std::string out_;
  UniqueFunction<void()> resume_;
  SteadyTime deadline_ = SteadyTime::max();
  SteadyTime message_started_;
  std::size_t body_charged_ = 0;
  bool reading_ = false;      // a watch is under way
  bool peer_closed_ = false;  // the client sends no more
  bool timed_out_ = false;
  bool dead_ = false;
  bool idle_ = true;  // between requests
  std::shared_ptr<StreamQueue> event_stream_;
};

}  // namespace tenrec::http
