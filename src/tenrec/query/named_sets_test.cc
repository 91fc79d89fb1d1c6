/// Actions and cohorts as questions name them, on the real engine: queries.md 3.4, 3.6; hogql.md 8.

#include <set>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tenrec/engine/native_writer.h"
#include "tenrec/query/testing_world.h"
#include "tenrec/schema/schema.h"
#include "tenrec/store/table_block.h"

namespace tenrec::query {
namespace {

using testing::HasSubstr;

/// Clicks, innermost element first, as ingestion writes them.
const std::vector<TestEvent> kEvents = {
    {.event = "$autocapture",
     .person = "buy",
     .properties = R"({"$current_url":"https://shop.test/cart?step=2","plan":"pro"})",
     .elements_chain = R"(button.btn.btn-primary:attr__class="btn btn-primary")"
                       R"(attr__data-attr="buy"attr_id="buy-now"nth-child="2"nth-of-type="1")"
                       R"(text="Buy \"now\"";div.card:nth-child="1"nth-of-type="1";)"
                       R"(section:attr_id="main"nth-child="3"nth-of-type="1")"},
    {.event = "$autocapture",
     .person = "link",
     .properties = R"({"$current_url":"https://shop.test/"})",
     .elements_chain = R"(a.nav.btn-primary-wide:attr__href="/pricing"href="/pricing")"
                       R"(nth-child="1"nth-of-type="1"text="Pricing")"
                       R"(;nav:nth-child="1"nth-of-type="1";)"
                       R"(section:attr_id="main"nth-child="3"nth-of-type="1")"},
    {.event = "$autocapture",
     .person = "article",
     .properties = R"({"$current_url":"http://shop.test/cart"})",
     .elements_chain =
         R"(article.btnx:attr__title="a; b"nth-child="2"nth-of-type="1"text="buy now")"
         R"(;body:nth-child="1"nth-of-type="1")"},
    {.event = "$pageview", .person = "view", .properties = R"({"$current_url":"/cart%a"})"},
    {.event = "$pageview", .person = "none", .properties = "{}"},
};

class NamedSetsTest : public testing::Test {
 protected:
  NamedSetsTest() {
    world.Insert(team->id, kEvents);
    std::vector<TestPerson> persons;
    for (const TestEvent& event : kEvents) persons.push_back({.name = event.person});
    world.InsertPersons(team->id, persons);
  }

  /// The persons whose events fit the steps.
  std::set<std::string> Fit(std::string_view steps) {
    insights::NamedSets sets;
    auto parsed = ParseJson(steps);
    EXPECT_TRUE(parsed) << steps;
    sets.actions.push_back({7, "It", *parsed});
    sets.stamp = std::string(steps);
    world.Name(team->id, std::move(sets));
    const Json answer = world.Ask(
        team,
        R"q({"kind":"HogQLQuery","query":"select distinct_id from events where matchesAction('It')"})q");
    std::set<std::string> found;
    for (const Json& row : Pick(answer, "results").as_array()) {
      found.insert(std::string(View(row.at(0).as_string())));
    }
    if (parsed->as_array().empty()) return found;
    // The other ways to name an action find the same.
    const Json events = world.Ask(
        team, R"({"kind":"EventsQuery","select":["distinct_id"],"after":"all","actionId":7})");
    std::set<std::string> listed;
    for (const Json& row : Pick(events, "results").as_array()) {
      listed.insert(std::string(View(row.at(0).as_string())));
    }
    EXPECT_EQ(listed, found) << steps;
    const Json trends = world.Ask(
        team, R"({"kind":"TrendsQuery","series":[{"kind":"ActionsNode","id":7,"math":"dau"}],)"
              R"("dateRange":{"date_from":"2020-01-01"},"trendsFilter":{"display":"BoldNumber"}})");
    EXPECT_EQ(PrintJson(Pick(trends, "results", 0, "aggregated_value")),
              std::to_string(found.size()))
        << steps;
    return found;
  }

