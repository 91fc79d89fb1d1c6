#include "tenrec/server/self_check.h"

#include <algorithm>
#include <string>

#include <gtest/gtest.h>

namespace tenrec::server {
namespace {

using State = api::ServerCheck::State;

const api::ServerCheck& Find(const std::vector<api::ServerCheck>& checks, std::string_view name) {
  const auto found = std::ranges::find(checks, name, &api::ServerCheck::name);
  static const api::ServerCheck none;
  return found == checks.end() ? none : *found;
}

TEST(SelfCheck, TellsOfEachPartAndOfTheMachine) {
  Settings settings;
  settings.data = ".";
  const auto checks = CheckServer({{"database", [] { return true; }}}, settings);
  EXPECT_EQ(Find(checks, "metadata").state, State::kGood);
  EXPECT_EQ(Find(checks, "metadata").fix, "");
  for (const char* name : {"processor", "open files", "time zones", "disk", "memory", "web app"}) {
    EXPECT_NE(Find(checks, name).found, "") << name;
  }
}

TEST(SelfCheck, NamesTheCommandForWhatIsWrong) {
  Settings settings;
  settings.data = "/srv/my data";
  settings.min_free_disk_mb = 1'000'000'000'000;
  const auto checks = CheckServer({{"analytics", [] { return false; }},
                                   {.name = "books",
                                    .works = [] { return false; },
                                    .vital = false,
                                    .alarm = "events are missing"}},
                                  settings);
  EXPECT_EQ(Find(checks, "analytics").state, State::kBad);
  EXPECT_EQ(Find(checks, "analytics").fix, "tenrec doctor --data '/srv/my data'");
  EXPECT_EQ(Find(checks, "books").state, State::kWarning) << "nothing is in the way of work";
  EXPECT_EQ(Find(checks, "disk").state, State::kBad);
  EXPECT_NE(Find(checks, "disk").fix.find("du -xh"), std::string::npos);
}

}  // namespace
}  // namespace tenrec::server
