#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include <boost/json.hpp>

#include "tenrec/base/result.h"

namespace tenrec {

/// A JSON value off the hot path; on it rooms use simdjson in their own .cc files.
using Json = boost::json::value;
using JsonObject = boost::json::object;
using JsonArray = boost::json::array;

/// Reads one JSON value and nothing after it.
/// Errors: kInvalidArgument with the offset; also for nesting deeper than `max_depth`.
Result<Json> ParseJson(std::string_view text, std::size_t max_depth = 256);

/// Prints compact JSON. NaN and infinities become null, as the REST API wants.
std::string PrintJson(const Json& value);

/// The member, or nullptr when `value` is no object or has no such key.
const Json* FindMember(const Json& value, std::string_view key);

/// The member as a type, or nullopt when it is absent or of another type.
std::optional<std::string_view> StringMember(const Json& value, std::string_view key);
std::optional<bool> BoolMember(const Json& value, std::string_view key);
/// Also reads a number without fraction that was written as a double.
std::optional<std::int64_t> IntMember(const Json& value, std::string_view key);

/// std::string_view of a JSON string.
inline std::string_view View(const boost::json::string& text) {
  return {text.data(), text.size()};
}

}  // namespace tenrec
