#include "tenrec/http/router.h"

#include <algorithm>
#include <array>
#include <exception>
#include <map>

#include "tenrec/base/check.h"
#include "tenrec/base/encoding.h"
#include "tenrec/base/logging.h"
#include "tenrec/http/status.h"

namespace tenrec::http {
namespace {

constexpr std::size_t kMethods = static_cast<std::size_t>(Method::kOther) + 1;
// A path of more segments than this is nobody's route, and the search stays bounded.
constexpr std::size_t kMaxSegments = 64;

/// The segments between slashes, without the empty ones that a leading and one trailing slash make.
std::vector<std::string_view> SplitPath(std::string_view path) {
  if (path.starts_with('/')) path.remove_prefix(1);
  if (path.ends_with('/')) path.remove_suffix(1);
  std::vector<std::string_view> segments;
  if (path.empty()) return segments;
  segments.reserve(8);
  for (;;) {
    const std::size_t slash = path.find('/');
    segments.push_back(path.substr(0, slash));
    if (slash == std::string_view::npos) return segments;
    path.remove_prefix(slash + 1);
  }
}

bool IsPlaceholder(std::string_view segment) {
  return segment.size() > 2 && segment.front() == '{' && segment.back() == '}';
}

bool IsTail(std::string_view segment) {
  return IsPlaceholder(segment) && segment[segment.size() - 2] == '*';
}

/// One pattern's end in the tree: a route for each method, and the names of its placeholders.
struct Ending {
  std::array<std::unique_ptr<Route>, kMethods> routes;
  std::array<std::vector<std::string>, kMethods> names;

  bool empty() const {
    return std::none_of(routes.begin(), routes.end(), [](const auto& route) { return !!route; });
  }
  std::optional<std::size_t> IndexFor(Method method) const {
    const auto index = static_cast<std::size_t>(method);
    if (routes[index]) return index;
    const auto get = static_cast<std::size_t>(Method::kGet);
    if (method == Method::kHead && routes[get]) return get;
    return std::nullopt;
  }
};

}  // namespace

int StatusOf(Refusal refusal) {
  switch (refusal) {
    case Refusal::kNotFound:
      return 404;
    case Refusal::kMethodNotAllowed:
      return 405;
    case Refusal::kBodyTooLarge:
      return 413;
    case Refusal::kBodyStalled:
      return 408;
    case Refusal::kBodiesFull:
      return 503;
    case Refusal::kHandlerFailed:
      return 500;
  }
  return 500;
}

/// A place in the tree of segments.
struct Router::Node {
  std::map<std::string, std::unique_ptr<Node>, std::less<>> plain;
  std::unique_ptr<Node> placeholder;
  Ending here;
  Ending tail;

  /// What the search has found so far.
  struct Search {
    const std::vector<std::string_view>& segments;
    std::string_view path;
    Method method;
    std::vector<std::string_view> values;  // what stands for the placeholders on the way here
    std::string allow;                     // methods of endings that fit but for the method
    const Ending* ending = nullptr;
    std::size_t index = 0;
  };

  static bool Take(const Ending& ending, Search& search) {
    if (ending.empty()) return false;
    const auto index = ending.IndexFor(search.method);
    if (!index) {
      for (std::size_t i = 0; i < kMethods; ++i) {
        if (!ending.routes[i]) continue;
        if (!search.allow.empty()) search.allow += ", ";
        search.allow += MethodName(static_cast<Method>(i));
        if (static_cast<Method>(i) == Method::kGet) search.allow += ", HEAD";
      }
      return false;
    }
    search.ending = &ending;
    search.index = *index;
    return true;
  }

  bool Find(std::size_t depth, Search& search) const {
    if (depth == search.segments.size()) {
      if (Take(here, search)) return true;
    } else {
      const std::string_view segment = search.segments[depth];
      const auto child = plain.find(segment);
      if (child != plain.end() && child->second->Find(depth + 1, search)) return true;
      if (placeholder && !segment.empty()) {
        search.values.push_back(segment);
        if (placeholder->Find(depth + 1, search)) return true;
        search.values.pop_back();
      }
    }
    if (tail.empty()) return false;
    // The tail is what the path holds from this segment on, with its slashes as they are.
    std::string_view rest;
    if (depth < search.segments.size()) {
      rest = search.path.substr(
          static_cast<std::size_t>(search.segments[depth].data() - search.path.data()));
    }
    search.values.push_back(rest);
    if (Take(tail, search)) return true;
    search.values.pop_back();
    return false;
  }

