#pragma once

#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "tenrec/base/metrics.h"
#include "tenrec/base/result.h"
#include "tenrec/capture/capture.h"
#include "tenrec/capture/cors.h"
#include "tenrec/http/router.h"

namespace tenrec::capture {

/// Where time goes between a request's last byte and its answer.
struct Stages {
  explicit Stages(Metrics& metrics);
  Histogram& decode;
  Histogram& judge;
  Histogram& append;
};

/// Measures one stage after the other. Threads: one at a time; it may wander between them.
class StageTimer {
 public:
  /// Counts the time since the last call, or since it was made.
  void Finish(Histogram& stage) {
    const auto now = std::chrono::steady_clock::now();
    stage.Observe(std::chrono::duration<double>(now - since_).count());
    since_ = now;
  }

 private:
  std::chrono::steady_clock::time_point since_ = std::chrono::steady_clock::now();
};

/// A path for SDKs: its manners towards browsers, and its counters. Lives as long as the router.
class Door {
 public:
  /// The words of a door for what went wrong before or beside its handler.
  using Wording = http::Response (*)(http::Refusal refusal, std::size_t max_body_bytes);

  Door(std::string_view path, CorsPolicy cors, Wording wording, std::size_t max_body_bytes,
       Metrics& metrics);

  /// The page the server shows by itself: refusals with CORS headers, counted like answers.
  http::ErrorPage ErrorPage(std::shared_ptr<const Door> self) const;
  void Finish(const http::Request& request, http::Response& response) const;
  /// Adds to the number of events let in.
  void CountEvents(std::size_t count) const { events_.Add(count); }

  std::string_view path() const { return path_; }
  std::size_t max_body_bytes() const { return max_body_bytes_; }
  http::Response Refuse(http::Refusal refusal) const { return wording_(refusal, max_body_bytes_); }

 private:
  const std::string path_;
  const CorsPolicy cors_;
  const Wording wording_;
  const std::size_t max_body_bytes_;
  Metrics& metrics_;
  Counter& answered_200_;
  Counter& answered_204_;
  Counter& events_;
};

/// One request that is being served. Shared between the thread that decodes it and the log's thread
/// that says when it is safe.
struct Call {
  std::shared_ptr<http::Request> request;
  http::Respond respond;
  std::shared_ptr<const Door> door;
  StageTimer timer;

  void Answer(http::Response response) {
    door->Finish(*request, response);
    respond(std::move(response));
  }
};

/// What a door does with a call.
using Serve = std::function<void(const std::shared_ptr<Call>&)>;

/// A handler that runs `serve` here, or on a worker when decoding could take long, and answers 503
/// when no worker is free. HEAD is refused: the doors take what they list and nothing else.
http::Handler ServeWith(std::shared_ptr<const Door> door, io::WorkerPool* workers, Serve serve);

/// The answer to OPTIONS.
http::Response AnswerOptions(const http::Request& request, std::string_view body);

/// A wire limit, a token, a shape that is wrong: the plain text of capture.md 11.2.
http::Response V0Error(const Error& error);
/// The log did not take the records: plain text and Retry-After.
http::Response V0NotStored(const Error& error);
/// Seconds until the log is worth another try, as Retry-After says them.
std::string_view RetryAfter(const Error& error);
http::Response V0Refusal(http::Refusal refusal, std::size_t max_body_bytes);
/// The same for v1, in JSON.
http::Response V1Error(const Error& error);
http::Response V1Refusal(http::Refusal refusal, std::size_t max_body_bytes);

}  // namespace tenrec::capture
