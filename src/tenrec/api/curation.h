#pragma once

#include <vector>

#include "tenrec/base/json.h"
#include "tenrec/catalog/definitions.h"
#include "tenrec/shape/shape.h"

namespace tenrec::api {

/// Reads what may be said about any definition: description, tags, verified, hidden.
/// Errors: kInvalidArgument with tag and field.
Result<catalog::CurationChange> ReadCuration(const JsonObject& body);

/// How what may be said about any definition looks.
const std::vector<shape::Field>& CurationFields();

}  // namespace tenrec::api
