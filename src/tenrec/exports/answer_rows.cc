#include "tenrec/exports/answer_rows.h"

#include <algorithm>
#include <array>
#include <utility>

#include "tenrec/exports/insight_rows.h"

namespace tenrec::exports {
namespace {

constexpr std::size_t kMostHeld = 16 << 20;
/// A list of more ids is cut, and a column says how many there are.
constexpr std::string_view kCutList = "distinct_ids";
constexpr std::size_t kCutLength = 10;

Error NoAnswer() {
  return Internal("the answer to an export is no JSON object of an answer");
}

/// One cell of a table, in the row under its column.
void AddToRow(const std::string& column, Json value, JsonObject& row) {
  if (auto* object = value.if_object()) {
    Json* ids = object->if_contains(kCutList);
    auto* list = ids == nullptr ? nullptr : ids->if_array();
    if (list != nullptr && list->size() > kCutLength) {
      row[std::string(kCutList) + ".total"] =
          "Note: " + std::to_string(list->size()) + " distinct_ids in total";
      list->resize(kCutLength);
    }
  }
  row[column] = std::move(value);
}

}  // namespace

Status AnswerRows::Append(std::string_view text) {
  text_ += text;
  if (text_.size() <= kMostHeld) return Ok();
  return InvalidArgument(
             "The answer is too large for a file. Narrow the question: shorten the date range, "
             "lengthen the interval, or lower the breakdown limit.")
      .WithTag("too_many_bytes");
}

Status AnswerRows::Take(std::string_view piece) {
  while (!piece.empty()) {
    // Runs of plain text are taken as one.
    const std::size_t plain = escaped_ ? 0 : piece.find_first_of(in_string_ ? "\"\\" : "\"{}[],:");
    if (plain != 0) {
      const std::string_view run = piece.substr(0, plain);
      TRY(Append(run));
      piece.remove_prefix(run.size());
      continue;
    }
    const char c = piece.front();
    piece.remove_prefix(1);
    if (in_string_) {
      TRY(Append({&c, 1}));
      if (escaped_) {
        escaped_ = false;
      } else if (c == '\\') {
        escaped_ = true;
      } else {
        in_string_ = false;
      }
      continue;
    }
    TRY(TakeStructural(c));
  }
  return Ok();
}

Status AnswerRows::TakeStructural(char c) {
  if (done_) return NoAnswer();
  switch (c) {
    case '{':
    case '[':
      return Open(c);
    case '}':
    case ']':
      return Close(c);
    case ',':
      if (depth_ == 1) return EndMember();
      if (depth_ == 2 && in_rows_) return EndRow();
      break;
    case ':':
      if (depth_ == 1 && !name_) {
        TRY_ASSIGN(const Json name, ParseJson(text_));
        if (!name.is_string()) return NoAnswer();
        name_ = std::string(View(name.get_string()));
        text_.clear();
        return Ok();
      }
      break;
    default:
      in_string_ = true;
  }
  return Append({&c, 1});
}

Status AnswerRows::Open(char c) {
  ++depth_;
  if (depth_ == 1) return c == '{' ? Ok() : Status(NoAnswer());
  if (depth_ == 2 && c == '[' && name_ == "results" && is_table_) {
    in_rows_ = true;
    had_rows_ = true;
    text_.clear();
    return Ok();
  }
  return Append({&c, 1});
}

Status AnswerRows::Close(char c) {
  if (depth_ == 0) return NoAnswer();
  if (depth_ == 2 && in_rows_) {
    TRY(EndRow());
    in_rows_ = false;
    name_.reset();
    --depth_;
    return Ok();
  }
  if (depth_ == 1) {
    done_ = true;
    --depth_;
    return EndMember();
  }
  --depth_;
  return Append({&c, 1});
}

Status AnswerRows::EndMember() {
  const std::optional<std::string> name = std::exchange(name_, std::nullopt);
  const std::string text = std::exchange(text_, std::string());
  // After the rows of a table there is nothing to keep.
  if (!name) return Ok();
  constexpr std::array<std::string_view, 4> kRead = {"columns", "types", "results", "boxplot_data"};
  if (std::ranges::find(kRead, *name) == kRead.end()) return Ok();
  TRY_ASSIGN(Json value, ParseJson(text));
  if (*name == "columns" && value.is_array()) {
    for (const Json& column : value.get_array()) {
      if (column.is_string()) columns_.emplace_back(View(column.get_string()));
    }
  }
  // Answers that are tables say what their columns are.
  is_table_ = is_table_ || (*name == "types" && value.is_array() && !columns_.empty());
  rest_[*name] = std::move(value);
  return Ok();
}

Status AnswerRows::EndRow() {
  const std::string text = std::exchange(text_, std::string());
  if (text.empty()) return Ok();
  TRY_ASSIGN(Json cells, ParseJson(text));
  JsonObject row;
  if (auto* list = cells.if_array()) {
    for (std::size_t i = 0; i < list->size(); ++i) {
      const std::string name = i < columns_.size() ? columns_[i] : "column_" + std::to_string(i);
      AddToRow(name, std::move((*list)[i]), row);
    }
  } else {
    if (!cells.is_object()) return NoAnswer();
    row = std::move(cells.get_object());
  }
  return on_row_(std::move(row));
}

Status AnswerRows::Finish() {
  if (!done_) return NoAnswer();
  if (had_rows_) return Ok();
  std::vector<JsonObject> rows = InsightRows(rest_);
  for (JsonObject& row : rows) TRY(on_row_(std::move(row)));
  return Ok();
}

}  // namespace tenrec::exports
