#pragma once

#include <functional>
#include <string_view>

#include "tenrec/base/result.h"
#include "tenrec/hogql/ast.h"

namespace tenrec::hogql {

/// A function that is made of other HogQL.
struct Macro {
  std::string_view name;
  int min_args = 0;
  int max_args = 0;
  /// What it means; {a}, {b}, … stand for the arguments, and for null those that were not given.
  std::string_view hogql;
};

/// nullptr when no function of that name is made of HogQL.
/// Source: docs/spec/hogql.md, 8 and 9.4
const Macro* FindMacro(std::string_view name);

/// Every macro, in no order.
void ForEachMacro(const std::function<void(const Macro&)>& callback);

/// The expression that a call of the macro stands for. The number of arguments must be right.
ExprPtr Expand(const Macro& macro, const CallNode& call);

}  // namespace tenrec::hogql
