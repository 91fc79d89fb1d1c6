#include <chrono>
#include <utility>

#include "tenrec/hogql/names.h"
#include "tenrec/insights/events_query.h"
#include "tenrec/query/event_cells.h"
#include "tenrec/query/point.h"
#include "tenrec/query/question.h"
#include "tenrec/query/result_table.h"

namespace tenrec::query {
namespace {

class EventsQuestion final : public Question {
 public:
  /// `point` may be null.
  EventsQuestion(insights::EventsQuery query, PointPtr point, Json modifiers)
      : query_(std::move(query)), point_(std::move(point)), modifiers_(std::move(modifiers)) {}

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
    if (point_ != nullptr) {
      TRY_ASSIGN(context.source_condition, point_->EventsBehind(execution));
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
  const PointPtr point_;
  const Json modifiers_;
};

}  // namespace

Result<QuestionPtr> ParseEventsQuestion(const Json& query) {
  TRY_ASSIGN(insights::EventsQuery parsed, insights::ParseEventsQuery(query));
  PointPtr point;
  if (!parsed.source.is_null()) {
    const std::string kind = SourceKind(parsed.source);
    if (kind != "TrendsQuery" && kind != "RetentionQuery") {
      return InvalidArgument("Cannot convert source query of type " + hogql::Shown(kind) +
                             " to events query");
    }
    TRY_ASSIGN(point, ParsePoint(parsed.source, "query.source"));
  }
  return QuestionPtr(
      std::make_unique<EventsQuestion>(std::move(parsed), std::move(point), ModifiersOf(query)));
}

}  // namespace tenrec::query
