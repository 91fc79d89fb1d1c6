#include "tenrec/ingest/ingester.h"

#include <algorithm>
#include <array>
#include <atomic>
#include <deque>
#include <map>
#include <optional>
#include <utility>
#include <vector>

#include "tenrec/base/logging.h"
#include "tenrec/base/thread_annotations.h"
#include "tenrec/ingest/mirror.h"
#include "tenrec/io/thread.h"

namespace tenrec::ingest {
namespace {

using SteadyClock = std::chrono::steady_clock;

constexpr std::size_t kMaxInFlight = 4;
/// How long a wait for data may keep Stop waiting.
constexpr auto kPoll = std::chrono::milliseconds(100);
constexpr auto kMaxRetryDelay = std::chrono::seconds(5);

}  // namespace

/// The reader thread cuts and prepares batches; the store's threads insert them; the lander takes
/// them in order, mirrors their persons and moves the offset.
class Ingester::State {
 public:
  State(const IngestParts& parts, IngesterOptions options)
      : parts_(parts),
        options_(std::move(options)),
        tasks_(parts.database, parts.clock, [this] { return parts_.log.end(options_.partition); }),
        ranges_(parts.database, options_.topic, options_.partition),
        replays_(parts.database, options_.topic, options_.partition),
        preparer_(parts, ranges_, options_.topic, options_.partition, options_.uuid_window),
        lag_(parts.metrics.GetGauge("ingest_lag_records", {{"topic", options_.topic}})),
        failures_(parts.metrics.GetCounter("ingest_failures_total", {{"topic", options_.topic}})),
        stored_(parts.metrics.GetCounter("ingest_events_total", {{"result", "stored"}})),
        dropped_(parts.metrics.GetCounter("ingest_events_total", {{"result", "dropped"}})),
        dead_lettered_(
            parts.metrics.GetCounter("ingest_events_total", {{"result", "dead_lettered"}})),
        batches_(parts.metrics.GetCounter("ingest_batches_total")),
        queryable_seconds_(parts.metrics.GetHistogram("ingest_queryable_seconds")),
        late_(parts.store.events(), options_.late, parts.metrics,
              [this](const Status& landed) { OnLateRound(landed); }) {
    for (std::size_t i = 0; i < kDropReasons; ++i) {
      const std::string reason(DropReasonName(static_cast<DropReason>(i)));
      by_reason_[i] =
          &parts.metrics.GetCounter("ingest_dropped_events_total", {{"reason", reason}});
    }
    // Known before the start, for those who look; trouble with it shows when reading begins.
    const auto landed = parts.log.CommittedOffset(options_.consumer, options_.partition);
    if (landed) landed_ = *landed;
  }

  void Start();
  void Stop() EXCLUDES(mutex_);
  std::uint64_t lag() const;
  log::Offset landed() const { return landed_.load(); }
  persons::PersonTasks& tasks() { return tasks_; }
  bool WaitUntilLanded(log::Offset offset, std::chrono::milliseconds timeout) EXCLUDES(mutex_);
  Status WhileAtRest(std::chrono::milliseconds timeout, const std::function<Status()>& body)
      EXCLUDES(mutex_);

 private:
  enum class Phase : std::uint8_t { kInserting, kInserted, kFailed };
  struct InFlight {
    LogRange range;
    std::string token;
    Traces traces;
    std::map<TeamId, StoredEvents> stored;
    DropCounts dropped{};
    Timestamp oldest;
    Phase phase = Phase::kInserting;
  };

