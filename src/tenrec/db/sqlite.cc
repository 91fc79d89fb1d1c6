#include <array>
#include <cstdio>
#include <filesystem>
#include <map>
#include <system_error>
#include <vector>

#include <sqlite3.h>

#include "tenrec/base/check.h"
#include "tenrec/db/connection.h"

namespace tenrec::db {
namespace {

constexpr std::size_t kMaxCachedStatements = 512;

// The message names tables and columns, never values.
Error ToError(sqlite3* handle, int code) {
  std::string message = handle != nullptr ? sqlite3_errmsg(handle) : sqlite3_errstr(code);
  const int extended = handle != nullptr ? sqlite3_extended_errcode(handle) : code;
  switch (extended) {
    case SQLITE_CONSTRAINT_UNIQUE:
    case SQLITE_CONSTRAINT_PRIMARYKEY:
    case SQLITE_CONSTRAINT_ROWID:
      return AlreadyExists(std::move(message)).WithTag("unique");
    case SQLITE_CONSTRAINT_FOREIGNKEY:
      return FailedPrecondition(std::move(message));
    default:
      break;
  }
  switch (extended & 0xff) {
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
    case SQLITE_FULL:
    case SQLITE_IOERR:
    case SQLITE_CANTOPEN:
    case SQLITE_NOMEM:
      return Unavailable("metadata database: " + message);
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
      return DataLoss("metadata database: " + message);
    case SQLITE_CONSTRAINT:
    case SQLITE_TOOBIG:
      return InvalidArgument(std::move(message));
    default:
      return Internal("metadata database: " + message);
  }
}

struct Statement {
  sqlite3_stmt* handle = nullptr;
  /// For each of SQLite's own positions, which $n stands there.
  std::vector<std::size_t> numbers;
};

int BindText(sqlite3_stmt* statement, int position, std::string_view text) {
  // A null pointer would bind NULL, and an empty view may hold one.
  const char* data = text.data() == nullptr ? "" : text.data();
  return sqlite3_bind_text64(statement, position, data, text.size(), SQLITE_STATIC, SQLITE_UTF8);
}

int Bind(sqlite3_stmt* statement, int position, const Param& param) {
  struct Visitor {
    sqlite3_stmt* statement;
    int position;
    int operator()(std::monostate) const { return sqlite3_bind_null(statement, position); }
    int operator()(std::int64_t v) const { return sqlite3_bind_int64(statement, position, v); }
    int operator()(double v) const { return sqlite3_bind_double(statement, position, v); }
    int operator()(bool v) const { return sqlite3_bind_int64(statement, position, v ? 1 : 0); }
    int operator()(std::string_view v) const { return BindText(statement, position, v); }
    int operator()(const std::string& v) const { return BindText(statement, position, v); }
    int operator()(Blob v) const {
      return sqlite3_bind_blob64(statement, position, v.bytes.empty() ? "" : v.bytes.data(),
                                 v.bytes.size(), SQLITE_STATIC);
    }
  };
  return std::visit(Visitor{statement, position}, param.state());
}

Cell ReadCell(sqlite3_stmt* statement, int column) {
  switch (sqlite3_column_type(statement, column)) {
    case SQLITE_INTEGER:
      return std::int64_t{sqlite3_column_int64(statement, column)};
    case SQLITE_FLOAT:
      return sqlite3_column_double(statement, column);
    case SQLITE_NULL:
      return std::monostate{};
    default: {
      const auto* bytes = static_cast<const char*>(sqlite3_column_blob(statement, column));
      const int size = sqlite3_column_bytes(statement, column);
      return std::string(bytes == nullptr ? "" : bytes, static_cast<std::size_t>(size));
    }
  }
}

/// Spells a path as SQLite's URI.
std::string FileUri(const std::string& path) {
  std::string uri = "file:";
  for (const char c : path) {
    if (c == '?' || c == '#' || c == '%') {
      std::array<char, 4> code{};
      std::snprintf(code.data(), code.size(), "%%%02x", static_cast<unsigned>(c));
      uri += code.data();
    } else {
      uri += c;
    }
  }
  return uri;
}

/// Opens a file without a write to it or beside it. With a write-ahead log that a crash left, the
/// index of that log is kept in memory (exclusive mode) and the log stays when the file is closed;
/// without one the file is all there is, and SQLite is told that it cannot change.
Status OpenForInspection(const std::string& path, sqlite3** handle) {
  std::error_code error;
  const auto log_bytes = std::filesystem::file_size(path + "-wal", error);
  const bool has_log = !error && log_bytes > 0;
  const std::string uri = FileUri(path) + (has_log ? "" : "?immutable=1");
  const int access = has_log ? SQLITE_OPEN_READWRITE : SQLITE_OPEN_READONLY;
  const int code =
      sqlite3_open_v2(uri.c_str(), handle, access | SQLITE_OPEN_URI | SQLITE_OPEN_NOMUTEX, nullptr);
  if (code != SQLITE_OK) return ToError(*handle, code).WithContext("cannot open " + path);
  sqlite3_extended_result_codes(*handle, 1);
  sqlite3_db_config(*handle, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, nullptr);
  const int set = sqlite3_exec(*handle,
                               "PRAGMA locking_mode = EXCLUSIVE; PRAGMA query_only = ON;"
                               "PRAGMA temp_store = MEMORY; PRAGMA cache_size = -8000;",
                               nullptr, nullptr, nullptr);
  return set == SQLITE_OK ? Ok() : Status(ToError(*handle, set));
}

void ReplaceAll(std::string& text, std::string_view from, std::string_view to) {
  for (std::size_t at = text.find(from); at != std::string::npos;
       at = text.find(from, at + to.size())) {
    text.replace(at, from.size(), to);
  }
}

}  // namespace

struct Connection::State {
  sqlite3* handle = nullptr;
  std::map<std::string, Statement, std::less<>> statements;

