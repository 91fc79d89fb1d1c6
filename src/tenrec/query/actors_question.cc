#include <algorithm>
#include <chrono>
#include <utility>

#include "tenrec/engine/cell_printer.h"
#include "tenrec/insights/actors_query.h"
#include "tenrec/insights/field_reader.h"
#include "tenrec/query/actor_objects.h"
#include "tenrec/query/point.h"
#include "tenrec/query/question.h"
#include "tenrec/query/result_table.h"

namespace tenrec::query {
namespace {

using insights::ActorsColumn;
using insights::ActorsPlan;

/// Persons that are asked for at a time.
constexpr std::size_t kPersonsAtOnce = 500;

Shelf ShortShelf() {
  using std::chrono::minutes;
  return {minutes(15), minutes(30), minutes(3), std::nullopt, false};
}

/// The id in a cell, without its quotes.
std::string IdText(const engine::Column& column, std::size_t row) {
  return column.type->kind == engine::TypeKind::kUuid ? column.Id(row).ToString()
                                                      : std::string(column.Text(row));
}

class ActorsQuestion final : public Question {
 public:
  /// `point` may be null.
  ActorsQuestion(insights::ActorsQuery query, PointPtr point, Json modifiers)
      : query_(std::move(query)), point_(std::move(point)), modifiers_(std::move(modifiers)) {}

  Shelf ShelfAt(const Occasion&) const override { return ShortShelf(); }

  std::vector<std::string> Events() const override {
    return point_ != nullptr ? point_->Events() : std::vector<std::string>();
  }

  Status Write(Execution& execution, AnswerText& out) const override {
    const Occasion& occasion = execution.occasion();
    execution.SetModifiers(&modifiers_);
    execution.timings().Step("plan");
    insights::ActorsContext context{.filters = occasion.Filters(),
                                    .display_name_properties = occasion.DisplayNameProperties()};
    insights::ActorsSource source;
    if (point_ != nullptr) {
      TRY_ASSIGN(source, point_->Actors(execution));
      context.source = &source;
      execution.timings().Step("plan");
    }
    TRY_ASSIGN(const ActorsPlan plan, insights::PlanActors(query_, context));
    TRY_ASSIGN(const Asked asked, execution.Ask(plan.query));
    return WriteAnswer(execution, plan, asked, out);
  }

 private:
  Status WriteAnswer(Execution& execution, const ActorsPlan& plan, const Asked& asked,
                     AnswerText& out) const {
    const engine::Block& block = asked.block;
    if (block.columns.size() < plan.columns.size()) {
      return Internal("an actors statement gave columns that were not asked for");
    }
    JsonArray columns;
    JsonArray types;
    std::vector<engine::CellPrinter> printers;
    for (std::size_t i = 0; i < plan.columns.size(); ++i) {
      columns.emplace_back(plan.columns[i]);
      types.emplace_back(ShownType(*block.columns[i].type));
      printers.emplace_back(*block.columns[i].type);
    }
    out.Add("columns", columns);
    out.Add("types", types);
    const std::size_t rows = std::min(block.rows, static_cast<std::size_t>(plan.limit));
    std::size_t missing = 0;
    std::string& text = out.Begin("results");
    text += '[';
    for (std::size_t begin = 0; begin < rows; begin += kPersonsAtOnce) {
      const std::size_t end = std::min(rows, begin + kPersonsAtOnce);
      TRY_ASSIGN(ActorObjects objects, LoadObjects(execution, plan, block, begin, end));
      for (std::size_t row = begin; row < end; ++row) {
        text += row == 0 ? "[" : ",[";
        bool found = true;
        for (std::size_t i = 0; i < plan.columns.size(); ++i) {
          if (i != 0) text += ',';
          switch (plan.shapes[i]) {
            case ActorsColumn::kPlain:
              printers[i].Append(block.columns[i], row, text);
              break;
            case ActorsColumn::kActor: {
              const std::string id = IdText(block.columns[i], row);
              found = objects.Has(id);
              objects.Append(id, text);
              break;
            }
            case ActorsColumn::kRecordings:
              // Recordings are not linked to events yet, so none holds a matching one.
              text += "[]";
              break;
          }
        }
        text += ']';
        if (!found) ++missing;
        TRY(out.Check());
      }
    }
    text += ']';
    out.Add("hasMore", block.rows > rows);
    out.Add("limit", plan.limit);
    out.Add("offset", plan.offset);
    out.Add("missing_actors_count", missing);
    out.Add("hogql", Json(asked.compiled.hogql));
    out.Add("error", nullptr);
    return Ok();
  }