  // The reader.
  void ReadLoop() EXCLUDES(mutex_);
  Status RunUntilTrouble() EXCLUDES(mutex_);
  Result<Timestamp> OldestToKnow();
  void WaitForLateRows() EXCLUDES(mutex_);
  void RestIfAsked() EXCLUDES(mutex_);
  bool IsUnderWay() const REQUIRES(mutex_) { return landed_.load() < next_ || !in_flight_.empty(); }
  Result<std::optional<Replay>> FindReplay();
  Status FinishCrashed() EXCLUDES(mutex_);
  Status RunTasks();
  bool WaitForEvents() EXCLUDES(mutex_);
  Result<std::vector<log::ReadBatch>> ReadRange(log::Offset to, std::size_t max_bytes);
  Status Handle(const LogRange& range, std::span<const log::ReadBatch> reads, Pass pass)
      EXCLUDES(mutex_);
  void AbandonInFlight() EXCLUDES(mutex_);
  void Drain() EXCLUDES(mutex_);
  bool ShouldStop() EXCLUDES(mutex_);

  // The thread of late rows.
  void OnLateRound(const Status& landed) EXCLUDES(mutex_);

  // The lander.
  void LandLoop() EXCLUDES(mutex_);
  Status Land(const InFlight* batch);
  void CountStored(const std::map<TeamId, StoredEvents>& stored);
  void CountDropped(DropReason reason, std::size_t count);
  void ShowLag();

  const IngestParts parts_;
  const IngesterOptions options_;
  persons::PersonTasks tasks_;
  AppliedRanges ranges_;
  Replays replays_;
  BatchPreparer preparer_;
  Gauge& lag_;
  Counter& failures_;
  Counter& stored_;
  Counter& dropped_;
  Counter& dead_lettered_;
  std::array<Counter*, kDropReasons> by_reason_{};
  Counter& batches_;
  Histogram& queryable_seconds_;

  // Of the reader alone.
  log::Offset next_ = 0;
  SteadyClock::time_point batch_started_{};
  std::size_t last_batch_events_ = 0;

  // Of the lander alone, while it runs a step.
  log::Offset landed_but_late_ = 0;

  std::atomic<log::Offset> landed_ = 0;  // the consumer's offset

  Mutex mutex_;
  // Elements stay where they are until they are popped, so inserts may point at them.
  std::deque<InFlight> in_flight_ GUARDED_BY(mutex_);
  bool landing_ GUARDED_BY(mutex_) = false;      // the lander works on the front
  bool late_landed_ GUARDED_BY(mutex_) = false;  // the offset may move
  std::optional<Error> trouble_ GUARDED_BY(mutex_);
  bool started_ GUARDED_BY(mutex_) = false;
  bool stopping_ GUARDED_BY(mutex_) = false;
  bool rest_wanted_ GUARDED_BY(mutex_) = false;
  bool resting_ GUARDED_BY(mutex_) = false;
  bool lander_stopping_ GUARDED_BY(mutex_) = false;
  CondVar changed_;