  ~State() {
    DropStatements();
    sqlite3_close_v2(handle);
  }

  void DropStatements() {
    for (auto& [sql, statement] : statements) sqlite3_finalize(statement.handle);
    statements.clear();
  }

  Result<Statement*> Prepare(std::string_view sql) {
    if (const auto found = statements.find(sql); found != statements.end()) return &found->second;
    if (statements.size() >= kMaxCachedStatements) DropStatements();
    Statement statement;
    const char* tail = nullptr;
    const int code = sqlite3_prepare_v3(handle, sql.data(), static_cast<int>(sql.size()),
                                        SQLITE_PREPARE_PERSISTENT, &statement.handle, &tail);
    if (code != SQLITE_OK) return ToError(handle, code);
    TENREC_CHECK(statement.handle != nullptr) << "empty statement";
    TENREC_CHECK(std::string_view(tail, static_cast<std::size_t>(sql.data() + sql.size() - tail))
                     .find_first_not_of(" \n\t;") == std::string_view::npos)
        << "more than one statement: " << sql;
    const int count = sqlite3_bind_parameter_count(statement.handle);
    for (int position = 1; position <= count; ++position) {
      const char* name = sqlite3_bind_parameter_name(statement.handle, position);
      TENREC_CHECK(name != nullptr && name[0] == '$') << "a parameter is not written $n: " << sql;
      statement.numbers.push_back(std::stoul(name + 1));
    }
    return &statements.emplace(std::string(sql), std::move(statement)).first->second;
  }

