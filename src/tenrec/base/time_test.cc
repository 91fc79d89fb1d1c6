#include "tenrec/base/time.h"

#include <gtest/gtest.h>

namespace tenrec {
namespace {

TEST(ParseRfc3339, ReadsOffsetsAndFractions) {
  const auto reads = [](std::string_view text, std::string_view expected) {
    const auto got = ParseRfc3339(text);
    ASSERT_TRUE(got) << text << ": " << got.error().message;
    EXPECT_EQ(FormatIso(*got), expected) << text;
  };
  reads("2026-11-22T09:30:00Z", "2026-11-22T09:30:00.000000Z");
  reads("2026-11-22T09:30:00.1234567+01:00", "2026-11-22T08:30:00.123456Z");
  reads("2026-11-22T09:30:00+0130", "2026-11-22T08:00:00.000000Z");
  reads("2026-11-22T09:30:00-03", "2026-11-22T12:30:00.000000Z");
  reads("2024-02-29t23:59:60z", "2024-03-01T00:00:00.000000Z");
  reads("1969-12-31T23:59:59.5Z", "1969-12-31T23:59:59.500000Z");
  reads("0001-01-01T00:00:00Z", "0001-01-01T00:00:00.000000Z");
}

TEST(ParseRfc3339, RefusesEveryOtherShape) {
  for (std::string_view text :
       {"", "2026-11-22", "2026-11-22T09:30:00", "2026-13-22T09:30:00Z", "2026-02-30T00:00:00Z",
        "2026-11-22T24:00:00Z", "2026-11-22T09:30:00.Z", "2026-11-22T09:30:00Zx", "x"}) {
    EXPECT_FALSE(ParseRfc3339(text)) << text;
  }
}

TEST(Timestamp, RoundsDownBeforeTheEpoch) {
  EXPECT_EQ(Timestamp{-1}.seconds(), -1);
  EXPECT_EQ(Timestamp{-1}.millis(), -1);
  EXPECT_EQ(FormatIsoMillis(Timestamp{-1}), "1969-12-31T23:59:59.999Z");
}

TEST(CivilTime, CarriesOverAndBack) {
  EXPECT_EQ(FormatIso(FromCivilUtc({.year = 2024, .month = 14, .day = 1})),
            "2025-02-01T00:00:00.000000Z");
  EXPECT_EQ(FormatIso(FromCivilUtc({.year = 2024, .month = 3, .day = 0})),
            "2024-02-29T00:00:00.000000Z");
  const CivilTime civil{2026, 11, 22, 23, 59, 58, 7};
  EXPECT_EQ(ToCivilUtc(FromCivilUtc(civil)), civil);
}

}  // namespace
}  // namespace tenrec
