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
