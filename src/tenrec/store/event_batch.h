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

  /// Errors: kInvalidArgument when `properties` or `person_properties` is no JSON object that the
  ///         engine can read; the batch is then as before.
  Status Add(const EventRow& row);
  std::size_t rows() const;
  /// What the rows take in memory. Units: bytes.
  std::size_t bytes() const;

  /// The rows as a Native block.
  std::string Encode() const;
  /// The columns of the block, in its order.
  const std::vector<std::string>& columns() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace tenrec::store
