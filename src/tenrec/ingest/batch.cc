#include "tenrec/ingest/batch.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <exception>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <utility>

#include "tenrec/base/logging.h"
#include "tenrec/base/reserved_ids.h"
#include "tenrec/ingest/batch_account.h"
#include "tenrec/ingest/cookieless.h"
#include "tenrec/ingest/dead_letters.h"
#include "tenrec/ingest/definitions.h"
#include "tenrec/ingest/event_reader.h"
#include "tenrec/ingest/ledger.h"
#include "tenrec/ingest/replay_screen.h"
#include "tenrec/ingest/steps.h"
#include "tenrec/ingest/uuid_window.h"
#include "tenrec/schema/schema.h"

namespace tenrec::ingest {
namespace {

using SteadyClock = std::chrono::steady_clock;

constexpr std::size_t kIdleShare = 8;
// A part on disk for each partition of a batch: events of the last months, and history in order.
constexpr std::size_t kMaxPartitions = 8;

store::PersonMode StoredMode(persons::Mode mode) {
  switch (mode) {
    case persons::Mode::kFull:
      return store::PersonMode::kFull;
    case persons::Mode::kPropertyless:
      return store::PersonMode::kPropertyless;
    case persons::Mode::kForceUpgrade:
      return store::PersonMode::kForceUpgrade;
  }
  return store::PersonMode::kFull;
}

/// Adds up the time of one step over a batch.
class StepTimer {
 public:
  StepTimer(Metrics& metrics, std::string_view name)
      : seconds_(metrics.GetHistogram("ingest_step_seconds", {{"step", std::string(name)}})) {}

  void Add(SteadyClock::duration spent) { spent_ += spent; }
  void Flush() {
    seconds_.Observe(std::chrono::duration<double>(spent_).count());
    spent_ = {};
  }

 private:
  Histogram& seconds_;
  SteadyClock::duration spent_{};
};

}  // namespace

struct BatchPreparer::State {
  State(const IngestParts& parts_in, AppliedRanges& ranges_in, std::string topic_in,
        int partition_in, std::size_t uuid_window)
      : parts(parts_in),
        ranges(ranges_in),
        topic(std::move(topic_in)),
        partition(partition_in),
        window(uuid_window),
        groups(parts.database, parts.metrics),
        definitions(parts.catalog),
        warnings(parts.metrics),
        cookieless(parts.database),
        screen(parts.database, parts.persons, parts.store),
        trial_matches(parts.metrics.GetCounter("ingest_trial_filter_matches_total")),
        read_timer(parts.metrics, "read"),
        load_timer(parts.metrics, "load_persons"),
        row_timer(parts.metrics, "rows"),
        definitions_timer(parts.metrics, "definitions"),
        save_timer(parts.metrics, "save_persons"),
        ledger_timer(parts.metrics, "ledger"),
        live_timer(parts.metrics, "live") {
    for (const auto steps : {StepsBeforePersons(), StepsWithPersons()}) {
      for (const Step& step : steps) step_timers.emplace_back(parts.metrics, step.name);
    }
  }

  void ReadEvents(std::span<const log::ReadBatch> reads);
  std::optional<DropReason> ReadEvent(const log::LogRecord& record, Event& event);
  std::optional<DropReason> RunSteps(std::span<const Step> steps, std::size_t first_timer,
                                     Event& event, StepContext& context);
  void RunBeforePersons(StepContext& context);
  std::vector<persons::DistinctIdKey> IdsOf();
  Result<std::vector<persons::ChangedGroup>> LoadGroups();
  void ChoosePartitions();
  std::optional<DropReason> AddRow(Event& event, PreparedBatch& prepared);
  Status Save(const LogRange& range, log::Offset landed);
  void Publish();
  void End(const Event& event, DropReason reason);
  void FlushTimers();

  const IngestParts parts;
  AppliedRanges& ranges;
  const std::string topic;
  const int partition;
  UuidWindow window;
  EventReader reader;
  persons::Groups groups;
  DefinitionsObserver definitions;
  Warnings warnings;
  Cookieless cookieless;
  ReplayScreen screen;
  std::string replay_prefix;  // of tokens, which an earlier reading must not have had
  Counter& trial_matches;

  // One batch at a time; kept for their memory.
  TextArena arena;
  std::vector<Event> events;
  std::size_t count = 0;  // of `events` that are in use
  std::string properties_text;
  persons::PropertyUpdate update;
  std::vector<std::uint32_t> partitions;  // that the batch inserts into; sorted

