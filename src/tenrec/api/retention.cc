#include <algorithm>
#include <cmath>
#include <optional>
#include <utility>

#include "tenrec/api/fields.h"
#include "tenrec/api/print.h"
#include "tenrec/api/shapes.h"
#include "tenrec/retention/policies.h"

/// How long events stay, and what the disk is used for.
namespace tenrec::api {
namespace {

using retention::DiskReport;
using retention::Policies;

constexpr std::string_view kRead = "project:read";
constexpr std::string_view kWrite = "project:write";
constexpr std::size_t kShownRuns = 20;

JsonArray PrintRuns(const std::vector<retention::Run>& runs) {
  JsonArray printed;
  for (const retention::Run& run : runs) {
    printed.push_back(JsonObject{{"id", run.id},
                                 {"project", run.team_id ? Json(*run.team_id) : Json(nullptr)},
                                 {"reason", retention::ReasonName(run.reason)},
                                 {"before", PrintTime(run.before)},
                                 {"events", run.rows},
                                 {"started_at", PrintTime(run.started_at)},
                                 {"finished_at", PrintTime(run.finished_at)}});
  }
  return printed;
}

Result<http::Response> ShowRetention(const Services& services, const Call& call) {
  TRY_ASSIGN(const auto days, services.policies.Days(call.team().id));
  TRY_ASSIGN(const auto runs, services.policies.Runs(call.team().id, kShownRuns));
  return http::JsonResponse(
      200, JsonObject{{"days", days ? Json(*days) : Json(nullptr)}, {"runs", PrintRuns(runs)}});
}

Result<http::Response> ChangeRetention(const Services& services, const Call& call) {
  Fields in(call.body);
  const auto days = in.NullableInt("days", 1, Policies::kMaxDays);
  TRY(in.Finish());
  if (days) {
    TRY(services.policies.SetDays(call.team().id, *days));
    services.disk.decided();
  }
  return ShowRetention(services, call);
}

/// The disk is everybody's: with several organizations it is for the staff, with one for its
/// admins.
Status MayRun(const Services& services, const Call& call) {
  if (call.user().is_staff) return Ok();
  if (!services.accounts.multi_org()) {
    TRY_ASSIGN(const auto memberships, services.accounts.organizations().ListFor(call.user().id));
    if (std::any_of(memberships.begin(), memberships.end(), [](const auto& membership) {
          return membership.level >= accounts::Level::kAdmin;
        })) {
      return Ok();
    }
  }
  return PermissionDenied("Only an admin of this instance may see or change its disk.");
}

Json PrintDays(const std::optional<double>& days) {
  return days ? Json(std::floor(*days * 10) / 10) : Json(nullptr);
}

Result<http::Response> PrintDisk(const Services& services) {
  TRY_ASSIGN(const DiskReport report, services.disk.survey());
  TRY_ASSIGN(const auto budget, services.policies.Budget());
  TRY_ASSIGN(const auto runs, services.policies.Runs(std::nullopt, kShownRuns));
  JsonArray uses;
  for (const retention::DiskUse& use : report.uses) {
    uses.push_back(JsonObject{{"kind", use.kind},
                              {"name", use.name},
                              {"bytes", use.bytes},
                              {"rows", use.rows ? Json(*use.rows) : Json(nullptr)}});
  }
  const auto until_budget = budget ? report.DaysUntilBudget(*budget) : std::nullopt;
  return http::JsonResponse(
      200,
      JsonObject{{"uses", std::move(uses)},
                 {"used_bytes", report.used_bytes},
                 {"kept_bytes", report.kept_bytes},
                 {"total_bytes", report.total_bytes},
                 {"free_bytes", report.free_bytes},
                 {"reserved_bytes", report.reserved_bytes},
                 {"budget_bytes", budget ? Json(*budget) : Json(nullptr)},
                 {"forecast", JsonObject{{"events_per_day", std::round(report.events_per_day)},
                                         {"bytes_per_event", std::round(report.bytes_per_event)},
                                         {"days_until_budget", PrintDays(until_budget)},
                                         {"days_until_full", PrintDays(report.DaysUntilFull())}}},
                 {"runs", PrintRuns(runs)}});
}

Result<http::Response> ShowDisk(const Services& services, const Call& call) {
  TRY(MayRun(services, call));
  return PrintDisk(services);
}

Result<http::Response> ChangeDisk(const Services& services, const Call& call) {
  TRY(MayRun(services, call));
  Fields in(call.body);
  const auto budget = in.NullableInt(
      "budget_bytes", static_cast<std::int64_t>(Policies::kMinBudget), std::int64_t{1} << 52U);
  TRY(in.Finish());
  if (budget) {
    TRY(services.policies.SetBudget(*budget ? std::optional(static_cast<std::uint64_t>(**budget))
                                            : std::nullopt));
    services.disk.decided();
  }
  return PrintDisk(services);
}

const Shape& RunShape() {
  static const Shape shape = Object({{"id", Int()},
                                     {"project", Int().Nullable().About("Null: of all.")},
                                     {"reason", Words({"age", "budget"})},
                                     {"before", TimeText()},
                                     {"events", Int()},
                                     {"started_at", TimeText()},
                                     {"finished_at", TimeText().Nullable()}})
                                 .Named("RetentionRun");
  return shape;
}

const Shape& RetentionShape() {
  static const Shape shape =
      Object({{"days", Int().Nullable().Min(1).Max(Policies::kMaxDays).About("Null: for ever.")},
              {"runs", ListOf(RunShape()).ReadOnly()}})
          .Named("Retention");
  return shape;
}

const Shape& DiskShape() {
  static const Shape use =
      Object({{"kind", Text()}, {"name", Text()}, {"bytes", Int()}, {"rows", Int().Nullable()}})
          .Named("DiskUse");
  static const Shape forecast = Object({{"events_per_day", Number()},
                                        {"bytes_per_event", Number()},
                                        {"days_until_budget", Number().Nullable()},
                                        {"days_until_full", Number().Nullable()}});
  static const Shape shape =
      Object({{"uses", ListOf(use).ReadOnly()},
              {"used_bytes", Int().ReadOnly()},
              {"kept_bytes", Int().ReadOnly().About("What a budget is about: without what the "
                                                    "engine has replaced and is about to remove.")},
              {"total_bytes", Int().ReadOnly()},
              {"free_bytes", Int().ReadOnly()},
              {"reserved_bytes", Int().ReadOnly()},
              {"budget_bytes", Int().Nullable().About("Null: the whole disk.")},
              {"forecast", forecast.ReadOnly()},
              {"runs", ListOf(RunShape()).ReadOnly()}})
          .Named("Disk");
  return shape;
}

}  // namespace

std::span<const Route> RetentionRoutes() {
  static const Route routes[] = {
      Route::Get("P/retention/", ShowRetention)
          .Needs(kRead)
          .About("How many days the project keeps events, and what was removed.")
          .Gives(RetentionShape()),
      Route::Patch("P/retention/", ChangeRetention)
          .Needs(kWrite)
          .Needs(accounts::Level::kAdmin)
          .TakesUnchecked(RetentionShape())
          .Gives(RetentionShape()),
      Route::Get("/api/instance/disk/", ShowDisk)
          .Needs(kRead)
          .About("Every consumer of disk, and how long the room lasts.")
          .Gives(DiskShape()),
      Route::Patch("/api/instance/disk/", ChangeDisk)
          .Needs(kWrite)
          .About("Sets what the instance may take; the oldest events go when it is more.")
          .TakesUnchecked(DiskShape())
          .Gives(DiskShape()),
  };
  return routes;
}

}  // namespace tenrec::api
