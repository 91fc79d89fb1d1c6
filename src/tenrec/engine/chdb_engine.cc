#include "tenrec/engine/chdb_engine.h"

#include <atomic>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <functional>
#include <system_error>
#include <utility>
#include <vector>

#include "tenrec/engine/chdb_config.h"
#include "tenrec/engine/chdb_connection.h"
#include "tenrec/engine/connection_pool.h"
#include "tenrec/engine/housekeeper.h"
#include "tenrec/engine/native_reader.h"
#include "tenrec/engine/row_binary.h"
#include "tenrec/sql/print.h"

namespace tenrec::engine {
namespace {

/// The library cannot hold two engines; this says so before it is asked.
// NOLINTNEXTLINE(cppcoreguidelines-avoid-non-const-global-variables)
std::atomic<bool> engine_open = false;

constexpr std::chrono::minutes kInsertPatience(10);
/// The library's chunks may hold tens of megabytes; a block of columns is a copy of this much.
constexpr std::size_t kBlockBytes = 1 << 20;

std::string Seconds(std::chrono::milliseconds span) {
  return std::to_string(static_cast<double>(span.count()) / 1000.0);
}

/// Writes the configuration and gives back its path.
Result<std::string> WriteConfig(const std::string& path, std::uint64_t memory_bytes) {
  std::error_code failure;
  std::filesystem::create_directories(path, failure);
  if (failure) return FromErrno(failure.value(), "cannot create " + path);
  std::string file = path + "/config.xml";
  std::ofstream out(file, std::ios::trunc);
  out << PrintChdbConfig(memory_bytes);
  out.close();
  if (!out) return Unavailable("cannot write " + file);
  return file;
}

/// Counts one call by its outcome and measures it.
class Measured {
 public:
  Measured(Metrics& metrics, std::string name)
      : metrics_(metrics), name_(std::move(name)), start_(std::chrono::steady_clock::now()) {}

  void Finish(const Error* error) {
    const auto elapsed = std::chrono::steady_clock::now() - start_;
    const std::string result(error == nullptr ? "ok" : ErrorCodeName(error->code));
    metrics_.GetCounter("engine_" + name_ + "_total", {{"result", result}}).Add();
    metrics_.GetHistogram("engine_" + name_ + "_seconds")
        .Observe(std::chrono::duration<double>(elapsed).count());
  }
  std::chrono::microseconds elapsed() const {
    return std::chrono::duration_cast<std::chrono::microseconds>(std::chrono::steady_clock::now() -
                                                                 start_);
  }

 private:
  Metrics& metrics_;
  const std::string name_;
  const std::chrono::steady_clock::time_point start_;
};

/// Lets a token kill the statement for as long as this lives.
class CancelHook {
 public:
  CancelHook(std::shared_ptr<CancelToken> token, Housekeeper& keeper, const std::string& mark)
      : token_(std::move(token)) {
    if (token_ == nullptr) return;
    handle_ = token_->OnCancel([&keeper, mark] { keeper.Kill(mark); });
  }
  ~CancelHook() {
    if (token_ != nullptr) token_->Forget(handle_);
  }
  CancelHook(const CancelHook&) = delete;
  CancelHook& operator=(const CancelHook&) = delete;

 private:
  const std::shared_ptr<CancelToken> token_;
  std::uint64_t handle_ = 0;
};

}  // namespace

struct ChdbEngine::State {
  State(ChdbOptions opened_with, Metrics& registry)
      : options(std::move(opened_with)), metrics(registry) {}
  ~State() {
    readers.reset();
    writers.reset();
    inserters.reset();
    keeper.reset();
    engine_open = false;
  }

