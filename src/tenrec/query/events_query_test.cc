/// EventsQuery on the real engine.

#include <string>

#include <gtest/gtest.h>

#include "tenrec/query/testing_world.h"

namespace tenrec::query {
namespace {

class EventsQueryTest : public testing::Test {
 protected:
  TestWorld& world_ = TestWorld::Get();

  std::shared_ptr<const accounts::Team> Team() {
    static const auto team = [this] {
      const auto made = world_.NewTeam();
      world_.Insert(
          made->id,
          {{"$pageview", "p1", "2020-01-20T10:00:00Z",
            R"({"$browser":"Chrome","$session_id":"s1","list":[1,2]})", R"({"email":"ann@x.io"})"},
           {"$pageview", "p2", "2020-01-20T11:00:00Z", R"({"$browser":"Safari"})",
            R"({"name":"Bob"})"},
           {"click", "p1", "2020-01-20T11:30:00Z", "{}", R"({"email":"ann@x.io"})"},
           {"old", "p3", "2020-01-01T10:00:00Z", "{}", "{}"}});
      const auto stranger = world_.NewTeam();
      world_.Insert(stranger->id, {{"$pageview", "p1", "2020-01-20T10:00:00Z"}});
      return made;
    }();
    return team;
  }

  Json Ask(std::string_view fields) {
    return world_.Ask(Team(), R"({"kind":"EventsQuery",)" + std::string(fields) + "}");
  }
  std::string Results(std::string_view fields) { return PrintJson(Pick(Ask(fields), "results")); }
};

TEST_F(EventsQueryTest, AnswersInTheShapeOfTheSpecification) {
  const Json answer = Ask(R"("select":["event","timestamp"])");
  EXPECT_EQ(PrintJson(Pick(answer, "columns")), R"(["event","timestamp"])");
  EXPECT_EQ(PrintJson(Pick(answer, "types")), R"x(["String","DateTime64(6, 'UTC')"])x");
  EXPECT_EQ(PrintJson(Pick(answer, "results")),
            R"([["click","2020-01-20T11:30:00Z"],["$pageview","2020-01-20T11:00:00Z"],)"
            R"(["$pageview","2020-01-20T10:00:00Z"]])");
  EXPECT_EQ(PrintJson(Pick(answer, "hasMore")), "false");
  EXPECT_EQ(PrintJson(Pick(answer, "limit")), "100");
  EXPECT_EQ(PrintJson(Pick(answer, "offset")), "0");
  EXPECT_TRUE(Pick(answer, "hogql").is_string());
}

TEST_F(EventsQueryTest, ExpandsTheStarIntoAnEvent) {
  const Json answer = Ask(R"("select":[],"event":"$pageview","limit":1,"orderBy":["timestamp"])");
  EXPECT_EQ(PrintJson(Pick(answer, "columns")), R"(["*"])");
  EXPECT_EQ(PrintJson(Pick(answer, "hasMore")), "true");
  const Json& event = Pick(answer, "results", 0, 0);
  std::string keys;
  for (const auto& member : event.as_object()) keys += std::string(member.key()) + " ";
  EXPECT_EQ(keys,
            "uuid event properties timestamp team_id distinct_id elements_chain created_at "
            "person_mode ");
  EXPECT_EQ(PrintJson(Pick(event, "properties")),
            R"({"$browser":"Chrome","$session_id":"s1","list":[1,2],"$has_recording":false})");
  EXPECT_EQ(StringMember(event, "event"), "$pageview");
  EXPECT_EQ(StringMember(event, "uuid")->size(), 36U);
  EXPECT_EQ(PrintJson(Pick(event, "team_id")), std::to_string(Team()->id));
}

TEST_F(EventsQueryTest, ShowsPersonsAndTheirNames) {
  const Json answer = Ask(R"("select":["person","person_display_name","distinct_id"],)"
                          R"("orderBy":["timestamp asc"],"limit":2)");
  const std::string ann = PersonId("p1").ToString();
  EXPECT_EQ(PrintJson(Pick(answer, "results", 0, 0)),
            R"({"uuid":")" + ann +
                R"(","created_at":"2019-12-31T00:00:00Z","properties":{"email":"ann@x.io"},)"
                R"("distinct_id":"p1"})");
  EXPECT_EQ(PrintJson(Pick(answer, "results", 0, 1)),
            R"({"display_name":"ann@x.io","id":")" + ann + R"(","distinct_id":"p1"})");
  EXPECT_EQ(StringMember(Pick(answer, "results", 1, 1), "display_name"), "Bob");
  EXPECT_EQ(Results(R"("select":["distinct_id"],"orderBy":["person_display_name DESC"])"),
            R"([["p1"],["p1"],["p2"]])");
}

