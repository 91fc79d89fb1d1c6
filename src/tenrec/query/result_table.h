#pragma once

#include <cstddef>
#include <functional>
#include <limits>
#include <optional>
#include <string>
#include <vector>

#include "tenrec/base/result.h"
#include "tenrec/engine/column.h"
#include "tenrec/query/answer_text.h"

namespace tenrec::query {

/// Appends the JSON of one cell.
using CellWriter =
    std::function<void(const engine::Column& column, std::size_t row, std::string& out)>;

/// What the response says about the columns of a tabular answer, and how their cells are written.
struct TableShape {
  /// What the response calls the columns; those past the list keep the engine's names.
  std::vector<std::string> names;
  /// `types` are pairs of name and type, as HogQLQuery has them, and not types alone.
  bool typed_by_name = false;
  /// Rows past this are not written; they only tell that there are more.
  std::size_t max_rows = std::numeric_limits<std::size_t>::max();
  /// The writer of a column that is shown otherwise than its type is; nullptr for the others.
  std::function<CellWriter(std::size_t column, const engine::Type& type)> special;
};

/// Writes `columns`, `types` and `results` of an answer while its blocks come in.
/// Threads: one caller at a time.
class ResultTable {
 public:
  ResultTable(AnswerText& text, TableShape shape) : text_(text), shape_(std::move(shape)) {}

  /// Writes the rows of the next block.
  /// Errors: those of AnswerText::Check; kInternal when there are fewer columns than names.
  Status Take(const engine::Block& block);
  /// Closes `results`.
  void Finish();

  /// Whether there were rows past the last one written.
  bool has_more() const { return has_more_; }
  std::size_t rows() const { return rows_; }

 private:
  void Begin(const engine::Block& block);

  AnswerText& text_;
  const TableShape shape_;
  std::vector<CellWriter> writers_;
  std::string* out_ = nullptr;  // the answer's text, once there is a column
  std::size_t rows_ = 0;
  bool has_more_ = false;
};

}  // namespace tenrec::query
