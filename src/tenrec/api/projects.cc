#include "tenrec/accounts/ingestion_restrictions.h"
#include "tenrec/api/print.h"
#include "tenrec/api/shapes.h"
#include "tenrec/dashboards/dashboards.h"

namespace tenrec::api {
namespace {

using accounts::Level;

constexpr std::string_view kRestrictions = "event_ingestion_restrictions";

http::Response Show(const Call& call, int status, const accounts::Team& team) {
  return http::JsonResponse(status, PrintTeam(team, call.project->membership.level));
}

// The organization whose projects are listed: of the path, of the parent project, or the current.
Result<accounts::Membership> OrganizationOf(const Services& services, const Call& call) {
  if (call.organization) return *call.organization;
  const std::string_view parent = call.request->PathParam("parent_project_id");
  if (!parent.empty()) {
    TRY_ASSIGN(auto project, services.accounts.FindTeam(*call.caller, parent));
    return std::move(project.membership);
  }
  TRY_ASSIGN(auto current, services.accounts.CurrentOrganization(*call.caller));
  if (!current) return NotFound("Not found.");
  return std::move(*current);
}

Result<http::Response> List(const Services& services, const Call& call) {
  TRY_ASSIGN(const auto membership, OrganizationOf(services, call));
  TRY_ASSIGN(const auto teams,
             services.accounts.VisibleTeams(*call.caller, membership.organization.id));
  return ListResponse(call, teams, PrintTeamBasic);
}

Result<http::Response> Create(const Services& services, const Call& call) {
  TRY_ASSIGN(const auto membership, OrganizationOf(services, call));
  TRY(accounts::RequireOrganizationAccess(*call.caller, membership));
  if (call.caller->by_key() && !call.caller->key->scoped_teams.empty()) {
    return PermissionDenied(
        "API keys with scoped projects are only supported on project-based views.");
  }
  TRY(accounts::RequireLevel(membership.level, Level::kAdmin));
  TRY_ASSIGN(const accounts::Team team, services.accounts.projects().Create(
                                            membership.organization, call.body, call.user().email));
  if (!call.caller->by_key()) {
    TRY(services.accounts.users().SetCurrent(call.user().id, team.organization_id, team.id));
  }
  return http::JsonResponse(201, PrintTeam(team, membership.level));
}

Result<http::Response> Get(const Services&, const Call& call) {
  return Show(call, 200, call.team());
}

// The main dashboard must be one of the project's own.
Status CheckPrimaryDashboard(const Services& services, const Call& call) {
  const auto id = IntMember(Json(call.body), "primary_dashboard");
  if (!id) return Ok();
  const auto found = services.dashboards.Find(call.team().id, *id, call.user().id);
  if (found || found.error().code != ErrorCode::kNotFound) {
    return found ? Ok() : Status(found.error());
  }
  return InvalidArgument("Invalid pk \"" + std::to_string(*id) + "\" - object does not exist.")
      .WithTag("does_not_exist")
      .WithField("primary_dashboard");
}

// Settings may be changed with project:read, everything else needs project:write. Source: 3.6
Result<http::Response> Patch(const Services& services, const Call& call) {
  if (!accounts::TouchesOnlySettings(call.body)) {
    TRY(accounts::RequireScope(*call.caller, "project:write"));
  }
  // They may end every event of the project, so they are not for everybody.
  if (call.body.contains(kRestrictions)) {
    TRY(accounts::RequireScope(*call.caller, "project:write"));
    TRY(accounts::RequireLevel(call.project->membership.level, Level::kAdmin));
  }
  TRY(CheckPrimaryDashboard(services, call));
  TRY_ASSIGN(const accounts::Team team,
             services.accounts.projects().Update(call.team().id, call.body));
  return Show(call, 200, team);
}

Result<http::Response> Delete(const Services& services, const Call& call) {
  TRY(services.accounts.projects().Delete(call.team().id));
  http::Response response;
  response.status = 204;
  return response;
}

template <Result<accounts::Team> (accounts::Projects::*kChange)(TeamId)>
Result<http::Response> ChangeSecret(const Services& services, const Call& call) {
  TRY_ASSIGN(const accounts::Team team, (services.accounts.projects().*kChange)(call.team().id));
  return Show(call, 200, team);
}

// A project of its own, filled in the background with the events of a made-up product.
Result<http::Response> CreateSample(const Services& services, const Call& call) {
  TRY_ASSIGN(const auto membership, OrganizationOf(services, call));
  TRY(accounts::RequireOrganizationAccess(*call.caller, membership));
  TRY(accounts::RequireLevel(membership.level, Level::kAdmin));
  TRY_ASSIGN(const accounts::Team team,
             services.accounts.projects().Create(
                 membership.organization, {{"name", "Sample: Acme Notes"}, {"is_demo", true}}, ""));
  Status filling = services.samples.fill(team.id);
  if (!filling) {
    // Nobody wants an empty one.
    TRY(services.accounts.projects().Delete(team.id));
    return std::move(filling).error();
  }
  return http::JsonResponse(201, PrintTeam(team, membership.level));
}

Result<http::Response> IsGeneratingDemoData(const Services& services, const Call& call) {
  const auto progress = services.samples.progress(call.team().id);
  JsonObject body{{"is_generating_demo_data", progress.has_value()}};
  if (progress) {
    body["events_done"] = progress->done;
    body["events_total"] = progress->total;
  }
  return http::JsonResponse(200, body);
}

// Intents and finished tours are PostHog's marketing; nothing in Tenrec asks for them.
template <int kStatus>
Result<http::Response> Acknowledge(const Services&, const Call& call) {
  if (!call.body.contains("product_type")) {
    return InvalidArgument("This field is required.").WithTag("required").WithField("product_type");
  }
  return Show(call, kStatus, call.team());
}

Result<http::Response> Restrictions(const Services&, const Call& call) {
  return http::JsonResponse(200, call.team().Setting(kRestrictions));
}

using accounts::Projects;

Shape IntentShape() {
  return Input({{"product_type", Text().Required()}});
}

}  // namespace

std::span<const Route> ProjectRoutes() {
  static const Route routes[] = {
      Route::Get("B/", List).Needs("project:read").GivesPage(TeamBasicShape()),
      Route::Post("B/", Create)
          .Needs("project:write")
          .TakesUnchecked(TeamShape())
          .Gives(TeamShape(), 201),
      Route::Post("O/sample_project/", CreateSample)
          .Needs("project:write")
          .Needs(Level::kAdmin)
          .About("Makes a project and fills it with sample data; is_generating_demo_data tells how "
                 "far it is.")
          .TakesNothing()
          .Gives(TeamShape(), 201),
      Route::Get("B/{project_id}/", Get).Needs("project:read").Gives(TeamShape()),
      Route::Patch("B/{project_id}/", Patch)
          .Needs("project:read")
          .About("Settings need project:read, everything else project:write.")
          .TakesUnchecked(TeamShape())
          .Gives(TeamShape()),
      Route::Delete("B/{project_id}/", Delete)
          .Needs("project:write")
          .Needs(Level::kAdmin)
          .GivesNothing(),
      Route::Patch("B/{project_id}/reset_token/", ChangeSecret<&Projects::ResetToken>)
          .Needs("project:write")
          .Needs(Level::kAdmin)
          .ShowsSecret()
          .TakesNothing()
          .Gives(TeamShape()),
      Route::Patch("B/{project_id}/rotate_secret_token/",
                   ChangeSecret<&Projects::RotateSecretToken>)
          .Needs("project:write")
          .Needs(Level::kAdmin)
          .ShowsSecret()
          .TakesNothing()
          .Gives(TeamShape()),
      Route::Patch("B/{project_id}/delete_secret_token_backup/",
                   ChangeSecret<&Projects::DeleteSecretTokenBackup>)
          .Needs("project:write")
          .Needs(Level::kAdmin)
          .ShowsSecret()
          .TakesNothing()
          .Gives(TeamShape()),
      Route::Get("B/{project_id}/is_generating_demo_data/", IsGeneratingDemoData)
          .Needs("project:read")
          .Gives(Object({{"is_generating_demo_data", Bool()},
                         {"events_done", Int().Sometimes()},
                         {"events_total", Int().Sometimes()}})),
      Route::Patch("B/{project_id}/add_product_intent/", Acknowledge<201>)
          .Needs("project:read")
          .TakesUnchecked(IntentShape())
          .Gives(TeamShape(), 201),
      Route::Patch("B/{project_id}/complete_product_onboarding/", Acknowledge<200>)
          .Needs("project:read")
          .TakesUnchecked(IntentShape())
          .Gives(TeamShape()),
      Route::Get("B/{project_id}/event_ingestion_restrictions/", Restrictions)
          .Needs("project:read")
          .About("What is done with events before anything else; set on the project itself.")
          .Gives(accounts::RestrictionsShape()),
  };
  return routes;
}

}  // namespace tenrec::api
