#include <chrono>
#include <utility>

#include "tenrec/insights/events_query.h"
#include "tenrec/query/event_cells.h"
#include "tenrec/query/point_run.h"
#include "tenrec/query/question.h"
#include "tenrec/query/result_table.h"

namespace tenrec::query {
namespace {

class EventsQuestion final : public Question {
 public:
  EventsQuestion(insights::EventsQuery query, Json modifiers)
      : query_(std::move(query)), modifiers_(std::move(modifiers)) {}

  Shelf ShelfAt(const Occasion&) const override {
    using std::chrono::minutes;
    return {minutes(15), minutes(30), minutes(3), std::nullopt, false};
  }

  std::vector<std::string> Events() const override { return query_.events; }

  Status Write(Execution& execution, AnswerText& out) const override {
    const Occasion& occasion = execution.occasion();
    execution.SetModifiers(&modifiers_);
    execution.timings().Step("plan");
    insights::EventsContext context{occasion.Filters(), occasion.TestAccountFilters(),
                                    occasion.DisplayNameProperties(), nullptr};
    if (query_.source) {
      TRY_ASSIGN(const insights::PointEvents events, FindPointEvents(execution, *query_.source));
      context.source_condition = events.condition();
      execution.timings().Step("plan");
    }
    TRY_ASSIGN(const insights::EventsPlan plan, insights::PlanEvents(query_, context));
    TRY_ASSIGN(const hogql::CompiledQuery compiled,
               execution.Compile(plan.query, execution.Context(hogql::LimitContext::kNone)));
    ResultTable table(out, {.names = plan.columns,
                            .max_rows = static_cast<std::size_t>(plan.limit),
                            .special = [&plan](std::size_t column, const engine::Type& type) {
                              return EventsCellWriter(plan.shapes[column], type);
                            }});
    const auto take = [&](engine::Block&& block) { return table.Take(block); };
    const auto width = plan.aggregated ? Execution::RowWidth::kNarrow : Execution::RowWidth::kWide;
    TRY(execution.Stream(compiled, take, width));
    table.Finish();
    out.Add("hasMore", table.has_more());
    out.Add("limit", plan.limit);
    out.Add("offset", plan.offset);
    out.Add("hogql", Json(compiled.hogql));
    out.Add("error", nullptr);
    return Ok();
  }

 private:
  const insights::EventsQuery query_;
  const Json modifiers_;
};

}  // namespace

Result<QuestionPtr> ParseEventsQuestion(const Json& query) {
  TRY_ASSIGN(insights::EventsQuery parsed, insights::ParseEventsQuery(query));
  const Json* modifiers = FindMember(query, "modifiers");
  return QuestionPtr(std::make_unique<EventsQuestion>(std::move(parsed),
                                                      modifiers == nullptr ? Json() : *modifiers));
}

}  // namespace tenrec::query
