#pragma once

#include <string_view>

#include "tenrec/base/result.h"

namespace tenrec::http {

/// The one table from error codes to statuses. Handlers do not choose a status for a failure.
int StatusOf(ErrorCode code);

/// "Not Found"; "Unknown" for a number without a name.
std::string_view ReasonPhrase(int status);

}  // namespace tenrec::http
