#include "tenrec/accounts/team_lookup.h"

#include <atomic>
#include <string>
#include <thread>
#include <vector>

#include <gtest/gtest.h>

namespace tenrec::accounts {
namespace {

Team MakeTeam(TeamId id, std::string token) {
  Team team;
  team.id = id;
  team.api_token = std::move(token);
  return team;
}

TEST(TeamDirectory, FindsByTokenAndById) {
  TeamDirectory directory;
  directory.Put(MakeTeam(1, "phc_a"));
  directory.Put(MakeTeam(2, "phc_b"));
  ASSERT_NE(directory.ByToken("phc_b"), nullptr);
  EXPECT_EQ(directory.ByToken("phc_b")->id, 2);
  EXPECT_EQ(directory.ById(1)->api_token, "phc_a");
  EXPECT_EQ(directory.ByToken("phc_c"), nullptr);
  EXPECT_EQ(directory.All().size(), 2U);
}

TEST(TeamDirectory, ForgetsATokenThatWasChanged) {
  TeamDirectory directory;
  directory.Put(MakeTeam(1, "phc_old"));
  const auto before = directory.ByToken("phc_old");
  directory.Put(MakeTeam(1, "phc_new"));
  EXPECT_EQ(directory.ByToken("phc_old"), nullptr);
  EXPECT_EQ(before->api_token, "phc_old") << "a project in use must not change under its user";
  directory.Remove(1);
  EXPECT_EQ(directory.ByToken("phc_new"), nullptr);
}

TEST(TeamDirectory, IsReadWhileItChanges) {
  TeamDirectory directory;
  directory.Put(MakeTeam(1, "phc_a"));
  std::atomic<bool> done = false;
  std::vector<std::jthread> readers;
  readers.reserve(3);
  for (int i = 0; i < 3; ++i) {
    readers.emplace_back([&] {
      while (!done) EXPECT_EQ(directory.ByToken("phc_a")->api_token, "phc_a");
    });
  }
  for (TeamId id = 2; id < 300; ++id) directory.Put(MakeTeam(id, "phc_" + std::to_string(id)));
  done = true;
  readers.clear();
  EXPECT_EQ(directory.All().size(), 299U);
}

}  // namespace
}  // namespace tenrec::accounts
