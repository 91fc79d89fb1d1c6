#include "tenrec/query/point_run.h"

#include <algorithm>
#include <utility>

#include "tenrec/query/trends_run.h"

namespace tenrec::query {

Result<TrendsRun> PlanPoint(Execution& execution, const insights::TrendsPoint& point) {
  TRY_ASSIGN(insights::TrendsContext context, PrepareTrends(execution, point.source));
  TRY_ASSIGN(insights::TrendsPlan plan, insights::PlanTrends(point.source, context));
  return TrendsRun{std::move(context), std::move(plan)};
}

Result<std::vector<std::vector<std::string>>> ShownBreakdowns(Execution& execution,
                                                              const insights::TrendsPlan& plan,
                                                              std::size_t series, bool previous) {
  std::vector<std::vector<std::string>> shown;
  for (const insights::TrendsSelect& select : plan.selects) {
    if (select.series != series || select.previous != previous) continue;
    TRY_ASSIGN(const Asked asked, execution.Ask(select.query));
    TRY_ASSIGN(insights::TrendsRows rows, ReadTrendsRows(asked.block, select));
    for (insights::TrendsGroup& group : rows.groups) {
      if (std::ranges::find(group.values, insights::kOtherLabel) == group.values.end()) {
        shown.push_back(std::move(group.values));
      }
    }
  }
  return shown;
}

Result<insights::PointEvents> FindPointEvents(Execution& execution,
                                              const insights::TrendsPoint& point) {
  TRY_ASSIGN(const TrendsRun run, PlanPoint(execution, point));
  std::vector<std::vector<std::string>> shown;
  if (point.is_other()) {
    TRY_ASSIGN(shown, ShownBreakdowns(execution, run.plan, point.series, point.previous));
  }
  return insights::PointEvents::Make(run.plan, point, run.context, shown);
}

}  // namespace tenrec::query
