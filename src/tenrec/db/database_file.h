#pragma once

#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "tenrec/base/result.h"
#include "tenrec/db/database.h"

namespace tenrec::db {

/// A database that is only looked at: no byte of it changes and no file is made beside it, also
/// when a crash left a write-ahead log.
/// Threads: one at a time; nobody may have the file open.
class DatabaseFile {
 public:
  /// Errors: kNotFound when there is no file, kDataLoss when it is no database.
  static Result<std::unique_ptr<DatabaseFile>> Open(const std::string& path);
  ~DatabaseFile();
  DatabaseFile(const DatabaseFile&) = delete;
  DatabaseFile& operator=(const DatabaseFile&) = delete;

  Result<Rows> Query(std::string_view sql, Params params = {});

  /// Reads every page and compares the indexes with their tables.
  /// Errors: kDataLoss with the first faults that were found.
  Status CheckIntegrity();

 private:
  explicit DatabaseFile(std::unique_ptr<Connection> connection);
  std::unique_ptr<Connection> connection_;
};

}  // namespace tenrec::db
