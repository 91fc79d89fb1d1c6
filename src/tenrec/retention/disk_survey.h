#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "tenrec/base/result.h"
#include "tenrec/base/time.h"
#include "tenrec/engine/engine.h"

namespace tenrec::retention {

/// A consumer of disk. Units: bytes.
struct DiskUse {
  /// "log", "analytics", "metadata", "blobs", "other".
  std::string kind;
  /// "events", "metadata.db", …; of analytics the table, and "merged" for what the engine has
  /// replaced and is about to remove.
  std::string name;
  std::uint64_t bytes = 0;
  /// Of a table.
  std::optional<std::uint64_t> rows;
};

/// Where the bytes of an installation are, and how fast they grow. Units: bytes.
struct DiskReport {
  /// The largest first.
  std::vector<DiskUse> uses;
  /// All that the data directory takes, and of that what stays: what a budget is about.
  std::uint64_t used_bytes = 0;
  std::uint64_t kept_bytes = 0;
  /// Of the file system.
  std::uint64_t total_bytes = 0;
  std::uint64_t free_bytes = 0;
  /// What capture leaves free.
  std::uint64_t reserved_bytes = 0;

  /// Of the last seven days, or since the first event if that is later.
  double events_per_day = 0;
  /// What an event takes in analytics and metadata, all tables counted.
  double bytes_per_event = 0;

  /// Days until `kept_bytes` are this many more; nullopt when nothing grows or it is beyond ten
  /// years. 0 when there is no room left.
  std::optional<double> DaysUntilMore(std::uint64_t bytes) const;
  std::optional<double> DaysUntilFull() const;
  std::optional<double> DaysUntilBudget(std::uint64_t budget) const;
};

struct SurveyOptions {
  std::string data_directory;
  std::uint64_t reserved_bytes = 0;
};

/// Looks at every file, and asks the engine for its tables.
Result<DiskReport> SurveyDisk(engine::Engine& engine, const Clock& clock,
                              const SurveyOptions& options);

}  // namespace tenrec::retention
