#include "tenrec/db/database.h"

#include <map>

#include "tenrec/base/check.h"
#include "tenrec/base/logging.h"
#include "tenrec/base/thread_annotations.h"
#include "tenrec/db/connection.h"

namespace tenrec::db {
namespace {

constexpr std::string_view kOwnTables = R"sql(
CREATE TABLE IF NOT EXISTS schema_migrations (
  room TEXT NOT NULL,
  number BIGINT NOT NULL,
  name TEXT NOT NULL,
  applied_at BIGINT NOT NULL,
  PRIMARY KEY (room, number)
);
CREATE TABLE IF NOT EXISTS id_sequences (
  name TEXT PRIMARY KEY,
  last_id BIGINT NOT NULL
);
)sql";

}  // namespace

DatabaseMoment::DatabaseMoment(std::unique_ptr<Connection> connection)
    : connection_(std::move(connection)) {
}
DatabaseMoment::~DatabaseMoment() = default;
DatabaseMoment::DatabaseMoment(DatabaseMoment&&) noexcept = default;

Status DatabaseMoment::CopyTo(const std::string& path) {
  return connection_->CopyTo(path);
}

struct Database::State {
  explicit State(DatabaseOptions opened_with) : options(std::move(opened_with)) {}

  const DatabaseOptions options;
  /// Held for the length of a transaction, from Begin to the end of Transaction, which no scope
  /// shows; so a flag under a mutex instead of the mutex itself.
  Mutex writer_mutex;
  CondVar writer_free;
  bool writer_taken GUARDED_BY(writer_mutex) = false;
  std::unique_ptr<Connection> writer;

  Mutex readers_mutex;
  CondVar reader_free;
  std::vector<std::unique_ptr<Connection>> readers GUARDED_BY(readers_mutex);

  std::unique_ptr<Connection> TakeReader() EXCLUDES(readers_mutex) {
    MutexLock lock(readers_mutex);
    while (readers.empty()) reader_free.Wait(readers_mutex);
    auto reader = std::move(readers.back());
    readers.pop_back();
    return reader;
  }
  void GiveReader(std::unique_ptr<Connection> reader) EXCLUDES(readers_mutex) {
    {
      MutexLock lock(readers_mutex);
      readers.push_back(std::move(reader));
    }
    reader_free.NotifyOne();
  }
  void TakeWriter() EXCLUDES(writer_mutex) {
    MutexLock lock(writer_mutex);
    while (writer_taken) writer_free.Wait(writer_mutex);
    writer_taken = true;
  }
  void GiveWriter() EXCLUDES(writer_mutex) {
    {
      MutexLock lock(writer_mutex);
      writer_taken = false;
    }
    writer_free.NotifyOne();
  }
};

Database::Database(std::unique_ptr<State> state) : state_(std::move(state)) {
}
Database::~Database() = default;

Result<std::unique_ptr<Database>> Database::Open(const DatabaseOptions& options) {
  TENREC_CHECK(options.readers > 0) << "a database needs a reader";
  auto state = std::make_unique<State>(options);
  TRY_ASSIGN(state->writer,
             Connection::Open(options.path, Connection::Mode::kReadWrite, options.busy_timeout));
  TRY(state->writer->RunScript(std::string(kOwnTables)));
  for (int i = 0; i < options.readers; ++i) {
    TRY_ASSIGN(auto reader,
               Connection::Open(options.path, Connection::Mode::kReadOnly, options.busy_timeout));
    state->GiveReader(std::move(reader));
  }
  return std::unique_ptr<Database>(new Database(std::move(state)));
}

Result<DatabaseMoment> Database::HoldMoment() {
  TRY_ASSIGN(auto connection, Connection::Open(state_->options.path, Connection::Mode::kReadOnly,
                                               state_->options.busy_timeout));
  TRY(connection->HoldStill());
  return DatabaseMoment(std::move(connection));
}

Result<Rows> Database::Query(std::string_view sql, Params params) {
  return Query(sql, std::span(params.begin(), params.size()));
}

Result<Rows> Database::Query(std::string_view sql, std::span<const Param> params) {
  auto reader = state_->TakeReader();
  auto rows = reader->Run(sql, params);
  state_->GiveReader(std::move(reader));
  return rows;
}

Result<Rows> Database::Execute(std::string_view sql, Params params) {
  return Execute(sql, std::span(params.begin(), params.size()));
}

Result<Rows> Database::Execute(std::string_view sql, std::span<const Param> params) {
  state_->TakeWriter();
  auto rows = state_->writer->Run(sql, params);
  state_->GiveWriter();
  return rows;
}

Result<Transaction> Database::Begin() {
  state_->TakeWriter();
  auto begun = state_->writer->Run("BEGIN IMMEDIATE", {});
  if (!begun) {
    state_->GiveWriter();
    return std::move(begun).error();
  }
  return Transaction(*this, *state_->writer);
}

void Database::ReleaseWriter() {
  state_->GiveWriter();
}

