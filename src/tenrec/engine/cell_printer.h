#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <vector>

#include "tenrec/engine/column.h"

namespace tenrec::engine {

/// Prints values of one type as JSON text, as the REST API shows them: DateTime as ISO 8601 in the
/// column's zone ("Z" for UTC), Date as YYYY-MM-DD, NaN and infinities null, Decimal a number,
/// tuples and arrays arrays, maps objects. Integers past 64 bits become text, and bytes that are no
/// UTF-8 become U+FFFD. Threads: any; immutable.
class CellPrinter {
 public:
  explicit CellPrinter(const Type& type);

  /// Appends the value; `column` must be of the printer's type.
  void Append(const Column& column, std::size_t row, std::string& out) const;

 private:
  struct Zone;

  void AppendInstant(std::string& out, Timestamp t) const;
  void AppendKey(const Column& keys, std::size_t row, std::string& out) const;
  void AppendList(const Column& items, std::size_t begin, std::size_t end, std::string& out) const;

  std::vector<CellPrinter> children_;  // as the type's
  std::shared_ptr<const Zone> zone_;   // of instants
};

/// One value as JSON text. Where many are printed, keep a CellPrinter.
std::string PrintCell(const Column& column, std::size_t row);

}  // namespace tenrec::engine
