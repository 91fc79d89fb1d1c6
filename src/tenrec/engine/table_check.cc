#include "tenrec/engine/table_check.h"

#include <chrono>
#include <filesystem>
#include <fstream>
#include <system_error>
#include <utility>

#include "tenrec/sql/print.h"
#include "tenrec/sql/quote.h"

namespace tenrec::engine {
namespace {

namespace fs = std::filesystem;

constexpr std::chrono::hours kPatience(12);

std::string TextOf(const Column& column, std::size_t row) {
  return std::string(column.Text(row));
}

/// What the part's own file says.
std::uint64_t RowsOf(const std::string& part_directory) {
  std::ifstream file(part_directory + "/count.txt");
  std::uint64_t rows = 0;
  return file >> rows ? rows : 0;
}

/// Whether active parts hold all blocks of the part.
Result<bool> IsCovered(Engine& engine, const std::string& table, const std::string& partition,
                       const std::string& min_block, const std::string& max_block) {
  TRY_ASSIGN(
      const auto found,
      engine.Query({"SELECT count() > 0 AND min(min_block_number) <= {min:Int64} AND "
                    "max(max_block_number) >= {max:Int64} FROM system.parts WHERE active AND "
                    "database = currentDatabase() AND table = {table:String} AND partition_id = "
                    "{partition:String} AND min_block_number <= {max:Int64} AND max_block_number "
                    ">= {min:Int64}",
                    {{"table", sql::EscapeParam(table)},
                     {"partition", sql::EscapeParam(partition)},
                     {"min", min_block},
                     {"max", max_block}}}));
  return found.block.columns[0].UInt(0) != 0;
}

}  // namespace

Result<std::vector<DamagedPart>> FindPartsPutAside(Engine& engine) {
  TRY_ASSIGN(const auto found,
             engine.Query({"SELECT table, name, path, ifNull(partition_id, ''), "
                           "toString(ifNull(min_block_number, 0)), "
                           "toString(ifNull(max_block_number, 0)) FROM system.detached_parts WHERE "
                           "database = currentDatabase() AND startsWith(reason, 'broken') "
                           "ORDER BY table, name",
                           {}}));
  std::vector<DamagedPart> parts;
  for (std::size_t row = 0; row < found.block.rows; ++row) {
    const auto text = [&](std::size_t column) { return TextOf(found.block.columns[column], row); };
    TRY_ASSIGN(const bool covered, IsCovered(engine, text(0), text(3), text(4), text(5)));
    if (covered) continue;
    DamagedPart part{.table = text(0), .part = text(1), .aside = text(2)};
    part.rows = RowsOf(part.aside);
    part.what = "cannot be opened; the engine put it aside";
    parts.push_back(std::move(part));
  }
  return parts;
}

Result<std::vector<DamagedPart>> CheckTables(
    ChdbEngine& engine, const std::function<void(std::string_view table)>& on_table) {
  TRY_ASSIGN(const auto tables,
             engine.Query({"SELECT name FROM system.tables WHERE database = currentDatabase() AND "
                           "endsWith(engine, 'MergeTree') ORDER BY name",
                           {}}));
  std::vector<DamagedPart> damaged;
  for (std::size_t i = 0; i < tables.block.rows; ++i) {
    const std::string table = TextOf(tables.block.columns[0], i);
    on_table(table);
    TRY_ASSIGN(const Block checked, engine.Ask({"CHECK TABLE " + sql::QuoteIdentifier(table) +
                                                    " SETTINGS check_query_single_value_result = 0",
                                                {}},
                                               {.max_execution_time = kPatience}));
    for (std::size_t row = 0; row < checked.rows; ++row) {
      if (checked.columns[1].UInt(row) != 0) continue;
      DamagedPart part{.table = table,
                       .part = TextOf(checked.columns[0], row),
                       .what = TextOf(checked.columns[2], row)};
      TRY_ASSIGN(const auto rows,
                 engine.Query({"SELECT sum(rows) FROM system.parts WHERE active AND database = "
                               "currentDatabase() AND table = {table:String} AND name = "
                               "{part:String}",
                               {{"table", sql::EscapeParam(table)},
                                {"part", sql::EscapeParam(part.part)}}}));
      part.rows = rows.block.columns[0].UInt(0);
      damaged.push_back(std::move(part));
    }
  }
  return damaged;
}

Status AcceptLoss(Engine& engine, const DamagedPart& part) {
  if (part.aside.empty()) {
    return engine.Execute({"ALTER TABLE " + sql::QuoteIdentifier(part.table) + " DETACH PART " +
                               sql::QuoteText(part.part),
                           {}});
  }
  // The engine reads the reason from the name, and knows this word for what nobody wants back.
  const fs::path from = part.aside;
  const std::size_t reason = part.part.find('_');
  const fs::path to = from.parent_path() / ("ignored" + part.part.substr(reason));
  std::error_code error;
  fs::rename(from, to, error);
  if (error) return FromErrno(error.value(), "cannot rename " + part.aside);
  return Ok();
}

}  // namespace tenrec::engine
