#pragma once

#include <string>
#include <string_view>

#include "tenrec/base/cancel.h"
#include "tenrec/base/result.h"
#include "tenrec/engine/engine.h"
#include "tenrec/schema/property_layout.h"

namespace tenrec::store {

/// Gives a key of the tail map a column of its own while questions and inserts go on.
/// Steps: add the column, whose default reads the map, so old rows answer at once; publish the
///        layout; fill the column of old parts in the background. Each step can be repeated, and
///        the engine's own columns are the memory of what was done, so a crash costs nothing.
/// Threads: one caller at a time; a background job.
class PropertyPromoter {
 public:
  PropertyPromoter(engine::Engine& engine, schema::PropertyLayoutHolder& layout)
      : engine_(engine), layout_(layout) {}

  /// Returns once the column is in use and its filling has started.
  /// Errors: kInvalidArgument for a key that has a column already or that is empty or over 200
  ///         bytes, kResourceExhausted past 100 promoted columns.
  Status Promote(schema::PropertyScope scope, std::string_view key);

  /// Starts what a crash left unfilled. Called once at start.
  Status Resume();

  /// How many fillings still run in the engine.
  Result<int> Unfinished();

 private:
  engine::Engine& engine_;
  schema::PropertyLayoutHolder& layout_;
};

/// The layout that the engine's columns tell.
Result<std::shared_ptr<const schema::PropertyLayout>> ReadPropertyLayout(engine::Engine& engine);

}  // namespace tenrec::store
