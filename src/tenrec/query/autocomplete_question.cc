#include <utility>

#include "tenrec/insights/field_reader.h"
#include "tenrec/query/completion.h"
#include "tenrec/query/question.h"
#include "tenrec/query/written_hogql.h"

namespace tenrec::query {
namespace {

struct AutocompleteQuery {
  bool is_expr = false;
  std::string text;
  Json source_query;
  WritingPlace place;
};

class AutocompleteQuestion final : public Question {
 public:
  explicit AutocompleteQuestion(AutocompleteQuery query) : query_(std::move(query)) {}

  Shelf ShelfAt(const Occasion&) const override { return {}; }
  bool is_kept() const override { return false; }

  Status Write(Execution& execution, AnswerText& out) const override {
    execution.timings().Step("complete");
    TRY_ASSIGN(const hogql::SelectNode scope, query_.is_expr
                                                  ? ScopeOf(query_.source_query)
                                                  : Result<hogql::SelectNode>(hogql::SelectNode()));
    const ProjectNames names{execution.occasion().property_names, execution.occasion().group_types};
    TRY_ASSIGN(const Completions found,
               Complete(query_.text, query_.place, query_.is_expr ? &scope : nullptr, names));
    JsonArray suggestions;
    for (const Completion& one : found.list) {
      suggestions.push_back(JsonObject{{"kind", std::string(one.kind)},
                                       {"label", one.label},
                                       {"insertText", one.insert_text},
                                       {"detail", one.detail.empty() ? Json() : Json(one.detail)},
                                       {"documentation", nullptr}});
    }
    out.Add("suggestions", suggestions);
    out.Add("incomplete_list", found.incomplete);
    out.Add("timings", execution.timings().Finish());
    return Ok();
  }

 private:
  const AutocompleteQuery query_;
};

}  // namespace

Result<QuestionPtr> ParseAutocompleteQuestion(const Json& json) {
  AutocompleteQuery query;
  insights::FieldReader in(json, "query");
  in.Ignore({"kind", "version", "tags", "response", "modifiers", "globals", "filters"});
  const auto language = in.Text("language");
  const auto text = in.Text("query");
  const auto start = in.Int("startPosition");
  const auto end = in.Int("endPosition");
  const Json* source = in.Object("sourceQuery");
  if (!language) in.Fail("language", "Field required");
  if (!text) in.Fail("query", "Field required");
  if (!start) in.Fail("startPosition", "Field required");
  if (!end) in.Fail("endPosition", "Field required");
  if (start && *start < 0) in.Fail("startPosition", "Input should be at least 0");
  if (end && *end < 0) in.Fail("endPosition", "Input should be at least 0");
  TRY(in.Finish());
  TRY_ASSIGN(query.is_expr, IsExpression(*language));
  query.text = *text;
  if (source != nullptr) query.source_query = *source;
  query.place = {static_cast<std::size_t>(*start), static_cast<std::size_t>(*end)};
  return QuestionPtr(std::make_unique<AutocompleteQuestion>(std::move(query)));
}

}  // namespace tenrec::query
