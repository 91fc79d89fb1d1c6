#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tenrec/api/shared_settings.h"
#include "tenrec/api/test_instance.h"

namespace tenrec::api {
namespace {

using http::Method;
using testing::HasSubstr;
using testing::Not;

std::string P(std::string_view path) {
  return "/api/projects/@current/" + std::string(path);
}

class SharingTest : public testing::Test {
 protected:
  SharingTest() {
    jane.SignUp("jane@example.com");
    EXPECT_EQ(jane.Post(P("dashboards/"), R"({"name":"Board","tags":["inner"]})").status, 201);
    EXPECT_EQ(jane.Post(P("insights/"), R"({"name":"Views","dashboards":[1],"query":{
        "kind":"InsightVizNode","source":{"kind":"TrendsQuery",
        "series":[{"kind":"EventsNode","event":"$pageview"}]}}})")
                  .status,
              201);
    instance.answer = [](const query::QueryRequest&) {
      return query::Answer{200, R"({"results":[{"count":7}],"is_cached":false})"};
    };
  }
  std::string Share(std::string_view place, std::string_view more = "") {
    const Reply shared = jane.Patch(P(std::string(place) + "/sharing/"),
                                    "{\"enabled\":true" + std::string(more) + "}");
    EXPECT_EQ(shared.status, 200) << shared.Text();
    return std::string(StringMember(shared.json, "access_token").value_or(""));
  }

  Instance instance;
  Client jane{instance};
  Client stranger{instance};
};

TEST_F(SharingTest, ALinkShowsADashboardToAnybodyAndNobodysName) {
  const Reply before = jane.Get(P("dashboards/1/sharing/"));
  EXPECT_EQ(before.At("enabled"), "false");
  EXPECT_EQ(before.At("access_token"), "null");
  const std::string token = Share("dashboards/1");
  EXPECT_EQ(jane.Get(P("dashboards/1/")).At("is_shared"), "true");

  const Reply shown = stranger.Get("/shared/" + token + ".json");
  ASSERT_EQ(shown.status, 200) << shown.Text();
  EXPECT_EQ(shown.At("type"), "\"scene\"");
  EXPECT_EQ(shown.At("dashboard.name"), "\"Board\"");
  EXPECT_EQ(shown.At("dashboard.tiles.0.insight.result.0.count"), "7");
  EXPECT_EQ(shown.At("dashboard.tiles.0.insight.created_by"), "null");
  EXPECT_EQ(shown.At("dashboard.effective_privilege_level"), "21");
  EXPECT_THAT(shown.Text(), Not(HasSubstr("jane@")));
  EXPECT_THAT(shown.Text(), Not(HasSubstr("inner")));
  EXPECT_EQ(shown.Header("X-Robots-Tag"), "noindex");
  EXPECT_EQ(stranger.Get("/embedded/" + token + ".json").At("type"), "\"embed\"");

  // A key or a session that is not valid changes nothing: nobody looks at them here.
  stranger.key = "phx_bad";
  EXPECT_EQ(stranger.Get("/shared/" + token + ".json").status, 200);
}

TEST_F(SharingTest, StrangersChooseNoQuestionAndComputeNothingTwice) {
  const std::string token = Share("dashboards/1");
  instance.questions.clear();
  stranger.Get("/shared/" + token +
               ".json?refresh=force_blocking&filters_override={\"date_from\":\"-9d\"}");
  ASSERT_EQ(instance.questions.size(), 1U);
  const std::string asked = PrintJson(instance.questions[0].body);
  EXPECT_THAT(asked, Not(HasSubstr("-9d")));
  EXPECT_THAT(asked, HasSubstr(R"("refresh":"blocking")"));
  EXPECT_EQ(instance.questions[0].good_for, std::chrono::minutes(10));
  EXPECT_EQ(instance.questions[0].team->id, 1);
}

TEST_F(SharingTest, AWrongLinkAndOneThatIsOffLookTheSame) {
  const std::string token = Share("insights/1");
  EXPECT_EQ(stranger.Get("/shared/" + token + ".json").At("insight.result.0.count"), "7");
  const std::string wrong = stranger.Get("/shared/no-such.json").Text();
  EXPECT_EQ(jane.Patch(P("insights/1/sharing/"), R"({"enabled":false})").status, 200);
  const Reply off = stranger.Get("/shared/" + token + ".json");
  EXPECT_EQ(off.status, 404);
  EXPECT_EQ(off.Text(), wrong);
  EXPECT_EQ(stranger.Get("/shared/" + token).status, 404);

  Share("insights/1");
  EXPECT_EQ(stranger.Get("/shared/" + token + ".json").status, 200);
  jane.Patch(P("insights/1/"), R"({"deleted":true})");
  EXPECT_EQ(stranger.Get("/shared/" + token + ".json").status, 404);
}

