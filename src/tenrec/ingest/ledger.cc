#include "tenrec/ingest/ledger.h"

#include <algorithm>
#include <charconv>
#include <map>
#include <numeric>
#include <utility>

#include "tenrec/log/event_record.h"

namespace tenrec::ingest {
namespace {

constexpr std::size_t kMaxTail = 200'000;
constexpr std::size_t kReadRecords = 10'000;
constexpr std::size_t kReadBytes = std::size_t{4} << 20U;

using HoursByTime = std::map<Timestamp, LedgerHour>;

void Add(HourAccount& to, const HourAccount& more) {
  to.accepted += more.accepted;
  to.stored += more.stored;
  for (std::size_t i = 0; i < kDropReasons; ++i) to.ended[i] += more.ended[i];
}

void AddOutcome(HourAccount& hour, const std::string& outcome, std::uint64_t events) {
  if (outcome == "accepted") hour.accepted += events;
  if (outcome == "stored") hour.stored += events;
  for (std::size_t i = 0; i < kDropReasons; ++i) {
    if (outcome == DropReasonName(static_cast<DropReason>(i))) hour.ended[i] += events;
  }
}

}  // namespace

TeamId TeamOfKey(std::string_view key) {
  TeamId team = 0;
  std::from_chars(key.data(), key.data() + key.size(), team);
  return team;
}

Ledger::Ledger(db::Database& database, log::EventLog& log, std::string topic, int partition,
               std::function<log::Offset()> landed)
    : database_(database),
      log_(log),
      topic_(std::move(topic)),
      partition_(partition),
      landed_(std::move(landed)) {
}

Result<std::vector<LedgerHour>> Ledger::Of(TeamId team_id, Timestamp from, Timestamp to) {
  const log::Offset landed = landed_();
  // One statement, so that a batch which moves from one table to the other is seen once.
  TRY_ASSIGN(const auto rows,
             database_.Query("SELECT 0, hour, events, outcome FROM ingest_ledger WHERE team_id = "
                             "$1 AND hour >= $2 AND hour < $3 UNION ALL SELECT 1, range_to, 0, "
                             "counts FROM ingest_applied_range WHERE topic = $4 AND log_partition "
                             "= $5 UNION ALL SELECT 2, next, 0, '' FROM ingest_ledger_reach WHERE "
                             "topic = $4 AND log_partition = $5",
                             {team_id, from, to, topic_, partition_}));
  HoursByTime hours;
  log::Offset read_to = std::max(landed, log_.begin(partition_));
  const auto is_wanted = [&](const HourAccount& hour) {
    return hour.team_id == team_id && from <= hour.hour && hour.hour < to;
  };
  for (const db::Row row : rows) {
    if (row.Int(0) == 0) {
      AddOutcome(hours[row.Time(1)].account, row.Text(3), static_cast<std::uint64_t>(row.Int(2)));
      continue;
    }
    const auto range_to = static_cast<log::Offset>(row.Int(1));
    // A record that is read again is entered already.
    read_to = std::max(read_to, range_to);
    if (row.Int(0) == 2) continue;
    TRY_ASSIGN(const auto counts, ParseHours(row.Text(3)));
    for (const HourAccount& hour : counts) {
      if (!is_wanted(hour)) continue;
      LedgerHour& sum = hours[hour.hour];
      if (range_to <= landed) {
        Add(sum.account, hour);
      } else {
        sum.account.accepted += hour.accepted;
        sum.in_flight += hour.accepted;
      }
    }
  }
  BatchAccount tail;
  for (std::size_t seen = 0; seen < kMaxTail && read_to < log_.end(partition_);) {
    TRY_ASSIGN(const auto read, log_.Read(partition_, read_to, kReadRecords, kReadBytes));
    if (read.records.empty()) break;
    seen += read.records.size();
    read_to = read.next;
    for (const log::LogRecord& record : read.records) {
      if (TeamOfKey(record.key) != team_id) continue;
      const auto decoded = log::DecodeEventRecord(record.payload);
      tail.Accept(team_id, decoded ? decoded->received_at : record.appended_at);
    }
  }
  for (const HourAccount& hour : tail.hours()) {
    if (!is_wanted(hour)) continue;
    hours[hour.hour].account.accepted += hour.accepted;
    hours[hour.hour].in_flight += hour.accepted;
  }
  std::vector<LedgerHour> list;
  for (auto& [time, hour] : hours) {
    hour.account.team_id = team_id;
    hour.account.hour = time;
    list.push_back(hour);
  }
  return list;
}

Result<Books> Ledger::Total() {
  const log::Offset landed = landed_();
  TRY_ASSIGN(
      const auto rows,
      database_.Query(
          "SELECT 0, first, next, entered, settled, '' FROM ingest_ledger_reach WHERE topic = $1 "
          "AND log_partition = $2 UNION ALL SELECT 1, range_from, range_to, 0, 0, counts FROM "
          "ingest_applied_range WHERE topic = $1 AND log_partition = $2 ORDER BY 1, 2",
          {topic_, partition_}));
  Books books{.first = landed, .next = landed};
  bool begun = false;
  for (const db::Row row : rows) {
    if (row.Int(0) == 0) {
      books.first = static_cast<log::Offset>(row.Int(1));
      books.next = static_cast<log::Offset>(row.Int(2));
      books.entered = static_cast<std::uint64_t>(row.Int(3));
      books.settled = static_cast<std::uint64_t>(row.Int(4));
      begun = true;
      continue;
    }
    if (!begun) books.first = static_cast<log::Offset>(row.Int(1));
    begun = true;
    const auto to = static_cast<log::Offset>(row.Int(2));
    if (to > landed) continue;
    books.next = to;
    TRY_ASSIGN(const auto hours, ParseHours(row.Text(5)));
    for (const HourAccount& hour : hours) {
      books.entered += hour.accepted;
      books.settled += std::accumulate(hour.ended.begin(), hour.ended.end(), hour.stored);
    }
  }
  if (!begun) books.first = books.next = landed;
  const log::Offset end = log_.end(partition_);
  books.in_flight = end > books.next ? end - books.next : 0;
  return books;
}

Result<std::optional<Timestamp>> Ledger::WaitingSince() {
  const log::Offset landed = std::max(landed_(), log_.begin(partition_));
  if (landed >= log_.end(partition_)) return std::optional<Timestamp>();
  TRY_ASSIGN(const auto first, log_.Read(partition_, landed, 1, 1));
  if (first.records.empty()) return std::optional<Timestamp>();
  return std::optional(first.records[0].appended_at);
}

}  // namespace tenrec::ingest
