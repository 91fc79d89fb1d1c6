#include "tenrec/query/text_numbers.h"

#include <algorithm>
#include <array>

#include "tenrec/base/hash.h"

namespace tenrec::query {
namespace {

constexpr std::size_t kFirstSlots = 256;
/// Texts that are looked up together.
constexpr std::size_t kBatch = 64;

std::uint32_t HashOf(std::string_view text) {
  return static_cast<std::uint32_t>(FastHash(text));
}

}  // namespace

// A table of many texts is in no cache of the processor. A pass over a batch for each thing that a
// look-up reads makes the processor fetch them all while it waits for one.
void TextNumbers::Number(const engine::Column& texts, std::vector<std::uint32_t>& numbers) {
  numbers.resize(texts.rows());
  std::array<std::string_view, kBatch> batch;
  std::array<std::uint32_t, kBatch> hashes{};
  for (std::size_t begin = 0; begin < numbers.size(); begin += kBatch) {
    const std::size_t count = std::min(kBatch, numbers.size() - begin);
    while ((size() + count) * 2 >= slots_.size()) Grow();
    const std::size_t mask = slots_.size() - 1;
    for (std::size_t i = 0; i < count; ++i) {
      batch[i] = texts.Text(begin + i);
      hashes[i] = HashOf(batch[i]);
      __builtin_prefetch(&slots_[hashes[i] & mask]);
    }
    for (std::size_t i = 0; i < count; ++i) {
      const Slot& slot = slots_[hashes[i] & mask];
      if (slot.number != 0) __builtin_prefetch(&starts_[slot.number - 1]);
    }
    for (std::size_t i = 0; i < count; ++i) {
      const Slot& slot = slots_[hashes[i] & mask];
      if (slot.number != 0) __builtin_prefetch(bytes_.data() + starts_[slot.number - 1]);
    }
    for (std::size_t i = 0; i < count; ++i) numbers[begin + i] = Find(batch[i], hashes[i]);
  }
}

std::uint32_t TextNumbers::Find(std::string_view text, std::uint32_t hash) {
  const std::size_t mask = slots_.size() - 1;
  for (std::size_t at = hash & mask;; at = (at + 1) & mask) {
    Slot& slot = slots_[at];
    if (slot.number == 0) {
      starts_.push_back(bytes_.size());
      bytes_ += text;
      slot = {.hash = hash, .number = static_cast<std::uint32_t>(size())};
      return slot.number - 1;
    }
    if (slot.hash == hash && TextOf(slot.number - 1) == text) return slot.number - 1;
  }
}

void TextNumbers::Grow() {
  std::vector<Slot> before(std::max(kFirstSlots, slots_.size() * 2));
  before.swap(slots_);
  const std::size_t mask = slots_.size() - 1;
  for (const Slot& slot : before) {
    if (slot.number == 0) continue;
    std::size_t at = slot.hash & mask;
    while (slots_[at].number != 0) at = (at + 1) & mask;
    slots_[at] = slot;
  }
}

}  // namespace tenrec::query
