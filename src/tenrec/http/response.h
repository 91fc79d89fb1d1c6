#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "tenrec/base/json.h"
#include "tenrec/base/result.h"
#include "tenrec/base/unique_function.h"
#include "tenrec/http/request.h"

namespace tenrec::http {

class StreamState;

/// The writing end of a response that is sent piece by piece. Copies are the same stream; dropping
/// the last one without Close cuts the connection, so that the client sees the answer is not whole.
/// Threads: any.
class StreamWriter {
 public:
  explicit StreamWriter(std::shared_ptr<StreamState> state);

  /// Queues bytes and never blocks. False, with nothing queued, when the client left or it reads
  /// too slowly and the queue is full; a lone piece of any size fits an empty queue.
  [[nodiscard]] bool Write(std::string bytes);
  /// Waits until Write would take something; false when the client left. Never on an IO thread.
  [[nodiscard]] bool WaitForRoom();
  /// Ends the response; what is queued is still sent.
  void Close();
  /// Whether the response has ended, by Close or because the client left or the server stops.
  bool closed() const;

 private:
  std::shared_ptr<StreamState> state_;
};

/// What the log says of an answer of 500 and more, beside its route; never sent.
struct Failure {
  /// A word: the engine's own, or the code of the error.
  std::string code;
  /// Empty when it is not known.
  std::string project;
  /// A sentence without secrets and without what a client asked; empty when there is none.
  std::string why;
};

/// What the server answers. Content-Length, Date and Connection are the server's to set; an answer
/// of 429 or 503 gets a Retry-After when it has none, one of 500 and more an X-Request-Id.
struct Response {
  int status = 200;
  std::vector<Header> headers;
  std::string body;
  /// Sent instead of `body` when set: bytes that many answers share.
  std::shared_ptr<const std::string> shared_body;
  /// Sent instead of a body when set: called once on an IO thread, so it must hand the writer to
  /// somebody else at once. A "text/event-stream" is ended at once when the server stops, every
  /// other stream may finish.
  std::function<void(StreamWriter)> stream;
  Failure failure;

  std::string_view body_text() const { return shared_body ? *shared_body : body; }
  /// Replaces the field or adds it.
  void SetHeader(std::string_view name, std::string_view value);
  /// Adds one more, as Set-Cookie and Vary need.
  void AddHeader(std::string_view name, std::string_view value);
};

/// Call it once, from any thread; later calls do nothing. Dropping it uncalled answers 500.
using Respond = UniqueFunction<void(Response)>;

Response TextResponse(int status, std::string text);
Response JsonResponse(int status, const Json& value);
/// JSON that is printed already.
Response JsonTextResponse(int status, std::string text);
Response RedirectResponse(int status, std::string_view location);

/// A Set-Cookie value.
struct Cookie {
  std::string name;
  std::string value;
  std::string path = "/";
  /// 0 makes a cookie of the browser session; below 0 removes it. Units: seconds.
  std::int64_t max_age = 0;
  bool http_only = true;
  bool secure = false;
  std::string same_site = "Lax";
};
std::string PrintCookie(const Cookie& cookie);

/// Whether Accept-Encoding names the coding ("gzip", "br") or '*', and does not refuse it.
bool TakesEncoding(const Request& request, std::string_view coding);

/// Packs the body with gzip when that is worth it and the client takes it: text of more than 1 KiB.
/// Adds Vary. Runs as long as the packing takes: call it where blocking is fine.
void CompressFor(const Request& request, Response& response);

}  // namespace tenrec::http