  void List(std::vector<std::string>& out) const {
    for (const Ending* ending : {&here, &tail}) {
      for (std::size_t i = 0; i < kMethods; ++i) {
        if (!ending->routes[i]) continue;
        out.push_back(std::string(MethodName(static_cast<Method>(i))) + " " +
                      ending->routes[i]->pattern);
      }
    }
    for (const auto& [segment, child] : plain) child->List(out);
    if (placeholder) placeholder->List(out);
  }
};

Router::Router() : root_(std::make_unique<Node>()) {
}
Router::~Router() = default;

void Router::Add(Method method, std::string_view pattern, Handler handler, RouteOptions options) {
  Node* node = root_.get();
  std::vector<std::string> names;
  bool is_tail = false;
  for (std::string_view segment : SplitPath(pattern)) {
    TENREC_CHECK(!is_tail) << "nothing may follow the tail: " << pattern;
    if (IsTail(segment)) {
      names.emplace_back(segment.substr(1, segment.size() - 3));
      is_tail = true;
    } else if (IsPlaceholder(segment)) {
      names.emplace_back(segment.substr(1, segment.size() - 2));
      if (!node->placeholder) node->placeholder = std::make_unique<Node>();
      node = node->placeholder.get();
    } else {
      auto& child = node->plain[std::string(segment)];
      if (!child) child = std::make_unique<Node>();
      node = child.get();
    }
  }
  Ending& ending = is_tail ? node->tail : node->here;
  const auto index = static_cast<std::size_t>(method);
  TENREC_CHECK(!ending.routes[index])
      << "two routes for " << MethodName(method) << " " << std::string(pattern);
  ending.routes[index] =
      std::make_unique<Route>(Route{std::string(pattern), std::move(handler), std::move(options)});
  ending.names[index] = std::move(names);
}

void Router::Add(std::initializer_list<Method> methods, std::string_view pattern,
                 const Handler& handler, const RouteOptions& options) {
  for (const Method method : methods) Add(method, pattern, handler, options);
}

void Router::SetFallback(Handler handler, RouteOptions options) {
  fallback_ = std::make_unique<Route>(Route{"fallback", std::move(handler), std::move(options)});
}

void Router::SetErrorPage(std::string_view prefix, ErrorPage page) {
  const auto shorter =
      std::find_if(error_pages_.begin(), error_pages_.end(),
                   [&](const auto& each) { return each.first.size() < prefix.size(); });
  error_pages_.emplace(shorter, prefix, std::move(page));
}

const ErrorPage* Router::FamilyPage(std::string_view path) const {
  const std::string closed = path.ends_with('/') ? std::string(path) : std::string(path) + "/";
  for (const auto& [prefix, page] : error_pages_) {
    if (closed.starts_with(prefix)) return &page;
  }
  return nullptr;
}

Router::Match Router::Find(Request& request) const {
  Match match;
  request.path_params.clear();
  const std::vector<std::string_view> segments = SplitPath(request.path);
  if (request.path.starts_with('/') && segments.size() <= kMaxSegments) {
    Node::Search search{segments, request.path, request.method, {}, {}};
    if (root_->Find(0, search)) {
      match.route = search.ending->routes[search.index].get();
      const auto& names = search.ending->names[search.index];
      for (std::size_t i = 0; i < names.size(); ++i) {
        request.path_params.emplace_back(names[i], PercentDecode(search.values[i], false));
      }
      return match;
    }
    match.allow = std::move(search.allow);
  }
  if (!match.allow.empty()) {
    match.refusal = Refusal::kMethodNotAllowed;
    return match;
  }
  const bool is_read = request.method == Method::kGet || request.method == Method::kHead;
  if (fallback_ && is_read && FamilyPage(request.path) == nullptr) match.route = fallback_.get();
  return match;
}

Response Router::Refuse(const Request& request, const Match& match, Refusal refusal) const {
  const int status = StatusOf(refusal);
  const ErrorPage* page = match.route != nullptr && match.route->options.on_error
                              ? &match.route->options.on_error
                              : FamilyPage(request.path);
  Response response = page != nullptr
                          ? (*page)(request, refusal)
                          : TextResponse(status, std::string(ReasonPhrase(status)) + "\n");
  response.status = status;
  response.stream = nullptr;
  if (refusal == Refusal::kMethodNotAllowed && !FindHeader(response.headers, "Allow")) {
    response.AddHeader("Allow", match.allow);
  }
  if (refusal == Refusal::kBodiesFull && !FindHeader(response.headers, "Retry-After")) {
    response.AddHeader("Retry-After", "1");
  }
  return response;
}

void Router::Call(const Route& route, std::shared_ptr<Request> request, Respond respond) {
  if (route.options.compress) {
    respond = [request, inner = std::move(respond)](Response response) mutable {
      CompressFor(*request, response);
      inner(std::move(response));
    };
  }
  try {
    route.handler(std::move(request), std::move(respond));
  } catch (const std::exception& exception) {
    LogLine(LogLevel::kError, "http", "handler threw",
            {{"route", route.pattern}, {"what", exception.what()}});
  } catch (...) {
    LogLine(LogLevel::kError, "http", "handler threw", {{"route", route.pattern}});
  }
}

void Router::Dispatch(std::shared_ptr<Request> request, Respond respond) const {
  const Match match = Find(*request);
  if (match.route == nullptr) {
    respond(Refuse(*request, match, match.refusal));
    return;
  }
  if (request->body.size() > match.route->options.max_body_bytes) {
    respond(Refuse(*request, match, Refusal::kBodyTooLarge));
    return;
  }
  Call(*match.route, std::move(request), std::move(respond));
}

std::vector<std::string> Router::Patterns() const {
  std::vector<std::string> patterns;
  root_->List(patterns);
  std::sort(patterns.begin(), patterns.end());
  return patterns;
}

}  // namespace tenrec::http
