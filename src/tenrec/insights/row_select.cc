#include "tenrec/insights/row_select.h"

#include <utility>

#include "tenrec/base/encoding.h"
#include "tenrec/hogql/functions.h"
#include "tenrec/hogql/parser.h"
#include "tenrec/insights/property_filter.h"

namespace tenrec::insights {

using hogql::And;
using hogql::Constant;
using hogql::ExprPtr;

std::string_view WithoutComment(std::string_view text) {
  return TrimAscii(text.substr(0, text.find("--")));
}

ExprPtr Unaliased(const ExprPtr& expr) {
  const auto* alias = hogql::As<hogql::AliasNode>(expr);
  return alias == nullptr ? expr : alias->expr;
}

Result<RowColumn> ParseRowColumn(const std::string& text) {
  RowColumn column{.name = text, .expr = nullptr};
  TRY_ASSIGN(column.expr, hogql::ParseExpr(text));
  const auto* alias = hogql::As<hogql::AliasNode>(column.expr);
  const bool commented = WithoutComment(text).size() != text.size();
  if (alias != nullptr && !commented) column.name = alias->alias;
  return column;
}

void RowSelect::AddColumn(const ExprPtr& expr) {
  columns_.push_back(expr);
  if (hogql::HasAggregation(expr)) {
    aggregated_ = true;
  } else {
    keys_.push_back(Unaliased(expr));
  }
}

void RowSelect::AddCondition(ExprPtr condition) {
  if (condition == nullptr || IsTrue(condition)) return;
  (hogql::HasAggregation(condition) ? having_ : where_).push_back(std::move(condition));
}

void RowSelect::AddOrder(hogql::OrderItem item) {
  order_.push_back(std::move(item));
}

ExprPtr RowSelect::Finish(std::vector<hogql::JoinItem> from, std::int64_t limit,
                          std::int64_t offset) && {
  hogql::SelectNode select;
  select.select = std::move(columns_);
  select.from = std::move(from);
  if (!where_.empty()) select.where = And(std::move(where_));
  if (!having_.empty()) select.having = And(std::move(having_));
  if (aggregated_ && !keys_.empty()) select.group_by = std::move(keys_);
  if (!order_.empty()) select.order_by = std::move(order_);
  select.limit = Constant(hogql::Value(limit + 1));
  select.offset = Constant(hogql::Value(offset));
  return hogql::Make(std::move(select));
}

}  // namespace tenrec::insights
