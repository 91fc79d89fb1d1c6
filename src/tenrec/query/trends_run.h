#pragma once

#include <optional>
#include <string>
#include <vector>

#include "tenrec/base/result.h"
#include "tenrec/insights/box_plot.h"
#include "tenrec/insights/calendar_heatmap.h"
#include "tenrec/insights/trends.h"
#include "tenrec/query/execution.h"

namespace tenrec::query {

/// What a trends question is planned against: asks the engine for what depends on the data, such as
/// where all time begins.
Result<insights::TrendsContext> PrepareTrends(Execution& execution,
                                              const insights::TrendsQuery& query);

/// How far the numbers of a SpreadOf statement spread; nullopt when there are none.
Result<std::optional<insights::Spread>> AskSpread(Execution& execution,
                                                  const hogql::ExprPtr& select);

/// Whether the project compares months and years by the days of the week.
bool HumanFriendly(const Occasion& occasion);
/// The names of the events that the series read.
std::vector<std::string> EventsOf(const insights::TrendsQuery& query);

/// The rows of a statement.
/// Errors: kInternal when they are not of the statement's shape.
Result<insights::TrendsRows> ReadTrendsRows(const engine::Block& block,
                                            const insights::TrendsSelect& select);

/// The same of a box plot, and of a calendar heatmap.
Result<std::vector<insights::Spreading>> ReadBoxPlotRows(const engine::Block& block,
                                                         const insights::ProjectTime& zone);
Result<std::vector<insights::CalendarCell>> ReadCalendarCells(const engine::Block& block);

}  // namespace tenrec::query
