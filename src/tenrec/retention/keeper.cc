#include "tenrec/retention/keeper.h"

#include <charconv>
#include <chrono>
#include <utility>
#include <vector>

#include "tenrec/base/logging.h"
#include "tenrec/schema/schema.h"

namespace tenrec::retention {
namespace {

constexpr std::chrono::seconds kInterval{60};
/// Between rounds while something is being removed.
constexpr std::chrono::seconds kBusyInterval{1};
constexpr std::int64_t kMicrosPerDay = 86'400'000'000;
constexpr std::int64_t kUntouchableDays = 1;
constexpr double kAimBelowBudget = 0.95;
constexpr std::uint32_t kFirstMonthly = 2020;

Timestamp StartOfDay(Timestamp time) {
  CivilTime civil = ToCivilUtc(time);
  civil.hour = civil.minute = civil.second = civil.micros = 0;
  return FromCivilUtc(civil);
}

Timestamp DaysBefore(Timestamp time, std::int64_t days) {
  return {time.micros - days * kMicrosPerDay};
}

std::string Instant(Timestamp time) {
  return "fromUnixTimestamp64Micro(" + std::to_string(time.micros) + ", 'UTC')";
}

/// Mutations keep their text and no parameters, so it holds the values: numbers, all of them.
std::string Condition(std::optional<TeamId> team_id, Timestamp before) {
  const std::string old = "timestamp < " + Instant(before);
  return team_id ? "team_id = " + std::to_string(*team_id) + " AND " + old : old;
}

/// Whether the engine is still at work on something that was begun.
Result<bool> IsRemoving(engine::Engine& engine) {
  TRY_ASSIGN(const auto running,
             engine.Query({"SELECT count() FROM system.mutations WHERE NOT is_done AND database = "
                           "currentDatabase() AND table IN ({events:String}, {heatmaps:String}) "
                           "AND command LIKE '%DELETE%'",
                           {{"events", schema::EventsTable().name},
                            {"heatmaps", schema::HeatmapsTable().name}}}));
  return running.block.columns[0].UInt(0) > 0;
}

}  // namespace

Timestamp EndOfPartition(std::string_view id) {
  std::uint32_t number = 0;
  std::from_chars(id.data(), id.data() + id.size(), number);
  if (number == 0) return FromCivilUtc({.year = 2000});
  if (number < kFirstMonthly) return FromCivilUtc({.year = number + 1});
  return FromCivilUtc({.year = number / 100, .month = static_cast<int>(number % 100) + 1});
}

Keeper::Keeper(KeeperParts parts) : parts_(std::move(parts)) {
}

Keeper::~Keeper() {
  Stop();
}

void Keeper::Start() {
  thread_ = io::NamedThread("retention", [this] { Loop(); });
}

void Keeper::Stop() {
  {
    const MutexLock lock(mutex_);
    stopping_ = true;
  }
  changed_.NotifyAll();
  if (thread_.joinable()) thread_.Join();
}

void Keeper::Wake() {
  {
    const MutexLock lock(mutex_);
    woken_ = true;
  }
  changed_.NotifyAll();
}

void Keeper::Loop() {
  std::string last_words;
  while (true) {
    {
      const auto until =
          std::chrono::steady_clock::now() + (begun_.empty() ? kInterval : kBusyInterval);
      const MutexLock lock(mutex_);
      while (!stopping_ && !woken_ && changed_.WaitUntil(mutex_, until)) {
      }
      woken_ = false;
      if (stopping_) return;
    }
    const Status done = RunOnce();
    if (done) last_words.clear();
    if (done || done.error().message == last_words) continue;
    last_words = done.error().message;
    LogLine(LogLevel::kWarning, "retention", "old events are still there", {{"why", last_words}});
  }
}

Status Keeper::RunOnce() {
  TRY_ASSIGN(const auto unfinished, parts_.policies.Unfinished());
  for (const Run& run : unfinished) TRY(GoOn(run));
  if (!unfinished.empty()) return Ok();
  TRY(BeginByAge());
  return BeginByBudget();
}

Status Keeper::GoOn(const Run& run) {
  TRY_ASSIGN(const bool busy, IsRemoving(parts_.engine));
  if (busy) return Ok();
  // What arrives while it goes on is for the next run, or a stream of old events would never end.
  if (!begun_.contains(run.id)) {
    TRY_ASSIGN(const std::uint64_t left, CountRows(run.team_id, run.before));
    if (left > 0) return StartRemoval(run);
  }
  TRY(parts_.policies.Finish(run.id));
  begun_.erase(run.id);
  if (parts_.removed) parts_.removed(run.team_id);
  LogLine(LogLevel::kInfo, "retention", "old events are gone",
          {{"reason", std::string(ReasonName(run.reason))},
           {"project", run.team_id ? std::to_string(*run.team_id) : "all"},
           {"before", FormatIso(run.before)},
           {"events", std::to_string(run.rows)}});
  return Ok();
}

Result<std::uint64_t> Keeper::CountRows(std::optional<TeamId> team_id, Timestamp before) {
  TRY_ASSIGN(const auto found,
             parts_.engine.Query({"SELECT count() FROM " + schema::EventsTable().name + " WHERE " +
                                      Condition(team_id, before),
                                  {}}));
  return found.block.columns[0].UInt(0);
}

Status Keeper::StartRemoval(const Run& run) {
  const std::string& events = schema::EventsTable().name;
  const std::string condition = Condition(run.team_id, run.before);
  TRY_ASSIGN(
      const auto teams,
      parts_.engine.Query({"SELECT DISTINCT team_id FROM " + events + " WHERE " + condition, {}}));
  if (!run.team_id) TRY(DropMonths(run.before));
  TRY_ASSIGN(const auto partitions,
             parts_.engine.Query(
                 {"SELECT DISTINCT _partition_id FROM " + events + " WHERE " + condition, {}}));
  for (std::size_t row = 0; row < partitions.block.rows; ++row) {
    std::string removal = "ALTER TABLE " + events;
    removal.append(" DELETE IN PARTITION ID '").append(partitions.block.columns[0].Text(row));
    removal.append("' WHERE ").append(condition).append(" SETTINGS mutations_sync = 0");
    TRY(parts_.engine.Execute({std::move(removal), {}}));
  }
  TRY(parts_.engine.Execute({"ALTER TABLE " + schema::HeatmapsTable().name + " DELETE WHERE " +
                                 condition + " SETTINGS mutations_sync = 0",
                             {}}));
  begun_.insert(run.id);
  for (std::size_t row = 0; row < teams.block.rows && parts_.removed; ++row) {
    parts_.removed(teams.block.columns[0].Int(row));
  }
  return Ok();
}

/// Nobody is to keep what is in them, so what arrives meanwhile may go with them.
Status Keeper::DropMonths(Timestamp before) {
  const std::string& events = schema::EventsTable().name;
  TRY_ASSIGN(const auto found,
             parts_.engine.Query({"SELECT DISTINCT partition_id FROM system.parts WHERE active AND "
                                  "database = currentDatabase() AND table = {table:String}",
                                  {{"table", events}}}));
  for (std::size_t row = 0; row < found.block.rows; ++row) {
    const std::string_view id = found.block.columns[0].Text(row);
    if (EndOfPartition(id) > before) continue;
    std::string removal = "ALTER TABLE " + events;
    removal.append(" DROP PARTITION ID '").append(id).append("'");
    TRY(parts_.engine.Execute({std::move(removal), {}},
                              {.settings = {{"max_partition_size_to_drop", "0"}}}));
  }
  return Ok();
}

Status Keeper::BeginByAge() {
  TRY_ASSIGN(const auto all, parts_.policies.AllDays());
  const Timestamp today = StartOfDay(parts_.clock.Now());
  for (const auto& [team, days] : all) {
    const Timestamp before = DaysBefore(today, days);
    const auto looked = looked_at_.find(team);
    if (looked != looked_at_.end() && looked->second == before) continue;
    TRY_ASSIGN(const std::uint64_t rows, CountRows(team, before));
    if (rows > 0) {
      TRY_ASSIGN(const Run run, parts_.policies.Begin(team, Reason::kAge, before, rows));
      TRY(StartRemoval(run));
    }
    looked_at_[team] = before;
  }
  return Ok();
}

Status Keeper::BeginByBudget() {
  TRY_ASSIGN(const auto budget, parts_.policies.Budget());
  if (!budget || !parts_.survey) return Ok();
  TRY_ASSIGN(const DiskReport report, parts_.survey());
  if (report.kept_bytes <= *budget) {
    is_stuck_ = false;
    return Ok();
  }
  const double excess =
      static_cast<double>(report.kept_bytes) - kAimBelowBudget * static_cast<double>(*budget);
  TRY_ASSIGN(const auto before, OldestDaysWorth(excess));
  if (!before) {
    if (!is_stuck_) {
      LogLine(LogLevel::kWarning, "retention", "over the budget, and nothing old is left",
              {{"kept_bytes", std::to_string(report.kept_bytes)},
               {"budget_bytes", std::to_string(*budget)}});
    }
    is_stuck_ = true;
    return Ok();
  }
  TRY_ASSIGN(const std::uint64_t rows, CountRows(std::nullopt, *before));
  TRY_ASSIGN(const Run run, parts_.policies.Begin(std::nullopt, Reason::kBudget, *before, rows));
  return StartRemoval(run);
}

/// The end of the oldest days that take so much together, or of all that may go.
Result<std::optional<Timestamp>> Keeper::OldestDaysWorth(double bytes) {
  const std::string& events = schema::EventsTable().name;
  const Timestamp untouchable = DaysBefore(StartOfDay(parts_.clock.Now()), kUntouchableDays);
  TRY_ASSIGN(const auto parts,
             parts_.engine.Query({"SELECT partition_id, sum(bytes_on_disk) / sum(rows) FROM "
                                  "system.parts WHERE active AND rows > 0 AND database = "
                                  "currentDatabase() AND table = {table:String} GROUP BY "
                                  "partition_id",
                                  {{"table", events}}}));
  std::map<std::string, double, std::less<>> bytes_per_row;
  for (std::size_t row = 0; row < parts.block.rows; ++row) {
    bytes_per_row[std::string(parts.block.columns[0].Text(row))] =
        parts.block.columns[1].Number(row);
  }
  TRY_ASSIGN(const auto days,
             parts_.engine.Query(
                 {"SELECT toDate32(timestamp) AS day, _partition_id, count() FROM " + events +
                      " WHERE timestamp < " + Instant(untouchable) + " GROUP BY ALL ORDER BY day",
                  {}}));
  std::optional<Timestamp> before;
  double found = 0;
  for (std::size_t row = 0; row < days.block.rows; ++row) {
    const Timestamp day = days.block.columns[0].Instant(row);
    if (found >= bytes && before && day >= *before) break;
    const auto size = bytes_per_row.find(days.block.columns[1].Text(row));
    if (size != bytes_per_row.end()) found += size->second * days.block.columns[2].Number(row);
    before = DaysBefore(day, -1);
  }
  return before;
}

}  // namespace tenrec::retention
