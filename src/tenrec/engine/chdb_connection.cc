#include "tenrec/engine/chdb_connection.h"

#include <algorithm>
#include <utility>

#include "tenrec/engine/clickhouse_error.h"
#include "tenrec/engine/read_ahead.h"
#include "tenrec/sql/print.h"
#include "tenrec/sql/quote.h"

namespace tenrec::engine {
namespace {

constexpr std::string_view kAnswerFormat = "RowBinaryWithNamesAndTypes";
constexpr std::string_view kFileFormat = "Parquet";
constexpr std::string_view kColumnsFormat = "Native";
constexpr std::string_view kInsertFormat = "Native";

struct DestroyResult {
  void operator()(chdb_result* result) const { chdb_destroy_query_result(result); }
};
using OwnedResult = std::unique_ptr<chdb_result, DestroyResult>;

struct DestroyInsert {
  void operator()(chdb_insert_stream stream) const { chdb_destroy_insert_stream(stream); }
};
using OwnedInsert = std::unique_ptr<chdb_insert_stream_, DestroyInsert>;

Status CheckResult(const OwnedResult& result) {
  if (result == nullptr) return Internal("the engine gave no result");
  const char* words = chdb_result_error(result.get());
  if (words != nullptr) return ParseClickHouseError(words);
  return Ok();
}

/// Names and values as the library wants them: arrays of pointers and of lengths.
struct ParamArrays {
  explicit ParamArrays(const Pairs& params) {
    for (const auto& [name, value] : params) {
      names.push_back(name.data());
      name_lengths.push_back(name.size());
      values.push_back(value.data());
      value_lengths.push_back(value.size());
    }
  }
  std::vector<const char*> names;
  std::vector<std::size_t> name_lengths;
  std::vector<const char*> values;
  std::vector<std::size_t> value_lengths;
};

OwnedResult RunWhole(chdb_connection connection, const QueryText& text, std::string_view format) {
  const ParamArrays params(text.params);
  return OwnedResult(chdb_query_with_params_n(connection, text.sql.data(), text.sql.size(),
                                              format.data(), format.size(), params.names.data(),
                                              params.name_lengths.data(), params.values.data(),
                                              params.value_lengths.data(), text.params.size()));
}

/// The whole answer at once.
Result<OwnedResult> Query(chdb_connection connection, const QueryText& text,
                          std::string_view format) {
  OwnedResult result = RunWhole(connection, text, format);
  auto checked = CheckResult(result);
  if (!checked) {
    // What the statement had written before it failed stands in front of the connection's next
    // answer, whoever asks for that. So nobody gets the next one.
    RunWhole(connection, {"SELECT 1", {}}, kAnswerFormat);
    return std::move(checked).error();
  }
  return result;
}

std::string BytesOf(const OwnedResult& result) {
  return {chdb_result_buffer(result.get()), chdb_result_length(result.get())};
}

}  // namespace

Result<std::unique_ptr<ChdbConnection>> ChdbConnection::Open(std::vector<std::string> arguments) {
  arguments.insert(arguments.begin(), "tenrec");
  std::vector<char*> argv;
  argv.reserve(arguments.size());
  for (std::string& argument : arguments) argv.push_back(argument.data());
  chdb_connection* handle = chdb_connect(static_cast<int>(argv.size()), argv.data());
  if (handle == nullptr || *handle == nullptr) {
    return FailedPrecondition(
        "the analytics engine does not open; its own words stand above. `tenrec doctor` looks for "
        "damage; a process serves one directory only");
  }
  return std::unique_ptr<ChdbConnection>(new ChdbConnection(handle));
}

ChdbConnection::~ChdbConnection() {
  chdb_close_conn(handle_);
}

Status ChdbConnection::Set(const Pairs& settings) {
  std::string changes;
  const auto add = [&](const std::string& name, const std::string& value) {
    changes += changes.empty() ? "SET " : ", ";
    changes += sql::QuoteIdentifier(name) + " = " + value;
  };
  std::map<std::string, std::string> wanted(settings.begin(), settings.end());
  for (const auto& [name, value] : wanted) {
    const auto found = settings_.find(name);
    if (found == settings_.end() || found->second != value) add(name, sql::QuoteText(value));
  }
  for (const auto& [name, value] : settings_) {
    if (!wanted.contains(name)) add(name, "DEFAULT");
  }
  if (changes.empty()) return Ok();
  TRY(Run({changes, {}}));
  settings_ = std::move(wanted);
  return Ok();
}

Status ChdbConnection::Run(const QueryText& text) {
  TRY(Query(*handle_, text, kInsertFormat));
  return Ok();
}

Result<std::string> ChdbConnection::Ask(const QueryText& text) {
  TRY_ASSIGN(const OwnedResult result, Query(*handle_, text, kAnswerFormat));
  return BytesOf(result);
}

Result<FileAnswer> ChdbConnection::Parquet(const QueryText& text) {
  TRY_ASSIGN(const OwnedResult result, Query(*handle_, text, kFileFormat));
  FileAnswer file{.bytes = BytesOf(result), .stats = {}};
  file.stats.rows_read = chdb_result_storage_rows_read(result.get());
  file.stats.bytes_read = chdb_result_storage_bytes_read(result.get());
  return file;
}

Result<QueryStats> ChdbConnection::Stream(
    const QueryText& text, bool by_column,
    const std::function<Status(std::string_view chunk)>& on_chunk) {
  const ParamArrays params(text.params);
  const std::string_view format = by_column ? kColumnsFormat : kAnswerFormat;
  const OwnedResult stream(chdb_stream_query_with_params_n(
      *handle_, text.sql.data(), text.sql.size(), format.data(), format.size(), params.names.data(),
      params.name_lengths.data(), params.values.data(), params.value_lengths.data(),
      text.params.size()));
  TRY(CheckResult(stream));
  QueryStats stats;
  ReadAhead ahead([&]() -> Result<Chunk> {
    OwnedResult chunk(chdb_stream_fetch_result(*handle_, stream.get()));
    TRY(CheckResult(chunk));
    stats.rows_read = std::max(stats.rows_read, chdb_result_storage_rows_read(chunk.get()));
    stats.bytes_read = std::max(stats.bytes_read, chdb_result_storage_bytes_read(chunk.get()));
    const std::string_view bytes(chdb_result_buffer(chunk.get()), chdb_result_length(chunk.get()));
    return Chunk{.bytes = bytes, .owner = std::shared_ptr<chdb_result>(std::move(chunk))};
  });
  while (true) {
    TRY_ASSIGN(const Chunk chunk, ahead.Next());
    if (chunk.bytes.empty()) return stats;
    auto taken = on_chunk(chunk.bytes);
    if (!taken) {
      ahead.Stop();
      chdb_stream_cancel_query(*handle_, stream.get());
      return std::move(taken).error();
    }
  }
}

Status ChdbConnection::Insert(std::string_view statement, std::string_view native) {
  const OwnedInsert stream(chdb_stream_insert_n(*handle_, statement.data(), statement.size(),
                                                kInsertFormat.data(), kInsertFormat.size()));
  const auto check = [&]() -> Status {
    const char* words = chdb_stream_insert_error(stream.get());
    if (words != nullptr) return ParseClickHouseError(words);
    return Internal("the engine refused an insert without a reason");
  };
  if (stream == nullptr || chdb_stream_insert_error(stream.get()) != nullptr) return check();
  if (chdb_stream_append(stream.get(), native.data(), native.size()) != 0) return check();
  const OwnedResult done(chdb_stream_done(stream.get()));
  return CheckResult(done);
}

}  // namespace tenrec::engine
