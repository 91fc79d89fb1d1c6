#include "tenrec/accounts/scopes.h"

#include <gtest/gtest.h>

namespace tenrec::accounts {
namespace {

TEST(Scopes, KnowsWhichExist) {
  for (std::string_view scope : {"*", "insight:read", "wizard_session:write"}) {
    EXPECT_TRUE(CheckScope(scope)) << scope;
  }
  for (std::string_view scope : {"", "insight", "insight:", "insight:delete", "nothing:read",
                                 "insight:read:write", "*:read"}) {
    const Status checked = CheckScope(scope);
    ASSERT_FALSE(checked) << scope;
    EXPECT_EQ(checked.error().message, "Invalid scope: " + std::string(scope));
  }
}

TEST(Scopes, WriteIncludesReadAndNothingElse) {
  EXPECT_TRUE(Grants({"insight:read"}, "insight:read"));
  EXPECT_TRUE(Grants({"insight:write"}, "insight:read"));
  EXPECT_FALSE(Grants({"insight:read"}, "insight:write"));
  EXPECT_FALSE(Grants({"insight_variable:write"}, "insight:read"));
  EXPECT_TRUE(Grants({"query:read", "*"}, "insight:write"));
  EXPECT_TRUE(Grants({}, "insight:write"));
}

}  // namespace
}  // namespace tenrec::accounts
