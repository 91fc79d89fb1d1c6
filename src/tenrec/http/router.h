#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <initializer_list>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "tenrec/http/request.h"
#include "tenrec/http/response.h"

namespace tenrec::http {

/// Runs on an IO thread and must not block: what takes longer goes to a WorkerPool. An exception
/// becomes the route's kHandlerFailed page.
using Handler = std::function<void(std::shared_ptr<Request>, Respond)>;

/// What the server refuses by itself, without asking a handler.
enum class Refusal : std::uint8_t {
  kNotFound,          // 404: no route for the path
  kMethodNotAllowed,  // 405: a route, but not for the method
  kBodyTooLarge,      // 413: over RouteOptions::max_body_bytes
  kBodyStalled,       // 408: the body stopped coming
  kBodiesFull,        // 503: no memory left for bodies
  kHandlerFailed,     // 500: the handler threw, or dropped its Respond
};

int StatusOf(Refusal refusal);

/// Makes the body of a refusal in the manner of its family of routes. The status is set to the
/// refusal's, Allow and Retry-After are added when it has not set them.
using ErrorPage = std::function<Response(const Request&, Refusal)>;

struct RouteOptions {
  std::size_t max_body_bytes = 20U << 20U;
  /// Instead of the page of the router's family.
  ErrorPage on_error;
  /// Passes answers through CompressFor, on the thread that responds.
  bool compress = false;
};

/// A pattern with its handler.
struct Route {
  /// As added; the label of the access counters.
  std::string pattern;
  Handler handler;
  RouteOptions options;
};

/// Finds the handler of a request. Filled at start, then only read.
/// Shape:   "/api/projects/{project_id}/query/": {name} stands for one segment, a last {name*} for
///          the rest of the path, with its slashes, which may be empty. A slash at the end of a
///          pattern or of a path means nothing. Plain segments win over {name}, {name} over
///          {name*}.
/// Threads: any, once filled.
class Router {
 public:
  Router();
  ~Router();
  Router(const Router&) = delete;
  Router& operator=(const Router&) = delete;

  /// Two handlers for one method and pattern are a bug and stop the process. A route for kGet
  /// also answers kHead.
  void Add(Method method, std::string_view pattern, Handler handler, RouteOptions options = {});
  void Add(std::initializer_list<Method> methods, std::string_view pattern, const Handler& handler,
           const RouteOptions& options = {});
  /// For a GET or HEAD that no route takes and no error page's prefix covers: the app's pages.
  void SetFallback(Handler handler, RouteOptions options = {});
  /// The page of every refusal below a prefix ("/api/"); the longest prefix wins.
  void SetErrorPage(std::string_view prefix, ErrorPage page);

  /// What was found; without a route, `refusal` says why. Sets request.path_params.
  struct Match {
    const Route* route = nullptr;
    Refusal refusal = Refusal::kNotFound;
    /// "GET, HEAD, POST" when the method was the trouble.
    std::string allow;
  };
  Match Find(Request& request) const;

  /// The page for a refusal: of the route when there is one, else of the family, else plain text.
  Response Refuse(const Request& request, const Match& match, Refusal refusal) const;

  /// Calls the route's handler and catches what it throws; its Respond is then dropped uncalled.
  static void Call(const Route& route, std::shared_ptr<Request> request, Respond respond);

  /// Finds the route and calls it as the server would, on this thread.
  void Dispatch(std::shared_ptr<Request> request, Respond respond) const;

  /// "GET /api/projects/{project_id}", sorted.
  std::vector<std::string> Patterns() const;

 private:
  struct Node;
  const ErrorPage* FamilyPage(std::string_view path) const;

  std::unique_ptr<Node> root_;
  std::unique_ptr<Route> fallback_;
  std::vector<std::pair<std::string, ErrorPage>> error_pages_;
};

}  // namespace tenrec::http
