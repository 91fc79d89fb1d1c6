#include "tenrec/accounts/refused_keys.h"

#include <gtest/gtest.h>

namespace tenrec::accounts {
namespace {

const Timestamp kStart = *ParseRfc3339("2026-11-22T10:00:00Z");

RefusedRequest Request(std::string_view key, Timestamp at = kStart) {
  return {.key = key, .sdk = "posthog-js", .origin = "shop.example", .at = at};
}

std::vector<std::string> KeysOf(const std::vector<RefusedKey>& list) {
  std::vector<std::string> keys;
  for (const RefusedKey& one : list) keys.push_back(one.key);
  return keys;
}

TEST(RefusedKeys, CountsEachKeyAndKeepsItsFirstAndLastTime) {
  RefusedKeys refused;
  refused.Note(Request("phc_one"));
  refused.Note(Request("phc_two", kStart + std::chrono::seconds(1)));
  refused.Note({.key = "phc_one",
                .sdk = "posthog-python",
                .origin = "192.0.2.1",
                .at = kStart + std::chrono::seconds(2)});
  const auto recent = refused.Recent(kStart + std::chrono::seconds(3));
  ASSERT_EQ(KeysOf(recent), (std::vector<std::string>{"phc_one", "phc_two"}));
  EXPECT_EQ(recent[0].requests, 2U);
  EXPECT_EQ(recent[0].first_seen, kStart);
  EXPECT_EQ(recent[0].last_seen, kStart + std::chrono::seconds(2));
  EXPECT_EQ(recent[0].sdk, "posthog-python");
  EXPECT_EQ(recent[0].origin, "192.0.2.1");
}

TEST(RefusedKeys, ForgetsWhatIsAnHourOld) {
  RefusedKeys refused;
  refused.Note(Request("phc_old"));
  EXPECT_EQ(refused.Recent(kStart + RefusedKeys::kRemembered).size(), 1U);
  const Timestamp later = kStart + RefusedKeys::kRemembered + std::chrono::seconds(1);
  EXPECT_TRUE(refused.Recent(later).empty());
  // One that comes again begins anew.
  refused.Note(Request("phc_old", later));
  EXPECT_EQ(refused.Recent(later)[0].requests, 1U);
}

TEST(RefusedKeys, KeepsWhatComesAgainInAFloodOfRandomKeys) {
  RefusedKeys refused;
  refused.Note(Request("phc_mistyped"));
  refused.Note(Request("phc_mistyped"));
  for (int i = 0; i < 10'000; ++i) {
    refused.Note(Request("phc_random" + std::to_string(i), kStart + std::chrono::milliseconds(i)));
  }
  const auto recent = refused.Recent(kStart + std::chrono::seconds(10));
  EXPECT_EQ(recent.size(), RefusedKeys::kMaxKeys);
  EXPECT_EQ(recent.front().key, "phc_random9999");
  EXPECT_EQ(recent.back().key, "phc_mistyped");
  EXPECT_EQ(recent.back().requests, 2U);
}

TEST(RefusedKeys, ShowsANewKeyThoughAllOthersCameOften) {
  RefusedKeys refused;
  for (std::size_t i = 0; i < RefusedKeys::kMaxKeys * 3; ++i) {
    refused.Note(Request("phc_often" + std::to_string(i % RefusedKeys::kMaxKeys)));
  }
  refused.Note(Request("phc_new", kStart + std::chrono::seconds(1)));
  EXPECT_EQ(refused.Recent(kStart + std::chrono::seconds(1)).front().key, "phc_new");
}

TEST(RefusedKeys, CutsAndCleansWhatStrangersWrite) {
  RefusedKeys refused;
  refused.Note({.key = std::string(1'000, 'k'),
                .sdk = "a\nb\x1B[31m" + std::string(1'000, 'c'),
                .origin = std::string("\xFF") + std::string(1'000, 'd'),
                .at = kStart});
  const auto recent = refused.Recent(kStart);
  ASSERT_EQ(recent.size(), 1U);
  EXPECT_EQ(recent[0].key.size(), 64U);
  EXPECT_TRUE(recent[0].sdk.starts_with("ab[31mccc")) << recent[0].sdk;
  EXPECT_LE(recent[0].sdk.size(), 64U);
  EXPECT_TRUE(
      recent[0].origin.starts_with("\xEF\xBF\xBD"
                                   "ddd"))
      << recent[0].origin;
  EXPECT_LE(recent[0].origin.size(), 130U);
}

TEST(ShownKey, IsTheBeginningAndNeverMoreThanHalf) {
  EXPECT_EQ(ShownKey("phc_abcdefghijklmnopqrstuvwxyz"), "phc_abcd…");
  EXPECT_EQ(ShownKey("YOUR_KEY"), "YOUR…");
  EXPECT_EQ(ShownKey("x"), "…");
  EXPECT_EQ(ShownKey(""), "…");
  EXPECT_EQ(ShownKey("phx_abcdefghijklmnopqrstuvwxyz"), "phx_…");
  EXPECT_EQ(ShownKey("phs_abcdefghijklmnopqrstuvwxyz"), "phs_…");
}

TEST(Resembles, KnowsAKeyThatWasNotQuiteCopied) {
  const std::string token = "phc_Q7mZ2xT9bW4nK8rL1vC6dF3gH5jP0sA7yU2eI9oX4bN";
  for (const char* written :
       {"phc_Q7mZ2xT9bW4nK8rL1vC6dF3gH5jP0sA7yU2eI9oX4b",  // the last character was left out
        "Q7mZ2xT9bW4nK8rL1vC6dF3gH5jP0sA7yU2eI9oX4bN",     // the first four were
        "phc_Q7mZ2xT9bW4nK8rL1v",                          // half of it
        "\"phc_Q7mZ2xT9bW4nK8rL1vC6dF3gH5jP0sA7yU2eI9oX4bN\"",
        "phc_q7mz2xt9bw4nk8rl1vc6df3gh5jp0sa7yu2ei9ox4bn",
        "phc_Q7mZ2xT9bW4nK8rLIvC6dF3gH5jPOsA7yU2eI9oX4bN"}) {  // I for 1, O for 0
    EXPECT_TRUE(Resembles(written, token)) << written;
  }
}

TEST(Resembles, TakesNoOtherKeyForIt) {
  const std::string token = "phc_Q7mZ2xT9bW4nK8rL1vC6dF3gH5jP0sA7yU2eI9oX4bN";
  for (const char* written :
       {"", "phc_", "phc_Q7mZ2xT", "phc_D1kS8wB3xV6zN0qM5tJ9fR2hY7uC4pL8aG1eO6iT3sE",
        "phc_Q7mZAAAAbW4nK8rL1vC6dF3gH5jP0sA7yU2eI9oX4bN"}) {
    EXPECT_FALSE(Resembles(written, token)) << written;
  }
  EXPECT_FALSE(Resembles("phc_x", "phc_y"));
}

}  // namespace
}  // namespace tenrec::accounts