  /// What every statement gets, whatever its caller wants.
  Pairs CommonSettings(std::uint64_t memory_bytes) const {
    const std::uint64_t most = options.memory_bytes / 2;
    const std::uint64_t memory = memory_bytes == 0 ? most : std::min(memory_bytes, most);
    return {
        {"max_memory_usage", std::to_string(memory)},
        {"max_bytes_before_external_group_by", std::to_string(memory / 2)},
        {"max_bytes_before_external_sort", std::to_string(memory / 2)},
        {"max_untracked_memory", "1048576"},
        // Who was merged is looked up at each mention of a person, in some 5 KB of text.
        {"max_query_size", "4194304"},
        // It keeps for `team_id = 1` what holds for `team_id = 1 AND team_id = 2`, when the second
        // comes from the query around: whoever asks for that hides a project's rows from all.
        {"use_query_condition_cache", "0"},
        // It starts threads anew for each piece of a streamed answer: 0.2 to 0.4 ms a piece, and
        // the groups of a large table come in 256 of them.
        {"output_format_parallel_formatting", "0"},
        {"log_queries", "0"}};
  }

  Pairs QuerySettings(const QueryOptions& query, const std::string& mark) const {
    Pairs settings = CommonSettings(query.max_memory_bytes);
    settings.emplace_back("log_comment", mark);
    settings.emplace_back("max_execution_time", Seconds(query.max_execution_time));
    settings.emplace_back("timeout_before_checking_execution_speed", "0");
    const int threads = query.max_threads == 0 ? options.threads : query.max_threads;
    settings.emplace_back("max_threads", std::to_string(threads));
    settings.emplace_back("max_result_rows", std::to_string(query.max_result_rows));
    settings.emplace_back("max_result_bytes",
                          std::to_string(query.by_column ? 0 : options.memory_bytes / 4));
    for (const auto& setting : query.settings) settings.push_back(setting);
    return settings;
  }

  /// Runs a read on a connection of its own, counted, watched and stoppable.
  template <typename Answer>
  Result<Answer> Read(const QueryOptions& query,
                      const std::function<Result<Answer>(ChdbConnection&)>& read) {
    ConnectionPool& pool = query.readonly ? *readers : *writers;
    TRY_ASSIGN(auto connection, pool.Acquire(query.max_execution_time, query.cancel));
    const std::string mark = keeper->NewMark();
    keeper->Touch();
    if (query.progress != nullptr) keeper->Watch(mark, query.progress);
    auto answer = [&]() -> Result<Answer> {
      TRY(connection->Set(QuerySettings(query, mark)));
      const CancelHook hook(query.cancel, *keeper, mark);
      return read(*connection);
    }();
    keeper->Forget(mark);
    return answer;
  }

