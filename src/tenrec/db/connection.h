#pragma once

#include <chrono>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "tenrec/base/result.h"
#include "tenrec/db/value.h"

namespace tenrec::db {

/// One connection with its prepared statements; private to the room. The place where PostgreSQL
/// will stand beside SQLite.
/// Threads: one at a time.
class Connection {
 public:
  enum class Mode {
    kReadOnly,
    kReadWrite,
    /// Reads a file that nobody has open, and leaves it and its neighbours as they are.
    kInspect,
  };

  static Result<std::unique_ptr<Connection>> Open(const std::string& path, Mode mode,
                                                  std::chrono::milliseconds busy_timeout);
  ~Connection();
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  /// Runs one statement to its end.
  Result<Rows> Run(std::string_view sql, std::span<const Param> params);
  /// Runs one statement for each row of parameters.
  Result<std::int64_t> RunMany(std::string_view sql, std::span<const std::vector<Param>> rows);
  /// Runs statements separated by semicolons, without parameters or answers.
  Status RunScript(const std::string& sql);
  /// From now on reads see the database as it is at this moment. Ends with the connection.
  Status HoldStill();
  /// Writes the database, as this connection sees it, into a new file.
  /// Errors: kAlreadyExists when there is a file.
  Status CopyTo(const std::string& path);
  /// Spells a migration in this database's dialect.
  static std::string Spell(std::string_view sql);

 private:
  struct State;
  explicit Connection(std::unique_ptr<State> state);

  std::unique_ptr<State> state_;
};

}  // namespace tenrec::db
