#include "tenrec/capture/event_time.h"

#include <gtest/gtest.h>

namespace tenrec::capture {
namespace {

constexpr Timestamp kNow = Timestamp::FromMillis(1'795'341'600'000);  // 2026-11-22T10:00:00Z
constexpr std::int64_t kHour = 3'600'000;

Timestamp At(std::int64_t millis_from_now) {
  return Timestamp::FromMillis(kNow.millis() + millis_from_now);
}

TEST(ParseEventTimestamp, ReadsEveryFormThatSdksUse) {
  const auto reads = [](std::string_view text, std::string_view expected) {
    const auto got = ParseEventTimestamp(text);
    ASSERT_TRUE(got) << text;
    EXPECT_EQ(FormatIsoMillis(*got), expected) << text;
  };
  reads("2026-11-22T10:00:00Z", "2026-11-22T10:00:00.000Z");
  reads("2026-11-22T10:00:00.123456789Z", "2026-11-22T10:00:00.123Z");
  reads("2026-11-22T10:00:00.5+03:00", "2026-11-22T07:00:00.500Z");
  reads("2026-11-22T10:00:00+03", "2026-11-22T07:00:00.000Z");
  reads("2026-11-22T10:00:00-0330", "2026-11-22T13:30:00.000Z");
  reads("2026-11-22t10:00:00z", "2026-11-22T10:00:00.000Z");
  reads("2026-11-22T10:00:00", "2026-11-22T10:00:00.000Z");
  reads("2026-11-22 10:00:00", "2026-11-22T10:00:00.000Z");
  reads("2026-11-22 10:00:00+00:00", "2026-11-22T10:00:00.000Z");
  reads("2026-11-22 10:00:00 UTC", "2026-11-22T10:00:00.000Z");
  reads("2026-11-22", "2026-11-22T00:00:00.000Z");
  reads("2026/11/22", "2026-11-22T00:00:00.000Z");
  reads("2026/1/2 03:04:05", "2026-01-02T03:04:05.000Z");
  reads("Sun, 22 Nov 2026 10:00:00 +0100", "2026-11-22T09:00:00.000Z");
  reads("Sun, 22 Nov 2026 10:00:00 GMT", "2026-11-22T10:00:00.000Z");
  reads("2 Nov 2026 10:00 EST", "2026-11-02T15:00:00.000Z");
  reads("1795341600", "2026-11-22T10:00:00.000Z");
  reads("1795341600123", "2026-11-22T10:00:00.123Z");
  reads("2024-02-29", "2024-02-29T00:00:00.000Z");
  reads(" 2026-11-22 ", "2026-11-22T00:00:00.000Z");
}

TEST(ParseEventTimestamp, RefusesEverythingElse) {
  for (std::string_view text :
       {"", "garbage", "2026", "2026-13-01", "2026-02-30", "2023-02-29", "2026-11-22T25:00:00Z",
        "2026-11-22T10:00:00+25:00", "2026-11-22T10:00:00Zjunk", "2026-11-22T", "20261122",
        "123456789012", "99999999999999999999", "22/11/2026", "Sun, 22 Foo 2026 10:00:00 GMT",
        "2026-11-22T10:00:00+03:", "2026-11-22T10:00:00.Z", "tomorrow", "-1795341600"}) {
    EXPECT_FALSE(ParseEventTimestamp(text)) << text;
  }
}

TEST(ParseNumericTimestamp, TakesMillisecondsAndTenDigitSeconds) {
  EXPECT_EQ(ParseNumericTimestamp("1795341600000")->millis(), 1'795'341'600'000);
  EXPECT_EQ(ParseNumericTimestamp("1795341600000.75")->millis(), 1'795'341'600'000);
  EXPECT_EQ(ParseNumericTimestamp("1795341600")->millis(), 1'795'341'600'000);
  EXPECT_EQ(ParseNumericTimestamp("0")->millis(), 0);
  EXPECT_FALSE(ParseNumericTimestamp("1e12"));
  EXPECT_FALSE(ParseNumericTimestamp("9223372036854775807"));
}

TEST(ParseSentAt, TakesRfc3339AndMilliseconds) {
  EXPECT_EQ(ParseSentAt("2026-11-22T10:00:00Z"), kNow);
  EXPECT_EQ(ParseSentAt("2026-11-22T11:00:00.000+01:00"), kNow);
  EXPECT_EQ(ParseSentAt("1795341600000"), kNow);
  for (std::string_view text : {"", "now", "1e12", "Sun, 22 Nov 2026 10:00:00 GMT"}) {
    EXPECT_FALSE(ParseSentAt(text)) << text;
  }
}

TEST(ParseQuerySentAt, IsMillisecondsAfter2020) {
  EXPECT_EQ(ParseQuerySentAt("1795341600000"), kNow);
  for (std::string_view text : {"", "1609459199999", "1795341600", "12.5", "x", "-5"}) {
    EXPECT_FALSE(ParseQuerySentAt(text)) << text;
  }
}

struct Case {
  const char* what;
  TimeClaims claims;
  Timestamp at;
  TimeVerdict verdict = TimeVerdict::kTaken;
};

TEST(ResolveEventTime, FollowsTheRules) {
  const Timestamp ahead = At(kHour);
  const Timestamp behind = At(-kHour);
  const std::vector<Case> cases = {
      {"nothing known: now", {.now = kNow}, kNow},
      {"its own word", {.now = kNow, .has_timestamp = true, .timestamp = behind}, behind},
      {"unreadable: now",
       {.now = kNow, .has_timestamp = true},
       kNow,
       TimeVerdict::kInvalidTimestamp},
      {"a clock an hour ahead is corrected",
       {.now = kNow, .sent_at = ahead, .has_timestamp = true, .timestamp = ahead},
       kNow},
      {"unless the client says it is right",
       {.now = kNow,
        .sent_at = ahead,
        .has_timestamp = true,
        .timestamp = ahead,
        .ignore_sent_at = true},
       ahead},
      {"a clock an hour behind",
       {.now = kNow, .sent_at = behind, .has_timestamp = true, .timestamp = At(-2 * kHour)},
       behind},
      {"offset", {.now = kNow, .offset_ms = 5000}, At(-5000)},
      {"offset wins over timestamp and skew",
       {.now = kNow,
        .sent_at = ahead,
        .has_timestamp = true,
        .timestamp = behind,
        .offset_ms = 5000},
       At(-5000)},
      {"23 hours ahead is kept",
       {.now = kNow, .has_timestamp = true, .timestamp = At(23 * kHour)},
       At(23 * kHour)},
      {"more is not",
       {.now = kNow, .has_timestamp = true, .timestamp = At(23 * kHour + 1)},
       kNow,
       TimeVerdict::kFuture},
      {"two days ahead",
       {.now = kNow, .has_timestamp = true, .timestamp = At(48 * kHour)},
       kNow,
       TimeVerdict::kFuture},
      {"no lower limit",
       {.now = kNow, .has_timestamp = true, .timestamp = Timestamp{}},
       Timestamp{}},
      {"before the year 0: 1970",
       {.now = kNow, .offset_ms = std::int64_t{70'000'000'000'000}},
       Timestamp{}},
      {"an offset past all time", {.now = kNow, .offset_ms = INT64_MAX}, Timestamp{}},
      {"an offset into the future",
       {.now = kNow, .offset_ms = INT64_MIN},
       kNow,
       TimeVerdict::kFuture},
      {"whole milliseconds", {.now = kNow + std::chrono::microseconds(999)}, kNow},
  };
  for (const Case& c : cases) {
    const EventTime got = ResolveEventTime(c.claims);
    EXPECT_EQ(got.at, c.at) << c.what << ": " << FormatIso(got.at);
    EXPECT_EQ(got.verdict, c.verdict) << c.what;
    EXPECT_EQ(got.refused.has_value(), c.verdict == TimeVerdict::kFuture) << c.what;
  }
}

TEST(ResolveEventTime, TellsWhichFutureWasRefused) {
  // A clock that is an hour ahead says so of an event in two days: the claim is corrected first.
  const EventTime got = ResolveEventTime(
      {.now = kNow, .sent_at = At(kHour), .has_timestamp = true, .timestamp = At(49 * kHour)});
  EXPECT_EQ(got.refused, At(48 * kHour));
}

}  // namespace
}  // namespace tenrec::capture
