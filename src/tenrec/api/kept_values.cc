#include "tenrec/api/kept_values.h"

#include <algorithm>
#include <chrono>
#include <utility>

#include "tenrec/base/encoding.h"

namespace tenrec::api {
namespace {

constexpr std::chrono::seconds kMaxAge{60};
constexpr std::size_t kMaxBytes = 4U << 20U;

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

void KeptValues::Keep(std::string_view of, std::string_view text,
                      std::vector<CountedValue> values) {
  if (!IsPlain(text) || values.size() > kMaxValues) return;
  Search search{.of = std::string(of),
                .text = ToLowerAscii(text),
                .found_at = clock_.Now(),
                .values = std::move(values)};
  search.bytes = sizeof(Search) + search.of.size() + search.text.size();
  for (const CountedValue& value : search.values) {
    search.bytes += sizeof(CountedValue) + value.value.size();
  }
  if (search.bytes > kMaxBytes / 4) return;
  const MutexLock lock(mutex_);
  bytes_ += search.bytes;
  searches_.push_front(std::move(search));
  while (bytes_ > kMaxBytes) {
    bytes_ -= searches_.back().bytes;
    searches_.pop_back();
  }
}

}  // namespace tenrec::api
