#include "tenrec/hogql/compile.h"

#include <algorithm>
#include <memory>
#include <utility>

#include "tenrec/hogql/lower.h"
#include "tenrec/hogql/parser.h"
#include "tenrec/hogql/placeholders.h"
#include "tenrec/hogql/print.h"
#include "tenrec/hogql/table_reads.h"
#include "tenrec/hogql/wall.h"
#include "tenrec/sql/print.h"

namespace tenrec::hogql {
namespace {

struct RowLimits {
  std::int64_t unwritten = 0;  // rows when no LIMIT is written
  std::int64_t largest = 0;    // of a written one
};

std::optional<RowLimits> LimitsOf(LimitContext context) {
  constexpr std::int64_t kLargest = 50'000;
  switch (context) {
    case LimitContext::kQuery:
    case LimitContext::kQueryAsync:
      return RowLimits{100, kLargest};
    case LimitContext::kExport:
      return RowLimits{kLargest, kLargest};
    case LimitContext::kHeatmaps:
      return RowLimits{1'000'000, 1'000'000};
    case LimitContext::kCohortCalculation:
      return RowLimits{1'000'000'000, 1'000'000'000};
    case LimitContext::kNone:
      return std::nullopt;
  }
  return std::nullopt;
}

// A written limit, cut to the largest that is allowed.
ExprPtr CutLimit(const ExprPtr& limit, std::int64_t largest) {
  const auto* constant = As<ConstantNode>(limit);
  if (constant == nullptr) return Call("min2", {Constant(largest), limit});
  const auto* number = std::get_if<std::int64_t>(&constant->value);
  if (number == nullptr || *number > largest) return Constant(largest);
  return limit;
}

ExprPtr WithLimit(const ExprPtr& query, const RowLimits& limits) {
  if (const auto* select = As<SelectNode>(query)) {
    if (select->limit && select->limit_percent) return query;
    SelectNode limited = *select;
    limited.limit =
        select->limit ? CutLimit(select->limit, limits.largest) : Constant(limits.unwritten);
    return Make(std::move(limited));
  }
  if (const auto* set = As<SelectSetNode>(query)) {
    SelectSetNode limited = *set;
    limited.limit = set->limit ? CutLimit(set->limit, limits.largest) : Constant(limits.unwritten);
    return Make(std::move(limited));
  }
  return query;
}

// Built trees, and those that placeholders grew, must not be deeper than the walks can take.
Status CheckHeight(const ExprPtr& query) {
  if (query->height <= 2 * kMaxHeight) return Ok();
  return QueryError("The query is nested too deeply", query->range);
}

}  // namespace

Result<CompiledQuery> Compile(const ExprPtr& query, const CompileContext& context) {
  TRY(CheckHeight(query));
  TRY_ASSIGN(ExprPtr tree, ReplacePlaceholders(query, context));
  TRY(CheckHeight(tree));
  if (const auto limits = LimitsOf(context.limit_context)) tree = WithLimit(tree, *limits);
  auto lowering = std::make_unique<Lowering>(context);
  TRY_ASSIGN(LoweredQuery lowered, lowering->LowerQuery(tree, nullptr));
  if (lowering->may_quote_texts()) {
    lowering = std::make_unique<Lowering>(context, TextColumns::kPlain);
    TRY_ASSIGN(lowered, lowering->LowerQuery(tree, nullptr));
  }

  sql::PrintOptions options;
  options.team_id = context.team_id;
  // NULL is a member of a set that holds NULL; section 5 counts on it.
  options.settings = {{"transform_null_in", "1"}, {"use_variant_as_common_type", "0"}};
  CompiledQuery compiled;
  TRY_ASSIGN(compiled.text, sql::Print(*lowered.sql, options));
  TRY(CheckWall(compiled.text.sql, context.team_id));
  compiled.hogql = PrintHogQL(*lowered.expanded);
  for (const DerivedColumn& column : lowered.columns) compiled.columns.push_back(column.name);
  compiled.tables.assign(lowering->tables().begin(), lowering->tables().end());
  TableReads reads = ReadsOf(lowered.sql);
  compiled.stored_tables = std::move(reads.tables);
  compiled.index_use = reads.index_use;
  compiled.reads_records = std::ranges::any_of(compiled.tables, [](std::string_view table) {
    return table.starts_with("system.") || table.ends_with("query_log");
  });
  compiled.tail_properties.assign(lowering->tail_properties().begin(),
                                  lowering->tail_properties().end());
  compiled.notices = lowering->TakeNotices();
  return compiled;
}

Result<CompiledQuery> CompileText(std::string_view text, const CompileContext& context) {
  TRY_ASSIGN(const ExprPtr query, ParseSelect(text));
  return Compile(query, context);
}

}  // namespace tenrec::hogql