  TestWorld& world = TestWorld::Get();
  std::shared_ptr<const accounts::Team> team = world.NewTeam();
};

TEST_F(NamedSetsTest, AStepAsksForAllThatItSays) {
  using Set = std::set<std::string>;
  const Set everybody = {"buy", "link", "article", "view", "none"};
  EXPECT_EQ(Fit("[]"), everybody);
  EXPECT_EQ(Fit("[{}]"), everybody);
  EXPECT_EQ(Fit(R"([{"event":"$pageview"}])"), (Set{"view", "none"}));
  EXPECT_EQ(Fit(R"([{"event":"$pageview"},{"event":"$autocapture","tag_name":"a"}])"),
            (Set{"view", "none", "link"}));
  // Texts.
  EXPECT_EQ(Fit(R"([{"event":"$autocapture","text":"Pricing"}])"), (Set{"link"}));
  EXPECT_EQ(Fit(R"([{"event":"$autocapture","text":"pricing"}])"), Set{});
  EXPECT_EQ(Fit(R"([{"event":"$autocapture","text":"BUY NOW","text_matching":"contains"}])"),
            (Set{"article"}));
  EXPECT_EQ(Fit(R"q([{"event":"$autocapture","text":"^(Pri|buy)","text_matching":"regex"}])q"),
            (Set{"link", "article"}));
  // Links.
  EXPECT_EQ(Fit(R"([{"event":"$autocapture","href":"/pricing"}])"), (Set{"link"}));
  EXPECT_EQ(Fit(R"([{"event":"$autocapture","href":"/pric"}])"), Set{});
  EXPECT_EQ(Fit(R"([{"event":"$autocapture","href":"PRIC","href_matching":"contains"}])"),
            (Set{"link"}));
  EXPECT_EQ(Fit(R"([{"event":"$autocapture","href":"^/p.*g$","href_matching":"regex"}])"),
            (Set{"link"}));
  // Addresses: a part of them unless said otherwise, with LIKE's wild cards.
  EXPECT_EQ(Fit(R"([{"url":"/cart"}])"), (Set{"buy", "article", "view"}));
  EXPECT_EQ(Fit(R"([{"url":"https://%cart"}])"), (Set{"buy"}));
  EXPECT_EQ(Fit(R"([{"url":"http://shop.test/cart","url_matching":"exact"}])"), (Set{"article"}));
  EXPECT_EQ(Fit(R"([{"url":"^https?://shop.test/cart$","url_matching":"regex"}])"),
            (Set{"article"}));
  // Only clicks are asked about elements.
  EXPECT_EQ(Fit(R"([{"event":"$pageview","selector":"button","text":"x"}])"),
            (Set{"view", "none"}));
  EXPECT_EQ(Fit(R"([{"properties":[{"key":"plan","type":"event","value":"pro"}]}])"), (Set{"buy"}));
  EXPECT_EQ(Fit(R"([{"event":"$autocapture","tag_name":"button","url":"/cart",)"
                R"("properties":[{"key":"plan","type":"event","value":"free"}]}])"),
            Set{});
}

TEST_F(NamedSetsTest, ASelectorFindsElementsAndWhatIsAround) {
  using Set = std::set<std::string>;
  const auto fits = [&](std::string_view selector, const Set& expected) {
    const JsonArray steps = {
        JsonObject{{"event", "$autocapture"}, {"selector", std::string(selector)}}};
    EXPECT_EQ(Fit(PrintJson(steps)), expected) << selector;
  };
  fits("button", {"buy"});
  fits("a", {"link"});  // not article, which begins so
  fits("*", {"buy", "link", "article"});
  fits(".btn", {"buy"});          // not .btnx
  fits(".btn-primary", {"buy"});  // not .btn-primary-wide
  fits("button.btn-primary.btn", {"buy"});
  fits("button.card", {});  // the class of the element around
  fits("#buy-now", {"buy"});
  fits("#buy", {});
  fits("#main", {"buy", "link"});
  fits("#main a", {"link"});
  fits("#main > a", {});  // nav is between
  fits("#main > nav > a", {"link"});
  fits("section > div.card > button", {"buy"});
  fits("section button", {"buy"});
  fits("button section", {});
  fits("div > section", {});
  fits("[data-attr=\"buy\"]", {"buy"});
  fits("[data-attr='buy']", {"buy"});
  fits("[attr=\"buy\"]", {});
  fits("button[data-attr=\"buy\"]:nth-child(2)", {"buy"});
  fits("button:nth-child(1)", {});
  fits(":nth-of-type(1)", {"buy", "link", "article"});
  fits("[text=\"Buy \\\"now\\\"\"]", {"buy"});
  fits("a[href=\"/pricing\"]", {"link"});
  fits("[title=\"a; b\"]", {"article"});
  fits("body > article", {"article"});
  // What a chain does not say fits nothing.
  fits("button:hover", {});
  fits("[href^=\"/\"]", {});
  fits("nav + a", {});
  fits("button[", {});
}

TEST_F(NamedSetsTest, AnActionThatIsNotThereLeavesNoSeries) {
  world.Name(team->id, {});
  const Json trends = world.Ask(
      team,
      R"({"kind":"TrendsQuery","series":[{"kind":"ActionsNode","id":9},)"
      R"({"kind":"EventsNode","event":"$pageview"}],"dateRange":{"date_from":"2020-01-01"}})");
  EXPECT_EQ(Pick(trends, "results").as_array().size(), 1U);
  EXPECT_EQ(Pick(trends, "results", 0, "label").as_string(), "$pageview");
  const auto refuses = [&](std::string_view query, const char* why) {
    const Answer answer = world.Post(team, query);
    EXPECT_EQ(answer.status, 400) << query;
    EXPECT_THAT(answer.body, HasSubstr(why));
  };
  refuses(R"q({"kind":"HogQLQuery","query":"select 1 from events where matchesAction(9)"})q",
          "Could not find action with ID 9");
  refuses(R"q({"kind":"HogQLQuery","query":"select 1 from persons where matchesAction(9)"})q",
          "needs the table 'events' in FROM");
  refuses(R"q({"kind":"HogQLQuery","query":"select 1 from events where matchesAction(event)"})q",
          "only works with constant arguments");
  refuses(R"({"kind":"HogQLQuery","query":"select 1 from events where person_id in cohort 3"})",
          "Could not find cohort with id 3");
  refuses(R"({"kind":"HogQLQuery","query":"select 1 from events where person_id in cohort 'x'"})",
          "Could not find a cohort with the name 'x'");
  insights::NamedSets twice{.cohorts = {{1, "x"}, {2, "x"}}, .stamp = "twice"};
  world.Name(team->id, std::move(twice));
  refuses(R"({"kind":"HogQLQuery","query":"select 1 from events where person_id in cohort 'x'"})",
          "Found multiple cohorts with name 'x'");
}

TEST_F(NamedSetsTest, AnActionKnowsItsEventsBesideOtherTables) {
  insights::NamedSets sets;
  sets.actions.push_back({7, "It", *ParseJson(R"([{"event":"$autocapture","text":"Pricing"}])")});
  sets.stamp = "join";
  world.Name(team->id, std::move(sets));
  const Json answer =
      world.Ask(team, R"({"kind":"HogQLQuery","query":"select e.distinct_id from events e )"
                      R"(join (select distinct_id as elements_chain, event from events) o )"
                      R"q(on o.elements_chain = e.distinct_id where matchesAction(7)"})q");
  EXPECT_EQ(PrintJson(Pick(answer, "results")), R"([["link"]])");
}

/// Members as a calculation writes them.
class MembersTest : public NamedSetsTest {
 protected:
  void Members(std::int64_t cohort, std::int64_t version, const std::vector<std::string>& persons) {
    store::TableBlock block(schema::CohortMembersTable(), persons.size());
    for (const std::string& person : persons) {
      engine::AppendFixed<std::int64_t>(block.values("team_id"), team->id);
      engine::AppendFixed<std::int64_t>(block.values("cohort_id"), cohort);
      engine::AppendFixed<std::int64_t>(block.values("version"), version);
      engine::AppendUuid(block.values("person_id"), PersonId(person));
      engine::AppendText(block.values("distinct_id"), person);
    }
    ASSERT_TRUE(block.Insert(engine::TestEngine(), ""));
  }
  std::string Counted(const std::string& properties) {
    const Json answer = world.Ask(
        team, R"({"kind":"TrendsQuery","series":[{"kind":"EventsNode","event":null}],)"
              R"("dateRange":{"date_from":"2020-01-01"},"trendsFilter":{"display":"BoldNumber"},)"
              R"("properties":)" +
                  properties + "}");
    return PrintJson(Pick(answer, "results", 0, "aggregated_value"));
  }
};

TEST_F(MembersTest, AFilterByCohortTakesTheCurrentMembersOnly) {
  Members(1, 1, {"view"});
  Members(1, 2, {"buy", "link"});
  insights::NamedSets sets{.cohorts = {{1, "Clickers", false, 2}, {2, "Empty", true, {}}},
                           .stamp = "members"};
  world.Name(team->id, std::move(sets));
  EXPECT_EQ(Counted(R"([{"type":"cohort","key":"id","value":1}])"), "2");
  EXPECT_EQ(Counted(R"([{"type":"cohort","key":"id","value":"1","operator":"not_in"}])"), "3");
  EXPECT_EQ(Counted(R"([{"type":"cohort","key":"id","value":1,"negation":true}])"), "3");
  EXPECT_EQ(Counted(R"([{"type":"static-cohort","key":"id","value":2}])"), "0");
  const auto rows = [&](std::string_view hogql) {
    const JsonObject query{{"kind", "HogQLQuery"}, {"query", std::string(hogql)}};
    return PrintJson(Pick(world.Ask(team, PrintJson(query)), "results"));
  };
  EXPECT_EQ(rows("select count() from events where person_id in cohort 'Clickers'"), "[[2]]");
  EXPECT_EQ(rows("select count() from events where person_id not in cohort 1"), "[[3]]");
  EXPECT_EQ(rows("select count() from persons where id in cohort(1)"), "[[2]]");
  EXPECT_EQ(rows("with raw_cohort_people as (select 1 as x) select count() from events where "
                 "person_id in cohort 1"),
            "[[2]]");
  EXPECT_EQ(rows("select cohort_id, count() from cohort_people group by cohort_id"), "[[1,2]]");
  EXPECT_EQ(rows("select count() from static_cohort_people"), "[[0]]");
  EXPECT_EQ(rows("select version, count() from raw_cohort_people group by version order by 1"),
            "[[1,1],[2,2]]");
  const Json actors = world.Ask(team, R"({"kind":"ActorsQuery","select":["id"],)"
                                      R"("properties":[{"type":"cohort","key":"id","value":1}]})");
  EXPECT_EQ(Pick(actors, "results").as_array().size(), 2U);
}

TEST_F(MembersTest, SomebodyWhoWasMergedIsWhomTheyBecame) {
  Members(1, 1, {"buy", "link"});
  // Both are the person "view" by now.
  std::vector<store::DistinctIdRow> moved;
  const std::string buy = "buy";
  const std::string link = "link";
  for (const std::string* id : {&buy, &link}) {
    // The persons of this world are not made from their ids, so each id must be looked at.
    moved.push_back({.team_id = team->id,
                     .distinct_id = *id,
                     .person_id = PersonId("view"),
                     .version = schema::kMixedVersion});
  }
  ASSERT_TRUE(world.store().persons().InsertOverrides(moved, "merge-" + std::to_string(team->id)));
  insights::NamedSets sets{.cohorts = {{1, "Clickers", false, 1}}, .stamp = "merged"};
  world.Name(team->id, std::move(sets));
  EXPECT_EQ(Counted(R"([{"type":"cohort","key":"id","value":1}])"), "3");
  const Json people =
      world.Ask(team, R"({"kind":"HogQLQuery","query":"select person_id from cohort_people"})");
  EXPECT_EQ(PrintJson(Pick(people, "results")), "[[\"" + PersonId("view").ToString() + "\"]]");
}

TEST_F(MembersTest, ABreakdownByCohortsHasARowForEach) {
  Members(1, 1, {"buy", "link"});
  Members(2, 1, {"buy"});
  insights::NamedSets sets{
      .cohorts = {{1, "Clickers", false, 1}, {2, "Buyers", true, 1}, {3, "Nobody", true, {}}},
      .stamp = "breakdown"};
  world.Name(team->id, std::move(sets));
  for (const std::string_view math : {"total", "dau"}) {
    const std::string query =
        R"({"kind":"TrendsQuery","series":[{"kind":"EventsNode","event":null,"math":")" +
        std::string(math) +
        R"("}],"dateRange":{"date_from":"2020-01-01"},"breakdownFilter":)"
        R"({"breakdown_type":"cohort","breakdown":["all",2,1,3]}})";
    const Json answer = world.Ask(team, query);
    const auto& rows = Pick(answer, "results").as_array();
    ASSERT_EQ(rows.size(), 4U) << math;
    const std::vector<std::pair<std::string, std::string>> expected = {
        {R"("all")", "all users"}, {"2", "Buyers"}, {"1", "Clickers"}, {"3", "Nobody"}};
    const std::vector<double> counts = {5, 1, 2, 0};
    for (std::size_t i = 0; i < rows.size(); ++i) {
      EXPECT_EQ(PrintJson(rows[i].at("breakdown_value")), expected[i].first);
      EXPECT_EQ(rows[i].at("label").as_string(), expected[i].second);
      EXPECT_EQ(rows[i].at("count").to_number<double>(), counts[i]);
    }
    const Json actors = world.Ask(
        team, R"({"kind":"ActorsQuery","select":["id"],"source":{"kind":"InsightActorsQuery",)"
              R"("day":"2020-01-09","breakdown":1,"source":)" +
                  query + "}}");
    EXPECT_EQ(Pick(actors, "results").as_array().size(), 2U);
  }
}

}  // namespace
}  // namespace tenrec::query
