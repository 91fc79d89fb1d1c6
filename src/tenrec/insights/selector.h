#pragma once

#include <string>
#include <string_view>

#include "tenrec/hogql/ast.h"

namespace tenrec::insights {

/// The pattern that finds a CSS selector in a chain of elements, which goes from the one that was
/// clicked outwards; empty for a selector that no chain can answer, and for an empty one.
/// Shape:  tags, classes, #id, [name="value"], :nth-child(n), :nth-of-type(n), `*`, joined by
///         spaces (any ancestor) and `>` (the parent). Siblings, other pseudo-classes and other
///         comparisons of attributes are not in a chain.
/// Source: queries.md 3.4
std::string SelectorPattern(std::string_view selector);

/// The condition on events whose clicked element, or one around it, fits the selector.
hogql::ExprPtr SelectorExpr(std::string_view selector);

/// The condition on events with an element of this tag in their chain.
hogql::ExprPtr TagExpr(std::string_view tag, bool negated = false);

}  // namespace tenrec::insights
