#include "tenrec/store/promotion.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "tenrec/base/encoding.h"
#include "tenrec/base/logging.h"
#include "tenrec/schema/schema.h"
#include "tenrec/sql/print.h"
#include "tenrec/sql/quote.h"

namespace tenrec::store {
namespace {

constexpr std::size_t kMaxKeyBytes = 200;
constexpr std::ptrdiff_t kMaxPromoted = 100;
/// A dictionary pays while a block of 8192 rows repeats most of its values.
constexpr std::uint64_t kMaxDictionary = 2000;
constexpr std::string_view kSampleRows = "200000";

using HotColumn = schema::PropertyLayout::HotColumn;

/// Whether few values make up the key, seen in a sample of the rows that have it.
Result<bool> IsLowCardinality(engine::Engine& engine, std::string_view tail, std::string_view key) {
  const std::string column = sql::QuoteIdentifier(tail);
  engine::QueryText text;
  text.sql = "SELECT uniq(value) FROM (SELECT " + column + "[{key:String}] AS value FROM " +
             schema::EventsTable().name + " WHERE mapContains(" + column +
             ", {key:String}) LIMIT " + std::string(kSampleRows) + ")";
  text.params = {{"key", sql::EscapeParam(key)}};
  TRY_ASSIGN(const auto result, engine.Query(text));
  return result.block.columns[0].UInt(0) <= kMaxDictionary;
}

/// The column, whose default reads the map of rows that were written without it.
schema::Column ColumnOf(const HotColumn& hot) {
  schema::Column column;
  column.name = hot.column;
  column.type = schema::HotColumnType(hot.low_cardinality);
  column.kind = schema::ColumnKind::kDefault;
  column.expression = schema::TailReadSql(hot.scope, hot.key);
  return column;
}

/// Starts the filling of the parts that lack the column.
Status StartFilling(engine::Engine& engine, const std::string& column) {
  return engine.Execute({"ALTER TABLE " + schema::EventsTable().name + " MATERIALIZE COLUMN " +
                             sql::QuoteIdentifier(column) + " SETTINGS mutations_sync = 0",
                         {}});
}

}  // namespace

Status PropertyPromoter::Promote(schema::PropertyScope scope, std::string_view key) {
  const auto layout = layout_.Current();
  if (key.empty() || key.size() > kMaxKeyBytes || !IsValidUtf8(key) ||
      key.find('\0') != std::string_view::npos) {
    return InvalidArgument("a promoted key has 1 to " + std::to_string(kMaxKeyBytes) +
                           " bytes of UTF-8");
  }
  if (layout->FindHot(scope, key) >= 0) {
    return InvalidArgument("this key has a column already: " + std::string(key));
  }
  const auto& columns = layout->hot_columns();
  if (std::count_if(columns.begin(), columns.end(),
                    [](const HotColumn& hot) { return hot.promoted; }) >= kMaxPromoted) {
    return ResourceExhausted("there are " + std::to_string(kMaxPromoted) +
                             " promoted properties already");
  }

  HotColumn hot{scope, std::string(key), schema::HotColumnName(scope, key), false, true};
  TRY_ASSIGN(hot.low_cardinality, IsLowCardinality(engine_, schema::TailColumn(scope), key));
  TRY(engine_.Execute({"ALTER TABLE " + schema::EventsTable().name + " ADD COLUMN IF NOT EXISTS " +
                           schema::ColumnSql(ColumnOf(hot)),
                       {}}));
  // Only now may a question or a batch name the column.
  auto next = columns;
  next.push_back(hot);
  layout_.Publish(std::make_shared<const schema::PropertyLayout>(std::move(next)));
  LogLine(LogLevel::kInfo, "store", "property promoted", {{"column", hot.column}});
  return StartFilling(engine_, hot.column);
}

Status PropertyPromoter::Resume() {
  const auto layout = layout_.Current();
  for (const HotColumn& hot : layout->hot_columns()) {
    if (!hot.promoted) continue;
    engine::QueryText text;
    text.sql =
        "SELECT count() FROM system.parts WHERE active AND database = currentDatabase() "
        "AND table = {table:String} AND name NOT IN (SELECT name FROM system.parts_columns "
        "WHERE active AND database = currentDatabase() AND table = {table:String} "
        "AND column = {column:String}) AND (SELECT count() FROM system.mutations WHERE NOT is_done "
        "AND database = currentDatabase() AND table = {table:String} "
        "AND multiSearchAny(command, [{quoted:String}, concat(' ', {column:String}, ')')])) = 0";
    text.params = {{"table", schema::EventsTable().name},
                   {"column", sql::EscapeParam(hot.column)},
                   {"quoted", sql::EscapeParam(sql::QuoteIdentifier(hot.column))}};
    TRY_ASSIGN(const auto unfilled, engine_.Query(text));
    if (unfilled.block.columns[0].UInt(0) == 0) continue;
    LogLine(LogLevel::kInfo, "store", "filling a promoted property", {{"column", hot.column}});
    TRY(StartFilling(engine_, hot.column));
  }
  return Ok();
}

Result<int> PropertyPromoter::Unfinished() {
  TRY_ASSIGN(const auto running,
             engine_.Query({"SELECT count() FROM system.mutations WHERE NOT is_done "
                            "AND database = currentDatabase() AND table = {table:String}",
                            {{"table", schema::EventsTable().name}}}));
  return static_cast<int>(running.block.columns[0].Int(0));
}

Result<std::shared_ptr<const schema::PropertyLayout>> ReadPropertyLayout(engine::Engine& engine) {
  TRY_ASSIGN(const auto found,
             engine.Query({"SELECT name, type, default_kind FROM system.columns "
                           "WHERE database = currentDatabase() AND table = {table:String} "
                           "ORDER BY position",
                           {{"table", schema::EventsTable().name}}}));
  std::vector<HotColumn> columns;
  for (std::size_t row = 0; row < found.block.rows; ++row) {
    const std::string_view name = found.block.columns[0].Text(row);
    const auto parsed = schema::ParseHotColumnName(name);
    if (!parsed) continue;
    const bool low_cardinality = found.block.columns[1].Text(row) == schema::HotColumnType(true);
    const bool promoted = found.block.columns[2].Text(row) == "DEFAULT";
    columns.push_back(
        {parsed->first, std::string(parsed->second), std::string(name), low_cardinality, promoted});
  }
  return std::make_shared<const schema::PropertyLayout>(std::move(columns));
}

}  // namespace tenrec::store
