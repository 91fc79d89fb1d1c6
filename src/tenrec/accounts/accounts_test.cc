#include "tenrec/accounts/accounts.h"

#include <cstdlib>
#include <filesystem>

#include <gtest/gtest.h>

#include "tenrec/accounts/settings_table.h"

namespace tenrec::accounts {
namespace {

constexpr std::string_view kPassword = "correct horse battery";

class AccountsTest : public testing::Test {
 protected:
  AccountsTest() {
    std::string name = std::filesystem::temp_directory_path() / "tenrec-accounts-XXXXXX";
    directory_path_ = mkdtemp(name.data());
    database_ =
        std::move(*db::Database::Open({.path = directory_path_ / "metadata.db", .readers = 1}));
    EXPECT_TRUE(database_->Migrate(Migrations()));
    Reopen(true);
  }
  ~AccountsTest() override {
    accounts_.reset();
    database_.reset();
    std::filesystem::remove_all(directory_path_);
  }

  void Reopen(bool multi_org, std::string secret_key = "of the tests",
              FurnishProject furnish = {}) {
    accounts_ = std::move(*Accounts::Open(*database_, clock_, directory_,
                                          {.multi_org = multi_org,
                                           .password_cost = {.passes = 1, .memory_kib = 64},
                                           .secret_key = std::move(secret_key),
                                           .furnish = std::move(furnish)}));
  }
  static JsonObject Body(std::string_view text) { return ParseJson(text)->get_object(); }
  static JsonObject SignUpBody(std::string_view email) {
    return {{"email", email},
            {"password", kPassword},
            {"first_name", "Jane"},
            {"organization_name", "Acme"}};
  }
  User SignUp(std::string_view email) {
    auto user = accounts_->SignUp(SignUpBody(email));
    EXPECT_TRUE(user) << user.error().message;
    return *user;
  }
  Caller BySession(const User& user) {
    const auto token = accounts_->sessions().Start(user.id);
    auto caller = accounts_->Authenticate({.session_token = *token});
    EXPECT_TRUE(caller && *caller);
    return **caller;
  }
  std::string MakeKey(const User& user, JsonObject body = {}) {
    body.insert({{"label", "test"}, {"scopes", JsonArray{"*"}}});
    auto made = accounts_->personal_api_keys().Create(user.id, body);
    EXPECT_TRUE(made) << made.error().message;
    return made->value;
  }
  Result<Caller> ByKey(const std::string& key) {
    TRY_ASSIGN(auto caller, accounts_->Authenticate({.bearer = key}));
    return std::move(*caller);
  }

