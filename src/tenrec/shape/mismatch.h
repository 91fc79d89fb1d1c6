#pragma once

#include <optional>
#include <string>

#include "tenrec/base/json.h"
#include "tenrec/shape/shape.h"

namespace tenrec::shape {

/// The first place where an answer is not as its shape says: "results.0.id: an integer was
/// promised, not null"; nullopt when there is none. Strict: an object of the server holds what the
/// shape names and nothing else.
std::optional<std::string> Mismatch(const Shape& shape, const Json& answer);

}  // namespace tenrec::shape
