#include "tenrec/api/api.h"

#include <latch>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tenrec/api/test_instance.h"

namespace tenrec::api {
namespace {

using http::Method;
using testing::HasSubstr;
using testing::Not;

class ApiTest : public testing::Test {
 protected:
  Instance instance;
  Client jane{instance};
  Client nobody{instance};
  std::string project() { return jane.Get("/api/projects/@current/").At("id"); }
};

TEST_F(ApiTest, SignsUpFromNothingToAKey) {
  EXPECT_EQ(nobody.Get("/_preflight").At("initiated"), "false");
  const Reply made = jane.SignUp("jane@example.com");
  ASSERT_EQ(made.status, 201) << made.Text();
  EXPECT_EQ(made.At("email"), "\"jane@example.com\"");
  EXPECT_EQ(made.At("redirect_url"), "\"/\"");
  EXPECT_THAT(made.Text(), Not(HasSubstr(std::string(kPassword))));
  const std::string session = made.Header("Set-Cookie");
  EXPECT_THAT(session, HasSubstr("sessionid="));
  EXPECT_THAT(session, HasSubstr("HttpOnly"));
  EXPECT_THAT(session, HasSubstr("SameSite=Lax"));
  EXPECT_EQ(nobody.Get("/_preflight").At("initiated"), "true");
  EXPECT_EQ(nobody.Get("/_preflight").At("available_timezones"), "");
  EXPECT_EQ(jane.Get("/_preflight").At("available_timezones.Asia/Tokyo"), "9.0");

  const Reply current = jane.Get("/api/projects/@current/");
  EXPECT_EQ(current.status, 200);
  EXPECT_EQ(current.At("id"), current.At("project_id"));
  EXPECT_THAT(current.At("api_token"), HasSubstr("phc_"));
  const Reply key = jane.Post("/api/personal_api_keys/", R"({"label":"ci","scopes":["*"]})");
  EXPECT_EQ(key.status, 201);
  EXPECT_THAT(key.At("value"), HasSubstr("phx_"));
  EXPECT_EQ(jane.Get("/api/personal_api_keys/").At("0.value"), "null");
}

TEST_F(ApiTest, ServerChecksAreOpenUntilSomebodyHasAnAccount) {
  using State = ServerCheck::State;
  instance.checks = {{State::kGood, "metadata", "answers", ""},
                     {State::kWarning, "open files", "only 1024", "ulimit -n 65536"}};
  const Reply open = nobody.Get("/_preflight/checks/");
  ASSERT_EQ(open.status, 200) << open.Text();
  EXPECT_EQ(open.At("ready"), "true") << "a warning is in nobody's way";
  EXPECT_EQ(open.At("results.1.state"), "\"warning\"");
  EXPECT_EQ(open.At("results.1.fix"), "\"ulimit -n 65536\"");
  instance.checks.push_back({State::kBad, "disk", "only 0.0 GB free", "du -xh"});
  EXPECT_EQ(nobody.Get("/_preflight/checks/").At("ready"), "false");

  jane.SignUp("jane@example.com");
  EXPECT_EQ(jane.Get("/_preflight/checks/").At("results.2.state"), "\"bad\"")
      << "the first is staff";
  EXPECT_EQ(nobody.Get("/_preflight/checks/").status, 401);
  Client bob(instance);
  bob.SignUp("bob@example.com");
  EXPECT_EQ(bob.Get("/_preflight/checks/").status, 403);
}

TEST_F(ApiTest, MeHasWhatClientsDecode) {
  jane.SignUp("jane@example.com");
  const Reply me = jane.Get("/api/users/@me/");
  ASSERT_EQ(me.status, 200);
  EXPECT_EQ(me.At("team.id"), project());
  EXPECT_EQ(me.At("team.organization"), me.At("organization.id"));
  EXPECT_EQ(me.At("organizations.0.id"), me.At("organization.id"));
  EXPECT_EQ(me.At("organization.membership_level"), "15");
  EXPECT_EQ(me.At("organization.member_count"), "1");
  EXPECT_EQ(me.At("is_staff"), "true");
  EXPECT_EQ(me.At("has_password"), "true");
  EXPECT_EQ(me.At("date_joined"), "\"2026-11-22T09:30:00.000000Z\"");
  for (const char* member :
       {"uuid", "distinct_id", "first_name", "last_name", "pending_email", "is_email_verified",
        "notification_settings", "anonymize_data", "toolbar_mode", "is_impersonated",
        "sensitive_session_expires_at", "events_column_config", "is_2fa_enabled", "has_social_auth",
        "scene_personalisation", "theme_mode", "role_at_organization"}) {
    EXPECT_NE(me.At(member), "") << member;
  }
}

TEST_F(ApiTest, SecondSignUpIsClosed) {
  Instance closed(false);
  Client first(closed);
  Client second(closed);
  EXPECT_EQ(first.Get("/_preflight").At("can_create_org"), "true");
  EXPECT_EQ(first.SignUp("a@example.com").status, 201);
  const Reply refused = second.SignUp("b@example.com");
  EXPECT_EQ(refused.status, 403);
  EXPECT_EQ(refused.At("code"), "\"permission_denied\"");
  EXPECT_TRUE(second.cookies.empty());
  EXPECT_EQ(first.Get("/_preflight").At("can_create_org"), "false");
  EXPECT_EQ(first.Get("/api/users/").At("count"), "1");
  EXPECT_EQ(first.Post("/api/organizations/", R"({"name":"Two"})").status, 403);
}

TEST_F(ApiTest, SignUpSaysWhichFieldIsWrong) {
  jane.SignUp("jane@example.com");
  const std::string name300(300, 'x');
  Expect(nobody,
         {
             {Method::kPost, "/api/signup/", "", 400, R"("attr":"email")"},
             {Method::kPost, "/api/signup/", "{", 400, "parse_error"},
             {Method::kPost, "/api/signup/", "[1]", 400, "Expected a dictionary, but got list."},
             {Method::kPost, "/api/signup/", R"({"email":"JANE@example.com","first_name":"J",
              "password":"correct horse battery"})",
              400, R"("code":"unique")"},
             {Method::kPost, "/api/signup/", R"({"email":"x@example.com","first_name":"J",
              "password":"12345678"})",
              400, "password_too_weak"},
             {Method::kPost, "/api/signup/",
              R"({"email":"x@example.com","password":"correct horse battery","first_name":")" +
                  name300 + "\"}",
              400, "max_length"},
             {Method::kGet, "/api/signup/", "", 405, "method_not_allowed"},
         });
  EXPECT_EQ(jane.Get("/api/users/").At("count"), "1");
  EXPECT_TRUE(nobody.cookies.empty());
}

