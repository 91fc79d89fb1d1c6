#include "tenrec/query/completion.h"

#include <algorithm>

#include <gtest/gtest.h>

namespace tenrec::query {
namespace {

Result<std::vector<PropertyName>> SomeProperties(hogql::PropertyScope scope, int group,
                                                 std::string_view search) {
  std::vector<PropertyName> all;
  if (scope == hogql::PropertyScope::kEvent) all = {{"$browser", "String"}, {"a b", "Numeric"}};
  if (scope == hogql::PropertyScope::kPerson) all = {{"email", "String"}};
  if (scope == hogql::PropertyScope::kGroup) all = {{"size " + std::to_string(group), ""}};
  std::erase_if(
      all, [&](const PropertyName& one) { return one.name.find(search) == std::string::npos; });
  return all;
}

const PropertyNames kProperties = SomeProperties;
const std::vector<std::string> kGroupTypes = {"company", "my team"};

/// What is suggested where the text has a '|', or for the word between two of them.
std::vector<Completion> At(std::string text, const hogql::SelectNode* scope = nullptr) {
  const std::size_t start = text.find('|');
  text.erase(start, 1);
  std::size_t end = text.find('|');
  if (end == std::string::npos) {
    end = start;
  } else {
    text.erase(end, 1);
  }
  const auto got = Complete(text, {start, end}, scope, {kProperties, kGroupTypes});
  EXPECT_TRUE(got) << text;
  return got ? got->list : std::vector<Completion>();
}

bool Has(const std::vector<Completion>& list, std::string_view kind, std::string_view label) {
  return std::ranges::any_of(
      list, [&](const Completion& one) { return one.kind == kind && one.label == label; });
}

std::string Labels(const std::vector<Completion>& list) {
  std::string out;
  for (const Completion& one : list) out += (out.empty() ? "" : " ") + one.label;
  return out;
}

TEST(Complete, OffersTablesBehindFromAndJoin) {
  for (const char* text :
       {"select 1 from |", "select 1 from |ev|", "select event from events join |",
        "select 1 from events, |", "select 1 from | where 1"}) {
    const auto got = At(text);
    EXPECT_TRUE(Has(got, "Folder", "events")) << text;
    EXPECT_TRUE(Has(got, "Folder", "persons")) << text;
    EXPECT_FALSE(Has(got, "Function", "count")) << text;
  }
  EXPECT_TRUE(Has(At("with mine as (select 1 as x) select 1 from |"), "Folder", "mine"));
}

TEST(Complete, OffersWhatTheTablesInScopeHave) {
  for (const char* text :
       {"select | from events", "select event, | from events", "select 1 from events where |",
        "select count(| from events", "select 1 from events group by |",
        "select 1 from events where event = 'a' and |",
        "select (select | from events) from persons"}) {
    const auto got = At(text);
    EXPECT_TRUE(Has(got, "Variable", "timestamp")) << text;
    EXPECT_TRUE(Has(got, "Folder", "events")) << text;
    EXPECT_TRUE(Has(got, "Function", "count")) << text;
    EXPECT_FALSE(Has(got, "Variable", "is_identified")) << text;
    EXPECT_FALSE(Has(got, "Variable", "team_id")) << text;
  }
  const auto persons = At("select | from persons as p");
  EXPECT_TRUE(Has(persons, "Variable", "is_identified"));
  EXPECT_TRUE(Has(persons, "Folder", "p"));
  const auto functions = At("select |coun| from events");
  const auto count = std::ranges::find(functions, "count", &Completion::label);
  ASSERT_NE(count, functions.end());
  EXPECT_EQ(count->insert_text, "count()");
  EXPECT_TRUE(Has(functions, "Keyword", "WHERE"));
}

TEST(Complete, FollowsPaths) {
  EXPECT_EQ(Labels(At("select properties.| from events")), "$browser a b");
  EXPECT_EQ(Labels(At("select properties.|$b| from events")), "$browser");
  EXPECT_EQ(At("select properties.|a| from events").front().insert_text, "`a b`");
  EXPECT_EQ(Labels(At("select e.properties.| from events e")), "$browser a b");
  EXPECT_EQ(Labels(At("select e.person.properties.| from events as e where 1")), "email");
  EXPECT_EQ(Labels(At("select person.properties.|")), "email");
  EXPECT_EQ(Labels(At("select group_2.properties.| from events")), "size 2");
  EXPECT_EQ(Labels(At("select nothing.| from events")), "");
  EXPECT_EQ(Labels(At("select company.properties.| from events")), "size 0");
  EXPECT_EQ(Labels(At("select e.`my team`.properties.|s| from events as e")), "size 1");
  EXPECT_TRUE(Has(At("select person.| from events"), "Variable", "created_at"));
  EXPECT_TRUE(Has(At("select p.| from persons p"), "Variable", "is_identified"));
  EXPECT_TRUE(Has(At("select session.| from events"), "Variable", "$session_duration"));
}

TEST(Complete, OffersTheNamesOfGroupTypes) {
  const auto got = At("select | from events");
  EXPECT_TRUE(Has(got, "Variable", "company"));
  const auto quoted = std::ranges::find(got, "my team", &Completion::label);
  ASSERT_NE(quoted, got.end());
  EXPECT_EQ(quoted->insert_text, "`my team`");
  EXPECT_EQ(quoted->detail, "Table");
  EXPECT_FALSE(Has(At("select | from persons"), "Variable", "company"));
  EXPECT_TRUE(Has(At("select company.| from events"), "Variable", "key"));
  // Groups of every type stand in one table.
  EXPECT_EQ(Labels(At("select properties.| from groups")), "size -1");
}

TEST(Complete, ReadsTheColumnsOfQueries) {
  EXPECT_TRUE(Has(At("select | from (select count() as n, event from events)"), "Variable", "n"));
  EXPECT_TRUE(
      Has(At("select | from (select count() as n, event from events)"), "Variable", "event"));
  EXPECT_EQ(Labels(At("select s.| from (select 1 as a, 2 as b) as s")), "a b");
  EXPECT_EQ(Labels(At("with s as (select 1 as a union all select 2) select s.| from s")), "a");
  EXPECT_TRUE(Has(At("select x.| from (select * from events) as x"), "Variable", "timestamp"));
}

TEST(Complete, OffersAnExpressionWhatItsTableHas) {
  hogql::SelectNode events;
  events.from = {hogql::Table("events")};
  EXPECT_EQ(Labels(At("properties.| = 'a'", &events)), "$browser a b");
  EXPECT_TRUE(Has(At("|", &events), "Variable", "event"));
}

TEST(Complete, SaysWhenThereIsMore) {
  const PropertyNames many = [](hogql::PropertyScope, int, std::string_view) {
    return Result<std::vector<PropertyName>>(std::vector<PropertyName>(300, {"same", ""}));
  };
  std::vector<PropertyName> names;
  for (int i = 0; i < 300; ++i) names.push_back({"p" + std::to_string(i), ""});
  const PropertyNames listed = [&](hogql::PropertyScope, int, std::string_view) {
    return Result<std::vector<PropertyName>>(names);
  };
  constexpr std::string_view kText = "select properties. from events";
  const auto got = Complete(kText, {18, 18}, nullptr, {listed, {}});
  ASSERT_TRUE(got);
  EXPECT_TRUE(got->incomplete);
  EXPECT_EQ(got->list.size(), 220U);
  const auto same = Complete(kText, {18, 18}, nullptr, {many, {}});
  ASSERT_TRUE(same);
  EXPECT_EQ(same->list.size(), 1U);
}

TEST(Complete, TakesAnyTextAndPlace) {
  for (const char* text : {"", "'", "((((", "select", "select 'é", "from from from", ".", "`.`."}) {
    for (std::size_t at = 0; at < 12; ++at) {
      EXPECT_TRUE(Complete(text, {at, at + 1}, nullptr, {kProperties, kGroupTypes})) << text;
      EXPECT_TRUE(Complete(text, {at + 5, at}, nullptr, {{}, {}})) << text;
    }
  }
}

}  // namespace
}  // namespace tenrec::query
