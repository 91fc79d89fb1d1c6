#include "tenrec/app/app.h"

#include <cstdlib>
#include <filesystem>
#include <fstream>

#include <gtest/gtest.h>

#include "tenrec/app/assets.h"

namespace tenrec::app {
namespace {

class AppTest : public testing::Test {
 protected:
  AppTest() {
    folder_ = testing::TempDir() + "/app_XXXXXX";
    EXPECT_NE(mkdtemp(folder_.data()), nullptr);
    std::filesystem::create_directory(folder_ + "/assets");
  }
  ~AppTest() override { std::filesystem::remove_all(folder_); }

  void Write(const std::string& path, std::string_view bytes) {
    std::ofstream(folder_ + "/" + path, std::ios::binary) << bytes;
  }

  http::Response Get(std::string path, std::vector<http::Header> headers = {}) {
    http::Router router;
    EXPECT_TRUE(AddRoutes(router, folder_));
    auto request = std::make_shared<http::Request>();
    request->path = std::move(path);
    request->headers = std::move(headers);
    http::Response got;
    router.Dispatch(request, [&](http::Response response) { got = std::move(response); });
    return got;
  }

  std::string folder_;
};

TEST_F(AppTest, ServesHashedFilesForever) {
  Write("assets/index-AbCd1234.js", "plain js");
  Write("assets/index-AbCd1234.js.br", "brotli js");
  Write("assets/index-AbCd1234.js.gz", "gzip js");
  Write("logo.svg", "<svg/>");

  const auto serves = [&](std::string accepts, std::string_view body, std::string_view encoding) {
    const auto got =
        Get("/static/app/assets/index-AbCd1234.js", {{"Accept-Encoding", std::move(accepts)}});
    EXPECT_EQ(got.status, 200);
    EXPECT_EQ(got.body_text(), body);
    EXPECT_EQ(FindHeader(got.headers, "Content-Encoding").value_or(""), encoding);
    EXPECT_EQ(FindHeader(got.headers, "Content-Type"), "text/javascript; charset=utf-8");
    EXPECT_EQ(FindHeader(got.headers, "Cache-Control"), "public, max-age=31536000, immutable");
    EXPECT_EQ(FindHeader(got.headers, "Vary"), "Accept-Encoding");
  };
  serves("", "plain js", "");
  serves("gzip, deflate, br", "brotli js", "br");
  serves("gzip, deflate", "gzip js", "gzip");
  serves("br;q=0, gzip", "gzip js", "gzip");

  const auto logo = Get("/static/app/logo.svg");
  EXPECT_EQ(FindHeader(logo.headers, "Cache-Control"), "no-cache");
  const auto again = Get("/static/app/logo.svg",
                         {{"If-None-Match", std::string(*FindHeader(logo.headers, "ETag"))}});
  EXPECT_EQ(again.status, 304);
  EXPECT_TRUE(again.body_text().empty());
}

TEST_F(AppTest, ShowsThePageForEveryAddressThatAPersonOpens) {
  Write("index.html",
        "<!doctype html><script>theme()</script><script type=\"module\" src=\"x\">"
        "</script>");
  const std::vector<http::Header> browser = {{"Accept", "text/html,application/xhtml+xml"}};
  for (std::string path : {"/", "/login", "/project/7/insights/new", "/static-page", "/events"}) {
    const auto got = Get(path, browser);
    EXPECT_EQ(got.status, 200) << path;
    EXPECT_EQ(FindHeader(got.headers, "Cache-Control"), "no-cache");
    const std::string policy(FindHeader(got.headers, "Content-Security-Policy").value_or(""));
    // printf 'theme()' | openssl dgst -sha256 -binary | base64
    EXPECT_NE(policy.find("script-src 'self' 'sha256-"
                          "Rfr3GgHZFiXm+TmNr+li+0sZ4J9FGllo8jsXcJF5XZ8=';"),
              std::string::npos)
        << policy;
  }
  for (std::string path : {"/static/nothing.js", "/api/nothing", "/e", "/s/x", "/array/t/config"}) {
    EXPECT_EQ(Get(path, browser).status, 404) << path;
  }
  EXPECT_EQ(FindHeader(Get("/login", browser).headers, "X-Frame-Options"), "SAMEORIGIN");
  EXPECT_EQ(Get("/favicon.ico", {{"Accept", "image/*"}}).status, 404);
  EXPECT_EQ(Get("/").status, 200);
}

TEST_F(AppTest, LetsOthersFrameOnlyTheAddressesThatAskForIt) {
  Write("index.html", "<!doctype html>");
  http::Router router;
  const auto framed = AddRoutes(router, folder_);
  ASSERT_TRUE(framed);
  const auto policy = [](const http::Response& response) {
    return std::string(FindHeader(response.headers, "Content-Security-Policy").value_or(""));
  };
  EXPECT_TRUE(policy(Get("/")).ends_with("; frame-ancestors 'self'"));
  const http::Response open = (*framed)(http::Request());
  EXPECT_TRUE(policy(open).ends_with("; frame-ancestors *"));
  EXPECT_FALSE(FindHeader(open.headers, "X-Frame-Options"));
}

TEST_F(AppTest, StaysInsideItsDirectory) {
  Write("index.html", "x");
  for (std::string path : {"/static/app/../../etc/passwd", "/static/app/%2e%2e/index.html",
                           "/static/app/", "/static/app//index.html"}) {
    EXPECT_EQ(Get(path).status, 404) << path;
  }
}

TEST_F(AppTest, SaysHowToBuildTheAppWhenItIsMissing) {
  const auto got = Get("/");
  EXPECT_EQ(got.status, 200);
  EXPECT_NE(got.body_text().find("./dev build"), std::string_view::npos);
  EXPECT_EQ(Get("/robots.txt").body_text(), "User-agent: *\nDisallow: /\n");
}

}  // namespace
}  // namespace tenrec::app