Status Database::Migrate(std::span<const Migration> migrations) {
  TRY_ASSIGN(const Rows applied, Query("SELECT room, number FROM schema_migrations"));
  std::map<std::string, std::int64_t, std::less<>> newest_applied;
  for (const Row row : applied) {
    auto& newest = newest_applied[row.Text(0)];
    newest = std::max(newest, row.Int(1));
  }
  std::map<std::string_view, std::int64_t> newest_known;
  for (const auto& migration : migrations) {
    auto& newest = newest_known[migration.room];
    TENREC_CHECK(migration.number == newest + 1)
        << "migrations of " << migration.room << " are not numbered 1, 2, 3";
    newest = migration.number;
  }
  for (const auto& [room, newest] : newest_known) {
    if (newest_applied[std::string(room)] > newest) {
      return FailedPrecondition("the data was written by a newer version: room " +
                                std::string(room) + " is at step " +
                                std::to_string(newest_applied[std::string(room)]) +
                                ", this program knows " + std::to_string(newest));
    }
  }
  const SystemClock clock;
  for (const auto& migration : migrations) {
    if (migration.number <= newest_applied[std::string(migration.room)]) continue;
    const auto apply = [&](Transaction& transaction) -> Status {
      TRY(transaction.connection_->RunScript(Connection::Spell(migration.sql)));
      TRY(transaction.Execute(
          "INSERT INTO schema_migrations (room, number, name, applied_at) VALUES ($1, $2, $3, $4)",
          {migration.room, migration.number, migration.name, clock.Now()}));
      return Ok();
    };
    Status done = Transact(apply);
    if (!done) {
      return std::move(done).error().WithContext("migration " + std::string(migration.room) + " " +
                                                 std::to_string(migration.number));
    }
    LogLine(LogLevel::kInfo, "db", "migrated",
            {{"room", std::string(migration.room)},
             {"step", std::to_string(migration.number)},
             {"name", std::string(migration.name)}});
  }
  return Ok();
}

Status Database::CheckMigrated(std::span<const Migration> migrations) {
  TRY_ASSIGN(const Rows applied,
             Query("SELECT room, max(number) FROM schema_migrations GROUP BY room"));
  std::map<std::string, std::int64_t, std::less<>> newest_known;
  for (const auto& migration : migrations) {
    newest_known[std::string(migration.room)] = migration.number;
  }
  for (const Row row : applied) {
    const auto known = newest_known.find(row.Text(0));
    if (known == newest_known.end() || known->second != row.Int(1)) {
      return FailedPrecondition("room " + row.Text(0) + " is at step " +
                                std::to_string(row.Int(1)) + ", which is not the last one here");
    }
    newest_known.erase(known);
  }
  if (newest_known.empty()) return Ok();
  return FailedPrecondition("room " + newest_known.begin()->first + " was never migrated");
}

Status Database::RaiseSequence(std::string_view sequence, std::int64_t last_id) {
  TRY(
      Execute("INSERT INTO id_sequences (name, last_id) VALUES ($1, $2) ON CONFLICT (name) DO "
              "UPDATE SET last_id = excluded.last_id WHERE id_sequences.last_id < excluded.last_id",
              {sequence, last_id}));
  return Ok();
}

Transaction::Transaction(Database& database, Connection& connection)
    : database_(&database), connection_(&connection) {
}

Transaction::Transaction(Transaction&& other) noexcept
    : database_(std::exchange(other.database_, nullptr)), connection_(other.connection_) {
}

Transaction::~Transaction() {
  if (database_ == nullptr) return;
  // After some failures SQLite has rolled back by itself and says that there is nothing to undo.
  (void)connection_->Run("ROLLBACK", {});
  database_->ReleaseWriter();
}

Status Transaction::Commit() {
  TRY(connection_->Run("COMMIT", {}));
  std::exchange(database_, nullptr)->ReleaseWriter();
  return Ok();
}

Result<Rows> Transaction::Query(std::string_view sql, Params params) {
  return connection_->Run(sql, std::span(params.begin(), params.size()));
}

Result<Rows> Transaction::Query(std::string_view sql, std::span<const Param> params) {
  return connection_->Run(sql, params);
}

Result<Rows> Transaction::Execute(std::string_view sql, Params params) {
  return connection_->Run(sql, std::span(params.begin(), params.size()));
}

Result<Rows> Transaction::Execute(std::string_view sql, std::span<const Param> params) {
  return connection_->Run(sql, params);
}

Result<std::int64_t> Transaction::ExecuteMany(std::string_view sql,
                                              std::span<const std::vector<Param>> rows) {
  return connection_->RunMany(sql, rows);
}

Result<std::int64_t> Transaction::ReserveIds(std::string_view sequence, std::int64_t count) {
  TRY_ASSIGN(const Rows rows,
             Execute("INSERT INTO id_sequences (name, last_id) VALUES ($1, $2) ON CONFLICT (name) "
                     "DO UPDATE SET last_id = id_sequences.last_id + excluded.last_id "
                     "RETURNING last_id",
                     {sequence, count}));
  return rows[0].Int(0) - count + 1;
}

}  // namespace tenrec::db
