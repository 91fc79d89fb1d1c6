#include "tenrec/query/actor_rows.h"

#include <algorithm>
#include <bit>
#include <cstring>
#include <utility>

#include "tenrec/base/check.h"

namespace tenrec::query {
namespace {

constexpr std::size_t kFirstSlots = 256;
/// Rows that are looked up together.
constexpr std::size_t kBatch = 64;

}  // namespace

std::uint64_t ActorRows::HashOf(const Key& key) {
  std::uint64_t mixed = (key.high ^ std::rotl(key.low, 29)) * 0x9E3779B97F4A7C15U;
  mixed ^= mixed >> 32U;
  mixed = (mixed + key.low) * 0xD6E8FEB86659FD93U;
  return mixed ^ (mixed >> 32U);
}

std::uint32_t ActorRows::Part::NumberOf(const Key& key, std::uint64_t hash) {
  const std::size_t mask = slots.size() - 1;
  for (std::size_t at = hash & mask;; at = (at + 1) & mask) {
    if (slots[at] == 0) {
      actors.push_back(key);
      slots[at] = static_cast<std::uint32_t>(actors.size());
      return slots[at] - 1;
    }
    if (actors[slots[at] - 1] == key) return slots[at] - 1;
  }
}

void ActorRows::Part::Grow() {
  slots.assign(std::max(kFirstSlots, slots.size() * 2), 0);
  const std::size_t mask = slots.size() - 1;
  for (std::size_t i = 0; i < actors.size(); ++i) {
    std::size_t at = HashOf(actors[i]) & mask;
    while (slots[at] != 0) at = (at + 1) & mask;
    slots[at] = static_cast<std::uint32_t>(i + 1);
  }
}

void ActorRows::Part::Append(std::uint32_t actor, std::int64_t number) {
  const std::size_t at = rows++ % kPageRows;
  if (at == 0) pages.push_back(std::make_unique_for_overwrite<Page>());
  pages.back()->actors[at] = actor;
  pages.back()->numbers[at] = number;
}

void ActorRows::ReadKeys(const engine::Column& actors) {
  keys_.resize(actors.rows());
  if (actors.type->kind == engine::TypeKind::kString) {
    texts_.Number(actors, text_numbers_);
    for (std::size_t i = 0; i < keys_.size(); ++i) keys_[i] = {.high = text_numbers_[i], .low = 0};
    return;
  }
  const std::string_view bytes = actors.Bytes(0, keys_.size());
  TENREC_CHECK(bytes.size() == keys_.size() * sizeof(Key)) << actors.type->name;
  if (!bytes.empty()) std::memcpy(keys_.data(), bytes.data(), bytes.size());
}

// The actors are in no cache of the processor when there are many. Passes over a batch make it
// fetch what the next look-ups read while it waits for one.
void ActorRows::Add(const engine::Column& actors, std::span<const std::int64_t> numbers) {
  ReadKeys(actors);
  struct Row {
    std::uint64_t hash;
    std::uint32_t row;
  };
  std::array<Row, kBatch> batch{};
  std::size_t waiting = 0;
  std::array<std::pair<Part*, std::uint32_t>, kBatch> found{};
  for (std::size_t begin = 0; begin < keys_.size(); begin += kBatch) {
    const std::size_t end = std::min(begin + kBatch, keys_.size());
    waiting = 0;
    // Rows of one actor often come together, so only the first of them is looked up.
    for (std::size_t i = begin; i < end; ++i) {
      if (i > begin && keys_[i] == keys_[i - 1]) continue;
      const std::uint64_t hash = HashOf(keys_[i]);
      batch[waiting++] = {.hash = hash, .row = static_cast<std::uint32_t>(i)};
      if (!IsOfRound(PartOf(hash))) continue;
      Part& part = parts_[PartOf(hash)];
      if ((part.actors.size() + kBatch) * 2 >= part.slots.size()) part.Grow();
      __builtin_prefetch(&part.slots[hash & (part.slots.size() - 1)]);
    }
    for (std::size_t i = 0; i < waiting; ++i) {
      const Part& part = parts_[PartOf(batch[i].hash)];
      if (part.slots.empty()) continue;
      const std::uint32_t slot = part.slots[batch[i].hash & (part.slots.size() - 1)];
      if (slot != 0) __builtin_prefetch(&part.actors[slot - 1]);
    }
    for (std::size_t i = 0; i < waiting; ++i) {
      const std::size_t at = PartOf(batch[i].hash);
      if (!IsOfRound(at)) {
        found[i] = {nullptr, 0};
        continue;
      }
      Part& part = parts_[at];
      found[i] = {&part, part.NumberOf(keys_[batch[i].row], batch[i].hash)};
    }
    for (std::size_t i = 0; i < waiting; ++i) {
      if (found[i].first == nullptr) continue;
      const std::size_t until = i + 1 < waiting ? batch[i + 1].row : end;
      for (std::size_t row = batch[i].row; row < until; ++row) {
        found[i].first->Append(found[i].second, numbers[row]);
      }
    }
  }
}

std::size_t ActorRows::bytes() const {
  std::size_t bytes = texts_.bytes();
  for (const Part& part : parts_) {
    bytes += part.actors.capacity() * sizeof(Key) + part.slots.capacity() * sizeof(std::uint32_t) +
             part.pages.size() * sizeof(Page);
  }
  return bytes;
}

bool ActorRows::LeaveHalf() {
  if (begin_ != 0 || end_ != kParts) return false;
  end_ = kParts / 2;
  for (std::size_t i = end_; i < kParts; ++i) parts_[i] = {};
  return true;
}

Status ActorRows::ForEach(const std::function<Status(std::span<std::int64_t>)>& on_actor) {
  std::vector<std::size_t> ends;
  std::vector<std::int64_t> numbers;
  for (Part& part : parts_) {
    const auto each_row = [&](const auto& take) {
      std::size_t left = part.rows;
      for (const auto& page : part.pages) {
        const std::size_t count = std::min(left, kPageRows);
        for (std::size_t i = 0; i < count; ++i) take(page->actors[i], page->numbers[i]);
        left -= count;
      }
    };
    // Where each actor's numbers begin, and, once they are written, end.
    ends.assign(part.actors.size() + 1, 0);
    each_row([&](std::uint32_t actor, std::int64_t) { ++ends[actor + 1]; });
    for (std::size_t i = 1; i < ends.size(); ++i) ends[i] += ends[i - 1];
    numbers.resize(part.rows);
    each_row([&](std::uint32_t actor, std::int64_t number) { numbers[ends[actor]++] = number; });
    std::size_t begin = 0;
    for (std::size_t actor = 0; actor < part.actors.size(); ++actor) {
      TRY(on_actor(std::span(numbers).subspan(begin, ends[actor] - begin)));
      begin = ends[actor];
    }
    part = {};
  }
  return Ok();
}

bool ActorRows::NextRound() {
  if (end_ == kParts) return false;
  begin_ = end_;
  end_ = kParts;
  return true;
}

}  // namespace tenrec::query
