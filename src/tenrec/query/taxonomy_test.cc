/// What pickers ask: events, properties and values of a project.

#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "tenrec/query/testing_world.h"

namespace tenrec::query {
namespace {

class TaxonomyTest : public testing::Test {
 protected:
  TestWorld& world_ = TestWorld::Get();

  std::shared_ptr<const accounts::Team> Team() {
    static const auto team = [this] {
      const auto made = world_.NewTeam();
      world_.Insert(
          made->id,
          {{"paid", "p1", "2020-01-19T10:00:00Z", R"({"plan":"pro","n":1,"$ip":"1.1"})"},
           {"paid", "p2", "2020-01-19T11:00:00Z", R"({"plan":"free","n":1,"l":[1]})"},
           {"paid", "p2", "2020-01-19T12:00:00Z", R"({"plan":"free","ok":true,"x":null})"},
           {"paid", "p2", "2019-11-19T12:00:00Z", R"({"plan":"old"})"},
           {"seen", "p1", "2020-01-19T10:00:00Z"},
           {"left", "p1", "2020-01-19T10:00:00Z"},
           {"$autocapture", "p1", "2020-01-19T10:00:00Z"}});
      world_.InsertPersons(made->id, {{"p1", R"({"tier":"a","age":30})", true},
                                      {"p2", R"({"tier":"b"})", false},
                                      {"p3", R"({"tier":"a"})", true}});
      const auto stranger = world_.NewTeam();
      world_.Insert(stranger->id, {{"secret", "p9", "2020-01-19T10:00:00Z", R"({"plan":"none"})"}});
      world_.InsertPersons(stranger->id, {{"p9", R"({"tier":"hidden"})", true}});
      return made;
    }();
    return team;
  }
  Json Ask(const std::string& fields) { return world_.Ask(Team(), "{" + fields + "}"); }
  std::string Results(const std::string& fields) { return PrintJson(Pick(Ask(fields), "results")); }
  void Refuses(const std::string& fields, std::string_view why) {
    const Answer answer = world_.Post(Team(), "{" + fields + "}");
    EXPECT_EQ(answer.status, 400) << answer.body;
    EXPECT_NE(answer.body.find(why), std::string::npos) << answer.body;
  }
};

TEST_F(TaxonomyTest, ListsTheEventsOfTheLastMonth) {
  EXPECT_EQ(Results(R"("kind":"TeamTaxonomyQuery")"),
            R"([{"event":"paid","count":3},{"event":"left","count":1},)"
            R"({"event":"seen","count":1}])");
  const Json page = Ask(R"("kind":"TeamTaxonomyQuery","limit":1,"offset":1)");
  EXPECT_EQ(PrintJson(Pick(page, "results")), R"([{"event":"left","count":1}])");
  EXPECT_EQ(PrintJson(Pick(page, "hasMore")), "true");
  Refuses(R"("kind":"TeamTaxonomyQuery","limit":0)", "query.limit");
}

TEST_F(TaxonomyTest, ShowsWhatAnEventBrings) {
  // The latest event first; no lists, no nulls, nothing that SDKs add for themselves.
  EXPECT_EQ(Results(R"("kind":"EventTaxonomyQuery","event":"paid")"),
            R"([{"sample_values":["free","pro"],"sample_count":2,"property":"plan"},)"
            R"({"sample_values":["1"],"sample_count":1,"property":"n"},)"
            R"({"sample_values":["true"],"sample_count":1,"property":"ok"}])");
  EXPECT_EQ(
      Results(R"("kind":"EventTaxonomyQuery","event":"paid","properties":["none","plan","n"],)"
              R"("maxPropertyValues":1)"),
      R"([{"sample_values":["free"],"sample_count":2,"property":"plan"},)"
      R"({"sample_values":["1"],"sample_count":1,"property":"n"}])");
  EXPECT_EQ(Results(R"("kind":"EventTaxonomyQuery","event":"secret")"), "[]");
  insights::NamedSets sets;
  sets.actions.push_back({7, "bought", *ParseJson(R"([{"event":"paid"},{"event":"seen"}])")});
  sets.stamp = "bought";
  world_.Name(Team()->id, sets);
  EXPECT_EQ(Results(R"("kind":"EventTaxonomyQuery","actionId":7,"properties":["plan"])"),
            R"([{"sample_values":["free","pro"],"sample_count":2,"property":"plan"}])");
  EXPECT_EQ(Results(R"("kind":"EventTaxonomyQuery","actionId":7)"),
            Results(R"("kind":"EventTaxonomyQuery","event":"paid")"));
  EXPECT_EQ(Results(R"("kind":"EventTaxonomyQuery","actionId":7,"event":"left")"), "[]");
  Refuses(R"("kind":"EventTaxonomyQuery","actionId":8)", "Action does not exist");
  Refuses(R"("kind":"EventTaxonomyQuery")", "Either event or action ID must be provided.");
}

TEST_F(TaxonomyTest, ShowsWhatPersonsHave) {
  EXPECT_EQ(Results(R"("kind":"ActorsPropertyTaxonomyQuery","properties":["tier","none","age"])"),
            R"([{"sample_values":["a","b"],"sample_count":2},)"
            R"({"sample_values":[],"sample_count":0},{"sample_values":["30"],"sample_count":1}])");
  Refuses(R"("kind":"ActorsPropertyTaxonomyQuery")", "query.properties: Field required");
}

TEST_F(TaxonomyTest, SuggestsNothingWithoutAModel) {
  EXPECT_EQ(PrintJson(Ask(R"("kind":"SuggestedQuestionsQuery")")), R"({"questions":[]})");
}

}  // namespace
}  // namespace tenrec::query
