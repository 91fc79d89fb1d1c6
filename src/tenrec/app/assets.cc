#include "tenrec/app/assets.h"

#include <array>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <system_error>
#include <utility>

#include "tenrec/base/encoding.h"
#include "tenrec/base/hash.h"

namespace tenrec::app {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kMaxTotal = 128U << 20U;

constexpr std::array<std::pair<std::string_view, std::string_view>, 19> kContentTypes = {{
    {".html", "text/html; charset=utf-8"},
    {".js", "text/javascript; charset=utf-8"},
    {".mjs", "text/javascript; charset=utf-8"},
    {".css", "text/css; charset=utf-8"},
    {".json", "application/json"},
    {".map", "application/json"},
    {".webmanifest", "application/manifest+json"},
    {".svg", "image/svg+xml"},
    {".png", "image/png"},
    {".jpg", "image/jpeg"},
    {".webp", "image/webp"},
    {".avif", "image/avif"},
    {".gif", "image/gif"},
    {".ico", "image/x-icon"},
    {".woff2", "font/woff2"},
    {".woff", "font/woff"},
    {".ttf", "font/ttf"},
    {".wasm", "application/wasm"},
    {".txt", "text/plain; charset=utf-8"},
}};

Result<std::string> ReadFile(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) return Unavailable("cannot read " + path.string());
  std::string bytes{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
  if (file.bad()) return Unavailable("cannot read " + path.string());
  return bytes;
}

std::string Base64Sha256(std::string_view text) {
  const auto digest = Sha256(text);
  return Base64Encode({reinterpret_cast<const char*>(digest.data()), digest.size()});
}

/// The path without the ending, when it has that ending.
std::string WithoutEnding(const std::string& path, std::string_view ending) {
  return path.ends_with(ending) ? path.substr(0, path.size() - ending.size()) : std::string();
}

}  // namespace

std::string_view ContentTypeOf(std::string_view path) {
  for (const auto& [ending, type] : kContentTypes) {
    if (path.ends_with(ending)) return type;
  }
  return "application/octet-stream";
}

Result<Assets> LoadAssets(const std::string& directory) {
  Assets assets;
  std::map<std::string, std::shared_ptr<const std::string>> files;
  std::error_code error;
  if (!fs::is_directory(directory, error)) return assets;
  std::size_t total = 0;
  fs::recursive_directory_iterator at(directory, error);
  for (const fs::recursive_directory_iterator end; !error && at != end; at.increment(error)) {
    if (!at->is_regular_file(error)) continue;
    TRY_ASSIGN(std::string bytes, ReadFile(at->path()));
    total += bytes.size();
    if (total > kMaxTotal) return ResourceExhausted(directory + " holds more than 128 MB");
    files[fs::relative(at->path(), directory, error).generic_string()] =
        std::make_shared<const std::string>(std::move(bytes));
  }
  if (error) return Unavailable("cannot list " + directory + ": " + error.message());

  for (const auto& [path, bytes] : files) {
    const auto digest = Sha256(*bytes);
    Asset& asset = assets[path];
    asset.content_type = ContentTypeOf(path);
    asset.etag = "\"" + HexEncode(std::span(digest).first(12)) + "\"";
    asset.immutable = path.starts_with("assets/");
    asset.plain = bytes;
  }
  for (const auto& [path, bytes] : files) {
    const auto brotli = assets.find(WithoutEnding(path, ".br"));
    if (brotli != assets.end()) brotli->second.brotli = bytes;
    const auto gzip = assets.find(WithoutEnding(path, ".gz"));
    if (gzip != assets.end()) gzip->second.gzip = bytes;
  }
  return assets;
}

std::string PagePolicy(std::string_view html) {
  std::string scripts;
  for (std::size_t at = 0; (at = html.find("<script", at)) != std::string_view::npos;) {
    const std::size_t open_end = html.find('>', at);
    if (open_end == std::string_view::npos) break;
    const std::size_t close = html.find("</script>", open_end);
    if (close == std::string_view::npos) break;
    const bool is_inline = html.substr(at, open_end - at).find(" src=") == std::string_view::npos;
    if (is_inline) {
      scripts += " 'sha256-" + Base64Sha256(html.substr(open_end + 1, close - open_end - 1)) + "'";
    }
    at = close;
  }
  // Charts and menus place themselves with style attributes, which no hash can foresee.
  return "default-src 'self'; script-src 'self'" + scripts +
         "; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self' data:; "
         "connect-src 'self'; worker-src 'self' blob:; object-src 'none'; base-uri 'none'; "
         "form-action 'self'";
}

}  // namespace tenrec::app
