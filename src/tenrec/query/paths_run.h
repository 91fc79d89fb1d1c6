#pragma once

#include <optional>
#include <vector>

#include "tenrec/base/result.h"
#include "tenrec/insights/paths.h"
#include "tenrec/query/answer_text.h"
#include "tenrec/query/execution.h"

namespace tenrec::query {

/// Walks every actor's steps and counts the edges of their paths, as `plan.edges` does, in about
/// half the time. Nothing when the plan has no histories, or when there is more to hold than a
/// question may; the engine can still count them then, within its own memory and that of its disk.
/// `out` pays for what is held meanwhile.
/// Errors: those of compiling and of the engine.
Result<std::optional<std::vector<insights::PathEdge>>> CountPaths(Execution& execution,
                                                                  const insights::PathsPlan& plan,
                                                                  AnswerText& out);

}  // namespace tenrec::query
