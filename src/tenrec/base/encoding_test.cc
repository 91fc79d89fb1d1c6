#include "tenrec/base/encoding.h"

#include <gtest/gtest.h>

#include "tenrec/base/hash.h"

namespace tenrec {
namespace {

TEST(Base64, ReadsBothAlphabetsWithAndWithoutPadding) {
  EXPECT_EQ(Base64Encode("hello"), "aGVsbG8=");
  EXPECT_EQ(Base64Decode("aGVsbG8="), "hello");
  EXPECT_EQ(Base64Decode("aGVsbG8"), "hello");
  EXPECT_EQ(Base64Decode("-_-_"), Base64Decode("+/+/"));
  EXPECT_EQ(Base64UrlEncode("\xfb\xff"), "-_8");
  EXPECT_FALSE(Base64Decode("a"));
  EXPECT_FALSE(Base64Decode("aGV sbG8="));
}

TEST(PercentDecode, KeepsMalformedEscapes) {
  EXPECT_EQ(PercentDecode("a%20b+c", true), "a b c");
  EXPECT_EQ(PercentDecode("a%2", false), "a%2");
  EXPECT_EQ(PercentDecode("a+b", false), "a+b");
  EXPECT_EQ(PercentDecode(PercentEncode("ä/ ?"), false), "ä/ ?");
}

TEST(Utf8, FindsAndRepairsIllFormedText) {
  EXPECT_TRUE(IsValidUtf8("aé€😀"));
  for (std::string_view text :
       {"\xC0\x80", "\xED\xA0\x80", "\xF5\x80\x80\x80", "\xE2\x82", "\x80"}) {
    EXPECT_FALSE(IsValidUtf8(text));
    EXPECT_TRUE(IsValidUtf8(RepairUtf8(text)));
  }
  EXPECT_EQ(Utf8Prefix("aé€😀", 3), "aé€");
  std::string out;
  AppendUtf8(out, 0x1F600);
  AppendUtf8(out, 0xD800);
  EXPECT_EQ(out, "😀\xEF\xBF\xBD");
}

TEST(Hash, MatchesPublishedVectors) {
  EXPECT_EQ(Crc32c("123456789"), 0xE3069283U);
  EXPECT_EQ(Crc32c("6789", Crc32c("12345")), 0xE3069283U);
  EXPECT_EQ(HexEncode(Sha256("abc")),
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  EXPECT_TRUE(ConstantTimeEquals("abc", "abc"));
  EXPECT_FALSE(ConstantTimeEquals("abc", "abd"));
}

}  // namespace
}  // namespace tenrec
