#include <algorithm>
#include <map>
#include <utility>

#include "tenrec/accounts/team.h"
#include "tenrec/base/thread_annotations.h"
#include "tenrec/cache/cache.h"
#include "tenrec/engine/engine.h"
#include "tenrec/hogql/names.h"
#include "tenrec/io/worker_pool.h"
#include "tenrec/query/answer_cache.h"
#include "tenrec/query/answer_text.h"
#include "tenrec/query/bucket_memory.h"
#include "tenrec/query/execution.h"
#include "tenrec/query/failure.h"
#include "tenrec/query/flight.h"
#include "tenrec/query/prepared.h"
#include "tenrec/query/query.h"
#include "tenrec/query/question.h"
#include "tenrec/query/status_board.h"
#include "tenrec/schema/schema.h"

namespace tenrec::query {
namespace {

/// Answers stay this long in the cache; whether they are still good is decided when they are read.
constexpr std::chrono::hours kKept(48);
constexpr int kAccepted = 202;
/// A project's persons can rise twice: the first moves, and one is split.
constexpr int kGuesses = 2;

/// The answer itself when nobody else holds it, else a copy of it that has no share yet.
CachedAnswer TakeAnswer(Outcome&& outcome) {
  if (outcome.answer.use_count() == 1) return std::move(*outcome.answer);
  CachedAnswer copy = *outcome.answer;
  copy.share = nullptr;
  return copy;
}

Answer BusyAnswer() {
  return ToAnswer(ToFailure(
      Unavailable("Queries are a little too busy right now. We're working to free up resources. "
                  "Please try again later.")));
}

}  // namespace

/// Shared with background tasks, which may outlive the call that started them.
struct Runner::State : std::enable_shared_from_this<Runner::State> {
  State(RunnerParts p, RunnerOptions o)
      : parts(std::move(p)),
        options(o),
        running_gauge(parts.metrics.GetGauge("query_running")),
        memory(std::make_shared<AnswerMemory>(o.answer_memory_bytes,
                                              parts.metrics.GetGauge("query_answer_bytes"))),
        buckets(o.bucket_memory_bytes),
        remembered_buckets(parts.metrics.GetCounter("query_buckets_total", {{"from", "memory"}})),
        asked_buckets(parts.metrics.GetCounter("query_buckets_total", {{"from", "engine"}})),
        statuses(parts.clock, o.status_time_to_live) {
    // Answers that wait for somebody to poll are what can be asked for again.
    memory->OnFull([this] { return statuses.DropOldestAnswer(); });
  }

  Answer Run(const QueryRequest& request);
  Answer Export(const QueryRequest& request, const TextSink& sink);
  Answer FromCache(const Prepared& prepared);
  Answer AnswerAtOnce(const Prepared& prepared);
  Answer Enqueue(const PreparedPtr& prepared, const CachedAnswer* stale);
  void RunInBackground(const PreparedPtr& prepared, const std::shared_ptr<CancelToken>& left)
      EXCLUDES(mutex);
  Answer RunHere(const Prepared& prepared, const std::shared_ptr<CancelToken>& client)
      EXCLUDES(mutex);
  Outcome Obtain(const Prepared& prepared, const std::shared_ptr<CancelToken>& left,
                 bool background) EXCLUDES(mutex);
  /// With a sink nothing is kept of the answer's text.
  Outcome Compute(const Prepared& prepared, const Flight& flight, bool background,
                  const TextSink* sink = nullptr) EXCLUDES(mutex);
  /// What a statement takes for granted of persons, and RunnerParts::person_changes before that.
  struct KnownPersons {
    schema::PersonMoves moves = schema::PersonMoves::kUnknown;
    std::optional<std::uint64_t> changes = std::nullopt;
  };
  /// An answer, or why there is none, and what either took.
  struct Calculated {
    Result<CachedAnswer> answer;
    Spent spent;
  };
  Calculated Calculate(const Prepared& prepared, const Flight& flight, bool background,
                       const TextSink* sink);
  Calculated Attempt(const Prepared& prepared, const Flight& flight, bool background,
                     const KnownPersons& persons, const TextSink* sink);
  BucketSource BucketsFor(const Prepared& prepared, std::int64_t landed,
                          const KnownPersons& persons);
  void Record(const Prepared& prepared, const Flight& flight, const Calculated& calculated,
              std::chrono::microseconds took) const;
  /// Gives an answer that has no share of the memory one.
  tenrec::Status Cover(CachedAnswer& answer) const;
  Answer Show(const Prepared& prepared, CachedAnswer answer, bool is_cached, int code,
              const std::string& status) const;

