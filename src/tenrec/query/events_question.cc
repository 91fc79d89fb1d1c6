#include <chrono>
#include <utility>

#include "tenrec/insights/events_query.h"
#include "tenrec/query/question.h"

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

  Result<JsonObject> Calculate(Execution& execution) const override {
    const Occasion& occasion = execution.occasion();
    execution.SetModifiers(&modifiers_);
    execution.timings().Step("plan");
    TRY_ASSIGN(const insights::EventsPlan plan,
               insights::PlanEvents(query_, {occasion.Filters(), occasion.TestAccountFilters(),
                                             occasion.DisplayNameProperties()}));
    TRY_ASSIGN(const Asked asked, execution.Ask(plan.query));
    const engine::Block& block = asked.result.block;
    if (block.columns.size() != plan.columns.size()) {
      return Internal("an events statement gave columns that were not asked for");
    }

    JsonObject response;
    JsonArray columns;
    JsonArray types;
    for (std::size_t i = 0; i < plan.columns.size(); ++i) {
      columns.emplace_back(plan.columns[i]);
      types.emplace_back(ShownType(*block.columns[i].type));
    }
    const auto limit = static_cast<std::size_t>(plan.limit);
    const std::size_t rows = std::min(block.rows, limit);
    JsonArray results;
    results.reserve(rows);
    for (std::size_t row = 0; row < rows; ++row) {
      JsonArray cells;
      cells.reserve(block.columns.size());
      for (std::size_t i = 0; i < block.columns.size(); ++i) {
        cells.push_back(
            insights::ShapeEventsCell(plan.shapes[i], engine::CellToJson(block.columns[i], row)));
      }
      results.push_back(std::move(cells));
    }
    response["columns"] = std::move(columns);
    response["types"] = std::move(types);
    response["results"] = std::move(results);
    response["hasMore"] = block.rows > limit;
    response["limit"] = plan.limit;
    response["offset"] = plan.offset;
    response["hogql"] = asked.compiled.hogql;
    response["error"] = nullptr;
    return response;
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
