#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "tenrec/base/ids.h"
#include "tenrec/base/result.h"
#include "tenrec/base/time.h"
#include "tenrec/db/database.h"

namespace tenrec::retention {

enum class Reason : std::uint8_t { kAge, kBudget };
/// "age", "budget".
std::string_view ReasonName(Reason reason);

/// A removal of events that happened before an instant: begun, and over when `finished_at` is set.
struct Run {
  std::int64_t id = 0;
  /// nullopt: of every project.
  std::optional<TeamId> team_id;
  Reason reason = Reason::kAge;
  Timestamp before;
  /// How many there were when it began.
  std::uint64_t rows = 0;
  Timestamp started_at;
  std::optional<Timestamp> finished_at;
};

/// What people decided about how long events stay, and what was done about it.
/// Threads: any.
class Policies {
 public:
  Policies(db::Database& database, const Clock& clock) : database_(database), clock_(clock) {}

  /// How many days a project keeps events; nullopt is for ever.
  Result<std::optional<std::int64_t>> Days(TeamId team_id);
  Result<std::vector<std::pair<TeamId, std::int64_t>>> AllDays();
  /// Errors: kInvalidArgument outside 1 to kMaxDays.
  Status SetDays(TeamId team_id, std::optional<std::int64_t> days);

  /// What the installation may take of the disk; nullopt is all of it. Units: bytes.
  Result<std::optional<std::uint64_t>> Budget();
  /// Errors: kInvalidArgument below kMinBudget.
  Status SetBudget(std::optional<std::uint64_t> bytes);

  Result<Run> Begin(std::optional<TeamId> team_id, Reason reason, Timestamp before,
                    std::uint64_t rows);
  Status Finish(std::int64_t run);
  Result<std::vector<Run>> Unfinished();
  /// The newest first: those of all projects, and those of one; without a project, all there are.
  Result<std::vector<Run>> Runs(std::optional<TeamId> team_id, std::size_t limit);

  static constexpr std::int64_t kMaxDays = 36'500;
  static constexpr std::uint64_t kMinBudget = 1'000'000'000;

 private:
  db::Database& database_;
  const Clock& clock_;
};

/// The tables of this room.
std::span<const db::Migration> Migrations();

}  // namespace tenrec::retention
