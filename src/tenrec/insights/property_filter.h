#pragma once

#include <memory>
#include <string>
#include <vector>

#include "tenrec/base/json.h"
#include "tenrec/base/result.h"
#include "tenrec/base/time.h"
#include "tenrec/hogql/ast.h"
#include "tenrec/hogql/compile.h"
#include "tenrec/insights/project_time.h"

namespace tenrec::insights {

struct NamedSets;

/// A rule of the project that shortens paths: text that matches `regex` becomes `alias`.
struct PathCleaningRule {
  std::string regex;
  std::string alias;
};

/// What a filter is read against.
struct FilterContext {
  const ProjectTime& zone;
  Timestamp now;
  /// Empty: no property has a definition.
  hogql::PropertyTypeLookup property_type;
  std::vector<PathCleaningRule> path_cleaning;
  /// The project's actions and cohorts; nullptr when the question names none.
  std::shared_ptr<const NamedSets> named_sets = nullptr;
};

/// Turns property filters into a condition on `events`.
/// Shape:  [filter, …] is AND; {"type": "AND" | "OR", "values": [group or filter, …]} nests freely;
///         one filter is {"type": "event", "key": "$browser", "operator": "exact", "value":
///         "Chrome"}. Nothing, an empty list and a filter without what it needs are `true`.
/// Errors: kInvalidArgument with the specification's sentence.
/// Source: queries.md 3
Result<hogql::ExprPtr> FilterExpr(const Json& properties, const FilterContext& context);

/// Whether the condition is the constant `true`, so that it can be left out.
bool IsTrue(const hogql::ExprPtr& expr);

}  // namespace tenrec::insights
