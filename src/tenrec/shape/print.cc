#include "tenrec/shape/print.h"

#include <utility>

#include "tenrec/base/check.h"

namespace tenrec::shape {
namespace {

std::string ComponentName(const Shape& shape, Way way) {
  if (way == Way::kAnswer || shape.same_both_ways()) return shape.name();
  return (way == Way::kPatch ? "Patched" : "") + shape.name() + "Request";
}

// Objects inside a patch are written whole.
Way Inside(Way way) {
  return way == Way::kPatch ? Way::kCreate : way;
}

const char* FormatName(Format format) {
  switch (format) {
    case Format::kPlain:
      return "";
    case Format::kUuid:
      return "uuid";
    case Format::kTime:
      return "date-time";
    case Format::kDate:
      return "date";
    case Format::kEmail:
      return "email";
    case Format::kUrl:
      return "uri";
  }
  return "";
}

JsonObject PrintText(const Shape& shape) {
  JsonObject schema{{"type", "string"}};
  if (shape.format() != Format::kPlain) schema["format"] = FormatName(shape.format());
  if (!shape.words().empty()) {
    JsonArray words;
    for (const auto& word : shape.words()) words.emplace_back(word);
    if (shape.nullable()) words.emplace_back(nullptr);
    schema["enum"] = std::move(words);
  }
  if (shape.min()) schema["minLength"] = *shape.min();
  if (!shape.min() && shape.not_blank()) schema["minLength"] = 1;
  if (shape.max()) schema["maxLength"] = *shape.max();
  return schema;
}

JsonObject PrintNumber(const Shape& shape, const char* type) {
  JsonObject schema{{"type", type}};
  if (shape.min()) schema["minimum"] = *shape.min();
  if (shape.max()) schema["maximum"] = *shape.max();
  return schema;
}

}  // namespace

Json SchemaPrinter::PrintFields(const Shape& shape, Way way) {
  JsonObject properties;
  JsonArray required;
  for (const auto& [name, field] : shape.fields()) {
    if (way == Way::kAnswer ? field.write_only() : field.read_only()) continue;
    properties[name] = Print(field, Inside(way));
    const bool promised = way == Way::kAnswer && shape.kind() == Kind::kObject;
    const bool there = promised ? !field.sometimes() : field.required() && way != Way::kPatch;
    if (there) required.emplace_back(name);
  }
  JsonObject schema{{"type", "object"}};
  if (!properties.empty()) schema["properties"] = std::move(properties);
  if (!required.empty()) schema["required"] = std::move(required);
  return schema;
}

Json SchemaPrinter::PrintBody(const Shape& shape, Way way) {
  switch (shape.kind()) {
    case Kind::kAny:
      return JsonObject();
    case Kind::kBool:
      return JsonObject{{"type", "boolean"}};
    case Kind::kInt:
      return PrintNumber(shape, "integer");
    case Kind::kNumber:
      return PrintNumber(shape, "number");
    case Kind::kText:
      return PrintText(shape);
    case Kind::kList: {
      JsonObject schema{{"type", "array"}, {"items", Print(shape.item(), Inside(way))}};
      if (shape.min()) schema["minItems"] = *shape.min();
      if (shape.max()) schema["maxItems"] = *shape.max();
      return schema;
    }
    case Kind::kMap:
      return JsonObject{{"type", "object"},
                        {"additionalProperties", Print(shape.item(), Inside(way))}};
    case Kind::kObject:
    case Kind::kInput:
      return PrintFields(shape, way);
    case Kind::kUnion: {
      JsonArray choices;
      for (const auto& choice : shape.choices()) choices.push_back(Print(choice, Inside(way)));
      return JsonObject{{"anyOf", std::move(choices)}};
    }
    case Kind::kLater:
      return PrintBody(shape.Resolve(), way);
  }
  return nullptr;
}

std::string SchemaPrinter::Keep(const Shape& shape, Way way) {
  // Whether null is allowed is said where the component is used.
  const Shape said = shape.Resolve().NotNull();
  std::string name = ComponentName(said, way);
  const auto [found, is_new] = components_.try_emplace(name, said, Json());
  if (is_new) {
    // The place is taken before its inside is printed, which may come back to it.
    Json schema = PrintBody(said, way);
    components_.at(name).schema = std::move(schema);
  } else if (!found->second.origin.SameOrigin(said) && !found->second.schema.is_null()) {
    // Empty while its inside is printed again, which may come back to it.
    Json kept = std::exchange(found->second.schema, Json());
    const Json schema = PrintBody(said, way);
    TENREC_CHECK(schema == kept) << "two shapes are called " << name;
    components_.at(name).schema = std::move(kept);
  }
  return name;
}

Json SchemaPrinter::Print(const Shape& shape, Way way) {
  JsonObject schema;
  if (shape.name().empty()) {
    schema = PrintBody(shape, way).get_object();
  } else {
    JsonObject reference{{"$ref", "#/components/schemas/" + Keep(shape, way)}};
    if (!shape.nullable() && shape.about().empty()) return reference;
    // Nothing may stand beside a reference.
    schema["allOf"] = JsonArray{std::move(reference)};
  }
  if (shape.nullable()) schema["nullable"] = true;
  if (!shape.about().empty()) schema["description"] = shape.about();
  return schema;
}

JsonObject SchemaPrinter::Components() const {
  JsonObject schemas;
  for (const auto& [name, component] : components_) schemas[name] = component.schema;
  return schemas;
}

}  // namespace tenrec::shape
