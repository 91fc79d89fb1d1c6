#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "tenrec/http/request.h"

namespace tenrec::http {

/// Reads one request after the other from bytes as they arrive; stops after the headers of each,
/// so that the caller can look up the route and its limit before the body is taken.
/// Source: RFC 9112; what allows two readings is refused.
class RequestParser {
 public:
  enum class State : std::uint8_t {
    kHead,          // in the request line or the headers
    kBody,          // the headers are complete, the body is not
    kDone,          // take the request, then Reset
    kMalformed,     // `trouble` says why; the connection is beyond repair, as in the states below
    kHeadTooLarge,  // over max_header_bytes
    kBodyTooLarge,  // over LimitBody
  };

  explicit RequestParser(std::size_t max_header_bytes);
  ~RequestParser();
  RequestParser(const RequestParser&) = delete;
  RequestParser& operator=(const RequestParser&) = delete;

  /// Ready for the next request.
  void Reset();

  /// Takes what it can use and says how many bytes that were; present the rest again, with more
  /// behind it. Returns as soon as the state changes.
  std::size_t Feed(std::string_view bytes);

  /// Refuses a body of more bytes, whether declared or counted. Call it in kBody, before Feed.
  void LimitBody(std::size_t max_bytes);

  State state() const { return state_; }
  /// Whether any byte of the request has been seen.
  bool started() const { return started_; }
  const std::string& trouble() const { return trouble_; }
  /// Filled up to where the state says.
  Request& request() { return request_; }

  // Known once the headers are complete.
  bool keep_alive() const { return keep_alive_; }
  bool is_http_1_0() const { return is_http_1_0_; }
  bool expects_continue() const { return expects_continue_; }

 private:
  class Beast;
  friend class Beast;

  void Fail(State state, std::string trouble);
  /// Judges the headers as a whole.
  void FinishHead();

  const std::size_t max_header_bytes_;
  std::unique_ptr<Beast> beast_;
  State state_ = State::kHead;
  Request request_;
  std::string trouble_;
  std::size_t head_bytes_ = 0;
  std::size_t max_body_bytes_ = 0;
  bool started_ = false;
  bool keep_alive_ = false;
  bool is_http_1_0_ = false;
  bool expects_continue_ = false;
};

}  // namespace tenrec::http
