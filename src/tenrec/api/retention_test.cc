#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tenrec/api/test_instance.h"

namespace tenrec::api {
namespace {

using http::Method;

class RetentionApiTest : public testing::Test {
 protected:
  RetentionApiTest() { jane.SignUp("jane@example.com"); }
  static constexpr std::string_view kProject = "/api/projects/@current/retention/";
  static constexpr std::string_view kDisk = "/api/instance/disk/";

  Instance instance{false};
  Client jane{instance};
};

TEST_F(RetentionApiTest, KeepsDaysOfAProject) {
  EXPECT_EQ(jane.Get(kProject).At("days"), "null");
  EXPECT_EQ(jane.Patch(kProject, R"({"days":30})").At("days"), "30");
  EXPECT_EQ(instance.decided, 1);
  const std::string path(kProject);
  Expect(jane, {{Method::kPatch, path, R"({"days":0})", 400, R"("attr":"days")"},
                {Method::kPatch, path, R"({"days":36501})", 400, R"("attr":"days")"},
                {Method::kPatch, path, R"({"days":"soon"})", 400, R"("attr":"days")"},
                {Method::kPatch, path, R"({})", 200, R"("days":30)"},
                {Method::kPatch, path, R"({"days":null})", 200, R"("days":null)"}});
  EXPECT_EQ(instance.decided, 2);
}

TEST_F(RetentionApiTest, ShowsWhatIsBeingRemoved) {
  ASSERT_TRUE(
      instance.policies->Begin(std::nullopt, retention::Reason::kBudget, instance.clock.Now(), 7));
  const auto other =
      instance.policies->Begin(12'345, retention::Reason::kAge, instance.clock.Now(), 9);
  ASSERT_TRUE(other);
  const Reply mine = jane.Get(kProject);
  EXPECT_EQ(mine.At("runs.0.reason"), "\"budget\"");
  EXPECT_EQ(mine.At("runs.0.finished_at"), "null");
  EXPECT_EQ(mine.At("runs.1"), "") << "of another project";
  ASSERT_TRUE(instance.policies->Finish(other->id));
  const Reply all = jane.Get(kDisk);
  EXPECT_EQ(all.At("runs.0.project"), "12345");
  EXPECT_EQ(all.At("runs.0.finished_at"), "\"2026-11-22T09:30:00.000000Z\"");
  EXPECT_EQ(all.At("runs.1.events"), "7");
}

TEST_F(RetentionApiTest, NamesConsumersAndForecasts) {
  instance.report = {.uses = {{.kind = "analytics", .name = "events", .bytes = 500, .rows = 10}},
                     .used_bytes = 600,
                     .kept_bytes = 500,
                     .total_bytes = 10'000,
                     .free_bytes = 2100,
                     .reserved_bytes = 100,
                     .events_per_day = 10,
                     .bytes_per_event = 50};
  const Reply shown = jane.Get(kDisk);
  EXPECT_EQ(shown.At("uses.0"), R"({"kind":"analytics","name":"events","bytes":500,"rows":10})");
  EXPECT_EQ(shown.At("forecast.days_until_full"), "4.0");
  EXPECT_EQ(shown.At("forecast.days_until_budget"), "null");
  const std::string path(kDisk);
  Expect(jane, {{Method::kPatch, path, R"({"budget_bytes":5})", 400, R"("attr":"budget_bytes")"},
                {Method::kPatch, path, R"({"budget_bytes":1000000000})", 200,
                 R"("budget_bytes":1000000000)"},
                {Method::kPatch, path, R"({"budget_bytes":null})", 200, R"("budget_bytes":null)"}});
  EXPECT_EQ(instance.decided, 2);
}

TEST_F(RetentionApiTest, IsForWhoMayRunTheInstance) {
  Client nobody{instance};
  Expect(nobody, {{Method::kGet, std::string(kDisk), "", 401, "not_authenticated"}});
  Client program{instance};
  program.key = jane.MakeKey(R"("scopes":["project:read"])");
  Expect(program, {{Method::kGet, std::string(kDisk), "", 200, "uses"},
                   {Method::kPatch, std::string(kDisk), R"({"budget_bytes":null})", 403, "scope"},
                   {Method::kPatch, std::string(kProject), R"({"days":1})", 403, "scope"}});
}

TEST(RetentionApi, WithSeveralOrganizationsTheDiskIsForTheStaff) {
  Instance instance{true};
  Client first{instance};
  first.SignUp("first@example.com");
  Client second{instance};
  second.SignUp("second@example.com", "Other");
  Expect(first, {{Method::kGet, "/api/instance/disk/", "", 200, "uses"}});
  Expect(second, {{Method::kGet, "/api/instance/disk/", "", 403, "admin of this instance"}});
}

}  // namespace
}  // namespace tenrec::api
