#include <chrono>
#include <utility>

#include "tenrec/insights/trends.h"
#include "tenrec/query/question.h"
#include "tenrec/query/trends_run.h"

namespace tenrec::query {
namespace {

using insights::Interval;
using insights::TrendsPlan;
using insights::TrendsRows;
using insights::TrendsSelect;
using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

class TrendsQuestion final : public Question {
 public:
  TrendsQuestion(insights::TrendsQuery query, Json modifiers)
      : query_(std::move(query)), modifiers_(std::move(modifiers)) {}

  Shelf ShelfAt(const Occasion& occasion) const override {
    return InsightShelf(query_.date_range, occasion);
  }

  std::vector<std::string> Events() const override {
    std::vector<std::string> events;
    for (const auto& series : query_.series) {
      if (series.event) events.push_back(*series.event);
    }
    return events;
  }

  Status Write(Execution& execution, AnswerText& out) const override {
    const Occasion& occasion = execution.occasion();
    execution.SetModifiers(&modifiers_);
    execution.timings().Step("plan");
    TRY_ASSIGN(const insights::TrendsContext context, PrepareTrends(execution, query_));
    TRY_ASSIGN(const TrendsPlan plan, insights::PlanTrends(query_, context));

    std::vector<TrendsRows> rows;
    std::string hogql;
    for (const TrendsSelect& select : plan.selects) {
      TRY_ASSIGN(const Asked asked, execution.Ask(select.query));
      TRY_ASSIGN(TrendsRows read, ReadTrendsRows(asked.block, select));
      rows.push_back(std::move(read));
      if (!hogql.empty()) hogql += "\n\n";
      hogql += asked.compiled.hogql;
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

 private:
  const insights::TrendsQuery query_;
  const Json modifiers_;
};

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
  const Json* modifiers = FindMember(query, "modifiers");
  return QuestionPtr(std::make_unique<TrendsQuestion>(std::move(parsed),
                                                      modifiers == nullptr ? Json() : *modifiers));
}

}  // namespace tenrec::query
