#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>

#include "tenrec/engine/column.h"

namespace tenrec::query {

/// Writes property objects, which are stored as JSON text, into answers as they are.
/// Threads: one caller at a time.
class PropertiesCell {
 public:
  PropertiesCell();
  ~PropertiesCell();
  PropertiesCell(const PropertiesCell&) = delete;
  PropertiesCell& operator=(const PropertiesCell&) = delete;

  /// Appends the object of a String column, or null when it is no JSON. `marks_recordings` adds
  /// `$has_recording` to those with a session.
  void Append(const engine::Column& column, std::size_t row, bool marks_recordings,
              std::string& out);

 private:
  struct Parser;
  const std::unique_ptr<Parser> parser_;
};

}  // namespace tenrec::query
