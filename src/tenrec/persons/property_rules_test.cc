#include "tenrec/persons/property_rules.h"

#include <algorithm>
#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace tenrec::persons {
namespace {

PropertyBag Bag(std::string_view json) {
  return *PropertyBag::Parse(json);
}

PropertyUpdate Tidied(PropertyUpdate update) {
  Tidy(update);
  return update;
}

TEST(ApplyUpdate, FollowsTheOrderOnceSetUnset) {
  PropertyBag bag = Bag(R"({"kept":1,"gone":2})");
  const PropertyUpdate update = Tidied({.set = {{"unset too", "1"}, {"both", "\"set\""}},
                                        .set_once = {{"kept", "9"}, {"both", "\"once\""}},
                                        .unset = {"gone", "unset too", "never there"}});
  EXPECT_TRUE(ApplyUpdate(bag, update, true));
  EXPECT_EQ(bag.text(), R"({"both":"set","kept":1})");
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
  ApplyUpdate(bag, Tidied({.set = {{"b", "1"}, {"$browser", "\"mine\""}, {"$browser", "2"}}}),
              false);
  EXPECT_EQ(bag.text(), R"({"$browser":"mine","b":1})");
}

TEST(ApplyUpdate, TheFirstMentionCountsInALongListToo) {
  std::vector<std::string> keys;
  for (int i = 9999; i >= 0; --i) keys.push_back("k" + std::to_string(i));
  PropertyUpdate update;
  for (const std::string& key : keys) update.set.push_back({key, "1"});
  for (const std::string& key : keys) update.set.push_back({key, "2"});
  Tidy(update);
  ASSERT_EQ(update.set.size(), 10'000U);
  EXPECT_TRUE(std::ranges::is_sorted(update.set, {}, &KeyValue::key));
  EXPECT_TRUE(std::ranges::all_of(update.set, [](const auto& value) { return value.json == "1"; }));
}

TEST(PropertyBag, LaysValuesOverItsOwn) {
  const PropertyBag bag = Bag(R"({"b":1,"d":2})");
  std::string scratch;
  EXPECT_EQ(bag.TextWith({}, scratch).data(), bag.text().data());
  EXPECT_EQ(bag.TextWith({{"b", "1"}}, scratch).data(), bag.text().data());
  EXPECT_EQ(bag.TextWith({{"a", "0"}, {"b", "9"}, {"c", "0"}, {"e", "0"}}, scratch),
            R"({"a":0,"b":9,"c":0,"d":2,"e":0})");
  EXPECT_EQ(bag.TextWith({{"b", "1"}, {"d", "3"}}, scratch), R"({"b":1,"d":3})");
  EXPECT_EQ(Bag("{}").TextWith({{"a", "0"}}, scratch), R"({"a":0})");
}

TEST(PropertyBag, JoinsTwo) {
  EXPECT_EQ(PropertyBag::Union(Bag(R"({"a":1,"c":1})"), Bag(R"({"a":2,"b":2,"d":2})")).text(),
            R"({"a":1,"b":2,"c":1,"d":2})");
  EXPECT_EQ(PropertyBag::Union(Bag("{}"), Bag(R"({"a":2})")).text(), R"({"a":2})");
  const PropertyBag bag = PropertyBag::Union(Bag(R"({"a":2})"), Bag("{}"));
  EXPECT_EQ(bag.text(), R"({"a":2})");
  EXPECT_EQ(bag.Find("a"), "2");
  EXPECT_EQ(bag.Find("b"), std::nullopt);
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
  EXPECT_EQ(bag.text(), "{\"a\":{\"x\":1.5},\"b\\\"\":[1,2],\"é\\n\":\"\\t\"}");
  EXPECT_EQ(PropertyBag::Parse(bag.text())->text(), bag.text());
  EXPECT_EQ(bag.Find("b\\\""), "[1,2]");
  EXPECT_EQ(Bag(R"({"a":1,"b":2,"a":3})").text(), R"({"a":3,"b":2})");
  for (std::string_view text : {"", "[]", "1", "{", "null"})
    EXPECT_FALSE(PropertyBag::Parse(text)) << text;
}

}  // namespace
}  // namespace tenrec::persons
