#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "tenrec/accounts/team.h"
#include "tenrec/base/json.h"

namespace tenrec::sdk {

/// Where a page is from, as its browser says.
struct PageOrigin {
  std::optional<std::string_view> origin;
  std::optional<std::string_view> referer;
};

/// The switchboard of the SDKs: what the project has turned on.
/// Source: browser.md 3
JsonObject BuildRemoteConfig(const accounts::Team& team, bool has_flags, const PageOrigin& page);

/// Whether a page of that origin may be recorded. Patterns may hold `*`; no list permits all, and
/// so does a request that names no page, as mobile SDKs send it. Source: browser.md 2, "replay
/// domains"
bool MayRecord(const Json& permitted_domains, const PageOrigin& page);

/// A script that hands the configuration to the SDK in the page. Site apps travel apart.
/// Shape:  window._POSTHOG_REMOTE_CONFIG['<token>'] = {config: …, siteApps: […]}
std::string PrintConfigScript(std::string_view token, JsonObject config);

/// JSON that may stand inside a script element.
std::string PrintScriptSafe(const Json& value);

}  // namespace tenrec::sdk