TEST_F(ApiTest, LogsInAndOut) {
  jane.SignUp("jane@example.com");
  Client browser(instance);
  Expect(browser,
         {
             {Method::kPost, "/api/login/precheck", R"({"email":"who@example.com"})", 200,
              R"("saml_available":false)"},
             {Method::kPost, "/api/login", R"({"email":"jane@example.com"})", 400,
              R"("attr":"password")"},
             {Method::kPost, "/api/login", R"({"email":"jane@example.com","password":"wrong"})",
              400, "invalid_credentials"},
             {Method::kPost, "/api/login", R"({"email":"who@example.com","password":"wrong"})", 400,
              "invalid_credentials"},
         });
  EXPECT_TRUE(browser.cookies.empty());
  const Reply in = browser.LogIn("jane@example.com");
  EXPECT_EQ(in.status, 200);
  EXPECT_EQ(in.Text(), R"({"success":true})");
  EXPECT_EQ(browser.Get("/api/users/@me/").status, 200);
  const auto old_cookies = browser.cookies;
  const Reply out = browser.Send(Method::kPost, "/logout", "", {{"Accept", "application/json"}});
  EXPECT_EQ(out.status, 204);
  EXPECT_TRUE(browser.cookies.empty());
  browser.cookies = old_cookies;
  EXPECT_EQ(browser.Get("/api/users/@me/").status, 401)
      << "the session is gone, not only its cookie";
  const Reply page = jane.Send(Method::kGet, "/logout", "", {{"Accept", "text/html,*/*"}});
  EXPECT_EQ(page.status, 302);
  EXPECT_EQ(page.Header("Location"), "/login");
}

TEST_F(ApiTest, LocksOutWhoGuesses) {
  jane.SignUp("jane@example.com");
  for (int i = 0; i < 30; ++i) EXPECT_EQ(nobody.LogIn("jane@example.com", "wrong").status, 400);
  const Reply locked = nobody.LogIn("jane@example.com");
  EXPECT_EQ(locked.status, 403);
  EXPECT_EQ(locked.At("code"), "\"too_many_failed_attempts\"");
  EXPECT_EQ(locked.At("type"), "\"authentication_error\"");
}

