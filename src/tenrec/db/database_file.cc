#include "tenrec/db/database_file.h"

#include <filesystem>
#include <system_error>
#include <utility>

#include "tenrec/db/connection.h"

namespace tenrec::db {

DatabaseFile::DatabaseFile(std::unique_ptr<Connection> connection)
    : connection_(std::move(connection)) {
}
DatabaseFile::~DatabaseFile() = default;

Result<std::unique_ptr<DatabaseFile>> DatabaseFile::Open(const std::string& path) {
  std::error_code error;
  if (!std::filesystem::exists(path, error)) return NotFound("no file " + path);
  TRY_ASSIGN(auto connection, Connection::Open(path, Connection::Mode::kInspect, {}));
  return std::unique_ptr<DatabaseFile>(new DatabaseFile(std::move(connection)));
}

Result<Rows> DatabaseFile::Query(std::string_view sql, Params params) {
  return connection_->Run(sql, std::span(params.begin(), params.size()));
}

Status DatabaseFile::CheckIntegrity() {
  TRY_ASSIGN(const Rows faults, Query("PRAGMA integrity_check(5)"));
  if (faults.size() == 1 && faults[0].Text(0) == "ok") return Ok();
  std::string words;
  for (const Row fault : faults) words += (words.empty() ? "" : "; ") + fault.Text(0);
  return DataLoss(words.empty() ? "no answer to the integrity check" : words);
}

}  // namespace tenrec::db
