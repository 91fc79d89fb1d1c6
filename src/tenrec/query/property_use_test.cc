#include "tenrec/query/property_use.h"

#include <chrono>
#include <filesystem>
#include <string>

#include <gtest/gtest.h>

#include "tenrec/base/uuid.h"
#include "tenrec/db/database.h"

namespace tenrec::query {
namespace {

using schema::PropertyScope;

class PropertyUseTest : public testing::Test {
 protected:
  PropertyUseTest()
      : directory_(std::filesystem::temp_directory_path() /
                   ("property-use-" + Uuid::V4().ToString())) {
    std::filesystem::create_directories(directory_);
    auto opened = db::Database::Open({.path = (directory_ / "metadata.db").string()});
    EXPECT_TRUE(opened);
    database_ = *std::move(opened);
    EXPECT_TRUE(database_->Migrate(Migrations()));
  }
  ~PropertyUseTest() override {
    database_.reset();
    std::filesystem::remove_all(directory_);
  }

  static hogql::CompiledQuery Reads(std::vector<hogql::TailProperty> properties) {
    hogql::CompiledQuery compiled;
    compiled.tail_properties = std::move(properties);
    return compiled;
  }

  /// "key questions" of each, in order.
  static std::string Heavy(PropertyUse& use, std::int64_t questions) {
    std::string out;
    const auto used = use.InHeavyUse(questions);
    EXPECT_TRUE(used);
    for (const UsedProperty& property : *used) {
      out += (property.scope == PropertyScope::kPerson ? "person " : "") + property.key + " " +
             std::to_string(property.questions) + "; ";
    }
    return out;
  }

  std::filesystem::path directory_;
  std::unique_ptr<db::Database> database_;
  ManualClock clock_{Timestamp::FromSeconds(1'780'000'000)};
};

TEST_F(PropertyUseTest, CountsQuestionsOfAWeek) {
  PropertyUse use(*database_, clock_);
  const auto ask = [&](int times, std::vector<hogql::TailProperty> properties) {
    for (int i = 0; i < times; ++i) use.Count(Reads(properties));
  };
  ask(3, {{PropertyScope::kEvent, "plan"}, {PropertyScope::kPerson, "plan"}});
  ask(2, {{PropertyScope::kEvent, "plan"}});
  ask(1, {});
  EXPECT_EQ(Heavy(use, 1), "") << "nothing is saved yet";
  ASSERT_TRUE(use.Save());
  EXPECT_EQ(Heavy(use, 1), "plan 5; person plan 3; ");
  EXPECT_EQ(Heavy(use, 4), "plan 5; ");
  ASSERT_TRUE(use.Save());
  EXPECT_EQ(Heavy(use, 1), "plan 5; person plan 3; ") << "nothing counts twice";

  clock_.Advance(std::chrono::hours(24 * 3));
  ask(4, {{PropertyScope::kEvent, "plan"}});
  ASSERT_TRUE(use.Save());
  EXPECT_EQ(Heavy(use, 1), "plan 9; person plan 3; ");
  PropertyUse after_restart(*database_, clock_);
  EXPECT_EQ(Heavy(after_restart, 1), "plan 9; person plan 3; ");

  clock_.Advance(std::chrono::hours(24 * 5));
  EXPECT_EQ(Heavy(use, 1), "plan 4; ") << "older than a week";
  ASSERT_TRUE(use.Save());
  const auto rows = database_->Query("SELECT name FROM property_use");
  ASSERT_TRUE(rows);
  EXPECT_EQ(rows->size(), 1U) << "old days are forgotten";
}

}  // namespace
}  // namespace tenrec::query
