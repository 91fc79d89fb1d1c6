#include "tenrec/persons/property_rules.h"

#include <gtest/gtest.h>

namespace tenrec::persons {
namespace {

PropertyBag Bag(std::string_view json) {
  return *PropertyBag::Parse(json);
}

TEST(ApplyUpdate, FollowsTheOrderOnceSetUnset) {
  PropertyBag bag = Bag(R"({"kept":1,"gone":2})");
  const PropertyUpdate update = {.set = {{"both", "\"set\""}, {"unset too", "1"}},
                                 .set_once = {{"both", "\"once\""}, {"kept", "9"}},
                                 .unset = {"gone", "unset too", "never there"}};
  EXPECT_TRUE(ApplyUpdate(bag, update, true));
  EXPECT_EQ(bag.Print(), R"({"both":"set","kept":1})");
  EXPECT_FALSE(ApplyUpdate(bag, {.set = {{"kept", "1"}}}, true));
  EXPECT_TRUE(ApplyUpdate(bag, {.set = {{"kept", "null"}}}, true));
  EXPECT_EQ(*bag.Find("kept"), "null");
}

TEST(ApplyUpdate, WritesPagePropertiesOnlyWhenSomethingElseDoes) {
  const PropertyUpdate page = {.set = {{"$current_url", "\"/b\""}}};
  PropertyBag bag = Bag(R"({"$current_url":"/a","plan":"free"})");
  EXPECT_FALSE(ApplyUpdate(bag, page, false));
  EXPECT_EQ(*bag.Find("$current_url"), "\"/a\"");
  EXPECT_TRUE(ApplyUpdate(bag, {.set = {{"$current_url", "\"/b\""}, {"plan", "\"pro\""}}}, false));
  EXPECT_EQ(*bag.Find("$current_url"), "\"/b\"");
  EXPECT_TRUE(ApplyUpdate(bag, {.set = {{"$current_url", "\"/c\""}}}, true))
      << "an $identify writes it";
  EXPECT_TRUE(ApplyUpdate(bag, {.set = {{"$browser", "\"Chrome\""}}}, false))
      << "a key that is new to the person";
}

TEST(ApplyUpdate, TheFirstMentionOfAKeyCounts) {
  PropertyBag bag;
  ApplyUpdate(bag, {.set = {{"$browser", "\"mine\""}, {"$browser", "\"automatic\""}}}, false);
  EXPECT_EQ(bag.Print(), R"({"$browser":"mine"})");
  EXPECT_EQ(bag.PrintWith({{"$browser", "1"}, {"$browser", "2"}, {"a", "3"}}),
            R"({"$browser":1,"a":3})");
}

TEST(FindAutoProperty, NamesTheInitialValue) {
  EXPECT_EQ(FindAutoProperty("$browser")->initial_name, "$initial_browser");
  EXPECT_EQ(FindAutoProperty("utm_source")->initial_name, "$initial_utm_source");
  EXPECT_EQ(FindAutoProperty("_kx")->initial_name, "$initial__kx");
  EXPECT_EQ(FindAutoProperty("$os_name")->set_name, "$os");
  EXPECT_EQ(FindAutoProperty("$os_name")->initial_name, "$initial_os");
  EXPECT_FALSE(FindAutoProperty("$lib"));
}

TEST(PropertyBag, ReadsAndPrintsOddTexts) {
  const PropertyBag bag = Bag("{\"b\\u0022\": [1, 2], \"a\": {\"x\": 1.5}, \"é\\n\": \"\\t\"}");
  EXPECT_EQ(bag.Print(), "{\"a\":{\"x\":1.5},\"b\\\"\":[1,2],\"é\\n\":\"\\t\"}");
  EXPECT_EQ(PropertyBag::Parse(bag.Print())->Print(), bag.Print());
  for (std::string_view text : {"", "[]", "1", "{", "null"})
    EXPECT_FALSE(PropertyBag::Parse(text)) << text;
}

}  // namespace
}  // namespace tenrec::persons
