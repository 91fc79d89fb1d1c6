#include <chrono>
#include <utility>

#include "tenrec/insights/box_plot.h"
#include "tenrec/insights/calendar_heatmap.h"
#include "tenrec/insights/trends.h"
#include "tenrec/query/question.h"
#include "tenrec/query/trends_parts.h"
#include "tenrec/query/trends_run.h"

namespace tenrec::query {
namespace {

using insights::Display;
using insights::Interval;
using insights::TrendsPlan;
using insights::TrendsRows;
using insights::TrendsSelect;
using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

class TrendsQuestion final : public Question {
 public:
  TrendsQuestion(insights::TrendsQuery query, Json modifiers, bool bare)
      : query_(std::move(query)), modifiers_(std::move(modifiers)), bare_(bare) {}

  Shelf ShelfAt(const Occasion& occasion) const override {
    return InsightShelf(query_.date_range, occasion);
  }

  std::vector<std::string> Events() const override { return EventsOf(query_); }

  Status Write(Execution& execution, AnswerText& out) const override {
    execution.SetModifiers(&modifiers_);
    execution.timings().Step("plan");
    TRY_ASSIGN(const insights::TrendsContext context, PrepareTrends(execution, query_));
    TRY_ASSIGN(const TrendsPlan plan, insights::PlanTrends(query_, context));
    switch (query_.display) {
      case Display::kBoxPlot:
        return WriteBoxPlot(execution, plan, context, out);
      case Display::kCalendar:
        return WriteCalendar(execution, plan, context, out);
      default:
        return WriteRows(execution, plan, context, out);
    }
  }

 private:
  static Status WriteRows(Execution& execution, const TrendsPlan& plan,
                          const insights::TrendsContext& context, AnswerText& out) {
    const Occasion& occasion = execution.occasion();
    std::vector<TrendsRows> rows;
    std::string hogql;
    for (const TrendsSelect& select : plan.selects) {
      TRY_ASSIGN(AnsweredSelect answered, AnswerSelect(execution, plan, select, context));
      rows.push_back(std::move(answered.rows));
      if (!hogql.empty()) hogql += "\n\n";
      hogql += answered.hogql;
    }
    std::string& results = out.Begin("results");
    results += '[';
    bool first = true;
    const auto write = [&](const JsonObject& row) -> Status {
      if (!first) results += ',';
      first = false;
      results += PrintJson(row);
      return out.Check();
    };
    TRY_ASSIGN(const JsonObject rest, insights::TrendsResponse(plan, rows, occasion.zone, write));
    results += ']';
    for (const auto& member : rest) out.Add(member.key(), member.value());
    out.Add("hogql", Json(hogql));
    out.Add("error", "");
    return Ok();
  }

  static Status WriteBoxPlot(Execution& execution, const TrendsPlan& plan,
                             const insights::TrendsContext& context, AnswerText& out) {
    const insights::ProjectTime& zone = execution.occasion().zone;
    TRY_ASSIGN(const hogql::ExprPtr select, insights::BoxPlotSelect(plan, context));
    TRY_ASSIGN(const Asked asked, execution.Ask(select));
    TRY_ASSIGN(const auto rows, ReadBoxPlotRows(asked.block, zone));
    for (const auto& member : insights::BoxPlotResponse(plan, rows, zone)) {
      out.Add(member.key(), member.value());
    }
    out.Add("hogql", Json(asked.compiled.hogql));
    out.Add("error", "");
    return Ok();
  }

  Status WriteCalendar(Execution& execution, const TrendsPlan& plan,
                       const insights::TrendsContext& context, AnswerText& out) const {
    TRY_ASSIGN(const auto selects, insights::CalendarSelects(plan, context));
    std::vector<std::vector<insights::CalendarCell>> cells;
    std::string hogql;
    for (const insights::CalendarSelect& select : selects) {
      TRY_ASSIGN(const Asked asked, execution.Ask(select.query));
      TRY_ASSIGN(auto read, ReadCalendarCells(asked.block));
      cells.push_back(std::move(read));
      if (!hogql.empty()) hogql += "\n\n";
      hogql += asked.compiled.hogql;
    }
    JsonObject results = insights::CalendarResults(plan, selects, cells);
    if (bare_) {
      out.Add("results", results);
    } else {
      out.Add("results", JsonArray{insights::CalendarRow(plan, std::move(results))});
      out.Add("hasMore", false);
    }
    out.Add("hogql", Json(hogql));
    out.Add("error", "");
    return Ok();
  }

  const insights::TrendsQuery query_;
  const Json modifiers_;
  /// A CalendarHeatmapQuery: its results stand alone and not in a row.
  const bool bare_;
};

QuestionPtr MakeQuestion(insights::TrendsQuery query, const Json& json, bool bare) {
  const Json* modifiers = FindMember(json, "modifiers");
  return std::make_unique<TrendsQuestion>(std::move(query),
                                          modifiers == nullptr ? Json() : *modifiers, bare);
}

}  // namespace

Shelf InsightShelf(const insights::DateRangeRequest& request, const Occasion& occasion) {
  Shelf shelf{hours(6), hours(12), minutes(15), std::nullopt, true};
  const Interval interval = request.interval;
  switch (interval) {
    case Interval::kSecond:
    case Interval::kMinute:
      shelf = {minutes(5), minutes(15), seconds(30), std::nullopt, true};
      break;
    case Interval::kHour:
      shelf = {hours(1), hours(2), minutes(3), std::nullopt, true};
      break;
    case Interval::kDay:
      break;
    case Interval::kWeek:
    case Interval::kMonth:
      shelf.max_age = shelf.lazy_max_age = hours(24);
      break;
  }
  const auto range = insights::ResolveDateRange(request, occasion.zone, occasion.now);
  if (range) {
    shelf.range_end = range->to;
    const bool short_range = range->to - range->from <= hours(24 * 7);
    if (short_range && interval > Interval::kHour) shelf.client_refresh = minutes(3);
  }
  return shelf;
}

Result<QuestionPtr> ParseTrendsQuestion(const Json& query) {
  TRY_ASSIGN(insights::TrendsQuery parsed, insights::ParseTrendsQuery(query));
  return MakeQuestion(std::move(parsed), query, false);
}

Result<QuestionPtr> ParseCalendarQuestion(const Json& query) {
  TRY_ASSIGN(insights::TrendsQuery parsed, insights::ParseCalendarQuery(query));
  return MakeQuestion(std::move(parsed), query, true);
}

}  // namespace tenrec::query
