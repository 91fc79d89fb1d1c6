#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tenrec/api/test_instance.h"

namespace tenrec::api {
namespace {

using http::Method;
using testing::HasSubstr;
using testing::Not;

constexpr std::string_view kTrend =
    R"({"kind":"InsightVizNode","source":{"kind":"TrendsQuery","series":[{"kind":"EventsNode","event":"$pageview"}]},"full":true})";

class BoardsTest : public testing::Test {
 protected:
  BoardsTest() { jane.SignUp("jane@example.com"); }

  static std::string P(std::string_view path) {
    return "/api/projects/@current/" + std::string(path);
  }
  /// The number of the insight made.
  std::string MakeInsight(std::string_view name, std::string_view more = "") {
    const Reply made = jane.Post(P("insights/"), "{\"name\":\"" + std::string(name) +
                                                     "\",\"query\":" + std::string(kTrend) +
                                                     std::string(more) + "}");
    EXPECT_EQ(made.status, 201) << made.Text();
    return made.At("id");
  }
  std::string MakeDashboard(std::string_view fields = R"({"name":"Board"})") {
    const Reply made = jane.Post(P("dashboards/"), fields);
    EXPECT_EQ(made.status, 201) << made.Text();
    return made.At("id");
  }
  /// What the query room was asked last.
  const query::QueryRequest& Asked() const { return instance.questions.back(); }
  std::string AskedText() const { return PrintJson(Asked().body); }

