#pragma once

#include <optional>
#include <string>
#include <utility>

#include "tenrec/base/json.h"

/// Columns that hold JSON as text. Private to the room.
namespace tenrec::dashboards {

/// Null for none, and for what is no JSON.
inline Json ReadJsonColumn(const std::optional<std::string>& text) {
  if (!text) return nullptr;
  auto json = ParseJson(*text);
  return json ? *std::move(json) : Json();
}

inline JsonObject ReadObjectColumn(const std::string& text) {
  Json json = ReadJsonColumn(text);
  return json.is_object() ? std::move(json.get_object()) : JsonObject();
}

inline JsonArray ReadArrayColumn(const std::string& text) {
  Json json = ReadJsonColumn(text);
  return json.is_array() ? std::move(json.get_array()) : JsonArray();
}

/// NULL for null.
inline std::optional<std::string> JsonColumn(const Json& json) {
  if (json.is_null()) return std::nullopt;
  return PrintJson(json);
}

}  // namespace tenrec::dashboards
