#pragma once

#include <string>
#include <string_view>

#include "tenrec/api/route.h"
#include "tenrec/base/json.h"

namespace tenrec::api {

/// The OpenAPI 3.0.3 document of every route, from the declarations that the handlers use. PUT is
/// left out: it does what PATCH does.
/// Source: rest-api.md 8.11
const JsonObject& ApiDocument();

/// JSON in the block form of YAML 1.2.
std::string PrintYaml(const Json& value);

/// "event_definitions_list", "projects_reset_token_partial_update": the name of an operation in
/// PostHog's manner. `pattern` is the route's path, written out.
std::string OperationId(const Route& route, std::string_view pattern);

}  // namespace tenrec::api
