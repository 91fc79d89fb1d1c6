#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <variant>

#include "tenrec/base/time.h"

namespace tenrec::catalog {

/// What the values of a property are, as queries read them.
enum class PropertyType : std::uint8_t {
  kUnknown,
  kString,
  kNumeric,
  kBoolean,
  kDateTime,
  kDuration
};

/// Whose property it is. The numbers are stored.
enum class PropertyScope : std::uint8_t { kEvent = 1, kPerson = 2, kGroup = 3, kSession = 4 };

/// "String", "Numeric", "Boolean", "DateTime", "Duration"; empty for kUnknown.
std::string_view PropertyTypeName(PropertyType type);
std::optional<PropertyType> ParsePropertyType(std::string_view name);

/// Null, an object or an array.
struct OtherValue {};

/// One value of a property, without owning it.
using ObservedValue = std::variant<std::string_view, double, bool, OtherValue>;

/// The type that this one value suggests; kUnknown for null, objects and arrays.
/// Source: ingestion.md 14.1.
PropertyType InferPropertyType(std::string_view key, const ObservedValue& value, Timestamp now);

}  // namespace tenrec::catalog
