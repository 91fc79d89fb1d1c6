#include <chrono>
#include <optional>
#include <utility>
#include <vector>

#include "tenrec/hogql/parser.h"
#include "tenrec/insights/field_reader.h"
#include "tenrec/query/failure.h"
#include "tenrec/query/hogql_inputs.h"
#include "tenrec/query/question.h"
#include "tenrec/query/result_table.h"

namespace tenrec::query {
namespace {

using hogql::Constant;
using hogql::ExprPtr;

constexpr std::int64_t kPage = 100;
constexpr std::size_t kMaxQueryBytes = 1 << 20;

struct HogQLQuery {
  std::string text;
  ExprPtr tree;
  HogQLInputs inputs;
  Json modifiers;
  bool explain = false;
};

class HogQLQuestion final : public Question {
 public:
  explicit HogQLQuestion(HogQLQuery query) : query_(std::move(query)) {}

  Shelf ShelfAt(const Occasion&) const override {
    using std::chrono::hours;
    using std::chrono::minutes;
    return {hours(6), hours(12), minutes(15), std::nullopt, false};
  }

  Status Write(Execution& execution, AnswerText& out) const override {
    execution.SetModifiers(&query_.modifiers);
    auto asked = Ask(execution, out);
    if (asked || !execution.debug()) return asked;
    // In debug mode the asker wants to see the error where the answer would be.
    out.Clear();
    WriteHead(out, {.error = ToFailure(asked.error()).detail});
    for (const char* field : {"columns", "types", "results"}) out.Add(field, JsonArray());
    return Ok();
  }

  Result<std::string> WriteParquet(Execution& execution) const override {
    execution.SetModifiers(&query_.modifiers);
    TRY_ASSIGN(const hogql::CompileContext context,
               Context(execution, hogql::LimitContext::kExport));
    TRY_ASSIGN(const hogql::CompiledQuery compiled, execution.Compile(query_.tree, context));
    return execution.Parquet(compiled);
  }

 private:
  struct Head {
    std::optional<std::string> hogql;
    std::optional<std::string> clickhouse;
    std::optional<std::string> error;
    std::optional<std::vector<std::string>> explain;
  };

  void WriteHead(AnswerText& out, const Head& head) const {
    const auto text = [&](const char* name, const std::optional<std::string>& value) {
      out.Add(name, value ? Json(*value) : Json());
    };
    text("query", query_.text);
    text("hogql", head.hogql);
    text("clickhouse", head.clickhouse);
    text("error", head.error);
    if (head.explain) {
      JsonArray lines;
      for (const std::string& line : *head.explain) lines.emplace_back(line);
      out.Add("explain", lines);
    } else {
      out.Add("explain", nullptr);
    }
    out.Add("metadata", nullptr);
  }

  Result<hogql::CompileContext> Context(Execution& execution, hogql::LimitContext limits) const {
    execution.timings().Step("plan");
    hogql::CompileContext context = execution.Context(limits);
    TRY_ASSIGN(context.placeholders, PlaceholderValues(query_.inputs, execution.occasion()));
    if (!query_.inputs.filters.is_null()) {
      TRY_ASSIGN(context.filters, FiltersExpr(query_.inputs.filters, execution.occasion()));
    }
    return context;
  }

  Status Ask(Execution& execution, AnswerText& out) const {
    TRY_ASSIGN(const hogql::CompileContext context, Context(execution, execution.Limits()));
    // A single SELECT that says no limit is paged: one row more tells whether there is more. A file
    // has no pages.
    ExprPtr tree = query_.tree;
    const auto* select = hogql::As<hogql::SelectNode>(tree);
    const bool paged = select != nullptr && select->limit == nullptr && !execution.for_export();
    if (paged) {
      hogql::SelectNode copy = *select;
      copy.limit = Constant(hogql::Value(kPage + 1));
      if (copy.offset == nullptr) copy.offset = Constant(0);
      tree = hogql::Make(std::move(copy));
    }
    TRY_ASSIGN(const hogql::CompiledQuery compiled, execution.Compile(tree, context));
    Head head{.hogql = compiled.hogql};
    if (execution.debug()) head.clickhouse = compiled.text.sql;
    if (query_.explain || execution.debug()) {
      TRY_ASSIGN(head.explain, execution.Explain(compiled));
    }
    WriteHead(out, head);
    TableShape shape{.names = compiled.columns, .typed_by_name = true};
    if (paged) shape.max_rows = static_cast<std::size_t>(kPage);
    ResultTable table(out, std::move(shape));
    TRY(execution.Stream(compiled, [&](engine::Block&& block) { return table.Take(block); }));
    table.Finish();
    if (paged) {
      out.Add("hasMore", table.has_more());
      out.Add("limit", kPage);
      out.Add("offset", 0);
    }
    return Ok();
  }

  const HogQLQuery query_;
};

}  // namespace

Result<QuestionPtr> ParseHogQLQuestion(const Json& json) {
  HogQLQuery query;
  insights::FieldReader in(json, "query");
  in.Ignore({"kind", "version", "tags", "response", "name"});
  query.explain = in.Bool("explain");
  const auto copy = [](const Json* member) { return member == nullptr ? Json() : *member; };
  query.inputs.filters = copy(in.Object("filters"));
  query.inputs.values = copy(in.Object("values"));
  query.inputs.variables = copy(in.Object("variables"));
  query.modifiers = copy(in.Object("modifiers"));
  if (in.Any("connectionId") != nullptr || in.Bool("sendRawQuery")) {
    return InvalidArgument("queries against external connections are not supported yet");
  }
  const auto text = in.Text("query");
  if (!text) in.Fail("query", "Field required");
  TRY(in.Finish());
  query.text = *text;
  if (query.text.size() > kMaxQueryBytes) {
    return Internal("Query size exceeded.").WithTag("query_size");
  }
  TRY_ASSIGN(query.tree, hogql::ParseSelect(query.text));
  return QuestionPtr(std::make_unique<HogQLQuestion>(std::move(query)));
}

}  // namespace tenrec::query