  Instance instance;
  Client jane{instance};
};

TEST_F(BoardsTest, AnInsightHasEveryFieldThatClientsRead) {
  const Reply made = jane.Post(P("insights/"),
                               "{\"name\":\"Views\",\"tags\":[\"Web\"],\"_create_in_folder\":\"x\","
                               "\"id\":77,\"query\":" +
                                   std::string(kTrend) + "}");
  ASSERT_EQ(made.status, 201) << made.Text();
  std::string keys;
  for (const auto& member : made.json.as_object()) keys += std::string(member.key()) + " ";
  for (const char* key : {"id",
                          "short_id",
                          "name",
                          "derived_name",
                          "description",
                          "query",
                          "filters",
                          "filters_hash",
                          "order",
                          "deleted",
                          "saved",
                          "favorited",
                          "tags",
                          "dashboards",
                          "dashboard_tiles",
                          "result",
                          "columns",
                          "types",
                          "hasMore",
                          "hogql",
                          "timezone",
                          "resolved_date_range",
                          "last_refresh",
                          "cache_target_age",
                          "next_allowed_client_refresh",
                          "is_cached",
                          "query_status",
                          "created_at",
                          "created_by",
                          "updated_at",
                          "last_modified_at",
                          "last_modified_by",
                          "is_sample",
                          "effective_restriction_level",
                          "effective_privilege_level",
                          "user_access_level",
                          "alerts"}) {
    EXPECT_TRUE(made.json.as_object().contains(key)) << key << " is not in " << keys;
  }
  EXPECT_EQ(made.At("id"), "1") << "the server gives the number";
  EXPECT_EQ(made.At("query"), kTrend) << "as it was sent";
  EXPECT_EQ(made.At("saved"), "true");
  EXPECT_EQ(made.At("tags"), R"(["web"])");
  EXPECT_EQ(made.At("filters"), "{}");
  EXPECT_EQ(made.At("created_by.email"), "\"jane@example.com\"");
  EXPECT_EQ(made.At("effective_privilege_level"), "37");
  EXPECT_EQ(made.At("effective_restriction_level"), "21");
  EXPECT_EQ(made.At("created_at"), "\"2026-11-22T09:30:00.000000Z\"");
  const std::string short_id(*StringMember(made.json, "short_id"));
  EXPECT_EQ(jane.Get(P("insights/" + short_id + "/")).Text(), jane.Get(P("insights/1/")).Text());
  EXPECT_EQ(jane.Get(P("insights/?short_id=" + short_id)).At("results.0.id"), "1");
  EXPECT_THAT(jane.Get(P("insights/1/?basic=true")).Text(), Not(HasSubstr("is_cached")));
}

TEST_F(BoardsTest, RefusesBadInsightsByField) {
  MakeInsight("one");
  const std::string long_text(401, 'x');
  Expect(
      jane,
      {
          {Method::kPost, P("insights/"), R"({"query":{"kind":"Nonsense"}})", 400,
           R"("attr":"query")"},
          {Method::kPost, P("insights/"), R"({"query":"x"})", 400, R"("attr":"query")"},
          {Method::kPost, P("insights/"), R"({"dashboards":[99]})", 400, R"("attr":"dashboards")"},
          {Method::kPost, P("insights/"), R"({"dashboards":["x"]})", 400, R"("attr":"dashboards")"},
          {Method::kPost, P("insights/"), R"({"tags":"x"})", 400, R"("attr":"tags")"},
          {Method::kPost, P("insights/"), R"({"filters":{"insight":"MAPS"}})", 400,
           R"("attr":"filters")"},
          {Method::kPatch, P("insights/1/"), "{\"name\":\"" + long_text + "\"}", 400,
           R"("attr":"name")"},
          {Method::kPatch, P("insights/1/"), R"({"favorited":"maybe"})", 400,
           R"("attr":"favorited")"},
          {Method::kPatch, P("insights/1/"), R"({"favorited":null})", 400, R"("code":"null")"},
          {Method::kPatch, P("insights/1/"), R"({"name":null})", 200, R"("name":null)"},
          {Method::kPatch, P("insights/1/"), R"({"name":"<b>","nonsense":1,"id":9})", 200,
           R"("name":"<b>")"},
          {Method::kGet, P("insights/1/?refresh=sometimes"), "", 400, R"("attr":"refresh")"},
          {Method::kGet, P("insights/1/?filters_override=%7B"), "", 400,
           R"("attr":"filters_override")"},
          {Method::kGet, P("insights/?date_from=nonsense"), "", 400, R"("attr":"date_from")"},
          {Method::kGet, P("insights/?date_from=-7d"), "", 200, R"("count":1)"},
          {Method::kGet, P("insights/99/"), "", 404, "not_found"},
          {Method::kGet, P("insights/garbage/"), "", 404, "not_found"},
          {Method::kDelete, P("insights/1/"), "", 405, "method_not_allowed"},
          {Method::kPost, P("insights/cancel/"), "{}", 400, R"("attr":"client_query_id")"},
          {Method::kPost, P("insights/bulk_update_tags/"), R"({"ids":[1],"action":"x","tags":[]})",
           400, R"("attr":"action")"},
      });
}

TEST_F(BoardsTest, OldFiltersBecomeAQuery) {
  const Reply made = jane.Post(
      P("insights/"), R"({"filters":{"events":[{"id":"$pageview"}],"display":"ActionsPie"}})");
  ASSERT_EQ(made.status, 201) << made.Text();
  EXPECT_EQ(made.At("filters"), "{}");
  EXPECT_EQ(made.At("query.source.trendsFilter.display"), "\"ActionsPie\"");
}

TEST_F(BoardsTest, ProgramsOfTheMcpKindMaySendBareQueries) {
  const auto send = [&](std::string_view body) {
    return jane.Send(Method::kPost, P("insights/"), body, {{"X-PostHog-Client", "mcp"}});
  };
  EXPECT_EQ(send(R"({"query":{"kind":"HogQLQuery","query":"select 1"}})").At("query.kind"),
            "\"DataVisualizationNode\"");
  EXPECT_EQ(send(R"({"name":"x"})").At("attr"), "\"query\"");
  EXPECT_EQ(jane.Get(P("insights/1/activity/")).At("results.0.client"), "\"mcp\"");
}

TEST_F(BoardsTest, ShowsWhatTheCacheHasUnlessToldToCompute) {
  MakeInsight("one");
  instance.questions.clear();
  instance.answer = [](const query::QueryRequest& request) {
    if (request.only_cached) return query::Answer{200, R"({"cache_key":"c","query_status":null})"};
    return query::Answer{
        200, R"({"results":[{"count":5}],"cache_key":"c","is_cached":false,"timezone":"Asia/Tokyo",
                 "last_refresh":"2026-11-22T18:30:00+09:00","query_status":null})"};
  };
  const Reply kept = jane.Get(P("insights/1/"));
  EXPECT_TRUE(Asked().only_cached);
  EXPECT_EQ(kept.At("result"), "null");
  EXPECT_EQ(kept.At("filters_hash"), "\"c\"");
  const Reply computed = jane.Get(P("insights/1/?refresh=blocking&client_query_id=mine"));
  EXPECT_FALSE(Asked().only_cached);
  EXPECT_THAT(AskedText(), HasSubstr(R"("refresh":"blocking","client_query_id":"mine")"));
  EXPECT_EQ(computed.At("result.0.count"), "5");
  EXPECT_EQ(computed.At("last_refresh"), "\"2026-11-22T09:30:00.000000Z\"") << "in UTC";
  instance.answer = [](const query::QueryRequest&) {
    return query::Answer{400,
                         R"({"type":"validation_error","code":"bad","detail":"No.","attr":null})"};
  };
  EXPECT_EQ(jane.Get(P("insights/1/")).status, 200) << "what cannot be answered can be edited";
  EXPECT_EQ(jane.Get(P("insights/1/?refresh=blocking")).status, 400);
}

TEST_F(BoardsTest, ListsHomeAndHistory) {
  MakeInsight("one");
  const std::string two = MakeInsight("two");
  EXPECT_EQ(jane.Get(P("insights/?limit=1&order=name")).At("next"),
            "\"http://tenrec.test/api/projects/@current/insights/?order=name&limit=1&offset=1\"");
  EXPECT_EQ(jane.Get(P("insights/?search=ONE")).At("results.0.search_match_type"), "\"exact\"");
  EXPECT_EQ(jane.Get(P("insights/?user=true&saved=true&insight=TRENDS")).At("count"), "2");
  EXPECT_EQ(jane.Get(P("insights/?created_by=%5B99%5D")).At("count"), "0");
  EXPECT_EQ(jane.Get(P("insights/?favorited=true")).At("count"), "0");
  EXPECT_EQ(jane.Post(P("insights/" + two + "/viewed/")).status, 201);
  EXPECT_EQ(jane.Post(P("insights/viewed/"), R"({"insight_ids":[2,77]})").status, 201);
  const Reply seen = jane.Get(P("insights/my_last_viewed/"));
  EXPECT_EQ(seen.json.as_array().size(), 1U);
  EXPECT_EQ(seen.At("0.name"), "\"two\"");
  const Reply trending = jane.Get(P("insights/trending/?days=7"));
  EXPECT_EQ(trending.At("0.view_count"), "1");
  EXPECT_EQ(trending.At("0.viewers.0.first_name"), "\"Jane\"");
  jane.Patch(P("insights/" + two + "/"), R"({"favorited":true,"tags":["x"]})");
  const Reply history = jane.Get(P("insights/" + two + "/activity/?limit=1"));
  EXPECT_EQ(history.At("total_count"), "2");
  EXPECT_EQ(history.At("results.0.activity"), "\"updated\"");
  EXPECT_EQ(history.At("results.0.user.email"), "\"jane@example.com\"");
  EXPECT_EQ(history.At("results.0.detail.changes.0.field"), "\"tags\"");
  EXPECT_THAT(history.At("next"), HasSubstr("activity/?page=2&limit=1"));
  EXPECT_EQ(jane.Get(P("activity_log/?scope=Insight")).At("total_count"), "3");
  EXPECT_EQ(jane.Get(P("activity_log/?user=nobody")).status, 400);
  EXPECT_EQ(jane.Get(P("tags/")).Text(), R"(["x"])");
  const Reply bulk = jane.Post(P("insights/bulk_update_tags/"),
                               R"({"ids":[1,2,99],"action":"add","tags":["New"]})");
  EXPECT_EQ(bulk.At("updated.1.tags"), R"(["new","x"])");
  EXPECT_EQ(bulk.At("skipped.0.id"), "99");
}

TEST_F(BoardsTest, ADashboardHasEveryFieldThatClientsRead) {
  const std::string id = MakeDashboard(R"({"name":"Board","description":"d","pinned":true})");
  const std::string insight = MakeInsight("one", ",\"dashboards\":[" + id + "]");
  const Reply patched = jane.Patch(P("dashboards/" + id + "/"),
                                   R"({"tiles":[{"text":{"body":"**Hi**"},"color":"blue"}]})");
  ASSERT_EQ(patched.status, 200) << patched.Text();
  const Reply got = jane.Get(P("dashboards/" + id + "/"));
  for (const char* key : {"id",
                          "name",
                          "description",
                          "pinned",
                          "created_at",
                          "created_by",
                          "last_accessed_at",
                          "last_refresh",
                          "is_shared",
                          "deleted",
                          "creation_mode",
                          "filters",
                          "persisted_filters",
                          "persisted_variables",
                          "variables",
                          "breakdown_colors",
                          "data_color_theme_id",
                          "tags",
                          "tiles",
                          "restriction_level",
                          "effective_restriction_level",
                          "effective_privilege_level",
                          "access_control_version",
                          "user_access_level",
                          "team_id"}) {
    EXPECT_TRUE(got.json.as_object().contains(key)) << key;
  }
  EXPECT_EQ(got.At("last_accessed_at"), "\"2026-11-22T09:30:00.000000Z\"");
  EXPECT_EQ(got.At("tiles.0.insight.id"), insight);
  EXPECT_EQ(got.At("tiles.0.insight.dashboards"), "[" + id + "]");
  EXPECT_EQ(got.At("tiles.0.text"), "null");
  EXPECT_EQ(got.At("tiles.1.insight"), "null");
  EXPECT_EQ(got.At("tiles.1.text.body"), "\"**Hi**\"");
  EXPECT_EQ(got.At("tiles.1.order"), "1");
  EXPECT_EQ(got.At("tiles.1.layouts"), "{}");
  EXPECT_EQ(got.At("tiles.1.color"), "\"blue\"");
  const Reply list = jane.Get(P("dashboards/?pinned=true"));
  EXPECT_EQ(list.At("results.0.tiles"), "null") << "lists leave tiles out";
  EXPECT_EQ(list.At("results.0.last_viewed_at"), "\"2026-11-22T09:30:00.000000Z\"");
}

TEST_F(BoardsTest, RefusesBadDashboardsByField) {
  MakeDashboard();
  const std::string at = P("dashboards/1/");
  Expect(
      jane,
      {
          {Method::kPost, P("dashboards/"), R"({"name":7})", 400, R"("attr":"name")"},
          {Method::kPost, P("dashboards/"), R"({"use_template":"none"})", 400, "use_template"},
          {Method::kPost, P("dashboards/"), R"({"use_dashboard":9})", 400, "use_dashboard"},
          {Method::kPost, P("dashboards/"), R"({"use_dashboard":1,"use_template":"x"})", 400,
           "use_template"},
          {Method::kPatch, at, R"({"filters":{"properties":3}})", 400, R"("attr":"filters")"},
          {Method::kPatch, at, R"({"filters":[]})", 400, R"("attr":"filters")"},
          {Method::kPatch, at, R"({"restriction_level":1})", 400, "restriction_level"},
          {Method::kPatch, at, R"({"tiles":{}})", 400, R"("attr":"tiles")"},
          {Method::kPatch, at, R"({"tiles":[7]})", 400, R"("attr":"tiles__0")"},
          {Method::kPatch, at, R"({"tiles":[{"id":99,"color":"blue"}]})", 400, "does_not_exist"},
          {Method::kPatch, at, R"({"tiles":[{"text":{"body":"x"},"color":"pink"}]})", 400,
           R"("attr":"tiles__0__color")"},
          {Method::kPatch, at, R"({"tiles":[{}]})", 400, R"("attr":"tiles__0__text")"},
          {Method::kPatch, at, R"({"tiles":[{"text":{"body":7}}]})", 400, "tiles__0__text__body"},
          {Method::kPatch, at, R"({"duplicate_tiles":[{"id":5}]})", 400, "duplicate_tiles"},
          {Method::kPatch, at, R"({"name":"Better","tiles":[],"nonsense":1})", 200, "Better"},
          {Method::kPatch, P("dashboards/1/move_tile/"), R"({"toDashboard":2})", 400, "tile"},
          {Method::kPost, P("dashboards/1/copy_tile/"), "{}", 400, "fromDashboardId"},
          {Method::kPost, P("dashboards/1/reorder_tiles/"), R"({"tile_order":[3,3]})", 400,
           "tile_order"},
          {Method::kPost, P("dashboards/1/reorder_tiles/"), R"({"tile_order":[3]})", 404,
           "not_found"},
          {Method::kPost, P("dashboards/create_from_template_json/"), R"({"template":{}})", 400,
           R"("attr":"template__template_name")"},
          {Method::kGet, P("dashboards/garbage/"), "", 404, "not_found"},
          {Method::kGet, P("dashboards/1/?refresh=often"), "", 400, R"("attr":"refresh")"},
          {Method::kDelete, at, "", 405, "method_not_allowed"},
          {Method::kPatch, at, R"({"deleted":true})", 200, R"("deleted":true)"},
          {Method::kGet, at, "", 404, "not_found"},
          {Method::kGet, P("dashboards/1/stream_tiles/"), "", 404, "not_found"},
          {Method::kPatch, at, R"({"deleted":false})", 200, R"("deleted":false)"},
      });
}

TEST_F(BoardsTest, FiltersOfADashboardRuleItsTiles) {
  const std::string id = MakeDashboard(R"({"name":"b","filters":{"date_from":"-30d"}})");
  MakeInsight("one", ",\"dashboards\":[" + id + "]");
  const std::string board = P("dashboards/" + id + "/");
  const auto range = [&](const std::string& target) {
    instance.questions.clear();
    EXPECT_EQ(jane.Get(target).status, 200) << target;
    EXPECT_EQ(instance.questions.size(), 1U);
    const Json* from = FindMember(Asked().body.at("query").at("source"), "dateRange");
    return from == nullptr ? "" : PrintJson(*from);
  };
  EXPECT_EQ(range(board), R"({"date_from":"-30d"})");
  const std::string week = "filters_override=%7B%22date_from%22%3A%22-7d%22%7D";
  EXPECT_EQ(range(board + "?" + week), R"({"date_from":"-7d"})");
  EXPECT_EQ(range(P("insights/1/")), "");
  EXPECT_EQ(range(P("insights/1/?from_dashboard=" + id)), R"({"date_from":"-30d"})");
  EXPECT_EQ(range(P("insights/1/?" + week)), R"({"date_from":"-7d"})");
  const Reply shown = jane.Get(board + "?" + week);
  EXPECT_EQ(shown.At("filters.date_from"), "\"-7d\"");
  EXPECT_EQ(shown.At("persisted_filters.date_from"), "\"-30d\"");
  EXPECT_EQ(shown.At("tiles.0.insight.query.source.dateRange.date_from"), "\"-7d\"");
  EXPECT_EQ(shown.At("tiles.0.insight.query.full"), "true") << "inside its wrapper";
  jane.Patch(board, R"({"tiles":[{"id":1,"filters_overrides":{"date_from":"-1d"}}]})");
  EXPECT_EQ(range(board), R"({"date_from":"-1d"})") << "a tile may have its own";
  EXPECT_EQ(range(P("insights/1/?from_dashboard=" + id)), R"({"date_from":"-1d"})");
}

TEST_F(BoardsTest, OneBadTileLeavesTheOthers) {
  const std::string id = MakeDashboard();
  MakeInsight("bad", ",\"dashboards\":[" + id + "]");
  MakeInsight("good", ",\"dashboards\":[" + id + "]");
  jane.Patch(P("dashboards/" + id + "/"), R"({"tiles":[{"text":{"body":"x"}}]})");
  int asked = 0;
  instance.answer = [&](const query::QueryRequest& request) {
    if (!request.only_cached && ++asked == 1) {
      return query::Answer{504, R"({"code":"too_slow","detail":"Too slow."})"};
    }
    return query::Answer{200, R"({"results":[1],"is_cached":true})"};
  };
  const Reply got = jane.Get(P("dashboards/" + id + "/?refresh=force_blocking"));
  EXPECT_EQ(got.status, 200);
  EXPECT_EQ(got.At("tiles.0.error"), R"({"type":"too_slow","message":"Too slow."})");
  EXPECT_EQ(got.At("tiles.0.insight.result"), "null");
  EXPECT_EQ(got.At("tiles.1.insight.result"), "[1]");
  EXPECT_EQ(got.At("tiles.1.is_cached"), "true");
  EXPECT_EQ(got.At("tiles.1.error"), "");
  EXPECT_EQ(got.At("tiles.2.text.body"), "\"x\"");
  asked = 0;
  const Reply run = jane.Get(P("dashboards/" + id + "/run_insights/?refresh=blocking"));
  EXPECT_EQ(run.At("results.1.insight.result"), "[1]");
  EXPECT_EQ(asked, 2);
}

TEST_F(BoardsTest, StreamsTiles) {
  const std::string id = MakeDashboard();
  const Reply reply = jane.Get(P("dashboards/" + id + "/stream_tiles/"));
  EXPECT_EQ(reply.status, 200);
  EXPECT_EQ(reply.Header("Content-Type"), "text/event-stream");
  EXPECT_TRUE(reply.response.stream);
}

TEST_F(BoardsTest, MakesDashboardsFromTemplatesAndFromEachOther) {
  const Reply templates = jane.Get(P("dashboard_templates/?search=traffic"));
  EXPECT_EQ(templates.At("count"), "1");
  EXPECT_EQ(templates.At("results.0.scope"), "\"global\"");
  const std::string template_id(*StringMember(templates.json.at("results").at(0), "id"));
  EXPECT_EQ(jane.Get(P("dashboard_templates/" + template_id + "/")).At("template_name"),
            "\"Website traffic\"");
  EXPECT_EQ(jane.Get(P("dashboard_templates/?scope=team")).At("count"), "0");
  const Reply made =
      jane.Post(P("dashboards/"), R"({"use_template":"Website traffic","name":"Mine"})");
  ASSERT_EQ(made.status, 201) << made.Text();
  EXPECT_EQ(made.At("name"), "\"Mine\"");
  EXPECT_EQ(made.At("tiles.0.insight.name"), "\"Visitors\"");
  EXPECT_EQ(made.At("creation_mode"), "\"template\"");
  const Reply doubled = jane.Post(
      P("dashboards/"), "{\"use_dashboard\":" + made.At("id") + ",\"duplicate_tiles\":true}");
  ASSERT_EQ(doubled.status, 201) << doubled.Text();
  EXPECT_EQ(doubled.At("tiles.0.insight.name"), "\"Visitors (Copy)\"");
  const Reply own = jane.Post(
      P("dashboards/create_from_template_json/"),
      R"({"template":{"template_name":"T","dashboard_description":null,"tiles":[{"type":"TEXT","body":"b"}]}})");
  EXPECT_EQ(own.At("tiles.0.text.body"), "\"b\"");
  const std::string tile = own.At("tiles.0.id");
  const Reply moved =
      jane.Patch(P("dashboards/" + own.At("id") + "/move_tile/"),
                 "{\"toDashboard\":" + made.At("id") + ",\"tile\":{\"id\":" + tile + "}}");
  EXPECT_EQ(moved.At("tiles"), "[]");
  const Reply copied =
      jane.Post(P("dashboards/" + own.At("id") + "/copy_tile/"),
                "{\"fromDashboardId\":" + made.At("id") + ",\"tileId\":" + tile + "}");
  EXPECT_EQ(copied.At("tiles.0.text.body"), "\"b\"");
}

TEST_F(BoardsTest, AnnotatesMoments) {
  const std::string id = MakeDashboard();
  const Reply made = jane.Post(
      P("annotations/"),
      "{\"content\":\"<b>Launch</b>\",\"date_marker\":\"2026-11-20T10:00:00+01:00\",\"scope\":"
      "\"dashboard\",\"dashboard_id\":" +
          id + "}");
  ASSERT_EQ(made.status, 201) << made.Text();
  EXPECT_EQ(made.At("date_marker"), "\"2026-11-20T09:00:00.000000Z\"");
  EXPECT_EQ(made.At("dashboard_name"), "\"Board\"");
  EXPECT_EQ(made.At("creation_type"), "\"USR\"");
  EXPECT_EQ(made.At("created_by.email"), "\"jane@example.com\"");
  const std::string at = P("annotations/1/");
  Expect(
      jane,
      {
          {Method::kPost, P("annotations/"), R"({"scope":"universe"})", 400, R"("attr":"scope")"},
          {Method::kPost, P("annotations/"), R"({"date_marker":"soon"})", 400, "date_marker"},
          {Method::kPost, P("annotations/"), R"({"dashboard_item":99})", 400,
           R"("attr":"dashboard_item")"},
          {Method::kPost, P("annotations/"), R"({"creation_type":"BOT"})", 400, "creation_type"},
          {Method::kPatch, at, R"({"content":7})", 400, R"("attr":"content")"},
          {Method::kPatch, at, R"({"content":"Later","nonsense":1})", 200, "Later"},
          {Method::kPatch, at, R"({"date_marker":"2026-11-21"})", 200, "2026-11-21T00:00:00"},
          {Method::kGet, P("annotations/?search=LATER&scope=dashboard"), "", 200, R"("count":1)"},
          {Method::kGet, P("annotations/?scope=nonsense"), "", 400, R"("attr":"scope")"},
          {Method::kGet, P("annotations/?date_from=-30d&date_to=2026-11-20"), "", 200,
           R"("count":0)"},
          {Method::kDelete, at, "", 405, "method_not_allowed"},
          {Method::kPatch, at, R"({"deleted":true})", 200, R"("deleted":true)"},
          {Method::kGet, P("annotations/"), "", 200, R"("count":0)"},
          {Method::kGet, at, "", 200, R"("deleted":true)"},
      });
  Client eve(instance);
  eve.SignUp("eve@example.com", "Evil");
  Expect(eve, {{Method::kGet, at, "", 404, "not_found"},
               {Method::kPatch, at, R"({"content":"x"})", 404, "not_found"},
               {Method::kPost, P("annotations/"), "{\"dashboard_id\":" + id + "}", 400,
                R"("attr":"dashboard_id")"}});
}

TEST_F(BoardsTest, PinsThingsInAnOrder) {
  const auto pin = [&](std::string_view path) {
    const Reply made =
        jane.Post(P("file_system_shortcut/"), "{\"path\":\"" + std::string(path) +
                                                  "\",\"type\":\"dashboard\",\"href\":\"/" +
                                                  std::string(path) + "\"}");
    EXPECT_EQ(made.status, 201) << made.Text();
    return std::string(*StringMember(made.json, "id"));
  };
  const std::string a = pin("a");
  const std::string b = pin("b");
  const Reply ordered =
      jane.Post(P("file_system_shortcut/reorder/"), "{\"ordered_ids\":[\"" + b + "\"]}");
  EXPECT_EQ(ordered.At("results.0.path"), "\"b\"");
  EXPECT_EQ(ordered.At("results.1.order"), "1");
  Expect(
      jane,
      {
          {Method::kPost, P("file_system_shortcut/"), R"({"type":"x"})", 400, R"("attr":"path")"},
          {Method::kPost, P("file_system_shortcut/"),
           R"({"path":"x","type":"x","href":"https://evil.example"})", 400, R"("attr":"href")"},
          {Method::kPost, P("file_system_shortcut/"),
           R"({"path":"x","type":"x","href":"//evil.example"})", 400, R"("attr":"href")"},
          {Method::kPost, P("file_system_shortcut/reorder/"), R"({"ordered_ids":["x"]})", 400,
           "ordered_ids"},
          {Method::kPatch, P("file_system_shortcut/" + a + "/"), R"({"path":"A"})", 200,
           R"("path":"A")"},
          {Method::kDelete, P("file_system_shortcut/" + b + "/"), "", 204, ""},
          {Method::kGet, P("file_system_shortcut/"), "", 200, R"("count":1)"},
      });
  Client eve(instance);
  eve.SignUp("eve@example.com", "Evil");
  Expect(eve, {{Method::kGet, P("file_system_shortcut/"), "", 200, R"("count":0)"},
               {Method::kDelete, P("file_system_shortcut/" + a + "/"), "", 404, "not_found"}});
}

TEST_F(BoardsTest, AProjectHasAMainDashboardOfItsOwn) {
  const std::string id = MakeDashboard();
  Expect(jane,
         {
             {Method::kPatch, P(""), "{\"primary_dashboard\":" + id + "}", 200,
              "\"primary_dashboard\":" + id},
             {Method::kPatch, P(""), R"({"primary_dashboard":99})", 400, "primary_dashboard"},
             {Method::kPatch, P(""), R"({"primary_dashboard":"x"})", 400, "primary_dashboard"},
             {Method::kPatch, P(""), R"({"primary_dashboard":null})", 200,
              "\"primary_dashboard\":null"},
         });
  Client eve(instance);
  eve.SignUp("eve@example.com", "Evil");
  Expect(eve,
         {{Method::kPatch, P(""), "{\"primary_dashboard\":" + id + "}", 400, "does_not_exist"}});
}

TEST_F(BoardsTest, ProjectsDoNotSeeEachOther) {
  const std::string board = MakeDashboard();
  MakeInsight("mine", ",\"dashboards\":[" + board + "]");
  Client eve(instance);
  eve.SignUp("eve@example.com", "Evil");
  const std::string theirs = eve.Post(P("dashboards/"), R"({"name":"theirs"})").At("id");
  const std::string of_jane = "/api/projects/1/";
  Expect(eve,
         {
             {Method::kGet, P("insights/"), "", 200, R"("count":0)"},
             {Method::kGet, P("insights/1/"), "", 404, "not_found"},
             {Method::kPatch, P("insights/1/"), R"({"name":"x"})", 404, "not_found"},
             {Method::kPost, P("insights/1/viewed/"), "", 404, "not_found"},
             {Method::kGet, P("insights/1/activity/"), "", 404, "not_found"},
             {Method::kPost, P("insights/"), "{\"dashboards\":[" + board + "]}", 400, "dashboards"},
             {Method::kGet, P("dashboards/" + board + "/"), "", 404, "not_found"},
             {Method::kPatch, P("dashboards/" + board + "/"), R"({"deleted":true})", 404, ""},
             {Method::kGet, P("dashboards/" + board + "/stream_tiles/"), "", 404, "not_found"},
             {Method::kPost, P("dashboards/"), "{\"use_dashboard\":" + board + "}", 400, ""},
             {Method::kPost, P("dashboards/" + theirs + "/copy_tile/"),
              "{\"fromDashboardId\":" + board + ",\"tileId\":1}", 404, "not_found"},
             {Method::kPatch, P("dashboards/" + board + "/move_tile/"),
              "{\"toDashboard\":" + theirs + ",\"tile\":{\"id\":1}}", 404, "not_found"},
             {Method::kGet, of_jane + "insights/1/", "", 404, "not_found"},
             {Method::kGet, P("activity_log/?scope=Insight"), "", 200, R"("total_count":0)"},
             {Method::kGet, P("tags/"), "", 200, "[]"},
         });
  const Reply bulk =
      eve.Post(P("insights/bulk_update_tags/"), R"({"ids":[1],"action":"set","tags":["evil"]})");
  EXPECT_EQ(bulk.At("updated"), "[]");
  EXPECT_EQ(jane.Get(P("insights/1/")).At("tags"), "[]");
  Client reader(instance);
  reader.key = jane.MakeKey(R"("scopes":["insight:read","dashboard:read"])");
  EXPECT_EQ(reader.Get(P("insights/1/")).status, 200);
  Expect(reader, {{Method::kPatch, P("insights/1/"), R"({"name":"x"})", 403, "insight:write"},
                  {Method::kPost, P("dashboards/"), "{}", 403, "dashboard:write"}});
}

}  // namespace
}  // namespace tenrec::api
