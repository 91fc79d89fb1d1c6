#include "tenrec/api/shapes.h"

#include "tenrec/accounts/settings_table.h"

namespace tenrec::api {

Shape PageOf(const Shape& item) {
  const Shape page = Object({{"count", Int()},
                             {"next", UrlText().Nullable()},
                             {"previous", UrlText().Nullable()},
                             {"results", ListOf(item)}});
  return item.name().empty() ? page : page.Named("Paginated" + item.name() + "List");
}

const Shape& SuccessShape() {
  static const Shape shape = Object({{"success", Bool()}}).Named("Success");
  return shape;
}

const Shape& ErrorShape() {
  static const Shape shape =
      Object(
          {{"type", Words({"validation_error", "authentication_error", "invalid_request",
                           "throttled_error", "server_error"})},
           {"code", Text().About("A word for programs.")},
           {"detail", Text().About("A sentence for people.")},
           {"attr", Text().Nullable().About(
                        "The field that is wrong; nested ones are joined with two underscores.")},
           {"extra", Any().Sometimes()}})
          .Named("ErrorResponse");
  return shape;
}

const Shape& UserBasicShape() {
  static const Shape shape = Object({{"id", Int()},
                                     {"uuid", UuidText()},
                                     {"distinct_id", Text().Nullable()},
                                     {"first_name", Text()},
                                     {"last_name", Text()},
                                     {"email", Text()},
                                     {"is_email_verified", Bool().Nullable()},
                                     {"hedgehog_config", MapOf(Any()).Nullable()},
                                     {"role_at_organization", Text().Nullable()}})
                                 .Named("UserBasic");
  return shape;
}

const Shape& MemberShape() {
  static const Shape shape =
      Object({{"id", UuidText().ReadOnly().About("Of the membership.")},
              {"user", UserBasicShape().ReadOnly()},
              {"level", Int().About("1 is a member, 8 an admin, 15 an owner.")},
              {"joined_at", TimeText().ReadOnly()},
              {"updated_at", TimeText().ReadOnly()},
              {"is_2fa_enabled", Bool().ReadOnly()},
              {"has_social_auth", Bool().ReadOnly()},
              {"last_login", TimeText().Nullable().ReadOnly()}})
          .Named("OrganizationMember");
  return shape;
}

const Shape& TeamBasicShape() {
  static const Shape shape =
      Object({{"id", Int().ReadOnly()},
              {"uuid", UuidText().ReadOnly()},
              {"organization", UuidText().ReadOnly()},
              {"project_id", Int().ReadOnly()},
              {"api_token", Text().ReadOnly().About("The key that SDKs send with each event.")},
              {"name", Text().Max(200)},
              {"completed_snippet_onboarding", Bool()},
              {"has_completed_onboarding_for", MapOf(Any()).Nullable()},
              {"ingested_event", Bool().ReadOnly()},
              {"is_demo", Bool().ReadOnly()},
              {"timezone", Text()},
              {"access_control", Bool().ReadOnly()}})
          .Named("TeamBasic");
  return shape;
}

namespace {

// The settings that the shape does not have yet.
Shape WithSettings(const Shape& shape, const accounts::SettingsTable& settings) {
  std::vector<shape::Field> added;
  for (const auto& field : settings.fields()) {
    bool is_known = false;
    for (const auto& known : shape.fields()) is_known = is_known || known.name == field.name;
    if (!is_known) added.push_back(field);
  }
  return shape.With(added);
}

}  // namespace

const Shape& TeamShape() {
  static const Shape shape = WithSettings(TeamBasicShape(), accounts::TeamSettings())
                                 .With({{"product_description", Text().Nullable()},
                                        {"secret_api_token", Text().Nullable().ReadOnly()},
                                        {"secret_api_token_backup", Text().Nullable().ReadOnly()},
                                        {"created_at", TimeText().ReadOnly()},
                                        {"updated_at", TimeText().ReadOnly()},
                                        {"effective_membership_level", Int().ReadOnly()},
                                        {"user_access_level", Text().ReadOnly()},
                                        {"has_group_types", Bool().ReadOnly()},
                                        {"group_types", ListOf(Any()).ReadOnly()},
                                        {"live_events_token", Text().Nullable().ReadOnly()},
                                        {"default_modifiers", MapOf(Any()).ReadOnly()},
                                        {"person_on_events_querying_enabled", Bool().ReadOnly()},
                                        {"product_intents", ListOf(Any()).ReadOnly()},
                                        {"managed_viewsets", MapOf(Any()).ReadOnly()},
                                        {"is_pending_deletion", Bool().Nullable().ReadOnly()},
                                        {"available_setup_task_ids", ListOf(Text()).ReadOnly()},
                                        {"event_retention_months", Int().ReadOnly()},
                                        {"events_retention_enforced", Bool().ReadOnly()}})
                                 .Named("Team");
  return shape;
}

const Shape& OrganizationBasicShape() {
  static const Shape shape = Object({{"id", UuidText().ReadOnly()},
                                     {"name", Text().Max(64).NotBlank().Required()},
                                     {"slug", Text().ReadOnly()},
                                     {"logo_media_id", UuidText().Nullable()},
                                     {"membership_level", Int().Nullable().ReadOnly()},
                                     {"members_can_use_personal_api_keys", Bool()}})
                                 .Named("OrganizationBasic");
  return shape;
}

const Shape& OrganizationShape() {
  static const Shape project =
      Object({{"id", Int()}, {"organization_id", UuidText()}, {"name", Text()}});
  static const Shape feature = Object({{"key", Text()}, {"name", Text()}});
  static const Shape shape =
      WithSettings(OrganizationBasicShape(), accounts::OrganizationSettings())
          .With({{"created_at", TimeText().ReadOnly()},
                 {"updated_at", TimeText().ReadOnly()},
                 {"plugins_access_level", Int().ReadOnly()},
                 {"teams", ListOf(TeamBasicShape()).ReadOnly()},
                 {"projects", ListOf(project).ReadOnly()},
                 {"available_product_features", ListOf(feature).Nullable().ReadOnly()},
                 {"metadata", MapOf(Any()).ReadOnly()},
                 {"customer_id", Text().Nullable().ReadOnly()},
                 {"member_count", Int().ReadOnly()},
                 {"is_active", Bool().Nullable().ReadOnly()},
                 {"is_not_active_reason", Text().Nullable().ReadOnly()},
                 {"is_pending_deletion", Bool().Nullable().ReadOnly()}})
          .Named("Organization");
  return shape;
}

}  // namespace tenrec::api
