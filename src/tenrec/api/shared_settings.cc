#include "tenrec/api/shared_settings.h"

#include <algorithm>
#include <array>
#include <string>
#include <utility>

namespace tenrec::api {
namespace {

constexpr std::array<std::string_view, 6> kSwitches = {
    "whitelabel", "noHeader", "showInspector", "legend", "detailed", "hideExtraDetails"};
constexpr std::array<std::string_view, 3> kThemes = {"light", "dark", "system"};
constexpr std::size_t kMaxHidden = 1000;

Error Wrong(std::string_view name, std::string_view wanted) {
  return InvalidArgument("Invalid settings format: `" + std::string(name) + "` must be " +
                         std::string(wanted) + ".")
      .WithTag("invalid")
      .WithField("settings");
}

bool IsTheme(const Json& value) {
  return value.is_string() && std::ranges::find(kThemes, View(value.get_string())) != kThemes.end();
}

}  // namespace

Result<Json> ReadSharedSettings(const Json& sent) {
  if (sent.is_null()) return Json();
  if (!sent.is_object()) {
    return InvalidArgument("Must be a JSON object.").WithTag("invalid").WithField("settings");
  }
  JsonObject kept;
  for (const std::string_view name : kSwitches) {
    const Json* value = FindMember(sent, name);
    if (value == nullptr || value->is_null()) continue;
    if (!value->is_bool()) return Wrong(name, "true or false");
    kept[name] = *value;
  }
  if (const Json* theme = FindMember(sent, "theme"); theme != nullptr && !theme->is_null()) {
    if (!IsTheme(*theme)) return Wrong("theme", "light, dark or system");
    kept["theme"] = *theme;
  }
  if (const Json* hidden = FindMember(sent, "hideTiles"); hidden != nullptr && !hidden->is_null()) {
    const bool is_list =
        hidden->is_array() && hidden->get_array().size() <= kMaxHidden &&
        std::ranges::all_of(hidden->get_array(), [](const Json& id) { return id.is_int64(); });
    if (!is_list) return Wrong("hideTiles", "a list of numbers of tiles");
    kept["hideTiles"] = *hidden;
  }
  return Json(std::move(kept));
}

JsonObject SettingsOfLook(const Json& settings, const Call& call) {
  JsonObject look;
  for (const std::string_view name : kSwitches) {
    const Json* kept = FindMember(settings, name);
    bool on = kept != nullptr && kept->is_bool() && kept->get_bool();
    // PostHog's links name a switch without a value, too.
    if (call.Query(name)) on = call.QueryBool(name).value_or(true);
    if (on) look[name] = true;
  }
  if (const Json* theme = FindMember(settings, "theme")) look["theme"] = *theme;
  if (const Json asked(call.QueryText("theme")); IsTheme(asked)) look["theme"] = asked;
  return look;
}

}  // namespace tenrec::api
