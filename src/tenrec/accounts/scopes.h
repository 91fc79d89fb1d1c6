#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "tenrec/base/result.h"

namespace tenrec::accounts {

/// The objects a key may be allowed to read or write: "insight", "query", …
std::span<const std::string_view> ScopeObjects();

/// Whether a scope may be put into a key: "*", or object:read, object:write.
/// Errors: kInvalidArgument "Invalid scope: …", field "scopes".
Status CheckScope(std::string_view scope);

/// Whether the scopes of a key include the one that is required. Write includes read; an empty
/// list, which only old keys have, includes everything.
bool Grants(const std::vector<std::string>& scopes, std::string_view required);

}  // namespace tenrec::accounts
