#pragma once

#include <string_view>

#include "tenrec/base/result.h"

namespace tenrec::engine {

/// The Error for ClickHouse's words.
/// Shape:  "Code: 47. DB::Exception: Unknown identifier `a`. (UNKNOWN_IDENTIFIER)" becomes
///         kInvalidArgument, message "Unknown identifier `a`.", tag "unknown_identifier".
///         What quotes the statement, the plan or files (": In scope SELECT …", ": while executing
///         …") is left out of the message. Words of another shape become kInternal with the words
///         as message.
Error ParseClickHouseError(std::string_view words);

}  // namespace tenrec::engine