  /// Binds and steps to the end; the statement is left ready for the next use.
  Status Step(Statement& statement, std::span<const Param> params, std::vector<Cell>* cells) {
    struct Reset {
      sqlite3_stmt* handle;
      ~Reset() {
        sqlite3_reset(handle);
        sqlite3_clear_bindings(handle);
      }
    } reset{statement.handle};
    for (std::size_t i = 0; i < statement.numbers.size(); ++i) {
      const std::size_t number = statement.numbers[i];
      TENREC_CHECK(number >= 1 && number <= params.size())
          << "no value for $" << number << " in " << sqlite3_sql(statement.handle);
      const int code = Bind(statement.handle, static_cast<int>(i + 1), params[number - 1]);
      if (code != SQLITE_OK) return ToError(handle, code);
    }
    const int width = sqlite3_column_count(statement.handle);
    while (true) {
      const int code = sqlite3_step(statement.handle);
      if (code == SQLITE_DONE) return Ok();
      if (code != SQLITE_ROW) return ToError(handle, code);
      for (int column = 0; cells != nullptr && column < width; ++column) {
        cells->push_back(ReadCell(statement.handle, column));
      }
    }
  }
};

Connection::Connection(std::unique_ptr<State> state) : state_(std::move(state)) {
}
Connection::~Connection() = default;

Result<std::unique_ptr<Connection>> Connection::Open(const std::string& path, Mode mode,
                                                     std::chrono::milliseconds busy_timeout) {
  auto state = std::make_unique<State>();
  if (mode == Mode::kInspect) {
    TRY(OpenForInspection(path, &state->handle));
    return std::unique_ptr<Connection>(new Connection(std::move(state)));
  }
  const int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX;
  const int code = sqlite3_open_v2(path.c_str(), &state->handle, flags, nullptr);
  if (code != SQLITE_OK) return ToError(state->handle, code).WithContext("cannot open " + path);
  sqlite3_extended_result_codes(state->handle, 1);
  sqlite3_busy_timeout(state->handle, static_cast<int>(busy_timeout.count()));
  std::unique_ptr<Connection> connection(new Connection(std::move(state)));
  // FULL syncs the write-ahead log on every commit: what was committed survives a power cut.
  TRY(connection->RunScript(
      "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON;"
      "PRAGMA temp_store = MEMORY; PRAGMA cache_size = -8000;"));
  if (mode == Mode::kReadOnly) TRY(connection->RunScript("PRAGMA query_only = ON;"));
  return connection;
}

Result<Rows> Connection::Run(std::string_view sql, std::span<const Param> params) {
  TRY_ASSIGN(Statement * statement, state_->Prepare(sql));
  std::vector<Cell> cells;
  const std::int64_t before = sqlite3_total_changes64(state_->handle);
  TRY(state_->Step(*statement, params, &cells));
  return Rows(std::move(cells), static_cast<std::size_t>(sqlite3_column_count(statement->handle)),
              sqlite3_total_changes64(state_->handle) - before);
}

Result<std::int64_t> Connection::RunMany(std::string_view sql,
                                         std::span<const std::vector<Param>> rows) {
  TRY_ASSIGN(Statement * statement, state_->Prepare(sql));
  const std::int64_t before = sqlite3_total_changes64(state_->handle);
  for (const auto& row : rows) TRY(state_->Step(*statement, row, nullptr));
  return std::int64_t{sqlite3_total_changes64(state_->handle) - before};
}

Status Connection::HoldStill() {
  TRY(RunScript("BEGIN"));
  // The moment is that of the first reading.
  const auto read = Run("SELECT count(*) FROM sqlite_schema", {});
  return read ? Ok() : Status(read.error());
}

Status Connection::CopyTo(const std::string& path) {
  std::error_code error;
  if (std::filesystem::exists(path, error)) return AlreadyExists("there is a file " + path);
  sqlite3* copy = nullptr;
  int code =
      sqlite3_open_v2(path.c_str(), &copy,
                      SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX, nullptr);
  Status done;
  if (code == SQLITE_OK) {
    sqlite3_backup* backup = sqlite3_backup_init(copy, "main", state_->handle, "main");
    // One step takes all pages: nobody waits for the lock that this holds, and nothing can change.
    if (backup != nullptr) sqlite3_backup_step(backup, -1);
    code = backup != nullptr ? sqlite3_backup_finish(backup) : sqlite3_errcode(copy);
  }
  if (code != SQLITE_OK) done = ToError(copy, code).WithContext("cannot copy to " + path);
  sqlite3_close_v2(copy);
  return done;
}

Status Connection::RunScript(const std::string& sql) {
  const int code = sqlite3_exec(state_->handle, sql.c_str(), nullptr, nullptr, nullptr);
  if (code != SQLITE_OK) return ToError(state_->handle, code);
  return Ok();
}

std::string Connection::Spell(std::string_view sql) {
  std::string text(sql);
  // Only this spelling makes the key the row's own address in SQLite.
  ReplaceAll(text, "BIGINT PRIMARY KEY", "INTEGER PRIMARY KEY");
  return text;
}

}  // namespace tenrec::db
