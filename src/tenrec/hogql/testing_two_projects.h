#pragma once

#include <string>
#include <string_view>
#include <utility>

#include <gtest/gtest.h>

#include "tenrec/base/result.h"
#include "tenrec/engine/chdb_engine.h"
#include "tenrec/schema/schema.h"

namespace tenrec::hogql {

/// Whose questions are asked, and whose rows they must not show.
inline constexpr int kMine = 31;
inline constexpr int kTheirs = 32;
inline constexpr std::string_view kMark = "MARKOFOTHERS";
inline constexpr std::string_view kOwnMark = "ownrow";

/// The rows of a table that the program itself keeps, of the project that asks.
inline Result<std::string> GivenRows(std::string_view) {
  return R"([{"id":1,"name":")" + std::string(kOwnMark) + R"("}])";
}

/// Fills the tables once, with a mark in each text that tells whose row it is.
inline void Fill(engine::ChdbEngine& engine) {
  static bool filled = false;
  if (std::exchange(filled, true)) return;
  const auto run = [&](const std::string& sql) {
    const auto done = engine.Execute({sql, {}}, {.readonly = false});
    ASSERT_TRUE(done) << done.error().message << "\n" << sql;
  };
  for (const auto* table : schema::Tables()) run(schema::CreateTableSql(*table));
  for (const int team : {kMine, kTheirs}) {
    const std::string mark(team == kMine ? kOwnMark : kMark);
    const std::string head = "(" + std::to_string(team) + ", ";
    // The ids are the same in both projects, so that any join across them finds partners.
    for (const std::string n : {"1", "2", "3"}) {
      const std::string person = "'00000000-0000-0000-0000-00000000000" + n + "'";
      const std::string json = R"('{"name":")" + mark + n + R"(","email":")" + mark + R"("}')";
      run("INSERT INTO events (team_id, uuid, event, timestamp, created_at, inserted_at, "
          "distinct_id, person_id, properties, properties_tail, person_properties, "
          "person_properties_tail, elements_chain, `$group_0`, `p_$session_id`, `p_$current_url`, "
          "`p_$browser`) VALUES " +
          head + "generateUUIDv4(), '" + mark + "', '2024-03-0" + n +
          " 00:00:00', now(), now(), 'd" + n + "', " + person + ", " + json + ", map('name', '" +
          mark + "'), " + json + ", map('name', '" + mark + "'), 'a:text=\"" + mark + "\"', 'g" +
          n + "', '018df974-d500-7000-8000-00000000000" + n + "', 'https://" + mark + "', '" +
          mark + "')");
      run("INSERT INTO persons VALUES " + head + person + ", now(), " + json + ", 1, 1, 0)");
      run("INSERT INTO person_distinct_ids VALUES " + head + "'d" + n + "', " + person + ", 1, 0)");
      run("INSERT INTO person_distinct_ids VALUES " + head + "'" + mark + "', " + person +
          ", 1, 0)");
      run("INSERT INTO person_distinct_id_overrides VALUES " + head + "'" + mark + "', " + person +
          ", 1, 0, " + person + ")");
      run("INSERT INTO groups (team_id, group_type_index, group_key, created_at, properties, "
          "version, is_deleted) VALUES " +
          head + "0, 'g" + n + "', now(), " + json + ", 1, 0)");
    }
    run("INSERT INTO query_log (team_id, event_time, query_id, query, kind) VALUES " + head +
        "now(), '" + mark + "', '" + mark + "', 'HogQLQuery')");
    run("INSERT INTO ingestion_warnings (team_id, source, type, details, timestamp) VALUES " +
        head + "'ingestion', '" + mark + "', '" + mark + "', now())");
  }
  // One part holds the rows of both, and their texts in one dictionary.
  for (const auto* table : schema::Tables()) run("OPTIMIZE TABLE " + table->name + " FINAL");
}

}  // namespace tenrec::hogql
