#include "tenrec/ingest/uuid_window.h"

#include <algorithm>
#include <utility>

#include "tenrec/base/random.h"

namespace tenrec::ingest {
namespace {

constexpr std::size_t kFirstSlots = 1024;

std::uint64_t RandomSecret() {
  std::uint64_t secret = 0;
  RandomBytes(reinterpret_cast<std::uint8_t*>(&secret), sizeof secret);
  return secret | 1U;
}

std::uint64_t Mix(std::uint64_t x) {
  x ^= x >> 33U;
  x *= 0xFF51AFD7ED558CCDULL;
  x ^= x >> 33U;
  x *= 0xC4CEB9FE1A85EC53ULL;
  return x ^ (x >> 33U);
}

}  // namespace

UuidWindow::UuidWindow(std::size_t size)
    : generation_size_(std::max<std::size_t>(size / 2, 1)), secret_(RandomSecret()) {
}

bool UuidWindow::Insert(TeamId team_id, const Uuid& uuid) {
  const Key key = KeyOf(team_id, uuid);
  if (young_.Contains(key) || old_.Contains(key)) return forgotten_.erase(key) > 0;
  if (young_.size() >= generation_size_) old_ = std::exchange(young_, {});
  young_.Insert(key);
  return true;
}

void UuidWindow::Clear() {
  young_ = {};
  old_ = {};
  forgotten_.clear();
}

void UuidWindow::Forget(TeamId team_id, const Uuid& uuid) {
  const Key key = KeyOf(team_id, uuid);
  if (young_.Contains(key) || old_.Contains(key)) forgotten_.insert(key);
}

UuidWindow::Key UuidWindow::KeyOf(TeamId team_id, const Uuid& uuid) const {
  // The team goes in under a secret, so that no project can make another's event look repeated.
  const std::uint64_t team = Mix(static_cast<std::uint64_t>(team_id) * secret_);
  Key key = {.high = uuid.high() ^ team, .low = uuid.low()};
  if (key == Key{}) key.low = 1;
  return key;
}

std::size_t UuidWindow::Generation::Slot(const Key& key) const {
  const std::size_t mask = slots_.size() - 1;
  std::size_t slot = Mix(key.high ^ Mix(key.low)) & mask;
  while (slots_[slot] != Key{} && slots_[slot] != key) slot = (slot + 1) & mask;
  return slot;
}

bool UuidWindow::Generation::Contains(const Key& key) const {
  return !slots_.empty() && slots_[Slot(key)] == key;
}

void UuidWindow::Generation::Insert(const Key& key) {
  if ((size_ + 1) * 4 > slots_.size() * 3) {
    const std::vector<Key> before =
        std::exchange(slots_, std::vector<Key>(std::max(kFirstSlots, slots_.size() * 2)));
    for (const Key& known : before) {
      if (known != Key{}) slots_[Slot(known)] = known;
    }
  }
  slots_[Slot(key)] = key;
  ++size_;
}

}  // namespace tenrec::ingest
