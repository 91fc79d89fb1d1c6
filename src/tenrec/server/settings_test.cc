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
}

TEST(Settings, BehindProxySaysYesNoOrNothing) {
  EXPECT_EQ(ReadSettings({}, NoEnvironment())->is_behind_proxy, std::nullopt);
  EXPECT_EQ(ReadSettings({}, With("IS_BEHIND_PROXY", ""))->is_behind_proxy, std::nullopt);
  EXPECT_EQ(ReadSettings({}, With("IS_BEHIND_PROXY", "True"))->is_behind_proxy, true);
  EXPECT_EQ(ReadSettings({}, With("IS_BEHIND_PROXY", "false"))->is_behind_proxy, false);
  EXPECT_EQ(ReadSettings({{"behind-proxy", "no"}}, With("IS_BEHIND_PROXY", "1"))->is_behind_proxy,
            false);
}

TEST(Settings, AnOlderNameOfAVariableIsReadToo) {
  EXPECT_FALSE(ReadSettings({}, NoEnvironment())->multi_org);
  EXPECT_TRUE(ReadSettings({}, With("MULTI_ORG_ENABLED", "1"))->multi_org);
  EXPECT_TRUE(ReadSettings({}, With("MULTI_TENANCY", "1"))->multi_org);
}

TEST(Settings, AnEngineThatThisVersionDoesNotHaveIsNoSilentFallBack) {
  EXPECT_TRUE(CheckSettings(*ReadSettings({}, NoEnvironment())));
  const auto refused = CheckSettings(*ReadSettings({}, With("KAFKA_HOSTS", "kafka:9092")));
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, ErrorCode::kFailedPrecondition);
  EXPECT_EQ(refused.error().message,
            "KAFKA_HOSTS is set, but this version keeps the event log in the data directory only: "
            "unset it");
  for (const char* name : {"DATABASE_URL", "REDIS_URL", "CLICKHOUSE_USER", "CLICKHOUSE_PASSWORD",
                           "OBJECT_STORAGE_SECRET_ACCESS_KEY"}) {
    const auto got = CheckSettings(*ReadSettings({}, With(name, "hunter2")));
    ASSERT_FALSE(got) << name;
    EXPECT_NE(got.error().message.find(name), std::string::npos);
    EXPECT_EQ(got.error().message.find("hunter2"), std::string::npos);
  }
  EXPECT_TRUE(CheckSettings(*ReadSettings({}, With("CLICKHOUSE_SECURE", "false"))));
  EXPECT_FALSE(CheckSettings(*ReadSettings({}, With("CLICKHOUSE_SECURE", "true"))));
  EXPECT_FALSE(ReadSettings({}, With("CLICKHOUSE_SECURE", "perhaps")));
}

TEST(Settings, WhatHasNoEffectIsSaidAndHarmless) {
  EXPECT_TRUE(SettingWarnings(*ReadSettings({}, NoEnvironment())).empty());
  for (const char* name : {"EMAIL_HOST", "DEFAULT_FROM_EMAIL", "STATSD_HOST"}) {
    const auto settings = ReadSettings({}, With(name, "hunter2"));
    ASSERT_TRUE(settings) << name;
    EXPECT_TRUE(CheckSettings(*settings)) << name;
    const auto warnings = SettingWarnings(*settings);
    ASSERT_EQ(warnings.size(), 1U) << name;
    EXPECT_EQ(warnings[0].find(std::string(name) + " is set, but "), 0U) << warnings[0];
    EXPECT_EQ(warnings[0].find("hunter2"), std::string::npos);
  }
  for (const char* name : {"SELF_CAPTURE", "DISABLE_SECURE_SSL_REDIRECT", "EMAIL_USE_TLS"}) {
    EXPECT_EQ(SettingWarnings(*ReadSettings({}, With(name, "1"))).size(), 1U) << name;
    EXPECT_EQ(SettingWarnings(*ReadSettings({}, With(name, "0"))).size(), 0U) << name;
  }
  EXPECT_EQ(SettingWarnings(*ReadSettings({{"roles", "capture,api"}}, NoEnvironment())).size(), 1U);
}

TEST(Settings, TheSiteIsAnAddressWithoutAnythingBelowIt) {
  const auto reads = [](const std::string& url, std::string_view as) {
    const auto got = ReadSettings({}, With("SITE_URL", url));
    ASSERT_TRUE(got) << url << ": " << got.error().message;
    EXPECT_EQ(got->site_url, as);
  };
  reads("", "");
  reads("https://ph.example.com", "https://ph.example.com");
  reads("https://ph.example.com/", "https://ph.example.com");
  reads("http://localhost:8000", "http://localhost:8000");
  reads("http://[::1]:8000", "http://[::1]:8000");
  reads("http://[::1]", "http://[::1]");
  for (const char* url : {"ph.example.com", "ftp://x", "https://", "https://:80", "http://x:0",
                          "http://x:99999", "http://x:", "https://x/posthog", "https://u:p@x",
                          "https://x?y", "https://a b", "nonsense"}) {
    const auto got = ReadSettings({}, With("SITE_URL", url));
    ASSERT_FALSE(got) << url;
    EXPECT_EQ(got.error().message.find("SITE_URL is '" + std::string(url) + "': "), 0U);
  }
}

TEST(Settings, AFolderThatIsGivenMustHoldWhatItIsFor) {
  for (const char* flag : {"web-dir", "sdk-dir"}) {
    const auto settings = ReadSettings({{flag, "/no/such/place"}}, NoEnvironment());
    ASSERT_TRUE(settings);
    const Status checked = CheckSettings(*settings);
    ASSERT_FALSE(checked) << flag;
    EXPECT_EQ(checked.error().message.find("--" + std::string(flag) + " is '/no/such/place': no "),
              0U)
        << checked.error().message;
  }
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
  refuses({{"log-level", "loud"}}, NoEnvironment(),
          "--log-level is 'loud': write debug, info, warning or error");
}

TEST(Settings, AShortSecretIsRefusedAndNotShown) {
  const auto got = ReadSettings({}, With("SECRET_KEY", "hunter2"));
  ASSERT_FALSE(got);
  EXPECT_EQ(got.error().message.find("hunter2"), std::string::npos);
}

TEST(Settings, EveryFlagAndVariableIsNamedOnce) {
  std::set<std::string_view> names;
  for (const SettingSpec& spec : SettingTable()) {
    for (const std::string_view name : {spec.flag, spec.environment, spec.alias}) {
      if (!name.empty()) EXPECT_TRUE(names.insert(name).second) << name;
    }
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
