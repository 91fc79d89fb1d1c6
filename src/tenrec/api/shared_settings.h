#pragma once

#include <string_view>

#include "tenrec/api/call.h"

namespace tenrec::api {

/// The settings of a public link that are known, each of its type.
/// Shape:   {"whitelabel", "noHeader", "showInspector", "legend", "detailed", "hideExtraDetails":
///          bool, "theme": "light" | "dark" | "system", "hideTiles": [number of a tile, …]}
/// Errors:  kInvalidArgument, field "settings".
/// Source:  rest-api.md 29.1
Result<Json> ReadSharedSettings(const Json& sent);

/// Those settings as this look at the page asks for them: what stands in the address goes first.
/// Only what is on is in it. Source: rest-api.md 29.2
JsonObject SettingsOfLook(const Json& settings, const Call& call);

}  // namespace tenrec::api
