#include "tenrec/base/json.h"

#include <limits>

#include <gtest/gtest.h>

namespace tenrec {
namespace {

TEST(ParseJson, RefusesWithTheOffset) {
  for (std::string_view text : {"", "{", "{\"a\":}", "1 2", "nul"})
    EXPECT_FALSE(ParseJson(text)) << text;
  EXPECT_TRUE(ParseJson(" {\"a\": [1, 2.5, null]} \n"));
  EXPECT_FALSE(ParseJson(std::string(300, '[') + std::string(300, ']')));
}

TEST(PrintJson, WritesNumbersAsClientsExpect) {
  JsonObject object;
  object["whole"] = 5.0;
  object["nan"] = std::numeric_limits<double>::quiet_NaN();
  object["int"] = 7;
  object["text"] = "a\"b";
  EXPECT_EQ(PrintJson(object), R"({"whole":5.0,"nan":null,"int":7,"text":"a\"b"})");
}

TEST(Members, AreReadByType) {
  const Json value = *ParseJson(R"({"s":"x","b":true,"i":3,"d":4.0,"f":4.5})");
  EXPECT_EQ(StringMember(value, "s"), "x");
  EXPECT_EQ(StringMember(value, "b"), std::nullopt);
  EXPECT_EQ(BoolMember(value, "b"), true);
  EXPECT_EQ(IntMember(value, "i"), 3);
  EXPECT_EQ(IntMember(value, "d"), 4);
  EXPECT_EQ(IntMember(value, "f"), std::nullopt);
  EXPECT_EQ(FindMember(value, "none"), nullptr);
}

}  // namespace
}  // namespace tenrec
