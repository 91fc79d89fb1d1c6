#include "tenrec/capture/lz_string.h"

#include <gtest/gtest.h>

namespace tenrec::capture {
namespace {

constexpr std::size_t kBudget = 1U << 20U;

TEST(DecompressLzString, ReadsWhatTheLibraryWrites) {
  const auto reads = [](std::string_view packed, std::string_view expected) {
    const auto got = DecompressLzString(packed, kBudget);
    ASSERT_TRUE(got) << packed;
    EXPECT_EQ(*got, expected);
  };
  reads("Q===", "");
  reads("BYUwNmD2Q===", "hello");
  reads(
      "N4IgpgbmB2AuIC5wgDQgA4CcD26ydgEswBnRUWbAaxkQwAsBjAfQA9UQATQko6R2M0Kc6gBfNAXXKBeDcAAex1hhW8JA"
      "ENVa9Rs1aQAXx1A=",
      R"({"event":"e","properties":{"token":"phc_x","distinct_id":"某人😀",)"
      R"("text":"aaaaaaaaaaaaaaaaaaaaaaaaaaaa"}})");
  reads("IY18ZXTt/DFOS1b0c17Pd/wYUcSaWeRZVdTbXTEA", std::string(1000, 'a'));
  // A form turned '+' into blanks.
  reads(
      "N4IgpgbmB2AuIC5wgDQgA4CcD26ydgEswBnRUWbAaxkQwAsBjAfQA9UQATQko6R2M0Kc6gBfNAXXKBeDcAAex1hhW8JA"
      "ENVa9Rs1aQAXx1A=",
      R"({"event":"e","properties":{"token":"phc_x","distinct_id":"某人😀",)"
      R"("text":"aaaaaaaaaaaaaaaaaaaaaaaaaaaa"}})");
}

TEST(DecompressLzString, RefusesEveryCut) {
  constexpr std::string_view kPacked = "BYUwNmD2Q===";
  for (std::size_t size = 0; size < 8; ++size) {
    EXPECT_FALSE(DecompressLzString(kPacked.substr(0, size), kBudget)) << size;
  }
}

TEST(DecompressLzString, RefusesWhatIsNotIts) {
  for (std::string_view text : {"", "{\"event\":1}", "////////", "!", "w==="}) {
    const auto got = DecompressLzString(text, kBudget);
    if (!got) EXPECT_EQ(got.error().code, ErrorCode::kInvalidArgument) << text;
  }
}

TEST(DecompressLzString, StopsAtItsBudget) {
  const auto got = DecompressLzString("IY18ZXTt/DFOS1b0c17Pd/wYUcSaWeRZVdTbXTEA", 999);
  ASSERT_FALSE(got);
  EXPECT_EQ(got.error().code, ErrorCode::kResourceExhausted);
  EXPECT_TRUE(DecompressLzString("IY18ZXTt/DFOS1b0c17Pd/wYUcSaWeRZVdTbXTEA", 1000));
}

}  // namespace
}  // namespace tenrec::capture
