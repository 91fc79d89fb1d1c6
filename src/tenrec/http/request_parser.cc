#include "tenrec/http/request_parser.h"

#include <algorithm>
#include <optional>
#include <utility>

#include <boost/asio/buffer.hpp>
#include <boost/beast/http/basic_parser.hpp>
#include <boost/beast/http/error.hpp>

#include "tenrec/base/encoding.h"

namespace tenrec::http {
namespace {

namespace beast = boost::beast;

constexpr std::size_t kMaxFields = 256;
// "0\r\n\r\n": an unfinished chunked body is at least that far from its end. Beast asserts that it
// is never asked about less of the last chunk.
constexpr std::size_t kLastChunk = 5;
// More hexadecimal digits are no size of 64 bits.
constexpr std::size_t kMaxSizeDigits = 16;
// Room for a declared body is taken at once up to here; the rest grows as bytes really arrive.
constexpr std::size_t kMaxReserve = 1U << 20U;

Method FromVerb(beast::http::verb verb) {
  switch (verb) {
    case beast::http::verb::get:
      return Method::kGet;
    case beast::http::verb::head:
      return Method::kHead;
    case beast::http::verb::post:
      return Method::kPost;
    case beast::http::verb::put:
      return Method::kPut;
    case beast::http::verb::patch:
      return Method::kPatch;
    case beast::http::verb::delete_:
      return Method::kDelete;
    case beast::http::verb::options:
      return Method::kOptions;
    default:
      return Method::kOther;
  }
}

std::string_view View(beast::string_view text) {
  return {text.data(), text.size()};
}

/// Splits "/path?query" and "http://host/path?query".
void SplitTarget(Request& request) {
  std::string_view rest = request.target;
  if (!rest.starts_with('/')) {
    const std::size_t scheme = rest.find("://");
    if (scheme != std::string_view::npos) {
      const std::size_t path = rest.find_first_of("/?", scheme + 3);
      rest = path == std::string_view::npos ? std::string_view("/") : rest.substr(path);
    }
  }
  const std::size_t question = rest.find('?');
  request.path = rest.substr(0, question);
  if (request.path.empty()) request.path = "/";
  if (question != std::string_view::npos) request.query_string = rest.substr(question + 1);
}

}  // namespace

/// Beast's state machine, writing straight into the Request.
class RequestParser::Beast final : public beast::http::basic_parser<true> {
 public:
  explicit Beast(RequestParser& owner) : owner_(owner) {
    body_limit(boost::none);  // the route's limit is kept here, since it is known only later
    header_limit(static_cast<std::uint32_t>(owner.max_header_bytes_));
    eager(false);
  }

  /// Whether what waits may become a chunk, as far as one can tell. Beast looks at a chunk's size
  /// only when the whole line is there, so that without this a client with a bad size would wait
  /// for its answer until it is taken for a slow one.
  bool MayBecomeChunk(std::string_view bytes) const {
    if (!chunked() || bytes.size() <= chunk_left_) return true;
    bytes.remove_prefix(chunk_left_);
    if (!is_first_chunk_) {  // the line of the chunk before ends here
      for (const char c : {'\r', '\n'}) {
        if (bytes.empty()) return true;
        if (bytes.front() != c) return false;
        bytes.remove_prefix(1);
      }
    }
    constexpr std::string_view kDigits = "0123456789abcdefABCDEF";
    const std::size_t digits = std::min(bytes.find_first_not_of(kDigits), bytes.size());
    if (digits > kMaxSizeDigits) return false;
    if (digits == bytes.size()) return true;
    return digits > 0 && std::string_view("\r; \t").find(bytes[digits]) != std::string_view::npos;
  }

 private:
  using Error = beast::error_code;

  void on_request_impl(beast::http::verb verb, beast::string_view, beast::string_view target,
                       int version, Error&) override {
    owner_.request_.method = FromVerb(verb);
    owner_.request_.target = View(target);
    owner_.is_http_1_0_ = version == 10;
  }
  void on_response_impl(int, beast::string_view, int, Error&) override {}

  void on_field_impl(beast::http::field, beast::string_view name, beast::string_view value,
                     Error& error) override {
    if (is_header_done()) return;  // trailers: nobody has asked for any
    if (owner_.request_.headers.size() >= kMaxFields) {
      error = beast::http::error::header_limit;
      return;
    }
    owner_.request_.headers.push_back({std::string(View(name)), std::string(View(value))});
  }
  void on_header_impl(Error&) override {}
  void on_body_init_impl(const boost::optional<std::uint64_t>&, Error&) override {}
  std::size_t on_body_impl(beast::string_view bytes, Error& error) override {
    return Append(View(bytes), error);
  }
  void on_chunk_header_impl(std::uint64_t size, beast::string_view, Error& error) override {
    chunk_left_ = size;
    is_first_chunk_ = false;
    if (size > owner_.max_body_bytes_ - owner_.request_.body.size()) {
      error = beast::http::error::body_limit;
    }
  }
  std::size_t on_chunk_body_impl(std::uint64_t left, beast::string_view bytes,
                                 Error& error) override {
    const std::size_t taken = Append(View(bytes), error);
    chunk_left_ = left - taken;
    return taken;
  }
  void on_finish_impl(Error&) override {}

