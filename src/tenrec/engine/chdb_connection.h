#pragma once

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "tenrec/base/result.h"
#include "tenrec/engine/chdb_api.h"
#include "tenrec/engine/engine.h"

namespace tenrec::engine {

/// One connection of the library: a session with settings of its own, one statement at a time.
/// Threads: one caller at a time.
class ChdbConnection {
 public:
  /// The first connection of the process starts the engine with these arguments.
  static Result<std::unique_ptr<ChdbConnection>> Open(std::vector<std::string> arguments);
  ~ChdbConnection();
  ChdbConnection(const ChdbConnection&) = delete;
  ChdbConnection& operator=(const ChdbConnection&) = delete;

  /// Makes these the session's settings; what an earlier call set and this one does not name goes
  /// back to its default.
  Status Set(const Pairs& settings);

  /// A statement without an answer that matters.
  Status Run(const QueryText& text);
  /// The whole answer as RowBinaryWithNamesAndTypes.
  Result<std::string> Ask(const QueryText& text);
  /// The whole answer as a Parquet file.
  Result<FileAnswer> Parquet(const QueryText& text);

  /// Hands over the answer in chunks of RowBinaryWithNamesAndTypes, or of Native by column.
  Result<QueryStats> Stream(const QueryText& text, bool by_column,
                            const std::function<Status(std::string_view chunk)>& on_chunk);

  Status Insert(std::string_view statement, std::string_view native);

 private:
  explicit ChdbConnection(chdb_connection* handle) : handle_(handle) {}

  chdb_connection* const handle_;
  std::map<std::string, std::string> settings_;
};

}  // namespace tenrec::engine
