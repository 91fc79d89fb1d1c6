#include "tenrec/http/connection.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <exception>
#include <utility>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>

#include "tenrec/base/encoding.h"
#include "tenrec/base/logging.h"
#include "tenrec/base/uuid.h"

namespace tenrec::http {
namespace {

constexpr std::size_t kSmallInput = 8U << 10U;
constexpr std::size_t kBodyInput = 64U << 10U;
// Bytes of later requests that are taken in while an earlier one is being answered.
constexpr std::size_t kMaxReadAhead = 64U << 10U;
// Bodies up to here are copied behind their head and leave in one piece.
constexpr std::size_t kCopiedBody = 16U << 10U;
constexpr std::size_t kMaxGathered = 64U << 10U;
constexpr std::size_t kStreamQueueBytes = 256U << 10U;
constexpr std::size_t kMaxLingerBytes = 64U << 20U;
constexpr std::chrono::milliseconds kLingerTimeout = std::chrono::seconds(5);

using boost::system::error_code;

/// The callable behind a handler's Respond.
class Responder {
 public:
  Responder(std::shared_ptr<Exchange> exchange, std::shared_ptr<IoLoop> loop)
      : exchange_(std::move(exchange)), loop_(std::move(loop)) {}
  Responder(Responder&&) noexcept = default;
  Responder& operator=(Responder&&) = delete;
  // Only running out of memory can throw here, and then the process may end.
  // NOLINTNEXTLINE(bugprone-exception-escape)
  ~Responder() { Deliver({}, true); }

  void operator()(Response response) { Deliver(std::move(response), false); }

 private:
  void Deliver(Response response, bool failed) {
    const std::shared_ptr<Exchange> exchange = std::exchange(exchange_, nullptr);
    if (!exchange) return;
    if (loop_->context().get_executor().running_in_this_thread() && exchange->in_handler) {
      exchange->response = std::move(response);
      exchange->failed = failed;
      exchange->ready = true;
      return;
    }
    asio::post(loop_->context(), [exchange, failed, response = std::move(response)]() mutable {
      exchange->response = std::move(response);
      exchange->failed = failed;
      exchange->ready = true;
      if (const auto connection = exchange->connection.lock()) connection->Wake();
    });
  }