TEST_F(EventsQueryTest, NamesColumnsAsTheyWereWritten) {
  const Json answer =
      Ask(R"x("select":["properties.$browser -- Browser","event as e","upper(event)"],"limit":1)x");
  EXPECT_EQ(PrintJson(Pick(answer, "columns")),
            R"x(["properties.$browser -- Browser","e","upper(event)"])x");
}

TEST_F(EventsQueryTest, FiltersAndBounds) {
  constexpr std::string_view kSelect = R"("select":["event","distinct_id"],)";
  const auto results = [&](std::string_view more) {
    return Results(std::string(kSelect) + R"("orderBy":["timestamp"],)" + std::string(more));
  };
  EXPECT_EQ(results(R"("event":"click")"), R"([["click","p1"]])");
  EXPECT_EQ(results(R"("events":["click","nope"])"), R"([["click","p1"]])");
  EXPECT_EQ(results(R"("where":["event = '$pageview'","distinct_id != 'p1'"])"),
            R"([["$pageview","p2"]])");
  EXPECT_EQ(results(R"("properties":[{"type":"event","key":"$browser","value":"Chrome"}])"),
            R"([["$pageview","p1"]])");
  EXPECT_EQ(results(R"("fixedProperties":[{"type":"OR","values":[)"
                    R"({"type":"event","key":"$browser","value":"Safari"}]}])"),
            R"([["$pageview","p2"]])");
  EXPECT_EQ(results(R"("personId":")" + PersonId("p2").ToString() + "\""),
            R"([["$pageview","p2"]])");
  EXPECT_EQ(results(R"("personId":"nobody")"), "[]");
  EXPECT_EQ(results(R"("after":"all")"),
            R"([["old","p3"],["$pageview","p1"],["$pageview","p2"],["click","p1"]])");
  EXPECT_EQ(results(R"("after":"2020-01-20T10:00:00Z","before":"2020-01-20T11:30:00Z")"),
            R"([["$pageview","p2"]])")
      << "both bounds are strict";
  EXPECT_EQ(results(R"("after":"-45M")"), R"([["click","p1"]])");
}

TEST_F(EventsQueryTest, GroupsWhenAColumnAggregates) {
  EXPECT_EQ(Results(R"x("select":["event","count()"])x"), R"([["$pageview",2],["click",1]])");
  EXPECT_EQ(Results(R"x("select":["event","count()"],"where":["count() > 1"])x"),
            R"([["$pageview",2]])");
  EXPECT_EQ(Results(R"x("select":["max(timestamp)"])x"), R"([["2020-01-20T11:30:00Z"]])");
  EXPECT_EQ(Results(R"("select":["event","uniq(distinct_id) as people"],"orderBy":["event"])"),
            R"([["$pageview",2],["click",1]])");
}

TEST_F(EventsQueryTest, Pages) {
  EXPECT_EQ(Results(R"("select":["event"],"limit":1,"offset":1)"), R"([["$pageview"]])");
  const Json last = Ask(R"("select":["event"],"limit":2,"offset":2)");
  EXPECT_EQ(PrintJson(Pick(last, "hasMore")), "false");
  EXPECT_EQ(PrintJson(Pick(last, "offset")), "2");
}

