#include "tenrec/engine/native_writer.h"

#include <algorithm>

#include "tenrec/base/hash.h"

namespace tenrec::engine {
namespace {

constexpr std::uint64_t kAdditionalKeys = 0x200;  // the dictionary is in the block itself
constexpr std::uint64_t kNeedUpdate = 0x400;
constexpr std::size_t kFirstSlots = 64;

}  // namespace

DictionaryColumn::DictionaryColumn(bool nullable)
    // The first key stands for the default, of a nullable column for NULL and then the default.
    : slots_(kFirstSlots), reserved_(nullable ? 2 : 1), count_(reserved_), keys_(count_, '\0') {
}

void DictionaryColumn::Clear() {
  if (count_ > reserved_) std::fill(slots_.begin(), slots_.end(), Slot{});
  count_ = reserved_;
  keys_.assign(reserved_, '\0');
  indexes_.clear();
}

std::uint32_t DictionaryColumn::Find(std::string_view text) {
  const std::uint64_t hash = FastHash(text);
  const std::size_t mask = slots_.size() - 1;
  std::size_t at = hash & mask;
  while (slots_[at].index != 0) {
    const Slot& slot = slots_[at];
    if (slot.hash == hash && slot.size == text.size() &&
        std::memcmp(keys_.data() + slot.begin, text.data(), text.size()) == 0) {
      return slot.index;
    }
    at = (at + 1) & mask;
  }
  AppendVarint(keys_, text.size());
  slots_[at] = {hash, count_, static_cast<std::uint32_t>(keys_.size()),
                static_cast<std::uint32_t>(text.size())};
  keys_ += text;
  const std::uint32_t index = count_++;
  if (static_cast<std::size_t>(count_) * 2 > slots_.size()) Grow();
  return index;
}

void DictionaryColumn::Grow() {
  std::vector<Slot> old(slots_.size() * 2);
  old.swap(slots_);
  const std::size_t mask = slots_.size() - 1;
  for (const Slot& slot : old) {
    if (slot.index == 0) continue;
    std::size_t at = slot.hash & mask;
    while (slots_[at].index != 0) at = (at + 1) & mask;
    slots_[at] = slot;
  }
}

void DictionaryColumn::EncodeData(std::string& out) const {
  if (indexes_.empty()) return;
  const std::uint64_t width = count_ <= 0x100 ? 0 : count_ <= 0x10000 ? 1 : 2;
  AppendFixed<std::uint64_t>(out, kAdditionalKeys | kNeedUpdate | width);
  AppendFixed<std::uint64_t>(out, count_);
  out += keys_;
  AppendFixed<std::uint64_t>(out, indexes_.size());
  const std::size_t begin = out.size();
  out.resize(begin + (indexes_.size() << width));
  char* at = out.data() + begin;
  for (const std::uint32_t index : indexes_) {
    std::memcpy(at, &index, std::size_t{1} << width);  // little-endian: the low bytes come first
    at += std::size_t{1} << width;
  }
}

}  // namespace tenrec::engine
