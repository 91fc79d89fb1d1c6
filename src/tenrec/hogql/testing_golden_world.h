#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "tenrec/base/ids.h"
#include "tenrec/engine/testing_engine.h"
#include "tenrec/schema/property_layout.h"
#include "tenrec/schema/schema.h"
#include "tenrec/sql/print.h"
#include "tenrec/sql/quote.h"

namespace tenrec::hogql {

/// The project that the golden questions are asked of. Its neighbour has the same ids, and "wrong "
/// in front of every text.
inline constexpr TeamId kGoldenTeam = 61;

/// A row of `events`. Properties are JSON, key by key, and land where the layout says.
struct GoldenEvent {
  using Properties = std::vector<std::pair<std::string, std::string>>;
  std::string event;
  std::string time;
  std::string distinct_id;
  /// The last digit of the person's id.
  char person = '1';
  Properties properties;
  Properties person_properties;
  std::string group;
  std::string elements_chain;
};

inline std::string GoldenUuid(char first, char last) {
  return std::string(1, first) + "0000000-0000-0000-0000-00000000000" + last;
}

/// A session's id is a UUIDv7 of when it began.
constexpr const char* kFirstSession = "\"018df974-d500-7000-8000-000000000001\"";
constexpr const char* kSecondSession = "\"018dfe9b-3100-7000-8000-000000000002\"";

/// Anna (1) came from an ad, saw two pages in the first session and bought; Bob (2) did one thing
/// in the second; what "old" did was person 3's when it came in, and is Anna's now, in a session
/// whose id is no UUIDv7. Person 4 was deleted.
inline std::vector<GoldenEvent> GoldenEvents() {
  const GoldenEvent::Properties anna = {{"email", R"("then@x.org")"}, {"plan", R"("then")"}};
  return {
      {.event = "$pageview",
       .time = "2024-03-01 10:00:00",
       .distinct_id = "anna",
       .properties = {{"$session_id", kFirstSession},
                      {"$current_url", R"("https://x.org/start")"},
                      {"$browser", R"("Chrome")"},
                      {"$referring_domain", R"("www.google.com")"},
                      {"utm_source", R"("google")"},
                      {"utm_medium", R"("cpc")"},
                      {"gclid", R"("g1")"},
                      {"price", "10"},
                      {"paid", "true"},
                      {"at", R"("2024-02-29T12:00:00Z")"},
                      {"a", R"({"b":[1,{"c":"deep"}]})"},
                      {"empty", R"("")"}},
       .person_properties = anna,
       .group = "acme",
       .elements_chain = R"(a.link:href="/buy"text="Buy"attr_id="b1";div:text="Box")"},
      {.event = "$pageview",
       .time = "2024-03-01 10:00:20",
       .distinct_id = "anna",
       .properties = {{"$session_id", kFirstSession},
                      {"$current_url", R"("https://x.org/end")"},
                      {"$browser", R"("Firefox")"},
                      {"price", "2.5"},
                      {"paid", "false"}},
       .person_properties = anna,
       .group = "acme"},
      {.event = "buy",
       .time = "2024-03-01 10:01:00",
       .distinct_id = "anna",
       .properties = {{"$session_id", kFirstSession},
                      {"price", R"("free")"},
                      {"$ai_trace_id", "7"}},
       .person_properties = anna,
       .group = "unknown"},
      {.event = "$pageview",
       .time = "2024-03-02 10:00:00",
       .distinct_id = "bob",
       .person = '2',
       .properties = {{"$session_id", kSecondSession}, {"$current_url", R"("https://x.org/bob")"}},
       .person_properties = {{"plan", R"("small")"}}},
      {.event = "server",
       .time = "2024-03-03 10:00:00",
       .distinct_id = "old",
       .person = '3',
       .properties = {{"$session_id", R"("mine")"}, {"price", "null"}, {"a", R"({"b":[2]})"}},
       .group = "acme"},
  };
}

/// What the engine is to be told of an object: its JSON, its rare keys as a map, and the columns of
/// the others.
struct GoldenObject {
  std::string json = "{";
  std::string tail = "map(";
  std::vector<std::pair<std::string, std::string>> columns;
};

inline GoldenObject PlaceProperties(const GoldenEvent::Properties& properties,
                                    schema::PropertyScope scope, const std::string& mark) {
  GoldenObject out;
  for (auto [key, json] : properties) {
    // Ids of sessions are the same in every project.
    if (json.front() == '"' && json != "\"\"" && key != "$session_id") json.insert(1, mark);
    out.json.append(out.json.size() > 1 ? ",\"" : "\"").append(key).append("\":").append(json);
    if (json == "null") continue;
    std::string text = json.front() == '"' ? json.substr(1, json.size() - 2) : json;
    const auto place = schema::InitialPropertyLayout()->Locate(scope, key);
    if (place.kind == schema::PropertyLocation::Kind::kColumn) {
      out.columns.emplace_back(place.column, text);
      continue;
    }
    if (text.empty()) text = schema::kEmptyTailText;
    if (out.tail.size() > 4) out.tail += ", ";
    out.tail.append(sql::QuoteText(key)).append(", ").append(sql::QuoteText(text));
  }
  out.json += '}';
  out.tail += ')';
  return out;
}

/// The engine with both projects' rows.
inline engine::ChdbEngine& GoldenWorld() {
  static engine::ChdbEngine& engine = []() -> engine::ChdbEngine& {
    auto& opened = engine::TestEngine();
    const auto run = [&](const std::string& sql) {
      const auto done = opened.Execute({sql, {}}, {.readonly = false});
      if (!done) ADD_FAILURE() << done.error().message << "\n" << sql;
    };
    for (const auto* table : schema::Tables()) run(schema::CreateTableSql(*table));
    for (const TeamId team : {kGoldenTeam, kGoldenTeam + 1}) {
      const std::string mark = team == kGoldenTeam ? "" : "wrong ";
      const std::string head = "(" + std::to_string(team) + ", ";
      char number = '1';
      for (const GoldenEvent& event : GoldenEvents()) {
        const auto own = PlaceProperties(event.properties, schema::PropertyScope::kEvent, mark);
        const auto person =
            PlaceProperties(event.person_properties, schema::PropertyScope::kPerson, mark);
        std::string names =
            "team_id, uuid, event, timestamp, created_at, inserted_at, distinct_id, person_id, "
            "person_created_at, `$group_0`, elements_chain, properties, properties_tail, "
            "person_properties, person_properties_tail";
        const auto text = [](const std::string& value) { return sql::QuoteText(value) + ", "; };
        std::string values = text(GoldenUuid('e', number++)) + text(event.event);
        for (int i = 0; i < 3; ++i) values += text(event.time);
        values += text(event.distinct_id) + text(GoldenUuid('0', event.person)) +
                  text("2024-01-01 00:00:00") + text(event.group) +
                  text(event.elements_chain.empty() ? "" : mark + event.elements_chain) +
                  text(own.json) + own.tail + ", " + text(person.json) + person.tail;
        for (const auto* columns : {&own.columns, &person.columns}) {
          for (const auto& [column, value] : *columns) {
            names.append(", ").append(sql::QuoteIdentifier(column));
            values.append(", ").append(sql::QuoteText(value));
          }
        }
        run("INSERT INTO events (" + names + ") VALUES " + head + values + ")");
      }
      const auto person = [&](char id, const std::string& json, int identified, int version,
                              int deleted) {
        run("INSERT INTO persons VALUES " + head + "'" + GoldenUuid('0', id) +
            "', '2024-01-01 00:00:00', " + sql::QuoteText(json) + ", " +
            std::to_string(identified) + ", " + std::to_string(version) + ", " +
            std::to_string(deleted) + ")");
      };
      person('1', R"({"plan":"before"})", 0, 1, 0);
      person('1',
             R"({"plan":")" + mark + R"(now","email":")" + mark +
                 R"(now@x.org","age":"31","$initial_referring_domain":"www.google.com"})",
             1, 2, 0);
      person('2', R"({"plan":")" + mark + R"(small","age":40})", 0, 1, 0);
      person('4', "{}", 0, 1, 0);
      person('4', "{}", 0, 2, 1);
      const auto id = [&](const std::string& distinct_id, char whose, int version, int deleted) {
        run("INSERT INTO person_distinct_ids VALUES " + head + "'" + distinct_id + "', '" +
            GoldenUuid('0', whose) + "', " + std::to_string(version) + ", " +
            std::to_string(deleted) + ")");
      };
      id("anna", '1', 1, 0);
      id("bob", '2', 1, 0);
      id("old", '3', 1, 0);
      id("old", '1', 2, 0);
      id("gone", '4', 1, 0);
      id("gone", '4', 2, 1);
      run("INSERT INTO person_distinct_id_overrides VALUES " + head + "'old', '" +
          GoldenUuid('0', '1') + "', 2, 0, '" + GoldenUuid('0', '3') + "')");
      const auto group = [&](int index, const std::string& key, const std::string& json,
                             int version, int deleted) {
        run("INSERT INTO groups (team_id, group_type_index, group_key, created_at, properties, "
            "version, is_deleted) VALUES " +
            head + std::to_string(index) + ", '" + key + "', '2024-01-01 00:00:00', " +
            sql::QuoteText(json) + ", " + std::to_string(version) + ", " + std::to_string(deleted) +
            ")");
      };
      group(0, "acme", R"({"name":"Old","seats":5})", 1, 0);
      group(0, "acme", R"({"name":")" + mark + R"(Acme","seats":50})", 2, 0);
      group(1, "acme", R"({"name":")" + mark + R"(Project"})", 1, 0);
      run("INSERT INTO cohort_members (team_id, cohort_id, version, person_id, distinct_id) "
          "VALUES " +
          head + "3, 1, '" + GoldenUuid('0', '2') + "', 'bob')");
      // These go after some days, so they happen now.
      run("INSERT INTO heatmaps VALUES " + head +
          "'s1', 'anna', now(), 3, 4, 16, 100, 50, 1, 'https://" + mark + "x.org', 'click')");
      run("INSERT INTO query_log (team_id, event_time, query_start_time, query_id, query, kind, "
          "status) VALUES " +
          head + "now(), now(), 'q1', '" + mark + "select 1', 'HogQLQuery', 'QueryFinish')");
      run("INSERT INTO ingestion_warnings (team_id, source, type, details, timestamp) VALUES " +
          head + "'ingestion', 'too_large', '" + mark + "{}', now())");
    }
    return opened;
  }();
  return engine;
}

}  // namespace tenrec::hogql