TEST_F(ApiTest, ChangesNeedTheCsrfToken) {
  jane.SignUp("jane@example.com");
  const auto good = jane.cookies;
  const auto refused = [&](std::string_view says) {
    const Reply reply = jane.Patch("/api/projects/@current/", R"({"name":"Hacked"})");
    EXPECT_EQ(reply.status, 403);
    EXPECT_EQ(reply.At("code"), "\"permission_denied\"");
    EXPECT_THAT(reply.At("detail"), HasSubstr(std::string(says)));
  };
  jane.send_csrf = false;
  refused("CSRF Failed: CSRF token missing.");
  jane.cookies.erase("posthog_csrftoken");
  refused("CSRF Failed: CSRF cookie not set.");
  jane.send_csrf = true;
  jane.cookies = good;
  jane.cookies["posthog_csrftoken"] = "made-up";
  refused("CSRF Failed: CSRF token incorrect.");
  jane.cookies = good;
  EXPECT_EQ(jane.Get("/api/projects/@current/").At("name"), "\"Default project\"");
  EXPECT_EQ(jane.Patch("/api/projects/@current/", R"({"name":"Mine"})").status, 200);

  jane.cookies.erase("posthog_csrftoken");
  jane.Get("/api/users/@me/");
  EXPECT_EQ(jane.cookies["posthog_csrftoken"], good.at("posthog_csrftoken"))
      << "a page that lost its token gets it again";
}

TEST_F(ApiTest, KeysNeedNoCsrfTokenEvenBesideCookies) {
  jane.SignUp("jane@example.com");
  Client program(instance);
  program.key = jane.MakeKey(R"("scopes":["project:write"])");
  program.cookies = jane.cookies;
  program.send_csrf = false;
  EXPECT_EQ(program.Patch("/api/projects/@current/", R"({"name":"Mine"})").status, 200);
}

TEST_F(ApiTest, PagesOfOtherSitesCannotUseTheCookies) {
  jane.SignUp("jane@example.com");
  const auto from = [&](std::string origin) {
    return jane.Send(Method::kGet, "/api/users/@me/", "", {{"Origin", std::move(origin)}}).status;
  };
  EXPECT_EQ(from("http://tenrec.test"), 200);
  EXPECT_EQ(from("https://evil.example"), 401);
  EXPECT_EQ(from("null"), 401);
}

TEST_F(ApiTest, ASessionEndsAfterTwoIdleWeeks) {
  jane.SignUp("jane@example.com");
  instance.clock.Advance(std::chrono::hours(24 * 13));
  const Reply renewed = jane.Get("/api/users/@me/");
  EXPECT_EQ(renewed.status, 200);
  EXPECT_THAT(renewed.Header("Set-Cookie"), HasSubstr("sessionid="));
  instance.clock.Advance(std::chrono::hours(24 * 13));
  EXPECT_EQ(jane.Get("/api/users/@me/").status, 200);
  instance.clock.Advance(std::chrono::hours(24 * 14));
  const Reply over = jane.Get("/api/users/@me/");
  EXPECT_EQ(over.status, 401);
  EXPECT_EQ(over.At("code"), "\"not_authenticated\"");
}

TEST_F(ApiTest, SensitiveActionsNeedAFreshLogin) {
  jane.SignUp("jane@example.com");
  instance.clock.Advance(std::chrono::hours(3));
  const std::string says = "This action requires you to be recently authenticated.";
  Expect(jane, {
                   {Method::kPost, "/api/personal_api_keys/", R"({"label":"x","scopes":["*"]})",
                    403, says},
                   {Method::kPatch, "/api/users/@me/", R"({"email":"new@example.com"})", 403, says},
                   {Method::kPatch, "/api/users/@me/", R"({"theme_mode":"dark"})", 200, "dark"},
                   {Method::kGet, "/api/personal_api_keys/", "", 200, "[]"},
               });
  EXPECT_EQ(jane.LogIn("jane@example.com").status, 200);
  EXPECT_EQ(jane.Post("/api/personal_api_keys/", R"({"label":"x","scopes":["*"]})").status, 201);
}

