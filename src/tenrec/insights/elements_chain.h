#pragma once

#include <string_view>

#include "tenrec/base/json.h"

namespace tenrec::insights {

/// The elements that a chain describes, from the one that was clicked outwards.
/// Shape:  `a.small:href="/buy"nth-child="1"text="Buy";div` → [{"tag_name": "a", "attr_class":
///         ["small"], "href": "/buy", "nth_child": 1, "text": "Buy", "attributes": {}, "order": 0},
///         …]. A part that is not understood is left out.
/// Source: queries.md 12.1
JsonArray ParseElementsChain(std::string_view chain);

}  // namespace tenrec::insights