  static Result<ActorObjects> LoadObjects(Execution& execution, const ActorsPlan& plan,
                                          const engine::Block& block, std::size_t begin,
                                          std::size_t end) {
    std::vector<std::string> ids;
    for (std::size_t i = 0; i < plan.shapes.size(); ++i) {
      if (plan.shapes[i] != ActorsColumn::kActor) continue;
      for (std::size_t row = begin; row < end; ++row) {
        ids.push_back(IdText(block.columns[i], row));
      }
    }
    return ActorObjects::Load(execution, std::move(ids), plan.group_index);
  }

  const insights::ActorsQuery query_;
  const PointPtr point_;
  const Json modifiers_;
};

/// The query of the actors behind a number, posted alone: the rows of the actors themselves.
class PointActorsQuestion final : public Question {
 public:
  PointActorsQuestion(PointPtr point, Json modifiers)
      : point_(std::move(point)), modifiers_(std::move(modifiers)) {}

  Shelf ShelfAt(const Occasion&) const override { return ShortShelf(); }
  std::vector<std::string> Events() const override { return point_->Events(); }

  Status Write(Execution& execution, AnswerText& out) const override {
    execution.SetModifiers(&modifiers_);
    execution.timings().Step("plan");
    TRY_ASSIGN(const insights::ActorsSource source, point_->Actors(execution));
    TRY_ASSIGN(const hogql::CompiledQuery compiled,
               execution.Compile(source.select, execution.Context(execution.Limits())));
    out.Add("hogql", Json(compiled.hogql));
    ResultTable table(out, {.names = compiled.columns, .typed_by_name = true});
    TRY(execution.Stream(compiled, [&](engine::Block&& block) { return table.Take(block); }));
    table.Finish();
    out.Add("error", nullptr);
    return Ok();
  }

 private:
  const PointPtr point_;
  const Json modifiers_;
};

/// What can be chosen in place of a point's day, series, breakdown and period.
class ActorsOptionsQuestion final : public Question {
 public:
  explicit ActorsOptionsQuestion(PointPtr point) : point_(std::move(point)) {}

  Shelf ShelfAt(const Occasion&) const override { return ShortShelf(); }

  Status Write(Execution& execution, AnswerText& out) const override {
    execution.timings().Step("plan");
    return point_->AddOptions(execution, out);
  }

 private:
  const PointPtr point_;
};

}  // namespace

Result<QuestionPtr> ParseActorsQuestion(const Json& query) {
  TRY_ASSIGN(insights::ActorsQuery parsed, insights::ParseActorsQuery(query));
  PointPtr point;
  if (!parsed.source.is_null()) {
    TRY_ASSIGN(point, ParsePoint(parsed.source, "query.source"));
  }
  return QuestionPtr(
      std::make_unique<ActorsQuestion>(std::move(parsed), std::move(point), ModifiersOf(query)));
}

Result<QuestionPtr> ParsePointActorsQuestion(const Json& query) {
  TRY_ASSIGN(PointPtr point, ParsePoint(query, "query"));
  return QuestionPtr(std::make_unique<PointActorsQuestion>(std::move(point), ModifiersOf(query)));
}

Result<QuestionPtr> ParseActorsOptionsQuestion(const Json& query) {
  insights::FieldReader in(query, "query");
  in.Ignore({"kind", "version", "tags", "response", "modifiers"});
  const Json* source = in.Object("source");
  if (source == nullptr) in.Fail("source", "Field required");
  TRY(in.Finish());
  // NOLINTNEXTLINE(clang-analyzer-core.NonNullParamChecker): without a source Finish() has failed
  TRY_ASSIGN(PointPtr point, ParsePoint(*source, "query.source"));
  return QuestionPtr(std::make_unique<ActorsOptionsQuestion>(std::move(point)));
}

}  // namespace tenrec::query
