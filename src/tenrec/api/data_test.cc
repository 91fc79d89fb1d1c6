#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tenrec/api/live_events.h"
#include "tenrec/api/test_instance.h"

namespace tenrec::api {
namespace {

using http::Method;
using testing::HasSubstr;

class DataTest : public testing::Test {
 protected:
  DataTest() {
    jane.SignUp("jane@example.com");
    team = std::stoll(jane.Get("/api/projects/@current/").At("id"));
  }
  void Observe(std::string_view name, std::vector<catalog::ObservedProperty> properties = {}) {
    const catalog::ObservedEvent event{.team_id = team,
                                       .name = name,
                                       .received_at = instance.clock.Now(),
                                       .properties = properties};
    EXPECT_TRUE(instance.catalog->Observe({&event, 1}));
  }
  /// How many days each question that was asked is about, one after the other.
  std::string DaysAsked() const {
    std::string days;
    for (const auto& question : instance.questions) {
      const std::string text(*StringMember(question.body.at("query"), "query"));
      days += text.substr(text.find("INTERVAL ") + 9, 1);
    }
    return days;
  }
  static std::string P(std::string_view path) {
    return "/api/projects/@current/" + std::string(path);
  }

  Instance instance;
  Client jane{instance};
  TeamId team = 0;
};

TEST_F(DataTest, ListsAndCuratesEventDefinitions) {
  Observe("$pageview");
  Observe("paid");
  const Reply list = jane.Get(P("event_definitions/?event_type=event_custom"));
  EXPECT_EQ(list.At("count"), "1");
  EXPECT_EQ(list.At("results.0.name"), "\"paid\"");
  EXPECT_EQ(list.At("results.0.owner"), "null");
  EXPECT_EQ(list.At("results.0.last_seen_at"), "\"2026-11-22T09:00:00.000000Z\"");
  const std::string path = P("event_definitions/") +
                           std::string(*StringMember(list.json.at("results").at(0), "id")) + "/";
  Expect(
      jane,
      {
          {Method::kPatch, path, R"({"description":"Money","tags":["B","a"]})", 200,
           R"("tags":["a","b"])"},
          {Method::kPatch, path, R"({"verified":true,"hidden":true})", 400, "hidden"},
          {Method::kPatch, path, R"({"tags":"x"})", 400, R"("attr":"tags")"},
          {Method::kPatch, path, R"({"owner":99})", 400, R"("attr":"owner")"},
          {Method::kPatch, path, R"({"enforcement_mode":"maybe"})", 400, "invalid_choice"},
          {Method::kPatch, path, R"({"verified":true,"owner":1})", 200, R"("verified":true)"},
          {Method::kGet, P("event_definitions/by_name/?name=paid"), "", 200, "Money"},
          {Method::kGet, P("event_definitions/?search=PAI"), "", 200, R"("count":1)"},
          {Method::kGet, P("event_definitions/?event_type=action_event"), "", 200, R"("count":0)"},
          {Method::kPost, P("event_definitions/"), R"({"name":"paid"})", 400, "unique"},
          {Method::kPost, P("event_definitions/"), R"({"name":"later"})", 201, "later"},
          {Method::kPost, P("event_definitions/"), "{}", 400, "required"},
      });
  const Reply got = jane.Get(path);
  EXPECT_EQ(got.At("verified_by.email"), "\"jane@example.com\"");
  EXPECT_EQ(got.At("owner_user.id"), "1");
  EXPECT_EQ(got.At("hidden"), "false");
  EXPECT_EQ(jane.Delete(path).status, 204);
  EXPECT_EQ(jane.Get(path).status, 404);
}

TEST_F(DataTest, ListsAndChangesPropertyDefinitions) {
  Observe("paid", {{"amount", 5.0}, {"plan", "pro"}, {"$browser", "x"}});
  const Reply list =
      jane.Get(P("property_definitions/?event_names=%5B%22paid%22%5D&search=amount"));
  EXPECT_EQ(list.At("results.0.property_type"), "\"Numeric\"");
  EXPECT_EQ(list.At("results.0.is_numerical"), "true");
  EXPECT_EQ(list.At("results.0.is_seen_on_filtered_events"), "true");
  const std::string path = P("property_definitions/") +
                           std::string(*StringMember(list.json.at("results").at(0), "id")) + "/";
  Expect(
      jane,
      {
          {Method::kPatch, path, R"({"property_type":"String"})", 200, R"("is_numerical":false)"},
          {Method::kPatch, path, R"({"property_type":"Text"})", 400, "invalid_choice"},
          {Method::kGet, P("property_definitions/?exclude_core_properties=true"), "", 200,
           R"("count":2)"},
          {Method::kGet, P("property_definitions/?type=person"), "", 200, R"("count":0)"},
          {Method::kGet, P("property_definitions/?type=group"), "", 400, "group_type_index"},
          {Method::kGet, P("property_definitions/?type=group&group_type_index=1"), "", 200,
           R"("count":0)"},
          {Method::kGet, P("property_definitions/?type=nonsense"), "", 400, "invalid_choice"},
          {Method::kGet, P("property_definitions/?properties=plan,amount"), "", 200,
           R"("count":2)"},
          {Method::kGet,
           P("property_definitions/seen_together/?event_names=%5B%22paid%22%5D&property_name=plan"),
           "", 200, R"({"paid":true})"},
      });
  EXPECT_EQ((*instance.catalog->TypesOf(team))->Find(catalog::PropertyScope::kEvent, "amount"),
            catalog::PropertyType::kString);
}

TEST_F(DataTest, HandsQuestionsToTheQueryRoom) {
  instance.answer = [](const query::QueryRequest&) {
    return query::Answer{202, R"({"query_status":{"id":"a","team_id":1,"query_async":true}})"};
  };
  const Reply asked =
      jane.Post(P("query/"), R"({"query":{"kind":"HogQLQuery"},"refresh":"async"})");
  EXPECT_EQ(asked.status, 202);
  EXPECT_EQ(asked.At("query_status.id"), "\"a\"");
  ASSERT_EQ(instance.questions.size(), 1U);
  EXPECT_EQ(instance.questions[0].team->id, team);
  EXPECT_FALSE(instance.questions[0].by_api_key);
  EXPECT_EQ(PrintJson(instance.questions[0].body),
            R"({"query":{"kind":"HogQLQuery"},"refresh":"async"})");
  Client program(instance);
  program.key = jane.MakeKey(R"("scopes":["query:read"])");
  EXPECT_EQ(program.Post("/api/environments/@current/query/TrendsQuery", "{}").status, 202);
  EXPECT_TRUE(instance.questions[1].by_api_key);
  EXPECT_EQ(instance.questions[1].path_kind, "TrendsQuery");
  Expect(jane,
         {
             {Method::kGet, P("query/abc/"), "", 200, R"("id":"abc")"},
             {Method::kDelete, P("query/abc/"), "", 204, ""},
             {Method::kPost, P("query/check_auth_for_async/"), "", 200, R"("query_async":true)"},
             {Method::kPost, P("query/upgrade/"), R"({"query":{"kind":"X"}})", 200,
              R"({"query":{"kind":"X"}})"},
             {Method::kPost, P("query/upgrade/"), "{}", 400, "required"},
         });
  EXPECT_EQ(instance.questions.size(), 2U);
}

TEST_F(DataTest, ReadsTheWeekForValuesThatADayHasTooFewOf) {
  std::string found;
  instance.answer = [&](const query::QueryRequest&) {
    return query::Answer{200, R"({"results":)" + found + "}"};
  };
  const auto days_asked = [&](std::string rows) {
    found = std::move(rows);
    instance.questions.clear();
    // A letter that only the engine knows, so that nothing is kept.
    EXPECT_EQ(jane.Get(P("events/values/?value=r%C3%A9&key=plan")).status, 200);
    return DaysAsked();
  };
  EXPECT_EQ(days_asked("[]"), "17");
  EXPECT_EQ(days_asked(R"([["Pro",998],["Free",1]])"), "17");
  EXPECT_EQ(days_asked(R"([["Pro",998],["Free",2]])"), "1");
  std::string many = R"(["0",1])";
  for (int i = 1; i < 20; ++i) many += R"(,["x",1])";
  EXPECT_EQ(days_asked("[" + many + "]"), "1") << "there is no room for more";
}

TEST_F(DataTest, ReadsTheWeekWhileSomebodyLooksAtTheDay) {
  std::string of_day = R"([["Pro",998],["Free",2]])";
  std::string read_for_day = "500000";
  const std::string of_week = R"([["Pro",7000],["Enterprise",3000],["Free",10]])";
  int status = 200;
  instance.answer = [&](const query::QueryRequest& request) {
    const Json& question = request.body.at("query");
    const bool day = StringMember(question, "query")->find("INTERVAL 1 DAY") != std::string::npos;
    const bool all = FindMember(question.at("values"), "pattern") == nullptr;
    const std::string rows = !day ? of_week : all ? of_day : "[]";
    return query::Answer{
        day ? 200 : status,
        R"({"results":)" + rows + R"(,"query_metadata":{"rows_read":)" + read_for_day + "}}"};
  };
  const auto names = [&](std::string_view rest) {
    instance.questions.clear();
    return jane.Get(P("events/values/?key=" + std::string(rest))).Text();
  };
  const std::string list = R"([{"name":"Pro"},{"name":"Free"}])";
  EXPECT_EQ(names("plan"), list);
  EXPECT_EQ(DaysAsked(), "1") << "who only looks costs no more";
  EXPECT_EQ(names("plan&for_search=true"), list);
  ASSERT_EQ(DaysAsked(), "17") << "the second behind the answer";
  EXPECT_EQ(instance.questions[0].good_for, std::chrono::seconds(60));
  const Json ahead = instance.questions[1].body;
  EXPECT_EQ(instance.questions[1].cancelled, nullptr) << "who closes the list does not end it";
  EXPECT_EQ(names("plan&for_search=true"), list);
  EXPECT_EQ(DaysAsked(), "1") << "once a minute";

  instance.clock.Advance(std::chrono::seconds(1));
  EXPECT_EQ(names("plan&value=E"), R"([{"name":"Enterprise"},{"name":"Free"}])");
  ASSERT_EQ(DaysAsked(), "17");
  EXPECT_EQ(instance.questions[1].body, ahead) << "the same question";
  EXPECT_EQ(instance.questions[1].good_for, std::chrono::seconds(1)) << "what began before will do";
  EXPECT_EQ(names("plan&value=x"), "[]");
  EXPECT_EQ(DaysAsked(), "1") << "no other letter reads the week";
  EXPECT_EQ(names("plan&value=fr"), R"([{"name":"Free"}])");
  EXPECT_EQ(DaysAsked(), "1");

  // Other keys, events and minutes know nothing of it.
  names("other&value=x");
  EXPECT_EQ(DaysAsked(), "17");
  EXPECT_NE(FindMember(instance.questions[1].body.at("query").at("values"), "pattern"), nullptr);
  names("plan&value=x&event_name=%5B%22paid%22%5D");
  EXPECT_EQ(DaysAsked(), "17");
  instance.clock.Advance(std::chrono::seconds(60));
  names("plan&value=x");
  EXPECT_EQ(DaysAsked(), "17");
  EXPECT_EQ(instance.questions[1].good_for, std::chrono::seconds(0));

  // When it fails nobody is told, and the next who opens the list begins again.
  status = 429;
  EXPECT_EQ(names("failing&for_search=true"), list);
  EXPECT_EQ(DaysAsked(), "17");
  EXPECT_EQ(names("failing&for_search=true"), list);
  EXPECT_EQ(DaysAsked(), "17");
  status = 200;

  // A day of very many rows may be a week of too many, and a program does not type.
  read_for_day = "500001";
  EXPECT_EQ(names("large&for_search=true"), list);
  EXPECT_EQ(DaysAsked(), "1");
  // A day of few shows the week.
  of_day = R"([["Pro",3]])";
  EXPECT_EQ(names("rare&for_search=true"),
            R"([{"name":"Pro"},{"name":"Enterprise"},{"name":"Free"}])");
  EXPECT_EQ(DaysAsked(), "117");
}

TEST_F(DataTest, ReadsNothingAheadForPrograms) {
  instance.answer = [](const query::QueryRequest&) {
    return query::Answer{200, R"({"results":[["Pro",1000]]})"};
  };
  Client program(instance);
  program.key = jane.MakeKey(R"("scopes":["*"])");
  EXPECT_EQ(program.Get(P("events/values/?key=plan&for_search=true")).status, 200);
  EXPECT_EQ(DaysAsked(), "1");
}

TEST_F(DataTest, ReadsTheWeekOfManyValuesForEachSearch) {
  std::string of_week = R"(["0",1])";
  for (int i = 1; i <= 2'000; ++i) of_week += R"(,["x",1])";
  instance.answer = [&](const query::QueryRequest& request) {
    const Json& question = request.body.at("query");
    const bool day = StringMember(question, "query")->find("INTERVAL 1 DAY") != std::string::npos;
    const bool all = FindMember(question.at("values"), "pattern") == nullptr;
    const std::string rows = day ? (all ? R"(["Pro",1000])" : "") : all ? of_week : R"(["a0",1])";
    return query::Answer{200, R"({"results":[)" + rows + "]}"};
  };
  EXPECT_EQ(jane.Get(P("events/values/?key=id&for_search=true")).status, 200);
  EXPECT_EQ(DaysAsked(), "17");
  instance.questions.clear();
  EXPECT_EQ(jane.Get(P("events/values/?key=id&value=0")).Text(), R"([{"name":"a0"}])");
  EXPECT_EQ(DaysAsked(), "177") << "all, and then what it holds";
  instance.questions.clear();
  EXPECT_EQ(jane.Get(P("events/values/?key=id&value=a")).Text(), R"([{"name":"a0"}])");
  EXPECT_EQ(DaysAsked(), "17") << "that is remembered";
}

TEST_F(DataTest, AListOfTheWeekIsEnoughForItsSearches) {
  instance.answer = [&](const query::QueryRequest& request) {
    const bool all = FindMember(request.body.at("query").at("values"), "pattern") == nullptr;
    return query::Answer{200, all ? R"({"results":[["Pro",9],["Free",1]]})" : R"({"results":[]})"};
  };
  EXPECT_EQ(jane.Get(P("events/values/?key=plan")).Text(), R"([{"name":"Pro"},{"name":"Free"}])");
  EXPECT_EQ(DaysAsked(), "17");
  instance.questions.clear();
  EXPECT_EQ(jane.Get(P("events/values/?key=plan&value=F")).Text(), R"([{"name":"Free"}])");
  EXPECT_EQ(DaysAsked(), "1");
}

TEST_F(DataTest, ReadsAnEvenSampleOfManyPersonsForTheirValues) {
  std::string counted = "156";
  std::string found = R"([["Pro",320]])";
  instance.answer = [&](const query::QueryRequest& request) {
    const bool counts =
        StringMember(request.body.at("query"), "query")->find("raw_persons") != std::string::npos;
    return query::Answer{200, R"({"results":)" + (counts ? "[[" + counted + "]]" : found) + "}"};
  };
  const auto last = [&] { return instance.questions.back().body.at("query"); };
  EXPECT_EQ(jane.Get(P("persons/values/?key=plan")).Text(), R"([{"name":"Pro","count":320}])");
  EXPECT_EQ(last().at("values").as_object().count("below"), 0U) << "9,984 persons are all read";

  counted = "157";
  EXPECT_EQ(jane.Get(P("persons/values/?key=plan")).status, 200);
  EXPECT_EQ(last().at("values").at("below"), "00000000-0000-0000-a000-000000000000");
  EXPECT_THAT(std::string(*StringMember(last(), "query")), HasSubstr("count() * 2 AS times"));
  counted = "7500";
  EXPECT_EQ(jane.Get(P("persons/values/?key=plan")).status, 200);
  EXPECT_EQ(last().at("values").at("below"), "00000000-0000-0000-8100-000000000000");

  // What the sample does not have may still be there.
  found = "[]";
  instance.questions.clear();
  EXPECT_EQ(jane.Get(P("persons/values/?key=email&value=ada")).Text(), "[]");
  ASSERT_EQ(instance.questions.size(), 3U);
  EXPECT_EQ(last().at("values").as_object().count("below"), 0U);
  instance.questions.clear();
  EXPECT_EQ(jane.Get(P("persons/values/?key=email")).Text(), "[]");
  EXPECT_EQ(instance.questions.size(), 2U);
}

TEST_F(DataTest, SuggestsValuesThroughParametersOnly) {
  instance.answer = [](const query::QueryRequest&) {
    return query::Answer{200, R"({"results":[["Chrome",5],["100%",1],[null,1]]})"};
  };
  const Reply values =
      jane.Get(P("events/values/?key=%24br%27owser&value=50%25_x&event_name=%5B%22paid%22%5D"));
  EXPECT_EQ(values.Text(), R"([{"name":"Chrome"},{"name":"100%"}])");
  ASSERT_EQ(instance.questions.size(), 2U) << "of a day, then of the week";
  const Json& question = instance.questions[0].body.at("query");
  EXPECT_EQ(StringMember(question.at("values"), "key"), "$br'owser");
  EXPECT_EQ(StringMember(question.at("values"), "pattern"), R"(%50\%\_x%)");
  EXPECT_THAT(std::string(*StringMember(question, "query")), testing::Not(HasSubstr("owser")));
  EXPECT_EQ(jane.Get(P("persons/values/?key=email")).status, 200);
  EXPECT_THAT(std::string(*StringMember(instance.questions.back().body.at("query"), "query")),
              HasSubstr("properties[{key}]) AS value, count() * 1 AS times FROM persons WHERE "));
  EXPECT_EQ(jane.Get(P("events/values/")).status, 400);
  Observe("paid");
  Observe("$pageview");
  EXPECT_EQ(jane.Get(P("events/values/?key=custom_event")).Text(), R"([{"name":"paid"}])");
  instance.answer = [](const query::QueryRequest&) {
    return query::Answer{504, R"({"code":"query_timeout","detail":"Too slow."})"};
  };
  Expect(jane, {{Method::kGet, P("events/values/?key=a"), "", 504, "query_timeout"}});
}

TEST_F(DataTest, TellsWhatCanBeAskedOfSessions) {
  const Reply all = jane.Get(P("sessions/property_definitions/"));
  EXPECT_EQ(all.status, 200) << all.Text();
  const auto property = [&](std::string_view name) {
    for (const Json& one : all.json.at("results").as_array()) {
      if (StringMember(one, "name") == name) return PrintJson(one.at("property_type"));
    }
    return std::string("none");
  };
  EXPECT_EQ(property("$session_duration"), "\"Duration\"");
  EXPECT_EQ(property("$pageview_count"), "\"Numeric\"");
  EXPECT_EQ(property("$is_bounce"), "\"Boolean\"");
  EXPECT_EQ(property("$start_timestamp"), "\"DateTime\"");
  EXPECT_EQ(property("$channel_type"), "\"String\"");
  EXPECT_EQ(property("$entry_has_gclid"), "\"Boolean\"");
  for (const std::string_view other : {"session_id", "team_id", "$urls", "duration"}) {
    EXPECT_EQ(property(other), "none") << other;
  }
  Expect(jane, {{Method::kGet, P("sessions/property_definitions/?search=UTM%20source"), "", 200,
                 R"({"count":1,"next":null,"previous":null,"results":[{"id":"$entry_utm_source",)"},
                {Method::kGet, P("property_definitions/?type=session&search=duration"), "", 200,
                 R"("is_numerical":true)"},
                {Method::kGet, P("property_definitions/?type=session&is_numerical=true&limit=2"),
                 "", 200, R"({"count":4,)"},
                {Method::kGet, P("property_definitions/?type=session&properties=$is_bounce,a"), "",
                 200, R"({"count":1,)"},
                {Method::kGet, P("sessions/values/?key=$channel_type&value=VIDEO"), "", 200,
                 R"([{"name":"Paid Video"},{"name":"Organic Video"}])"},
                {Method::kGet, P("sessions/values/?key=$is_bounce"), "", 200,
                 R"([{"name":"1"},{"name":"0"}])"},
                {Method::kGet, P("sessions/values/?key=$pageview_count"), "", 200, "[]"},
                {Method::kGet, P("sessions/values/?key=nonsense'"), "", 200, "[]"},
                {Method::kGet, P("sessions/values/"), "", 400, "You must provide a key."}});
  EXPECT_TRUE(instance.questions.empty()) << "none of them needs to look at events";

  instance.answer = [](const query::QueryRequest&) {
    return query::Answer{200, R"({"results":[["/pricing",5],["/",1]]})"};
  };
  EXPECT_EQ(jane.Get(P("sessions/values/?key=$entry_pathname&value=r%25")).Text(),
            R"([{"name":"/pricing"},{"name":"/"}])");
  ASSERT_EQ(instance.questions.size(), 2U) << "of a day, then of the week";
  const Json& question = instance.questions[0].body.at("query");
  EXPECT_EQ(StringMember(question.at("values"), "pattern"), R"(%r\%%)");
}

TEST_F(DataTest, MeasuresDefinitions) {
  const catalog::ObservedProperty property{"pl.an", std::string_view("pro")};
  Observe("pa(id", {property});
  std::vector<std::string> asked;
  instance.answer = [&](const query::QueryRequest& request) {
    const Json& question = request.body.at("query");
    const std::string text(*StringMember(question, "query"));
    if (text.find("query_log") != std::string::npos) {
      asked.emplace_back(*StringMember(question.at("values"), "pattern"));
      return query::Answer{200, R"({"results":[[7]]})"};
    }
    return query::Answer{200, R"({"results":[[1234]]})"};
  };
  const auto path_of = [&](const std::string& list) {
    const Reply listed = jane.Get(P(list));
    return P(list.substr(0, list.find('?'))) +
           std::string(*StringMember(listed.json.at("results").at(0), "id")) + "/metrics/";
  };
  EXPECT_EQ(jane.Get(path_of("event_definitions/")).Text(),
            R"({"query_usage_30_day":7,"volume_30_day":1234})");
  EXPECT_EQ(jane.Get(path_of("property_definitions/?properties=pl.an")).Text(),
            R"({"query_usage_30_day":7,"volume_30_day":1234})");
  EXPECT_EQ(asked, (std::vector<std::string>{R"(["']pa\(id["'])",
                                             R"(["'`]pl\.an["'`]|\.pl\.an($|[^A-Za-z0-9_$]))"}));
  Expect(jane, {{Method::kGet, P("event_definitions/00000000-0000-7000-8000-000000000000/metrics/"),
                 "", 404, "not_found"},
                {Method::kGet, P("property_definitions/nonsense/metrics/"), "", 404, "not_found"}});
}

TEST_F(DataTest, ListsEvents) {
  instance.answer = [](const query::QueryRequest&) {
    return query::Answer{
        200,
        R"({"hasMore":true,"results":[[{"uuid":"0199a000-0000-7000-8000-000000000001","event":"paid","distinct_id":"d","properties":{},
            "timestamp":"2026-11-22T09:00:00Z"},{"uuid":"p","distinct_id":"d","properties":{"a":1}}]]})"};
  };
  const Reply list = jane.Get(P("events/?event=paid&limit=1&distinct_id=d"));
  EXPECT_EQ(list.At("results.0.id"), "\"0199a000-0000-7000-8000-000000000001\"");
  EXPECT_EQ(list.At("results.0.person.distinct_ids"), R"(["d"])");
  EXPECT_EQ(list.At("results.0.elements"), "[]");
  EXPECT_EQ(list.At("next"),
            "\"http://tenrec.test/api/projects/@current/events/"
            "?before=2026-11-22T09%3A00%3A00Z&event=paid&limit=1&distinct_id=d\"");
  EXPECT_EQ(instance.questions.size(), 1U);
  EXPECT_EQ(jane.Get(P("events/?limit=5")).status, 200);
  EXPECT_EQ(instance.questions.size(), 3U) << "looks further back when the last day has too few";
  EXPECT_EQ(StringMember(instance.questions[2].body.at("query"), "after"), "all");
  EXPECT_EQ(jane.Get(P("events/?properties=%7B")).status, 400);
  EXPECT_EQ(jane.Get(P("events/not-a-uuid/")).status, 400);
  EXPECT_EQ(jane.Get(P("events/0199a000-0000-7000-8000-000000000000/")).At("event"), "\"paid\"");
}

TEST_F(DataTest, OpensALiveStream) {
  const Reply reply = jane.Get(P("live_events/"));
  EXPECT_EQ(reply.status, 200);
  EXPECT_EQ(reply.Header("Content-Type"), "text/event-stream");
  EXPECT_TRUE(reply.response.stream);
}

}  // namespace
}  // namespace tenrec::api
