#pragma once

#include <cstddef>
#include <map>
#include <memory>
#include <string>
#include <string_view>

#include "tenrec/base/result.h"

namespace tenrec::app {

/// One built file, plain and packed.
struct Asset {
  std::string content_type;
  /// In quotes, of the plain bytes.
  std::string etag;
  /// Its name holds a hash of its content, so that it never changes.
  bool immutable = false;
  std::shared_ptr<const std::string> plain;
  /// From the sibling "<name>.br" and "<name>.gz"; null without one.
  std::shared_ptr<const std::string> brotli;
  std::shared_ptr<const std::string> gzip;
};

/// By path below the directory: "index.html", "assets/index-BxK2p9Qa.js".
using Assets = std::map<std::string, Asset, std::less<>>;

/// Reads every file below a directory into memory. A missing directory has no files.
/// Errors: kResourceExhausted above 128 MB, kUnavailable when a file cannot be read.
Result<Assets> LoadAssets(const std::string& directory);

/// "text/html; charset=utf-8" for ".html"; application/octet-stream for an unknown ending.
std::string_view ContentTypeOf(std::string_view path);

/// The Content-Security-Policy of a page: its own origin, and the inline scripts that it holds now.
/// Source: https://www.w3.org/TR/CSP3/
std::string PagePolicy(std::string_view html);

}  // namespace tenrec::app