  LateRows late_;
  io::NamedThread reader_;
  io::NamedThread lander_;
};

void Ingester::State::Start() {
  {
    MutexLock lock(mutex_);
    started_ = true;
  }
  lander_ = io::NamedThread("ingest-land", [this] { LandLoop(); });
  reader_ = io::NamedThread("ingest-read", [this] { ReadLoop(); });
}

void Ingester::State::Stop() {
  {
    MutexLock lock(mutex_);
    stopping_ = true;
  }
  changed_.NotifyAll();
  reader_.Join();
  {
    MutexLock lock(mutex_);
    lander_stopping_ = true;
  }
  changed_.NotifyAll();
  lander_.Join();
}

std::uint64_t Ingester::State::lag() const {
  const log::Offset end = parts_.log.end(options_.partition);
  const log::Offset landed = landed_.load();
  return end > landed ? end - landed : 0;
}

bool Ingester::State::WaitUntilLanded(log::Offset offset, std::chrono::milliseconds timeout) {
  const auto until = SteadyClock::now() + timeout;
  MutexLock lock(mutex_);
  while (landed_.load() < offset) {
    if (!changed_.WaitUntil(mutex_, until)) return landed_.load() >= offset;
  }
  return true;
}

Status Ingester::State::WhileAtRest(std::chrono::milliseconds timeout,
                                    const std::function<Status()>& body) {
  const auto until = SteadyClock::now() + timeout;
  bool in_time = true;
  {
    MutexLock lock(mutex_);
    while (rest_wanted_ && !stopping_ && in_time) in_time = changed_.WaitUntil(mutex_, until);
    if (started_ && stopping_) return Unavailable("ingestion is stopping");
    if (rest_wanted_) return Unavailable("ingestion is being held still already");
    in_time = true;
    rest_wanted_ = true;
    while (started_ && !resting_ && !stopping_ && in_time) {
      in_time = changed_.WaitUntil(mutex_, until);
    }
    in_time = (in_time || resting_) && !(started_ && stopping_);
  }
  Status done = in_time ? body()
                        : Status(DeadlineExceeded("ingestion did not come to rest within " +
                                                  std::to_string(timeout.count()) + " ms"));
  {
    MutexLock lock(mutex_);
    rest_wanted_ = false;
  }
  changed_.NotifyAll();
  return done;
}

void Ingester::State::ShowLag() {
  lag_.Set(static_cast<std::int64_t>(lag()));
}

// Reading and preparing.

void Ingester::State::ReadLoop() {
  auto delay = options_.retry_delay;
  std::string last_words;
  while (!ShouldStop()) {
    const log::Offset landed_before = landed_.load();
    const Status ran = RunUntilTrouble();
    if (ran) break;  // stopping
    failures_.Add();
    AbandonInFlight();
    // What was inserted is not counted when it is recognised as there already.
    if (parts_.on_restart) parts_.on_restart();
    if (landed_.load() != landed_before) delay = options_.retry_delay;
    if (ran.error().message != last_words) {
      last_words = ran.error().message;
      LogLine(LogLevel::kError, "ingest", "starting again",
              {{"topic", options_.topic},
               {"from", std::to_string(landed_.load())},
               {"why", last_words}});
    }
    MutexLock lock(mutex_);
    const auto until = SteadyClock::now() + delay;
    while (!stopping_ && SteadyClock::now() < until) changed_.WaitUntil(mutex_, until);
    delay = std::min<std::chrono::milliseconds>(delay * 2, kMaxRetryDelay);
  }
  Drain();
}

bool Ingester::State::ShouldStop() {
  MutexLock lock(mutex_);
  return stopping_;
}

Status Ingester::State::RunUntilTrouble() {
  TRY_ASSIGN(next_, parts_.log.CommittedOffset(options_.consumer, options_.partition));
  landed_ = next_;
  landed_but_late_ = next_;
  TRY_ASSIGN(const Timestamp since, OldestToKnow());
  TRY_ASSIGN(const auto replay, FindReplay());
  const log::Offset replay_until = replay ? replay->until : 0;
  late_.Salt(replay ? std::to_string(replay->asked_at.micros) + "/" : "");
  TRY(preparer_.Restart(since, replay));
  if (!replay) TRY(FinishCrashed());
  while (!ShouldStop()) {
    {
      MutexLock lock(mutex_);
      if (trouble_) return *trouble_;
    }
    ShowLag();
    TRY(RunTasks());
    RestIfAsked();
    WaitForLateRows();
    if (!WaitForEvents()) continue;
    batch_started_ = SteadyClock::now();
    const bool is_replay = next_ < replay_until;
    log::Offset to = next_ + options_.max_batch_events;
    if (is_replay) to = std::min(to, replay_until);
    TRY_ASSIGN(const auto reads, ReadRange(to, options_.max_batch_bytes));
    last_batch_events_ = reads.back().next - next_;
    TRY(Handle({.from = next_, .to = reads.back().next}, reads,
               is_replay ? Pass::kReplay : Pass::kFirst));
    // A crash during the replay may have cut off batches that were read behind it.
    if (is_replay && next_ == replay_until) TRY(FinishCrashed());
  }
  return Ok();
}

/// The replay that the consumer stands in, if any.
Result<std::optional<Replay>> Ingester::State::FindReplay() {
  return replays_.Unfinished(next_, [this](log::Offset offset) -> Result<Timestamp> {
    if (offset >= parts_.log.end(options_.partition)) return NotFound("behind the end");
    TRY_ASSIGN(const auto read, parts_.log.Read(options_.partition, offset, 1, 1));
    if (read.records.empty()) return NotFound("no record " + std::to_string(offset));
    return read.records[0].appended_at;
  });
}

/// From when on landed events must be known: all that a client may send again, and all that is read
/// again because the offset had not moved past it.
Result<Timestamp> Ingester::State::OldestToKnow() {
  const Timestamp since = parts_.clock.Now() - options_.uuid_window_age;
  if (next_ >= parts_.log.end(options_.partition)) return since;
  TRY_ASSIGN(const auto first, parts_.log.Read(options_.partition, next_, 1, 1));
  return first.records.empty() ? since : std::min(since, first.records[0].appended_at);
}

/// Waits while more late rows wait than memory should hold, or while the offset is so far behind
/// that the window might not know all that a restart would read again.
void Ingester::State::WaitForLateRows() {
  const auto is_behind = [this] {
    return late_.IsFull() || next_ - landed_.load() > options_.uuid_window / 2;
  };
  if (!is_behind()) return;
  MutexLock lock(mutex_);
  while (is_behind() && !trouble_ && !stopping_) {
    changed_.WaitUntil(mutex_, SteadyClock::now() + kPoll);
  }
}

/// Lets what is under way land, and waits while somebody wants that nothing changes. After trouble
/// the reader comes here again.
void Ingester::State::RestIfAsked() {
  {
    MutexLock lock(mutex_);
    if (!rest_wanted_ || stopping_) return;
  }
  late_.Hurry(true);
  {
    MutexLock lock(mutex_);
    while (IsUnderWay() && rest_wanted_ && !trouble_ && !stopping_) changed_.Wait(mutex_);
    resting_ = !IsUnderWay() && !trouble_;
    changed_.NotifyAll();
    while (resting_ && rest_wanted_ && !stopping_) changed_.Wait(mutex_);
    resting_ = false;
  }
  late_.Hurry(false);
}

/// Takes the batches whose persons were written before a failure, cut as they were then.
Status Ingester::State::FinishCrashed() {
  TRY_ASSIGN(const auto applied, ranges_.From(next_));
  for (const LogRange& range : applied) {
    TRY_ASSIGN(const auto reads, ReadRange(range.to, SIZE_MAX));
    if (reads.back().next != range.to) {
      return DataLoss("the log ends before offset " + std::to_string(range.to) +
                      ", whose persons are written");
    }
    TRY(Handle(range, reads, Pass::kAfterCrash));
  }
  return Ok();
}

/// Does what people asked to be done to persons, where it stands among the events.
Status Ingester::State::RunTasks() {
  const auto mirror = [this](const persons::PersonTask& task,
                             const persons::PersonTasks::Changes& changes) -> Status {
    TRY(MirrorPersons(
        parts_.store, changes.persons, changes.groups,
        "task/" + std::to_string(task.id) + "@" + std::to_string(parts_.clock.Now().micros)));
    // Questions see it from now on; whoever asked for it is told later.
    if (parts_.on_task_done) parts_.on_task_done(task.team_id);
    return Ok();
  };
  TRY_ASSIGN(const bool ran, tasks_.Run(next_, mirror));
  if (ran) parts_.persons.Forget();
  return Ok();
}

/// Waits for a full batch, or until it is time for one that is not; false when there is none.
bool Ingester::State::WaitForEvents() {
  if (!parts_.log.WaitForData(options_.partition, next_, kPoll)) return false;
  const bool is_busy = last_batch_events_ >= options_.busy_batch_events;
  const auto due =
      batch_started_ + (is_busy ? options_.busy_batch_interval : options_.batch_interval);
  const log::Offset full = next_ + options_.max_batch_events - 1;
  while (!ShouldStop()) {
    const auto left =
        std::chrono::duration_cast<std::chrono::milliseconds>(due - SteadyClock::now());
    if (left <= std::chrono::milliseconds(0)) break;
    if (parts_.log.WaitForData(options_.partition, full,
                               std::min<std::chrono::milliseconds>(left, kPoll))) {
      break;
    }
  }
  return true;
}

/// The records from next_ to at most `to`; at least one.
Result<std::vector<log::ReadBatch>> Ingester::State::ReadRange(log::Offset to,
                                                               std::size_t max_bytes) {
  constexpr std::size_t kReadBytes = std::size_t{4} << 20U;
  std::vector<log::ReadBatch> reads;
  std::size_t bytes = 0;
  log::Offset at = next_;
  while (at < to && (reads.empty() || bytes < max_bytes)) {
    TRY_ASSIGN(auto read, parts_.log.Read(options_.partition, at, to - at, kReadBytes));
    if (read.records.empty()) break;
    for (const log::LogRecord& record : read.records) bytes += record.payload.size();
    at = read.next;
    reads.push_back(std::move(read));
  }
  if (reads.empty()) return Unavailable("no records at offset " + std::to_string(next_));
  return reads;
}

Status Ingester::State::Handle(const LogRange& range, std::span<const log::ReadBatch> reads,
                               Pass pass) {
  TRY_ASSIGN(auto prepared, preparer_.Prepare(range, reads, pass, landed_.load()));
  InFlight* batch = nullptr;
  {
    MutexLock lock(mutex_);
    while (in_flight_.size() >= kMaxInFlight && !trouble_) changed_.Wait(mutex_);
    if (trouble_) return *trouble_;
    in_flight_.push_back({.range = range,
                          .token = prepared.token,
                          .traces = {.changes = std::move(prepared.changes),
                                     .groups = std::move(prepared.groups),
                                     .warnings = std::move(prepared.warnings),
                                     .dropped_events = std::move(prepared.dropped_events),
                                     .heatmap = std::move(prepared.heatmap)},
                          .stored = std::move(prepared.stored),
                          .dropped = prepared.dropped,
                          .oldest = prepared.oldest});
    batch = &in_flight_.back();
  }
  // Before the batch can land, so that the offset stays in front of it.
  late_.Add(range.from, std::move(prepared.late_rows));
  next_ = range.to;
  parts_.store.events().Submit(std::move(prepared.rows), std::move(prepared.token),
                               [this, batch](const Status& inserted) {
                                 {
                                   MutexLock lock(mutex_);
                                   batch->phase = inserted ? Phase::kInserted : Phase::kFailed;
                                   if (!inserted && !trouble_) trouble_ = inserted.error();
                                 }
                                 changed_.NotifyAll();
                               });
  return Ok();
}

/// Waits for running inserts, and forgets all that has not landed: it will be read again.
void Ingester::State::AbandonInFlight() {
  {
    MutexLock lock(mutex_);
    if (!trouble_) trouble_ = Internal("abandoned");  // keeps the lander from taking the next one
  }
  late_.Abandon();
  MutexLock lock(mutex_);
  const auto busy = [](const std::deque<InFlight>& batches) {
    return std::any_of(batches.begin(), batches.end(),
                       [](const InFlight& batch) { return batch.phase == Phase::kInserting; });
  };
  while (landing_ || busy(in_flight_)) changed_.Wait(mutex_);
  in_flight_.clear();
  late_landed_ = false;
  next_ = landed_.load();
  trouble_.reset();
}

/// Before the end: lets what was submitted land, as long as all goes well.
void Ingester::State::Drain() {
  late_.Hurry(true);
  {
    MutexLock lock(mutex_);
    while (landed_.load() < next_ && !trouble_) changed_.Wait(mutex_);
  }
  late_.Hurry(false);
  AbandonInFlight();
}

// Landing.

void Ingester::State::OnLateRound(const Status& landed) {
  {
    MutexLock lock(mutex_);
    late_landed_ = true;
    if (!landed && !trouble_) trouble_ = landed.error();
  }
  changed_.NotifyAll();
}

void Ingester::State::LandLoop() {
  MutexLock lock(mutex_);
  for (;;) {
    const bool has_batch = !in_flight_.empty() && in_flight_.front().phase == Phase::kInserted;
    if (trouble_ || !(has_batch || late_landed_)) {
      if (lander_stopping_) return;
      changed_.Wait(mutex_);
      continue;
    }
    landing_ = true;
    late_landed_ = false;
    const InFlight* batch = has_batch ? &in_flight_.front() : nullptr;
    mutex_.unlock();
    const Status landed = Land(batch);
    mutex_.lock();
    landing_ = false;
    if (landed) {
      if (batch != nullptr) in_flight_.pop_front();
    } else if (!trouble_) {
      trouble_ = landed.error();
    }
    changed_.NotifyAll();
  }
}

/// Mirrors the persons of a batch, if there is one, and moves the offset: to the end of what
/// landed, or to the first batch with a row that has not.
Status Ingester::State::Land(const InFlight* batch) {
  if (batch != nullptr) {
    TRY(Mirror(parts_.store, batch->traces, batch->token));
    landed_but_late_ = batch->range.to;
  }
  const log::Offset to = std::min(landed_but_late_, late_.oldest().value_or(landed_but_late_));
  const LateRows::Landed late = late_.TakeLanded();
  if (to > landed_.load()) {
    TRY(parts_.log.CommitOffset(options_.consumer, options_.partition, to));
  }
  CountStored(late.stored);
  CountDropped(DropReason::kUnstorable, late.unstorable);
  if (batch != nullptr) {
    batches_.Add();
    CountStored(batch->stored);
    for (std::size_t i = 0; i < kDropReasons; ++i) {
      CountDropped(static_cast<DropReason>(i), batch->dropped[i]);
    }
    if (!batch->stored.empty()) {
      const std::chrono::duration<double> waited = parts_.clock.Now() - batch->oldest;
      queryable_seconds_.Observe(waited.count());
    }
  }
  landed_ = std::max(landed_.load(), to);  // last: who sees no lag may look at the counters
  ShowLag();
  return Ok();
}

void Ingester::State::CountStored(const std::map<TeamId, StoredEvents>& stored) {
  for (const auto& [team, events] : stored) {
    stored_.Add(events.count);
    if (parts_.on_landed) parts_.on_landed(team, events);
  }
}

void Ingester::State::CountDropped(DropReason reason, std::size_t count) {
  (IsDeadLetter(reason) ? dead_lettered_ : dropped_).Add(count);
  by_reason_[static_cast<std::size_t>(reason)]->Add(count);
}

// The front.

Ingester::Ingester(const IngestParts& parts, IngesterOptions options)
    : state_(std::make_unique<State>(parts, std::move(options))) {
}

Ingester::~Ingester() {
  Stop();
}

void Ingester::Start() {
  state_->Start();
}

void Ingester::Stop() {
  state_->Stop();
}

std::uint64_t Ingester::lag() const {
  return state_->lag();
}

bool Ingester::WaitUntilLanded(std::uint64_t offset, std::chrono::milliseconds timeout) {
  return state_->WaitUntilLanded(offset, timeout);
}

Status Ingester::WhileAtRest(std::chrono::milliseconds timeout,
                             const std::function<Status()>& body) {
  return state_->WhileAtRest(timeout, body);
}

persons::PersonTasks& Ingester::tasks() {
  return state_->tasks();
}

std::uint64_t Ingester::landed() const {
  return state_->landed();
}

}  // namespace tenrec::ingest
