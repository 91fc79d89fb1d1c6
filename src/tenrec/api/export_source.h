#pragma once

#include "tenrec/api/call.h"
#include "tenrec/api/route.h"
#include "tenrec/base/json.h"
#include "tenrec/base/result.h"

namespace tenrec::api {

/// The query whose answer a file is to hold.
/// Shape:   {"source": a query}, or {"path": "/api/projects/1/cohorts/7/persons/", "body": …}, of
///          the routes that list events and people, keep insights and take queries.
/// Errors:  kInvalidArgument, field "export_context".
Result<Json> SourceOfContext(const Services& services, const Call& call, const JsonObject& context);

/// The query of an insight.
/// Errors: kInvalidArgument, field "insight".
Result<Json> SourceOfInsight(const Services& services, const Call& call, std::string_view id);

}  // namespace tenrec::api
