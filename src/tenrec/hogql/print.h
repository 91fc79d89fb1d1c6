#pragma once

#include <string>

#include "tenrec/hogql/ast.h"

namespace tenrec::hogql {

/// The tree as HogQL text in functional form: `equals(event, 'x')`, `plus(a, b)`.
/// Shape:   one line; parsing it again gives a tree that prints the same.
std::string PrintHogQL(const Expr& expr);

}  // namespace tenrec::hogql