TEST_F(ApiTest, APasswordChangeEndsTheOtherSessions) {
  jane.SignUp("jane@example.com");
  Client laptop(instance);
  laptop.LogIn("jane@example.com");
  const std::string body =
      R"({"password":"gravel-otter-lamp-77","current_password":")" + std::string(kPassword) + "\"}";
  EXPECT_EQ(jane.Patch("/api/users/@me/", body).status, 200);
  EXPECT_EQ(laptop.Get("/api/users/@me/").status, 401);
  EXPECT_EQ(jane.Get("/api/users/@me/").status, 200);
}

TEST_F(ApiTest, TakesTheKeyFromHeaderBodyOrQuery) {
  jane.SignUp("jane@example.com");
  const std::string key = jane.MakeKey(R"("scopes":["project:write"])");
  EXPECT_EQ(nobody.Get("/api/projects/?personal_api_key=" + key).status, 200);
  const Reply patched = nobody.Patch("/api/projects/@current/",
                                     R"({"name":"Mine","personal_api_key":")" + key + "\"}");
  EXPECT_EQ(patched.status, 200) << patched.Text();
  EXPECT_THAT(patched.Text(), Not(HasSubstr(key)));
  const Reply bad = nobody.Get("/api/projects/?personal_api_key=phx_bad");
  EXPECT_EQ(bad.At("detail"), "\"Personal API key found in request query string is invalid.\"");
  nobody.key = "phx_bad";
  EXPECT_EQ(nobody.Get("/api/projects/?personal_api_key=" + key).status, 401);
  nobody.key = jane.Get("/api/projects/@current/").json.at("api_token").get_string().c_str();
  EXPECT_EQ(nobody.Get("/api/projects/").status, 401) << "a project token opens nothing here";
}

TEST_F(ApiTest, ScopesOfAKeyDecide) {
  jane.SignUp("jane@example.com");
  Client reader(instance);
  reader.key = jane.MakeKey(R"("scopes":["project:read"])");
  Expect(
      reader,
      {
          {Method::kGet, "/api/projects/@current/", "", 200, "api_token"},
          {Method::kPatch, "/api/projects/@current/", R"({"timezone":"Asia/Tokyo"})", 200,
           "Asia/Tokyo"},
          {Method::kPatch, "/api/projects/@current/", R"({"name":"No"})", 403,
           "API key missing required scope 'project:write'"},
          {Method::kPatch, "/api/projects/@current/reset_token/", "", 403,
           "API key missing required scope 'project:write'"},
          {Method::kGet, "/api/users/@me/", "", 403, "API key missing required scope 'user:read'"},
          {Method::kGet, "/api/personal_api_keys/@current", "", 200, R"("scoped_teams":[])"},
          {Method::kGet, "/api/personal_api_keys/", "", 403,
           "This action does not support Personal API Key access"},
      });
  EXPECT_EQ(jane.Get("/api/projects/@current/").At("name"), "\"Default project\"");
  EXPECT_EQ(jane.Get("/api/personal_api_keys/@current").status, 404);
  EXPECT_EQ(jane.Post("/api/personal_api_keys/", R"({"label":"x","scopes":["a:b"]})").At("detail"),
            "\"Invalid scope: a:b\"");
}

TEST_F(ApiTest, ARevokedOrRolledKeyStopsAtOnce) {
  jane.SignUp("jane@example.com");
  Client program(instance);
  program.key = jane.MakeKey(R"("scopes":["*"])");
  const std::string id(*StringMember(program.Get("/api/personal_api_keys/@current").json, "id"));
  const Reply rolled = jane.Post("/api/personal_api_keys/" + id + "/roll/");
  EXPECT_EQ(rolled.status, 200);
  EXPECT_EQ(program.Get("/api/users/@me/").status, 401);
  program.key = std::string(*StringMember(rolled.json, "value"));
  EXPECT_EQ(program.Get("/api/users/@me/").status, 200);
  EXPECT_EQ(jane.Patch("/api/personal_api_keys/" + id + "/", R"({"label":"new"})").At("label"),
            "\"new\"");
  EXPECT_EQ(jane.Delete("/api/personal_api_keys/" + id + "/").status, 204);
  EXPECT_EQ(program.Get("/api/users/@me/").status, 401);
  EXPECT_EQ(jane.Get("/api/personal_api_keys/" + id + "/").status, 404);
}

