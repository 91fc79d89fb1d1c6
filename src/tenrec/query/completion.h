#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "tenrec/base/json.h"
#include "tenrec/base/result.h"
#include "tenrec/hogql/compile.h"

namespace tenrec::query {

/// A property as its definition says: "Numeric"; an empty type is not known.
struct PropertyName {
  std::string name;
  std::string type;
};
/// The properties of events, persons, or groups of a type whose names hold the text.
using PropertyNames = std::function<Result<std::vector<PropertyName>>(
    hogql::PropertyScope, int group_type_index, std::string_view search)>;

/// What could stand where somebody writes.
struct Completion {
  /// "Variable", "Property", "Folder", "Function", "Keyword".
  std::string_view kind;
  std::string label;
  std::string insert_text;
  std::string detail;
};

struct Completions {
  std::vector<Completion> list;
  /// There are more; a longer word finds them.
  bool incomplete = false;
};

/// Where somebody writes: the word at the cursor, which may be empty.
/// Units: code points.
struct WritingPlace {
  std::size_t start = 0;
  std::size_t end = 0;
};

/// The names that the project itself brought along.
struct ProjectNames {
  const PropertyNames& properties;
  /// By index: other names of group_0, group_1, …
  const std::vector<std::string>& group_types;
};

/// What could stand at the place of a query, or of an expression over `scope`'s tables (nullptr for
/// a query). The text need not be a whole query yet.
/// Errors: those of the project's properties.
/// Source: docs/spec/hogql.md, 16
Result<Completions> Complete(std::string_view text, WritingPlace place,
                             const hogql::SelectNode* scope, const ProjectNames& names);

}  // namespace tenrec::query
