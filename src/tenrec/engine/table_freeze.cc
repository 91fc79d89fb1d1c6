#include "tenrec/engine/table_freeze.h"

#include <string_view>

#include "tenrec/sql/print.h"
#include "tenrec/sql/quote.h"

namespace tenrec::engine {

Status FreezeTables(Engine& engine, const std::string& name) {
  TRY_ASSIGN(const auto tables,
             engine.Query({"SELECT name FROM system.tables WHERE database = currentDatabase() AND "
                           "endsWith(engine, 'MergeTree') ORDER BY name",
                           {}}));
  for (std::size_t i = 0; i < tables.block.rows; ++i) {
    const std::string table(tables.block.columns[0].Text(i));
    const Status frozen = engine.Execute(
        {"ALTER TABLE " + sql::QuoteIdentifier(table) + " FREEZE WITH NAME " + sql::QuoteText(name),
         {}});
    if (!frozen) return Error(frozen.error()).WithContext("cannot freeze table " + table);
  }
  return Ok();
}

}  // namespace tenrec::engine
