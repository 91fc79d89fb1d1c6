#include "tenrec/ingest/applied_ranges.h"

#include <map>
#include <numeric>
#include <string_view>
#include <tuple>

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
)sql"},
                                         {"ingest", 2, "the ledger and dead letters", R"sql(
  ALTER TABLE ingest_applied_range ADD COLUMN counts TEXT NOT NULL DEFAULT '[]';
  CREATE TABLE ingest_ledger (
    team_id BIGINT NOT NULL,
    hour BIGINT NOT NULL,
    outcome TEXT NOT NULL,
    events BIGINT NOT NULL,
    PRIMARY KEY (team_id, hour, outcome)
  );
  CREATE TABLE ingest_ledger_reach (
    topic TEXT NOT NULL,
    log_partition BIGINT NOT NULL,
    first BIGINT NOT NULL,
    next BIGINT NOT NULL,
    entered BIGINT NOT NULL,
    settled BIGINT NOT NULL,
    PRIMARY KEY (topic, log_partition)
  );
  CREATE TABLE ingest_dead_letter (
    id BIGINT PRIMARY KEY,
    team_id BIGINT NOT NULL,
    uuid TEXT,
    event TEXT NOT NULL,
    distinct_id TEXT NOT NULL,
    reason TEXT NOT NULL,
    detail TEXT NOT NULL,
    record_key TEXT NOT NULL,
    record TEXT NOT NULL,
    received_at BIGINT NOT NULL,
    failed_at BIGINT NOT NULL,
    state TEXT NOT NULL,
    retried_at BIGINT
  );
  CREATE INDEX ingest_dead_letter_of_team ON ingest_dead_letter (team_id, id);
  CREATE INDEX ingest_dead_letter_of_event ON ingest_dead_letter (team_id, uuid);
)sql"},
                                         {"ingest", 3, "visitors without cookies", R"sql(
  CREATE TABLE ingest_cookieless_salt (
    day BIGINT PRIMARY KEY,
    salt TEXT NOT NULL
  );
  CREATE TABLE ingest_cookieless_visitor (
    team_id BIGINT NOT NULL,
    day BIGINT NOT NULL,
    hash TEXT NOT NULL,
    state TEXT NOT NULL,
    PRIMARY KEY (team_id, day, hash)
  );
)sql"},
                                         {"ingest", 4, "stretches that are read again", R"sql(
  CREATE TABLE ingest_replay (
    topic TEXT NOT NULL,
    log_partition BIGINT NOT NULL,
    range_to BIGINT NOT NULL,
    last_appended_at BIGINT NOT NULL,
    asked_at BIGINT NOT NULL,
    PRIMARY KEY (topic, log_partition)
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

Status AppliedRanges::Note(db::Transaction& transaction, const LogRange& range, log::Offset landed,
                           const std::vector<HourAccount>& hours) {
  TRY(Settle(transaction, landed));
  // A range that is cut anew from here on takes the place of what was noted before.
  TRY(
      transaction.Execute("DELETE FROM ingest_applied_range WHERE topic = $1 AND log_partition = "
                          "$2 AND range_from >= $3",
                          {topic_, partition_, range.from}));
  TRY(
      transaction.Execute("INSERT INTO ingest_applied_range (topic, log_partition, range_from, "
                          "range_to, counts) VALUES ($1, $2, $3, $4, $5)",
                          {topic_, partition_, range.from, range.to, PrintHours(hours)}));
  return Ok();
}

/// Moves what has landed from the ranges into the books of its hours.
Status AppliedRanges::Settle(db::Transaction& transaction, log::Offset landed) {
  TRY_ASSIGN(const db::Rows rows,
             transaction.Query("SELECT range_from, range_to, counts FROM ingest_applied_range "
                               "WHERE topic = $1 AND log_partition = $2 AND range_to <= $3 ORDER "
                               "BY range_from",
                               {topic_, partition_, landed}));
  if (rows.empty()) return Ok();
  std::map<std::tuple<TeamId, Timestamp, std::string_view>, std::uint64_t> events;
  std::uint64_t entered = 0;
  std::uint64_t settled = 0;
  for (const db::Row row : rows) {
    TRY_ASSIGN(const auto hours, ParseHours(row.Text(2)));
    for (const HourAccount& hour : hours) {
      events[{hour.team_id, hour.hour, "accepted"}] += hour.accepted;
      if (hour.stored > 0) events[{hour.team_id, hour.hour, "stored"}] += hour.stored;
      entered += hour.accepted;
      settled += std::accumulate(hour.ended.begin(), hour.ended.end(), hour.stored);
      for (std::size_t i = 0; i < kDropReasons; ++i) {
        if (hour.ended[i] == 0) continue;
        events[{hour.team_id, hour.hour, DropReasonName(static_cast<DropReason>(i))}] +=
            hour.ended[i];
      }
    }
  }
  std::vector<std::vector<db::Param>> entries;
  entries.reserve(events.size());
  for (const auto& [key, count] : events) {
    entries.push_back({std::get<0>(key), std::get<1>(key), std::get<2>(key), count});
  }
  TRY(transaction.ExecuteMany(
      "INSERT INTO ingest_ledger (team_id, hour, outcome, events) VALUES ($1, $2, $3, $4) ON "
      "CONFLICT (team_id, hour, outcome) DO UPDATE SET events = ingest_ledger.events + "
      "excluded.events",
      entries));
  const std::int64_t first = rows[0].Int(0);
  const std::int64_t next = rows[rows.size() - 1].Int(1);
  // A log that was begun anew, or a consumer that was moved back, begins a new page.
  TRY(
      transaction.Execute("DELETE FROM ingest_ledger_reach WHERE topic = $1 AND log_partition = $2 "
                          "AND next > $3",
                          {topic_, partition_, first}));
  TRY(
      transaction.Execute("INSERT INTO ingest_ledger_reach (topic, log_partition, first, next, "
                          "entered, settled) VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (topic, "
                          "log_partition) DO UPDATE SET next = excluded.next, entered = "
                          "ingest_ledger_reach.entered + excluded.entered, settled = "
                          "ingest_ledger_reach.settled + excluded.settled",
                          {topic_, partition_, first, next, entered, settled}));
  TRY(
      transaction.Execute("DELETE FROM ingest_applied_range WHERE topic = $1 AND log_partition = "
                          "$2 AND range_to <= $3",
                          {topic_, partition_, landed}));
  return Ok();
}

std::span<const db::Migration> Migrations() {
  return kMigrations;
}

}  // namespace tenrec::ingest
