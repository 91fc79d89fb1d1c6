#include "tenrec/accounts/event_filter.h"

#include <map>
#include <string>

#include <gtest/gtest.h>

#include "tenrec/accounts/team.h"

namespace tenrec::accounts {
namespace {

struct Sample : FilteredEvent {
  std::string_view name() const override { return event; }
  std::string_view distinct_id() const override { return id; }
  std::string_view property(std::string_view key) const override {
    const auto found = properties.find(std::string(key));
    return found == properties.end() ? std::string_view() : found->second;
  }
  std::string event = "e";
  std::string id = "u";
  std::map<std::string, std::string> properties;
};

Result<std::shared_ptr<const EventFilter>> Parse(std::string_view json) {
  return EventFilter::Parse(*ParseJson(json));
}

std::string Tree(std::string_view node) {
  return R"({"mode":"live","filter_tree":)" + std::string(node) + "}";
}

std::string Condition(std::string_view field, std::string_view op, std::string_view value) {
  return R"({"type":"condition","field":")" + std::string(field) + R"(","operator":")" +
         std::string(op) + R"(","value":")" + std::string(value) + R"("})";
}

TEST(EventFilter, MatchesByItsTree) {
  Sample event;
  event.event = "$pageview";
  event.id = "probe-7";
  event.properties = {{"$host", "a.test"}};
  const auto matches = [&](const std::string& tree, bool expected) {
    const auto filter = Parse(Tree(tree));
    ASSERT_TRUE(filter) << tree << ": " << filter.error().message;
    EXPECT_EQ((*filter)->Matches(event), expected) << tree;
  };
  const std::string yes = Condition("event_name", "exact", "$pageview");
  const std::string no = Condition("event_name", "exact", "$page");
  matches(yes, true);
  matches(no, false);
  matches(Condition("event_name", "contains", "view"), true);
  matches(Condition("distinct_id", "starts_with", "probe-"), true);
  matches(Condition("distinct_id", "starts_with", "robe-"), false);
  matches(R"({"type":"and","children":[)" + yes + "," + no + "]}", false);
  matches(R"({"type":"or","children":[)" + no + "," + yes + "]}", true);
  matches(R"({"type":"not","child":)" + no + "}", true);
  const auto host = [](std::string_view value) {
    return R"({"type":"condition","field":"property","key":"$host","operator":"exact","value":")" +
           std::string(value) + R"("})";
  };
  matches(host("a.test"), true);
  matches(host("b.test"), false);
}

TEST(EventFilter, SaysWhereItCannotBeRead) {
  const auto refuses = [](std::string_view json, std::string_view field, std::string_view words) {
    const auto filter = Parse(json);
    ASSERT_FALSE(filter) << json;
    EXPECT_EQ(filter.error().field, field) << json;
    EXPECT_NE(filter.error().message.find(words), std::string::npos)
        << json << ": " << filter.error().message;
  };
  refuses("[]", "", "JSON object");
  refuses(R"({"mode":"on"})", "mode", "disabled, dry_run, live");
  refuses(R"({"mode":"live","drops":1})", "", "\"drops\"");
  refuses(R"({"mode":"live","drop_bots":"often"})", "drop_bots", "boolean");
  refuses(Tree("7"), "filter_tree", "JSON object");
  refuses(Tree(R"({"type":"xor"})"), "filter_tree__type", "and, or, not, condition");
  refuses(Tree(R"({"type":"and","children":[]})"), "filter_tree__children", "may not be empty");
  refuses(Tree(R"({"type":"not"})"), "filter_tree__child", "JSON object");
  refuses(Tree(R"({"type":"or","children":[)" + Condition("event_name", "like", "x") + "]}"),
          "filter_tree__children__0__operator", "exact");
  refuses(Tree(Condition("event_name", "exact", " ")), "filter_tree__value", "blank");
  refuses(Tree(Condition("property", "exact", "x")), "filter_tree__key", "string");
  std::string deep = Condition("event_name", "exact", "x");
  for (int i = 0; i < 5; ++i) deep = R"({"type":"not","child":)" + deep + "}";
  refuses(Tree(deep), "filter_tree__child__child__child__child__child", "5 levels");
}

TEST(EventFilter, HoldsWhatItsTestCasesSay) {
  const std::string tree = R"("filter_tree":)" + Condition("event_name", "exact", "noise");
  const auto with = [&](std::string_view name, std::string_view outcome) {
    return Parse(R"({"mode":"live",)" + tree + R"(,"test_cases":[{"event_name":")" +
                 std::string(name) + R"(","distinct_id":"u","expected_result":")" +
                 std::string(outcome) + R"("}]})");
  };
  EXPECT_TRUE(with("noise", "drop"));
  EXPECT_TRUE(with("signup", "ingest"));
  const auto wrong = with("signup", "drop");
  ASSERT_FALSE(wrong);
  EXPECT_EQ(wrong.error().field, "test_cases__0");
  EXPECT_NE(wrong.error().message.find("ingest this event"), std::string::npos);
}

TEST(EventFilter, IsThereForAProjectThatUsesIt) {
  Team team;
  ReadCommonSettings(team);
  EXPECT_EQ(team.event_filter, nullptr);
  team.settings["event_filter"] = *ParseJson(R"({"mode":"live","drop_bots":true})");
  ReadCommonSettings(team);
  ASSERT_NE(team.event_filter, nullptr);
  EXPECT_TRUE(team.event_filter->drops_bots());
  EXPECT_FALSE(team.event_filter->Matches(Sample{}));
}

}  // namespace
}  // namespace tenrec::accounts
