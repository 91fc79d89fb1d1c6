#pragma once

#include <cstdint>

namespace tenrec::hogql {

/// What the compiler knows of a value. Source: docs/spec/hogql.md, 5
enum class TypeKind : std::uint8_t {
  kUnknown,
  kBoolean,
  kInteger,
  kFloat,
  kDecimal,
  kString,
  kUuid,
  kDate,
  kDateTime,
  kInterval,
  kArray,
  kTuple,
  kJson,  // text that holds a JSON object, to be read with property access
};

struct Type {
  TypeKind kind = TypeKind::kUnknown;
  bool nullable = true;
};

}  // namespace tenrec::hogql
