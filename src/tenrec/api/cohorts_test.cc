#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tenrec/api/test_instance.h"

namespace tenrec::api {
namespace {

using http::Method;
using testing::HasSubstr;

class SetsTest : public testing::Test {
 protected:
  SetsTest() { jane.SignUp("jane@example.com"); }
  static std::string P(std::string_view path) {
    return "/api/projects/@current/" + std::string(path);
  }

  Instance instance;
  Client jane{instance};
};

TEST_F(SetsTest, ActionsAreKeptInPostHogsShape) {
  const Reply made = jane.Post(
      P("actions/"),
      R"({"name":"Bought","tags":["B","a"],"post_to_slack":true,"slack_message_format":"[x]",)"
      R"("_create_in_folder":"x","steps":[{"event":"$autocapture","selector":"a > b"}]})");
  ASSERT_EQ(made.status, 201) << made.Text();
  EXPECT_EQ(made.At("id"), "1");
  EXPECT_EQ(made.At("is_action"), "true");
  EXPECT_EQ(made.At("tags"), R"(["a","b"])");
  EXPECT_EQ(made.At("created_by.email"), "\"jane@example.com\"");
  EXPECT_EQ(made.At("steps.0.url"), "null");
  EXPECT_EQ(made.At("steps.0.selector"), "\"a > b\"");
  EXPECT_THAT(made.At("steps.0.selector_regex"), HasSubstr("(?:^|;)b"));
  const std::string at = P("actions/1/");
  Expect(jane,
         {
             {Method::kGet, P("actions/"), "", 200, R"("count":1)"},
             {Method::kGet, P("actions/?search=nobody"), "", 200, R"("count":0)"},
             {Method::kPost, P("actions/"), R"({"name":"Bought"})", 400, R"("code":"unique")"},
             {Method::kPost, P("actions/"), R"({"steps":[{"event":1}]})", 400, "steps__0__event"},
             {Method::kPost, P("actions/"), R"({"steps":7})", 400, R"("attr":"steps")"},
             {Method::kPost, P("actions/"), R"({"name":null})", 201, R"("name":null)"},
             {Method::kPatch, at, R"({"name":"Bought","description":"d"})", 200, R"("d")"},
             {Method::kPatch, at, R"({"pinned_at":"x"})", 200, R"("pinned_at":"2026-11-22)"},
             {Method::kDelete, at, "", 405, "method_not_allowed"},
             {Method::kGet, P("actions/99/"), "", 404, "Not found."},
             {Method::kPost, P("actions/bulk_update_tags/"),
              R"({"ids":[1,99],"action":"add","tags":["c"]})", 200,
              R"("updated":[{"id":1,"tags":["a","b","c"]}])"},
             {Method::kGet, P("tags/"), "", 200, R"(["a","b","c"])"},
             {Method::kPatch, at, R"({"deleted":true})", 200, R"("deleted":true)"},
             {Method::kGet, at, "", 200, R"("deleted":true)"},
             {Method::kGet, P("actions/?search=Bought"), "", 200, R"("count":0)"},
             {Method::kGet, P("actions/1/activity/"), "", 200, R"("activity":"deleted")"},
             {Method::kPatch, at, R"({"deleted":false})", 200, R"("deleted":false)"},
         });
}

TEST_F(SetsTest, CohortsAreKeptAndWaitForTheirCalculation) {
  const Reply made = jane.Post(
      P("cohorts/"),
      R"({"name":"Pros","filters":{"properties":{"type":"OR","values":[{"type":"AND","values":[)"
      R"({"type":"person","key":"plan","value":"pro"}]}]}}})");
  ASSERT_EQ(made.status, 201) << made.Text();
  EXPECT_EQ(made.At("is_calculating"), "true");
  EXPECT_EQ(made.At("count"), "null");
  EXPECT_EQ(made.At("cohort_type"), "\"person_property\"");
  const std::string at = P("cohorts/1/");
  Expect(jane,
         {
             {Method::kGet, P("cohorts/"), "", 200, R"("count":1)"},
             {Method::kGet, P("cohorts/?type=static"), "", 200, R"("count":0)"},
             {Method::kGet, P("cohorts/?type=x"), "", 400, R"("attr":"type")"},
             {Method::kPost, P("cohorts/"), R"({"filters":[]})", 400, R"("attr":"filters")"},
             {Method::kPost, P("cohorts/"), R"({"query":{"kind":"Nonsense"}})", 400,
              R"("attr":"query")"},
             {Method::kPatch, at, R"({"name":"Payers"})", 200, R"("name":"Payers")"},
             {Method::kPatch, at, R"({"is_static":true})", 400, R"("attr":"is_static")"},
             {Method::kPatch, at,
              R"({"filters":{"properties":{"type":"AND","values":[)"
              R"({"type":"cohort","key":"id","value":1}]}}})",
              400, "loop"},
             {Method::kDelete, at, "", 405, "method_not_allowed"},
             {Method::kGet, P("cohorts/9/"), "", 404, "Not found."},
             {Method::kPatch, P("cohorts/1/add_persons_to_static_cohort/"), R"({"person_ids":[]})",
              400, "static cohorts"},
             {Method::kGet, P("cohorts/1/calculation_history/"), "", 200, R"("count":0)"},
             {Method::kPost, P("cohorts/1/recalculate/"), "", 200, R"("is_calculating":true)"},
             {Method::kGet, P("cohorts/1/activity/"), "", 200, R"("activity":"updated")"},
             {Method::kPatch, at, R"({"deleted":true})", 200, R"("deleted":true)"},
             {Method::kGet, P("cohorts/"), "", 200, R"("count":0)"},
         });
}

TEST_F(SetsTest, AListOfPeopleComesAsAFile) {
  const auto form = [&](std::string_view csv, std::string_view is_static) {
    const std::string body =
        "--B\r\nContent-Disposition: form-data; name=\"name\"\r\n\r\nList\r\n"
        "--B\r\nContent-Disposition: form-data; name=\"is_static\"\r\n\r\n" +
        std::string(is_static) +
        "\r\n--B\r\nContent-Disposition: form-data; name=\"csv\"; filename=\"p.csv\"\r\n"
        "Content-Type: text/csv\r\n\r\n" +
        std::string(csv) + "\r\n--B--\r\n";
    return jane.Send(Method::kPost, P("cohorts/"), body,
                     {{"Content-Type", "multipart/form-data; boundary=B"}});
  };
  const Reply empty = form("email\n", "true");
  EXPECT_EQ(empty.status, 400) << empty.Text();
  EXPECT_EQ(empty.At("attr"), "\"csv\"");
  EXPECT_EQ(form("a\n", "false").At("attr"), "\"csv\"");
  // The engine of this test finds nobody, and says so.
  EXPECT_EQ(form("a\nb\n", "true").status, 503);
  ASSERT_FALSE(instance.engine.asked.empty());
  EXPECT_THAT(instance.engine.asked.front(), HasSubstr("INSERT INTO cohort_members"));
  EXPECT_THAT(instance.engine.asked.front(), HasSubstr(".team_id, 1)"));
  const Reply broken = jane.Send(Method::kPost, P("cohorts/"), "no parts",
                                 {{"Content-Type", "multipart/form-data; boundary=B"}});
  EXPECT_EQ(broken.At("code"), "\"parse_error\"");
}

TEST_F(SetsTest, PersonsOfACohortAreAskedForAsActors) {
  ASSERT_EQ(jane.Post(P("cohorts/"), R"({"name":"x"})").status, 201);
  instance.answer = [](const query::QueryRequest&) {
    return query::Answer{
        200, R"({"results":[[{"id":"0188a1c5-0000-0000-0000-000000000001","distinct_ids":["d"],)"
             R"("properties":{"email":"=a@x"},"created_at":"2026-01-01T00:00:00Z",)"
             R"("is_identified":true}]],"hasMore":true})"};
  };
  const Reply page = jane.Get(P("cohorts/1/persons/?limit=1&search=a"));
  EXPECT_EQ(page.status, 200) << page.Text();
  EXPECT_EQ(page.At("results.0.name"), "\"=a@x\"");
  EXPECT_EQ(page.At("count"), "");
  EXPECT_THAT(page.At("next"), HasSubstr("offset=1"));
  const Json& asked = instance.questions.back().body.at("query");
  EXPECT_EQ(PrintJson(asked.at("properties")), R"([{"type":"cohort","key":"id","value":1}])");
  EXPECT_EQ(StringMember(asked, "search"), "a");
}

}  // namespace
}  // namespace tenrec::api
