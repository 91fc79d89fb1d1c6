#include <algorithm>
#include <charconv>
#include <cstdio>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <system_error>
#include <utility>

#include "tenrec/base/time.h"
#include "tenrec/db/database.h"
#include "tenrec/ingest/applied_ranges.h"
#include "tenrec/ingest/ingester.h"
#include "tenrec/ingest/replay.h"
#include "tenrec/io/disk.h"
#include "tenrec/log/log_extent.h"
#include "tenrec/server/commands.h"
#include "tenrec/server/data_directory.h"

namespace tenrec::server {
namespace {

namespace fs = std::filesystem;

void Say(const std::string& line) {
  std::printf("%s\n", line.c_str());
}

std::string LogDirectory(const std::string& data) {
  return data + "/log/" + ingest::IngesterOptions{}.topic;
}

std::string Amount(std::uint64_t count, const std::string& noun) {
  return std::to_string(count) + " " + noun + (count == 1 ? "" : "s");
}

std::string Megabytes(std::uint64_t bytes) {
  char text[32];
  std::snprintf(text, sizeof text, "%.1f MB", static_cast<double>(bytes) / 1e6);
  return text;
}

/// "0 to 99", of the records [from, to).
std::string Span(log::Offset from, log::Offset to) {
  return std::to_string(from) + " to " + std::to_string(to - 1);
}

/// A log of a data directory, with the replay that its consumer may be in the middle of.
class EventLogView {
 public:
  static Result<EventLogView> Open(const std::string& data) {
    std::error_code error;
    const std::string directory = LogDirectory(data);
    const std::string metadata = data + "/metadata.db";
    if (!fs::is_directory(directory, error) || !fs::exists(metadata, error)) {
      return NotFound("no event log in --data '" + data + "'");
    }
    EventLogView view(data, directory);
    TRY_ASSIGN(view.extent_, log::ReadLogExtent(view.disk_, directory));
    TRY_ASSIGN(view.database_, db::Database::Open({.path = metadata, .readers = 1}));
    return view;
  }

  const log::LogExtent& extent() const { return extent_; }
  db::Database& database() { return *database_; }
  std::optional<log::Offset> ingested() const {
    const auto found = extent_.consumers.find(options_.consumer);
    return found == extent_.consumers.end() ? std::nullopt : std::optional(found->second);
  }
  Result<Timestamp> AppendedAt(log::Offset offset) {
    return log::AppendedAt(disk_, directory_, extent_, offset);
  }
  Result<log::Offset> FirstSince(Timestamp time) {
    return log::FirstSince(disk_, directory_, extent_, time);
  }
  /// One past the last record that ingestion has read at any time.
  Result<log::Offset> ReadUntil() {
    ingest::Replays replays(*database_, options_.topic, options_.partition);
    return replays.ReadUntil(ingested().value_or(extent_.begin),
                             [this](log::Offset offset) { return AppendedAt(offset); });
  }
  /// The records [from, until) are read again by the next start.
  Status MoveBack(log::Offset from, log::Offset until, Timestamp now) {
    TRY_ASSIGN(const Timestamp last, AppendedAt(until - 1));
    ingest::Replays replays(*database_, options_.topic, options_.partition);
    // First the note, then the move: one without a move is finished already.
    TRY(replays.Put({.until = until, .last_appended_at = last, .asked_at = now}));
    return log::MoveConsumer(disk_, directory_, options_.consumer, from);
  }

 private:
  EventLogView(std::string data, std::string directory)
      : data_(std::move(data)), directory_(std::move(directory)) {}

