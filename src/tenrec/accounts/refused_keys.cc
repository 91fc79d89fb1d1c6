#include "tenrec/accounts/refused_keys.h"

#include <algorithm>
#include <functional>
#include <numeric>
#include <utility>

#include "tenrec/base/encoding.h"

namespace tenrec::accounts {
namespace {

constexpr std::size_t kMaxKeyBytes = 64;
constexpr std::size_t kMaxSdkCharacters = 64;
constexpr std::size_t kMaxOriginCharacters = 128;

/// The beginning of what a stranger wrote, without characters that do something to a line.
std::string Readable(std::string_view text, std::size_t max_characters) {
  constexpr std::size_t kMaxBytesOfOne = 4;
  const std::string repaired = RepairUtf8(text.substr(0, max_characters * kMaxBytesOfOne));
  std::string out(Utf8Prefix(repaired, max_characters));
  std::erase_if(out, [](char c) { return static_cast<unsigned char>(c) < ' ' || c == '\x7F'; });
  return out;
}

/// How many characters must be put in, left out or changed to make one text the other.
std::size_t EditDistance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> row(b.size() + 1);
  std::iota(row.begin(), row.end(), std::size_t{0});
  for (std::size_t i = 0; i < a.size(); ++i) {
    std::size_t diagonal = std::exchange(row[0], i + 1);
    for (std::size_t k = 0; k < b.size(); ++k) {
      const std::size_t changed = diagonal + (a[i] == b[k] ? 0 : 1);
      diagonal = row[k + 1];
      row[k + 1] = std::min({changed, row[k] + 1, row[k + 1] + 1});
    }
  }
  return row.back();
}

}  // namespace

void RefusedKeys::Note(const RefusedRequest& request) {
  const std::string_view key = request.key.substr(0, kMaxKeyBytes);
  std::string sdk = Readable(request.sdk, kMaxSdkCharacters);
  std::string origin = Readable(request.origin, kMaxOriginCharacters);
  const MutexLock lock(mutex_);
  std::erase_if(keys_,
                [&](const RefusedKey& one) { return request.at - one.last_seen > kRemembered; });
  auto found = std::ranges::find(keys_, key, &RefusedKey::key);
  if (found == keys_.end()) {
    if (keys_.size() < kMaxKeys) {
      found = keys_.emplace(keys_.end());
    } else {
      found = std::ranges::min_element(keys_, std::less(), [](const RefusedKey& one) {
        return std::pair(one.requests, one.last_seen.micros);
      });
    }
    *found = RefusedKey();
    found->key = key;
    found->first_seen = request.at;
  }
  ++found->requests;
  found->sdk = std::move(sdk);
  found->origin = std::move(origin);
  found->last_seen = std::max(found->last_seen, request.at);
}

std::vector<RefusedKey> RefusedKeys::Recent(Timestamp now) const {
  std::vector<RefusedKey> recent;
  {
    const MutexLock lock(mutex_);
    recent = keys_;
  }
  std::erase_if(recent, [&](const RefusedKey& one) { return now - one.last_seen > kRemembered; });
  std::ranges::stable_sort(recent, std::greater(), &RefusedKey::last_seen);
  return recent;
}

std::string ShownKey(std::string_view key) {
  constexpr std::size_t kKindLength = 4;
  constexpr std::size_t kMaxShown = 8;
  const bool is_secret = key.size() >= kKindLength && key.starts_with("ph") &&
                         key[kKindLength - 1] == '_' && !key.starts_with("phc_");
  const std::size_t shown = is_secret ? kKindLength : std::min(kMaxShown, key.size() / 2);
  return std::string(key.substr(0, shown)) + "…";
}

bool Resembles(std::string_view key, std::string_view token) {
  // Shorter ones are like each other by chance.
  constexpr std::size_t kMinLength = 16;
  constexpr std::size_t kMaxEdits = 3;
  if (key.size() < kMinLength || token.size() < kMinLength) return false;
  const std::string written = ToLowerAscii(key.substr(0, kMaxKeyBytes));
  const std::string right = ToLowerAscii(token);
  const bool holds_or_is_part =
      written.find(right) != std::string::npos || right.find(written) != std::string::npos;
  return holds_or_is_part || EditDistance(written, right) <= kMaxEdits;
}

}  // namespace tenrec::accounts
