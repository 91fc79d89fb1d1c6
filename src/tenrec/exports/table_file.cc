#include "tenrec/exports/table_file.h"

#include <cstddef>
#include <unordered_map>

#include "tenrec/base/json.h"
#include "tenrec/exports/flat_row.h"
#include "tenrec/exports/xlsx_file.h"

namespace tenrec::exports {
namespace {

/// Where the columns of a file stand.
class Places {
 public:
  explicit Places(const std::vector<std::string>& columns) {
    heads_.reserve(columns.size());
    for (const std::string& column : columns) {
      places_.emplace(column, heads_.size());
      heads_.push_back(ShownName(column));
    }
  }
  const std::vector<std::string_view>& heads() const { return heads_; }

  /// Calls back with each value of a row that has a place.
  template <typename Take>
  void Put(const JsonObject& row, const Take& take) const {
    for (const Cell& cell : Flatten(row)) {
      const auto found = places_.find(cell.column);
      if (found != places_.end()) take(found->second, *cell.value);
    }
  }

 private:
  std::vector<std::string_view> heads_;
  std::unordered_map<std::string_view, std::size_t> places_;
};

}  // namespace

Status WriteJsonFile(const EachRow& each_row, const Sink& sink) {
  TRY(sink("["));
  bool first = true;
  TRY(each_row([&](std::string_view row) -> Status {
    if (!first) TRY(sink(","));
    first = false;
    return sink(row);
  }));
  return sink("]");
}

Status WriteCsvFile(const std::vector<std::string>& columns, const EachRow& each_row,
                    const Sink& sink) {
  const Places places(columns);
  TRY(sink(CsvLine(places.heads())));
  std::vector<std::string> texts(columns.size());
  std::vector<std::string_view> line(columns.size());
  return each_row([&](std::string_view text) -> Status {
    TRY_ASSIGN(const Json row, ParseJson(text));
    for (std::string& cell : texts) cell.clear();
    places.Put(row.as_object(),
               [&](std::size_t place, const Json& value) { texts[place] = CsvText(value); });
    for (std::size_t i = 0; i < texts.size(); ++i) line[i] = texts[i];
    return sink(CsvLine(line));
  });
}

Status WriteXlsxFile(const std::vector<std::string>& columns, const EachRow& each_row,
                     const Sink& sink) {
  const Places places(columns);
  TRY_ASSIGN(XlsxFile file, XlsxFile::Create());
  TRY(file.AddHeads(places.heads()));
  std::vector<const Json*> cells(columns.size());
  TRY(each_row([&](std::string_view text) -> Status {
    TRY_ASSIGN(const Json row, ParseJson(text));
    cells.assign(columns.size(), nullptr);
    places.Put(row.as_object(),
               [&](std::size_t place, const Json& value) { cells[place] = &value; });
    return file.AddRow(cells);
  }));
  return file.Finish(sink);
}

}  // namespace tenrec::exports