TEST_F(SharingTest, AnOrganizationMayForbidIt) {
  const std::string token = Share("dashboards/1");
  jane.Patch("/api/organizations/@current/", R"({"allow_publicly_shared_resources":false})");
  EXPECT_EQ(stranger.Get("/shared/" + token + ".json").status, 404);
  Expect(jane, {{Method::kPatch, P("dashboards/1/sharing/"), R"({"enabled":true})", 403,
                 "Public sharing is disabled for this organization."},
                {Method::kPatch, P("dashboards/1/sharing/"), R"({"enabled":false})", 200, ""}});
}

TEST_F(SharingTest, APasswordStandsBeforeIt) {
  const std::string token = Share("dashboards/1", R"(,"password_required":true)");
  const std::string link = "/shared/" + token;
  EXPECT_EQ(stranger.Get(link + ".json").Text(), R"({"type":"unlock"})");
  const Reply made = jane.Post(P("dashboards/1/sharing/passwords/"),
                               R"({"raw_password":"open sesame","note":"for Bob"})");
  ASSERT_EQ(made.status, 201) << made.Text();
  EXPECT_EQ(jane.Get(P("dashboards/1/sharing/")).At("share_passwords.0.note"), "\"for Bob\"");
  EXPECT_THAT(jane.Get(P("dashboards/1/sharing/")).Text(), Not(HasSubstr("sesame")));

  const Reply opened = stranger.Post(link, R"({"password":"open sesame"})");
  ASSERT_EQ(opened.status, 200) << opened.Text();
  stranger.key = std::string(*StringMember(opened.json, "shareToken"));
  EXPECT_EQ(stranger.Get(link + ".json").At("type"), "\"scene\"");
  const std::string right = stranger.key;
  stranger.key.back() = right.back() == '0' ? '1' : '0';
  EXPECT_EQ(stranger.Get(link + ".json").At("type"), "\"unlock\"");
  stranger.key = right;
  instance.clock.Advance(std::chrono::hours(25));
  EXPECT_EQ(stranger.Get(link + ".json").At("type"), "\"unlock\"") << "a day later";

  stranger.key.clear();
  stranger.key = std::string(
      *StringMember(stranger.Post(link, R"({"password":"open sesame"})").json, "shareToken"));
  EXPECT_EQ(stranger.Get(link + ".json").At("type"), "\"scene\"");
  jane.LogIn("jane@example.com");
  const std::string id(*StringMember(made.json, "id"));
  EXPECT_EQ(jane.Delete(P("dashboards/1/sharing/passwords/" + id + "/")).status, 204);
  EXPECT_EQ(stranger.Get(link + ".json").At("type"), "\"unlock\"") << "it ends with the password";
}

TEST_F(SharingTest, SettingsAreCheckedAndTheAddressGoesFirst) {
  const std::string at = P("dashboards/1/sharing/");
  Expect(jane, {{Method::kPatch, at, R"({"settings":{"legend":"yes"}})", 400, "legend"},
                {Method::kPatch, at, R"({"settings":{"theme":"pink"}})", 400, "theme"},
                {Method::kPatch, at, R"({"settings":{"hideTiles":["x"]}})", 400, "hideTiles"},
                {Method::kPatch, at, R"({"settings":[]})", 400, R"("attr":"settings")"},
                {Method::kPatch, at, R"({"enabled":"x"})", 400, R"("attr":"enabled")"},
                {Method::kPost, P("dashboards/1/sharing/passwords/"), R"({"raw_password":"short"})",
                 400, R"("attr":"raw_password")"},
                {Method::kGet, P("dashboards/99/sharing/"), "", 404, ""},
                {Method::kPatch, P("insights/99/sharing/"), R"({"enabled":true})", 404, ""}});
  const std::string token =
      Share("dashboards/1",
            R"(,"settings":{"whitelabel":true,"noHeader":true,"nonsense":1,"theme":"dark"})");
  EXPECT_EQ(jane.Get(at).At("settings"), R"({"whitelabel":true,"noHeader":true,"theme":"dark"})");
  const Reply shown = stranger.Get("/shared/" + token + ".json?noHeader=false&legend");
  EXPECT_EQ(shown.At("whitelabel"), "true");
  EXPECT_EQ(shown.At("legend"), "true");
  EXPECT_EQ(shown.At("theme"), "\"dark\"");
  EXPECT_THAT(shown.Text(), Not(HasSubstr("noHeader")));

  Share("dashboards/1", R"(,"settings":{"hideTiles":[1]})");
  EXPECT_EQ(stranger.Get("/shared/" + token + ".json").At("dashboard.tiles"), "[]");
}

TEST_F(SharingTest, SharingNeedsItsScope) {
  Client program(instance);
  program.key = jane.MakeKey(R"("scopes":["dashboard:write","sharing_configuration:read"])");
  EXPECT_EQ(program.Get(P("dashboards/1/sharing/")).status, 200);
  EXPECT_EQ(program.Patch(P("dashboards/1/sharing/"), R"({"enabled":true})").status, 403);
}

}  // namespace
}  // namespace tenrec::api
