#include "tenrec/exports/flat_row.h"

#include <algorithm>
#include <utility>

#include "tenrec/base/encoding.h"

namespace tenrec::exports {
namespace {

void AddCells(const std::string& column, const Json& value, std::vector<Cell>& cells) {
  if (const auto* object = value.if_object()) {
    for (const auto& member : *object) {
      AddCells(column + "." + std::string(member.key()), member.value(), cells);
    }
  } else if (const auto* list = value.if_array()) {
    for (std::size_t i = 0; i < list->size(); ++i) {
      AddCells(column + "." + std::to_string(i), (*list)[i], cells);
    }
  } else {
    cells.push_back({column, &value});
  }
}

}  // namespace

std::vector<Cell> Flatten(const JsonObject& row) {
  std::vector<Cell> cells;
  for (const auto& member : row) AddCells(std::string(member.key()), member.value(), cells);
  return cells;
}

void Columns::Add(std::span<const Cell> row) {
  for (const Cell& cell : row) {
    if (!known_.insert(cell.column).second) continue;
    const std::string_view base = std::string_view(cell.column).substr(0, cell.column.find('.'));
    auto found = by_base_.find(base);
    if (found == by_base_.end()) {
      bases_.emplace_back(base);
      found = by_base_.emplace(std::string(base), std::vector<std::string>()).first;
    }
    found->second.push_back(cell.column);
  }
}

std::vector<std::string> Columns::Ordered(const std::vector<std::string>& wanted) const {
  std::vector<std::string> ordered;
  std::unordered_set<std::string> there;
  const auto add = [&](const std::string& name) {
    if (there.insert(name).second) ordered.push_back(name);
  };
  for (const std::string& name : wanted.empty() ? bases_ : wanted) {
    const auto found = by_base_.find(name);
    if (found == by_base_.end() || (!wanted.empty() && known_.contains(name))) {
      add(name);
    } else {
      for (const std::string& column : found->second) add(column);
    }
  }
  return ordered;
}

std::string_view ShownName(std::string_view column) {
  const std::size_t dashes = column.rfind("--");
  if (dashes == std::string_view::npos) return column;
  const std::string_view comment = TrimAscii(column.substr(dashes + 2));
  return comment.empty() ? column : comment;
}

std::string CsvText(const Json& value) {
  if (value.is_null()) return "";
  if (!value.is_string()) return PrintJson(value);
  const std::string_view text = View(value.get_string());
  const bool computes =
      !text.empty() && std::string_view("=+-@\t\r").find(text.front()) != std::string_view::npos;
  return (computes ? "'" : "") + std::string(text);
}

std::string CsvLine(std::span<const std::string_view> cells) {
  std::string line;
  for (std::size_t i = 0; i < cells.size(); ++i) {
    if (i != 0) line += ',';
    const std::string_view cell = cells[i];
    if (cell.find_first_of(",\"\r\n") == std::string_view::npos) {
      line += cell;
      continue;
    }
    line += '"';
    for (const char c : cell) {
      if (c == '"') line += '"';
      line += c;
    }
    line += '"';
  }
  line += "\r\n";
  return line;
}

}  // namespace tenrec::exports
