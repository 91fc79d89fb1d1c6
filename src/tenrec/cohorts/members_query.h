#pragma once

#include <string>
#include <vector>

#include "tenrec/base/json.h"
#include "tenrec/base/result.h"
#include "tenrec/hogql/ast.h"
#include "tenrec/insights/property_filter.h"

namespace tenrec::cohorts {

/// The condition on `person_id` that `filters` of a cohort mean; false when they ask nothing.
/// Whoever is asked about is a person of the project, so a negation means everybody else.
/// `filters` have passed CheckFilters.
/// Errors: kInvalidArgument for property filters that make no sense.
/// Source: rest-api.md 17
Result<hogql::ExprPtr> MembersCondition(const Json& filters,
                                        const insights::FilterContext& context);

/// SELECT person_id, distinct_id (one of theirs) of the persons for whom the condition on
/// `person_id` holds.
hogql::SelectNode PersonsSelect(hogql::ExprPtr condition);

/// Whether `person_id`, or what the expression reads, is one of these texts. They travel as one
/// value, however many there are.
hogql::ExprPtr IsOneOf(hogql::ExprPtr text, const std::vector<std::string>& wanted);

}  // namespace tenrec::cohorts
