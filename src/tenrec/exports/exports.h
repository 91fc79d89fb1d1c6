#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "tenrec/base/ids.h"
#include "tenrec/base/json.h"
#include "tenrec/base/result.h"
#include "tenrec/base/time.h"
#include "tenrec/db/database.h"

namespace tenrec::exports {

inline constexpr std::string_view kCsv = "text/csv";
inline constexpr std::string_view kJson = "application/json";
inline constexpr std::string_view kXlsx =
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/// A file that somebody asked for.
struct Export {
  std::int64_t id = 0;
  TeamId team_id = 0;
  /// Its media type: kCsv, kJson or kXlsx.
  std::string format;
  std::optional<std::int64_t> insight;
  /// As it was sent; null when the file is of an insight.
  Json context;
  /// The query whose answer it holds.
  Json source;
  /// The columns that are wanted, in order; empty: all.
  std::vector<std::string> columns;
  std::string filename;
  UserId created_by = 0;
  Timestamp created_at;
  Timestamp expires_after;
  /// When it was there, or failed.
  std::optional<Timestamp> finished_at;
  /// Why there is none.
  std::optional<std::string> exception;
  /// How often it was begun.
  std::int64_t attempts = 0;
  /// Of the file, in blobs.
  std::int64_t parts = 0;
  std::int64_t bytes = 0;

  bool has_content() const { return finished_at && !exception; }
};

/// Which exports to list; what is empty does not filter.
struct ExportFilter {
  std::string format;
  std::optional<std::int64_t> insight;
  /// `path` of the context.
  std::string context_path;
  std::size_t limit = 100;
  std::size_t offset = 0;
};

struct ListedExports {
  std::vector<Export> exports;
  /// Of all that match, also those of other pages.
  std::size_t total = 0;
};

/// Which files were asked for in all projects, and what became of them. What has expired is not
/// shown.
/// Threads: any.
/// Source:  rest-api.md 31
class Exports {
 public:
  Exports(db::Database& database, const Clock& clock) : database_(database), clock_(clock) {}

  /// Keeps what is set by the asker, for a week.
  /// Errors: kResourceExhausted when too many files of the project are still to be made.
  Result<Export> Create(Export wanted);
  /// Errors: kNotFound, also for what has expired and for that of another project.
  Result<Export> Find(TeamId team_id, std::int64_t id);
  /// Those that this user asked for, newest first.
  Result<ListedExports> List(TeamId team_id, UserId user, const ExportFilter& filter);

  /// One more attempt begins.
  Status Begin(std::int64_t id);
  Status Finish(std::int64_t id, std::int64_t parts, std::int64_t bytes);
  Status Fail(std::int64_t id, std::string_view why);

  /// Neither there nor failed, oldest first.
  Result<std::vector<Export>> Unfinished();
  /// Those that nobody can see any more: expired, or older than the latest 500 of their project.
  Result<std::vector<Export>> Expired();
  Status Forget(std::int64_t id);

 private:
  db::Database& database_;
  const Clock& clock_;
};

/// The tables of this room.
std::span<const db::Migration> Migrations();

}  // namespace tenrec::exports
