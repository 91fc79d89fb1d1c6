#include "tenrec/http/router.h"

#include <stdexcept>

#include <gtest/gtest.h>

#include "tenrec/http/status.h"

namespace tenrec::http {
namespace {

/// A handler that answers with its name and the path parameters.
Handler Echo(std::string name) {
  return [name](const std::shared_ptr<Request>& request, Respond respond) {
    std::string text = name;
    for (const auto& [key, value] : request->path_params) text += " " + key + "=" + value;
    respond(TextResponse(200, text));
  };
}

Response Ask(const Router& router, Method method, std::string path) {
  auto request = std::make_shared<Request>();
  request->method = method;
  request->path = std::move(path);
  Response got;
  router.Dispatch(request, [&](Response response) { got = std::move(response); });
  return got;
}

TEST(Router, PrefersPlainSegmentsThenPlaceholdersThenTails) {
  Router router;
  router.Add(Method::kGet, "/", Echo("root"));
  router.Add(Method::kGet, "/api/projects/{id}/", Echo("one"));
  router.Add(Method::kGet, "/api/projects/@current/", Echo("current"));
  router.Add(Method::kGet, "/api/projects/{id}/query/{query_id}", Echo("query"));
  router.Add(Method::kGet, "/static/{file*}", Echo("file"));
  router.Add(Method::kPost, "/api/{anything*}", Echo("post"));

  const auto says = [&](std::string_view path, std::string_view text) {
    EXPECT_EQ(Ask(router, Method::kGet, std::string(path)).body, text) << path;
  };
  says("/", "root");
  says("/api/projects/7", "one id=7");
  says("/api/projects/7/", "one id=7");
  says("/api/projects/a%2Fb%20c/", "one id=a/b c");
  says("/api/projects/@current", "current");
  says("/api/projects/7/query/x", "query id=7 query_id=x");
  says("/static/a/b.js", "file file=a/b.js");
  says("/static/a/b/", "file file=a/b/");
  says("/static", "file file=");
  EXPECT_EQ(Ask(router, Method::kPost, "/api/projects/7").body, "post anything=projects/7");
}

TEST(Router, SaysWhatIsWrongWhenNoRouteFits) {
  Router router;
  router.Add({Method::kGet, Method::kPost}, "/e", Echo("e"));
  EXPECT_EQ(Ask(router, Method::kGet, "/f").status, 404);
  EXPECT_EQ(Ask(router, Method::kGet, "/e//").status, 404);
  EXPECT_EQ(Ask(router, Method::kGet, "//e").status, 404);
  EXPECT_EQ(Ask(router, Method::kHead, "/e/").status, 200);
  const Response wrong = Ask(router, Method::kDelete, "/e/");
  EXPECT_EQ(wrong.status, 405);
  EXPECT_EQ(FindHeader(wrong.headers, "Allow"), "GET, HEAD, POST");
}

TEST(Router, UsesTheErrorPageOfTheLongestPrefixAndKeepsTheFallbackOutOfIt) {
  Router router;
  router.SetFallback(Echo("app"));
  const auto page = [](std::string text) {
    return [text](const Request&, Refusal refusal) {
      return TextResponse(0, text + " " + std::to_string(StatusOf(refusal)));
    };
  };
  router.SetErrorPage("/api/", page("api"));
  router.SetErrorPage("/api/deep/", page("deep"));
  RouteOptions own;
  own.on_error = page("own");
  own.max_body_bytes = 0;
  router.Add(
      Method::kPost, "/api/throws",
      [](const auto&, const Respond&) { throw std::runtime_error("no"); }, own);

  EXPECT_EQ(Ask(router, Method::kGet, "/anything").body, "app");
  EXPECT_EQ(Ask(router, Method::kPost, "/anything").status, 404);
  EXPECT_EQ(Ask(router, Method::kGet, "/api/unknown").body, "api 404");
  EXPECT_EQ(Ask(router, Method::kGet, "/api").body, "api 404");
  EXPECT_EQ(Ask(router, Method::kGet, "/api/deep/x").body, "deep 404");
  EXPECT_EQ(Ask(router, Method::kGet, "/api/throws").body, "api 405");

  auto request = std::make_shared<Request>();
  request->method = Method::kPost;
  request->path = "/api/throws";
  request->body = "x";
  Response got;
  router.Dispatch(request, [&](Response response) { got = std::move(response); });
  EXPECT_EQ(got.body, "own 413");
  EXPECT_EQ(got.status, 413);
}

TEST(Router, StopsTheProcessOnTwoRoutesForOnePattern) {
  Router router;
  router.Add(Method::kGet, "/e", Echo("a"));
  EXPECT_DEATH(router.Add(Method::kGet, "/e/", Echo("b")), "two routes");
}

TEST(Router, ListsItsPatterns) {
  Router router;
  router.Add({Method::kPost, Method::kGet}, "/e", Echo("a"));
  router.Add(Method::kGet, "/api/{id}", Echo("b"));
  EXPECT_EQ(router.Patterns(), (std::vector<std::string>{"GET /api/{id}", "GET /e", "POST /e"}));
}

TEST(Router, PacksLongTextForClientsThatTakeIt) {
  Router router;
  RouteOptions options;
  options.compress = true;
  router.Add(
      Method::kGet, "/long",
      [](const auto&, Respond respond) { respond(TextResponse(200, std::string(5000, 'a'))); },
      options);
  const auto size_for = [&](std::string accepts) {
    auto request = std::make_shared<Request>();
    request->path = "/long";
    request->headers.push_back({"Accept-Encoding", std::move(accepts)});
    Response got;
    router.Dispatch(request, [&](Response response) { got = std::move(response); });
    EXPECT_EQ(FindHeader(got.headers, "Vary"), "Accept-Encoding");
    return got.body.size();
  };
  EXPECT_LT(size_for("br, gzip"), 200U);
  EXPECT_LT(size_for("gzip;q=0.5"), 200U);
  EXPECT_EQ(size_for("gzip;q=0"), 5000U);
  EXPECT_EQ(size_for("br"), 5000U);
}

TEST(Request, ReadsQueryParametersAndCookies) {
  Request request;
  request.query_string = "a=1&b=x+y%21&a=2&flag&=&";
  request.headers = {{"Cookie", "one=1; two=a%20b"}, {"cookie", "three=3"}};
  EXPECT_EQ(request.Query("a"), "2");
  EXPECT_EQ(request.QueryAll("a"), (std::vector<std::string>{"1", "2"}));
  EXPECT_EQ(request.Query("b"), "x y!");
  EXPECT_EQ(request.Query("flag"), "");
  EXPECT_FALSE(request.Query("c"));
  EXPECT_EQ(request.Cookie("two"), "a b");
  EXPECT_EQ(request.Cookie("three"), "3");
  EXPECT_FALSE(request.Cookie("four"));
  EXPECT_EQ(PrintCookie({.name = "s", .value = "a;b", .max_age = -1, .secure = true}),
            "s=a%3Bb; Path=/; Max-Age=0; HttpOnly; Secure; SameSite=Lax");
}

TEST(StatusOf, EveryCodeHasANamedStatus) {
  for (int code = 0; code <= static_cast<int>(ErrorCode::kInternal); ++code) {
    EXPECT_NE(ReasonPhrase(StatusOf(static_cast<ErrorCode>(code))), "Unknown") << code;
  }
}

}  // namespace
}  // namespace tenrec::http