  std::size_t Append(std::string_view bytes, Error& error) {
    if (bytes.size() > owner_.max_body_bytes_ - owner_.request_.body.size()) {
      error = beast::http::error::body_limit;
      return 0;
    }
    owner_.request_.body.append(bytes);
    return bytes.size();
  }

  RequestParser& owner_;
  std::uint64_t chunk_left_ = 0;
  bool is_first_chunk_ = true;
};

RequestParser::RequestParser(std::size_t max_header_bytes) : max_header_bytes_(max_header_bytes) {
  Reset();
}
RequestParser::~RequestParser() = default;

void RequestParser::Reset() {
  request_ = Request();
  beast_ = std::make_unique<Beast>(*this);
  state_ = State::kHead;
  trouble_.clear();
  head_bytes_ = 0;
  max_body_bytes_ = 0;
  started_ = keep_alive_ = is_http_1_0_ = expects_continue_ = false;
}

void RequestParser::Fail(State state, std::string trouble) {
  state_ = state;
  trouble_ = std::move(trouble);
}

std::size_t RequestParser::Feed(std::string_view bytes) {
  std::size_t used = 0;
  // Blank lines in front of a request line are skipped: some clients end a body with one too many.
  if (!started_) {
    while (used < bytes.size() && (bytes[used] == '\r' || bytes[used] == '\n')) ++used;
    if (used == bytes.size()) return used;
    started_ = true;
  }
  const State before = state_;
  while (state_ == before && (state_ == State::kHead || state_ == State::kBody) &&
         used < bytes.size()) {
    if (state_ == State::kBody && beast_->chunked() && bytes.size() - used < kLastChunk) break;
    beast::error_code error;
    const std::size_t taken =
        beast_->put(boost::asio::const_buffer(bytes.data() + used, bytes.size() - used), error);
    used += taken;
    if (state_ == State::kHead) {
      head_bytes_ += taken;
      // The parser's own limit is for one line; this one is for all of them.
      const std::size_t waiting = beast_->is_header_done() ? 0 : bytes.size() - used;
      if (head_bytes_ + waiting > max_header_bytes_) error = beast::http::error::header_limit;
    }
    if (error == beast::http::error::need_more) break;
    if (error == beast::http::error::header_limit) {
      Fail(State::kHeadTooLarge, "headers too large");
    } else if (error == beast::http::error::body_limit) {
      Fail(State::kBodyTooLarge, "body too large");
    } else if (error) {
      Fail(State::kMalformed, error.message());
    } else if (state_ == State::kHead && beast_->is_header_done()) {
      FinishHead();
    } else if (beast_->is_done()) {
      state_ = State::kDone;
    }
  }
  if (state_ == State::kBody && before == State::kBody &&
      !beast_->MayBecomeChunk(bytes.substr(used))) {
    Fail(State::kMalformed, "bad chunk");
  }
  return used;
}

void RequestParser::FinishHead() {
  int hosts = 0;
  int lengths = 0;
  for (const Header& header : request_.headers) {
    if (EqualsIgnoreCase(header.name, "Host")) {
      ++hosts;
    } else if (EqualsIgnoreCase(header.name, "Content-Length")) {
      ++lengths;
      if (header.value.find_first_not_of("0123456789") != std::string::npos) {
        return Fail(State::kMalformed, "bad Content-Length");
      }
    } else if (EqualsIgnoreCase(header.name, "Transfer-Encoding")) {
      if (!EqualsIgnoreCase(header.value, "chunked") || is_http_1_0_) {
        return Fail(State::kMalformed, "bad Transfer-Encoding");
      }
    } else if (EqualsIgnoreCase(header.name, "Expect")) {
      expects_continue_ = EqualsIgnoreCase(header.value, "100-continue") && !is_http_1_0_;
    }
  }
  if (lengths > 1) return Fail(State::kMalformed, "more than one Content-Length");
  if (hosts > 1 || (hosts == 0 && !is_http_1_0_)) {
    return Fail(State::kMalformed, "exactly one Host is needed");
  }
  SplitTarget(request_);
  keep_alive_ = beast_->keep_alive();
  state_ = beast_->is_done() ? State::kDone : State::kBody;
  beast_->eager(true);
}

void RequestParser::LimitBody(std::size_t max_bytes) {
  max_body_bytes_ = max_bytes;
  const auto declared = beast_->content_length();
  if (!declared) return;
  if (*declared > max_bytes) return Fail(State::kBodyTooLarge, "body too large");
  request_.body.reserve(std::min(static_cast<std::size_t>(*declared), kMaxReserve));
}

}  // namespace tenrec::http