  std::string data_;
  std::string directory_;
  ingest::IngesterOptions options_;
  io::RealDisk disk_;
  log::LogExtent extent_;
  std::unique_ptr<db::Database> database_;
};

Result<log::Offset> ParseFrom(EventLogView& log, const std::string& text) {
  log::Offset offset = 0;
  const auto [end, status] = std::from_chars(text.data(), text.data() + text.size(), offset);
  if (status == std::errc() && end == text.data() + text.size()) return offset;
  const auto time = ParseRfc3339(text);
  if (!time) {
    return InvalidArgument("--from '" + text +
                           "' is neither the number of a record, such as 1200, nor a time, such as "
                           "2026-11-22T09:30:00Z");
  }
  return log.FirstSince(*time);
}

Status CheckFrom(const log::LogExtent& extent, log::Offset from, log::Offset ingested) {
  if (from >= extent.begin && from < ingested) return Ok();
  if (ingested <= extent.begin) {
    return FailedPrecondition(
        "there is nothing to read again: the log keeps no record that "
        "ingestion has read");
  }
  return FailedPrecondition("record " + std::to_string(from) + " cannot be read again: " +
                            (from < extent.begin ? "the log does not keep it any more"
                                                 : "ingestion has not read it yet") +
                            ". The log keeps records " + Span(extent.begin, extent.end) +
                            ", and those before " + std::to_string(ingested) +
                            " can be read again");
}

}  // namespace

Status LogStatus(const Settings& settings) {
  TRY_ASSIGN(auto log, EventLogView::Open(settings.data));
  const log::LogExtent& extent = log.extent();
  Say("log/events: " + Amount(extent.end - extent.begin, "record") + " in " +
      Amount(extent.files.size(), "file") + ", " + Megabytes(extent.bytes()));
  for (const log::LogFile& file : extent.files) {
    const bool is_empty = file.from == file.to;
    Say("  " + file.name + "  " + Megabytes(file.bytes) + "  " +
        (is_empty ? std::string("no records yet")
                  : Span(file.from, file.to) + "  " + FormatIsoMillis(file.first_at) + " to " +
                        FormatIsoMillis(file.last_at)));
  }
  for (const auto& [name, offset] : extent.consumers) {
    const std::uint64_t lag = extent.end - std::min(offset, extent.end);
    Say("consumer " + name + ": next is " + std::to_string(offset) + ", " +
        (lag == 0 ? "nothing waits" : Amount(lag, "record") + (lag == 1 ? " waits" : " wait")));
  }
  const log::Offset ingested = log.ingested().value_or(extent.begin);
  // A directory that this version has not started yet has no table for it.
  const auto until = log.ReadUntil();
  if (until && ingested < *until) {
    Say("being read again: " + Span(ingested, *until));
  }
  if (ingested > extent.begin) {
    TRY_ASSIGN(const Timestamp oldest, log.AppendedAt(extent.begin));
    Say("can be read again: " + Span(extent.begin, ingested) + ", from " + FormatIsoMillis(oldest) +
        " on");
  } else {
    Say("can be read again: nothing that is not read anyway");
  }
  return Ok();
}

Status LogReplay(const Settings& settings, const LogReplayCommand& command) {
  std::error_code error;
  // The lock makes a directory that is not there.
  if (!fs::is_directory(settings.data, error)) {
    return NotFound("--data '" + settings.data + "' is no directory");
  }
  TRY_ASSIGN(const DataDirectory directory, DataDirectory::Open(settings.data));
  TRY_ASSIGN(auto log, EventLogView::Open(directory.path()));
  TRY_ASSIGN(const log::Offset from, ParseFrom(log, command.from));
  const log::Offset ingested = log.ingested().value_or(log.extent().begin);
  TRY(CheckFrom(log.extent(), from, ingested));
  TRY(log.database().Migrate(ingest::Migrations()));
  TRY_ASSIGN(const log::Offset until, log.ReadUntil());
  TRY_ASSIGN(const Timestamp first_at, log.AppendedAt(from));
  TRY_ASSIGN(const Timestamp last_at, log.AppendedAt(until - 1));
  Say("records " + Span(from, until) + " (" + std::to_string(until - from) + "), accepted " +
      FormatIsoMillis(first_at) + " to " + FormatIsoMillis(last_at));
  Say("events that analytics lacks are stored again; persons, the ledger and dead letters stay as "
      "they are");
  if (!command.execute) {
    Say("nothing is changed: say --execute to move ingestion from " + std::to_string(ingested) +
        " back to " + std::to_string(from));
    return Ok();
  }
  TRY(log.MoveBack(from, until, SystemClock().Now()));
  Say("ingestion is moved from " + std::to_string(ingested) + " back to " + std::to_string(from) +
      "; the next start reads on from there");
  return Ok();
}

}  // namespace tenrec::server