  /// A place among the project's running questions; false when there is none.
  bool Enter(const Prepared& prepared) EXCLUDES(mutex);
  void Exit(const Prepared& prepared) EXCLUDES(mutex);
  std::int64_t Landed(TeamId team) const {
    return parts.landed_events ? parts.landed_events(team) : -1;
  }
  void Count(const Prepared& prepared, std::string_view result) {
    parts.metrics
        .GetCounter("query_questions_total",
                    {{"kind", prepared.kind}, {"result", std::string(result)}})
        .Add();
  }

  struct Running {
    int all = 0;
    int by_api_key = 0;
  };

  const RunnerParts parts;
  const RunnerOptions options;
  Gauge& running_gauge;
  const std::shared_ptr<AnswerMemory> memory;
  BucketMemory buckets;
  Counter& remembered_buckets;
  Counter& asked_buckets;
  StatusBoard statuses;

  Mutex mutex;
  CondVar idle;
  bool stopping GUARDED_BY(mutex) = false;
  std::map<TeamId, Running> running GUARDED_BY(mutex);
  /// By cache key: runs that can be joined.
  std::map<std::string, std::shared_ptr<Flight>> flights GUARDED_BY(mutex);
  /// By cache key: ids of questions that wait or run in the background.
  std::map<std::string, std::string> background_ids GUARDED_BY(mutex);
  /// By project and query id: what Cancel stops.
  std::map<std::pair<TeamId, std::string>, std::shared_ptr<CancelToken>> askers GUARDED_BY(mutex);
};

Answer Runner::State::Run(const QueryRequest& request) {
  const auto prepared = Prepare(request, parts);
  if (!prepared) return ToAnswer(ToFailure(prepared.error()));
  const Prepared& p = **prepared;
  if (request.as_parquet) return RunHere(p, request.cancelled);
  if (!p.question->is_kept()) return AnswerAtOnce(p);
  if (request.only_cached) return FromCache(p);
  if (p.refresh == Refresh::kForceBlocking) return RunHere(p, request.cancelled);
  if (p.refresh == Refresh::kForceAsync) return Enqueue(*prepared, nullptr);

  std::optional<CachedAnswer> cached;
  if (const auto bytes = parts.cache.Get(p.key)) cached = DecodeAnswer(*bytes);
  if (!cached) {
    if (p.refresh == Refresh::kAsync || p.refresh == Refresh::kLazyAsync) {
      return Enqueue(*prepared, nullptr);
    }
    return RunHere(p, request.cancelled);
  }
  const Freshness freshness =
      FreshnessOf(*cached, p.shelf, p.occasion.now, Landed(p.occasion.team->id));
  const bool shown_as_it_is = freshness == Freshness::kFresh ||
                              p.occasion.now - cached->computed_at < request.good_for ||
                              (p.refresh == Refresh::kLazyAsync && freshness == Freshness::kStale);
  if (shown_as_it_is) {
    Count(p, "cached");
    return Show(p, *std::move(cached), true, 200, "null");
  }
  if (p.refresh == Refresh::kBlocking) return RunHere(p, request.cancelled);
  return Enqueue(*prepared, &*cached);
}

Answer Runner::State::Export(const QueryRequest& request, const TextSink& sink) {
  const auto prepared = Prepare(request, parts);
  if (!prepared) return ToAnswer(ToFailure(prepared.error()));
  const Prepared& p = **prepared;
  if (!p.question->is_kept()) {
    Answer answer = AnswerAtOnce(p);
    if (answer.status != 200) return answer;
    const auto taken = sink(answer.body);
    return taken ? Answer{} : ToAnswer(ToFailure(taken.error()));
  }
  const TeamId team = p.occasion.team->id;
  const auto left = std::make_shared<CancelToken>();
  {
    MutexLock lock(mutex);
    if (stopping) return BusyAnswer();
    askers[{team, p.id}] = left;
  }
  const auto flight = std::make_shared<Flight>();
  left->OnCancel([flight] { flight->Leave(); });
  const auto& client = request.cancelled;
  const std::uint64_t handle = client == nullptr ? 0 : client->OnCancel([left] { left->Cancel(); });
  const Outcome outcome = Compute(p, *flight, true, &sink);
  if (client != nullptr) client->Forget(handle);
  {
    MutexLock lock(mutex);
    askers.erase({team, p.id});
  }
  return outcome.failure ? ToAnswer(*outcome.failure) : Answer{};
}

Answer Runner::State::FromCache(const Prepared& p) {
  if (const auto bytes = parts.cache.Get(p.key)) {
    if (auto cached = DecodeAnswer(*bytes)) return Show(p, *std::move(cached), true, 200, "null");
  }
  return {200, PrintJson(JsonObject{{"cache_key", p.key}, {"query_status", nullptr}})};
}

/// Answers without cache, queue and engine.
Answer Runner::State::AnswerAtOnce(const Prepared& p) {
  Execution execution(p.occasion, parts.engine, nullptr, {}, false);
  AnswerText text(std::make_shared<AnswerShare>(memory), options.answer_memory_bytes / 4);
  tenrec::Status written;
  try {
    written = p.question->Write(execution, text);
  } catch (const std::exception& e) {
    written = Internal(std::string("unforeseen: ") + e.what());
  }
  if (!written) {
    const Failure failure = ToFailure(written.error());
    Count(p, failure.users_fault() ? "refused" : "failed");
    return ToAnswer(failure);
  }
  Count(p, "answered");
  return {200, text.Finish(), text.share()};
}

/// Starts the question in the background, or finds it there; answers with what is known so far.
Answer Runner::State::Enqueue(const PreparedPtr& prepared, const CachedAnswer* stale) {
  const Prepared& p = *prepared;
  const TeamId team = p.occasion.team->id;
  const auto left = std::make_shared<CancelToken>();
  std::string id;
  bool joined = false;
  {
    MutexLock lock(mutex);
    if (stopping) return BusyAnswer();
    const auto [found, added] = background_ids.emplace(p.key, p.id);
    joined = !added;
    id = found->second;
    if (!joined) askers[{team, id}] = left;
  }
  QueryStatus status;
  if (!joined) {
    status = statuses.Start(team, id);
    const auto self = shared_from_this();
    const bool queued =
        parts.pool.TrySubmit([self, prepared, left] { self->RunInBackground(prepared, left); });
    if (!queued) {
      statuses.Finish(team, id, nullptr,
                      Failure{503, "server_error", "error", "The queue of queries is full."});
      MutexLock lock(mutex);
      askers.erase({team, id});
      background_ids.erase(p.key);
      return BusyAnswer();
    }
  } else if (const auto running_status = statuses.Find(team, id)) {
    status = *running_status;
  }
  std::string printed;
  AppendStatus(status, p.occasion.now, ShowProgress::kNo, printed);
  const int code = status.complete ? 200 : kAccepted;
  if (stale != nullptr) return Show(p, *stale, true, code, printed);
  if (p.refresh == Refresh::kForceAsync) return {code, "{\"query_status\":" + printed + "}"};
  return {code, "{\"cache_key\":" + PrintJson(Json(p.key)) + ",\"query_status\":" + printed + "}"};
}

void Runner::State::RunInBackground(const PreparedPtr& prepared,
                                    const std::shared_ptr<CancelToken>& left) {
  const Prepared& p = *prepared;
  const TeamId team = p.occasion.team->id;
  statuses.PickUp(team, p.id);
  Outcome outcome = Obtain(p, left, true);
  {
    MutexLock lock(mutex);
    background_ids.erase(p.key);
    askers.erase({team, p.id});
  }
  std::optional<Failure> failure = outcome.failure;
  std::shared_ptr<const Answer> results;
  if (outcome.answer != nullptr) {
    results =
        std::make_shared<const Answer>(Show(p, TakeAnswer(std::move(outcome)), false, 200, "null"));
  }
  statuses.Finish(team, p.id, std::move(results), std::move(failure));
}

Answer Runner::State::RunHere(const Prepared& p, const std::shared_ptr<CancelToken>& client) {
  const TeamId team = p.occasion.team->id;
  const auto left = std::make_shared<CancelToken>();
  {
    MutexLock lock(mutex);
    if (stopping) return BusyAnswer();
    askers[{team, p.id}] = left;
  }
  const std::uint64_t handle = client == nullptr ? 0 : client->OnCancel([left] { left->Cancel(); });
  Outcome outcome = Obtain(p, left, false);
  if (client != nullptr) client->Forget(handle);
  {
    MutexLock lock(mutex);
    const auto found = askers.find({team, p.id});
    if (found != askers.end() && found->second == left) askers.erase(found);
  }
  if (outcome.failure) return ToAnswer(*outcome.failure);
  CachedAnswer answer = TakeAnswer(std::move(outcome));
  if (!p.as_parquet) return Show(p, std::move(answer), false, 200, "null");
  const auto covered = Cover(answer);
  if (!covered) return ToAnswer(ToFailure(covered.error()));
  return {200, std::move(answer.body), std::move(answer.share)};
}

/// Runs the question on this thread, or waits for the one who runs the same. Only questions that
/// have a thread already can be waited for, so those who wait cannot hold up each other.
Outcome Runner::State::Obtain(const Prepared& p, const std::shared_ptr<CancelToken>& left,
                              bool background) {
  std::shared_ptr<Flight> flight;
  bool joined = false;
  {
    MutexLock lock(mutex);
    const auto found = flights.find(p.key);
    joined = found != flights.end() && found->second->Join();
    flight = joined ? found->second : std::make_shared<Flight>();
    if (!joined) flights[p.key] = flight;
  }
  left->OnCancel([flight] { flight->Leave(); });
  if (background) statuses.Watch(p.occasion.team->id, p.id, flight->progress());
  if (joined) {
    Count(p, "joined");
    return flight->Wait(*left);
  }
  Outcome outcome = Compute(p, *flight, background);
  {
    MutexLock lock(mutex);
    const auto found = flights.find(p.key);
    if (found != flights.end() && found->second == flight) flights.erase(found);
  }
  flight->Finish(outcome);
  return outcome;
}

Outcome Runner::State::Compute(const Prepared& p, const Flight& flight, bool background,
                               const TextSink* sink) {
  if (!Enter(p)) {
    Count(p, "throttled");
    return {nullptr,
            ToFailure(ResourceExhausted("Too many queries of this project are running. Wait for "
                                        "one to finish.")
                          .WithTag(p.by_api_key ? "concurrency_limit_exceeded" : "throttled"))};
  }
  Outcome outcome;
  const auto begun = std::chrono::steady_clock::now();
  Calculated calculated{Cancelled("not run"), {}};
  // The one place where something unforeseen, such as a lack of memory, ends.
  try {
    calculated = Calculate(p, flight, background, sink);
  } catch (const std::exception& e) {
    calculated.answer = Internal(std::string("unforeseen: ") + e.what());
  }
  const auto took = std::chrono::steady_clock::now() - begun;
  Record(p, flight, calculated, std::chrono::duration_cast<std::chrono::microseconds>(took));
  if (calculated.answer) {
    outcome.answer = std::make_shared<CachedAnswer>(*std::move(calculated.answer));
  } else {
    outcome.failure = ToFailure(calculated.answer.error());
  }
  Exit(p);
  if (outcome.failure) {
    Count(p, outcome.failure->status == 499   ? "cancelled"
             : outcome.failure->users_fault() ? "refused"
                                              : "failed");
    return outcome;
  }
  Count(p, "answered");
  const bool kept = !calculated.spent.reads_records && !p.as_parquet && sink == nullptr;
  if (kept && outcome.answer->body.size() <= options.max_cached_bytes) {
    parts.cache.Put(p.key, EncodeAnswer(*outcome.answer), kKept);
  }
  return outcome;
}

/// With what is known of the project's persons now; when that was overtaken meanwhile, once more.
/// At last nothing is taken for granted, so that it comes to an end whatever is merged. What was
/// handed over piece by piece cannot be taken back, so it is asked for like that at once.
Runner::State::Calculated Runner::State::Calculate(const Prepared& p, const Flight& flight,
                                                   bool background, const TextSink* sink) {
  const TeamId team = p.occasion.team->id;
  for (int attempt = 0; attempt < kGuesses && parts.person_moves && sink == nullptr; ++attempt) {
    KnownPersons persons;
    // In this order: who moves in between has changed something.
    if (parts.person_changes) persons.changes = parts.person_changes(team);
    const auto known = parts.person_moves(team);
    persons.moves = known.moves;
    Calculated calculated = Attempt(p, flight, background, persons, nullptr);
    if (!calculated.answer || parts.person_moves(team).rises == known.rises) return calculated;
  }
  return Attempt(p, flight, background, {}, sink);
}

Runner::State::Calculated Runner::State::Attempt(const Prepared& p, const Flight& flight,
                                                 bool background, const KnownPersons& persons,
                                                 const TextSink* sink) {
  if (flight.token()->cancelled()) return {Cancelled("the asker left"), {}};
  engine::QueryOptions limits;
  limits.max_execution_time =
      background ? options.max_async_execution_time : options.max_execution_time;
  limits.max_memory_bytes = options.max_memory_bytes;
  // The guards that every statement brings are one wall between projects; this is the engine's own.
  limits.settings.emplace_back("additional_table_filters",
                               schema::TeamFilters(p.occasion.team->id));
  limits.cancel = flight.token();
  // Only those who ask for a status see how far it is.
  if (background) limits.progress = flight.progress();
  Execution execution(p.occasion, parts.engine, parts.property_use, std::move(limits), background,
                      flight.progress());
  execution.SetPersonMoves(persons.moves);
  if (p.for_export) execution.SetForExport();
  CachedAnswer answer;
  // Asked before the engine is: an event that lands meanwhile makes the answer old, not missing.
  answer.landed = Landed(p.occasion.team->id);
  answer.computed_at = p.occasion.now;
  const BucketSource bucket_source = BucketsFor(p, answer.landed, persons);
  if (parts.earliest_landed && sink == nullptr) execution.SetBucketSource(&bucket_source);
  const auto begun = std::chrono::steady_clock::now();
  AnswerText text(std::make_shared<AnswerShare>(memory), options.answer_memory_bytes / 4);
  execution.PayWith(text);
  if (sink != nullptr) text.DrainTo(*sink);
  tenrec::Status written;
  if (p.as_parquet) {
    auto file = p.question->WriteParquet(execution);
    if (file) {
      answer.body = *std::move(file);
      written = text.share()->Cover(answer.body.size());
    } else {
      written = std::move(file).error();
    }
  } else {
    written = p.question->Write(execution, text);
  }
  if (!written) return {std::move(written).error(), execution.spent()};
  const auto took = std::chrono::steady_clock::now() - begun;
  answer.took = std::chrono::duration_cast<std::chrono::microseconds>(took);
  parts.metrics.GetHistogram("query_seconds", {{"kind", p.kind}})
      .Observe(std::chrono::duration<double>(took).count());
  if (!p.as_parquet) {
    text.Add("timings", execution.timings().Finish());
    text.Add("modifiers", execution.ModifiersJson());
    answer.body = text.Finish();
  }
  if (sink != nullptr) {
    const tenrec::Status taken = (*sink)(answer.body);
    if (!taken) return {taken.error(), execution.spent()};
  }
  const auto figures = flight.progress()->Read();
  answer.rows_read = figures.rows_read;
  answer.bytes_read = figures.bytes_read;
  answer.custom_names = p.custom_names;
  answer.share = text.share();
  return {std::move(answer), execution.spent()};
}

BucketSource Runner::State::BucketsFor(const Prepared& p, std::int64_t landed,
                                       const KnownPersons& persons) {
  return {.memory = buckets,
          .landed = landed,
          .person_changes = persons.changes,
          .earliest_since = [this, team = p.occasion.team->id](
                                std::int64_t since) { return parts.earliest_landed(team, since); },
          .asks_anew = p.refresh == Refresh::kForceBlocking || p.refresh == Refresh::kForceAsync,
          .remembered = remembered_buckets,
          .asked = asked_buckets};
}

void Runner::State::Record(const Prepared& p, const Flight& flight, const Calculated& calculated,
                           std::chrono::microseconds took) const {
  if (!parts.record || calculated.spent.statements == 0) return;
  QueryRecord record = p.record;
  const auto figures = flight.progress()->Read();
  record.started_at = p.occasion.now;
  record.took = took;
  record.rows_read = figures.rows_read;
  record.bytes_read = figures.bytes_read;
  record.result_rows = calculated.spent.result_rows;
  if (calculated.answer) {
    record.result_bytes = calculated.answer->body.size();
  } else {
    Failure failure = ToFailure(calculated.answer.error());
    record.failure_status = failure.status;
    record.failure_code = std::move(failure.code);
  }
  parts.record(std::move(record));
}

tenrec::Status Runner::State::Cover(CachedAnswer& answer) const {
  if (answer.share != nullptr) return Ok();
  answer.share = std::make_shared<AnswerShare>(memory);
  return answer.share->Cover(answer.body.size());
}

/// The answer with the fields that every response has; it takes over the text, and an answer
/// without a share gets one. `status` is printed JSON.
Answer Runner::State::Show(const Prepared& p, CachedAnswer answer, bool is_cached, int code,
                           const std::string& status) const {
  const insights::ProjectTime& zone = p.occasion.zone;
  JsonArray events;
  for (const std::string& event : p.question->Events()) events.emplace_back(event);
  const JsonObject fields{
      {"is_cached", is_cached},
      {"cache_key", p.key},
      {"last_refresh", zone.FormatIso(answer.computed_at)},
      {"next_allowed_client_refresh", zone.FormatIso(answer.computed_at + p.shelf.client_refresh)},
      {"cache_target_age", zone.FormatIso(answer.computed_at + p.shelf.max_age)},
      {"timezone", zone.zone_name()},
      {"calculation_trigger", nullptr},
      {"query_metadata", JsonObject{{"events", std::move(events)},
                                    {"rows_read", answer.rows_read},
                                    {"bytes_read", answer.bytes_read}}},
  };
  const auto covered = Cover(answer);
  if (!covered) return ToAnswer(ToFailure(covered.error()));
  Answer out{code, {}, answer.share};
  out.body = WithCustomNames(std::move(answer), p.custom_names);
  out.body.back() = ',';
  out.body += "\"query_status\":" + status + ",";
  out.body += std::string_view(PrintJson(fields)).substr(1);
  return out;
}

bool Runner::State::Enter(const Prepared& p) {
  MutexLock lock(mutex);
  if (stopping) return false;
  const auto found = running.find(p.occasion.team->id);
  if (found != running.end()) {
    if (found->second.all >= options.max_queries_per_team) return false;
    if (p.by_api_key && found->second.by_api_key >= options.max_api_key_queries_per_team) {
      return false;
    }
  }
  Running& team = running[p.occasion.team->id];
  ++team.all;
  if (p.by_api_key) ++team.by_api_key;
  running_gauge.Add(1);
  return true;
}

void Runner::State::Exit(const Prepared& p) {
  MutexLock lock(mutex);
  const auto found = running.find(p.occasion.team->id);
  --found->second.all;
  if (p.by_api_key) --found->second.by_api_key;
  if (found->second.all == 0) running.erase(found);
  running_gauge.Add(-1);
  idle.NotifyAll();
}

Runner::Runner(RunnerParts parts, RunnerOptions options)
    : state_(std::make_shared<State>(std::move(parts), options)) {
}

Runner::~Runner() {
  std::vector<std::shared_ptr<CancelToken>> left;
  {
    MutexLock lock(state_->mutex);
    state_->stopping = true;
    for (const auto& [id, token] : state_->askers) left.push_back(token);
  }
  for (const auto& token : left) token->Cancel();
  MutexLock lock(state_->mutex);
  while (!state_->running.empty()) state_->idle.Wait(state_->mutex);
}

Answer Runner::Run(const QueryRequest& request) {
  return state_->Run(request);
}

Answer Runner::Export(QueryRequest request, const TextSink& sink) {
  request.for_export = true;
  return state_->Export(request, sink);
}

void Runner::Submit(QueryRequest request, UniqueFunction<void(Answer)> done) {
  // A refused task is dropped with what it holds, so the callback is held here too.
  const auto callback = std::make_shared<UniqueFunction<void(Answer)>>(std::move(done));
  const bool queued =
      state_->parts.pool.TrySubmit([state = state_, callback, request = std::move(request)] {
        if (request.cancelled != nullptr && request.cancelled->cancelled()) {
          (*callback)(ToAnswer(ToFailure(Cancelled("the client left before its turn"))));
          return;
        }
        (*callback)(state->Run(request));
      });
  if (!queued) (*callback)(BusyAnswer());
}

Answer Runner::Status(TeamId team, std::string_view id, bool show_progress) {
  const auto status = state_->statuses.Find(team, std::string(id));
  if (!status) {
    return ToAnswer(ToFailure(
        NotFound("Query " + hogql::Shown(id) + " not found for team " + std::to_string(team))));
  }
  auto share = std::make_shared<AnswerShare>(state_->memory);
  const auto covered = share->Cover(status->results == nullptr ? 0 : status->results->body.size());
  if (!covered) return ToAnswer(ToFailure(covered.error()));
  int code = status->complete ? 200 : kAccepted;
  if (status->failure) code = status->failure->users_fault() ? 400 : 500;
  std::string body = "{\"query_status\":";
  AppendStatus(*status, state_->parts.clock.Now(),
               show_progress ? ShowProgress::kYes : ShowProgress::kNo, body);
  body += '}';
  return {code, std::move(body), std::move(share)};
}

Answer Runner::Cancel(TeamId team, std::string_view id) {
  std::shared_ptr<CancelToken> asker;
  {
    MutexLock lock(state_->mutex);
    const auto found = state_->askers.find({team, std::string(id)});
    if (found != state_->askers.end()) asker = found->second;
  }
  if (asker != nullptr) asker->Cancel();
  return {200,
          PrintJson(JsonObject{{"message", asker != nullptr ? "Query cancelled."
                                                            : "No running query has this id."}})};
}

}  // namespace tenrec::query
