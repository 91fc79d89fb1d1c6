#include "tenrec/app/app.h"

#include <array>
#include <filesystem>
#include <system_error>
#include <utility>

#include "tenrec/app/assets.h"

namespace tenrec::app {
namespace {

constexpr std::string_view kNotBuilt =
    "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><title>Tenrec</title>"
    "<style>body{font:16px/1.6 system-ui,sans-serif;max-width:40em;margin:15vh auto;padding:0 "
    "1em}code{background:#eee;padding:.1em .3em;border-radius:3px}</style>"
    "<h1>Tenrec is running</h1><p>The server is up, but its web app is not built. Run "
    "<code>./dev build</code> in the source folder, which leaves it beside the program, then start "
    "again.<p>SDKs and the API work without it.</html>";

constexpr std::array<std::string_view, 12> kNotPages = {
    "/api/",   "/static/", "/array/", "/e/",       "/s/", "/i/",
    "/flags/", "/decide/", "/batch/", "/capture/", "/_",  "/metrics/"};

struct Page {
  Assets assets;
  /// Without the word about who may frame it, which differs from address to address.
  std::string policy;
};

enum class Framing { kOwnPages, kAnyPage };

bool Matches(std::string_view if_none_match, std::string_view etag) {
  return if_none_match == "*" || if_none_match.find(etag) != std::string_view::npos;
}

http::Response ServeAsset(const http::Request& request, const Asset& asset) {
  http::Response response;
  response.AddHeader("Content-Type", asset.content_type);
  response.AddHeader("ETag", asset.etag);
  response.AddHeader("Cache-Control",
                     asset.immutable ? "public, max-age=31536000, immutable" : "no-cache");
  response.AddHeader("X-Content-Type-Options", "nosniff");
  if (asset.brotli || asset.gzip) response.AddHeader("Vary", "Accept-Encoding");
  if (Matches(request.HeaderText("If-None-Match"), asset.etag)) {
    response.status = 304;
    return response;
  }
  response.shared_body = asset.plain;
  if (asset.brotli && http::TakesEncoding(request, "br")) {
    response.shared_body = asset.brotli;
    response.AddHeader("Content-Encoding", "br");
  } else if (asset.gzip && http::TakesEncoding(request, "gzip")) {
    response.shared_body = asset.gzip;
    response.AddHeader("Content-Encoding", "gzip");
  }
  return response;
}

/// Whether the address is one that a person opens, not a file or an endpoint that is missing.
bool IsPage(const http::Request& request) {
  const std::string closed = request.path.ends_with('/') ? request.path : request.path + "/";
  for (std::string_view prefix : kNotPages) {
    if (closed.starts_with(prefix)) return false;
  }
  return request.path == "/" ||
         request.HeaderText("Accept").find("text/html") != std::string_view::npos;
}

http::Response ServePage(const http::Request& request, const Page& page, Framing framing) {
  const auto index = page.assets.find("index.html");
  http::Response response;
  if (index != page.assets.end()) {
    response = ServeAsset(request, index->second);
    response.AddHeader("Content-Security-Policy",
                       page.policy + (framing == Framing::kAnyPage ? "; frame-ancestors *"
                                                                   : "; frame-ancestors 'self'"));
  } else {
    response.AddHeader("Content-Type", "text/html; charset=utf-8");
    response.AddHeader("Cache-Control", "no-store");
    response.body = kNotBuilt;
  }
  response.AddHeader("Referrer-Policy", "same-origin");
  if (framing == Framing::kOwnPages) response.AddHeader("X-Frame-Options", "SAMEORIGIN");
  return response;
}

}  // namespace

std::string AppDirectory(const std::string& setting) {
  if (!setting.empty()) return setting;
  std::error_code error;
  const auto program = std::filesystem::read_symlink("/proc/self/exe", error);
  return error ? std::string("web") : (program.parent_path() / "web").string();
}

Result<FramedPage> AddRoutes(http::Router& router, const std::string& directory) {
  const auto page = std::make_shared<Page>();
  TRY_ASSIGN(page->assets, LoadAssets(directory));
  const auto index = page->assets.find("index.html");
  if (index != page->assets.end()) page->policy = PagePolicy(*index->second.plain);

  router.Add(http::Method::kGet, "/static/app/{file*}",
             [page](const std::shared_ptr<http::Request>& request, http::Respond respond) {
               const auto asset = page->assets.find(request->PathParam("file"));
               respond(asset == page->assets.end() ? http::TextResponse(404, "not found\n")
                                                   : ServeAsset(*request, asset->second));
             });
  router.Add(http::Method::kGet, "/robots.txt", [](const auto&, http::Respond respond) {
    respond(http::TextResponse(200, "User-agent: *\nDisallow: /\n"));
  });
  router.SetFallback([page](const std::shared_ptr<http::Request>& request, http::Respond respond) {
    respond(IsPage(*request) ? ServePage(*request, *page, Framing::kOwnPages)
                             : http::TextResponse(404, "not found\n"));
  });
  return FramedPage([page](const http::Request& request) {
    return ServePage(request, *page, Framing::kAnyPage);
  });
}

}  // namespace tenrec::app
