#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <vector>

#include "tenrec/base/result.h"
#include "tenrec/base/time.h"
#include "tenrec/schema/property_layout.h"
#include "tenrec/store/rows.h"

namespace tenrec::store {

/// Rows of `events` on their way into one insert, encoded as they are added: about 10,000 is the
/// size the engine likes best.
/// Threads: one caller at a time.
class EventBatch {
 public:
  /// `inserted_at` is the version of its rows: of two rows with one key the later stays.
  EventBatch(std::shared_ptr<const schema::PropertyLayout> layout, Timestamp inserted_at);
  ~EventBatch();
  EventBatch(EventBatch&&) noexcept;
  EventBatch& operator=(EventBatch&&) noexcept;

  /// As a new batch, but with the memory of this one: filling it anew costs half of filling a fresh
  /// one.
  void Clear(Timestamp inserted_at);
  const std::shared_ptr<const schema::PropertyLayout>& layout() const;

  /// Errors: kInvalidArgument when `properties` or `person_properties` is no JSON object that the
  ///         engine can read; the batch is then as before.
  Status Add(const EventRow& row);
  std::size_t rows() const;
  /// What the rows take in memory. Units: bytes.
  std::size_t bytes() const;

  /// Puts the rows as a Native block in the place of what `out` held.
  void Encode(std::string& out) const;
  /// The columns of the block, in its order.
  const std::vector<std::string>& columns() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace tenrec::store