  const ChdbOptions options;
  Metrics& metrics;
  std::unique_ptr<ConnectionPool> readers;
  std::unique_ptr<ConnectionPool> writers;  // everything that is neither a read nor an insert
  std::unique_ptr<ConnectionPool> inserters;
  std::unique_ptr<Housekeeper> keeper;
};

Result<std::unique_ptr<ChdbEngine>> ChdbEngine::Open(ChdbOptions options, Metrics& metrics) {
  if (engine_open.exchange(true)) {
    return FailedPrecondition("an engine is open in this process already");
  }
  auto state = std::make_unique<State>(std::move(options), metrics);
  std::error_code failure;
  const std::string path = std::filesystem::absolute(state->options.path, failure).string();
  if (failure) return FromErrno(failure.value(), "no such place: " + state->options.path);
  TRY_ASSIGN(const std::string config, WriteConfig(path, state->options.memory_bytes));

  chdb_set_signal_handlers_enabled(0);
  const auto connect = [&](int count, bool read_only) -> Result<std::unique_ptr<ConnectionPool>> {
    std::vector<std::unique_ptr<ChdbConnection>> connections;
    for (int i = 0; i < count; ++i) {
      TRY_ASSIGN(auto connection,
                 ChdbConnection::Open({"--path=" + path, "--config-file=" + config}));
      // 2 lets the session change its other settings; nothing lets it take this one back.
      if (read_only) TRY(connection->Run({"SET readonly = 2", {}}));
      connections.push_back(std::move(connection));
    }
    return std::make_unique<ConnectionPool>(std::move(connections),
                                            metrics.GetGauge("engine_waiting_statements"));
  };
  TRY_ASSIGN(state->inserters, connect(state->options.insert_connections, false));
  TRY_ASSIGN(state->writers, connect(1, false));
  TRY_ASSIGN(state->readers, connect(state->options.query_connections, true));
  TRY_ASSIGN(auto control, ChdbConnection::Open({"--path=" + path}));
  state->keeper = std::make_unique<Housekeeper>(std::move(control));
  return std::unique_ptr<ChdbEngine>(new ChdbEngine(std::move(state)));
}

ChdbEngine::ChdbEngine(std::unique_ptr<State> state) : state_(std::move(state)) {
}
ChdbEngine::~ChdbEngine() = default;

Result<QueryStats> ChdbEngine::Stream(const QueryText& text, const QueryOptions& options,
                                      const std::function<Status(Block&&)>& on_block) {
  Measured measured(state_->metrics, "queries");
  auto stats = state_->Read<QueryStats>(options, [&](ChdbConnection& connection) {
    return connection.Stream(text, options.by_column, [&](std::string_view chunk) -> Status {
      return options.by_column ? DecodeNative(chunk, on_block)
                               : DecodeRowBinary(chunk, kBlockBytes, on_block);
    });
  });
  measured.Finish(stats ? nullptr : &stats.error());
  if (stats) stats->elapsed = measured.elapsed();
  return stats;
}

Result<FileAnswer> ChdbEngine::Parquet(const QueryText& text, const QueryOptions& options) {
  Measured measured(state_->metrics, "queries");
  auto file = state_->Read<FileAnswer>(
      options, [&](ChdbConnection& connection) { return connection.Parquet(text); });
  measured.Finish(file ? nullptr : &file.error());
  if (file) file->stats.elapsed = measured.elapsed();
  return file;
}

Status ChdbEngine::Execute(const QueryText& text, const QueryOptions& options) {
  Measured measured(state_->metrics, "statements");
  const auto run = [&]() -> Status {
    TRY_ASSIGN(auto connection,
               state_->writers->Acquire(options.max_execution_time, options.cancel));
    TRY(connection->Set(state_->QuerySettings(options, "execute")));
    return connection->Run(text);
  };
  auto done = run();
  measured.Finish(done ? nullptr : &done.error());
  return done;
}

Result<Block> ChdbEngine::Ask(const QueryText& text, const QueryOptions& options) {
  TRY_ASSIGN(auto connection, state_->writers->Acquire(options.max_execution_time, options.cancel));
  TRY(connection->Set(state_->QuerySettings(options, "ask")));
  TRY_ASSIGN(const std::string answer, connection->Ask(text));
  return DecodeRowBinary(answer);
}

Status ChdbEngine::Insert(std::string_view table, const std::vector<std::string>& columns,
                          std::string_view native, const InsertOptions& options) {
  Measured measured(state_->metrics, "inserts");
  std::string statement = "INSERT INTO " + sql::QuoteIdentifier(table) + " (";
  for (std::size_t i = 0; i < columns.size(); ++i) {
    if (i != 0) statement += ", ";
    statement += sql::QuoteIdentifier(columns[i]);
  }
  statement += ')';

  const auto run = [&]() -> Status {
    TRY_ASSIGN(auto connection, state_->inserters->Acquire(kInsertPatience, nullptr));
    Pairs settings = state_->CommonSettings(0);
    settings.emplace_back("async_insert", "0");
    settings.emplace_back("insert_deduplication_token", options.dedup_token);
    // One block in is one part out, whatever its size, so that the token covers all of it.
    settings.emplace_back("max_insert_block_size", "1048576");
    settings.emplace_back("min_insert_block_size_rows", "0");
    settings.emplace_back("min_insert_block_size_bytes", "0");
    // An import may bring years at once.
    settings.emplace_back("max_partitions_per_insert_block", "0");
    settings.emplace_back("max_threads", "1");
    settings.emplace_back("max_insert_threads", "1");
    for (const auto& setting : options.settings) settings.push_back(setting);
    TRY(connection->Set(settings));
    state_->keeper->Touch();
    return connection->Insert(statement, native);
  };
  auto done = run();
  measured.Finish(done ? nullptr : &done.error());
  if (done) state_->metrics.GetCounter("engine_inserted_bytes_total").Add(native.size());
  return done;
}

std::string ChdbEngine::Version() {
  return chdb_version();
}

void ChdbEngine::ShutDownLibrary() {
  chdb_shutdown();
}

}  // namespace tenrec::engine
