#include "tenrec/server/settings.h"

#include <fstream>
#include <set>
#include <sstream>

#include <gtest/gtest.h>

namespace tenrec::server {
namespace {

Environment NoEnvironment() {
  return [](std::string_view) { return std::nullopt; };
}

Environment With(std::string name, std::string value) {
  return [name = std::move(name), value = std::move(value)](std::string_view asked) {
    return asked == name ? std::optional(value) : std::nullopt;
  };
}

TEST(Settings, AFlagWinsOverTheEnvironmentAndThatOverTheDefault) {
  EXPECT_EQ(ReadSettings({}, NoEnvironment())->port, 8000);
  EXPECT_EQ(ReadSettings({}, With("TENREC_PORT", "9000"))->port, 9000);
  EXPECT_EQ(ReadSettings({{"port", "9001"}}, With("TENREC_PORT", "9000"))->port, 9001);
  EXPECT_TRUE(ReadSettings({}, With("IS_BEHIND_PROXY", "True"))->is_behind_proxy);
}

TEST(Settings, ErrorsNameTheSettingAndTheFix) {
  const auto refuses = [](const std::map<std::string, std::string>& flags,
                          const Environment& environment, std::string_view message) {
    const auto got = ReadSettings(flags, environment);
    ASSERT_FALSE(got);
    EXPECT_EQ(got.error().message, message);
  };
  refuses({{"port", "80000"}}, NoEnvironment(),
          "--port is '80000': write a whole number from 0 to 65535");
  refuses({}, With("TENREC_MEMORY_MB", "lots"),
          "TENREC_MEMORY_MB is 'lots': write a whole number from 0 to 4000000");
  refuses({{"behind-proxy", "perhaps"}}, NoEnvironment(),
          "--behind-proxy is 'perhaps': write true or false");
  refuses({{"roles", "capture,cook"}}, NoEnvironment(),
          "unknown role 'cook' in --roles: write a comma list of capture, ingest, api, worker");
}

TEST(Settings, AShortSecretIsRefusedAndNotShown) {
  const auto got = ReadSettings({}, With("SECRET_KEY", "hunter2"));
  ASSERT_FALSE(got);
  EXPECT_EQ(got.error().message.find("hunter2"), std::string::npos);
}

TEST(Settings, EveryFlagAndVariableIsNamedOnce) {
  std::set<std::string_view> names;
  for (const SettingSpec& spec : SettingTable()) {
    EXPECT_TRUE(names.insert(spec.flag).second) << spec.flag;
    EXPECT_TRUE(names.insert(spec.environment).second) << spec.environment;
  }
}

TEST(Settings, ThePageInDocsIsTheTable) {
  std::ifstream file(TENREC_ROOT "/docs/settings.md");
  std::stringstream text;
  text << file.rdbuf();
  EXPECT_EQ(text.str(), SettingsPage()) << "run: tenrec settings > docs/settings.md";
}

TEST(MemoryBudget, IsAQuarterOfTheMachineAndNeverUnderItsFloor) {
  EXPECT_EQ(DivideMemory(0, 24'000'000'000).total, 6'000'000'000);
  EXPECT_EQ(DivideMemory(0, 1'000'000'000).total, 512'000'000);
  const MemoryBudget budget = DivideMemory(1000, 24'000'000'000);
  EXPECT_EQ(budget.total, 1'000'000'000);
  EXPECT_LT(budget.engine + budget.log + budget.caches + budget.bodies + budget.answers,
            budget.total);
}

}  // namespace
}  // namespace tenrec::server