TEST_F(EventsQueryTest, ShowsInstantsInTheProjectsZone) {
  const auto team = world_.NewTeam("America/New_York");
  world_.Insert(team->id, {{"e", "p", "2020-01-20T10:00:00.5Z"}});
  const Json answer =
      world_.Ask(team, R"x({"kind":"EventsQuery","select":["timestamp","toHour(timestamp)"]})x");
  EXPECT_EQ(PrintJson(Pick(answer, "results")), R"([["2020-01-20T05:00:00.500000-05:00",5]])");
}

TEST_F(EventsQueryTest, RefusesWhatItDoesNotUnderstand) {
  const auto refuses = [&](std::string_view fields, std::string_view why) {
    const Answer answer =
        world_.Post(Team(), R"({"kind":"EventsQuery",)" + std::string(fields) + "}");
    EXPECT_EQ(answer.status, 400) << fields;
    EXPECT_NE(answer.body.find(why), std::string::npos) << answer.body;
  };
  refuses(R"("limit":1)", "query.select: Field required");
  refuses(R"("select":["event"],"colour":1)", "query.colour: Extra inputs are not permitted");
  refuses(R"("select":["event"],"actionId":1)", "Action does not exist");
  refuses(R"("select":["nonsense"])", "Unable to resolve field: nonsense");
  refuses(R"("select":["event"],"where":["("])", "");
  refuses(R"("select":[1])", "query.select");
}

TEST_F(EventsQueryTest, TellsSessionsOneAfterTheOther) {
  const auto team = world_.NewTeam();
  const auto at = [](std::string person, std::string time, const std::string& session) {
    return TestEvent{
        .event = "seen",
        .person = std::move(person),
        .timestamp = "2020-01-20T" + std::move(time) + "Z",
        .properties = session.empty() ? "{}" : R"({"$session_id":")" + session + "\"}"};
  };
  TestEvent click = at("p1", "11:30:00", "");
  click.event = "$autocapture";
  click.elements_chain = "a:text=\"Buy\"";
  // Half an hour to the second is no pause.
  world_.Insert(team->id,
                {at("p1", "08:00:00", "s1"), at("p2", "08:30:00", ""), at("p1", "08:40:00", "s1"),
                 at("p2", "09:00:00", ""), at("p2", "09:30:01", ""), at("p1", "09:10:00", ""),
                 click, at("p3", "11:59:00", "s2"), at("p3", "11:58:00", "s2")});
  const auto sessions = [&](const std::string& more) {
    std::string out;
    const Json answer = world_.Ask(team, R"({"kind":"SessionsTimelineQuery")" + more + "}");
    EXPECT_EQ(PrintJson(Pick(answer, "hasMore")), "false");
    for (const Json& entry : Pick(answer, "results").as_array()) {
      const Json& id = Pick(entry, "sessionId");
      out += id.is_null() ? "-" : std::string(id.as_string());
      for (const Json& event : Pick(entry, "events").as_array()) {
        out += ' ' + std::string(Pick(event, "timestamp").as_string()).substr(11, 5);
      }
      out += '\n';
    }
    return out;
  };
  EXPECT_EQ(sessions(""),
            "s2 11:59 11:58\n- 11:30\n- 09:30\n- 09:10\n- 09:00 08:30\ns1 08:40 08:00\n");
  EXPECT_EQ(sessions(R"(,"after":"2020-01-20T09:00:00","before":"2020-01-20T11:30:00")"),
            "- 09:30\n- 09:10\n");
  EXPECT_EQ(sessions(R"(,"before":"-4h")"), "");
  const Json answer = world_.Ask(team, R"({"kind":"SessionsTimelineQuery"})");
  const Json& event = Pick(answer, "results", 1, "events", 0);
  EXPECT_EQ(PrintJson(Pick(event, "distinct_id")), R"("p1")");
  EXPECT_EQ(PrintJson(Pick(event, "elements", 0, "text")), R"("Buy")");
  EXPECT_EQ(PrintJson(Pick(answer, "results", 0, "recording_duration_s")), "null");
  const Answer refused = world_.Post(team, R"({"kind":"SessionsTimelineQuery","limit":3})");
  EXPECT_EQ(refused.status, 400);
  EXPECT_NE(refused.body.find("query.limit"), std::string::npos);
}

}  // namespace
}  // namespace tenrec::query
