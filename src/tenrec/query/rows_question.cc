#include <chrono>
#include <utility>

#include "tenrec/engine/cell_printer.h"
#include "tenrec/insights/rows_query.h"
#include "tenrec/query/question.h"
#include "tenrec/query/result_table.h"

namespace tenrec::query {
namespace {

/// Writes a tuple of the star's fields as an object.
CellWriter StarWriter(const engine::Type& type) {
  auto printers = std::make_shared<std::vector<engine::CellPrinter>>();
  for (const auto& child : type.children) printers->emplace_back(*child);
  return [printers](const engine::Column& column, std::size_t row, std::string& out) {
    out += '{';
    for (std::size_t i = 0; i < insights::kSessionStar.size() && i < printers->size(); ++i) {
      if (i != 0) out += ',';
      out += '"';
      out += insights::kSessionStar[i];
      out += "\":";
      (*printers)[i].Append(column.child(i), row, out);
    }
    out += '}';
  };
}

/// A GroupsQuery or a SessionsQuery.
class RowsQuestion final : public Question {
 public:
  RowsQuestion(insights::RowsQuery query, Json modifiers)
      : query_(std::move(query)), modifiers_(std::move(modifiers)) {}

  Shelf ShelfAt(const Occasion&) const override {
    using std::chrono::minutes;
    return {minutes(15), minutes(30), minutes(3), std::nullopt, false};
  }

  Status Write(Execution& execution, AnswerText& out) const override {
    execution.SetModifiers(&modifiers_);
    execution.timings().Step("plan");
    TRY_ASSIGN(const insights::RowsPlan plan,
               insights::PlanRows(query_, execution.occasion().Filters()));
    TRY_ASSIGN(const hogql::CompiledQuery compiled,
               execution.Compile(plan.query, execution.Context(hogql::LimitContext::kNone)));
    ResultTable table(out, {.names = plan.columns,
                            .max_rows = static_cast<std::size_t>(query_.limit),
                            .special = [&plan](std::size_t column, const engine::Type& type) {
                              return column < plan.is_star.size() && plan.is_star[column]
                                         ? StarWriter(type)
                                         : CellWriter();
                            }});
    TRY(execution.Stream(compiled, [&](engine::Block&& block) { return table.Take(block); }));
    table.Finish();
    out.Add("hasMore", table.has_more());
    out.Add("limit", query_.limit);
    out.Add("offset", query_.offset);
    if (query_.table == insights::RowsQuery::Table::kGroups) {
      out.Add("kind", "GroupsQuery");
      out.Add("missing_actors_count", 0);
    }
    out.Add("hogql", Json(compiled.hogql));
    out.Add("error", nullptr);
    return Ok();
  }

 private:
  const insights::RowsQuery query_;
  const Json modifiers_;
};

QuestionPtr MakeQuestion(insights::RowsQuery query, const Json& json) {
  const Json* modifiers = FindMember(json, "modifiers");
  return std::make_unique<RowsQuestion>(std::move(query),
                                        modifiers == nullptr ? Json() : *modifiers);
}

}  // namespace

Result<QuestionPtr> ParseGroupsQuestion(const Json& query) {
  TRY_ASSIGN(insights::RowsQuery parsed, insights::ParseGroupsQuery(query));
  return MakeQuestion(std::move(parsed), query);
}

Result<QuestionPtr> ParseSessionsQuestion(const Json& query) {
  TRY_ASSIGN(insights::RowsQuery parsed, insights::ParseSessionsQuery(query));
  return MakeQuestion(std::move(parsed), query);
}

}  // namespace tenrec::query
