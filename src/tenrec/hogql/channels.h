#pragma once

#include <span>
#include <string_view>

#include "tenrec/sql/tree.h"

namespace tenrec::hogql {

/// lookupDomainType, lookupPaidSourceType, lookupOrganicSourceType, lookupPaidMediumType and
/// lookupOrganicMediumType of a text: what the table of known sources and media says, or NULL.
/// nullptr when the function is another one.
/// Source: docs/spec/hogql.md, 8 and 9.4
sql::ExprPtr LowerChannelLookup(std::string_view function, const sql::ExprPtr& text);

/// Whether LowerChannelLookup knows the function.
bool IsChannelLookup(std::string_view function);

/// Every channel that a visit can have come by.
std::span<const std::string_view> ChannelTypes();

}  // namespace tenrec::hogql
