/// GroupsQuery and SessionsQuery, and trends by the properties of groups and sessions.

#include <string>

#include <gtest/gtest.h>

#include "tenrec/query/testing_world.h"

namespace tenrec::query {
namespace {

class RowsQueryTest : public testing::Test {
 protected:
  TestWorld& world_ = TestWorld::Get();

  std::shared_ptr<const accounts::Team> Team() {
    static const auto team = [this] {
      const auto made = world_.NewTeam();
      world_.InsertGroups(made->id, {{"acme", R"({"name":"Acme Inc","num_seats":5})", 1},
                                     {"beta", R"({"num_seats":7})", 2},
                                     {"zeta", R"({"name":"acme fans"})", 3}});
      world_.Insert(
          made->id,
          {{"e", "p1", "2020-01-20T10:00:00Z",
            R"({"$session_id":"016fc265-0d00-7000-8000-000000000001","plan":"pro",)"
            R"("$current_url":"https://x.io/a"})",
            "{}", "", "acme"},
           {"$pageview", "p1", "2020-01-20T10:01:30Z",
            R"({"$session_id":"016fc265-0d00-7000-8000-000000000001","$current_url":"https://x.io/b"})",
            "{}", "", "acme"},
           {"e", "p2", "2020-01-20T11:00:00Z",
            R"({"$session_id":"016fc29b-fb80-7000-8000-000000000002"})", "{}", "", "beta"},
           {"e", "p3", "2020-01-19T11:00:00Z", R"({})", "{}", "", ""}});
      const auto stranger = world_.NewTeam();
      world_.InsertGroups(stranger->id, {{"secret", R"({"name":"Secret"})", 1}});
      world_.Insert(stranger->id, {{"e", "p9", "2020-01-20T10:00:00Z",
                                    R"({"$session_id":"016fc265-0d00-7000-8000-000000000009"})"}});
      return made;
    }();
    return team;
  }
  std::string Results(const std::string& fields) {
    return PrintJson(Pick(world_.Ask(Team(), "{" + fields + "}"), "results"));
  }
  std::string Groups(const std::string& more = "") {
    return Results(R"("kind":"GroupsQuery","group_type_index":0)" + more);
  }
  void Refuses(const std::string& fields, std::string_view why) {
    const Answer answer = world_.Post(Team(), "{" + fields + "}");
    EXPECT_EQ(answer.status, 400) << answer.body;
    EXPECT_NE(answer.body.find(why), std::string::npos) << answer.body;
  }
};

TEST_F(RowsQueryTest, ListsGroups) {
  EXPECT_EQ(Groups(), R"([["acme fans","zeta"],["beta","beta"],["Acme Inc","acme"]])");
  EXPECT_EQ(Groups(R"(,"select":["properties.num_seats","key"],"orderBy":["group_name DESC"])"),
            R"([["beta","beta",7.0],["acme fans","zeta",null],["Acme Inc","acme",5.0]])");
  EXPECT_EQ(Groups(R"(,"limit":1,"offset":1)"), R"([["beta","beta"]])");
  const Json page =
      world_.Ask(Team(), R"({"kind":"GroupsQuery","group_type_index":0,"limit":1,"offset":1})");
  EXPECT_EQ(PrintJson(Pick(page, "hasMore")), "true");
  EXPECT_EQ(PrintJson(Pick(page, "columns")), R"(["group_name","key"])");
  EXPECT_EQ(StringMember(page, "kind"), "GroupsQuery");
  EXPECT_EQ(Results(R"("kind":"GroupsQuery","group_type_index":1)"), "[]");
  Refuses(R"("kind":"GroupsQuery")", "group_type_index is required");
}

TEST_F(RowsQueryTest, SearchesAndFiltersGroups) {
  // What was searched for comes first, then what begins with it.
  EXPECT_EQ(Groups(R"(,"search":"acme")"), R"([["Acme Inc","acme"],["acme fans","zeta"]])");
  EXPECT_EQ(Groups(R"(,"properties":[{"type":"group","group_type_index":0,"key":"num_seats",)"
                   R"("operator":"gt","value":5}])"),
            R"([["beta","beta"]])");
  EXPECT_EQ(Groups(R"(,"properties":[{"type":"hogql","key":"key like 'z%'"}])"),
            R"([["acme fans","zeta"]])");
  EXPECT_EQ(Groups(R"x(,"select":["count()"])x"), "[[3]]");
  Refuses(R"("kind":"GroupsQuery","group_type_index":0,"properties":[{"type":"event","key":"a"}])",
          "The 'event' property filter does not work in 'group' scope");
}

TEST_F(RowsQueryTest, ListsSessions) {
  EXPECT_EQ(
      Results(R"("kind":"SessionsQuery","select":["session_id","$session_duration"])"),
      R"([["016fc265-0d00-7000-8000-000000000001",90],["016fc29b-fb80-7000-8000-000000000002",0]])");
  EXPECT_EQ(
      Results(R"("kind":"SessionsQuery","select":["session_id","$start_timestamp"])"),
      R"([["016fc29b-fb80-7000-8000-000000000002","2020-01-20T11:00:00Z"],["016fc265-0d00-7000-8000-000000000001","2020-01-20T10:00:00Z"]])");
  const Json all = world_.Ask(Team(), R"({"kind":"SessionsQuery","select":["*"]})");
  const Json& first = Pick(all, "results", 1, 0);
  EXPECT_EQ(StringMember(first, "session_id"), "016fc265-0d00-7000-8000-000000000001");
  EXPECT_EQ(StringMember(first, "$end_current_url"), "https://x.io/b");
  EXPECT_EQ(PrintJson(Pick(first, "$pageview_count")), "1");
  EXPECT_EQ(Results(R"("kind":"SessionsQuery","select":["session_id"],"properties":[)"
                    R"({"type":"session","key":"$session_duration","operator":"gt","value":10}])"),
            R"([["016fc265-0d00-7000-8000-000000000001"]])");
  EXPECT_EQ(Results(R"("kind":"SessionsQuery","select":["session_id"],"after":"2020-01-20T10:30")"),
            R"([["016fc29b-fb80-7000-8000-000000000002"]])");
  EXPECT_EQ(
      Results(R"x("kind":"SessionsQuery","select":["count()"],"where":["distinct_id = 'p1'"])x"),
      "[[1]]");
}

TEST_F(RowsQueryTest, TrendsReadGroupsAndSessions) {
  const auto rows = [&](const std::string& math, const std::string& more) {
    const Json answer = world_.Ask(
        Team(), R"({"kind":"TrendsQuery","dateRange":{"date_from":"2020-01-19","date_to":)"
                R"("2020-01-20"},"series":[{"kind":"EventsNode","event":"e")" +
                    math + "}]" + more + "}");
    std::string out;
    for (const Json& row : Pick(answer, "results").as_array()) {
      out += std::string(*StringMember(row, "label")) + PrintJson(Pick(row, "data")) + " ";
    }
    return out;
  };
  EXPECT_EQ(rows("", R"(,"breakdownFilter":{"breakdown":"name","breakdown_type":"group",)"
                     R"("breakdown_group_type_index":0})"),
            "Acme Inc[0,1] None (i.e. no value)[1,1] ");
  // An event without a session took no time.
  EXPECT_EQ(rows("", R"(,"breakdownFilter":{"breakdown":"$session_duration",)"
                     R"("breakdown_type":"session"})"),
            "0[1,1] 90[0,1] ");
  // One number a session, however many of its events are counted.
  EXPECT_EQ(rows(R"(,"math":"avg","math_property":"$session_duration")", ""), "e[0.0,45.0] ");
  EXPECT_EQ(rows(R"(,"math":"max","math_property":"$session_duration")",
                 R"(,"breakdownFilter":{"breakdown":"plan"})"),
            "pro[0,90] ");
}

}  // namespace
}  // namespace tenrec::query
