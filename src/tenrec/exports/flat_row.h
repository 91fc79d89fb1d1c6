#pragma once

#include <map>
#include <span>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

#include "tenrec/base/json.h"

namespace tenrec::exports {

/// One value of a row of a file.
struct Cell {
  /// "person.properties.email", "list.0".
  std::string column;
  /// In the row that it is of.
  const Json* value = nullptr;
};

/// The values of a row, those of objects and lists each in a column of its own. Empty objects and
/// lists have none.
std::vector<Cell> Flatten(const JsonObject& row);

/// The columns of a file, gathered row by row.
/// Threads: one caller at a time.
class Columns {
 public:
  void Add(std::span<const Cell> row);
  std::size_t size() const { return known_.size(); }

  /// In the order in which they came, those of one value together. `wanted` says which, and in
  /// which order; the name of an object stands for all of its columns. None comes
  /// twice.
  std::vector<std::string> Ordered(const std::vector<std::string>& wanted) const;

 private:
  std::unordered_set<std::string> known_;
  /// What stands before the first dot, in order of appearance, and its columns.
  std::vector<std::string> bases_;
  std::map<std::string, std::vector<std::string>, std::less<>> by_base_;
};

/// What the first line calls a column: the comment of an expression, "count() -- How many".
std::string_view ShownName(std::string_view column);

/// What a cell of a CSV says. A text that a spreadsheet would compute is marked as a text.
std::string CsvText(const Json& value);

/// The cells between commas, quoted where it takes that, and the end of the line.
std::string CsvLine(std::span<const std::string_view> cells);

}  // namespace tenrec::exports
