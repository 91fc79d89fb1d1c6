#include <algorithm>
#include <chrono>
#include <optional>
#include <utility>

#include "tenrec/hogql/names.h"
#include "tenrec/insights/events_query.h"
#include "tenrec/query/event_cells.h"
#include "tenrec/query/point.h"
#include "tenrec/query/question.h"
#include "tenrec/query/result_table.h"

namespace tenrec::query {
namespace {

/// When an event happened: the cell itself, or that of the tuple that `*` is.
std::optional<Timestamp> TimeIn(const engine::Column& column, std::size_t row) {
  if (column.type->kind != engine::TypeKind::kTuple) return column.Instant(row);
  const auto& fields = insights::kStarFields;
  const auto at = std::ranges::find(fields, "timestamp") - fields.begin();
  return column.child(static_cast<std::size_t>(at)).Instant(row);
}

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
    std::optional<Timestamp> last;
    const auto take = [&](engine::Block&& block) {
      const auto left = static_cast<std::size_t>(plan.limit) - table.rows();
      const std::size_t rows = std::min(block.rows, left);
      if (plan.time_column && rows > 0) last = TimeIn(block.columns[*plan.time_column], rows - 1);
      return table.Take(block);
    };
    const auto width = plan.aggregated ? Execution::RowWidth::kNarrow : Execution::RowWidth::kWide;
    TRY(execution.Stream(compiled, take, width));
    table.Finish();
    out.Add("hasMore", table.has_more());
    // Where the next page begins.
    if (table.has_more() && last) out.Add("nextCursor", Json(occasion.zone.FormatIso(*last)));
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
