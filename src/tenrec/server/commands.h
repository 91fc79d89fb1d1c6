#pragma once

#include <cstdint>
#include <iosfwd>
#include <string>
#include <vector>

#include "tenrec/base/ids.h"
#include "tenrec/base/result.h"
#include "tenrec/s3/location.h"
#include "tenrec/server/settings.h"

namespace tenrec::server {

inline constexpr char kVersion[] = TENREC_VERSION;

/// Runs the product until SIGTERM or SIGINT, then drains and stops.
/// Errors: whatever keeps it from starting, naming the setting and the fix.
Status Serve(const Settings& settings);

struct DemoCommand {
  std::int64_t events = 0;
  std::uint64_t seed = 0;
  std::int64_t days = 0;
};

/// Writes a demo project's history through the log and ingestion, with a progress bar.
/// The first person to sign up on an otherwise empty installation owns it.
Status WriteDemo(const Settings& settings, const DemoCommand& command);

struct DoctorCommand {
  /// Also read every row, which takes as long as the data is large.
  bool deep = false;
};

/// Prints one line a check: the machine, the settings, every store of the data directory. Makes and
/// changes nothing.
/// Errors: kFailedPrecondition when a check failed.
Status Doctor(const Settings& settings, const DoctorCommand& command);

struct RepairCommand {
  /// Stores (identity.h) that are put aside, to begin empty; and those that are taken as they are.
  std::vector<std::string> start_empty;
  std::vector<std::string> adopt;
  /// Go past what is damaged in the log and in analytics; the damaged bytes are kept aside.
  bool skip_damaged = false;
};

/// Does what an operator decides when doctor has found damage, and prints what is lost by it.
/// Errors: kInvalidArgument when nothing is asked for, kNotFound without a data directory, and
///         those of the stores.
Status Repair(const Settings& settings, const RepairCommand& command);

/// Prints what the event log keeps, how far its consumers are and what can be read again; also
/// while `serve` runs.
/// Errors: kNotFound without a log, kDataLoss when it is damaged.
Status LogStatus(const Settings& settings);

struct LogReplayCommand {
  /// The number of a record, or the time since when they were accepted.
  std::string from;
  /// Do it; otherwise only say what would be done.
  bool execute = false;
};

/// Moves ingestion back in the event log, so that the next start stores again what analytics lack.
/// Errors: kInvalidArgument for a place of another shape, kFailedPrecondition for one that the log
///         does not keep or ingestion has not reached, and while `serve` runs.
Status LogReplay(const Settings& settings, const LogReplayCommand& command);

/// Where the points of backups lie.
struct BackupPlace {
  /// A directory, or s3://bucket/prefix.
  std::string text;
  s3::LocationFlags s3;
};

struct BackupCommand {
  BackupPlace place;
  /// How many points stay; 0 keeps all.
  std::int64_t keep = 0;
};

/// Adds a point to the backups: of the running server's present moment, or of a directory that
/// nobody uses. Keys to a bucket come from the environment.
/// Errors: kFailedPrecondition, kResourceExhausted and others; the points that were there stay.
Status Backup(const Settings& settings, const BackupCommand& command,
              const Environment& environment);

struct RestoreCommand {
  BackupPlace place;
  /// Empty for the newest.
  std::string point;
  /// Print the points; compare a point with its checksums. Both restore nothing.
  bool list = false;
  bool check = false;
};

/// Makes a data directory of a point of a backup.
/// Errors: kFailedPrecondition when there is something in the data directory, kDataLoss naming the
///         file that is damaged.
Status Restore(const Settings& settings, const RestoreCommand& command,
               const Environment& environment);

/// Prints a link with which the user sets a new password, also while `serve` runs: how somebody
/// gets back in who forgot it, where no mail can be sent.
/// Errors: kNotFound when there is no such installation or user.
Status PrintPasswordLink(const Settings& settings, const std::string& email);

/// Reads HogQL and prints the ClickHouse SQL that it becomes for a project, with a line
/// `-- name: value` for each parameter. Properties that were promoted to columns since the
/// installation began are shown where they were at first: the analytics stay closed, for a server
/// may be using them.
Status PrintQuerySql(const Settings& settings, TeamId project, std::istream& in, std::ostream& out);

}  // namespace tenrec::server
