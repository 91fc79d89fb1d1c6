#include "tenrec/accounts/accounts.h"
#include "tenrec/accounts/rows.h"
#include "tenrec/accounts/setting_rules.h"
#include "tenrec/accounts/settings_table.h"
#include "tenrec/base/encoding.h"

namespace tenrec::accounts {
namespace {

constexpr std::size_t kMaxFirstName = 128;
constexpr std::size_t kMaxLastName = 150;
constexpr std::size_t kMaxOrganizationName = 64;

// What a sign-up asks for, checked.
struct NewUser {
  std::string email;
  std::string password;
  std::string first_name;
  std::string last_name;
  std::string organization_name;
  JsonObject preferences;
};

Error Required(std::string field) {
  return InvalidArgument("This field is required.").WithTag("required").WithField(std::move(field));
}

Result<std::string> OptionalText(const JsonObject& body, std::string_view field, std::size_t max) {
  const Json* sent = body.if_contains(field);
  if (sent == nullptr || sent->is_null()) return std::string();
  auto text = ReadText(*sent, max);
  if (!text) return std::move(text).error().WithField(std::string(field));
  return std::string(TrimAscii(*text));
}

Result<NewUser> ReadNewUser(const JsonObject& body) {
  for (const char* field : {"email", "password", "first_name"}) {
    if (!body.contains(field)) return Required(field);
  }
  NewUser user;
  TRY_ASSIGN(user.email, ReadEmail(body.at("email")));
  auto first_name = ReadName(body.at("first_name"), kMaxFirstName);
  if (!first_name) return std::move(first_name).error().WithField("first_name");
  user.first_name = std::move(*first_name);
  TRY_ASSIGN(user.last_name, OptionalText(body, "last_name", kMaxLastName));
  TRY_ASSIGN(user.organization_name, OptionalText(body, "organization_name", kMaxOrganizationName));
  if (user.organization_name.empty()) {
    user.organization_name = Utf8Prefix(user.first_name, kMaxOrganizationName);
  }
  user.preferences = UserPreferences().defaults();
  if (const Json* role = body.if_contains("role_at_organization");
      role != nullptr && !(role->is_string() && role->get_string().empty())) {
    TRY(UserPreferences().Apply("role_at_organization", *role, user.preferences));
  }
  auto password = ReadText(body.at("password"), 1024);
  if (!password) return std::move(password).error().WithField("password");
  user.password = std::move(*password);
  const std::string known[] = {user.email, user.first_name, user.last_name, user.organization_name};
  TRY(CheckPasswordStrength(user.password, known));
  return user;
}

Result<UserId> InsertUser(db::Transaction& transaction, const NewUser& user,
                          const std::string& password_hash, bool is_staff, Timestamp now) {
  TRY_ASSIGN(const UserId id, transaction.ReserveIds("user"));
  const Uuid uuid = Uuid::V7(now);
  const auto inserted = transaction.Execute(
      "INSERT INTO users (id, uuid, distinct_id, email, email_key, password_hash, first_name, "
      "last_name, is_staff, date_joined, last_login, preferences) "
      "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $10, $11)",
      {id, uuid, Uuid::V4(), user.email, EmailKey(user.email), password_hash, user.first_name,
       user.last_name, is_staff, now, PrintJson(user.preferences)});
  if (inserted) return id;
  if (inserted.error().code != ErrorCode::kAlreadyExists) return inserted.error();
  return InvalidArgument("There is already an account with this email address.")
      .WithTag("unique")
      .WithField("email");
}

Result<bool> AnyUser(db::Transaction& transaction) {
  TRY_ASSIGN(const db::Rows rows, transaction.Query("SELECT 1 FROM users LIMIT 1"));
  return !rows.empty();
}

// The organization that waits for its first person, as a demo leaves it, with its first project.
struct Ownerless {
  Uuid organization_id;
  Team team;
};

Result<std::optional<Ownerless>> FindOwnerless(db::Transaction& transaction) {
  TRY_ASSIGN(const db::Rows rows,
             transaction.Query(Where(kSelectTeam,
                                     "t.organization_id NOT IN (SELECT organization_id FROM "
                                     "memberships) ORDER BY t.id LIMIT 1")));
  if (rows.empty()) return std::optional<Ownerless>();
  Team team = ReadTeam(rows[0]);
  return std::optional(Ownerless{team.organization_id, std::move(team)});
}

Error Refused(std::string sentence, std::string tag) {
  return InvalidArgument(std::move(sentence)).WithTag(std::move(tag));
}

Result<bool> IsMember(db::Transaction& transaction, const Uuid& organization_id, UserId user) {
  TRY_ASSIGN(
      const db::Rows rows,
      transaction.Query("SELECT 1 FROM memberships WHERE organization_id = $1 AND user_id = $2",
                        {organization_id, user}));
  return !rows.empty();
}

// The invite with its organization, once everything that speaks against it was asked.
Result<InviteOffer> CheckInvite(db::Transaction& transaction, const Uuid& id,
                                const std::optional<User>& caller, Timestamp now) {
  TRY_ASSIGN(auto invite, FindInvite(transaction, id));
  if (!invite) return Refused("The provided invite ID is not valid.", "invalid_input");
  if (invite->IsExpiredAt(now)) {
    return Refused("This invite has expired. Please ask your admin for a new one.", "expired");
  }
  const std::string key = EmailKey(invite->target_email);
  if (caller && EmailKey(caller->email) != key) {
    return Refused("This invite is intended for another email address: " +
                       MaskEmail(invite->target_email) + ".",
                   "invalid_recipient");
  }
  if (caller) {
    TRY_ASSIGN(const bool is_member, IsMember(transaction, invite->organization_id, caller->id));
    if (is_member) {
      return Refused("You already are a member of this organization.", "user_already_member");
    }
  } else {
    TRY_ASSIGN(const db::Rows known,
               transaction.Query("SELECT 1 FROM users WHERE email_key = $1", {key}));
    if (!known.empty()) {
      return Refused("There is already an account with this email address. Log in to accept.",
                     "account_exists");
    }
  }
  TRY_ASSIGN(const db::Rows rows,
             transaction.Query(Where(kSelectOrganization, "o.id = $1"), {invite->organization_id}));
  if (rows.empty()) return Refused("The provided invite ID is not valid.", "invalid_input");
  return InviteOffer{std::move(*invite), ReadOrganization(rows[0])};
}

}  // namespace

Result<Team> Accounts::AddDemoProject(std::string_view name) {
  const Timestamp now = clock_.Now();
  TRY_ASSIGN(Team team, database_.Transact([&](db::Transaction& transaction) -> Result<Team> {
    TRY_ASSIGN(const db::Rows oldest,
               transaction.Query("SELECT id FROM organizations ORDER BY created_at, id LIMIT 1"));
    Organization organization;
    if (oldest.empty()) {
      TRY_ASSIGN(organization, InsertOrganization(transaction, name, now));
    } else {
      organization.id = oldest[0].Id(0);
      organization.settings = OrganizationSettings().defaults();
    }
    const JsonObject fields = {{"name", boost::json::string_view(name.data(), name.size())},
                               {"is_demo", true},
                               {"week_start_day", 1}};
    return InsertTeam(transaction, organization, fields, "", now, {});
  }));
  directory_.Put(team);
  return team;
}

Result<bool> Accounts::SignUpIsOpen() {
  if (options_.multi_org) return true;
  TRY_ASSIGN(const bool any, users_.Any());
  return !any;
}

Result<User> Accounts::SignUp(const JsonObject& body) {
  const Error closed = PermissionDenied(
      "New organizations cannot be created in this instance. Contact your administrator for an "
      "invite.");
  TRY_ASSIGN(const bool open, SignUpIsOpen());
  if (!open) return closed;
  TRY_ASSIGN(const NewUser wanted, ReadNewUser(body));
  TRY_ASSIGN(const std::string password_hash,
             HashPassword(wanted.password, options_.password_cost));
  const Timestamp now = clock_.Now();
  struct Made {
    UserId user_id = 0;
    Team team;
  };
  TRY_ASSIGN(Made made, database_.Transact([&](db::Transaction& transaction) -> Result<Made> {
    // Asked again inside, since two people may be first at the same time.
    TRY_ASSIGN(const bool any, AnyUser(transaction));
    if (any && !options_.multi_org) return closed;
    TRY_ASSIGN(const UserId id, InsertUser(transaction, wanted, password_hash, !any, now));
    TRY_ASSIGN(auto ownerless, FindOwnerless(transaction));
    Made made{.user_id = id};
    if (!any && ownerless) {
      made.team = std::move(ownerless->team);
      TRY(transaction.Execute("UPDATE organizations SET name = $2, updated_at = $3 WHERE id = $1",
                              {ownerless->organization_id, wanted.organization_name, now}));
    } else {
      TRY_ASSIGN(const Organization organization,
                 InsertOrganization(transaction, wanted.organization_name, now));
      TRY_ASSIGN(made.team, InsertTeam(transaction, organization, JsonObject(), wanted.email, now,
                                       options_.furnish));
    }
    TRY(InsertOwner(transaction, made.team.organization_id, id, now));
    TRY(transaction.Execute(
        "UPDATE users SET current_organization_id = $2, current_team_id = $3 WHERE id = $1",
        {id, made.team.organization_id, made.team.id}));
    return made;
  }));
  directory_.Put(std::move(made.team));
  return users_.Find(made.user_id);
}

Result<InviteOffer> Accounts::OpenInvite(const Uuid& id, const std::optional<User>& caller) {
  return database_.Transact([&](db::Transaction& transaction) {
    return CheckInvite(transaction, id, caller, clock_.Now());
  });
}

Result<User> Accounts::Join(const Uuid& id, const std::optional<User>& caller,
                            const JsonObject& body) {
  TRY_ASSIGN(const InviteOffer offer, OpenInvite(id, caller));
  NewUser wanted;
  std::string password_hash;
  if (!caller) {
    JsonObject fields = body;
    fields["email"] = offer.invite.target_email;
    TRY_ASSIGN(wanted, ReadNewUser(fields));
    TRY_ASSIGN(password_hash, HashPassword(wanted.password, options_.password_cost));
  }
  const Timestamp now = clock_.Now();
  TRY_ASSIGN(const UserId user,
             database_.Transact([&](db::Transaction& transaction) -> Result<UserId> {
               // Asked again inside, since hashing took a while and a link may be followed twice.
               TRY_ASSIGN(const InviteOffer taken, CheckInvite(transaction, id, caller, now));
               UserId joined = caller ? caller->id : 0;
               if (!caller) {
                 TRY_ASSIGN(joined, InsertUser(transaction, wanted, password_hash, false, now));
               }
               TRY(InsertMember(transaction, taken.organization, joined, taken.invite.level, now));
               TRY(DeleteInvitesOf(transaction, taken.invite));
               TRY(transaction.Execute(
                   "UPDATE users SET current_organization_id = $2, current_team_id = NULL "
                   "WHERE id = $1",
                   {joined, taken.organization.id}));
               return joined;
             }));
  return users_.Find(user);
}

}  // namespace tenrec::accounts