  DropCounts dropped{};
  std::optional<store::EventBatch> proof;  // of late rows
  BatchAccount account;
  std::string trouble;  // what the event at hand ended with
  std::vector<NewDeadLetter> dead_letters;
  std::vector<DroppedEvent> dropped_events;
  std::vector<HeatmapPoint> heatmap;
  std::vector<StepTimer> step_timers;
  StepTimer read_timer;
  StepTimer load_timer;
  StepTimer row_timer;
  StepTimer definitions_timer;
  StepTimer save_timer;
  StepTimer ledger_timer;  // within save_timer
  StepTimer live_timer;
};

namespace {

/// Times a scope.
class Timed {
 public:
  explicit Timed(StepTimer& timer) : timer_(timer) {}
  ~Timed() { timer_.Add(SteadyClock::now() - start_); }
  Timed(const Timed&) = delete;
  Timed& operator=(const Timed&) = delete;

 private:
  StepTimer& timer_;
  const SteadyClock::time_point start_ = SteadyClock::now();
};

}  // namespace

BatchPreparer::BatchPreparer(const IngestParts& parts, AppliedRanges& ranges, std::string topic,
                             int partition, std::size_t uuid_window)
    : state_(std::make_unique<State>(parts, ranges, std::move(topic), partition, uuid_window)) {
}
BatchPreparer::~BatchPreparer() = default;

Status BatchPreparer::Restart(Timestamp since, const std::optional<Replay>& replay) {
  State& s = *state_;
  if (replay) {
    TRY(s.screen.Begin());
    s.replay_prefix = "replay-" + std::to_string(replay->asked_at.micros) + "/";
  }
  s.parts.persons.Forget();
  s.groups.Forget();
  s.cookieless.Forget();
  s.window.Clear();
  constexpr std::size_t kMostRecent = 1'000'000;
  TRY_ASSIGN(const auto recent, s.parts.store.RecentEvents(since, kMostRecent));
  // The newest come first; the window forgets what went in first.
  for (auto key = recent.rbegin(); key != recent.rend(); ++key) {
    s.window.Insert(key->team_id, key->uuid);
  }
  return Ok();
}

Result<PreparedBatch> BatchPreparer::Prepare(const LogRange& range,
                                             std::span<const log::ReadBatch> reads, Pass pass,
                                             log::Offset landed) {
  State& s = *state_;
  const bool applied = pass != Pass::kFirst;
  const bool is_replay = pass == Pass::kReplay;
  s.arena.Clear();
  s.dropped = {};
  s.account.Clear();
  s.proof.reset();
  s.dead_letters.clear();
  s.dropped_events.clear();
  s.heatmap.clear();
  StepContext context = {.persons = s.parts.persons,
                         .groups = s.groups,
                         .window = s.window,
                         .arena = s.arena,
                         .warnings = s.warnings,
                         .heatmap = s.heatmap,
                         .update = s.update,
                         .now = s.parts.clock.Now(),
                         .keeps_repeated = applied,
                         .is_replay = is_replay,
                         .geo = s.parts.geo,
                         .cookieless = &s.cookieless,
                         .trial_matches = &s.trial_matches,
                         .restrictions = s.parts.restrictions};
  TRY(s.cookieless.DeleteExpired(context.now));
  s.ReadEvents(reads);
  if (is_replay) TRY(s.screen.MarkKnown({s.events.data(), s.count}, s.window));
  s.RunBeforePersons(context);
  TRY(std::move(context.trouble));
  s.ChoosePartitions();

  PreparedBatch prepared = {.range = range, .rows = s.parts.store.events().NewBatch()};
  // The time of the first record keeps the token apart from those of a log that was started anew.
  const Timestamp started = reads.empty() || reads.front().records.empty()
                                ? Timestamp{}
                                : reads.front().records[0].appended_at;
  prepared.token = (is_replay ? s.replay_prefix : "") + s.topic + "/" +
                   std::to_string(s.partition) + "/" + std::to_string(range.from) + "-" +
                   std::to_string(range.to) + "@" + std::to_string(started.micros);
  prepared.oldest = context.now;

  const std::vector<persons::DistinctIdKey> ids = s.IdsOf();
  {
    const Timed timed(s.load_timer);
    TRY(s.parts.persons.Load(ids));
    TRY_ASSIGN(auto stored_groups, s.LoadGroups());
    if (applied) {
      prepared.groups = std::move(stored_groups);
      TRY_ASSIGN(prepared.changes, s.parts.persons.Describe(ids));
    }
  }
  std::size_t kept = 0;
  for (std::size_t i = 0; i < s.count; ++i) {
    Event& event = s.events[i];
    // Of a batch that was saved before a crash some rows have landed; the mirror may still have to
    // hear of their persons, which were described above.
    std::optional<DropReason> reason;
    if (event.is_repeated) {
      // Its points may not have landed; the token of the batch knows.
      if (!is_replay) ReadHeatmapPoints(event, context);
      reason = DropReason::kDuplicate;
    } else if (is_replay && s.screen.Withholds(event)) {
      s.window.Forget(event.record.team_id, event.record.uuid);
      reason = DropReason::kDuplicate;
    }
    if (!reason) {
      reason = s.RunSteps(StepsWithPersons(), StepsBeforePersons().size(), event, context);
    }
    if (!reason) reason = s.AddRow(event, prepared);
    if (reason) {
      s.End(event, *reason);
      continue;
    }
    s.account.Store(event.entry);
    if (!is_replay) prepared.oldest = std::min(prepared.oldest, event.record.received_at);
    {
      const Timed timed(s.definitions_timer);
      if (event.team->id != kSelfTestTeam) s.definitions.Add(event);
    }
    if (kept != i) std::swap(s.events[kept], s.events[i]);
    ++kept;
  }
  s.count = kept;
  {
    const Timed timed(s.definitions_timer);
    TRY(s.definitions.Flush());
  }
  if (applied) {
    // What the steps did to persons in memory is on the disk already.
    s.parts.persons.Forget();
    s.groups.Forget();
    s.cookieless.Forget();
  } else {
    TRY(s.Save(range, landed));
    prepared.changes = s.parts.persons.TakeChanges();
    prepared.groups = s.groups.TakeChanges();
    s.Publish();
  }
  if (is_replay) TRY(s.screen.DropKnown(s.heatmap));
  prepared.dropped_events = std::exchange(s.dropped_events, {});
  prepared.heatmap = std::exchange(s.heatmap, {});
  prepared.warnings = s.warnings.Take();
  if (is_replay) {
    // Said and counted when they were read first.
    prepared.warnings.clear();
  } else {
    prepared.dropped = s.dropped;
  }
  s.FlushTimers();
  return prepared;
}

void BatchPreparer::State::ReadEvents(std::span<const log::ReadBatch> reads) {
  const Timed timed(read_timer);
  std::size_t records = 0;
  for (const log::ReadBatch& read : reads) records += read.records.size();
  // Full batches keep the memory for the next one; an idle server gives it back.
  if (records * kIdleShare < events.size()) events = {};
  count = 0;
  for (const log::ReadBatch& read : reads) {
    for (const log::LogRecord& record : read.records) {
      if (count == events.size()) events.emplace_back();
      Event& event = events[count];
      if (const auto reason = ReadEvent(record, event)) {
        End(event, *reason);
      } else {
        ++count;
      }
    }
  }
}

std::optional<DropReason> BatchPreparer::State::ReadEvent(const log::LogRecord& record,
                                                          Event& event) {
  // The vector keeps its memory from batch to batch.
  std::vector<EventProperty> properties = std::move(event.properties);
  properties.clear();
  event = Event{};
  event.properties = std::move(properties);
  event.source = &record;

  const auto decoded = log::DecodeEventRecord(record.payload);
  const TeamId team_id = decoded ? decoded->team_id : TeamOfKey(record.key);
  event.record.team_id = team_id;
  event.entry = account.Accept(team_id, decoded ? decoded->received_at : record.appended_at);
  if (!decoded) {
    LogLine(LogLevel::kError, "ingest", "malformed record",
            {{"topic", topic},
             {"offset", std::to_string(record.offset)},
             {"why", decoded.error().message}});
    trouble = decoded.error().message;
    return DropReason::kMalformedRecord;
  }
  event.record = *decoded;
  event.team = parts.teams.ById(team_id);
  if (event.team == nullptr) return DropReason::kUnknownTeam;
  if (Status read = reader.ReadProperties(*decoded, arena, event); !read) {
    trouble = read.error().message;
    return DropReason::kMalformedProperties;
  }
  return std::nullopt;
}

std::optional<DropReason> BatchPreparer::State::RunSteps(std::span<const Step> steps,
                                                         std::size_t first_timer, Event& event,
                                                         StepContext& context) {
  auto at = SteadyClock::now();
  for (std::size_t i = 0; i < steps.size(); ++i) {
    std::optional<DropReason> reason;
    try {
      reason = steps[i].run(event, context);
    } catch (const std::exception& unforeseen) {
      // One event must not stand in the way of all others.
      LogLine(LogLevel::kError, "ingest", "a step failed",
              {{"step", std::string(steps[i].name)}, {"why", unforeseen.what()}});
      trouble = std::string(steps[i].name) + ": " + unforeseen.what();
      reason = DropReason::kUnforeseen;
    }
    const auto now = SteadyClock::now();
    step_timers[first_timer + i].Add(now - at);
    at = now;
    if (reason) return reason;
  }
  return std::nullopt;
}

void BatchPreparer::State::RunBeforePersons(StepContext& context) {
  std::size_t kept = 0;
  for (std::size_t i = 0; i < count; ++i) {
    if (const auto reason = RunSteps(StepsBeforePersons(), 0, events[i], context)) {
      End(events[i], *reason);
      continue;
    }
    if (kept != i) std::swap(events[kept], events[i]);
    ++kept;
  }
  count = kept;
}

std::vector<persons::DistinctIdKey> BatchPreparer::State::IdsOf() {
  // Whoever was merged into is identified by then, and only this event merges the identified.
  const bool any_may_move =
      std::any_of(events.begin(), events.begin() + static_cast<std::ptrdiff_t>(count),
                  [](const Event& event) { return event.name == "$merge_dangerously"; });
  std::vector<persons::DistinctIdKey> ids;
  ids.reserve(count);
  for (std::size_t i = 0; i < count; ++i) {
    const Event& event = events[i];
    const std::string_view other = OtherDistinctId(event, arena);
    ids.push_back({event.team->id, event.distinct_id, any_may_move && !other.empty()});
    if (!other.empty()) ids.push_back({event.team->id, other, true});
  }
  return ids;
}

/// Gives what is stored of the groups that the batch identifies.
Result<std::vector<persons::ChangedGroup>> BatchPreparer::State::LoadGroups() {
  std::set<TeamId> teams;
  std::vector<persons::GroupName> names;
  for (std::size_t i = 0; i < count; ++i) {
    const Event& event = events[i];
    const auto identified = IdentifiedGroup(event, arena);
    if (identified) names.push_back(*identified);
    if (identified || event.Find(KnownKey::kGroups) != nullptr) teams.insert(event.team->id);
  }
  TRY(groups.Load(teams, names));
  return groups.Describe(names);
}

/// The partitions of the newest event and of the bulk; rows of others are late.
void BatchPreparer::State::ChoosePartitions() {
  std::map<std::uint32_t, std::size_t> rows_of;
  for (std::size_t i = 0; i < count; ++i) {
    ++rows_of[schema::EventPartition(events[i].record.timestamp)];
  }
  partitions.clear();
  std::vector<std::pair<std::size_t, std::uint32_t>> by_size;
  by_size.reserve(rows_of.size());
  for (const auto& [month, rows] : rows_of) by_size.emplace_back(rows, month);
  if (by_size.size() > kMaxPartitions) {
    // Whoever sends events as they happen must not wait for who sends history, however much.
    by_size.back().first = SIZE_MAX;
    std::nth_element(by_size.begin(), by_size.begin() + kMaxPartitions, by_size.end(),
                     std::greater<>());
    by_size.resize(kMaxPartitions);
  }
  for (const auto& [rows, month] : by_size) partitions.push_back(month);
  std::sort(partitions.begin(), partitions.end());
}

std::optional<DropReason> BatchPreparer::State::AddRow(Event& event, PreparedBatch& prepared) {
  const Timed timed(row_timer);
  PrintProperties(event, properties_text);
  const store::EventRow row = {.team_id = event.team->id,
                               .uuid = event.record.uuid,
                               .event = event.name,
                               .distinct_id = event.distinct_id,
                               .timestamp = event.record.timestamp,
                               .created_at = event.record.received_at,
                               .person_id = event.person.person_id,
                               .person_created_at = event.person.person_created_at,
                               .person_mode = StoredMode(event.person.mode),
                               .properties = properties_text,
                               .person_properties = event.person.person_properties,
                               .elements_chain = event.elements_chain,
                               .groups = event.groups};
  const std::uint32_t month = schema::EventPartition(row.timestamp);
  const bool is_late = !std::binary_search(partitions.begin(), partitions.end(), month);
  // What a late row is worth must be known now, for the books are written with the batch.
  if (is_late && !proof) proof.emplace(parts.store.events().NewBatch());
  const Status added = is_late ? proof->Add(row) : prepared.rows.Add(row);
  if (is_late && added) prepared.late_rows.emplace_back(row, month);
  event.person.person_properties = {};  // the row has them, and a batch of them is large
  if (!added) {
    LogLine(LogLevel::kError, "ingest", "event that no row can hold",
            {{"uuid", event.record.uuid.ToString()}, {"why", added.error().message}});
    trouble = added.error().message;
    return DropReason::kUnstorable;
  }
  if (!is_late) prepared.stored[event.record.team_id].Add(event.record.timestamp);
  return std::nullopt;
}

Status BatchPreparer::State::Save(const LogRange& range, log::Offset landed) {
  const Timed timed(save_timer);
  return parts.database.Transact([&](db::Transaction& transaction) -> Status {
    TRY(parts.persons.Save(transaction));
    TRY(groups.Save(transaction));
    TRY(cookieless.Save(transaction));
    TRY(DeadLetters::Keep(transaction, dead_letters, parts.clock.Now()));
    const Timed in_books(ledger_timer);
    return ranges.Note(transaction, range, landed, account.hours());
  });
}

void BatchPreparer::State::Publish() {
  const Timed timed(live_timer);
  std::map<TeamId, std::size_t> wanted;
  std::vector<LiveEvent> chosen;
  for (std::size_t i = count; i-- > 0;) {
    const Event& event = events[i];
    const auto [left, is_new] = wanted.try_emplace(event.team->id, 0);
    if (is_new) {
      left->second = parts.live.Wanted(event.team->id);
      if (!event.team->ingested_event && parts.on_first_event) parts.on_first_event(event.team->id);
    }
    if (left->second == 0) continue;
    --left->second;
    PrintProperties(event, properties_text);
    chosen.push_back({.team_id = event.team->id,
                      .uuid = event.record.uuid,
                      .event = event.name,
                      .distinct_id = event.distinct_id,
                      .person_id = event.person.person_id,
                      .timestamp = event.record.timestamp,
                      .properties = arena.Keep(properties_text)});
  }
  std::reverse(chosen.begin(), chosen.end());
  parts.live.Publish(chosen);
}

/// Enters what becomes of an event that gets no row.
void BatchPreparer::State::End(const Event& event, DropReason reason) {
  ++dropped[static_cast<std::size_t>(reason)];
  account.End(event.entry, reason);
  // What is read again has its row, or its place among the dropped, however it would end today.
  if (event.is_repeated) return;
  const log::EventRecord& record = event.record;
  if (IsDeadLetter(reason)) {
    window.Forget(record.team_id, record.uuid);
    dead_letters.push_back(
        {.team_id = record.team_id,
         .uuid = record.uuid.is_nil() ? std::nullopt : std::optional(record.uuid),
         .event = std::string(record.event),
         .distinct_id = std::string(record.distinct_id),
         .reason = reason,
         .detail = std::exchange(trouble, {}),
         .record_key = std::string(event.source->key),
         .record = std::string(event.source->payload),
         .received_at = record.uuid.is_nil() ? event.source->appended_at : record.received_at});
  } else if (reason != DropReason::kDuplicate && reason != DropReason::kUnknownTeam &&
             reason != DropReason::kHeatmapOnly) {
    dropped_events.push_back({.team_id = record.team_id,
                              .uuid = record.uuid,
                              .event = std::string(record.event),
                              .distinct_id = std::string(record.distinct_id),
                              .reason = reason,
                              .received_at = record.received_at});
  }
}

void BatchPreparer::State::FlushTimers() {
  for (StepTimer& timer : step_timers) timer.Flush();
  for (StepTimer* timer : {&read_timer, &load_timer, &row_timer, &definitions_timer, &save_timer,
                           &ledger_timer, &live_timer}) {
    timer->Flush();
  }
}

}  // namespace tenrec::ingest
