#include "tenrec/schema/schema.h"

#include <string>

#include <gtest/gtest.h>

#include "tenrec/engine/testing_engine.h"

namespace tenrec::schema {
namespace {

TEST(Schema, EveryTableStartsWithItsTeam) {
  for (const Table* table : Tables()) {
    EXPECT_EQ(table->columns[0].name, "team_id") << table->name;
    EXPECT_TRUE(table->order_by.starts_with("(team_id")) << table->name;
    EXPECT_EQ(FindTable(table->name), table);
  }
  EXPECT_EQ(FindTable("system.one"), nullptr);
  EXPECT_EQ(EventsTable().Find("nope"), nullptr);
}

TEST(Schema, TheProgramKnowsThePartitionOfAnEvent) {
  auto& engine = engine::TestEngine();
  const std::pair<std::int64_t, std::uint32_t> cases[] = {
      {-2'208'988'800, 0},        // 1900-01-01
      {0, 0},                     // 1970
      {946'684'799, 0},           // the last second of 1999
      {946'684'800, 2000},        // 2000-01-01
      {1'577'836'799, 2019},      // the last second of 2019
      {1'577'836'800, 202001},    // 2020-01-01
      {1'764'547'199, 202511},    // 2025-11-30 23:59:59
      {1'764'547'200, 202512},    // 2025-12-01
      {10'413'791'999, 229912}};  // the last second of 2299
  for (const auto& [seconds, partition] : cases) {
    EXPECT_EQ(EventPartition(Timestamp::FromSeconds(seconds)), partition) << seconds;
    const std::string micros = std::to_string(seconds * 1'000'000);
    EXPECT_EQ(engine::Answer(engine, "SELECT " + EventsTable().partition_by +
                                         " FROM (SELECT fromUnixTimestamp64Micro(toInt64(" +
                                         micros + "), 'UTC') AS timestamp)"),
              std::to_string(partition))
        << seconds;
  }
}

TEST(Schema, TheEngineTakesEveryTableAndKeepsItsColumns) {
  auto& engine = engine::TestEngine();
  for (const Table* table : Tables()) {
    const auto created = engine.Execute({CreateTableSql(*table), {}});
    ASSERT_TRUE(created) << created.error().message << "\n" << CreateTableSql(*table);
    std::string expected;
    for (const Column& column : table->columns) {
      expected += column.name + ' ' + column.type + '\n';
    }
    std::string found;
    const auto columns =
        engine.Query({"SELECT name, type FROM system.columns WHERE database = "
                      "currentDatabase() AND table = {t:String} ORDER BY position",
                      {{"t", table->name}}});
    ASSERT_TRUE(columns) << columns.error().message;
    for (std::size_t row = 0; row < columns->block.rows; ++row) {
      found += std::string(columns->block.columns[0].Text(row)) + ' ' +
               std::string(columns->block.columns[1].Text(row)) + '\n';
    }
    EXPECT_EQ(found, expected) << table->name;
  }
}

}  // namespace
}  // namespace tenrec::schema
