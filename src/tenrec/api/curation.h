#pragma once

#include "tenrec/base/json.h"
#include "tenrec/catalog/definitions.h"

namespace tenrec::api {

/// Reads what may be said about any definition: description, tags, verified, hidden.
/// Errors: kInvalidArgument with tag and field.
Result<catalog::CurationChange> ReadCuration(const JsonObject& body);

}  // namespace tenrec::api
