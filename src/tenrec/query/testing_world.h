#pragma once

#include <algorithm>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include <gtest/gtest.h>

#include "tenrec/accounts/team.h"
#include "tenrec/base/check.h"
#include "tenrec/base/json.h"
#include "tenrec/base/metrics.h"
#include "tenrec/base/thread_annotations.h"
#include "tenrec/base/time.h"
#include "tenrec/base/uuid.h"
#include "tenrec/cache/memory_cache.h"
#include "tenrec/engine/testing_engine.h"
#include "tenrec/insights/named_sets.h"
#include "tenrec/io/worker_pool.h"
#include "tenrec/query/landed_events.h"
#include "tenrec/query/query.h"
#include "tenrec/store/store.h"

namespace tenrec::query {

inline Timestamp At(std::string_view text) {
  const auto t = ParseRfc3339(text);
  TENREC_CHECK(t) << text;
  return *t;
}

/// An event of a test. Persons are named; the name makes the id.
struct TestEvent {
  std::string event;
  std::string person = "p1";
  std::string timestamp = "2020-01-09T10:00:00Z";
  std::string properties = "{}";
  std::string person_properties = "{}";
  std::string elements_chain;
  /// The key of group type 0.
  std::string group;
};

/// A person of a test, by the name that makes the id; the name is also the distinct id.
struct TestPerson {
  std::string name;
  std::string properties = "{}";
  bool is_identified = false;
};

inline Uuid PersonId(std::string_view name) {
  return Uuid::V5(Uuid{}, name);
}

/// The real engine with the real tables, and a runner on top. One per test program.
class TestWorld {
 public:
  static TestWorld& Get() {
    static auto* const world = new TestWorld();  // its threads are idle when the program ends
    return *world;
  }

  /// Properties whose name begins so have that type: num_, bool_, date_.
  static hogql::PropertyType TypeOf(hogql::PropertyScope, std::string_view key, int) {
    if (key.starts_with("num_")) return hogql::PropertyType::kNumeric;
    if (key.starts_with("bool_")) return hogql::PropertyType::kBoolean;
    if (key.starts_with("date_")) return hogql::PropertyType::kDateTime;
    return hogql::PropertyType::kUnknown;
  }

  std::shared_ptr<const accounts::Team> NewTeam(std::string timezone = "UTC",
                                                int week_start_day = 0, JsonObject settings = {}) {
    auto team = std::make_shared<accounts::Team>();
    team->id = ++last_team_;
    team->timezone = std::move(timezone);
    team->week_start_day = week_start_day;
    team->settings = std::move(settings);
    return team;
  }

  void Insert(TeamId team, const std::vector<TestEvent>& events) {
    auto batch = store_->events().NewBatch();
    for (const TestEvent& event : events) {
      store::EventRow row;
      row.team_id = team;
      row.uuid = Uuid::V4();
      row.event = event.event;
      row.distinct_id = event.person;
      row.timestamp = At(event.timestamp);
      row.created_at = row.timestamp;
      row.person_id = PersonId(event.person);
      row.person_created_at = At("2019-12-31T00:00:00Z");
      row.properties = event.properties;
      row.person_properties = event.person_properties;
      row.elements_chain = event.elements_chain;
      row.groups[0] = event.group;
      const auto added = batch.Add(row);
      TENREC_CHECK(added) << added.error().message;
    }
    const auto landed =
        store_->events().Insert(std::move(batch), "test-" + std::to_string(++last_token_));
    TENREC_CHECK(landed) << landed.error().message;
    Timestamp earliest = LandedEvents::kNever;
    for (const TestEvent& event : events) earliest = std::min(earliest, At(event.timestamp));
    landed_.Add(team, static_cast<std::int64_t>(events.size()), earliest);
  }

  void InsertPersons(TeamId team, const std::vector<TestPerson>& persons) {
    std::vector<store::PersonRow> rows;
    std::vector<store::DistinctIdRow> ids;
    for (const TestPerson& person : persons) {
      rows.push_back({.team_id = team,
                      .id = PersonId(person.name),
                      .created_at = At("2019-12-31T00:00:00Z"),
                      .properties = person.properties,
                      .is_identified = person.is_identified});
      ids.push_back(
          {.team_id = team, .distinct_id = person.name, .person_id = PersonId(person.name)});
    }
    const std::string token = "persons-" + std::to_string(++last_token_);
    TENREC_CHECK(store_->persons().InsertPersons(rows, token));
    TENREC_CHECK(store_->persons().InsertDistinctIds(ids, token));
  }

  /// A group of a test, of type 0.
  struct TestGroup {
    std::string key;
    std::string properties = "{}";
    /// Days after the start of 2020.
    int created = 0;
  };
  void InsertGroups(TeamId team, const std::vector<TestGroup>& groups) {
    std::vector<store::GroupRow> rows;
    for (const TestGroup& group : groups) {
      rows.push_back(
          {.team_id = team,
           .key = group.key,
           .created_at = At("2020-01-01T00:00:00Z") + std::chrono::hours(24 * group.created),
           .properties = group.properties});
    }
    const std::string token = "groups-" + std::to_string(++last_token_);
    TENREC_CHECK(store_->persons().InsertGroups(rows, token));
  }

