#include "tenrec/api/kept_values.h"

#include <algorithm>
#include <chrono>
#include <utility>

#include "tenrec/base/encoding.h"

namespace tenrec::api {
namespace {

constexpr std::chrono::seconds kMaxAge{60};
constexpr std::chrono::hours kMany{1};
constexpr std::size_t kMaxBytes = 4U << 20U;
constexpr std::size_t kMaxLists = 1'000;
/// A list with a longer name, such as one of very many events, is not read ahead.
constexpr std::size_t kMaxName = 1'000;
/// Nobody waits for these reads, and those for which somebody does need the processors, too.
constexpr int kMaxUnderWay = 2;

bool Holds(std::string_view text, std::string_view part) {
  return text.find(part) != std::string_view::npos;
}

}  // namespace

bool KeptValues::IsPlain(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return c >= ' ' && c <= '~'; });
}

std::optional<std::vector<CountedValue>> KeptValues::Find(std::string_view of,
                                                          std::string_view text) {
  if (!IsPlain(text)) return std::nullopt;
  const std::string wanted = ToLowerAscii(text);
  const Timestamp oldest = clock_.Now() - kMaxAge;
  const MutexLock lock(mutex_);
  for (const Search& search : searches_) {
    if (search.of != of || search.found_at < oldest || !Holds(wanted, search.text)) continue;
    std::vector<CountedValue> found;
    for (const CountedValue& value : search.values) {
      if (Holds(ToLowerAscii(value.value), wanted)) found.push_back(value);
    }
    return found;
  }
  return std::nullopt;
}

bool KeptValues::Keep(std::string_view of, std::string_view text, std::vector<CountedValue> values,
                      Timestamp found_at) {
  if (!IsPlain(text) || values.size() > kMaxValues) return false;
  Search search{.of = std::string(of),
                .text = ToLowerAscii(text),
                .found_at = found_at,
                .values = std::move(values)};
  search.bytes = sizeof(Search) + search.of.size() + search.text.size();
  for (const CountedValue& value : search.values) {
    search.bytes += sizeof(CountedValue) + value.value.size();
  }
  if (search.bytes > kMaxBytes / 4) return false;
  const MutexLock lock(mutex_);
  bytes_ += search.bytes;
  searches_.push_front(std::move(search));
  while (bytes_ > kMaxBytes) {
    bytes_ -= searches_.back().bytes;
    searches_.pop_back();
  }
  return true;
}

void KeptValues::ForgetOldLists(Timestamp now) {
  std::erase_if(lists_, [now](const auto& entry) {
    const List& list = entry.second;
    return list.begun_at < (list.has_many ? now - kMany : now - kMaxAge);
  });
}

bool KeptValues::Begin(std::string_view of) {
  const Timestamp now = clock_.Now();
  const MutexLock lock(mutex_);
  ForgetOldLists(now);
  if (under_way_ >= kMaxUnderWay || lists_.size() >= kMaxLists || of.size() > kMaxName) {
    return false;
  }
  if (!lists_.try_emplace(std::string(of), List{.begun_at = now}).second) return false;
  ++under_way_;
  return true;
}

void KeptValues::End(std::string_view of, bool has_answer) {
  const MutexLock lock(mutex_);
  --under_way_;
  if (has_answer) return;
  const auto found = lists_.find(of);
  if (found != lists_.end() && !found->second.has_many) lists_.erase(found);
}

std::optional<Timestamp> KeptValues::BegunAt(std::string_view of) {
  const Timestamp oldest = clock_.Now() - kMaxAge;
  const MutexLock lock(mutex_);
  const auto found = lists_.find(of);
  if (found == lists_.end() || found->second.has_many || found->second.begun_at < oldest) {
    return std::nullopt;
  }
  return found->second.begun_at;
}

void KeptValues::HasMany(std::string_view of) {
  const MutexLock lock(mutex_);
  const auto found = lists_.find(of);
  if (found != lists_.end()) found->second.has_many = true;
}

}  // namespace tenrec::api
