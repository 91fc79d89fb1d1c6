#include "tenrec/query/result_table.h"

#include <memory>
#include <utility>

#include "tenrec/engine/cell_printer.h"
#include "tenrec/query/question.h"

namespace tenrec::query {
namespace {

CellWriter PlainWriter(const engine::Type& type) {
  return
      [printer = engine::CellPrinter(type)](const engine::Column& column, std::size_t row,
                                            std::string& out) { printer.Append(column, row, out); };
}

}  // namespace

void ResultTable::Begin(const engine::Block& block) {
  JsonArray names;
  JsonArray types;
  for (std::size_t i = 0; i < block.columns.size(); ++i) {
    const engine::Type& type = *block.columns[i].type;
    const bool named = i < shape_.names.size();
    const std::string& name = named ? shape_.names[i] : block.columns[i].name;
    names.emplace_back(name);
    types.push_back(shape_.typed_by_name ? Json(JsonArray{name, ShownType(type)})
                                         : Json(ShownType(type)));
    CellWriter writer = named && shape_.special ? shape_.special(i, type) : nullptr;
    writers_.push_back(writer ? std::move(writer) : PlainWriter(type));
  }
  text_.Add("columns", names);
  text_.Add("types", types);
  out_ = &text_.Begin("results");
  *out_ += '[';
}

Status ResultTable::Take(const engine::Block& block) {
  if (block.columns.size() < shape_.names.size()) {
    return Internal("a statement gave columns that were not asked for");
  }
  if (out_ == nullptr) Begin(block);
  for (std::size_t row = 0; row < block.rows; ++row) {
    if (rows_ == shape_.max_rows) {
      has_more_ = true;
      return Ok();
    }
    *out_ += rows_++ == 0 ? "[" : ",[";
    for (std::size_t i = 0; i < writers_.size(); ++i) {
      if (i != 0) *out_ += ',';
      writers_[i](block.columns[i], row, *out_);
    }
    *out_ += ']';
    TRY(text_.Check());
  }
  return Ok();
}

void ResultTable::Finish() {
  if (out_ == nullptr) Begin(engine::Block());
  *out_ += ']';
}

}  // namespace tenrec::query
