#include <string>

#include <gtest/gtest.h>

#include "tenrec/api/test_instance.h"

namespace tenrec::api {
namespace {

using http::Method;

class ExportsApiTest : public testing::Test {
 protected:
  ExportsApiTest() {
    owner_.SignUp("jane@acme.io");
    instance_.answer = [](const query::QueryRequest&) {
      return query::Answer{
          200,
          R"({"columns":["person"],"types":["String"],"results":[[{"id":"a","distinct_ids":["x"]}]]})"};
    };
  }

  /// Asks for a file and waits until it is there or not.
  Reply Export(std::string_view body) {
    const Reply made = owner_.Post("/api/projects/1/exports/", body);
    if (made.status != 201) return made;
    const std::int64_t id = made.json.at("id").as_int64();
    instance_.exporter->Wait(id, std::chrono::minutes(1));
    return owner_.Get("/api/projects/1/exports/" + std::to_string(id) + "/");
  }

  Instance instance_;
  Client owner_{instance_};
};

TEST_F(ExportsApiTest, AFileOfActorsIsMadeListedAndRead) {
  const Reply one =
      Export(R"({"export_format":"text/csv","export_context":{"filename":"People, of the Funnel",)"
             R"("source":{"kind":"ActorsQuery","select":["person"]}}})");
  EXPECT_EQ(one.status, 200) << one.Text();
  EXPECT_EQ(one.At("has_content"), "true");
  EXPECT_EQ(one.At("filename"), "\"people-of-the-funnel.csv\"");
  EXPECT_EQ(one.At("exception"), "null");
  EXPECT_EQ(one.At("expires_after"), "\"2026-11-29T09:30:00.000000Z\"");
  ASSERT_EQ(instance_.questions.size(), 1U);
  EXPECT_EQ(PrintJson(instance_.questions[0].body.at("query")),
            R"({"kind":"ActorsQuery","select":["person"]})");

  const Reply file = owner_.Get("/api/projects/1/exports/1/content/?download=true");
  EXPECT_EQ(file.status, 200);
  EXPECT_EQ(file.Text(), "person.id,person.distinct_ids.0\r\na,x\r\n");
  EXPECT_EQ(file.Header("Content-Type"), "text/csv; charset=utf-8");
  EXPECT_EQ(file.Header("Content-Disposition"),
            "attachment; filename=\"people-of-the-funnel.csv\"");
  EXPECT_EQ(owner_.Get("/api/projects/1/exports/1/content/").Header("Content-Disposition"), "");
  EXPECT_EQ(owner_.Get("/api/projects/1/exports/").At("count"), "1");
  EXPECT_EQ(owner_.Get("/api/projects/1/exports/?export_format=application/json").At("count"), "0");
  EXPECT_EQ(owner_.Get("/api/projects/1/exports/?dashboard=1").At("count"), "0");

  Client other(instance_);
  other.SignUp("joe@other.io", "Other");
  Expect(other, {{Method::kGet, "/api/projects/1/exports/1/", "", 404, "not_found"},
                 {Method::kGet, "/api/projects/2/exports/1/", "", 404, "not_found"},
                 {Method::kGet, "/api/projects/2/exports/1/content/", "", 404, "not_found"}});
  EXPECT_EQ(other.Get("/api/projects/2/exports/").At("count"), "0");

  instance_.clock.Advance(std::chrono::hours(24 * 7));
  EXPECT_EQ(owner_.LogIn("jane@acme.io").status, 200);
  EXPECT_EQ(owner_.Get("/api/projects/1/exports/1/content/").status, 404);
}

TEST_F(ExportsApiTest, AFileThatIsNotReadyIsAskedForAgain) {
  std::promise<void> go;
  instance_.answer = [&](const query::QueryRequest&) {
    go.get_future().wait();
    return query::Answer{200, R"({"results":[]})"};
  };
  const Reply made = owner_.Post(
      "/api/projects/1/exports/",
      R"({"export_format":"text/csv","export_context":{"source":{"kind":"TrendsQuery"}}})");
  EXPECT_EQ(made.status, 201) << made.Text();
  EXPECT_EQ(made.At("has_content"), "false");
  const Reply early = owner_.Get("/api/projects/1/exports/1/content/");
  EXPECT_EQ(early.status, 409);
  EXPECT_EQ(early.Header("Retry-After"), "5");
  go.set_value();
  instance_.exporter->Wait(1, std::chrono::minutes(1));
  EXPECT_EQ(owner_.Get("/api/projects/1/exports/1/content/").Text(),
            "error\r\nNo data available or unable to format for export.\r\n");
}

TEST_F(ExportsApiTest, AFileThatFailedSaysWhy) {
  instance_.answer = [](const query::QueryRequest&) {
    return query::Answer{400, R"({"detail":"Unable to resolve field: nope"})"};
  };
  const Reply one = Export(
      R"({"export_format":"text/csv","export_context":{"source":{"kind":"HogQLQuery","query":"x"}}})");
  EXPECT_EQ(one.At("has_content"), "false");
  EXPECT_EQ(one.At("exception"), "\"Unable to resolve field: nope\"");
  Expect(owner_, {{Method::kGet, "/api/projects/1/exports/1/content/", "", 404,
                   "There is no file: Unable to resolve field: nope"}});
}

TEST_F(ExportsApiTest, FilesAreOfInsightsAndPathsToo) {
  const Reply insight = owner_.Post("/api/projects/1/insights/",
                                    R"({"name":"x","query":{"kind":"InsightVizNode","source":)"
                                    R"({"kind":"TrendsQuery","series":[{"kind":"EventsNode"}]}}})");
  ASSERT_EQ(insight.status, 201) << insight.Text();
  const std::string id = insight.At("id");
  const std::string short_id = insight.json.at("short_id").as_string().c_str();
  const auto asks = [&](const std::string& body, std::string_view query) {
    instance_.questions.clear();
    const Reply one = Export(body);
    EXPECT_EQ(one.At("has_content"), "true") << body << one.Text();
    ASSERT_EQ(instance_.questions.size(), 1U) << body;
    EXPECT_EQ(PrintJson(instance_.questions[0].body.at("query")), query) << body;
  };
  constexpr std::string_view kQuery =
      R"({"kind":"InsightVizNode","source":{"kind":"TrendsQuery","series":[{"kind":"EventsNode"}]}})";
  asks(R"({"export_format":"text/csv","insight":)" + id + "}", kQuery);
  const auto at = [](const std::string& path, const std::string& more = "") {
    return R"({"export_format":"application/json","export_context":{"path":")" + path + "\"" +
           more + "}}";
  };
  asks(at("/api/projects/1/insights/" + short_id + "/?refresh=true"), kQuery);
  asks(at("/api/environments/1/query/", R"(,"method":"POST","body":{"query":{"kind":"X"}})"),
       R"({"kind":"X"})");
  asks(at("api/person/?search=a%20b"),
       R"({"kind":"ActorsQuery","select":["person"],"orderBy":["created_at DESC","id"],)"
       R"("search":"a b","properties":[]})");
  asks(at("/api/projects/@current/events/?event=play&properties=[]"),
       R"({"kind":"EventsQuery","select":["*"],"after":"all","event":"play","properties":[]})");
}

TEST_F(ExportsApiTest, RefusesWhatCannotBeAFile) {
  const auto with = [](const std::string& context) {
    return R"({"export_format":"text/csv","export_context":)" + context + "}";
  };
  const std::string target = "/api/projects/1/exports/";
  Expect(
      owner_,
      {{Method::kPost, target, "{}", 400, "export_format"},
       {Method::kPost, target, R"({"export_format":"text/plain"})", 400, "not a valid choice"},
       {Method::kPost, target, R"({"export_format":"image/png","insight":1})", 400,
        "Image exports are not enabled on this instance."},
       {Method::kPost, target, R"({"export_format":"text/csv"})", 400,
        "Either dashboard, insight or export_context is required for an export."},
       {Method::kPost, target, R"({"export_format":"text/csv","insight":99})", 400,
        "This insight does not belong to your team."},
       {Method::kPost, target, R"({"export_format":"text/csv","dashboard":1})", 400,
        "Export its insights one by one"},
       {Method::kPost, target, with(R"({"source":3})"), 400, "export_context"},
       {Method::kPost, target, with(R"({"filename":"x"})"), 400, "Send the query as `source`"},
       {Method::kPost, target, with(R"({"source":{},"columns":[1]})"), 400, "a list of texts"},
       {Method::kPost, target, with(R"({"path":"https://example.com/api/"})"), 400,
        "a path of this API"},
       {Method::kPost, target, with(R"({"path":"/api/projects/2/persons/"})"), 400, "of project 1"},
       {Method::kPost, target, with(R"({"path":"/api/users/@me/"})"), 400, "can be exported"},
       {Method::kPost, target, with(R"({"path":"/api/cohort/9/persons"})"), 400, "no cohort '9'"},
       {Method::kPost, target, with(R"({"path":"/api/person/?properties={"})"), 400,
        "must be valid JSON"},
       {Method::kGet, target + "7/", "", 404, "not_found"},
       {Method::kGet, target + "x/content/", "", 404, "not_found"},
       {Method::kGet, target + "?insight=x", "", 400, "insight"}});
  EXPECT_TRUE(instance_.questions.empty());
}

TEST_F(ExportsApiTest, NeedsItsScope) {
  Client reader(instance_);
  reader.key = owner_.MakeKey(R"("scopes":["export:read","query:read"])");
  Expect(reader, {{Method::kGet, "/api/projects/1/exports/", "", 200, "results"},
                  {Method::kPost, "/api/projects/1/exports/", "{}", 403, "export:write"}});
}

}  // namespace
}  // namespace tenrec::api
