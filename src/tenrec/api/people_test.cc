#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tenrec/api/test_instance.h"

namespace tenrec::api {
namespace {

using http::Method;
using testing::HasSubstr;
using testing::Not;

std::string Plain(const std::string& json_text) {
  const auto json = ParseJson(json_text);
  return json && json->is_string() ? std::string(View(json->get_string())) : "";
}

// Jane owns Acme; Alex, an admin, and Mia, a member, joined by invite; Zoe owns Globex.
class PeopleTest : public testing::Test {
 protected:
  PeopleTest() {
    EXPECT_EQ(jane.SignUp("jane@acme.test").status, 201);
    EXPECT_EQ(zoe.SignUp("zoe@globex.test", "Globex").status, 201);
    Join(alex, "alex@acme.test", 8);
    Join(mia, "mia@acme.test", 1);
  }

  std::string Invite(Client& who, std::string_view email, int level = 1,
                     std::string_view more = "") {
    const Reply made = who.Post(O("invites/"), "{\"target_email\":\"" + std::string(email) +
                                                   "\",\"level\":" + std::to_string(level) +
                                                   std::string(more) + "}");
    EXPECT_EQ(made.status, 201) << made.Text();
    return Plain(made.At("id"));
  }
  void Join(Client& who, std::string_view email, int level) {
    instance.clock.Advance(std::chrono::seconds(1));
    const Reply joined = who.Post("/api/signup/" + Invite(jane, email, level) + "/", kNewcomer);
    EXPECT_EQ(joined.status, 201) << joined.Text();
  }
  static std::string O(std::string_view path) {
    return "/api/organizations/@current/" + std::string(path);
  }
  static std::string UuidOf(Client& who) { return Plain(who.Get("/api/users/@me/").At("uuid")); }
  static std::string MemberPath(Client& who) { return O("members/") + UuidOf(who) + "/"; }
  std::string LevelOf(Client& who) {
    return jane.Get(O("members/?email=") + Plain(who.Get("/api/users/@me/").At("email")))
        .At("results.0.level");
  }

