#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "tenrec/base/thread_annotations.h"
#include "tenrec/base/time.h"

namespace tenrec::accounts {

/// A request with events whose key no project has.
struct RefusedRequest {
  std::string_view key;
  /// How its sender calls itself, "posthog-js"; may be empty.
  std::string_view sdk;
  /// The host of the page that sent it, or the address of a program.
  std::string_view origin;
  Timestamp at;
};

/// A key that events came with and that no project has. Whoever shows it shows ShownKey(key).
struct RefusedKey {
  std::string key;
  /// Of the last request.
  std::string sdk;
  std::string origin;
  std::uint64_t requests = 0;
  Timestamp first_seen;
  Timestamp last_seen;
};

/// The keys that capture refused of late, so that whoever waits for events can be told. They are
/// kept in memory only, and few of them: in a flood of random keys, one that comes again outstays
/// those that came once.
/// Threads: any. What a call costs does not depend on how many keys were refused.
class RefusedKeys {
 public:
  static constexpr std::size_t kMaxKeys = 32;
  static constexpr std::chrono::hours kRemembered{1};

  void Note(const RefusedRequest& request);
  /// Those that came in the last hour, the latest first.
  std::vector<RefusedKey> Recent(Timestamp now) const;

 private:
  mutable Mutex mutex_;
  std::vector<RefusedKey> keys_ GUARDED_BY(mutex_);
};

/// As much of a key as may be shown: its first characters, at most half of it, and of a secret one
/// only of which kind it is: "phc_abcd…", "phx_…".
std::string ShownKey(std::string_view key);

/// Whether the key is a project's token that was copied or typed not quite right: a few characters
/// are wrong or missing, it was cut off, or something stands around it.
bool Resembles(std::string_view key, std::string_view token);

}  // namespace tenrec::accounts
