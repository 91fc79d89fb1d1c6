#pragma once

#include <string>
#include <string_view>

#include "tenrec/hogql/ast.h"

namespace tenrec::hogql {

enum class Positions { kOmit, kInclude };

/// The tree as the JSON that @posthog/hogql-parser prints: keys in alphabetical order, no blanks.
/// Shape:  {"chain":["event"],"node":"Field"}; `source` is the text that was parsed, needed to turn
///         positions into lines and columns.
/// Source: docs/spec/hogql.md, 4.
std::string PrintAstJson(const Expr& expr, Positions positions = Positions::kOmit,
                         std::string_view source = {});

}  // namespace tenrec::hogql