  std::filesystem::path directory_path_;
  ManualClock clock_{*ParseRfc3339("2026-11-22T09:30:00Z")};
  std::unique_ptr<db::Database> database_;
  TeamDirectory directory_;
  std::unique_ptr<Accounts> accounts_;
};

TEST_F(AccountsTest, FirstSignUpMakesAStaffOwnerWithAProject) {
  const User user = SignUp("Jane@Acme.example");
  EXPECT_TRUE(user.is_staff);
  EXPECT_EQ(user.email, "Jane@Acme.example");
  const Caller caller = BySession(user);
  const auto organization = accounts_->CurrentOrganization(caller);
  ASSERT_TRUE(organization && *organization);
  EXPECT_EQ((*organization)->level, Level::kOwner);
  EXPECT_EQ((*organization)->organization.slug, "acme");
  const auto current = accounts_->CurrentTeam(caller);
  ASSERT_TRUE(current && *current);
  const Team& team = *(*current)->team;
  EXPECT_EQ(team.name, "Default project");
  EXPECT_TRUE(team.api_token.starts_with("phc_"));
  EXPECT_EQ(team.api_token.size(), 47U);
  EXPECT_EQ(directory_.ByToken(team.api_token)->id, team.id);
  EXPECT_EQ(PrintJson(team.Setting("test_account_filters").get_array()[0].at("value")),
            "\"@acme.example\"");
}

TEST_F(AccountsTest, TheFirstPersonTakesOverTheDemo) {
  Reopen(false);
  const auto demo = accounts_->AddDemoProject("Sample project");
  ASSERT_TRUE(demo) << demo.error().message;
  EXPECT_TRUE(demo->is_demo);
  EXPECT_EQ(directory_.ByToken(demo->api_token)->id, demo->id);
  EXPECT_TRUE(*accounts_->SignUpIsOpen());
  const Caller caller = BySession(SignUp("jane@example.com"));
  const auto current = accounts_->CurrentTeam(caller);
  ASSERT_TRUE(current && *current);
  EXPECT_EQ((*current)->team->id, demo->id);
  EXPECT_EQ((*current)->membership.organization.name, "Acme");
  EXPECT_EQ(accounts_->VisibleTeams(caller)->size(), 1U);
  // A second demo becomes one more project of theirs.
  ASSERT_TRUE(accounts_->AddDemoProject("Another"));
  EXPECT_EQ(accounts_->VisibleTeams(caller)->size(), 2U);
}

TEST_F(AccountsTest, AnotherSecretKeyEndsEverySession) {
  const auto token = accounts_->sessions().Start(SignUp("jane@example.com").id);
  Reopen(true);
  EXPECT_TRUE(*accounts_->sessions().Find(*token));
  Reopen(true, "another");
  EXPECT_FALSE(*accounts_->sessions().Find(*token));
}

TEST_F(AccountsTest, SecondSignUpIsClosedUnlessManyOrganizationsAreAllowed) {
  Reopen(false);
  EXPECT_TRUE(*accounts_->SignUpIsOpen());
  SignUp("a@example.com");
  EXPECT_FALSE(*accounts_->SignUpIsOpen());
  const auto second = accounts_->SignUp(SignUpBody("b@example.com"));
  ASSERT_FALSE(second);
  EXPECT_EQ(second.error().code, ErrorCode::kPermissionDenied);
  EXPECT_EQ(accounts_->users().List()->size(), 1U);
  Reopen(true);
  EXPECT_FALSE(SignUp("b@example.com").is_staff);
}

TEST_F(AccountsTest, SignUpChecksEachField) {
  const auto refuses = [&](std::string_view patch, std::string_view field, std::string_view tag) {
    JsonObject body = SignUpBody("x@example.com");
    for (const auto& member : Body(patch)) body[member.key()] = member.value();
    const auto got = accounts_->SignUp(body);
    ASSERT_FALSE(got) << patch;
    EXPECT_EQ(got.error().field, field) << patch;
    EXPECT_EQ(got.error().tag, tag) << patch;
  };
  SignUp("taken@example.com");
  refuses(R"({"email":"TAKEN@example.com"})", "email", "unique");
  refuses(R"({"email":"nobody"})", "email", "invalid");
  refuses(R"({"email":"a b@example.com"})", "email", "invalid");
  refuses(R"({"email":"<a>@example.com"})", "email", "invalid");
  refuses(R"({"email":5})", "email", "invalid");
  refuses(R"({"email":""})", "email", "blank");
  refuses(R"({"first_name":"  "})", "first_name", "blank");
  refuses(R"({"first_name":"a\u0000b"})", "first_name", "null_characters_not_allowed");
  refuses(R"({"password":"short"})", "password", "password_too_short");
  refuses(R"({"password":"password1"})", "password", "password_too_weak");
  refuses(R"({"role_at_organization":"wizard"})", "role_at_organization", "invalid_choice");
  refuses("{\"first_name\":\"" + std::string(300, 'x') + "\"}", "first_name", "max_length");
  EXPECT_EQ(accounts_->users().List()->size(), 1U);
}

TEST_F(AccountsTest, LogsInWithTheSameWordsForEveryMistake) {
  SignUp("jane@example.com");
  EXPECT_TRUE(accounts_->LogIn(" JANE@example.com", kPassword, "1.2.3.4"));
  const auto wrong = accounts_->LogIn("jane@example.com", "wrong", "1.2.3.4");
  const auto unknown = accounts_->LogIn("joe@example.com", "wrong", "1.2.3.4");
  ASSERT_FALSE(wrong);
  ASSERT_FALSE(unknown);
  EXPECT_EQ(wrong.error().tag, "invalid_credentials");
  EXPECT_EQ(wrong.error().message, unknown.error().message);
}

TEST_F(AccountsTest, StopsWhoGuessesPasswords) {
  SignUp("jane@example.com");
  for (std::size_t i = 0; i < LoginThrottle::kMaxFailures; ++i) {
    EXPECT_EQ(accounts_->LogIn("jane@example.com", "wrong", "1.2.3.4").error().tag,
              "invalid_credentials");
  }
  EXPECT_EQ(accounts_->LogIn("jane@example.com", kPassword, "1.2.3.4").error().tag,
            "too_many_failed_attempts");
  EXPECT_TRUE(accounts_->LogIn("jane@example.com", kPassword, "5.6.7.8"));
  clock_.Advance(LoginThrottle::kWindow);
  EXPECT_TRUE(accounts_->LogIn("jane@example.com", kPassword, "1.2.3.4"));
}

TEST_F(AccountsTest, SessionsSlideAndEnd) {
  const User user = SignUp("jane@example.com");
  const std::string token = *accounts_->sessions().Start(user.id);
  const auto alive = [&] { return accounts_->Authenticate({.session_token = token})->has_value(); };
  for (int week = 0; week < 4; ++week) {
    clock_.Advance(std::chrono::hours(24 * 7));
    EXPECT_TRUE(alive());
  }
  clock_.Advance(Sessions::kLifetime);
  EXPECT_FALSE(alive());
  EXPECT_TRUE(accounts_->sessions().RemoveExpired());

  const std::string first = *accounts_->sessions().Start(user.id);
  const std::string second = *accounts_->sessions().Start(user.id);
  ASSERT_TRUE(accounts_->sessions().EndOthers(user.id, second));
  EXPECT_FALSE(accounts_->Authenticate({.session_token = first})->has_value());
  EXPECT_TRUE(accounts_->Authenticate({.session_token = second})->has_value());
  ASSERT_TRUE(accounts_->sessions().End(second));
  EXPECT_FALSE(accounts_->Authenticate({.session_token = second})->has_value());
  const auto stored = database_->Query("SELECT token_hash FROM sessions");
  for (const db::Row row : *stored) EXPECT_NE(row.Text(0), token) << "tokens are stored hashed";
}

TEST_F(AccountsTest, SensitiveActionsNeedAFreshLogin) {
  const Caller caller = BySession(SignUp("jane@example.com"));
  EXPECT_TRUE(RequireFreshLogin(caller, clock_.Now()));
  const Status late = RequireFreshLogin(caller, clock_.Now() + Sessions::kSensitiveWindow);
  ASSERT_FALSE(late);
  EXPECT_EQ(late.error().message, "This action requires you to be recently authenticated.");
}

TEST_F(AccountsTest, TriesOnlyTheFirstKey) {
  const User user = SignUp("jane@example.com");
  const std::string good = MakeKey(user);
  EXPECT_TRUE((*accounts_->Authenticate({.bearer = good, .body_key = "phx_bad"})).has_value());
  EXPECT_TRUE((*accounts_->Authenticate({.body_key = good, .query_key = "phx_bad"})).has_value());
  EXPECT_TRUE((*accounts_->Authenticate({.query_key = good})).has_value());
  const auto fails = [&](const Credentials& credentials, std::string_view place) {
    const auto got = accounts_->Authenticate(credentials);
    ASSERT_FALSE(got);
    EXPECT_EQ(got.error().code, ErrorCode::kUnauthenticated);
    EXPECT_EQ(got.error().message,
              "Personal API key found in " + std::string(place) + " is invalid.");
  };
  fails({.bearer = "phx_bad", .body_key = good}, "request Authorization header");
  fails({.body_key = "phx_bad", .query_key = good}, "request body");
  fails({.query_key = "phx_bad"}, "request query string");
  const std::string session = *accounts_->sessions().Start(user.id);
  fails({.bearer = "phx_bad", .session_token = session}, "request Authorization header");
  const auto token = accounts_->VisibleTeams(BySession(user))->at(0).api_token;
  fails({.bearer = token}, "request Authorization header");
  EXPECT_FALSE(accounts_->Authenticate({})->has_value());
}

TEST_F(AccountsTest, AKeyOfADeactivatedUserStopsWorking) {
  const User user = SignUp("jane@example.com");
  const std::string key = MakeKey(user);
  EXPECT_TRUE(ByKey(key));
  ASSERT_TRUE(database_->Execute("UPDATE users SET is_active = FALSE"));
  EXPECT_FALSE(ByKey(key));
  EXPECT_FALSE(accounts_->LogIn("jane@example.com", kPassword, ""));
}

TEST_F(AccountsTest, KeysAreStoredHashedRolledAndRevoked) {
  const User user = SignUp("jane@example.com");
  const auto made = accounts_->personal_api_keys().Create(
      user.id, Body(R"({"label":" my key ","scopes":["insight:read"]})"));
  ASSERT_TRUE(made);
  EXPECT_EQ(made->key.label, "my key");
  EXPECT_EQ(made->key.mask_value, "phx_..." + made->value.substr(made->value.size() - 4));
  const auto stored = database_->Query("SELECT value_hash FROM personal_api_keys");
  EXPECT_EQ((*stored)[0].Text(0).find(made->value), std::string::npos);

  EXPECT_EQ(accounts_->personal_api_keys().Find(user.id, made->key.id)->last_used_at, std::nullopt);
  EXPECT_TRUE(ByKey(made->value));
  const auto used = [&] {
    return *accounts_->personal_api_keys().Find(user.id, made->key.id)->last_used_at;
  };
  const Timestamp first_use = used();
  clock_.Advance(std::chrono::minutes(59));
  EXPECT_TRUE(ByKey(made->value));
  EXPECT_EQ(used(), first_use) << "written at most once an hour";
  clock_.Advance(std::chrono::minutes(1));
  EXPECT_TRUE(ByKey(made->value));
  EXPECT_EQ(used(), clock_.Now());

  const auto rolled = accounts_->personal_api_keys().Roll(user.id, made->key.id);
  ASSERT_TRUE(rolled);
  EXPECT_FALSE(ByKey(made->value));
  EXPECT_TRUE(ByKey(rolled->value));
  EXPECT_FALSE(accounts_->personal_api_keys().Roll(user.id + 1, made->key.id));
  ASSERT_TRUE(accounts_->personal_api_keys().Delete(user.id, made->key.id));
  EXPECT_FALSE(ByKey(rolled->value));
}

TEST_F(AccountsTest, ChecksTheFieldsOfAKey) {
  const User jane = SignUp("jane@example.com");
  const User joe = SignUp("joe@example.com");
  const TeamId joes_team = *joe.current_team_id;
  const auto refuses = [&](const std::string& body, std::string_view field, std::string_view tag) {
    const auto got = accounts_->personal_api_keys().Create(jane.id, Body(body));
    ASSERT_FALSE(got) << body;
    EXPECT_EQ(got.error().field, field) << body;
    EXPECT_EQ(got.error().tag, tag) << body;
  };
  refuses(R"({"scopes":["*"]})", "label", "required");
  refuses(R"({"label":"x"})", "scopes", "required");
  refuses(R"({"label":"x","scopes":[]})", "scopes", "empty");
  refuses(R"({"label":"x","scopes":["nope:read"]})", "scopes", "invalid_input");
  refuses(R"({"label":" ","scopes":["*"]})", "label", "blank");
  refuses("{\"label\":\"" + std::string(41, 'x') + "\",\"scopes\":[\"*\"]}", "label", "max_length");
  refuses(
      "{\"label\":\"x\",\"scopes\":[\"*\"],\"scoped_teams\":[" + std::to_string(joes_team) + "]}",
      "scoped_teams", "invalid_input");
  refuses("{\"label\":\"x\",\"scopes\":[\"*\"],\"scoped_organizations\":[\"" +
              joe.current_organization_id->ToString() + "\"]}",
          "scoped_organizations", "invalid_input");
  for (int i = 0; i < PersonalApiKeys::kMaxPerUser; ++i) MakeKey(jane);
  refuses(R"({"label":"x","scopes":["*"]})", "", "");
  EXPECT_EQ(accounts_->personal_api_keys().List(jane.id)->size(), 10U);
  MakeKey(joe);
}

TEST_F(AccountsTest, KeepsOrganizationsApart) {
  const User jane = SignUp("jane@example.com");
  const User joe = SignUp("joe@example.com");
  const Caller caller = BySession(jane);
  EXPECT_EQ(accounts_->VisibleTeams(caller)->size(), 1U);
  const auto joes = directory_.ById(*joe.current_team_id);
  for (const std::string& segment :
       {std::to_string(joes->id), joes->api_token, std::string("999"), std::string("1x"),
        std::string(""), std::string("-1"), std::string("99999999999999999999")}) {
    const auto found = accounts_->FindTeam(caller, segment);
    ASSERT_FALSE(found) << segment;
    EXPECT_EQ(found.error().code, ErrorCode::kNotFound) << segment;
  }
  EXPECT_EQ(
      accounts_->FindOrganization(caller, joe.current_organization_id->ToString()).error().code,
      ErrorCode::kNotFound);
  EXPECT_EQ(accounts_->FindOrganization(caller, "acme").error().code, ErrorCode::kNotFound);
  EXPECT_TRUE(accounts_->FindTeam(caller, directory_.ById(*jane.current_team_id)->api_token));
}

TEST_F(AccountsTest, ScopedKeysSeeOnlyTheirProjects) {
  const User jane = SignUp("jane@example.com");
  const auto membership = accounts_->organizations().ListFor(jane.id)->at(0);
  const auto second =
      accounts_->projects().Create(membership.organization, Body(R"({"name":"Two"})"), jane.email);
  ASSERT_TRUE(second);
  const auto caller = ByKey(MakeKey(jane, {{"scoped_teams", JsonArray{second->id}}}));
  ASSERT_TRUE(caller);
  EXPECT_EQ((*accounts_->CurrentTeam(*caller))->team->id, second->id);
  EXPECT_EQ(accounts_->VisibleTeams(*caller)->size(), 1U);
  const auto other = accounts_->FindTeam(*caller, std::to_string(*jane.current_team_id));
  ASSERT_FALSE(other);
  EXPECT_EQ(other.error().code, ErrorCode::kPermissionDenied);
  EXPECT_EQ(other.error().message, "API key does not have access to the requested project: ID " +
                                       std::to_string(*jane.current_team_id) + ".");
}

TEST_F(AccountsTest, AnOrganizationMayRefuseKeysOfMembers) {
  const User jane = SignUp("jane@example.com");
  const auto caller = ByKey(MakeKey(jane));
  const auto membership = accounts_->organizations().ListFor(jane.id)->at(0);
  ASSERT_TRUE(accounts_->organizations().Update(
      jane.id, membership, Body(R"({"members_can_use_personal_api_keys":false})")));
  EXPECT_TRUE(accounts_->FindTeam(*caller, "@current")) << "owners may";
  ASSERT_TRUE(database_->Execute("UPDATE memberships SET level = 1"));
  const auto found = accounts_->FindTeam(*caller, std::to_string(*jane.current_team_id));
  ASSERT_FALSE(found);
  EXPECT_TRUE(found.error().message.starts_with("Organization does not allow API keys"));
}

TEST_F(AccountsTest, RotatesTokens) {
  const User jane = SignUp("jane@example.com");
  const auto before = directory_.ById(*jane.current_team_id);
  const auto reset = accounts_->projects().ResetToken(before->id);
  ASSERT_TRUE(reset);
  EXPECT_EQ(directory_.ByToken(before->api_token), nullptr);
  EXPECT_EQ(directory_.ByToken(reset->api_token)->id, before->id);

  const auto first = accounts_->projects().RotateSecretToken(before->id);
  const auto second = accounts_->projects().RotateSecretToken(before->id);
  EXPECT_EQ(first->secret_api_token_backup, std::nullopt);
  EXPECT_EQ(second->secret_api_token_backup, first->secret_api_token);
  EXPECT_NE(second->secret_api_token, first->secret_api_token);
  EXPECT_EQ(accounts_->projects().DeleteSecretTokenBackup(before->id)->secret_api_token_backup,
            std::nullopt);
}

TEST_F(AccountsTest, ChangesReachTheDirectoryAndSurviveAStart) {
  const User jane = SignUp("jane@example.com");
  const TeamId id = *jane.current_team_id;
  ASSERT_TRUE(accounts_->projects().Update(
      id, Body(R"({"timezone":"Europe/Berlin","week_start_day":1,"anonymize_ips":true,
                   "session_recording_opt_in":true,"id":77,"nonsense":1})")));
  ASSERT_TRUE(accounts_->projects().MarkIngestedEvent(id));
  for (int start = 0; start < 2; ++start) {
    const auto team = directory_.ById(id);
    EXPECT_EQ(team->timezone, "Europe/Berlin");
    EXPECT_EQ(team->week_start_day, 1);
    EXPECT_TRUE(team->anonymize_ips);
    EXPECT_TRUE(team->IsOn("session_recording_opt_in"));
    EXPECT_TRUE(team->ingested_event);
    Reopen(true);
  }
}

TEST_F(AccountsTest, ADeletedProjectIsGoneAndItsNumberIsNotUsedAgain) {
  const User jane = SignUp("jane@example.com");
  const TeamId id = *jane.current_team_id;
  ASSERT_TRUE(accounts_->projects().Delete(id));
  EXPECT_EQ(directory_.ById(id), nullptr);
  EXPECT_FALSE(accounts_->projects().Delete(id));
  EXPECT_EQ((*database_->Query("SELECT team_id FROM deleted_teams"))[0].Int(0), id);
  const auto membership = accounts_->organizations().ListFor(jane.id)->at(0);
  const auto next = accounts_->projects().Create(membership.organization, {}, jane.email);
  ASSERT_TRUE(next);
  EXPECT_GT(next->id, id);
}

TEST_F(AccountsTest, TeamSettingsEchoWhatIsValidAndRefuseTheRest) {
  const User jane = SignUp("jane@example.com");
  const TeamId id = *jane.current_team_id;
  const auto stores = [&](std::string_view name, std::string_view sent, std::string_view echo) {
    const auto got = accounts_->projects().Update(
        id, Body("{\"" + std::string(name) + "\":" + std::string(sent) + "}"));
    ASSERT_TRUE(got) << name << ": " << got.error().message;
    EXPECT_EQ(PrintJson(got->Setting(name)), echo) << name;
  };
  stores("app_urls", R"(["https://b.example",null,"","https://a.example"])",
         R"(["https://b.example","https://a.example"])");
  stores("recording_domains", R"(["https://x.example",null])", R"(["https://x.example"])");
  stores("recording_domains", "null", "null");
  stores("base_currency", R"("EUR")", R"("EUR")");
  stores("session_recording_sample_rate", "0.5", R"("0.50")");
  stores("session_recording_sample_rate", R"("1")", R"("1.00")");
  stores("session_recording_minimum_duration_milliseconds", "30000", "30000");
  stores("session_recording_linked_flag", R"({"id":1,"key":"a"})", R"({"id":1,"key":"a"})");
  stores("session_replay_config", R"({"ai_config":{"a":1},"record_canvas":true})",
         R"({"ai_config":{"a":1},"record_canvas":true})");
  stores("session_replay_config", R"({"ai_config":{"b":2}})",
         R"({"ai_config":{"a":1,"b":2},"record_canvas":true})");
  stores("onboarding_tasks", R"({"a":"done"})", R"({"a":"done"})");
  stores("onboarding_tasks", R"({"b":"done"})", R"({"a":"done","b":"done"})");
  stores("cookieless_server_hash_mode", "2", "2");
  stores("heatmaps_opt_in", "true", "true");
  stores("heatmaps_opt_in", "null", "null");

  const auto refuses = [&](std::string_view name, std::string_view sent, std::string_view tag) {
    const auto got = accounts_->projects().Update(
        id, Body("{\"" + std::string(name) + "\":" + std::string(sent) + "}"));
    ASSERT_FALSE(got) << name << " " << sent;
    EXPECT_EQ(got.error().tag, tag) << name << " " << sent;
    EXPECT_TRUE(got.error().field.starts_with(name)) << got.error().field;
  };
  refuses("timezone", R"("Mars/Olympus")", "invalid_choice");
  refuses("timezone", R"("../../etc/passwd")", "invalid_choice");
  refuses("timezone", "null", "null");
  refuses("week_start_day", "2", "max_value");
  refuses("base_currency", R"("XYZ")", "invalid_choice");
  refuses("app_urls", R"("https://a.example")", "not_a_list");
  refuses("app_urls", "[\"" + std::string(201, 'x') + "\"]", "max_length");
  refuses("session_recording_sample_rate", "1.5", "max_value");
  refuses("session_recording_sample_rate", R"("abc")", "invalid");
  refuses("session_recording_minimum_duration_milliseconds", "30001", "max_value");
  refuses("session_recording_linked_flag", R"({"id":1})", "invalid_input");
  refuses("session_recording_linked_flag", R"({"id":1,"key":"a","x":1})", "invalid_input");
  refuses("session_recording_network_payload_capture_config", R"({"x":1})", "invalid_input");
  refuses("session_recording_masking_config", R"({"maskAllInputs":"yes"})", "invalid_input");
  refuses("session_recording_url_trigger_config", R"([{"url":"a"}])", "invalid_input");
  refuses("session_recording_retention_period", R"("2d")", "invalid_choice");
  refuses("session_recording_opt_in", R"("maybe")", "invalid");
  refuses("marketing_analytics_config", R"({"attribution_window_days":91})", "max_value");
  refuses("survey_config", R"({"a":"x\u0000"})", "null_characters_not_allowed");
  refuses("name", "null", "invalid");
  refuses("name", R"("  ")", "blank");
  refuses("name", "\"" + std::string(300, 'x') + "\"", "max_length");
  refuses("access_control", "true", "invalid_input");
}

TEST_F(AccountsTest, AUserChangesWhatIsTheirs) {
  const User jane = SignUp("jane@example.com");
  SignUp("joe@example.com");
  const auto changed = accounts_->users().Update(
      jane, Body(R"({"first_name":"<b>Jane</b>","theme_mode":"dark","id":9,"is_staff":true,
                     "notification_settings":{"plugin_disabled":false}})"));
  ASSERT_TRUE(changed);
  EXPECT_EQ(changed->first_name, "<b>Jane</b>");
  EXPECT_EQ(changed->id, jane.id);
  EXPECT_EQ(PrintJson(changed->preferences.at("theme_mode")), "\"dark\"");
  EXPECT_EQ(*BoolMember(changed->preferences.at("notification_settings"), "plugin_disabled"),
            false);
  EXPECT_EQ(*BoolMember(changed->preferences.at("notification_settings"), "discussions_mentioned"),
            true);
  const auto refuses = [&](std::string_view patch, std::string_view field, std::string_view tag) {
    const auto got = accounts_->users().Update(jane, Body(patch));
    ASSERT_FALSE(got) << patch;
    EXPECT_EQ(got.error().field, field) << patch;
    EXPECT_EQ(got.error().tag, tag) << patch;
  };
  refuses(R"({"email":"joe@example.com"})", "email", "unique");
  refuses(R"({"notification_settings":{"nope":true}})", "notification_settings", "invalid_input");
  refuses(R"({"theme_mode":"pink"})", "theme_mode", "invalid_choice");
  refuses(R"({"password":"gravel-otter-lamp-77"})", "current_password", "required");
  refuses(R"({"password":"gravel-otter-lamp-77","current_password":"no"})", "current_password",
          "incorrect_password");
  ASSERT_TRUE(accounts_->users().Update(
      jane, {{"password", "gravel-otter-lamp-77"}, {"current_password", kPassword}}));
  EXPECT_TRUE(accounts_->LogIn("jane@example.com", "gravel-otter-lamp-77", ""));
  EXPECT_FALSE(accounts_->LogIn("jane@example.com", kPassword, ""));
}

TEST_F(AccountsTest, OnlyWhoLeftEverythingMayDeleteTheirAccount) {
  const User jane = SignUp("jane@example.com");
  const Status refused = accounts_->users().Delete(jane.id);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().tag, "organization_membership_exists");
  ASSERT_TRUE(accounts_->organizations().Delete(*jane.current_organization_id));
  EXPECT_TRUE(directory_.All().empty());
  EXPECT_TRUE(accounts_->users().Delete(jane.id));
  EXPECT_FALSE(accounts_->users().Find(jane.id));
}

TEST(TeamSettings, EveryDefaultIsAcceptedBack) {
  JsonObject settings = TeamSettings().defaults();
  for (const auto& member : TeamSettings().defaults()) {
    if (member.value().is_null()) continue;
    const Status applied = TeamSettings().Apply(member.key(), member.value(), settings);
    EXPECT_TRUE(applied) << std::string(member.key());
  }
  EXPECT_EQ(settings, TeamSettings().defaults());
}

TEST_F(AccountsTest, AProjectBeginsWithADashboardOrNotAtAll) {
  bool works = true;
  Reopen(true, "of the tests", [&](db::Transaction&, TeamId team) -> Result<std::int64_t> {
    if (!works) return Unavailable("no room");
    return team * 100;
  });
  const User jane = SignUp("jane@example.com");
  const auto caller = BySession(jane);
  const auto first = accounts_->CurrentTeam(caller);
  ASSERT_TRUE(first && *first);
  EXPECT_EQ(PrintJson((*first)->team->Setting("primary_dashboard")), "100");
  const Organization organization = (*first)->membership.organization;
  const auto second = accounts_->projects().Create(organization, {{"name", "Two"}}, "");
  ASSERT_TRUE(second);
  EXPECT_EQ(PrintJson(second->Setting("primary_dashboard")), "200");

  works = false;
  EXPECT_FALSE(accounts_->projects().Create(organization, {{"name", "Three"}}, ""));
  EXPECT_FALSE(accounts_->SignUp(SignUpBody("joe@example.com")));
  EXPECT_EQ(accounts_->projects().ListOf(organization.id)->size(), 2U);
}

}  // namespace
}  // namespace tenrec::accounts
