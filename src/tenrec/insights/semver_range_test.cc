#include "tenrec/insights/semver_range.h"

#include <gtest/gtest.h>

namespace tenrec::insights {
namespace {

void Expect(const std::optional<SemverRange>& range, std::string_view from,
            std::string_view below) {
  ASSERT_TRUE(range) << from;
  EXPECT_EQ(range->from, from);
  EXPECT_EQ(range->below, below);
}

TEST(SemverRange, BumpsThePartThatItsKindNames) {
  Expect(TildeRange("1.2.3"), "1.2.3", "1.3.0");
  Expect(TildeRange("~1.2"), "1.2.0", "1.3.0");
  Expect(TildeRange("~1"), "1.0.0", "2.0.0");
  Expect(CaretRange("1.2.3"), "1.2.3", "2.0.0");
  Expect(CaretRange("^0.2.3"), "0.2.3", "0.3.0");
  Expect(CaretRange("0.0.3"), "0.0.3", "0.0.4");
  Expect(CaretRange("0"), "0.0.0", "1.0.0");
  Expect(WildcardRange("1.*"), "1.0.0", "2.0.0");
  Expect(WildcardRange("v1.2.*"), "1.2.0", "1.3.0");
}

TEST(SemverRange, RefusesWhatIsNoVersion) {
  for (const char* text : {"", "a", "1.", "1.2.3.4", "1.02", "-1", "*", "1..2"}) {
    EXPECT_FALSE(TildeRange(text)) << text;
    EXPECT_FALSE(CaretRange(text)) << text;
    EXPECT_FALSE(WildcardRange(text)) << text;
    EXPECT_FALSE(IsSemver(text)) << text;
  }
  EXPECT_FALSE(WildcardRange("1.2"));
  EXPECT_FALSE(WildcardRange("1.2.3.*"));
  EXPECT_FALSE(IsSemver("1.2"));
  EXPECT_TRUE(IsSemver("1.2.3"));
  EXPECT_TRUE(IsSemver("v1.2.3-rc.1"));
}

}  // namespace
}  // namespace tenrec::insights
