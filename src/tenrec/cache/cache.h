#pragma once

#include <chrono>
#include <memory>
#include <string>
#include <string_view>

namespace tenrec::cache {

/// Byte strings under a key. Any value may vanish at any time; callers must be right without it.
/// Threads: any.
class Cache {
 public:
  virtual ~Cache() = default;

  /// The value, or null when it is absent, expired or was thrown out.
  virtual std::shared_ptr<const std::string> Get(std::string_view key) = 0;
  /// Replaces the value. Units: `time_to_live` counts from now; nothing is kept when it is not
  /// positive.
  virtual void Put(std::string_view key, std::string value,
                   std::chrono::milliseconds time_to_live) = 0;
  virtual void Erase(std::string_view key) = 0;
};

}  // namespace tenrec::cache
