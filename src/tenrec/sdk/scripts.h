#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "tenrec/base/result.h"

namespace tenrec::sdk {

/// A file of the browser SDK, read and packed once, when it is first asked for.
/// Threads: any.
class Script {
 public:
  explicit Script(std::string path) : path_(std::move(path)) {}

  /// Errors: what reading the file gives.
  Result<std::shared_ptr<const std::string>> Plain() const;
  /// Null when packing does not make it smaller.
  Result<std::shared_ptr<const std::string>> Gzip() const;
  Result<std::shared_ptr<const std::string>> Brotli() const;
  /// Of the plain bytes, in quotes.
  Result<std::string> Etag() const;

 private:
  Status Load() const;

  const std::string path_;
  mutable std::mutex mutex_;
  mutable std::shared_ptr<const std::string> plain_;
  mutable std::shared_ptr<const std::string> gzip_;
  mutable std::shared_ptr<const std::string> brotli_;
  mutable std::string etag_;
};

/// A script that was asked for, and whether exactly this version of it was.
struct FoundScript {
  std::shared_ptr<const Script> script;
  bool exact_version = false;
};

/// The versions of the browser SDK that are shipped. Constant after opening.
class ScriptLibrary {
 public:
  /// Lists a `dist` of posthog-js, or its subdirectories that are each one; integrity.json names
  /// the version. A missing directory has no scripts. Errors: kDataLoss when integrity.json is
  /// unreadable.
  static Result<ScriptLibrary> Open(const std::string& directory);

  /// The script of the newest version.
  std::optional<FoundScript> Find(std::string_view name) const;
  /// For "?v=": that version, else the newest of its major, else the newest.
  std::optional<FoundScript> FindNear(std::string_view name, std::string_view version) const;
  /// For "/static/<version>/": that version, or the newest of a "1" or "1.449".
  std::optional<FoundScript> FindExact(std::string_view name, std::string_view version) const;

  bool empty() const { return versions_.empty(); }

 private:
  struct Version {
    std::vector<std::uint32_t> numbers;
    std::string text;
    std::map<std::string, std::shared_ptr<const Script>, std::less<>> scripts;
  };

  std::optional<FoundScript> FindIn(const Version& version, std::string_view name,
                                    bool exact) const;

  /// Newest first.
  std::vector<Version> versions_;
};

/// What stands in for the toolbar, which is no part of the package.
std::string_view ToolbarScript();

}  // namespace tenrec::sdk
