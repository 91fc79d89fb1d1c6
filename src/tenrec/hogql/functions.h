#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

#include "tenrec/hogql/ast.h"
#include "tenrec/hogql/types.h"

namespace tenrec::hogql {

/// A function that HogQL text may call.
struct Function {
  std::string name;
  /// What ClickHouse calls it.
  std::string clickhouse;
  int min_args = 0;
  int max_args = 0;  // kAnyNumber for no limit
  int min_params = 0;
  int max_params = 0;
  bool aggregate = false;
  /// The project's time zone is added as the last argument unless the caller gave all of them.
  bool takes_zone = false;
  TypeKind result = TypeKind::kUnknown;
  /// Whether the result may be NULL although no argument is, or never is.
  enum class Nulls : std::uint8_t { kFromArguments, kAlways, kNever } nulls = Nulls::kFromArguments;
};

inline constexpr int kAnyNumber = 1000;

/// The function of that name, or nullptr. Most names are case-sensitive.
/// Source: docs/spec/hogql.md, 7
const Function* FindFunction(std::string_view name);

/// Every function, in no order.
void ForEachFunction(const std::function<void(const Function&)>& callback);

/// The name of a function that is spelled much like `name`; empty when none is.
std::string_view SuggestFunction(std::string_view name);

/// Whether the HogQL function turns many rows into one: "count", "sumIf", "quantile".
bool IsAggregation(std::string_view name);

/// Whether the expression aggregates rows; queries inside it do not count.
bool HasAggregation(const ExprPtr& expr);

}  // namespace tenrec::hogql