  std::shared_ptr<Exchange> exchange_;
  std::shared_ptr<IoLoop> loop_;
};

bool IsEventStream(const Response& response) {
  return FindHeader(response.headers, "Content-Type")
      .value_or(std::string_view())
      .starts_with("text/event-stream");
}

void AppendChunk(std::string& out, std::string_view bytes) {
  std::array<char, 20> digits{};
  const auto [end, status] =
      std::to_chars(digits.data(), digits.data() + digits.size(), bytes.size(), 16);
  out.append(digits.data(), end);
  out += "\r\n";
  out += bytes;
  out += "\r\n";
}

/// The client's or a proxy's own id when it is a plain word, else a new one.
std::string RequestId(const Request& request) {
  constexpr std::size_t kMaxId = 64;
  for (const char* name : {"X-Request-Id", "PostHog-Request-Id"}) {
    const std::string_view id = request.HeaderText(name);
    const bool plain = std::all_of(id.begin(), id.end(), [](char c) {
      return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
             c == '-' || c == '_' || c == '.';
    });
    if (plain && !id.empty() && id.size() <= kMaxId) return std::string(id);
  }
  return Uuid::V4().ToString();
}

}  // namespace

Connection::Connection(IoLoop& loop, tcp::socket socket, std::string peer_ip)
    : loop_(loop),
      socket_(std::move(socket)),
      peer_ip_(std::move(peer_ip)),
      parser_(loop.shared().options.max_header_bytes) {
  loop_.Register(*this);
}

Connection::~Connection() {
  ReleaseBody();
  loop_.Forget(*this);
}

void Connection::Start() {
  SetDeadline(loop_.shared().options.header_timeout);
  asio::co_spawn(
      loop_.context(), [self = shared_from_this()] { return self->Run(); }, asio::detached);
}

void Connection::CheckDeadline(SteadyTime now) {
  if (now < deadline_) return;
  ClearDeadline();
  timed_out_ = true;
  error_code ignored;
  socket_.cancel(ignored);
}

void Connection::OnDrain() {
  if (idle_) return Kill();
  if (event_stream_) event_stream_->End(StreamEnd::kClosed);
}

void Connection::Kill() {
  dead_ = true;
  error_code ignored;
  socket_.close(ignored);
  Wake();
}

void Connection::Wake() {
  if (!resume_) return;
  UniqueFunction<void()> resume = std::move(resume_);
  resume();
}

auto Connection::Sleep() {
  auto token = asio::use_awaitable;
  return asio::async_initiate<asio::use_awaitable_t<>, void()>(
      [this](auto handler) {
        resume_ = [handler = std::move(handler)]() mutable { std::move(handler)(); };
      },
      token);
}

asio::awaitable<void> Connection::Run() {
  const auto self = shared_from_this();
  try {
    while (!dead_ && co_await ServeOne()) {
    }
  } catch (const std::exception& exception) {
    LogLine(LogLevel::kError, "http", "connection failed", {{"what", exception.what()}});
  }
  Kill();
}

asio::awaitable<bool> Connection::ServeOne() {
  ServerShared& shared = loop_.shared();
  parser_.Reset();
  idle_ = unread().empty();
  in_begin_ += parser_.Feed(unread());
  if (parser_.state() == RequestParser::State::kHead && !co_await ReadHead()) co_return false;
  ClearDeadline();
  idle_ = false;
  message_started_ = std::chrono::steady_clock::now();
  if (parser_.state() != RequestParser::State::kBody &&
      parser_.state() != RequestParser::State::kDone) {
    co_return co_await RefuseMalformed();
  }

  Request& head = parser_.request();
  head.peer_ip = peer_ip_;
  head.received_at = shared.clock.Now();
  shared.options.trusted_proxies.Apply(head);
  const Router::Match match = shared.router->Find(head);
  if (match.route == nullptr) co_return co_await Refuse(match, match.refusal);
  if (parser_.state() == RequestParser::State::kBody && !co_await ReadBody(match)) {
    co_return false;
  }

  const auto request = std::make_shared<Request>(std::move(parser_.request()));
  const auto cancelled = std::make_shared<CancelToken>();
  request->cancelled = cancelled;
  const auto exchange = std::make_shared<Exchange>();
  exchange->connection = weak_from_this();
  exchange->in_handler = true;
  Router::Call(*match.route, request, Responder(exchange, loop_.shared_from_this()));
  exchange->in_handler = false;
  if (!exchange->ready && !co_await AwaitAnswer(*exchange, *cancelled)) co_return false;
  ReleaseBody();

  Response response = exchange->failed
                          ? shared.router->Refuse(*request, match, Refusal::kHandlerFailed)
                          : std::move(exchange->response);
  FinishAnswer(match.route, *request, response);
  const bool more_to_come = !peer_closed_ || !unread().empty();
  const bool keep_alive = parser_.keep_alive() && more_to_come && !loop_.draining();
  if (!co_await SendResponse(*request, std::move(response), keep_alive)) co_return false;
  if (keep_alive) co_return true;
  if (co_await Flush()) co_await Linger();
  co_return false;
}

asio::awaitable<bool> Connection::ReadHead() {
  const ServerOptions& options = loop_.shared().options;
  bool in_message = parser_.started();
  if (in_message) SetDeadline(options.header_timeout);
  for (;;) {
    if (!out_.empty() && !co_await Flush()) co_return false;
    if (!in_message) {
      if (loop_.draining()) co_return false;
      // A new connection has its deadline already: it must speak first.
      if (deadline_ == SteadyTime::max()) SetDeadline(options.idle_timeout);
    }
    if (co_await Read() != ReadResult::kBytes) co_return false;
    in_begin_ += parser_.Feed(unread());
    if (parser_.state() != RequestParser::State::kHead) co_return true;
    if (!in_message && parser_.started()) {
      in_message = true;
      idle_ = false;
      SetDeadline(options.header_timeout);
    }
  }
}

asio::awaitable<bool> Connection::ReadBody(const Router::Match& match) {
  using State = RequestParser::State;
  const ServerOptions& options = loop_.shared().options;
  bool asked_for_body = !parser_.expects_continue();
  parser_.LimitBody(match.route->options.max_body_bytes);
  for (;;) {
    in_begin_ += parser_.Feed(unread());
    if (parser_.state() == State::kBodyTooLarge) {
      co_return co_await Refuse(match, Refusal::kBodyTooLarge);
    }
    if (parser_.state() == State::kMalformed || unread().size() > options.max_header_bytes) {
      co_return co_await RefuseMalformed();
    }
    if (!ChargeBody(parser_.request().body.size())) {
      co_return co_await Refuse(match, Refusal::kBodiesFull);
    }
    if (parser_.state() == State::kDone) break;
    if (!asked_for_body && parser_.request().body.empty()) out_ += "HTTP/1.1 100 Continue\r\n\r\n";
    asked_for_body = true;
    if (!out_.empty() && !co_await Flush()) co_return false;
    SetDeadline(options.body_stall_timeout);
    const ReadResult got = co_await Read();
    if (got == ReadResult::kTimeout) co_return co_await Refuse(match, Refusal::kBodyStalled);
    if (got == ReadResult::kClosed) co_return false;
  }
  ClearDeadline();
  co_return true;
}

asio::awaitable<bool> Connection::AwaitAnswer(Exchange& exchange, CancelToken& cancelled) {
  if (!out_.empty()) co_await Flush();
  while (!exchange.ready) {
    if (dead_ || peer_closed_) cancelled.Cancel();
    if (dead_) co_return false;
    StartWatch();
    co_await Sleep();
  }
  co_return true;
}

void Connection::FinishAnswer(const Route* route, const Request& request, Response& response) {
  loop_.CountAnswer(route, response.status, message_started_);
  const bool later = response.status == 429 || response.status == 503;
  if (later && !FindHeader(response.headers, "Retry-After")) {
    response.AddHeader("Retry-After", "1");
  }
  if (response.status < 500) return;
  const std::string id = RequestId(request);
  response.SetHeader("X-Request-Id", id);
  loop_.LogFailure(route, request, response, id);
}

asio::awaitable<bool> Connection::SendResponse(const Request& request, Response response,
                                               bool keep_alive) {
  const bool bodiless = IsBodiless(response.status);
  const bool streams = response.stream && !bodiless;
  HeadFacts facts;
  facts.framing = bodiless                ? Framing::kNone
                  : !streams              ? Framing::kLength
                  : parser_.is_http_1_0() ? Framing::kToEnd
                                          : Framing::kChunked;
  facts.body_bytes = response.body_text().size();
  facts.keep_alive = keep_alive && facts.framing != Framing::kToEnd;
  facts.is_http_1_0 = parser_.is_http_1_0();
  facts.date = loop_.date();
  AppendHead(out_, response, facts);

  if (request.method == Method::kHead || bodiless) co_return true;
  if (streams) co_return co_await SendStream(request, response, facts.framing);
  const std::string_view body = response.body_text();
  if (body.size() <= kCopiedBody) {
    out_ += body;
    if (out_.size() > kMaxGathered) co_return co_await Flush();
    co_return true;
  }
  co_return co_await Flush() && co_await Write(body);
}

asio::awaitable<bool> Connection::SendStream(const Request& request, const Response& response,
                                             Framing framing) {
  const auto queue = std::make_shared<StreamQueue>(
      kStreamQueueBytes, [loop = loop_.shared_from_this(), weak = weak_from_this()] {
        asio::post(loop->context(), [weak] {
          if (const auto connection = weak.lock()) connection->Wake();
        });
      });
  if (IsEventStream(response)) {
    event_stream_ = queue;
    if (loop_.draining()) queue->End(StreamEnd::kClosed);
  }
  try {
    response.stream(StreamWriter(std::make_shared<StreamState>(queue)));
  } catch (const std::exception& exception) {
    LogLine(LogLevel::kError, "http", "stream threw", {{"what", exception.what()}});
  }
  for (;;) {
    const bool flushed = out_.empty() || co_await Flush();
    if (!flushed || dead_ || peer_closed_) {
      queue->End(StreamEnd::kLeft);
      request.cancelled->Cancel();
      break;
    }
    StartWatch();
    const auto [bytes, end] = queue->Take();
    if (!bytes.empty()) {
      if (framing == Framing::kChunked) {
        AppendChunk(out_, bytes);
      } else {
        out_ += bytes;
      }
    } else if (end == StreamEnd::kOpen) {
      co_await Sleep();
    } else {
      event_stream_.reset();
      if (end == StreamEnd::kClosed && framing == Framing::kChunked) {
        out_ += "0\r\n\r\n";
        co_return true;
      }
      break;  // cut short, or ended by the end of the connection
    }
  }
  event_stream_.reset();
  co_return false;
}

asio::awaitable<bool> Connection::Refuse(const Router::Match& match, Refusal refusal) {
  ClearDeadline();
  timed_out_ = false;
  const Request& request = parser_.request();
  Response response = loop_.shared().router->Refuse(request, match, refusal);
  FinishAnswer(match.route, request, response);
  const bool whole = parser_.state() == RequestParser::State::kDone;
  const bool keep_alive = whole && parser_.keep_alive() && !loop_.draining();
  if (!co_await SendResponse(request, std::move(response), keep_alive)) co_return false;
  ReleaseBody();
  if (keep_alive) co_return true;
  if (co_await Flush()) co_await Linger();
  co_return false;
}

asio::awaitable<bool> Connection::RefuseMalformed() {
  ClearDeadline();
  const bool too_large = parser_.state() == RequestParser::State::kHeadTooLarge;
  Response response = TextResponse(too_large ? 431 : 400, parser_.trouble() + "\n");
  loop_.CountAnswer(nullptr, response.status, message_started_);
  Request nothing;
  if (!co_await SendResponse(nothing, std::move(response), false)) co_return false;
  if (co_await Flush()) co_await Linger();
  co_return false;
}

asio::awaitable<Connection::ReadResult> Connection::Read() {
  if (!reading_) {
    if (peer_closed_ || dead_) co_return ReadResult::kClosed;
    const asio::mutable_buffer room = SpareInput();
    error_code error;
    const std::size_t count =
        co_await socket_.async_read_some(room, asio::redirect_error(asio::use_awaitable, error));
    Arrived(error, count);
  }
  while (reading_) co_await Sleep();
  if (std::exchange(timed_out_, false)) co_return ReadResult::kTimeout;
  co_return dead_ || peer_closed_ ? ReadResult::kClosed : ReadResult::kBytes;
}

void Connection::StartWatch() {
  if (reading_ || peer_closed_ || dead_ || unread().size() >= kMaxReadAhead) return;
  reading_ = true;
  socket_.async_read_some(SpareInput(),
                          [self = shared_from_this()](error_code error, std::size_t count) {
                            self->reading_ = false;
                            self->Arrived(error, count);
                            self->Wake();
                          });
}

void Connection::Arrived(const error_code& error, std::size_t bytes) {
  in_end_ += bytes;
  if (!error || timed_out_) return;
  peer_closed_ = true;
  // After a plain end the client may still be listening; after a reset it is gone.
  if (error != asio::error::eof) dead_ = true;
}

asio::mutable_buffer Connection::SpareInput() {
  const std::size_t wanted =
      parser_.state() == RequestParser::State::kBody ? kBodyInput : kSmallInput;
  if (in_begin_ == in_end_) {
    in_begin_ = in_end_ = 0;
    if (in_.size() != wanted) {
      in_.resize(wanted);
      in_.shrink_to_fit();
    }
  } else if (in_begin_ > 0) {
    std::copy(in_.begin() + static_cast<std::ptrdiff_t>(in_begin_),
              in_.begin() + static_cast<std::ptrdiff_t>(in_end_), in_.begin());
    in_end_ -= in_begin_;
    in_begin_ = 0;
  }
  if (in_.size() - in_end_ < kSmallInput / 4) in_.resize(in_end_ + wanted);
  return asio::buffer(in_.data() + in_end_, in_.size() - in_end_);
}

asio::awaitable<bool> Connection::Flush() {
  if (out_.empty()) co_return true;
  const bool done = co_await Write(out_);
  out_.clear();
  co_return done;
}

asio::awaitable<bool> Connection::Write(std::string_view bytes) {
  while (!bytes.empty()) {
    error_code error;
    std::size_t count = socket_.write_some(asio::buffer(bytes.data(), bytes.size()), error);
    if (error == asio::error::would_block) {
      SetDeadline(loop_.shared().options.write_stall_timeout);
      count = co_await socket_.async_write_some(asio::buffer(bytes.data(), bytes.size()),
                                                asio::redirect_error(asio::use_awaitable, error));
      ClearDeadline();
    }
    if (error) {
      dead_ = true;
      co_return false;
    }
    bytes.remove_prefix(count);
  }
  co_return true;
}

asio::awaitable<void> Connection::Linger() {
  if (parser_.state() == RequestParser::State::kDone && unread().empty()) co_return;
  error_code ignored;
  socket_.shutdown(tcp::socket::shutdown_send, ignored);
  SetDeadline(kLingerTimeout);
  std::size_t discarded = unread().size();
  while (discarded < kMaxLingerBytes) {
    if (!reading_) in_begin_ = in_end_;
    if (co_await Read() != ReadResult::kBytes) break;
    discarded += unread().size();
  }
}

bool Connection::ChargeBody(std::size_t bytes) {
  if (bytes <= body_charged_) return true;
  if (!loop_.shared().TakeBodyBytes(bytes - body_charged_)) return false;
  body_charged_ = bytes;
  return true;
}

void Connection::ReleaseBody() {
  if (body_charged_ == 0) return;
  loop_.shared().ReturnBodyBytes(std::exchange(body_charged_, 0));
}

void Connection::SetDeadline(std::chrono::milliseconds from_now) {
  deadline_ = std::chrono::steady_clock::now() + from_now;
}

}  // namespace tenrec::http