  static constexpr std::string_view kNewcomer =
      R"({"first_name":"New","password":"gravel-otter-lamp-77"})";
  Instance instance;
  Client jane{instance};
  Client alex{instance};
  Client mia{instance};
  Client zoe{instance};
  Client nobody{instance};
};

TEST_F(PeopleTest, MembersAreListedNewestFirstAndFound) {
  const Reply all = mia.Get(O("members/"));
  EXPECT_EQ(all.At("count"), "3");
  EXPECT_EQ(all.At("results.0.user.email"), "\"mia@acme.test\"");
  EXPECT_EQ(all.At("results.2.level"), "15");
  EXPECT_EQ(mia.Get(O("members/?search=ALEX")).At("count"), "1");
  EXPECT_EQ(mia.Get(O("members/?email=Jane@acme.test")).At("count"), "1");
  EXPECT_EQ(mia.Get(O("members/?order=joined_at&limit=1")).At("results.0.user.email"),
            "\"jane@acme.test\"");
  EXPECT_THAT(mia.Get(O("members/?limit=1")).At("next"), HasSubstr("offset=1"));
  EXPECT_EQ(zoe.Get(O("members/")).At("count"), "1") << "Globex has one";
}

TEST_F(PeopleTest, LevelsAreGivenByWhoHasThem) {
  const std::string insufficient = "Your organization access level is insufficient.";
  Expect(mia, {{Method::kPatch, MemberPath(alex), R"({"level":1})", 403, insufficient},
               {Method::kPatch, MemberPath(mia), R"({"level":8})", 403, insufficient},
               {Method::kDelete, MemberPath(alex), "", 403, insufficient}});
  Expect(alex,
         {{Method::kPatch, MemberPath(mia), R"({"level":15})", 403, "your own level or below"},
          {Method::kPatch, MemberPath(jane), R"({"level":1})", 403, "your own level or below"},
          {Method::kPatch, MemberPath(alex), R"({"level":1})", 400, "your own access level"},
          {Method::kPatch, MemberPath(mia), R"({"level":7})", 400, "invalid_choice"},
          {Method::kPatch, MemberPath(mia), R"({"level":"x"})", 400, R"("attr":"level")"},
          {Method::kPatch, MemberPath(mia), R"({"level":null})", 400, R"("code":"null")"},
          {Method::kPatch, O("members/12/"), R"({"level":1})", 404, "not_found"},
          {Method::kDelete, MemberPath(jane), "", 403, insufficient},
          {Method::kPatch, MemberPath(mia), R"({"level":8,"user":5})", 200, R"("level":8)"}});
  EXPECT_EQ(LevelOf(mia), "8");
  EXPECT_EQ(LevelOf(jane), "15");
  EXPECT_EQ(jane.Patch(MemberPath(alex), R"({"level":15})").status, 200);
  EXPECT_EQ(LevelOf(alex), "15");
}

TEST_F(PeopleTest, TheLastOwnerStays) {
  Expect(jane, {{Method::kDelete, MemberPath(jane), "", 400, "last_owner"},
                {Method::kDelete, O("members/@me/"), "", 400, "last_owner"},
                {Method::kPatch, MemberPath(alex), R"({"level":15})", 200, "15"}});
  Expect(alex, {{Method::kPatch, MemberPath(jane), R"({"level":1})", 200, R"("level":1)"},
                {Method::kDelete, O("members/@me/"), "", 400, "last_owner"}});
  EXPECT_EQ(LevelOf(alex), "15");
}

TEST_F(PeopleTest, WhoLeavesSeesNothingAnyMore) {
  Client program(instance);
  program.key = mia.MakeKey(R"("scopes":["*"])");
  const std::string project = mia.Get("/api/projects/@current/").At("id");
  EXPECT_EQ(program.Get("/api/projects/" + project + "/").status, 200);
  EXPECT_EQ(mia.Delete(O("members/@me/")).status, 204);
  EXPECT_EQ(mia.Get("/api/projects/" + project + "/").status, 404);
  EXPECT_EQ(program.Get("/api/projects/" + project + "/").status, 404);
  EXPECT_EQ(mia.Get("/api/users/@me/").At("organization"), "null");
  EXPECT_EQ(mia.Get("/api/users/@me/").At("team"), "null");
  EXPECT_EQ(alex.Delete(MemberPath(mia)).status, 404);
  EXPECT_EQ(jane.Delete(MemberPath(alex)).status, 204);
  EXPECT_EQ(jane.Get(O("members/")).At("count"), "1");
}

TEST_F(PeopleTest, OthersCannotTouchTheOrganization) {
  const std::string acme = "/api/organizations/" + Plain(jane.Get(O("")).At("id")) + "/";
  const std::string invite = Invite(jane, "new@acme.test");
  Client program(instance);
  program.key = zoe.MakeKey(R"("scopes":["*"])");
  for (Client* other : {&zoe, &program}) {
    Expect(*other,
           {{Method::kGet, acme + "members/", "", 404, "not_found"},
            {Method::kPatch, acme + "members/" + UuidOf(mia) + "/", R"({"level":8})", 404, ""},
            {Method::kDelete, acme + "members/" + UuidOf(mia) + "/", "", 404, ""},
            {Method::kGet, acme + "invites/", "", 404, ""},
            {Method::kPost, acme + "invites/", R"({"target_email":"z@z.test"})", 404, ""},
            {Method::kPost, acme + "invites/bulk/", "[]", 404, ""},
            {Method::kDelete, acme + "invites/" + invite + "/", "", 404, ""},
            {Method::kGet, acme + "roles/", "", 404, ""},
            {Method::kPost, acme + "roles/", R"({"name":"x"})", 404, ""},
            // Through an organization of one's own neither.
            {Method::kPatch, MemberPath(mia), R"({"level":8})", 404, "not_found"},
            {Method::kDelete, O("invites/") + invite + "/", "", 404, "not_found"}});
  }
  EXPECT_EQ(LevelOf(mia), "1");
  EXPECT_EQ(jane.Get(O("invites/")).At("count"), "1");
}

TEST_F(PeopleTest, KeysNeedTheirScopes) {
  Client reader(instance);
  reader.key = jane.MakeKey(R"("scopes":["organization_member:read"])");
  EXPECT_EQ(reader.Get(O("members/")).status, 200);
  Expect(reader, {{Method::kPatch, MemberPath(mia), R"({"level":8})", 403,
                   "API key missing required scope 'organization_member:write'"},
                  {Method::kPost, O("invites/"), R"({"target_email":"a@b.test"})", 403,
                   "API key missing required scope 'organization_member:write'"},
                  {Method::kGet, O("roles/"), "", 403,
                   "API key missing required scope 'organization:read'"}});
}

TEST_F(PeopleTest, InvitesAreChecked) {
  Expect(jane,
         {{Method::kPost, O("invites/"), "{}", 400, R"("attr":"target_email")"},
          {Method::kPost, O("invites/"), R"({"target_email":"nobody"})", 400, "invalid"},
          {Method::kPost, O("invites/"), R"({"target_email":"MIA@acme.test"})", 400,
           "already belongs"},
          {Method::kPost, O("invites/"), R"({"target_email":"a@b.test","level":3})", 400,
           R"("attr":"level")"},
          {Method::kPost, O("invites/"),
           R"({"target_email":"a@b.test","private_project_access":[{"id":99,"level":1}]})", 400,
           "does_not_exist"},
          {Method::kPost, O("invites/"), R"([{"target_email":"a@b.test"}])", 400, "got list"},
          {Method::kPost, O("invites/bulk/"), R"({"target_email":"a@b.test"})", 400, "got type"},
          {Method::kPost, O("invites/bulk/"),
           R"([{"target_email":"ok@b.test"},{"target_email":"no"}])", 400,
           R"("attr":"1__target_email")"},
          {Method::kPost, O("invites/bulk/"),
           R"([{"target_email":"ok@b.test"},{"target_email":"mia@acme.test"}])", 400,
           R"("attr":"1__target_email")"}});
  std::string many = "[";
  for (int i = 0; i < 21; ++i) {
    many += (i == 0 ? "" : ",") + ("{\"target_email\":\"u" + std::to_string(i) + "@b.test\"}");
  }
  Expect(jane, {{Method::kPost, O("invites/bulk/"), many + "]", 400, "max_length"}});
  EXPECT_EQ(jane.Get(O("invites/")).At("count"), "0") << "all of them or none";
  const Reply two = jane.Post(
      O("invites/bulk/"),
      R"([{"target_email":"a@b.test","first_name":"Ann","message":"Hi"},{"target_email":"c@d.test"}])");
  EXPECT_EQ(two.status, 201);
  EXPECT_EQ(two.At("0.first_name"), "\"Ann\"");
  EXPECT_EQ(two.At("0.emailing_attempt_made"), "false");
  EXPECT_EQ(two.At("1.created_by.email"), "\"jane@acme.test\"");
  EXPECT_EQ(jane.Get(O("invites/")).At("count"), "2");
}

TEST_F(PeopleTest, WhoMayInviteIsASetting) {
  const std::string mine = Invite(mia, "friend@acme.test");
  Expect(mia, {{Method::kPost, O("invites/"), R"({"target_email":"x@acme.test","level":8})", 403,
                "higher level than your own"}});
  const std::string strong = Invite(jane, "boss@acme.test", 15);
  EXPECT_THAT(mia.Get(O("invites/")).Text(), Not(HasSubstr(strong)))
      << "the id of an invite to a higher level would raise whoever reads it";
  EXPECT_EQ(mia.Delete(O("invites/") + strong + "/").status, 403);
  EXPECT_EQ(mia.Delete(O("invites/") + mine + "/").status, 204);
  EXPECT_EQ(jane.Patch(O(""), R"({"members_can_invite":false})").status, 200);
  Expect(mia, {{Method::kPost, O("invites/"), R"({"target_email":"x@acme.test"})", 403,
                "Your organization access level is insufficient."}});
  Invite(alex, "x@acme.test");
}

TEST_F(PeopleTest, InvitesToOneAddressAreCombined) {
  Invite(jane, "new@acme.test", 8);
  const Reply combined = jane.Post(
      O("invites/"), R"({"target_email":"NEW@acme.test","combine_pending_invites":true})");
  EXPECT_EQ(combined.At("level"), "8");
  EXPECT_EQ(jane.Get(O("invites/")).At("count"), "1");
  const Reply weaker =
      mia.Post(O("invites/"), R"({"target_email":"new@acme.test","combine_pending_invites":true})");
  EXPECT_EQ(weaker.At("level"), "1") << "a member cannot take over an admin's invite";
  EXPECT_EQ(jane.Get(O("invites/")).At("count"), "2");
}

TEST_F(PeopleTest, AnInviteShowsWhatItIsForAndWorksOnce) {
  const std::string path = "/api/signup/" + Invite(jane, "new@acme.test", 8) + "/";
  const Reply offer = nobody.Get(path);
  EXPECT_EQ(offer.At("target_email"), "\"n***w@acme.test\"");
  EXPECT_EQ(offer.At("organization_name"), "\"Acme\"");
  Expect(nobody, {{Method::kPost, path, R"({"first_name":"N"})", 400, R"("attr":"password")"},
                  {Method::kPost, path, R"({"first_name":"N","password":"12345678"})", 400,
                   "password_too_weak"}});
  EXPECT_TRUE(nobody.cookies.empty());
  Client joined(instance);
  const Reply welcome = joined.Post(path, kNewcomer);
  EXPECT_EQ(welcome.status, 201) << welcome.Text();
  EXPECT_EQ(welcome.At("email"), "\"new@acme.test\"");
  const Reply me = joined.Get("/api/users/@me/");
  EXPECT_EQ(me.At("organization.name"), "\"Acme\"");
  EXPECT_EQ(me.At("organization.membership_level"), "8");
  EXPECT_EQ(me.At("team.id"), jane.Get("/api/projects/@current/").At("id"));
  EXPECT_EQ(me.At("is_staff"), "false");
  Expect(nobody, {{Method::kPost, path, std::string(kNewcomer), 400, "invalid_input"},
                  {Method::kGet, "/api/signup/nonsense/", "", 400, "invalid_input"}});
}

TEST_F(PeopleTest, AnInviteIsForOnePersonAndThreeDays) {
  const std::string for_zoe = "/api/signup/" + Invite(jane, "Zoe@globex.test") + "/";
  Expect(nobody, {{Method::kGet, for_zoe, "", 400, "account_exists"},
                  {Method::kPost, for_zoe, std::string(kNewcomer), 400, "account_exists"}});
  Expect(mia, {{Method::kGet, for_zoe, "", 400, "invalid_recipient"},
               {Method::kPost, for_zoe, "", 400, "invalid_recipient"}});
  EXPECT_EQ(zoe.Get(for_zoe).status, 200);
  Client program(instance);
  program.key = zoe.MakeKey(R"("scopes":["*"])");
  EXPECT_EQ(program.Post(for_zoe).status, 403) << "a key does not join in somebody's place";
  EXPECT_EQ(zoe.Post(for_zoe).status, 201);
  EXPECT_EQ(zoe.Get("/api/organizations/").At("count"), "2");
  EXPECT_EQ(zoe.Get("/api/users/@me/").At("organization.name"), "\"Acme\"");

  const std::string late = Invite(jane, "late@acme.test");
  instance.clock.Advance(std::chrono::hours(24 * 3 + 1));
  Expect(nobody,
         {{Method::kGet, "/api/signup/" + late + "/", "", 400, "expired"},
          {Method::kPost, "/api/signup/" + late + "/", std::string(kNewcomer), 400, "expired"}});
  EXPECT_EQ(jane.Get(O("invites/")).At("results.0.is_expired"), "true");
}

TEST_F(PeopleTest, RolesHoldMembers) {
  Expect(mia, {{Method::kPost, O("roles/"), R"({"name":"Dev"})", 403, "access level"},
               {Method::kGet, O("roles/"), "", 200, R"("count":0)"}});
  const Reply made = jane.Post(O("roles/"), R"({"name":" Dev "})");
  EXPECT_EQ(made.status, 201) << made.Text();
  EXPECT_EQ(made.At("name"), "\"Dev\"");
  EXPECT_EQ(made.At("created_by"), "null");
  const std::string role = O("roles/") + Plain(made.At("id")) + "/";
  const std::string mia_uuid = UuidOf(mia);
  Expect(jane,
         {{Method::kPost, O("roles/"), R"({"name":"dEV"})", 400, R"("code":"unique")"},
          {Method::kPost, O("roles/"), R"({"name":" "})", 400, R"("code":"blank")"},
          {Method::kPatch, role, R"({"name":"Developers"})", 200, "Developers"},
          {Method::kPost, role + "role_memberships/", "{\"user_uuid\":\"" + UuidOf(zoe) + "\"}",
           400, "does_not_exist"},
          {Method::kPost, role + "role_memberships/", R"({"user_uuid":"me"})", 400, "user_uuid"},
          {Method::kPost, role + "role_memberships/", "{\"user_uuid\":\"" + mia_uuid + "\"}", 201,
           "mia@acme.test"},
          {Method::kPost, role + "role_memberships/", "{\"user_uuid\":\"" + mia_uuid + "\"}", 400,
           "already part"}});
  const Reply shown = mia.Get(role);
  EXPECT_EQ(shown.At("members.0.user.uuid"), "\"" + mia_uuid + "\"");
  EXPECT_EQ(shown.At("is_default"), "false");
  const std::string membership = role + "role_memberships/" + Plain(shown.At("members.0.id")) + "/";
  EXPECT_EQ(mia.Get(membership).At("organization_member.level"), "1");
  EXPECT_EQ(jane.Get(role + "role_memberships/").At("count"), "1");
  Expect(mia, {{Method::kDelete, membership, "", 403, "access level"}});
  EXPECT_EQ(jane.Delete(membership).status, 204);
  EXPECT_EQ(jane.Get(role).At("members"), "[]");

  EXPECT_EQ(jane.Patch(O(""), "{\"default_role_id\":" + made.At("id") + "}").status, 200);
  Client newcomer(instance);
  Join(newcomer, "new@acme.test", 1);
  EXPECT_EQ(jane.Get(role).At("members.0.user.email"), "\"new@acme.test\"");
  EXPECT_EQ(jane.Get(role).At("is_default"), "true");
  EXPECT_EQ(jane.Delete(MemberPath(newcomer)).status, 204);
  EXPECT_EQ(jane.Get(role).At("members"), "[]") << "who leaves the organization leaves its roles";
  EXPECT_EQ(jane.Delete(role).status, 204);
  EXPECT_EQ(jane.Get(role).status, 404);
}

TEST_F(PeopleTest, AdminsSeeWhichKeysOpenTheOrganization) {
  const std::string path = MemberPath(mia) + "scoped_api_keys/";
  EXPECT_EQ(jane.Get(path).At("has_keys"), "false");
  Client program(instance);
  program.key = mia.MakeKey(R"("scopes":["project:read"])");
  EXPECT_EQ(program.Get("/api/projects/").status, 200);
  const Reply keys = jane.Get(path);
  EXPECT_EQ(keys.At("has_keys_active_last_week"), "true");
  EXPECT_EQ(keys.At("keys.0.name"), "\"test\"");
  EXPECT_EQ(mia.Get(path).status, 403);
}

TEST_F(PeopleTest, AForgottenPasswordIsSetAnewByALink) {
  Expect(
      nobody,
      {{Method::kPost, "/api/reset/", R"({"email":"mia@acme.test"})", 400, "email_not_available"},
       {Method::kPost, "/api/reset/", R"({"email":"who@acme.test"})", 400, "email_not_available"},
       {Method::kPost, "/api/reset/", "{}", 400, R"("attr":"email")"}});
  const Reply me = mia.Get("/api/users/@me/");
  const std::string path = "/api/reset/" + Plain(me.At("uuid")) + "/";
  const auto token = instance.accounts->password_resets().MakeToken(me.json.at("id").get_int64());
  ASSERT_TRUE(token);
  const auto body = [&](std::string_view secret, std::string_view password) {
    return PrintJson(JsonObject{{"token", secret}, {"password", password}});
  };
  std::string wrong = *token;
  wrong.back() = wrong.back() == '0' ? '1' : '0';
  Expect(nobody, {{Method::kGet, path + "?token=" + wrong, "", 400, "invalid_token"},
                  {Method::kGet, path, "", 400, "invalid_token"},
                  {Method::kGet, "/api/reset/x/?token=" + *token, "", 400, "invalid_token"},
                  {Method::kGet, "/api/reset/" + UuidOf(jane) + "/?token=" + *token, "", 400,
                   "invalid_token"},
                  {Method::kPost, path, body(wrong, "gravel-otter-lamp-78"), 400, "invalid_token"},
                  {Method::kPost, path, body(*token, "12345678"), 400, "password_too_weak"},
                  {Method::kGet, path + "?token=" + *token, "", 204, ""}});
  Client reset(instance);
  EXPECT_EQ(reset.Post(path, body(*token, "gravel-otter-lamp-78")).status, 204);
  EXPECT_EQ(reset.Get("/api/users/@me/").status, 200) << "signed in";
  EXPECT_EQ(mia.Get("/api/users/@me/").status, 401) << "the sessions before are over";
  EXPECT_EQ(mia.LogIn("mia@acme.test", "gravel-otter-lamp-78").status, 200);
  EXPECT_EQ(nobody.Post(path, body(*token, "gravel-otter-lamp-79")).status, 400) << "works once";

  const auto late = instance.accounts->password_resets().MakeToken(me.json.at("id").get_int64());
  instance.clock.Advance(std::chrono::hours(25));
  Expect(nobody, {{Method::kGet, path + "?token=" + *late, "", 400, "invalid_token"}});
}

TEST_F(PeopleTest, EachPinsTheirOwnPages) {
  const std::string path = "/api/user_home_settings/@me/";
  EXPECT_EQ(mia.Get(path).Text(), R"({"tabs":[],"homepage":null})");
  Expect(mia,
         {{Method::kPatch, path, R"({"tabs":[{"id":"1","pathname":"/insights","color":"red"}]})",
           200, "color"},
          {Method::kPatch, path, R"({"homepage":{"pathname":"/dashboard/1"}})", 200, "/insights"},
          {Method::kPatch, path, R"({"tabs":{}})", 400, "not_a_list"},
          {Method::kPatch, path, R"({"tabs":[{"pinned":"maybe"}]})", 400,
           R"("attr":"tabs__0__pinned")"},
          {Method::kGet, "/api/user_home_settings/" + UuidOf(mia) + "/", "", 200, "/dashboard/1"},
          {Method::kGet, "/api/user_home_settings/" + UuidOf(jane) + "/", "", 404, "not_found"}});
  EXPECT_EQ(jane.Get(path).At("tabs"), "[]");
  EXPECT_EQ(mia.Patch(path, R"({"homepage":null})").At("homepage"), "null");
}

}  // namespace
}  // namespace tenrec::api
