#include "tenrec/insights/elements_chain.h"

#include <string>

#include <gtest/gtest.h>

namespace tenrec::insights {
namespace {

TEST(ParseElementsChain, ReadsTagsClassesAndAttributes) {
  const JsonArray elements = ParseElementsChain(
      R"(a.small.blue:attr__data-x="1;2"href="/buy:now"nth-child="1"nth-of-type="2"text="Say \"hi\"";)"
      R"(button:attr_id="go";div)");
  ASSERT_EQ(elements.size(), 3U);
  EXPECT_EQ(PrintJson(elements[0]),
            R"({"text":"Say \\\"hi\\\"","tag_name":"a","attr_class":["small","blue"],)"
            R"("href":"/buy:now","attr_id":null,"nth_child":1,"nth_of_type":2,)"
            R"("attributes":{"attr__data-x":"1;2"},"order":0})");
  EXPECT_EQ(StringMember(elements[1], "attr_id"), "go");
  EXPECT_EQ(StringMember(elements[2], "tag_name"), "div");
  EXPECT_EQ(IntMember(elements[2], "order"), 2);
}

TEST(ParseElementsChain, KeepsWhatItUnderstandsOfABrokenChain) {
  EXPECT_TRUE(ParseElementsChain("").empty());
  EXPECT_TRUE(ParseElementsChain(";;").empty());
  EXPECT_EQ(ParseElementsChain(R"(a:href="/x)").size(), 1U);
  EXPECT_EQ(ParseElementsChain(R"(a:href="\)").size(), 1U);
  EXPECT_TRUE(ParseElementsChain(R"(a:nth-child="x")")[0].at("nth_child").is_null());
}

}  // namespace
}  // namespace tenrec::insights
