#pragma once

#include <map>
#include <string>

#include "tenrec/base/json.h"
#include "tenrec/shape/shape.h"

namespace tenrec::shape {

/// Prints shapes as the schemas of an OpenAPI 3.0.3 document, and keeps those that have a name.
class SchemaPrinter {
 public:
  /// The schema in place: a reference for a shape with a name.
  Json Print(const Shape& shape, Way way);

  /// Every shape with a name that was met, by the name of its component: "Action" in answers,
  /// "ActionRequest" and "PatchedActionRequest" in bodies that differ from it.
  JsonObject Components() const;

 private:
  Json PrintBody(const Shape& shape, Way way);
  Json PrintFields(const Shape& shape, Way way);
  std::string Keep(const Shape& shape, Way way);

  struct Component {
    Shape origin;
    Json schema;
  };
  std::map<std::string, Component> components_;
};

}  // namespace tenrec::shape
