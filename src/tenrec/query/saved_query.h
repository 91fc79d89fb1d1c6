#pragma once

#include <string_view>

#include "tenrec/base/json.h"
#include "tenrec/base/result.h"
#include "tenrec/base/time.h"

namespace tenrec::accounts {
struct Team;
}

/// What whoever keeps questions needs to know about them.
namespace tenrec::query {

/// Whether the query may be kept: a known kind, bare or in its wrapper, in a form that the kind
/// reads. What this version cannot answer yet may be kept too.
/// Errors: kInvalidArgument with what is wrong.
Status CheckQuery(const Json& query);

/// The query with `filters_override` and `variables_override` of a dashboard in it, inside the
/// wrapper it came in.
/// Errors: kInvalidArgument when an override is malformed.
Result<Json> WithOverrides(const Json& query, const Json& filters, const Json& variables);

/// A date of a list's filter, such as "-7d" or "2026-01-31", in the project's time zone.
/// Errors: kInvalidArgument when it is no date.
Result<Timestamp> ReadListDate(std::string_view text, const accounts::Team& team, Timestamp now);

}  // namespace tenrec::query
