#include "tenrec/shape/mismatch.h"

#include <algorithm>

#include "tenrec/base/time.h"
#include "tenrec/base/uuid.h"

namespace tenrec::shape {
namespace {

using Found = std::optional<std::string>;

std::string Short(const Json& value) {
  std::string text = PrintJson(value);
  if (text.size() > 80) text = text.substr(0, 80) + "…";
  return text;
}

Found Not(std::string_view promised, const Json& value, const std::string& path) {
  return (path.empty() ? "the answer" : path) + ": " + std::string(promised) +
         " was promised, not " + Short(value);
}

std::string Below(const std::string& path, std::string_view name) {
  return path.empty() ? std::string(name) : path + "." + std::string(name);
}

Found Look(const Shape& shape, const Json& value, const std::string& path);

Found LookAtText(const Shape& shape, const Json& value, const std::string& path) {
  if (!value.is_string()) return Not("a text", value, path);
  const std::string_view text = View(value.get_string());
  if (!shape.words().empty() &&
      std::find(shape.words().begin(), shape.words().end(), text) == shape.words().end()) {
    return Not("one of the words", value, path);
  }
  if (shape.format() == Format::kUuid && !Uuid::Parse(text)) return Not("a UUID", value, path);
  if (shape.format() == Format::kTime && !ParseRfc3339(text)) return Not("an instant", value, path);
  return std::nullopt;
}

Found LookAtObject(const Shape& shape, const Json& value, const std::string& path) {
  if (!value.is_object()) return Not("an object", value, path);
  const JsonObject& object = value.get_object();
  const bool is_own = shape.kind() == Kind::kObject;
  for (const auto& [name, field] : shape.fields()) {
    if (field.write_only()) continue;
    const Json* member = object.if_contains(name);
    if (member == nullptr) {
      const bool promised = is_own ? !field.sometimes() : field.required();
      if (promised) return Below(path, name) + ": is missing";
      continue;
    }
    if (auto found = Look(field, *member, Below(path, name))) return found;
  }
  if (!is_own) return std::nullopt;
  for (const auto& member : object) {
    const std::string_view name(member.key().data(), member.key().size());
    const auto declared = std::ranges::find_if(
        shape.fields(), [&](const Field& field) { return field.name == name; });
    if (declared == shape.fields().end()) return Below(path, name) + ": is not declared";
    if (declared->shape.write_only()) return Below(path, name) + ": is shown but only written";
  }
  return std::nullopt;
}

Found LookAtUnion(const Shape& shape, const Json& value, const std::string& path) {
  std::string reasons;
  for (const auto& choice : shape.choices()) {
    const auto found = Look(choice, value, path);
    if (!found) return std::nullopt;
    reasons += (reasons.empty() ? "" : "; or ") + *found;
  }
  return reasons;
}

Found Look(const Shape& shape, const Json& value, const std::string& path) {
  if (value.is_null()) {
    if (shape.nullable() || shape.kind() == Kind::kAny) return std::nullopt;
    if (shape.kind() != Kind::kUnion) return Not("a value", value, path);
  }
  switch (shape.kind()) {
    case Kind::kAny:
      return std::nullopt;
    case Kind::kBool:
      return value.is_bool() ? std::nullopt : Not("a boolean", value, path);
    case Kind::kInt:
      return value.is_int64() || value.is_uint64() ? std::nullopt : Not("an integer", value, path);
    case Kind::kNumber:
      return value.is_number() ? std::nullopt : Not("a number", value, path);
    case Kind::kText:
      return LookAtText(shape, value, path);
    case Kind::kList: {
      if (!value.is_array()) return Not("a list", value, path);
      const JsonArray& items = value.get_array();
      for (std::size_t i = 0; i < items.size(); ++i) {
        if (auto found = Look(shape.item(), items[i], Below(path, std::to_string(i)))) {
          return found;
        }
      }
      return std::nullopt;
    }
    case Kind::kMap: {
      if (!value.is_object()) return Not("an object", value, path);
      for (const auto& member : value.get_object()) {
        const std::string_view name(member.key().data(), member.key().size());
        if (auto found = Look(shape.item(), member.value(), Below(path, name))) return found;
      }
      return std::nullopt;
    }
    case Kind::kObject:
    case Kind::kInput:
      return LookAtObject(shape, value, path);
    case Kind::kUnion:
      return LookAtUnion(shape, value, path);
    case Kind::kLater:
      return Look(shape.Resolve(), value, path);
  }
  return std::nullopt;
}

}  // namespace

std::optional<std::string> Mismatch(const Shape& shape, const Json& answer) {
  return Look(shape, answer, "");
}

}  // namespace tenrec::shape
