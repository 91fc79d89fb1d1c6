#include "tenrec/ingest/applied_ranges.h"

namespace tenrec::ingest {
namespace {

constexpr db::Migration kMigrations[] = {{"ingest", 1, "batches whose persons are written", R"sql(
  CREATE TABLE ingest_applied_range (
    topic TEXT NOT NULL,
    log_partition BIGINT NOT NULL,
    range_from BIGINT NOT NULL,
    range_to BIGINT NOT NULL,
    PRIMARY KEY (topic, log_partition, range_from)
  );
)sql"}};

}  // namespace

Result<std::vector<LogRange>> AppliedRanges::From(log::Offset offset) {
  TRY_ASSIGN(const db::Rows rows,
             database_.Query("SELECT range_from, range_to FROM ingest_applied_range WHERE topic = "
                             "$1 AND log_partition = $2 AND range_from >= $3 ORDER BY range_from",
                             {topic_, partition_, offset}));
  std::vector<LogRange> ranges;
  for (const db::Row row : rows) {
    const LogRange range = {.from = static_cast<log::Offset>(row.Int(0)),
                            .to = static_cast<log::Offset>(row.Int(1))};
    // A gap means that the consumer was moved by hand; what lies behind it is read afresh.
    if (range.from != (ranges.empty() ? offset : ranges.back().to)) break;
    ranges.push_back(range);
  }
  return ranges;
}

Status AppliedRanges::Note(db::Transaction& transaction, const LogRange& range,
                           log::Offset landed) {
  TRY(
      transaction.Execute("DELETE FROM ingest_applied_range WHERE topic = $1 AND log_partition = "
                          "$2 AND (range_to <= $3 OR range_from >= $4)",
                          {topic_, partition_, landed, range.from}));
  TRY(
      transaction.Execute("INSERT INTO ingest_applied_range (topic, log_partition, range_from, "
                          "range_to) VALUES ($1, $2, $3, $4)",
                          {topic_, partition_, range.from, range.to}));
  return Ok();
}

std::span<const db::Migration> Migrations() {
  return kMigrations;
}

}  // namespace tenrec::ingest
