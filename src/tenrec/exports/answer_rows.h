#pragma once

#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "tenrec/base/json.h"
#include "tenrec/base/result.h"

namespace tenrec::exports {

/// Reads the rows of a file out of the JSON text of an answer, while it comes piece by piece. The
/// rows of a table are handed over one by one; the answer of an insight is held until it is whole.
/// Shape:   {"columns": […], "types": […], "results": [[…], …], …}, or "results" of an insight.
/// Errors:  kInvalidArgument (tag "too_many_bytes") for an insight's answer, or a row, of more than
///          16 MB; kInternal for a text that is no answer; those of `on_row`.
/// Threads: one caller at a time.
class AnswerRows {
 public:
  using OnRow = std::function<Status(JsonObject&& row)>;
  explicit AnswerRows(OnRow on_row) : on_row_(std::move(on_row)) {}

  Status Take(std::string_view piece);
  /// To be called after the last piece.
  Status Finish();

 private:
  Status TakeStructural(char c);
  Status Open(char c);
  Status Close(char c);
  Status EndMember();
  Status EndRow();
  Status Append(std::string_view text);

  const OnRow on_row_;
  // Where in the text it is.
  std::size_t depth_ = 0;
  bool in_string_ = false;
  bool escaped_ = false;
  bool done_ = false;
  /// Whether what comes are the rows of a table.
  bool in_rows_ = false;
  bool had_rows_ = false;
  /// The member of the answer that is being read.
  std::optional<std::string> name_;
  std::string text_;
  // What was read.
  std::vector<std::string> columns_;
  bool is_table_ = false;
  JsonObject rest_;
};

}  // namespace tenrec::exports