TEST_F(ApiTest, OrganizationsAreIsolated) {
  jane.SignUp("jane@example.com");
  Client joe(instance);
  joe.SignUp("joe@example.com", "Globex");
  const std::string team = joe.Get("/api/projects/@current/").At("id");
  const std::string organization(*StringMember(joe.Get("/api/organizations/@current/").json, "id"));
  const catalog::ObservedEvent event{
      .team_id = std::stoll(team), .name = "secret event", .received_at = instance.clock.Now()};
  ASSERT_TRUE(instance.catalog->Observe({&event, 1}));
  const std::string definition(*StringMember(
      joe.Get("/api/projects/@current/event_definitions/").json.at("results").at(0), "id"));
  Client program(instance);
  program.key = jane.MakeKey(R"("scopes":["*"])");
  for (Client* other : {&jane, &program}) {
    Expect(
        *other,
        {
            {Method::kGet, "/api/projects/" + team + "/", "", 404, "not_found"},
            {Method::kGet, "/api/environments/" + team + "/", "", 404, "not_found"},
            {Method::kPatch, "/api/projects/" + team + "/", R"({"name":"x"})", 404, "not_found"},
            {Method::kDelete, "/api/projects/" + team + "/", "", 404, "not_found"},
            {Method::kPatch, "/api/projects/" + team + "/reset_token/", "", 404, "not_found"},
            {Method::kPost, "/api/projects/" + team + "/query/", R"({"query":{}})", 404,
             "not_found"},
            {Method::kGet, "/api/projects/" + team + "/event_definitions/", "", 404, "not_found"},
            {Method::kGet, "/api/projects/@current/event_definitions/" + definition + "/", "", 404,
             "not_found"},
            {Method::kPatch, "/api/projects/@current/event_definitions/" + definition + "/",
             R"({"hidden":true})", 404, "not_found"},
            {Method::kDelete, "/api/projects/@current/event_definitions/" + definition + "/", "",
             404, "not_found"},
            {Method::kGet, "/api/projects/" + team + "/live_events/", "", 404, "not_found"},
            {Method::kGet, "/api/organizations/" + organization + "/", "", 404, "not_found"},
            {Method::kDelete, "/api/organizations/" + organization + "/", "", 404, "not_found"},
            {Method::kPost, "/api/organizations/" + organization + "/projects/", "{}", 404,
             "not_found"},
            {Method::kGet, "/api/organizations/@current/projects/" + team + "/", "", 404,
             "not_found"},
        });
  }
  Expect(jane,
         {{Method::kPatch, "/api/users/@me/", "{\"set_current_team\":" + team + "}", 400,
           "does_not_exist"},
          {Method::kPatch, "/api/users/@me/",
           "{\"set_current_organization\":\"" + organization + "\"}", 400, "does_not_exist"}});
  EXPECT_TRUE(instance.questions.empty());
  EXPECT_TRUE(instance.listeners.empty());
  EXPECT_EQ(joe.Get("/api/projects/@current/").At("name"), "\"Default project\"");
  EXPECT_EQ(joe.Get("/api/projects/@current/event_definitions/").At("results.0.hidden"), "false");
  EXPECT_EQ(jane.Get("/api/projects/").At("count"), "1");
  EXPECT_EQ(jane.Get("/api/organizations/").At("count"), "1");
  EXPECT_EQ(jane.Get("/api/users/").At("count"), "2") << "the first user is staff";
  EXPECT_EQ(joe.Get("/api/users/").At("count"), "1");
}

