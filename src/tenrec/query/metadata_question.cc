#include <optional>
#include <utility>
#include <vector>

#include "tenrec/hogql/names.h"
#include "tenrec/hogql/parser.h"
#include "tenrec/insights/field_reader.h"
#include "tenrec/query/hogql_inputs.h"
#include "tenrec/query/question.h"
#include "tenrec/query/unseen_names.h"
#include "tenrec/query/written_hogql.h"

namespace tenrec::query {
namespace {

using hogql::ExprPtr;

struct MetadataQuery {
  bool is_expr = false;
  std::string text;
  Json source_query;
  HogQLInputs inputs;
  Json modifiers;
};

JsonObject NoticeJson(const std::string& message, const std::optional<TextRange>& range,
                      const std::string& fix = {}) {
  JsonObject out{{"message", message},
                 {"start", nullptr},
                 {"end", nullptr},
                 {"fix", fix.empty() ? Json() : Json(fix)}};
  if (range) {
    out["start"] = range->start;
    out["end"] = range->end;
  }
  return out;
}

/// PostHog's words.
const char* IndexUseWord(hogql::IndexUse use) {
  switch (use) {
    case hogql::IndexUse::kUndecided:
      return "undecisive";
    case hogql::IndexUse::kNo:
      return "no";
    case hogql::IndexUse::kPartial:
      return "partial";
    case hogql::IndexUse::kYes:
      return "yes";
  }
  return "undecisive";
}

/// What is to be known of a query while somebody writes it. Nothing is asked of the engine.
class MetadataQuestion final : public Question {
 public:
  explicit MetadataQuestion(MetadataQuery query) : query_(std::move(query)) {}

  Shelf ShelfAt(const Occasion&) const override { return {}; }
  bool is_kept() const override { return false; }

  Status Write(Execution& execution, AnswerText& out) const override {
    execution.SetModifiers(&query_.modifiers);
    JsonArray errors;
    JsonArray warnings;
    JsonArray notices;
    Json tables;
    JsonArray stored_tables;
    hogql::IndexUse index_use = hogql::IndexUse::kUndecided;
    TRY_ASSIGN(const auto doubts, Doubts(execution));
    for (const hogql::Notice& doubt : doubts) {
      warnings.push_back(NoticeJson(doubt.message, doubt.range, doubt.fix));
    }
    const auto compiled = Compile(execution, tables);
    if (compiled) {
      index_use = compiled->index_use;
      for (const std::string& table : compiled->stored_tables) stored_tables.emplace_back(table);
      for (const hogql::Notice& notice : compiled->notices) {
        notices.push_back(NoticeJson(notice.message, notice.range, notice.fix));
      }
    } else if (compiled.error().code == ErrorCode::kInternal) {
      return compiled.error();
    } else {
      errors.push_back(NoticeJson(compiled.error().message, compiled.error().range));
    }
    out.Add("isValid", errors.empty());
    out.Add("query", Json(query_.text));
    out.Add("errors", errors);
    out.Add("warnings", warnings);
    out.Add("notices", notices);
    out.Add("isUsingIndices", IndexUseWord(index_use));
    out.Add("table_names", tables);
    out.Add("ch_table_names", compiled ? Json(std::move(stored_tables)) : Json());
    return Ok();
  }

 private:
  /// What a text that can be read may not mean as it stands.
  Result<std::vector<hogql::Notice>> Doubts(Execution& execution) const {
    const SeenNames& seen = execution.occasion().seen_names;
    if (!query_.is_expr) {
      const auto tree = hogql::ParseSelect(query_.text);
      if (!tree) return std::vector<hogql::Notice>();
      return UnseenNames(*tree, seen);
    }
    // What a source query names stands in another text.
    if (!query_.source_query.is_null()) return std::vector<hogql::Notice>();
    auto expr = hogql::ParseExpr(query_.text);
    if (!expr) return std::vector<hogql::Notice>();
    hogql::SelectNode scope;
    scope.from = {hogql::Table("events")};
    scope.select = {*std::move(expr)};
    return UnseenNames(hogql::Make(std::move(scope)), seen);
  }

  Result<hogql::CompiledQuery> Compile(Execution& execution, Json& tables) const {
    hogql::CompileContext context = execution.Context(hogql::LimitContext::kQuery);
    TRY_ASSIGN(context.placeholders, PlaceholderValues(query_.inputs, execution.occasion()));
    if (!query_.inputs.filters.is_null()) {
      TRY_ASSIGN(context.filters, FiltersExpr(query_.inputs.filters, execution.occasion()));
    }
    TRY_ASSIGN(ExprPtr tree, Tree(execution, context));
    JsonArray names;
    for (const std::string& name : NamedTables(tree)) names.emplace_back(name);
    tables = std::move(names);
    return execution.Compile(WithoutUnknownPlaceholders(tree, context), context);
  }

  Result<ExprPtr> Tree(Execution& execution, const hogql::CompileContext& context) const {
    if (!query_.is_expr) return hogql::ParseSelect(query_.text);
    TRY_ASSIGN(ExprPtr expr, hogql::ParseExpr(query_.text));
    TRY_ASSIGN(hogql::SelectNode scope, ScopeOf(query_.source_query));
    if (!scope.select.empty()) {
      // The faults of the source stand in another text, so they have no place in this one.
      auto source = execution.Compile(
          WithoutUnknownPlaceholders(hogql::Make(hogql::SelectNode(scope)), context), context);
      if (!source) {
        Error error = std::move(source).error().WithContext("query.sourceQuery");
        error.range.reset();
        return error;
      }
    }
    scope.select.push_back(std::move(expr));
    return hogql::Make(std::move(scope));
  }

  const MetadataQuery query_;
};

}  // namespace

Result<QuestionPtr> ParseMetadataQuestion(const Json& json) {
  MetadataQuery query;
  insights::FieldReader in(json, "query");
  in.Ignore({"kind", "version", "tags", "response", "globals", "debug", "indexUsage"});
  const auto copy = [](const Json* member) { return member == nullptr ? Json() : *member; };
  const auto language = in.Text("language");
  const auto text = in.Text("query");
  if (!language) in.Fail("language", "Field required");
  if (!text) in.Fail("query", "Field required");
  query.source_query = copy(in.Object("sourceQuery"));
  query.inputs.filters = copy(in.Object("filters"));
  query.inputs.variables = copy(in.Object("variables"));
  query.modifiers = copy(in.Object("modifiers"));
  TRY(in.Finish());
  TRY_ASSIGN(query.is_expr, IsExpression(*language));
  query.text = *text;
  return QuestionPtr(std::make_unique<MetadataQuestion>(std::move(query)));
}

}  // namespace tenrec::query