  RunnerParts Parts() {
    return {.engine = engine::TestEngine(),
            .layout = store_->layout(),
            .property_types = [](TeamId) { return TypeOf; },
            .seen_names = [this](TeamId team) -> SeenNames {
              return [this, team](SeenKind kind) -> Result<std::vector<std::string>> {
                return kind == SeenKind::kEvent ? seen_events_[team] : seen_properties_[team];
              };
            },
            .cache = cache_,
            .landed_events = [this](TeamId team) { return landed_.Of(team); },
            .earliest_landed = EarliestLanded(),
            .named_sets =
                [this](TeamId team) {
                  const auto found = named_sets_.find(team);
                  return Result<std::shared_ptr<const insights::NamedSets>>(
                      found == named_sets_.end() ? nullptr : found->second);
                },
            .system_rows = [](TeamId team, std::string_view table) -> Result<std::string> {
              if (table != "system.teams") return "[]";
              return "[{\"id\":" + std::to_string(team) +
                     R"(,"name":"Mine","created_at":1577836800000000,)"
                     R"("test_account_filters":"[{\"key\":\"email\"}]"}])";
            },
            .saved_query = [this](TeamId team, std::string_view short_id) -> Result<Json> {
              const auto found = saved_queries_.find({team, std::string(short_id)});
              if (found == saved_queries_.end()) return NotFound("no such insight");
              return found->second;
            },
            .record =
                [this](QueryRecord record) {
                  const MutexLock lock(mutex_);
                  records_.push_back(std::move(record));
                },
            .clock = clock_,
            .pool = pool_,
            .metrics = metrics_};
  }

  /// What the project gave a name from now on.
  void Name(TeamId team, insights::NamedSets sets) {
    named_sets_[team] = std::make_shared<const insights::NamedSets>(std::move(sets));
  }

  /// What a project's events and their properties are called from now on.
  void See(TeamId team, std::vector<std::string> events, std::vector<std::string> properties) {
    seen_events_[team] = std::move(events);
    seen_properties_[team] = std::move(properties);
  }

  /// The project has an insight from now on.
  void Save(TeamId team, std::string short_id, Json query) {
    saved_queries_[{team, std::move(short_id)}] = std::move(query);
  }

  /// Posts the body {"query": query}.
  Answer Post(const std::shared_ptr<const accounts::Team>& team, std::string_view query,
              std::string_view more = "") {
    const std::string body =
        "{\"query\":" + std::string(query) + (more.empty() ? "" : ",") + std::string(more) + "}";
    auto parsed = ParseJson(body);
    TENREC_CHECK(parsed) << parsed.error().message << ": " << body;
    Answer answer = runner_.Run({.team = team, .body = *std::move(parsed)});
    // Asking for the engine last makes it close first, before what chDB made for this question.
    engine::TestEngine();
    return answer;
  }

  /// As Post, of a question that must succeed.
  Json Ask(const std::shared_ptr<const accounts::Team>& team, std::string_view query,
           std::string_view more = "") {
    const Answer answer = Post(team, query, more);
    EXPECT_EQ(answer.status, 200) << query << "\n" << answer.body;
    auto parsed = ParseJson(answer.body);
    EXPECT_TRUE(parsed) << answer.body;
    return parsed ? *std::move(parsed) : Json();
  }

  /// What was written down of a project's questions, in order.
  std::vector<QueryRecord> Records(TeamId team) {
    const MutexLock lock(mutex_);
    std::vector<QueryRecord> out;
    for (const QueryRecord& record : records_) {
      if (record.team == team) out.push_back(record);
    }
    return out;
  }

  LandedEvents& landed() { return landed_; }
  store::Store& store() { return *store_; }
  Runner& runner() { return runner_; }
  ManualClock& clock() { return clock_; }
  io::WorkerPool& pool() { return pool_; }
  Metrics& metrics() { return metrics_; }

 private:
  TestWorld() : store_(OpenStore()) {}

  std::function<Timestamp(TeamId, std::int64_t)> EarliestLanded() {
    return [this](TeamId team, std::int64_t since) { return landed_.EarliestSince(team, since); };
  }

  std::unique_ptr<store::Store> OpenStore() {
    auto opened = store::Store::Open(engine::TestEngine(), clock_, metrics_);
    TENREC_CHECK(opened) << opened.error().message;
    return *std::move(opened);
  }

  Metrics metrics_;
  ManualClock clock_{At("2020-01-20T12:00:00Z")};
  std::unique_ptr<store::Store> store_;
  cache::MemoryCache cache_{64 << 20, clock_, metrics_};
  io::WorkerPool pool_{"query-test", 4, 16};
  LandedEvents landed_;
  std::map<TeamId, std::shared_ptr<const insights::NamedSets>> named_sets_;
  std::map<TeamId, std::vector<std::string>> seen_events_;
  std::map<TeamId, std::vector<std::string>> seen_properties_;
  std::map<std::pair<TeamId, std::string>, Json> saved_queries_;
  Mutex mutex_;
  std::vector<QueryRecord> records_ GUARDED_BY(mutex_);
  TeamId last_team_ = 100;
  int last_token_ = 0;
  Runner runner_{Parts(), {}};
};

/// A field of JSON by its path, for short expectations: At(answer, "results", 0, "data").
inline const Json& Pick(const Json& json) {
  return json;
}
template <typename... Rest>
const Json& Pick(const Json& json, std::string_view key, const Rest&... rest);
template <typename... Rest>
const Json& Pick(const Json& json, int index, const Rest&... rest) {
  static const Json nothing;
  const auto* list = json.if_array();
  if (list == nullptr || static_cast<std::size_t>(index) >= list->size()) return nothing;
  return Pick((*list)[static_cast<std::size_t>(index)], rest...);
}
template <typename... Rest>
const Json& Pick(const Json& json, std::string_view key, const Rest&... rest) {
  static const Json nothing;
  const Json* member = FindMember(json, key);
  return member == nullptr ? nothing : Pick(*member, rest...);
}

}  // namespace tenrec::query
