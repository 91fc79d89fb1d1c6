#include <gtest/gtest.h>

#include "tenrec/api/test_instance.h"

namespace tenrec::api {
namespace {

constexpr const char* kSample = "/api/organizations/@current/sample_project/";

TEST(SampleProject, IsAProjectOfItsOwnThatSaysHowFarItIs) {
  Instance instance;
  Client jane(instance);
  jane.SignUp("jane@example.com");
  const Reply made = jane.Post(kSample);
  ASSERT_EQ(made.status, 201) << made.Text();
  EXPECT_EQ(made.At("is_demo"), "true");
  EXPECT_EQ(instance.filled, std::vector<TeamId>{2});
  EXPECT_EQ(jane.Get("/api/projects/2/is_generating_demo_data/").Text(),
            R"({"is_generating_demo_data":true,"events_done":10,"events_total":100})");
  EXPECT_EQ(jane.Get("/api/projects/1/is_generating_demo_data/").Text(),
            R"({"is_generating_demo_data":false})");
}

TEST(SampleProject, LeavesNoEmptyProjectWhenItCannotBeFilled) {
  Instance instance;
  instance.may_fill = false;
  Client jane(instance);
  jane.SignUp("jane@example.com");
  EXPECT_GE(jane.Post(kSample).status, 400);
  EXPECT_EQ(jane.Get("/api/projects/").At("count"), "1");
}

}  // namespace
}  // namespace tenrec::api
