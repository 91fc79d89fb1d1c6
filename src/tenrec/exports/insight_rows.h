#pragma once

#include <vector>

#include "tenrec/base/json.h"

namespace tenrec::exports {

/// The rows of a file that holds the answer of an insight: a line per series, step, cohort, edge,
/// bin or cell.
/// Shape:   `answer` has "results", and "boxplot_data" for a box plot.
std::vector<JsonObject> InsightRows(const JsonObject& answer);

}  // namespace tenrec::exports
