#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include "tenrec/base/result.h"
#include "tenrec/db/migration.h"
#include "tenrec/db/value.h"

namespace tenrec::db {

class Connection;

/// The database as it was at one moment, while writing goes on. Hold it briefly: what is written
/// meanwhile collects in the write-ahead log.
/// Threads: one at a time.
class DatabaseMoment {
 public:
  explicit DatabaseMoment(std::unique_ptr<Connection> connection);
  ~DatabaseMoment();
  DatabaseMoment(DatabaseMoment&&) noexcept;
  DatabaseMoment& operator=(DatabaseMoment&&) = delete;

  /// Writes it into a new file, which opens as a database. Not synced.
  /// Errors: kAlreadyExists when there is a file, kUnavailable when the disk is full.
  Status CopyTo(const std::string& path);

 private:
  std::unique_ptr<Connection> connection_;
};

struct DatabaseOptions {
  /// The file; it and its -wal and -shm files are created when missing. Its directory must exist.
  std::string path;
  int readers = 4;
  /// How long to wait for a lock that another process holds.
  std::chrono::milliseconds busy_timeout{5000};
};

using Params = std::initializer_list<Param>;

/// A running transaction on the only writer. It sees its own writes. Lives inside Transact.
class Transaction {
 public:
  Transaction(Transaction&&) noexcept;
  Transaction& operator=(Transaction&&) = delete;
  /// Undoes everything, unless it was committed.
  ~Transaction();

  Result<Rows> Query(std::string_view sql, Params params = {});
  Result<Rows> Query(std::string_view sql, std::span<const Param> params);
  /// A write; with RETURNING the rows say what was written.
  Result<Rows> Execute(std::string_view sql, Params params = {});
  Result<Rows> Execute(std::string_view sql, std::span<const Param> params);
  /// Runs one statement once for each row of parameters; the bulk write. Returns rows affected.
  Result<std::int64_t> ExecuteMany(std::string_view sql, std::span<const std::vector<Param>> rows);

  /// The first of `count` numbers of the sequence that nobody gets again, starting with 1. A number
  /// of a transaction that was undone is used again, since nobody ever saw it.
  Result<std::int64_t> ReserveIds(std::string_view sequence, std::int64_t count = 1);

 private:
  friend class Database;
  Transaction(class Database& database, Connection& connection);
  Status Commit();

  Database* database_;
  Connection* connection_;
};

/// The small transactional store of everything that is no event: accounts, definitions, settings.
/// Shape:   SQL that SQLite 3.35+ and PostgreSQL 15+ both take (README, "Two dialects"); values
///          travel as $1, $2 …, each of which may be used more than once.
/// Errors:  kAlreadyExists a unique key is taken; kFailedPrecondition a foreign key is broken;
///          kUnavailable busy for too long, disk full or failing; kDataLoss the file is damaged;
///          kInternal the statement is wrong.
/// Threads: any. Reads run side by side; writes one after another.
class Database {
 public:
  static Result<std::unique_ptr<Database>> Open(const DatabaseOptions& options);
  ~Database();
  Database(const Database&) = delete;
  Database& operator=(const Database&) = delete;

  /// Reads what was committed before the call.
  Result<Rows> Query(std::string_view sql, Params params = {});
  Result<Rows> Query(std::string_view sql, std::span<const Param> params);

  /// Writes with one statement and is durable when it returns.
  Result<Rows> Execute(std::string_view sql, Params params = {});
  Result<Rows> Execute(std::string_view sql, std::span<const Param> params);

  /// Runs `body(Transaction&)`, which returns a Result<T>; keeps its writes when it succeeded and
  /// undoes all of them when it failed. What it returned is durable. Must not be nested: inside,
  /// use the transaction.
  template <typename Body>
  auto Transact(Body&& body) -> std::invoke_result_t<Body, Transaction&> {
    auto transaction = Begin();
    if (!transaction) return std::move(transaction).error();
    auto result = std::forward<Body>(body)(*transaction);
    if (!result) return result;
    Status committed = transaction->Commit();
    if (!committed) return std::move(committed).error();
    return result;
  }

  /// What is committed now, to be copied while others go on writing.
  Result<DatabaseMoment> HoldMoment();

  /// Numbers of the sequence up to `last_id` count as given out.
  Status RaiseSequence(std::string_view sequence, std::int64_t last_id);

  /// Applies the steps that are missing, each in its own transaction, in the order given.
  /// Errors: kFailedPrecondition when the file was written by a newer version.
  Status Migrate(std::span<const Migration> migrations);
  /// Asks the file whether these steps, and no later ones, were applied.
  /// Errors: kFailedPrecondition naming the first that is missing or that nobody here knows.
  Status CheckMigrated(std::span<const Migration> migrations);

 private:
  friend class Transaction;
  struct State;
  explicit Database(std::unique_ptr<State> state);
  Result<Transaction> Begin();
  void ReleaseWriter();

  std::unique_ptr<State> state_;
};

}  // namespace tenrec::db
