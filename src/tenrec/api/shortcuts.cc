#include "tenrec/dashboards/shortcuts.h"

#include <algorithm>
#include <utility>

#include "tenrec/api/fields.h"
#include "tenrec/api/print.h"
#include "tenrec/api/shapes.h"

namespace tenrec::api {
namespace {

using dashboards::Shortcut;
using dashboards::ShortcutChange;

constexpr std::size_t kMaxPath = 1000;
constexpr std::size_t kMaxType = 100;

JsonObject Print(const Shortcut& shortcut, std::size_t order) {
  return {{"id", shortcut.id.ToString()},
          {"path", shortcut.path},
          {"type", shortcut.type},
          {"ref", PrintText(shortcut.ref)},
          {"href", PrintText(shortcut.href)},
          {"order", order},
          {"created_at", PrintTime(shortcut.created_at)}};
}

// With its place in the person's order.
Result<http::Response> Show(const Services& services, const Call& call, int status,
                            const Shortcut& shortcut) {
  TRY_ASSIGN(const auto all, services.shortcuts.List(call.team().id, call.user().id));
  const auto found = std::ranges::find(all, shortcut.id, &Shortcut::id);
  return http::JsonResponse(
      status, Print(shortcut, static_cast<std::size_t>(std::distance(all.begin(), found))));
}

Result<ShortcutChange> ReadChange(const Call& call, bool is_new) {
  Fields in(call.body);
  if (is_new) {
    in.Require("path");
    in.Require("type");
  }
  ShortcutChange change{.path = in.Text("path", kMaxPath),
                        .type = in.Text("type", kMaxType),
                        .ref = in.NullableText("ref", kMaxType),
                        .href = in.NullableText("href", kMaxPath)};
  // The sidebar makes a link of it, so it must stay on this site.
  if (change.href && *change.href && !(*change.href)->starts_with('/')) {
    in.Fail("href", InvalidArgument("A path of this site begins with '/'.").WithTag("invalid"));
  }
  if (change.href && *change.href && (*change.href)->starts_with("//")) {
    in.Fail("href", InvalidArgument("A path of this site begins with one '/'.").WithTag("invalid"));
  }
  TRY(in.Finish());
  return change;
}

Result<http::Response> List(const Services& services, const Call& call) {
  TRY_ASSIGN(const auto all, services.shortcuts.List(call.team().id, call.user().id));
  std::size_t order = ReadPage(call).offset;
  return ListResponse(call, all,
                      [&](const Shortcut& shortcut) { return Print(shortcut, order++); });
}

Result<http::Response> Create(const Services& services, const Call& call) {
  TRY_ASSIGN(const ShortcutChange change, ReadChange(call, true));
  TRY_ASSIGN(const Shortcut added, services.shortcuts.Add(call.team().id, call.user().id, change));
  return Show(services, call, 201, added);
}

Result<http::Response> Patch(const Services& services, const Call& call) {
  TRY_ASSIGN(const Uuid id, PathUuid(call, "id"));
  TRY_ASSIGN(const ShortcutChange change, ReadChange(call, false));
  TRY_ASSIGN(const Shortcut changed,
             services.shortcuts.Update(call.team().id, call.user().id, id, change));
  return Show(services, call, 200, changed);
}

Result<http::Response> Delete(const Services& services, const Call& call) {
  TRY_ASSIGN(const Uuid id, PathUuid(call, "id"));
  TRY(services.shortcuts.Remove(call.team().id, call.user().id, id));
  http::Response response;
  response.status = 204;
  return response;
}

Result<http::Response> Reorder(const Services& services, const Call& call) {
  Fields in(call.body);
  in.Require("ordered_ids");
  const auto sent = in.Texts("ordered_ids", 40);
  std::vector<Uuid> order;
  if (sent) {
    for (const std::string& text : *sent) {
      const auto id = Uuid::Parse(text);
      if (!id) in.Fail("ordered_ids", InvalidArgument("Must be a valid UUID.").WithTag("invalid"));
      if (id) order.push_back(*id);
    }
  }
  TRY(in.Finish());
  TRY(services.shortcuts.Reorder(call.team().id, call.user().id, order));
  return List(services, call);
}

constexpr std::string_view kRead = "file_system_shortcut:read";
constexpr std::string_view kWrite = "file_system_shortcut:write";

// Source: rest-api.md 36.5
const Shape& ShortcutShape() {
  static const Shape shape = Object({{"id", UuidText().ReadOnly()},
                                     {"path", Text().Max(kMaxPath).Required()},
                                     {"type", Text().Max(kMaxType).Required()},
                                     {"ref", Text().Max(kMaxType).Nullable()},
                                     {"href", Text().Max(kMaxPath).Nullable()},
                                     {"order", Int().ReadOnly()},
                                     {"created_at", TimeText().ReadOnly()}})
                                 .Named("FileSystemShortcut");
  return shape;
}

}  // namespace

std::span<const Route> ShortcutRoutes() {
  static const Route routes[] = {
      Route::Get("P/file_system_shortcut/", List)
          .Needs(kRead)
          .About("What the caller pinned to the sidebar, in their order.")
          .GivesPage(ShortcutShape()),
      Route::Post("P/file_system_shortcut/", Create)
          .Needs(kWrite)
          .TakesUnchecked(ShortcutShape())
          .Gives(ShortcutShape(), 201),
      Route::Post("P/file_system_shortcut/reorder/", Reorder)
          .Needs(kWrite)
          .TakesUnchecked(Input({{"ordered_ids", ListOf(UuidText()).Required()}}))
          .GivesPage(ShortcutShape()),
      Route::Patch("P/file_system_shortcut/{id}/", Patch)
          .Needs(kWrite)
          .Where("id", UuidText())
          .TakesUnchecked(ShortcutShape())
          .Gives(ShortcutShape()),
      Route::Delete("P/file_system_shortcut/{id}/", Delete)
          .Needs(kWrite)
          .Where("id", UuidText())
          .GivesNothing(),
  };
  return routes;
}

}  // namespace tenrec::api
