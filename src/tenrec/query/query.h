#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "tenrec/base/cancel.h"
#include "tenrec/base/ids.h"
#include "tenrec/base/json.h"
#include "tenrec/base/metrics.h"
#include "tenrec/base/time.h"
#include "tenrec/base/unique_function.h"
#include "tenrec/hogql/compile.h"
#include "tenrec/query/completion.h"
#include "tenrec/query/unseen_names.h"
#include "tenrec/schema/person_moves.h"

namespace tenrec::accounts {
struct Team;
}
namespace tenrec::cache {
class Cache;
}
namespace tenrec::engine {
class Engine;
}
namespace tenrec::io {
class WorkerPool;
}

namespace tenrec::schema {
class PropertyLayoutHolder;
}

namespace tenrec::insights {
struct NamedSets;
}

namespace tenrec::query {

class PropertyUse;

/// A question as it came in.
struct QueryRequest {
  std::shared_ptr<const accounts::Team> team;
  /// The posted JSON: {"query": {…}, "refresh": …, "client_query_id": …}.
  Json body;
  /// The kind in the path of `POST …/query/<kind>/`; empty when there was none.
  std::string path_kind;
  /// Questions of personal API keys run under a tighter limit per project than those of the app.
  bool by_api_key = false;
  /// For the log of questions: who asks, with which key, through which path.
  UserId asked_by = 0;
  std::string api_key_label;
  std::string api_key_mask;
  std::string endpoint;
  /// Answers with what the cache holds, however old, or with the body of a cache miss, and never
  /// computes: what the endpoints of insights call `force_cache`.
  bool only_cached = false;
  /// Answers with the rows as a Parquet file, up to what an export may have, instead of JSON.
  /// Questions in HogQL only. Always computed.
  bool as_parquet = false;
  /// As many rows as an export may have where the question does not say, and as many values of a
  /// breakdown; see Runner::Export.
  bool for_export = false;
  /// An answer in the cache that is no older than this is shown, whatever has happened since.
  std::chrono::seconds good_for{0};
  /// Fires when the client leaves; may be null.
  std::shared_ptr<CancelToken> cancelled;
};

/// Takes the next piece of an answer's JSON text.
using TextSink = std::function<Status(std::string_view piece)>;

/// What goes back to the client: a status and a JSON body, or the file that was asked for. Failures
/// are answers too, with the body
/// {"type", "code", "detail", "attr"}.
/// Source: queries.md 1.6
struct Answer {
  int status = 200;
  std::string body;
  /// What pays for the memory of a body that may be large; keep it as long as the body.
  std::shared_ptr<const void> share = nullptr;
};

/// What became of a question that reached the engine.
struct QueryRecord {
  TeamId team = 0;
  std::string id;
  std::string kind;
  /// HogQL as it was written, the whole question as JSON for other kinds; at most 16,000
  /// characters.
  std::string text;
  std::string name;
  std::string endpoint;
  UserId asked_by = 0;
  bool by_api_key = false;
  std::string api_key_label;
  std::string api_key_mask;
  Timestamp started_at;
  std::chrono::microseconds took{0};
  std::uint64_t rows_read = 0;
  std::uint64_t bytes_read = 0;
  std::uint64_t result_rows = 0;
  std::uint64_t result_bytes = 0;
  /// Of the failure it ended with: the HTTP status and PostHog's word; 0 for an answer.
  int failure_status = 0;
  std::string failure_code;
};

struct RunnerOptions {
  /// Questions that run at once for one project: of API keys, and in all.
  int max_api_key_queries_per_team = 3;
  int max_queries_per_team = 20;
  /// What one question may cost.
  std::chrono::milliseconds max_execution_time = std::chrono::seconds(60);
  std::chrono::milliseconds max_async_execution_time = std::chrono::seconds(600);
  std::uint64_t max_memory_bytes = 0;
  /// What all answers may take together while they are written, sent, or kept for those who poll;
  /// one answer's text may be a quarter of it. 0: no bound.
  std::uint64_t answer_memory_bytes = 0;
  /// What remembered numbers of buckets may take.
  std::size_t bucket_memory_bytes = 16 << 20;
  /// A larger answer is not offered to the cache.
  std::size_t max_cached_bytes = 32 << 20;
  /// How long the status of a finished background question can be asked for.
  std::chrono::milliseconds status_time_to_live = std::chrono::minutes(20);
};

/// What the runner needs from the rest of the house; everything outlives it.
struct RunnerParts {
  engine::Engine& engine;
  /// Where properties live.
  const schema::PropertyLayoutHolder& layout;
  /// The types of a project's properties, as its definitions say.
  std::function<hogql::PropertyTypeLookup(TeamId)> property_types;
  /// The project's names of its group types, by index. Empty: it has none.
  std::function<std::vector<std::string>(TeamId)> group_types = {};
  /// The names of a project's properties, for editors; empty: none are known.
  std::function<PropertyNames(TeamId)> property_names;
  /// What a project's events and their properties are called, for editors; empty: nobody knows.
  std::function<SeenNames(TeamId)> seen_names = {};
  cache::Cache& cache;
  /// How many events of the project have landed so far (LandedEvents). A cheap answer leaves the
  /// cache once there are more. Empty: nobody counts, and cheap answers are kept for moments only.
  std::function<std::int64_t(TeamId)> landed_events;
  /// From which time on something may have changed since so many had landed
  /// (LandedEvents::EarliestSince). Empty: questions are always asked whole.
  std::function<Timestamp(TeamId, std::int64_t landed)> earliest_landed = {};
  /// What the project's events tell of persons. Empty: statements find out for themselves.
  std::function<schema::PersonMovesNow(TeamId)> person_moves = {};
  /// store::PersonMoveBook::ChangesOf. Empty: numbers of persons are not remembered.
  std::function<std::uint64_t(TeamId)> person_changes = {};
  /// Counts what statements read of properties without a column; may be null.
  PropertyUse* property_use = nullptr;
  /// The actions and cohorts of the project as they are now. Asked for only when a question seems
  /// to name one. Empty: there are none.
  std::function<Result<std::shared_ptr<const insights::NamedSets>>(TeamId)> named_sets = {};
  /// The project's rows of `system.*`, as hogql::CompileContext::rows gives them. Empty: none.
  std::function<Result<std::string>(TeamId, std::string_view table)> system_rows = {};
  /// What convertCurrency() converts with; nullptr: nobody said.
  std::shared_ptr<const hogql::ExchangeRates> exchange_rates = {};
  /// The query of the project's insight of this short id. Empty: there are none.
  /// Errors: kNotFound.
  std::function<Result<Json>(TeamId, std::string_view short_id)> saved_query = {};
  /// Takes note of a question that reached the engine; does not block. Empty: nobody does.
  std::function<void(QueryRecord)> record = {};
  const Clock& clock;
  /// Where Submit and background questions run. When its queue is full the answer is 503.
  io::WorkerPool& pool;
  Metrics& metrics;
};

/// Answers questions from start to end: parse, cache, join, limit, plan, run, shape.
/// Errors:  none of its own: every outcome is an Answer.
/// Threads: any. Run blocks until the answer is there; Submit never blocks.
/// Source:  queries.md 1
class Runner {
 public:
  Runner(RunnerParts parts, RunnerOptions options);
  /// Cancels what runs in the background and waits for it.
  ~Runner();
  Runner(const Runner&) = delete;
  Runner& operator=(const Runner&) = delete;

  /// POST …/query/
  Answer Run(const QueryRequest& request);
  /// As Run, on the pool. `done` is called once, there or here.
  void Submit(QueryRequest request, UniqueFunction<void(Answer)> done);
  /// Answers the question as a background question is answered, for a file: nothing is cached, and
  /// the text goes to `sink` piece by piece, however long it is. What the sink got counts only when
  /// the status is 200; the answer has no body then.
  Answer Export(QueryRequest request, const TextSink& sink);
  /// GET …/query/:id/
  Answer Status(TeamId team, std::string_view id, bool show_progress = false);
  /// DELETE …/query/:id/ stops a running question, by the id the client gave or was given.
  Answer Cancel(TeamId team, std::string_view id);

 private:
  struct State;
  std::shared_ptr<State> state_;
};

}  // namespace tenrec::query
