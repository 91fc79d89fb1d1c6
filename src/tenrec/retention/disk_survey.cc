#include "tenrec/retention/disk_survey.h"

#include <algorithm>
#include <filesystem>
#include <map>
#include <set>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <system_error>
#include <utility>

#include "tenrec/base/reserved_ids.h"
#include "tenrec/schema/schema.h"

namespace tenrec::retention {
namespace {

namespace fs = std::filesystem;

constexpr std::uint64_t kBlock = 512;  // of st_blocks
constexpr double kMaxDays = 3650;
constexpr std::int64_t kMicrosPerDay = 86'400'000'000;
constexpr std::int64_t kWindowDays = 7;

/// What the files below a path take; one with several names counts once. Files that go away
/// meanwhile take nothing.
std::uint64_t BytesBelow(const fs::path& path) {
  std::set<std::pair<dev_t, ino_t>> linked;
  std::uint64_t bytes = 0;
  const auto add = [&](const fs::path& file) {
    struct stat info{};
    if (::lstat(file.c_str(), &info) != 0 || !S_ISREG(info.st_mode)) return;
    if (info.st_nlink > 1 && !linked.emplace(info.st_dev, info.st_ino).second) return;
    bytes += static_cast<std::uint64_t>(info.st_blocks) * kBlock;
  };
  std::error_code code;
  if (!fs::is_directory(path, code)) {
    add(path);
    return bytes;
  }
  const auto options = fs::directory_options::skip_permission_denied;
  for (fs::recursive_directory_iterator at(path, options, code);
       !code && at != fs::recursive_directory_iterator(); at.increment(code)) {
    add(at->path());
  }
  return bytes;
}

/// The tables' own accounts; gives what all of them take.
Result<std::uint64_t> AddTables(engine::Engine& engine, DiskReport& report) {
  TRY_ASSIGN(const auto found,
             engine.Query({"SELECT table, sum(bytes_on_disk), sum(rows) FROM system.parts WHERE "
                           "active AND database = currentDatabase() GROUP BY table",
                           {}}));
  const auto& columns = found.block.columns;
  std::uint64_t all = 0;
  for (std::size_t row = 0; row < found.block.rows; ++row) {
    report.uses.push_back({.kind = "analytics",
                           .name = std::string(columns[0].Text(row)),
                           .bytes = columns[1].UInt(row),
                           .rows = columns[2].UInt(row)});
    all += columns[1].UInt(row);
  }
  return all;
}

void AddFiles(const fs::path& data, std::uint64_t tables, DiskReport& report) {
  std::error_code code;
  std::uint64_t metadata = 0;
  std::uint64_t other = 0;
  for (fs::directory_iterator at(data, code); !code && at != fs::directory_iterator();
       at.increment(code)) {
    const std::string name = at->path().filename().string();
    if (name == "log") {
      for (fs::directory_iterator topic(at->path(), code);
           !code && topic != fs::directory_iterator(); topic.increment(code)) {
        if (!topic->is_directory(code)) continue;
        report.uses.push_back({.kind = "log",
                               .name = topic->path().filename().string(),
                               .bytes = BytesBelow(topic->path())});
      }
      continue;
    }
    const std::uint64_t bytes = BytesBelow(at->path());
    if (name == "analytics") {
      report.uses.push_back(
          {.kind = "analytics", .name = "merged", .bytes = bytes > tables ? bytes - tables : 0});
    } else if (name.starts_with("metadata.db") && name.find(".aside-") == std::string::npos) {
      metadata += bytes;
    } else if (name == "blobs") {
      report.uses.push_back({.kind = "blobs", .name = name, .bytes = bytes});
    } else if (name == "backup" || name.find(".aside-") != std::string::npos) {
      report.uses.push_back({.kind = "other", .name = name, .bytes = bytes});
    } else {
      other += bytes;
    }
  }
  report.uses.push_back({.kind = "metadata", .name = "metadata.db", .bytes = metadata});
  if (other > 0) report.uses.push_back({.kind = "other", .name = "small files", .bytes = other});
}

Status AddGrowth(engine::Engine& engine, const Clock& clock, DiskReport& report) {
  const Timestamp now = clock.Now();
  TRY_ASSIGN(const auto found,
             engine.Query({"SELECT count(), toUnixTimestamp64Micro(min(created_at)) FROM " +
                               schema::EventsTable().name +
                               " WHERE team_id != {own:Int64} AND created_at > "
                               "fromUnixTimestamp64Micro({since:Int64}, 'UTC')",
                           {{"own", std::to_string(kSelfTestTeam)},
                            {"since", std::to_string(now.micros - kWindowDays * kMicrosPerDay)}}}));
  const auto events = static_cast<double>(found.block.columns[0].UInt(0));
  if (events == 0) return Ok();
  // An hour at least: the first minutes say little about a day.
  const std::int64_t span =
      std::max<std::int64_t>(now.micros - found.block.columns[1].Int(0), kMicrosPerDay / 24);
  report.events_per_day = events * static_cast<double>(kMicrosPerDay) / static_cast<double>(span);
  return Ok();
}

}  // namespace

std::optional<double> DiskReport::DaysUntilMore(std::uint64_t bytes) const {
  const double growth = events_per_day * bytes_per_event;
  if (growth <= 0) return std::nullopt;
  const double days = static_cast<double>(bytes) / growth;
  return days > kMaxDays ? std::nullopt : std::optional(days);
}

std::optional<double> DiskReport::DaysUntilFull() const {
  return DaysUntilMore(free_bytes > reserved_bytes ? free_bytes - reserved_bytes : 0);
}

std::optional<double> DiskReport::DaysUntilBudget(std::uint64_t budget) const {
  return DaysUntilMore(budget > kept_bytes ? budget - kept_bytes : 0);
}

Result<DiskReport> SurveyDisk(engine::Engine& engine, const Clock& clock,
                              const SurveyOptions& options) {
  DiskReport report{.reserved_bytes = options.reserved_bytes};
  struct statvfs disk{};
  if (::statvfs(options.data_directory.c_str(), &disk) != 0) {
    return FromErrno(errno, "cannot look at the disk of " + options.data_directory);
  }
  report.total_bytes = static_cast<std::uint64_t>(disk.f_blocks) * disk.f_frsize;
  report.free_bytes = static_cast<std::uint64_t>(disk.f_bavail) * disk.f_frsize;
  TRY_ASSIGN(const std::uint64_t tables, AddTables(engine, report));
  AddFiles(options.data_directory, tables, report);

  std::uint64_t by_events = 0;
  std::uint64_t rows = 0;
  for (const DiskUse& use : report.uses) {
    report.used_bytes += use.bytes;
    const bool is_merged = use.kind == "analytics" && !use.rows;
    if (!is_merged) report.kept_bytes += use.bytes;
    if (use.rows || use.kind == "metadata") by_events += use.bytes;
    if (use.kind == "analytics" && use.name == schema::EventsTable().name) {
      rows = use.rows.value_or(0);
    }
  }
  if (rows > 0) {
    report.bytes_per_event = static_cast<double>(by_events) / static_cast<double>(rows);
  }
  TRY(AddGrowth(engine, clock, report));
  std::sort(report.uses.begin(), report.uses.end(), [](const DiskUse& a, const DiskUse& b) {
    return a.bytes != b.bytes ? a.bytes > b.bytes : a.name < b.name;
  });
  return report;
}

}  // namespace tenrec::retention
