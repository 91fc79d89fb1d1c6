#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "tenrec/base/metrics.h"
#include "tenrec/engine/engine.h"

namespace tenrec::engine {

struct ChdbOptions {
  /// Directory of the analytics data, created when missing. Becomes absolute.
  std::string path;
  /// Statements that run at once; more wait.
  int query_connections = 4;
  int insert_connections = 2;
  /// What the engine may use in all. Units: bytes.
  std::uint64_t memory_bytes = 1ULL << 30;
  /// Threads of one statement.
  int threads = 2;
};

/// ClickHouse inside this process. The library serves one data path per process for its whole life,
/// so there is at most one open ChdbEngine, and a second path is refused.
/// Errors:  Open: kFailedPrecondition when another engine is open, kInternal with chDB's words.
class ChdbEngine final : public Engine {
 public:
  static Result<std::unique_ptr<ChdbEngine>> Open(ChdbOptions options, Metrics& metrics);
  /// Waits for running statements, then closes every connection.
  ~ChdbEngine() override;

  Result<QueryStats> Stream(const QueryText& text, const QueryOptions& options,
                            const std::function<Status(Block&&)>& on_block) override;
  Result<FileAnswer> Parquet(const QueryText& text, const QueryOptions& options) override;
  Status Execute(const QueryText& text, const QueryOptions& options = {}) override;
  Status Insert(std::string_view table, const std::vector<std::string>& columns,
                std::string_view native, const InsertOptions& options = {}) override;

  /// The answer of a read that the library does not stream, such as CHECK TABLE; one at a time, in
  /// memory.
  Result<Block> Ask(const QueryText& text, const QueryOptions& options = {});

  /// "26.7.3".
  static std::string Version();
  /// Joins the library's threads, for good. The last thing of a process that wants to end tidily;
  /// every engine must be gone.
  static void ShutDownLibrary();

 private:
  struct State;
  explicit ChdbEngine(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace tenrec::engine
