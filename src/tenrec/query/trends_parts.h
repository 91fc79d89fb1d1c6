#pragma once

#include <string>

#include "tenrec/base/result.h"
#include "tenrec/insights/trends.h"
#include "tenrec/query/execution.h"

namespace tenrec::query {

/// The rows of one statement of a trends question, and its HogQL.
struct AnsweredSelect {
  insights::TrendsRows rows;
  std::string hogql;
};

/// Answers one of the plan's selects: from the numbers that are remembered of its buckets, with a
/// statement over the range's end if that is not known, or else with the whole statement.
/// Whichever way it takes, the rows are the same (bucket_memory.h).
Result<AnsweredSelect> AnswerSelect(Execution& execution, const insights::TrendsPlan& plan,
                                    const insights::TrendsSelect& select,
                                    const insights::TrendsContext& context);

}  // namespace tenrec::query