TEST_F(ApiTest, CreatesChangesAndDeletesProjects) {
  jane.SignUp("jane@example.com");
  const Reply made =
      jane.Post("/api/organizations/@current/projects/",
                R"({"name":"<script>alert(1)</script>","timezone":"Europe/Berlin"})");
  ASSERT_EQ(made.status, 201) << made.Text();
  EXPECT_EQ(made.At("name"), R"("<script>alert(1)</script>")");
  EXPECT_EQ(made.At("timezone"), "\"Europe/Berlin\"");
  EXPECT_EQ(made.At("secret_api_token"), "null");
  EXPECT_EQ(made.At("effective_membership_level"), "15");
  EXPECT_EQ(project(), made.At("id")) << "a new project becomes the current one";
  const std::string path = "/api/projects/" + made.At("id") + "/";
  const std::string long_name(300, 'n');
  Expect(
      jane,
      {
          {Method::kPatch, path, R"({"app_urls":["https://b","https://a"],"id":5,"x":1})", 200,
           R"("app_urls":["https://b","https://a"])"},
          {Method::kPut, path, R"({"heatmaps_opt_in":true})", 200, R"("heatmaps_opt_in":true)"},
          {Method::kPatch, path, "{\"name\":\"" + long_name + "\"}", 400, "max_length"},
          {Method::kPatch, path, R"({"timezone":"Nowhere"})", 400, R"("attr":"timezone")"},
          {Method::kPatch, path, R"({"session_recording_opt_in":null})", 400, R"("code":"null")"},
          {Method::kPost, "/api/projects/", R"({"timezone":"Nowhere"})", 400, "invalid_choice"},
          {Method::kPatch, path + "add_product_intent/", R"({"product_type":"surveys"})", 201,
           "api_token"},
          {Method::kGet, path + "is_generating_demo_data/", "", 200, "false"},
          {Method::kGet, path + "event_ingestion_restrictions/", "", 200, "[]"},
          {Method::kPatch, path,
           R"({"event_ingestion_restrictions":[{"restriction_type":"redirect_to_dlq",)"
           R"("event_names":["bad"]}]})",
           200, R"("event_names":["bad"])"},
          {Method::kPatch, path, R"({"event_ingestion_restrictions":[{"restriction_type":"x"}]})",
           400, R"("attr":"event_ingestion_restrictions__0__restriction_type")"},
          {Method::kGet, path + "event_ingestion_restrictions/", "", 200,
           R"([{"restriction_type":"redirect_to_dlq","distinct_ids":[],"session_ids":[],)"
           R"("event_names":["bad"],"event_uuids":[],"pipelines":["analytics"]}])"},
      });
  EXPECT_EQ(jane.Get("/api/projects/").At("count"), "2");
  const std::string token = jane.Get(path).At("api_token");
  EXPECT_NE(jane.Send(Method::kPatch, path + "reset_token/").At("api_token"), token);
  EXPECT_EQ(jane.Delete(path).status, 204);
  EXPECT_EQ(jane.Get(path).status, 404);
  EXPECT_EQ(jane.Get("/api/projects/@current/").status, 200);
  EXPECT_EQ(jane.Delete(path).status, 404);
}

TEST_F(ApiTest, MembersMayNotDoWhatAdminsMay) {
  jane.SignUp("jane@example.com");
  ASSERT_TRUE(instance.database->Execute("UPDATE memberships SET level = 1"));
  const std::string says = "Your organization access level is insufficient.";
  Expect(jane, {
                   {Method::kGet, "/api/projects/@current/", "", 200, "api_token"},
                   {Method::kPatch, "/api/projects/@current/", R"({"timezone":"UTC"})", 200, "UTC"},
                   {Method::kPatch, "/api/projects/@current/",
                    R"({"event_ingestion_restrictions":[]})", 403, says},
                   {Method::kPost, "/api/projects/", "{}", 403, says},
                   {Method::kDelete, "/api/projects/@current/", "", 403, says},
                   {Method::kPatch, "/api/projects/@current/reset_token/", "", 403, says},
                   {Method::kPatch, "/api/projects/@current/rotate_secret_token/", "", 403, says},
                   {Method::kPatch, "/api/organizations/@current/", R"({"name":"x"})", 403, says},
                   {Method::kDelete, "/api/organizations/@current/", "", 403, says},
               });
  EXPECT_EQ(jane.Get("/api/organizations/@current/").At("name"), "\"Acme\"");
  EXPECT_EQ(jane.Get("/api/projects/").At("count"), "1");
}

TEST_F(ApiTest, TeamScopedKeysStayInTheirProject) {
  jane.SignUp("jane@example.com");
  const std::string first = project();
  const std::string second = jane.Post("/api/projects/", R"({"name":"Two"})").At("id");
  Client program(instance);
  program.key = jane.MakeKey("\"scopes\":[\"*\"],\"scoped_teams\":[" + second + "]");
  Expect(program,
         {
             {Method::kGet, "/api/projects/" + second + "/", "", 200, "Two"},
             {Method::kGet, "/api/projects/@current/", "", 200, "Two"},
             {Method::kGet, "/api/projects/" + first + "/", "", 403,
              "API key does not have access to the requested project: ID " + first + "."},
             {Method::kGet, "/api/projects/", "", 200, R"("count":1)"},
             {Method::kGet, "/api/organizations/@current/", "", 200, "Acme"},
             {Method::kPatch, "/api/organizations/@current/", R"({"name":"x"})", 403,
              "scoped projects"},
             {Method::kPost, "/api/projects/", "{}", 403, "scoped projects"},
             {Method::kPost, "/api/organizations/", R"({"name":"Mine"})", 403, "scoped projects"},
             {Method::kPatch, "/api/users/@me/", R"({"first_name":"x"})", 403, "scoped projects"},
             {Method::kGet, "/api/users/", "", 200, R"("count":1)"},
             {Method::kGet, "/api/organizations/@current/projects/" + second + "/", "", 200, "Two"},
         });
  EXPECT_EQ(jane.Get("/api/projects/").At("count"), "2");
}

TEST_F(ApiTest, SwitchesTheCurrentProject) {
  jane.SignUp("jane@example.com");
  const std::string first = project();
  const std::string second = jane.Post("/api/projects/", R"({"name":"Two"})").At("id");
  EXPECT_EQ(project(), second);
  const Reply me = jane.Patch("/api/users/@me/", "{\"set_current_team\":" + first + "}");
  EXPECT_EQ(me.At("team.id"), first);
  EXPECT_EQ(project(), first);
}

TEST_F(ApiTest, DeletesAnOrganizationWithEverythingInIt) {
  jane.SignUp("jane@example.com");
  Expect(jane, {
                   {Method::kPatch, "/api/organizations/@current/",
                    R"({"name":"New","enforce_2fa":null,"default_anonymize_ips":true})", 200,
                    R"("name":"New")"},
                   {Method::kDelete, "/api/users/@me/", "", 409, "organization_membership_exists"},
                   {Method::kDelete, "/api/organizations/@current/", "", 204, ""},
                   {Method::kGet, "/api/organizations/@current/", "", 404, "not_found"},
                   {Method::kGet, "/api/projects/@current/", "", 404, "not_found"},
                   {Method::kGet, "/api/users/@me/", "", 200, R"("team":null)"},
                   {Method::kDelete, "/api/users/@me/", "", 204, ""},
               });
  EXPECT_TRUE(instance.directory.All().empty());
}

TEST_F(ApiTest, PagesFollowEachOther) {
  jane.SignUp("jane@example.com");
  for (int i = 0; i < 4; ++i) jane.Post("/api/projects/", "{}");
  std::vector<std::string> seen;
  std::string target = "/api/projects/?limit=2&search=a%20b";
  while (!target.empty()) {
    const Reply page = jane.Get(target);
    EXPECT_EQ(page.At("count"), "5");
    for (const Json& row : page.json.at("results").get_array()) {
      seen.push_back(PrintJson(row.at("id")));
    }
    const auto next = StringMember(page.json, "next");
    target = "";
    if (next) {
      EXPECT_TRUE(next->starts_with("http://tenrec.test/api/projects/?search=a%20b&limit=2"))
          << *next;
      target = std::string(next->substr(std::string("http://tenrec.test").size()));
    }
  }
  EXPECT_EQ(seen, (std::vector<std::string>{"1", "2", "3", "4", "5"}));
  for (const char* odd : {"?limit=0", "?limit=abc", "?limit=-1", "?limit=99999999999999999999"}) {
    EXPECT_EQ(jane.Get(std::string("/api/projects/") + odd).json.at("results").get_array().size(),
              5U)
        << odd;
  }
  const Reply past = jane.Get("/api/projects/?offset=1000000000");
  EXPECT_EQ(past.status, 200);
  EXPECT_EQ(past.At("results"), "[]");
  EXPECT_EQ(jane.Get("/api/projects/?limit=2&offset=2").At("previous"),
            "\"http://tenrec.test/api/projects/?limit=2\"");
}

TEST_F(ApiTest, EveryWrongTurnIsJson) {
  jane.SignUp("jane@example.com");
  Expect(jane,
         {
             {Method::kGet, "/api/nothing/", "", 404, "Endpoint not found."},
             {Method::kPost, "/api/", "", 404, "Endpoint not found."},
             {Method::kGet, "/api/projects/1/nothing/at/all/", "", 404, "Endpoint not found."},
             {Method::kDelete, "/api/projects/", "", 405, R"(Method \"DELETE\" not allowed.)"},
             {Method::kGet, "/api/projects/999999/", "", 404, "Not found."},
             {Method::kGet, "/api/projects/x'--/", "", 404, "Not found."},
             {Method::kGet, "/api/projects/99999999999999999999999/", "", 404, "Not found."},
             {Method::kGet, "/api/organizations/acme/", "", 404, "Not found."},
             {Method::kGet, "/api/users/12/", "", 404, "Not found."},
             {Method::kGet, "/api/projects/@current/event_definitions/7/", "", 404, "Not found."},
             {Method::kPatch, "/api/projects/@current/", "{\"name\":", 400, "parse_error"},
             {Method::kPatch, "/api/projects/@current/", "\"name\"", 400, "got str"},
             {Method::kPatch, "/api/projects/@current/", std::string(11U << 20U, ' '), 413,
              "payload_too_large"},
         });
  const std::string deep = "{\"a\":" + std::string(10'000, '[') + std::string(10'000, ']') + "}";
  Expect(jane, {{Method::kPatch, "/api/projects/@current/", deep, 400, "parse_error"}});
  const Reply media = jane.Send(Method::kPatch, "/api/projects/@current/", "a=b",
                                {{"Content-Type", "multipart/form-data; boundary=x"}});
  EXPECT_EQ(media.status, 415);
  EXPECT_EQ(media.At("code"), "\"unsupported_media_type\"");
}

TEST_F(ApiTest, AnswersOptionsAndHead) {
  const Reply options = nobody.Send(Method::kOptions, "/api/projects/1/");
  EXPECT_EQ(options.status, 200);
  EXPECT_EQ(options.Header("Allow"), "GET, HEAD, PUT, PATCH, DELETE, OPTIONS");
  jane.SignUp("jane@example.com");
  EXPECT_EQ(jane.Send(Method::kHead, "/api/users/@me/").status, 200);
}

TEST_F(ApiTest, ReadsFormsForLogin) {
  jane.SignUp("jane@example.com");
  const Reply in = nobody.Send(Method::kPost, "/api/login/",
                               "email=jane%40example.com&password=correct+horse+battery",
                               {{"Content-Type", "application/x-www-form-urlencoded"}});
  EXPECT_EQ(in.status, 200);
}

TEST_F(ApiTest, ReadsJsonThatCurlCallsAForm) {
  jane.SignUp("jane@example.com");
  const Reply patched = jane.Send(Method::kPatch, "/api/projects/@current/", R"({"name":"Mine"})",
                                  {{"Content-Type", "application/x-www-form-urlencoded"}});
  EXPECT_EQ(patched.At("name"), "\"Mine\"");
}

TEST_F(ApiTest, PacksLargeAnswersButNoSecrets) {
  jane.SignUp("jane@example.com");
  const std::vector<http::Header> gzip{{"Accept-Encoding", "gzip"}};
  EXPECT_EQ(jane.Send(Method::kGet, "/api/users/@me/", "", gzip).Header("Content-Encoding"),
            "gzip");
  EXPECT_EQ(jane.Send(Method::kPatch, "/api/projects/@current/rotate_secret_token/", "", gzip)
                .Header("Content-Encoding"),
            "");
}

TEST_F(ApiTest, SaysBusyWhenThePoolIsFull) {
  jane.SignUp("jane@example.com");
  std::promise<void> go;
  const std::shared_future<void> gate = go.get_future().share();
  std::latch working(Instance::kPoolThreads);
  const auto block = [gate, &working] {
    working.count_down();
    gate.wait();
  };
  for (int i = 0; i < Instance::kPoolThreads; ++i) ASSERT_TRUE(instance.pool.TrySubmit(block));
  working.wait();
  while (instance.pool.TrySubmit([] {})) {
  }
  const Reply busy = jane.Get("/api/users/@me/");
  go.set_value();
  EXPECT_EQ(busy.status, 503);
  EXPECT_EQ(busy.At("code"), "\"service_unavailable\"");
  EXPECT_EQ(busy.Header("Retry-After"), "1");
}

TEST_F(ApiTest, TurnsAnExceptionIntoAnAnswer) {
  jane.SignUp("jane@example.com");
  instance.answer = [](const auto&) -> query::Answer { throw std::runtime_error("unforeseen"); };
  Expect(jane, {{Method::kGet, "/api/projects/@current/events/values/?key=a", "", 500,
                 "A server error occurred."}});
  EXPECT_EQ(instance.metrics.GetCounter("api_unforeseen_errors_total").value(), 1U);
}

}  // namespace
}  // namespace tenrec::api
