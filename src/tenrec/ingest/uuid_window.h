#pragma once

#include <cstddef>
#include <cstdint>
#include <set>
#include <vector>

#include "tenrec/base/ids.h"
#include "tenrec/base/uuid.h"

namespace tenrec::ingest {

/// The events that came last, to recognise those that a client sends again. Two generations: when
/// the young one is full, it becomes the old one, so between `size` / 2 and `size` are known.
class UuidWindow {
 public:
  explicit UuidWindow(std::size_t size);

  /// True when the event is new; it is known from then on.
  bool Insert(TeamId team_id, const Uuid& uuid);
  /// An event that is known counts as new the next time.
  void Forget(TeamId team_id, const Uuid& uuid);
  void Clear();

 private:
  struct Key {
    std::uint64_t high = 0;
    std::uint64_t low = 0;
    friend auto operator<=>(const Key&, const Key&) = default;
  };
  /// Open addressing; grows with what it holds. The key of zeros marks an empty slot.
  class Generation {
   public:
    bool Contains(const Key& key) const;
    void Insert(const Key& key);
    std::size_t size() const { return size_; }

   private:
    std::size_t Slot(const Key& key) const;
    std::vector<Key> slots_;
    std::size_t size_ = 0;
  };

  Key KeyOf(TeamId team_id, const Uuid& uuid) const;

  const std::size_t generation_size_;
  const std::uint64_t secret_;
  Generation young_;
  Generation old_;
  std::set<Key> forgotten_;
};

}  // namespace tenrec::ingest
