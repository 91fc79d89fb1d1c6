#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "tenrec/base/cancel.h"
#include "tenrec/base/result.h"
#include "tenrec/engine/column.h"
#include "tenrec/engine/progress.h"

namespace tenrec::engine {

using Pairs = std::vector<std::pair<std::string, std::string>>;

/// A statement and the values of its placeholders.
/// Shape: sql "SELECT {p0:String}", params {{"p0", "it's"}}. Values are as ClickHouse's HTTP
///        interface takes them in param_<name>: tab-separated escaping for scalars (EscapeParam
///        does it for text), "\\N" for NULL, "['a','b']" with quoted-literal escaping for arrays.
struct QueryText {
  std::string sql;
  Pairs params;
};

/// What a statement may cost. Zero means the engine's own limit.
struct QueryOptions {
  std::chrono::milliseconds max_execution_time = std::chrono::seconds(60);
  std::uint64_t max_memory_bytes = 0;
  std::uint64_t max_result_rows = 0;
  int max_threads = 0;
  /// Blocks come as the engine has them, column by column: a third of the time for millions of
  /// narrow rows, and their bytes are not bounded, for nobody holds them. Numbers, instants, UUIDs
  /// and texts only; instants lose their zone, and an answer without rows has no block.
  bool by_column = false;
  /// Refuses everything that is not a read.
  bool readonly = true;
  /// Stops the statement within about 100 ms of Cancel(); may be null.
  std::shared_ptr<CancelToken> cancel;
  /// Told how far the statement is, a few times a second once it has run for a moment; may be null.
  std::shared_ptr<QueryProgress> progress;
  /// More ClickHouse settings, such as {"optimize_aggregation_in_order", "1"}.
  Pairs settings;
};

/// What an answer took. Rows and bytes are as the engine last told, which may be some blocks before
/// the end.
struct QueryStats {
  std::uint64_t rows_read = 0;
  std::uint64_t bytes_read = 0;
  std::chrono::microseconds elapsed{0};
};

struct ResultSet {
  Block block;
  QueryStats stats;
};

/// An answer as the bytes of a file.
struct FileAnswer {
  std::string bytes;
  QueryStats stats;
};

struct InsertOptions {
  /// The second insert with the same token into the same table changes nothing.
  std::string dedup_token;
  Pairs settings;
};

/// Sends statements to ClickHouse. The embedded one runs chDB in this process; the distributed one
/// talks to a server over HTTP with the same SQL text, and params as param_<name>.
/// Errors:  a failure of the statement carries ClickHouse's error name in lower case as the tag:
///          "timeout_exceeded" (kDeadlineExceeded), "memory_limit_exceeded" (kResourceExhausted),
///          "query_was_cancelled" (kCancelled), "unknown_identifier" (kInvalidArgument), ...
/// Threads: any; a call blocks its thread and waits for a free connection.
class Engine {
 public:
  virtual ~Engine() = default;

  /// Every row of the answer at once.
  Result<ResultSet> Query(const QueryText& text, const QueryOptions& options = {});

  /// Hands over the answer block by block; an error from `on_block` ends the statement and is
  /// returned. A block may be empty of rows: the first one tells the columns.
  virtual Result<QueryStats> Stream(const QueryText& text, const QueryOptions& options,
                                    const std::function<Status(Block&&)>& on_block) = 0;

  /// The answer as one Parquet file, in memory: its end tells where its parts are, so the engine
  /// does not hand it over in pieces.
  virtual Result<FileAnswer> Parquet(const QueryText& text, const QueryOptions& options) = 0;

  /// A statement without an answer: DDL, OPTIMIZE, SYSTEM.
  virtual Status Execute(const QueryText& text, const QueryOptions& options = {}) = 0;

  /// Adds a block in Native format. What it promises when it returns is the table's choice: the
  /// ones of `schema` are on disk by then (fsync_after_insert).
  /// Shape: `native` as engine/native_writer.h makes it; `columns` in the same order.
  virtual Status Insert(std::string_view table, const std::vector<std::string>& columns,
                        std::string_view native, const InsertOptions& options = {}) = 0;
};

}  // namespace tenrec::engine
