#include "tenrec/engine/table_check.h"

#include <algorithm>
#include <filesystem>
#include <fstream>

#include <gtest/gtest.h>

#include "tenrec/base/uuid.h"
#include "tenrec/engine/data_view.h"
#include "tenrec/engine/testing_engine.h"

namespace tenrec::engine {
namespace {

namespace fs = std::filesystem;

void Do(const std::string& sql) {
  const auto done = TestEngine().Execute({sql, {}});
  ASSERT_TRUE(done) << sql << ": " << done.error().message;
}

std::string PathOf(const std::string& table, const std::string& part) {
  const auto found = TestEngine().Query(
      {"SELECT path FROM system.parts WHERE active AND table = {t:String} AND name = {p:String}",
       {{"t", table}, {"p", part}}});
  return found && found->block.rows == 1 ? std::string(found->block.columns[0].Text(0)) : "";
}

/// Changes bytes in the middle of a file.
void Damage(const std::string& path) {
  std::fstream file(path, std::ios::in | std::ios::out | std::ios::binary);
  ASSERT_TRUE(file) << path;
  file.seekp(static_cast<std::streamoff>(fs::file_size(path) / 2));
  file << "damaged!";
}

TEST(TableCheck, FindsADamagedPartAndGoesOnWithoutIt) {
  Do("CREATE TABLE checked (n UInt64, text String) ENGINE = MergeTree ORDER BY n");
  Do("SYSTEM STOP MERGES checked");
  Do("INSERT INTO checked SELECT number, toString(number) FROM numbers(1000)");
  Do("INSERT INTO checked SELECT number, toString(number) FROM numbers(1000, 500)");
  std::vector<std::string> tables;
  const auto check = [&] {
    auto found =
        CheckTables(TestEngine(), [&](std::string_view table) { tables.emplace_back(table); });
    EXPECT_TRUE(found) << found.error().message;
    return *found;
  };
  EXPECT_TRUE(check().empty());
  EXPECT_NE(std::find(tables.begin(), tables.end(), "checked"), tables.end());

  Damage(PathOf("checked", "all_2_2_0") + "data.bin");
  const auto damaged = check();
  ASSERT_EQ(damaged.size(), 1U);
  EXPECT_EQ(damaged[0].table, "checked");
  EXPECT_EQ(damaged[0].part, "all_2_2_0");
  EXPECT_EQ(damaged[0].rows, 500U);
  EXPECT_NE(damaged[0].what.find("data.bin"), std::string::npos) << damaged[0].what;

  const Status accepted = AcceptLoss(TestEngine(), damaged[0]);
  ASSERT_TRUE(accepted) << accepted.error().message;
  EXPECT_TRUE(check().empty());
  EXPECT_EQ(Answer(TestEngine(), "SELECT count(), max(n) FROM checked"), "1000,999");
  EXPECT_EQ(Answer(TestEngine(), "SELECT name FROM system.detached_parts WHERE table = 'checked'"),
            "\"all_2_2_0\"")
      << "its bytes are kept";
  Do("DROP TABLE checked");
}

TEST(TableCheck, TellsWhatTheEngineHasPutAsideByItself) {
  Do("CREATE TABLE opened (n UInt64) ENGINE = MergeTree ORDER BY n");
  Do("INSERT INTO opened SELECT number FROM numbers(700)");
  EXPECT_TRUE(FindPartsPutAside(TestEngine())->empty());
  const std::string part = PathOf("opened", "all_1_1_0");
  Do("DETACH TABLE opened");
  Damage(part + "checksums.txt");
  Do("ATTACH TABLE opened");
  EXPECT_EQ(Answer(TestEngine(), "SELECT count() FROM opened"), "0");
  const auto aside = FindPartsPutAside(TestEngine());
  ASSERT_TRUE(aside) << aside.error().message;
  ASSERT_EQ(aside->size(), 1U);
  EXPECT_EQ((*aside)[0].table, "opened");
  EXPECT_EQ((*aside)[0].rows, 700U);

  const Status accepted = AcceptLoss(TestEngine(), (*aside)[0]);
  ASSERT_TRUE(accepted) << accepted.error().message;
  EXPECT_TRUE(FindPartsPutAside(TestEngine())->empty());
  EXPECT_EQ(Answer(TestEngine(), "SELECT reason FROM system.detached_parts WHERE table = 'opened'"),
            "\"ignored\"");
  Do("DROP TABLE opened");
}

TEST(DataView, LinksThePartsAndCopiesTheRest) {
  const fs::path root = fs::temp_directory_path() / ("tenrec-" + Uuid::V4().ToString());
  const fs::path part = root / "store/abc/abc1/all_1_1_0";
  fs::create_directories(part);
  fs::create_directories(root / "metadata");
  fs::create_symlink("../store/abc", root / "metadata/default");
  std::ofstream(part / "data.bin") << std::string(10'000, 'd');
  std::ofstream(part / "count.txt") << "7";
  std::ofstream(root / "store/abc/table.sql") << std::string(10'000, 's');
  {
    const auto view = DataView::Make(root.string());
    ASSERT_TRUE(view) << view.error().message;
    const fs::path seen = view->path();
    EXPECT_TRUE(fs::is_symlink(seen / "store/abc/abc1/all_1_1_0/data.bin"));
    EXPECT_EQ(fs::file_size(seen / "store/abc/abc1/all_1_1_0/data.bin"), 10'000U);
    EXPECT_FALSE(fs::is_symlink(seen / "store/abc/abc1/all_1_1_0/count.txt"));
    EXPECT_FALSE(fs::is_symlink(seen / "metadata/default/table.sql"));
    EXPECT_TRUE(fs::exists(seen / "metadata/default/table.sql"));
    std::ofstream(seen / "metadata/default/table.sql") << "changed";
    fs::remove(seen / "store/abc/abc1/all_1_1_0/data.bin");
  }
  EXPECT_EQ(fs::file_size(root / "store/abc/table.sql"), 10'000U);
  EXPECT_EQ(fs::file_size(part / "data.bin"), 10'000U);
  fs::remove_all(root);
}

}  // namespace
}  // namespace tenrec::engine
